"""Long work: progress on one bar, cancel, errors, in the background and step by step."""

from __future__ import annotations

import threading
import time

import pytest
from waiting import Bot

from anct_qgis_plugin.errors import AnctError, Cancelled, OutputError
from anct_qgis_plugin.gis import jobs

SOON = 10000


@pytest.fixture
def qtbot(qgis_app):
    return Bot()


def test_background_then_steps_share_one_bar(qtbot):
    seen, threads = [], []

    def compute(feedback):
        threads.append(threading.get_ident())
        feedback.setProgress(50)
        return 6

    def steps(result, feedback):
        threads.append(threading.get_ident())
        yield 0, "first"
        yield 50, "second"
        return result * 7

    job = jobs.Job("work", compute, steps, background_share=0.4)
    job.progressed.connect(lambda percent, doing: seen.append((round(percent), doing)))
    with qtbot.waitSignal(job.succeeded, timeout=SOON) as done:
        job.start()
    assert done.args == [42]
    assert threads[0] != threading.get_ident() == threads[1]
    assert seen == sorted(seen, key=lambda one: one[0]) and (40, "first") in seen and (70, "second") in seen
    assert job.is_over and job not in jobs._running


def test_cancel_acts_within_a_second_in_the_background(qtbot):
    def compute(feedback):
        while not feedback.isCanceled():
            time.sleep(0.02)
        raise Cancelled("stopped")

    job = jobs.Job("work", compute, lambda result, feedback: pytest.fail("no step after a cancel"))
    job.start()
    qtbot.wait(100)
    with qtbot.waitSignal(job.cancelled, timeout=1000):
        job.cancel()


def test_cancel_between_two_steps_leaves_no_half_file(qtbot, tmp_path):
    def steps(_result, feedback):
        half = tmp_path / "half.pdf"
        half.write_text("half")
        try:
            for number in range(10**6):
                yield number / 10**4, "page"
        finally:
            half.unlink()

    job = jobs.Job("work", lambda feedback: None, steps)
    job.start()
    qtbot.waitUntil(lambda: (tmp_path / "half.pdf").exists(), timeout=SOON)
    with qtbot.waitSignal(job.cancelled, timeout=1000):
        job.cancel()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["background", "step"])
def test_an_error_of_the_plugin_arrives_as_it_is(qtbot, where):
    problem = OutputError("The folder is read-only.", "errno 30")

    def compute(feedback):
        if where == "background":
            raise problem

    def steps(_result, feedback):
        yield 0, ""
        raise problem

    with qtbot.waitSignal(job_of(compute, steps).failed, timeout=SOON) as done:
        pass
    assert done.args[0] is problem


@pytest.mark.parametrize("where", ["background", "step"])
def test_an_error_nobody_foresaw_is_told_with_its_trace(qtbot, where):
    def compute(feedback):
        return 1 / (0 if where == "background" else 1)

    def steps(_result, feedback):
        yield 0, ""
        raise ZeroDivisionError("division by zero")

    with qtbot.waitSignal(job_of(compute, steps).failed, timeout=SOON) as done:
        pass
    problem = done.args[0]
    assert isinstance(problem, AnctError)
    assert "ZeroDivisionError" in problem.message and "Traceback" in problem.details


def test_cancel_all_stops_what_runs(qtbot):
    def compute(feedback):
        while not feedback.isCanceled():
            time.sleep(0.02)

    job = jobs.Job("work", compute).start()
    qtbot.wait(50)
    with qtbot.waitSignal(job.cancelled, timeout=1000):
        jobs.cancel_all()
    assert not jobs._running


def job_of(compute, steps):
    return jobs.Job("work", compute, steps).start()
