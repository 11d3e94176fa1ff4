"""Territoires d'industrie (phase 2) and CRTE: groups of communes."""

from __future__ import annotations

import re

from ..errors import SourceError
from ..i18n import translate
from .codes import CommuneCodes
from .merging import Row
from .raw import Raw
from .report import ReadReport, Tally

PERIMETER_COLUMNS = ("programme", "identifiant", "libelle")
_SIREN = re.compile(r"\((\d{9})\)\s*(?:;|$)")
# Phase 1 (2018-2022) had 149 territories, phase 2 (2023-2027) has 183.
_PHASE_2_FLOOR = 170


def read_ti(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], list[Row], ReadReport]:
    """Rows of programme_ti.csv and of perimeters.csv.

    Members are EPCI of the older list, établissements publics territoriaux of Grand Paris, or single communes.

    Raises:
        SourceError: on the file of phase 1, whatever its columns, or if a property is missing.
    """
    tally = Tally("ti", codes)
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
    rows: set[Row] = set()
    names: set[Row] = set()
    for feature in raw.features(("id_territoire", "lib_territoire", "liste_geo")):
        tally.rows_read += 1
        properties = feature["properties"]
        ident = properties["id_territoire"]
        names.add(("ti", ident, properties["lib_territoire"].strip()))
        communes: list[str] = []
        for siren in _SIREN.findall(properties["liste_geo"]):
            members = codes.members(siren)
            if not members:
                tally.refuse(f"{ident} {siren}", "SIREN of no known EPCI or commune")
            communes += members
        if communes:
            tally.matched += 1
        rows |= {(code, ident, "", "", "") for code in communes}
    return sorted(rows), sorted(names), tally.report()


def read_crte(raw: Raw, codes: CommuneCodes) -> tuple[list[Row], list[Row], ReadReport]:
    """Rows of programme_crte.csv and of perimeters.csv: ids only, the source has no name.

    A cell may hold several ids joined by " ; "; a commune merged since from two contracts keeps both.

    Raises:
        SourceError: if a column is missing.
    """
    tally = Tally("crte", codes)
    rows: set[Row] = set()
    sets: dict[str, set[frozenset[str]]] = {}
    for line in raw.csv(("insee_com", "id_crte")):
        tally.rows_read += 1
        idents = frozenset(ident.strip() for ident in line["id_crte"].split(";") if ident.strip())
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
    return sorted(rows), sorted({("crte", row[1], "") for row in rows}), tally.report()
