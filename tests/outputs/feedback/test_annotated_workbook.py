"""The workbook that goes back: the unit's values, coloured cells, notes, the list of faults."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.builders import (
    AS_OF,
    FILE,
    a_return,
    book,
    cell,
    grid,
    info,
    leadership,
    plain_cell,
    read,
    register,
    remedy,
    unit,
    unreviewed,
)
from tests.office import carried_wrongly, saved_as
from tests.rules.families.checked import at, heading
from tests.xlsx import formula
from xeploai.forms.cell_style import AMBER, GREY, RED
from xeploai.forms.layout import place
from xeploai.forms.rows import KnownCell
from xeploai.outputs.feedback.annotated_workbook import Annotation, marked_workbook
from xeploai.outputs.feedback.build import answered
from xeploai.register.model import Register
from xeploai.rules.all_rules import BY_CODE
from xeploai.rules.run import waiting_rules
from xeploai.schema.form import (
    CORRECTIONS_SHEET,
    FORM_SHEETS,
    CellReturn,
    InfoReturn,
    LeadershipReturn,
    RemedyReturn,
)
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code, columns
from xeploai.schema.terms import LEADERSHIP_STEPS, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status

ODD_ROW = {
    "name": "Chi bộ 3",
    "members": "mười hai",
    "rated": 5,
    "htt": 5,
    "review_date": "31/02/2025",
}


def renamed(*cells: CellReturn) -> bytes:
    """A workbook with a heading that is only nearly right: a warning."""
    page = grid(CellReturn, cells)
    page[0][page[0].index("Miễn công tác, sinh hoạt")] = "Miễn công tác và sinh hoạt"
    return book(CellReturn=page, declares=cells)


def season_of(item: Return, of: Register | None = None) -> Season:
    return evaluate(of or register(), [item], AS_OF)


def marked(
    item: Return, of: Register | None = None, cells: Sequence[KnownCell] = (), last: str = ""
) -> Workbook:
    return load_workbook(BytesIO(marked_bytes(item, of, cells, last)))


def marked_bytes(
    item: Return, of: Register | None = None, cells: Sequence[KnownCell] = (), last: str = ""
) -> bytes:
    season = season_of(item, of)
    findings = tuple(x for x in season.findings if x.ref.file == item.file)
    listed, known = answered(season, item.file)
    status = season.intake.fate_of(item.file).status
    return marked_workbook(listed, Annotation(known, status, findings, tuple(cells), last))


def fill(made: Workbook, sheet: str, address: str) -> str:
    return str(made[sheet][address].fill.start_color.rgb)[2:]


def lines(made: Workbook) -> list[tuple[str, str]]:
    """The second and third column of "Cần sửa" below its headings."""
    rows = made[CORRECTIONS_SHEET].iter_rows(min_row=7, values_only=True)
    return [(str(row[1]), str(row[2])) for row in rows if row[1]]


# ------------------------------------------------------------------ the cells


def test_a_faulty_cell_is_red_and_says_what_to_do() -> None:
    made = marked(read(book([plain_cell(1), cell(official=3)])))
    address = at(CellReturn, "official", 1)
    note = made["Chi bộ"][address].comment
    assert fill(made, "Chi bộ", address) == RED
    assert note is not None
    assert note.text == (
        "LỖI PHẢI SỬA: Chi bộ thôn Một: chính thức cộng dự bị 3, khác tổng số đảng viên 10.\n"
        "Cách sửa: so hai cột với danh sách đảng viên của chi bộ."
    )
    assert not made["Chi bộ"][address].protection.locked
    assert made["Chi bộ"][at(CellReturn, "official", 0)].comment is None


def test_a_warning_is_orange_and_what_is_accepted_grey() -> None:
    made = marked(read(renamed(cell())))
    assert fill(made, "Chi bộ", heading(CellReturn, "exempt")) == AMBER
    assert "Ô xám" not in str(made[CORRECTIONS_SHEET]["A5"].value)
    waiver = WaiverRow("decision_before_review", Code("A"), "đã có xác nhận", "Đ/c Lan", None)
    early = cell(decision_date=date(2025, 11, 1))
    made = marked(read(book([early])), register(waivers=[waiver]))
    assert fill(made, "Chi bộ", at(CellReturn, "decision_date")) == GREY
    assert lines(made)[0][0] == "Đã được chấp thuận"
    assert "Ô xám có ghi chú: đã được chấp thuận" in str(made[CORRECTIONS_SHEET]["A5"].value)


def test_the_units_values_stand_in_their_cells_blank_where_it_left_them_so() -> None:
    given = cell(official=3, attended_by="Đ/c Hà", kht=0, note="=1+1")
    others = [leadership(), remedy(owner="Đảng ủy xã")]
    made = marked(read(book([given], of=info(phone="0211", members_declared=10), others=others)))
    for key in columns(CellReturn):
        value = getattr(given, key)
        shown = made["Chi bộ"][at(CellReturn, key)].value
        expected = getattr(value, "short", value)
        if key in {"review_date", "decision_date"} and value is not None:
            shown = shown.date()
        assert shown == (None if expected in ("", None) else expected), key
    assert made["Chi bộ"][at(CellReturn, "note")].data_type == "s"
    assert made["Thông tin"][at(InfoReturn, "phone")].value == "0211"
    decided = next(
        row for row in made["Tập thể, lãnh đạo"].iter_rows(min_row=8, values_only=True)
        if row[1:3] == ("Tập thể lãnh đạo, quản lý", "Quyết định")
    )  # fmt: skip
    assert decided[3] == 5
    assert made["Khắc phục"][at(RemedyReturn, "owner")].value == "Đảng ủy xã"
    # Blank is not nought: what the unit did not write is not written for it.
    blank = marked(read(book([{"name": "Chi bộ 1", "members": 5, "rated": 5, "htt": 4}])))
    assert blank["Chi bộ"][at(CellReturn, "xs")].value is None


def test_what_could_not_be_read_stands_as_it_was_typed() -> None:
    made = marked(read(book([plain_cell(1), ODD_ROW])))
    page = made["Chi bộ"]
    for key in ("members", "review_date"):
        address = at(CellReturn, key, 1)
        assert page[address].value == ODD_ROW[key]
        assert fill(made, "Chi bộ", address) == RED
        # A narrow cell would cut it off.
        assert page[address].alignment.shrink_to_fit
    assert page[at(CellReturn, "rated", 1)].value == 5


def test_the_next_sending_is_numbered_and_not_dated() -> None:
    made = marked(read(book([cell(official=3)], of=info(version=2))))
    assert made["Thông tin"][at(InfoReturn, "version")].value == 3
    assert made["Thông tin"][at(InfoReturn, "sent_on")].value is None


def test_a_wrong_day_of_sending_stays_where_it_can_be_seen() -> None:
    values = {**{key: getattr(info(), key) for key in columns(InfoReturn)}, "sent_on": "ngày mai"}
    made = marked(read(book(of=values)))
    assert made["Thông tin"][at(InfoReturn, "sent_on")].value == "ngày mai"
    assert fill(made, "Thông tin", at(InfoReturn, "sent_on")) == RED


def test_listed_cells_with_the_numbers_of_their_rows_are_not_added_again() -> None:
    names = ("1. Chi bộ thôn Một", "2. Chibộ thôn Hai")
    cells = [plain_cell(1, name=names[0]), plain_cell(2, name=names[1], official=3)]
    listed = [KnownCell("A1", "Chi bộ thôn Một"), KnownCell("A2", "Chi bộ thôn Hai")]
    made = marked(read(book(cells)), cells=listed)
    written = [made["Chi bộ"][at(CellReturn, "name", row)].value for row in range(3)]
    assert written[:2] == list(names)
    assert not written[2]


def test_rows_keep_their_order_whatever_rows_they_stood_in() -> None:
    rows = grid(CellReturn, [plain_cell(1), cell(official=3), ODD_ROW])
    drifted = [[], ["Biểu của xã"], *rows[:2], [], *rows[2:]]
    item = read(book(CellReturn=drifted))
    made = marked(item)
    names = [made["Chi bộ"][at(CellReturn, "name", row)].value for row in range(3)]
    assert names == ["Chi bộ 1", "Chi bộ thôn Một", "Chi bộ 3"]
    assert fill(made, "Chi bộ", at(CellReturn, "official", 1)) == RED
    # The list says where the cell stood in the file that was sent, too.
    places = {
        row[1]: row[3] for row in made[CORRECTIONS_SHEET].iter_rows(min_row=7, values_only=True)
    }
    assert places[f"Chi bộ!{at(CellReturn, 'official', 1)}"] == "F6"


def test_a_listed_cell_that_is_missing_gets_its_line() -> None:
    cells = [unit(code, UnitKind.CELL, parent="A", name=f"Chi bộ {code}") for code in ("A1", "A2")]
    of = register([*register().units.values(), *cells])
    item = read(book([cell(name="Chi bộ A1", cell_code=Code("A1"))]))
    known = [KnownCell("A1", "Chi bộ A1", {"members": 9}), KnownCell("A2", "Chi bộ A2")]
    page = marked(item, of, known, "2024")["Chi bộ"]
    assert page[at(CellReturn, "name", 1)].value == "Chi bộ A2"
    assert page[at(CellReturn, "members", 1)].value is None
    heads = [head.value for head in page[place(CellReturn).header_row]]
    assert page.cell(place(CellReturn).first_row, heads.index("Kỳ trước: tổng số") + 1).value == 9


def test_lines_of_a_fixed_list_that_are_none_of_it_are_kept() -> None:
    rows = grid(LeadershipReturn, [leadership(), {"subject": "Ban chấp hành", "total": 3}])
    page = marked(read(book(LeadershipReturn=rows)))["Tập thể, lãnh đạo"]
    last = place(LeadershipReturn).first_row + len(LEADERSHIP_STEPS)
    assert page[place(LeadershipReturn).cell("subject", last)].value == "Ban chấp hành"
    assert page[place(LeadershipReturn).cell("total", last)].value == 3


def test_a_formula_without_a_result_is_still_to_be_fixed() -> None:
    page = grid(CellReturn, [cell()])
    page[1][page[0].index("Không hoàn thành nhiệm vụ")] = formula("1+1")
    sent = read(book(CellReturn=page))
    assert [x.rule for x in sent.findings] == ["uncalculated_cell"]
    made = marked(sent)
    assert made["Chi bộ"][at(CellReturn, "kht")].value == "(công thức chưa tính)"
    assert read(marked_bytes(sent)).findings


def test_a_column_of_the_units_own_is_kept_in_the_remark_and_nothing_is_invented() -> None:
    page = grid(CellReturn, [cell(note="đã họp"), plain_cell(2)])
    place_of = page[0].index("Bị kỷ luật trong kỳ")
    page[0][place_of] = "KL"
    page[1][place_of], page[2][place_of] = 2, None
    made = marked(read(book(CellReturn=page)))["Chi bộ"]
    assert made[at(CellReturn, "note")].value == "đã họp; KL: 2"
    assert made[at(CellReturn, "note", 1)].value is None
    assert made[at(CellReturn, "disciplined")].value is None


def test_a_date_where_a_number_belongs_stands_as_it_was_seen() -> None:
    rows = [{"name": "Chi bộ 1", "members": date(2022, 5, 3), "rated": 5, "htt": 5}]
    made = marked(read(book(rows)))
    assert made["Chi bộ"][at(CellReturn, "members")].value == "03/05/2022"


def test_a_form_of_another_unit_is_not_fixed_by_sending_it_back() -> None:
    sent = read(book([cell()], of=info(unit_code=Code("B")), stamp={"unit": "A"}))
    season = season_of(sent)
    assert {x.rule for x in season.findings if x.is_error} == {"stamp_differs"}
    again = read(marked_bytes(sent), "lai.xlsx")
    assert (again.unit, again.stamped_unit) == ("B", "A")
    assert {x.rule for x in season_of(again).findings if x.is_error} == {"stamp_differs"}


def test_a_period_typed_wrongly_stays_to_be_fixed() -> None:
    sent = read(book([cell()], of=info(period="2012"), stamp={"unit": "A", "period": "2025"}))
    made = marked(sent)
    assert made["Thông tin"][at(InfoReturn, "period")].value == "2012"
    assert fill(made, "Thông tin", at(InfoReturn, "period")) == RED


# ------------------------------------------------------------------ the sheet "Cần sửa"


def test_the_list_comes_first_and_the_same_fault_is_one_group() -> None:
    bad = [cell(official=3), plain_cell(2, official=1), plain_cell(3, htt=22)]
    made = marked(read(book(bad)))
    assert made.sheetnames[0] == CORRECTIONS_SHEET
    assert made.active is not None
    assert made.active.title == CORRECTIONS_SHEET
    rule = BY_CODE["official_and_probationary_do_not_sum_to_members"]
    listed = lines(made)
    first = listed.index(("Lỗi phải sửa", f"{rule.title} – 2 chỗ"))
    assert [label for label, _ in listed[first + 1 : first + 6]] == [
        "Cách sửa", "Vì sao", "Căn cứ", f"Chi bộ!{at(CellReturn, 'official')}",
        f"Chi bộ!{at(CellReturn, 'official', 1)}",
    ]  # fmt: skip
    assert [words.casefold() for _, words in listed[first + 1 : first + 4]] == [
        rule.fix.casefold(), rule.reason.casefold(), rule.citation.casefold(),
    ]  # fmt: skip
    assert "3 lỗi phải sửa" in str(made[CORRECTIONS_SHEET]["A3"].value)


def test_every_line_leads_to_its_cell() -> None:
    made = marked(read(book([cell(official=3)], others=[leadership(htt=9)])))
    targets = {
        row[1].value: row[1].hyperlink.location
        for row in made[CORRECTIONS_SHEET].iter_rows(min_row=7)
        if row[1].hyperlink
    }
    assert targets
    for where, location in targets.items():
        sheet, _, address = str(where).partition("!")
        assert location == f"'{sheet}'!{address}"
        assert fill(made, sheet, address) == RED


def test_errors_stand_before_warnings() -> None:
    made = marked(read(renamed(cell(), cell(name="Chi bộ 2", cell_code="A2", official=1))))
    grades = [label for label, _ in lines(made) if label in {"Lỗi phải sửa", "Đề nghị rà soát"}]
    assert grades == ["Lỗi phải sửa", "Đề nghị rà soát"]


def test_a_workbook_with_warnings_only_is_not_said_to_need_correcting() -> None:
    titles = [str(marked(read(book(cells)))[CORRECTIONS_SHEET]["A1"].value) for cells in (
        [cell(official=3)], [cell(review_date=None)],
    )]  # fmt: skip
    assert titles == ["NHỮNG CHỖ CẦN SỬA TRONG BIỂU", "NHỮNG NỘI DUNG ĐỀ NGHỊ RÀ SOÁT"]


def test_what_is_not_added_up_is_asked_for_again_though_nothing_is_wrong() -> None:
    words = {
        season_of(item).intake.fate_of(item.file).status: str(
            marked(item)[CORRECTIONS_SHEET]["A5"].value
        )
        for item in (
            read(renamed(cell())),
            read(renamed(cell(), unreviewed())),
            read(renamed()),
            read(book([cell(official=3)])),
        )
    }
    assert list(words) == [Status.COUNTED, Status.PARTIAL, Status.EMPTY, Status.REFUSED]
    assert [status for status, each in words.items() if "không phải gửi lại" in each] == [
        Status.COUNTED
    ]
    assert "Chi bộ kiểm điểm xong thì ghi tiếp vào chính tệp này" in words[Status.PARTIAL]
    assert "điền tờ Chi bộ trong chính tệp này" in words[Status.EMPTY]


@pytest.mark.parametrize("one", [cell(official=3), cell(review_date=None)])
def test_what_was_wrong_with_the_form_is_not_to_be_mended_in_one_made_anew(one: CellReturn) -> None:
    words = str(marked(read(book([one])))[CORRECTIONS_SHEET]["A5"].value)
    assert "đã lập lại đúng biểu mẫu" in words


def test_what_could_not_be_checked_yet_is_reported() -> None:
    made = marked(read(book([ODD_ROW])))
    last = [row[0] for row in made[CORRECTIONS_SHEET].iter_rows(values_only=True) if row[0]][-1]
    waiting = len(waiting_rules(read(book([ODD_ROW]))))
    assert f"Chưa kiểm tra được {waiting} mục" in str(last)


def test_a_sheet_that_is_missing_is_listed_without_a_cell() -> None:
    made = marked(read(book(CellReturn=None)))
    assert ("Cả tệp", "Không có tờ “Chi bộ”") in lines(made)


# ------------------------------------------------------------------ dropped back


def test_the_same_return_gives_the_same_bytes() -> None:
    item = read(book([cell(official=3)]))
    assert marked_bytes(item) == marked_bytes(item)


def test_fixed_and_dropped_back_it_counts() -> None:
    sent = read(book([cell(official=3), ODD_ROW]))
    made = marked(sent)
    made["Chi bộ"][at(CellReturn, "official")] = 10
    made["Chi bộ"][at(CellReturn, "members", 1)] = 5
    made["Chi bộ"][at(CellReturn, "review_date", 1)] = "20/11/2025"
    target = BytesIO()
    made.save(target)
    back = read(target.getvalue(), "sua.xlsx")
    season = evaluate(register(), [sent, back], AS_OF)
    assert season.intake.counted["A"].file == "sua.xlsx"
    assert not [x for x in season.findings if x.ref.file == "sua.xlsx" and x.is_error]


def test_sent_back_unfixed_it_is_faulty_as_before() -> None:
    sent = read(book([cell(official=3), ODD_ROW], others=[leadership(htt=9)]))
    again = read(marked_bytes(sent), "nguyen.xlsx")

    def errors_of(item: Return) -> list[tuple[str, str]]:
        return [(x.rule, x.message) for x in season_of(item).findings if x.is_error]

    assert errors_of(again) == errors_of(sent)


def test_a_return_without_a_first_sheet_still_goes_back() -> None:
    item = a_return([cell(official=3)])
    made: Any = marked(item)
    assert [name for name in made.sheetnames if name in {x.SHEET for x in FORM_SHEETS}] == [
        x.SHEET for x in FORM_SHEETS
    ]
    assert item.file == FILE


@pytest.mark.office
def test_libreoffice_opens_it_and_finds_everything_where_it_was(tmp_path: Path) -> None:
    sent = read(book([cell(official=3), ODD_ROW], others=[leadership(htt=9)]))
    made = marked(sent)
    data = marked_bytes(sent)
    worked_out = saved_as("xlsx", data, tmp_path)
    assert carried_wrongly(data, worked_out) == []
    saved = load_workbook(BytesIO(worked_out))
    assert saved.sheetnames[0] == CORRECTIONS_SHEET
    for sheet in ("Chi bộ", "Tập thể, lãnh đạo"):
        notes = {c.coordinate for row in made[sheet] for c in row if c.comment}
        assert {c.coordinate for row in saved[sheet] for c in row if c.comment} == notes
    links = [c.hyperlink for row in saved[CORRECTIONS_SHEET] for c in row if c.hyperlink]
    assert len(links) == 4
    assert saved["Chi bộ"][at(CellReturn, "members", 1)].value == "mười hai"
