"""Forms whose cells hold what is no sure figure, or hide it."""

import re

from tests.hostile.cases import Accepted, Flagged, case
from tests.hostile.forms import (
    CELLS,
    INFO,
    Edit,
    both,
    cell,
    changed,
    formatted,
    number,
    part,
    text,
)

MISREAD, FRACTION = "unreadable_cell", "percentage_in_count"


def formula(written: str, stored: str = "", kind: str = "") -> Edit:
    """A formula in the members of the first cell, and its stored result."""
    return cell("F8", f'<c r="§"{kind}><f>{written}</f>{stored}</c>')


def error(shown: str) -> Edit:
    return cell("F8", f'<c r="§" t="e"><f>1/0</f><v>{shown}</v></c>')


def hidden_row(attributes: str) -> Edit:
    return changed(CELLS, '<row r="9" ht="19"', f'<row r="9" {attributes}')


def hidden_column(attributes: str) -> Edit:
    return changed(CELLS, ' min="6" max="6"', f' min="6" max="6" {attributes}')


def sum_of_a_part(form: bytes) -> bytes:
    """A row below the cells that adds up the last seven of them."""
    sums = {"F": 182, "G": 175, "H": 7, "I": 7, "N": 175, "O": 14, "P": 154, "Q": 7, "R": 0}
    counts = (number(f"{column}18", str(value)) for column, value in sums.items())
    return both(text("C18", "Cộng khối II"), *counts)(form)


def runs(address: str, *looks_and_texts: str) -> Edit:
    """A cell whose text is written in runs, each of its own look."""
    pairs = zip(looks_and_texts[::2], looks_and_texts[1::2], strict=True)
    inside = "".join(f"<r><rPr>{look}</rPr><t>{text}</t></r>" for look, text in pairs)
    return cell(address, f'<c r="§" t="inlineStr"><is>{inside}</is></c>')


RAISED = '<vertAlign val="superscript"/>'
HIDDEN = Flagged("hidden_rows", "B9", "Dòng 9 đang ẩn", is_counted=True)
UNSEEN = Flagged("hidden_columns", "F6", "đang ẩn", is_counted=True)

FIGURES = (
    *(
        case(f"lỗi {name}", Flagged("error_cell", "F8", shown), error(shown))
        for name, shown in (
            ("REF", "#REF!"), ("DIV", "#DIV/0!"), ("NA", "#N/A"), ("NAME", "#NAME?"),
            ("SPILL", "#SPILL!"), ("LibreOffice", "Err:502"),
        )
    ),
    case("công thức chưa tính", Flagged("uncalculated_cell", "F8"), formula("10+10")),
    case("công thức giá trị rỗng", Flagged("uncalculated_cell", "F8"), formula("10+10", "<v/>")),
    case("công thức chữ chưa tính", Flagged("uncalculated_cell", "F8"),
         formula("10+10", kind=' t="str"')),
    case("công thức đã tính", Accepted(), formula("10+10", "<v>20</v>")),
    case("công thức ra chữ trống", Flagged("blank_cell", "F8"),
         formula('""', "<v></v>", ' t="str"')),
    case("lấy từ tệp khác", Flagged("external_link", "F8", "tệp Excel khác", is_counted=True),
         formula("[1]S!A1", "<v>20</v>")),
    *(
        case(f"chữ {name}", Flagged(MISREAD, "F8", content), text("F8", content))
        for name, content in (
            ("hai mươi", "hai mươi"), ("phẩy nghìn", "1,234"), ("gạch dưới", "1_000"),
            ("số Ả Rập", "٣"), ("số rộng", "１２"), ("inf", "inf"), ("nan", "nan"),
            ("1e3", "1e3"), ("âm", "-5"), ("cộng", "+5"), ("22 đv", "22 đv"), ("cách", "1 234"),
            ("hex", "0x1F"), ("mũ", "²"), ("REF", "#REF!"), ("công thức", "=10+10"),
            ("dài", "9" * 400),
        )
    ),
    case("chữ 100%", Flagged(FRACTION, "F8", "100%"), text("F8", "100%")),
    case("số 0,5", Flagged(FRACTION, "F8", "0,5"), number("F8", "0.5")),
    case("chấm nghìn là nghìn", Accepted((("total", 1245),)), both(
        text("F8", "1.020"), text("G8", "1.019"), text("L8", "1.000"), text("M8", "học xa"),
        cell("B23", '<c r="§"><v>1245</v></c>', INFO),
    )),
    case("chữ có dấu cách", Accepted(), text("F8", " 20\u00a0")),
    case("chữ 20,0", Accepted(), text("F8", "20,0")),
    *(
        case(f"số {name}", Flagged(MISREAD, "F8", content), number("F8", written))
        for name, written, content in (
            ("vô cực", "1e999", "không đọc được"), ("NaN", "NaN", "không đọc được"),
            ("âm", "-5", "-5"), ("lẻ", "20.5", "20,5"), ("quá 2 mũ 53", "9007199254740993", ""),
            ("gạch dưới trong tệp", "1_000", "1_000"),
        )
    ),
    case("mã quá 2 mũ 53", Flagged(MISREAD, "W8", "15 chữ số"), number("W8", "9007199254740993")),
    case("số chú thích", Flagged(MISREAD, "F8", "“20¹”"), runs("F8", "", "20", RAISED, "1")),
    case("số gạch bỏ", Flagged(MISREAD, "F8", "“1\u033620”"),
         runs("F8", "<strike/>", "1", "", "20")),
    case("không gạch", Accepted(), runs("F8", '<b/><strike val="0"/>', "2", "<i/>", "0")),
    case("đúng sai", Flagged(MISREAD, "F8", "TRUE"), number("F8", "1", ' t="b"')),
    case("ngày ở ô số", Flagged(MISREAD, "F8", ""), formatted("F8", "45996", 14)),
    case("giờ ở ô số", Flagged(MISREAD, "F8", "“480:00”"), formatted("F8", "20", 46)),
    case("ô bắt buộc trống", Flagged("blank_cell", "F8"), cell("F8", '<c r="§"/>')),
    case("ngày 31-02", Flagged(MISREAD, "D8", "31/02/2025"), text("D8", "31/02/2025")),
    case("ngày tháng trước", Flagged(MISREAD, "D8", "12/15/2025"), text("D8", "12/15/2025")),
    case("năm hai số", Flagged(MISREAD, "D8", "05/12/25"), text("D8", "05/12/25")),
    case("ngày chỉ là số 12", Flagged(MISREAD, "D8", ""), number("D8", "12", ' s="32"')),
    case("ngày NaN", Flagged(MISREAD, "D8", ""), number("D8", "NaN", ' s="32"')),
    case("ngày ngày trước", Accepted(), text("D8", "05/12/2025")),
    case("ngày năm trước", Accepted(), text("D8", "2025-12-05")),
    case("ngày kiểu d", Accepted(), number("D8", "2025-12-05T00:00:00", ' t="d"')),
    case("mức lạ", Flagged(MISREAD, "V8", "Khá"), text("V8", "Khá")),
    case("mức ngờ", Flagged(MISREAD, "V8", "HT?"), text("V8", "HT?")),
    case("mức chữ Nga", Flagged(MISREAD, "V8", ""), text("V8", "H\u0422T")),
    case("mức viết đủ", Accepted(), text("V8", "Hoàn thành tốt nhiệm vụ")),
    case("dòng ẩn", HIDDEN, hidden_row('hidden="1"')),
    case("dòng bị lọc", HIDDEN, both(
        hidden_row('hidden="true"'),
        changed(CELLS, "</sheetData>", '</sheetData><autoFilter ref="A7:AC38"/>'),
    )),
    case("dòng ẩn nháy đơn", HIDDEN, hidden_row("hidden='1'")),
    case("cột ẩn", UNSEEN, hidden_column('hidden="1"')),
    case("cột ẩn nháy đơn", UNSEEN, hidden_column("hidden = 'true'")),
    case("tiêu đề đổi hẳn", Flagged("missing_headings", "", "Chi bộ"),
         part(CELLS, lambda x: re.sub(rb'<row r="6".*?</row>', b"", x, flags=re.S))),
    case("cộng một khối", Flagged("sum_not_counted", "C18", "tổng của 7 dòng", is_counted=True),
         sum_of_a_part),
    case("mã bị sửa", Flagged("stamp_differs", "B11", "ZZZ"), text("B11", "ZZZ", INFO)),
    case("kỳ bị sửa", Flagged("stamp_differs", "B15", "2031"), text("B15", "2031", INFO)),
)  # fmt: skip
