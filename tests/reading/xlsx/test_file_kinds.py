"""Each file is called what it is, and the cure fits."""

import pytest

from tests.builders import book, read, unread
from tests.xlsx import packed, parts_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LETTER = b"Return-Path: <xa@example.vn>\r\nReceived: from a by b\r\nSubject: Bieu\r\n\r\n..."
WEB_LETTER = (
    b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    b"Content-Type: multipart/related; boundary=x\r\n\r\n"
)


MADE_PARTS = {name: part.encode() for name, part in parts_of({"S": [["x"]]}).items()}
"""Parts of a workbook, as they lie about where somebody unpacked it."""


def ole(stream: str) -> bytes:
    """An old office file with a stream of this name."""
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(64)


BY_CONTENT = [
    ("bieu.xlsx", ole("Workbook"), "old_format", ".xls"),
    ("bieu.et", ole("Workbook"), "old_format", ".xls"),
    ("bieu.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00", "old_format", ".xls"),
    ("bieu.xlsx", ole("EncryptedPackage"), "encrypted", "mật khẩu"),
    ("bieu.xlsx", packed({"xl/workbook.bin": b""}), "other_table", "nhị phân .xlsb"),
    ("bieu.xls", b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "other_table", "web"),
    ("bieu.xls", "<HTML><TABLE>".encode("utf-16"), "other_table", "trang web"),
    ("bieu.xls", b"\xef\xbb\xbf <!DOCTYPE html>\n<x>", "other_table", "trang web"),
    ("a.htm", b"<?xml version='1.0'?>\n<html xmlns='x'>", "other_table", "trang web"),
    ("gói.zip › a/xl/styles.xml", MADE_PARTS["xl/styles.xml"], "not_a_workbook", "một phần"),
    ("workbook.xml", MADE_PARTS["xl/workbook.xml"], "not_a_workbook", "cần chính tệp .xlsx"),
    ("[Content_Types].xml", MADE_PARTS["[Content_Types].xml"], "not_a_workbook", "một phần"),
    ("_rels/.rels", MADE_PARTS["_rels/.rels"], "not_a_workbook", "một phần"),
    ("a.xml", b"<?xml version='1.0'?><phieu/>", "not_a_workbook", "(tệp XML)"),
    ("bieu.xls", WEB_LETTER, "other_table", "trang web"),
    ("bieu.mht", LETTER, "other_table", "trang web"),
    (
        "bieu.xml",
        b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "other_table", "XML 2003",
    ),
    (
        "bieu.fods",
        b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
        "other_table", ".fods",
    ),
    ("bieu.xlsx", "STT,Tên\n1,Một".encode(), "other_table", "chỉ giữ được một tờ"),
    ("bieu.csv", "STT;Tên\r\n1;Một".encode("utf-16"), "other_table", ".csv"),
    ("bieu.csv", "Tên;Số\nĐảng;1".encode("cp1258", "replace"), "other_table", ".csv"),
    ("bieu.numbers", packed({"Index/Document.iwa": b""}), "other_table", "mở bằng Numbers"),
    ("bieu.pages", packed({"Index/Document.iwa": b""}), "not_a_workbook", "máy Apple"),
    ("thu.msg", ole("__properties_version1.0"), "mail", "thư Outlook .msg"),
    ("thu.xlsx", ole("__properties_version1.0") + ole("Workbook"), "mail", "tệp đính kèm"),
    ("thu.eml", LETTER, "mail", "thư điện tử .eml"),
    ("thu.txt", LETTER, "mail", "thư điện tử .eml"),
    ("a.rar", b"Rar!\x1a\x07\x01\x00", "packed", "tệp nén RAR; giải nén"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c", "packed", "tệp nén 7z; giải nén"),
    ("a.tgz", b"\x1f\x8b\x08", "packed", "tệp nén GZ"),
    ("a.xlsx", packed({"b.xlsx": b"x"}), "packed", "tệp nén .zip"),
    ("a.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(60), "shortcut", "chép chính tệp"),
    ("a.url", b"[InternetShortcut]\r\nURL=file:///x", "shortcut", "chép chính tệp"),
    ("a.webloc", b"<?xml version='1.0'?>\n<plist><dict/></plist>", "shortcut", "lối tắt"),
    (
        "a.gsheet",
        b'{"url":"https://docs.google.com/open?id=1","doc_id":"1"}',
        "shortcut", "Tệp › Tải xuống",
    ),
    ("a.docx", packed({"word/document.xml": b""}), "not_a_workbook", "tệp Word"),
    ("a.doc", ole("WordDocument"), "not_a_workbook", "tệp Word"),
    ("a.odt", packed({"content.xml": "<o/>"}), "not_a_workbook", "OpenDocument"),
    ("a.rtf", b"{\\rtf1\\ansi", "not_a_workbook", "tệp Word"),
    ("a.ppt", ole("PowerPoint Document"), "not_a_workbook", "tệp PowerPoint"),
    ("a.xlsx", b"%PDF-1.4", "not_a_workbook", "tệp PDF"),
    ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "not_a_workbook", "ảnh HEIC của iPhone"),
    ("a.xlsx", b"\0\0\0\x18ftypmif1\0\0\0\0", "not_a_workbook", "ảnh HEIC của iPhone"),
    ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0", "not_a_workbook", "đoạn phim"),
    ("a.jpg", b"\xff\xd8\xff\xe1", "not_a_workbook", "(ảnh)"),
    ("a.tif", b"II*\0\x08\0", "not_a_workbook", "(ảnh)"),
    ("a.txt", "Kính gửi: Ban Tổ chức, gửi lại sau".encode(), "not_a_workbook", "tệp chữ"),
    ("a.xlsx", b"MZ\x90\0", "not_a_workbook", "tệp chương trình"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "rule", "words"), BY_CONTENT)
def test_a_file_is_known_by_its_content(name: str, data: bytes, rule: str, words: str) -> None:
    item = unread(data, name)
    assert item.finding is not None
    assert (item.finding.rule, item.finding.message) == (rule, item.reason)
    assert words in item.reason


@pytest.mark.parametrize(
    ("name", "rule", "words"),
    [
        ("a.numbers", "other_table", "Numbers"),
        ("a.XLSB", "other_table", ".xlsb"),
        ("a.gsheet", "shortcut", "Google"),
        ("a.heic", "not_a_workbook", "iPhone"),
        ("a.rar", "packed", "RAR"),
        ("a.eml", "mail", ".eml"),
        ("a.xls", "old_format", ".xls"),
        ("gói.zip › a.xls", "old_format", ".xls"),
        ("a.xlsx", "not_a_workbook", "nội dung lạ"),
        ("a", "not_a_workbook", "nội dung lạ"),
    ],
)
def test_by_its_name_where_the_content_shows_nothing(name: str, rule: str, words: str) -> None:
    item = unread(b"\xf0\x9f\x00\x01" * 40, name)
    assert item.finding is not None
    assert item.finding.rule == rule
    assert words in item.reason


@pytest.mark.parametrize("name", ["a.pdf", "a.xls", "a.csv", "a.zip", "a"])
def test_a_workbook_is_one_whatever_its_name(name: str) -> None:
    assert read(book(), name).unit == "A"


def test_pictures_in_a_workbook_make_nothing_else_of_it() -> None:
    parts = parts_of({"S": [["x"]]})
    item = unread(packed({**parts, "xl/media/image1.png": b"\x89PNG"}), "a.xlsx")
    assert item.finding is not None
    assert item.finding.rule == "foreign_workbook"
