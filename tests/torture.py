"""Kills a refresh (SIGKILL) at random moments, and looks each time at what the plugin would open.

    python tests/torture.py [--rounds 50] [--seed 1] [--snapshot FILE]   (`make torture` for the whole snapshot)

A child refreshes lists that bear the number of the round, then puts the version into use; it is killed somewhere on the
way (--rounds times: a child that ends before its hour is not counted). What is then in use must be whole, page by page,
and all its lists must bear the number of one and the same round.
Prints a JSON summary; 1 if a round failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from anct_qgis_plugin import paths  # noqa: E402
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE  # noqa: E402
from anct_qgis_plugin.connectors.refresh.supply import from_folder  # noqa: E402
from anct_qgis_plugin.snapshot import reader, versions  # noqa: E402
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh  # noqa: E402

PROGRAMMES = ("acv", "pvd", "va")


def write(folder: Path, number: int, communes: list[tuple[str, str]]) -> None:
    """Lists of the round, all naming it."""
    for programme in PROGRAMMES:
        lines = [f"{code},{name},r{number}" for code, name in communes]
        text = "\n".join([f"insee_com,lib_com,id_{programme}", *lines])
        (folder / f"liste-{programme}-com2099-20990101.csv").write_text(text + "\n", encoding="utf-8")


def work(folder: Path) -> None:
    """One refresh, to the end."""
    sources = {key: replace(REFRESHABLE[key], floor=1) for key in PROGRAMMES}
    put_into_use(refresh(from_folder(folder), sources=sources))


def state() -> str:
    """The round that what is in use bears ("" for the embedded data).

    Raises:
        AssertionError: if it is not whole, or mixes rounds. AnctError: if it cannot be read.
    """
    reader.forget()
    path = versions.active()
    assert versions.verify(path)["complete"] == "1"
    facts = reader.analyst().facts
    rows = facts.beneficiaries
    if path == paths.SNAPSHOT:
        return ""
    found = {key: set(rows.loc[rows["programme"] == key, "identifiant"]) for key in PROGRAMMES}
    rounds = set.union(*found.values())
    assert len(rounds) == 1, f"rounds mixed: {found}"
    assert all(found.values()), "a list is empty"
    return rounds.pop()


def main() -> int:
    """Run the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--snapshot", type=Path)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="anct-torture-") as place:
        base = Path(place)
        os.environ["ANCT_SNAPSHOTS"] = str(base / "versions")
        os.environ["ANCT_USER_FOLDER"] = str(base / "user")
        if options.snapshot:
            paths.SNAPSHOT = options.snapshot
        else:
            import tiny

            from anct_qgis_plugin.snapshot.build import build

            paths.SNAPSHOT = base / "anct.gpkg"
            build(paths.SNAPSHOT, tiny.write_facts(base / "facts"), tiny.source())
        facts = reader.load(paths.SNAPSHOT)
        before = facts.beneficiaries["programme"].value_counts()
        wanted = max(4, *(int(before.get(key, 0)) for key in PROGRAMMES))
        communes = list(facts.communes["nom"].items())[:wanted]
        files = base / "files"
        files.mkdir()
        write(files, 0, communes)
        began = time.perf_counter()
        child(files)
        whole = time.perf_counter() - began
        seen, last, failures, killed, advanced = [state()], 0, [], 0, 0
        number = 0
        while killed < options.rounds and number < 4 * options.rounds:
            number += 1
            write(files, number, communes)
            process = os.fork()
            if process == 0:
                try:
                    work(files)
                finally:
                    os._exit(0)
            time.sleep(chance.uniform(0, whole))
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            killed += os.WIFSIGNALED(status)
            try:
                found = state()
            except Exception as error:  # noqa: BLE001 - whatever went wrong is what this looks for
                failures.append(f"round {number}: {error!r}")
                continue
            if found != seen[-1]:
                if found != f"r{number}":
                    failures.append(f"round {number}: {found} in use after {seen[-1]}")
                advanced += 1
            seen.append(found)
            last = number
        work(files)
        final = state()
        if final != f"r{last}":
            failures.append(f"after all, {final} is in use")
        left = len(list(versions.folder().glob(".partial-*")))
        kept = len(versions.kept())
    summary = {
        "rounds": number, "killed": killed, "advanced": advanced, "seconds_of_one": round(whole, 2),
        "left_behind": left, "versions_kept": kept, "failures": failures,
    }  # fmt: skip
    sys.stdout.write(json.dumps(summary) + "\n")
    return 1 if failures else 0


def child(files: Path) -> None:
    """One refresh in a process of its own, to its end."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            work(files)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    assert status == 0, "the first refresh failed"


if __name__ == "__main__":
    sys.exit(main())
