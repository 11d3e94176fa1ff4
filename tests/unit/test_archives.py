"""Zip files from outside: what leads out, what explodes and what is broken is refused with a sentence."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anct_qgis_plugin.connectors.http.archives import Archive, Limits
from anct_qgis_plugin.errors import BadContent, TooLarge


def zipped(members: dict[str, bytes], mode: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def test_a_member_is_found_by_its_form_and_read():
    data = zipped({"base_cc_comparateur.CSV": b"CODGEO\n01001\n", "meta_base_cc_comparateur.CSV": b"x"})
    with Archive(data, "z") as archive:
        assert archive.read(archive.find(r"base_cc_comparateur\.csv")) == b"CODGEO\n01001\n"


def test_a_folder_before_the_name_does_no_harm(tmp_path):
    path = tmp_path / "z.zip"
    path.write_bytes(zipped({"cog/v_commune_2026.csv": b"a"}))
    with Archive(path, "z") as archive:
        assert archive.find(r"v_commune_\d{4}\.csv") == "cog/v_commune_2026.csv"


@pytest.mark.parametrize("members", [{"other.csv": b""}, {"a/x.csv": b"", "b/x.csv": b""}])
def test_none_or_two_are_refused(members):
    with Archive(zipped(members), "z") as archive, pytest.raises(BadContent, match="expected file"):
        archive.find(r"x\.csv")


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.csv", "a/../../x.csv", "C:\\x.csv", "..\\x.csv", "c:x", "\\x"])
def test_names_that_lead_out_are_refused(name):
    with pytest.raises(BadContent, match="not safe"):
        Archive(zipped({"x.csv": b"a", name: b"a"}), "z")


def test_a_link_is_refused():
    with pytest.raises(BadContent, match="not safe"):
        Archive(zipped({"x.csv": b"/etc/passwd"}, stat.S_IFLNK | 0o777), "z")


def test_a_bomb_is_stopped_while_it_swells():
    with Archive(zipped({"x.csv": b"0" * 30_000_000}), "z") as archive, pytest.raises(TooLarge, match="more data"):
        archive.read("x.csv")


def test_announced_sizes_are_checked_at_once():
    data = zipped({"x.csv": b"0" * 3000, "y.csv": b"1" * 3000})
    for limits in (Limits(member=2000), Limits(total=5000), Limits(count=1)):
        with pytest.raises(TooLarge):
            Archive(data, "z", limits)


def test_a_header_that_lies_about_the_size_is_not_believed():
    data = bytearray(zipped({"x.csv": bytes(range(256)) * 400}))
    # The size in the central directory: 24 bytes after its signature.
    start = data.index(b"PK\x01\x02") + 24
    data[start : start + 4] = (1000).to_bytes(4, "little")
    with Archive(bytes(data), "z", Limits(member=2000)) as archive, pytest.raises((BadContent, TooLarge)):
        archive.read("x.csv")


def test_all_members_count_together():
    data = zipped({"x.csv": b"a" * 4000, "y.csv": b"b" * 4000})
    with Archive(data, "z", Limits(total=8000)) as archive:
        archive.read("x.csv")
        archive.read("y.csv")
        with pytest.raises(TooLarge):
            archive.read("x.csv")


def test_an_encrypted_member_is_refused():
    data = bytearray(zipped({"x.csv": b"a"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    with pytest.raises(BadContent, match="damaged"):
        Archive(bytes(data), "z")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", zipped({"x.csv": b"a" * 5000})[:-30]])
def test_what_is_no_zip_is_said(data):
    with pytest.raises(BadContent, match="damaged or is no zip"):
        Archive(data, "base_cc_comparateur_csv.zip")


WHOLE = zipped({"x.csv": bytes(range(256)) * 20, "y.csv": b"abc" * 500})


@example([(523, 2)])  # a member that begins before the file
@example([(501, 0)])  # a member whose name begins with a zero: none
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_zip_is_read_right_or_refused(changes):
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    try:
        with Archive(bytes(data), "z") as archive:
            for name in archive.names:
                content = archive.read(name)
                assert content in (bytes(range(256)) * 20, b"abc" * 500)
    except (BadContent, TooLarge):
        pass
