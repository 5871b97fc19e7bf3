"""The form's own checks, as spreadsheet formulas: sentences beside the rows, red cells, counts.

A trial is one way a row can fail. Its sentence opens with words of its own; by them the sheet
"Kiểm tra" counts the trial's faults and the red of the cells at fault follows the sentence. Only
functions that Excel 2010, WPS and LibreOffice share are used.

In the templates {key} is the cell of a field in the row, and § the row's number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from xeploai.forms.layout import Place, place
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Level, RemedyState, season_of
from xeploai.text import day


@dataclass(frozen=True, slots=True)
class Trial:
    """One way a row fails.

    title: what is right, on the sheet "Kiểm tra"; opening: the sentence's first words; when: the
    condition of the fault; rest: the formula of what follows the opening; fields: the cells to
    turn red; needs_numbers: it adds cells up, so it waits until they hold numbers.
    """

    title: str
    opening: str
    when: str
    fields: tuple[str, ...] = ()
    rest: str = '""'
    needs_numbers: bool = False


@dataclass(frozen=True, slots=True)
class RowCheck:
    """All trials of a sheet's rows; numbers: the areas that hold counts; levels: those fields."""

    row_type: type[Row]
    numbers: tuple[str, ...]
    trials: tuple[Trial, ...]
    unfilled: Trial | None = None
    levels: tuple[str, ...] = ()

    def all_trials(self) -> tuple[Trial, ...]:
        """Every trial, in the order of the sheet "Kiểm tra"."""
        first = () if self.unfilled is None else (self.unfilled,)
        numbers = (WHOLE_NUMBERS,) if self.numbers else ()
        return (*first, *numbers, *self.trials)


WHOLE_NUMBERS = Trial(
    "Ô số chỉ ghi số nguyên từ 0 trở lên", "Ô số phải là số nguyên từ 0 trở lên.", ""
)

_LEVEL_SUM = "SUM({xs}:{kht})"
_LEVELS_ADD_UP = Trial(
    "Bốn mức xếp loại cộng lại bằng số được đánh giá, xếp loại",
    "Bốn mức cộng lại ",
    f'AND({{rated}}<>"",{_LEVEL_SUM}<>{{rated}})',
    ("rated", "xs", "htt", "ht", "kht"),
    f'{_LEVEL_SUM}&", khác số được xếp loại "&{{rated}}&"."',
    needs_numbers=True,
)
_HAS_RATED = Trial(
    "Đã ghi số được đánh giá, xếp loại",
    "Chưa ghi số được đánh giá, xếp loại.",
    '{rated}=""',
    ("rated",),
)

NOT_A_LEVEL = "Mức xếp loại chỉ ghi XS, HTT, HT hoặc KHT."

# ------------------------------------------------------------------ dates and words of a list

_EPOCH = date(1899, 12, 30)
_ANY_DAY = (date(1954, 10, 3), date(2119, 1, 9))
"""The days a date may fall on at all, as the program reads them."""


def one_of(cell: str, words: Iterable[str]) -> str:
    """Return the condition that a cell holds one of some words."""
    listed = ",".join(f'"{word}"' for word in words)
    return f"ISNUMBER(MATCH(TRIM({cell}),{{{listed}}},0))"


LEVEL_SIGNS = tuple(level.short for level in Level)


def _day_in(cell: str) -> str:
    """Return the formula of the day in a cell, an error where it holds none.

    A text is read day first, or year first with dashes, whatever the computer is set to: it is
    turned year first, which every program reads alike.
    """
    parted = f"TRIM({cell})"
    for mark in (" ", ".", "-"):
        parted = f'SUBSTITUTE({parted},"{mark}","/")'
    parted = f'SUBSTITUTE({parted},"/",REPT(" ",9))'
    turned = f'RIGHT(TRIM({cell}),4)&"-"&TRIM(MID({parted},10,9))&"-"&TRIM(LEFT({parted},9))'
    year_first = f'IFERROR(FIND("-",{cell}),0)=5'
    return f"IF(ISNUMBER({cell}),INT({cell}),DATEVALUE(IF({year_first},{cell},{turned})))"


def stray_date(cell: str, days: tuple[date, date]) -> str:
    """Return the condition that a filled cell holds no date, or one outside some days."""
    first, last = ((each - _EPOCH).days for each in days)
    return f'IF({cell}="",FALSE,IFERROR(ABS(2*{_day_in(cell)}-{first + last})>{last - first},TRUE))'


def date_words(header: str, year: int = 0) -> str:
    """Return the sentence on a valid date under a heading, with the season's days if any."""
    said = f"{header} phải là ngày có thật, dạng dd/mm/yyyy"
    if not year:
        return f"{said}."
    first, last = season_of(year)
    return f"{said}, từ {day(first)} đến {day(last)}."


def _date_trials(row_type: type[Row], keys: tuple[str, ...], year: int = 0) -> tuple[Trial, ...]:
    """Return a trial for each of some dates; without a year any day is valid."""
    days = season_of(year) if year else _ANY_DAY
    said = {key: date_words(columns(row_type)[key].header, year) for key in keys}
    return tuple(
        Trial(words.rstrip("."), words, stray_date(f"{{{key}}}", days), (key,))
        for key, words in said.items()
    )


# ------------------------------------------------------------------ the sheets' checks

_CELL_CHECK = RowCheck(
    CellReturn,
    ("{members}:{not_rated_other}", "{rated}:{disciplined}"),
    (
        Trial("Đã ghi tên chi bộ", "Chưa ghi tên chi bộ.", '{name}=""', ("name",)),
        Trial(
            "Đã ghi tổng số đảng viên",
            "Chưa ghi tổng số đảng viên.",
            '{members}=""',
            ("members",),
        ),
        _HAS_RATED,
        Trial(
            "Chính thức + dự bị bằng tổng số đảng viên",
            "Chính thức + dự bị = ",
            'AND({members}<>"",COUNT({official}:{probationary})>0,'
            "SUM({official}:{probationary})<>{members})",
            ("members", "official", "probationary"),
            'SUM({official}:{probationary})&", khác tổng số đảng viên "&{members}&"."',
            needs_numbers=True,
        ),
        Trial(
            "Được xếp loại + không xếp loại bằng tổng số đảng viên",
            "Được xếp loại + không xếp loại = ",
            'AND({members}<>"",{rated}<>"",{rated}+SUM({exempt}:{not_rated_other})<>{members})',
            ("members", "rated", "exempt", "suspended", "new_under_6m", "not_rated_other"),
            '{rated}+SUM({exempt}:{not_rated_other})&", khác tổng số đảng viên "&{members}&"."',
            needs_numbers=True,
        ),
        _LEVELS_ADD_UP,
        Trial(
            "Số bị kỷ luật không nhiều hơn tổng số đảng viên",
            "Số bị kỷ luật ",
            'AND({members}<>"",{disciplined}>{members})',
            ("members", "disciplined"),
            '{disciplined}&" nhiều hơn tổng số đảng viên "&{members}&"."',
            needs_numbers=True,
        ),
        Trial(
            "Mức xếp loại chi bộ ghi XS, HTT, HT hoặc KHT",
            NOT_A_LEVEL,
            "COUNTA({self_level}:{decided_level})<>"
            'SUMPRODUCT(COUNTIF({self_level}:{decided_level},{"XS","HTT","HT","KHT"}))',
        ),
    ),
    Trial(
        "Chi bộ có tên đều đã điền số liệu (chi bộ không còn: bỏ bảo vệ trang tính rồi xóa dòng)",
        "Chưa điền số liệu.",
        "COUNTA({members}:{not_rated_other},{rated}:{disciplined})=0",
    ),
    ("self_level", "proposed_level", "decided_level"),
)

LEADERSHIP_CHECK = RowCheck(
    LeadershipReturn,
    ("{total}:{not_rated}", "{rated}:{kht}"),
    (
        Trial("Đã ghi tổng số", "Chưa ghi tổng số.", '{total}=""', ("total",)),
        _HAS_RATED,
        Trial(
            "Được xếp loại + chưa đánh giá bằng tổng số",
            "Được xếp loại + chưa đánh giá = ",
            'AND({total}<>"",{rated}<>"",{rated}+{not_rated}<>{total})',
            ("total", "not_rated", "rated"),
            '{rated}+{not_rated}&", khác tổng số "&{total}&"."',
            needs_numbers=True,
        ),
        _LEVELS_ADD_UP,
    ),
)

REMEDY_CHECK = RowCheck(
    RemedyReturn,
    (),
    (
        Trial(
            "Dòng nào cũng ghi nội dung khắc phục",
            "Chưa ghi nội dung khắc phục.",
            '{item}=""',
            ("item",),
        ),
        *_date_trials(RemedyReturn, ("due", "done_on")),
        Trial(
            "Tình trạng chọn trong danh sách",
            "Tình trạng chỉ ghi " + ", ".join(RemedyState) + ".",
            f'AND({{state}}<>"",NOT({one_of("{state}", RemedyState)}))',
            ("state",),
        ),
    ),
)

DISCIPLINE_CHECK = RowCheck(DisciplineReturn, ("{number}:{number}",), ())


@cache
def cell_check(year: int) -> RowCheck:
    """Return the check of the sheet "Chi bộ" in a season."""
    dates = _date_trials(CellReturn, ("review_date", "decision_date"), year)
    return replace(_CELL_CHECK, trials=(*_CELL_CHECK.trials, *dates))


@cache
def milestone_check(year: int) -> RowCheck:
    """Return the check of the sheet "Tiến độ" in a season."""
    return RowCheck(MilestoneReturn, (), _date_trials(MilestoneReturn, ("done_on",), year))


@cache
def sentence(check: RowCheck) -> str:
    """Return the template of a row's sentence.

    It is empty while nothing is wrong or nothing is filled in.
    """
    plain = [_part(trial) for trial in check.trials if not trial.needs_numbers]
    adding = [_part(trial) for trial in check.trials if trial.needs_numbers]
    if check.numbers:
        wrong = f'{_not_whole(check.numbers)},"{WHOLE_NUMBERS.opening} "'
        plain.append(f"IF({wrong},{'&'.join(adding) or _NOTHING})")
    said = f"TRIM({'&'.join(plain)})"
    if check.unfilled is not None:
        said = f'IF({check.unfilled.when},"{check.unfilled.opening}",{said})'
    return addressed(f"IF({_untouched(check)},{_NOTHING},{said})", check.row_type)


_NOTHING = '""'


def _part(trial: Trial) -> str:
    said = f'"{trial.opening}"&{trial.rest}&" "'
    return f"IF({trial.when},{said},{_NOTHING})"


def _untouched(check: RowCheck) -> str:
    """Nothing stands in the row but what the board wrote in it."""
    fields = columns(check.row_type)
    if check.unfilled is not None:
        keys = list(fields)
    else:
        keys = [key for key, column in fields.items() if column.source == "unit"]
    return f"COUNTA({{{keys[0]}}}:{{{keys[-1]}}})=0"


def _not_whole(areas: Sequence[str]) -> str:
    joined = ",".join(areas)
    odd = "+".join(f"SUMPRODUCT(--(INT(ABS({area}))<>{area}))" for area in areas)
    return f"IF(COUNTA({joined})<>COUNT({joined}),TRUE,{odd}>0)"


def addressed(template: str, row_type: type[Row]) -> str:
    """Return a template with the cells of its fields filled in, the row still open as §."""
    return _fields_in(template, place(row_type))


def _fields_in(template: str, where: Place) -> str:
    for key, name in where.letters.items():
        template = template.replace(f"{{{key}}}", f"${name}§")
    return template


_DONE_ON = _day_in("{done_on}")
STANDING = addressed(
    f'IFERROR(IF(OR({{done_on}}="",{{deadline}}=""),"",IF({_DONE_ON}<={{deadline}},"Đúng hạn",'
    f'"Muộn "&({_DONE_ON}-{{deadline}})&" ngày")),"")',
    MilestoneReturn,
)
"""How a milestone's date stands to its deadline."""
