"""The corridor: what a build works out is worked out once and passed on."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.builders import book, cell, info, plain_cell, register_book
from xeploai.charts.all_charts import charts_of
from xeploai.commands.terminal import Terminal
from xeploai.outputs.feedback.build import to_send_back
from xeploai.outputs.reminders.calendar import calendar
from xeploai.outputs.reminders.letters import reminders
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.pipeline import Days, build, open_register
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.tables import tabulate
from xeploai.season.redaction import redaction_of
from xeploai.views.season_view import lay_out

ONCE: tuple[Callable[..., Any], ...] = (
    open_register, evaluate, tabulate, lay_out, redaction_of, charts_of, to_send_back, reminders,
    calendar, workbook, words_of,
)  # fmt: skip


@contextmanager
def counted(*functions: Callable[..., Any]) -> Iterator[Counter[str]]:
    """Count the calls of functions, whatever name they are called by."""
    watched: dict[CodeType, str] = {each.__code__: each.__name__ for each in functions}
    calls: Counter[str] = Counter()

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in watched:
            calls[watched[frame.f_code]] += 1

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def test_a_build_works_everything_out_once(tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "danh-muc.xlsx").write_bytes(register_book())
    (folder / "A.xlsx").write_bytes(book([cell(), plain_cell(2)], of=info(unit_code=Code("A"))))
    faulty = book([cell(xs=9)], of=info(unit_code=Code("B")))
    (folder / "B.xlsx").write_bytes(faulty)
    days = Days(datetime(2025, 12, 31, 8))
    with counted(*ONCE) as calls:
        built = build(folder, tmp_path / "output", days, Terminal(quiet=True), images=False)
    assert calls == {each.__name__: 1 for each in ONCE}
    assert [unit.code for unit in built.season.units_to_fix] == ["B"]
