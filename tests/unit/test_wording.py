"""Figures written in French (DOMAIN 5.6): thin no-break space, decimal comma, unit after a no-break space."""

from __future__ import annotations

import pytest

from anct_qgis_plugin.core import wording


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (1234567.0, "hab.", 0, "1\u202f234\u202f567\u00a0hab."),
        (8.25, "%", 1, "8,3\u00a0%"),
        (-0.26, "%/an", 1, "\u22120,3\u00a0%/an"),
        (-0.001, "%", 1, "0,0\u00a0%"),
        (None, "%", 1, "n. d."),
        (float("nan"), "%", 1, "n. d."),
        (2.5, "score", 1, "2,5"),
    ],
)
def test_quantity(value: float | None, unit: str, decimals: int, expected: str) -> None:
    assert wording.quantity(value, unit, decimals) == expected


def test_signed_ordinal_counted_listing() -> None:
    assert wording.number(0.3, 1, signed=True) == "+0,3" and wording.number(0.0, 1, signed=True) == "0,0"
    assert wording.ordinal(1) == "1er" and wording.ordinal(14210) == "14\u202f210e"
    assert wording.counted(0, "commune", "communes") == "0\u00a0commune"
    assert wording.counted(1500, "site", "sites") == "1\u202f500\u00a0sites"
    assert wording.listing(["a"]) == "a" and wording.listing(["a", "b", "c"]) == "a, b et c"
    assert wording.listing(list("abcdef"), most=3) == "a, b, c et 3 autres"
