"""Expression functions of the group "ANCT": a commune's or a unit's indicator, programmes, index and name.

Registering them reads nothing; the data are read when the first of them is evaluated. A code that is not known, or an
indicator or profile that is not declared, gives NULL and an evaluation error that says why; a value that does not
exist (missing or withheld) gives NULL without a word.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qgis.core import QgsExpression, QgsExpressionFunction

from ..errors import AnctError, ProfileError
from ..i18n import translate

if TYPE_CHECKING:  # the data library is imported with the first evaluation
    from ..core.diagnostic import Analyst
    from ..core.profile import Profile
    from ..core.territory import Territory

GROUP = "ANCT"
# A layer's labels ask again and again for the same few thousand units.
_KEPT = 50_000
_LOOK_AGAIN = 1.0  # seconds
_registered: list[QgsExpressionFunction] = []
_seen: list[tuple[Analyst, float]] = []


class _Function(QgsExpressionFunction):
    """An expression function that answers with plain values, and errors in a person's words."""

    def __init__(
        self,
        name: str,
        parameters: list[QgsExpressionFunction.Parameter],
        text: str,
        example: str,
        answer: Callable[..., Any],
    ) -> None:
        super().__init__(name, parameters, GROUP, _help(name, parameters, text, example))
        self._answer = answer

    def func(self, values: list[Any], _context: Any, parent: QgsExpression, _node: Any) -> Any:
        """Called by QGIS for each feature."""
        texts = [_text(value) for value in values]
        if not texts or not texts[0] or texts[0] == "NULL":
            return None
        try:
            return self._answer(*texts)
        except AnctError as error:
            parent.setEvalErrorString(str(error))
            return None


def _text(value: Any) -> str:
    """An argument as text; "" for NULL and NaN. A column of codes read as decimals (46102.0) holds whole numbers."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def register() -> None:
    """Add the functions to QGIS; does nothing for those already there."""
    for function in _functions():
        if QgsExpression.registerFunction(function):
            # QGIS keeps no reference of its own to a Python function.
            _registered.append(function)


def unregister() -> None:
    """Take them away again."""
    for function in _registered:
        QgsExpression.unregisterFunction(function.name())
    _registered.clear()
    forget()


def forget() -> None:
    """Drop what was kept of the data."""
    for kept in (_territory, _indicator, _programmes, _members, _fragility, _profile):
        kept.cache_clear()
    _seen.clear()


def _functions() -> list[QgsExpressionFunction]:
    code = QgsExpressionFunction.Parameter("code")
    key = QgsExpressionFunction.Parameter("indicator")
    profile = QgsExpressionFunction.Parameter("profile", True, "generale")
    value_of = translate(
        "Anct",
        "The value of an indicator for a commune, EPCI, département, région or any territory; NULL where it is "
        "missing or withheld.",
    )
    index_of = translate(
        "Anct",
        "The fragility index of a territory, 0-100 (100 = most fragile), by a profile's key or the path of a JSON "
        "profile; “generale” where none is given. NULL without index.",
    )
    at_work = translate("Anct", "The keys of the programmes at work in a territory, as an array.")
    name_of = translate("Anct", "The name of a territory, with its article.")
    return [
        _Function("anct_indicator", [code, key], value_of, "('46102', 'taux_vacance')", indicator),
        _Function("anct_programmes", [code], at_work, "('46102')", programmes),
        _Function("anct_fragility", [code, profile], index_of, "('46102', 'ruralite')", fragility),
        _Function("anct_territory_name", [code], name_of, "('200067361')", name),
    ]


def _help(name: str, parameters: list[QgsExpressionFunction.Parameter], text: str, example: str) -> str:
    signature = f"{name}({', '.join(parameter.name() for parameter in parameters)})"
    codes = translate("Anct", "A code is an INSEE code or a SIREN, as text, or any territory expression.")
    return f"<h3>{signature}</h3><p>{text}</p><p>{codes}</p><p><code>{name}{example}</code></p>"


# -- answers ----------------------------------------------------------------------------------------------------------


def indicator(code: str, key: str) -> float | None:
    """An indicator's value; None where it is missing or withheld. Raises AnctError."""
    return _indicator(_analyst(), code, key)


def programmes(code: str) -> list[str]:
    """Keys of the programmes in a territory. Raises AnctError."""
    return list(_programmes(_analyst(), code))


def fragility(code: str, profile: str = "") -> float | None:
    """The index; None where there is none. Raises AnctError."""
    return _fragility(_analyst(), code, profile or "generale")


def name(code: str) -> str:
    """A territory's name. Raises AnctError."""
    return _territory(_analyst(), code).label


def _analyst() -> Analyst:
    """The analyst; which version of the data is in force is looked up once a second, not for each label."""
    now = time.monotonic()
    if _seen and now - _seen[0][1] < _LOOK_AGAIN:
        return _seen[0][0]
    from ..dependencies import require
    from ..snapshot import reader

    require("geopandas")
    found = reader.analyst()
    if not _seen or found is not _seen[0][0]:  # another version came into force
        forget()
    _seen[:] = [(found, now)]
    return found


@lru_cache(maxsize=_KEPT)
def _territory(analyst: Analyst, code: str) -> Territory:
    return analyst.gazetteer.resolve(code)


@lru_cache(maxsize=_KEPT)
def _indicator(analyst: Analyst, code: str, key: str) -> float | None:
    from ..core import indicators

    facts = analyst.facts
    if key not in facts.catalogue.indicators:
        raise ProfileError(
            translate("Anct", "Unknown indicator “{key}”. Known ones: {known}.").format(
                key=key, known=", ".join(facts.catalogue.indicators)
            )
        )
    territory = _territory(analyst, code)
    if key in facts.awaited:
        raise ProfileError(indicators.figure(facts, key, territory).absence)
    if len(territory.positions) == 1:  # a commune's own value, without going through all the others
        value = float(facts.values[key].value[territory.positions[0]])
        return value if value == value else None
    return indicators.figure(facts, key, territory).value


@lru_cache(maxsize=_KEPT)
def _programmes(analyst: Analyst, code: str) -> tuple[str, ...]:
    inside = set(_territory(analyst, code).positions.tolist())
    return tuple(key for key, members in _members(analyst).items() if not members.isdisjoint(inside))


@lru_cache(maxsize=2)
def _members(analyst: Analyst) -> dict[str, frozenset[int]]:
    """Positions of the communes that each programme covers."""
    from ..core import coverage

    facts = analyst.facts
    return {
        programme.id: frozenset(coverage.covered(facts, programme.id).nonzero()[0].tolist())
        for programme in facts.catalogue.of_kind("programme")
    }


@lru_cache(maxsize=_KEPT)
def _fragility(analyst: Analyst, code: str, profile: str) -> float | None:
    territory = _territory(analyst, code)
    found = _profile(analyst, profile)
    if territory.level == "commune":  # straight from the table of all communes
        value = float(analyst.fragility(found, "commune").table["indice"].iat[int(territory.positions[0])])
        return value if value == value else None
    from ..errors import NoIndex

    try:
        return analyst.index(found, territory, draws=0).value
    except NoIndex:
        return None


@lru_cache(maxsize=32)
def _profile(analyst: Analyst, key: str) -> Profile:
    from ..snapshot.profiles import read_profile

    return read_profile(analyst.facts.catalogue.indicators, key)
