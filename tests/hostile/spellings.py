"""Workbooks whose cells are written as XML allows and no office program ever does."""

from tests.hostile.cases import Accepted, Flagged, Refused, case
from tests.hostile.forms import (
    CELLS,
    RELATIONS,
    WORKBOOK,
    Edit,
    cell,
    changed,
)

TWICE = Refused("damaged", "ô F8 được ghi hai lần")
STRANGE = Refused("damaged", "ô F8 ghi hai lần hoặc ghi lạ")
NO_CELL = Refused("damaged", "ô ở dòng 8 ghi hai lần hoặc ghi lạ")
NO_ROW = Refused("damaged", "dòng sau dòng 8 ghi hai lần hoặc ghi lạ")
ERROR = Flagged("error_cell", "J8", "#REF!")
OPEN = Flagged("uncalculated_cell", "J8")
HIDDEN = Flagged("hidden_rows", "B9", "Dòng 9", is_counted=True)


def members(inside: str) -> Edit:
    """Puts another cell where the number of members stands."""
    return cell("F8", inside)


def optional(inside: str) -> Edit:
    """Puts another cell where a blank would do."""
    return cell("J8", inside)


def row_9(tag: str) -> Edit:
    """Puts other attributes into the tag of row 9."""
    return changed(CELLS, '<row r="9" ht="19"', f"<row {tag}", 1)


SPELLINGS = (
    case("lỗi nháy đơn", ERROR, optional("<c r=\"§\" t='e'><v>#REF!</v></c>")),
    case("lỗi có dấu cách", ERROR, optional('<c r="§" t = "e"><v>#REF!</v></c>')),
    case("lỗi thực thể", ERROR, optional('<c r="§" t="&#101;"><v>#REF!</v></c>')),
    case("lỗi không địa chỉ", ERROR, optional('<c t="e"><v>#REF!</v></c>')),
    case("lỗi địa chỉ thường", ERROR, optional('<c r="j8" t="e"><v>#REF!</v></c>')),
    case("công thức không địa chỉ", OPEN, optional("<c><f>1+1</f></c>")),
    case("công thức giữ dấu cách", OPEN,
         optional('<c r="§"><f>1+1</f><v xml:space="preserve"></v></c>')),
    case("công thức thẻ đóng rộng", OPEN, optional('<c r="§"><f>1+1</f ><v/></c >')),
    case("công thức và chữ rỗng", Refused("damaged", "ô J8 ghi hai lần hoặc ghi lạ"),
         optional('<c r="§" t="inlineStr"><f>1</f><is><t></t></is></c>')),
    case("số viết thực thể", Accepted(), members('<c r="§"><v>&#50;&#48;</v></c>')),
    case("số không địa chỉ", Accepted(), members("<c><v>20</v></c>")),
    case("số địa chỉ thường", Accepted(), members('<c r="f08"><v>20</v></c>')),
    case("chữ để ở số", STRANGE, members('<c r="§" t="inlineStr"><v>20</v></c>')),
    case("số để ở chữ", STRANGE, members('<c r="§"><is><t>20</t></is></c>')),
    case("thẻ trong số", STRANGE, members('<c r="§"><v>2<x/>0</v></c>')),
    case("hai số cách dòng", STRANGE, members('<c r="§"><v>20</v>\n<v>99</v></c>')),
    case("hai số cách thẻ", STRANGE, members('<c r="§"><v>20</v><extLst/><v>99</v></c>')),
    case("hai lần chữ thường", TWICE, members('<c r="§"><v>20</v></c><c r="f8"><v>99</v></c>')),
    case("hai lần số 0", TWICE, members('<c r="§"><v>20</v></c><c r="F08"><v>99</v></c>')),
    case("hai lần thực thể", TWICE, members('<c r="§"><v>20</v></c><c r="&#70;8"><v>9</v></c>')),
    case("hai lần ngầm", TWICE, members('<c><v>20</v></c><c r="§"><v>99</v></c>')),
    case("địa chỉ đô la", NO_CELL, members('<c r="$F$8"><v>20</v></c>')),
    case("ô trong thẻ lạ", NO_CELL,
         members('<y:z xmlns:y="urn:x"><c r="§"><v>99</v></c></y:z>')),
    case("ô của không gian lạ", NO_CELL,
         members('<y:c xmlns:y="urn:x" r="§"><y:v>99</y:v></y:c><c r="§"><v>20</v></c>')),
    case("dòng ẩn dấu cách", HIDDEN, row_9('r="9" hidden= "1"')),
    case("dòng ẩn dấu cách trong nháy", HIDDEN, row_9('r="9" hidden=" 1 "')),
    case("dòng ẩn thực thể", HIDDEN, row_9('r="9" hidden="&#49;"')),
    case("dòng ẩn không số", HIDDEN, row_9('hidden="1"')),
    case("dòng số gạch dưới", NO_ROW, row_9("r='1_0' hidden='1'")),
    case("dòng số Ả Rập", NO_ROW, row_9('r="٩" hidden="1"')),
    case("dòng cao 0", HIDDEN, row_9('r="9" ht="0"')),
    case("tờ bị ẩn", Flagged("hidden_rows", "B8", "Dòng 8", is_counted=True),
         changed(WORKBOOK, 'name="Chi bộ" sheetId="2" state="visible"',
                 'name="Chi bộ" sheetId="2" state="hidden"')),
    case("hai mối nối cùng mã", Refused("damaged", "cùng mã"),
         changed(RELATIONS, "</Relationships>",
                 '<Relationship Id="rId2" Target="x.xml" Type="x"/></Relationships>')),
)  # fmt: skip
