"""Rows of a person's table into values per commune, EPCI or département, with a line for each row that is left out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...core.spreadsheet_text import safe
from .own_numbers import parse_number
from .own_table import Table
from .place_codes import PLAIN, Place, PlaceCodes

# A merged commune's figure is its own; these name it, or the whole of it, under another code.
_SURE = ("direct", "siren", "name")


@dataclass(frozen=True)
class LeftOut:
    """A row that is not used. row: its number in the file. reason: French."""

    row: int
    code: str
    value: str
    reason: str


@dataclass
class Imported:
    """What came of a table. values: code → (value, secret?, weight). repaired: what was mended → number of rows.

    warnings: what a person should look at (French). members: for a list, (level, code).
    """

    values: dict[str, tuple[float | None, bool, float | None]] = field(default_factory=dict)
    members: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    repaired: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    rows: int = 0
    missing: int = 0

    def left_out_csv(self) -> str:
        """The rows left out, as a French spreadsheet opens them."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(["ligne", "code", "valeur", "raison"])
        writer.writerows(
            [one.row, *(safe(text, keep_lines=True) for text in (one.code, one.value, one.reason))]
            for one in self.left_out
        )
        return "\ufeff" + out.getvalue()

    def report(self) -> str:
        """The outcome in a few French lines."""
        secret = sum(one[1] for one in self.values.values())
        lines = [f"{self.rows} ligne(s) lue(s)"]
        if self.members:
            lines.append(f"{len(self.members)} territoire(s) dans la liste")
        else:
            lines.append(f"{len(self.values)} territoire(s) renseigné(s), dont {secret} au secret")
        if self.missing:
            lines.append(f"{self.missing} ligne(s) sans valeur")
        lines += [f"{count} ligne(s) : {what}" for what, count in self.repaired.items()]
        lines.append(f"{len(self.left_out)} ligne(s) laissée(s) de côté")
        lines += [f"  {count} : {why}" for why, count in Counter(o.reason for o in self.left_out).most_common(12)]
        return "\n".join([*lines, *(f"Attention : {one}" for one in self.warnings)])


def values_of(
    table: Table,
    code: int,
    value: int,
    level: str,
    decimal: str,
    codes: PlaceCodes,
    unit: str = "",
    weight: int = -1,
) -> Imported:
    """The values of a table by place.

    Several rows for one place: the same value counts once; with a weight column they are averaged by it; otherwise
    the row of today's own code wins over those of former communes, and rows that contradict each other are left out,
    all of them.
    """
    done = Imported(rows=len(table.rows))
    found: dict[str, list[tuple[int, Place, str, float | None, bool, float | None]]] = {}
    repaired: Counter[str] = Counter()
    for number, row in enumerate(table.rows, start=table.first):
        if not any(row):
            continue
        place = codes.resolve(row[code], level)
        if not place.code:
            done.left_out.append(LeftOut(number, row[code], row[value], place.reason))
            continue
        if level == "commune" and place.kind == "arrondissement" and weight < 0:
            reason = "arrondissement municipal : sa valeur n’est pas celle de la commune entière"
            done.left_out.append(LeftOut(number, row[code], row[value], reason))
            continue
        read = parse_number(row[value], decimal)
        if read.problem:
            done.left_out.append(LeftOut(number, row[code], row[value], f"valeur : {read.problem}"))
            continue
        if read.value is None and not read.secret:
            done.missing += 1
            continue
        heavy = parse_number(row[weight], decimal) if weight >= 0 else None
        if heavy is not None and (heavy.value is None or heavy.value < 0):
            done.left_out.append(LeftOut(number, row[code], row[value], "poids absent, négatif ou illisible"))
            continue
        if place.how not in PLAIN:
            repaired[place.how] += 1
        found.setdefault(place.code, []).append(
            (number, place, row[value], read.value, read.secret, heavy.value if heavy else None)
        )
    for key, rows in found.items():
        _keep(done, key, rows, weight >= 0)
    done.repaired = dict(repaired)
    done.left_out.sort(key=lambda one: one.row)
    _look_at(done, unit)
    return done


def _keep(
    done: Imported, key: str, rows: Sequence[tuple[int, Place, str, float | None, bool, float | None]], weighted: bool
) -> None:
    sure = [row for row in rows if row[1].kind in _SURE]
    if sure and len(sure) < len(rows):
        for row in rows:
            if row not in sure:
                reason = f"ancien code : la commune actuelle {key} a déjà sa propre ligne"
                done.left_out.append(LeftOut(row[0], row[1].code, row[2], reason))
        rows = sure
    distinct = {(row[3], row[4]) for row in rows}
    if len(distinct) == 1:
        (value, secret) = next(iter(distinct))
        weights = [row[5] for row in rows if row[5] is not None]
        done.values[key] = (value, secret, sum(weights) if weighted else None)
        return
    numbers = [(row[3], row[5]) for row in rows if row[3] is not None and row[5]]
    if weighted and len(numbers) == len(rows):
        total = sum(w for _, w in numbers if w)
        mean = sum(v * w for v, w in numbers if v is not None and w) / total
        done.values[key] = (mean, False, total)
        return
    lines = ", ".join(str(row[0]) for row in rows[:5])
    for row in rows:
        reason = f"{len(rows)} lignes différentes pour {key} (lignes {lines}) : aucune n’est retenue"
        done.left_out.append(LeftOut(row[0], row[1].code, row[2], reason))


def _look_at(done: Imported, unit: str) -> None:
    numbers = [value for value, _, _ in done.values.values() if value is not None]
    if not numbers:
        return
    if unit.strip() == "%":
        outside = sum(not 0 <= value <= 100 for value in numbers)
        if outside:
            done.warnings.append(f"{outside} valeur(s) hors de 0 à 100 pour un pourcentage")
        elif max(numbers) <= 1 and len(numbers) > 5:
            done.warnings.append("toutes les valeurs sont entre 0 et 1 : des fractions plutôt que des pourcentages ?")
    ordered = sorted(numbers)
    middle = abs(ordered[len(ordered) // 2])
    absurd = sum(abs(value) > 10000 * middle for value in numbers) if middle else 0
    if absurd:
        done.warnings.append(f"{absurd} valeur(s) plus de 10 000 fois la médiane")
    if min(numbers) < 0 and unit.strip() != "%":
        done.warnings.append(f"{sum(value < 0 for value in numbers)} valeur(s) négative(s)")


def members_of(table: Table, code: int, codes: PlaceCodes) -> Imported:
    """The communes and EPCI of a list of codes, each once."""
    done = Imported(rows=len(table.rows))
    repaired: Counter[str] = Counter()
    members: dict[tuple[str, str], None] = {}
    for number, row in enumerate(table.rows, start=table.first):
        written = row[code]
        if not written:
            continue
        place = codes.resolve(written, "commune")
        if not place.code:
            place = codes.resolve(written, "epci")
        if not place.code:
            done.left_out.append(LeftOut(number, written, "", codes.resolve(written, "commune").reason))
            continue
        member = (place.level, place.code)
        if member in members:
            repaired["répétition d’un même territoire"] += 1
            continue
        if place.how not in PLAIN:
            repaired[place.how] += 1
        members[member] = None
    done.members = list(members)
    done.repaired = dict(repaired)
    return done
