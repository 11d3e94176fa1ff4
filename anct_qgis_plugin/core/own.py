"""The user's own indicators and programme lists, laid over what the snapshot knows so that all uses them alike."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from ..errors import OwnDataError
from ..i18n import translate
from .catalogue import Catalogue, Indicator, Programme
from .facts import Column, Facts, Status, UnitValues

THEME = "Données de l’utilisateur"
FAMILY = "Listes de l’utilisateur"
LICENCE = "Donnée de l’utilisateur"
# Levels that values and lists may be given at.
LEVELS = ("commune", "epci", "departement", "region")
# How values of communes are brought to wider territories: not at all, or as a mean weighted by people or by a column.
AGGREGATIONS = ("none", "population", "column")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{1,39}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class OwnIndicator:
    """An indicator that the user brought.

    level: where the values were given; they are shown at that level only. fragile: "high" or "low".
    aggregation: see AGGREGATIONS. imported: ISO date. file: name of the file or layer it came from.
    values: code → (value or None, secret?, weight or None).
    """

    id: str
    label: str
    unit: str
    fragile: str
    decimals: int
    level: str
    aggregation: str
    source: str
    vintage: str
    note: str = ""
    imported: str = ""
    file: str = ""
    values: Mapping[str, tuple[float | None, bool, float | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnProgramme:
    """A list of communes or EPCI that the user brought: a departmental scheme.

    colour: "#rrggbb". symbol: QGIS simple marker name. members: (level, code), level "commune" or "epci".
    """

    id: str
    label: str
    short: str
    colour: str
    symbol: str
    definition: str
    source: str
    vintage: str
    imported: str = ""
    file: str = ""
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OwnData:
    """All that the user brought, by id. state: changes whenever anything in it does."""

    indicators: dict[str, OwnIndicator] = field(default_factory=dict)
    programmes: dict[str, OwnProgramme] = field(default_factory=dict)
    state: str = ""


def identifier(label: str) -> str:
    """An id made from a label: "Taux d'équipement (%)" → "taux_d_equipement"."""
    from .search import plain

    made = re.sub(r"[^a-z0-9]+", "_", plain(label)).strip("_")[:40].strip("_")
    return made if _IDENTIFIER.fullmatch(made) else f"x_{made}"[:40].strip("_") or "x_1"


def check_indicator(indicator: OwnIndicator, official: Container[str]) -> None:
    """See that an indicator can be kept. official: keys that are taken (`official_keys`).

    Raises:
        OwnDataError: naming what is missing, badly written or already taken.
    """
    _check_id(indicator.id, indicator.id in official)
    _required(translate("Anct", "the name"), indicator.label)
    _required(translate("Anct", "the source"), indicator.source)
    _required(translate("Anct", "the vintage"), indicator.vintage)
    if indicator.fragile not in ("high", "low"):
        raise OwnDataError(
            translate("Anct", "The direction is “high” or “low”, the side where a territory is fragile; not “{value}”.")
            .format(value=indicator.fragile)
        )  # fmt: skip
    if indicator.level not in LEVELS or indicator.aggregation not in AGGREGATIONS:
        raise OwnDataError(
            translate("Anct", "The level or the aggregation of the indicator is not a known one ({value}).").format(
                value=f"{indicator.level}, {indicator.aggregation}"
            )
        )
    if not indicator.values:
        raise OwnDataError(translate("Anct", "No row gives a value: there is nothing to keep."))


def check_programme(programme: OwnProgramme, official: Container[str]) -> None:
    """See that a list can be kept. Raises OwnDataError, as `check_indicator`."""
    _check_id(programme.id, programme.id in official)
    _required(translate("Anct", "the name"), programme.label)
    _required(translate("Anct", "the source"), programme.source)
    _required(translate("Anct", "the vintage"), programme.vintage)
    if not _COLOUR.fullmatch(programme.colour):
        raise OwnDataError(
            translate("Anct", "“{value}” is not a colour: write it as #4b2e83.").format(value=programme.colour)
        )
    if not programme.members:
        raise OwnDataError(translate("Anct", "No code of the list is known: there is nothing to keep."))


def official_keys(catalogue: Catalogue) -> set[str]:
    """Keys of programmes, zonings and indicators that are not the user's own."""
    own = {k for k, p in catalogue.programmes.items() if p.family == FAMILY}
    own |= {k for k, i in catalogue.indicators.items() if i.theme == THEME}
    return ({*catalogue.programmes, *catalogue.indicators} | {"indice", "population", "classe"}) - own


def _check_id(key: str, taken: bool) -> None:
    if not _IDENTIFIER.fullmatch(key):
        raise OwnDataError(
            translate(
                "Anct",
                "“{key}” cannot be a key: use 2 to 40 letters without accents, digits and “_”; a letter comes first.",
            ).format(key=key)
        )
    if taken:
        raise OwnDataError(
            translate("Anct", "“{key}” is already the key of an official entry. Choose another one.").format(key=key)
        )


def _required(what: str, text: str) -> None:
    if not text.strip():
        raise OwnDataError(translate("Anct", "Say {what}: a figure is never shown without it.").format(what=what))


def overlaid(facts: Facts, own: OwnData) -> Facts:
    """The facts with the user's data among them. An own entry whose id has since become official is left aside."""
    if not own.indicators and not own.programmes:
        return facts
    official = facts.catalogue
    indicators = {k: one for k, one in own.indicators.items() if k not in official.indicators}
    programmes = {k: one for k, one in own.programmes.items() if k not in official.programmes}
    rows = [_beneficiaries(facts, one) for one in programmes.values()]
    return replace(
        facts,
        catalogue=official.extended(
            [_programme(one) for one in programmes.values()], [declared(one) for one in indicators.values()]
        ),
        values={**facts.values, **{k: column(facts, one) for k, one in indicators.items()}},
        beneficiaries=pd.concat([facts.beneficiaries, *rows], ignore_index=True) if rows else facts.beneficiaries,
        perimeters=_with_perimeters(facts.perimeters, rows),
        sources=_sources(facts, [*indicators.values(), *programmes.values()]),
        info={**facts.info, "own": own.state},
    )


def source_id(key: str) -> str:
    """The id of the source of an own entry among `Facts.sources`."""
    return f"own_{key}"


def declared(own: OwnIndicator) -> Indicator:
    """An own indicator as the catalogue declares one."""
    if own.level != "commune":
        why = (
            f"Valeurs données à l’échelle {_of(own.level)} : elles ne valent que pour elle, "
            "ni pour une commune, ni pour un autre périmètre."
        )
    elif own.aggregation == "none":
        why = "Indicateur importé sans règle d’agrégation : valeur communale seulement."
    else:
        why = ""
    weighted = {"population": "la population", "column": "le poids fourni avec les valeurs"}.get(own.aggregation, "")
    note = f"Au-dessus de la commune, moyenne pondérée par {weighted}." if weighted and own.level == "commune" else ""
    return Indicator(
        id=own.id,
        label=own.label,
        short=own.label if len(own.label) <= 24 else f"{own.label[:23].rstrip()}…",
        theme=THEME,
        unit=own.unit,
        decimals=own.decimals,
        fragile=own.fragile,
        aggregation="weighted_mean" if not why else "none",
        source=source_id(own.id),
        vintage=own.vintage,
        note=" ".join(part for part in (own.note, note) if part) or why,
        approximate=bool(note),
        why_not_aggregable=why,
        card=True,
    )


def _of(level: str) -> str:
    return {"epci": "de l’intercommunalité", "departement": "du département", "region": "de la région"}[level]


def column(facts: Facts, own: OwnIndicator) -> Column:
    """The values of an own indicator, aligned with the communes; those of a wider level stand in `Column.units`."""
    n = len(facts.communes)
    if own.level == "commune":
        value, status, weight = _arrays(own, facts.codes)
        if own.aggregation == "population":
            weight = facts.population.copy()
        return Column(value, status, np.full(n, np.nan), weight)
    labels, codes = facts.labels(own.level)
    value, status, _ = _arrays(own, codes)
    nothing = np.full(n, np.nan)
    missing = np.full(n, int(Status.MISSING), dtype=np.int8)
    return Column(nothing, missing, nothing, nothing, UnitValues(own.level, labels, value, status))


def _arrays(own: OwnIndicator, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    value, weight = np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    status = np.full(len(codes), int(Status.MISSING), dtype=np.int8)
    for row, code in enumerate(codes):
        given = own.values.get(code)
        if given is None:
            continue
        number, secret, heavy = given
        weight[row] = np.nan if heavy is None else heavy
        if secret:
            status[row] = Status.SECRET
        elif number is not None:
            value[row], status[row] = number, Status.OK
    return value, status, weight


def _programme(own: OwnProgramme) -> Programme:
    """A list of EPCI alone is one of perimeters, outlined like those of contracts; any other one marks communes."""
    groups = all(level == "epci" for level, _ in own.members)
    return Programme(
        id=own.id,
        kind="programme",
        label=own.label,
        short=own.short or own.label,
        family=FAMILY,
        unit="perimetre" if groups else "commune",
        colour=own.colour,
        symbol="dashdot" if groups else own.symbol,
        draw="contour" if groups else "symbole",
        definition=own.definition,
        source=source_id(own.id),
    )


def _beneficiaries(facts: Facts, own: OwnProgramme) -> pd.DataFrame:
    """One row per commune; the communes of a listed EPCI name it as what they are in the list by."""
    labels, codes = facts.labels("epci")
    at = {code: row for row, code in enumerate(codes)}
    rows: dict[str, tuple[str, str]] = {}
    for level, code in own.members:
        if level == "commune" and code in facts.position:
            rows[code] = ("", "")
        elif level == "epci" and code in at:
            name = facts.unit_rows["epci", code]["nom"]
            for commune in facts.codes[labels == at[code]]:
                rows.setdefault(commune, (code, name))
    table = pd.DataFrame(
        {
            "programme": own.id,
            "code": list(rows),
            "identifiant": [f"{own.id}-{siren}" if siren else "" for siren, _ in rows.values()],
            "libelle": [name for _, name in rows.values()],
            "statut": "",
            "depuis": "",
        }
    )
    return table[list(facts.beneficiaries.columns)] if len(facts.beneficiaries.columns) == 6 else table


def _with_perimeters(known: pd.DataFrame, rows: list[pd.DataFrame]) -> pd.DataFrame:
    """The names of perimeters, with those of the EPCI that own lists name."""
    named = [table[table["identifiant"] != ""][["programme", "identifiant", "libelle"]] for table in rows]
    named = [table.drop_duplicates() for table in named if len(table)]
    return pd.concat([known, *named], ignore_index=True) if named else known


def _sources(facts: Facts, entries: list[OwnIndicator | OwnProgramme]) -> pd.DataFrame:
    rows = {}
    for own in entries:
        count = len(own.values) if isinstance(own, OwnIndicator) else len(own.members)
        rows[source_id(own.id)] = {
            "producteur": own.source,
            "titre": own.label,
            "millesime": own.vintage,
            "licence": LICENCE,
            "adresse": "",
            "lignes": str(count),
            "date": own.imported,
            "limites": f"Importé par l’utilisateur depuis {own.file or 'un texte collé'} ; non vérifié par le module.",
        }
    added = pd.DataFrame.from_dict(rows, orient="index")
    if not len(facts.sources):
        return added
    return pd.concat([facts.sources, added.reindex(columns=facts.sources.columns, fill_value="")])
