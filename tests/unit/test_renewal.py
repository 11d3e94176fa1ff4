"""How each source is renewed: declared, or told by its entry."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.embedded import sources
from anct_qgis_plugin.connectors.refresh import renewal
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.errors import CatalogueError


def told(source, never=None, entries=REFRESHABLE):
    return renewal.renewal(source, renewal.reasons() if never is None else never, entries)


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("frr", "web", "from the web or from a downloaded file."), ("densite", "web", "from the web"),
        ("ofgl_dgf", "web", "optional source"), ("ign_limites_46", "web", "from the web"),
        ("ruralite", "file", "https://www.observatoire-des-territoires.gouv.fr/"),
        ("montagne", "file", "les-perimetres-de-massifs"), ("zrr", "never", "1er juillet 2024"),
        ("kits_2019", "never", "2019"), ("geometry", "never", "livrée avec l’extension"),
        ("cog", "never", "la compare"), ("own_velo", "own", "import them again"), ("nobody", "", ""),
    ],
)  # fmt: skip
def test_the_kind_and_the_sentence(source, kind, words):
    found = told(source)
    assert found.kind == kind and words in found.sentence
    assert bool(found.short) == bool(kind)


def test_a_source_with_one_address_among_its_origins_is_on_the_web():
    by_hand = REFRESHABLE["ruralite"]
    other = replace(REFRESHABLE["densite"], key="b", source="ruralite")
    assert told("ruralite", {}, {"a": by_hand, "b": other}).kind == "web"
    assert told("ruralite", {}, {"a": by_hand}).kind == "file"


def test_a_reason_is_not_part_of_the_provenance():
    """It stands in the catalogue, not in sources.csv: the form of the snapshot is the same."""
    found = sources.parse(
        '[a]\nproducteur="P"\ntitre="T"\nmillesime="M"\nadresse="x"\ndate="2020"\nlimites="L"\njamais="J"'
    )
    assert sources.rows(found, {}) == [("a", "P", "T", "M", "Licence Ouverte 2.0", "x", "0", "2020", "L")]
    with pytest.raises(CatalogueError, match="sources.toml"):
        sources.parse('[a]\nproducteur="P"\nencore="J"')


def test_of_every_source_it_is_known_how_it_is_renewed():
    """A new source has an entry that refreshes it, or says in sources.toml why it never is."""
    never = renewal.reasons()
    with (paths.FACTS / "sources.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert ids and [one for one in ids if not told(one, never).kind] == []
    assert set(never) <= set(ids)
    # A reason is no way out for what a refresh feeds; the checks of the geography bring nothing.
    feeding = {e.source for e in REFRESHABLE.values() if e.programmes or e.indicators}
    assert set(never) & feeding == set()
