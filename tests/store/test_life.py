"""Whole lives of dossiers, from draft to archive, on both kinds of store; and walks of chance through the states."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dossiers import draft
from hypothesis import given, settings
from hypothesis import strategies as st

from anct_qgis_plugin.core.dossier import Dossier, missing
from anct_qgis_plugin.core.dossier_definition import Field
from anct_qgis_plugin.core.dossier_sections import section_content
from anct_qgis_plugin.core.dossier_states import STATES, blockers
from anct_qgis_plugin.errors import DossierError
from anct_qgis_plugin.store.base import Query
from anct_qgis_plugin.store.definitions import definition
from anct_qgis_plugin.store.geopackage import GeoPackageStore

pytest.importorskip("osgeo.ogr")

# DOMAIN 5.3, written here anew: brouillon → complet → transmis → en instruction → validé | refusé | classé sans suite →
# archivé; en instruction → à compléter → transmis; what is closed is reopened with a reason. (complet → brouillon: a
# complete dossier is taken up again.)
WAYS = {
    ("brouillon", "complet"), ("complet", "transmis"), ("complet", "brouillon"), ("transmis", "en instruction"),
    ("en instruction", "validé"), ("en instruction", "refusé"), ("en instruction", "classé sans suite"),
    ("en instruction", "à compléter"), ("à compléter", "transmis"), ("validé", "archivé"), ("refusé", "archivé"),
    ("classé sans suite", "archivé"),
}  # fmt: skip
REOPENINGS = {(state, "en instruction") for state in ("validé", "refusé", "classé sans suite", "archivé")}


def filled(field: Field) -> Any:
    """A value that fits a field."""
    if field.tabular:
        row = {column.id: filled(column) for column in field.columns}
        return [row for _ in range(max(field.minimum, 1))]
    return {
        "int": 2026 if field.format == "year" else 12, "eur": "100.00", "date": "2026-03-01", "bool": True,
        "choice": field.choices[0] if field.choices else "population", "multi": list(field.choices[:1]),
        "list": ["un"], "geo": [{"code": "46042", "nom": "Cahors"}],
    }.get(field.type, "camille@example.org" if field.format == "mail" else "texte " * 30)  # fmt: skip


def completed(dossier: Dossier) -> dict[str, Any]:
    """The dossier's values with all that its definition asks for."""
    known = definition(dossier.type)
    asked = {lack.field.id for lacks in missing(dossier, known).values() for lack in lacks}
    values = {**dossier.values, **{name: filled(known.field(name)) for name in asked}}
    if dossier.type == "ingenierie":
        # A stated fragility, and a complex project with its reasons: A and C.
        values |= {"declaration_a": True, "complexe": True, "justification_A": "a" * 150, "justification_C": "c" * 150}
    return values


@pytest.mark.parametrize("kind", ["pacte", "ingenierie"])
def test_a_life_from_draft_to_archive(opener, square, kind: str, tmp_path) -> None:
    """Made by one, completed section by section by two, sent, sent back, accepted, archived, reopened, found again."""
    known = definition(kind)
    store = opener()
    made = store.create(draft("Dossier de vie", kind), "camille", square).dossier
    values = completed(made)
    lacking = blockers(replace(made, values=values), known)
    assert lacking == []
    for number, section in enumerate(known.sections):
        content = section_content(replace(made, values=values), known, section.id)
        if content.is_empty:
            continue
        writer, name = opener(), ("camille", "dominique")[number % 2]
        writer.save_section(made.id, section.id, content, writer.load(made.id).revision(section.id), name)
    assert store.load(made.id).dossier.values == values
    (tmp_path / "deliberation.pdf").write_bytes(b"%PDF-1.4")
    store.attach(made.id, tmp_path / "deliberation.pdf", "camille")
    steps = (
        ("complet", ""), ("transmis", "par courrier"), ("en instruction", ""), ("à compléter", "il manque une pièce"),
        ("transmis", ""), ("en instruction", ""), ("validé", "commission du 3 mars"), ("archivé", ""),
    )  # fmt: skip
    for state, comment in steps:
        assert opener().change_state(made.id, state, "dominique", comment).dossier.state == state
    with pytest.raises(DossierError, match="reason"):
        store.change_state(made.id, "en instruction", "dominique")
    store.change_state(made.id, "en instruction", "dominique", "erreur de périmètre")
    found = opener().load(made.id).dossier
    assert [(c.after, c.comment) for c in found.changes] == [*steps, ("en instruction", "erreur de périmètre")]
    assert [row.id for row in store.query(Query(states=("en instruction",), types=(kind,))).rows] == [made.id]
    authors = {change.author for change in store.history(made.id)}
    assert authors == {"camille", "dominique"}
    assert store.version(made.id, 1).values == made.values


@settings(max_examples=40)
@given(
    start=st.sampled_from(STATES),
    walk=st.lists(
        st.tuples(st.sampled_from([*STATES, "inconnu", ""]), st.sampled_from(["", " ", "motif"])), max_size=8
    ),
)
def test_a_walk_of_chance_follows_the_table_of_states(tmp_path_factory, start: str, walk) -> None:
    store = GeoPackageStore(tmp_path_factory.mktemp("etats") / "d.gpkg")
    made = replace(draft(), state=start)
    made = replace(made, values=completed(made))
    store.create(made, "camille")
    state, passed = start, []
    for target, comment in walk:
        allowed = (state, target) in WAYS or ((state, target) in REOPENINGS and comment.strip())
        if not allowed:
            with pytest.raises(DossierError):
                store.change_state(made.id, target, "camille", comment)
        else:
            assert store.change_state(made.id, target, "camille", comment).dossier.state == target
            passed.append((state, target, comment.strip()))
            state = target
    found = store.load(made.id).dossier
    assert found.state == state
    assert [(c.before, c.after, c.comment) for c in found.changes] == passed
    assert found.values == made.values
    assert [row.state for row in store.list()] == [state]
