"""The IGN's geocoding (Géoplateforme): addresses to points, one by one or a whole table.

The service says "ok" even for a bad match: `score` (0-1) tells how good it is.
"""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..http import failures, replies
from ..http.client import Client

# Limits of the service for a table.
LINES_MAXIMUM = 200_000
BYTES_MAXIMUM = 50 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """A match.

    Attributes:
        longitude, latitude: WGS 84, degrees.
        score: 0-1; below about 0.5 the match is seldom the right one.
        code: INSEE code of the commune.
        kind: "housenumber", "street", "locality" or "municipality".
    """

    label: str
    score: float
    longitude: float
    latitude: float
    code: str
    postcode: str
    city: str
    kind: str


class Geocoding(Client):
    """Addresses to points."""

    SERVICE = "geocoding"

    def search(self, address: str, limit: int = 5, citycode: str = "", postcode: str = "") -> list[Place]:
        """The best matches, best first; empty if there is none.

        Args:
            address: what was written.
            limit: 1-20.
            citycode: INSEE code, to look there only.
            postcode: likewise.
        """
        query: dict[str, str | int | float | None] = {
            "q": address,
            "index": "address",
            "limit": max(1, min(limit, 20)),
            "citycode": citycode or None,
            "postcode": postcode or None,
        }
        return parse_places(self.json(self.request("/search", query, timeout=10)), self.name)

    def table(
        self, rows: Sequence[Sequence[str]], columns: Sequence[str], citycode: int | None = None
    ) -> list[Place | None]:
        """A match for each row, in order; None where there is none.

        Args:
            rows: cells of the address, as text.
            columns: names of the cells; all but `citycode` make the address.
            citycode: position of the cell that holds the INSEE code of the commune, if one does.

        Raises:
            ValueError: for more rows or bytes than the service takes.
            BadContent: if the answer has not a row for each row.
        """
        names = [f"c{rank}" for rank in range(len(columns))]
        sheet = io.StringIO()
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow([*names, "anct_rank"])
        for rank, row in enumerate(rows):
            writer.writerow([*row, str(rank)])
        content = sheet.getvalue().encode("utf-8")
        if len(rows) > LINES_MAXIMUM or len(content) > BYTES_MAXIMUM:
            raise ValueError(f"at most {LINES_MAXIMUM} rows and {BYTES_MAXIMUM} bytes at a time")
        fields = [("columns", name) for rank, name in enumerate(names) if rank != citycode]
        if citycode is not None:
            fields.append(("citycode", names[citycode]))
        body, boundary = multipart(content, fields)
        request = self.request(
            "/search/csv",
            method="POST",
            body=body,
            headers={"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "text/csv"},
            repeatable=True,
        )
        reply = self.transport.send(request, self.cancelled)
        return parse_table(reply.body, len(rows), self.name)


def multipart(content: bytes, fields: Sequence[tuple[str, str]]) -> tuple[bytes, str]:
    """(body, boundary) of a form with one CSV file named `data` and text fields (RFC 7578)."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="data"; filename="data.csv"\r\n'
        "Content-Type: text/csv; charset=utf-8\r\n\r\n"
    )
    return b"".join(parts) + head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), boundary


def parse_places(value: Any, service: str) -> list[Place]:
    """The matches of a GeoJSON answer.

    Raises:
        BadContent: if it is none.
    """
    found = replies.mapping(value, service, "answer")
    places = []
    for feature in replies.objects(found.get("features"), service, "features"):
        properties = replies.mapping(feature.get("properties"), service, "properties")
        geometry = replies.mapping(feature.get("geometry"), service, "geometry")
        point = geometry.get("coordinates")
        if not (isinstance(point, list) and len(point) >= 2 and all(isinstance(c, (int, float)) for c in point[:2])):
            raise failures.not_understood(service, f"not a point: {point}")
        score = replies.Value.of(properties.get("score")).value
        places.append(
            Place(
                replies.word(properties, "label"),
                score if score is not None else 0.0,
                float(point[0]),
                float(point[1]),
                replies.word(properties, "citycode"),
                replies.word(properties, "postcode"),
                replies.word(properties, "city"),
                replies.word(properties, "type"),
            )
        )
    return places


def parse_table(body: bytes, rows: int, service: str) -> list[Place | None]:
    """A match or None for each row of a CSV answer.

    Raises:
        BadContent: if it has another number of rows, or lacks a column.
    """
    table = replies.table(body, service, ("longitude", "latitude", "result_score", "result_status"))
    if len(table.rows) != rows:
        raise failures.not_understood(service, f"{len(table.rows)} rows for {rows}")
    found: list[Place | None] = []
    for rank, row in enumerate(table.rows):
        if row.get("anct_rank", str(rank)) != str(rank):
            raise failures.not_understood(service, f"row {row['anct_rank']} in the place of row {rank}")
        x, y = replies.Value.of(row["longitude"]).value, replies.Value.of(row["latitude"]).value
        score = replies.Value.of(row["result_score"]).value
        if row["result_status"] != "ok" or x is None or y is None or score is None:
            found.append(None)
            continue
        found.append(
            Place(
                row.get("result_label", ""),
                score,
                x,
                y,
                row.get("result_citycode", ""),
                row.get("result_postcode", ""),
                row.get("result_city", ""),
                row.get("result_type", ""),
            )
        )
    return found
