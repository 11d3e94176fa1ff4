"""The territory panel, used as a person uses it: typing, arrows, clicks; then what is seen."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction

from anct_qgis_plugin import settings
from anct_qgis_plugin.errors import MissingDependency, OutputError, SnapshotMissing, SnapshotVersionError
from anct_qgis_plugin.gis import jobs
from anct_qgis_plugin.gui import style, work
from anct_qgis_plugin.gui.docks.territory_dock import TerritoryDock

SOON = 15000


def opened(interface, qtbot, actions=None) -> TerritoryDock:
    dock = TerritoryDock(interface, interface.window, actions)
    interface.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    return dock


@pytest.fixture
def dock(interface, qtbot, in_made_up_country):
    panel = opened(interface, qtbot)
    with qtbot.waitSignal(panel.ready, timeout=SOON):
        panel.show()
    yield panel
    panel.close_work()


def choose(dock, qtbot, expression):
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        dock.choose(expression)


def typed(dock, text):
    dock.search.field.setFocus()
    dock.search.field.clear()
    QTest.keyClicks(dock.search.field, text)


def test_typing_a_name_and_enter_shows_its_card(dock, qtbot):
    typed(dock, "figea")
    assert [e.expression for e in dock.search.entries][0] == "com:46102"
    assert dock.search.list.isVisible()
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        QTest.keyClick(dock.search.field, Qt.Key.Key_Return)
    assert not dock.search.list.isVisible()
    assert dock.territory.expression == "com:46102"
    assert dock.card.name.text() == "Figeac"
    assert "10\u202f000" in dock.card.subtitle.text() and "2022" in dock.card.subtitle.text()
    assert settings.recent_territories()[0] == "com:46102"


def test_arrows_move_in_the_list_and_escape_closes_it(dock, qtbot):
    typed(dock, "saint-denis")
    names = [e.expression for e in dock.search.entries]
    assert {"com:97411", "com:93066"} <= set(names[:3])
    QTest.keyClick(dock.search.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        QTest.keyClick(dock.search.field, Qt.Key.Key_Return)
    assert dock.territory.expression == names[1]
    typed(dock, "lot")
    QTest.keyClick(dock.search.field, Qt.Key.Key_Escape)
    assert not dock.search.list.isVisible() and dock.search.field.text() == "lot"
    QTest.keyClick(dock.search.field, Qt.Key.Key_Escape)
    assert dock.search.field.text() == ""


def test_a_click_on_a_line_chooses_it(dock, qtbot):
    typed(dock, "lot")
    view = dock.search.list
    place = view.visualRect(view.model().index(0, 0)).center()
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert dock.territory.expression == "dep:46"


def test_what_matches_nothing_is_answered_by_near_names(dock, qtbot):
    typed(dock, "figaec")
    assert "com:46102" in [e.expression for e in dock.search.entries]
    assert dock.search._model.heading  # the sentence above them


def test_expressions_are_taken(dock, qtbot):
    for text, count in (("46", 3), ("com:46042+com:46102", 2), ("reg:76-com:46042", 2)):
        typed(dock, text)
        with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
            QTest.keyClick(dock.search.field, Qt.Key.Key_Return)
        assert len(dock.territory.positions) == count, text


def test_a_former_code_says_which_commune_it_became(dock, qtbot):
    typed(dock, "46217")
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        QTest.keyClick(dock.search.field, Qt.Key.Key_Return)
    assert dock.territory.expression == "com:46042"
    assert dock.card.notes.isVisible() and "46217" in dock.card.notes.text()


def test_an_unknown_expression_is_one_sentence(dock, qtbot):
    dock.search.field.setText("com:99999")
    dock.search.close_list()
    QTest.keyClick(dock.search.field, Qt.Key.Key_Return)
    assert "com:99999" in dock.sentence.text() and dock.sentence.isVisible()
    assert dock.facts is None


def test_the_card_shows_programmes_secrets_and_zero_apart(dock, qtbot):
    choose(dock, qtbot, "com:46102")
    assert [chip.text for chip in dock.card.chips] == [
        "Petites villes de demain", "TI Figeac-Aurillac-Rodez", "2 France services", "CRTE 76-46-2", "FRR socle",
    ]  # fmt: skip
    rows = {row[0]: row[1:] for row in dock.card.figures.texts()}
    assert rows["Pauvreté"][0] == "secret"
    assert rows["Niveau de vie"][0] == "20\u202f500\u00a0€"  # row 5 of the made-up country: 18000 + 5 x 500
    choose(dock, qtbot, "com:46042")
    assert {row[0]: row[1] for row in dock.card.figures.texts()}["Pauvreté"] == "0\u00a0%"
    choose(dock, qtbot, "com:2A004")
    assert {row[0]: row[1] for row in dock.card.figures.texts()}["Pauvreté"] == "n. d."


def test_the_index_its_rank_and_what_weighs(dock, qtbot):
    # The poorest of the ten communes with an income: rank 1 of 10, in the most fragile class.
    choose(dock, qtbot, "com:01004")
    index = dock.facts.diagnostic.index
    assert (index.rank, index.total, index.class_number) == (1, 10, 5)
    assert "1" in dock.card.rank.text() and "10" in dock.card.rank.text()
    assert "très fragile" in dock.card.index_value.text()
    assert sum(bar.value for bar in dock.card.bars.bars) == pytest.approx(index.value)


def test_a_territory_without_index_says_why(dock, qtbot):
    choose(dock, qtbot, "com:97608")
    assert not dock.card.index_bar.isVisible() and not dock.card.bars.isVisible()
    assert "Niveau de vie médian" in dock.card.rank.text() and "100" in dock.card.rank.text()
    assert dock.buttons["load"].isEnabled()


def test_the_breadcrumb_leads_upwards(dock, qtbot):
    choose(dock, qtbot, "com:46102")
    text = dock.breadcrumb.text()
    assert [text.index(name) for name in (">France<", ">Occitanie<", ">Lot<", "<b>Figeac")] == sorted(
        text.index(name) for name in (">France<", ">Occitanie<", ">Lot<", "<b>Figeac")
    )
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        dock.breadcrumb.linkActivated.emit("dep:46")
    assert dock.card.name.text() == "Lot"


def test_the_latest_choice_wins(dock, qtbot):
    with qtbot.waitSignal(dock.territory_shown, timeout=SOON):
        dock.choose("com:46102")
        dock.choose("com:46042")
    qtbot.wait(200)
    assert dock.card.name.text() == "Cahors"


@pytest.mark.parametrize(
    "problem",
    [
        SnapshotMissing("The data are not there: run make snapshot."),
        SnapshotVersionError("The data are of another version."),
        MissingDependency("The Python library geopandas is missing: install it."),
    ],
    ids=["missing", "version", "library"],
)
def test_data_that_cannot_be_read_are_one_sentence_and_a_retry(
    interface, qtbot, monkeypatch, made_up, profile, problem
):
    from anct_qgis_plugin.snapshot import profiles, reader

    def refuse():
        raise problem

    monkeypatch.setattr(reader, "analyst", refuse)
    monkeypatch.setattr(profiles, "read_profile", lambda known, key: profile)
    panel = opened(interface, qtbot)
    panel.show()
    qtbot.waitUntil(panel.retry.isVisible, timeout=SOON)
    assert panel.sentence.text() == problem.message
    assert not panel.search.field.isEnabled() and not panel.buttons["load"].isEnabled()
    monkeypatch.setattr(reader, "analyst", lambda: made_up)
    with qtbot.waitSignal(panel.ready, timeout=SOON):
        qtbot.mouseClick(panel.retry, Qt.MouseButton.LeftButton)
    assert panel.search.field.isEnabled() and not panel.retry.isVisible()


def test_cancel_in_the_middle_stops_and_says_so(dock, qtbot, monkeypatch):
    choose(dock, qtbot, "com:46102")
    done, closed = [], []

    def steps(_result, feedback):
        try:
            for number in range(10**6):
                done.append(number)
                yield number / 10**4, "page"
        finally:
            closed.append(True)

    monkeypatch.setattr(work, "load_layers", lambda data, diagnostic: jobs.Job("essai", lambda feedback: None, steps))
    dock.load_layers()
    assert dock.stop.isVisible() and not dock.buttons["maps"].isEnabled()
    qtbot.waitUntil(lambda: len(done) > 2, timeout=SOON)
    qtbot.mouseClick(dock.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dock.job is None, timeout=1000)
    assert closed == [True] and len(done) < 10**6
    assert not dock.stop.isVisible() and dock.buttons["maps"].isEnabled() and dock.sentence.text()


def test_an_error_goes_to_the_message_bar(dock, qtbot, interface, monkeypatch):
    choose(dock, qtbot, "com:46102")

    def refuse(feedback):
        raise OutputError("The folder is read-only.", "errno 30")

    monkeypatch.setattr(work, "load_layers", lambda data, diagnostic: jobs.Job("essai", refuse))
    dock.load_layers()
    qtbot.waitUntil(lambda: dock.job is None, timeout=SOON)
    assert interface.said() == "The folder is read-only."


def test_the_inspect_button_follows_the_action(interface, qtbot, in_made_up_country):
    action = QAction("inspect", interface.window)
    action.setCheckable(True)
    panel = opened(interface, qtbot, {"inspect": action})
    panel.show()
    qtbot.mouseClick(panel.buttons["inspect"], Qt.MouseButton.LeftButton)
    assert action.isChecked() and panel.buttons["inspect"].isChecked()
    action.setChecked(False)
    assert not panel.buttons["inspect"].isChecked()
    panel.close_work()


def test_closing_in_the_middle_of_reading_leaves_nothing(interface, qtbot, in_made_up_country):
    panel = opened(interface, qtbot)
    panel.show()
    panel.close_work()
    interface.window.removeDockWidget(panel)
    panel.deleteLater()
    qtbot.waitUntil(lambda: not jobs._running, timeout=SOON)


def test_text_stands_out_on_dark_and_light_windows(qgis_app):
    """WCAG contrast of secondary text, at least 4.5 to 1."""

    def luminance(colour):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for text, window in (("#000000", "#efefef"), ("#ececf2", "#2b2b30"), ("#ffffff", "#323232")):
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, style.QColor(text))
        palette.setColor(QPalette.ColorRole.Window, style.QColor(window))
        for colour in (style.quiet(palette), style.accent(palette)):
            lighter, darker = sorted((luminance(colour), luminance(palette.window().color())), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (window, colour.name())


@pytest.fixture
def real_dock(interface, qtbot, real_snapshot, monkeypatch, tmp_path):
    from anct_qgis_plugin.gis import dataset

    monkeypatch.setattr(dataset, "default_folder", lambda: tmp_path / "layers")
    panel = opened(interface, qtbot)
    with qtbot.waitSignal(panel.ready, timeout=60000):
        panel.show()
    yield panel
    panel.close_work()


def test_the_real_figeac_from_the_keyboard_to_the_map(real_dock, qtbot, interface, tmp_path):
    """Population and labels as the raw files have them (data/README: Figeac 9 757 people in 2022, ACV)."""
    from qgis.core import QgsProject

    typed(real_dock, "figeac")
    with qtbot.waitSignal(real_dock.territory_shown, timeout=SOON):
        QTest.keyClick(real_dock.search.field, Qt.Key.Key_Return)
    assert "9\u202f757" in real_dock.card.subtitle.text()
    assert "Action cœur de ville" in [chip.text for chip in real_dock.card.chips]
    qtbot.mouseClick(real_dock.buttons["load"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: real_dock.job is None, timeout=60000)
    groups = [node.name() for node in QgsProject.instance().layerTreeRoot().findGroups()]
    assert any(name.startswith("Figeac") for name in groups), interface.said()
    qtbot.wait(300)
    # Zoomed to the commune (some 12 km across), not to its neighbours.
    assert 5000 < interface.canvas.extent().height() < 40000
    QgsProject.instance().clear()


def test_a_zoning_is_one_click_from_the_map(real_dock, qtbot, interface):
    """A link of the card, by mouse or keyboard: the layers are loaded once, then only another zoning is shown."""
    from qgis.core import QgsProject

    from anct_qgis_plugin.gis import group

    choose(real_dock, qtbot, "com:46102")
    said = real_dock.card.zoning_links.text()
    # Figeac is in a massif, and no longer in nothing: six zonings, ZRR as history.
    for key, short in (("frr", "FRR"), ("zrr", "ZRR"), ("montagne", "Massif"), ("densite", "Densité")):
        assert f'href="{key}"' in said and f">{short}</a>" in said
    real_dock.card.zoning_links.linkActivated.emit("frr")
    qtbot.waitUntil(lambda: real_dock.job is None, timeout=60000)
    root = QgsProject.instance().layerTreeRoot()
    made = group.group_of(QgsProject.instance(), real_dock.territory)
    assert made is not None, interface.said()

    def shown():
        return [node.layer().customProperty(group.ZONING_PROPERTY) for node in root.findLayers() if node.isVisible()]

    assert "frr" in shown()
    real_dock.card.zoning_links.linkActivated.emit("densite")
    assert real_dock.job is None and "densite" in shown() and "frr" not in shown()
    choose(real_dock, qtbot, "dep:971")
    assert 'href="centralite"' not in real_dock.card.zoning_links.text()  # defined for no commune there
    QgsProject.instance().clear()


def test_real_maps_then_a_cancel_that_leaves_no_file(real_dock, qtbot, tmp_path):
    choose(real_dock, qtbot, "com:46102")
    job = work.make_maps(real_dock.data, real_dock.facts.diagnostic, ["programmes"], "A4", "png", tmp_path / "maps")
    with qtbot.waitSignal(job.succeeded, timeout=60000) as done:
        job.start()
    assert [file.name for file in done.args[0]] == ["com-46102_programmes.png"]
    assert done.args[0][0].stat().st_size > 10000
    stopped = work.make_diagnostic(real_dock.data, real_dock.facts.diagnostic, tmp_path / "pages")
    stopped.progressed.connect(lambda percent, doing: stopped.cancel() if percent > 40 else None)
    with qtbot.waitSignal(stopped.cancelled, timeout=60000):
        stopped.start()
    assert not (tmp_path / "pages").exists() or list((tmp_path / "pages").iterdir()) == []


def test_a_keystroke_is_answered_at_once(real_dock):
    """A list for every beginning of a name; the time itself is measured by `make bench`."""
    for end in range(1, 7):
        entries, answers = real_dock.data.analyst.gazetteer.suggest("figeac"[:end], 12)
        assert entries and answers, "figeac"[:end]


def test_a_zoning_has_its_mark_beside_its_name(qgis_app):
    from anct_qgis_plugin.gis.styles import declared
    from anct_qgis_plugin.gui.widgets.chip import ProgrammeChip

    zoning = declared().programmes["frr"]
    chip = ProgrammeChip(zoning, "FRR+", "")
    chip.resize(chip.sizeHint())
    picture = chip.grab().toImage()
    tints = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
    assert zoning.colour.lower() in tints
    assert chip.sizeHint().width() > chip.fontMetrics().horizontalAdvance("FRR+") + 20


def test_a_chip_counts_in_the_plural_and_initials_alone():
    from dataclasses import replace

    import world

    from anct_qgis_plugin.core.diagnostic import ProgrammeFact
    from anct_qgis_plugin.gui.widgets.territory_card import chip_text

    catalogue = world.catalogue().programmes

    def fact(key: str, communes: int) -> ProgrammeFact:
        codes = tuple(str(k) for k in range(communes))
        return ProgrammeFact(catalogue[key], codes, 10, 10, 1.0, 1.0, (), {}, {})

    assert chip_text(fact("acv", 8)) == "8 ACV" and chip_text(fact("fabt", 1)) == "1 Fabrique de territoire"
    assert chip_text(fact("fabt", 7)) == "7 Fabriques de territoire"
    assert chip_text(replace(fact("cite", 3), total=1)) == "Cités éducatives"


def test_a_chip_tells_what_the_programme_is_and_the_limits_of_its_list():
    from anct_qgis_plugin.core.diagnostic import ProgrammeFact
    from anct_qgis_plugin.gui.widgets.territory_card import chip_tooltip
    from anct_qgis_plugin.snapshot import reader

    sites = reader.read_catalogue().programmes["fs"]
    told = chip_tooltip(ProgrammeFact(sites, ("46042",), 1, 10, 1.0, 1.0, (), {}, {})).splitlines()
    assert told[:2] == ["France services", sites.definition]
    assert told[-1] == "Un bus est placé à son garage, non où il sert."
