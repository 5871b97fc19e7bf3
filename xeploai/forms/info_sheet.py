"""The sheet "Thông tin": the head of a Party paper, who reports, and the unit's own totals."""

from collections.abc import Mapping
from dataclasses import replace

from xeploai.forms.check_formulas import (
    LEVEL_SIGNS,
    NOT_A_LEVEL,
    date_words,
    one_of,
    stray_date,
)
from xeploai.forms.check_list import CellRows, Check
from xeploai.forms.layout import CHECK_HEADING, place
from xeploai.forms.page_setup import painted, print_on_a4, protect
from xeploai.forms.styles import (
    FROM_BOARD,
    GUIDE,
    HEAD,
    MESSAGE,
    PLAIN,
    SUBTITLE,
    TITLE,
    TO_FILL,
    Formula,
    Page,
)
from xeploai.forms.tables import ROW_HEIGHT, Choices, guard_input, label_head, label_rows
from xeploai.schema.form import InfoReturn
from xeploai.schema.row import columns
from xeploai.schema.terms import UnitKind, season_of

TITLE_TEXT = "BIỂU TỔNG HỢP KẾT QUẢ KIỂM ĐIỂM, ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG"
FROM_BOARD_KEYS = frozenset(
    key for key, column in columns(InfoReturn).items() if column.source == "board"
)
_WIDTHS = {"A": 38, "B": 42, "C": 60, "D": 50}
_DATES = ("sent_on", "decision_date")
_LEVELS = ("self_level", "proposed_level", "decided_level")
_HEADINGS = ("Mục", "Nội dung", "Giải thích")
_COLUMN = "D"
_TITLE_ROW = 5
_LEGEND_ROW = 8


def write_info(
    page: Page,
    values: Mapping[str, object],
    choices: Choices,
    rows: CellRows,
    note: str,
    *,
    year: int,
) -> None:
    """Write the sheet; values are those of the board and the number of the sending."""
    where = place(InfoReturn)
    for name, width in _WIDTHS.items():
        page.width(name, width)
    _write_head(page, str(values["parent_name"] or ""), str(values["unit_name"]))
    _write_titles(page, str(values["period"]))
    label_head(page, InfoReturn, _HEADINGS)
    page.put(where.header_row, 4, CHECK_HEADING, HEAD)
    label_rows(page, InfoReturn, values, FROM_BOARD_KEYS)
    for row in range(where.first_row, where.last_label_row + 1):
        page.height(row, ROW_HEIGHT)
    messages = {**_messages(rows, values["unit_kind"]), **_date_and_level_messages(year)}
    for key, formula in messages.items():
        row = where.rows[key]
        page.put(row, 4, Formula(formula), MESSAGE)
        page.sheet.conditional_formatting.add(where.cell(key), painted(f"LEN($D${row})>0"))
    guard_input(page, InfoReturn, choices, where.last_label_row, skip=FROM_BOARD_KEYS)
    _write_signatures(page, where.last_label_row + 2)
    page.sheet.freeze_panes = f"A{where.first_row}"
    page.sheet.sheet_view.showGridLines = False
    print_on_a4(page, f"A1:C{where.last_label_row + 7}", note=note)
    protect(page)


def info_checks(year: int) -> list[Check]:
    """Return the checks of the sheet, for the list on "Kiểm tra"."""
    return [
        _check(("unit_code", "period"), "Có mã đơn vị và kỳ đánh giá"),
        _check(("version",), "Lần gửi là số nguyên từ 1 trở lên"),
        _check(("cells_declared",), "Số chi bộ khớp với số dòng đã điền ở tờ Chi bộ (nếu có ghi)"),
        _check(("members_declared",), "Tổng số đảng viên khớp với tờ Chi bộ (nếu có ghi)"),
        _check(("rated_declared",), "Số được đánh giá, xếp loại khớp với tờ Chi bộ (nếu có ghi)"),
        *(
            _check((key,), date_words(columns(InfoReturn)[key].header, year).rstrip("."))
            for key in _DATES
        ),
        _check(_LEVELS, "Mức xếp loại của đơn vị ghi XS, HTT, HT hoặc KHT"),
    ]


def _check(keys: tuple[str, ...], title: str) -> Check:
    where = place(InfoReturn)
    cells = (f"'{where.sheet}'!${_COLUMN}${where.rows[key]}" for key in keys)
    return Check(where.sheet, title, "+".join(f"(LEN({cell})>0)*1" for cell in cells))


def _messages(rows: CellRows, kind: object) -> dict[str, str]:
    where = place(InfoReturn)
    fields = columns(InfoReturn)
    said = {
        key: f'IF({where.cell(key)}="","Chưa ghi {fields[key].header}.","")'
        for key in ("unit_code", "period")
    }
    version = where.cell("version")
    said["version"] = _when_given(
        version, f"IF({version}>=1,INT({version})={version},FALSE)",
        '"Lần gửi là số nguyên từ 1 trở lên."',
    )  # fmt: skip
    for key, actual in (
        ("cells_declared", rows.filled()),
        ("members_declared", rows.total("members")),
        ("rated_declared", rows.total("rated")),
    ):
        cell = where.cell(key)
        said[key] = _when_given(
            cell, f"{cell}={actual}", f'"Ghi "&{cell}&", tờ Chi bộ có "&{actual}&"."'
        )
    if kind is UnitKind.GRASSROOTS_CELL:
        # Its one row is itself: it has no cells below it.
        cell = where.cell("cells_declared")
        none = '"Chi bộ cơ sở không có chi bộ trực thuộc: để trống."'
        said["cells_declared"] = _when_given(cell, f"{cell}=0", none)
    return said


def _date_and_level_messages(year: int) -> dict[str, str]:
    where, fields = place(InfoReturn), columns(InfoReturn)
    said = {}
    for key in _DATES:
        stray = stray_date(where.cell(key), season_of(year))
        said[key] = f'IF({stray},"{date_words(fields[key].header, year)}","")'
    for key in _LEVELS:
        cell = where.cell(key)
        known = f'OR({cell}="",{one_of(cell, LEVEL_SIGNS)})'
        said[key] = f'IF({known},"","{NOT_A_LEVEL}")'
    return said


def _when_given(cell: str, right: str, fault: str) -> str:
    number = '"Ô số phải là số nguyên từ 0 trở lên."'
    return f'IF({cell}="","",IF(ISNUMBER({cell}),IF({right},"",{fault}),{number}))'


def _write_head(page: Page, parent: str, unit: str) -> None:
    left = replace(PLAIN, size=12, across="center", wraps=True)
    page.put(1, 1, parent.upper(), left)
    page.put(1, 3, "ĐẢNG CỘNG SẢN VIỆT NAM", replace(left, bold=True, underlined=True, size=13))
    page.put(2, 1, unit.upper(), replace(left, bold=True))
    page.put(3, 1, "*", left)
    page.put(3, 3, "……………, ngày …… tháng …… năm ……", replace(left, italic=True))
    for row, text in ((1, parent), (2, unit)):
        # Capitals take about half as much room again.
        page.height(row, 17 * max(1, -(-len(text) * 14 // (10 * int(_WIDTHS["A"])))))


def _write_titles(page: Page, period: str) -> None:
    page.put_across(_TITLE_ROW, (1, 3), TITLE_TEXT, TITLE)
    page.put_across(_TITLE_ROW + 1, (1, 3), f"Kỳ đánh giá {period}", SUBTITLE)
    page.put_across(_TITLE_ROW + 2, (1, 3), InfoReturn.GUIDE, replace(GUIDE, across="center"))
    legend = (
        ("Ô vàng: đơn vị điền", TO_FILL),
        ("Ô xám: Ban Tổ chức ghi sẵn, không sửa", FROM_BOARD),
        ("Ô trắng: tự tính, không sửa", replace(FROM_BOARD, fill="")),
    )
    for column, (text, tone) in enumerate(legend, start=1):
        look = replace(tone, size=10, across="center", locked=True)
        page.put(_LEGEND_ROW, column, text, look)
    for row, height in ((3, 18), (4, 8), (5, 26), (6, 20), (7, 20), (8, 18), (9, 20)):
        page.height(row, height)


def _write_signatures(page: Page, row: int) -> None:
    role = replace(PLAIN, bold=True, across="center")
    hint = replace(PLAIN, italic=True, size=10, across="center")
    page.put(row, 1, "NGƯỜI TỔNG HỢP", role)
    page.put(row, 3, "T/M CẤP ỦY", role)
    page.put(row + 1, 1, "(Ký, ghi rõ họ tên)", hint)
    page.put(row + 1, 3, "(Ký tên, đóng dấu)", hint)
