"""Many dossiers made up, written as whole rows: what a national store could hold in years."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from typing import Any

from dossiers import NOW

from anct_qgis_plugin.core.dossier_facets import facets, plain
from anct_qgis_plugin.core.dossier_sections import HEAD, SectionContent
from anct_qgis_plugin.core.dossier_states import STATES
from anct_qgis_plugin.store.tables import written

NAMES = (
    "Saint", "Val", "Mont", "Roche", "Vallée", "Pont", "Château", "Forêt", "Rivière", "Côte", "Plaine", "Île", "Causse",
    "Bastide", "Bourg", "Lac", "Marais", "Puy", "Combe", "Gave",
)  # fmt: skip
WORDS = (
    "collège", "école", "gare", "halle", "médiathèque", "friche", "logement", "vacance", "santé", "maison", "numérique",
    "mobilité", "vélo", "rénovation", "énergie", "tourisme", "emploi", "formation", "jeunesse", "habitat", "commerce",
    "artisan", "industrie", "eau", "forêt", "agriculture", "culture", "patrimoine", "sport", "service", "accueil",
)  # fmt: skip
# As in a language, a few words are everywhere and most are rare.
VOCABULARY = (*WORDS, *(f"mot{number}" for number in range(5000)))
OPERATORS = ("Ademe", "Anru", "Anah", "Cerema", "Banque des Territoires")
TRAININGS = ("finances locales", "conduite de projet", "participation citoyenne", "transition écologique")
Rows = dict[str, list[tuple[Any, ...]]]


def crowd(number: int, batch: int = 5000, seed: int = 2020) -> Iterator[tuple[Rows, dict[str, bytes]]]:
    """Rows and perimeters for `insert_rows`, some thousands at a time; the same for the same seed."""
    chance = random.Random(seed)
    for first in range(0, number, batch):
        rows: Rows = {"dossier": [], "section": [], "journal": [], "facette": []}
        shapes = {}
        for one in range(first, min(first + batch, number)):
            identifier = f"d{one:06d}"
            shapes[identifier] = _one(rows, identifier, one, chance)
        yield rows, shapes


def _one(rows: Rows, identifier: str, number: int, chance: random.Random) -> bytes:
    department = f"{chance.randrange(1, 96):02d}"
    communes = tuple(f"{department}{chance.randrange(1, 600):03d}" for _ in range(chance.randrange(1, 30)))
    label = f"{chance.choice(NAMES)}-{chance.choice(NAMES)}-{number % 997}"
    kind = chance.choice(("pacte", "ingenierie"))
    title = f"{'Pacte de cohésion' if kind == 'pacte' else 'Demande'} – {label}"
    territory = f"com:{communes[0]}"
    moment = f"20{chance.randrange(20, 27)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 28):02d}T10:00:00+00:00"
    text = " ".join(VOCABULARY[int(len(VOCABULARY) * chance.random() ** 3)] for _ in range(60)) + f" unique{number}"
    values = {
        "enjeux": text,
        "operateurs": chance.sample(OPERATORS, chance.randrange(0, 3)),
        "besoins": chance.sample(TRAININGS, chance.randrange(0, 3)),
        "mots_cles": chance.sample(WORDS, 2),
        "periode_debut": int(moment[:4]),
    }
    rows["dossier"].append(
        (
            identifier, kind, title, territory, label, chance.choice(STATES), int(moment[:4]),
            round(chance.uniform(1e3, 1e7), 2), "camille", NOW, moment, NOW if chance.random() < 0.02 else "",
            " ".join(communes), plain(title), plain(label), 1,
        )
    )  # fmt: skip
    head = {"title": title, "territory": territory, "territory_label": label, "communes": list(communes)}
    for section, content in ((HEAD, head), ("ambition", values)):
        kept = written(SectionContent(content))
        rows["section"].append((identifier, section, 1, moment, "camille", kept))
        rows["journal"].append((identifier, 1, section, 1, moment, "camille", "création", "brouillon", "", "[]", kept))
    rows["facette"] += [(identifier, f.kind, f.key, f.label) for f in facets(values, territory, communes)]
    return _ring(chance.uniform(-4.5, 8), chance.uniform(42.5, 51), chance)


def _ring(x: float, y: float, chance: random.Random) -> bytes:
    """WKB of a polygon of thirty corners around a point."""
    from math import cos, pi, sin

    corners = 30
    radius = [chance.uniform(0.03, 0.06) for _ in range(corners)]
    points = [(x + r * cos(2 * pi * i / corners), y + r * sin(2 * pi * i / corners)) for i, r in enumerate(radius)]
    points.append(points[0])
    return struct.pack("<BIII", 1, 3, 1, len(points)) + b"".join(struct.pack("<2d", *point) for point in points)
