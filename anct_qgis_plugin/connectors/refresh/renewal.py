"""How each source is renewed: from the web or a file, from a file only, or never, and why (sources.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ... import paths
from ...core.outlines import EXACT
from ...core.own import source_id
from ...i18n import translate
from ..embedded import sources
from .refresh_entry import Refreshable
from .refreshable import REFRESHABLE

WEB, FILE, NEVER, OWN, UNKNOWN = "web", "file", "never", "own", ""


@dataclass(frozen=True)
class Renewal:
    """How a source is renewed.

    kind: "web" (from the web or a file), "file" (from a downloaded file), "never", "own" (the user's, imported again),
    "" (not told). short: a word or two. sentence: what to do, or why there is nothing to do.
    """

    kind: str
    short: str
    sentence: str


def reasons() -> dict[str, str]:
    """Source → why it is never renewed, in French, as declared.

    Raises:
        CatalogueError: the file is badly written.
    """
    text = (paths.CATALOGUE / "sources.toml").read_text(encoding="utf-8")
    return {one.id: one.jamais for one in sources.parse(text) if one.jamais}


def renewal(source: str, never: Mapping[str, str], entries: Mapping[str, Refreshable] = REFRESHABLE) -> Renewal:
    """How a source is renewed.

    Args:
        source: id in the table `source`. never: as `reasons` gives them; they win over an entry that only compares.
    """
    if source in never:
        return Renewal(NEVER, translate("Anct", "never"), never[source])
    found = [entry for entry in entries.values() if entry.source == source]
    if source.startswith(EXACT) or any(not entry.by_hand for entry in found):
        optional = bool(found) and all(entry.optional for entry in found)
        return Renewal(WEB, translate("Anct", "web or file"), _from_web(optional))
    if found:
        return Renewal(
            FILE,
            translate("Anct", "file"),
            translate("Anct", "Refreshed from a file to download only, from {page}").format(page=found[0].page),
        )
    if source.startswith(source_id("")):
        return Renewal(OWN, translate("Anct", "yours"), translate("Anct", "Your own data: import them again."))
    return Renewal(UNKNOWN, "", "")


def _from_web(optional: bool) -> str:
    if optional:
        return translate(
            "Anct", "Refreshed from the web or from a downloaded file, when it is ticked (optional source)."
        )
    return translate("Anct", "Refreshed from the web or from a downloaded file.")
