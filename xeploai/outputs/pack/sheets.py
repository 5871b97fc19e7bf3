"""A season and the files it was made of → the sheets of a pack, as rows of values.

What people read in them is as the site shows it: counts that the site hides are hidden here too.
Only the files themselves go along whole, packed as text, or no sum of the board above were right.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from xeploai import __version__
from xeploai.outputs.csv_files import OWN, RATIO_COLUMNS, Value, ratio_rows
from xeploai.phrases import (
    ASSESSED,
    EXEMPT,
    HTT_OR_ABOVE,
    NEWLY_ADMITTED,
    OTHER_REASON,
    SUSPENDED,
    upper_first,
)
from xeploai.reading.xlsx.cells import CellValue
from xeploai.rules.all_rules import TITLES
from xeploai.schema import pack_sheets as layout
from xeploai.schema.terms import Level, Stage, Subject, UnitKind
from xeploai.season.figures.stages import top_unit
from xeploai.season.redaction import Redaction, redaction_of
from xeploai.season.season import Season
from xeploai.submissions.model import Pack, Submission
from xeploai.submissions.packs import (
    MOST_IN_CELL,
    PackEntry,
    cover_rows,
    entry_cells,
    in_cells,
    seal_of,
    with_common,
)
from xeploai.text import day
from xeploai.views.finding_rows import ACCEPTED, SEVERITY_NAMES

Rows = list[list[CellValue]]

_FIGURE_HEADINGS: Mapping[str, str] = {
    "period": "Kỳ",
    "unit": layout.LISTED_CODE,
    "name": layout.LISTED_NAME,
    "kind": layout.LISTED_KIND,
    "parent": "Mã đơn vị cấp trên",
    "subject": "Đối tượng",
    "stage": "Bước",
    "total": "Tổng số",
    "rated": upper_first(ASSESSED),
    "exempt": upper_first(EXEMPT),
    "suspended": upper_first(SUSPENDED),
    "new_under_6m": upper_first(NEWLY_ADMITTED),
    "not_rated_other": upper_first(OTHER_REASON),
    "xs": "XS",
    "htt": "HTT",
    "ht": "HT",
    "kht": "KHT",
    "coverage_pct": "Tỷ lệ đánh giá (%)",
    "xs_pct": "XS (%)",
    "htt_pct": "HTT (%)",
    "ht_pct": "HT (%)",
    "kht_pct": "KHT (%)",
    "xs_over_htt_pct": "XS/HTT (%)",
    "xs_over_xs_htt_pct": "XS/(XS+HTT) (%)",
    "units_expected": "Đơn vị phải gửi",
    "units_counted": "Đơn vị tính được",
    "htt_or_above_pct": f"{HTT_OR_ABOVE} (%)",
    **{f"{level.value}_before": f"{level.short} trước khi xếp loại lại" for level in Level},
}
"""Headings of the sheet of figures, by the column of ratios.csv; hidden counts are blank."""

_SUBJECTS: Mapping[str, str] = {
    **{subject.value: subject.label for subject in Subject},
    OWN: "Mức của chính tổ chức",
}
_STAGES: Mapping[str, str] = {stage.value: stage.label for stage in Stage}

STANDING_HEADINGS = (
    layout.LISTED_CODE, layout.LISTED_NAME, "Mã mốc", "Tên mốc", "Hạn", "Ngày xong", "Tình trạng",
    "Số ngày",
)  # fmt: skip
FINDING_HEADINGS = ("Tệp", "Tờ", "Ô", "Mã đơn vị", "Mức độ", "Quy tắc", "Nội dung")
UNIT_HEADINGS = (
    layout.LISTED_CODE, layout.LISTED_NAME, layout.LISTED_KIND, "Mã đơn vị cấp trên",
)  # fmt: skip

_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Beginning of what Excel reads as the code of a letter, and other programs as it stands."""

MOST_FIGURES = 30_000
"""With more rows the sheet of figures leaves out the cells, which the board above works out."""

NOTES = (
    "Gửi gói này cho cơ quan cấp trên; cấp trên đặt tệp vào thư mục input, không đổi gì trong đó.",
    "Cấp trên đọc lại từng biểu trong gói, kiểm tra bằng cùng quy tắc rồi cộng.",
    "Mở bằng Excel rồi lưu lại, gói vẫn dùng được; sửa, xóa, sắp xếp lại dòng thì gói bị từ chối.",
    "Gói rất lớn thì tờ Số liệu chỉ ghi đến tổ chức cơ sở đảng; chi bộ nằm trong nội dung gốc.",
    "Số liệu đảng viên của tổ chức dưới ngưỡng ẩn để trống ở mọi tờ.",
    "Nội dung gốc của biểu ở tờ cuối vẫn đủ số để cấp trên cộng đúng; chỉ nén, không khóa.",
    "Giữ và gửi gói như giữ và gửi chính các biểu.",
)
"""Lines of the cover."""


@dataclass(frozen=True, slots=True)
class PackMade:
    """The sheets of a pack and what its cover tells, with its short code to come."""

    told: Pack
    sheets: Mapping[str, Rows]


def pack_sheets(season: Season, entries: Sequence[PackEntry], made_at: datetime) -> PackMade:
    """Return the sheets of a pack: what people read, and the files for the board above."""
    register, redaction = season.register, redaction_of(season, TITLES)
    fates = {item.file: item for item in season.intake.submissions}
    # What a later pack has taken the place of is left behind.
    kept = [_with_first_seen(each, season) for each in entries if each.file in fates]
    entries, common = with_common(kept)
    told = Pack(
        file="",
        sha256="",
        office=register.settings.office,
        unit=top_unit(register),
        period=register.settings.period,
        as_of=season.as_of,
        made_at=made_at.replace(microsecond=0),
        hide_below=register.hide_below,
        number=len(kept),
    )
    headings = [_FIGURE_HEADINGS[name] for name in RATIO_COLUMNS]
    sheets: dict[str, Rows] = {
        layout.COVER: [list(map(_cell, row)) for row in cover_rows(told, __version__)],
        layout.FIGURES: _table(headings, _figures(season, redaction)),
        layout.STANDINGS: _table(STANDING_HEADINGS, _standings(season)),
        layout.FINDINGS: _table(FINDING_HEADINGS, _findings(season, redaction)),
        layout.UNITS: _table(UNIT_HEADINGS, _units(season)),
        layout.ENTRIES: _table(layout.ENTRY_HEADINGS, _files(entries, fates, common)),
    }
    return PackMade(told, sheets | {layout.COVER: _sealed(sheets)})


def _with_first_seen(entry: PackEntry, season: Season) -> PackEntry:
    """Return a file with the earliest moment that a board is known to have met it."""
    known = season.ledger.receipts.get(entry.sha256)
    return replace(entry, first_seen=min(known.first_seen, entry.first_seen)) if known else entry


def _sealed(sheets: Mapping[str, Rows]) -> Rows:
    """Return the cover with its title, the seal of all sheets and the notes."""
    cover = sheets[layout.COVER]
    title = f"{layout.COVER.upper()} GỬI CƠ QUAN CẤP TRÊN"
    above, below = [_line(title), []], [[], *map(_line, NOTES)]
    seal = seal_of({**sheets, layout.COVER: [*above, *cover, *below]})
    return [*above, *cover, [layout.SEAL, seal], *below]


def _line(text: str) -> list[CellValue]:
    return [text]


def _table(headings: Sequence[str], rows: Iterable[Sequence[Value | float]]) -> Rows:
    return [list(headings), *([_cell(value) for value in row] for row in rows)]


def _cell(value: Value | float) -> CellValue:
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | float):
        return value
    return _CODED.sub("_ ", str(value))[:MOST_IN_CELL]


def _figures(season: Season, redaction: Redaction) -> Iterator[Sequence[Value | float]]:
    """Yield the figures as ratios.csv has them, in words."""
    subject, stage = RATIO_COLUMNS.index("subject"), RATIO_COLUMNS.index("stage")
    shares = [at for at, name in enumerate(RATIO_COLUMNS) if name.endswith("_pct")]
    rows = list(ratio_rows(season, redaction, lambda value: value))
    if len(rows) > MOST_FIGURES:
        kind = RATIO_COLUMNS.index("kind")
        rows = [row for row in rows if not UnitKind(str(row[kind])).is_below_reporting]
    for row in rows:
        cells: list[Value | float] = list(row)
        cells[subject] = _SUBJECTS[str(cells[subject])]
        cells[stage] = _STAGES[str(cells[stage])]
        for at in shares:
            cells[at] = None if row[at] is None else float(str(row[at]))
        yield cells


def _standings(season: Season) -> Iterator[Sequence[Value]]:
    for unit in season.progress.units:
        for step in season.progress.of_unit(unit.code):
            milestone = step.milestone
            yield (
                unit.code, unit.name, milestone.code, milestone.name, step.deadline, step.done_on,
                step.kind.label, step.days,
            )  # fmt: skip


def _findings(season: Season, redaction: Redaction) -> Iterator[Sequence[Value]]:
    for finding in map(redaction.shown, season.findings):
        ref = finding.ref
        grade = ACCEPTED[1] if finding.accepted else SEVERITY_NAMES[finding.severity]
        title = TITLES[finding.rule]
        yield ref.file, ref.sheet, ref.cell, finding.unit, grade, title, finding.message


def _units(season: Season) -> Iterator[Sequence[Value]]:
    for unit in season.register.units.values():
        yield unit.code, unit.name, unit.kind, unit.parent


def _files(
    entries: Sequence[PackEntry], fates: Mapping[str, Submission], common: str
) -> Iterator[Sequence[Value]]:
    for number, entry in enumerate(entries, start=1):
        fate = fates[entry.file]
        about = (
            number, entry.file, fate.unit, fate.period, fate.version, fate.received_on,
            fate.status.label, fate.reason,
        )  # fmt: skip
        yield *about, *map(str, entry_cells(entry))
    yield "", layout.COMMON, *[""] * (len(layout.ENTRY_HEADINGS) - 3), *in_cells(common)
