"""The season on the map of 2025: fates, faults, and every figure of both years added up again.

The numbers are read out of the workbooks with openpyxl alone, by the words of their headings, and
added up without the program's roll-up.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from examples import AS_OF, NOTE, season_files
from examples.van_khe import SENDINGS, SILENT
from tests.outputs.site.pages.shown import show
from tests.season.two_maps import LEVELS, Counts, Key, Row, Sent, Today, add_up, lines
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.paths import RATIOS_TABLE, REGISTER_FILE, WORDING_FILE
from xeploai.register.reader import load
from xeploai.rules.all_rules import TITLES
from xeploai.schema.terms import Stage, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.submissions.model import Status
from xeploai.submissions.returns import read_return
from xeploai.views.rating_rows import changes
from xeploai.views.season_view import lay_out

NAME = "van-khe-2025"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return season_files(NAME)


@pytest.fixture(scope="module")
def season(files: dict[str, bytes]) -> Season:
    own = {REGISTER_FILE, WORDING_FILE}
    taken = [read_return(data, file) for file, data in files.items() if file not in own]
    return evaluate(load(files[REGISTER_FILE]), taken, AS_OF[NAME])


# ------------------------------------------------------------------ what came


def test_every_file_ends_as_designed(season: Season) -> None:
    now = {x.unit: x.status for x in season.intake.submissions if x.period == "2025"}
    designed = {
        unit.code: SENDINGS[unit.code].status if unit.code in SENDINGS else Status.COUNTED
        for unit in season.register.reporting
        if unit.code not in SILENT
    }
    assert now == designed
    assert (season.counted, season.expected) == (38, 45)
    assert tuple(unit.code for unit in season.units_silent) == SILENT


def test_every_fault_is_found_at_its_cell_and_nothing_else_is(season: Season) -> None:
    found = {(x.unit, x.rule, x.ref.sheet, x.ref.cell) for x in season.findings}
    designed = {
        (unit, each.rule, each.sheet, each.cell)
        for unit, sending in SENDINGS.items()
        for mistake in sending.mistakes
        for each in mistake.expected
    }
    split = {("SH03", "old_unit_split"), ("SH04", "old_unit_split")}
    assert {x for x in found if x[1] != "old_unit_split"} == designed
    assert {(unit, rule) for unit, rule, *_ in found - designed} == split


def test_one_commune_has_30_organisations_and_three_old_ones(season: Season) -> None:
    register = season.register
    kinds = Counter(unit.kind for unit in register.reporting_below("SH01"))
    assert kinds == {UnitKind.DISTRICT: 1, UnitKind.GRASSROOTS: 8, UnitKind.GRASSROOTS_CELL: 22}
    old = [x.row.old_code for x in register.crosswalk if x.row.new_code == "SH01"]
    assert old == ["VG01", "VG02", "VG03"]


def test_deadlines_are_of_december_and_some_are_late(season: Season) -> None:
    (sending,) = (x for x in season.register.milestones if x.code == "GUI")
    assert sending.deadline == date(2025, 12, 15)
    steps = Counter(step.kind.value for step in season.progress.of_milestone("GUI"))
    assert steps == {"on_time": 35, "late": 3, "in_correction": 3, "overdue": 4}


def test_some_units_give_points(season: Season) -> None:
    infos = [item.info.row for item in season.intake.counted.values() if item.info]
    given = [row.points for row in infos if row.points]
    assert 20 < len(given) < len(infos)
    assert any("+" in points for points in given)


def test_every_page_will_say_what_is_invented(season: Season) -> None:
    assert season.register.settings.note == NOTE[NAME]
    assert "tự đặt" in NOTE[NAME]


def test_the_same_bytes_every_time(files: dict[str, bytes]) -> None:
    assert season_files(NAME) == files


# ------------------------------------------------------------------ read without the program


_SUBJECTS = {"Tập thể": "collective", "Cá nhân": "leader"}
_STEPS = {"Tự xếp loại": "self", "Đề nghị": "proposed", "Quyết định": "decided"}
_COUNTS = {
    "Tổng số đảng viên": "total",
    "Miễn công tác, sinh hoạt": "exempt",
    "Đình chỉ sinh hoạt": "suspended",
    "Mới kết nạp chưa đủ 6 tháng": "new_under_6m",
    "Lý do khác": "not_rated_other",
    "Được đánh giá, xếp loại": "rated",
}
_LEVELS = {
    "Hoàn thành xuất sắc nhiệm vụ": "xs",
    "Hoàn thành tốt nhiệm vụ": "htt",
    "Hoàn thành nhiệm vụ": "ht",
    "Không hoàn thành nhiệm vụ": "kht",
}
_OWN = {"Đơn vị tự xếp loại": "self", "Mức đề nghị": "proposed", "Mức được quyết định": "decided"}


@dataclass
class Read:
    """A workbook: whose it is, of which year, and what it says."""

    code: str
    period: str
    sent: Sent


def read(data: bytes) -> Read:
    book = load_workbook(BytesIO(data), data_only=True)
    first = {str(row[0]): row[1] for row in book["Thông tin"].iter_rows(values_only=True) if row[0]}
    rows = [
        Row(
            {key: row[name] or 0 for name, key in {**_COUNTS, **_LEVELS}.items()},
            levels(row, _STEPS),
        )
        for row in (table(book["Chi bộ"], "Tổng số đảng viên") if "Chi bộ" in book else ())
        if row["Tên chi bộ"] and isinstance(row["Tổng số đảng viên"], int)
    ]
    led: dict[Key, Counts] = {}
    for row in table(book["Tập thể, lãnh đạo"], "Bước"):
        subject = next((x for word, x in _SUBJECTS.items() if word in str(row["Đối tượng"])), "")
        if subject and isinstance(row["Tổng số"], int):
            counts = {key: row[name] or 0 for name, key in _LEVELS.items()}
            led[subject, _STEPS[row["Bước"]]] = {"total": row["Tổng số"], **counts}
    kind = str(first["Loại hình"]).casefold()
    sent = Sent(kind == "chi bộ cơ sở", rows, levels(first, _OWN), led, kind.startswith("cấp trên"))
    return Read(str(first["Mã đơn vị"]), str(first["Kỳ đánh giá"]), sent)


def levels(row: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    return {
        step: str(row[name]).casefold()
        for name, step in names.items()
        if str(row.get(name)).casefold() in LEVELS
    }


def table(sheet: Any, heading: str) -> Iterator[dict[str, Any]]:
    """Yield the rows below the headings, up to the row of the totals."""
    lines = list(sheet.iter_rows(values_only=True))
    head = next(n for n, line in enumerate(lines) if heading in line)
    for line in lines[head + 1 :]:
        if any(str(cell).startswith(("Cộng", "Tổng cộng")) for cell in line):
            return
        yield dict(zip(map(str, lines[head]), line, strict=True))


@pytest.fixture(scope="module")
def sent(files: dict[str, bytes]) -> dict[str, dict[str, Sent]]:
    """All that was sent and counts, by year and unit; what is refused is known by design."""
    refused = {code for code, each in SENDINGS.items() if each.status is not Status.COUNTED}
    by_year: dict[str, dict[str, Sent]] = {"2024": {}, "2025": {}}
    for file, data in files.items():
        if file not in (REGISTER_FILE, WORDING_FILE):
            item = read(data)
            if item.period == "2024" or item.code not in refused:
                by_year[item.period][item.code] = item.sent
    return by_year


@pytest.fixture(scope="module")
def today(files: dict[str, bytes]) -> Today:
    book = load_workbook(BytesIO(files[REGISTER_FILE]), data_only=True)
    units = [row for row in table(book["Đơn vị"], "Mã đơn vị") if row["Mã đơn vị"]]
    reporting = ("đảng bộ cơ sở", "chi bộ cơ sở")
    rows = [row for row in table(book["Địa giới"], "Mã đơn vị mới") if row["Mã đơn vị mới"]]
    return Today(
        {row["Mã đơn vị"]: row["Mã đơn vị cấp trên"] or "" for row in units},
        [row["Mã đơn vị"] for row in units if row["Loại hình"].casefold() in reporting],
        [(row["Mã đơn vị mới"], row["Mã đơn vị cũ"]) for row in rows],
        [row["Mã đơn vị"] for row in units if row["Gửi biểu cấp mình"] == "có"],
    )


# ------------------------------------------------------------------ compared


def written(season: Season, period: str, like: Sequence[str]) -> dict[Any, dict[str, str]]:
    data = data_files(season, redaction_of(season, TITLES))[RATIOS_TABLE]
    return {
        (x["unit"], x["subject"], x["stage"]): {name: x[name] for name in like}
        for x in csv.DictReader(StringIO(data.decode("utf-8-sig")))
        if x["period"] == period and x["unit"] in season.register.units and x["subject"] != "own"
    }


@pytest.mark.parametrize("period", ["2024", "2025"])
def test_every_figure_is_what_was_written_added_up(
    season: Season, today: Today, sent: dict[str, dict[str, Sent]], period: str
) -> None:
    rows, upper = (today.rows, ()) if period == "2024" else ((), today.upper)
    sums = add_up(Today(today.parents, today.reporting, rows, upper), sent[period])
    wanted = lines(sums)
    assert written(season, period, list(next(iter(wanted.values())))) == wanted
    assert len(sent[period]) == (17 if period == "2024" else 38)


def test_what_is_comparable_and_what_is_not(today: Today, sent: dict[str, dict[str, Sent]]) -> None:
    sums = add_up(replace(today, upper=()), sent["2024"])
    known = {unit for unit, each in sums.items() if each.counts["member", "decided"]}
    alone = {"SH01.03", "SH01.04", "SH01.05", "SH01.19", "SH01.20", "SH01.21", "SH01.22"}
    assert known == {"SH", "SH01", "SH02", "SH90", "SH91"} | alone
    assert set(sums["SH"].counted.values()) == set(sums["SH"].expected.values()) == {17}


def test_the_sheet_and_the_page_of_all_years_say_the_same(
    season: Season, today: Today, sent: dict[str, dict[str, Sent]]
) -> None:
    wanted = lines(add_up(replace(today, upper=()), sent["2024"]))
    sheet = load_workbook(BytesIO(workbook(Scope(lay_out(season), ""))))["Các năm"]
    found = {row[0]: row[2:4] for row in sheet.iter_rows(min_row=6, values_only=True)}
    text = show(season)["xep-loai/cac-nam.md"].text
    for code in today.parents:
        name, line = season.register.units[code].name, wanted[code, "member", "decided"]
        shares = line["xs_pct"], line["htt_or_above_pct"]
        if line["rated"]:
            assert tuple(f"{x:.2f}" for x in found[name]) == shares
            assert " ".join(shares).replace(".", ",") in text.partition(f" {name} ")[2][:60]
        else:
            assert str(found[name][0]).startswith(("Đơn vị cũ mã PS04", "Tính chung ở Đảng bộ xã"))
    for year, key in (("2024", "org"), ("2024", "cell")):
        line = wanted["SH", key, "decided"]
        assert f"Năm {year} {line['total']} {line['rated']} 100,00 {line['xs']} " in text


def test_a_commune_that_is_all_in_is_compared_with_its_old_one(season: Season) -> None:
    view = lay_out(season)
    now = view.figures.at("SH02", Subject.MEMBER, Stage.DECIDED)
    assert len(changes(view, now, view.last("SH02"))) == 4
    assert changes(view, view.figures.at("SH03", Subject.MEMBER), view.last("SH03")) == ()
