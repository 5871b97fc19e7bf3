"""Seasons to make pages of: returns built by hand, then checked and settled by the real rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from string import ascii_uppercase
from typing import Any

from tests.builders import declaring
from xeploai.reading.source_rows import Located, Parsed
from xeploai.register.deadlines import usual_event
from xeploai.register.model import Extension, Milestone, Settings, Unit, make_register
from xeploai.schema.form import (
    FORM_SHEETS,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.regulations import for_year
from xeploai.schema.row import Code, Row, columns
from xeploai.schema.terms import CapBase, CapScope, Level, Rounding, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Taken, Unread
from xeploai.submissions.returns import read_return

AS_OF = date(2021, 12, 22)
HOSTILE = "<script>alert(1)</script> {{7*7}} [x](javascript:1) --8<-- `~"

Counts = tuple[int, int, int, int]


def settings(**values: Any) -> Settings:
    regulation = for_year(2021)
    assert regulation is not None
    plain: dict[str, Any] = {
        "period": "2021", "office": "Ban Tổ chức Huyện ủy Vĩnh Tường",
        "higher_office": "Tỉnh ủy Vĩnh Phúc", "regulation": regulation, "cap": 20,
        "cap_base": CapBase.HTT, "cap_scope": CapScope.GRASSROOTS, "cap_decision": "",
        "digits": 2, "rounding": Rounding.HALF_UP, "hide_below": 0, "counted_to": None,
    }  # fmt: skip
    return Settings(**{**plain, **values})


REPORTING = frozenset({UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL})
SEND = Milestone("GUI", "Gửi biểu tổng hợp", REPORTING, date(2021, 12, 20), usual_event("GUI"))
DISTRICT = Milestone(
    "H", "Huyện ủy tổng hợp", frozenset({UnitKind.DISTRICT}), date(2021, 12, 31), usual_event("QD")
)
ROOT = Unit("00", "Đảng bộ huyện Vĩnh Tường", UnitKind.DISTRICT)


def commune(code: str, name: str, **values: Any) -> Unit:
    return Unit(code, name, UnitKind.GRASSROOTS, **{"parent": "00", **values})


def cell(name: str, levels: Counts, **values: Any) -> CellReturn:
    """A cell whose counts add up, unless said otherwise."""
    rated = sum(levels)
    plain: dict[str, Any] = {item.name: None for item in fields(CellReturn)}
    plain |= {key: "" for key, item in columns(CellReturn).items() if item.type in ("text", "code")}
    plain |= {key: 0 for key, item in columns(CellReturn).items() if item.type == "count"}
    xs, htt, ht, kht = levels
    plain |= {
        "name": name, "members": rated, "rated": rated, "official": None, "probationary": None,
        "xs": xs, "htt": htt, "ht": ht, "kht": kht, "review_date": date(2021, 12, 10),
        "self_level": Level.HTT, "proposed_level": Level.HTT, "decided_level": Level.HTT,
    }  # fmt: skip
    return CellReturn(**{**plain, **values})


def sent(
    unit: str,
    cells: Sequence[CellReturn],
    *,
    period: str = "2021",
    version: int = 1,
    on: date = date(2021, 12, 18),
    leaders: Sequence[LeadershipReturn] = (),
    done: Mapping[str, date | None] | None = None,
    remedies: Sequence[RemedyReturn] = (),
    discipline: Sequence[DisciplineReturn] = (),
    **info: Any,
) -> Return:
    """A return as reading a workbook would give it."""
    file = f"{unit}-{period}-{version}.xlsx"
    values: dict[str, Any] = dict.fromkeys(columns(InfoReturn))
    values |= {
        key: "" for key, item in columns(InfoReturn).items() if item.type in ("text", "code")
    }
    values |= {"unit_code": unit, "period": period, "version": version, "sent_on": on}
    values |= {"self_level": Level.HTT, "proposed_level": Level.HTT, "decided_level": Level.HTT}
    done_rows = [
        MilestoneReturn(Code(code), "", None, day, "", None) for code, day in (done or {}).items()
    ]
    rows: dict[type[Row], Sequence[Row]] = {
        InfoReturn: [declaring(InfoReturn(**{**values, **info}), cells)],
        CellReturn: cells,
        LeadershipReturn: leaders,
        MilestoneReturn: done_rows,
        RemedyReturn: remedies,
        DisciplineReturn: discipline,
    }
    sheets = {each: _parsed(file, each, rows.get(each, ())) for each in FORM_SHEETS}
    return Return(file, f"{file}-hash", unit, period, version, on, None, sheets, ())


def _parsed(file: str, row_type: type[Row], rows: Sequence[Row]) -> Parsed[Row]:
    letters = [*ascii_uppercase, *(f"A{x}" for x in ascii_uppercase)]
    places = dict(zip(columns(row_type), letters, strict=False))
    located = tuple(
        Located(row, file, row_type.SHEET, places, number) for number, row in enumerate(rows, 7)
    )
    return Parsed(located, file, row_type.SHEET, places, (), (), (), whole=True, heading_number=5)


def season(
    units: Sequence[Unit],
    taken: Sequence[Taken],
    *,
    milestones: Sequence[Milestone] = (SEND, DISTRICT),
    as_of: date = AS_OF,
    register: Mapping[str, Any] | None = None,
    extensions: Sequence[Extension] = (),
    **values: Any,
) -> Season:
    made = make_register(settings(**values), units, milestones, **(register or {}))
    moved = {(item.unit_code, item.milestone): item for item in extensions}
    return evaluate(replace(made, extensions=moved), taken, as_of)


UNITS = (
    ROOT,
    commune("0103", "Đảng bộ xã Tứ Trưng", cluster="Cụm 1", official="Nguyễn Văn A"),
    commune("0104", "Đảng bộ xã Tuân Chính", cluster="Cụm 1", official="Nguyễn Văn A"),
    commune("0105", "Đảng bộ xã Vĩnh Sơn", cluster="Cụm 2", official="Trần Thị B", hinted=True),
    Unit("0106", "Chi bộ cơ sở Kho bạc", UnitKind.GRASSROOTS_CELL, "00", cluster="Cụm 2"),
    commune("0107", "Đảng bộ xã Yên Lập", cluster="Cụm 2", official="Trần Thị B"),
)


def messy(**values: Any) -> Season:
    """One unit counted, one counted by an older version, one sent back, one at once, one silent."""
    broken = cell("Chi bộ 2", (1, 9, 0, 0), rated=11, members=11)
    old = cell("Chi bộ 1", (1, 19, 0, 0), review_date=date(2020, 12, 9))
    return season(
        UNITS,
        [
            sent("0103", [cell("Chi bộ 1", (2, 18, 1, 0)), cell("Chi bộ 2", (1, 9, 0, 1))]),
            sent("0104", [cell("Chi bộ 1", (1, 12, 0, 0))], on=date(2021, 12, 10)),
            sent("0104", [cell("Chi bộ 1", (1, 12, 0, 0)), broken], version=2),
            sent("0105", [broken], on=date(2021, 12, 21)),
            sent("0106", [cell("Kho bạc", (1, 7, 0, 0))]),
            sent("0103", [old], period="2020", on=date(2020, 12, 15)),
            read_return(b"", "la.xlsx"),
            sent("9999", [cell("Chi bộ 1", (1, 12, 0, 0))]),
        ],
        **values,
    )


def whole(**values: Any) -> Season:
    """Every unit counted, nothing wrong."""
    return season(
        UNITS,
        [
            sent(unit.code, [cell("Chi bộ 1", (2, 16, 1, 0)), cell("Chi bộ 2", (1, 9, 0, 1))])
            if unit.kind is UnitKind.GRASSROOTS
            else sent(unit.code, [cell("Kho bạc", (1, 7, 0, 0))])
            for unit in UNITS[1:]
        ],
        **values,
    )


def nothing(**values: Any) -> Season:
    """A register and not one file."""
    return season(UNITS, [], **values)


def one_unit() -> Season:
    """A register of a single committee, without anything above it."""
    unit = Unit("01", "Đảng bộ Trường Chính trị", UnitKind.GRASSROOTS)
    return season([unit], [sent("01", [cell("Chi bộ 1", (1, 9, 0, 0))])], milestones=())


def side_by_side() -> Season:
    """Two districts with nothing above them, a commune of ten members in each."""
    units = [
        Unit("T1", "Đảng bộ huyện Một", UnitKind.DISTRICT),
        Unit("T2", "Đảng bộ huyện Hai", UnitKind.DISTRICT),
        commune("01", "Đảng bộ xã Một", parent="T1"),
        commune("02", "Đảng bộ xã Hai", parent="T2"),
    ]
    taken = [sent(code, [cell("Chi bộ", (1, 9, 0, 0))]) for code in ("01", "02")]
    return season(units, taken)


def hostile() -> Season:
    """Every name that somebody outside writes is an attack."""
    code = "<b>../\"'`"
    units = [
        Unit("=1+1", HOSTILE, UnitKind.DISTRICT),
        Unit(code, HOSTILE, UnitKind.GRASSROOTS, "=1+1", cluster=HOSTILE, official=HOSTILE),
    ]
    broken = cell(HOSTILE, (1, 9, 0, 0), cell_code=code, rated=11, members=11)
    milestone = Milestone("<i>", HOSTILE, REPORTING, date(2021, 12, 20), usual_event("GUI"))
    return season(
        units,
        [
            sent(code, [cell(HOSTILE, (1, 9, 0, 0))], decision_no=HOSTILE),
            sent(code, [broken], version=2),
            Unread(f"=cmd|{HOSTILE}.xlsx", "y", HOSTILE, None),
        ],
        milestones=[milestone],
        office=HOSTILE,
        higher_office=HOSTILE,
        cap_decision=HOSTILE,
    )


def large(units: int, cells: int) -> Season:
    """A province-sized season for timing."""
    districts = [Unit(f"H{n}", f"Đảng bộ huyện {n}", UnitKind.DISTRICT, "T") for n in range(14)]
    root = Unit("T", "Đảng bộ tỉnh", UnitKind.PROVINCE)
    communes = [
        commune(f"X{n}", f"Đảng bộ xã {n}", parent=f"H{n % 14}", cluster=f"Cụm {n % 9}")
        for n in range(units)
    ]
    taken = [
        sent(unit.code, [cell(f"Chi bộ {n}", (1, 12 + n, 1, 0)) for n in range(cells)])
        for unit in communes
        if unit.code != "X5"
    ]
    return season([root, *districts, *communes], taken)


SEVEN = (
    Milestone("KH", "Ban hành kế hoạch", REPORTING, date(2021, 10, 30)),
    Milestone("CB", "Chi bộ kiểm điểm xong", REPORTING, date(2021, 11, 20), usual_event("CB")),
    Milestone("TT", "Tập thể kiểm điểm", REPORTING, date(2021, 12, 5)),
    Milestone("GUI", "Gửi hồ sơ, biểu tổng hợp", REPORTING, date(2021, 12, 20), usual_event("GUI")),
    Milestone("TD", "Thẩm định", REPORTING, date(2021, 12, 27), usual_event("TD")),
    Milestone("QD", "Quyết định xếp loại", REPORTING, date(2021, 12, 31), usual_event("QD")),
    Milestone("KP", "Kế hoạch khắc phục sau kiểm điểm", REPORTING, date(2022, 1, 31)),
)


def many_steps(units: int) -> Season:
    """A district of so many communes at seven milestones, in every state there is."""
    communes = [
        commune(
            f"{number:03d}",
            f"Đảng bộ xã {number:03d}",
            cluster=f"Cụm {number % 20 + 1}",
            official=f"Nguyễn Văn {number % 60:02d}",
            hinted=number % 50 == 7,
        )
        for number in range(units)
    ]
    reason = "Đang sắp xếp đơn vị hành chính"
    return season(
        [ROOT, *communes],
        [_steps_of(unit, number) for number, unit in enumerate(communes) if number % 9],
        milestones=SEVEN,
        extensions=[
            Extension(unit.code, "GUI", date(2021, 12, 24), reason) for unit in communes[::27]
        ],
    )


def _steps_of(unit: Unit, number: int) -> Return:
    """A return that was a few days early or late; every ninth unit sends none."""
    sent_on = date(2021, 12, 12) + timedelta(days=number % 11)
    review = date(2021, 11, 10) + timedelta(days=number % 13)
    return sent(
        unit.code,
        [cell("Chi bộ 1", (2, 16, 1, 0), review_date=review)],
        on=sent_on,
        done={
            "KH": date(2021, 10, 20) + timedelta(days=number % 12),
            **({"TT": review + timedelta(days=10)} if number % 7 else {}),
        },
    )
