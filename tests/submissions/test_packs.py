"""Packs: made by a board below, read again above; what breaks one, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AS_OF, DISTRICT, UNITS, book, cell, info, register, unit
from tests.office import saved_as
from tests.packs import entries_in, lay, outcome, pack_of, received, season_in
from xeploai.ledger.model import Ledger
from xeploai.outputs.csv_files import RATIO_COLUMNS
from xeploai.reading.xlsx.cells import Area, RawSheet, RawWorkbook
from xeploai.reading.xlsx.plain_data import book_of, plain_book
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.schema import pack_sheets as layout
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.isolation import read_all, with_packs
from xeploai.submissions.model import DatedBy, Pack, Return, Status, Submission, Taken, Unread
from xeploai.submissions.packs import (
    MOST_CONTENT,
    PackEntry,
    packed,
    packed_text,
    short_code,
    unpacked,
    with_common,
)

NOON = datetime.combine(AS_OF, time(12))
KEPT = Path(__file__).with_name("goi-dang-1.xlsx")
"""A pack as version 0.2 made it, of the workbooks of A and B; it is never made anew."""


def sent_by(code: str, members: int = 20, **over: Any) -> bytes:
    rows = [cell(cell_code=Code(f"{code}1"), name=f"Chi bộ thôn {code}", **_counts(members))]
    return book(rows, of=info(unit_code=Code(code), **over))


def _counts(members: int) -> dict[str, int]:
    usual = cell()
    others = usual.members - usual.htt
    return {"members": members, "official": members - (usual.probationary or 0),
            "rated": members - (usual.members - usual.rated), "htt": members - others}  # fmt: skip


def workbooks(*codes: str) -> dict[str, bytes]:
    return {f"xã {code}.xlsx": sent_by(code) for code in codes}


def below(folder: Path, files: dict[str, bytes], at: datetime = NOON, **settings: Any) -> bytes:
    """The pack of a board below."""
    office = {"office": "Đảng ủy dưới", **settings}
    return pack_of(lay(folder, files), register(**office), AS_OF, at)


def fate(season: Season, file: str = "dưới.xlsx") -> Submission:
    return season.intake.fate_of(file)


def rules(season: Season) -> set[str]:
    return {finding.rule for finding in season.findings}


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """A pack opened in another program, changed and saved."""
    workbook = openpyxl.load_workbook(BytesIO(data))
    change(workbook)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


# ------------------------------------------------------------------ what goes along


def test_what_a_pack_carries_counts_as_the_returns_of_its_units(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A", "B"))
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF)
    assert {code: item.file for code, item in season.intake.counted.items()} == {
        "A": "dưới.xlsx › xã A.xlsx",
        "B": "dưới.xlsx › xã B.xlsx",
    }


def test_some_boards_by_pack_and_some_units_by_workbook(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A", "B"))
    files = {"dưới.xlsx": pack, "c.xlsx": sent_by("C")}
    season = season_in(lay(tmp_path / "up", files), register(), AS_OF)
    assert season.counted == 3
    assert fate(season).status is Status.PACK


def test_a_workbook_that_comes_by_pack_and_by_itself_counts_once(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A", "B"))
    files = {"dưới.xlsx": pack, **workbooks("A")}
    season = season_in(lay(tmp_path / "up", files), register(), AS_OF)
    assert fate(season, "xã A.xlsx").reason == "Trùng hoàn toàn với tệp dưới.xlsx › xã A.xlsx"
    assert season.counted == 2


def test_what_could_not_be_read_goes_along_with_the_reason(tmp_path: Path) -> None:
    files = {**workbooks("A"), "thư.pdf": b"%PDF-1.7", "Thumbs.db": b"x"}
    pack = below(tmp_path / "a", files)
    flat = season_in(lay(tmp_path / "flat", files), register(), AS_OF)
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF)
    carried = fate(season, "dưới.xlsx › thư.pdf")
    assert (carried.status, carried.reason) == (Status.UNREADABLE, fate(flat, "thư.pdf").reason)
    assert rules(season) == rules(flat) >= {"not_a_workbook"}
    assert not any("Thumbs" in item.file for item in season.intake.submissions)


def test_a_file_first_met_by_the_board_below_came_on_that_day(tmp_path: Path) -> None:
    files = {"a.xlsx": sent_by("A", sent_on=None)}
    early, late = datetime(2025, 12, 10, 8), datetime(2025, 12, 30, 8)
    pack = below(tmp_path / "a", files, early)
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF, late)
    (item,) = season.intake.counted.values()
    assert (item.dated_by, item.received_on) == (DatedBy.LEDGER, early.date())
    alone = season_in(lay(tmp_path / "flat", files), register(), AS_OF, late)
    assert alone.intake.counted["A"].received_on == late.date()


def test_the_pack_is_read_in_processes_of_its_own_as_in_this_one(tmp_path: Path) -> None:
    inner = below(tmp_path / "a", workbooks("A"), office="Đảng ủy a")
    whole = below(tmp_path / "b", {"a.xlsx": inner, **workbooks("B")})
    up = lay(tmp_path / "up", {"dưới.xlsx": whole, "c.xlsx": sent_by("C"), "d.pdf": b"%PDF-1.7"})
    files = find_files(up)
    apart = list(with_packs(files, list(read_all(files, up)), up))
    assert apart == received(up)
    assert [item.file for item in apart if isinstance(item, Pack)] == [
        "dưới.xlsx", "dưới.xlsx › a.xlsx",
    ]  # fmt: skip


def test_an_entry_that_says_nonsense_costs_itself_only(tmp_path: Path) -> None:
    good = entries_in(lay(tmp_path / "a", workbooks("A")))
    bad = [
        PackEntry("b.xlsx", "b", datetime.max, packed(b"%%%")),
        PackEntry("c.xlsx", "c", datetime.max, packed_text({"book": 1})),
    ]
    taken = carried_in(tmp_path, [*good, *bad])
    assert [type(item) for item in taken] == [Pack, Return, Unread, Unread]
    told = [item.finding.rule for item in taken if isinstance(item, Unread) and item.finding]
    assert told == ["reader_failed", "reader_failed"]


def carried_in(folder: Path, entries: Sequence[PackEntry]) -> list[Taken]:
    """What the board above reads of a pack with some entries, whoever made it."""
    from xeploai.outputs.pack.sheets import pack_sheets
    from xeploai.outputs.pack.workbook import pack_workbook

    fates = [
        Submission(each.file, each.sha256, "", "", None, None, Status.COUNTED, "")
        for each in entries
    ]
    season = evaluate(register(), [], AS_OF, Ledger(NOON))
    season = replace(season, intake=replace(season.intake, submissions=tuple(fates)))
    data = pack_workbook(pack_sheets(season, entries, NOON))
    up = lay(folder / "made", {"dưới.xlsx": data})
    files = find_files(up)
    return list(with_packs(files, list(read_all(files, up)), up))


def test_a_content_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(ReadRefused, match="quá lớn"):
        unpacked(packed(bytes(MOST_CONTENT + 1)))
    assert len(unpacked(packed(bytes(MOST_CONTENT)))) == MOST_CONTENT


def test_what_returns_have_in_common_is_packed_once(tmp_path: Path) -> None:
    entries = entries_in(lay(tmp_path / "a", workbooks("A", "B", "C")))
    again, _ = with_common(entries)
    assert [each.plain for each in again] == [each.plain for each in entries]
    assert max(len(each.content) for each in again) < min(len(x.content) for x in entries) / 2


# ------------------------------------------------------------------ the seal and the code


def test_a_pack_opened_and_saved_again_is_the_same(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A", "B"))

    def make_wide(workbook: Any) -> None:
        workbook[layout.FIGURES].column_dimensions["A"].width = 60
        workbook.create_sheet("Ghi chép")["A1"] = "của tôi"

    up = lay(tmp_path / "up", {"1.xlsx": pack, "2.xlsx": edited(pack, make_wide)})
    one, two = (item for item in received(up) if isinstance(item, Pack))
    assert one.code == two.code
    assert one.sha256 != two.sha256


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_pack_saved_by_libreoffice_is_the_same(ending: str, tmp_path: Path) -> None:
    files = {**workbooks("A", "B"), "b¸o c¸o  _x0041_ =1+1.pdf": b"%PDF-1.7"}
    pack = below(tmp_path / "a", files)
    saved = saved_as(ending, pack, lay(tmp_path / "office", {"x": b""}))
    up = lay(tmp_path / "up", {"1.xlsx": pack, f"2.{ending}": saved})
    one, two = (item for item in received(up) if isinstance(item, Pack))
    assert one.code == two.code != ""
    assert season_in(up, register(), AS_OF).counted == 2


@pytest.mark.parametrize("sheet", layout.PACK_SHEETS)
def test_a_cell_changed_on_any_sheet_is_refused_with_a_sentence(sheet: str, tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        workbook[sheet]["B2" if sheet != layout.COVER else "B3"] = "khác"

    files = {**workbooks("A", "B"), "thư.pdf": b"%PDF-1.7"}
    pack = edited(below(tmp_path / "a", files), change)
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF)
    assert season.counted == 0
    assert fate(season).reason.startswith("Gói số liệu không khớp dấu kiểm tra")
    assert rules(season) == {"altered_pack"}


def test_rows_sorted_anew_are_told_too(tmp_path: Path) -> None:
    def sort(workbook: Any) -> None:
        sheet = workbook[layout.ENTRIES]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value

    pack = edited(below(tmp_path / "a", workbooks("A", "B")), sort)
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF)
    assert rules(season) == {"altered_pack"}


def test_a_pack_of_a_newer_program_asks_for_that(tmp_path: Path) -> None:
    def make_newer(workbook: Any) -> None:
        sheet = workbook[layout.COVER]
        rows = (row for row in sheet.iter_rows() if row[0].value == layout.ARRANGEMENT)
        next(rows)[1].value = layout.FORMAT + 1

    pack = edited(below(tmp_path / "a", workbooks("A")), make_newer)
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF)
    assert rules(season) == {"newer_pack"}


def test_a_pack_without_its_columns_is_damaged(tmp_path: Path) -> None:
    def cut(workbook: Any) -> None:
        workbook[layout.COVER].delete_rows(1, 20)

    pack = edited(below(tmp_path / "a", workbooks("A")), cut)
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF)
    assert rules(season) == {"damaged"}


def test_the_short_code_has_no_letters_that_are_read_for_each_other() -> None:
    codes = [short_code(f"{number * 7919:064x}"[::-1]) for number in range(500)]
    assert len(set(codes)) == 500
    assert not set("01IO") & set("".join(codes))
    assert {len(code) for code in codes} == {9}


def test_the_code_stands_in_the_fate_of_the_pack(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A", "B"))
    up = lay(tmp_path / "up", {"dưới.xlsx": pack})
    (told,) = (item for item in received(up) if isinstance(item, Pack))
    assert fate(season_in(up, register(), AS_OF)).reason == (
        f"Mã gói {told.code}; Đảng ủy dưới, đến ngày 31/12/2025, lập lúc 12:00 ngày 31/12/2025; "
        "2 tệp"
    )


# ------------------------------------------------------------------ several packs of one board


def test_of_two_packs_of_one_board_the_later_one_counts_whole(tmp_path: Path) -> None:
    old = below(tmp_path / "a", workbooks("A", "B"))
    new = below(tmp_path / "b", workbooks("B", "C"), NOON + timedelta(hours=1))
    up = lay(tmp_path / "up", {"1.xlsx": new, "2.xlsx": old})
    season = season_in(up, register(), AS_OF)
    assert sorted(season.intake.counted) == ["B", "C"]
    assert fate(season, "2.xlsx").status is Status.SUPERSEDED
    assert fate(season, "2.xlsx").reason.startswith("Đã có gói lập sau 1.xlsx; mã gói ")
    assert fate(season, "1.xlsx").status is Status.PACK


def test_an_own_pack_that_lay_in_the_folder_counts_as_it_did_there(tmp_path: Path) -> None:
    own = below(tmp_path / "a", workbooks("A"))
    files = {"own.xlsx": own, **workbooks("B")}
    again = below(tmp_path / "b", files, NOON + timedelta(hours=1))
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": again}), register(), AS_OF)
    assert sorted(season.intake.counted) == ["A", "B"]


def test_a_copy_of_a_pack_counts_once(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A", "B"))
    season = season_in(lay(tmp_path / "up", {"1.xlsx": pack, "2.xlsx": pack}), register(), AS_OF)
    assert season.counted == 2
    assert fate(season, "2.xlsx").reason.startswith("Trùng với gói 1.xlsx; mã gói ")


def test_boards_of_one_name_are_two(tmp_path: Path) -> None:
    units = (replace(DISTRICT, code="K"), unit("D", parent="K"))
    other = pack_of(lay(tmp_path / "k", workbooks("D")), register(units), AS_OF, NOON)
    own = pack_of(lay(tmp_path / "h", workbooks("A")), register(), AS_OF, NOON)
    both = register((*UNITS, *units))
    season = season_in(lay(tmp_path / "up", {"1.xlsx": other, "2.xlsx": own}), both, AS_OF)
    assert sorted(season.intake.counted) == ["A", "D"]


# ------------------------------------------------------------------ between pack and register


def test_units_that_the_register_has_not_are_named_with_the_cure(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A", "B"))
    fewer = register((DISTRICT, unit("A")))
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), fewer, AS_OF)
    told = [str(x.sentence) for x in season.findings if x.rule == "units_of_pack_unlisted"]
    sentence = (
        "Danh mục chưa có 2 đơn vị của gói này: B Đảng bộ xã B, C Chi bộ cơ quan C; chép các dòng "
        "đó từ tờ Đơn vị của gói vào danh mục"
    )
    assert told == [sentence]
    assert fate(season, "dưới.xlsx › xã B.xlsx").status is Status.UNKNOWN_UNIT


def test_the_cells_of_a_register_below_need_not_be_listed_above(tmp_path: Path) -> None:
    cells = unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn A")
    listing = register((*UNITS, cells), office="Đảng ủy dưới")
    pack = pack_of(lay(tmp_path / "a", workbooks("A")), listing, AS_OF, NOON)
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(), AS_OF)
    assert "units_of_pack_unlisted" not in rules(season)


def test_every_figure_stands_below_a_heading(tmp_path: Path) -> None:
    pack = pack_of(lay(tmp_path / "a", {"A.xlsx": sent_by("A", 131)}), register(), AS_OF, NOON)
    heads, *rows = openpyxl.load_workbook(BytesIO(pack))[layout.FIGURES].values
    assert all(heads)
    assert {len(row) for row in rows} == {len(heads)} == {len(RATIO_COLUMNS)}


# ------------------------------------------------------------------ hidden counts


def test_counts_hidden_below_are_on_no_sheet_and_not_shown_above(tmp_path: Path) -> None:
    sizes = {"A": 131, "B": 151, "D": 977, "E": 978}
    units = (DISTRICT, *map(unit, sizes))
    files = {f"{code}.xlsx": sent_by(code, size) for code, size in sizes.items()}
    hiding = register(units, hide_below=200, office="Đảng ủy dưới")
    pack = pack_of(lay(tmp_path / "a", files), hiding, AS_OF, NOON)
    workbook = openpyxl.load_workbook(BytesIO(pack))
    shown = {str(value) for sheet in workbook for row in sheet.values for value in row}
    assert shown & {"131", "151", "977", "978"} == {"977", "978"}
    season = season_in(lay(tmp_path / "up", {"dưới.xlsx": pack}), register(units), AS_OF)
    assert season.register.hide_below == 200
    flat = season_in(lay(tmp_path / "flat", files), hiding, AS_OF)
    assert outcome(season, {"dưới.xlsx": ""}) == outcome(flat, {})


def test_a_stricter_board_above_stays_so(tmp_path: Path) -> None:
    pack = below(tmp_path / "a", workbooks("A"), hide_below=5)
    up = lay(tmp_path / "up", {"dưới.xlsx": pack})
    assert season_in(up, register(hide_below=9), AS_OF).register.settings.hide_below == 9


# ------------------------------------------------------------------ later programs


def test_a_pack_of_the_first_arrangement_is_still_read(tmp_path: Path) -> None:
    """What it says is never to change: offices have sent it."""
    up = lay(tmp_path / "up", {"dưới.xlsx": KEPT.read_bytes()})
    (told,) = (item for item in received(up) if isinstance(item, Pack))
    assert (told.code, told.number, told.unit) == ("2V7V-GDD2", 3, "H")
    season = season_in(up, register(), AS_OF)
    assert sorted(season.intake.counted) == ["A", "B"]
    assert fate(season, "dưới.xlsx › thư.pdf").status is Status.UNREADABLE


# ------------------------------------------------------------------ plain data

texts = st.text(max_size=12)
places = st.tuples(st.integers(0, 9), st.integers(0, 9))
values = st.one_of(
    texts,
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)


@st.composite
def raw_sheets(draw: st.DrawFn) -> RawSheet:
    width = draw(st.integers(0, 4))
    rows = draw(st.lists(st.lists(values, min_size=width, max_size=width), max_size=5))
    spots = st.frozensets(places, max_size=6)
    marks = st.dictionaries(places, texts, max_size=6)
    numbers = st.frozensets(st.integers(0, 30), max_size=8)
    return RawSheet(
        name=draw(texts),
        rows=rows,
        odd=draw(marks),
        hidden_rows=draw(numbers),
        hidden_columns=draw(numbers),
        linked=draw(spots),
        struck=draw(spots),
        unseen=draw(spots),
        percent=draw(spots),
        merged=tuple(draw(st.lists(st.builds(Area, *[st.integers(0, 9)] * 4), max_size=3))),
        recoded=draw(marks),
    )


@given(st.dictionaries(texts, raw_sheets(), max_size=2), st.booleans(), st.none() | st.datetimes())
def test_a_workbook_comes_back_from_plain_data_to_the_last_cell(
    sheets: dict[str, RawSheet], starts_1904: bool, saved_at: datetime | None
) -> None:
    given_book = RawWorkbook(sheets, tuple(sheets), starts_1904, saved_at)
    content = packed_text(plain_book(given_book))
    back = book_of(PackEntry("", "", datetime.max, content).plain)
    assert back == given_book
    for key, raw in sheets.items():
        kinds = [[type(value) for value in row] for row in raw.rows]
        assert [[type(value) for value in row] for row in back.sheets[key].rows] == kinds
