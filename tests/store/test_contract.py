"""What any store of dossiers keeps to, on a GeoPackage and on PostGIS alike."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from dossiers import NOW, draft, wkb

from anct_qgis_plugin.core.dossier import StateChange
from anct_qgis_plugin.core.dossier_sections import HEAD, NOTE, SectionContent, section_content
from anct_qgis_plugin.errors import DossierError, SectionConflict, StoreError
from anct_qgis_plugin.store import base
from anct_qgis_plugin.store.base import SCHEMA, DossierStore, Limits, Query, Role
from anct_qgis_plugin.store.definitions import definition

ogr = pytest.importorskip("osgeo.ogr")


def ids(store: DossierStore, **filters: object) -> set[str]:
    page = store.query(Query(**filters))
    assert page.total == len(page.rows)
    return {row.id for row in page.rows}


# -- saving ---------------------------------------------------------------------------------------------------------


def test_a_dossier_comes_back_as_it_was_saved(opener, square) -> None:
    made = replace(
        draft(), note_interne="À relire", generated=frozenset({"enjeux"}),
        changes=(StateChange(NOW, "camille", "", "brouillon", "repris"),),
    )  # fmt: skip
    kept = opener().create(made, "camille", square)
    again = opener().load(made.id)
    assert again == kept
    assert replace(again.dossier, modified=made.modified, revision=0) == made
    assert again.revision("ambition") == 1
    assert again.revision("gouvernance") == 0
    shape = ogr.CreateGeometryFromWkb(again.perimeter)
    assert (shape.GetGeometryName(), shape.GetArea()) == ("MULTIPOLYGON", pytest.approx(1.0))
    assert again.sections[NOTE].content.values == {"note_interne": "À relire"}


def test_a_new_store_is_up_to_date_and_one_may_write(store) -> None:
    store.create(draft(), "camille")
    assert store.schema_version() == SCHEMA
    assert store.migrations_pending() == ()
    assert store.migrate(yes=True) == ()
    assert store.role() is Role.ADMIN
    assert store.can_write
    assert store.warnings() == ()


def test_the_same_id_is_not_kept_twice(store) -> None:
    made = draft()
    store.create(made, "camille")
    with pytest.raises(StoreError, match="already"):
        store.create(made, "camille")
    with pytest.raises(StoreError, match="inconnu"):
        store.load("inconnu")


def test_two_people_in_different_sections_both_save(opener) -> None:
    made = draft()
    opener().create(made, "camille")
    one, two = opener(), opener()
    first, second = one.load(made.id), two.load(made.id)
    mine = SectionContent({"enjeux": "les miens"})
    theirs = SectionContent({"title": "Le leur", "territory": "dep:46", "territory_label": "Lot", "communes": []})
    assert one.save_section(made.id, "ambition", mine, first.revision("ambition"), "camille").revision == 2
    assert two.save_section(made.id, HEAD, theirs, second.revision(HEAD), "dominique").revision == 2
    found = opener().load(made.id)
    assert (found.dossier.title, found.dossier.values["enjeux"]) == ("Le leur", "les miens")
    assert found.dossier.revision == 3


def test_two_people_in_the_same_section_see_what_the_other_wrote(opener) -> None:
    made = draft()
    opener().create(made, "camille")
    one, two = opener(), opener()
    base_revision = one.load(made.id).revision("ambition")
    two.save_section(made.id, "ambition", SectionContent({"enjeux": "les leurs"}), base_revision, "dominique")
    with pytest.raises(SectionConflict, match="dominique") as caught:
        one.save_section(made.id, "ambition", SectionContent({"enjeux": "les miens"}), base_revision, "camille")
    conflict = caught.value
    assert (conflict.section, conflict.author, conflict.revision) == ("ambition", "dominique", base_revision + 1)
    assert conflict.theirs.values == {"enjeux": "les leurs"}
    assert conflict.date > NOW
    assert one.load(made.id).dossier.values["enjeux"] == "les leurs"
    # The revision that the conflict carries is the base for writing over it knowingly.
    one.save_section(made.id, "ambition", SectionContent({"enjeux": "choisis"}), conflict.revision, "camille")
    assert two.load(made.id).dossier.values["enjeux"] == "choisis"


def test_a_section_first_written_by_two_is_a_conflict(opener) -> None:
    made = draft()
    opener().create(made, "camille")
    opener().save_section(made.id, "gouvernance", SectionContent({"evaluation": "a"}), 0, "dominique")
    with pytest.raises(SectionConflict):
        opener().save_section(made.id, "gouvernance", SectionContent({"evaluation": "b"}), 0, "camille")


def test_the_same_content_sent_twice_is_one_save(store) -> None:
    """A save whose answer was lost on the way is sent again, and is no conflict."""
    made = draft()
    store.create(made, "camille")
    content = SectionContent({"enjeux": "une fois"})
    first = store.save_section(made.id, "ambition", content, 1, "camille")
    assert store.save_section(made.id, "ambition", content, 1, "camille") == first
    assert len(store.versions(made.id)) == 2


def test_a_revision_that_never_was_is_refused(store) -> None:
    made = draft()
    store.create(made, "camille")
    for revision in (0, 7, -1):
        with pytest.raises(StoreError):
            store.save_section(made.id, "ambition", SectionContent({"enjeux": "x"}), revision, "camille")
    with pytest.raises(StoreError):
        store.save_section(made.id, "gouvernance", SectionContent({"evaluation": "x"}), 3, "camille")
    assert store.load(made.id).dossier.values["enjeux"] == "Garder le collège"


def test_a_whole_save_writes_what_changed_and_keeps_what_others_wrote(opener) -> None:
    made = draft()
    opener().create(made, "camille")
    one, two = opener(), opener()
    opened = one.load(made.id)
    two.save_section(made.id, "gouvernance", SectionContent({"evaluation": "chaque année"}), 0, "dominique")
    values = {key: value for key, value in opened.dossier.values.items() if key != "publier"} | {"ambition": "Rester"}
    done = one.save(opened, replace(opened.dossier, values=values), "camille")
    assert done.dossier.values == {**values, "evaluation": "chaque année"}
    (last,) = [v for v in one.versions(made.id) if v.author == "camille"][1:]
    assert set(last.fields) == {"publier", "ambition"}
    with pytest.raises(SectionConflict):
        two.save(
            opened, replace(opened.dossier, values={**opened.dossier.values, "enjeux": "x", "periode_fin": 1}), "d"
        )
    assert two.load(made.id).dossier.values == done.dossier.values


def test_values_that_no_definition_knows_are_kept(store) -> None:
    made = draft(champ_du_departement=["a", {"b": 1.5}], autre=None)
    store.create(made, "camille")
    assert store.load(made.id).dossier.values["champ_du_departement"] == ["a", {"b": 1.5}]
    other = replace(draft(), type="convention_locale")
    assert store.create(other, "camille").dossier.values == other.values


@pytest.mark.parametrize("shape", ["POINT (1 44)", "LINESTRING (1 44, 2 45)"])
def test_a_perimeter_is_made_of_polygons(store, shape: str) -> None:
    for bad in (wkb(shape), b"rien"):
        with pytest.raises(StoreError, match="perimeter"):
            store.create(draft(), "camille", bad)
    assert store.list() == []


def test_a_perimeter_is_changed_with_the_head(store, square) -> None:
    made = draft()
    kept = store.create(made, "camille", square)
    head = section_content(kept.dossier, definition("pacte"), HEAD)
    moved = replace(head, values={**head.values, "territory": "dep:12", "communes": ["12145"]})
    store.save_section(made.id, HEAD, moved, 1, "camille", wkb("POLYGON ((0 0, 3 0, 3 1, 0 0))"))
    again = store.load(made.id)
    assert ogr.CreateGeometryFromWkb(again.perimeter).GetArea() == pytest.approx(1.5)
    assert (again.dossier.territory, again.dossier.communes) == ("dep:12", ("12145",))
    assert ids(store, territory="dep:12") == {made.id}
    assert ids(store, territory="dep:46") == set()


# -- states ---------------------------------------------------------------------------------------------------------


def test_states_change_with_date_author_and_comment(opener) -> None:
    made = replace(draft(), state="en instruction")
    opener().create(made, "camille")
    moved = opener().change_state(made.id, "validé", "dominique", " accord de la commission ")
    (change,) = moved.dossier.changes
    assert (change.author, change.before, change.after, change.comment) == (
        "dominique", "en instruction", "validé", "accord de la commission",
    )  # fmt: skip
    assert opener().load(made.id) == moved
    with pytest.raises(DossierError, match="reason"):
        opener().change_state(made.id, "en instruction", "camille", "  ")
    again = opener().change_state(made.id, "en instruction", "camille", "pièce nouvelle")
    assert [c.after for c in again.dossier.changes] == ["validé", "en instruction"]
    assert [c.comment for c in opener().history(made.id) if c.action == "changement d'état"] == [
        "accord de la commission", "pièce nouvelle",
    ]  # fmt: skip


def test_a_change_of_state_goes_by_the_state_that_the_store_has(opener) -> None:
    made = replace(draft(), state="en instruction")
    opener().create(made, "camille")
    opener().change_state(made.id, "refusé", "dominique")
    with pytest.raises(DossierError, match="refusé"):
        opener().change_state(made.id, "à compléter", "camille")
    with pytest.raises(DossierError):
        opener().change_state(made.id, "n'importe quoi", "camille")


def test_a_draft_that_lacks_something_is_not_complete(store) -> None:
    made = draft()
    store.create(made, "camille")
    with pytest.raises(DossierError, match="Ambition"):
        store.change_state(made.id, "complet", "camille")
    assert store.load(made.id).dossier.state == "brouillon"
    assert len(store.versions(made.id)) == 1


# -- trash ----------------------------------------------------------------------------------------------------------


def test_the_trash_keeps_whole_recovers_and_purges(store, square, tmp_path: Path) -> None:
    made, other = draft(), draft("Autre")
    before = store.create(made, "camille", square)
    store.create(other, "camille")
    store.trash(made.id, "dominique")
    assert ids(store) == {other.id}
    assert ids(store, trashed=True) == {made.id}
    assert ids(store, trashed=None) == {made.id, other.id}
    assert store.load(made.id).trashed
    for act in (
        lambda: store.save_section(made.id, "ambition", SectionContent({"enjeux": "x"}), 1, "camille"),
        lambda: store.trash(made.id, "camille"),
        lambda: store.change_state(made.id, "complet", "camille"),
        lambda: store.purge(other.id),
        lambda: store.recover(other.id, "camille"),
    ):
        with pytest.raises(StoreError, match="trash"):
            act()
    store.recover(made.id, "camille")
    after = store.load(made.id)
    assert (after.dossier.values, after.perimeter, after.trashed) == (before.dossier.values, before.perimeter, "")
    store.trash(made.id, "camille")
    store.purge(made.id)
    assert ids(store, trashed=None) == {other.id}
    for table in base_tables():
        assert store.rows(table, made.id) == []
    with pytest.raises(StoreError):
        store.load(made.id)


def base_tables() -> tuple[str, ...]:
    from anct_qgis_plugin.store.tables import TABLES

    return tuple(TABLES)


# -- history --------------------------------------------------------------------------------------------------------


def test_every_change_says_who_when_old_and_new(store) -> None:
    made = draft()
    opened = store.create(made, "camille")
    store.save(
        opened, replace(opened.dossier, title="Nouveau", values={**made.values, "enjeux": "Écrits"}), "dominique"
    )
    last = {change.field: change for change in store.history(made.id) if change.author == "dominique"}
    assert set(last) == {"title", "enjeux"}
    assert (last["enjeux"].old, last["enjeux"].new) == ("Garder le collège", "Écrits")
    assert (last["title"].old, last["title"].new) == (made.title, "Nouveau")
    assert last["enjeux"].date >= opened.dossier.modified
    assert [(v.number, v.author, v.action) for v in store.versions(made.id)] == [
        (1, "camille", "création"), (2, "dominique", "modification"),
    ]  # fmt: skip


def test_any_earlier_version_is_read_and_restored(store) -> None:
    made = draft()
    store.create(made, "camille")
    for number, text in enumerate(("deux", "trois", "quatre"), 1):
        store.save_section(made.id, "ambition", SectionContent({"enjeux": text}), number, "camille")
    store.save_section(made.id, "gouvernance", SectionContent({"evaluation": "tard"}), 0, "camille")
    assert store.version(made.id, 1).values == made.values
    assert store.version(made.id, 3).values["enjeux"] == "trois"
    assert "evaluation" not in store.version(made.id, 4).values
    restored = store.restore(made.id, 2, "dominique")
    assert restored.dossier.values == {**made.values, "enjeux": "deux"}
    assert store.version(made.id, 5).values["evaluation"] == "tard"
    assert store.versions(made.id)[-1].action.startswith("restauration")
    # And the restoration is undone as simply.
    assert store.restore(made.id, 5, "camille").dossier.values["evaluation"] == "tard"
    for number in (0, 99):
        with pytest.raises(StoreError, match="version"):
            store.version(made.id, number)
        with pytest.raises(StoreError, match="version"):
            store.restore(made.id, number, "x")


# -- lists ----------------------------------------------------------------------------------------------------------


def test_filters(store) -> None:
    lot = draft(
        "Pacte d'été", fiches_actions=[{"cout_ht": "100.10"}, {"cout_ht": "0.20"}], mots_cles=["École", "numérique"],
        operateurs=["Cerema"], besoins=["finances locales"], programmes=[{"programme": "Petites villes de demain"}],
    )  # fmt: skip
    reunion = replace(
        draft("Demande de Saint-Paul", "ingenierie", cout_estime="12500.50", operateurs=["Ademe", "Cerema"]),
        territory="com:97415", territory_label="Saint-Paul", communes=("97415",),
        values={"intitule": "Œuvrer à l'école", "debut_prevu": "2027-03-01", "operateurs": ["Ademe", "Cerema"],
                "cout_estime": "12500.50", "formation_elus": ["finances locales", "conduite de projet"]},
    )  # fmt: skip
    for one in (lot, reunion):
        store.create(one, "camille")
    both = {lot.id, reunion.id}
    for filters, found in (
        ({"text": "ECOLE"}, both), ({"text": "ete pac"}, {lot.id}), ({"text": "oeuvr"}, {reunion.id}),
        ({"text": "st paul"}, {reunion.id}), ({"text": "ecole absent"}, set()), ({"text": "cole"}, set()),
        ({"text": "%"}, set()), ({"text": "  "}, both), ({"territory": "dep:46"}, {lot.id}),
        ({"territory": "dep:974"}, {reunion.id}), ({"territory": "com:46042"}, {lot.id}),
        ({"territory": "com:97415"}, {reunion.id}), ({"territory": "epci:200023372"}, set()),
        ({"communes": ("12145", "97415")}, {reunion.id}),
        ({"communes": tuple(f"{n:05d}" for n in range(46000, 49000))}, {lot.id}),
        ({"communes": tuple(f"{n:05d}" for n in range(35000))}, both), ({"states": ("brouillon",)}, both),
        ({"states": ("validé",)}, set()), ({"types": ("pacte",)}, {lot.id}),
        ({"programmes": ("petites villes DE demain",)}, {lot.id}), ({"keywords": ("ecole",)}, {lot.id}),
        ({"trainings": ("Finances locales",)}, both), ({"operators": ("ademe",)}, {reunion.id}),
        ({"operators": ("ademe", "cerema")}, both), ({"years": (2027,)}, {reunion.id}),
        ({"years": (2026,), "operators": ("Cerema",), "text": "pacte"}, {lot.id}),
    ):  # fmt: skip
        assert ids(store, **filters) == found, filters
    rows = {row.id: row for row in store.list()}
    assert (rows[lot.id].amount, rows[lot.id].year) == ("100.30", 2026)
    assert (rows[reunion.id].amount, rows[reunion.id].year) == ("12500.50", 2027)
    assert [(c.label, c.dossiers) for c in store.counts("formation")] == [
        ("finances locales", 2), ("conduite de projet", 1),
    ]  # fmt: skip
    assert [(c.label, c.dossiers) for c in store.counts("operateur")] == [("Cerema", 2), ("Ademe", 1)]
    assert {c.key: c.dossiers for c in store.counts("departement")} == {"46": 1, "974": 1}
    assert {c.key: c.dossiers for c in store.counts("type")} == {"pacte": 1, "ingenierie": 1}
    assert {c.key: c.dossiers for c in store.counts("annee")} == {"2026": 1, "2027": 1}
    store.trash(lot.id, "camille")
    assert [(c.label, c.dossiers) for c in store.counts("etat")] == [("brouillon", 1)]
    with pytest.raises(StoreError, match="genre"):
        store.counts("genre")


def test_what_a_search_finds_follows_the_edits(store) -> None:
    made = draft()
    store.create(made, "camille")
    assert ids(store, text="college") == {made.id}
    store.save_section(made.id, "ambition", SectionContent({"enjeux": "Garder la gare"}), 1, "camille")
    assert ids(store, text="college") == set()
    assert ids(store, text="gare") == {made.id}
    store.save_section(made.id, NOTE, SectionContent({"note_interne": "confidentiel"}), 0, "camille")
    assert ids(store, text="confidentiel") == set()


def test_sorting_and_paging_are_the_same_everywhere(store) -> None:
    for number, (title, cost) in enumerate((("Été", "5"), ("à l'est", None), ("Zone", "100"), ("Eau", "20"))):
        values = {"cout_estime": cost} if cost else {}
        store.create(replace(draft(title, "ingenierie", **values), id=f"d{number}"), "camille")

    def titles(**given: object) -> list[str]:
        return [row.title for row in store.query(Query(**given)).rows]

    assert titles(sort="title", descending=False) == ["à l'est", "Eau", "Été", "Zone"]
    assert titles(sort="amount") == ["Zone", "Eau", "Été", "à l'est"]
    assert titles(sort="amount", descending=False) == ["Été", "Eau", "Zone", "à l'est"]
    assert titles() == ["Eau", "Zone", "à l'est", "Été"]
    page = store.query(Query(sort="title", descending=False, offset=1, limit=2))
    assert ([row.title for row in page.rows], page.total) == (["Eau", "Été"], 4)
    assert store.query(Query(offset=9, limit=2)).total == 4


# -- attachments ----------------------------------------------------------------------------------------------------


def test_attachments_are_copied_in_and_out(store, tmp_path: Path) -> None:
    made = draft()
    store.create(made, "camille")
    source = tmp_path / "Délibération n°3.pdf"
    source.write_bytes(b"%PDF-1.4 essai \x00\xff")
    kept = store.attach(made.id, source, "camille")
    source.unlink()
    assert (kept.name, kept.mime, kept.size) == ("Délibération n°3.pdf", "application/pdf", 17)
    assert kept.sha256 == hashlib.sha256(b"%PDF-1.4 essai \x00\xff").hexdigest()
    assert store.attachments(made.id) == (kept,)
    out = store.extract(made.id, kept.id, tmp_path / "sortie")
    assert (out.name, out.read_bytes()) == ("Délibération n°3.pdf", b"%PDF-1.4 essai \x00\xff")
    store.remove_attachment(made.id, kept.id, "dominique")
    assert store.attachments(made.id) == ()
    assert [one.name for one in store.attachments(made.id, removed=True)] == [kept.name]
    store.recover_attachment(made.id, kept.id, "dominique")
    assert store.attachments(made.id) == (kept,)
    assert [(v.action, v.comment) for v in store.versions(made.id)][1:] == [
        ("ajout d'une pièce", kept.name), ("retrait d'une pièce", kept.name), ("remise d'une pièce", kept.name),
    ]  # fmt: skip


def test_attachments_keep_to_types_and_sizes(store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = draft()
    store.create(made, "camille")
    monkeypatch.setattr("anct_qgis_plugin.store.files.LIMITS", Limits(file=100, dossier=150))
    for name, content, said in (
        ("a.exe", b"x", "exe|types"), ("a", b"x", "types"), ("a.pdf", b"", "empty"), ("b.pdf", b"x" * 101, "too large"),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StoreError, match=said):
            store.attach(made.id, tmp_path / name, "camille")
    with pytest.raises(StoreError, match="cannot be read"):
        store.attach(made.id, tmp_path / "absent.pdf", "camille")
    (tmp_path / "c.pdf").write_bytes(b"x" * 100)
    store.attach(made.id, tmp_path / "c.pdf", "camille")
    with pytest.raises(StoreError, match="attachments of this dossier"):
        store.attach(made.id, tmp_path / "c.pdf", "camille")
    with pytest.raises(StoreError):
        store.attach("inconnu", tmp_path / "c.pdf", "camille")
    with pytest.raises(StoreError, match="no longer"):
        store.attachment_bytes(made.id, "inconnue")
    assert len(store.attachments(made.id)) == 1
    assert base.LIMITS.file == 20 * 1024 * 1024


# -- what people type -----------------------------------------------------------------------------------------------

NASTY = (
    "'; DROP TABLE dossier; --", '" OR 1=1 --', "<b>gras</b><script>alert(1)</script>", "[% @project_path %]",
    "{{ 7 * 7 }} {% for %}", "=HYPERLINK(\"http://x\")", "%s %(a)s ? ?1 $1 :a", "\\'; --", "a\x00b", "é\ud800ù",
    "NEAR(a b) AND * OR ^", "'':*|&!()<->", "%_\\%", "\u202e\u200b",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_comes_out_as_text(store, text: str, tmp_path: Path) -> None:
    witness = draft("Témoin")
    store.create(witness, "camille")
    made = replace(
        draft(text, mots_cles=[text], operateurs=[text], champ=text), territory=text, territory_label=text,
        note_interne=text,
    )  # fmt: skip
    opened = store.create(made, text)
    # Texts of columns lose only what no database keeps as text; values keep all of it.
    assert opened.dossier.values["champ"] == text
    assert opened.dossier.title == text
    moved = store.save(opened, replace(opened.dossier, values={**made.values, text: text}), text)
    assert moved.dossier.values[text] == text
    for query in (
        Query(text=text), Query(territory=text), Query(states=(text,)), Query(keywords=(text,)),
        Query(communes=(text,)),
        Query(operators=(text,)), Query(programmes=(text,)), Query(types=(text,)), Query(sort=text),
        Query(territory=f"com:{text}"), Query(territory=f"dep:{text}"),
    ):  # fmt: skip
        store.query(query)
    for act in (lambda: store.load(text), lambda: store.trash(text, text), lambda: store.restore(text, 1, text)):
        with pytest.raises(StoreError):
            act()
    (tmp_path / "a.txt").write_text("x")
    store.attach(made.id, tmp_path / "a.txt", text)
    assert store.load(witness.id).dossier.title == "Témoin"
    assert len(store.list()) == 2
