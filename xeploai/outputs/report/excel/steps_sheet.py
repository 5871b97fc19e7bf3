"""The sheet of the steps: every subject from self-rating to decision, one line for each step."""

from collections.abc import Iterator, Sequence

from xeploai.outputs.report.excel.styles import BOXED, HEAD, SUBTITLE, TITLE, ExcelBook, ExcelSheet
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import (
    ASSESSED,
    HTT_OR_ABOVE,
    UNITS_COUNTED,
    UNKNOWN,
    level_name,
    number,
    upper_first,
)
from xeploai.schema.terms import Level, Subject
from xeploai.season.figures.model import Figure
from xeploai.views.rating_steps import TITLE as STEPS
from xeploai.views.rating_steps import compared_steps

NAME = "Ba bước"
SHOWS = f"{STEPS}: số lượng và tỷ lệ từng mức ở từng bước"
_FIRST = 5
_WIDTHS = (30, 14, 12, 9, 9, *[9] * (2 * len(Level)), 10)


def steps_in(scope: Scope) -> Sequence[Figure]:
    """Return the steps of every subject that has more than one; one organisation has no shares."""
    subjects = (each for each in Subject if not (scope.is_one and each is Subject.ORG))
    return [x for each in subjects for x in compared_steps(scope.view, scope.unit, each)]


def write_steps(paper: ExcelBook, scope: Scope) -> None:
    """Write a line for each step of each subject."""
    page, figures = paper.page(NAME), steps_in(scope)
    last = len(_WIDTHS) - 1
    page.merged((0, 0, 0, last), STEPS.upper(), TITLE)
    page.merged((1, 0, 1, last), f"{scope.name}. {scope.as_of}", SUBTITLE)
    for at, width in enumerate(_WIDTHS):
        page.sheet.set_column(at, at, width)
    _write_heads(page, scope)
    for row, figure in enumerate(figures, _FIRST):
        _write(page, row, figure, scope.settings.digits)
    page.sheet.freeze_panes(_FIRST, 2)
    page.sheet.repeat_rows(_FIRST - 2, _FIRST - 1)
    margins = (scope.settings.office, scope.as_of, NAME)
    page.print_on_a4((_FIRST + len(figures) - 1, last), margins, high=0)


def _write_heads(page: ExcelSheet, scope: Scope) -> None:
    above, below = _FIRST - 2, _FIRST - 1
    alone = ("Đối tượng", "Bước", upper_first(UNITS_COUNTED), "Tổng số", upper_first(ASSESSED))
    for at, head in enumerate(alone):
        page.merged((above, at, below, at), head, HEAD)
    scales = [scope.settings.regulation.scale(each) for each in Subject]
    for level, left in zip(Level, range(len(alone), len(_WIDTHS) - 1, 2), strict=True):
        page.merged((above, left, above, left + 1), level_name(level, *scales), HEAD)
        page.text(below, left, "Số lượng", HEAD)
        page.text(below, left + 1, "Tỷ lệ (%)", HEAD)
    page.merged((above, len(_WIDTHS) - 1, below, len(_WIDTHS) - 1), f"{HTT_OR_ABOVE} (%)", HEAD)
    page.sheet.set_row(above, 45)


def _write(page: ExcelSheet, row: int, figure: Figure, digits: int) -> None:
    units = f"{number(figure.units_counted)}/{number(figure.units_expected)}"
    words = (figure.subject.label, figure.stage.label, units)
    for at, text in enumerate(words):
        page.text(row, at, text, BOXED)
    for at, (value, is_share) in enumerate(_numbers(figure), len(words)):
        if value is None:
            page.text(row, at, UNKNOWN, BOXED | {"align": "right"})
        elif is_share:
            style = {"num_format": f"0.{'0' * digits}" if digits else "0"}
            page.number(row, at, value / 10**digits, BOXED | style)
        else:
            page.number(row, at, value, BOXED | {"num_format": "#,##0"})


def _numbers(figure: Figure) -> Iterator[tuple[int | None, bool]]:
    """Yield counts and shares in the order of the columns, each with whether it is a share."""
    yield figure.total, False
    yield figure.rated, False
    for level in Level:
        yield figure.level(level), False
        yield figure.share(level), True
    yield figure.htt_or_above_pct, True
