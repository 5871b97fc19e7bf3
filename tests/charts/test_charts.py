"""What holds for every chart: validity, escaping, the same data on the web and in a picture."""

import json
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest

from tests.charts.seasons import (
    ROOT,
    Sent,
    board,
    charts_in,
    milestones,
    names,
    ordinary,
    season,
    some_levels,
)
from xeploai.charts import composition, theme
from xeploai.charts.chart import Chart
from xeploai.charts.image import for_image, wrap
from xeploai.register.model import Unit
from xeploai.schema.terms import Level, UnitKind

HOSTILE = (
    "Đảng bộ <b>xã</b> A & B",
    "Chi bộ <script>alert(1)</script>",
    'Đơn vị %{x} {{ 7*7 }} $x^2$ "ngoặc" <br> &lt;',
)
LONG = ("w" * 10_000, "Xã dài " * 4000)
SEASONS = {
    "44 units": ordinary(44, silent=(7, 19)),
    "clusters": ordinary(12, clusters=3),
    "one unit": ordinary(1),
    "hostile": season(
        board(HOSTILE), {f"{at:02d}": Sent([some_levels(at), some_levels(9)]) for at in (1, 2)}
    ),
    "long names": season(
        [Unit(ROOT, LONG[1], UnitKind.DISTRICT), *board(LONG)[1:]],
        {f"{at:02d}": Sent([some_levels(at), some_levels(9)]) for at in (1, 2)},
    ),
    "nothing sent": season(board(names(3)), {}),
}
CHARTS = [
    pytest.param(chart, id=f"{name}: {chart.id}")
    for name, made in SEASONS.items()
    for chart in charts_in(made).values()
]


@pytest.mark.parametrize("chart", CHARTS)
def test_plotly_accepts_both_figures(chart: Chart) -> None:
    assert go.Figure(chart.figure).to_dict()["data"]
    assert go.Figure(for_image(chart)).to_dict()["data"]


@pytest.mark.parametrize("chart", CHARTS)
def test_the_picture_shows_the_data_of_the_page(chart: Chart) -> None:
    assert for_image(chart)["data"] == chart.figure["data"]


def test_very_long_names_are_cut_with_a_mark_and_whole_in_the_table() -> None:
    charts = charts_in(SEASONS["long names"]).values()
    assert all(for_image(chart)["layout"]["height"] <= 600 for chart in charts)
    chart = next(chart for chart in charts if chart.id == "members-by-unit")
    assert chart.figure["layout"]["yaxis"]["ticktext"][1] == "w" * 119 + "…"
    assert LONG[0] in [row[0] for row in chart.rows]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_figure_is_plain_json(chart: Chart) -> None:
    assert json.loads(json.dumps(chart.figure, allow_nan=False)) == chart.figure


@pytest.mark.parametrize("chart", CHARTS)
def test_the_picture_says_what_the_page_says_around_it(chart: Chart) -> None:
    content = " ".join(note["text"] for note in for_image(chart)["layout"]["annotations"])
    plain = content.replace("<br>", " ")
    for words in (chart.title, chart.subtitle, chart.source):
        assert composition.escape(words) in plain
    assert "22/12/2022" in chart.subtitle


@pytest.mark.parametrize("chart", CHARTS)
def test_the_table_is_whole(chart: Chart) -> None:
    assert all(len(row) == len(chart.headers) for row in chart.rows)
    assert for_image(chart)["layout"]["paper_bgcolor"] == theme.PAPER
    assert chart.figure["layout"]["separators"] == ",."


def test_the_same_season_gives_the_same_figures() -> None:
    first, again = (charts_in(ordinary(9, silent=(2,), clusters=2)) for _ in range(2))
    assert json.dumps([x.figure for x in first.values()]) == json.dumps(
        [x.figure for x in again.values()]
    )


def test_names_reach_plotly_letter_for_letter() -> None:
    shown = [
        text for chart in charts_in(SEASONS["hostile"]).values() for text in _texts(chart.figure)
    ]
    joined = "\n".join(shown)
    for name in HOSTILE:
        assert composition.escape(name) in joined
    for strange in ("<script", "<b>xã", "%{x}", "$x^2$"):
        assert strange not in joined


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for item in node.values() if isinstance(node, dict) else node:
            yield from _texts(item)


def test_entities_are_escaped_too() -> None:
    assert composition.escape("&lt;<br>%{x}$y$") == "&amp;lt;&lt;br&gt;&#37;{x}&#36;y&#36;"


def test_a_season_without_data_has_no_chart_of_levels() -> None:
    assert list(charts_in(SEASONS["nothing sent"])) == ["progress-curve"]
    assert charts_in(season(board(names(3)), {}, deadlines=())) == {}


def test_all_charts_are_there_in_the_order_of_the_menu() -> None:
    assert list(charts_in(SEASONS["44 units"])) == [
        "levels-overview", "progress-curve", "members-by-unit", "cells-by-unit",
        "orgs-by-unit", "collectives-by-unit", "leaders-by-unit",
    ]  # fmt: skip


def test_a_single_committee_is_charted_by_its_cells() -> None:
    alone = [Unit("01", "Đảng bộ xã Xuân Thắng", UnitKind.GRASSROOTS)]
    charts = charts_in(season(alone, {"01": Sent([(1, 9, 0, 0), (2, 20, 1, 0)])}))
    assert [row[0] for row in charts["members-by-unit"].rows] == [
        "Đảng bộ xã Xuân Thắng", "Chi bộ ấp 1", "Chi bộ ấp 2",
    ]  # fmt: skip
    assert [row[0] for row in charts["cells-by-unit"].rows][:2] == [
        "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ",
    ]  # fmt: skip
    assert [row[0] for row in charts["levels-overview"].rows] == [
        "Đảng viên (33 được đánh giá)", "Chi bộ (2 được xếp loại)",
    ]  # fmt: skip


def test_several_units_at_the_top_are_charted_side_by_side() -> None:
    tops = [Unit(f"0{at}", f"Đảng bộ {at}", UnitKind.GRASSROOTS) for at in (1, 2)]
    sent = {unit.code: Sent([(0, 8, 2, 0), (1, 1, 0, 0)]) for unit in tops}
    chart = charts_in(season(tops, sent))["members-by-unit"]
    assert [row[:2] for row in chart.rows] == [
        ("Toàn bộ các đơn vị", "24/24"), ("Đảng bộ 1", "12/12"), ("Đảng bộ 2", "12/12"),
    ]  # fmt: skip


def test_a_province_is_charted_by_what_stands_right_below_it() -> None:
    districts = [Unit(f"D{at}", f"Huyện {at}", UnitKind.DISTRICT, "P") for at in (1, 2)]
    below = [Unit(f"U{at}", f"Xã {at}", UnitKind.GRASSROOTS, f"D{at % 2 + 1}") for at in range(4)]
    units = [Unit("P", "Tỉnh", UnitKind.PROVINCE), *districts, *below]
    sent = {"U0": Sent([(1, 9, 0, 0)])}
    chart = charts_in(season(units, sent, least_coverage=25))["members-by-unit"]
    assert [row[:2] for row in chart.rows] == [
        ("Tỉnh", "10/10"),
        ("Huyện 1 (tạm tính, 1/2 đơn vị)", "10/10"),
        ("Huyện 2", "chưa có số liệu"),
    ]
    assert charts_in(season(units, sent)).keys() == {"progress-curve"}, "1 of 4 units is too few"


def test_two_units_of_one_name_keep_a_row_each() -> None:
    twins = board(["Chi bộ Trường Mầm non", "Chi bộ Trường Mầm non"])
    sent = {"01": Sent([(1, 9, 0, 0)]), "02": Sent([(0, 5, 5, 0)])}
    layout = charts_in(season(twins, sent))["members-by-unit"].figure["layout"]
    assert layout["yaxis"]["categoryarray"] == [ROOT, "01", "02"]
    assert layout["yaxis"]["ticktext"][1:] == ["Chi bộ Trường Mầm non"] * 2


# ---------------------------------------------------------------- theme


def test_labels_are_legible_on_every_level() -> None:
    for colour in (*theme.LEVEL_COLOURS.values(), theme.NOT_RATED):
        assert theme.contrast(theme.text_on(colour), colour) >= 4.4


def test_every_level_has_a_colour() -> None:
    assert list(theme.LEVEL_COLOURS) == list(Level)


def test_words_are_legible_in_the_dark() -> None:
    for name in (theme.INK, theme.MUTED, theme.CURVE, theme.DEADLINE):
        assert theme.contrast(theme.DARK[name], theme.DARK[theme.PAPER]) >= 4.5
        assert theme.contrast(name, theme.PAPER) >= 4.5


def test_a_picture_of_many_units_grows_and_cuts_no_name() -> None:
    few, many = (charts_in(ordinary(number))["members-by-unit"] for number in (3, 90))
    assert for_image(few)["layout"]["height"] < for_image(many)["layout"]["height"]
    assert few.height < many.height
    ticks = for_image(many)["layout"]["yaxis"]["ticktext"]
    assert [tick.replace("<br>", " ") for tick in ticks] == many.figure["layout"]["yaxis"][
        "ticktext"
    ]


def test_forty_four_units_fit_one_page_of_paper() -> None:
    plain = [f"Đảng bộ xã Thới Thạnh {at}" for at in range(44)]
    sent = {"01": Sent([(1, 9, 0, 0)])}
    made = season(board(plain), sent, deadlines=milestones(), least_coverage=0)
    layout = for_image(charts_in(made)["members-by-unit"])["layout"]
    assert layout["height"] / layout["width"] * 16 <= 25.7  # cm


def test_a_name_is_wrapped_between_words_or_inside_one_that_is_too_long() -> None:
    assert wrap("Đảng bộ xã Xuân Thắng", 80, 12) == ["Đảng bộ xã", "Xuân Thắng"]
    assert wrap("", 80, 12) == [""]
    escaped = composition.escape("Chi bộ " + "<&>" * 20)
    lines = wrap(f"<b>{escaped}</b>", 80, 12)
    assert len(lines) > 3
    assert "".join(lines).replace(" ", "") == f"<b>{escaped}</b>".replace(" ", "")
    assert all(line.count("&") == line.count(";") for line in lines)
