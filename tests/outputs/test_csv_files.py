import csv
import re
from dataclasses import replace
from datetime import date
from io import StringIO

from hypothesis import example, given
from hypothesis import strategies as st

from tests.builders import decision, listed
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import SEND, cell, sent
from xeploai.outputs.csv_files import data_files
from xeploai.register.model import Extension
from xeploai.rules.all_rules import TITLES
from xeploai.schema.terms import Level, Rounding
from xeploai.season.progress.evidence import Sources
from xeploai.season.progress.milestone_status import follow
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season

COUNTS = [
    "total", "rated", "exempt", "suspended", "new_under_6m", "not_rated_other",
    "xs", "htt", "ht", "kht",
]  # fmt: skip
COLUMNS = {
    "ratios": [
        "period", "unit", "name", "kind", "parent", "subject", "stage", *COUNTS,
        "coverage_pct", "xs_pct", "htt_pct", "ht_pct", "kht_pct",
        "xs_over_htt_pct", "xs_over_xs_htt_pct", "units_expected", "units_counted",
        "htt_or_above_pct",
        "xs_before", "htt_before", "ht_before", "kht_before",
    ],
    "progress": ["period", "unit", "milestone", "deadline", "done_on", "status", "days", "basis"],
    "findings": ["file", "sheet", "cell", "unit", "rule", "severity", "message"],
    "submissions": [
        "file", "sha256", "unit", "period", "version", "received_on", "status", "reason",
    ],
}  # fmt: skip


def rows(season: Season, name: str) -> list[dict[str, str]]:
    source = data_files(season, redaction_of(season, TITLES))[f"data/{name}.csv"].decode(
        "utf-8-sig"
    )
    return list(csv.DictReader(StringIO(source)))


def ratio(
    season: Season, unit: str, subject: str = "member", stage: str = "decided"
) -> dict[str, str]:
    key = (unit, subject, stage)
    matches = [x for x in rows(season, "ratios") if (x["unit"], x["subject"], x["stage"]) == key]
    return matches[0]


def test_files_are_utf_8_with_a_mark_and_have_the_public_columns() -> None:
    files = data_files(seasons.messy(), redaction_of(seasons.messy(), TITLES))
    assert list(files) == [f"data/{name}.csv" for name in COLUMNS]
    for name, columns in COLUMNS.items():
        content = files[f"data/{name}.csv"]
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.decode("utf-8-sig").splitlines()[0].split(",") == columns


def test_percentages_have_a_dot_and_the_registers_decimals() -> None:
    assert ratio(seasons.whole(), "0103")["htt_pct"] == "83.33"
    cut = seasons.whole(digits=1, rounding=Rounding.CUT)
    assert ratio(cut, "0103")["ht_pct"] == "3.3"


def test_what_nobody_knows_is_empty_never_zero() -> None:
    silent = ratio(seasons.messy(), "0107")
    assert {silent[name] for name in [*COUNTS, "xs_pct"]} == {""}
    assert (silent["units_expected"], silent["units_counted"]) == ("1", "0")


def test_total_is_rated_plus_the_four_that_are_not() -> None:
    season = seasons.season(
        seasons.UNITS,
        [
            sent(
                "0103", [cell("A", (1, 9, 0, 0), members=16, exempt=3, suspended=1, new_under_6m=2)]
            )
        ],
    )
    for row in rows(season, "ratios"):
        if row["total"]:
            parts = ("rated", "exempt", "suspended", "new_under_6m", "not_rated_other")
            assert int(row["total"]) == sum(int(row[part]) for part in parts)
            assert int(row["rated"]) == sum(int(row[level]) for level in ("xs", "htt", "ht", "kht"))


def test_children_sum_to_their_parent() -> None:
    ratios = rows(seasons.messy(), "ratios")
    now = [row for row in ratios if row["period"] == "2021"]
    for parent in now:
        key = (parent["unit"], parent["subject"], parent["stage"])
        below = [x for x in now if (x["parent"], x["subject"], x["stage"]) == key and x["total"]]
        if below and parent["subject"] == "member":
            for name in COUNTS:
                assert int(parent[name]) == sum(int(x[name]) for x in below)


def test_the_last_period_follows_this_one() -> None:
    periods = [row["period"] for row in rows(seasons.messy(), "ratios")]
    assert periods == sorted(periods, reverse=True)
    assert set(periods) == {"2020", "2021"}


def test_a_small_cell_keeps_its_row_and_loses_its_counts() -> None:
    cells = [
        cell("Nhỏ", (0, 3, 0, 0), cell_code="N"),
        cell("Vừa", (1, 8, 0, 0), cell_code="V"),
        cell("Lớn", (2, 18, 0, 0), cell_code="L"),
    ]
    season = seasons.season(seasons.UNITS, [sent("0103", cells)], hide_below=5)
    hidden, also, shown = (ratio(season, code) for code in ("N", "V", "L"))
    assert hidden["name"] == "Nhỏ"
    assert {hidden[name] for name in [*COUNTS, "htt_pct"]} == {""}
    assert also["total"] == "", "the one hidden cell would follow from the unit's total"
    assert shown["total"] == "20"
    assert ratio(season, "0103")["total"] == "32"


def test_progress_has_a_line_for_each_unit_and_milestone() -> None:
    lines = rows(seasons.messy(), "progress")
    assert len(lines) == len(seasons.UNITS) * 2
    by_key = {(row["unit"], row["milestone"]): row for row in lines}
    assert by_key["0107", "GUI"]["status"] == "overdue"
    assert by_key["0107", "GUI"]["days"] == "2"
    assert by_key["0103", "GUI"]["done_on"] == date(2021, 12, 18).isoformat()
    assert by_key["00", "GUI"]["status"] == "not_required"
    assert {unit: by_key[unit, "GUI"]["basis"] for unit in ("0103", "0105", "0107")} == {
        "0103": "return", "0105": "refused_return", "0107": "none",
    }  # fmt: skip


def test_progress_tells_what_is_corrected_and_what_was_not_reported() -> None:
    broken = cell("A", (1, 9, 0, 0), rated=11, members=11)
    plan = seasons.SEVEN[0]
    season = seasons.season(seasons.UNITS, [sent("0103", [broken])], milestones=[plan, SEND])
    by_key = {(row["unit"], row["milestone"]): row for row in rows(season, "progress")}
    told = {key: (row["status"], row["done_on"], row["days"]) for key, row in by_key.items()}
    assert told["0103", "GUI"] == ("in_correction", "2021-12-18", "0")
    assert told["0103", "KH"] == ("no_report", "", "53")
    assert told["0104", "KH"] == ("no_report", "", "53")


def test_progress_is_held_to_the_units_own_deadline() -> None:
    season = seasons.messy()
    later = Extension("0107", "GUI", date(2021, 12, 28), "Lũ lụt")
    listed = replace(season.register, extensions={("0107", "GUI"): later})
    season = replace(season, progress=follow(listed, Sources(season.intake.counted), season.as_of))
    by_step = {(row["unit"], row["milestone"]): row for row in rows(season, "progress")}
    assert by_step["0107", "GUI"]["deadline"] == "2021-12-28"
    assert by_step["0107", "GUI"]["status"] == "pending"
    assert by_step["0103", "GUI"]["deadline"] == "2021-12-20"


def test_findings_and_submissions_are_listed_with_their_fate() -> None:
    season = seasons.messy()
    of_unit = [row for row in rows(season, "findings") if row["unit"] == "0105"]
    error = next(row for row in of_unit if row["rule"] == "levels_do_not_sum_to_rated")
    assert (error["sheet"], error["severity"]) == ("Chi bộ", "error")
    fates = {row["file"]: row["status"] for row in rows(season, "submissions")}
    assert fates["0104-2021-1.xlsx"] == "counted"
    assert fates["0104-2021-2.xlsx"] == "refused"
    assert fates["0103-2020-1.xlsx"] == "wrong_period"
    assert fates["9999-2021-1.xlsx"] == "unknown_unit"
    assert fates["la.xlsx"] == "unreadable"


LIVE = ("=", "+", "-", "@", "\t", "\r")


def test_no_text_is_a_live_formula() -> None:
    """Not in one cell, nor where an Excel with decimal commas cuts it at semicolons."""
    for content in data_files(seasons.hostile(), redaction_of(seasons.hostile(), TITLES)).values():
        for line in csv.reader(StringIO(content.decode("utf-8-sig"))):
            pieces = [piece for value in line for piece in value.split(";")]
            assert not any(piece.strip().startswith(LIVE) for piece in pieces)
    assert any(row["unit"] == "'=1+1" for row in rows(seasons.hostile(), "ratios"))


@example("' =")
@given(st.text("=+-@＝;' a\t", max_size=12))
def test_what_was_added_can_be_taken_away(name: str) -> None:
    """As docs/reference/files.md says: an apostrophe before = + - @, also after “;”."""
    units = [replace(seasons.ROOT, name=name), *seasons.UNITS[1:]]
    written = rows(seasons.season(units, []), "ratios")[0]["name"]
    assert not any(piece.lstrip().startswith(LIVE) for piece in written.split(";"))
    assert re.sub(r"(^|;)'(?=[\s']*[=+\-@＝＋－＠])", r"\1", written) == name


def test_the_level_of_an_upper_unit_is_a_row_of_its_own_beside_the_sum() -> None:
    row = decision("00", decided_level=Level.XS, decision_no="9-QĐ/TU")
    sums = ratio(seasons.messy(), "00", "org")
    season = seasons.messy(register={"decisions": listed([row])})
    assert ratio(season, "00", "org") == sums
    own = ratio(season, "00", "own")
    assert (own["kind"], own["parent"]) == ("cấp trên trực tiếp cơ sở", "")
    assert [own[key] for key in ("total", "rated", "xs", "xs_pct")] == ["1", "1", "1", "100.00"]
    assert (own["units_expected"], own["units_counted"]) == ("", "")
    assert {x["unit"] for x in rows(season, "ratios") if x["subject"] == "own"} == {"00"}
