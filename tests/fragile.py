"""A profile of two indicators, and the made-up country with them, whose every index can be worked out by hand."""

from __future__ import annotations

import json

import world
from world import NAN, column

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.profile import Profile, parse

TWO = {
    "id": "essai",
    "label": "Essai",
    "indicators": [{"id": "taux_vacance", "weight": 3}, {"id": "niveau_vie_median", "weight": 1}],
    "missing_max": 0.5,
}


THEME = {"id": "a", "label": "A", "weight": 1}


def profile(**changes: object) -> Profile:
    return parse(json.dumps(TWO | changes), world.catalogue().indicators)


def facts_of_two() -> Analyst:
    return Analyst(
        world.facts(
            taux_vacance=column(
                c01004=(5, 50, 1000), c01007=(10, 10, 100), c24049=(20, 20, 100), c46042=(8, 80, 1000),
                c46102=(12, 12, 100), c46103=(20, 20, 100),
            ),
            niveau_vie_median=column(
                c01004=(22000, NAN, 10), c01007=(24000, NAN, 10), c46042=(19000, NAN, 10), c46102=(20000, NAN, 30),
            ),
        )
    )  # fmt: skip
