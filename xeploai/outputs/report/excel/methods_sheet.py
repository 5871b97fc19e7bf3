"""The first two sheets of the workbook: what it holds, and how its figures come about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xeploai.outputs.report.excel.columns import NOT_ASSESSED, Placed, not_rated
from xeploai.outputs.report.excel.styles import (
    HEAD,
    LABEL,
    PLAIN,
    SUBTITLE,
    TITLE,
    ExcelBook,
    crowding,
)
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import (
    COLLECTION,
    FEW_MEMBERS,
    NO_FIGURES,
    NO_HALF_DECIDED,
    NOUNS,
    few_units,
    lower_first,
    sentence,
    upper_first,
)
from xeploai.register.caps import basis
from xeploai.register.model import Settings, Unit
from xeploai.schema.terms import Level, Stage, Subject
from xeploai.season.figures.shares import SHARES
from xeploai.text import count, day
from xeploai.views.methodology import (
    CAP_RATIOS,
    NO_CAP,
    NOT_KNOWN,
    SHARE_NAMES,
    cap_percent,
    cited,
    never_over_words,
    own_caps,
    rounding_words,
    share_words,
)
from xeploai.views.sending_parts import waiting_words

COVER, NOTES = "Bìa", "Ghi chú"

_COVER_WIDTHS = (5, 34, 92)
_ABOUT_WIDTH, _TEXT_WIDTH = 36, 95

_WHY_MISSING = {
    "refused": "Đã gửi, biểu có lỗi, phải sửa và gửi lại",
    "in_correction": "Đã gửi, chi bộ chưa kiểm điểm xong",
    "late": f"Đã gửi, biểu {NO_FIGURES}",
}
"""By the mark of how a unit stands with its return; of the others nothing readable came."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a sheet and what it shows."""

    sheet: str
    shows: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the notes; about: what it is about, "" where it goes on."""

    about: str
    text: str
    is_heading: bool = False


# ---------------------------------------------------------------- cover


def write_cover(paper: ExcelBook, scope: Scope, contents: Sequence[Entry]) -> None:
    """Write whose tables these are, of when, and what each sheet shows."""
    page = paper.page(COVER)
    page.sheet.hide_gridlines(2)
    for at, width in enumerate(_COVER_WIDTHS):
        page.sheet.set_column(at, at, width)
    settings = scope.settings
    bold = PLAIN | {"bold": True}
    page.text(0, 0, settings.higher_office.upper(), PLAIN)
    page.text(1, 0, settings.office.upper(), bold)
    page.merged((3, 0, 3, 2), COLLECTION.upper(), TITLE | {"font_size": 18})
    whose = f"{scope.name} {scope.view.period}"
    page.merged((4, 0, 4, 2), whose, TITLE)
    page.merged((5, 0, 5, 2), scope.as_of, SUBTITLE)
    page.merged((6, 0, 6, 2), f"Theo {settings.regulation.name}", SUBTITLE)
    page.sheet.set_row(3, 30)
    page.fit(4, whose, sum(_COVER_WIDTHS), 14)
    page.fit(5, scope.as_of, sum(_COVER_WIDTHS))
    for at, words in enumerate(("STT", "Tờ", "Nội dung")):
        page.text(8, at, words, HEAD | {"font_size": 11})
    for number, entry in enumerate(contents, 1):
        page.text(8 + number, 0, str(number), LABEL | {"align": "center"})
        page.link(8 + number, 1, entry.sheet)
        page.text(8 + number, 2, entry.shows, LABEL)
        page.fit(8 + number, entry.shows, _COVER_WIDTHS[-1])
    page.print_on_a4((8 + len(contents), 2), ("", "", settings.office), high=1)


# ---------------------------------------------------------------- notes


def write_notes(
    paper: ExcelBook, scope: Scope, tables: Sequence[Placed], more: Iterable[str]
) -> None:
    """Write how the figures come about, and what is not in them; more: what is left out."""
    page = paper.page(NOTES)
    page.sheet.hide_gridlines(2)
    page.sheet.set_column(0, 0, _ABOUT_WIDTH)
    page.sheet.set_column(1, 1, _TEXT_WIDTH)
    page.merged((0, 0, 0, 1), "GHI CHÚ", TITLE)
    page.sheet.set_row(0, 26)
    notes = list(_notes(scope, tables, more))
    for row, note in enumerate(notes, 2):
        if note.is_heading:
            page.merged(
                (row, 0, row, 1), note.about, HEAD | {"font_size": 11, "align": "left", "indent": 1}
            )
        else:
            page.text(row, 0, note.about, LABEL)
            page.text(row, 1, note.text, LABEL)
            longer = max((note.text, _TEXT_WIDTH), (note.about, _ABOUT_WIDTH), key=crowding)
            page.fit(row, *longer)
    page.print_on_a4((len(notes) + 1, 1), (scope.settings.office, scope.as_of, NOTES), high=0)


def _notes(scope: Scope, tables: Sequence[Placed], more: Iterable[str]) -> Iterator[Note]:
    settings = scope.settings
    yield from _section("Số liệu", _figures(scope, tables))
    yield from _section("Tỷ lệ", _shares(settings))
    yield from _section("Mức xếp loại", _levels(settings))
    yield from _section(NOT_ASSESSED, _reasons(settings))
    yield from _section("Trần xuất sắc", _cap(scope))
    yield from _section("Đơn vị chưa được tính", _missing(scope))
    yield from _section("Biểu, biểu đồ không lập", (Note("Lý do", reason) for reason in more))


def _section(heading: str, notes: Iterable[Note]) -> Iterator[Note]:
    listed = list(notes)
    if listed:
        yield Note(heading, "", is_heading=True)
        yield from listed


def _figures(scope: Scope, tables: Sequence[Placed]) -> Iterator[Note]:
    waiting = waiting_words(scope.season, scope.unit)
    if waiting:
        yield Note(f"Sau ngày {day(scope.view.counted_to)}", f"Có {waiting}.")
    if not tables:
        why = f"{upper_first(FEW_MEMBERS)}." if scope.is_hidden else f"{upper_first(NO_FIGURES)}."
        yield Note("Không có biểu", why)
        return
    yield Note(
        "Cách cộng",
        "Số lượng ở dòng đơn vị lấy từ biểu đơn vị gửi. Dòng in đậm và dòng Tổng cộng là công thức "
        "cộng; tỷ lệ là công thức, tính từ tổng số, không lấy trung bình các tỷ lệ. Đơn vị chưa có "
        "số liệu ghi lý do, không ghi số 0.",
    )
    for subject in dict.fromkeys(each.table.subject for each in tables):
        yield Note(f"Bước xếp loại: {NOUNS[subject]}", _step(scope, subject))
        figure = scope.figure(subject)
        if figure is not None and figure.is_withheld:
            words = f"{upper_first(few_units(figure, scope.settings))}."
            yield Note(f"Tỷ lệ xếp loại: {NOUNS[subject]}", words)
    reviewed = scope.view.reviewed_words(scope.unit)
    if reviewed:
        yield Note("Chi bộ kiểm điểm", f"{reviewed}, theo ngày kiểm điểm ghi trong các biểu")
    least = scope.view.register.hide_below
    if least > 1:
        yield Note(
            "Ẩn số liệu",
            f"Nơi có dưới {count(least)} đảng viên không ghi số liệu đảng viên; số liệu các nơi "
            "được ẩn cộng chung vào một dòng.",
        )


def _step(scope: Scope, subject: Subject) -> str:
    stage = scope.stage(subject)
    if stage is Stage.DECIDED:
        return "Theo quyết định xếp loại"
    return f"Theo mức {stage.label.lower()}, {NO_HALF_DECIDED}"


def _shares(settings: Settings) -> Iterator[Note]:
    for key in SHARES:
        yield Note(SHARE_NAMES[key], upper_first(share_words(key)))
    yield Note("Làm tròn", rounding_words(settings.rounding, settings.digits))


def _levels(settings: Settings) -> Iterator[Note]:
    scales = dict.fromkeys(settings.regulation.scale(subject) for subject in Subject)
    names = ((scale.short(level), scale.label(level)) for scale in scales for level in Level)
    for short, label in dict.fromkeys(names):
        yield Note(short, label)
    levels = settings.regulation.levels
    yield Note("Quy định", cited(levels.note, levels.citation))


def _reasons(settings: Settings) -> Iterator[Note]:
    for who, subject in (("Đảng viên", Subject.MEMBER), ("Chi bộ, TCCSĐ", Subject.ORG)):
        reasons = not_rated(subject, settings).values()
        yield Note(who, sentence(*map(lower_first, reasons)))
    yield Note("Tập thể, cá nhân", "Biểu chỉ ghi số chưa đánh giá, không ghi lý do")
    exempt = settings.regulation.exempt
    yield Note("Quy định", cited(exempt.note, exempt.citation) if exempt else NOT_KNOWN)


def _cap(scope: Scope) -> Iterator[Note]:
    settings = scope.settings
    if settings.cap is None:
        yield Note("Tỷ lệ trần", upper_first(NO_CAP))
        return
    yield Note("Tỷ lệ trần", f"{cap_percent(settings)} của {CAP_RATIOS[settings.cap_base]}")
    yield Note("Phạm vi", f"Tính theo {settings.cap_scope}")
    yield Note("Căn cứ", upper_first(basis(settings, settings.cap, settings.cap_decision)))
    if settings.cap_decision:
        yield Note("Quyết định cho phép vượt", settings.cap_decision)
    for name, cap in own_caps(scope.view.register, scope.reporting):
        yield Note("Trần riêng", f"{name}: {cap}")
    never = never_over_words(settings)
    if never:
        yield Note("Không tính là vượt", never)


def _missing(scope: Scope) -> Iterator[Note]:
    for unit in scope.reporting:
        why = _why_missing(scope, unit)
        if why:
            yield Note(unit.name, why)


def _why_missing(scope: Scope, unit: Unit) -> str:
    """Why a unit is not in the figures, or not with its newest return; "" where it is."""
    sending = scope.view.sending(unit)
    if sending.is_missing:
        return _WHY_MISSING.get(sending.mark, sending.of_return)
    before = "số liệu lấy từ bản hợp lệ trước đó"
    return f"Bản mới nhất: {lower_first(sending.word)}; {before}" if sending.note else ""
