"""Members of a programme's territories: communes, intercommunalités, or both, as the agency's files name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import SourceError
from ...i18n import translate
from ..tables.codes import CommuneCodes
from ..tables.merging import Row
from ..tables.raw import Raw
from ..tables.report import ReadReport, Tally

PERIMETER_COLUMNS = ("programme", "identifiant", "libelle")
# "Nom (01004); Nom (200000172)", or the bare codes of "210400065, 210400099".
_MEMBER = re.compile(r"(?:^|[(,;])\s*([0-9]{9}|[0-9][0-9AB][0-9]{2,3})\s*\)?\s*(?=[,;]|$)")
_EPCI = re.compile(r"[0-9]{9}")
# Phase 1 (2018-2022) had 149 territories, phase 2 (2023-2027) has 183.
_PHASE_2_FLOOR = 170


def read_members(
    raw: Raw,
    codes: CommuneCodes,
    programme: str,
    properties: Mapping[str, str] | None = None,
    known: Mapping[str, Iterable[str]] | None = None,
) -> tuple[list[Row], list[Row], ReadReport]:
    """Rows of programme_<id>.csv and of perimeters.csv, from the features of a GeoJSON file that list their members.

    Members are communes (code or SIREN), EPCI of the older list, or établissements publics territoriaux of Grand Paris.
    A feature given several times counts once. "a ; b" in the id of a territory of one commune stands for two
    territories; over several communes nothing tells which is whose, and the id stays as it is.

    Args:
        properties: names of the properties `id`, `label`, `members`, `status` where they are not the usual ones; ""
            for none. known: territory → communes by another source, taken where a member cannot be resolved.

    Raises:
        SourceError: if a property is missing.
    """
    names = {"id": "id_territoire", "label": "lib_territoire", "members": "liste_geo", "status": ""} | dict(
        properties or {}
    )
    tally = Tally(programme, codes)
    rows: set[Row] = set()
    perimeters: dict[str, str] = {}
    seen: set[tuple[str, ...]] = set()
    completed: list[str] = []
    for feature in raw.features([name for name in names.values() if name]):
        tally.rows_read += 1
        ident, label, members, status = (
            _text(feature["properties"], names[key]) for key in ("id", "label", "members", "status")
        )
        if ident and (ident, members) in seen:
            tally.refuse(ident, "repeated feature")
            continue
        seen.add((ident, members))
        communes, lost = _communes(members, codes, tally, ident)
        if lost and known is not None and known.get(ident):
            # The other source names them all: what was refused is among them.
            communes |= set(known[ident])
            completed.append(ident)
        tally.matched += bool(communes)
        for one, text in _territories(ident, label, len(communes)):
            if one:
                perimeters[one] = text
            rows |= {(code, one, text, status, "") for code in communes}
    if completed:
        tally.note(f"completed from the table of communes of 2023: {', '.join(sorted(completed))}")
    return sorted(rows), sorted((programme, one, text) for one, text in perimeters.items()), tally.report()


def _text(properties: Mapping[str, Any], name: str) -> str:
    """A property on one line, "" without name or value."""
    return " ".join(str(properties.get(name) or "").split()) if name else ""


def _communes(members: str, codes: CommuneCodes, tally: Tally, ident: str) -> tuple[set[str], bool]:
    """The communes that a list of members stands for, and whether a member is not known."""
    found: set[str] = set()
    lost = False
    for member in _MEMBER.findall(members):
        if _EPCI.fullmatch(member):
            own = codes.members(member)
            if not own:
                tally.refuse(f"{ident} {member}", "SIREN of no known EPCI or commune")
                lost = True
            found |= set(own)
        elif code := tally.resolve(member, f"{ident} {member}".strip()):
            found.add(code)
    return found, lost


def _territories(ident: str, label: str, communes: int) -> list[tuple[str, str]]:
    """(id, label) of the territories that one feature stands for."""
    idents, labels = ident.split(" ; "), label.split(" ; ")
    if communes == 1 and len(idents) > 1:
        return list(zip(idents, labels if len(labels) == len(idents) else [label] * len(idents), strict=True))
    return [(ident, label)]


def read_ti(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], list[Row], ReadReport]:
    """`read_members` of the Territoires d'industrie.

    Raises:
        SourceError: on the file of phase 1, whatever its columns, or if a property is missing.
    """
    found = raw.features(())
    ids = {f.get("properties", {}).get("id_territoire") or f.get("properties", {}).get("id_ti") for f in found}
    if found and len(ids) < _PHASE_2_FLOOR:
        raise SourceError(
            translate(
                "Anct",
                "{file} holds {count} Territoires d'industrie: that is phase 1 (2018-2022), or a part. "
                "Use the list of phase 2, with 183 territories.",
            ).format(file=raw.name, count=len(ids))
        )
    rows, names, report = read_members(raw, codes, "ti")
    return [(code, ident, "", "", "") for code, ident, *_ in rows], names, report


def read_column(raw: Raw, codes: CommuneCodes, programme: str, column: str) -> tuple[list[Row], list[Row], ReadReport]:
    """Rows of programme_<id>.csv and of perimeters.csv from a table of communes with a column of ids: no name.

    A cell may hold several ids joined by " ; "; a commune merged since from two contracts keeps both.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally(programme, codes)
    rows: set[Row] = set()
    sets: dict[str, set[frozenset[str]]] = {}
    for line in raw.csv(("insee_com", column)):
        tally.rows_read += 1
        idents = _idents(line[column])
        code = tally.resolve(line["insee_com"])
        if not code:
            continue
        if not idents:
            tally.refuse(line["insee_com"], "no contract")
            continue
        tally.matched += 1
        sets.setdefault(code, set()).add(idents)
        rows |= {(code, ident, "", "", "") for ident in idents}
    mixed = sorted(code for code, found in sets.items() if len(found) > 1)
    if mixed:
        tally.note(f"merged since from communes of different contracts, all kept: {', '.join(mixed)}")
    return sorted(rows), sorted({(programme, row[1], "") for row in rows}), tally.report()


def communes_by_id(raw: Raw, codes: CommuneCodes, column: str) -> dict[str, list[str]]:
    """Territory → its communes, from the same table.

    Raises:
        SourceError: if a column is missing.
    """
    found: dict[str, list[str]] = {}
    for line in raw.csv(("insee_com", column)):
        for ident in _idents(line[column]):
            if code := codes.resolve(line["insee_com"]).code:
                found.setdefault(ident, []).append(code)
    return found


def _idents(cell: str) -> frozenset[str]:
    return frozenset(ident.strip() for ident in cell.split(";") if ident.strip())
