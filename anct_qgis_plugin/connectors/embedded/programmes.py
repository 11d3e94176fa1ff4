"""The list of each programme and zoning, read as its catalogue entry says ([x.read] in programmes.toml).

`reader` names one of `READERS`; `file` is the raw file; other keys belong to the reader:
    acv, pvd: `territories`, the file with ids, names and dates. flag: `key`, `began`, `until` (ISO dates).
    members: `id`, `label`, `members`, `status`, names of properties; `fallback` and `fallback_column`, a table of
    communes to complete territories whose members are not all known. column: `column`. grid: nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...core.catalogue import Programme
from ...errors import CatalogueError
from ...i18n import translate
from ..tables.codes import CommuneCodes
from ..tables.merging import Row
from ..tables.raw import Raw
from ..tables.report import ReadReport
from . import contracts, france_services, labels, qpv, zonings

Opener = Callable[[str], Raw]


@dataclass(frozen=True)
class Reading:
    """What a list gave: tables of facts by name (columns, rows), names of perimeters, and the account."""

    tables: Mapping[str, tuple[Sequence[str], list[Row]]]
    report: ReadReport
    perimeters: Sequence[Row] = field(default_factory=list)


def read(programme: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    """Read the list of a programme.

    Args:
        opened: gives the raw file of a name as declared.

    Raises:
        CatalogueError: if the entry names no known reader. SourceError: as the reader.
    """
    reader = READERS.get(str(programme.read.get("reader", "")))
    if reader is None:
        raise CatalogueError(
            translate("Anct", "{file}: in [{entry}], “{key}” is “{value}”; it may be: {allowed}.").format(
                file="programmes.toml", entry=programme.id, key="reader",
                value=programme.read.get("reader", ""), allowed=", ".join(READERS),
            )
        )  # fmt: skip
    return reader(programme, opened, codes)


def _labels(programme: Programme, rows: list[Row], report: ReadReport, perimeters: Sequence[Row] = ()) -> Reading:
    named = perimeters if programme.unit == "perimetre" else ()
    if named:  # the name stands once, beside its perimeter
        rows = [(code, ident, "", status, since) for code, ident, _, status, since in rows]
    return Reading({f"programme_{programme.id}": (labels.COLUMNS, rows)}, report, named)


def _zoning(programme: Programme, rows: list[Row], report: ReadReport) -> Reading:
    return Reading({f"zoning_{programme.id}": (zonings.COLUMNS, rows)}, report)


def _acv(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    return _labels(p, *labels.read_acv(opened(p.read["file"]), opened(p.read["territories"]), codes))


def _pvd(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    return _labels(p, *labels.read_pvd(opened(p.read["file"]), opened(p.read["territories"]), codes))


def _flag(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    began, until = (date.fromisoformat(p.read[key]) for key in ("began", "until"))
    return _labels(p, *labels.read_flag(opened(p.read["file"]), codes, p.read["key"], began, until))


def _ti(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    rows, names, report = contracts.read_ti(opened(p.read["file"]), codes)
    return _labels(p, rows, report, names)


def _members(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    properties = {key: p.read[key] for key in ("id", "label", "members", "status") if key in p.read}
    known = None
    if "fallback" in p.read:
        known = contracts.communes_by_id(opened(p.read["fallback"]), codes, p.read["fallback_column"])
    rows, names, report = contracts.read_members(opened(p.read["file"]), codes, p.id, properties, known)
    return _labels(p, rows, report, names)


def _column(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    rows, names, report = contracts.read_column(opened(p.read["file"]), codes, p.id, p.read["column"])
    return _labels(p, rows, report, names)


def _qpv(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    rows, districts, report = qpv.read(opened(p.read["file"]), codes)
    return Reading(
        {f"programme_{p.id}": (labels.COLUMNS, rows), f"districts_{p.id}": (qpv.DISTRICT_COLUMNS, districts)}, report
    )


def _france_services(p: Programme, opened: Opener, codes: CommuneCodes) -> Reading:
    rows, report = france_services.read(opened(p.read["file"]), codes)
    return Reading({f"sites_{p.id}": (france_services.COLUMNS, rows)}, report)


READERS: dict[str, Callable[[Programme, Opener, CommuneCodes], Reading]] = {
    "acv": _acv,
    "pvd": _pvd,
    "flag": _flag,
    "ti": _ti,
    "members": _members,
    "column": _column,
    "qpv": _qpv,
    "france_services": _france_services,
    "frr": lambda p, opened, codes: _zoning(p, *zonings.read_frr(opened(p.read["file"]), codes)),
    "zrr": lambda p, opened, codes: _zoning(p, *zonings.read_zrr(opened(p.read["file"]), codes)),
    "grid": lambda p, opened, codes: _zoning(p, *zonings.read_grid(opened(p.read["file"]), p.id, codes)),
}
