"""data.gouv.fr: what a dataset holds, whether a file has changed, and the file itself.

    files = DataGouv(transport, cancelled=feedback.isCanceled)
    resource = files.resource(RESOURCES["acv"])
    if resource.is_newer_than(known):
        reply = files.download(resource, folder / "acv.csv", check=reader_that_raises)

Source: the contract of the catalogue's API (udata) in docs/services.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import BadContent
from ...i18n import translate
from ..http import failures, replies
from ..http.client import Client
from ..http.transport import Reply, Request

# Without it, the catalogue may answer a 404 with a web page.
JSON = {"Accept": "application/json"}
CHUNK = 1024 * 1024
FILE_LIMIT = 300 * CHUNK
FILE_NAME = re.compile(r"liste-(?P<set>[a-z0-9]+)-(?:com|grpt)(?P<cog>\d{4})?(?:-(?P<day>\d{8}))?", re.IGNORECASE)


@dataclass(frozen=True)
class Resource:
    """A file of a dataset.

    Attributes:
        url: where its present version lies (a dated folder: never to be kept).
        latest: the stable address.
        checksum_type, checksum: as the catalogue gives them ("" for harvested files).
        size: bytes; None where not known.
        modified: ISO date and time, as given.
        dataset: id of its dataset ("" where the answer does not say).
    """

    id: str
    title: str
    format: str
    url: str
    latest: str
    checksum_type: str
    checksum: str
    size: int | None
    modified: str
    dataset: str = ""

    @property
    def file_name(self) -> str:
        """The last part of the address; for ANCT lists it tells the vintage of the communes."""
        return self.url.rpartition("/")[2]

    @property
    def cog(self) -> str:
        """Year of the commune codes that an ANCT file's name gives ("liste-acv-com2025-20250704.csv"); else ""."""
        found = FILE_NAME.search(self.file_name)
        return (found["cog"] or "") if found else ""

    def is_newer_than(self, known: Resource | None) -> bool:
        """Whether the file has changed since `known`: by checksum, else date, else size; True where nothing tells."""
        if known is None:
            return True
        for mine, other in ((self.checksum, known.checksum), (self.modified, known.modified), (self.size, known.size)):
            if mine and other:
                return mine != other
        return True


@dataclass(frozen=True)
class Dataset:
    """A dataset and its files.

    Attributes:
        licence: key of data.gouv.fr: "lov2" is the Licence Ouverte 2.0.
        last_update: ISO date and time.
        producer: name of the organisation ("" if none).
    """

    id: str
    slug: str
    title: str
    licence: str
    last_update: str
    producer: str
    resources: tuple[Resource, ...]

    def by_title(self, *words: str) -> Resource | None:
        """The newest resource whose title holds all the words, whatever their case; None if none does."""
        found = [r for r in self.resources if all(w.casefold() in r.title.casefold() for w in words)]
        return max(found, key=lambda r: r.modified, default=None)


class DataGouv(Client):
    """The catalogue and its files."""

    SERVICE = "datagouv"

    def dataset(self, slug: str) -> Dataset:
        """A dataset by slug or id.

        Raises:
            RequestRefused: status 404 (unknown) or 410 (deleted).
        """
        return parse_dataset(self.json(self.request(f"/api/1/datasets/{slug}/", headers=JSON)), self.name)

    def resource(self, resource: str) -> Resource:
        """One file by id: the cheapest way to know whether it has changed.

        Raises:
            RequestRefused: status 404 or 410.
        """
        found = replies.mapping(
            self.json(self.request(f"/api/2/datasets/resources/{resource}/", headers=JSON)), self.name, "answer"
        )
        return parse_resource(found.get("resource"), self.name, replies.word(found, "dataset_id"))

    def stable(self, resource: str, **more: Any) -> Request:
        """The request for a file by its stable address, which redirects to the present version."""
        return self.request(f"/api/1/datasets/r/{resource}", headers={"Accept": "*/*"}, **more)

    def download(
        self,
        resource: Resource | str,
        target: Path,
        check: Callable[[Path], None] | None = None,
        etag: str = "",
        last_modified: str = "",
    ) -> Reply:
        """Bring the file to `target`, which is replaced only by a whole, checked one.

        Args:
            resource: what `resource()` gave (its checksum is then verified), or an id.
            check: raises to refuse the file; called before it is put in place.
            etag, last_modified: of the version already here; unchanged gives `Reply.not_modified`, nothing is written.
        """
        known = resource if isinstance(resource, Resource) else None

        def verify(path: Path) -> None:
            if known is not None:
                verify_checksum(path, known, self.name)
            if check is not None:
                check(path)

        request = self.stable(
            known.id if known is not None else str(resource),
            save_to=target,
            check=verify,
            etag=etag,
            last_modified=last_modified,
            # The stable address belongs to the catalogue, the file to the static host: its limits count.
            max_bytes=FILE_LIMIT,
            timeout=30,
        )
        return self.transport.send(request, self.cancelled)


def parse_dataset(value: Any, service: str) -> Dataset:
    """A dataset of the catalogue's API, version 1.

    Raises:
        BadContent: if it has not this form.
    """
    found = replies.mapping(value, service, "dataset")
    organisation = found.get("organization")
    return Dataset(
        replies.code(found, "id", service, r"[0-9a-f]{24}"),
        replies.word(found, "slug"),
        replies.word(found, "title"),
        replies.word(found, "license"),
        replies.word(found, "last_update") or replies.word(found, "last_modified"),
        replies.word(organisation, "name") if isinstance(organisation, dict) else "",
        tuple(
            parse_resource(item, service, replies.word(found, "id"))
            for item in replies.objects(found.get("resources"), service, "resources")
        ),
    )


def parse_resource(value: Any, service: str, dataset: str = "") -> Resource:
    """A resource of the catalogue's API, either version.

    Raises:
        BadContent: if it has no id or no address.
    """
    found = replies.mapping(value, service, "resource")
    checksum = found.get("checksum")
    url = replies.word(found, "url")
    if not url:
        raise failures.not_understood(service, "resource without address")
    return Resource(
        replies.code(found, "id", service, r"[0-9A-Za-z-]{8,64}"),
        replies.word(found, "title"),
        replies.word(found, "format").lower(),
        url,
        replies.word(found, "latest"),
        replies.word(checksum, "type") if isinstance(checksum, dict) else "",
        replies.word(checksum, "value").lower() if isinstance(checksum, dict) else "",
        replies.whole(found, "filesize"),
        replies.word(found, "last_modified"),
        dataset,
    )


def verify_checksum(path: Path, resource: Resource, service: str) -> None:
    """Compare a file with the checksum of the catalogue; nothing is said where the catalogue gives none it can name.

    Raises:
        BadContent: if they differ.
    """
    if not resource.checksum or resource.checksum_type not in hashlib.algorithms_available:
        return
    digest = hashlib.new(resource.checksum_type, usedforsecurity=False)
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            digest.update(part)
    if digest.hexdigest() != resource.checksum:
        raise BadContent(
            translate("Anct", "The file “{title}” of {service} does not match the checksum that is published.").format(
                title=resource.title, service=service
            ),
            details=f"{resource.checksum_type} {digest.hexdigest()} instead of {resource.checksum}",
            hint=translate("Anct", "It may just be changing: try again in some minutes."),
            service=service,
        )
