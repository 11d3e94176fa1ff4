"""The charts: lengths are the figures, words are French, nothing global is touched."""

from __future__ import annotations

import io
import xml.dom.minidom

import numpy as np
import pytest
import world

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.positions import positions
from anct_qgis_plugin.core.profile import Profile, Weighted

matplotlib = pytest.importorskip("matplotlib")
from anct_qgis_plugin.documents import charts  # noqa: E402


@pytest.fixture(scope="module")
def analyst():
    income = world.column(**{f"c{row[0]}": (18000.0 + 500 * k, np.nan, 100.0) for k, row in enumerate(world.COMMUNES)})
    elderly = world.column(**{f"c{row[0]}": (40.0 - k, np.nan, 100.0) for k, row in enumerate(world.COMMUNES[:-1])})
    return Analyst(world.facts(niveau_vie_median=income, part_65_plus=elderly))


def diagnostic(analyst, expression, missing_max=0.6):
    two = (Weighted("niveau_vie_median", 0.75, "low", ""), Weighted("part_65_plus", 0.25, "high", ""))
    profile = Profile("essai", "Essai", "", two, (), missing_max=missing_max)
    return analyst.diagnostic(analyst.gazetteer.resolve(expression), profile)


def lengths(figure, colour):
    wanted = matplotlib.colors.to_rgba(colour)
    return [bar.get_width() for bar in figure.axes[0].patches if bar.get_facecolor() == wanted]


def test_the_bars_add_up_to_the_index_within_their_ceilings(analyst):
    one = diagnostic(analyst, "com:46042")
    figure = charts.contributions_chart(one)
    bars, ceilings = lengths(figure, charts.PAPER.bar), lengths(figure, charts.PAPER.track)
    assert sum(bars) == pytest.approx(one.index.value)
    assert bars == sorted(bars, reverse=True)
    # An indicator weighs at most its share of the weight: 75 and 25 points.
    assert sorted(ceilings) == pytest.approx([25.0, 75.0])
    assert all(bar <= ceiling for bar, ceiling in zip(bars, ceilings, strict=True))


def test_what_has_no_value_is_named_not_drawn(analyst):
    figure = charts.contributions_chart(diagnostic(analyst, "com:97608"))
    assert len(lengths(figure, charts.PAPER.bar)) == 1
    assert any("Sans valeur : 65 ans et plus." in text.get_text() for text in figure.texts)


def test_a_territory_without_index_gets_a_sentence(analyst):
    one = diagnostic(analyst, "com:97608", missing_max=0.1)
    figure = charts.contributions_chart(one)
    assert one.index is None and not figure.axes
    assert figure.texts[0].get_text().replace("\n", " ") == one.index_absence


def test_positions_by_hand(analyst):
    # Twelve incomes rising by 500: Cahors is the fifth from below, so 4 are poorer, 7 richer, itself counts half.
    cahors, lot = (analyst.gazetteer.resolve(text) for text in ("com:46042", "dep:46"))
    income, elderly = positions(analyst.facts, [cahors, lot])
    assert income.shares[0] == pytest.approx(100 * 7.5 / 12)
    assert income.total == 12 and elderly.total == 11
    # The Lot's mean is Figeac's own income: fifth from the top but one.
    assert income.shares[1] == pytest.approx(100 * 6.5 / 12)
    assert positions(analyst.facts, [analyst.gazetteer.resolve("com:97608")])[1].shares == (None,)


def test_the_marks_stand_at_the_positions(analyst):
    cahors, lot = (analyst.gazetteer.resolve(text) for text in ("com:46042", "dep:46"))
    found = positions(analyst.facts, [cahors, lot])
    figure = charts.indicator_chart(found, "communes")
    marks = {
        (round(line.get_xdata()[0], 6), int(line.get_ydata()[0]))
        for line in figure.axes[0].lines
        if len(line.get_xdata()) == 1 and line.get_marker() in ("o", "D")
    }
    expected = {(round(share, 6), row) for row, one in enumerate(found) for share in one.shares}
    assert marks == expected
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["Cahors", "Lot"]


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_charts_are_vectors(analyst, form):
    figure = charts.contributions_chart(diagnostic(analyst, "com:46042"))
    file = io.BytesIO()
    figure.savefig(file, format=form)
    content = file.getvalue()
    if form == "svg":
        assert not xml.dom.minidom.parseString(content).getElementsByTagName("image")
    assert content.startswith(b"%PDF" if form == "pdf" else b"<?xml")


def test_nothing_global_is_touched(analyst):
    import sys

    # Another library may have imported pyplot before.
    before, loaded = dict(matplotlib.rcParams), "matplotlib.pyplot" in sys.modules
    charts.contributions_chart(diagnostic(analyst, "com:46042"))
    assert dict(matplotlib.rcParams) == before and ("matplotlib.pyplot" in sys.modules) == loaded


def test_the_rank_lies_within_its_interval_on_the_line_of_all_ranks(analyst):
    index = diagnostic(analyst, "com:46042").index
    figure = charts.rank_chart(index, "communes")
    spans = [line.get_xdata() for line in figure.axes[0].lines]
    # The most fragile rank is on the right: of twelve, rank 1 is at 12.
    assert list(spans[0]) == [13 - index.uncertainty.p95, 13 - index.uncertainty.p05]
    assert list(spans[-1]) == [13 - index.rank]
    said = " ".join(text.get_text() for text in figure.texts)
    assert index.uncertainty.verdict in said and "12 communes" in said.replace("\u202f", " ")
    with pytest.raises(ValueError, match="no weights"):
        charts.rank_chart(analyst.index(diagnostic(analyst, "com:46042").profile, lot(analyst), draws=0), "communes")


def lot(analyst):
    return analyst.gazetteer.resolve("dep:46")
