"""Lists of programmes in the agency's own form: communes with their ids, groups of communes, FRR classes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ...core.wording import day as in_french
from ...errors import SourceError
from ...i18n import translate
from ..embedded import labels, zonings
from ..tables import forms
from ..tables.identify import BROKEN, finder, swallowed
from ..tables.merging import Row
from ..tables.raw import plausible_date
from ..tables.reading import Desk, Reading, Trust, day_in, day_of, trust
from ..tables.report import Tally

_BEGAN = date(2018, 1, 1)
COMMUNE = {
    "insee_com": ("code_insee", "codgeo", "insee", "code_commune", "com", "code_com", "code_commune_insee"),
    "lib_com": (
        "libgeo", "commune", "nom_commune", "libelle_commune", "nom_com", "lib_commune", "nom_de_la_commune",
        "libelle_de_la_commune",
    ),
    "insee_dep": ("code_dep", "departement", "code_departement", "dep"),
}  # fmt: skip
_FRR_LABELS = (
    "Non classée", "FRR socle", "FRR+", "FRR bénéficiaire", "FRR bénéficiaire partiellement",
    "Classée FRR partiellement",
)  # fmt: skip


def read_communes(desk: Desk, programme: str, identifier: str = "", perimeter: bool = False) -> Reading:
    """Rows of programme_<id>.csv from a list of communes (ACV, PVD, VA, TI, CRTE, …).

    Args:
        identifier: its column, id_<programme> if "". perimeter: whether the ids name groups, listed in perimeters.csv.

    Raises:
        SourceError: if a column is missing.
    """
    raw, suffix = desk.files[""], (identifier or f"id_{programme}").removeprefix("id_")
    form = forms.form(
        f"insee_com id_{suffix}",
        f"lib_com insee_dep lib_{suffix} date_signature statut",
        {
            **COMMUNE,
            "date_signature": ("date_de_signature", "date_signature_convention", "signature"),
            f"id_{suffix}": (f"identifiant_{suffix}", f"code_{suffix}", f"id_{programme}"),
            f"lib_{suffix}": (f"libelle_{suffix}", f"nom_{suffix}", f"lib_{programme}"),
        },
    )
    table = forms.read(raw, form)
    tally = Tally(programme, desk.codes)
    find = finder(table, desk.codes, tally, "insee_com")
    day = day_of(raw.name)
    last = date.fromisoformat(day) if len(day) == 10 else date(9999, 12, 31)
    found: dict[tuple[str, str], Row] = {}
    names: set[Row] = set()
    for line in table.lines:
        codes = find.communes(line["insee_com"], line["lib_com"], line["insee_dep"])
        idents, titles = _several(line[f"id_{suffix}"]), _several(line[f"lib_{suffix}"])
        if not codes:
            continue
        if not idents or any(map(swallowed, idents)):
            tally.refuse(f"{line['insee_com']} {line['lib_com']}", BROKEN if idents else "no identifier")
            continue
        tally.matched += 1
        since = plausible_date(line["date_signature"], _BEGAN, last)
        for rank, ident in enumerate(idents):
            title = titles[rank] if len(titles) == len(idents) else line[f"lib_{suffix}"]
            if perimeter:
                names.add((programme, ident, title))
                title = ""
            for code in codes:
                found.setdefault((code, ident), (code, ident, title or _own(desk, code, perimeter), "", since))
    return Reading(
        {f"programme_{programme}": (labels.COLUMNS, sorted(found.values()))},
        tally.report(), in_french(day), day, _one_name(names), trust=trust(find),
    )  # fmt: skip


def read_signed(desk: Desk, programme: str) -> Reading:
    """Rows of programme_<id>.csv from a list of communes without ids (ORT); one counts once its agreement is signed.

    Raises:
        SourceError: if the column of codes or of dates of signature is missing.
    """
    raw = desk.files[""]
    form = forms.form(
        "insee_com date_signature",
        "lib_com insee_dep",
        {**COMMUNE, "date_signature": ("date_de_signature*", "date_signature*", "signature", f"{programme}_signed_at")},
    )
    table = forms.read(raw, form)
    tally = Tally(programme, desk.codes)
    find = finder(table, desk.codes, tally, "insee_com")
    day = day_of(raw.name)
    last = date.fromisoformat(day) if len(day) == 10 else date(9999, 12, 31)
    found: dict[str, str] = {}
    for line in table.lines:
        codes = find.communes(line["insee_com"], line["lib_com"], line["insee_dep"])
        if not codes:
            continue
        if not any(sign.isdigit() for sign in line["date_signature"]):
            tally.refuse(f"{line['insee_com']} {line['lib_com']}", "no date of signature")
            continue
        tally.matched += 1
        since = plausible_date(line["date_signature"], _BEGAN, last)
        for code in codes:
            found[code] = min(filter(None, (found.get(code, ""), since)), default="")
    rows: list[Row] = [(code, "", "", "", since) for code, since in sorted(found.items())]
    return Reading(
        {f"programme_{programme}": (labels.COLUMNS, rows)}, tally.report(), in_french(day), day, trust=trust(find)
    )


def read_groups(desk: Desk, programme: str, communes: bool = False) -> Reading:
    """Rows of programme_<id>.csv from a list of member groups by SIREN (TI, CRTE); single communes have one too.

    Args:
        communes: whether a commune may stand there under its own code instead (Territoires d'engagement).

    Raises:
        SourceError: if a column is missing.
    """
    raw = desk.files[""]
    form = forms.form(
        f"id_{programme} siren_groupement",
        f"lib_{programme} lib_groupement nature_juridique date_signature",
        {
            "siren_groupement": ("siren_epci", "siren", "code_officiel_epci", "code_epci"),
            "lib_groupement": ("lib_epci", "nom_epci"),
        },
    )
    table = forms.read(raw, form)
    tally = Tally(programme, desk.codes)
    find = finder(table, desk.codes, tally, "siren_groupement")
    apart = _shared(table.lines, f"id_{programme}", f"lib_{programme}")
    if apart:
        tally.note(f"identifiers of several territories, told apart by their member: {', '.join(sorted(apart))}")
    day = day_of(raw.name)
    last = date.fromisoformat(day) if len(day) == 10 else date(9999, 12, 31)
    found: dict[tuple[str, str], Row] = {}
    names: set[Row] = set()
    known = 0
    for line in table.lines:
        siren = line["siren_groupement"].replace(" ", "")
        label = f"{siren} {line['lib_groupement']}".strip()
        members = desk.codes.members(siren) if _is_siren(siren) else []
        idents = [f"{i} {siren}" if i in apart else i for i in _several(line[f"id_{programme}"])]
        if not members and communes and len(siren) in (4, 5):
            members = find.communes(siren, line["lib_groupement"])
            if not members:  # said by the finder
                continue
        if not members:
            tally.refuse(label, "SIREN of no known EPCI, établissement public territorial or commune")
            continue
        known += 1
        if not idents:
            tally.refuse(label, "no identifier")
            continue
        tally.matched += 1
        since = plausible_date(line["date_signature"], _BEGAN, last)
        for ident in idents:
            own = line["lib_groupement"] if ident.removesuffix(f" {siren}") in apart else ""
            names.add((programme, ident, line[f"lib_{programme}"] or own))
            for code in members:
                found.setdefault((code, ident), (code, ident, "", "", since))
    return Reading(
        {f"programme_{programme}": (labels.COLUMNS, sorted(found.values()))},
        tally.report(), in_french(day), day, _one_name(names), Trust(tally.rows_read, known),
    )  # fmt: skip


def _shared(lines: Sequence[Mapping[str, str]], ident: str, label: str) -> set[str]:
    """Negative numbers in the place of identifiers that stand for several territories: no one name is on all of them.

    A territory of several members has the same name on each of its lines.
    """
    names: dict[str, list[str]] = {}
    for line in lines:
        for one in _several(line[ident]):
            if re.fullmatch(r"-\d+", one):
                names.setdefault(one, []).append(forms.folded(line[label]))
    return {one for one, written in names.items() if len(written) > 1 and (len(set(written)) > 1 or not written[0])}


def read_contract(desk: Desk, programme: str) -> Reading:
    """A programme of groups from its list of communes, of groups, or both: then the communes tell who is in it.

    Raises:
        SourceError: as `read_communes` and `read_groups`.
    """
    if "groups" not in desk.files:
        return read_communes(desk, programme, perimeter=True)
    groups = read_groups(Desk({"": desk.files["groups"]}, desk.codes), programme)
    if "" not in desk.files:
        return groups
    own = read_communes(desk, programme, perimeter=True)
    since = {row[1]: row[4] for row in groups.tables[f"programme_{programme}"][1] if row[4]}
    titles = {row[1]: row[2] for row in groups.perimeters if row[2]}
    columns, rows = own.tables[f"programme_{programme}"]
    return Reading(
        {f"programme_{programme}": (columns, [(*row[:4], row[4] or since.get(row[1], "")) for row in rows])},
        own.report, own.vintage, own.date, [(*row[:2], row[2] or titles.get(row[1], "")) for row in own.perimeters],
        own.trust,
    )  # fmt: skip


def read_frr(desk: Desk) -> Reading:
    """Rows of zoning_frr.csv; the heading holds the date of the classes.

    Raises:
        SourceError: if a column is missing, or on an unknown class: it must not be taken for "not classed".
    """
    raw = desk.files[""]
    form = forms.form(
        "Code_insee Classement",
        "Departement Commune",
        {
            "Code_insee": COMMUNE["insee_com"],
            "Classement": ("Classement*",),
            "Departement": COMMUNE["insee_dep"],
            "Commune": COMMUNE["lib_com"],
        },
    )
    table = forms.read(raw, form)
    tally = Tally("frr", desk.codes)
    find = finder(table, desk.codes, tally, "Code_insee")
    labels_of = {_class(label): label for label in _FRR_LABELS}
    found: dict[str, set[str]] = {}
    for line in table.lines:
        label = labels_of.get(_class(line["Classement"]))
        if label is None:
            raise SourceError(
                translate(
                    "Anct", "{file}: unknown class “{label}” for commune {code}. Check the file's version."
                ).format(file=raw.name, label=line["Classement"], code=line["Code_insee"])
            )
        for code in find.communes(line["Code_insee"], line["Commune"], line["Departement"]):
            tally.matched += 1
            found.setdefault(code, set()).add(label)
    rows: list[Row] = []
    for code, classes in sorted(found.items()):
        if len(classes) > 1:
            tally.refuse(code, f"several classes: {', '.join(sorted(classes))}")
        else:
            rows.append((code, classes.pop()))
    day = day_in(table.headings["Classement"]) or day_of(raw.name)
    return Reading({"zoning_frr": (zonings.COLUMNS, rows)}, tally.report(), in_french(day), day, trust=trust(find))


def _class(label: str) -> str:
    """A class without case, accents and spaces, but with its plus."""
    return forms.folded(label) + "+" * label.count("+")


def _several(cell: str) -> list[str]:
    """Parts of a cell joined by " ; "."""
    return list(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _own(desk: Desk, code: str, perimeter: bool) -> str:
    return "" if perimeter else desk.codes.row(code)["nom"]


def _one_name(names: set[Row]) -> list[Row]:
    """One row per perimeter, with its longest name where lines differ."""
    best: dict[Row, str] = {}
    for programme, ident, label in names:
        best[(programme, ident)] = max(best.get((programme, ident), ""), label, key=lambda text: (len(text), text))
    return sorted((*key, label) for key, label in best.items())


def _is_siren(text: str) -> bool:
    """Nine digits whose check digit (Luhn) is right: one wrong digit always shows."""
    if re.fullmatch(r"\d{9}", text) is None:
        return False
    digits = [int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(text))]
    return sum(value // 10 + value % 10 for value in digits) % 10 == 0
