"""Classes of the map of one indicator, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import world

from anct_qgis_plugin.core import scale as scales
from anct_qgis_plugin.core.facts import Column, Status

VACANCY = world.facts().catalogue.indicators["taux_vacance"]  # fragile when high, one decimal


def of(*values, secret=()):
    value = np.array(values, dtype=float)
    status = np.where(np.isnan(value), Status.MISSING, Status.OK).astype(np.int8)
    status[list(secret)] = Status.SECRET
    return Column(value, status, value, value)


def test_fifths_of_known_values_and_a_bound_belongs_to_the_class_above():
    column = of(*range(1, 12), np.nan, np.nan, secret=[12])
    apart = scales.scale(VACANCY, column)
    assert apart.bounds == [3, 5, 7, 9] and not apart.zero
    assert scales.classes(VACANCY, apart, column.value, column.status) == [
        "1", "1", "2", "2", "3", "3", "4", "4", "5", "5", "5", scales.MISSING, scales.SECRET,
    ]  # fmt: skip
    assert list(scales.labels(VACANCY, apart).items())[::4] == [("5", "9,0 et plus"), ("1", "moins de 3,0")]


def test_the_darkest_is_the_fragile_side():
    low = replace(VACANCY, fragile="low")
    column = of(*range(1, 12))
    apart = scales.scale(low, column)
    assert scales.classes(low, apart, column.value, column.status)[::10] == ["5", "1"]
    assert scales.labels(low, apart)["5"] == "moins de 3,0"


def test_zero_is_apart_where_many_are_at_zero_and_is_not_missing():
    column = of(0, 0, 0, 1, 2, 3, 4, 5, np.nan)
    apart = scales.scale(VACANCY, column)
    assert apart.zero and apart.bounds == [2, 3, 4]
    found = scales.classes(VACANCY, apart, column.value, column.status)
    assert found == ["1", "1", "1", "2", "3", "4", "5", "5", scales.MISSING]
    assert list(scales.labels(VACANCY, apart).values()) == [
        "4,0 et plus", "3,0 à 4,0", "2,0 à 3,0", "plus de 0 à 2,0", "0",
    ]  # fmt: skip


def test_few_values_make_few_classes():
    one = scales.scale(VACANCY, of(4, 4, 4))
    assert one.size == 1 and scales.labels(VACANCY, one) == {"3": "toutes les valeurs"}
    two = scales.scale(VACANCY, of(4, 8))
    assert 2 <= two.size <= 5 and two.bounds[0] > 4
    assert scales.scale(VACANCY, of(np.nan)).size == 1


def test_values_of_wider_units_only_are_not_mapped():
    facts = world.facts(taux_vacance=world.column(c46042=(8, 80, 1000)), part_65_plus=of(*[np.nan] * 12))
    assert scales.mappable(facts) == ["taux_vacance"]
