"""FRR classes from the Observatoire des territoires: another origin, optional, of what the list of the DGCL says.

The Observatoire has two classes, "FRR" and "FRR+", and -9999 for the other communes. It tells neither the former ZRR
that keep the benefit, nor the communes classed in part: where the data held do, they stay as they are.
"""

from __future__ import annotations

from ...errors import SourceError
from ...i18n import translate
from ..embedded import zonings
from ..tables import forms
from ..tables.identify import finder
from ..tables.merging import Row
from ..tables.reading import Desk, Reading, trust, vintage_of
from ..tables.report import Tally
from .official import COMMUNE

NONE, PLAIN, PLUS = "Non classée", "FRR", "FRR+"
# What the list of the DGCL says more finely than "FRR", and what is not a class of the Observatoire's.
_FINER = ("FRR socle", "Classée FRR partiellement", "FRR bénéficiaire", "FRR bénéficiaire partiellement")
_APART = _FINER[1:]
# Far fewer classed communes than held: -9999 then says that a figure lacks, not that the commune is not classed.
_KEPT_SHARE = 0.85
_UNCLASSED = "-9999"
_FORM = forms.form("codgeo codefrr", "libgeo an", {"codgeo": COMMUNE["insee_com"], "libgeo": COMMUNE["lib_com"]})


def read_frr(desk: Desk) -> Reading:
    """Rows of zoning_frr.csv.

    Raises:
        SourceError: a column is missing; a class is unknown: it must not be taken for "not classed"; or far fewer
            communes have a class than in the data held (`desk.facts["zoning_frr"]`).
    """
    raw = desk.files[""]
    table = forms.read(raw, _FORM)
    tally = Tally("frr", desk.codes)
    find = finder(table, desk.codes, tally, "codgeo")
    held = {row["code"]: row["statut"] for row in desk.facts.get("zoning_frr", ())}
    found: dict[str, set[str]] = {}
    for line in table.lines:
        said = line["codefrr"]
        if not said:  # a line cut short, or a class lost: not the same as not classed
            tally.refuse(line["codgeo"], "no status")
            continue
        if said not in (PLAIN, PLUS, _UNCLASSED):
            raise SourceError(
                translate(
                    "Anct", "{file}: unknown class “{label}” for commune {code}. Check the file's version."
                ).format(file=raw.name, label=said, code=line["codgeo"])
            )
        for code in find.communes(line["codgeo"], line["libgeo"]):
            tally.matched += 1
            found.setdefault(code, set()).add(_status("" if said == _UNCLASSED else said, held.get(code, "")))
    rows: list[Row] = []
    for code, classes in sorted(found.items()):
        if len(classes) > 1:
            tally.refuse(code, f"several classes: {', '.join(sorted(classes))}")
        else:
            rows.append((code, classes.pop()))
    now, before = (sum(status != NONE for status in one) for one in ((row[1] for row in rows), held.values()))
    if now < _KEPT_SHARE * before:
        raise SourceError(
            translate(
                "Anct",
                "{file}: {now} communes have a class, {before} have one in the data held: the others are not taken for"
                " communes without a class.",
            ).format(file=raw.name, now=now, before=before)
        )
    vintage, year = vintage_of(raw.name, "", [line["an"] for line in table.lines])
    return Reading({"zoning_frr": (zonings.COLUMNS, rows)}, tally.report(), vintage, year, trust=trust(find))


def _status(said: str, held: str) -> str:
    """The class of a commune; what the data held say more finely stays where it does not contradict it."""
    if said == PLUS:
        return PLUS
    if said == PLAIN:
        return held if held in _FINER else PLAIN
    return held if held in _APART else NONE
