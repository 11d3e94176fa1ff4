"""The classes of zonings: those declared against those of the facts, and what a territory has of them."""

from __future__ import annotations

import csv
import re

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import zoning
from anct_qgis_plugin.core.catalogue import parse
from anct_qgis_plugin.errors import CatalogueError

ZONINGS = ("frr", "zrr", "montagne", "densite", "ruralite", "centralite")


def catalogue():
    return parse(
        (paths.CATALOGUE / "programmes.toml").read_text(encoding="utf-8"),
        (paths.CATALOGUE / "indicators.toml").read_text(encoding="utf-8"),
    )


def written(key: str) -> set[str]:
    with (paths.FACTS / f"zoning_{key}.csv").open(encoding="utf-8", newline="") as file:
        return {row["statut"] for row in csv.DictReader(file)}


def lightness(colour: str) -> float:
    """Relative luminance (sRGB, WCAG 2.1), 0 to 1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_zoning_has_a_map_and_every_class_of_the_facts_a_colour():
    found = catalogue()
    assert [one.id for one in zoning.mapped(found)] == list(ZONINGS)
    for key in ZONINGS:
        declared = {one.label: one for one in found.programmes[key].classes}
        assert written(key) <= set(declared), key
        # "FRR" alone is the Observatoire's word, which a refresh may bring.
        assert set(declared) - written(key) <= {"FRR"}, key
        assert all(re.fullmatch(r"#[0-9a-f]{6}", one.colour) for one in declared.values())
        # What does not cover is not drawn as if it did.
        aside = {one.label for one in declared.values() if one.kind != "class"}
        assert aside == set(found.programmes[key].not_covering), key


@pytest.mark.parametrize("key", ["densite", "centralite"])
def test_ordered_classes_go_from_dark_to_pale(key):
    shades = [lightness(one.colour) for one in catalogue().programmes[key].classes]
    assert shades == sorted(shades)
    # Told apart in grey too: each step is at least a tenth lighter than the one before, by contrast.
    assert all((b + 0.05) / (a + 0.05) > 1.1 for a, b in zip(shades, shades[1:], strict=False))


def test_no_two_classes_of_a_zoning_look_alike():
    for key in ZONINGS:
        classes = [one for one in catalogue().programmes[key].classes if one.label != "FRR"]
        looks = [(one.colour, one.texture) for one in classes]
        assert len(set(looks)) == len(looks), key


def test_what_a_territory_has_in_order(embedded):
    from anct_qgis_plugin.snapshot import reader

    facts = reader.current()
    frr, here = facts.catalogue.programmes["frr"], facts.rows_of(["46102", "46042", "46088"])
    # tiny.py: Figeac "FRR socle", Cahors "Non classée", Douelle in no line.
    assert zoning.counts(facts, "frr", here) == {"FRR socle": 1, "Non classée": 1, "": 1}
    assert zoning.labels(frr, ["", "Non classée", "Nouvelle", "FRR socle"]) == [
        "FRR socle",
        "Non classée",
        "Nouvelle",
        "",
    ]
    assert zoning.classed(frr, ["", "Non classée", "Nouvelle", "FRR socle"]) == ["FRR socle", "Nouvelle"]
    assert zoning.declared(frr, "Nouvelle").colour == frr.colour
    assert [one.id for one in zoning.present(facts, here)] == ["frr"]
    assert zoning.present(facts, facts.rows_of(["46042"])) == []
    with pytest.raises(ValueError, match="read-only"):
        zoning.statuses(facts, "frr")[0] = "x"


ENTRY = """
[z]
kind = "zonage"
label = "Z"
short = "Z"
family = "Zonages"
unit = "commune"
colour = "#112233"
symbol = "arrow"
draw = "aucun"
definition = "D."
source = "z"
"""


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ('[{label = "A"}]', "z.classes.*colour"),
        ('[{label = "A", colour = "#000000", shade = 2}]', "z.classes.*shade"),
        ('[{label = "A", colour = "#000000", kind = "autre"}]', "kind.*autre.*class, aside, unknown"),
        ('[{label = "A", colour = "#000000", texture = "pois"}]', "texture.*pois.*diagonal"),
        ('["A"]', "z.classes"),
    ],
)
def test_a_class_badly_declared_is_said(classes, said):
    with pytest.raises(CatalogueError, match=said):
        parse(f"{ENTRY}classes = {classes}\n", "")
