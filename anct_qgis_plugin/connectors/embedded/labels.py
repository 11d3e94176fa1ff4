"""Labels of communes (ACV, PVD, ORT) in the merged list, with the names and ids of their territories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from ..tables.codes import CommuneCodes
from ..tables.merging import Row
from ..tables.raw import Raw, keyed, plausible_date
from ..tables.report import ReadReport, Tally

COLUMNS = ("code", "identifiant", "libelle", "statut", "depuis")
_MEMBER = re.compile(r"\(([0-9][0-9AB][0-9]{2,3})\)\s*(?:;|$)")
ACV_BEGAN, ACV_VINTAGE = date(2018, 3, 1), date(2025, 7, 4)
PVD_BEGAN, PVD_VINTAGE = date(2020, 10, 1), date(2026, 4, 27)


def read_acv(programmes: Raw, territories: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of programme_acv.csv: membership from `programmes` (2025), ids and names from `territories` (2024).

    The file's dates whose day could be a month are swapped: read as written 30 % of them fall on a weekend, swapped
    6 %, as do the others. No second source confirms them one by one, so they are left out, not turned round.

    Raises:
        SourceError: if a file lacks a key.
    """
    tally = Tally("acv", codes)
    names = _territories(territories, codes)
    found: dict[str, Row] = {}
    doubtful = 0
    for code, entry in _labelled(programmes, "acv", tally):
        territory = names.get(code, {})
        written = entry.get("acv_signed_at")
        since = plausible_date(written, ACV_BEGAN, ACV_VINTAGE)
        if written and not since:
            tally.note(f"{code}: implausible date {written} left out")
        elif since and _ambiguous(since):
            doubtful += 1
            since = ""
        if not territory:
            tally.note(f"{code}: joined after the list of territories, no id")
        found[code] = (
            code,
            territory.get("id_territoire", ""),
            territory.get("lib_territoire") or entry.get("label") or codes.row(code)["nom"],
            "",
            since,
        )
    if doubtful:
        tally.note(f"{doubtful} dates left out: their day and month may be swapped")
    left = sorted(names.keys() - found.keys())
    if left:
        tally.note(f"in the list of 2024 and no longer labelled: {', '.join(left)}")
    return sorted(found.values()), tally.report()


def read_pvd(programmes: Raw, territories: Raw, codes: CommuneCodes) -> tuple[list[Row], ReadReport]:
    """Rows of programme_pvd.csv: membership from `programmes` (2026), ids and dates from `territories` (2024).

    Where the two files give one date with day and month swapped, nothing tells which is right: no date.

    Raises:
        SourceError: if a file lacks a key.
    """
    tally = Tally("pvd", codes)
    names = _territories(territories, codes)
    found: dict[str, Row] = {}
    for code, entry in _labelled(programmes, "pvd", tally):
        territory = names.get(code, {})
        written, newer = territory.get("date_signature") or "", entry.get("pvd_signed_at") or ""
        if not territory:
            written = newer
            tally.note(f"{code}: joined after the list of 2024, no id")
        since = plausible_date(written, PVD_BEGAN, PVD_VINTAGE)
        if written and not since:
            tally.note(f"{code}: implausible date {written} left out")
        elif since and newer and newer != since and sorted(newer.split("-")) == sorted(since.split("-")):
            tally.note(f"{code}: day and month swapped between {since} and {newer}, left out")
            since = ""
        label = entry.get("label") or codes.row(code)["nom"]
        found[code] = (code, territory.get("id_territoire", ""), label, "", since)
    return sorted(found.values()), tally.report()


def read_flag(programmes: Raw, codes: CommuneCodes, key: str, began: date, until: date) -> tuple[list[Row], ReadReport]:
    """Rows of programme_<key>.csv: the communes that have a label, with its date where it is beyond doubt.

    Args:
        began, until: the label's beginning and the list's vintage; dates outside, and those that are another date as
            likely with day and month swapped, are left out.

    Raises:
        SourceError: if the file lacks the key.
    """
    tally = Tally(key, codes)
    rows: list[Row] = []
    implausible = doubtful = 0
    for code, entry in _labelled(programmes, key, tally):
        written = entry.get(f"{key}_signed_at")
        since = plausible_date(written, began, until)
        if written and not since:
            implausible += 1
        elif since and _ambiguous(since):
            doubtful += 1
            since = ""
        rows.append((code, "", "", "", since))
    if implausible or doubtful:
        tally.note(f"dates left out: {implausible} implausible, {doubtful} with day and month perhaps swapped")
    return sorted(rows), tally.report()


def _labelled(programmes: Raw, key: str, tally: Tally) -> Sequence[tuple[str, dict[str, Any]]]:
    """Communes with the label; two old codes of one commune give one row."""
    kept: dict[str, dict[str, Any]] = {}
    for written, entry in keyed(programmes, key, "communes"):
        if not entry.get(key):
            continue
        tally.rows_read += 1
        code = tally.resolve(written)
        if code:
            tally.matched += 1
            kept.setdefault(code, entry)
    return list(kept.items())


def _ambiguous(day: str) -> bool:
    """Whether an ISO date is another date, just as possible, with day and month swapped."""
    _, month, number = day.split("-")
    return int(number) <= 12 and number != month


def _territories(raw: Raw, codes: CommuneCodes) -> dict[str, dict[str, Any]]:
    """Current commune → properties of the territory whose `liste_geo` ("Nom (code); Nom (code)") names it."""
    found = {}
    for feature in raw.features(("id_territoire", "lib_territoire", "liste_geo")):
        for written in _MEMBER.findall(feature["properties"]["liste_geo"]):
            code = codes.resolve(written).code
            if code:
                found[code] = feature["properties"]
    return found
