"""Whole lives of dossiers begun by Processing and carried on by a script, on a GeoPackage and on a real PostGIS.

anct:dossier makes the draft from real data; the store's own calls, as a script makes them, do the rest. States as
DOMAIN 5.3 has them; amounts worked out by hand.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
from test_life import completed

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.dossier_finance import budget
from anct_qgis_plugin.core.dossier_text import value_of
from anct_qgis_plugin.errors import DossierError
from anct_qgis_plugin.store import exchange
from anct_qgis_plugin.store.base import Query
from anct_qgis_plugin.store.definitions import definition
from anct_qgis_plugin.store.opening import open_store

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]
pytest.importorskip("odfdo")

STEPS = (
    ("complet", ""), ("transmis", "par courrier"), ("en instruction", ""), ("à compléter", "une pièce manque"),
    ("transmis", ""), ("en instruction", ""), ("validé", "commission du 3 mars"), ("archivé", ""),
    ("en instruction", "erreur de périmètre"), ("refusé", "hors champ"), ("en instruction", "recours du maire"),
    ("classé sans suite", "projet retiré"), ("archivé", ""), ("en instruction", "projet repris"),
)  # fmt: skip
# 0,10 + 0,20 thirty times over: 9 €, which binary floating point does not give.
SHEETS = [
    {
        "intitule": f"Action {n}", "axe": "Soins", "maitre_ouvrage": "Figeac", "description": "d", "cout_ht": "10.00",
        "maturite": "fiche action", "communes": [{"code": "46102", "nom": "Figeac"}],
        "financements": [
            {"financeur": "État", "annee": 2026, "montant": "0.10"},
            {"financeur": "Région", "annee": 2027, "montant": "0.20"},
        ],
    }
    for n in range(30)
]  # fmt: skip


@pytest.fixture(params=["geopackage", "postgis"])
def store_name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What STORE takes: a file, or the name of a connection of QGIS."""
    if request.param == "geopackage":
        return str(tmp_path / "magasin.gpkg")
    return request.getfixturevalue("connection")


@pytest.fixture
def provider():
    """The plugin's algorithms, where Processing finds them by name."""
    from anct_qgis_plugin.processing.provider import AnctProvider

    made = AnctProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


def run(**parameters: str) -> dict[str, Any]:
    """As processing.run does, by the algorithm's name."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("anct:dossier")
    results, done = algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback())
    assert done
    return results


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "territory"), [("pacte", "epci:200067361"), ("ingenierie", "com:46102")])
def test_a_life_begun_by_processing(provider, store_name: str, kind: str, territory: str, tmp_path: Path) -> None:
    # The four documents once: they are the same for both stores, and a pacte's have tests of their own.
    formats = "odt"
    if store_name.endswith(".gpkg"):
        formats = "odt, pdf, html, json" if kind == "ingenierie" else "html, json"
    made = run(TYPE=kind, TERRITORY=territory, STORE=store_name, FOLDER=str(tmp_path), TITLE="Vie", FORMATS=formats)
    identifier = made["DOSSIER_ID"]
    known, store = definition(kind), open_store(store_name)
    drafted = store.load(identifier)
    assert (drafted.dossier.state, drafted.dossier.title) == ("brouillon", "Vie")
    first_signs = {"odt": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>", "json": b"{"}
    documents = {one.suffix[1:]: one for one in tmp_path.iterdir() if one.suffix[1:] in first_signs}
    assert set(documents) == set(formats.split(", "))
    for form, file in documents.items():
        assert file.read_bytes().startswith(first_signs[form]), form
    assert "html" not in documents or "<title>Vie" in documents["html"].read_text(encoding="utf-8")
    with pytest.raises(DossierError, match="not complete"):
        store.change_state(identifier, "complet", "script")

    values = completed(drafted.dossier)
    values["axes" if kind == "pacte" else "livrables"] = (
        [{"intitule": "Soins", "objectif": "o", "indicateur": row["indicateur"], "cible": "c", "echeance": 2030}
         for row in drafted.dossier.values["axes"]] if kind == "pacte" else "Un programme"
    )  # fmt: skip
    if kind == "pacte":
        values["fiches_actions"] = SHEETS
        values["signataires"] = [{**row, "qualite": "q"} for row in drafted.dossier.values["signataires"]]
    written = store.save(drafted, replace(drafted.dossier, values=values), "script").dossier
    if kind == "pacte":
        found = budget(written.values["fiches_actions"])
        assert [str(found.of(name)) for name in ("Région", "État")] == ["6.00", "3.00"] and str(found.total) == "9.00"
        last = value_of(written, known.field("maquette"))[-1]
        assert (last["financeur"], last["total"]) == ("Coût total des actions", "300.00")
        assert [row.amount for row in store.query(Query()).rows] == ["300.00"]

    piece = tmp_path / "délibération.pdf"
    piece.write_bytes(b"%PDF-1.4")
    store.attach(identifier, piece, "script")
    with pytest.raises(DossierError, match="cannot go"):
        store.change_state(identifier, "validé", "script")
    for state, comment in STEPS:
        store.change_state(identifier, state, "script", comment)
    assert [(one.before, one.after, one.comment) for one in store.load(identifier).dossier.changes] == [
        (before, after, comment)
        for before, (after, comment) in zip(["brouillon", *(state for state, _ in STEPS)], STEPS, strict=False)
    ]

    # An earlier version given back: the draft as Processing left it; its state stays.
    first = store.versions(identifier)[0]
    assert store.version(identifier, first.number).values == drafted.dossier.values
    store.restore(identifier, first.number, "script")
    back = store.load(identifier).dossier
    assert (back.values, back.state) == (drafted.dossier.values, "en instruction")

    # One file, another store, the trash and out of it.
    file = exchange.export_dossier(store, identifier, tmp_path / "vie.anct-dossier")
    other = open_store(str(tmp_path / "autre.gpkg"))
    taken = exchange.import_dossier(other, file, "script", keep_id=True).dossier
    assert taken.values == back.values and set(taken.figures) == set(back.figures)
    assert [one.name for one in other.attachments(identifier)] == ["délibération.pdf"]
    store.trash(identifier, "script")
    assert store.list() == []
    store.recover(identifier, "script")
    assert [row.id for row in store.list()] == [identifier]
    store.close()
