"""The terminal gets at most eight lines; everything else is in the log."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.builders import UNITS, a_return, cell, info, register, unit
from xeploai.commands.results import show_built
from xeploai.commands.terminal import Terminal
from xeploai.outputs.result_lines import files_line, fix_line, log, units_line
from xeploai.reading.xlsx.refusals import damaged
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Unread
from xeploai.submissions.returns import unread

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
    assert "B.xlsx: Cần sửa – Có 1 lỗi cần sửa" in content
    assert "[levels_do_not_sum_to_rated]" in content


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
