"""Kill -9 during edits, again and again: `python torture_kill.py FOLDER ROUNDS [SEED]`.

Each round forks an editor that writes in the draft journal, then in the GeoPackage, and says on a pipe what each of
them acknowledged; it is killed at a moment of chance. Then the store must open and be whole, hold every save it
acknowledged, and the journal every text it acknowledged that the store does not have. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from dossiers import draft, wkb  # noqa: E402

from anct_qgis_plugin.core.dossier_sections import HEAD, SectionContent  # noqa: E402
from anct_qgis_plugin.store.geopackage import GeoPackageStore  # noqa: E402
from anct_qgis_plugin.store.journal import DraftJournal  # noqa: E402

SECTIONS = {"ambition": "enjeux", "gouvernance": "evaluation", "participation": "modalites"}


def edit(folder: Path, identifier: str, seed: int, out: int) -> None:
    """Write until killed."""
    chance = random.Random(seed)
    store, journal = GeoPackageStore(folder / "dossiers.gpkg"), DraftJournal(folder / "brouillons")
    while True:
        number = time.time_ns()
        section = chance.choice([*SECTIONS, HEAD])
        if section == HEAD:
            west = chance.uniform(-4, 8)
            made = draft(f"Titre {number}")
            opened = store.load(identifier)
            values = {"title": made.title, "territory": "dep:46", "territory_label": "Lot", "communes": ["46042"]}
            square = f"POLYGON (({west} 44, {west + 1} 44, {west + 1} 45, {west} 44))"
            store.save_section(identifier, HEAD, SectionContent(values), opened.revision(HEAD), "c", wkb(square))
            os.write(out, f"store {HEAD} {number}\n".encode())
            continue
        text = f"{number} " + "é" * chance.choice((3, 500, 40_000))
        content = SectionContent({SECTIONS[section]: text})
        base = store.load(identifier).revision(section)
        entry = journal.write(store.key, identifier, section, content, base, "camille")
        os.write(out, f"journal {section} {number}\n".encode())
        journal.save(store, entry)
        os.write(out, f"store {section} {number}\n".encode())


def acknowledged(pipe: int, content: bytes) -> dict[tuple[str, str], int]:
    """The last number of each place and section. content: what was read of the pipe already."""
    while piece := os.read(pipe, 1 << 16):
        content += piece
    found: dict[tuple[str, str], int] = {}
    for line in content.decode().split("\n")[:-1]:
        place, section, number = line.split()
        found[place, section] = int(number)
    return found


def checked(folder: Path, identifier: str, told: dict[tuple[str, str], int]) -> None:
    """Raises SystemExit if something acknowledged is not there."""
    path = folder / "dossiers.gpkg"
    store, journal = GeoPackageStore(path), DraftJournal(folder / "brouillons")
    stored = store.load(identifier)
    pending = {entry.section: entry for entry in journal.pending(store.key, identifier)}
    for section, field in SECTIONS.items():
        kept = int(str(stored.dossier.values.get(field, "0")).split()[0])
        waiting = int(pending[section].content.values[field].split()[0]) if section in pending else 0
        if kept < told.get(("store", section), 0):
            raise SystemExit(f"the store lost {section}: {kept} < {told['store', section]}")
        if max(kept, waiting) < told.get(("journal", section), 0):
            raise SystemExit(f"the journal lost {section}: {max(kept, waiting)} < {told['journal', section]}")
    if int(stored.dossier.title.split()[-1]) < told.get(("store", HEAD), 0):
        raise SystemExit("the store lost a title")
    with closing(sqlite3.connect(path)) as database:
        if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise SystemExit("integrity_check failed")
        if database.execute("SELECT count(*) FROM rtree_dossier_geom").fetchone() != (1,):
            raise SystemExit("the spatial index lost the perimeter")
    # The history ends with what is shown.
    last = store.version(identifier, store.versions(identifier)[-1].number)
    if last.values != stored.dossier.values or last.title != stored.dossier.title:
        raise SystemExit("the history and the dossier differ")
    # As the next opening does: what waits goes to the store.
    sent = journal.send(store)
    if sent.conflicts or sent.refused or journal.pending():
        raise SystemExit(f"what waited was not taken: {sent}")


def main(folder: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    store = GeoPackageStore(folder / "dossiers.gpkg")
    identifier = store.create(draft("Titre 0", enjeux="0 x"), "camille", wkb()).dossier.id
    saves = journals = 0
    for number in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                edit(folder, identifier, seed + number, writing)
            finally:
                os._exit(3)
        os.close(writing)
        # From its first acknowledgement on, however slow the machine: at any moment of what it does then.
        first = os.read(reading, 1)
        time.sleep(chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        told = acknowledged(reading, first)
        os.close(reading)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit("the editor stopped by itself")
        checked(folder, identifier, told)
        saves += sum(place == "store" for place, _ in told)
        journals += sum(place == "journal" for place, _ in told)
        if number % 50 == 49:
            # A history of thousands of long texts would only slow the checks down.
            folder = folder.with_name(f"{folder.name}x")
            store = GeoPackageStore(folder / "dossiers.gpkg")
            identifier = store.create(draft("Titre 0", enjeux="0 x"), "camille", wkb()).dossier.id
    print(json.dumps({"kills": rounds, "sections_saved_before_a_kill": saves, "texts_acknowledged": journals}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 2020)
