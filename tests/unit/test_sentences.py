"""Sentences made from figures: expected texts are written by hand from the rule of DOMAIN §5.6."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from anct_qgis_plugin.core import sentences
from anct_qgis_plugin.core.diagnostic import Standing
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.core.indicators import Figure
from anct_qgis_plugin.core.territory import Territory

LOT = Territory("dep:46", "Lot", "departement", "46", np.array([0, 1]))
OCCITANIE = Territory("reg:76", "Occitanie", "region", "76", np.array([0, 1, 2]))
FRANCE = Territory("FR", "France entière", "pays", "FR", np.arange(4))


def _figure(value: float | None, territory: str = "Figeac", **changes: object) -> Figure:
    figure = Figure(
        indicator="taux_chomage_rp",
        label="Chômage au sens du recensement",
        territory=territory,
        value=value,
        status=Status.OK if value is not None else Status.MISSING,
        unit="%",
        decimals=1,
        vintage="2021",
        source="rp_2021",
    )
    return replace(figure, **changes)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_full_sentence_follows_the_pattern() -> None:
    standing = Standing(_figure(13.2), 90.0, 10.0, 1204, 34875)
    text = sentences.standing_sentence(
        standing,
        [(LOT, _figure(11.7, "Lot")), (FRANCE, _figure(15.2, "France entière"))],
        level="commune",
        source="Insee, RP 2021",
    )
    # 13,2 - 11,7 = 1,5 ; 13,2 - 15,2 = -2,0, and French has its plural from two on.
    assert _plain(text) == (
        "Chômage au sens du recensement : 13,2 % en 2021, soit 1,5 point de plus que le département (Lot : 11,7 %) et "
        "2,0 points de moins que la France entière (15,2 %) ; 1 204e sur 34 875 communes, de la plus à la moins "
        "fragile (Insee, RP 2021)."
    )


def test_gap_is_the_one_a_reader_finds_by_subtracting_what_is_shown() -> None:
    # 13.24 is shown 13,2 and 11.66 is shown 11,7: the gap shown is 1,5, not 1.58 rounded to 1,6.
    assert _plain(sentences.gap_clause(_figure(13.24), LOT, _figure(11.66))).startswith("1,5 point de plus")


def test_equal_values_as_shown_are_said_equal() -> None:
    assert _plain(sentences.gap_clause(_figure(11.71), LOT, _figure(11.69))) == (
        "autant que le département (Lot : 11,7 %)"
    )


def test_approximate_gap_says_so() -> None:
    income = {"unit": "€/UC/an", "decimals": 0, "label": "Niveau de vie médian"}
    own = _figure(21400.0, **income, approximate=True)
    text = sentences.figure_sentence(own, [(OCCITANIE, _figure(22650.0, **income, approximate=True))], "Insee")
    assert _plain(text) == (
        "Niveau de vie médian : ≈ 21 400 €/UC/an en 2021, soit environ 1 250 €/UC/an de moins que la région "
        "(Occitanie : ≈ 22 650 €/UC/an) (Insee)."
    )


@pytest.mark.parametrize(
    ("status", "words"), [(Status.SECRET, "secret statistique"), (Status.MISSING, "donnée non disponible")]
)
def test_absent_value_and_absent_comparison_are_named(status: Status, words: str) -> None:
    absent = _figure(None, status=status)
    assert _plain(sentences.figure_sentence(absent, [(LOT, _figure(11.7))])) == (
        f"Chômage au sens du recensement : {words} en 2021."
    )
    text = _plain(sentences.figure_sentence(_figure(13.2), [(LOT, absent), (FRANCE, _figure(11.8))]))
    assert "1,4 point de plus que la France entière" in text
    assert text.endswith(f"sans comparaison possible avec le département (Lot) ({words}).")


def test_zero_is_a_value() -> None:
    assert "0,0 % en 2021" in _plain(sentences.figure_sentence(_figure(0.0), []))


@pytest.mark.parametrize(
    ("rank", "total", "level", "member", "expected"),
    [
        (1, 101, "departement", True, "1er sur 101 départements, du plus au moins fragile"),
        (1, 1253, "epci", True, "1re sur 1 253 intercommunalités, de la plus à la moins fragile"),
        (14, 101, "departement", False, "serait 14e sur 101 départements, du plus au moins fragile"),
        (102, 101, "departement", False, "moins fragile que l’ensemble des 101 départements"),
    ],
)
def test_rank_always_has_its_total(rank: int, total: int, level: str, member: bool, expected: str) -> None:
    text = _plain(sentences.rank_clause(rank, total, level, member))
    assert text == expected
    assert str(total) in re.sub(r"(?<=\d) (?=\d)", "", text)


def test_a_vintage_already_in_the_label_is_not_said_twice() -> None:
    figure = _figure(-0.35, label="Évolution annuelle de la population 2015-2022", vintage="2015-2022", unit="%/an",
                     decimals=2, indicator="evolution_population")  # fmt: skip
    assert _plain(sentences.figure_sentence(figure, [])) == (
        "Évolution annuelle de la population 2015-2022 : −0,35 %/an."
    )


def test_percentages_differ_by_points_other_units_by_themselves() -> None:
    assert _plain(sentences.gap_text(-1.94, "%", 1)) == "1,9 point"
    assert _plain(sentences.gap_text(2.0, "%/an", 2)) == "2,00 points"
    assert _plain(sentences.gap_text(3.25, "km", 1)) in ("3,2 km", "3,3 km")


def _without_index(level: str, **statuses: Status) -> SimpleNamespace:
    """The parts of a diagnostic that say why there is no index: two indicators, of 40 and 60 % of the weight."""
    weighted = [SimpleNamespace(indicator="a", weight=0.4), SimpleNamespace(indicator="b", weight=0.6)]
    card = [
        (replace(_figure(None if status is not Status.OK else 1.0), indicator=key, label=f"Part {key}", status=status),)
        for key, status in statuses.items()
    ]
    return SimpleNamespace(
        index=None,
        card=card,
        territory=SimpleNamespace(level=level, code="", label="X"),
        profile=SimpleNamespace(label="Générale", indicators=weighted, missing_max=1 / 3),
    )


def test_the_absence_of_an_index_names_what_lacks_and_its_weight() -> None:
    text = sentences.absence_of_index(_without_index("departement", a=Status.OK, b=Status.SECRET))  # type: ignore[arg-type]
    assert _plain(text) == (
        "Le département n’a pas d’indice « Générale » : 60 % du poids des indicateurs manque, pour un maximum admis de "
        "33 % : part b (secret statistique)."
    )


def test_the_country_is_what_others_are_compared_with() -> None:
    country = _without_index("pays", a=Status.OK, b=Status.OK)
    country.territory.code = "FR"
    assert "les autres sont comparés" in sentences.absence_of_index(country)  # type: ignore[arg-type]
