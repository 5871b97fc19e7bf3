"""Points of the 100-point scale beside the level they were given for."""

from collections.abc import Iterator

from xeploai.findings import CellViolations, Severity, Violation
from xeploai.reading.points import Points, points_in
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules.families.shared import is_given, latest_level
from xeploai.rules.scopes import register_rule, return_rule
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.regulations import years_of
from xeploai.schema.terms import Level
from xeploai.submissions.model import Return

QD_366 = "QĐ 366-QĐ/TW, HD 43-HD/BTCTW"
_2025 = years_of("qd366-2025")
_ORDER = list(Level)

Rated = Located[CellReturn] | Located[InfoReturn]


def _rated(item: Return) -> Iterator[tuple[Rated, str]]:
    """Yield the unit and its cells where points are written, each with its name."""
    if item.info is not None and is_given(item.info.row.points):
        yield item.info, "Đơn vị"
    for cell in item.rows(CellReturn):
        if is_given(cell.row.points):
            yield cell, cell.row.name


def _scored(item: Return) -> Iterator[tuple[Rated, str, Points]]:
    for each, name in _rated(item):
        points = points_in(each.row.points)
        if points is not None:
            yield each, name, points


@return_rule(Severity.WARNING, QD_366, InfoReturn, CellReturn, in_force=_2025, is_practice=True)
def points_unreadable(item: Return) -> CellViolations:
    """Điểm xếp loại ghi không đọc được.

    Vì sao: điểm không đọc được thì không đối chiếu được với mức xếp loại.
    Cách sửa: ghi tổng điểm, ví dụ 93; hoặc ghi điểm tiêu chí chung cộng điểm kết quả, ví dụ 28+65.
    """
    for each, name in _rated(item):
        if points_in(each.row.points) is None:
            yield Violation(
                each.ref("points"),
                "{name}: điểm ghi “{written}”, cần ghi như 93 hoặc 28+65",
                name=name, written=each.row.points,
            )  # fmt: skip


@register_rule(
    Severity.WARNING, QD_366, InfoReturn, CellReturn, in_force=_2025, confirmed=_2025,
)  # fmt: skip
def points_beyond_scale(item: Return, register: Register) -> CellViolations:
    """Điểm xếp loại vượt thang điểm.

    Vì sao: thang 100 điểm gồm 30 điểm tiêu chí chung và 70 điểm kết quả thực hiện nhiệm vụ.
    Cách sửa: xem lại điểm từng phần và tổng điểm.
    """
    scoring = register.settings.regulation.scoring
    if scoring is None:
        return
    for each, name, points in _scored(item):
        parts = (
            ("điểm tiêu chí chung", points.common, scoring.common),
            ("điểm kết quả", points.results, scoring.results),
            ("tổng điểm", points.total, scoring.common + scoring.results),
        )
        over = [f"{what} quá {most}" for what, number, most in parts if number and number > most]
        if over:
            yield Violation(
                each.ref("points"),
                "{name}: điểm ghi “{written}”, {over}",
                name=name, written=each.row.points, over=", ".join(over),
            )  # fmt: skip


@register_rule(
    Severity.WARNING, QD_366, InfoReturn, CellReturn, in_force=_2025, confirmed=_2025,
)  # fmt: skip
def points_below_level(item: Return, register: Register) -> CellViolations:
    """Mức xếp loại cao hơn mức mà số điểm cho phép.

    Vì sao: xuất sắc cần từ 90 điểm, tốt từ 70, hoàn thành từ 50; dưới 50 là không hoàn thành nhiệm
    vụ. Điểm đủ mà mức thấp hơn thì không phải lỗi: mức còn tùy các điều kiện khác.
    Cách sửa: xem lại điểm và mức; xét lại mức nếu điểm đúng.
    """
    scoring = register.settings.regulation.scoring
    if scoring is None:
        return
    for each, name, points in _scored(item):
        _, level = latest_level(each.row)
        allowed = scoring.level(points.total)
        if level is not None and _ORDER.index(level) < _ORDER.index(allowed):
            yield Violation(
                each.ref("points"),
                "{name} xếp {level}, {points} điểm chỉ đến mức {allowed}",
                name=name, level=item.scale.short(level), points=points.shown,
                allowed=item.scale.short(allowed),
            )  # fmt: skip
