"""Whole-country files of Insee's Melodi in their real form (docs/services.md), about a few communes."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Columns in the order of the files of 2023, beside GEO and GEO_OBJECT before them and FREQ… after.
DIMENSIONS = {
    "DS_RP_POPULATION_PRINC": ("SEX", "AGE", "RP_MEASURE"),
    "DS_RP_TD_POPULATION_AGESEX_PRINC": ("SEX", "AGE", "RP_MEASURE"),
    "DS_RP_EMPLOI_LR_COMP": ("EMPSTA_ENQ", "AGE", "PCS", "RP_MEASURE"),
    "DS_RP_DIPLOMES_PRINC": ("SEX", "AGE", "EDUC", "RP_MEASURE"),
    "DS_RP_FAMILLE_COMP": ("TFN", "NCH"),
    "DS_RP_LOGEMENT_PRINC": (
        "RP_MEASURE", "OCS", "L_STAY", "TDW", "NRG_SRC", "CARPARK", "NOR", "TSH", "CARS", "BUILD_END",
    ),
    "DS_RP_EMPLOI_LR_PRINC": ("SEX", "EMPSTA_ENQ", "AGE", "EDUC", "RP_MEASURE"),
    "DS_POPULATIONS_HISTORIQUES": ("POPREF_MEASURE",),
}  # fmt: skip
USUAL = {
    "DS_RP_POPULATION_PRINC": {"RP_MEASURE": "POP"},
    "DS_RP_TD_POPULATION_AGESEX_PRINC": {"RP_MEASURE": "POP"},
    "DS_RP_EMPLOI_LR_COMP": {"RP_MEASURE": "POP", "AGE": "Y15T64", "EMPSTA_ENQ": "1"},
    "DS_RP_DIPLOMES_PRINC": {"RP_MEASURE": "POP", "AGE": "Y_GE15"},
    "DS_RP_FAMILLE_COMP": {},
    "DS_RP_LOGEMENT_PRINC": {"RP_MEASURE": "DWELLINGS"},
    "DS_RP_EMPLOI_LR_PRINC": {"RP_MEASURE": "POP", "AGE": "Y15T64"},
    "DS_POPULATIONS_HISTORIQUES": {"POPREF_MEASURE": "PMUN"},
}  # fmt: skip


def line(dataset: str, geo: str, value: object, **more: str) -> dict[str, str]:
    """One figure: of a commune in 2023, in the totals and the usual measure, but for what `more` says."""
    cells = {"GEO": geo, "GEO_OBJECT": "COM", **dict.fromkeys(DIMENSIONS[dataset], "_T"), **USUAL[dataset]}
    return cells | {"FREQ": "A", "OBS_STATUS": "A", "TIME_PERIOD": "2023", "OBS_VALUE": str(value)} | more


def classes(dataset: str, dimension: str, geo: str, values: Mapping[str, object], **more: str) -> list[dict[str, str]]:
    """A commune's figures by class of a dimension."""
    return [line(dataset, geo, value, **{dimension: modality}, **more) for modality, value in values.items()]


def table(dataset: str, lines: Iterable[Mapping[str, str]], without: tuple[str, ...] = ()) -> str:
    """The text of a data file."""
    after = () if dataset.startswith("DS_POPULATIONS") else ("OBS_STATUS",)
    names = ["GEO", "GEO_OBJECT", *DIMENSIONS[dataset], "FREQ", *after, "TIME_PERIOD", "OBS_VALUE"]
    names = [name for name in names if name not in without]
    rows = [names, *([cells[name] for name in names] for cells in lines)]
    return "".join(";".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


def zipped(dataset: str, lines: Iterable[Mapping[str, str]], without: tuple[str, ...] = ()) -> bytes:
    """The archive: the data, and the dictionary beside them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{dataset}_2023_metadata.csv", '"COD_VAR";"LIB_VAR";"COD_MOD";"LIB_MOD"\r\n' * 90)
        archive.writestr(f"{dataset}_2023_data.csv", table(dataset, lines, without))
    return target.getvalue()


@contextmanager
def service(
    dataset: str,
    products: Iterable[str],
    files: Mapping[str, bytes],
    modified: str = "",
    asked: list[str] | None = None,
) -> Iterator[str]:
    """Melodi on this machine: the entry of the catalogue that names some products, and the files of some of them.

    asked: receives the paths asked for.
    """
    named = [{"id": name, "format": "CSV", "accessURL": "", "title": "", "modified": modified} for name in products]
    answers = {f"/catalog/{dataset}": json.dumps({"product": named}).encode()}
    answers |= {f"/file/{dataset}/{name}": body for name, body in files.items()}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            body = answers.get(self.path)
            self.send_response(500 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()
