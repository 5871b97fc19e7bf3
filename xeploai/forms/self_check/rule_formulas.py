"""The formula that shows each rule's fault in the form, or why there is none, by the rule's code.

A temporary place: each belongs into the declaration of its rule, as self_check, where what it
asks of the years is in_force. FORMULAS then goes away, and check_formulas reads the rules.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from xeploai.forms.self_check.read_formulas import is_blank, plain_text, serial, without_digits
from xeploai.schema.form import (
    MOST_SENDINGS,
    NEEDED_SHEETS,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.regulations import years_of
from xeploai.schema.row import Row, columns
from xeploai.schema.self_check import (
    BlankFormula,
    ErrorFormula,
    Formula,
    KnownOfUnit,
    NotShown,
    RowFormula,
    SelfCheck,
    SheetFormula,
    Shown,
    ShownBy,
    UnfilledFormula,
    UnreadFormula,
    always,
)
from xeploai.schema.terms import (
    CapBase,
    DisciplineForm,
    DisciplineTarget,
    UnitKind,
    season_of,
)
from xeploai.text import day

# ------------------------------------------------------------------ how cells are written

_NO_COUNT = "Ô số phải là số nguyên từ 0 trở lên."
_NO_LEVEL = "Mức xếp loại chỉ ghi XS, HTT, HT hoặc KHT."
_SOUND = "Các ô ghi sẵn còn nguyên, không ô nào báo lỗi công thức"
_SPOILT = "Ô ghi sẵn bị xóa hoặc bị sửa."
_AGAIN = "Dòng này đã ghi ở trên."
_STAMPED = "Có mã đơn vị và kỳ đánh giá, đúng như Ban Tổ chức ghi sẵn"

_BLANK = always(
    BlankFormula(
        "Đã ghi {header}",
        "Chưa ghi {header}.",
        {"rated": "số được đánh giá, xếp loại"},
        {InfoReturn: _STAMPED, RemedyReturn: "Dòng nào cũng ghi {header}"},
    ),
    *(
        RowFormula(row_type, _SOUND, _SPOILT, when, fields, reads=True)
        for row_type, when, fields in (
            (
                LeadershipReturn,
                "OR({subject}=0,{subject}=9,{stage}=0,{stage}=9)",
                ("subject", "stage"),
            ),
            (
                MilestoneReturn,
                "OR({milestone}=0,{milestone}=9,{deadline}=1)",
                ("milestone", "deadline"),
            ),
            (DisciplineReturn, "OR({target}=0,{target}=9,{form}=0,{form}=9)", ("target", "form")),
        )
    ),
)

_UNREADABLE = always(
    UnreadFormula("count", "Ô số chỉ ghi số nguyên từ 0 trở lên", _NO_COUNT),
    UnreadFormula(
        "level",
        "Mức xếp loại chi bộ ghi XS, HTT, HT hoặc KHT",
        _NO_LEVEL,
        {InfoReturn: "Mức xếp loại của đơn vị ghi XS, HTT, HT hoặc KHT"},
    ),
    UnreadFormula(
        "date",
        "{header} phải là ngày có thật, dạng dd/mm/yyyy",
        "{header} phải là ngày có thật, dạng dd/mm/yyyy.",
    ),
    UnreadFormula(
        "choice",
        "{header} chọn trong danh sách",
        "{header} chỉ ghi {choices}.",
        {InfoReturn: _SOUND},
    ),
    UnreadFormula("code", _SOUND, "{header} phải là chữ hoặc số nguyên."),
    not_told="Ô ghi bằng dấu tổ hợp rời (bộ gõ của máy Mac), có ký tự vô hình, hoặc chữ chỉ có dấu "
    "ở vài tiếng: công thức không gỡ dấu được. Số có hơn hai số 0 sau dấu phẩy, số trên 15 chữ số "
    "ở ô chữ. Ô số bị định dạng thành ngày, ô ngày bị định dạng thành số: công thức không thấy "
    "định dạng. Dòng chèn thêm không có công thức, dòng tự ghi dưới bảng.",
)  # fmt: skip

_ERROR = always(
    ErrorFormula(_SOUND, "Có ô đang báo lỗi công thức."),
    not_told="Dòng chèn thêm không có công thức, dòng tự ghi dưới bảng.",
)

# ------------------------------------------------------------------ sums within a row

_LEVELS = "{xs}+{htt}+{ht}+{kht}"
_NOT_RATED = "{exempt}+{suspended}+{new_under_6m}+{not_rated_other}"
_BOTH = "{official}+{probationary}"


def _levels_add_up(row_type: type[Row]) -> RowFormula:
    return RowFormula(
        row_type,
        "Bốn mức xếp loại cộng lại bằng số được đánh giá, xếp loại",
        "Bốn mức cộng lại ",
        f"AND(NOT({{blank.rated}}),{_LEVELS}<>{{rated}})",
        ("rated", "xs", "htt", "ht", "kht"),
        f'({_LEVELS})&", khác số được xếp loại "&{{rated}}&"."',
        adds_up=True,
    )


_ALL_RATED = RowFormula(
    CellReturn,
    "Được xếp loại + không xếp loại bằng tổng số đảng viên",
    "Được xếp loại + không xếp loại = ",
    f"AND(NOT({{blank.members}}),NOT({{blank.rated}}),{{rated}}+{_NOT_RATED}<>{{members}})",
    ("members", "rated", "exempt", "suspended", "new_under_6m", "not_rated_other"),
    f'({{rated}}+{_NOT_RATED})&", khác tổng số đảng viên "&{{members}}&"."',
    adds_up=True,
)
_TOTALS_AGREE = SheetFormula(
    "Các số ở dòng Tổng cộng khớp nhau",
    "({total.xs}+{total.htt}+{total.ht}+{total.kht}<>{total.rated})"
    "+({total.rated}+{total.exempt}+{total.suspended}+{total.new_under_6m}"
    "+{total.not_rated_other}<>{total.members})",
)
_ALL_MEMBERS = RowFormula(
    CellReturn,
    "Chính thức + dự bị bằng tổng số đảng viên",
    "Chính thức + dự bị = ",
    "AND(NOT({blank.members}),NOT(AND({blank.official},{blank.probationary})),"
    f"{_BOTH}<>{{members}})",
    ("members", "official", "probationary"),
    f'({_BOTH})&", khác tổng số đảng viên "&{{members}}&"."',
    adds_up=True,
)
_DISCIPLINED = RowFormula(
    CellReturn,
    "Số bị kỷ luật không nhiều hơn tổng số đảng viên",
    "Số bị kỷ luật ",
    "AND(NOT({blank.members}),{disciplined}>{members})",
    ("members", "disciplined"),
    '{disciplined}&" nhiều hơn tổng số đảng viên "&{members}&"."',
    adds_up=True,
)
_LEADERS = RowFormula(
    LeadershipReturn,
    "Được xếp loại + chưa đánh giá bằng tổng số",
    "Được xếp loại + chưa đánh giá = ",
    "AND(NOT({blank.total}),NOT({blank.rated}),{rated}+{not_rated}<>{total})",
    ("total", "not_rated", "rated"),
    '({rated}+{not_rated})&", khác tổng số "&{total}&"."',
    adds_up=True,
)

_SUMMED = ("members", "rated", "xs", "htt", "ht", "kht")
_SUM_ABOVE = RowFormula(
    CellReturn,
    "Không dòng nào là tổng của các dòng trên",
    "Số liệu đúng bằng tổng các dòng trên.",
    "AND({members}>0,COUNT({above.members})>1,{blank.cell_code},{review_date}=0,{self_level}=0,"
    "{proposed_level}=0,{decided_level}=0,{blank.decision_no},{decision_date}=0,"
    + ",".join(f"SUM({{above.{key}}})={{{key}}}" for key in _SUMMED)
    + ")",
    ("members",),
    adds_up=True,
)

# ------------------------------------------------------------------ dates


def _in_season(row_type: type[Row], *keys: str) -> Shown:
    """Dates that must be days of the season."""

    def formulas(known: KnownOfUnit) -> tuple[Formula, ...]:
        year = known.year
        return tuple(_date_in_season(row_type, key, year) for key in keys) if year else ()

    return Shown(formulas)


def _date_in_season(row_type: type[Row], key: str, year: int) -> RowFormula:
    first, last = season_of(year)
    said = (
        f"{columns(row_type)[key].header} phải là ngày có thật, dạng dd/mm/yyyy, "
        f"từ {day(first)} đến {day(last)}"
    )
    return RowFormula(
        row_type, said, f"{said}.", stray_day(key, serial(first), serial(last)), (key,), reads=True
    )


def stray_day(key: str, first: int, last: int) -> str:
    """Return the condition that a filled cell holds no day, or one outside some days."""
    return f"IF({{blank.{key}}},FALSE,ABS(2*{{{key}}}-{first + last})>{last - first})"


_REVIEWED_FIRST = RowFormula(
    CellReturn,
    "Ngày quyết định xếp loại chi bộ không trước ngày kiểm điểm",
    "Ngày quyết định trước ngày kiểm điểm.",
    "AND({review_date}>1,{decision_date}>1,{decision_date}<{review_date})",
    ("review_date", "decision_date"),
)

# ------------------------------------------------------------------ each row once

_ZEROS = 'REPT("0",20)'


def _some(*conditions: str) -> str:
    """Return the condition that some row above meets all of some conditions."""
    return f"SUMPRODUCT({'*'.join(f'({each})' for each in conditions)}*1)>0"


def _cell_twice() -> RowFormula:
    codes, names = plain_text("{above.cell_code}"), plain_text("{above.name}")
    code, name = plain_text("{raw.cell_code}"), plain_text("{raw.name}")
    # Excel drops the zeros before a number.
    padded = f"RIGHT({_ZEROS}&{codes},20)=RIGHT({_ZEROS}&{code},20)"
    same_number = _some(f'{codes}<>""', padded)
    same_text = _some(f"EXACT({codes},{code})")
    by_code = f'IF({without_digits(code)}="",{same_number},{same_text})'
    by_name = _some(f"{names}={name}")
    by_name_alone = _some(is_blank("{above.cell_code}"), f"{names}={name}")
    return RowFormula(
        CellReturn,
        "Mỗi chi bộ chỉ ghi một dòng",
        "Chi bộ này đã ghi ở dòng trên.",
        f"IF({{blank.name}},FALSE,IF({{blank.cell_code}},{by_name},OR({by_code},{by_name_alone})))",
        ("cell_code", "name"),
    )


def _again(row_type: type[Row], *keys: str) -> RowFormula:
    """Return the formula of a row that the form gives, written twice and filled in twice."""
    fields = columns(row_type)
    own = [key for key in fields if key not in row_type.KEYS]
    same = (
        f"EXACT({plain_text(f'{{above.{key}}}')},{plain_text(f'{{raw.{key}}}')})"
        if fields[key].type == "code"
        else f'{{reads_above.{key}}}={{{key}}}&""'
        for key in keys
    )
    filled = "+".join(f"1-{is_blank(f'{{above.{key}}}')}" for key in own)
    return RowFormula(row_type, _SOUND, _AGAIN, _some(*same, f"{filled}>0"), keys)


_ONE_ROW = "Chi bộ cơ sở chỉ ghi một dòng của chính mình"


def _one_row_only(known: KnownOfUnit) -> tuple[Formula, ...]:
    if known.kind is not UnitKind.GRASSROOTS_CELL:
        return ()
    return (SheetFormula(_ONE_ROW, "MAX(0,{filled.cells}+{below.cells}-1)", waits=False),)


# ------------------------------------------------------------------ the unit's own numbers


def _declared(key: str, title: str, actual: str) -> RowFormula:
    return RowFormula(
        InfoReturn,
        f"{title} khớp với tờ Chi bộ (nếu có ghi)",
        "Ghi ",
        f"AND(NOT({{blank.{key}}}),{{{key}}}<>{actual})",
        (key,),
        f'{{{key}}}&", tờ Chi bộ có "&{actual}&"."',
    )


def _declared_cells(known: KnownOfUnit) -> tuple[Formula, ...]:
    title, key = "Số chi bộ", "cells_declared"
    if known.kind is not UnitKind.GRASSROOTS_CELL:
        found = _declared(key, title, "{filled.cells}")
        said = "Số chi bộ khớp với số dòng đã điền ở tờ Chi bộ (nếu có ghi)"
        return (replace(found, title=said),)
    # Its one row is itself, and may be taken for a cell: it has none below it.
    when = f"AND(NOT({{blank.{key}}}),{{{key}}}<>0,{{{key}}}<>{{filled.cells}})"
    said = "Chi bộ cơ sở không có chi bộ trực thuộc: để trống."
    title = "Số chi bộ khớp với số dòng đã điền ở tờ Chi bộ (nếu có ghi)"
    return (RowFormula(InfoReturn, title, said, when, (key,)),)


_SENDINGS = RowFormula(
    InfoReturn,
    f"Lần gửi không quá {MOST_SENDINGS}: 1 cho lần đầu, gửi lại thì tăng thêm 1",
    "Lần gửi ghi ",
    f"{{version}}>{MOST_SENDINGS}",
    ("version",),
    f'{{version}}&", cần số từ 1 đến {MOST_SENDINGS}."',
)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _as_stamped() -> tuple[RowFormula, ...]:
    """Return the formulas that compare with what the form was made for, on a hidden sheet."""
    code, stamped = plain_text("{raw.unit_code}"), "{stamp.unit}"
    padded = (f"RIGHT({_ZEROS}&{each},20)" for each in (code, stamped))
    are_numbers = f'{without_digits(f"{code}&{stamped}")}="",LEN({code})<21'
    is_code = f"OR(EXACT({code},{stamped}),AND({are_numbers},{'='.join(padded)}))"
    is_period = "=".join(map(_bare_period, ("{raw.period}", "{stamp.period}")))
    return (
        _stamped("unit_code", is_code, "Mã khác mã", stamped),
        _stamped("period", is_period, "Kỳ khác kỳ", "{stamp.period}"),
    )


def _bare_period(cell: str) -> str:
    """Return a period without what may stand before its year."""
    return f'SUBSTITUTE(SUBSTITUTE(LOWER({plain_text(cell)}),"năm ",""),"nam ","")'


def _stamped(key: str, is_same: str, what: str, stamped: str) -> RowFormula:
    when = f'IFERROR(AND(NOT({{blank.{key}}}),{stamped}<>"",NOT({is_same})),FALSE)'
    opening, rest = f"{what} của biểu này (", f'{stamped}&")."'
    return RowFormula(InfoReturn, _STAMPED, opening, when, (key,), rest)


# ------------------------------------------------------------------ the register's cells


def _all_listed(known: KnownOfUnit) -> tuple[Formula, ...]:
    if not known.cells:
        return ()
    return (SheetFormula("Đủ các chi bộ có trong danh mục", "{missing.cells}", waits=False),)


def _too_new(founded_on: date | None, known: KnownOfUnit) -> date | None:
    """Return the first day on which an organisation may be rated, if the year is over by then."""
    if founded_on is None or not known.year:
        return None
    months = founded_on.year * 12 + founded_on.month - 1 + known.new_months
    year, month = divmod(months, 12)
    try:
        old_enough = date(year, month + 1, founded_on.day)
    except ValueError:
        old_enough = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return old_enough if old_enough > date(known.year + 1, 1, 1) else None


_NEW = "thành lập chưa đủ {} tháng thì không xếp loại"


def _new_unit(known: KnownOfUnit) -> tuple[Formula, ...]:
    old_enough = _too_new(known.founded_on, known)
    if old_enough is None:
        return ()
    said = f"Đơn vị {_NEW.format(known.new_months)}"
    is_new = f"{{decision_date}}<{serial(old_enough)}"
    last = (
        ("decided_level", "{decided_level}>0"),
        ("proposed_level", "{proposed_level}>0,{decided_level}=0"),
        ("self_level", "{self_level}>0,{proposed_level}=0,{decided_level}=0"),
    )
    return tuple(
        RowFormula(InfoReturn, said, f"{said}.", f"AND({when},{is_new})", (key,))
        for key, when in last
    )


def _new_cells(known: KnownOfUnit) -> tuple[Formula, ...]:
    found = [(cell.code, day) for cell in known.cells if (day := _too_new(cell.founded_on, known))]
    if not found:
        return ()
    code = plain_text("{raw.cell_code}")
    is_new = ",".join(
        f"AND({code}={_quoted(each)},{{decision_date}}<{serial(day)})" for each, day in found
    )
    said = f"Chi bộ {_NEW.format(known.new_months)}"
    rated = "{self_level}+{proposed_level}+{decided_level}>0"
    levels = ("self_level", "proposed_level", "decided_level")
    return (RowFormula(CellReturn, said, f"{said}.", f"AND({rated},OR({is_new}))", levels),)


# ------------------------------------------------------------------ the cap and excellence


def _cap(known: KnownOfUnit) -> tuple[Formula, ...]:
    if known.cap is None:
        return ()
    below = "({total.xs}+{total.htt})" if known.cap_base is CapBase.XS_HTT else "{total.htt}"
    title = f"Số đảng viên xuất sắc không quá {known.cap}% của {known.cap_base}"
    return (SheetFormula(title, f"({{total.xs}}*100>{known.cap}*{below})*1"),)


_HD_21 = years_of("qd132-2019")


def _excellent_cells(known: KnownOfUnit) -> tuple[Formula, ...]:
    if not _HD_21[0] <= known.rules_of <= _HD_21[1]:
        return ()
    title = (
        f"Chi bộ xuất sắc có {known.fulfilled}% đảng viên hoàn thành nhiệm vụ trở lên, "
        f"{known.good}% hoàn thành tốt trở lên"
    )
    short = _is_short(known, "{xs}+{htt}", "{ht}", "{kht}")
    when = (
        f"AND(OR({{decided_level}}=1,AND({{decided_level}}=0,{{proposed_level}}=1)),"
        f"{_LEVELS}={{rated}},{short})"
    )
    levels = ("proposed_level", "decided_level")
    said = "Xếp XS khi chưa đủ tỷ lệ đảng viên."
    return (RowFormula(CellReturn, title, said, when, levels, adds_up=True),)


def _is_short(known: KnownOfUnit, good: str, fulfilled: str, failed: str) -> str:
    """Return the condition that what is below is not good enough for excellence."""
    rated = f"({good}+{fulfilled}+{failed})"
    return (
        f"OR(({good})*100<{known.good}*{rated},({good}+{fulfilled})*100<{known.fulfilled}*{rated})"
    )


def _excellent_unit(known: KnownOfUnit) -> tuple[Formula, ...]:
    if not _HD_21[0] <= known.rules_of <= _HD_21[1]:
        return ()
    is_one = known.kind is UnitKind.GRASSROOTS_CELL
    who = "đảng viên" if is_one else "chi bộ"
    title = (
        f"Đơn vị xuất sắc có {known.fulfilled}% {who} hoàn thành nhiệm vụ trở lên, "
        f"{known.good}% hoàn thành tốt trở lên"
    )
    if is_one:
        # Where its own row has a level it is measured there.
        short = _is_short(known, "{total.xs}+{total.htt}", "{total.ht}", "{total.kht}")
        adds_up = "{total.xs}+{total.htt}+{total.ht}+{total.kht}={total.rated}"
        given = "+".join(f'SUMPRODUCT(--({{reads.{key}}}>"0"))' for key in _STAGES)
        short = f"AND({given}=0,{adds_up},{short})"
    else:
        short = _is_short(known, *(_rated(*numbers) for numbers in ((1, 2), (3,), (4,))))
    last = (
        ("decided_level", "{decided_level}=1"),
        ("proposed_level", "{proposed_level}=1,{decided_level}=0"),
    )
    said = f"Xếp XS khi chưa đủ tỷ lệ {who}."
    return tuple(
        RowFormula(InfoReturn, title, said, f"AND({when},{short})", (key,)) for key, when in last
    )


_STAGES = ("self_level", "proposed_level", "decided_level")


def _rated(*levels: int) -> str:
    """Return how many cells have one of some levels as their last."""
    own, proposed, decided = (
        "(" + "+".join(f'({{reads.{key}}}="{level}")' for level in levels) + ")" for key in _STAGES
    )
    return (
        f'SUMPRODUCT({decided}+({{reads.decided_level}}="0")'
        f'*({proposed}+({{reads.proposed_level}}="0")*{own}))'
    )


# ------------------------------------------------------------------ discipline

_TARGETS, _FORMS = list(DisciplineTarget), list(DisciplineForm)
_OF_ORGS_ONLY = _FORMS.index(DisciplineForm.DISSOLUTION) + 1
_OF_MEMBERS_ONLY = [
    _FORMS.index(form) + 1 for form in (DisciplineForm.REMOVAL, DisciplineForm.EXPULSION)
]
_FITTING_FORM = RowFormula(
    DisciplineReturn,
    _SOUND,
    "Hình thức này không áp dụng cho đối tượng ở cùng dòng.",
    f"AND({{number}}>0,OR(AND({{target}}={_TARGETS.index(DisciplineTarget.MEMBER) + 1},"
    f"{{form}}={_OF_ORGS_ONLY}),AND({{target}}={_TARGETS.index(DisciplineTarget.ORG) + 1},OR("
    + ",".join(f"{{form}}={each}" for each in _OF_MEMBERS_ONLY)
    + "))))",
    ("form",),
    adds_up=True,
)

# ------------------------------------------------------------------ every rule

_NEEDED = SheetFormula(
    _SOUND,
    "+".join(f"(1-ISREF('{sheet.SHEET}'!$A$1))" for sheet in NEEDED_SHEETS),
    waits=False,
)
_LOCKED = (
    "Tiêu đề bị khóa. Xóa cả cột thì các công thức đọc cột đó cũng hỏng; tiêu đề ghi khác đi thì "
    "chương trình so mức giống nhau của hai câu chữ, công thức không so được."
)
_NO_LIST = "Biểu của một đơn vị không mang theo mã chi bộ của mọi đơn vị khác."
_ROW_SUMS = "rated_and_not_rated_do_not_sum_to_members"

FORMULAS: Mapping[str, SelfCheck] = {
    # how the file came
    "missing_sheet": always(_NEEDED),
    "doubled_sheet": NotShown("Công thức không biết trong sổ còn trang tính nào khác."),
    "missing_headings": NotShown(_LOCKED),
    "missing_column": NotShown(_LOCKED),
    "doubled_column": NotShown(_LOCKED),
    "uncalculated_cell": NotShown(
        "Khi công thức của tờ Kiểm tra được tính thì mọi ô đã được tính."
    ),
    # how cells are written
    "cell_not_filled": always(
        UnfilledFormula(
            CellReturn,
            "Chi bộ có tên đều đã điền số liệu "
            "(chi bộ không còn: bỏ bảo vệ trang tính rồi xóa dòng)",
            "Chưa điền số liệu.",
        )
    ),
    "unreadable_cell": _UNREADABLE,
    "percentage_in_count": ShownBy(("unreadable_cell",)),
    "blank_cell": _BLANK,
    "error_cell": _ERROR,
    "stamp_differs": always(
        *_as_stamped(), not_told="Kỳ ghi thêm dấu câu, như “2025.”: chương trình vẫn hiểu."
    ),
    "version_implausible": always(_SENDINGS),
    # what adds up
    "official_and_probationary_do_not_sum_to_members": always(_ALL_MEMBERS),
    "members_differ_from_both_sums": ShownBy(("official_and_probationary_do_not_sum_to_members",)),
    _ROW_SUMS: always(_ALL_RATED, _TOTALS_AGREE),
    "rated_more_than_members": ShownBy((_ROW_SUMS,)),
    "not_rated_also_counted_as_rated": ShownBy((_ROW_SUMS,)),
    "levels_do_not_sum_to_rated": always(_levels_add_up(CellReturn)),
    "rated_differs_from_both_sums": ShownBy(("levels_do_not_sum_to_rated",)),
    "more_disciplined_than_members": always(_DISCIPLINED),
    "leadership_rated_and_not_rated_do_not_sum_to_total": always(_LEADERS),
    "leadership_levels_do_not_sum_to_rated": always(_levels_add_up(LeadershipReturn)),
    "row_is_the_sum_of_those_above": always(
        _SUM_ABOVE,
        not_told="Dòng tên “Cộng …”, “Tổng …” chỉ bằng tổng một phần các dòng trên: phải thử mọi "
        "phần, công thức của từng dòng không thử hết được.",
    ),
    "declared_cells_differ": Shown(
        _declared_cells,
        "Dòng tổng tự ghi bằng tên khác “Tổng cộng”, “Cộng” và vài tên thường dùng.",
    ),
    "declared_total_differs": always(
        _declared("members_declared", "Tổng số đảng viên", "{total.members}"),
        _declared("rated_declared", "Số được đánh giá, xếp loại", "{total.rated}"),
        not_told="Dòng tổng tự ghi bằng tên khác “Tổng cộng”, “Cộng” và vài tên thường dùng.",
    ),
    # dates
    "unit_date_outside_season": _in_season(InfoReturn, "sent_on", "decision_date"),
    "cell_date_outside_season": _in_season(CellReturn, "review_date", "decision_date"),
    "milestone_date_outside_season": _in_season(MilestoneReturn, "done_on"),
    "decision_before_review": always(_REVIEWED_FIRST),
    # each row once, and those of the register
    "cell_twice": always(_cell_twice()),
    "leadership_row_twice": always(_again(LeadershipReturn, "subject", "stage")),
    "milestone_twice": always(_again(MilestoneReturn, "milestone")),
    "discipline_row_twice": always(_again(DisciplineReturn, "target", "form")),
    "grassroots_cell_with_other_rows": Shown(_one_row_only),
    "cell_of_another_unit": NotShown(_NO_LIST),
    "listed_cell_missing": Shown(_all_listed),
    "new_organisation_rated": Shown(_new_unit),
    "new_cell_rated": Shown(_new_cells),
    # levels and discipline
    "excellent_members_over_cap": Shown(_cap),
    "excellent_cell_below_quality": Shown(_excellent_cells),
    "excellent_unit_below_quality": Shown(_excellent_unit),
    "discipline_form_of_other_target": always(_FITTING_FORM),
}
