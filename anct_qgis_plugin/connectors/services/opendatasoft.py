"""A whole dataset of a portal made with Opendatasoft, as CSV (`;`, BOM)."""

from __future__ import annotations

from pathlib import Path

from ...errors import BadContent, RequestRefused
from ..http import failures, replies
from ..http.client import Client
from ..http.transport import Reply


class Opendatasoft(Client):
    """Exports; the portals differ by their service only."""

    def download(self, dataset: str, target: Path, where: str = "", labels: bool = False) -> Reply:
        """The whole dataset, or what fits, as CSV.

        Args:
            where: ODSQL; see `text` for values. labels: headings as the portal shows them, and not their short names.

        Raises:
            RequestRefused: with the service's words.
        """
        query = {"delimiter": ";", "limit": "-1", "where": where or None, "use_labels": "true" if labels else None}
        request = self.request(
            f"/{dataset}/exports/csv", query, save_to=target, headers={"Accept": "*/*"}, may_be_empty=True
        )
        try:
            return self.transport.send(request, self.cancelled)
        except RequestRefused as refusal:
            raise explained(refusal) from refusal


class Odisse(Opendatasoft):
    """Santé publique France."""

    SERVICE = "odisse"


def text(value: str) -> str:
    """A text for an ODSQL condition, quoted: a quote inside cannot end it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def explained(refusal: RequestRefused) -> RequestRefused:
    """The refusal with the service's words: {"error_code", "message"}."""
    try:
        value = replies.json_of(refusal.body, refusal.service)
    except BadContent:
        return refusal
    return failures.with_words(refusal, replies.word(value, "message") if isinstance(value, dict) else "")
