"""The report of a refresh, to read and to keep: JSON, CSV and HTML, in French."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from ..core.difference import Difference
from ..core.spreadsheet_text import safe
from ..core.wording import day, number

_COLUMNS = ("nature", "sujet", "changement", "code", "nom", "avant", "apres")
_STYLE = (
    "body{font:14px/1.5 sans-serif;color:#1e1e1e;max-width:60em;margin:1em}"
    "h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #ccc}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25em .8em .25em 0;vertical-align:top;"
    "border-bottom:1px solid #eee}th{font-weight:600}.n{text-align:right}.plus{color:#18753c}.moins{color:#b34000}"
)
Row = tuple[str, str, str, str, str, str, str]


def rows(
    change: Difference, unmatched: Iterable[tuple[str, str, str]] = (), kept: Iterable[tuple[str, str, str]] = ()
) -> list[Row]:
    """The report as rows: nature, subject, change, code, name, before, after.

    Args:
        unmatched: (source, line, what was tried) of the lines that could not be used.
        kept: (source, row, why) of the rows held that stay.
    """
    found: list[Row] = []
    for moved in change.programmes:
        for what, communes in (("ajout", moved.added), ("retrait", moved.removed), ("modification", moved.changed)):
            found += [("programme", moved.label, what, c.code, c.nom, c.before, c.after) for c in communes]
    for places in change.sites:
        for what, sites in (("ajout", places.added), ("retrait", places.removed)):
            found += [("site", places.label, what, ident, name, "", commune) for ident, name, commune in sites]
    for one in change.indicators:
        summary = f"modifiées : {one.changed} ; apparues : {one.appeared} ; disparues : {one.vanished}"
        found.append(("indicateur", one.label, summary, "", "", one.vintage_before, one.vintage_after))
        found += [
            ("valeur", one.label, "plus forte évolution", v.code, v.nom, _plain(v.before), _plain(v.after))
            for v in one.biggest
        ]
    found += [("source", title, "millésime", key, "", before, after) for key, title, before, after in change.sources]
    found += [("ligne non rapprochée", source, tried, "", line, "", "") for source, line, tried in unmatched]
    found += [("ligne gardée", source, why, "", row, "", "") for source, row, why in kept]
    return found


def csv_text(
    change: Difference, unmatched: Iterable[tuple[str, str, str]] = (), kept: Iterable[tuple[str, str, str]] = ()
) -> str:
    """The rows as CSV that a French spreadsheet opens as it is: mark of UTF-8, semicolons, CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([safe(cell, keep_lines=True) for cell in row] for row in rows(change, unmatched, kept))
    return "\ufeff" + text.getvalue()


def html_text(
    change: Difference,
    results: Sequence[tuple[str, str, str, str]] = (),
    unmatched: Sequence[tuple[str, str, str]] = (),
    kept: Sequence[tuple[str, str, str]] = (),
) -> str:
    """A page that stands alone, without script or anything from elsewhere.

    Args:
        results: (source, state, vintage, reason or count), one per source asked for.
    """
    dates = f"Nouvelles données ({day(change.after)}) comparées aux précédentes ({day(change.before)})."
    parts = [f"<p>{escape(dates)}</p>"]
    if results:
        parts += ["<h2>Sources</h2>", _table(("Source", "État", "Millésime", "Détail"), results)]
    for moved in change.programmes:
        counts = (
            f"Communes : {number(moved.count_before)} avant, {number(moved.count_after)} après. En plus : "
            f"{number(len(moved.added))} ; en moins : {number(len(moved.removed))} ; autre contrat ou statut : "
            f"{number(len(moved.changed))}."
        )
        parts.append(f"<h2>{escape(moved.label)}</h2><p>{counts}</p>")
        lines = [("+", c.code, c.nom, c.after) for c in moved.added] + [
            ("−", c.code, c.nom, c.before) for c in moved.removed
        ]
        lines += [("≠", c.code, c.nom, f"{c.before} → {c.after}") for c in moved.changed]
        parts.append(_table(("", "Code", "Commune", "Identifiant ou statut"), lines))
    for places in change.sites:
        counts = f"Sites : {number(places.count_before)} avant, {number(places.count_after)} après."
        lines = [("+", *site) for site in places.added] + [("−", *site) for site in places.removed]
        parts += [f"<h2>{escape(places.label)}</h2><p>{counts}</p>", _table(("", "Id", "Site", "Commune"), lines)]
    for one in change.indicators:
        moves = one.vintage_before and one.vintage_before != one.vintage_after
        vintage = f"{one.vintage_before} → {one.vintage_after}" if moves else one.vintage_after
        parts.append(
            f"<h2>{escape(one.label)}</h2><p>Millésime {escape(vintage)}. Valeurs modifiées : {number(one.changed)} ; "
            f"apparues : {number(one.appeared)} ; disparues : {number(one.vanished)}.</p>"
        )
        lines = [(v.code, v.nom, _shown(v.before, one.decimals), _shown(v.after, one.decimals)) for v in one.biggest]
        if lines:
            parts.append(_table(("Code", "Plus fortes évolutions", f"Avant ({one.unit})", "Après"), lines))
    if not change.any:
        parts.append("<p>Aucun changement dans les programmes ni dans les indicateurs.</p>")
    if kept:
        parts += [
            f"<h2>Lignes gardées : {number(len(kept))}</h2>",
            "<p>Le nom et le code d’une ligne du fichier ne s’accordent pas : elle n’ajoute ni ne retire rien.</p>",
            _table(("Source", "Ligne gardée", "Pourquoi"), kept),
        ]
    if unmatched:
        parts += [
            f"<h2>Lignes non rapprochées : {number(len(unmatched))}</h2>",
            _table(("Source", "Ligne", "Pourquoi"), unmatched),
        ]
    title = "Ce qui change dans les données"
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><h1>{title}</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def counts(change: Difference) -> dict[str, Any]:
    """The report in numbers, for JSON: per programme added, removed, changed; per indicator vintages and values."""
    return {
        "programmes": {
            p.programme: {
                "added": [c.code for c in p.added],
                "removed": [c.code for c in p.removed],
                "changed": [c.code for c in p.changed],
            }
            for p in change.programmes
        },
        "sites": {
            s.programme: {"added": [row[0] for row in s.added], "removed": [row[0] for row in s.removed]}
            for s in change.sites
        },
        "indicators": {
            i.indicator: {
                "vintage_before": i.vintage_before,
                "vintage": i.vintage_after,
                "changed": i.changed,
                "appeared": i.appeared,
                "vanished": i.vanished,
                "biggest": [{"code": v.code, "before": v.before, "after": v.after} for v in i.biggest],
            }
            for i in change.indicators
        },
    }


def _table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    classes = {"+": ' class="plus"', "−": ' class="moins"'}
    body = "".join(
        f"<tr{classes.get(line[0], '')}>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in line) + "</tr>"
        for line in lines
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _shown(value: float | None, decimals: int) -> str:
    return "" if value is None else number(value, decimals)
