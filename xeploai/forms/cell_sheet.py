"""The sheet "Chi bộ": the unit's cells, last period beside them, the sums below them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from xeploai.findings import letter
from xeploai.forms.cell_style import COUNT_FORMAT
from xeploai.forms.checked_table import FormTable, filter_rows
from xeploai.forms.layout import TOTAL, place
from xeploai.forms.rows import LAST_LEVEL, LAST_YEAR, FormRow
from xeploai.forms.self_check.check_formulas import Checks, expanded
from xeploai.forms.self_check.check_list import CheckedArea, column_sum
from xeploai.forms.styles import (
    COMPUTED,
    FROM_BOARD,
    TOTALS,
    CellFormula,
    field_style,
    percent_format,
)
from xeploai.forms.tables import Extra, Titles, headings, table_row
from xeploai.forms.workbook_builder import FormSheet
from xeploai.register.model import Settings
from xeploai.schema.form import LEAST_ROWS, RATIOS, CellReturn
from xeploai.schema.periods import in_words
from xeploai.schema.row import columns
from xeploai.schema.terms import Rounding

_LAST = (*LAST_YEAR.values(), LAST_LEVEL)

_RATIOS = "Tỷ lệ (tự tính)"
_SPARE_ROWS = 10
_BY_SUPERIOR = frozenset({"proposed_level", "decided_level", "decision_no", "decision_date"})
"""Fields of a chi bộ cơ sở that its superior fills; a committee fills those of its cells."""


def cell_table(
    titles: Titles,
    lines: Sequence[FormRow],
    checks: Checks,
    settings: Settings,
    last_period: str,
    *,
    is_one: bool,
) -> FormTable:
    """Return the table of a unit's cells; a chi bộ cơ sở has one row, itself."""
    has_last = any(line.values.get(heading) for line in lines for heading in _LAST)
    return FormTable(
        CellReturn,
        titles,
        "name",
        lines,
        0 if is_one else max(_SPARE_ROWS, LEAST_ROWS - len(lines)),
        checks,
        ratio_columns(settings),
        _reference(last_period) if has_last else (),
        _BY_SUPERIOR if is_one else frozenset(),
        settings.organisations,
    )


def _reference(last_period: str) -> tuple[Extra, ...]:
    """Last period's figures, in grey beside the input."""
    group = f"Kỳ {in_words(last_period) or 'trước'} (để đối chiếu)"
    count = replace(FROM_BOARD, across="right", format=COUNT_FORMAT)
    level = replace(FROM_BOARD, across="center")
    counts = (
        Extra(heading, 9, count, group=group, printed=False) for heading in LAST_YEAR.values()
    )
    return (*counts, Extra(LAST_LEVEL, 10, level, group=group, printed=False))


def ratio_columns(settings: Settings) -> tuple[Extra, ...]:
    """Return the computed percentages, rounded as the period's figures are."""
    ratios = _percentages(settings)
    style = replace(COMPUTED, shrinks=True, format=percent_format(settings.digits))
    return tuple(Extra(head, 8.5, style, template, _RATIOS) for head, template in ratios.items())


def _percentages(settings: Settings) -> Mapping[str, str]:
    """Return the templates of the computed ratios by heading.

    Whole numbers are divided once, so that 12,345 % ends as the program's own figures do.
    """
    ratios = {
        heading: ("+".join(f"{{{key}}}" for key in parts), f"{{{base}}}")
        for heading, (parts, base) in RATIOS.items()
    }
    return {head: rounded_share(part, base, settings) for head, (part, base) in ratios.items()}


def rounded_share(part: str, base: str, settings: Settings) -> str:
    """Return the formula of a share, rounded as the period's figures are, "" without a base."""
    scale = 10 ** (settings.digits + 2)
    is_cut = settings.rounding is Rounding.CUT
    rule = "INT(({a})*{s}/{b})/{s}" if is_cut else "INT((2*({a})*{s}+{b})/(2*{b}))/{s}"
    # Nothing is read of a row in which nothing stands.
    return f'IFERROR(IF({base}>0,{rule.format(a=part, b=base, s=scale)},""),"")'


def write_total(page: FormSheet, table: FormTable, row: int) -> None:
    """Write the last line of "Chi bộ": sums that take in rows inserted above them."""
    where = place(table.row_type)
    page.put(row, 1, None, TOTALS)
    names = f"${where.letters['name']}${where.first_row - 1}:${where.letters['name']}${row - 1}"
    area = cast("CheckedArea", table.area)
    sums = {
        key: CellFormula(
            f"{column_sum(f'{name}{where.first_row - 1}:{name}{row - 1}', names)}"
            f"-{area.set_aside_sum(key)}"
        )
        for key, name in where.letters.items()
        if columns(table.row_type)[key].type == "count"
    }
    styles = {
        key: replace(field_style(column, TOTALS), wraps=False, shrinks=column.type == "count")
        for key, column in columns(table.row_type).items()
    }
    extras = [
        replace(
            item,
            style=replace(item.style, bold=True),
            # The sums are numbers, however the rows are written.
            template=expanded(item.template, lambda _, key: f"N(${where.letters[key]}§)"),
        )
        for item in (*table.computed, *table.reference)
    ]
    last = dict(_last_sums(table, row))
    table_row(page, table.row_type, row, {"name": TOTAL, **sums, **last}, styles, extras)
    page.height(row, 22)


def _last_sums(table: FormTable, row: int) -> Iterator[tuple[str, CellFormula]]:
    heads = [head.text for head in headings(table.row_type, table.extras)]
    for heading in LAST_YEAR.values():
        if heading in heads:
            name = letter(heads.index(heading))
            yield (
                heading,
                CellFormula(f"SUM({name}{place(table.row_type).first_row}:{name}{row - 1})"),
            )


def let_filter(page: FormSheet, table: FormTable) -> None:
    """Let the rows be filtered by name and by what is wrong."""
    if table.area is not None:
        letters = place(table.row_type).letters
        filter_rows(page, table.area, table.last_shown, [letters["name"], table.area.column])
