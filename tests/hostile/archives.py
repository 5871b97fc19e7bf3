"""Files that are no workbook, and zips that are damaged or lie."""

import random
import struct
import zipfile
import zlib
from io import BytesIO

from tests import ods
from tests.hostile.cases import Accepted, PassedOver, Refused, case
from tests.hostile.forms import CELLS, SHARED, WORKBOOK, Edit, packed, part, parts_of, without

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED, NONE, HUGE = "damaged", "not_a_workbook", "implausible"
TABLE = "other_table"


def instead(data: bytes) -> Edit:
    """Something else altogether under the name of a workbook."""
    return lambda form: data


def cut(share: float) -> Edit:
    """A copy that ended early."""
    return lambda form: form[: int(len(form) * share)]


def bad_checksum(form: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(form)) as archive:
        checksum = archive.getinfo(CELLS).CRC.to_bytes(4, "little")
    return form.replace(checksum, b"\1\2\3\4")


def _in_headers(form: bytes, local: int, central: int, value: int) -> bytes:
    """The form with one byte of the headers of the sheet of cells changed."""
    data = bytearray(form)
    with zipfile.ZipFile(BytesIO(form)) as archive:
        data[archive.getinfo(CELLS).header_offset + local] = value
    data[form.rindex(CELLS.encode()) - 46 + central] = value
    return bytes(data)


def with_password(form: bytes) -> bytes:
    return _in_headers(form, 6, 8, 1)


def strange_packing(form: bytes) -> bytes:
    return _in_headers(form, 8, 10, 99)


def lying_size(form: bytes) -> bytes:
    """A directory that claims a small part where 60 MB unpack."""
    data = part(CELLS, b"<row/>" * 10_000_000)(form)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo(CELLS).file_size
    return data.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))


def honest_bomb(form: bytes) -> bytes:
    return packed({**parts_of(form), "xl/media/image1.png": bytes(101 * 2**20)})


def one_kernel(form: bytes) -> bytes:
    """Forty parts whose directory entries all point at the same data."""
    target = BytesIO(packed(parts_of(form)))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("k0", bytes(2**20))
        first = archive.getinfo("k0")
        for number in range(1, 40):
            copied = zipfile.ZipInfo(f"k{number}")
            copied.compress_type = first.compress_type
            copied.CRC, copied.file_size = first.CRC, first.file_size
            copied.compress_size, copied.header_offset = first.compress_size, first.header_offset
            archive.filelist.append(copied)
            archive.NameToInfo[copied.filename] = copied
    return target.getvalue()


def quoted_overlap(form: bytes) -> bytes:
    """Each part's data quotes the next part's header, and goes on into its data."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    inner = kernel.compress(bytes(2**20)) + kernel.flush()
    plain = bytes(2**20)
    data = _local("b", inner, plain) + inner
    quote = b"\x00" + struct.pack("<HH", 30 + 1, 0xFFFF ^ (30 + 1)) + data[: 30 + 1]
    outer_plain = data[: 30 + 1] + plain
    outer = quote + inner
    body = _local("a", outer, outer_plain) + quote + data
    placed = [("a", outer, outer_plain, 0), ("b", inner, plain, 30 + 1 + len(quote))]
    base = packed(parts_of(form))
    return _with_more(base, body, placed)


def _local(name: str, stored: bytes, plain: bytes) -> bytes:
    sizes = (zlib.crc32(plain), len(stored), len(plain), len(name), 0)
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, *sizes) + name.encode()


def _with_more(base: bytes, body: bytes, placed: list[tuple[str, bytes, bytes, int]]) -> bytes:
    """A zip with raw parts before its directory, which lists them too."""
    end = base.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<HII", base[end + 10 : end + 20])
    directory = base[start : start + size]
    for name, stored, plain, offset in placed:
        sizes = (zlib.crc32(plain), len(stored), len(plain), len(name), 0, 0, 0, 0, 0)
        directory += (
            struct.pack(
                "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, start + offset
            )
            + name.encode()
        )
    number = count + len(placed)
    tail = struct.pack("<HHII", number, number, len(directory), start + len(body))
    return base[:start] + body + directory + b"PK\5\6\0\0\0\0" + tail + b"\0\0"


def listed_twice(form: bytes) -> bytes:
    """A directory that lists one part two times."""
    target = BytesIO(form)
    with zipfile.ZipFile(target, "a") as archive:
        archive.filelist.append(archive.getinfo(CELLS))
        archive.comment = b"x"  # so that the directory is written anew
    return target.getvalue()


def broken_lzma(form: bytes) -> bytes:
    """A packing that no office program knows, and one byte of it changed."""
    data = bytearray(packed(parts_of(form), zipfile.ZIP_LZMA))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        data[archive.getinfo(CELLS).header_offset + 100] ^= 0xFF
    return bytes(data)


def far_away(form: bytes) -> bytes:
    """A part that lies where no file is as long as."""
    target = BytesIO(form)
    with zipfile.ZipFile(target, "a") as archive:
        archive.getinfo(CELLS).header_offset = 2**64 - 1
        archive.comment = b"x"  # so that the directory is written anew
    return target.getvalue()


def named_as_on_windows(form: bytes) -> bytes:
    source = packed(parts_of(form))
    # Not by zipfile, which writes / for \ on Windows.
    for name in parts_of(form):
        source = source.replace(name.encode(), name.replace("/", "\\").encode())
    return source


def crowded(form: bytes) -> bytes:
    return packed({**parts_of(form), **{f"p{number}": b"" for number in range(2001)}})


def changing_case(form: bytes) -> bytes:
    return packed({name.upper(): content for name, content in parts_of(form).items()})


FOREIGN = (
    case("trống", Refused("empty_file", "Tệp rỗng (0 byte)"), instead(b"")),
    case("một byte", Refused(NONE, "nội dung lạ"), instead(b"\xf0")),
    case("toàn số không", Refused(NONE, "nội dung lạ"), instead(bytes(40_000))),
    case("ngẫu nhiên", Refused(NONE, "nội dung lạ"), instead(random.Random(1).randbytes(9_000))),
    case(
        "ngẫu nhiên zip",
        Refused(DAMAGED, "phần nén"),
        instead(b"PK\3\4" + random.Random(2).randbytes(9_000)),
    ),
    case("cũ.xls", Refused("old_format", ".xls"), instead(OLE + bytes(512))),
    case("đổi đuôi từ xls", Refused("old_format", ".xls"), instead(OLE + bytes(700))),
    case(
        "công văn.doc",
        Refused(NONE, "tệp Word"),
        instead(OLE + "WordDocument".encode("utf-16-le")),
    ),
    case(
        "mật khẩu",
        Refused("encrypted", "mật khẩu"),
        instead(OLE + "EncryptedPackage".encode("utf-16-le")),
    ),
    case("tờ trình", Refused(NONE, "tệp Word"), instead(packed({"word/document.xml": b"<w/>"}))),
    case("chiếu", Refused(NONE, "Point"), instead(packed({"ppt/presentation.xml": b"<p/>"}))),
    case("bảng.ods", Refused(NONE, "OpenDocument"), instead(packed({"mimetype": b"x"}))),
    case("ô lặp.ods", Refused(HUGE, "quá xa"), instead(ods.document(
        ods.table(ods.row(ods.number(1, 'table:number-columns-repeated="9999999"')))))),
    case("dòng lặp.ods", Refused(HUGE, "quá xa"), instead(ods.document(
        ods.table(ods.row(ods.number(1), more='table:number-rows-repeated="9999999"'))))),
    case("chữ lặp.ods", Refused(HUGE, ""), instead(ods.document(ods.table(ods.row(
        ods.text("x" * 2**20, 'table:number-columns-repeated="700"'),
        more='table:number-rows-repeated="2000"'))))),
    case("thực thể.ods", Refused(DAMAGED, "DOCTYPE"), instead(ods.document(
        more={"content.xml": ods.content(before='<!DOCTYPE a [<!ENTITY b "c">]>')}))),
    case("mật khẩu.ods", Refused("encrypted", "mật khẩu"), instead(ods.document(
        more={"META-INF/manifest.xml": "<m:encryption-data/>", "content.xml": b"\xf0\x12"}))),
    case("văn bản.ods", Refused(NONE, "OpenDocument"), instead(ods.document(
        more={"content.xml": "<a/>"}))),
    case("bảng.xlsb", Refused(TABLE, ".xlsb"), instead(packed({"xl/workbook.bin": b"\1"}))),
    case("gói đổi đuôi", Refused("packed", ".zip"), lambda form: packed({"a/bieu.xlsx": form})),
    case("zip trống", Refused(NONE, "tệp nén rỗng"), instead(packed({}))),
    case("công văn.pdf", Refused(NONE, "tệp PDF"), instead(b"%PDF-1.7 ...")),
    case("ảnh png", Refused(NONE, "ảnh"), instead(b"\x89PNG\r\n\x1a\n")),
    case("ảnh.jpg", Refused(NONE, "ảnh"), instead(b"\xff\xd8\xff\xe0")),
    case("nén.rar", Refused("packed", "RAR"), instead(b"Rar!\x1a\x07")),
    case("nén.7z", Refused("packed", "tệp nén 7z"), instead(b"7z\xbc\xaf\x27\x1c")),
    case("trang web.xls", Refused(TABLE, "trang web"), instead(b"<html><table></table></html>")),
    case("xml 2003.xls", Refused(TABLE, "XML 2003"), instead(b"<?xml version='1.0'?><Workbook/>")),
    case("bảng.csv", Refused(TABLE, ".csv"), instead("STT,Tên\n1,Một".encode())),
    case("ghi chú.txt", Refused(NONE, "tệp chữ"), instead("Gửi lại sau".encode("utf-16"))),
    case(
        "lối tắt.lnk", Refused("shortcut", "lối tắt"), instead(b"L\0\0\0\x01\x14\x02\0" + bytes(60))
    ),
    case("virus đổi đuôi", Refused(NONE, "tệp chương trình"), instead(b"MZ\x90\0" + bytes(500))),
    case("quá 20 MB", Refused("too_large", "20 MB"), instead(b"PK\3\4" + bytes(21 * 2**20))),
    case("~$bieu", PassedOver("Tệp tạm do Excel"), instead(b"\5admin")),
    case(".~lock.bieu.xlsx#", PassedOver("Tệp tạm do LibreOffice"), instead(b",admin,pc;")),
    case("._bieu", PassedOver("Tệp của hệ điều hành"), instead(b"\0\5\x16\7")),
    case("Thumbs.db", PassedOver("Tệp của hệ điều hành"), instead(OLE)),
    case(".DS_Store", PassedOver("Tệp của hệ điều hành"), instead(b"\0\0\0\1Bud1")),
    case("desktop.ini", PassedOver("Tệp của hệ điều hành"), instead(b"[.ShellClassInfo]")),
)  # fmt: skip

ZIPS = (
    *(case(f"cắt còn {share:.0%}", Refused(DAMAGED, ""), cut(share)) for share in (0.1, 0.5, 0.99)),
    case("thiếu một byte", Refused(DAMAGED, "phần nén"), lambda form: form[:-1]),
    case("chỉ có đầu", Refused(DAMAGED, "phần nén"), instead(b"PK\3\4")),
    case("sai tổng kiểm", Refused(DAMAGED, "phần nén"), bad_checksum),
    case("kiểu nén lạ", Refused(DAMAGED, "kiểu nén lạ"), strange_packing),
    case("tên phần gạch ngược", Refused(DAMAGED, "tên các phần"), named_as_on_windows),
    case("nén LZMA hỏng", Refused(DAMAGED, "kiểu nén lạ"), broken_lzma),
    case("phần ở quá xa", Refused(DAMAGED, "phần nén"), far_away),
    case("khóa zip", Refused("encrypted", "mật khẩu"), with_password),
    case("bom", Refused(HUGE, "giải nén ra trên 100 MB"), honest_bomb),
    case("bom giấu cỡ", Refused(DAMAGED, "phần nén"), lying_size),
    case("bom chung lõi", Refused(HUGE, "chồng lên nhau"), one_kernel),
    case("bom trích dẫn", Refused(HUGE, "chồng lên nhau"), quoted_overlap),
    case("phần trùng", Refused(HUGE, "chồng lên nhau"), listed_twice),
    case("phần trùng khác hoa", Refused(DAMAGED, "cùng tên"), part(CELLS.upper(), b"<x/>")),
    case("quá 2000 phần", Refused(HUGE, "phần bên trong"), crowded),
    case("thiếu tờ chi bộ", Refused(DAMAGED, "cấu trúc"), without(CELLS)),
    case("thiếu sổ", Refused(NONE, "không chứa"), without(WORKBOOK)),
    case("thiếu quan hệ", Refused(DAMAGED, "cấu trúc"), without("xl/_rels/workbook.xml.rels")),
    case("thiếu kiểu nội dung", Accepted(), without("[Content_Types].xml")),
    case("thiếu định dạng", Accepted(), without("docProps/core.xml")),
    case("tên phần viết hoa", Accepted(), changing_case),
    case("không nén", Accepted(), lambda form: packed(parts_of(form), zipfile.ZIP_STORED)),
    case("đuôi thừa", Accepted(), lambda form: form + bytes(64)),
    case("đầu thừa", Refused(NONE, "nội dung lạ"), lambda form: b"\r\n" * 50 + form),
    case("đường dẫn thoát ra", Accepted(), part("../../../etc/cron.d/x", b"* * * * * root x")),
    case("có macro.xlsm", Accepted(), part("xl/vbaProject.bin", OLE + bytes(2_000))),
    case("ảnh hỏng", Accepted(), part("xl/media/image1.png", b"\x89PNG" + bytes(10))),
    case("bom lồng trong ảnh", Accepted(), part("xl/media/a.zip", packed({"a": bytes(2**20)}))),
    case("chuỗi dùng chung thừa", Accepted(), part(SHARED, b"<sst/>")),
)
