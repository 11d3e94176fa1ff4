"""What a file must pass before its rows enter a version: a file that fails is refused whole, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..connectors.refresh.refreshable import Refreshable
from ..connectors.tables.identify import BROKEN
from ..connectors.tables.reading import Reading
from ..core.wording import day as in_french
from ..core.wording import number
from ..errors import SourceError
from ..i18n import translate

# A list may shrink a little (communes merge, labels end); by more, it is a part of itself.
KEPT_SHARE = 0.85
KNOWN_SHARE = 0.97
DOUBTED_SHARE = 0.02
BROKEN_SHARE = 0.02
# About 30 km: no commune of métropole is that wide; Guyane's are, and a few sites serve from next door.
FAR_DEGREES, FAR_SHARE = 0.27, 0.03
# About 1 km: a town hall lies in its commune, or its position is a little off.
HALL_DEGREES = 0.01


@dataclass(frozen=True)
class Held:
    """What the last good version has of a source: rows by facts file, and the ISO date of its vintage ("" unknown)."""

    rows: Mapping[str, int]
    date: str


def check(
    entry: Refreshable, reading: Reading, held: Held, values: Mapping[str, pd.DataFrame], communes: pd.DataFrame
) -> None:
    """Let a reading pass, or refuse it.

    Args:
        values: indicator → its rows as they would be stored (column `value`).
        communes: columns code, mairie_lon, mairie_lat.

    Raises:
        SourceError: the first gate that it fails, in one sentence.
    """
    _date(entry, reading, held)
    _cells(entry, reading)
    _rows(entry, reading, held)
    _codes(entry, reading)
    _places(entry, reading, communes)
    _outlines(entry, reading, communes)
    for indicator, rows in values.items():
        _ranges(entry, indicator, rows)


def _date(entry: Refreshable, reading: Reading, held: Held) -> None:
    length = min(len(reading.date), len(held.date))
    if length and reading.date[:length] < held.date[:length]:
        raise SourceError(
            translate(
                "Anct",
                "{source}: the file is of {found}, older than the data held ({held}), which stay.",
            ).format(source=entry.label, found=in_french(reading.date), held=in_french(held.date))
        )


def _rows(entry: Refreshable, reading: Reading, held: Held) -> None:
    if reading.report.rows_read < entry.floor:
        raise SourceError(
            translate(
                "Anct",
                "{source}: {count} lines, a whole file has at least {floor}. It is a part, or another file.",
            ).format(source=entry.label, count=reading.report.rows_read, floor=number(entry.floor))
        )
    for name, (_, rows) in reading.tables.items():
        before = held.rows.get(name, 0)
        if len(rows) < KEPT_SHARE * before:
            raise SourceError(
                translate(
                    "Anct",
                    "{source}: {count} rows could be used, {before} are held: too many are missing.",
                ).format(source=entry.label, count=number(len(rows)), before=number(before))
            )


def _codes(entry: Refreshable, reading: Reading) -> None:
    trust = reading.trust
    if trust.known < KNOWN_SHARE * trust.seen:
        raise SourceError(
            translate(
                "Anct", "{source}: {unknown} codes of {seen} are not known. The codes were damaged, or are others."
            ).format(source=entry.label, unknown=number(trust.seen - trust.known), seen=number(trust.seen))
        )
    if trust.named and trust.doubted > max(2, DOUBTED_SHARE * trust.named):
        raise SourceError(
            translate(
                "Anct", "{source}: {count} codes of {named} are those of other communes than the names beside them."
            ).format(source=entry.label, count=number(trust.doubted), named=number(trust.named))
        )


def _cells(entry: Refreshable, reading: Reading) -> None:
    broken = sum(reason == BROKEN for _, reason in reading.report.refused)
    if broken > max(2, BROKEN_SHARE * reading.report.rows_read):
        raise SourceError(
            translate("Anct", "{source}: {count} lines have lost or gained a cell. Download the file again.").format(
                source=entry.label, count=number(broken)
            )
        )


def _places(entry: Refreshable, reading: Reading, communes: pd.DataFrame) -> None:
    """Sites lie near the town hall of their commune: longitude and latitude exchanged, or a lost decimal mark, show."""
    for name, (columns, rows) in reading.tables.items():
        if not name.startswith("sites_") or not rows:
            continue
        sites = pd.DataFrame(rows, columns=list(columns)).merge(communes, on="code", suffixes=("", "_commune"))
        away = np.hypot(
            (sites["longitude"].astype(float) - sites["mairie_lon"]) * 0.7,
            sites["latitude"].astype(float) - sites["mairie_lat"],
        )
        far = int((away > FAR_DEGREES).sum())
        if far > max(2, FAR_SHARE * len(sites)):
            raise SourceError(
                translate(
                    "Anct", "{source}: {count} sites of {total} lie far from their commune. Check the coordinates."
                ).format(source=entry.label, count=number(far), total=number(len(sites)))
            )


def _outlines(entry: Refreshable, reading: Reading, communes: pd.DataFrame) -> None:
    """A commune's outline holds its town hall: axes or codes exchanged show."""
    if not reading.shapes:
        return
    from shapely import wkb
    from shapely.geometry import Point

    halls = communes[communes["code"].isin(list(reading.shapes)) & communes["mairie_lon"].notna()]
    away = sum(
        wkb.loads(reading.shapes[code]).distance(Point(x, y)) > HALL_DEGREES
        for code, x, y in halls[["code", "mairie_lon", "mairie_lat"]].itertuples(index=False, name=None)
    )
    if away > max(2, FAR_SHARE * len(halls)) or away == len(halls) > 0:
        raise SourceError(
            translate(
                "Anct", "{source}: {count} outlines of {total} lie away from the town hall of their commune."
            ).format(source=entry.label, count=number(away), total=number(len(halls)))
        )


def _ranges(entry: Refreshable, indicator: str, rows: pd.DataFrame) -> None:
    if indicator not in entry.ranges or rows.empty:
        return
    low, high = entry.ranges[indicator]
    values = rows["value"].to_numpy(dtype=float)
    outside = np.flatnonzero(np.isfinite(values) & ((values < low) | (values > high)))
    if len(outside):
        worst = int(outside[np.argmax(np.abs(values[outside] - (low + high) / 2))])
        raise SourceError(
            translate(
                "Anct",
                "{source}: {count} values are not plausible, as {value} for commune {code} ({low} to {high} expected).",
            ).format(
                source=entry.label,
                count=number(len(outside)),
                value=number(float(values[worst]), 1),
                code=rows["code"].iloc[worst],
                low=number(low),
                high=number(high),
            )
        )
