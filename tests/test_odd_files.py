"""Thirty damaged, foreign and odd files beside ten good ones: each is told, none stops the rest."""

import random
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

from tests import xlsx
from tests.builders import AS_OF, DISTRICT, book, cell, info, plain_cell, register, unit
from tests.xlsx import SHEET_1, packed, parts_of, workbook, worksheet
from xeploai.intake import Return, Unread, find_files, take_in
from xeploai.schema.row import Code
from xeploai.season import think
from xeploai.settle import Status

GOOD = [f"X{number:02}" for number in range(1, 11)]
LISTED = register((DISTRICT, *(unit(code) for code in (*GOOD, "Y01", "Y02", "Y03"))))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def good(code: str, **over: object) -> bytes:
    return book([plain_cell(1)], of=info(unit_code=Code(code), **over))


@dataclass(frozen=True)
class Odd:
    """An odd file: its name, its bytes, what becomes of it, and words of the reason."""

    name: str
    data: bytes
    status: Status
    reason: str


def sheets(**over: object) -> dict[str, object]:
    usual = {"Thông tin": [["Mã đơn vị", "Y01"], ["Kỳ đánh giá", 2025]], "Chi bộ": []}
    return {**usual, **over}


def parts(name: str, content: str | bytes) -> bytes:
    return packed({**parts_of(sheets()), name: content})


def lying_size() -> bytes:
    data = workbook(sheets(), {"xl/worksheets/sheet2.xml": worksheet("<row/>" * 200_000)})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet2.xml").file_size
    return data.replace(size.to_bytes(4, "little"), (99).to_bytes(4, "little"))


def bad_checksum() -> bytes:
    data = good("Y01")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        checksum = archive.getinfo(SHEET_1).CRC.to_bytes(4, "little")
    return data.replace(checksum, b"\1\2\3\4")


def with_password() -> bytes:
    data = bytearray(good("Y02"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        data[archive.getinfo(SHEET_1).header_offset + 6] |= 1
    data[data.rindex(SHEET_1.encode()) - 46 + 8] |= 1
    return bytes(data)


FAR = worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
LYING = f'<sst xmlns="{xlsx.MAIN}" uniqueCount="4294967295"/>'
BLANK = Status.UNREADABLE

ODD = [
    Odd("trống.xlsx", b"", BLANK, "Tệp rỗng (0 byte)"),
    Odd("cắt.xlsx", good("Y01")[:900], BLANK, "Tệp hỏng"),
    Odd("ngẫu nhiên.xlsx", random.Random(1).randbytes(3000), BLANK, "nội dung lạ"),
    Odd("ngẫu nhiên zip.xlsx", b"PK\3\4" + random.Random(2).randbytes(3000), BLANK, "Tệp hỏng"),
    Odd("cũ.xls", OLE + bytes(512), BLANK, ".xls"),
    Odd("đổi đuôi.xlsx", OLE + bytes(700), BLANK, ".xls"),
    Odd("khóa.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), BLANK, "mật khẩu"),
    Odd("khóa zip.xlsx", with_password(), BLANK, "mật khẩu"),
    Odd("tờ trình.docx", packed({"word/document.xml": "<w/>"}), BLANK, "tệp Word"),
    Odd("biểu.ods", packed({"mimetype": "x", "content.xml": "<o/>"}), BLANK, "OpenDocument"),
    Odd("biểu.xlsb", packed({"xl/workbook.bin": b"\1"}), BLANK, ".xlsb"),
    Odd("biểu.zip", packed({"a/bieu.xlsx": good("Y01")}), BLANK, "không chứa sổ làm việc"),
    Odd("công văn.pdf", b"%PDF-1.7", BLANK, "tệp PDF"),
    Odd("ảnh.jpg", b"\xff\xd8\xff", BLANK, "ảnh"),
    Odd("web.xls", b"<html><table></table></html>", BLANK, "trang web đổi đuôi"),
    Odd("bảng.csv", "STT,Tên\n1,Một".encode(), BLANK, "nội dung lạ"),
    Odd("ghi chú.txt", "Gửi lại sau".encode(), BLANK, "nội dung lạ"),
    Odd("bom.xlsx", parts("xl/media/a.xml", bytes(101 * 2**20)), BLANK, "giải nén ra trên 100 MB"),
    Odd("giấu cỡ.xlsx", lying_size(), BLANK, "Tệp hỏng"),
    Odd("ô xa.xlsx", parts(SHEET_1, FAR), BLANK, "có ô nằm quá xa"),
    Odd("chuỗi.xlsx", parts("xl/sharedStrings.xml", LYING), BLANK, "chuỗi ký tự"),
    Odd("thực thể.xlsx", parts("xl/workbook.xml", "<!DOCTYPE a><a/>"), BLANK, "DOCTYPE"),
    Odd("mã chữ.xlsx", parts(SHEET_1, FAR.encode("utf-16")), BLANK, "bảng mã chữ"),
    Odd("sai tổng kiểm.xlsx", bad_checksum(), BLANK, "Tệp hỏng"),
    Odd("khác.xlsx", workbook({"Bảng lương": [["x"]]}), BLANK, "không phải biểu tổng hợp"),
    Odd("~$x01.xlsx", b"\5admin", BLANK, "Tệp tạm do Excel"),
    Odd("Thumbs.db", OLE, BLANK, "Tệp của hệ điều hành"),
    Odd("lạ.xlsx", good("K9"), Status.UNKNOWN_UNIT, "Mã đơn vị “K9” không có trong danh mục"),
    Odd("sai kỳ.xlsx", good("Y03", period="2031"), Status.WRONG_PERIOD, "Biểu ghi kỳ “2031”"),
    Odd(
        "lỗi.xlsx",
        book([cell(rated=9)], of=info(unit_code=Code("Y03"))),
        Status.REFUSED,
        "Có 1 lỗi cần sửa",
    ),
]


def taken(folder: Path) -> list[Return | Unread]:
    return [take_in(path, folder) for path in find_files(folder)]


def test_thirty_odd_files_do_not_disturb_ten_good_ones(tmp_path: Path) -> None:
    for code in GOOD:
        (tmp_path / f"{code}.xlsx").write_bytes(good(code))
    for number, odd in enumerate(ODD):
        folder = tmp_path / str(number % 3)
        folder.mkdir(exist_ok=True)
        (folder / odd.name).write_bytes(odd.data)
    found = think(LISTED, taken(tmp_path), AS_OF)
    fates = {Path(item.file).name: item for item in found.intake.submissions}
    assert len(ODD) == 30
    assert len(fates) == 40
    assert set(found.intake.counted) == set(GOOD)
    assert {name for name, item in fates.items() if item.status is Status.COUNTED} == {
        f"{code}.xlsx" for code in GOOD
    }
    assert all(fates[odd.name].reason for odd in ODD)
    assert found.has_refused


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_an_odd_file_alone_is_told_and_stops_nothing(odd: Odd, tmp_path: Path) -> None:
    (tmp_path / odd.name).write_bytes(odd.data)
    found = think(LISTED, taken(tmp_path), AS_OF)
    (item,) = found.intake.submissions
    assert item.status is odd.status
    assert odd.reason in item.reason
    assert found.intake.counted == {}
    if odd.status is Status.UNREADABLE and not odd.reason.startswith("Tệp "):
        assert [x.message for x in found.findings] == [item.reason]
