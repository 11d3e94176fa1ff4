"""What a person types is shown as text in every window: markup, expressions, braces, formulas and SQL stay letters."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

import pytest
from drafts import draft
from letters import shown
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QWidget

from anct_qgis_plugin import messages
from anct_qgis_plugin.core import living
from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.core.dossier_definition import Field
from anct_qgis_plugin.core.dossier_sections import section_content
from anct_qgis_plugin.core.handover import Champ, Places, Procedure
from anct_qgis_plugin.errors import DossierError, SectionConflict
from anct_qgis_plugin.gui.dialogs.attachments_dialog import AttachmentsDialog
from anct_qgis_plugin.gui.dialogs.conflict_dialog import ConflictDialog
from anct_qgis_plugin.gui.dialogs.dossier_dialog import DossierDialog
from anct_qgis_plugin.gui.dialogs.history_dialog import HistoryDialog
from anct_qgis_plugin.gui.dialogs.library_dialog import LibraryDialog
from anct_qgis_plugin.gui.dialogs.needs_dialog import NeedsDialog
from anct_qgis_plugin.store.base import Query
from anct_qgis_plugin.store.definitions import definition
from anct_qgis_plugin.store.geopackage import GeoPackageStore

pytestmark = pytest.mark.usefixtures("qgis_app")
# Each sign of it means something somewhere: to Qt, to QGIS, to Jinja, to a spreadsheet, to SQL.
TYPED = "<b>gras</b> [% 6*7 %] {{ 6*7 }} =6*7 ' ; DROP TABLE dossier; -- &lt;"
MARK = "gras"


def typed_everywhere(kind: str) -> Dossier:
    """A dossier whose every text says TYPED, in every list and row."""

    def value(field: Field) -> object:
        if field.columns:
            return [{column.id: value(column) for column in field.columns}]
        if field.type == "list":
            return [TYPED]
        return {"geo": [{"code": "46102", "nom": TYPED}], "int": 2026, "bool": True, "date": "2026-03-01"}.get(
            field.type, TYPED
        )

    made = draft(kind, "com:46102")
    values = {**made.values, **{field.id: value(field) for field in definition(kind)}}
    return replace(made, title=TYPED, territory_label=TYPED, note_interne=TYPED, values=values)


def check(window: QWidget, least: int) -> None:
    """All that was typed is read letter by letter, and at least so many times: the window does show it."""
    found = [(where, text) for where, text in shown(window) if MARK in text]
    assert len(found) >= least, [where for where, _ in found]
    for where, text in found:
        assert "<b>gras</b>" in text, (where, text)
        if "[% " in text:
            assert "[% 6*7 %] {{ 6*7 }} =6*7" in " ".join(text.split()), (where, text)


@pytest.fixture
def store(tmp_path: Path) -> GeoPackageStore:
    return GeoPackageStore(tmp_path / "dossiers.gpkg")


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_the_editor_shows_letters(store: GeoPackageStore, kind: str) -> None:
    saved = store.create(typed_everywhere(kind), TYPED)
    dialog = DossierDialog(store, saved, definition(kind))
    dialog.show()
    for row in range(dialog.form.sections.count()):
        dialog.form.sections.setCurrentRow(row)
    dialog.problems.heading.setChecked(True)
    messages.error(dialog, DossierError(f"Refusé : {TYPED}"))
    check(dialog, 40)
    assert dialog.dossier.values == saved.dossier.values
    for path in {one.path for one in dialog.problems.findings}:
        dialog.form.go_to(path)
    check(dialog, 40)
    dialog.close()


def test_the_windows_around_show_letters(store: GeoPackageStore, tmp_path: Path) -> None:
    saved = store.create(typed_everywhere("pacte"), TYPED)
    (tmp_path / "<b>gras.pdf").write_bytes(b"%PDF-1.4")
    changed = replace(saved.dossier, values={**saved.dossier.values, "enjeux": f"2 {TYPED}"})
    store.save(saved, changed, TYPED)
    library = LibraryDialog(store)
    library.show()
    library.filters.text.setText("drop table")
    library.refresh()
    assert library.model.total == 1
    messages.success(library, f"Fait : {TYPED}")
    check(library, 5)
    summary = store.query(Query()).rows[0]
    editor = library.open_selected()
    known = definition("pacte")
    mine = section_content(changed, known, "ambition")
    theirs = section_content(saved.dossier, known, "ambition")
    moment = "2026-11-24T10:00:00+00:00"
    conflict = SectionConflict("", saved.dossier.id, "ambition", theirs, TYPED, moment, 2)
    update = living.Update("a/", "atouts", TYPED, TYPED, f"2 {TYPED}", (), True, False)
    hand_over = editor.menu.show_hand_over(Places("46100", "46102", "46", "200067361", "76"))
    hand_over.show_procedure(Procedure(42, "d", TYPED, (Champ("QQ==", "Titre", "Text"), Champ("Qg==", TYPED, "Text"))))
    windows = {
        HistoryDialog(store, summary, library): 5,
        NeedsDialog(store, library): 1,
        AttachmentsDialog(store, summary, library): 1,
        ConflictDialog(known, mine, conflict, library): 3,
        editor.menu.show_figures(living.Refresh(changed, (update,), ())): 3,
        hand_over: 2,
    }
    for window, least in windows.items():
        window.show()
        check(window, least)
        window.close()
    store.create(replace(typed_everywhere("pacte"), id="autre", title=f"Autre {TYPED}"), TYPED)
    other = editor.menu.take_from_another()
    check(other, 2)
    other.close()
    editor.close()
    library.close()
    # SQL was text as well: the tables are there, and hold it.
    assert [row.title for row in store.list()][-1].endswith(TYPED) and len(store.list()) == 2


def test_the_map_shows_letters(store: GeoPackageStore) -> None:
    from qgis.core import QgsExpression, QgsExpressionContext

    from anct_qgis_plugin.gis.library_layer import library_layer

    square = bytes.fromhex(
        "010300000001000000050000000000000000002040000000000080444000000000000022400000000000804440000000000000224000000000"
        "0000454000000000000020400000000000004540000000000000204000000000008044" "40"
    )  # fmt: skip
    store.create(typed_everywhere("pacte"), TYPED, square)
    layer = library_layer(store)
    (feature,) = layer.getFeatures()
    context = QgsExpressionContext()
    context.setFeature(feature)
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    page = QTextDocument()
    page.setHtml(tip)
    assert "<b>gras</b> [% 6*7 %]" in html.unescape(page.toPlainText()).replace("\u00a0", " ")
