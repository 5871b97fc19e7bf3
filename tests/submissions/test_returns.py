import random
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders
from tests.builders import (
    AS_OF,
    DISTRICT,
    YEAR,
    a_return,
    book,
    cell,
    form,
    info,
    old_unit,
    plain_cell,
    read,
    register,
    unit,
    unread,
)
from tests.systems import fails_on_wine, needs_links
from tests.xlsx import Grid, workbook
from xeploai.reading.names import known_code, same_code
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.periods import Period
from xeploai.schema.row import Code, columns
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.model import Return, Status, Submission, Taken, Unread, same_period
from xeploai.submissions.returns import take_in

FAULTY = cell(rated=9)


def settled(*taken: Taken, of: Register | None = None) -> dict[str, Submission]:
    return {item.file: item for item in season(*taken, of=of).intake.submissions}


def season(*taken: Taken, of: Register | None = None) -> Season:
    return evaluate(of or register(), taken, AS_OF)


def fates(*taken: Taken, of: Register | None = None) -> dict[str, str]:
    return {file: item.status.value for file, item in settled(*taken, of=of).items()}


# ------------------------------------------------------------------ whose it is


def test_a_workbook_is_known_by_what_is_written_in_it() -> None:
    item = read(book(), "xã B năm 2019.xlsx")
    assert (item.unit, item.period, item.version) == ("A", "2025", 1)
    assert item.received_on == date(2025, 12, 18)
    assert fates(item) == {"xã B năm 2019.xlsx": "counted"}


def test_a_code_that_lost_its_zeros_is_known() -> None:
    of = register((builders.DISTRICT, unit("0101"), unit("0102")))
    written = {**builders._values(info(unit_name="Xã 0101")), "unit_code": 101, "period": 2025}
    result = season(read(book(of=written, cells=[FAULTY])), of=of)
    assert result.intake.submissions[0].unit == "0101"
    assert {item.unit for item in result.findings} == {"0101"}


def test_a_code_that_could_be_two_is_neither() -> None:
    assert known_code("1", ["01", "001"]) == "1"
    assert known_code("1", ["01", "02"]) == "01"
    assert known_code("01", ["1", "01"]) == "01"
    assert known_code("x", ["01"]) == "x"
    assert not same_code("0", "")
    assert not same_code("", "0")
    assert same_code("00", "0")


@pytest.mark.parametrize("written", ["2025", "Năm 2025", "năm  2025", 2025, 2025.0, "NĂM 2025"])
def test_a_period_is_known_however_it_is_typed(written: object) -> None:
    assert fates(read(book(of={**builders._values(info()), "period": written}))) == {
        "bieu.xlsx": "counted"
    }


@pytest.mark.parametrize(
    "written",
    ["2025.0", "2025,0", "Kỳ 2025", "kỳ đánh giá năm 2025", "NĂM ĐÁNH GIÁ 2025", "31/12/2025",
     "ngày 31 tháng 12 năm 2025"],
)  # fmt: skip
def test_a_period_is_a_year_in_whatever_words(written: str) -> None:
    assert same_period(written, "2025")
    assert same_period("Năm 2025", written)
    assert not same_period(written, "2024")


@pytest.mark.parametrize(
    "written", ["2025-Q4", "Quý IV/2025", "2024-2025", "2025 (bổ sung)", "6 tháng 2025", "12/2025"]
)
def test_a_part_of_a_year_and_more_than_one_are_no_year(written: str) -> None:
    assert not same_period(written, "2025")
    assert same_period(written, written.upper())


def test_periods_of_one_year_are_not_one_period() -> None:
    assert same_period("Năm 2025", "2025")
    assert not same_period("Quý I/2025", "2025")
    of = register(period="Quý I/2025")
    (fate,) = settled(a_return(), of=of).values()
    assert (fate.status, fate.reason) == (
        Status.WRONG_PERIOD,
        "Biểu ghi kỳ “2025”, danh mục là kỳ “Quý I/2025”",
    )


STAMP = {"form": "xeploai-bieu-tong-hop", "version": 1, "unit": "A", "period": "2025"}


def test_the_stamp_decides_when_the_cells_are_empty() -> None:
    written = {**builders._values(info()), "unit_code": None, "period": None}
    item = read(book(of=written, stamp=STAMP))
    assert (item.unit, item.period) == ("A", "2025")
    # Whose it is, is known; that the cells are blank is still a fault.
    assert settled(item)["bieu.xlsx"].status is Status.REFUSED


def test_stamp_differs() -> None:
    item = read(book(stamp={**STAMP, "unit": "B", "period": "2024"}))
    assert [(x.rule, x.ref.cell, x.message) for x in item.findings] == [
        ("stamp_differs", "B1", "Mã đơn vị ghi “A” nhưng biểu này được lập cho “B”"),
        ("stamp_differs", "B5", "Kỳ đánh giá ghi “2025” nhưng biểu này được lập cho “2024”"),
    ]
    assert fates(item) == {"bieu.xlsx": "unknown_unit"}
    assert fates(read(book(stamp={**STAMP, "period": "2024"}))) == {"bieu.xlsx": "refused"}


def test_a_stamp_that_only_kept_its_zeros_does_not_differ() -> None:
    written = {**builders._values(info()), "unit_code": 101}
    assert read(book(of=written, stamp={**STAMP, "unit": "0101"})).findings == ()


def test_a_form_without_its_first_sheet_is_known_by_the_stamp() -> None:
    item = read(book(InfoReturn=None, stamp=STAMP))
    assert [x.rule for x in item.findings] == ["missing_sheet"]
    assert fates(item) == {"bieu.xlsx": "refused"}


def test_missing_extra_sheet() -> None:
    item = read(book(LeadershipReturn=None))
    assert [(x.rule, x.ref.sheet, x.message) for x in item.findings] == [
        ("missing_extra_sheet", "", "Không có tờ “Tập thể, lãnh đạo”")
    ]
    assert fates(item) == {"bieu.xlsx": "counted"}
    assert item.rows(LeadershipReturn) == ()


def test_foreign_workbook() -> None:
    from tests import xlsx

    item = unread(xlsx.workbook({"Bảng 1": [], "Bảng 2": []}))
    assert item.reason == ("Tệp Excel này không phải biểu tổng hợp (các tờ: Bảng 1, Bảng 2)")
    assert item.finding is not None
    assert item.finding.rule == "foreign_workbook"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("K", "Mã đơn vị “K” không có trong danh mục"),
        ("", "Biểu chưa ghi mã đơn vị"),
        ("H", "“Đảng bộ huyện H” là cấp trên trực tiếp cơ sở, không phải đơn vị gửi biểu"),
    ],
)
def test_a_return_of_nobody_who_reports(code: str, reason: str) -> None:
    (fate,) = settled(a_return(of=info(unit_code=Code(code)))).values()
    assert (fate.status, fate.reason) == (Status.UNKNOWN_UNIT, reason)


@pytest.mark.parametrize("period", ["", "Quý I", "2031", "1899", "không rõ"])
def test_a_return_of_no_period_stops_nothing(period: str) -> None:
    dated = cell(review_date=date(2025, 12, 1))
    result = season(a_return([dated], of=info(period=period)), a_return(file="z.xlsx"))
    assert [x.status for x in result.intake.submissions] == [Status.WRONG_PERIOD, Status.COUNTED]


# ------------------------------------------------------------------ which version counts


def sending(version: int | None, cells: Sequence[CellReturn] | None = None, **over: Any) -> Return:
    name = over.pop("file", f"lan-{version}.xlsx")
    return a_return(cells, of=info(version=version), file=str(name), **over)


def test_a_resubmission_supersedes() -> None:
    fates = settled(sending(1), sending(2))
    assert fates["lan-2.xlsx"].status is Status.COUNTED
    assert (fates["lan-1.xlsx"].status, fates["lan-1.xlsx"].reason) == (
        Status.SUPERSEDED,
        "Không sử dụng: đơn vị đã gửi lại (tệp lan-2.xlsx)",
    )


def test_of_a_faulty_newest_the_last_valid_counts() -> None:
    fates = settled(sending(1), sending(2), sending(3, [FAULTY]))
    assert {x: fates[x].status.value for x in fates} == {
        "lan-1.xlsx": "superseded",
        "lan-2.xlsx": "counted",
        "lan-3.xlsx": "refused",
    }
    assert fates["lan-3.xlsx"].reason == "Có 1 lỗi phải sửa"


def test_a_faulty_older_one_is_merely_superseded() -> None:
    assert fates(sending(1, [FAULTY]), sending(2)) == {
        "lan-1.xlsx": "superseded",
        "lan-2.xlsx": "counted",
    }


def test_with_nothing_but_faulty_ones_none_counts() -> None:
    result = season(sending(1, [FAULTY]), sending(2, [FAULTY]))
    assert result.intake.counted == {}
    assert [x.code for x in result.units_to_fix] == ["A"]


def test_without_a_version_the_day_sent_decides_then_the_hour_saved() -> None:
    early = sending(None, file="a.xlsx", received_on=date(2025, 12, 1))
    late = sending(None, file="b.xlsx", received_on=date(2025, 12, 2))
    assert fates(early, late) == {"a.xlsx": "superseded", "b.xlsx": "counted"}
    later = replace(early, file="c.xlsx", saved_at=datetime(2025, 12, 1, 9), sha256="c")
    assert fates(early, later) == {"a.xlsx": "superseded", "c.xlsx": "counted"}


def test_a_file_that_is_there_twice_counts_once() -> None:
    data = book()
    result = season(read(data, "a.xlsx"), read(data, "b.xlsx"))
    assert {x.file: (x.status.value, x.reason) for x in result.intake.submissions} == {
        "a.xlsx": ("counted", ""),
        "b.xlsx": ("superseded", "Trùng hoàn toàn với tệp a.xlsx"),
    }


def test_an_empty_form_is_received_and_counts_for_nothing() -> None:
    empty = a_return([], file="trong.xlsx")
    result = season(empty)
    assert result.intake.submissions[0].status is Status.EMPTY
    assert result.intake.submissions[0].reason == "Đã gửi, chưa có số liệu"
    assert result.findings == ()
    assert [x.code for x in result.units_silent] == ["B", "C"]


def test_an_empty_form_does_not_undo_the_figures_sent_before() -> None:
    assert fates(sending(1), sending(2, [])) == {"lan-1.xlsx": "counted", "lan-2.xlsx": "empty"}


def test_each_unit_has_its_own_versions() -> None:
    other = a_return([plain_cell(1)], of=info(unit_code=Code("B")), file="b.xlsx")
    assert set(season(sending(1), sending(2), other).intake.counted) == {"A", "B"}


# ------------------------------------------------------------------ earlier years


def last_year(code: str = "A", cells: Sequence[CellReturn] | None = None, **over: Any) -> Return:
    of = info(unit_code=Code(code), period="2024", sent_on=date(2024, 12, 18))
    used = [cell(review_date=date(2024, 12, 1))] if cells is None else cells
    return a_return(used, of=of, file=f"{code}-2024.xlsx", **over)


def test_a_return_of_an_earlier_year_only_compares() -> None:
    result = season(last_year(), a_return())
    (old,) = [x for x in result.intake.submissions if x.file == "A-2024.xlsx"]
    assert (old.status, old.reason) == (
        Status.WRONG_PERIOD,
        "Số liệu kỳ 2024, chỉ dùng để so sánh",
    )
    assert result.intake.earlier[Period(2024)].keys() == {"A"}
    assert result.last is not None
    assert result.last.period == "2024"


def test_a_faulty_return_of_an_earlier_year_is_not_compared_with() -> None:
    wrong = cell(rated=9, review_date=date(2024, 12, 1))
    (old,) = settled(last_year(cells=[wrong])).values()
    assert old.reason == "Số liệu kỳ 2024, không sử dụng (Có 1 lỗi phải sửa)"


def test_why_a_return_of_an_earlier_year_is_not_used_is_said_once() -> None:
    again = info(unit_code=Code("A"), period="2024", sent_on=date(2024, 12, 20), version=2)
    used = [cell(review_date=date(2024, 12, 1))]
    fates = settled(last_year(), a_return(used, of=again, file="A-2024-2.xlsx"))
    assert [x.reason for x in fates.values()] == [
        "Số liệu kỳ 2024, chỉ dùng để so sánh",
        "Số liệu kỳ 2024, không sử dụng (đơn vị đã gửi lại (tệp A-2024-2.xlsx))",
    ]


def test_an_earlier_year_is_not_held_to_this_years_cells_and_cap() -> None:
    of = register((*builders.UNITS, unit("A9", UnitKind.CELL, parent="A", name="Chi bộ mới")))
    many = cell(review_date=date(2024, 12, 1), xs=4, htt=4, ht=0)
    result = season(last_year(cells=[many]), of=of)
    assert result.findings == ()
    assert result.intake.earlier[Period(2024)].keys() == {"A"}


def test_an_old_unit_is_known_by_the_crosswalk_in_its_own_year_only() -> None:
    of = register(crosswalk=[old_unit("A", "cũ", "2024")])
    assert season(last_year("cũ"), of=of).intake.earlier[Period(2024)].keys() == {"cũ"}
    now = a_return(of=info(unit_code=Code("cũ")))
    assert fates(now, of=of) == {"bieu.xlsx": "unknown_unit"}


# ------------------------------------------------------------------ order and names


def _versions() -> list[Return]:
    return [
        *(sending(number, file=f"a{number}.xlsx") for number in (1, 2)),
        sending(3, [FAULTY], file="a3.xlsx"),
        a_return([plain_cell(1)], of=info(unit_code=Code("B")), file="b.xlsx"),
        a_return([plain_cell(1)], of=info(unit_code=Code("C")), file="c.xlsx"),
        a_return([], of=info(unit_code=Code("C"), version=2), file="c2.xlsx"),
        last_year(),
    ]


@cache
def usually() -> Season:
    return season(*_versions())


@settings(max_examples=20)
@given(st.permutations(range(7)))
def test_the_order_of_files_does_not_matter(order: list[int]) -> None:
    result = season(*(_versions()[index] for index in order))
    usual = usually()
    assert result.intake.submissions == usual.intake.submissions
    assert result.findings == usual.findings
    assert result.figures.rows == usual.figures.rows


@settings(max_examples=20)
@given(st.permutations([f"{number}.xlsx" for number in range(7)]))
def test_the_names_of_files_do_not_matter(names: list[str]) -> None:
    usual = usually().intake
    result = season(*(named(item, name) for item, name in zip(_versions(), names, strict=True)))
    assert sorted((x.unit, x.version or 0, x.status) for x in result.intake.submissions) == sorted(
        (x.unit, x.version or 0, x.status) for x in usual.submissions
    )
    assert {unit: x.sha256 for unit, x in result.intake.counted.items()} == {
        unit: x.sha256 for unit, x in usual.counted.items()
    }


def named(item: Return, file: str) -> Return:
    """The same return read from a file of another name."""
    sheets = {
        kind: replace(
            page, file=file, rows=tuple(replace(located, file=file) for located in page.rows)
        )
        for kind, page in item.sheets.items()
    }
    return replace(item, file=file, sheets=sheets)


# ------------------------------------------------------------------ the folder


def taken(folder: Path) -> list[Taken]:
    return [take_in(path, folder) for path in find_files(folder)]


def test_files_are_found_in_any_folder_but_the_boards_own_are_none(tmp_path: Path) -> None:
    ours = ("danh-muc.xlsx", "loi-van-bao-cao.xlsx")
    for name in (*ours, "a.xlsx", "cụm 1/xã/b.xlsx", *(f"cụm 1/{each}" for each in ours)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(book())
    assert [item.file for item in taken(tmp_path)] == [
        "a.xlsx", "cụm 1/danh-muc.xlsx", "cụm 1/xã/b.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("~$bieu.xlsx", "Tệp tạm do Excel đang mở một sổ khác, bỏ qua"),
        (".~lock.bieu.xlsx#", "Tệp tạm do LibreOffice đang mở một sổ khác, bỏ qua"),
        ("Thumbs.db", "Tệp của hệ điều hành, không phải biểu, bỏ qua"),
        ("desktop.ini", "Tệp của hệ điều hành, không phải biểu, bỏ qua"),
        (".DS_Store", "Tệp của hệ điều hành, không phải biểu, bỏ qua"),
        ("._bieu.xlsx", "Tệp của hệ điều hành, không phải biểu, bỏ qua"),
    ],
)
def test_litter_is_passed_over_and_is_nobodys_fault(tmp_path: Path, name: str, reason: str) -> None:
    # Excel's own file beside an open workbook is small; a large one is somebody's workbook.
    (tmp_path / name).write_bytes(bytes(165) if name.startswith("~$") else book())
    (item,) = taken(tmp_path)
    assert isinstance(item, Unread)
    assert (item.reason, item.finding) == (reason, None)


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    # Root reads every file, so the refusal is played.
    (tmp_path / "a.xlsx").write_bytes(book())
    monkeypatch.setattr(Path, "read_bytes", refused)
    (item,) = taken(tmp_path)
    assert isinstance(item, Unread)
    assert item.finding is not None
    assert item.finding.rule == "unreadable_file"


def test_a_file_that_goes_away_is_reported(tmp_path: Path) -> None:
    (item,) = [take_in(tmp_path / "bay-mat.xlsx", tmp_path)]
    assert isinstance(item, Unread)
    assert item.reason == "Không mở được tệp (đang chép, đang khóa hoặc không có quyền đọc)"


def test_a_file_too_large_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "to.xlsx").open("wb") as target:
        target.truncate(21 * 2**20)
    (item,) = taken(tmp_path)
    assert isinstance(item, Unread)
    assert (item.reason, item.sha256) == ("Tệp lớn 21 MB, quá mức 20 MB", "")


def test_long_names_and_names_in_nfd_are_shown_in_nfc(tmp_path: Path) -> None:
    name = "Biểu tổng hợp của Đảng bộ xã " + "ô" * 40 + ".xlsx"
    (tmp_path / unicodedata.normalize("NFD", name)).write_bytes(book())
    (item,) = taken(tmp_path)
    assert item.file == name
    assert fates(item) == {name: "counted"}


def test_names_that_look_the_same_are_two_files(tmp_path: Path) -> None:
    name = "xã Một.xlsx"
    (tmp_path / unicodedata.normalize("NFC", name)).write_bytes(book())
    (tmp_path / unicodedata.normalize("NFD", name)).write_bytes(
        book([FAULTY], of=info(unit_code=Code("B")))
    )
    (tmp_path / "xã  Một.xlsx").write_bytes(book(of=info(unit_code=Code("C"))))
    items = taken(tmp_path)
    if len(items) == 3:  # some file systems take the first two for one
        assert len({item.file for item in items}) == 3
        assert "A" in season(*items).intake.counted


@needs_links
def test_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    (tmp_path / "ngoài.xlsx").write_bytes(book())
    (folder / "vòng").symlink_to(folder, target_is_directory=True)
    (folder / "b.xlsx").symlink_to(tmp_path / "ngoài.xlsx")
    items = taken(folder)
    assert [item.file for item in items] == ["b.xlsx", "vòng"]
    assert all(isinstance(item, Unread) and "Lối tắt" in item.reason for item in items)


@fails_on_wine("writes no name with half a letter")
def test_a_name_in_another_alphabet_is_shown_as_well_as_can_be(tmp_path: Path) -> None:
    # The byte EA on Linux, half a letter on Windows.
    (tmp_path / "Bi\udceau.xlsx").write_bytes(book())
    (item,) = taken(tmp_path)
    assert item.file == "Bi\ufffdu.xlsx"
    assert item.file.encode()


def test_the_stamp_knows_the_zeros_that_excel_dropped() -> None:
    of = register((DISTRICT, unit("0103"), unit("103")))
    assert read(form(of, "0103", of_info={"unit_code": 103})).unit == "0103"


def test_the_year_may_be_written_with_its_word() -> None:
    assert read(form(of_info={"period": f"Năm {YEAR}"})).findings == ()


def test_doubled_sheet() -> None:
    twice: dict[str, Grid] = {
        "Thông tin": [["Mã đơn vị", "A"], ["Kỳ đánh giá", str(YEAR)]],
        "Chi bộ": [[]],
    }
    form = read(workbook({**twice, "CHI BỘ ": [[]]}))
    messages = [item.message for item in form.findings if item.rule == "doubled_sheet"]
    assert messages == ["Có hai tờ “Chi bộ” (chỉ khác chữ hoa, chữ thường hoặc dấu cách)"]


def test_where_files_lie_does_not_matter(tmp_path: Path) -> None:
    data = [book(of=info(unit_code=Code(code))) for code in "ABC"]
    chance = random.Random(3)
    seen = []
    for turn in range(4):
        folder = tmp_path / str(turn)
        for content in data:
            place = folder / str(chance.random()) / f"{chance.random()}.xlsx"
            place.parent.mkdir(parents=True)
            place.write_bytes(content)
        result = season(*taken(folder))
        seen.append((result.figures.rows, {x: y.sha256 for x, y in result.intake.counted.items()}))
    assert all(item == seen[0] for item in seen)


def test_findings_of_reading_belong_to_the_unit() -> None:
    page = builders.grid(InfoReturn, [info()])
    page[list(columns(InfoReturn)).index("version")][1] = "hai"
    item = read(book(InfoReturn=page))
    assert {x.unit for x in item.findings} == {"A"}
