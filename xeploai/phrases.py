"""Fragments of sentences that are used in more than one place, and how names and counts are spelt.

Pages, charts, letters and reports take them from here, so that they all say the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xeploai import text
from xeploai.register.model import Settings
from xeploai.schema.periods import in_words
from xeploai.schema.terms import CapBase, Level, Scale, Stage, Subject, UnitKind
from xeploai.season.figures.model import Figure

# ---------------------------------------------------------------- numbers and dates

UNKNOWN = "–"
"""Stand-in for a number that nobody knows, or that has no base."""


def number(value: int | None) -> str:
    """Return a count, or a dash where it is not known."""
    return UNKNOWN if value is None else text.count(value)


def percent(units: int | None, digits: int) -> str:
    """Return a percentage with its sign, or a dash."""
    return UNKNOWN if units is None else text.percent(units, digits)


def bare_percent(units: int | None, digits: int) -> str:
    """Return a percentage for a column whose heading has the sign, or a dash."""
    return UNKNOWN if units is None else text.decimal(units, digits, ",")


def day(value: date | None) -> str:
    """Return a date, or a dash."""
    return UNKNOWN if value is None else text.day(value)


# ---------------------------------------------------------------- names inside sentences


def in_a_row(parts: Iterable[str]) -> str:
    """Return parts of a sentence in a row: "a", "a và b", "a, b và c"."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} và {last}" if first else last


def lower_first(name: str) -> str:
    """Return a name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def upper_first(words: str) -> str:
    """Return words as they stand at the head of a sentence."""
    return words[:1].upper() + words[1:]


def sentence(*parts: str) -> str:
    """Join the parts that are not empty, as a sentence begins."""
    return upper_first("; ".join(part for part in parts if part))


def period_words(period: str) -> str:
    """Return a period inside a sentence: "2021" gives "năm 2021", "2025-Q1" "quý I/2025"."""
    return f"năm {period}" if period.isdigit() else lower_first(in_words(period))


OF_SEVERAL = "nay thuộc nhiều đơn vị"


def now_of_several(codes: Sequence[str]) -> str:
    """Return why old units that were split are not compared with those of this period."""
    return f"đơn vị cũ mã {in_a_row(codes)} {OF_SEVERAL}"


PERSONS = (Subject.MEMBER, Subject.LEADER)
"""Subjects that are assessed as persons; the others are rated as organisations."""

RERATED = "đã điều chỉnh"
"""State of figures that a later decision changed."""

NO_FIGURES_THEN = "không có số liệu"
"""State of an earlier period: no return of it will come any more."""

NOT_COMPARED = "không so sánh được"

NOUNS: Mapping[Subject, str] = {
    Subject.MEMBER: "đảng viên",
    Subject.CELL: "chi bộ",
    Subject.ORG: "tổ chức cơ sở đảng",
    Subject.COLLECTIVE: "tập thể",
    Subject.LEADER: "cá nhân",
}
"""Unit in which each subject is counted, in short."""

PLACES: Mapping[UnitKind, str] = {
    UnitKind.PROVINCE: "đảng bộ tỉnh",
    UnitKind.DISTRICT: "đảng bộ cấp trên trực tiếp cơ sở",
}
"""Kinds of organisation inside a sentence, where their own word does not do."""


_OF_DISTRICT = re.compile(
    r"(?:(?:đảng bộ|đảng ủy|đb) )?(?:huyện|quận|thị xã|thành phố|thị ủy|thành ủy)\b"
)
"""How the name of the committee of a district begins, in small letters."""

DISTRICT_LEVEL = "cấp huyện"


def is_of_district(name: str) -> bool:
    """Whether the name of a unit above TCCSĐ is a district's: since 30/6/2025 most are not."""
    return bool(_OF_DISTRICT.match(name.casefold()))


def place_noun(kind: UnitKind, name: str) -> str:
    """Return the word for an organisation inside a sentence: "đảng bộ cấp huyện"."""
    if kind is UnitKind.DISTRICT and is_of_district(name):
        return f"đảng bộ {DISTRICT_LEVEL}"
    return PLACES.get(kind, kind)


def not_asked(noun: str) -> str:
    """Return that no unit of the register reports some of whom others do."""
    return f"không đơn vị nào trong danh mục báo cáo {noun}"


def noun(subject: Subject) -> str:
    """Return the full name of a subject inside a sentence: "tập thể lãnh đạo, quản lý"."""
    return lower_first(subject.label)


LEVEL_NAMES: Mapping[Level, str] = {level: level.label.removesuffix(" nhiệm vụ") for level in Level}
"""Levels as headings and labels, without the "nhiệm vụ" that all of them end in."""

_BRIEFLY = {LEVEL_NAMES[Level.XS]: "Xuất sắc", LEVEL_NAMES[Level.HTT]: "Tốt"}


def level_name(level: Level, *scales: Scale) -> str:
    """Return a level as a heading or label: of figures of several scales, all its names."""
    return _once_each(scale.label(level).removesuffix(" nhiệm vụ") for scale in scales)


def level_label(level: Level, *scales: Scale) -> str:
    """Return the same in full."""
    return _once_each(scale.label(level) for scale in scales)


def _once_each(names: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(names))


def excellent_over_good(scale: Scale) -> str:
    """Return the heading of the one ratio of excellence: "XS/HTT"."""
    return f"{scale.short(Level.XS)}/{scale.short(Level.HTT)}"


def excellent_over_both(scale: Scale) -> str:
    """Return the heading of the other one, which may break after its sign: "XS/(XS+HTT)"."""
    return f"{scale.short(Level.XS)}/({scale.short(Level.XS)}+{scale.short(Level.HTT)})"


def brief_name(level: Level, scale: Scale) -> str:
    """Return a level where a whole line of them must fit."""
    name = level_name(level, scale)
    return _BRIEFLY.get(name, name)


HTT_OR_ABOVE = "HTT trở lên"
"""Heading of those at the second level or above."""

STAGE_VERBS: Mapping[Stage, str] = {
    Stage.SELF: "tự xếp loại",
    Stage.PROPOSED: "được đề nghị xếp loại",
    Stage.DECIDED: "được xếp loại",
}
"""Verb for whoever is counted at a stage."""

ASSESSED = "được đánh giá, xếp loại"
"""Verb for persons who are rated, in full."""

REVIEWED_CELLS = "chi bộ đã kiểm điểm"
"""Counted where a cell has a day of review: it may still have no level."""


def unwritten_cells(number: str) -> str:
    """Say of how many cells, which are rated, nobody wrote the day of the review."""
    return f"{number} chi bộ chưa ghi ngày kiểm điểm"


NO_CLUSTER = "Không thuộc cụm"

# ---------------------------------------------------------------- why there is no number

HIDDEN = "ẩn vì ít đảng viên"
FEW_MEMBERS = "không nêu vì đơn vị có ít đảng viên"
NOT_RATED = "chưa xếp loại"
NO_RESULTS = "chưa có kết quả"
NO_LEVEL = "chưa có mức xếp loại"
UNDECIDED = "chưa có mức được quyết định"
NO_FIGURES = "chưa có số liệu"
SENT_WITHOUT_FIGURES = f"đã gửi, {NO_FIGURES}"
NOT_FILLED_IN = "chưa ghi số liệu"
NOT_SENT = "chưa gửi"
NO_RETURN = f"{NOT_SENT} biểu"
HAS_UNREADABLE = "có tệp không đọc được"
ADDED_UP = "số liệu đã được tổng hợp"
NOT_ADDED_UP = "biểu chỉ được tính vào tiến độ, chưa cộng kết quả xếp loại"
SEND_WHEN_REVIEWED = "chi bộ kiểm điểm xong thì đơn vị ghi tiếp rồi gửi lại"
TO_FIX = "lỗi phải sửa"
TO_REVIEW = "nội dung đề nghị rà soát"
NONE = "không có"
NONE_COUNTED = "nay không có bản nào được tính"
EARLIER_COUNTED = "đang tính bản trước"
GONE = "không còn trong thư mục"
NOTHING_CHANGED = "không có gì thay đổi"
NO_MILESTONES = "danh mục chưa đặt mốc thời gian"
ALL_DONE = "mọi mốc đã xong"
NO_HALF_DECIDED = "vì chưa đến một nửa có quyết định xếp loại"

# Reasons for which members are not rated.
EXEMPT = "miễn công tác, sinh hoạt đảng"
SUSPENDED = "đình chỉ sinh hoạt đảng"
NEWLY_ADMITTED = "mới kết nạp chưa đủ 6 tháng"
OTHER_REASON = "lý do khác"

# ---------------------------------------------------------------- what to do

READ_GUIDE = "Xem hướng dẫn"
NO_FILES_YET = "Thư mục input chưa có biểu nào"
PUT_FILES = "Đặt tệp của các đơn vị vào thư mục input rồi chạy lại chương trình."
PUT_FIXED_FILES = "nhận tệp đã sửa thì đặt vào thư mục input rồi chạy lại chương trình"
UNITS_COUNTED = "đơn vị được tính"
UNITS_TO_FIX = "đơn vị cần sửa"
HINTED = "gợi ý kiểm điểm"
OFFICIAL = "Cán bộ theo dõi"
WHOLE_FILE = "cả tệp"


def did_you_mean(name: str) -> str:
    """Return the end of a sentence about a name that is not known."""
    return f"; gần nhất: “{name}”"


def not_checked(number: int) -> str:
    """Return how many checks wait until a sheet can be read whole."""
    return f"Chưa kiểm tra được {number} mục vì có ô hoặc tờ chưa đọc được"


# ---------------------------------------------------------------- deadlines

SOON = "sắp đến hạn"
OF_BOARD = "việc của cơ quan tổng hợp"
DUE_TODAY = "hôm nay hết hạn"


def cells_unknown(units: str) -> str:
    """Return the words on so many committees of which not even the number of cells is known."""
    return f"chưa rõ số chi bộ của {units} đơn vị"


def as_of_words(day_seen: date) -> str:
    """Return the day that progress is looked at from, as a sentence begins."""
    return f"Tính đến ngày {text.day(day_seen)}"


def seen_on(day_seen: date) -> str:
    """Return the day of a page that shows what returns and the register say."""
    return f"{as_of_words(day_seen)} · theo biểu được tính và danh mục"


def counted_to_words(counted_to: date) -> str:
    """Return the day that figures stand for, as a sentence begins."""
    return f"Số liệu {lower_first(as_of_words(counted_to))}"


# ---------------------------------------------------------------- the cap

CAP_BASES: Mapping[CapBase, str] = {
    CapBase.HTT: f"số {lower_first(LEVEL_NAMES[Level.HTT])}",
    CapBase.XS_HTT: f"số xuất sắc và {lower_first(LEVEL_NAMES[Level.HTT])}",
    CapBase.RATED: f"số {ASSESSED}",
}


def over_cap(cap: object) -> str:
    """Return the note beside a share above the cap."""
    return f"vượt trần {cap}%"


# ---------------------------------------------------------------- figures


def largest(figure: Figure) -> Level:
    """Return the level most are at; of equals the better one."""
    return max(Level, key=figure.level)


def rated_word(figure: Figure) -> str:
    """Return the verb for those rated: persons are assessed, organisations rated."""
    if figure.stage is Stage.DECIDED and figure.subject in PERSONS:
        return "được đánh giá"
    return STAGE_VERBS[figure.stage]


def rated_of(figure: Figure) -> str:
    """Return how many are rated, and of how many where that is not all: "3.675/3.806"."""
    rated, total = figure.rated or 0, figure.total or 0
    return text.count(rated) if rated == total else f"{text.count(rated)}/{text.count(total)}"


def base(figure: Figure) -> str:
    """Return the base of a figure's shares: "3.675/3.806 đảng viên được đánh giá"."""
    return f"{rated_of(figure)} {noun(figure.subject)} {rated_word(figure)}"


def few_rated(figure: Figure) -> str:
    """Return the text in place of the shares of too few: "mới có 2/44 chi bộ được xếp loại"."""
    rated = f"{text.count(figure.rated or 0)}/{text.count(figure.total or 0)}"
    return f"mới có {rated} {noun(figure.subject)} {rated_word(figure)}"


def few_units(figure: Figure, settings: Settings) -> str:
    """Return the text in place of the shares of levels of too few units.

    "mới có số liệu của 2/31 đơn vị, chưa đủ 50% để công bố tỷ lệ xếp loại".
    """
    units = units_of(figure.units_known, figure.units_expected)
    least = settings.least_coverage
    return f"mới có số liệu của {units}, chưa đủ {least}% để công bố tỷ lệ xếp loại"


def few_units_in(figure: Figure) -> str:
    """Return the same in short, where a whole sentence has no room."""
    return f"mới có số liệu của {units_of(figure.units_known, figure.units_expected)}"


def why_undrawn(figure: Figure, settings: Settings) -> str:
    """Return why the charts of a figure are withheld."""
    return few_units(figure, settings) if figure.is_withheld else few_rated(figure)


def not_drawn(subject: Subject, why: str) -> str:
    """Return the sentence about a chart that is not drawn."""
    return f"Không vẽ biểu đồ {NOUNS[subject]} theo đơn vị: {why}."


def share_of(figure: Figure, digits: int) -> str:
    """Return the share at the largest level, with whose it is: "92,79% đảng viên"."""
    return f"{text.percent(figure.share(largest(figure)) or 0, digits)} {noun(figure.subject)}"


def reached(figure: Figure) -> str:
    """Return what most reached: "tự xếp loại hoàn thành tốt nhiệm vụ"."""
    level = lower_first(figure.scale.label(largest(figure)))
    return level if figure.stage is Stage.DECIDED else f"{STAGE_VERBS[figure.stage]} {level}"


def outcome(figure: Figure, settings: Settings) -> str:
    """Return what a figure says first: "92,79% đảng viên hoàn thành tốt nhiệm vụ".

    Of a few, only how many they are.
    """
    if figure.is_few or figure.is_withheld:
        return upper_first(why_undrawn(figure, settings))
    return f"{share_of(figure, settings.digits)} {reached(figure)}"


def outcomes(figures: Iterable[Figure], settings: Settings) -> str:
    """Return the outcomes of several figures, those that reached the same in one breath."""
    groups: dict[str, list[str]] = {}
    few = []
    for figure in figures:
        if figure.is_few or figure.is_withheld:
            few.append(why_undrawn(figure, settings))
        else:
            shares = groups.setdefault(reached(figure), [])
            shares.append(share_of(figure, settings.digits))
    parts = [f"{in_a_row(shares)} {words}" for words, shares in groups.items()]
    return sentence(*parts, *few)


def undecided(figure: Figure) -> str:
    """Return a warning where an earlier stage than the decision is shown."""
    if figure.stage is Stage.DECIDED:
        return ""
    return f"theo mức {figure.stage.label.lower()}, chưa đủ quyết định xếp loại"


def level_words(figure: Figure, digits: int, *, counts: bool = False) -> str:
    """Return the levels of a figure in one phrase: "xuất sắc 12,50%, tốt 80,00%, …".

    A count and its share stay on one line.
    """
    return ", ".join(
        f"{lower_first(level_name(level, figure.scale))} "
        f"{_level_words(figure, level, digits, counts=counts)}"
        for level in Level
    )


def above_words(figure: Figure, digits: int) -> str:
    """Return how many are at the second level or above: "hoàn thành tốt trở lên 342 (92,50%)"."""
    name = f"{lower_first(LEVEL_NAMES[Level.HTT])} trở lên"
    share = percent(figure.htt_or_above_pct, digits)
    return f"{name} {text.count(figure.htt_or_above)}\N{NO-BREAK SPACE}({share})"


def levels_told(figure: Figure, settings: Settings) -> str:
    """Return the end of a sentence on those rated: the levels, and who is at the second or above.

    ": hoàn thành xuất sắc 5 (9,43%), …"; where too few units are counted for shares, why there are
    none.
    """
    if figure.is_withheld:
        return f"; {few_units(figure, settings)}"
    digits = settings.digits
    return f": {level_words(figure, digits, counts=True)}; {above_words(figure, digits)}"


def _level_words(figure: Figure, level: Level, digits: int, *, counts: bool) -> str:
    share = percent(figure.share(level), digits)
    at_level = figure.level(level)
    if not counts:
        return share
    return f"{text.count(at_level)}\N{NO-BREAK SPACE}({share})" if at_level else "0"


# ---------------------------------------------------------------- coverage and source

PROVISIONAL = "tạm tính"

COLLECTION = "biểu tổng hợp kết quả xếp loại"
"""Name of the workbook of all tables."""


def results_of(whom: str, period: str) -> str:
    """Return the title of a table or chart; whom: of whom or of which unit it is."""
    return f"Kết quả xếp loại {whom} {period}"


def units_of(counted: int | None, expected: int | None) -> str:
    """Return how many of the expected units are counted: "41/44 đơn vị"."""
    return f"{number(counted)}/{number(expected)} đơn vị"


def units_in(figure: Figure) -> str:
    """Return how many of the expected units are in a figure."""
    return units_of(figure.units_counted, figure.units_expected)


def coverage(counted: int | None, expected: int | None) -> str:
    """Return how far units are counted: "44/44 đơn vị", "tạm tính, 41/44 đơn vị"."""
    if not expected:
        return ""
    units = units_of(counted, expected)
    return f"{PROVISIONAL}, {units}" if (counted or 0) < expected else units


def coverage_of(figure: Figure) -> str:
    """Return the coverage of a figure."""
    return coverage(figure.units_counted, figure.units_expected)


def unusual_day(as_of: date, period: str, first: date, last: date) -> str:
    """Return the question about a day of the figures outside the period's season."""
    return (
        f"Xem lại ngày tính số liệu {text.day(as_of)}: ngoài kỳ đánh giá {period_words(period)} "
        f"(từ {text.day(first)} đến {text.day(last)})."
    )


def hint_of(figure: Figure, settings: Settings) -> str:
    """Return what stands behind the numbers of some of its units, "" where all are counted."""
    if figure.is_withheld:
        return few_units(figure, settings)
    return coverage_of(figure) if figure.is_provisional else ""


def up_to(counted_to: date) -> str:
    """Return the day the figures stand for."""
    return f"số liệu đến ngày {text.day(counted_to)}"


def source(counted: int, office: str) -> str:
    """Return where the figures come from: how many units' returns, and who added them up."""
    returns = f"biểu tổng hợp của {text.count(counted)} đơn vị, " if counted else ""
    return f"Nguồn: {returns}{office}"


def source_of(figure: Figure, office: str) -> str:
    """Return where the figures of a chart come from: of one unit, its own return."""
    if figure.unit and figure.kind.is_grassroots:
        return f"Nguồn: biểu tổng hợp của {lower_first(figure.name)}, {office}"
    return source(figure.units_counted or 0, office)


def subtitle(figure: Figure, counted_to: date) -> str:
    """Return base, day, coverage, and the stage where it is not the last one."""
    return sentence(base(figure), up_to(counted_to), coverage_of(figure), undecided(figure))


def nothing_read(*, has_file: bool) -> str:
    """Say of a unit of which nothing readable came that it sent nothing, unless a file is there."""
    return HAS_UNREADABLE if has_file else NOT_SENT
