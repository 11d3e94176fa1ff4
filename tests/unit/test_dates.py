"""Days as people type them; what is none stays None."""

from __future__ import annotations

import pytest

from anct_qgis_plugin.core.dates import iso_date, short_date


@pytest.mark.parametrize(
    "text",
    ["01/03/2026", "1/3/2026", " 1.3.26 ", "01-03-2026", "01 03 2026", "01032026", "2026-03-01", "1er mars 2026",
     "1ER MARS 2026", "1 mars 2026"],
)  # fmt: skip
def test_the_first_of_march(text: str) -> None:
    assert iso_date(text) == "2026-03-01"
    assert short_date("2026-03-01") == "01/03/2026"


def test_accents_and_the_end_of_february() -> None:
    assert iso_date("29 février 2028") == "2028-02-29" and iso_date("15 Août 2026") == "2026-08-15"
    assert iso_date("29/02/2028") == "2028-02-29"


@pytest.mark.parametrize(
    "text", ["", "demain", "29/02/2026", "31/04/2026", "13/13/2026", "03/2026", "2026", "1/3/202", "1 brumaire 2026",
             "2026-3-1", "01/03/2026 10:00", "0/1/2026"]
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    assert iso_date(text) is None
    assert short_date(text) == text
