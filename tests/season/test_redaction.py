"""Who may not be recognised: which units are hidden, and that nothing shown gives them away."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest

from tests.builders import AS_OF, book, leadership, read, register
from tests.charts.seasons import charts_in
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import ROOT, cell, commune, sent
from tests.outputs.site.pages.shown import show
from xeploai.outputs.csv_files import data_files
from xeploai.register.model import Unit
from xeploai.rules.all_rules import TITLES
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.terms import (
    CapScope,
    LeadershipSubject,
    RatingStage,
    Stage,
    Subject,
    UnitKind,
    YesNo,
)
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.suppression import hidden_steps, hidden_units
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.submissions.model import Return

LEAST = 5
TITLE = "Số đảng viên xuất sắc của chi bộ vượt tỷ lệ trần"


def section(code: str, parent: str = "01") -> list[Unit]:
    """A section with one listed cell, whose code is the section's and a K."""
    return [
        Unit(code, f"Đảng bộ bộ phận {code}", UnitKind.SECTION, parent),
        Unit(f"{code}K", f"Chi bộ {code}K", UnitKind.CELL, code),
    ]


def grassroots_cell(code: str, **values: Any) -> Unit:
    return Unit(code, f"Chi bộ cơ sở {code}", UnitKind.GRASSROOTS_CELL, "00", **values)


def of(code: str, members: int) -> CellReturn:
    return cell(f"Chi bộ {code}", (0, members, 0, 0), cell_code=code)


def with_sections() -> Season:
    """A section whose only cell has 3 members, beside a section and a cell."""
    units = [ROOT, commune("01", "Đảng bộ xã"), *section("S"), *section("T")]
    return seasons.season(
        units, [sent("01", [of("SK", 3), of("TK", 17), of("K", 29)])], hide_below=LEAST
    )


def with_small_units(**clusters: str) -> Season:
    """A committee whose only cell has 3 members and a cell of 4, beside two larger units."""
    units = [
        ROOT,
        commune("01", "Đảng bộ cơ quan"),
        grassroots_cell("02"),
        commune("03", "Đảng bộ xã"),
        commune("04", "Đảng bộ phường"),
    ]
    units = [
        Unit(x.code, x.name, x.kind, x.parent, cluster=clusters.get(f"u{x.code}", ""))
        for x in units
    ]
    taken = [
        sent("01", [of("A", 3)]),
        sent("02", [of("B", 4)]),
        sent("03", [of("C", 17), of("D", 29)]),
        sent("04", [of("E", 53), of("F", 61)]),
    ]
    return seasons.season(units, taken, hide_below=LEAST)


def hidden(season: Season) -> set[str]:
    return set(hidden_units(season.figures, LEAST))


def table(season: Season, name: str) -> list[dict[str, str]]:
    source = data_files(season, redaction_of(season, TITLES))[f"data/{name}.csv"].decode(
        "utf-8-sig"
    )
    return list(csv.DictReader(StringIO(source)))


def blank(season: Season) -> set[str]:
    """The units of which ratios.csv has no counts of members."""
    rows = [row for row in table(season, "ratios") if row["subject"] == "member"]
    return {row["unit"] for row in rows if not row["total"]}


def test_a_section_with_one_small_cell_is_hidden_with_it() -> None:
    season = with_sections()
    assert {"S", "SK"} <= hidden(season) == blank(season)
    pages = show(season)
    assert "Số liệu đảng viên được ẩn" in pages["don-vi/s.md"].text
    assert "Đảng bộ bộ phận S ẩn ẩn" in pages["don-vi/01.md"].text
    for path in ("don-vi/s.md", "don-vi/t.md", "don-vi/index.md"):
        assert "3 đảng viên" not in pages[path].text, path
        assert "bar__part" not in pages[path].source.partition("Đảng bộ xã")[0], path


def test_a_unit_with_one_small_cell_is_hidden_with_it() -> None:
    season = with_small_units()
    assert {"01", "A"} <= hidden(season) == blank(season)
    pages = show(season)
    assert "3/3" not in pages["don-vi/01.md"].text
    assert "Đảng bộ cơ quan Ẩn vì ít đảng viên" in pages["xep-loai/dang-vien.md"].text
    assert "Đảng bộ cơ quan 01 Đảng bộ cơ sở Được tính 1 ẩn" in pages["don-vi/index.md"].text


def test_what_is_left_of_a_total_gives_nobody_away() -> None:
    """S is hidden, so T is too, or the unit's total would tell; and T's only cell tells of T."""
    season = with_sections()
    assert hidden(season) == {"S", "SK", "T", "TK"}


def test_a_small_grassroots_cell_is_hidden() -> None:
    season = with_small_units()
    assert "02" in hidden(season)
    assert "đảng viên được ẩn" in show(season)["don-vi/02.md"].text
    assert "4/4" not in show(season)["don-vi/02.md"].text
    chart = charts_in(season)["members-by-unit"]
    rows = {row[0]: row[1] for row in chart.rows}
    assert rows["Chi bộ cơ sở 02"] == "ẩn vì ít đảng viên"
    assert rows["Đảng bộ xã"] == "46/46"
    assert "Chi bộ cơ sở 02: 4" not in str(chart.figure)


def small_excellent(version: int = 1, **values: int) -> Season:
    """A cell of 3, one of them excellent, which is over the cap of a cell."""
    cells = [
        cell("CB bé", (1, 2, 0, 0)), cell("CB vừa", (2, 5, 0, 0)), cell("CB lớn", (9, 20, 0, 0))
    ]  # fmt: skip
    taken = [sent("0103", cells)]
    if version > 1:
        taken.append(sent("0103", [cell("CB bé", (1, 1, 0, 0), **values)], version=version))
    limits: dict[str, Any] = {"cap_scope": CapScope.CELL, "never_over_cap": 0}
    return seasons.season(seasons.UNITS, taken, hide_below=LEAST, **limits)


def test_findings_do_not_tell_hidden_figures() -> None:
    season = small_excellent()
    assert any("CB bé có 1 đảng viên" in finding.message for finding in season.findings)
    messages = [row["message"] for row in table(season, "findings")]
    assert messages.count(TITLE) == 2, "the small cell and the one hidden with it"
    assert any(message.startswith("CB lớn có 9") for message in messages)
    for path in ("chat-luong.md", "don-vi/0103.md"):
        text = show(season)[path].text
        assert f"{TITLE}." in text
        assert "CB bé có" not in text
        assert "CB vừa có" not in text
        assert "CB lớn có 9 đảng viên xuất sắc" in text


def test_a_file_sent_back_does_not_tell_them_either() -> None:
    season = small_excellent(version=2, rated=3, members=3)
    assert any(finding.message.startswith("CB bé: ") for finding in season.findings)
    assert not any(row["message"].startswith("CB bé") for row in table(season, "findings"))


def test_findings_of_a_hidden_unit_do_not_tell_its_sums() -> None:
    units = [ROOT, grassroots_cell("02"), commune("03", "A"), commune("04", "B")]
    taken = [
        sent("02", [cell("Kho bạc", (2, 2, 0, 0))]),
        sent("03", [of("C", 17), of("D", 29)]),
        sent("04", [of("E", 53)]),
    ]
    # The cap of one unit was accepted, or its return would not count.
    season = seasons.season(units, taken, hide_below=LEAST, cap_decision="Số 1")
    assert any("2 đảng viên xuất sắc" in finding.message for finding in season.findings)
    assert not any("2 đảng viên xuất sắc" in row["message"] for row in table(season, "findings"))


def test_the_last_period_is_hidden_by_its_own_numbers() -> None:
    day = date(2020, 12, 9)
    old = [cell("A", (1, 2, 0, 0), review_date=day), cell("B", (1, 19, 0, 0), review_date=day)]
    taken = [
        sent("0103", [cell("A", (1, 9, 0, 0)), cell("B", (1, 9, 0, 0))]),
        sent("0103", old, period="2020", on=date(2020, 12, 15)),
    ]
    season = seasons.season(seasons.UNITS[:2], taken, hide_below=LEAST)
    redaction = redaction_of(season, TITLES)
    assert (len(redaction.now), len(redaction.last)) == (0, 2)
    rows = [row for row in table(season, "ratios") if row["subject"] == "member"]
    counts = {(row["period"], row["name"]): row["total"] for row in rows}
    assert (counts["2020", "A"], counts["2020", "B"], counts["2021", "A"]) == ("", "", "10")


def test_a_unit_whose_only_file_was_sent_back_does_not_tell_its_small_cells() -> None:
    cells = [
        cell("Chi bộ 1", (1, 1, 0, 0), rated=3, members=3),
        cell("Chi bộ 2", (1, 9, 0, 0), rated=11, members=11),
    ]
    season = seasons.season(seasons.UNITS, [sent("0103", cells)], hide_below=LEAST)
    small, large = (row["message"] for row in table(season, "findings"))
    assert small == "Tổng bốn mức xếp loại khác số được đánh giá"
    assert large == "Chi bộ 2: bốn mức cộng lại 10, khác số được đánh giá, xếp loại 11"


def test_the_small_cells_of_a_renamed_sheet_are_not_reported_either() -> None:
    item = sent("0103", [cell("Chi bộ 1", (1, 1, 0, 0), rated=3, members=3)])
    page = item.sheet(CellReturn)
    rows = tuple(replace(row, sheet="Sheet2") for row in page.rows)
    item = replace(
        item, sheets={**item.sheets, CellReturn: replace(page, sheet="Sheet2", rows=rows)}
    )
    season = seasons.season(seasons.UNITS, [item], hide_below=LEAST)
    (finding,) = table(season, "findings")
    assert finding["sheet"] == "Sheet2"
    assert finding["message"] == "Tổng bốn mức xếp loại khác số được đánh giá"


REFUSED = cell("Chi bộ lớn", (1, 30, 0, 0), disciplined=40)
"""A large cell with an error, so that its return does not count."""


def messages_of(*taken: Return, **values: Any) -> dict[str, list[str]]:
    """Return the messages of findings.csv for some returns, by rule."""
    messages: dict[str, list[str]] = {}
    for row in table(seasons.season(seasons.UNITS, taken, hide_below=LEAST, **values), "findings"):
        messages.setdefault(row["rule"], []).append(row["message"])
    return messages


def test_no_warning_of_a_file_sent_back_tells_a_small_cell() -> None:
    small = cell("Chi bộ mới tên", (2, 1, 0, 0))
    messages = messages_of(sent("0103", [small, REFUSED]), cap_scope=CapScope.CELL)
    assert messages["excellent_members_of_cell_over_cap"] == [TITLE]
    assert messages["more_disciplined_than_members"] == [
        "Chi bộ lớn: 40 đảng viên bị kỷ luật, nhiều hơn tổng số đảng viên 31"
    ]


def test_a_small_cell_with_a_large_total_typed_is_small() -> None:
    messages = messages_of(sent("0103", [cell("Chi bộ 1", (0, 3, 0, 0), members=30), REFUSED]))
    rule = "rated_and_not_rated_do_not_sum_to_members"
    assert messages[rule] == ["Số được đánh giá cộng số không được đánh giá khác tổng số đảng viên"]


def test_a_file_sent_back_does_not_tell_the_cell_that_is_hidden_with_a_small_one() -> None:
    """CB bé and CB vừa are both hidden: the second one's count would tell the first one's."""
    cells = [cell("CB bé", (0, 3, 0, 0)), cell("CB vừa", (0, 7, 0, 0)), of("C", 29)]
    again = [cell("CB vừa", (0, 7, 0, 0), rated=8, members=8), of("C", 29)]
    messages = messages_of(sent("0103", cells), sent("0103", again, version=2))
    assert messages["levels_do_not_sum_to_rated"] == ["Tổng bốn mức xếp loại khác số được đánh giá"]


def test_the_sum_of_a_unit_is_hidden_where_it_would_tell_its_only_small_cell() -> None:
    rule = "declared_total_differs"
    messages = messages_of(sent("0103", [of("A", 3), of("B", 29)], members_declared=40))
    assert messages[rule] == ["Số liệu chung của đơn vị khác tổng các chi bộ"]
    messages = messages_of(sent("0103", [of("A", 3), of("B", 4), of("C", 29)], members_declared=40))
    assert messages[rule] == ["“Tổng số đảng viên của đơn vị” ghi 40, các chi bộ cộng lại 36"]


def test_what_tells_no_count_of_a_hidden_unit_is_reported() -> None:
    units = [ROOT, grassroots_cell("02"), commune("03", "A"), commune("04", "B")]
    late = cell("Kho bạc", (0, 4, 0, 0), review_date=date(2021, 12, 20))
    taken = [sent("02", [late]), sent("03", [of("C", 17)]), sent("04", [of("E", 53)])]
    (row,) = table(seasons.season(units, taken, hide_below=LEAST), "findings")
    assert row["message"] == "Kho bạc: kiểm điểm ngày 20/12/2021, sau ngày gửi biểu 18/12/2021"


def test_a_count_of_last_year_is_hidden_where_it_was_small_then() -> None:
    day = date(2020, 12, 9)
    old = [cell("A", (0, 3, 0, 0), review_date=day)]
    taken = [
        sent("0103", [cell("A", (0, 9, 0, 0))]),
        sent("0103", old, period="2020", on=date(2020, 12, 15)),
        sent("0104", [of("B", 20)]),
        sent("0104", [replace(of("B", 20), review_date=day)], period="2020", on=day),
    ]
    messages = messages_of(*taken)
    title = "Số đảng viên thay đổi nhiều so với kỳ trước"
    assert messages["members_differ_from_last_year"] == [title]


def test_a_line_that_cannot_be_read_is_small_unless_it_says_how_large_it_is() -> None:
    lines = [
        {"name": f"Chi bộ {number}", "members": members, "rated": "12 người"}
        for number, members in enumerate((3, "ba", 30, ""), start=1)
    ]
    season = evaluate(register(hide_below=LEAST), [read(book(lines))], AS_OF)
    messages = {row["cell"]: row["message"] for row in table(season, "findings")}
    shown = {place for place, words in messages.items() if "12 người" in words}
    (place,) = shown
    assert place.endswith("4")


def test_a_line_without_a_total_is_as_large_as_the_members_rated_in_it() -> None:
    lines = [
        {"name": f"Chi bộ {number}", "members": "mười hai", "rated": rated}
        for number, rated in enumerate((12, 4), start=1)
    ]
    season = evaluate(register(hide_below=LEAST), [read(book(lines))], AS_OF)
    messages = [row["message"] for row in table(season, "findings") if row["sheet"] == "Chi bộ"]
    assert messages == [
        "Ô “Tổng số đảng viên” ghi “mười hai”, cần số nguyên từ 0 trở lên",
        "Ô ghi không đúng kiểu số liệu",
    ]


def test_a_cluster_with_a_hidden_unit_is_hidden() -> None:
    season = with_small_units(u02="Cụm 1", u03="Cụm 1", u04="Cụm 2")
    text = show(season)["xep-loai/dang-vien.md"].text.partition("Cụm Tổng số")[2]
    assert "Cụm 1 Ẩn vì ít đảng viên" in text
    assert "Cụm 2 114 114" in text


def test_the_top_is_always_shown() -> None:
    unit = Unit("01", "Chi bộ cơ sở", UnitKind.GRASSROOTS)
    assert hidden(seasons.season([unit], [sent("01", [of("A", 3)])])) == {"A"}


def test_nothing_is_hidden_unless_asked_for() -> None:
    season = with_sections()
    assert not hidden_units(season.figures, 0)
    assert not hidden_units(season.figures, 1)
    assert not hidden_units(None, LEAST)


SIZES = ((3, 9, 9), (9, 9, 9), (3, 3, 40), (7, 3, 12), (1, 6, 6), (4, 40, 5))


@pytest.mark.parametrize("sizes", SIZES)
def test_of_a_unit_and_those_below_it_never_is_one_hidden_alone(sizes: Sequence[int]) -> None:
    units = [
        ROOT, commune("01", "A"), *section("S"), *section("T"), commune("02", "B"),
        grassroots_cell("03"),
    ]  # fmt: skip
    first, second, third = sizes
    taken = [
        sent("01", [of("SK", first), of("TK", second), of("K", third)]),
        sent("02", [of("L", second), of("M", first)]),
        sent("03", [of("N", third)]),
    ]
    season = seasons.season(units, taken, hide_below=LEAST)
    gone = hidden(season)
    for parent in season.figures.nodes:
        below = [row.unit for row in season.figures.below(parent, Subject.MEMBER)]
        assert not below or len(gone & {parent, *below}) != 1, parent


# ------------------------------------------------------------------ members before the decision


def members_before(total: int) -> list[LeadershipReturn]:
    """How a unit's members rated themselves: one excellent, the others good."""
    return [
        leadership(
            LeadershipSubject.MEMBER, RatingStage.SELF,
            total=total, rated=total, xs=1, htt=total - 1,
        )
    ]  # fmt: skip


def with_steps(*codes: str) -> Season:
    """Two small units and two larger ones, some of which report how members rated themselves."""
    units = [ROOT, *(grassroots_cell(code) for code in ("01", "02", "03", "04"))]
    sizes = {"01": 3, "02": 4, "03": 41, "04": 57}
    taken = [
        sent(code, [of(code, size)], leaders=members_before(size) if code in codes else ())
        for code, size in sizes.items()
    ]
    return seasons.season(units, taken, hide_below=LEAST)


def blank_steps(season: Season) -> set[str]:
    """The units of which ratios.csv has no counts of how their members rated themselves."""
    rows = [x for x in table(season, "ratios") if (x["subject"], x["stage"]) == ("member", "self")]
    return {row["unit"] for row in rows if not row["total"]}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("03", "04"), {"01", "02"}),
        (("01", "02", "03", "04"), {"01", "02"}),
        (("01", "03", "04"), {"00", "01", "02"}),
        (("01",), {"00", "01", "02", "03", "04"}),
    ],
    ids=["large ones", "all", "one small one among others", "a small one alone"],
)
def test_a_step_that_would_tell_of_a_hidden_unit_is_hidden(
    codes: tuple[str, ...], expected: set[str]
) -> None:
    """The sum, too, where the others would reveal the one hidden unit in it."""
    season = with_steps(*codes)
    assert hidden(season) == {"01", "02"}
    assert blank_steps(season) == expected
    text = show(season)["xep-loai/dang-vien.md"].text
    assert ("Tự xếp loại" in text) == ("00" not in expected)


def test_without_a_threshold_no_step_is_hidden() -> None:
    season = with_steps("01")
    assert hidden_steps(season.figures, 0) == frozenset()
    assert ("2021", "00", Stage.SELF) in hidden_steps(season.figures, LEAST)


def test_few_members_of_a_unit_above_hide_its_step() -> None:
    """The commune reports 3 of its own beside 57 of one unit below it, which would tell of them."""
    above = replace(ROOT, files_form=YesNo.YES)
    own = Unit("00K", "Chi bộ cơ quan", UnitKind.CELL, "00")
    units = [above, own, grassroots_cell("03"), grassroots_cell("04")]
    sizes = {"00": 3, "03": 41, "04": 57}
    taken = [
        sent(
            code, [of("00K" if code == "00" else code, size)],
            leaders=members_before(size) if code != "03" else (),
        )
        for code, size in sizes.items()
    ]  # fmt: skip
    season = seasons.season(units, taken, hide_below=LEAST)
    assert hidden(season) == {"00K", "03"}
    assert blank_steps(season) == {"00", "03"}


def test_several_units_at_the_top_hide_their_sum() -> None:
    units = [replace(grassroots_cell(code), parent="") for code in ("01", "02", "03")]
    sizes = {"01": 3, "02": 4, "03": 41}
    taken = [
        sent(code, [of(code, size)], leaders=members_before(size) if code != "02" else ())
        for code, size in sizes.items()
    ]
    season = seasons.season(units, taken, hide_below=LEAST)
    assert ("2021", "", Stage.SELF) in hidden_steps(season.figures, LEAST)
    assert "Tự xếp loại" not in show(season)["xep-loai/dang-vien.md"].text
