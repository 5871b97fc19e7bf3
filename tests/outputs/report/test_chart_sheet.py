"""The contact sheet: every picture once, to copy and save, on a page that needs nothing else."""

import hashlib
import re
from base64 import b64encode

from tests.builders import UNITS, unit
from tests.outputs.report.words import everybody, scope_of
from xeploai.outputs.report.chart_sheet import contact_sheet
from xeploai.outputs.report.scope import Scope
from xeploai.views.page import Link

WORD = Link("Báo cáo (Word)", "bao-cao.docx")


def sheet(scope: Scope, message: str = "") -> str:
    charts = scope.charts
    names = [] if message else [f"{name}.{kind}" for name in charts for kind in ("svg", "png")]
    return contact_sheet(scope, names, [WORD], message).decode()


def test_every_chart_is_there_to_copy_and_save() -> None:
    scope = scope_of(*everybody())
    made = sheet(scope)
    for name, chart in scope.charts.items():
        assert made.count(f'src="images/{name}.png"') == 1
        assert made.count(f'data-copy-image="anh-{name}"') == 1
        assert f'<a href="images/{name}.png" download>Lưu ảnh PNG</a>' in made
        assert f'<a href="images/{name}.svg" download>Lưu ảnh SVG</a>' in made
        assert f'alt="{chart.title}. {chart.subtitle}"' in made


def test_day_coverage_and_the_other_files_stand_on_it() -> None:
    made = sheet(scope_of(*everybody()))
    assert "Số liệu tính đến ngày 31/12/2025; 3/3 đơn vị" in made
    assert '<a href="bao-cao.docx" download>Báo cáo (Word)</a>' in made
    assert "tạm tính, 1/3 đơn vị" in sheet(scope_of(everybody()[0]))


def test_without_pictures_it_says_why() -> None:
    made = sheet(scope_of(*everybody()), "Không tìm thấy trình duyệt.")
    assert "Không tìm thấy trình duyệt." in made
    assert "chưa có đơn vị nào được tính" not in made
    assert "chưa có đơn vị nào được tính" in sheet(scope_of())


def test_only_its_own_style_and_script_may_run() -> None:
    made = sheet(scope_of(*everybody()))
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", made, re.S)
        digest = b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in made
    assert "http" not in re.sub('http-equiv|https?:"', "", made)


def test_names_are_text() -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    units = [*UNITS[1:], unit("H", UNITS[0].kind, name=hostile)]
    made = sheet(scope_of(*everybody(), units=units))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in made
    assert "<script>alert" not in made
