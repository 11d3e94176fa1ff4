"""The draft journal: what it acknowledged is there after any crash, and goes to the store once it can."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from dossiers import draft
from hypothesis import given, settings
from hypothesis import strategies as st

from anct_qgis_plugin.core.dossier_sections import SectionContent
from anct_qgis_plugin.errors import StoreError, StoreUnreachable
from anct_qgis_plugin.store import journal as module
from anct_qgis_plugin.store.geopackage import GeoPackageStore
from anct_qgis_plugin.store.journal import WHOLE, DraftJournal


def content(text: str) -> SectionContent:
    return SectionContent({"enjeux": text}, ("enjeux",))


@pytest.fixture
def journal(tmp_path: Path) -> DraftJournal:
    return DraftJournal(tmp_path / "brouillons")


def test_what_is_acknowledged_is_read_again(journal: DraftJournal) -> None:
    journal.write("s", "d", "ambition", content("un"), 1, "camille")
    last = journal.write("s", "d", "ambition", content("deux \ud800 « \x00 »"), 1, "camille")
    other = journal.write("s", "d", "gouvernance", SectionContent({"evaluation": "x"}), 0, "camille")
    elsewhere = journal.write("autre", "d", "ambition", content("ailleurs"), 4, "camille")
    again = DraftJournal(journal.folder)
    assert again.pending("s", "d") == (last, other)
    assert again.pending("s") == (last, other)
    assert again.pending() == (last, other, elsewhere)
    assert again.pending("s", "inconnu") == ()
    again.forget(last)
    assert again.pending("s") == (other,)
    again.forget(other)
    again.forget(elsewhere)
    assert list(journal.folder.iterdir()) == []


def test_each_acknowledgement_waits_for_the_disk(journal: DraftJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    real = os.fsync
    monkeypatch.setattr(module.os, "fsync", lambda handle: (synced.append(handle), real(handle)))
    journal.write("s", "d", "ambition", content("un"), 1, "camille")
    assert len(synced) == 2  # the line, and the folder that now has the file
    journal.write("s", "d", "ambition", content("deux"), 1, "camille")
    assert len(synced) == 3


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(st.text(max_size=30), min_size=2, max_size=5), cut=st.integers(min_value=1))
def test_a_file_cut_anywhere_keeps_every_whole_line(tmp_path_factory, texts, cut) -> None:
    """A power cut in the middle of a line loses that line only, and the next one is written after it."""
    journal = DraftJournal(tmp_path_factory.mktemp("j"))
    ends = []
    for text in texts:
        journal.write("s", "d", "ambition", content(text), 1, "camille")
        (file,) = journal.folder.iterdir()
        ends.append(file.stat().st_size)
    at = cut % ends[-1]
    os.truncate(file, at)
    whole = [text for text, end in zip(texts, ends, strict=True) if end <= at]
    assert [entry.content.values["enjeux"] for entry in journal.pending()] == whole[-1:]
    after = journal.write("s", "d", "ambition", content("après"), 1, "camille")
    assert journal.pending() == (after,)


def test_a_line_changed_on_the_disk_is_passed_over(journal: DraftJournal) -> None:
    first = journal.write("s", "d", "ambition", content("bon"), 1, "camille")
    journal.write("s", "d", "ambition", content("mauvais"), 1, "camille")
    (file,) = journal.folder.iterdir()
    file.write_bytes(file.read_bytes().replace(b"mauvais", b"changes"))
    assert journal.pending() == (first,)


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(StoreError, match="cannot be kept"):
        DraftJournal(tmp_path / "fichier").write("s", "d", "ambition", content("x"), 1, "camille")


def test_a_long_journal_is_written_anew(journal: DraftJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONG", 2000)
    kept = journal.write("s", "d", "gouvernance", SectionContent({"evaluation": "x"}), 0, "camille")
    for number in range(20):
        journal.forget(journal.write("s", "d", "ambition", content(str(number)), 1, "camille"))
    (file,) = journal.folder.iterdir()
    assert file.stat().st_size < 3000
    assert journal.pending() == (kept,)


class Lost(GeoPackageStore):
    """A store whose server answers or not; `late` accepts the next save, and loses the answer."""

    there = True
    late = False

    def save_section(self, *given, **named):
        if not self.there:
            raise StoreUnreachable("no answer")
        done = super().save_section(*given, **named)
        if self.late:
            raise StoreUnreachable("answer lost")
        return done

    def create(self, *given, **named):
        if not self.there:
            raise StoreUnreachable("no answer")
        done = super().create(*given, **named)
        if self.late:
            raise StoreUnreachable("answer lost")
        return done


@pytest.fixture
def store(tmp_path: Path) -> Lost:
    return Lost(tmp_path / "dossiers.gpkg")


def test_a_lost_connection_keeps_the_work_and_sends_it(store: Lost, journal: DraftJournal) -> None:
    made = draft()
    store.create(made, "camille")
    store.there = False
    for text in ("un", "deux"):
        entry = journal.write(store.key, made.id, "ambition", content(text), 1, "camille")
        assert journal.save(store, entry) is None
    assert journal.send(store).unreachable
    store.there = True
    sent = journal.send(store)
    assert [state.revision for _, state in sent.saved] == [2]
    assert store.load(made.id).dossier.values["enjeux"] == "deux"
    assert journal.pending() == ()


def test_what_comes_back_to_a_section_changed_meanwhile_is_a_conflict(store: Lost, journal: DraftJournal) -> None:
    made = draft()
    store.create(made, "camille")
    store.there = False
    journal.save(store, journal.write(store.key, made.id, "ambition", content("à moi"), 1, "camille"))
    store.there = True
    store.save_section(made.id, "ambition", content("à eux"), 1, "dominique")
    sent = journal.send(store)
    ((entry, conflict),) = sent.conflicts
    assert (conflict.author, conflict.theirs.values["enjeux"]) == ("dominique", "à eux")
    assert journal.pending() == (entry,)
    assert store.load(made.id).dossier.values["enjeux"] == "à eux"
    journal.rebase(entry, conflict.revision)
    assert len(journal.send(store).saved) == 1
    assert store.load(made.id).dossier.values["enjeux"] == "à moi"


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(store: Lost, journal: DraftJournal) -> None:
    made = draft()
    store.create(made, "camille")
    store.late = True
    assert journal.save(store, journal.write(store.key, made.id, "ambition", content("un"), 1, "camille")) is None
    store.late, store.there = False, False
    assert journal.save(store, journal.write(store.key, made.id, "ambition", content("deux"), 1, "camille")) is None
    store.there = True
    assert [state.revision for _, state in journal.send(store).saved] == [3]
    assert store.load(made.id).dossier.values["enjeux"] == "deux"


@pytest.mark.parametrize("late", [False, True])
def test_a_dossier_made_without_the_server_is_created_then_filled(store: Lost, journal: DraftJournal, late) -> None:
    made = replace(draft(), note_interne="À relire")
    store.there, store.late = late, late
    whole = journal.write_new(store.key, made, None, "camille")
    assert journal.save(store, whole) is None
    store.there, store.late = False, False
    journal.write(store.key, made.id, "ambition", content("hors ligne"), None, "camille")
    journal.write(store.key, made.id, "gouvernance", SectionContent({"evaluation": "x"}), None, "camille")
    assert [entry.section for entry in journal.pending()][0] == WHOLE
    store.there = True
    assert len(journal.send(store).saved) == 3
    found = store.load(made.id).dossier
    assert (found.values["enjeux"], found.values["evaluation"], found.note_interne) == ("hors ligne", "x", "À relire")
    assert journal.pending() == ()


def test_what_a_store_refuses_stays_and_is_told(store: Lost, journal: DraftJournal) -> None:
    made = draft()
    store.create(made, "camille")
    store.trash(made.id, "dominique")
    entry = journal.write(store.key, made.id, "ambition", content("x"), 1, "camille")
    ((refused, error),) = journal.send(store).refused
    assert refused == entry
    assert "trash" in str(error)
    assert journal.pending() == (entry,)
