"""The terminal gets at most eight lines; everything else is in the log."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.builders import UNITS, a_return, cell, info, register, unit
from xeploai.commands.results import show_built
from xeploai.commands.terminal import Terminal
from xeploai.outputs.result_lines import files_line, fix_line, log, units_line
from xeploai.pipeline import Days
from xeploai.reading.xlsx.refusals import damaged
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Unread
from xeploai.submissions.returns import unread
from xeploai.views.season_view import day_question, lay_out

AS_OF = date(2025, 12, 22)


def season(*faulty: str) -> Season:
    """A season of many units, of which unit A is right and some have a fault."""
    units = (*UNITS, *(unit(code) for code in faulty if code not in "AB"))
    wrong = cell(htt=cell().htt + 1)
    returns = [
        a_return(of=replace(info(), unit_code=Code(code), unit_name=code), file=f"{code}.xlsx",
                 cells=[wrong if code in faulty else cell()])
        for code in ("A", *faulty)
    ]  # fmt: skip
    return evaluate(register(units), returns, AS_OF)


def test_files_are_counted_by_what_became_of_them() -> None:
    assert files_line(season("B")) == "Đã đọc 2 tệp: 1 được tính, 1 cần sửa."


def test_litter_is_no_file_that_could_not_be_read() -> None:
    litter = Unread("Thumbs.db", "", "Tệp của hệ điều hành, không phải biểu, bỏ qua", None)
    broken = unread("b.xlsx", "1", damaged("x"))
    season = evaluate(register(UNITS), [a_return(), litter, broken], AS_OF)
    line = "Đã đọc 2 tệp: 1 được tính, 1 không đọc được. Bỏ qua 1 tệp không phải biểu."
    assert files_line(season) == line
    assert "Thumbs.db: Bỏ qua – Tệp của hệ điều hành" in log(season)


def test_units_are_counted_with_what_keeps_the_others_out() -> None:
    line = "Đến ngày 22/12/2025: 1/3 đơn vị được tính; đang sửa 1, chưa gửi 1; "
    assert units_line(season("B")).startswith(line)


def test_the_first_five_units_to_fix_are_named() -> None:
    line = fix_line(season("B", "D", "E", "F", "G", "I", "K"))
    assert line.count("Đảng bộ xã") == 5
    assert "và 2 đơn vị khác" in line


def test_nothing_to_fix_says_nothing() -> None:
    assert fix_line(season()) == ""


def test_the_log_has_every_file_and_every_fault() -> None:
    content = log(season("B"))
    assert "A.xlsx: Được tính" in content
    assert "B.xlsx: Cần sửa – Có 1 lỗi phải sửa" in content
    title = "Tổng bốn mức xếp loại khác số được đánh giá"
    assert f"[{title}; levels_do_not_sum_to_rated]" in content


def test_the_result_has_eight_lines_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    faulty = season("B", "D", "E", "F", "G", "I", "K")
    show_built(Terminal(quiet=False), faulty, Path("output/site"), "Không có ảnh.")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 8
    assert lines[-1] == f"Trang: {Path('output/site/index.html')}"


def test_a_quiet_terminal_says_nothing_but_failures(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(quiet=True)
    terminal.step("Đọc biểu")
    assert list(terminal.each("Đọc biểu", [1, 2], 2)) == [1, 2]
    terminal.fail("Không dựng được")
    heard = capsys.readouterr()
    assert heard.out == ""
    assert heard.err == "Không dựng được\n"


@pytest.mark.parametrize(
    ("day", "is_questioned"),
    [
        (date(2024, 12, 31), True), (date(2025, 1, 1), False), (date(2026, 6, 30), False),
        (date(2026, 7, 1), True), (date(2052, 12, 15), True),
    ],
)  # fmt: skip
def test_a_day_that_was_asked_for_is_questioned_outside_the_period(
    day: date, is_questioned: bool
) -> None:
    season = evaluate(register(), [], day)
    assert day_question(season) == ""  # today's default
    asked = replace(season, is_day_chosen=True)
    assert bool(day_question(asked)) is is_questioned
    assert (day_question(asked) in log(asked)) is True
    if day.year == 2052:
        assert day_question(asked) == (
            "Xem lại ngày tính số liệu 15/12/2052: ngoài kỳ đánh giá năm 2025 (từ 01/01/2025 đến "
            "30/06/2026)."
        )


def test_the_day_is_asked_for_by_the_option_or_by_the_register() -> None:
    now, other = datetime(2025, 12, 20, 8), date(2025, 12, 1)
    written = register(counted_to=other)
    for days, of, day, is_chosen in (
        (Days(now), register(), now.date(), False),
        (Days(now, other), register(), other, True),
        (Days(now), written, other, True),
        (Days(now, now.date()), written, now.date(), True),
    ):
        assert (days.counted_to(of), days.is_chosen(of)) == (day, is_chosen)


def test_pages_speak_of_the_day_that_the_figures_are_of() -> None:
    season = evaluate(register(counted_to=date(2025, 12, 1)), [], AS_OF)
    assert season.counted_to == lay_out(season).counted_to == AS_OF
