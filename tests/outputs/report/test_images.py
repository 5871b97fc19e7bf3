"""Pictures of the charts: drawn by a real browser, or a sentence that says why not."""

import struct
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tests.charts.seasons import Sent, board, charts_in, ordinary, season
from xeploai.charts.chart import Chart
from xeploai.outputs.report import images
from xeploai.outputs.report.images import BROWSER_FAILED, NO_BROWSER, fingerprint, render_images
from xeploai.system.browser import find_browser


def some_charts() -> list[Chart]:
    return [
        charts_in(ordinary(3, silent=(2,)))[key] for key in ("members-by-unit", "progress-curve")
    ]


def chunks(png: bytes) -> dict[bytes, bytes]:
    contents, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        contents[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        at += 12 + length
    return contents


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    made = render_images(some_charts())
    assert made.message == ""
    return made.files


@pytest.mark.browser
def test_every_chart_has_both_pictures(drawn: dict[str, bytes]) -> None:
    assert list(drawn) == [
        "members-by-unit.png", "members-by-unit.svg", "progress-curve.png", "progress-curve.svg",
    ]  # fmt: skip


@pytest.mark.browser
def test_a_picture_is_sixteen_centimetres_wide_at_300_dots_an_inch(drawn: dict[str, bytes]) -> None:
    parts = chunks(drawn["members-by-unit.png"])
    width, _ = struct.unpack(">II", parts[b"IHDR"][:8])
    per_metre, _, unit = struct.unpack(">IIB", parts[b"pHYs"])
    assert (width, unit) == (1890, 1)
    assert width / per_metre == pytest.approx(0.16, abs=0.0005)


@pytest.mark.browser
def test_a_drawing_holds_its_words_as_text(drawn: dict[str, bytes]) -> None:
    root = etree.fromstring(drawn["members-by-unit.svg"])
    words = " ".join(" ".join(node.itertext()) for node in root.iter("{*}text"))
    for label in (
        "Đảng bộ huyện Thới Lai",
        "Đảng bộ xã Trường Xuân",
        "chưa gửi",
        "tạm tính, 2/3 đơn vị",
        "Nguồn: biểu tổng hợp của 2 đơn vị, Ban Tổ chức Huyện ủy Thới Lai",
    ):
        assert label in words


@pytest.mark.browser
def test_drawing_again_gives_the_same_bytes(drawn: dict[str, bytes]) -> None:
    assert render_images(some_charts()).files == drawn


@pytest.mark.browser
def test_hostile_names_are_drawn_letter_for_letter() -> None:
    names = ('A <b>x</b> & "y" id="defs-1"', "B %{x} $z$ {{1}} <script>1</script>")
    charts = charts_in(
        season(board(names), {f"0{at}": Sent([(1, 9, 0, 0), (2, 8, 0, 0)]) for at in (1, 2)})
    )
    svg = render_images([charts["members-by-unit"]]).files["members-by-unit.svg"]
    texts = {"".join(node.itertext()) for node in etree.fromstring(svg).iter("{*}text")}
    assert set(names) <= texts


# ---------------------------------------------------------------- without drawing


def test_pictures_of_unchanged_charts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "find_browser", lambda: pytest.fail("nothing is to be drawn"))
    (chart, _) = some_charts()
    mark = fingerprint(chart).encode()
    known = {"members-by-unit.png": b"png " + mark, "members-by-unit.svg": b"svg " + mark}
    assert render_images([chart], known).files == known
    assert render_images([]).files == {}


def test_another_title_is_another_picture() -> None:
    (chart, _) = some_charts()
    assert fingerprint(chart) == fingerprint(some_charts()[0])
    assert fingerprint(replace(chart, title="Khác")) != fingerprint(chart)


def test_without_a_browser_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "find_browser", lambda: None)
    made = render_images(some_charts())
    assert (made.files, made.message) == ({}, NO_BROWSER)


def test_a_browser_that_is_not_where_it_is_said_to_be_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    assert find_browser() is None


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no script stands in for a program there")
@pytest.mark.parametrize("script", ["exit 1", "sleep 60"])
def test_a_browser_that_fails_costs_the_pictures_only(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chrome"
    broken.write_text(f"#!/bin/sh\n{script}\n")
    broken.chmod(0o755)
    monkeypatch.setattr(images, "find_browser", lambda: str(broken))
    monkeypatch.setattr(images, "LONGEST", 1.0)
    monkeypatch.setattr(images, "PATIENCE", 1.0)
    begun = time.monotonic()
    made = render_images(some_charts()[:1])
    assert (made.files, made.message) == ({}, BROWSER_FAILED)
    assert time.monotonic() - begun < 30
