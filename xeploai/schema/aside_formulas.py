"""How a form tells the rows of the sheet "Chi bộ" that the program sets aside.

They are sums of other rows and one cell written twice, as xeploai.submissions.set_aside has them:
such a row is no fault of the form and nothing of it is added up.
"""

from collections.abc import Iterable

from xeploai.schema.cell_formulas import changed, plain_text, some_row
from xeploai.schema.form import CellReturn
from xeploai.schema.self_check import Concern, RowFormula
from xeploai.text import with_other_tone_places

_SUMMED = ("members", "rated", "xs", "htt", "ht", "kht")
"""The counts in which a sum agrees with the rows it sums."""
_GROUPS = (
    "tổng", "cộng", "khối", "cụm", "nhóm", "toàn", "các chi bộ", "đảng bộ", "đảng ủy", "đảng uỷ",
)  # fmt: skip
"""Words with which the name of a group of cells or of its sum begins."""
_NOTES = (
    "trong đó", "tỷ lệ", "tỉ lệ", "cùng kỳ", "kỳ trước", "năm trước", "mang sang", "chuyển sang",
    "tất cả", "số tổng",
)  # fmt: skip
"""Words with which the name of a row begins that is no cell by its name."""
_LAST = 9999
"""Stands for a row below all others."""
_LAST_SUM = 'SUMPRODUCT(MAX(({aside_above.name}<>"")*{rows_above.name}))'
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPEN_VOWELS = (("o", "a"), ("o", "e"), ("u", "y"))

HAS_NOTHING_OF_ITS_OWN = (
    "{blank.cell_code},{review_date}=0,{self_level}=0,{proposed_level}=0,{decided_level}=0,"
    "{blank.decision_no},{decision_date}=0"
)
"""The conditions that a row has no code, level or day, as a sum has none."""


def first_look() -> str:
    """Return the template by which a row is looked at first, so that few are looked at closely.

    It gives where the rows end that the row may be the sum of: the next row that is named as no
    cell; only of a row without anything of a cell's own. Of any other row it gives "=" where a row
    above reads the same, else "".
    """
    is_next = (
        '({rows_all.name}>{row.name})*({reads_all.members}<>"")*'
        f"({_is_cell(_small('{all.name}'))}=0)"
    )
    # Without another one, the rows go on to the last.
    end = f"IFERROR(MATCH(1,INDEX({is_next},0),0)+MIN({{rows_all.name}})-1,{_LAST})"
    is_named_so = f"IF({_is_group()},TRUE,{_others_are_cells()})"
    is_sum = f"IF({_is_cell(_small('{raw.name}'))}>0,FALSE,{is_named_so})"
    may_be_sum = f"IF(AND({{members}}>0,{HAS_NOTHING_OF_ITS_OWN}),{is_sum},FALSE)"
    is_same = f"IF({{members}}=0,FALSE,{some_row('{same_above.name}')})"
    return f'IF({may_be_sum},{end},IF({is_same},"=",""))'


def sum_set_aside() -> RowFormula:
    """Return the formula of a row that sums others and is named as no cell is."""
    groups = (
        # Those above since the last sum, or all above that are no sums; or those below.
        (f'({{rows_above.name}}>{_LAST_SUM})*({{aside_above.name}}="")', "reads_above"),
        ('({aside_above.name}="")', "reads_above"),
        ("({rows_all.name}>{row.name})*({rows_all.name}<{look.name})", "reads_all"),
    )
    sums = ",".join(_sums(*group) for group in groups)
    return RowFormula(
        CellReturn,
        "Dòng là tổng của các dòng khác thì không cộng vào đơn vị",
        "Được hiểu là tổng của các dòng khác, không cộng vào đơn vị.",
        f"IF(ISNUMBER({{look.name}}),OR({sums}),FALSE)",
        about=Concern.ROWS,
        is_hint=True,
        sets_aside=True,
    )


def note_set_aside() -> RowFormula:
    """Return the formula of a row that is no cell by its name: a part of the members, a share."""
    is_note = _begins_with(_NOTES, f'"|"&{_small("{raw.name}")}')
    return RowFormula(
        CellReturn,
        "Dòng ghi thêm (trong đó, tỷ lệ, kỳ trước) thì không cộng vào đơn vị",
        "Không phải tên một chi bộ, không cộng vào đơn vị.",
        f"IF({{members}}>0,AND({HAS_NOTHING_OF_ITS_OWN},{is_note}),FALSE)",
        about=Concern.ROWS,
        is_hint=True,
        sets_aside=True,
    )


def cell_written_again() -> RowFormula:
    """Return the formula of a row that says the same as one above, its name spelt otherwise."""
    again = some_row(
        "{same_above.name}",
        f"{_spelling('{above.name}')}={_spelling('{raw.name}')}",
        f"LOWER({plain_text('{above.name}')})<>LOWER({plain_text('{raw.name}')})",
        f"{plain_text('{above.decision_no}')}={plain_text('{raw.decision_no}')}",
        f'(({_code_of("above")}={_code_of("raw")})+({_code_of("above")}="")'
        f'+({_code_of("raw")}=""))>0',
    )
    return RowFormula(
        CellReturn,
        "Chi bộ ghi hai lần bằng hai cách viết tên thì chỉ tính một lần",
        "Ghi lại chi bộ ở dòng trên bằng cách viết khác, chỉ tính một lần.",
        f'IF({{look.name}}="=",{again},FALSE)',
        about=Concern.ROWS,
        is_hint=True,
        sets_aside=True,
    )


def copied_under_another_code(exempt: Iterable[str]) -> RowFormula:
    """Return the formula of a row copied down whose code alone went on counting.

    exempt: the codes of listed cells that share their name with another one.
    """
    same = some_row(
        "{same_above.name}",
        # As they stand: what is copied down is spelt alike.
        "{above.name}={raw.name}",
        "{above.decision_no}={raw.decision_no}",
        '{above.cell_code}<>""',
        "{above.cell_code}<>{raw.cell_code}",
    )
    code = _code_of("raw")
    others = "".join(f",{code}<>{each}" for each in exempt)
    return RowFormula(
        CellReturn,
        "Không dòng nào chép từ dòng trên mà chỉ khác mã",
        "Số liệu và tên giống hệt dòng trên, chỉ khác mã.",
        f'IF({{look.name}}="=",AND({{raw.cell_code}}<>""{others},{same}),FALSE)',
        ("cell_code",),
        about=Concern.ROWS,
    )


def _code_of(kind: str) -> str:
    return plain_text(f"{{{kind}.cell_code}}")


def _small(name: str) -> str:
    return f"LOWER({plain_text(name)})"


def _spelling(name: str) -> str:
    """Return what spellings of a name have in common: where tones stand, CB for Chi bộ."""
    pairs = [
        (written, with_other_tone_places(written))
        for first, last in _OPEN_VOWELS
        for written in (_composed(first + tone + last) for tone in _TONES)
    ]
    return changed(_small(name), *pairs, ("cb ", "chi bộ "))


def _composed(text: str) -> str:
    # Twice the other place is the first one again, now in letters that are one sign each.
    return with_other_tone_places(with_other_tone_places(text))


def _is_cell(name: str) -> str:
    """Return 1 for a name in small letters, or each of an area, that begins as those of cells."""
    return f'((LEFT({name},6)="chi bộ")+(LEFT({name},6)="chi bo")+(LEFT({name},3)="cb "))'


def _is_group() -> str:
    name = changed(f'"|"&{_small("{raw.name}")}', (". ", "|"), (") ", "|"), ("- ", "|"))
    return _begins_with(_GROUPS, name)


def _begins_with(words: Iterable[str], name: str) -> str:
    """Return the condition that one of some words begins a name, or a part of it, after a bar."""
    return "OR(" + ",".join(f'ISNUMBER(FIND("|{word}",{name}))' for word in words) + ")"


def _others_are_cells() -> str:
    """Return the condition that at least two of three filled rows are named as cells."""
    filled = '({reads_all.members}<>"")'
    cells = f"SUMPRODUCT({filled}*{_is_cell(_small('{all.name}'))})"
    return f"3*{cells}>=2*SUMPRODUCT({filled}*1)"


def _sums(mask: str, reads: str) -> str:
    """Return the condition that a row is the sum of some others, as far as it has counts."""
    counts = f'SUMPRODUCT({mask}*(0&{{{reads}.members}}>"000000000"))>1'
    same = ",".join(
        f'OR({{raw.{key}}}="",SUMPRODUCT({mask}*VALUE(0&{{{reads}.{key}}}))={{{key}}})'
        for key in _SUMMED
    )
    return f"AND({counts},{same})"
