"""The six shipped profiles and their pages: what a page says is what the profile does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import world

from anct_qgis_plugin.core.wording import NBSP, number
from anct_qgis_plugin.errors import ProfileError
from anct_qgis_plugin.snapshot import profiles

# INTERFACE §5.
KEYS = ["generale", "centres", "cohesion", "industrie", "ruralite", "vieillissement"]
INDICATORS = world.catalogue().indicators


def test_the_six_of_the_contract_are_there_the_balanced_one_first() -> None:
    assert list(profiles.shipped()) == KEYS
    for key in KEYS:
        assert profiles.read_profile(INDICATORS, key).id == key


@pytest.mark.parametrize("key", KEYS)
def test_the_page_names_each_indicator_with_its_weight_side_and_source(key: str) -> None:
    found, page = profiles.read_profile(INDICATORS, key), profiles.explanation(key)
    assert page.startswith(f"# {found.label}\n")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "Indicateur" not in line]
    assert len(rows) == len(found.indicators)
    for one, row in zip(found.indicators, rows, strict=True):
        declared = INDICATORS[one.indicator]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        label, _theme, weight, side, why, source = cells
        assert label == declared.label.replace(" :", f"{NBSP}:")
        assert weight == f"{number(100 * one.weight, 1)}{NBSP}%"
        assert side == {"high": "élevé", "low": "bas"}[one.fragile]
        assert len(why) > 8 and source.endswith(declared.vintage)
    assert "## Ce que ce profil ne dit pas" in page and "non officiel" in page


@pytest.mark.parametrize("key", KEYS)
def test_weights_are_whole_and_directions_those_declared(key: str) -> None:
    found = profiles.read_profile(INDICATORS, key)
    assert sum(one.weight for one in found.indicators) == pytest.approx(1)
    assert all(one.fragile == INDICATORS[one.indicator].fragile for one in found.indicators)
    # What cannot be aggregated may be missing above the commune: an index must still be possible there.
    lacking = sum(one.weight for one in found.indicators if INDICATORS[one.indicator].aggregation == "none")
    assert lacking <= found.missing_max


def test_the_user_s_own_file_by_its_path(tmp_path: Path) -> None:
    own = tmp_path / "à moi.json"
    own.write_text(json.dumps({"id": "m", "label": "M", "indicators": [{"id": "part_rsa"}]}), encoding="utf-8")
    assert profiles.read_profile(INDICATORS, f" {own} ").label == "M"
    assert profiles.explanation("m") == ""
    for name, content in (("vide.json", b""), ("latin.json", b'{"id": "\xe9"}'), ("liste.json", b"[]")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ProfileError):
            profiles.read_profile(INDICATORS, str(tmp_path / name))
    with pytest.raises(ProfileError, match="generale"):
        profiles.read_profile(INDICATORS, str(tmp_path / "absent.json"))
    with pytest.raises(ProfileError):
        profiles.read_profile(INDICATORS, str(tmp_path))
    with pytest.raises(ProfileError):
        profiles.read_profile(INDICATORS, "")
