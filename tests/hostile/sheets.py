"""Workbooks whose XML lies about its size, says a thing twice, or is oddly written."""

import re

from tests.hostile.cases import Accepted, Flagged, Refused, case
from tests.hostile.forms import (
    CELLS,
    INFO,
    MAIN,
    RELATIONS,
    SHARED,
    WORKBOOK,
    Edit,
    both,
    cell,
    changed,
    claiming,
    formatted,
    number,
    packed,
    part,
    parts_of,
)

DAMAGED, HUGE = "damaged", "implausible"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
END = "</sheetData>"
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTNOTED = b'<si><r><t>20</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
SHEET = f'<sheet xmlns:r="{OFFICE}" '
"""How an entry of the list of sheets begins."""


def headed(name: str, head: bytes) -> Edit:
    """Puts something before a part."""
    return part(name, lambda source: head + source)


def more_rows(rows: str) -> Edit:
    """Adds rows below all others."""
    return changed(CELLS, END, rows + END)


def strings(count: str, inside: bytes = b"<si><t>x</t></si>") -> Edit:
    """Adds a table of shared strings that claims so many."""
    table = f'<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">'.encode()
    return part(SHARED, HEAD + table + inside + b"</sst>")


def single_quotes(source: bytes) -> bytes:
    """Every attribute between single quotes, as some programs write them."""
    one = re.compile(rb'(\s[\w:]+)="([^"\'<>]*)"')
    return re.sub(rb"<[^<>?]+>", lambda tag: one.sub(rb"\1='\2'", tag[0]), source)


def prefixed(source: bytes) -> bytes:
    """Every tag with a prefix, as other libraries write them."""
    source = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", source)
    return source.replace(b" xmlns=", b" xmlns:x=", 1)


def in_cdata(source: bytes) -> bytes:
    return re.sub(rb"<v>(\d+)</v>", rb"<v><![CDATA[\1]]></v>", source)


def with_comments(source: bytes) -> bytes:
    return re.sub(rb"<v>(\d)(\d)</v>", rb"<v>\1<!-- x --><?y z?>\2</v>", source)


def strict(form: bytes) -> bytes:
    """The strict form of the standard."""
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    return packed(
        {
            name: content.replace(old + b"spreadsheetml/2006/", new + b"spreadsheetml/").replace(
                old + b"officeDocument/2006/", new + b"officeDocument/"
            )
            for name, content in parts_of(form).items()
        }
    )


def beside_a_decoy(form: bytes) -> bytes:
    """The list of sheets where the package leads, and an empty one in its usual place."""
    parts = parts_of(form)
    parts["xl/workbook22.xml"] = parts[WORKBOOK]
    parts["xl/_rels/workbook22.xml.rels"] = parts[RELATIONS]
    parts[WORKBOOK] = f'<workbook xmlns="{MAIN}"><sheets/></workbook>'.encode()
    root = parts["_rels/.rels"]
    parts["_rels/.rels"] = root.replace(b"xl/workbook.xml", b"xl/workbook22.xml")
    return packed(parts)


def listed_twice(name: str) -> Edit:
    """Lists the sheet of cells a second time under another name."""
    entry = f'{SHEET}name="{name}" sheetId="77" state="visible" r:id="rId2"/>'
    return changed(WORKBOOK, "</sheets>", f"{entry}</sheets>")


FAR = '<row r="300"><c r="§"><v>1</v></c></row>'
FORMATTED = "".join(
    f'<row r="{row}" s="1"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'
    for row in range(300, 100_300)
)
LONG = "".join(
    f'<row r="{row}"><c r="C{row}" t="str"><v>Chi bộ {row}</v></c>'
    + "".join(f'<c r="{column}{row}" t="str"><v>?</v></c>' for column in "FGNOP")
    + "</row>"
    for row in range(300, 4_300)
)
SLOW = "".join(
    f'<row r="{row}"><c r="A{row}"><f>{"[a]" * 2_730}</f><v>1</v></c></row>'
    for row in range(300, 8_300)
)
"""Formulas as long as can be, in which a link may begin and begin again."""
SHEETS = "".join(f'{SHEET}name="P{n}" sheetId="{n}" r:id="rId2"/>' for n in range(100, 3_100))
DEEP = 200_000

LIES = (
    case("DOCTYPE trong sổ", Refused(DAMAGED, "DOCTYPE"), headed(WORKBOOK, LAUGHS)),
    case("DOCTYPE trong tờ", Refused(DAMAGED, "DOCTYPE"), headed(CELLS, LAUGHS)),
    case(
        "thực thể ngoài", Refused(DAMAGED, "DOCTYPE"), both(strings("1"), headed(SHARED, OUTSIDE))
    ),
    case(
        "UTF-16",
        Refused(DAMAGED, "bảng mã chữ"),
        part(CELLS, lambda x: x.decode().encode("utf-16")),
    ),
    case(
        "bảng mã 1258",
        Refused(DAMAGED, "bảng mã chữ"),
        headed(CELLS, b'<?xml version="1.0" encoding="windows-1258"?>'),
    ),
    case(
        "BOM rồi UTF-16",
        Refused(DAMAGED, "bảng mã chữ"),
        headed(CELLS, b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-16"?>'),
    ),
    case("dấu BOM", Accepted(), headed(CELLS, b"\xef\xbb\xbf" + HEAD)),
    case("khai 4 tỷ chuỗi", Refused(HUGE, "chuỗi ký tự"), strings("4294967295")),
    case("khai số chuỗi âm", Refused(HUGE, "chuỗi ký tự"), strings("-1")),
    case("một triệu chuỗi rỗng", Accepted(), strings("9", b"<si/>" * 1_000_000)),
    *(
        case(f"ô xa {far}", Refused(HUGE, "quá xa"), more_rows(FAR.replace("§", far)))
        for far in ("XFD1048576", "A1048576", "XFD300", "A99999999999", "ZZZZZZZZ300")
    ),
    case("dòng không thể có", Refused(HUGE, "quá xa"),
         more_rows('<row r="4294967295"><c><v>1</v></c></row>')),
    case("quá rộng", Refused(HUGE, "quá rộng"),
         more_rows('<row r="9000"><c r="ZZ9000"><v>1</v></c></row>')),
    case("định dạng đến dòng cuối", Accepted(), more_rows(FORMATTED)),
    case("dòng cuối chỉ định dạng", Accepted(),
         more_rows('<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>')),
    case("phạm vi khai sai", Accepted(), claiming("A1:XFD1048576")),
    case("phạm vi khai thiếu", Accepted(), claiming("A1")),
    case("lồng sâu trong tờ", Accepted(),
         changed(CELLS, "<cols>", "<a>" * DEEP + "</a>" * DEEP + "<cols>")),
    case("lồng sâu trong sổ", Accepted(),
         changed(WORKBOOK, "<sheets>", "<a>" * DEEP + "</a>" * DEEP + "<sheets>")),
    case("lồng sâu không đóng", Refused(DAMAGED, "cấu trúc"),
         changed(WORKBOOK, "<sheets>", "<a>" * DEEP + "<sheets>")),
    case("thuộc tính 5 MB", Accepted(),
         changed(CELLS, '<row r="8"', f'<row spans="{"9" * 5 * 2**20}" r="8"')),
    case("ba nghìn tờ", Flagged("sheets_not_looked_at", "", "Chỉ xem 100 tờ", is_counted=True),
         changed(WORKBOOK, "</sheets>", SHEETS + "</sheets>")),
    case("hai trăm nghìn vùng gộp", Accepted(),
         changed(CELLS, END, END + "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 200_000
                 + "</mergeCells>")),
    case("thẻ dài toàn dấu cách", Accepted(),
         both(part(CELLS, single_quotes),
              changed(CELLS, "<sheetData", "<a" + " " * 3 * 2**20 + "/><sheetData"))),
    case("treo bộ đọc", Refused(HUGE, "đọc quá 10 giây"), more_rows(SLOW)),
    case("bốn nghìn dòng", Refused(HUGE, "nhiều dòng, nhiều chữ"), more_rows(LONG)),
    case("khai 4 tỷ kiểu", Accepted(),
         changed("xl/styles.xml", "<cellXfs", '<cellXfs uniqueCount="4294967295"')),
)  # fmt: skip

XML = (
    case("XML cắt ngang", Refused(DAMAGED, "cấu trúc"), part(CELLS, lambda x: x[: len(x) // 2])),
    case("dòng không đóng", Refused(DAMAGED, "cấu trúc"), changed(CELLS, "</row>", "", 3)),
    case("ô không đóng", Refused(DAMAGED, "cấu trúc"), changed(CELLS, "</c>", "", 3)),
    case("tờ rỗng", Refused(DAMAGED, "cấu trúc"), part(CELLS, b"")),
    case("sổ rỗng", Refused(DAMAGED, "cấu trúc"), part(WORKBOOK, b"<workbook")),
    case("byte 0 trong tờ", Refused(DAMAGED, "bảng mã chữ"), headed(CELLS, b"\0\0")),
    case("hai bảng trong tờ", Refused(DAMAGED, "hai lần"),
         changed(CELLS, END, f'{END}<sheetData><row r="1"><c r="A900"/></row>{END}')),
    case("ô ghi hai lần", Refused(DAMAGED, "ô F8 được ghi hai lần"),
         more_rows('<row r="8"><c r="F8"><v>99</v></c></row>')),
    case("ô hai giá trị", Refused(DAMAGED, "hai lần"),
         cell("F8", '<c r="§"><v>20</v><v>99</v></c>')),
    case("giá trị trước công thức", Refused(DAMAGED, "hai lần"),
         cell("F8", '<c r="§"><v></v><f>1+1</f></c>')),
    case("hai tờ cùng tên", Refused(DAMAGED, "cùng tên"), listed_twice("Chi bộ")),
    case("bản chép tờ", Flagged("copied_sheet", "", "“Chi bộ (2)” không được đọc", is_counted=True),
         listed_twice("Chi bộ (2)")),
    case("hai tờ khác hoa", Flagged("doubled_sheet", "", "Chi bộ"), listed_twice("CHI BỘ ")),
    case("tờ ở ngoài tệp", Refused(DAMAGED, "cấu trúc"),
         part(RELATIONS, lambda x: x.replace(b"/xl/worksheets/sheet2.xml", b"/../../etc/passwd"))),
    case("tờ trên mạng", Refused(DAMAGED, "cấu trúc"),
         part(RELATIONS, lambda x: x.replace(b"/xl/worksheets/sheet2.xml", b"http://x.vn/a.xml"))),
    case("chuỗi không có trong bảng", Refused(DAMAGED, ""), number("C8", "7", ' t="s"')),
    case("chuỗi số âm", Refused(DAMAGED, "ô F8"),
         both(strings("1"), number("F8", "-1", ' t="s"'))),
    case("chuỗi có số chú thích", Flagged("unreadable_cell", "F8", "“20¹”"),
         both(strings("1", FOOTNOTED), number("F8", "0", ' t="s"'))),
    case("chuỗi số là chữ", Refused(DAMAGED, "ô F8"),
         both(strings("1"), number("F8", "abc", ' t="s"'))),
    case("chuỗi ở phần khác", Refused(DAMAGED, "mà tệp dẫn tới"),
         changed(RELATIONS, "</Relationships>", '<Relationship Id="z" Target="/xl/other.xml" '
                 f'Type="{OFFICE}/sharedStrings"/></Relationships>')),
    case("sổ ở phần khác", Refused(DAMAGED, "mà tệp dẫn tới"),
         changed("_rels/.rels", "xl/workbook.xml", "xl/other.xml")),
    case("sổ ở phần khác, có sổ giả", Accepted(), beside_a_decoy),
    case("hai sổ", Refused(DAMAGED, "hai phần chính"),
         changed("_rels/.rels", "</Relationships>", '<Relationship Id="z" Target="xl/other.xml" '
                 f'Type="{OFFICE}/officeDocument"/></Relationships>')),
    case("chuỗi là công thức không số", Refused(DAMAGED, "ô F8"),
         cell("F8", '<c r="§" t="s"><f>1+1</f><v>abc</v></c>')),
    case("ngày có múi giờ", Accepted(),
         cell("D8", '<c r="§" s="2" t="d"><v>2025-12-05T00:00:00.000Z</v></c>')),
    case("ô ở dòng khác", Refused(DAMAGED, "ô A9 nằm ở dòng khác"),
         changed(CELLS, '<row r="9"', '<row hidden="1" r="12"')),
    case("ô ở dòng khác, viết gọn", Refused(DAMAGED, "ô A9 nằm ở dòng khác"),
         changed(CELLS, '<row r="9"', '<row r="12"')),
    case("kiểu ô lạ", Refused(DAMAGED, "cấu trúc"), number("F8", "20", ' t="zzz"')),
    case("đúng sai là 7", Refused(DAMAGED, "cấu trúc"), number("F8", "7", ' t="b"')),
    case("ngày làm bộ đọc dừng", Refused(DAMAGED, "dừng giữa chừng"),
         formatted("D8", "-1e300", 14)),
    case("số trong CDATA", Accepted(), part(CELLS, in_cdata)),
    case("chú thích giữa số", Accepted(), part(CELLS, with_comments)),
    case("nháy đơn", Accepted(), both(part(CELLS, single_quotes), part(INFO, single_quotes))),
    case("thẻ có tiền tố", Accepted(), part(CELLS, prefixed)),
    case("chuẩn strict", Accepted(), strict),
    case("xuống dòng trong thẻ", Accepted(),
         part(CELLS, lambda x: x.replace(b'<c r="', b'<c\n\tr = "'))),
    case("dòng không theo thứ tự", Accepted(),
         more_rows('<row r="3"></row><row r="2"></row>')),
    case("ký tự lạ trong tên tờ", Flagged("copied_sheet", "", "không được đọc", is_counted=True),
         listed_twice("P&#x202E;&#x10FFFF;")),
    case("không phải biểu", Refused("foreign_workbook", "không phải biểu"),
         both(changed(WORKBOOK, "Thông tin", "Bảng lương"), changed(WORKBOOK, "_xeploai", "x"),
              part(INFO, f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()))),
)  # fmt: skip
