"""OFGL: finances of the local authorities (Opendatasoft), by records or as one whole CSV. Optional source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ...errors import RequestRefused
from ..http import failures, replies
from ..http.replies import Table
from .opendatasoft import Opendatasoft, explained, text

# Above, the service refuses.
PAGE = 100
REACH = 10_000
# A year's dotations are published in its spring.
YEARS = 3


class Ofgl(Opendatasoft):
    """Records of a dataset ("dotations-communes", "ofgl-base-communes")."""

    SERVICE = "ofgl"

    def records(
        self, dataset: str, where: str = "", select: str = "", order_by: str = "", page: int = PAGE
    ) -> Iterator[dict[str, Any]]:
        """All records that fit, page after page; beyond 10,000 take the export.

        Args:
            where: ODSQL; see `text` for values. `exercice` is a date: "year(exercice)=2026".
            order_by: needed for a stable order over several pages.
            page: 1-100.

        Raises:
            RequestRefused: with the service's words.
            BadContent: if there are more records than the pages reach, or fewer come than announced.
        """
        if not 1 <= page <= PAGE:
            raise ValueError(f"1-{PAGE} records per page")
        offset = 0
        while True:
            found = self._ask(
                dataset,
                {
                    "where": where or None,
                    "select": select or None,
                    "order_by": order_by or None,
                    "limit": page,
                    "offset": offset,
                },
            )
            total = replies.whole(found, "total_count")
            results = replies.objects(found.get("results"), self.name, "results")
            if total is None or total > REACH:
                raise failures.not_understood(self.name, f"{total} records: beyond the reach of pages")
            yield from results
            offset += len(results)
            if offset >= total:
                return
            if not results:
                raise failures.not_understood(self.name, f"{offset} records of {total}, then none")

    def labels(self, dataset: str, column: str) -> list[str]:
        """The different values of a column (group_by), to find the exact label of a variable."""
        found = self._ask(dataset, {"select": column, "group_by": column, "limit": PAGE})
        rows = replies.objects(found.get("results"), self.name, "results")
        return sorted(replies.word(row, column) for row in rows)

    def newest(self, dataset: str, variable: str, target: Path) -> int:
        """The newest year of a variable, for all communes, as CSV; gives the year.

        Raises:
            BadContent: if none of the last years has a line.
        """
        this = datetime.date.today().year
        for year in range(this, this - YEARS, -1):
            where = f"variable={text(variable)} and year(exercice)={year}"
            self.download(dataset, target, where)
            with target.open("rb") as file:
                if sum(bool(line.strip()) for line in islice(file, 2)) > 1:
                    return year
        raise failures.empty(self.name, f"{variable}: nothing since {this - YEARS + 1}")

    def _ask(self, dataset: str, query: dict[str, str | int | float | None]) -> dict[str, Any]:
        try:
            return replies.mapping(self.json(self.request(f"/{dataset}/records", query)), self.name, "answer")
        except RequestRefused as refusal:
            raise explained(refusal) from refusal


def read_export(data: bytes, required: tuple[str, ...] = ()) -> Table:
    """The table of an export, cells as text.

    Raises:
        BadContent: if a required column is not there.
    """
    return replies.table(data, "OFGL", required)
