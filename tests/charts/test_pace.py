"""The curve of progress against the deadline."""

from datetime import date, timedelta

from tests.charts.seasons import AS_OF, DEADLINE, Sent, board, milestones, names, season
from xeploai.charts import Chart, charts_of
from xeploai.charts.pace import main_milestone, progress_curve
from xeploai.register import Milestone
from xeploai.schema.terms import UnitKind
from xeploai.season import Season

CELLS = [(1, 9, 0, 0)]


def sent_on(*days: date, as_of: date = AS_OF, total: int = 5) -> Season:
    sent = {f"{at:02d}": Sent(CELLS, on=day) for at, day in enumerate(days, start=1)}
    return season(board(names(total)), sent, as_of=as_of)


def curve_of(made: Season) -> Chart:
    chart = progress_curve(made)
    assert chart is not None
    return chart


def test_the_curve_adds_up_by_day_to_the_day_looked_from() -> None:
    chart = curve_of(sent_on(date(2022, 12, 5), date(2022, 12, 5), date(2022, 12, 19)))
    line, mark = chart.figure["data"]
    assert line["x"] == ["2022-12-03", "2022-12-05", "2022-12-19", "2022-12-22"]
    assert line["y"] == [0, 2, 3, 3]
    assert (mark["x"], mark["y"]) == (["2022-12-22"], [3])
    assert line["hovertext"][1] == "05/12/2022: 2/5 đơn vị (40,00%)"
    assert chart.rows == (
        ("05/12/2022", "2", "2/5", "40,00%"),
        ("19/12/2022", "1", "3/5", "60,00%"),
    )


def test_the_title_is_the_published_phrase() -> None:
    chart = curve_of(sent_on(date(2022, 12, 5)))
    assert chart.title == "Gửi hồ sơ, biểu tổng hợp: 1/5 đơn vị, đạt 20,00%"
    assert chart.subtitle == (
        "Hạn 20/12/2022, đã quá 2 ngày; 4 đơn vị quá hạn; số liệu đến ngày 22/12/2022"
    )


def test_before_the_deadline_the_days_left_are_counted() -> None:
    chart = curve_of(sent_on(date(2022, 12, 5), as_of=date(2022, 12, 11)))
    assert chart.subtitle == "Hạn 20/12/2022, còn 9 ngày; số liệu đến ngày 11/12/2022"
    assert "là hôm nay" in curve_of(sent_on(as_of=DEADLINE)).subtitle


def test_all_done_needs_no_warning() -> None:
    chart = curve_of(sent_on(*[date(2022, 12, 5)] * 5))
    assert chart.subtitle == "Hạn 20/12/2022; số liệu đến ngày 22/12/2022"


def test_nothing_done_is_a_flat_line() -> None:
    line, mark = curve_of(sent_on()).figure["data"]
    assert line["y"] == [0, 0]
    assert mark["y"] == [0]


def test_a_deadline_long_past_or_a_strange_day_does_not_flatten_the_curve() -> None:
    made = sent_on(date(2022, 12, 5), date(2012, 12, 5), as_of=date(2026, 3, 1))
    chart = curve_of(made)
    line, mark = chart.figure["data"]
    first, last = (date.fromisoformat(day) for day in (line["x"][0], line["x"][-1]))
    assert last - first < timedelta(days=150)
    assert line["y"] == [1, 2, 2]
    assert mark["hovertext"] == ["01/03/2026: 2/5 đơn vị (40,00%)"]


def test_the_deadline_and_the_total_are_lines_with_a_name() -> None:
    layout = curve_of(sent_on(date(2022, 12, 5))).figure["layout"]
    total, deadline = layout["shapes"]
    assert total["y0"] == total["y1"] == 5
    assert deadline["x0"] == deadline["x1"] == "2022-12-20"
    said = [note["text"] for note in layout["annotations"]]
    assert said == ["tổng số 5 đơn vị", "hạn 20/12", "<b>22/12: 1/5 đơn vị</b>"]


def test_without_deadlines_there_is_no_curve() -> None:
    assert "progress-curve" not in charts_of(season(board(names(2)), {}, deadlines=()))


def test_sending_is_the_main_milestone_else_the_last_that_binds_those_who_report() -> None:
    units = board(names(2))
    bound = frozenset({UnitKind.GRASSROOTS})
    others = [
        Milestone("B", "Tập thể kiểm điểm", bound, date(2022, 12, 15)),
        Milestone("A", "Chi bộ kiểm điểm", bound, date(2022, 12, 1)),
        Milestone("H", "Cấp huyện", frozenset({UnitKind.DISTRICT}), date(2022, 12, 31)),
    ]
    found = main_milestone(season(units, {}, deadlines=others))
    assert found is not None
    assert found.code == "B"
    found = main_milestone(season(units, {}, deadlines=[*others, *milestones()]))
    assert found is not None
    assert found.code == "GUI"
