"""The curve of progress against the deadline."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import a_return, in_force, info, milestone, register
from tests.charts.seasons import AS_OF, DEADLINE, Sent, board, charts_in, milestones, names, season
from xeploai.charts.chart import Chart
from xeploai.charts.pace import main_milestone, progress_curve
from xeploai.register.model import Milestone
from xeploai.schema.form import CellReturn
from xeploai.schema.periods import Period
from xeploai.schema.row import Code
from xeploai.schema.terms import MilestoneEvent, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.milestone_status import follow
from xeploai.season.progress.model import Curve
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status
from xeploai.views.milestone_rates import main_phrase
from xeploai.views.season_view import lay_out

CELLS = [(1, 9, 0, 0)]


BEFORE = ((date(2022, 12, 4), 1), (date(2022, 12, 18), 3), (date(2022, 12, 21), 4))


def with_last_year(made: Season, before: Curve = BEFORE) -> Season:
    """The season with the curve of 2021, its days moved already."""
    return replace(
        made,
        intake=replace(made.intake, earlier={Period(2021): {}}),
        progress=replace(made.progress, last={"GUI": before}),
    )


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


def test_a_return_that_is_being_corrected_is_a_source_of_the_day_it_came() -> None:
    made = sent_on(date(2022, 12, 5))
    refused = replace(made.intake.submissions[0], unit="02", status=Status.REFUSED)
    corrected = replace(made, intake=replace(made.intake, submissions=(refused,)))
    assert curve_of(made).source.startswith("Nguồn: biểu tổng hợp của 1 đơn vị, ")
    assert curve_of(corrected).source.startswith("Nguồn: biểu tổng hợp của 2 đơn vị, ")


def test_the_title_is_the_published_phrase() -> None:
    chart = curve_of(sent_on(date(2022, 12, 5)))
    assert chart.title == "Gửi hồ sơ, biểu tổng hợp: 1/5 đơn vị, đạt 20,00%"
    assert chart.subtitle == (
        "Hạn 20/12/2022, đã quá 2 ngày; 4 đơn vị quá hạn; số liệu đến ngày 22/12/2022"
    )


def test_what_is_done_on_an_unknown_day_is_in_the_title_and_not_in_the_curve() -> None:
    """The title said 1/3 beside the published phrase, which counted 2/3."""
    of = register(milestones=[milestone("QD", date(2025, 12, 20), name="Quyết định")])
    taken = [
        a_return(of=info(unit_code=Code(code), decision_date=day), file=f"{code}.xlsx")
        for code, day in (("A", date(2025, 12, 10)), ("B", None))
    ]
    made = evaluate(of, taken, date(2025, 12, 31))
    chart, view = curve_of(made), lay_out(made)
    assert chart.title == "Quyết định: 2/3 đơn vị, đạt 66,67%"
    assert main_phrase(view, view.watchers.units).startswith(chart.title)
    assert "1 đơn vị đã xong, chưa ghi ngày nên không có trên đường; 1 đơn vị" in chart.subtitle
    assert [row[2] for row in chart.rows] == ["1/3"]


def test_before_the_deadline_the_days_left_are_counted() -> None:
    chart = curve_of(sent_on(date(2022, 12, 5), as_of=date(2022, 12, 11)))
    assert chart.subtitle == (
        "Hạn 20/12/2022, còn 9 ngày; cần 1 đơn vị mỗi ngày; số liệu đến ngày 11/12/2022"
    )
    assert "là hôm nay; cần 5 đơn vị trong hôm nay;" in curve_of(sent_on(as_of=DEADLINE)).subtitle


def test_the_pace_needed_keeps_the_deadline() -> None:
    made = sent_on(*[date(2022, 12, 5)] * 2, as_of=date(2022, 12, 16), total=12)
    assert "còn 4 ngày; cần 3 đơn vị mỗi ngày;" in curve_of(made).subtitle
    assert "cần" not in curve_of(sent_on(*[date(2022, 12, 5)] * 5)).subtitle
    assert "cần" not in curve_of(sent_on(date(2022, 12, 5), as_of=date(2022, 12, 21))).subtitle


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
    labels = [note["text"] for note in layout["annotations"]]
    assert labels == ["tổng số 5 đơn vị", "hạn 20/12", "<b>22/12: 1/5 đơn vị</b>"]


def test_without_deadlines_there_is_no_curve() -> None:
    assert "progress-curve" not in charts_in(season(board(names(2)), {}, deadlines=()))


def test_sending_is_the_main_milestone_else_the_last_that_binds_those_who_report() -> None:
    units = board(names(2))
    bound = frozenset({UnitKind.GRASSROOTS})
    others = [
        Milestone("B", "Tập thể kiểm điểm", bound, date(2022, 12, 15)),
        Milestone("A", "Chi bộ kiểm điểm", bound, date(2022, 12, 1)),
        Milestone("H", "Cấp huyện", frozenset({UnitKind.DISTRICT}), date(2022, 12, 31)),
    ]
    main = main_milestone(season(units, {}, deadlines=others))
    assert main is not None
    assert main.code == "B"
    main = main_milestone(season(units, {}, deadlines=[*others, *milestones()]))
    assert main is not None
    assert main.code == "GUI"


# ------------------------------------------------------------------ the year before


def test_last_years_curve_lies_beside_this_years() -> None:
    chart = curve_of(with_last_year(sent_on(date(2022, 12, 5), date(2022, 12, 19))))
    line, before, mark = chart.figure["data"]
    assert (line["uid"], before["uid"], mark["uid"]) == ("done", "before", "now")
    assert before["line"]["dash"] == "dot"
    assert before["line"]["width"] < line["line"]["width"]
    assert before["x"] == ["2022-12-03", "2022-12-04", "2022-12-18", "2022-12-21", "2022-12-24"]
    assert before["y"] == [0, 1, 3, 4, 4]
    assert before["hovertext"][1:4] == [
        "Năm 2021, trước hạn 16 ngày: 1 đơn vị",
        "Năm 2021, trước hạn 2 ngày: 3 đơn vị",
        "Năm 2021, sau hạn 1 ngày: 4 đơn vị",
    ]
    assert "cùng thời điểm năm 2021 có 4 đơn vị" in chart.subtitle
    assert "···· năm 2021" in [note["text"] for note in chart.figure["layout"]["annotations"]]


def test_the_table_tells_both_curves() -> None:
    made = sent_on(date(2022, 12, 5), date(2022, 12, 18), as_of=date(2022, 12, 18))
    chart = curve_of(with_last_year(made))
    assert chart.headers == ("Ngày", "Xong trong ngày", "Cộng dồn", "Tỷ lệ", "Năm 2021")
    assert chart.rows == (
        ("04/12/2022", "0", "0/5", "0,00%", "1"),
        ("05/12/2022", "1", "1/5", "20,00%", "1"),
        ("18/12/2022", "1", "2/5", "40,00%", "3"),
        ("21/12/2022", "–", "–", "–", "4"),
    )


def test_last_years_days_outside_the_picture_are_left_out() -> None:
    before = ((date(2022, 9, 1), 1), (date(2022, 12, 10), 2), (date(2023, 3, 1), 3))
    chart = curve_of(with_last_year(sent_on(date(2022, 12, 5)), before))
    _, line, _ = chart.figure["data"]
    assert [day for day, *_ in chart.rows] == ["05/12/2022", "10/12/2022"]
    assert line["x"] == ["2022-12-03", "2022-12-10", "2022-12-24"]
    assert line["y"] == [1, 2, 2]


def test_without_last_year_nothing_is_said_of_it() -> None:
    chart = curve_of(with_last_year(sent_on(date(2022, 12, 5)), ()))
    assert len(chart.figure["data"]) == 2
    assert len(chart.headers) == 4
    assert "cùng thời điểm" not in chart.subtitle


# ------------------------------------------------------------------ labels


def across(chart: Chart, width: int) -> bool:
    """Whether the label of the mark stands across the deadline on a plot of so many px."""
    layout = chart.figure["layout"]
    first, last = (date.fromisoformat(day) for day in layout["xaxis"]["range"])
    scale = width / (last - first).days
    (label,) = [note for note in layout["annotations"] if note["text"].startswith("<b>")]
    edge = (date.fromisoformat(label["x"]) - first).days * scale + label["xshift"]
    room = 7 * len(label["text"].removeprefix("<b>").removesuffix("</b>"))
    left, right = (edge - room, edge) if label["xanchor"] == "right" else (edge, edge + room)
    assert right <= width + 24
    return bool(left < (DEADLINE - first).days * scale < right)


@pytest.mark.parametrize("begun", [date(2022, 11, 1), date(2022, 12, 1), date(2022, 12, 12)])
@pytest.mark.parametrize("days", range(-19, 20))
@pytest.mark.parametrize("number", [1, 4, 5])
def test_the_label_of_the_mark_is_never_across_the_deadline(
    begun: date, days: int, number: int
) -> None:
    made = sent_on(*[begun] * number, as_of=max(DEADLINE + timedelta(days=days), begun))
    assert not across(curve_of(made), 560)


def test_the_total_is_reported_once_where_the_label_of_the_mark_stands_on_its_line() -> None:
    def labels_of(number: int) -> list[str]:
        chart = curve_of(sent_on(*[date(2022, 12, 5)] * number))
        return [note["text"] for note in chart.figure["layout"]["annotations"]]

    assert "tổng số 5 đơn vị" in labels_of(3)
    assert "tổng số 5 đơn vị" not in labels_of(4)


# ------------------------------------------------------------------ as the press says it


@pytest.mark.parametrize(
    ("done", "total", "phrase"),
    [
        (17, 17, "17/17 đơn vị, đạt 100,00%"),
        (41, 44, "41/44 đơn vị, đạt 93,18%"),
        (28, 31, "28/31 đơn vị, đạt 90,32%"),
    ],
)
def test_the_phrase_of_the_press(done: int, total: int, phrase: str) -> None:
    made = sent_on(*[DEADLINE] * done, as_of=date(2022, 12, 21), total=total)
    assert curve_of(made).title == f"Gửi hồ sơ, biểu tổng hợp: {phrase}"


def test_the_phrase_counts_cells_where_cells_are_bound() -> None:
    cells = frozenset({UnitKind.CELL})
    event = MilestoneEvent.CELL_REVIEWS
    reviewed = Milestone("CB", "Chi bộ kiểm điểm xong", cells, DEADLINE, event)
    made = season(
        board(names(2)),
        {"01": Sent([(1, 9, 0, 0)] * 10), "02": Sent([(1, 9, 0, 0)] * 15)},
        deadlines=[reviewed],
        as_of=date(2022, 12, 21),
    )
    returns = {code: _reviewed(item) for code, item in made.intake.counted.items()}
    made = replace(made, progress=follow(made.register, in_force(*returns.values()), made.as_of))
    assert curve_of(made).title == "Chi bộ kiểm điểm xong: 25/25 chi bộ, đạt 100,00%"


def _reviewed(item: Return) -> Return:
    """The return with the day of each cell's review."""
    sheet = item.sheet(CellReturn)
    rows = tuple(
        replace(line, row=replace(line.row, review_date=date(2022, 12, 1))) for line in sheet.rows
    )
    return replace(item, sheets={**item.sheets, CellReturn: replace(sheet, rows=rows)})
