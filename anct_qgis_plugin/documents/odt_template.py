"""The template of the OpenDocument dossier: its named styles, its pages, and placeholders such as {{titre}}.

A template is a text document (.odt, .ott or .fodt) that a service edits in its word processor. Styles that it does not
have are taken from the plugin's own.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import paths
from ..dependencies import require
from ..i18n import translate
from .files import broken

NAMES = ("dossier.odt", "dossier.ott", "dossier.fodt")
BLOCKS = ("sommaire", "contenu")
_PLACEHOLDER = re.compile(r"\{\{[\s\u00a0]*([^{}]*?)[\s\u00a0]*\}\}")


# What odfdo raises on a file that is not what it seems, one of a person's own.
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile)


class Template:
    """A template opened and checked; `document` is what the dossier is written into."""

    def __init__(self, file: Path, known: Mapping[str, str]) -> None:
        """Open a template.

        Args:
            known: the placeholders by name, with the text of each.

        Raises:
            OutputError: if it cannot be read, names an unknown placeholder, or has no place for the dossier; gives the
                line (of a .fodt, or of the paragraph's text) and the reason.
        """
        self.file = file
        self.known = known
        self.document = self._open(file)
        self.places: dict[str, Any] = {}
        self._check()

    def fill(self) -> None:
        """Replace the placeholders by their texts. Texts are not read again: braces in them stay braces."""
        for paragraph in self._paragraphs():
            if not _PLACEHOLDER.search(paragraph.text_recursive or ""):
                continue
            if paragraph in self.places.values():
                continue
            whole = len(_PLACEHOLDER.findall(paragraph.text_recursive or ""))
            nodes = [paragraph, *paragraph.get_elements("descendant::*")]
            split = sum(
                len(_PLACEHOLDER.findall(text or ""))
                for node in nodes
                for text in (node.text, node.tail if node is not paragraph else "")
            )
            if split != whole:
                # A word processor cut the placeholder into stretches: the paragraph becomes one again.
                text = self._replaced(paragraph.text_recursive)
                for child in paragraph.children:
                    paragraph.delete(child)
                paragraph.text = text
                continue
            for node in nodes:
                if node.text:
                    node.text = self._replaced(node.text)
                if node is not paragraph and node.tail:
                    node.tail = self._replaced(node.tail)

    def take(self, name: str) -> Any:
        """The paragraph that holds a block's place; None if the template has none."""
        return self.places.get(name)

    def complete(self, odf: Any) -> None:
        """Add the named styles that the template lacks."""
        own = paths.TEMPLATES / "dossier.fodt"
        if self.file == own:
            return
        have = {(s.get_attribute("style:name"), s.get_attribute("style:family")) for s in self._styles(self.document)}
        for style in self._styles(odf.Document(own)):
            key = (style.get_attribute("style:name"), style.get_attribute("style:family"))
            if key not in have:
                self.document.insert_style(style.clone)

    def colour(self) -> str:
        """The colour of table heads: the background of the style "Anct Head", else the colour of titles."""
        for name, key in (("Anct_20_Head", "fo:background-color"), ("Heading_20_1", "fo:color")):
            path = f"//office:styles/style:style[@style:name='{name}']/*[@{key}]"
            found = self.document.styles.get_element(path)
            value = found.get_attribute(key) if found is not None else ""
            if re.fullmatch(r"#[0-9a-fA-F]{6}", str(value)):
                return str(value)
        return "#4b2e83"

    def _styles(self, document: Any) -> list[Any]:
        return list(document.styles.get_elements("//office:styles/style:style"))

    def _open(self, file: Path) -> Any:
        odf = require("odfdo")
        etree = require("lxml.etree")
        try:
            document = odf.Document(file)
            found = document.get_type() == "text" and document.body is not None and document.styles is not None
        except etree.XMLSyntaxError as error:
            raise broken(file, str(error.msg), error.lineno or 0) from error
        except _UNREADABLE as error:
            raise broken(file, self._syntax(file) or str(error), 0) from error
        if not found:
            raise broken(file, translate("Anct", "it is not a text document"))
        return document

    def _syntax(self, file: Path) -> str:
        """What is wrong in the XML of a flat document, with its line; "" if nothing is."""
        etree = require("lxml.etree")
        if file.suffix != ".fodt":
            return translate("Anct", "it is not an OpenDocument text")
        try:
            etree.parse(str(file))
        except etree.XMLSyntaxError as error:
            return str(error)
        return ""

    def _paragraphs(self) -> Iterator[Any]:
        for part in (self.document.body, self.document.styles.root):
            yield from part.get_elements("descendant::text:p")
            yield from part.get_elements("descendant::text:h")

    def _check(self) -> None:
        for paragraph in self._paragraphs():
            text = paragraph.text_recursive or ""
            names = _PLACEHOLDER.findall(text)
            for name in names:
                if name not in self.known and name not in BLOCKS:
                    reason = translate("Anct", "unknown placeholder {placeholder}; known ones: {known}").format(
                        placeholder="{{" + name + "}}", known=", ".join(self._listed())
                    )
                    raise self._error(reason, name, text)
                if name in BLOCKS:
                    if text.strip() != "{{" + name + "}}" or name in self.places:
                        reason = translate("Anct", "{placeholder} must stand once, alone in its paragraph")
                        raise self._error(reason.format(placeholder="{{" + name + "}}"), name, text)
                    self.places[name] = paragraph
            if text.count("{{") != len(names) or text.count("}}") != len(names):
                raise self._error(
                    translate("Anct", "a placeholder is not closed: “{text}”").format(text=text), "", text
                )
        if "contenu" not in self.places:
            raise broken(self.file, translate("Anct", "{placeholder} is missing").format(placeholder="{{contenu}}"))

    def _listed(self) -> list[str]:
        short = [name for name in self.known if not name.startswith("champ:")]
        return [*short, *BLOCKS, "champ:…"]

    def _error(self, reason: str, name: str, text: str) -> Exception:
        """The error with its line: of the file when it is flat."""
        line = 0
        if self.file.suffix == ".fodt":
            looked = "{{" + name if name else "{{"
            lines = self.file.read_text(encoding="utf-8", errors="replace").splitlines()
            hits = [number for number, one in enumerate(lines, 1) if looked in one]
            bad = [n for n in hits if lines[n - 1].count("{{") != lines[n - 1].count("}}")] if not name else hits
            line = (bad or hits or [0])[0]
        elif text not in reason:
            reason = f"{reason} – “{text[:80]}”"
        return broken(self.file, reason, line)

    def _replaced(self, text: str) -> str:
        return _PLACEHOLDER.sub(lambda match: self.known.get(match.group(1), match.group(0)), text)
