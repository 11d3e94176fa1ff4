"""The French translation is complete, and every text of the code can be translated."""

from __future__ import annotations

import importlib.util
import re
import string
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("i18n_update", ROOT / "i18n" / "update.py")
update = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(update)


def test_every_text_of_the_code_is_in_the_file_and_nothing_else():
    assert set(update.translations()) == set(update.texts())


def test_every_text_has_its_french():
    unfinished = [text for text, french in update.translations().items() if not french]
    assert unfinished == []


def test_translations_keep_the_fields_of_their_text():
    for text, french in update.translations().items():
        if french:
            assert fields(french) == fields(text), text


def test_french_typography():
    for french in update.translations().values():
        # A plain space before high punctuation may be broken at the end of a line.
        assert not re.search(r" [:;!?»%€]", french), french


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_scan_reads_calls_over_several_lines_and_adjacent_literals():
    source = """
a = translate("Anct", "one")
b = translate(
    "Anct",
    "first part "
    "second part {x}",
).format(x=translate("Anct", "nested"))
c = i18n.translate("Anct", "by attribute")
d = QT_TRANSLATE_NOOP("Anct", "constant")
e = "text".translate(table)
"""
    found = [text for text, _ in update.calls(source, "example.py")]
    assert sorted(found) == ["by attribute", "constant", "first part second part {x}", "nested", "one"]


@pytest.mark.parametrize(
    "call",
    [
        'translate("Anct", f"{x}")',
        'translate("Anct", text)',
        'translate("Other", "text")',
        'translate("Anct", "a" + b)',
    ],
)
def test_what_no_translator_could_see_is_refused_with_its_place(call):
    with pytest.raises(update.NotLiteralError, match="example.py:1"):
        list(update.calls(call, "example.py"))


def test_an_update_keeps_translations_adds_texts_and_drops_the_others(tmp_path):
    file = tmp_path / "x.ts"
    update.write(file, {"kept": ("a.py", 1), "gone": ("a.py", 2)}, {"kept": "gardé", "gone": "parti"})
    known = update.translations(file)
    update.write(file, {"new": ("a.py", 1), "kept": ("b.py", 9)}, known)
    assert update.translations(file) == {"new": "", "kept": "gardé"}
