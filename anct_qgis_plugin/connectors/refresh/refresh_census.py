"""Populations and the census by commune, from Insee's Melodi; codes, and where they are seen: docs/services.md."""

from __future__ import annotations

from functools import partial

from ..http import endpoints
from . import official_census as census
from . import official_populations as populations
from .census_tables import Table
from .official_census import Share
from .refresh_entry import File, Refreshable

_LEAST = 30000  # communes; there are some 34,850 outside Mayotte
_PERCENT = (0.0, 100.0)


def _file(table: Table) -> File:
    dataset = table.dataset
    return File(rf"^{dataset}(?!.*metadata).*\.(zip|csv)(\.gz)?$", service="melodi", path=dataset)


def _example(*tables: Table) -> str:
    return ", ".join(f"{table.dataset}_2023_CSV_FR.zip" for table in tables)


def _origin(title: str, table: Table) -> dict[str, str]:
    return {
        "producteur": "Insee", "titre": title, "licence": endpoints.LICENCE_OUVERTE,
        "adresse": f"https://catalogue-donnees.insee.fr/fr/catalogue/recherche/{table.dataset}",
    }  # fmt: skip


_STRUCTURE = {
    "": (census.AGES, {"part_moins_15": Share(("Y_LT15",)), "part_65_plus": Share(("Y65T79", "Y_GE80"))}),
    "professions": (census.OCCUPATIONS, {"part_cadres": Share(("3",)), "part_ouvriers": Share(("6",))}),
    "diplomas": (census.DIPLOMAS, {"part_diplomes_superieur": Share(("500_RP", "600_RP", "700_RP"))}),
}
_AGED = {"": (census.YEARS_OF_AGE, {"part_75_plus": Share(census.YEARS_OF_AGE.classes[75:])})}
_FAMILIES = {"": (census.FAMILIES, {"familles_monoparentales": Share(("1",))})}
_DWELLINGS = {
    "": (census.DWELLINGS, {
        "taux_vacance": Share(("DW_VAC",), counted=True),
        "part_residences_secondaires": Share(("DW_SEC_DW_OCC",), counted=True),
    }),
}  # fmt: skip
_ACTIVITY = {"": (census.ACTIVITY, {"taux_chomage_rp": Share(("2",), counted=True)})}

ENTRIES: tuple[Refreshable, ...] = (
    Refreshable(
        "populations", "Populations municipales", populations.SOURCE,
        {"": File(
            r"^(DS_POPULATIONS_HISTORIQUES(?!.*metadata)|base[-_]pop[-_]historiques).*\.(zip|csv|xlsx|xls|ods)(\.gz)?$",
            service="melodi", path="DS_POPULATIONS_HISTORIQUES",
        )},
        partial(populations.read_populations, indicator="evolution_population", years=7), _LEAST, (),
        ("evolution_population",), {"evolution_population": (-50, 50)},
        "À Mayotte, seul le recensement de 2017 est disponible, sans évolution.",
        {
            "producteur": "Insee", "titre": "Populations municipales des communes ; Mayotte : recensement de 2017",
            "licence": endpoints.LICENCE_OUVERTE, "adresse": "https://www.insee.fr/fr/statistiques/3698339",
        },
        "DS_POPULATIONS_HISTORIQUES_CSV_FR.zip, base-pop-historiques-1876-2023.xlsx", population=True,
    ),
    Refreshable(
        "rp_structure", "Recensement, âges, professions et diplômes (Melodi)", "rp_2022",
        {role: _file(table) for role, (table, _) in _STRUCTURE.items()},
        partial(census.read_shares, source="rp_2022", tables=_STRUCTURE), _LEAST, (),
        ("part_moins_15", "part_65_plus", "part_cadres", "part_ouvriers", "part_diplomes_superieur"),
        dict.fromkeys(
            ("part_moins_15", "part_65_plus", "part_cadres", "part_ouvriers", "part_diplomes_superieur"), _PERCENT
        ),
        "Sans Mayotte ; professions : exploitation complémentaire, sur échantillon, parmi les actifs occupés de 15 à "
        "64 ans.",
        _origin("Recensement, structure de la population, professions et diplômes", census.AGES),
        _example(census.AGES, census.OCCUPATIONS, census.DIPLOMAS),
    ),
    Refreshable(
        "rp_75", "Recensement, personnes de 75 ans et plus (Melodi)", "rp_2022_75",
        {role: _file(table) for role, (table, _) in _AGED.items()},
        partial(census.read_shares, source="rp_2022_75", tables=_AGED), _LEAST, (), ("part_75_plus",),
        {"part_75_plus": _PERCENT}, "Sans Mayotte.",
        _origin("Recensement, population par âge détaillé", census.YEARS_OF_AGE), _example(census.YEARS_OF_AGE),
    ),
    Refreshable(
        "rp_familles", "Recensement, familles monoparentales (Melodi)", "rp_2022_familles",
        {role: _file(table) for role, (table, _) in _FAMILIES.items()},
        partial(census.read_shares, source="rp_2022_familles", tables=_FAMILIES), _LEAST, (),
        ("familles_monoparentales",), {"familles_monoparentales": _PERCENT},
        "Sans Mayotte ; exploitation complémentaire, sur échantillon, irrégulière dans les petites communes.",
        _origin("Recensement, familles", census.FAMILIES), _example(census.FAMILIES),
    ),
    Refreshable(
        "rp_logement", "Recensement, logement (Melodi, 100 Mo)", "rp_2021_logement",
        {role: _file(table) for role, (table, _) in _DWELLINGS.items()},
        partial(census.read_shares, source="rp_2021_logement", tables=_DWELLINGS), _LEAST, (),
        ("taux_vacance", "part_residences_secondaires"),
        {"taux_vacance": _PERCENT, "part_residences_secondaires": _PERCENT},
        "Sans Mayotte.", _origin("Recensement, logement", census.DWELLINGS), _example(census.DWELLINGS), optional=True,
    ),
    Refreshable(
        "rp_chomage", "Recensement, chômage (Melodi, 120 Mo)", "rp_2021_comparateur",
        {role: _file(table) for role, (table, _) in _ACTIVITY.items()},
        partial(census.read_shares, source="rp_2021_comparateur", tables=_ACTIVITY, about="chômage, Melodi"), _LEAST,
        (), ("taux_chomage_rp",), {"taux_chomage_rp": _PERCENT},
        "Sans Mayotte ; chômage au sens du recensement, exploitation principale.",
        _origin("Recensement, population active et chômage ; solde naturel : base du comparateur", census.ACTIVITY),
        _example(census.ACTIVITY), optional=True,
    ),
)  # fmt: skip
