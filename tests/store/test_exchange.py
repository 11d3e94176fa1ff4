"""Dossiers as files, and whole stores as GeoPackage or spreadsheet, between both kinds of store."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from dossiers import NOW, draft

from anct_qgis_plugin.core.dossier import StateChange
from anct_qgis_plugin.core.dossier_sections import NOTE, SectionContent
from anct_qgis_plugin.errors import StoreError
from anct_qgis_plugin.store import exchange
from anct_qgis_plugin.store.base import Query
from anct_qgis_plugin.store.exchange import copy_store, export_dossier, export_store, import_dossier
from anct_qgis_plugin.store.geopackage import GeoPackageStore
from anct_qgis_plugin.store.workbook import export_table, export_workbook

pytest.importorskip("osgeo.ogr")
FORMULA = '=HYPERLINK("http://example.org")'


def full(store, square: bytes, tmp_path: Path):
    made = replace(
        draft(operateurs=["Cerema"], besoins=["finances locales"]), note_interne="confidentiel",
        changes=(StateChange(NOW, "camille", "brouillon", "complet", "vu"),), state="complet",
    )  # fmt: skip
    store.create(made, "camille", square)
    file = tmp_path / "Délibération.pdf"
    file.write_bytes(b"%PDF \x00\xff" * 10)
    store.attach(made.id, file, "camille")
    return made


def test_a_dossier_goes_to_another_store_with_its_attachments(store, square, tmp_path: Path) -> None:
    made = full(store, square, tmp_path)
    path = export_dossier(store, made.id, tmp_path / "envoi" / "lot.anct-dossier")
    assert [p.name for p in path.parent.iterdir()] == ["lot.anct-dossier"]
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert b"confidentiel" not in b"".join(archive.read(name) for name in archive.namelist())
    other = GeoPackageStore(tmp_path / "autre.gpkg")
    there = import_dossier(other, path, "dominique")
    here = store.load(made.id)
    assert there.dossier.values == here.dossier.values
    assert (there.dossier.id, there.dossier.state, there.dossier.changes) == (made.id, "complet", made.changes)
    assert (there.perimeter, there.dossier.note_interne) == (here.perimeter, "")
    (piece,) = other.attachments(made.id)
    assert other.attachment_bytes(made.id, piece.id) == b"%PDF \x00\xff" * 10
    # Back where it came from, it is there already, unless it is taken as a copy.
    with pytest.raises(StoreError, match="already"):
        import_dossier(store, path, "dominique")
    copy = import_dossier(store, path, "dominique", keep_id=False)
    assert copy.dossier.id != made.id
    assert len(store.attachments(copy.dossier.id)) == 1
    assert len(store.list()) == 2


def rewritten(path: Path, **changes: object) -> Path:
    """The same file with other things said in its JSON."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["dossier.json"] = json.dumps(json.loads(contents["dossier.json"]) | changes).encode()
    target = path.with_name("change.anct-dossier")
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target


def test_a_newer_or_damaged_file_is_refused_and_nothing_is_kept(store, square, tmp_path: Path) -> None:
    made = full(store, square, tmp_path)
    path = export_dossier(store, made.id, tmp_path / "lot.anct-dossier")
    other = GeoPackageStore(tmp_path / "autre.gpkg")
    good = {"file": "pieces/001-Délibération.pdf", "name": "a.pdf", "sha256": "0" * 64}
    for changes, said in (
        ({"version": 2}, "newer version"), ({"version": "un"}, "damaged"), ({"format": "autre"}, "damaged"),
        ({"dossier": {"id": 1}}, "damaged"), ({"perimeter": "zz"}, "damaged"), ({"perimeter": "00"}, "perimeter"),
        ({"attachments": [good]}, "damaged"), ({"attachments": [{**good, "name": "a.exe"}]}, "not allowed"),
        ({"attachments": [{**good, "file": "../../x"}]}, "damaged"), ({"attachments": 3}, "damaged"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=said):
            import_dossier(other, rewritten(path, **changes), "dominique")
    whole = path.read_bytes()
    for cut in (b"", whole[:50], whole[:-30], b"rien" * 100):
        path.write_bytes(cut)
        with pytest.raises(StoreError, match="damaged"):
            import_dossier(other, path, "dominique")
    with pytest.raises(StoreError, match="not there"):
        import_dossier(other, tmp_path / "absent", "dominique")
    assert other.list() == []


def test_a_small_file_that_unpacks_without_end_is_refused_at_once(geopackage, tmp_path: Path, monkeypatch) -> None:
    store = geopackage()
    made = store.create(draft(), "camille").dossier
    path = export_dossier(store, made.id, tmp_path / "lot.anct-dossier")
    other = GeoPackageStore(tmp_path / "autre.gpkg")
    large = b"\0" * exchange.LIMITS.file
    one = {"file": "pieces/a.pdf", "name": "a.pdf", "sha256": hashlib.sha256(large).hexdigest()}
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read("dossier.json"))
    bomb = tmp_path / "bombe.anct-dossier"
    taken: list[int] = []
    real = exchange._taken
    monkeypatch.setattr(exchange, "_taken", lambda *given: taken.append(1) or real(*given))
    for content, number in ((large, 1000), (large + b"\0", 1)):
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("dossier.json", json.dumps(described | {"attachments": [one] * number}))
            archive.writestr("pieces/a.pdf", content)
        assert bomb.stat().st_size < 200_000
        taken.clear()
        with pytest.raises(StoreError, match="damaged"):
            import_dossier(other, bomb, "dominique")
        # The JSON, and attachments until there are too many.
        assert len(taken) <= 2 + exchange.LIMITS.dossier // exchange.LIMITS.file
    assert other.list() == []


def test_a_name_in_the_file_leads_nowhere_else(store, square, tmp_path: Path) -> None:
    made = full(store, square, tmp_path)
    path = export_dossier(store, made.id, tmp_path / "lot.anct-dossier")
    with zipfile.ZipFile(path) as archive:
        (one,) = json.loads(archive.read("dossier.json"))["attachments"]
    bad = rewritten(path, attachments=[{**one, "name": "../../../etc/mauvais.pdf"}])
    other = GeoPackageStore(tmp_path / "autre.gpkg")
    there = import_dossier(other, bad, "dominique").dossier
    (piece,) = other.attachments(there.id)
    assert other.extract(there.id, piece.id, tmp_path / "sortie") == tmp_path / "sortie" / "mauvais.pdf"


def test_a_whole_store_becomes_a_geopackage_store(store, square, tmp_path: Path) -> None:
    made = full(store, square, tmp_path)
    store.save_section(made.id, "ambition", SectionContent({"enjeux": "une gare"}), 1, "dominique")
    trashed = store.create(draft("Jeté"), "camille").dossier
    store.trash(trashed.id, "camille")
    path = export_store(store, tmp_path / "copie.gpkg")
    copy = GeoPackageStore(path)
    here, there = store.load(made.id), copy.load(made.id)
    assert replace(here.dossier, note_interne="") == there.dossier
    assert here.perimeter == there.perimeter
    assert copy.version(made.id, 1).values == store.version(made.id, 1).values
    strip = [v for v in store.versions(made.id) if v.section != NOTE]
    assert [(v.number, v.author, v.action) for v in copy.versions(made.id)] == [
        (v.number, v.author, v.action) for v in strip
    ]  # fmt: skip
    assert [row.id for row in copy.query(Query(text="gare")).rows] == [made.id]
    assert [row.id for row in copy.query(Query(trashed=True)).rows] == [trashed.id]
    assert copy.counts("operateur") == store.counts("operateur")
    (piece,) = copy.attachments(made.id)
    assert copy.attachment_bytes(made.id, piece.id).startswith(b"%PDF")
    with pytest.raises(StoreError, match="already"):
        export_store(store, path)
    assert sorted(p.name for p in tmp_path.glob("*copie*")) == ["copie.gpkg"]


def test_a_geopackage_moves_to_postgis_with_its_notes(geopackage, postgis, square, tmp_path: Path) -> None:
    mine, service = geopackage(), postgis()
    made = full(mine, square, tmp_path)
    assert copy_store(mine, service, notes=True) == 1
    assert service.load(made.id).dossier == mine.load(made.id).dossier
    assert service.load(made.id).perimeter == mine.load(made.id).perimeter
    assert service.query(Query(text="college")).total == 1
    with pytest.raises(StoreError):
        copy_store(mine, service, notes=True)
    assert service.load(made.id).dossier == mine.load(made.id).dossier


def test_the_list_becomes_a_spreadsheet_without_formulas(store, tmp_path: Path) -> None:
    odfdo = pytest.importorskip("odfdo")
    store.create(draft(FORMULA, "ingenierie", cout_estime="12500.50", operateurs=[FORMULA, "a\x01b"]), "camille")
    store.create(draft("Autre", operateurs=["Ademe"]), "camille")
    path = export_table(store, tmp_path / "liste.ods")
    tables = odfdo.Document(str(path)).body.tables
    rows = [row.get_values() for row in tables[0].rows]
    assert [row[0] for row in rows] == ["Titre", "Autre", FORMULA]
    amount = rows[0].index("Montant (€)")
    assert float(rows[2][amount]) == 12500.5
    assert rows[1][amount] is None
    with zipfile.ZipFile(path) as archive:
        assert b"formula" not in archive.read("content.xml")
    counts = {row.get_values()[0]: row.get_values()[1] for t in tables if t.name == "Opérateurs" for row in t.rows}
    assert counts["Ademe"] == 1
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(StoreError, match="cannot be written"):
        export_table(store, tmp_path / "fichier" / "l.ods")


def test_a_whole_store_becomes_a_spreadsheet(store, square, tmp_path: Path) -> None:
    """Every dossier, the trash too, with its fields by name, its history, changes of state and files; no note."""
    odfdo = pytest.importorskip("odfdo")
    made = full(store, square, tmp_path)
    sheets = [{"intitule": "Halle", "cout_ht": "12500.50"}]
    store.save_section(made.id, "fiches", SectionContent({"fiches_actions": sheets}), 0, "dominique")
    store.save_section(
        made.id, "ambition", SectionContent({"enjeux": FORMULA}),
        store.load(made.id).revision("ambition"), "dominique",
    )  # fmt: skip
    trashed = store.create(draft("Jeté", "ingenierie"), "camille").dossier
    store.trash(trashed.id, "camille")
    path = export_workbook(store, tmp_path / "tout.ods")
    tables = {
        one.name: [dict(zip(one.rows[0].get_values(), row.get_values(), strict=False)) for row in one.rows[1:]]
        for one in odfdo.Document(str(path)).body.tables
    }
    assert {row["id"] for row in tables["Dossiers"]} == {made.id, trashed.id}
    assert [bool(row["corbeille"]) for row in tables["Dossiers"] if row["id"] == trashed.id] == [True]
    fields = {(row["dossier"], row["champ"]): row for row in tables["Champs"]}
    assert fields[made.id, "Enjeux"]["valeur"] == FORMULA
    assert fields[made.id, "Enjeux"]["rubrique"] == "Ambition"
    assert fields[made.id, "Début de la période"]["valeur"] == made.values["periode_debut"] == 2026
    sheet = str(fields[made.id, "Fiches actions"]["valeur"]).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Halle" in sheet and "12 500,50 €" in sheet
    # Every value of every section, and every line of the history but those of the note.
    wanted = sum(len(store.load(one).dossier.values) for one in (made.id, trashed.id))
    own = ("Titre", "Expression du territoire", "Territoire", "Communes")
    assert len([row for row in tables["Champs"] if row["rubrique"] != "Dossier"]) == wanted
    assert {row["champ"] for row in tables["Champs"] if row["rubrique"] == "Dossier"} == set(own)
    saves = {(one, v.number, v.action) for one in (made.id, trashed.id) for v in store.versions(one)}
    assert {(row["dossier"], row["sauvegarde"], row["action"]) for row in tables["Historique"]} == saves
    assert [(row["avant"], row["apres"], row["commentaire"]) for row in tables["Changements d’état"]] == [
        ("brouillon", "complet", "vu")
    ]
    assert [(row["nom"], row["taille"]) for row in tables["Pièces"]] == [("Délibération.pdf", 70)]
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    assert b"confidentiel" not in content and b"formula" not in content


def test_libreoffice_opens_the_spreadsheet(geopackage, square, tmp_path: Path) -> None:
    import shutil
    import subprocess

    pytest.importorskip("odfdo")
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    store = geopackage()
    full(store, square, tmp_path)
    path = export_workbook(store, tmp_path / "tout.ods")
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless", "--convert-to",
         'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1', "--outdir",
         str(tmp_path / "csv"), str(path)], capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    files = {one.stem.partition("-")[2]: one.read_text(encoding="utf-8") for one in (tmp_path / "csv").glob("*.csv")}
    if not files:
        pytest.skip("LibreOffice Calc is not installed")
    assert {"Dossiers", "Champs", "Historique", "Changements d’état", "Pièces"} <= set(files)
    assert "Délibération.pdf" in files["Pièces"] and "Cerema" in files["Champs"]
