"""A dossier while it is edited: on the disk after each pause in typing, then in its store, section by section.

Once `acknowledged` says so, what was typed survives a crash: it is in the draft journal (store.journal). The store is
asked in a background task; while it does not answer, the journal keeps the work and it is tried again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .. import paths
from ..core.dossier import Dossier, Provenance, conform, is_empty, with_value
from ..core.dossier_definition import Definition
from ..core.dossier_sections import HEAD, NOTE, SectionContent, changed_fields, section_content, section_of, split
from ..errors import AnctError, SectionConflict
from ..gis.jobs import Job
from ..i18n import translate
from ..store.base import DossierStore, StoredDossier
from ..store.journal import DraftJournal, Entry, Sent

# Milliseconds of a pause in typing before the disk gets it; at the latest after that many of uninterrupted typing.
PAUSE, LATEST = 500, 1500
# In the history, a text that another was preferred to.
NOT_CHOSEN = "version non retenue"
# Milliseconds before a store that did not answer is asked again.
RETRY = 15_000
# Milliseconds that "Save" waits for a store that is being asked already.
WAIT = 10_000
# Seconds within which changes of one field are undone together.
_TOGETHER = 1.0
MOST_STEPS = 500


@dataclass(frozen=True)
class Step:
    """One change that can be undone: values before and after, and whether the field was still as drafted."""

    field: str
    before: Any
    after: Any
    was_generated: bool
    moment: float


class DossierSession(QObject):
    """Signals: `changed` with the id of what changed ("" for several); `acknowledged` when the disk has all that was
    typed; `saved` when the store has it; `waiting` with a sentence while the store does not answer; `conflicted` with
    an `Entry` and a `SectionConflict`; `failed` with an AnctError that nobody foresaw."""

    changed = pyqtSignal(str)
    acknowledged = pyqtSignal()
    saved = pyqtSignal()
    waiting = pyqtSignal(str)
    conflicted = pyqtSignal(object, object)
    failed = pyqtSignal(object)

    def __init__(
        self,
        store: DossierStore,
        dossier: Dossier | StoredDossier,
        definition: Definition,
        author: str,
        perimeter: bytes | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin to edit; nothing is written before the first change.

        Args:
            dossier: as the store gave it, or a new one that it does not have yet.
            perimeter: WKB, EPSG:4326, given to the store with a new dossier.
        """
        super().__init__(parent)
        self.store, self.definition, self.author = store, definition, author
        self.stored = dossier if isinstance(dossier, StoredDossier) else None
        # Lists in the form of the present definition; nothing is thereby said to have been edited.
        self.dossier = conform(dossier.dossier if isinstance(dossier, StoredDossier) else dossier, definition)
        self.journal = DraftJournal(paths.user_folder() / "journal")
        self.recovered: tuple[Entry, ...] = ()
        # Outline (WKB) by expression, of the territories that the dossier had here; None where nobody knows it.
        known = dossier.perimeter if isinstance(dossier, StoredDossier) else perimeter
        self._outlines = {self.dossier.territory: known}
        self._title_field = definition.title_field
        self._dirty: set[str] = set()
        self._revisions: dict[str, int] = {}
        self._in_conflict: set[str] = set()
        # What the job at work had saved, as soon as it had: its signal comes later.
        self._answers: list[Sent] = []
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._job: Job | None = None
        self._again = False
        self._typing_since = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.keep)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self.send)
        if self.stored is not None:
            self._recover()

    # -- changing -------------------------------------------------------------------------------------------------

    def set_value(self, field_id: str, value: Any) -> None:
        """Write a field's value, as a person typed it."""
        field = self.definition.field(field_id)
        before = self.dossier
        self.dossier = with_value(before, field, value)
        if self.dossier is before:
            return
        step = Step(field_id, before.values.get(field_id), value, field_id in before.generated, time.monotonic())
        last = self._done[-1] if self._done else None
        if last is not None and step.moment - last.moment < _TOGETHER and _is_typing(last, step):
            step = replace(step, before=last.before, was_generated=last.was_generated)
            self._done.pop()
        self._done = [*self._done, step][-MOST_STEPS:]
        self._undone.clear()
        self._touched(section_of(field_id, self.definition), field_id)

    def put(self, field_id: str, value: Any, generated: bool, figures: tuple[Provenance, ...] | None = None) -> None:
        """Write a value that the data give: brought up to date, or drafted anew.

        Args:
            figures: all the figures of the dossier then; None leaves them.
        """
        values = dict(self.dossier.values)
        if is_empty(value):
            values.pop(field_id, None)
        else:
            values[field_id] = value
        marks = self.dossier.generated | {field_id} if generated else self.dossier.generated - {field_id}
        self.dossier = replace(
            self.dossier, values=values, generated=marks, figures=self.dossier.figures if figures is None else figures
        )
        self._touched(section_of(field_id, self.definition), field_id)

    def take(self, dossier: Dossier, outline: bytes | None = None) -> None:
        """Go on from another content of the same dossier (figures brought up to date, parts of another one).

        Args:
            outline: WKB, EPSG:4326, of the dossier's territory if it is another one now.
        """
        if dossier.territory != self.dossier.territory:
            self._outlines[dossier.territory] = outline
        before = split(self.dossier, self.definition)
        after = split(dossier, self.definition)
        sections = [one for one in {**before, **after} if before.get(one) != after.get(one)]
        head = _heading(self.dossier)
        if _heading(dossier)["territory"] != head["territory"]:
            self._done.append(Step(HEAD, head, _heading(dossier), False, time.monotonic() - 2 * _TOGETHER))
        values = {**self.dossier.values, **dossier.values}
        for key in values:
            old, new = self.dossier.values.get(key), dossier.values.get(key)
            if old != new:
                step = Step(key, old, new, key in self.dossier.generated, time.monotonic() - 2 * _TOGETHER)
                self._done = [*self._done, step][-MOST_STEPS:]
        self._undone.clear()
        self.dossier = dossier
        for section in sections:
            self._touched(section, "")

    def reload(self) -> None:
        """Read the dossier again from its store, after a version was restored there."""
        try:
            self._take(self.store.load(self.dossier.id))
        except AnctError as problem:
            self.failed.emit(problem)
        self.changed.emit("")

    def set_title(self, title: str) -> None:
        """Write the title; an empty one becomes the name of the kind."""
        self.dossier = replace(self.dossier, title=title.strip() or self.definition.label)
        if self._title_field:
            self.set_value(self._title_field, title.strip())
        self._touched(HEAD, "title")

    def set_note(self, text: str) -> None:
        """Write the internal note."""
        self.dossier = replace(self.dossier, note_interne=text)
        self._touched(NOTE, "note_interne")

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change to make again."""
        return bool(self._undone)

    def undo(self) -> None:
        """Undo the last change of a field, its mark "drafted" included."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._step(step.field, step.before, step.was_generated)

    def redo(self) -> None:
        """Make the last undone change again."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._step(step.field, step.after, False)

    def _step(self, field_id: str, value: Any, generated: bool) -> None:
        if field_id != HEAD:
            self.put(field_id, value, generated)
            return
        self.dossier = replace(self.dossier, **value)
        self._touched(HEAD, "")

    def _touched(self, section: str, field_id: str) -> None:
        self._dirty.add(section)
        if field_id and field_id == self._title_field:
            # The field and the dossier's title are one thing, written in either place.
            title = str(self.dossier.values.get(field_id) or "").strip() or self.definition.label
            if title != self.dossier.title:
                self.dossier = replace(self.dossier, title=title)
                self._dirty.add(HEAD)
        now = time.monotonic()
        if not self._pause.isActive():
            self._typing_since = now
        # Someone who never pauses is not made to wait for it.
        left = max(LATEST - round(1000 * (now - self._typing_since)), 0)
        self._pause.start(min(PAUSE, left))
        self.changed.emit(field_id)

    # -- keeping --------------------------------------------------------------------------------------------------

    @property
    def is_kept(self) -> bool:
        """True if the disk has all that was typed."""
        return not self._dirty

    @property
    def is_saved(self) -> bool:
        """True if the store has all that was typed."""
        return self.is_kept and self.stored is not None and not self.journal.pending(self.store.key, self.dossier.id)

    def keep(self) -> bool:
        """Write what changed to the disk, now; False, with `failed`, if it cannot be. Then give it to the store."""
        if not self._keep():
            return False
        self.send()
        return True

    def _keep(self) -> bool:
        self._pause.stop()
        self._hear()
        try:
            if self.stored is None and self._dirty:
                outline = self._outlines.get(self.dossier.territory)
                self.journal.write_new(self.store.key, self.dossier, outline, self.author)
            else:
                for section in sorted(self._dirty):
                    self._write(section)
        except AnctError as problem:
            self.failed.emit(problem)
            return False
        self._dirty.clear()
        self.acknowledged.emit()
        return True

    def _hear(self) -> None:
        """Take the revisions that a job has just saved: what is written next is made from them, not against them."""
        while self._answers:
            for entry, state in self._answers.pop(0).saved:
                if state is not None:
                    self._revisions[entry.section] = max(state.revision, self._base(entry.section))

    def _write(self, section: str) -> Entry:
        content = section_content(self.dossier, self.definition, section)
        # What heads the dossier names its territory: the outline on the map goes with it.
        moved = section == HEAD and len(self._outlines) > 1
        outline = self._outlines.get(self.dossier.territory) if moved else None
        return self.journal.write(
            self.store.key, self.dossier.id, section, content, self._base(section), self.author, outline
        )

    def _base(self, section: str) -> int:
        if section in self._revisions:
            return self._revisions[section]
        return 0 if self.stored is None else self.stored.revision(section)

    def send(self) -> None:
        """Give the store what waits in the journal, in the background."""
        self._retry.stop()
        if self._job is not None:
            self._again = True
            return
        if not self._waiting_entries():
            return
        store, journal, identifier, answers = self.store, self.journal, self.dossier.id, self._answers

        def compute(_feedback: QgsFeedback) -> tuple[Sent, StoredDossier | None]:
            sent = journal.send(store, identifier)
            answers.append(sent)
            return sent, None if sent.unreachable or not sent.saved else store.load(identifier)

        self._job = Job(translate("Anct", "Saving the dossier…"), compute)
        self._job.succeeded.connect(self._sent)
        self._job.failed.connect(self.failed)
        self._job.ended.connect(self._over)
        self._job.start()

    def save_now(self) -> bool:
        """Keep, and give it to the store at once: for "Save" and for closing. True if the store has it all."""
        if self.stored is None:
            self._dirty.add(HEAD)  # a new dossier is kept as it is, changed or not
        if not self._keep():
            return False
        if self._job is not None:
            # One sender at a time. Its answer is not heard: the journal says what is left to send.
            self._job.blockSignals(True)
            self._job.wait(WAIT)
            self._job = None
        try:
            sent = self.journal.send(self.store, self.dossier.id)
            fresh = None if sent.unreachable else self.store.load(self.dossier.id)
        except AnctError as problem:
            self.failed.emit(problem)
            return False
        self._sent((sent, fresh))
        return not (sent.unreachable or sent.conflicts or sent.refused)

    def close(self) -> None:
        """Stop asking; what waits stays in the journal."""
        self._pause.stop()
        self._retry.stop()
        if self._job is not None:
            self._job.blockSignals(True)
            self._job.cancel()
            self._job = None

    def _waiting_entries(self) -> list[Entry]:
        pending = self.journal.pending(self.store.key, self.dossier.id)
        return [entry for entry in pending if entry.section not in self._in_conflict]

    def _sent(self, result: tuple[Sent, StoredDossier | None]) -> None:
        sent, fresh = result
        for entry, state in sent.saved:
            self._in_conflict.discard(entry.section)
            if state is not None:
                self._revisions[entry.section] = state.revision
        if fresh is not None:
            self._take(fresh)
        if sent.unreachable:
            self._retry.start(RETRY)
            self.waiting.emit(
                translate("Anct", "“{store}” does not answer: your work is kept here and sent when it does.").format(
                    store=self.store.label
                )
            )
        for entry, conflict in sent.conflicts:
            if entry.section not in self._in_conflict:
                self._in_conflict.add(entry.section)
                self.conflicted.emit(entry, conflict)
        for _entry, problem in sent.refused:
            self.failed.emit(problem)
        if sent.saved and not (sent.unreachable or sent.conflicts or sent.refused):
            self.saved.emit()

    def _take(self, fresh: StoredDossier) -> None:
        """The store's dossier becomes the base; sections that others changed and nobody touches here come in."""
        mine = {entry.section for entry in self.journal.pending(self.store.key, self.dossier.id)} | self._dirty
        self.stored = fresh
        for section, state in fresh.sections.items():
            if section in mine:
                continue
            self._revisions[section] = state.revision
            here = section_content(self.dossier, self.definition, section)
            if changed_fields(here, state.content):
                self._bring_in(section, state.content)
        self.dossier = replace(
            self.dossier,
            state=fresh.dossier.state,
            changes=fresh.dossier.changes,
            modified=fresh.dossier.modified,
            revision=fresh.dossier.revision,
        )

    def _bring_in(self, section: str, content: SectionContent) -> None:
        self.dossier = with_section(self.dossier, self.definition, section, content)
        self.changed.emit("")

    def _over(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self.send()

    # -- conflicts and recovery -----------------------------------------------------------------------------------

    def settle(self, entry: Entry, conflict: SectionConflict, content: SectionContent) -> None:
        """Go on from what the user chose of both texts: it is saved over the store's present one.

        What was typed here and is not chosen, whole or in part, goes into the history first, where theirs is already.

        Raises:
            StoreError: if it cannot be kept; the question is then asked again at the next sending.
        """
        self._in_conflict.discard(entry.section)
        revision = conflict.revision
        if changed_fields(entry.content, content):
            revision = self.store.save_section(
                self.dossier.id, entry.section, entry.content, revision, self.author, action=NOT_CHOSEN
            ).revision
        self._revisions[entry.section] = revision
        self._bring_in(entry.section, content)
        self._write(entry.section)
        self.send()

    def _recover(self) -> None:
        """Take up what an earlier session acknowledged and could not give to the store."""
        self.recovered = tuple(
            entry for entry in self.journal.pending(self.store.key, self.dossier.id) if entry.whole is None
        )
        for entry in self.recovered:
            self.dossier = with_section(self.dossier, self.definition, entry.section, entry.content)
            if entry.perimeter is not None:
                self._outlines[self.dossier.territory] = entry.perimeter
            if entry.base is not None:
                self._revisions[entry.section] = entry.base


def _is_typing(last: Step, step: Step) -> bool:
    """Whether two changes go on with one field; a row added or taken away is a change of its own."""
    if last.field != step.field:
        return False
    return not isinstance(step.after, list) or len(step.after) == len(step.before or ()) == len(last.before or ())


def _heading(dossier: Dossier) -> dict[str, Any]:
    """What a dossier that moves to another territory changes beside its fields."""
    return {
        "title": dossier.title,
        "territory": dossier.territory,
        "territory_label": dossier.territory_label,
        "communes": dossier.communes,
        "drafts": dossier.drafts,
    }


def with_section(dossier: Dossier, definition: Definition, section: str, content: SectionContent) -> Dossier:
    """The dossier with another content of one section."""
    values: Mapping[str, Any] = content.values
    if section == HEAD:
        return replace(
            dossier,
            title=str(values.get("title", dossier.title)),
            territory=str(values.get("territory", dossier.territory)),
            territory_label=str(values.get("territory_label", dossier.territory_label)),
            communes=tuple(values.get("communes", dossier.communes)),
            drafts=dict(values.get("drafts", dossier.drafts)),
        )
    if section == NOTE:
        return replace(dossier, note_interne=str(values.get("note_interne", "")))
    kept = {key: value for key, value in dossier.values.items() if section_of(key, definition) != section}
    marks = {key for key in dossier.generated if section_of(key, definition) != section}
    figures = [one for one in dossier.figures if section_of(one.field, definition) != section]
    figures += [Provenance(**figure) for figure in content.figures]
    return replace(
        dossier,
        values={**kept, **values},
        generated=frozenset(marks | set(content.generated)),
        figures=tuple(figures),
    )
