"""Classes of the access map at their bounds."""

from __future__ import annotations

import numpy as np
import pytest
import world
from world import column

from anct_qgis_plugin.core.access import ESTIMATE, NO_ROAD, Access
from anct_qgis_plugin.core.diagnostic import Analyst

pytest.importorskip("qgis.core", reason="the map's side needs QGIS")


def test_a_time_of_20_minutes_is_not_beyond_20_minutes():
    from anct_qgis_plugin.gis.analysis_fields import classes, counts

    minutes = np.array([0.0, 10.0, 10.1, 20.0, 20.1, 30.0, 30.1, np.nan, np.nan])
    method = np.array([ESTIMATE] * 7 + [NO_ROAD, ""], dtype=object)
    empty = np.zeros(9)
    found = Access(None, empty, empty, minutes, method, method, empty)
    got = classes(found, np.arange(9))
    assert got == ["1", "1", "2", "2", "3", "3", "4", "sans route", None]
    assert found.beyond(20)[:7].tolist() == [0, 0, 0, 0, 1, 1, 1]
    one_point = Analyst(world.facts(taux_vacance=column(c46042=(8, 80, 1000))))
    assert counts(one_point, [[], [], ["31", None], [], [], [], got, []]) == {
        "croisement": {"31": 1, "": 1},
        "acces": {"1": 2, "2": 2, "3": 2, "4": 1, "sans route": 1, "": 1},
    }


def test_the_classes_of_a_change_are_counted_for_each_indicator_of_two_vintages():
    from anct_qgis_plugin.gis.analysis_fields import counts

    two_points = Analyst(
        world.facts(
            taux_chomage_rp=column(c46042=(8, 80, 1000)),
            taux_chomage_rp_2018=column(c46042=(9, 90, 1000)),
        )
    )
    columns = [[]] * 8 + [[1.0, 2.0, np.nan], ["pire", "pire", None]]
    assert counts(two_points, columns)["evolution:taux_chomage_rp"] == {"pire": 2, "": 1}
