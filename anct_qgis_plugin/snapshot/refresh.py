"""A new version of the snapshot from refreshed sources; what is in use is not touched until the new one is whole.

The rows are made by the very functions that make the embedded snapshot (snapshot/tables.py, geometry.py), from facts in
the same form. They replace those of their sources in a copy, in one transaction; the copy is read whole, put on the
disk, then renamed to a version. Whatever stops the work on the way leaves a folder that the next refresh removes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import paths
from ..connectors.embedded.facts import table_text
from ..connectors.refresh import limits
from ..connectors.refresh.refreshable import LIMITS, REFRESHABLE, Refreshable
from ..connectors.refresh.supply import Supplied, Supply, absent
from ..connectors.tables import reasons
from ..connectors.tables.codes import CommuneCodes
from ..connectors.tables.reading import Desk, Reading
from ..core.catalogue import Catalogue
from ..core.difference import Difference, difference
from ..errors import AnctError, Cancelled, NoNetwork, OutputError, SourceError
from ..i18n import translate
from . import content, gates, keeping, reader, rewriting, tables, versions

IsCancelled = Callable[[], bool]
REFRESHED, REFUSED, ABSENT, UNCHANGED = "refreshed", "refused", "absent", "unchanged"
_CHUNK = 4 << 20
_FACTS = "facts"
_NOTES_SAID = 5


@dataclass(frozen=True)
class SourceResult:
    """What became of one source.

    state: "refreshed", "refused" (the last good data stay; `reason` says why), "absent" (no file), "unchanged".
    origin: names of the files. unmatched: (line, what was tried) of lines left out. kept: (row, why) of rows held that
    stay because the line about them is doubtful. offline: no network was there.
    """

    key: str
    label: str
    state: str
    reason: str = ""
    origin: str = ""
    rows_read: int = 0
    matched: int = 0
    unmatched: tuple[tuple[str, str], ...] = ()
    repaired: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    vintage: str = ""
    vintage_before: str = ""
    offline: bool = False
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The end of a refresh: the version made (None where no source was refreshed), not in use yet; what changes."""

    results: tuple[SourceResult, ...]
    version: versions.Version | None = None
    difference: Difference | None = None

    @property
    def offline(self) -> bool:
        """Whether there was no network, which is a normal state: the data held stay usable."""
        return any(result.offline for result in self.results)

    @property
    def refreshed(self) -> bool:
        """Whether there is a version to put into use."""
        return self.version is not None


def state_names() -> dict[str, str]:
    """What became of a source, in words."""
    return {
        "refreshed": translate("Anct", "refreshed"),
        "refused": translate("Anct", "refused, the old data stay"),
        "absent": translate("Anct", "not there"),
        "unchanged": translate("Anct", "unchanged"),
    }


@dataclass
class _Accepted:
    entry: Refreshable
    reading: Reading
    mark: str
    edition: str
    facts: Path


def refresh(
    supply: Supply,
    keys: Sequence[str] = (),
    base: Path | None = None,
    catalogue: Catalogue | None = None,
    cancelled: IsCancelled = lambda: False,
    say: Callable[[float, str], None] = lambda share, text: None,
    sources: Mapping[str, Refreshable] = REFRESHABLE,
) -> Outcome:
    """Read the sources, and make a version of those that pass; it is not put into use here.

    Args:
        keys: of `sources`; all but the optional ones when empty.
        base: the snapshot to start from; the one in use when None.
        say: receives the share done (0 to 1) and what is being done.

    Raises:
        SourceError: naming an unknown key. SnapshotMissing, SnapshotVersionError: the base cannot be read.
        OutputError: the version cannot be written. Cancelled: nothing is left.
    """
    base, catalogue = base or versions.active(), catalogue or reader.read_catalogue()
    reader.unpack(base)
    reader.check(base)
    chosen = [entry for entry in _chosen(keys, sources) if declared(entry, catalogue)]
    results: list[SourceResult] = []
    partial = versions.begin()
    try:
        accepted: list[_Accepted] = []
        with content.opened(base) as connection:
            last_good = _LastGood(connection)
            for rank, entry in enumerate(chosen):
                _stop(cancelled)
                say(0.6 * rank / max(1, len(chosen)), entry.label)
                if results and results[-1].offline:  # without network, one question is enough
                    before = last_good.vintages.get(entry.source, "")
                    results.append(replace(results[-1], key=entry.key, label=entry.label, vintage_before=before))
                    continue
                result, found = _source(entry, supply, last_good, catalogue, partial, cancelled)
                results.append(result)
                if found is not None:
                    accepted.append(found)
                    # Another file of this source must not bring older figures after it.
                    last_good.dates[entry.source] = found.reading.date or last_good.dates.get(entry.source, "")
        if not accepted:
            return Outcome(tuple(results))
        say(0.6, translate("Anct", "Writing the new version…"))
        _copy(base, partial / versions.FILE, cancelled)
        _apply(partial, accepted, catalogue, cancelled, sources)
        shutil.rmtree(partial / _FACTS, ignore_errors=True)
        _stop(cancelled)
        say(0.8, translate("Anct", "Checking the new version…"))
        changes = difference(reader.load(base, catalogue), reader.load(partial / versions.FILE, catalogue))
        _stop(cancelled)
        return Outcome(tuple(results), versions.publish(partial), changes)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def put_into_use(outcome: Outcome) -> versions.Version | None:
    """Activate the version of an outcome and remove all but the three last; None where there is nothing new.

    Raises:
        SnapshotMissing, OutputError: what was in use stays so.
    """
    if outcome.version is None:
        return None
    found = versions.activate(outcome.version.name)
    versions.prune()
    return found


class _LastGood:
    """What the base holds, read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.communes = content.members(connection)
        self.population_year = content.main_year(self.communes)
        self.codes: CommuneCodes = content.codes(self.communes)
        self.rows = content.counts(connection)
        self.dates = content.dates(connection)
        self.vintages = dict(connection.execute("SELECT id, millesime FROM source").fetchall())
        row = connection.execute("SELECT value FROM snapshot_info WHERE key = 'cog'").fetchone()
        self.cog = str(row[0]) if row else ""
        told = connection.execute(
            "SELECT key, value FROM snapshot_info WHERE key LIKE 'refreshed:%' OR key LIKE 'edition:%'"
        )
        self.marks = {str(key): str(value) for key, value in told}


def _chosen(keys: Sequence[str], sources: Mapping[str, Refreshable]) -> list[Refreshable]:
    for key in keys:
        if key not in sources and not _locates(key):
            raise SourceError(
                translate("Anct", "Unknown source “{key}”. Known ones: {known}.").format(
                    key=key, known=", ".join([*sources, f"{LIMITS}:46"])
                )
            )
    found = {key: limits.located(key.partition(":")[2]) if _locates(key) else sources[key] for key in keys}
    return list(found.values()) if keys else [entry for entry in sources.values() if not entry.optional]


def _locates(key: str) -> bool:
    """Whether a key asks for the limits of a département."""
    return key.partition(":")[0] == LIMITS


def declared(entry: Refreshable, catalogue: Catalogue) -> bool:
    """Whether the catalogue knows something that the source feeds; outlines and checks serve everything."""
    return (
        not (entry.programmes or entry.indicators)
        or any(key in catalogue.programmes for key in entry.programmes)
        or any(key in catalogue.indicators for key in entry.indicators)
    )


def _source(
    entry: Refreshable, supply: Supply, last_good: _LastGood, catalogue: Catalogue, folder: Path, cancelled: IsCancelled
) -> tuple[SourceResult, _Accepted | None]:
    """Fetch, read and check one source; a refusal is a result, not an error."""
    before = last_good.vintages.get(entry.source, "")
    origin = ""
    try:
        supplied = supply(entry)
        if supplied is None:
            return SourceResult(entry.key, entry.label, ABSENT, absent(entry), vintage_before=before), None
        origin = supplied.origin
        same = bool(supplied.edition) and last_good.marks.get(f"edition:{entry.key}") == supplied.edition
        mark = "" if same else _mark(supplied)
        if same or last_good.marks.get(f"refreshed:{entry.key}") == mark:
            reason = translate("Anct", "The same file as last time.")
            return (
                SourceResult(entry.key, entry.label, UNCHANGED, reason, origin, vintage=before, vintage_before=before),
                None,
            )
        facts = {
            f"districts_{programme}": content.contours(last_good.connection, programme)
            for programme in entry.programmes
            if programme in catalogue.programmes and catalogue.programmes[programme].unit == "quartier"
        }
        facts["geography"] = [{"cog": last_good.cog, "population": last_good.population_year}]
        facts |= {f"zoning_{key}": content.statuses(last_good.connection, key) for key in entry.programmes}
        facts |= {f"weights_{key}": content.weights(last_good.connection, key) for key in entry.indicators}
        facts |= {f"total_{key}": content.total(last_good.connection, key) for key in entry.indicators}
        facts["people"] = content.inhabited(last_good.communes)
        if entry.population:
            facts["population"] = content.populations(last_good.communes)
        desk = Desk(supplied.files, last_good.codes, facts, cancelled)
        reading = keeping.kept(last_good.connection, entry.read(desk))
        # Apart: the facts of a refused file must not lie where those of an accepted one are looked for.
        folder = folder / _FACTS / entry.key.replace(":", "-")
        folder.mkdir(parents=True, exist_ok=True)
        for name, (columns, rows) in reading.tables.items():
            (folder / f"{name}.csv").write_text(table_text(columns, rows), encoding="utf-8", newline="\n")
        values = {
            key: tables.indicator_values(folder, catalogue.indicators[key], content.people(last_good.communes))[0]
            for key in entry.indicators
            if key in catalogue.indicators and f"indicator_{key}" in reading.tables
        }
        held = gates.Held(last_good.rows, last_good.dates.get(entry.source, ""))
        gates.check(entry, reading, held, values, last_good.communes[["code", "mairie_lon", "mairie_lat"]])
        if (not reading.tables and not reading.shapes) or keeping.as_held(reading, facts):
            return _as_held(entry, reading, origin, before), None
    except Cancelled:
        raise
    except OSError as error:
        raise versions.unwritable(folder, error) from error
    except AnctError as error:
        return (
            SourceResult(
                entry.key, entry.label, REFUSED, str(error), origin, vintage_before=before,
                offline=isinstance(error, NoNetwork),
            ),
            None,
        )  # fmt: skip
    report = reading.report
    result = SourceResult(
        entry.key, entry.label, REFRESHED, "", origin, report.rows_read, report.matched,
        reasons.lines_said(report.refused), report.repaired, reasons.notes_said(report.notes), reading.vintage, before,
        kept=reading.kept,
    )  # fmt: skip
    return result, _Accepted(entry, reading, mark, supplied.edition, folder)


def _as_held(entry: Refreshable, reading: Reading, origin: str, before: str) -> SourceResult:
    """The result of a source that is only compared with the data held."""
    notes = reading.report.notes
    reason = translate("Anct", "Compared with the data held, which stay. Differences: {count}.").format(
        count=len(notes)
    )
    if notes:
        reason = f"{reason} {'; '.join(notes[:_NOTES_SAID])}{' …' if len(notes) > _NOTES_SAID else ''}"
    report = reading.report
    return SourceResult(
        entry.key, entry.label, UNCHANGED, reason, origin, report.rows_read, report.matched, report.refused,
        report.repaired, notes, before, before,
    )  # fmt: skip


def _copy(base: Path, target: Path, cancelled: IsCancelled) -> None:
    try:
        with base.open("rb") as source, target.open("wb") as copy:
            while part := source.read(_CHUNK):
                _stop(cancelled)
                copy.write(part)
    except OSError as error:
        raise versions.unwritable(target.parent, error) from error


def _apply(
    partial: Path,
    accepted: Sequence[_Accepted],
    catalogue: Catalogue,
    cancelled: IsCancelled,
    sources: Mapping[str, Refreshable],
) -> None:
    """Replace the rows of the accepted sources in the copy, in one transaction."""
    target = partial / versions.FILE
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as connection:
            # The copy counts for nothing until it is renamed: its own journal and syncs would only cost time.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            connection.set_progress_handler(cancelled, 20000)
            rewriter = rewriting.Rewriter(connection, catalogue)
            connection.execute("BEGIN")
            rewriter.info({"complete": None})
            for one in accepted:
                rewriter.source(one.entry, one.reading, one.facts)
                # Another origin of the same data is no longer what is held: its file is to be read again.
                others = [key for key, entry in sources.items() if entry.source == one.entry.source]
                rewriter.info({f"{kind}:{key}": None for key in others for kind in ("refreshed", "edition")})
                rewriter.info({f"refreshed:{one.entry.key}": one.mark, f"edition:{one.entry.key}": one.edition or None})
            rewriter.derived({programme: one.facts for one in accepted for programme in one.entry.programmes})
            now = datetime.datetime.now().isoformat(timespec="seconds")
            rewriter.info(
                {
                    "built": now[:10],
                    "refreshed": now,
                    "plugin": paths.version(),
                    "schema": reader.SCHEMA,
                    "complete": "1",
                }
            )
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        _stop(cancelled)
        raise OutputError(translate("Anct", "Cannot write {path}: {error}").format(path=target, error=error)) from error


def _mark(supplied: Supplied) -> str:
    """What tells the files of a source from other ones: role → SHA-256."""
    return json.dumps(
        {role: hashlib.sha256(raw.data).hexdigest() for role, raw in sorted(supplied.files.items())}, sort_keys=True
    )


def _stop(cancelled: IsCancelled) -> None:
    if cancelled():
        raise Cancelled(translate("Anct", "Stopped: the data in use were not touched."))
