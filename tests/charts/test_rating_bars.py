"""Bars of the four levels: what they say and where they say nothing."""

from typing import Any

import pytest

from tests.charts.seasons import ROOT, Sent, board, charts_in, names, ordinary, season
from xeploai import text
from xeploai.charts import theme
from xeploai.charts.all_charts import unit_chart
from xeploai.charts.chart import Chart
from xeploai.phrases import lower_first
from xeploai.register.model import Unit
from xeploai.schema.terms import Level, Rounding, Stage, Subject, UnitKind
from xeploai.season.figures.stages import rating_of
from xeploai.season.season import Season

THOI_LAI = {"01": Sent([(200, 3410, 60, 5)], not_rated=31), "02": Sent([(0, 0, 0, 0)])}


def thoi_lai(**values: Any) -> Season:
    return season(board(["Đảng bộ xã Xuân Thắng", "Đảng bộ xã Đông Bình"]), THOI_LAI, **values)


def traces(chart: Chart) -> dict[str, dict[str, Any]]:
    return {trace["uid"]: trace for trace in chart.figure["data"]}


def members(made: Season) -> Chart:
    return charts_in(made)["members-by-unit"]


def test_the_title_is_the_share_of_the_largest_level() -> None:
    chart = members(thoi_lai())
    assert chart.title == "92,79% đảng viên hoàn thành tốt nhiệm vụ"
    assert chart.subtitle == (
        "3.675/3.706 đảng viên được đánh giá; số liệu đến ngày 22/12/2022; 2/2 đơn vị"
    )
    assert chart.source == ("Nguồn: biểu tổng hợp của 2 đơn vị, Ban Tổ chức Huyện ủy Thới Lai")


@pytest.mark.parametrize(
    ("settings", "title"),
    [
        ({"digits": 1}, "92,8% đảng viên hoàn thành tốt nhiệm vụ"),
        ({"digits": 1, "rounding": Rounding.CUT}, "92,7% đảng viên hoàn thành tốt nhiệm vụ"),
    ],
)
def test_the_title_has_the_decimals_of_the_register(settings: dict[str, Any], title: str) -> None:
    assert members(thoi_lai(**settings)).title == title


def test_what_is_not_whole_is_called_provisional() -> None:
    assert "tạm tính, 41/44 đơn vị" in members(ordinary(44, silent=(3, 4, 5))).subtitle


def test_levels_have_one_colour_and_order() -> None:
    for chart in charts_in(ordinary(9, clusters=2)).values():
        drawn = [trace for trace in chart.figure["data"] if trace["uid"] in set(Level)]
        assert not drawn or [trace["uid"] for trace in drawn] == list(Level)
        for trace in drawn:
            assert trace["marker"]["color"] == theme.LEVEL_COLOURS[Level(trace["uid"])]


def test_every_number_drawn_is_the_figure_of_its_unit() -> None:
    made = ordinary(20)
    drawn = traces(members(made))
    for level in Level:
        trace = drawn[level.value]
        for unit, share, hover in zip(trace["y"], trace["x"], trace["hovertext"], strict=True):
            figure = made.figures.at(unit, Subject.MEMBER)
            assert figure is not None
            assert share == (figure.share(level) or 0) / 100
            number = f"{text.count(figure.level(level))}/{text.count(figure.rated or 0)}"
            label = f"{number} đảng viên ({text.percent(figure.share(level) or 0, 2)})"
            assert hover.endswith(f"{level.label}: {label}")


def test_units_stand_in_the_offices_order_below_their_parent() -> None:
    made = ordinary(15)
    axis = members(made).figure["layout"]["yaxis"]
    assert axis["categoryarray"] == [ROOT, *(unit.code for unit in made.register.reporting)]
    assert axis["range"] == [15.5, -0.5]
    assert axis["ticktext"][0] == "<b>Đảng bộ huyện Thới Lai</b>"


def test_labels_are_left_out_of_small_parts() -> None:
    cells = [(39, 900, 61, 0)]  # 3,9 %, 90 %, 6,1 %
    drawn = traces(members(season(board(names(1)), {"01": Sent(cells)})))
    assert [drawn[level.value]["text"][0] for level in Level] == ["", "900 (90,00%)", "61", ""]


def test_a_unit_that_sent_nothing_is_an_empty_row_not_zero() -> None:
    chart = members(ordinary(5, silent=(2,)))
    drawn = traces(chart)
    assert drawn["empty"]["y"] == ["02"]
    assert drawn["empty"]["text"] == ["chưa gửi"]
    assert all("02" not in drawn[level.value]["y"] for level in Level)
    assert chart.rows[2] == ("Đảng bộ xã Trường Xuân", "chưa gửi", "", "", "", "")


def test_a_unit_whose_file_was_refused_did_send() -> None:
    made = season(board(names(2)), {"01": Sent([(1, 9, 0, 0)])}, refused=["02"])
    assert traces(members(made))["empty"]["text"] == ["đã gửi, chưa được tính"]


def test_a_unit_without_any_of_a_subject_says_so() -> None:
    sent = {"01": Sent([(1, 9, 0, 0)], leaders=(0, 8, 0, 0)), "02": Sent([(1, 9, 0, 0)])}
    chart = charts_in(season(board(names(2)), sent))["leaders-by-unit"]
    assert traces(chart)["empty"]["text"] == ["chưa ghi số liệu"]


def test_small_cells_are_hidden_and_never_one_alone() -> None:
    root = [Unit("01", "Đảng bộ xã", UnitKind.GRASSROOTS)]
    sent = {"01": Sent([(0, 4, 0, 0), (1, 9, 0, 0), (2, 30, 0, 0)])}
    drawn = traces(members(season(root, sent, hide_below=5)))
    assert drawn["empty"]["text"] == ["ẩn vì ít đảng viên"] * 2
    assert "empty" not in traces(members(season(root, sent)))


# ---------------------------------------------------------------- organisations


def test_organisations_are_charted_by_cluster_where_there_are_clusters() -> None:
    made = ordinary(12, clusters=3)
    chart = charts_in(made)["orgs-by-unit"]
    assert [row[0] for row in chart.rows] == [
        "Đảng bộ huyện Thới Lai", "Cụm 1", "Cụm 2", "Cụm 3",
    ]  # fmt: skip
    totals = [row[1] for row in chart.rows]
    assert totals == ["12/12", "4/4", "4/4", "4/4"]


def test_organisations_without_clusters_are_counted_by_level() -> None:
    chart = charts_in(ordinary(44))["orgs-by-unit"]
    (trace,) = chart.figure["data"]
    assert trace["y"] == list(Level)
    assert sum(trace["x"]) == 44
    assert trace["marker"]["color"] == list(theme.LEVEL_COLOURS.values())


def test_what_is_not_decided_yet_is_reported_by_the_last_step() -> None:
    sent = {"01": Sent([(1, 9, 0, 0)], own={"self_level": Level.XS})}
    chart = charts_in(season(board(names(1)), sent))["orgs-by-unit"]
    assert chart.title == "100,00% tổ chức cơ sở đảng tự xếp loại hoàn thành xuất sắc nhiệm vụ"
    assert chart.subtitle == (
        "1 tổ chức cơ sở đảng tự xếp loại; số liệu đến ngày 22/12/2022; 1/1 đơn vị; "
        "theo mức tự xếp loại, chưa đủ quyết định xếp loại"
    )


def test_shares_of_a_few_are_not_reported_as_those_of_all() -> None:
    silent: dict[str, Level] = {}
    sent = {f"0{at}": Sent([(1, 9, 0, 0)], own=silent) for at in (2, 3)}
    made = season(board(names(3)), {"01": Sent([(1, 9, 0, 0)]), **sent})
    charts = charts_in(made)
    assert "orgs-by-unit" not in charts
    overview = charts["levels-overview"]
    assert overview.title == (
        "90,00% đảng viên và 100,00% chi bộ hoàn thành tốt nhiệm vụ; "
        "mới có 1/3 tổ chức cơ sở đảng được xếp loại"
    )
    assert [row[0].partition(" (")[0] for row in overview.rows] == ["Đảng viên", "Chi bộ"]


def test_a_chart_of_members_begins_with_how_few_are_assessed() -> None:
    made = season(board(names(1)), {"01": Sent([(1, 9, 0, 0)], not_rated=30)})
    charts = charts_in(made)
    assert charts["members-by-unit"].title == "Mới có 10/40 đảng viên được đánh giá"
    assert charts["levels-overview"].title.endswith("; mới có 10/40 đảng viên được đánh giá")


def test_clusters_stand_by_their_number() -> None:
    clusters = ["Cụm 10", "", "Cụm 2", "Cụm 10", "Cụm 2"]
    sent = {f"0{at}": Sent([(1, 9, 0, 0)]) for at in range(1, 6)}
    chart = charts_in(season(board(names(5), clusters), sent))["orgs-by-unit"]
    assert [row[0] for row in chart.rows][1:] == ["Cụm 2", "Cụm 10", "Không thuộc cụm nào"]


def test_the_decision_goes_before_the_proposal() -> None:
    own = {"self_level": Level.XS, "proposed_level": Level.XS, "decided_level": Level.HTT}
    made = season(board(names(1)), {"01": Sent([(1, 9, 0, 0)], own=own)})
    figure = rating_of(made.figures, made.register, ROOT, Subject.ORG)
    assert figure is not None
    assert figure.stage is Stage.DECIDED


# ---------------------------------------------------------------- overview


def test_the_overview_says_one_finding_for_those_that_share_it() -> None:
    chart = charts_in(thoi_lai())["levels-overview"]
    assert chart.title == (
        "92,79% đảng viên, 100,00% chi bộ và 100,00% tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ"
    )
    assert [row[0] for row in chart.rows] == [
        "Đảng viên (3.675/3.706 được đánh giá)",
        "Chi bộ (2 được xếp loại)",
        "Tổ chức cơ sở đảng (2 được xếp loại)",
    ]


def test_the_overview_names_what_is_not_decided() -> None:
    sent = {"01": Sent([(1, 9, 0, 0)], own={"self_level": Level.XS})}
    chart = charts_in(season(board(names(1)), sent))["levels-overview"]
    assert chart.title.endswith(
        "; 100,00% tổ chức cơ sở đảng tự xếp loại hoàn thành xuất sắc nhiệm vụ"
    )
    assert chart.subtitle.endswith(
        "tổ chức cơ sở đảng theo mức tự xếp loại, chưa đủ quyết định xếp loại"
    )


# ---------------------------------------------------------------- source


def test_a_chart_of_one_unit_names_its_own_return() -> None:
    made = ordinary(6)
    chart = unit_chart(made, "02", Subject.CELL, ())
    assert chart is not None
    office = made.register.settings.office
    name = lower_first(made.register.units["02"].name)
    assert chart.source == f"Nguồn: biểu tổng hợp của {name}, {office}"
    whole = unit_chart(made, ROOT, Subject.CELL, ())
    assert whole is not None
    assert whole.source == f"Nguồn: biểu tổng hợp của 6 đơn vị, {office}"
