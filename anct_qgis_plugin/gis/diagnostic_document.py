"""The diagnostic in the formats asked for, all of them or none: what the panel and Processing both call."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

from qgis.core import QgsFeedback

from ..core.diagnostic import Analyst, Diagnostic
from ..documents import html, odt
from ..documents.content import Content
from ..documents.diagnostic_sheets import sheets
from ..documents.files import put_all, template
from ..i18n import translate
from . import dataset as datasets
from .diagnostic_content import content_steps
from .diagnostic_package import package_steps
from .diagnostic_pages import pdf_steps
from .formats import DIAGNOSTIC
from .layout_export import check_known, check_writable, stop, unwritable
from .spreadsheet import write_xlsx

# A service's own templates of diagnostics; without one, the plugin's template of dossiers gives the styles.
ODT_NAMES, HTML_NAMES = ("diagnostic.odt", "diagnostic.ott", "diagnostic.fodt"), ("diagnostic.html",)

Steps = Generator[tuple[float, str], None, None]


def write_diagnostic(
    analyst: Analyst,
    diagnostic: Diagnostic,
    folder: Path,
    feedback: QgsFeedback | None = None,
    dataset: Path | None = None,
    formats: Sequence[str] = ("pdf",),
) -> list[Path]:
    """The diagnostic as `<folder>/<slug>_diagnostic.<format>` for each format. Main thread.

    Args:
        dataset: the territory's dataset where it exists already; made in the user's profile otherwise.
        formats: of `formats.DIAGNOSTIC`.

    Raises:
        OutputError: if a format is unknown, a template is broken, or a file cannot be written.
        Cancelled: if the feedback is. No file is left in both cases, and older ones stay as they were.
        SnapshotMissing: if the snapshot cannot be read. MissingDependency: without matplotlib, odfdo or Jinja2.
    """
    steps = diagnostic_steps(analyst, diagnostic, folder, feedback, dataset, formats)
    while True:
        try:
            percent, _doing = next(steps)
        except StopIteration as done:
            return list(done.value)
        if feedback is not None:
            feedback.setProgress(percent)


def diagnostic_steps(
    analyst: Analyst,
    diagnostic: Diagnostic,
    folder: Path,
    feedback: QgsFeedback | None = None,
    dataset: Path | None = None,
    formats: Sequence[str] = ("pdf",),
) -> Generator[tuple[float, str], None, list[Path]]:
    """`write_diagnostic` in short steps for `gis.jobs.Job`: yields (percent done, what comes next).

    Left half-way (closed or cancelled), it leaves nothing behind.
    """
    check_formats(formats)
    check_writable(folder)
    stop(feedback)
    if dataset is None:
        yield 0.0, translate("Anct", "Preparing the layers")
        dataset = datasets.write_dataset(analyst, diagnostic.territory, diagnostic.profile, None, feedback)
    place = _beside(folder)
    try:
        making = _Making(analyst, diagnostic, dataset, place, feedback)
        wanted = list(dict.fromkeys(formats))
        ready: dict[Path, bytes | Path] = {}
        for done, fmt in enumerate(wanted):
            target = folder / f"{diagnostic.territory.slug}_diagnostic.{fmt}"
            ready[target] = place / target.name
            for percent, doing in making.steps(fmt, place / target.name):
                yield 10 + 88 * (done + percent / 100) / len(wanted), doing
            stop(feedback)
        return put_all(ready)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def check_formats(formats: Sequence[str]) -> None:
    """Raise OutputError where a format is unknown, naming those that are."""
    for fmt in formats:
        check_known(fmt, DIAGNOSTIC)


class _Making:
    """One diagnostic on its way to several files; what two formats share is made once."""

    def __init__(
        self, analyst: Analyst, diagnostic: Diagnostic, dataset: Path, folder: Path, feedback: QgsFeedback | None
    ) -> None:
        self.analyst, self.diagnostic, self.dataset = analyst, diagnostic, dataset
        self.folder, self.feedback = folder, feedback
        self._content: Content | None = None

    def steps(self, fmt: str, target: Path) -> Steps:
        """Make the file of one format."""
        return {"pdf": self._pdf, "odt": self._odt, "html": self._html, "xlsx": self._xlsx, "gpkg": self._gpkg}[fmt](
            target
        )

    def _pdf(self, target: Path) -> Steps:
        yield from pdf_steps(self.analyst, self.diagnostic, self.dataset, target, self.feedback)

    def _odt(self, target: Path) -> Steps:
        made = yield from self._told()
        yield 90.0, translate("Anct", "Writing the document")
        target.write_bytes(odt.odt_bytes(made, template(ODT_NAMES, instead="dossier.fodt")))

    def _html(self, target: Path) -> Steps:
        made = yield from self._told()
        yield 90.0, translate("Anct", "Writing the document")
        text = html.html_text(made, template(HTML_NAMES, instead="dossier.html"))
        target.write_bytes(text.encode("utf-8"))

    def _xlsx(self, target: Path) -> Steps:
        yield 10.0, translate("Anct", "Writing the spreadsheet")
        write_xlsx(target, sheets(self.diagnostic))

    def _gpkg(self, target: Path) -> Steps:
        yield from package_steps(self.analyst, self.diagnostic, self.dataset, target, self.feedback)

    def _told(self) -> Generator[tuple[float, str], None, Content]:
        if self._content is None:
            images = self.folder / "images"
            images.mkdir()
            self._content = yield from content_steps(self.analyst, self.diagnostic, self.dataset, images, self.feedback)
        return self._content


def _beside(folder: Path) -> Path:
    """A hidden folder where files are made before they get their names."""
    try:
        return Path(tempfile.mkdtemp(prefix=".anct-", dir=folder))
    except OSError as error:
        raise unwritable(folder, error) from error
