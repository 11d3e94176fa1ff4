"""Is the geography held still that of today? The official geographic code (Insee) and API Géo are compared with it.

Another geography moves every code, outline and denominator at once: it comes with the plugin, built from all the raw
files, and is never applied from here. A list with the same communes changes nothing, and what differs in it is said;
one with other communes is refused, with what it changes.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import SourceError
from ...i18n import translate
from ..services import geo_api, insee_files
from ..tables import forms
from ..tables.identify import folded
from ..tables.reading import Desk, Reading, Trust, day_of
from ..tables.report import Tally

_NAMED = 5


def read_cog(desk: Desk) -> Reading:
    """The comparison, without rows: names that differ are notes.

    Raises:
        SourceError: the file is of a year before the geography held, or has other communes.
        BadContent: it is no geographic code.
    """
    raw = forms.unzipped(desk.files[""], r"v_commune_\d{4}\.csv$")
    held = next((row["cog"] for row in desk.facts.get("geography", ())), "")
    year = (day_of(raw.name) or day_of(desk.files[""].name))[:4]
    found = {c.code: c.name for c in insee_files.read_cog(raw.data) if c.kind == "COM" and not _overseas(c.code)}
    if year and held and year < held:
        raise SourceError(
            translate(
                "Anct", "{file}: geographic code of {year}, older than the geography held ({held}), which stays."
            ).format(file=raw.name, year=year, held=held)
        )
    return _compared(desk, raw.name, "cog", found, {}, year)


def read_geo_api(desk: Desk) -> Reading:
    """The comparison with the communes of API Géo, without rows: names and EPCI that differ are notes.

    Populations are not compared: theirs are of another year than those held.

    Raises:
        SourceError: there are other communes. BadContent: it is no list of communes.
    """
    raw = desk.files[""]
    listed = [c for c in geo_api.parse_communes(raw.json(), "API Géo") if not _overseas(c.code)]
    names, groups = {c.code: c.name for c in listed}, {c.code: c.epci for c in listed}
    return _compared(desk, raw.name, "geo_api", names, groups, day_of(raw.name)[:4])


def _compared(
    desk: Desk, file: str, source: str, names: Mapping[str, str], groups: Mapping[str, str], year: str
) -> Reading:
    current = set(desk.codes.current)
    gone, new = sorted(current - names.keys()), sorted(names.keys() - current)
    if gone or new:
        raise another_geography(file, gone, new)
    tally = Tally(source, desk.codes)
    tally.rows_read = tally.matched = len(names)
    for code, name in sorted(names.items()):
        row = desk.codes.row(code)
        if folded(name) != folded(row["nom"]):
            tally.note(f"{code} {row['nom']} → {name}")
        if code in groups and groups[code] != row.get("code_epci", ""):
            tally.note(f"{code} {row['nom']} : {row.get('code_epci') or '–'} → {groups[code] or '–'}")
    return Reading({}, tally.report(), year, year, trust=Trust(len(names), len(names)))


def another_geography(file: str, gone: list[str], new: list[str]) -> SourceError:
    """What to say of a file whose communes are not those held."""
    return SourceError(
        translate(
            "Anct",
            "{file}: {gone} communes are no longer there ({gone_codes}), {new} are new ({new_codes}). Another "
            "geography comes with a new version of the plugin: look for one. Nothing was changed.",
        ).format(file=file, gone=len(gone), gone_codes=_few(gone), new=len(new), new_codes=_few(new))
    )


def _overseas(code: str) -> bool:
    """Whether a code is of a collectivity outside the geography held (975, 977, 978, 98x)."""
    return code.startswith(("975", "977", "978", "98"))


def _few(codes: list[str]) -> str:
    return ", ".join(codes[:_NAMED]) + (" …" if len(codes) > _NAMED else "") if codes else "–"
