"""Brings i18n/anct_fr.ts up to date with the code: `translate("Anct", "text")` calls, and nothing else.

pylupdate5 silently leaves out texts written as several adjacent literals; this reads the syntax tree instead.

    python i18n/update.py           rewrites the file, keeping the translations of texts that still exist
    python i18n/update.py --check   changes nothing; fails if an entry is missing, stale or without its translation
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "anct_qgis_plugin"
FILE = ROOT / "i18n" / "anct_fr.ts"
CONTEXT = "Anct"
FUNCTIONS = ("translate", "QT_TRANSLATE_NOOP")


class NotLiteralError(Exception):
    """A call whose context or text is not a literal: no translator could ever see it."""


def calls(source: str, name: str) -> Iterator[tuple[str, int]]:
    """(text, line) of each call to `translate` or `QT_TRANSLATE_NOOP` in a module's source.

    Raises:
        NotLiteralError: naming the file and the line.
    """
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        # `str.translate(table)` has one argument, QCoreApplication.translate in i18n.py is never called by name.
        if function not in FUNCTIONS or len(node.args) < 2:
            continue
        values = [argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant)]
        if len(values) != 2 or values[0] != CONTEXT or not isinstance(values[1], str):
            raise NotLiteralError(f"{name}:{node.lineno}: translate() wants the literal “{CONTEXT}” and a literal text")
        yield values[1], node.lineno


def texts(package: Path = PACKAGE) -> dict[str, tuple[str, int]]:
    """Every text of the interface → where it stands first (path from the package, line), in the order of the files."""
    found: dict[str, tuple[str, int]] = {}
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package)
        if place.parts[0] != "vendor":
            for text, line in sorted(
                calls(path.read_text(encoding="utf-8"), place.as_posix()), key=lambda item: item[1]
            ):
                found.setdefault(text, (place.as_posix(), line))
    return found


def translations(file: Path = FILE) -> dict[str, str]:
    """Text → finished translation; "" where there is none yet."""
    if not file.exists():
        return {}
    found = {}
    for message in etree.parse(str(file)).iter("message"):
        done = message.find("translation")
        finished = done is not None and done.get("type") is None
        found[message.findtext("source", "")] = (done.text or "") if finished else ""
    return found


def write(file: Path, wanted: dict[str, tuple[str, int]], known: dict[str, str]) -> None:
    """Write the .ts file: one context, texts in order, translations kept."""
    root = etree.Element("TS", version="2.1", language="fr_FR", sourcelanguage="en")
    context = etree.SubElement(root, "context")
    etree.SubElement(context, "name").text = CONTEXT
    for text, (place, _line) in wanted.items():
        message = etree.SubElement(context, "message")
        # Without line numbers: a moved line would touch half the file.
        etree.SubElement(message, "location", filename=f"../{PACKAGE.name}/{place}")
        etree.SubElement(message, "source").text = text
        translation = etree.SubElement(message, "translation")
        translation.text = known.get(text) or None
        if not known.get(text):
            translation.set("type", "unfinished")
    beside = file.with_name(file.name + ".part")
    beside.write_bytes(
        etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True, doctype="<!DOCTYPE TS>")
    )
    beside.replace(file)


def main() -> int:
    parser = argparse.ArgumentParser(description="Update or check the French translation file.")
    parser.add_argument("--check", action="store_true", help="change nothing, fail if the file is not complete")
    arguments = parser.parse_args()
    try:
        wanted = texts()
    except NotLiteralError as error:
        print(error, file=sys.stderr)
        return 1
    known = translations()
    unfinished = [text for text in wanted if not known.get(text)]
    stale = [text for text in known if text not in wanted]
    if not arguments.check:
        if list(known) != list(wanted) or not FILE.exists():
            write(FILE, wanted, known)
        print(f"{FILE.relative_to(ROOT)}: {len(wanted)} texts, {len(unfinished)} to translate, {len(stale)} dropped")
        return 0
    for text in unfinished:
        print(f"not translated: {text} ({wanted[text][0]})", file=sys.stderr)
    for text in stale:
        print(f"no longer in the code: {text}", file=sys.stderr)
    if unfinished or stale:
        print("run “make i18n”, then complete i18n/anct_fr.ts", file=sys.stderr)
        return 1
    print(f"{FILE.relative_to(ROOT)}: complete, {len(wanted)} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
