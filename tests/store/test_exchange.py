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
from anct_qgis_plugin.store.exchange import copy_store, export_dossier, export_store, export_table, import_dossier
from anct_qgis_plugin.store.geopackage import GeoPackageStore

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
