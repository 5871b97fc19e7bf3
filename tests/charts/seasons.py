"""Seasons to draw: a board, its units, and what they returned, without any workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.builders import in_force
from xeploai.charts.all_charts import charts_of
from xeploai.charts.chart import Chart
from xeploai.reading.source_rows import Located, Parsed
from xeploai.register.deadlines import usual_event
from xeploai.register.model import Milestone, Settings, Unit, make_register
from xeploai.schema.form import FORM_SHEETS, CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.regulations import for_year
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import (
    CapBase,
    CapScope,
    LeadershipSubject,
    Level,
    RatingStage,
    Rounding,
    UnitKind,
)
from xeploai.season.figures.suppression import hidden_units
from xeploai.season.figures.tables import tabulate
from xeploai.season.progress.milestone_status import follow
from xeploai.season.season import Season
from xeploai.submissions.model import Intake, Return, Status, Submission

AS_OF = date(2022, 12, 22)
DEADLINE = date(2022, 12, 20)
ROOT = "00"
BOARD = "Ban Tổ chức Huyện ủy Thới Lai"

Levels = tuple[int, int, int, int]
"""Counts of XS, HTT, HT and KHT."""


@dataclass(frozen=True)
class Sent:
    """What one unit returned: its cells' members by level, its own level at each stage."""

    cells: Sequence[Levels]
    not_rated: int = 0
    own: Mapping[str, Level] = field(default_factory=lambda: {"decided_level": Level.HTT})
    cell_levels: Sequence[Level] = ()
    leaders: Levels | None = None
    on: date = date(2022, 12, 12)


def settings(**values: Any) -> Settings:
    regulation = for_year(2022)
    assert regulation is not None
    plain: dict[str, Any] = {
        "period": "2022",
        "office": BOARD,
        "higher_office": "Thành ủy Cần Thơ",
        "regulation": regulation,
        "cap": 20,
        "cap_base": CapBase.HTT,
        "cap_scope": CapScope.GRASSROOTS,
        "cap_decision": "",
        "digits": 2,
        "rounding": Rounding.HALF_UP,
        "hide_below": 0,
        "counted_to": None,
    }
    return Settings(**{**plain, **values})


def charts_in(season: Season) -> dict[str, Chart]:
    """The charts of a season, as a build draws them."""
    least = season.register.settings.hide_below
    return charts_of(season, hidden_units(season.figures, least))


def board(names: Sequence[str], clusters: Sequence[str] = ()) -> list[Unit]:
    """A district and the grassroots committees below it, in this order."""
    root = Unit(ROOT, "Đảng bộ huyện Thới Lai", UnitKind.DISTRICT)
    return [root] + [
        Unit(
            f"{at:02d}",
            name,
            UnitKind.GRASSROOTS,
            ROOT,
            at,
            cluster=(clusters or [""] * at)[at - 1],
        )
        for at, name in enumerate(names, start=1)
    ]


def milestones() -> list[Milestone]:
    bound = frozenset({UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL})
    return [
        Milestone("KH", "Ban hành kế hoạch", bound, date(2022, 11, 15)),
        Milestone("GUI", "Gửi hồ sơ, biểu tổng hợp", bound, DEADLINE, usual_event("GUI")),
    ]


def season(
    units: Sequence[Unit],
    sent: Mapping[str, Sent],
    *,
    refused: Iterable[str] = (),
    deadlines: Sequence[Milestone] | None = None,
    as_of: date = AS_OF,
    **values: Any,
) -> Season:
    """A season in which some units returned something, by code."""
    chosen = milestones() if deadlines is None else deadlines
    register = make_register(settings(**values), units, chosen)
    returns = {code: _return(code, item) for code, item in sent.items()}
    fates = [_fate(code, Status.COUNTED) for code in returns]
    fates += [_fate(code, Status.REFUSED) for code in refused]
    return Season(
        register=register,
        as_of=as_of,
        intake=Intake(tuple(fates), returns, {}, returns),
        findings=(),
        figures=tabulate(register, returns, "2022"),
        last=None,
        progress=follow(register, in_force(*returns.values()), as_of),
    )


def _fate(code: str, status: Status) -> Submission:
    return Submission(f"{code}.xlsx", code, code, "2022", 1, None, status, "")


def _return(code: str, sent: Sent) -> Return:
    file = f"{code}.xlsx"
    rows: dict[type[Row], list[Row]] = {
        InfoReturn: [
            InfoReturn(
                unit_code=Code(code), unit_name="", period="2022", **_blank(InfoReturn, sent.own)
            )
        ],
        CellReturn: [_cell(at, levels, sent) for at, levels in enumerate(sent.cells)],
        LeadershipReturn: list(_leaders(sent.leaders)),
    }
    sheets = {sheet: _parsed(file, sheet, rows.get(sheet, [])) for sheet in FORM_SHEETS}
    return Return(file, code, code, "2022", 1, sent.on, None, sheets, ())


def _blank(row_type: type[Row], values: Mapping[str, object]) -> dict[str, Any]:
    """Every field not asked for left empty."""
    from dataclasses import fields

    known = {"unit_code", "unit_name", "period"}
    return {x.name: values.get(x.name) for x in fields(row_type) if x.name not in known}


def _cell(at: int, levels: Levels, sent: Sent) -> CellReturn:
    rated = sum(levels)
    spare = sent.not_rated if at == 0 else 0
    counts = dict(zip(("xs", "htt", "ht", "kht"), levels, strict=True))
    level = sent.cell_levels[at] if sent.cell_levels else Level.HTT
    zero = dict.fromkeys(("suspended", "new_under_6m", "not_rated_other"), 0)
    values = {
        "cell_code": f"CB{at + 1:02d}", "name": f"Chi bộ ấp {at + 1}", "members": rated + spare,
        "exempt": spare, **zero, "rated": rated, **counts, "decided_level": level,
    }  # fmt: skip
    return CellReturn(**_all(CellReturn, values))


def _all(row_type: type[Row], values: Mapping[str, object]) -> dict[str, Any]:
    from dataclasses import fields

    return {x.name: values.get(x.name) for x in fields(row_type)}


def _leaders(levels: Levels | None) -> Iterable[LeadershipReturn]:
    if levels is None:
        return
    for subject, counts in (
        (LeadershipSubject.LEADER, levels),
        (LeadershipSubject.COLLECTIVE, tuple(-(-x // 4) for x in levels)),
    ):
        values = {
            "subject": subject, "stage": RatingStage.DECIDED, "total": sum(counts),
            "rated": sum(counts), "not_rated": 0,
            **dict(zip(("xs", "htt", "ht", "kht"), counts, strict=True)),
        }  # fmt: skip
        yield LeadershipReturn(**_all(LeadershipReturn, values))


def _parsed(file: str, sheet: type[Row], rows: Sequence[Row]) -> Parsed[Row]:
    placed = tuple(
        Located(row, file, sheet.SHEET, {}, number) for number, row in enumerate(rows, start=1)
    )
    return Parsed(placed, file, sheet.SHEET, {}, (), (), (), True)


COMMUNES = (
    "Xuân Thắng", "Trường Xuân", "Trường Xuân A", "Trường Xuân B", "Đông Bình", "Đông Thuận",
    "Định Môn", "Trường Thành", "Trường Thắng", "Thới Thạnh", "Thới Tân", "Tân Thạnh",
)  # fmt: skip
LONG = (
    "Chi bộ cơ sở Trung tâm Giáo dục nghề nghiệp – Giáo dục thường xuyên huyện Thới Lai",
    "Chi bộ cơ sở Công ty TNHH một thành viên Thủy lợi Cần Thơ – Xí nghiệp Thới Lai",
)


def names(number: int) -> list[str]:
    """So many names, some of them long."""
    plain = [f"Đảng bộ xã {name}" for name in COMMUNES]
    more = [f"Đảng bộ cơ quan số {at} huyện Thới Lai" for at in range(number)]
    return [*plain, *LONG, *more][:number]


def some_levels(at: int) -> Levels:
    """Counts that differ from unit to unit and are plainly no pattern."""
    size = 40 + at * 37 % 90
    xs, ht = size * (8 + at * 7 % 14) // 100, size * (at * 5 % 11) // 100
    kht = 1 if at % 6 == 2 else 0
    return xs, size - xs - ht - kht, ht, kht


def ordinary(
    number: int, *, silent: Iterable[int] = (), clusters: int = 0, **values: Any
) -> Season:
    """A season of so many units, all of which sent but for some."""
    groups = [f"Cụm {at * clusters // number + 1}" for at in range(number)] if clusters else ()
    gone = set(silent)
    sent = {
        f"{at:02d}": Sent(
            cells=[some_levels(at), some_levels(at + 3)],
            not_rated=at % 4,
            own={"decided_level": list(Level)[(0, 1, 1, 1, 2, 1, 1)[at % 7]]},
            cell_levels=[Level.HTT, Level.XS if at % 5 == 0 else Level.HT],
            leaders=(1, 4 + at % 3, at % 2, 0),
            on=date(2022, 12, 1) + timedelta(days=at * 13 % 22),
        )
        for at in range(1, number + 1)
        if at not in gone
    }
    return season(board(names(number), groups), sent, **values)
