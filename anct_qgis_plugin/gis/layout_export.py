"""Layouts written as files: whole or not at all; a PDF may carry its place on Earth."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from osgeo import gdal
from qgis.core import Qgis, QgsFeedback, QgsLayoutExporter, QgsPrintLayout

from ..errors import Cancelled, OutputError
from ..i18n import translate
from .formats import MAPS

# A georeferenced PDF is a PDF: another name keeps both when both are asked for.
_ENDINGS = {"geopdf": "_geo.pdf"}
# How GDAL may have been built to read PDF, which QGIS needs to compose a georeferenced one.
_PDF_READERS = ("HAVE_POPPLER", "HAVE_PDFIUM", "HAVE_PODOFO")


def ending(fmt: str) -> str:
    """What the name of a file of that format ends with."""
    return _ENDINGS.get(fmt, f".{fmt}")


def check_format(fmt: str) -> None:
    """See that a format can be written here, before any work.

    Raises:
        OutputError: naming the known ones; or saying why this QGIS makes no georeferenced PDF.
    """
    check_known(fmt, MAPS)
    if fmt == "geopdf" and not _georeferences():
        raise OutputError(
            translate(
                "Anct",
                "This QGIS cannot make a georeferenced PDF: its GDAL library was built without reading PDF. "
                "Choose the format pdf, or use QGIS as its makers provide it.",
            )
        )


def _georeferences() -> bool:
    """Whether QGIS can compose a georeferenced PDF: its own test, which Python cannot call."""
    driver = gdal.GetDriverByName("PDF")
    return driver is not None and any(driver.GetMetadataItem(key) == "YES" for key in _PDF_READERS)


def export_layout(
    layout: QgsPrintLayout, path: Path, fmt: str, dpi: int = 200, feedback: QgsFeedback | None = None
) -> Path:
    """Write a layout in one of `formats.MAPS`: beside first, then under its name. Main thread.

    Raises:
        OutputError: if the folder or the file cannot be written, or the export fails.
        Cancelled: if the feedback is; nothing is left behind.
    """
    check_format(fmt)
    stop(feedback)
    beside = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.touch()
    except OSError as error:
        raise unwritable(path.parent, error) from error
    try:
        exporter = QgsLayoutExporter(layout)
        result = _export(exporter, beside, fmt, dpi)
        if result != QgsLayoutExporter.ExportResult.Success or not beside.stat().st_size:
            raise OutputError(
                translate(
                    "Anct", "The map “{file}” could not be drawn. Check the free disk space, then try again."
                ).format(file=path.name),
                exporter.errorMessage() or str(result),
            )
        stop(feedback)
        try:
            os.replace(beside, path)
        except OSError as error:
            raise OutputError(
                translate(
                    "Anct",
                    "“{file}” cannot be replaced: it is open in another program. Close it there, then try again.",
                ).format(file=path),
                str(error),
            ) from error
    finally:
        beside.unlink(missing_ok=True)
    return path


def _export(exporter: QgsLayoutExporter, path: Path, fmt: str, dpi: int) -> QgsLayoutExporter.ExportResult:
    if fmt in ("pdf", "geopdf"):
        pdf = QgsLayoutExporter.PdfExportSettings()
        pdf.dpi = dpi
        # Vectors throughout, text as text: sharp at any size, and one can search it.
        pdf.forceVectorOutput = True
        pdf.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
        pdf.simplifyGeometries = True
        pdf.exportMetadata = True
        pdf.writeGeoPdf = fmt == "geopdf"
        # The layers' attributes are for the GeoPackage: in the PDF they would triple its size.
        pdf.includeGeoPdfFeatures = False
        return exporter.exportToPdf(str(path), pdf)
    if fmt == "svg":
        svg = QgsLayoutExporter.SvgExportSettings()
        svg.dpi = dpi
        svg.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
        return exporter.exportToSvg(str(path), svg)
    image = QgsLayoutExporter.ImageExportSettings()
    image.dpi = dpi
    image.generateWorldFile = False
    return exporter.exportToImage(str(path), image)


def check_writable(folder: Path) -> None:
    """Fail before the work rather than after it. Raises OutputError."""
    trial = folder / f".anct-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> OutputError:
    """The error of a folder that cannot be written."""
    return OutputError(
        translate(
            "Anct", "The folder “{folder}” cannot be written. Choose another one, or ask for the right to write there."
        ).format(folder=folder),
        str(error),
    )


def stop(feedback: QgsFeedback | None) -> None:
    """Raise Cancelled if the feedback is."""
    if feedback is not None and feedback.isCanceled():
        raise Cancelled(translate("Anct", "Stopped: nothing was written."))


def check_known(value: str, allowed: Sequence[str]) -> None:
    """Raise OutputError, naming those that are, where a value is none of the allowed ones."""
    if value not in allowed:
        raise OutputError(
            translate("Anct", "“{value}” is not known here. Known ones: {list}.").format(
                value=value, list=", ".join(allowed)
            )
        )
