"""A dossier as one HTML page: self-contained, printable, from a Jinja2 template; what was typed is always escaped."""

from __future__ import annotations

import base64
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ..core.dossier import Dossier
from ..core.dossier_definition import Definition
from ..dependencies import require
from ..errors import OutputError
from ..i18n import translate
from .content import Block, Content, Joined, Picture, content, numbers
from .files import broken, put, template
from .odt import size_of

NAMES = ("dossier.html",)


def write_html(
    dossier: Dossier,
    definition: Definition,
    path: Path,
    pictures: Sequence[Joined] = (),
    today: date | None = None,
    model: Path | None = None,
) -> Path:
    """The page written: the whole dossier but its internal note.

    Raises:
        OutputError: if an image or the template cannot be used (its line and the reason), or the file not written.
        MissingDependency: without Jinja2.
    """
    return put(path, html_text(content(dossier, definition, pictures, today), model).encode("utf-8"))


def html_text(made: Content, model: Path | None = None) -> str:
    """The page of a content, as `write_html`."""
    jinja = require("jinja2")
    sandbox = require("jinja2.sandbox")
    file = model or template(NAMES)
    notes = note_numbers(made)
    environment = sandbox.ImmutableSandboxedEnvironment(
        autoescape=True, undefined=jinja.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    try:
        page = environment.from_string(file.read_text(encoding="utf-8"))
        return str(
            page.render(
                dossier=made,
                numbers=numbers(made.headings),
                what=_what,
                image=_image,
                notes=list(notes),
                note=notes.__getitem__,
            )
        )
    except jinja.TemplateSyntaxError as error:
        raise broken(file, str(error.message), error.lineno) from error
    except OutputError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(
            translate("Anct", "The template {file} cannot be read: {reason}").format(file=file, reason=error)
        ) from error
    except (jinja.TemplateError, TypeError, KeyError, ValueError, ArithmeticError, AttributeError) as error:
        # Jinja2 names the template's own lines in the traceback.
        lines = [
            frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if "template" in frame.filename
        ]
        raise broken(file, str(error), lines[-1] if lines else 0) from error


def note_numbers(made: Content) -> dict[str, int]:
    """The notes of a document and their numbers, from 1; the same text has one number."""
    found: dict[str, int] = {}
    for block in made.blocks:
        for runs in _runs(block):
            for run in runs:
                if run.note:
                    found.setdefault(run.note, len(found) + 1)
    return found


def _runs(block: Block) -> list:
    if hasattr(block, "runs"):
        return [block.runs]
    return [cell for row in block.rows for cell in row.cells] if hasattr(block, "rows") else []


def _what(block: Block) -> str:
    return type(block).__name__.lower()


def _image(block: Picture) -> str:
    size_of(block.path)  # says what is wrong with a file that is no PNG
    return "data:image/png;base64," + base64.b64encode(block.path.read_bytes()).decode("ascii")
