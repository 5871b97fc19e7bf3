"""The register that a single workbook describes: what a unit can be checked by before it sends."""

from dataclasses import replace
from datetime import date

from xeploai.reading.values import read_choice
from xeploai.register.model import Register, Settings, Unit, make_register
from xeploai.schema.form import InfoReturn
from xeploai.schema.regulations import Regulation, all_regulations, for_year
from xeploai.schema.terms import Rounding, UnitKind
from xeploai.submissions.model import Return
from xeploai.submissions.returns import label_text

OFFICE = "Ban Tổ chức"
NO_CODE = "chua-ghi-ma"
"""Placeholder code of a unit that has not written one."""

_NO_NAME, _ABOVE = "Đơn vị chưa ghi mã", "*"


def alone(item: Return, as_of: date) -> tuple[Register, Return]:
    """Return a register of nothing but the return's own unit, and the return as a unit of it.

    The period's regulation sets its usual cap; as_of tells it where the period names no year.
    """
    info = item.sheet(InfoReturn)
    unit = Unit(
        code=item.unit or NO_CODE,
        name=label_text(info, "unit_name") or item.unit or _NO_NAME,
        kind=_kind(item),
        parent=_ABOVE,
    )
    above = Unit(_ABOVE, label_text(info, "parent_name") or "Cấp trên trực tiếp", UnitKind.DISTRICT)
    register = make_register(_settings(item, as_of), [above, unit])
    return register, replace(item, unit=unit.code)


def _kind(item: Return) -> UnitKind:
    kind = read_choice(UnitKind, label_text(item.sheet(InfoReturn), "unit_kind"))
    return kind if isinstance(kind, UnitKind) and kind.reports else UnitKind.GRASSROOTS


def _settings(item: Return, as_of: date) -> Settings:
    regulation: Regulation = for_year(item.year or as_of.year) or all_regulations()[0]
    return Settings(
        period=item.period or str(as_of.year),
        office=OFFICE,
        higher_office="",
        regulation=regulation,
        cap=regulation.cap.percent,
        cap_base=regulation.cap.base,
        cap_scope=regulation.cap.scope,
        cap_decision="",
        digits=2,
        rounding=Rounding.HALF_UP,
        hide_below=0,
        counted_to=None,
    )
