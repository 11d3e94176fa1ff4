"""The exceptions that reach a person: each message says what happened and what to do."""

from __future__ import annotations

from typing import Any


class AnctError(Exception):
    """Root of the plugin's own errors.

    Args:
        message: translated sentence for the user: what happened and what to do.
        details: technical text for the log.
        hint: a short suggestion, shown after the message.
    """

    def __init__(self, message: str, details: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UnknownTerritory(AnctError):
    """No unit answers to the expression; the message names the nearest candidates."""


class AmbiguousTerritory(AnctError):
    """Several communes bear the name; the message lists them with their codes."""


class PerimeterError(AnctError):
    """A perimeter of the user's own cannot be kept or read."""


class NoIndex(AnctError):
    """A territory misses too much of a profile's weight to have an index."""


class CatalogueError(AnctError):
    """A programme or indicator is badly declared; the message names the file and the key."""


class ProfileError(AnctError):
    """A fragility profile is badly written; the message names the key."""


class SnapshotMissing(AnctError):
    """The embedded data are not there, or are cut short."""


class SnapshotVersionError(AnctError):
    """The embedded data were made for another version of the plugin."""


class SourceError(AnctError):
    """An official file does not have the form that its reader knows."""


class EndpointError(AnctError):
    """An address put in the place of a service's own is not one, or not safe."""


class SourceUnavailable(AnctError):
    """A service could not be asked, or did not answer with data; offline is normal: the last good data stay.

    Attributes:
        service: the service's name, as the message gives it.
    """

    def __init__(self, message: str, details: str = "", hint: str = "", service: str = "") -> None:
        super().__init__(message, details, hint)
        self.service = service


class NoNetwork(SourceUnavailable):
    """This computer reaches no network, or cannot find the service's address."""


class ProxyLogin(SourceUnavailable):
    """The proxy wants a login (status 407)."""


class PortalPage(SourceUnavailable):
    """A web page came where data were asked for: a portal, a proxy's refusal."""


class UntrustedCertificate(SourceUnavailable):
    """The service's certificate is not trusted; the message names who issued it."""


class ServiceDown(SourceUnavailable):
    """The service does not answer, is overloaded, or answers with an error of its own (429, 5xx)."""


class RedirectRefused(SourceUnavailable):
    """The service sends elsewhere: to an unknown or unsafe address, or round in circles."""


class RequestRefused(SourceUnavailable):
    """The service refuses the request (4xx).

    Attributes:
        status: HTTP status.
        body: first bytes of the answer (at most 64 KB), for the connector that can read it.
    """

    def __init__(
        self, message: str, details: str = "", hint: str = "", service: str = "", status: int = 0, body: bytes = b""
    ) -> None:
        super().__init__(message, details, hint, service)
        self.status = status
        self.body = body


class BadContent(SourceUnavailable):
    """The answer is empty, cut short, or not of the form that its reader knows."""


class TooLarge(SourceUnavailable):
    """The answer, or a file inside a zip, is larger than such data ever are."""


class OwnDataError(AnctError):
    """What the user brings (a file, an indicator, a list) cannot be taken in; the message says what to change."""


class OutputError(AnctError):
    """A result cannot be written where the user asked."""


class DossierError(AnctError):
    """A dossier or its definition is not valid; the message names the field."""


class HandoverError(AnctError):
    """A dossier cannot be handed to a portal as asked."""


class StoreError(AnctError):
    """The dossier store cannot be read or written."""


class StoreReadOnly(StoreError):
    """The user may read the store and not write in it."""


class StoreLocked(StoreError):
    """Someone else holds the store; the message says who, where and since when."""


class StoreUnreachable(StoreError):
    """The store's server does not answer: what was being saved is to be kept locally and sent again."""


class MigrationNeeded(StoreError):
    """The store is of an older schema: it is brought up to date after an explicit yes."""


class SectionConflict(StoreError):
    """Someone saved the section since it was read; nothing was overwritten.

    Attributes:
        dossier, section: ids. theirs: the `SectionContent` now in the store. author, date: whose it is, since when
        (ISO 8601, UTC). revision: the one to give as base to write over it knowingly.
    """

    def __init__(
        self, message: str, dossier: str, section: str, theirs: Any, author: str, date: str, revision: int
    ) -> None:
        super().__init__(message)
        self.dossier = dossier
        self.section = section
        self.theirs = theirs
        self.author = author
        self.date = date
        self.revision = revision


class MissingDependency(AnctError):
    """A Python library that the plugin needs is not installed."""


class Cancelled(AnctError):
    """The user stopped the work."""


class RoadsError(AnctError):
    """A road layer cannot serve for travel times; the message says why."""


class ComparisonError(AnctError):
    """Two states, or two territories, cannot be compared as asked; the message says what can."""
