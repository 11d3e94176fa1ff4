"""Insee's base permanente des équipements (Melodi's DS_BPE, long form): facilities of a kind by commune, newest year.

A commune that has none of a kind has no line: zero is told from the whole file only. Codes of facilities change from
one edition to another: a kind is read where each of its codes is there, under its known name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...errors import SourceError
from ...i18n import translate
from ..services.melodi import GEO
from ..tables import forms
from ..tables.merging import INDICATOR_COLUMNS, Row, shortened
from ..tables.raw import Raw, missing_column, number, plain
from ..tables.reading import Desk, Reading, Trust, day_of
from ..tables.report import Tally
from .melodi_lines import Lines, odd
from .official_figures import CODE, figure

SOURCE = "bpe_2024"
_REQUIRED = ("GEO", "GEO_OBJECT", "FACILITY_TYPE", "TIME_PERIOD", "OBS_VALUE")
_LABELS = forms.form("COD_VAR COD_MOD LIB_MOD")
# Far fewer facilities than held: communes without a line are then not communes without facilities.
_KEPT_SHARE = 0.85


@dataclass(frozen=True)
class Kind:
    """One kind of facility.

    name: of the column where counts by kind are in columns. types: code of FACILITY_TYPE → how its label must begin.
    """

    name: str
    types: Mapping[str, str]


def read(desk: Desk, kinds: Mapping[str, Kind]) -> Reading:
    """Rows of the indicators of facilities: the counts; the population is their denominator.

    `desk.facts["people"]`: the communes to be told, with inhabitants; `desk.facts["total_<indicator>"]`: facilities of
    the last good version.

    Args:
        kinds: indicator → its kind.

    Raises:
        SourceError: a column is missing, a count is none, no kind can be read, or far fewer facilities than held.
        BadContent, TooLarge: the archive is damaged or another one. Cancelled.
    """
    raw = desk.files[""]
    tally = Tally(SOURCE, desk.codes)
    if raw.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        year, found = _keyed(raw, kinds, tally)
    else:
        year, found = _lines(desk, raw, kinds, tally)
    written = {code for counts in found.values() for code in counts}
    short = shortened(written)
    for code in sorted(short):
        tally.refuse(code, "code of four digits in a file whose codes have five")
    known = {code: "" if code in short else tally.resolve(code) for code in sorted(written)}
    tally.matched = tally.rows_read - len(tally.refused)
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {}
    for indicator, counts in found.items():
        rows = _rows(desk, counts, known)
        held = sum(number(row["numerator"]) or 0 for row in desk.facts.get(f"total_{indicator}", ()))
        now = sum(float(row[2]) for row in rows)
        if now < _KEPT_SHARE * held:
            raise SourceError(
                translate(
                    "Anct",
                    "{file}: {now} facilities of the kind “{kind}”, {held} are held: communes without a line are not"
                    " taken for communes without facilities.",
                ).format(file=raw.name, now=plain(now), kind=kinds[indicator].name, held=plain(held))
            )
        tables[f"indicator_{indicator}"] = (INDICATOR_COLUMNS, rows)
    certain = sum(bool(desk.codes.resolve(code).code) or desk.codes.resolve(code).how == "com" for code in known)
    people = next((row.get("population", "") for row in desk.facts.get("geography", ())), "")
    said = f"{year} (population {people})" if people else year
    return Reading(
        tables, tally.report(), year, year, trust=Trust(len(known), certain), years=dict.fromkeys(found, said)
    )


def _renamed(raw: Raw, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """Type → its label, of the types whose label is not the known one; none where the file comes without labels."""
    if raw.data[:4] != b"PK\x03\x04":
        return {}
    try:
        table = forms.read(forms.unzipped(raw, r"metadata\.csv$"), _LABELS)
    except SourceError:
        return {}
    labels = {row["COD_MOD"]: row["LIB_MOD"] for row in table.lines if row["COD_VAR"] == "FACILITY_TYPE"}
    known = {code: label for kind in kinds.values() for code, label in kind.types.items()}
    return {
        code: labels[code]
        for code, label in known.items()
        if code in labels and not forms.folded(labels[code]).startswith(forms.folded(label))
    }


def _lines(
    desk: Desk, raw: Raw, kinds: Mapping[str, Kind], tally: Tally
) -> tuple[str, dict[str, dict[str, float | None]]]:
    """The newest year, and indicator → commune as written → facilities; None where they are not known."""
    lines = Lines(raw, _REQUIRED, ("BPE_MEASURE",), desk.cancelled)
    geo, level, kind_of, period, value = (lines.columns[name] for name in _REQUIRED)
    measure = lines.columns.get("BPE_MEASURE")
    wanted = {code for kind in kinds.values() for code in kind.types}
    # Year → type → commune → the counts given.
    counts: dict[str, dict[str, dict[str, set[float | None]]]] = {}
    for cells in lines:
        one = cells[kind_of].strip()
        if one not in wanted or cells[level].strip().upper() != "COM":
            continue
        if measure is not None and cells[measure].strip().upper() != "FACILITIES":
            continue
        written = cells[geo].strip()
        place = GEO.fullmatch(written)
        code = place["code"] if place else written
        told = cells[value].strip()
        count = number(told)
        if count is None and told:
            raise odd(lines.name, told, "OBS_VALUE", code)
        year = cells[period].strip()
        counts.setdefault(year, {}).setdefault(one, {}).setdefault(code, set()).add(count)
    year = max(counts, default="")
    if not re.fullmatch(r"20\d\d", year):
        raise SourceError(
            translate("Anct", "{file}: no count of facilities by commune with its year. It is another file.").format(
                file=lines.name
            )
        )
    for place_, start in lines.broken:
        tally.refuse(f"line {place_}: {start}", "cells lost or added")
    newest = counts[year]
    tally.rows_read = sum(map(len, newest.values())) + len(lines.broken)
    return year, _sums(newest, kinds, _renamed(raw, kinds), lines.name, tally)


def _sums(
    counts: Mapping[str, Mapping[str, set[float | None]]],
    kinds: Mapping[str, Kind],
    renamed: Mapping[str, str],
    file: str,
    tally: Tally,
) -> dict[str, dict[str, float | None]]:
    """Indicator → commune → facilities of its kind, of the kinds whose codes are all those known.

    Raises:
        SourceError: if there is none.
    """
    found: dict[str, dict[str, float | None]] = {}
    for indicator, kind in kinds.items():
        doubtful = [code for code in kind.types if code in renamed or code not in counts]
        if doubtful:
            said = ", ".join(f"{code} ({renamed[code]})" if code in renamed else code for code in doubtful)
            tally.note(f"{kind.name}: left as held, as its codes are no longer those known: {said}")
            continue
        sums: dict[str, float | None] = {}
        for one in kind.types:
            for code, values in counts[one].items():
                # Met twice with different counts, it is wrong at least once.
                value = next(iter(values)) if len(values) == 1 else None
                before = sums.get(code, 0.0)
                sums[code] = None if value is None or before is None else before + value
        found[indicator] = sums
    if not found:
        raise SourceError(
            translate("Anct", "{file}: none of the facilities wanted is in it under its known code.").format(file=file)
        )
    return found


def _keyed(raw: Raw, kinds: Mapping[str, Kind], tally: Tally) -> tuple[str, dict[str, dict[str, float | None]]]:
    """The same of objects keyed by commune: a key per kind, absent where there is none; the name tells the year."""
    opened, year = forms.opened(raw), day_of(raw.name)[:4]
    wanted = {kind.name: () for kind in kinds.values()}
    try:
        table = forms.read(opened, forms.Form({"CODGEO": CODE, **wanted}, {}))
    except SourceError as error:
        raise missing_column(opened.name, "FACILITY_TYPE") from error
    if not year:
        raise SourceError(
            translate(
                "Anct",
                "{file}: nothing tells the year of its figures. Give it back the name under which it is published.",
            ).format(file=opened.name)
        )
    tally.rows_read = len(table.lines) + len(table.broken)
    found: dict[str, dict[str, float | None]] = {}
    for indicator, kind in kinds.items():
        found[indicator] = {
            row["CODGEO"]: figure(opened.name, kind.name, row) if row[kind.name] else 0.0 for row in table.lines
        }
    return year, found


def _rows(desk: Desk, counts: Mapping[str, float | None], known: Mapping[str, str]) -> list[Row]:
    """Rows for the communes with inhabitants; none for one of which a count is not known."""
    sums: dict[str, float | None] = {}
    for written, count in counts.items():
        code = known[written]
        if code:
            before = sums.get(code, 0.0)
            sums[code] = None if count is None or before is None else before + count
    people = [row["code"] for row in desk.facts.get("people", ())]
    return [
        (code, "", plain(value), "", "") for code in sorted(people) if (value := sums.get(code, 0.0)) is not None
    ]  # fmt: skip
