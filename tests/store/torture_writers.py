"""One of several people who write in the same dossiers: `python torture_writers.py NAME SECONDS DOSSIER…`.

The store is the GeoPackage of ANCT_GEOPACKAGE, or the database of libpq's environment (PGHOST, PGPORT, PGDATABASE…).
Each edit adds a word of the writer's own to a section as it was read; in a conflict the writer takes what the other
wrote, adds the word to it, and saves again. Prints, as JSON, the words that the store acknowledged and how many
conflicts there were.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from anct_qgis_plugin.core.dossier_sections import NOTE, SectionContent  # noqa: E402
from anct_qgis_plugin.errors import SectionConflict  # noqa: E402
from anct_qgis_plugin.store.geopackage import GeoPackageStore  # noqa: E402
from anct_qgis_plugin.store.postgres import PostgresStore  # noqa: E402

PLACES = {"ambition": "enjeux", "gouvernance": "evaluation", "participation": "modalites", NOTE: "note_interne"}


def connected():
    """A connection of libpq's environment."""
    import psycopg2

    return psycopg2.connect(connect_timeout=5)


def main(name: str, seconds: float, dossiers: list[str]) -> None:
    chance = random.Random(name)
    file = os.environ.get("ANCT_GEOPACKAGE")
    store = GeoPackageStore(Path(file)) if file else PostgresStore("service", connected)
    told: list[tuple[str, str, str]] = []
    conflicts = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        identifier, section = chance.choice(dossiers), chance.choice(list(PLACES))
        field, word = PLACES[section], f"{name}{len(told)}"
        stored = store.load(identifier)
        # The time to type: what makes people meet.
        time.sleep(chance.uniform(0, 0.003))
        content = stored.sections[section].content if section in stored.sections else SectionContent()
        base = stored.revision(section)
        if chance.random() < 0.25 and section != NOTE:
            values = {**stored.dossier.values, field: f"{content.values.get(field, '')} {word}".strip()}
            try:
                store.save(stored, replace(stored.dossier, values=values), name)
                told.append((identifier, section, word))
                continue
            except SectionConflict as conflict:
                conflicts += 1
                content, base = conflict.theirs, conflict.revision
        while True:
            text = f"{content.values.get(field, '')} {word}".strip()
            try:
                store.save_section(identifier, section, SectionContent({**content.values, field: text}), base, name)
            except SectionConflict as conflict:
                conflicts += 1
                content, base = conflict.theirs, conflict.revision
                continue
            told.append((identifier, section, word))
            break
    store.close()
    print(json.dumps({"told": told, "conflicts": conflicts}))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
