"""The rules of reading: what keeps a file out, and what is wrong with how a cell is written.

Each function writes the sentence that the clerk reads; the other words are in its docstring.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, Unpack

from xeploai.findings import CalledRule, Rule, Sentence, Severity, Value, words_of
from xeploai.reading.xlsx.refusals import (
    altered_pack,
    changing_file,
    damaged,
    empty_file,
    encrypted,
    foreign_workbook,
    implausible,
    mail,
    newer_pack,
    not_a_workbook,
    old_format,
    other_table,
    packed,
    reader_failed,
    second_register,
    shortcut,
    too_large,
    units_of_pack_unlisted,
    unreadable_file,
    unreadable_folder,
)
from xeploai.schema.cell_formulas import changed, plain_text, same_number, without_digits
from xeploai.schema.form import (
    NEEDED_SHEETS,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.periods import Period
from xeploai.schema.row import Row
from xeploai.schema.self_check import (
    SOUND,
    BlankFormula,
    Concern,
    ErrorFormula,
    Formula,
    KnownOfUnit,
    NotShown,
    RowFormula,
    SelfCheck,
    SelfCheckOptions,
    SheetFormula,
    Shown,
    ShownBy,
    UnreadFormula,
    always,
    ensure_declared,
)

FORM = "Biểu mẫu tổng hợp"


P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRule(CalledRule[P]):
    """A rule of how a sheet, heading or cell is written.

    self_check: how a form shows the fault before it is sent; every error has one.
    """

    self_check: SelfCheck | None = None

    def __post_init__(self) -> None:
        ensure_declared(self.code, self.self_check, is_error=self.severity is Severity.ERROR)


def reading_rule(
    severity: Severity, **options: Unpack[SelfCheckOptions]
) -> Callable[[Callable[P, Sentence]], ReadingRule[P]]:
    """Declare a rule of how a cell or heading is written; its function writes the sentence."""

    def declared(write: Callable[P, Sentence]) -> ReadingRule[P]:
        return ReadingRule(
            **words_of(write), severity=severity, citation=FORM, **options, write=write
        )

    return declared


# ------------------------------------------------------------------ sheets and headings

_NEEDED = SheetFormula(
    SOUND,
    "+".join(f"(1-ISREF('{sheet.SHEET}'!$A$1))" for sheet in NEEDED_SHEETS),
    waits=False,
)
_LOCKED = NotShown(
    "Tiêu đề bị khóa. Xóa cả cột thì các công thức đọc cột đó cũng hỏng; tiêu đề ghi khác đi thì "
    "chương trình so mức giống nhau của hai câu chữ, công thức không so được."
)


@reading_rule(Severity.ERROR, self_check=always(_NEEDED))
def missing_sheet(sheet: str) -> Sentence:
    """Thiếu tờ của biểu.

    Vì sao: tờ bị xóa hoặc đổi tên, nên không có số liệu để đọc.
    Cách sửa: điền lại tờ đó trong biểu do Ban Tổ chức gửi hoặc trong tệp trả lại.
    """
    return Sentence("Không có tờ “{sheet}”", sheet=sheet)


@reading_rule(
    Severity.ERROR,
    self_check=NotShown("Công thức không biết trong tệp còn tờ nào khác."),
)
def doubled_sheet(sheet: str) -> Sentence:
    """Hai tờ có cùng tên.

    Vì sao: không biết số liệu ở tờ nào là đúng.
    Cách sửa: xóa tờ thừa.
    """
    return Sentence("Có hai tờ “{sheet}” (chỉ khác chữ hoa, chữ thường hoặc dấu cách)", sheet=sheet)


@reading_rule(Severity.ERROR, self_check=_LOCKED)
def missing_headings(sheet: str) -> Sentence:
    """Không tìm thấy dòng tiêu đề của bảng.

    Vì sao: dòng tiêu đề cột bị xóa hoặc sửa khác hẳn biểu mẫu.
    Cách sửa: chép số liệu sang biểu do Ban Tổ chức gửi.
    """
    return Sentence("Tờ “{sheet}” không có dòng tiêu đề cột như biểu mẫu", sheet=sheet)


@reading_rule(Severity.ERROR, self_check=_LOCKED)
def missing_column(header: str) -> Sentence:
    """Thiếu cột hoặc mục bắt buộc.

    Vì sao: cột bị xóa hoặc đổi tiêu đề.
    Cách sửa: điền cột, mục đó trong biểu do Ban Tổ chức gửi hoặc trong tệp trả lại.
    """
    return Sentence("Không tìm thấy “{header}”", header=header)


@reading_rule(Severity.ERROR, self_check=_LOCKED)
def doubled_column(header: str, first: str) -> Sentence:
    """Hai cột có cùng tiêu đề.

    Vì sao: không biết lấy số ở cột nào.
    Cách sửa: xóa cột thừa.
    """
    return Sentence("Cột “{header}” có hai lần, lần đầu ở cột {first}", header=header, first=first)


@reading_rule(Severity.WARNING)
def doubled_label(header: str, first: str, used: Value, unused: Value) -> Sentence:
    """Một mục được ghi hai lần, giá trị khác nhau.

    Vì sao: mỗi mục chỉ có một giá trị; giá trị ở chỗ đầu được dùng, giá trị ở chỗ sau thì không.
    Cách sửa: ghi giá trị đúng ở chỗ đầu, xóa chỗ sau.
    """
    return Sentence(
        "Mục “{header}” ở đây ghi “{unused}”, ô {first} ghi “{used}”: dùng ô {first}",
        header=header, first=first, used=used, unused=unused,
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def renamed_column(written: str, header: str) -> Sentence:
    """Tiêu đề cột viết khác biểu mẫu.

    Vì sao: tiêu đề bị sửa, chương trình hiểu theo tiêu đề gần giống nhất.
    Cách sửa: kiểm tra lại; ghi đúng tiêu đề của biểu mẫu.
    """
    return Sentence("Tiêu đề “{written}” được hiểu là “{header}”", written=written, header=header)


@reading_rule(Severity.WARNING)
def unknown_column(written: str) -> Sentence:
    """Cột ngoài biểu mẫu.

    Vì sao: cột này không có trong biểu mẫu nên số liệu trong cột không được dùng.
    Cách sửa: nếu là số liệu cần báo cáo, chuyển vào đúng cột của biểu mẫu hoặc cột Ghi chú.
    """
    return Sentence(
        "Cột “{written}” không có trong biểu mẫu, số liệu ở cột này không được dùng",
        written=written,
    )


# ------------------------------------------------------------------ cells

_STAMPED = "Có mã đơn vị và kỳ đánh giá, đúng như đã ghi sẵn"


def _spoilt(row_type: type[Row], when: str, *fields: str, about: Concern) -> RowFormula:
    """Return the formula of a row that the form gives and somebody has changed."""
    title = "Ô ghi sẵn bị xóa hoặc bị sửa."
    return RowFormula(row_type, SOUND, title, when, fields, about=about, reads=True)


_BLANK = always(
    BlankFormula(
        "Dòng đã điền đều ghi {header}",
        "Chưa ghi {header}.",
        {"rated": "số được đánh giá, xếp loại"},
        {InfoReturn: _STAMPED, RemedyReturn: "Dòng nào cũng ghi {header}"},
    ),
    _spoilt(
        LeadershipReturn, "OR({subject}=0,{subject}=9,{stage}=0,{stage}=9)", "subject", "stage",
        about=Concern.CHOICES,
    ),
    _spoilt(
        MilestoneReturn, "OR({milestone}=0,{milestone}=9,{deadline}=1)", "milestone", "deadline",
        about=Concern.CODES,
    ),
    _spoilt(
        DisciplineReturn, "OR({target}=0,{target}=9,{form}=0,{form}=9)", "target", "form",
        about=Concern.CHOICES,
    ),
)  # fmt: skip


@reading_rule(Severity.ERROR, self_check=_BLANK)
def blank_cell(header: str) -> Sentence:
    """Ô bắt buộc còn trống.

    Vì sao: thiếu mục này thì không tính được; ô bắt buộc để trống không được hiểu là 0.
    Cách sửa: điền vào ô; ô số mà không có ai thì ghi 0.
    """
    return Sentence("Ô “{header}” còn trống, cần điền", header=header)


def _unreadable(known: KnownOfUnit) -> tuple[Formula, ...]:
    levels = known.scale.choices
    return (
        UnreadFormula(
            "count", "Ô số chỉ ghi số nguyên từ 0 trở lên", "Ô số phải là số nguyên từ 0 trở lên."
        ),
        UnreadFormula(
            "level",
            f"Mức xếp loại chi bộ ghi {levels}",
            f"Mức xếp loại chỉ ghi {levels}.",
            {InfoReturn: f"Mức xếp loại của đơn vị ghi {levels}"},
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
            {InfoReturn: SOUND},
        ),
        UnreadFormula("code", SOUND, "{header} phải là chữ hoặc số nguyên."),
    )


_UNREADABLE = Shown(
    _unreadable,
    not_covered="Ô ghi bằng dấu tổ hợp rời (bộ gõ của máy Mac), có ký tự vô hình, gõ bằng phông cũ "
    "(.VnTime, VNI-Times), hoặc chữ chỉ có dấu ở vài tiếng: công thức không gỡ dấu được. Ngày ghi "
    "bằng chữ không dấu, kèm giờ khác 0 giờ hoặc kèm múi giờ, ngăn bằng dấu khác “/”, “-”, “.”. "
    "Số, ngày có dấu nháy đứng trước. Số có hơn hai số 0 sau dấu phẩy, số "
    "trên 15 chữ số ở ô chữ. Ô số bị định dạng thành ngày hoặc tỷ lệ, ô ngày bị định dạng thành "
    "số: công thức không thấy định dạng. "
    "Dòng chèn ngay trên dòng Tổng cộng, dòng tự ghi dưới bảng.",
)


@reading_rule(Severity.ERROR, self_check=_UNREADABLE)
def unreadable_cell(header: str, written: Value, expected: str) -> Sentence:
    """Ô ghi không đúng kiểu số liệu.

    Vì sao: giá trị trong ô không đọc được chắc chắn theo kiểu của cột.
    Cách sửa: ghi lại ô đúng như câu báo lỗi nêu; ô không bắt buộc mà không có gì để ghi thì xóa
    trắng.
    """
    return Sentence(
        "Ô “{header}” ghi “{written}”, cần {expected}",
        header=header, written=written, expected=expected,
    )  # fmt: skip


@reading_rule(
    Severity.ERROR,
    self_check=always(
        ErrorFormula(SOUND, "Có ô đang báo lỗi công thức."),
        not_covered="Dòng chèn ngay trên dòng Tổng cộng, dòng tự ghi dưới bảng.",
    ),
)
def error_cell(header: str, shown: str) -> Sentence:
    """Ô báo lỗi công thức.

    Vì sao: ô hiện lỗi như #REF!, #DIV/0! nên không có giá trị.
    Cách sửa: xóa công thức và gõ giá trị vào ô.
    """
    return Sentence("Ô “{header}” đang báo lỗi {shown}, cần gõ giá trị", header=header, shown=shown)


@reading_rule(
    Severity.ERROR,
    self_check=NotShown("Khi công thức của tờ Kiểm tra được tính thì mọi ô đã được tính."),
)
def uncalculated_cell(header: str) -> Sentence:
    """Ô công thức chưa được tính.

    Vì sao: tệp được lưu khi công thức chưa tính, nên ô không có giá trị.
    Cách sửa: mở tệp bằng Excel hoặc WPS rồi lưu lại, hoặc gõ số thay công thức.
    """
    return Sentence("Ô “{header}” là ô công thức chưa được tính", header=header)


_NO_FORMATS = "Công thức không thấy định dạng của ô."


@reading_rule(Severity.ERROR, self_check=NotShown(_NO_FORMATS))
def struck_cell(header: str, written: Value) -> Sentence:
    """Ô bị gạch ngang.

    Vì sao: số liệu bị gạch ngang là số liệu đã bỏ hay còn dùng thì không biết chắc.
    Cách sửa: còn dùng thì để ô không gạch ngang (ô đang gạch thì bấm Ctrl+5 một lần để bỏ); không
    dùng thì xóa, ghi số liệu đúng vào ô.
    """
    return Sentence(
        "Ô “{header}” ghi “{written}” nhưng bị gạch ngang, không rõ còn dùng hay đã bỏ",
        header=header, written=written,
    )  # fmt: skip


@reading_rule(Severity.ERROR, self_check=NotShown(_NO_FORMATS))
def struck_row(number: int) -> Sentence:
    """Cả dòng bị gạch ngang.

    Vì sao: dòng bị gạch ngang là dòng đã bỏ hay còn dùng thì không biết chắc.
    Cách sửa: còn dùng thì để dòng không gạch ngang (đang gạch thì bấm Ctrl+5 một lần để bỏ); không
    dùng thì xóa nội dung của dòng.
    """
    return Sentence("Dòng {number} bị gạch ngang, không rõ còn dùng hay đã bỏ", number=number)


@reading_rule(Severity.WARNING)
def struck_text(header: str) -> Sentence:
    """Ô chữ bị gạch ngang.

    Vì sao: chữ bị gạch ngang có thể là chữ đã bỏ, nhưng vẫn được đọc.
    Cách sửa: còn dùng thì bỏ gạch ngang, không dùng thì xóa nội dung của ô.
    """
    return Sentence("Ô “{header}” bị gạch ngang, vẫn được đọc", header=header)


@reading_rule(
    Severity.ERROR,
    self_check=NotShown("Công thức không biết ô nào đã gộp; tờ đang khóa thì không gộp được."),
)
def merged_cells(area: str, first: str, header: str) -> Sentence:
    """Ô gộp trong bảng số liệu.

    Vì sao: một giá trị ghi chung cho nhiều ô thì không biết mỗi ô là bao nhiêu.
    Cách sửa: chọn ô gộp, bỏ gộp (Unmerge Cells) rồi ghi riêng từng ô.
    """
    return Sentence(
        "Ô gộp {area} (“{header}”): giá trị chỉ thuộc ô đầu {first}, các ô còn lại không có gì",
        area=area, header=header, first=first,
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def merged_text(area: str, first: str, header: str) -> Sentence:
    """Ô chữ gộp trong bảng.

    Vì sao: nội dung của ô gộp chỉ thuộc ô đầu; các dòng khác được hiểu là để trống.
    Cách sửa: chọn ô gộp, bỏ gộp (Unmerge Cells) rồi ghi riêng từng ô.
    """
    return Sentence(
        "Ô gộp {area} (“{header}”): nội dung chỉ được đọc cho ô đầu {first}",
        area=area, header=header, first=first,
    )  # fmt: skip


def _unit_stamp() -> RowFormula:
    code, stamped = plain_text("{raw.unit_code}"), "{stamp.unit}"
    are_numbers = f'{without_digits(f"{code}&{stamped}")}="",LEN({code})<21'
    is_code = f"OR(EXACT({code},{stamped}),AND({are_numbers},{same_number(code, stamped)}))"
    return _stamp("unit_code", is_code, "Mã khác mã", stamped, about=Concern.CODES)


def _period_stamp(span: Period) -> RowFormula:
    written, stamped = "{raw.period}", "{stamp.period}"
    is_period = (
        _is_quarter(written, span)
        if span.quarter
        else f"{_bare_period(written)}={_bare_period(stamped)}"
    )
    return _stamp("period", is_period, "Kỳ khác kỳ", stamped, about=Concern.FIGURES)


def _bare_period(cell: str) -> str:
    """Return a period without what may stand before its year."""
    return f'SUBSTITUTE(SUBSTITUTE(LOWER({plain_text(cell)}),"năm ",""),"nam ","")'


_QUARTER_SPELLINGS = (
    *(("quý", "q"), ("quí", "q"), ("quy", "q")),
    *((sign, "") for sign in " -/."),
    *(("iv", "4"), ("iii", "3"), ("ii", "2"), ("i", "1")),
)
"""Ways in which a quarter is written, and what stands for each in the form's comparison."""


def _is_quarter(cell: str, span: Period) -> str:
    """Return the condition that a cell names a quarter: "Quý I/2026", "2026-Q1"."""
    bare = changed(_bare_period(cell), *_QUARTER_SPELLINGS)
    quarter, year = f"q{span.quarter}", span.year
    return f'OR({bare}="{quarter}{year}",{bare}="{year}{quarter}")'


def _stamp(key: str, is_same: str, what: str, stamped: str, *, about: Concern) -> RowFormula:
    """Return the formula that compares with what the form was made for, on a hidden sheet."""
    when = f'IFERROR(AND(NOT({{blank.{key}}}),{stamped}<>"",NOT({is_same})),FALSE)'
    opening, rest = f"{what} của biểu này (", f'{stamped}&")."'
    return RowFormula(InfoReturn, _STAMPED, opening, when, (key,), rest, about)


_AS_STAMPED = Shown(
    lambda known: (_unit_stamp(), _period_stamp(known.span)),
    not_covered="Kỳ ghi thêm dấu câu, như “2025.”, hoặc số của quý ghi bằng chữ: chương trình vẫn "
    "hiểu.",
)


@reading_rule(Severity.ERROR, self_check=_AS_STAMPED, waivable=True)
def stamp_differs(what: str, written: str, stamped: str) -> Sentence:
    """Mã đơn vị hoặc kỳ khác với biểu đã gửi cho đơn vị.

    Vì sao: ô do Ban Tổ chức ghi sẵn bị sửa, hoặc số liệu được chép vào biểu của đơn vị khác.
    Cách sửa: ghi lại mã đơn vị, kỳ đánh giá như đã ghi sẵn; nếu đang dùng biểu lập cho đơn vị khác
    thì chép số liệu sang biểu của đơn vị mình.
    """
    return Sentence(
        "{what} ghi “{written}” nhưng biểu này được lập cho “{stamped}”",
        what=what, written=written, stamped=stamped,
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def missing_extra_sheet(sheet: str) -> Sentence:
    """Thiếu một tờ phụ của biểu.

    Vì sao: tờ bị xóa hoặc đổi tên; số liệu ở đó không được tính.
    Cách sửa: nếu đơn vị có số liệu ở tờ này, điền lại vào biểu do Ban Tổ chức gửi.
    """
    return Sentence("Không có tờ “{sheet}”", sheet=sheet)


@reading_rule(Severity.ERROR, self_check=ShownBy(("unreadable_cell",)))
def percentage_in_count(header: str, written: Value) -> Sentence:
    """Ô số lượng ghi tỷ lệ phần trăm hoặc số lẻ.

    Vì sao: ô này đếm số lượng; tỷ lệ do chương trình tự tính lại, không bao giờ gõ vào.
    Cách sửa: ghi số lượng là số nguyên, không có dấu % và không có phần lẻ; ô đang định dạng tỷ lệ
    thì đặt lại kiểu Số rồi ghi.
    """
    return Sentence(
        "Ô “{header}” ghi {what} “{written}”, cần số lượng (số nguyên từ 0 trở lên)",
        header=header, what="tỷ lệ" if "%" in str(written) else "số lẻ", written=written,
    )  # fmt: skip


READING_RULES: tuple[Rule, ...] = (
    empty_file, too_large, old_format, other_table, packed, mail, shortcut, encrypted,
    not_a_workbook, damaged, implausible, reader_failed, foreign_workbook, second_register,
    unreadable_file, changing_file, unreadable_folder,
    altered_pack, newer_pack, units_of_pack_unlisted,
    missing_sheet, doubled_sheet, missing_headings,
    missing_column, doubled_column, doubled_label, renamed_column, unknown_column, blank_cell,
    unreadable_cell,
    error_cell, uncalculated_cell, struck_cell, struck_row, struck_text, merged_cells,
    merged_text, stamp_differs, missing_extra_sheet, percentage_in_count,
)  # fmt: skip
