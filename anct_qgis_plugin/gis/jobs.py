"""Long work that leaves the interface free: a part in a background task, then short steps in the main thread.

Layouts must be exported in the main thread (QGIS marks its own so); done as steps, one per turn of the event loop, they
leave room for painting, for the progress bar and for "Cancel" between two pages.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Generator
from typing import Any

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsFeedback, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.projection import METROPOLITAN, OVERSEAS
from ..errors import AnctError, Cancelled
from ..i18n import translate

LOGGER = logging.getLogger(__name__)

Compute = Callable[[QgsFeedback], Any]
# Each `yield` gives (percent of the steps done, what comes next); the generator's return value is the job's result.
Steps = Generator[tuple[float, str], None, Any]

_running: set[Job] = set()


def _know_projections() -> None:
    """Make the projections in the main thread before a task does: QGIS shares each of them once made, and one that a
    thread made loses its definition with that thread (seen: a project in EPSG:2154 to which nothing transforms)."""
    for name in ("EPSG:4326", METROPOLITAN, *OVERSEAS.values()):
        QgsCoordinateReferenceSystem(name).toWkt()


class Job(QObject):
    """One piece of long work with one progress bar. Made, started and heard in the main thread.

    Signals: `progressed` (0-100, what is being done), then exactly one of `succeeded` (the result), `failed` (an
    AnctError), `cancelled`; each but the first followed by `ended`.
    """

    progressed = pyqtSignal(float, str)
    succeeded = pyqtSignal(object)
    failed = pyqtSignal(object)
    cancelled = pyqtSignal()
    ended = pyqtSignal()

    def __init__(
        self,
        title: str,
        compute: Compute,
        steps: Callable[[Any, QgsFeedback], Steps] | None = None,
        background_share: float = 0.5,
    ) -> None:
        """Prepare the work.

        Args:
            title: what is done, translated; shown beside the bar and in QGIS's task manager.
            compute: runs in a background thread; touches no widget, no project. May raise AnctError; returns early
                or raises Cancelled once its feedback is cancelled.
            steps: gets what `compute` returned, in the main thread; a generator, so that it is left between two steps.
                Closed (GeneratorExit) when cancelled: what it had half written it removes in its `finally`.
            background_share: part of the bar that `compute` fills, 0-1; without steps it fills it all.
        """
        super().__init__()
        self.title = title
        self.feedback = QgsFeedback()
        self.is_over = False
        self._make_steps = steps
        self._steps: Steps | None = None
        self._share = background_share if steps is not None else 1.0
        self._task: _Task | None = _Task(title, compute, self.feedback)
        self._task.progressChanged.connect(self._on_task_progress)
        self._task.taskCompleted.connect(self._on_computed)
        self._task.taskTerminated.connect(self._on_terminated)

    def start(self) -> Job:
        """Begin; returns the job itself."""
        _running.add(self)
        _know_projections()
        self.progressed.emit(0.0, self.title)
        QgsApplication.taskManager().addTask(self._task)
        return self

    def cancel(self) -> None:
        """Ask to stop: at once between two steps, else as soon as the running part looks at its feedback."""
        if self.is_over:
            return
        self.feedback.cancel()
        if self._task is not None:
            self._task.cancel()

    def wait(self, milliseconds: int) -> bool:
        """Block until the background part is over, for what cannot wait for its signals; False if it is not in time."""
        return self._task is None or self._task.waitForFinished(milliseconds)

    def _on_task_progress(self, percent: float) -> None:
        if not self.is_over and self._steps is None:
            self.progressed.emit(percent * self._share, self.title)

    def _on_terminated(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        self._end_with(Cancelled("") if self.feedback.isCanceled() else task.problem, task.trace)

    def _on_computed(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        if self.feedback.isCanceled():
            self._end_with(Cancelled(""))
        elif self._make_steps is None:
            self._end(self.succeeded, task.result)
        else:
            self._steps = self._make_steps(task.result, self.feedback)
            self._soon()

    def _soon(self) -> None:
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        if self.is_over or self._steps is None:
            return
        try:
            if self.feedback.isCanceled():
                self._steps.close()
                raise Cancelled("")
            percent, doing = next(self._steps)
        except StopIteration as done:
            self._end(self.succeeded, done.value)
        except Exception as problem:  # whatever a step meets must end the job and reach the user, never QGIS's own hook
            if not isinstance(problem, AnctError):
                LOGGER.exception(self.title)
            self._end_with(problem, traceback.format_exc())
        else:
            self.progressed.emit(100 * (self._share + (1 - self._share) * percent / 100), doing)
            self._soon()

    def _end_with(self, problem: Exception | None, trace: str = "") -> None:
        if isinstance(problem, Cancelled) or self.feedback.isCanceled():
            self._end(self.cancelled)
        elif isinstance(problem, AnctError):
            self._end(self.failed, problem)
        else:
            self._end(self.failed, unexpected(self.title, problem, trace))

    def _end(self, signal: Any, *values: object) -> None:
        if self.is_over:
            return
        self.is_over = True
        self._steps = None
        _running.discard(self)
        signal.emit(*values)
        self.ended.emit()


class _Task(QgsTask):
    """Runs a function in a background thread and keeps what it returned or raised."""

    def __init__(self, title: str, compute: Compute, feedback: QgsFeedback) -> None:
        # The panel says itself how the work ends: without "Silent" QGIS would announce each one too.
        super().__init__(title, QgsTask.Flag.CanCancel | QgsTask.Flag.Silent)
        self.result: Any = None
        self.problem: Exception | None = None
        self.trace = ""
        self._compute = compute
        self._feedback = feedback
        feedback.progressChanged.connect(self._report)

    def _report(self, percent: float) -> None:
        self.setProgress(percent)

    def run(self) -> bool:
        try:
            self.result = self._compute(self._feedback)
        except Exception as problem:  # an exception that leaves run() would bring QGIS down from a background thread
            self.problem, self.trace = problem, traceback.format_exc()
            if not isinstance(problem, AnctError):
                LOGGER.exception(self.description())
            return False
        return not self.isCanceled()

    def cancel(self) -> None:
        self._feedback.cancel()
        super().cancel()


def unexpected(title: str, problem: Exception | None, trace: str = "") -> AnctError:
    """What to tell of an error that no part of the plugin foresaw."""
    reason = f"{type(problem).__name__}: {problem}" if problem is not None else ""
    return AnctError(
        translate("Anct", "“{title}” stopped on an error that was not foreseen ({reason}).").format(
            title=title, reason=reason
        ),
        details=trace,
        hint=translate("Anct", "Please report it with its details."),
    )


def cancel_all() -> None:
    """Stop every job that runs; called when the plugin is unloaded."""
    for job in list(_running):
        job.cancel()
