"""Refreshing from a folder: the right rows, strict gates, atomic activation, and a report of what changes."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
import refreshing

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.refresh import supply
from anct_qgis_plugin.connectors.refresh.supply import from_folder
from anct_qgis_plugin.connectors.tables import forms
from anct_qgis_plugin.core.difference import difference
from anct_qgis_plugin.documents import difference_report
from anct_qgis_plugin.errors import Cancelled, OutputError, SourceError
from anct_qgis_plugin.snapshot import reader, versions
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh


def run(folder, *keys, **more):
    return refresh(from_folder(folder), keys, sources=more.pop("sources", refreshing.SOURCES), **more)


def result(outcome, key):
    return next(found for found in outcome.results if found.key == key)


def beneficiaries(facts, programme):
    rows = facts.members(programme)[0]
    return {tuple(row) for row in rows[["code", "identifiant", "libelle", "statut", "depuis"]].to_numpy().tolist()}


def test_files_in_folders_below_are_found_and_of_two_the_newer_is_taken(embedded, tmp_path):
    folder = tmp_path / "downloads"
    old = refreshing.FILES["liste-acv-com2025-20260704.csv"].replace("2A004", "46088").replace("Ajaccio", "Douelle")
    places = {
        "liste-acv-com2024-20250101.csv": old,
        "programmes/acv/liste-acv-com2025-20260704.csv": refreshing.FILES["liste-acv-com2025-20260704.csv"],
        ".hidden/liste-acv-com2026-20270101.csv": old,
        "a/b/c/liste-acv-com2026-20270101.csv": old,
    }
    for place, text in places.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    outcome = run(folder, "acv")
    assert outcome.results[0].state == "refreshed"
    put_into_use(outcome)
    assert {row[0] for row in beneficiaries(reader.current(), "acv")} == {"46042", "2A004"}


def test_a_folder_of_far_too_many_files_is_refused_with_what_to_choose(tmp_path, monkeypatch):
    monkeypatch.setattr(supply, "_MOST", 2)
    (tmp_path / "below").mkdir()
    for number in range(3):
        (tmp_path / "below" / f"{number}.csv").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="more than 2 files. Choose the one that holds the downloads alone"):
        from_folder(tmp_path)


def test_every_source_in_its_official_form(embedded, tmp_path):
    outcome = run(refreshing.write_files(tmp_path / "files"))
    assert {r.key: (r.state, r.reason) for r in outcome.results} == dict.fromkeys(refreshing.SOURCES, ("refreshed", ""))
    assert versions.active() == embedded  # nothing is in use before it is put into use
    put_into_use(outcome)
    facts = reader.current()
    assert beneficiaries(facts, "acv") == {
        ("46042", "ACV046", "Cahors", "", "2018-09-28"), ("2A004", "ACV020", "Ajaccio", "", "2018-10-15"),
    }  # fmt: skip
    assert beneficiaries(facts, "pvd") == {
        ("46102", "pvd-76-46-1", "Figeac", "", "2021-04-22"),
        ("46265", "pvd-76-46-2", "Saint-Denis-lès-Martel", "", "2021-09-09"),
    }
    # 97199 is a municipal arrondissement of Basse-Terre in the tiny geography, under a name that is not its own.
    assert beneficiaries(facts, "va") == {("46088", "va-46-001", "Douelle", "", "2024-01-15")}
    assert beneficiaries(facts, "ti") == {
        ("46102", "ti-7603", "", "", ""), ("46102", "ti-7604", "", "", ""), ("12052", "ti-7603", "", "", ""),
    }  # fmt: skip
    assert beneficiaries(facts, "crte") == {
        ("46042", "crte-76-46-1", "", "", "2021-07-12"), ("46088", "crte-76-46-1", "", "", "2021-07-12"),
        ("46102", "crte-76-46-2", "", "", "2021-12-10"), ("12052", "crte-76-46-2", "", "", "2021-12-10"),
    }  # fmt: skip
    assert {row[:2] for row in beneficiaries(facts, "qpv")} == {
        ("46042", "QN04601M"), ("46102", "QN04602M"), ("46265", "QN04602M"),
    }  # fmt: skip
    assert {(r[0], r[3]) for r in beneficiaries(facts, "frr")} == {
        ("46042", "FRR bénéficiaire"), ("46102", "FRR+"), ("2A004", "Non classée"),
    }  # fmt: skip
    # Cahors has not signed; the date of Douelle is later than the file, so it is left out, not the commune.
    assert beneficiaries(facts, "ort") == {("46102", "", "", "", "2020-02-28"), ("46088", "", "", "", "")}
    # A commune stands under its own code where the heading says SIREN.
    assert beneficiaries(facts, "tec") == {
        ("46102", "-12", "", "", ""), ("46042", "patde-2", "", "", ""), ("46088", "patde-2", "", "", ""),
    }  # fmt: skip
    assert [row for row, _ in result(outcome, "ort").unmatched] == ["46042 Cahors"]
    assert list(facts.sites["site_id"]) == ["1", "7"]
    assert facts.sites[["longitude", "latitude"]].to_numpy().tolist() == [[1.42, 44.45], [1.53, 44.45]]
    values = facts.values["niveau_vie_median"]
    at = facts.position
    assert [values.value[at[c]] for c in ("12052", "46042", "46102", "2A004")] == [20500, 20900, 21800, 22100]
    assert facts.values["taux_pauvrete"].status[at["46102"]] == 2  # secret
    assert facts.values["taux_pauvrete"].status[at["46088"]] == 1  # nd: missing
    assert facts.catalogue.indicators["niveau_vie_median"].vintage == "2022"
    # Worked out from the sites: of their date.
    assert facts.catalogue.indicators["distance_france_services"].vintage == "1er août 2026"
    assert facts.info["built"] >= "2026"


def test_perimeters_are_dissolved_again_when_their_members_change(embedded, tmp_path):
    put_into_use(run(refreshing.write_files(tmp_path / "files"), "ti", "crte"))
    with closing(sqlite3.connect(versions.active())) as connection:
        import tiny

        found = {
            (programme, ident): (label, tiny.shape_of(shape))
            for programme, ident, label, shape in connection.execute(
                "SELECT programme, identifiant, libelle, geom FROM perimeter WHERE programme IN ('ti', 'crte')"
            )
        }
        size = connection.execute("SELECT count(*) FROM rtree_perimeter_geom").fetchone()[0]
        total = connection.execute("SELECT count(*) FROM perimeter WHERE geom IS NOT NULL").fetchone()[0]
    assert found["crte", "crte-76-46-2"][0] == "CRTE du Grand-Figeac"
    # Figeac and Capdenac: two squares of 0.1 degree, side by side or apart.
    assert found["crte", "crte-76-46-2"][1].area == pytest.approx(0.02, abs=1e-4)
    assert found["ti", "ti-7604"][1].area == pytest.approx(0.01, abs=1e-4)
    assert size == total


def test_distances_follow_the_sites(embedded, tmp_path):
    before = reader.load(embedded).values["distance_france_services"].value
    put_into_use(run(refreshing.write_files(tmp_path / "files"), "fs"))
    facts = reader.current()
    after = facts.values["distance_france_services"].value
    row = facts.position["46102"]
    # Before, Figeac had a bus, which is no fixed site; now one at (1.53, 44.45), the town hall being at (1.52, 44.45).
    assert before[row] > 7
    assert after[row] == pytest.approx(0.01 * 111.32 * 0.714, rel=0.01)


def test_the_same_file_again_makes_no_version(embedded, tmp_path):
    folder = refreshing.write_files(tmp_path / "files", ("acv",))
    put_into_use(run(folder, "acv"))
    again = run(folder, "acv")
    assert again.version is None
    assert result(again, "acv").state == "unchanged"
    assert len(versions.kept()) == 2


def test_a_folder_without_files_is_no_error(embedded, tmp_path):
    (tmp_path / "empty").mkdir()
    outcome = run(tmp_path / "empty")
    assert not outcome.refreshed
    assert {r.state for r in outcome.results} == {"absent"}
    with pytest.raises(SourceError, match="cannot be read"):
        run(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="Unknown source “abc”"):
        run(tmp_path / "empty", "abc")


GATES = {
    "floor": ("acv", "liste-acv-com2025-20260704.csv", lambda t: t, {"floor": 200}, "a whole file has at least 200"),
    "older": ("acv", "liste-acv-com2020-20200101.csv", lambda t: t, {}, "older than the data held"),
    "column": ("acv", "liste-acv-com2025.csv", lambda t: t.replace('"insee_com"', '"autre"'), {}, "insee_com"),
    "codes": ("acv", "liste-acv-com2025.csv", lambda t: t.replace("2A004", "99999"), {}, "codes of 2 are not known"),
    "class": ("frr", "liste-communes-FRR-2026.csv", lambda t: t.replace("FRR+;", "FRR++;"), {}, "unknown class"),
    "range": (
        "filosofi", "cc_filosofi_2022_COM.csv", lambda t: t.replace(";20900;", ";209000;"), {}, "not plausible.*46042",
    ),
    "no figure": (
        "filosofi", "cc_filosofi_2022_COM.csv", lambda t: t.replace(";20900;", ";vingt mille;"), {}, "is no figure",
    ),
    "places": ("fs", "liste-fs-20260801.csv",
               lambda t: t.replace("latitude", "x").replace("longitude", "latitude").replace("x", "longitude", 1)
               + "".join(t.splitlines(keepends=True)[1].replace('"1"', f'"{n}"', 1) for n in "8912345"),
               {}, "sites of .* lie far"),
    "web page": ("pvd", "liste-pvd-com2026.csv", lambda t: "<!DOCTYPE html><html>", {}, "web page"),
    "empty": ("pvd", "liste-pvd-com2026.csv", lambda t: "", {}, "empty"),
    "shrunk": ("acv", "liste-acv-com2025.csv", lambda t: "\n".join(t.splitlines()[:1] + ["46042,Cahors,,,"]), {},
               "too many are missing"),
    "cells": ("frr", "liste-communes-FRR-2026.csv",
              lambda t: "\n".join([t.splitlines()[0], *["46042;46;Cahors;FRR+;"] * 40, *["46042;46;Cahors"] * 9]), {},
              "9 lines have lost or gained a cell"),
}  # fmt: skip


@pytest.mark.parametrize("gate", GATES)
def test_a_file_that_fails_a_gate_is_refused_whole(embedded, tmp_path, gate):
    key, name, change, limits, reason = GATES[gate]
    source = next(text for file, text in refreshing.FILES.items() if key in file.lower())
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / name).write_text(change(source), encoding="utf-8")
    sources = {key: replace(refreshing.SOURCES[key], **limits)}
    outcome = run(tmp_path / "files", key, sources=sources)
    found = result(outcome, key)
    assert found.state == "refused"
    assert re.search(reason, found.reason), found.reason
    assert outcome.version is None
    assert versions.active() == embedded


def test_territories_under_the_same_negative_number_stay_apart(embedded, tmp_path):
    """Published so for Territoires d'engagement; -5 is one territory of two members, -7 two of one name unknown."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "liste-territoires-engagement-20260601.csv").write_text(
        "id_tec,lib_tec,siren_groupement,lib_groupement\n-1,Bourg,46102,Figeac\n-1,Ville,46042,Cahors\n"
        "-5,Ouest,46088,Douelle\n-5,Ouest,46265,Saint-Denis-lÃ¨s-Martel\n"
        "-7,,12052,Capdenac-Gare\n-7,,2A004,Ajaccio\npatde-2,Grand Cahors,200023737,CA du Grand Cahors\n",
        encoding="utf-8",
    )
    outcome = run(folder, "tec")
    found = result(outcome, "tec")
    assert (found.state, found.unmatched) == ("refreshed", ())
    assert found.notes == ("identifiers shared by several territories, told apart by their member: -1, -7",)
    facts = reader.load(outcome.version.path)
    assert {row[:2] for row in beneficiaries(facts, "tec")} == {
        ("46102", "-1 46102"), ("46042", "-1 46042"), ("46088", "-5"), ("46265", "-5"), ("12052", "-7 12052"),
        ("2A004", "-7 2A004"), ("46042", "patde-2"), ("46088", "patde-2"),
    }  # fmt: skip
    rows = facts.perimeters[facts.perimeters["programme"] == "tec"]
    assert dict(zip(rows["identifiant"], rows["libelle"], strict=True)) == {
        "-1 46102": "Bourg", "-1 46042": "Ville", "-5": "Ouest", "-7 12052": "Capdenac-Gare", "-7 2A004": "Ajaccio",
        "patde-2": "Grand Cahors",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("CommunautÃ© de communes", "Communauté de communes"), ("L’HaÃ¿", "L’HaÃ¿"), ("Ã‰vreux", "Évreux"),
        ("Saint-LÃ´", "Saint-Lô"), ("dâ€™Azur", "d’Azur"), ("Château", "Château"), ("ÂGE", "ÂGE"), ("São Ã", "São Ã"),
    ],
)  # fmt: skip
def test_a_text_read_in_the_wrong_encoding_is_mended(written, meant):
    assert forms.mended(written) == meant


def test_names_that_disagree_refuse_the_line_then_the_file(embedded, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    lines = ["46042,Cahors,a", "46102,Figeac,b", "12052,Capdenac-Gare,c", "2A004,Ajaccio,d", "46088,Figeac,e"]
    (folder / "liste-va-com2026.csv").write_text("insee_com,lib_com,id_va\n" + "\n".join(lines), encoding="utf-8")
    outcome = run(folder, "va")
    assert result(outcome, "va").unmatched == (
        ("46088 Figeac", "the code is that of Douelle, not of the name beside it"),
    )
    assert {row[0] for row in beneficiaries(reader.load(outcome.version.path), "va")} == {
        "46042", "46102", "12052", "2A004",
    }  # fmt: skip
    shifted = ["46042,Figeac,a", "46102,Cahors,b", "12052,Ajaccio,c", "2A004,Douelle,d", "46088,Douelle,e"]
    (folder / "liste-va-com2026.csv").write_text("insee_com,lib_com,id_va\n" + "\n".join(shifted), encoding="utf-8")
    assert "other communes" in result(run(folder, "va"), "va").reason


def test_a_doubtful_line_removes_nothing(embedded, tmp_path):
    """Cahors' code beside the name of another commune: nothing new is believed, nothing held is said to have gone."""
    files = refreshing.write_files(tmp_path / "files", ("acv", "fs"))
    listed, sites = files / "liste-acv-com2025-20260704.csv", files / "liste-fs-20260801.csv"
    listed.write_text(listed.read_text("utf-8").replace('"46042","Cahors"', '"46042","Figeac"'), "utf-8")
    sites.write_text(sites.read_text("utf-8").replace('"46000","Cahors"', '"46000","Figeac"'), "utf-8")
    before = reader.load(embedded)
    outcome = run(files, "acv", "fs")
    assert result(outcome, "acv").unmatched == (
        ("46042 Figeac", "the code is that of Cahors, not of the name beside it"),
    )
    assert result(outcome, "fs").unmatched == (
        ("1 46042 Figeac", "the code is that of Cahors, not of the name beside it"),
    )
    after = reader.load(outcome.version.path)
    why = "a line of the file has this code beside another name: what was held stays"
    assert result(outcome, "acv").kept == (("46042 Cahors, acv-46, Cahors", why),)
    assert result(outcome, "fs").kept == (("46042 Cahors, 1", why),)
    held = {row for row in beneficiaries(before, "acv") if row[0] == "46042"}
    assert held and held <= beneficiaries(after, "acv")
    assert not [one for change in outcome.difference.programmes for one in change.removed if one.code == "46042"]
    was, now = (f.sites[(f.sites["site_id"] == "1") & (f.sites["code"] == "46042")] for f in (before, after))
    assert len(was) == 1
    for column in ("nom", "genre", "longitude", "latitude", "adresse", "horaires"):
        assert now[column].tolist() == was[column].tolist()
    # A commune that the list no longer names at all has left.
    listed.write_text(listed.read_text("utf-8").replace('"46042","Figeac"', '"46088","Douelle"'), "utf-8")
    gone = run(files, "acv").difference.programmes
    assert [one.code for change in gone for one in change.removed] == ["46042"]


def test_cancel_leaves_nothing(embedded, tmp_path):
    folder = refreshing.write_files(tmp_path / "files")
    for limit in range(0, 40, 3):
        asked = iter(range(1000))
        try:
            run(folder, cancelled=lambda asked=asked, limit=limit: next(asked) >= limit)
        except Cancelled:
            assert [v.name for v in versions.kept()] == ["0"]
            assert not list(versions.folder().glob(".partial-*"))
        else:
            return
    pytest.fail("never ran to its end")


def test_a_full_disk_leaves_the_previous_version(embedded, tmp_path):
    """The limit on file size of a process of its own stands for the full disk: writes fail half-way."""
    import resource
    import subprocess
    import sys

    folder = refreshing.write_files(tmp_path / "files")
    put_into_use(run(folder, "acv"))
    using = versions.active()
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "sys.path[:0] = sys.argv[4:]\n"
        "import refreshing\n"
        "from pathlib import Path\n"
        "from anct_qgis_plugin.connectors.refresh.supply import from_folder\n"
        "from anct_qgis_plugin.errors import OutputError\n"
        "from anct_qgis_plugin.snapshot.refresh import refresh\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))\n"
        "try:\n"
        "    refresh(from_folder(Path(sys.argv[1])), base=Path(sys.argv[2]), sources=refreshing.SOURCES)\n"
        "except OutputError as error:\n"
        "    print(error); sys.exit(7)\n"
    )
    size = using.stat().st_size
    for limit in (1000, size // 2, size - 4096, size + 100):
        done = subprocess.run(
            [sys.executable, "-c", program, folder, using, str(limit), str(paths.ROOT), str(paths.ROOT / "tests")],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 7), done.stderr
        assert done.returncode == 7 or limit > size
        reader.forget()
        assert versions.active() == using or done.returncode == 0
        assert reader.current().info["complete"] == "1"
        assert not list(versions.folder().glob(".partial-*"))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_an_unwritable_folder_is_said(embedded, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ANCT_SNAPSHOTS", str(tmp_path / "file" / "versions"))
    with pytest.raises(OutputError, match="What was in use stays"):
        run(refreshing.write_files(tmp_path / "files"))


def test_the_report_counts_what_changes(embedded, tmp_path):
    outcome = run(refreshing.write_files(tmp_path / "files"))
    change = {p.programme: p for p in outcome.difference.programmes}
    assert [(c.code, c.nom) for c in change["acv"].added] == [("2A004", "Ajaccio")]
    assert change["acv"].removed == ()
    assert [(c.code, c.before, c.after) for c in change["acv"].changed] == [("46042", "acv-46", "ACV046")]
    assert [(c.code, c.before, c.after) for c in change["frr"].changed] == [
        ("46042", "Non classée", "FRR bénéficiaire"), ("46102", "FRR socle", "FRR+"),
    ]  # fmt: skip
    assert [s.removed[0][0] for s in outcome.difference.sites] == ["2"]
    poverty = next(i for i in outcome.difference.indicators if i.indicator == "taux_pauvrete")
    assert (poverty.vintage_before, poverty.vintage_after) == ("2021", "2022")
    assert [(v.code, v.before, v.after) for v in poverty.biggest] == [("46042", 18.0, 19.0)]
    assert (poverty.changed, poverty.appeared, poverty.vanished) == (1, 2, 0)
    page = difference_report.html_text(outcome.difference, unmatched=[("VA", "97199 <Ancienne>", "essai")])
    assert "Ajaccio" in page
    assert "&lt;Ancienne&gt;" in page
    assert "<Ancienne>" not in page
    lines = list(csv.reader(io.StringIO(difference_report.csv_text(outcome.difference)[1:]), delimiter=";"))
    assert ["programme", "Action cœur de ville", "ajout", "2A004", "Ajaccio", "", "ACV020"] in lines
    assert json.dumps(difference_report.counts(outcome.difference))


def test_any_two_versions_can_be_compared_for_a_territory(embedded, tmp_path):
    outcome = run(refreshing.write_files(tmp_path / "files"))
    before, after = reader.load(embedded), reader.load(outcome.version.path)
    here = difference(before, after, ["46102", "12052"])
    assert {p.programme for p in here.programmes} == {"pvd", "ti", "crte", "qpv", "frr", "ort", "tec"}
    assert not difference(after, after).any
    back = difference(after, before)
    assert [c.code for p in back.programmes if p.programme == "acv" for c in p.removed] == ["2A004"]
