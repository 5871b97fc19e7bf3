"""The rules of reading: what keeps a file out, and what is wrong with how a cell is written.

Each function writes the sentence that the clerk reads; the other words are in its docstring.
"""

from collections.abc import Callable
from typing import ParamSpec, Unpack

from xeploai.findings import Options, ReadingRule, Rule, Sentence, Severity, Value, words_of
from xeploai.reading.xlsx.refusals import (
    changing_file,
    damaged,
    empty_file,
    encrypted,
    foreign_workbook,
    implausible,
    not_a_workbook,
    old_format,
    reader_failed,
    too_large,
    unreadable_file,
    unreadable_folder,
)

FORM = "Biểu mẫu tổng hợp"


P = ParamSpec("P")


def reading_rule(
    severity: Severity, **options: Unpack[Options]
) -> Callable[[Callable[P, Sentence]], ReadingRule[P]]:
    """Declare a rule of how a cell or heading is written; its function writes the sentence."""

    def declared(write: Callable[P, Sentence]) -> ReadingRule[P]:
        return ReadingRule(
            **words_of(write), severity=severity, citation=FORM, **options, write=write
        )

    return declared


@reading_rule(Severity.ERROR)
def missing_sheet(sheet: str) -> Sentence:
    """Thiếu trang tính của biểu.

    Vì sao: trang tính bị xóa hoặc đổi tên, nên không có số liệu để đọc.
    Cách sửa: điền lại trang tính đó trong biểu do Ban Tổ chức gửi hoặc trong tệp trả lại.
    """
    return Sentence("Không có trang tính “{sheet}”", sheet=sheet)


@reading_rule(Severity.ERROR)
def doubled_sheet(sheet: str) -> Sentence:
    """Hai trang tính có cùng tên.

    Vì sao: không biết số liệu ở trang tính nào là đúng.
    Cách sửa: xóa trang tính thừa.
    """
    return Sentence(
        "Có hai trang tính “{sheet}” (chỉ khác chữ hoa, chữ thường hoặc dấu cách)", sheet=sheet
    )


@reading_rule(Severity.ERROR)
def missing_headings(sheet: str) -> Sentence:
    """Không tìm thấy dòng tiêu đề của bảng.

    Vì sao: dòng tiêu đề cột bị xóa hoặc sửa khác hẳn biểu mẫu.
    Cách sửa: chép số liệu sang biểu do Ban Tổ chức gửi.
    """
    return Sentence("Trang tính “{sheet}” không có dòng tiêu đề cột như biểu mẫu", sheet=sheet)


@reading_rule(Severity.ERROR)
def missing_column(header: str) -> Sentence:
    """Thiếu cột hoặc mục bắt buộc.

    Vì sao: cột bị xóa hoặc đổi tiêu đề.
    Cách sửa: khôi phục cột với đúng tiêu đề của biểu mẫu.
    """
    return Sentence("Không tìm thấy “{header}”", header=header)


@reading_rule(Severity.ERROR)
def doubled_column(header: str, first: str) -> Sentence:
    """Hai cột có cùng tiêu đề.

    Vì sao: không biết lấy số ở cột nào.
    Cách sửa: xóa cột thừa.
    """
    return Sentence("Cột “{header}” có hai lần, lần đầu ở cột {first}", header=header, first=first)


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


@reading_rule(Severity.ERROR)
def blank_cell(header: str) -> Sentence:
    """Ô bắt buộc còn trống.

    Vì sao: thiếu mục này thì không tính được; ô bắt buộc để trống không được hiểu là 0.
    Cách sửa: điền vào ô; nếu không có ai thì ghi 0.
    """
    return Sentence("Ô “{header}” còn trống, cần điền", header=header)


@reading_rule(Severity.ERROR)
def unreadable_cell(header: str, written: Value, expected: str) -> Sentence:
    """Ô ghi không đúng kiểu số liệu.

    Vì sao: giá trị trong ô không đọc được chắc chắn thành số, ngày hoặc mức xếp loại.
    Cách sửa: ghi lại theo kiểu của cột: số nguyên, ngày dd/mm/yyyy, hoặc chọn trong danh sách.
    """
    return Sentence(
        "Ô “{header}” ghi “{written}”, cần {expected}",
        header=header, written=written, expected=expected,
    )  # fmt: skip


@reading_rule(Severity.ERROR)
def error_cell(header: str, shown: str) -> Sentence:
    """Ô báo lỗi công thức.

    Vì sao: ô hiện lỗi như #REF!, #DIV/0! nên không có giá trị.
    Cách sửa: xóa công thức và gõ giá trị vào ô.
    """
    return Sentence("Ô “{header}” đang báo lỗi {shown}, cần gõ giá trị", header=header, shown=shown)


@reading_rule(Severity.ERROR)
def uncalculated_cell(header: str) -> Sentence:
    """Ô công thức chưa được tính.

    Vì sao: tệp được lưu khi công thức chưa tính, nên ô không có giá trị.
    Cách sửa: mở tệp bằng Excel hoặc WPS rồi lưu lại, hoặc gõ số thay công thức.
    """
    return Sentence("Ô “{header}” là ô công thức chưa được tính", header=header)


@reading_rule(Severity.ERROR)
def stamp_differs(what: str, written: str, stamped: str) -> Sentence:
    """Mã đơn vị hoặc kỳ khác với biểu đã gửi cho đơn vị.

    Vì sao: ô do Ban Tổ chức ghi sẵn bị sửa, hoặc số liệu được chép vào biểu của đơn vị khác.
    Cách sửa: dùng đúng biểu của đơn vị mình, không sửa các ô màu xám.
    """
    return Sentence(
        "{what} ghi “{written}” nhưng biểu này được lập cho “{stamped}”",
        what=what, written=written, stamped=stamped,
    )  # fmt: skip


@reading_rule(Severity.WARNING)
def missing_extra_sheet(sheet: str) -> Sentence:
    """Thiếu một trang tính phụ của biểu.

    Vì sao: trang tính bị xóa hoặc đổi tên; số liệu ở đó không được tính.
    Cách sửa: nếu đơn vị có số liệu ở trang này, điền lại vào biểu do Ban Tổ chức gửi.
    """
    return Sentence("Không có trang tính “{sheet}”", sheet=sheet)


@reading_rule(Severity.ERROR)
def percentage_in_count(header: str, written: Value) -> Sentence:
    """Ô số lượng ghi tỷ lệ phần trăm hoặc số lẻ.

    Vì sao: ô này đếm số lượng; tỷ lệ do chương trình tự tính lại, không bao giờ gõ vào.
    Cách sửa: ghi số lượng là số nguyên, không có dấu % và không có phần lẻ.
    """
    return Sentence(
        "Ô “{header}” ghi {what} “{written}”, cần số lượng (số nguyên từ 0 trở lên)",
        header=header, what="tỷ lệ" if "%" in str(written) else "số lẻ", written=written,
    )  # fmt: skip


READING_RULES: tuple[Rule, ...] = (
    empty_file, too_large, old_format, encrypted, not_a_workbook, damaged, implausible,
    reader_failed, foreign_workbook, unreadable_file, changing_file, unreadable_folder,
    missing_sheet, doubled_sheet, missing_headings,
    missing_column, doubled_column, renamed_column, unknown_column, blank_cell, unreadable_cell,
    error_cell, uncalculated_cell, stamp_differs, missing_extra_sheet, percentage_in_count,
)  # fmt: skip
