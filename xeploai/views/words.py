"""Phrases that more than one page says."""

from datetime import date

from xeploai import text
from xeploai.register.model import Milestone, Settings
from xeploai.schema.terms import Level, Stage, Subject, UnitKind
from xeploai.season.figures.model import Figure

UNKNOWN = "–"
"""Where a number would stand that nobody knows, or that has no base."""

LEVEL_NAMES = {
    Level.XS: "Hoàn thành xuất sắc",
    Level.HTT: "Hoàn thành tốt",
    Level.HT: "Hoàn thành",
    Level.KHT: "Không hoàn thành",
}
"""The levels as headings and labels, without the "nhiệm vụ" that all of them end in."""

SHORT_NAMES = {
    Level.XS: "Xuất sắc",
    Level.HTT: "Tốt",
    Level.HT: "Hoàn thành",
    Level.KHT: "Không hoàn thành",
}
"""The levels where a whole line of them must fit."""

NOUNS = {
    Subject.MEMBER: "đảng viên",
    Subject.CELL: "chi bộ",
    Subject.ORG: "tổ chức cơ sở đảng",
    Subject.COLLECTIVE: "tập thể",
    Subject.LEADER: "cá nhân",
}
"""Noun that each subject is counted in."""

STAGE_VERBS = {
    Stage.SELF: "tự xếp loại",
    Stage.PROPOSED: "được đề nghị xếp loại",
    Stage.DECIDED: "được xếp loại",
}
"""Verb for those counted at a step."""

NO_CLUSTER = "Không thuộc cụm"

PATHS = {
    Subject.MEMBER: "xep-loai/dang-vien",
    Subject.CELL: "xep-loai/chi-bo",
    Subject.ORG: "xep-loai/tccsd",
    Subject.COLLECTIVE: "xep-loai/tap-the",
    Subject.LEADER: "xep-loai/lanh-dao",
}
"""The page of each subject, without its ending."""

LAST_YEAR_WITH_DISTRICTS = 2024
"""Districts ended on 30/6/2025; of 2025 on, "cấp huyện" names nobody."""


def number(value: int | None) -> str:
    """Format a count, or a dash where it is not known."""
    return UNKNOWN if value is None else text.count(value)


def percent(units: int | None, digits: int) -> str:
    """Format a percentage with its sign, or a dash."""
    return UNKNOWN if units is None else text.percent(units, digits)


def bare_percent(units: int | None, digits: int) -> str:
    """Format a percentage for a column whose heading has the sign, or a dash."""
    return UNKNOWN if units is None else text.decimal(units, digits, ",")


def day(value: date | None) -> str:
    """Format a date, or a dash."""
    return UNKNOWN if value is None else text.day(value)


def lower_first(name: str) -> str:
    """Return a name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def upper_first(words: str) -> str:
    """Words at the head of a sentence."""
    return words[:1].upper() + words[1:]


def period_words(period: str) -> str:
    """Return a period inside a sentence: "2021" gives "năm 2021", "Quý I/2025" "quý I/2025"."""
    return f"năm {period}" if period.isdigit() else lower_first(period)


def level_words(figure: Figure, digits: int, *, counts: bool = False) -> str:
    """Return the levels of a figure in one phrase: "xuất sắc 12,50%, tốt 80,00%, …".

    A count and its share stay on one line.
    """
    return ", ".join(
        f"{lower_first(LEVEL_NAMES[level])} {_level_words(figure, level, digits, counts=counts)}"
        for level in Level
    )


def _level_words(figure: Figure, level: Level, digits: int, *, counts: bool) -> str:
    share = percent(figure.share(level), digits)
    number_of = figure.level(level)
    if not counts:
        return share
    return f"{text.count(number_of)}\N{NO-BREAK SPACE}({share})" if number_of else "0"


def coverage(figure: Figure) -> str:
    """How many of the expected units a figure covers: "tạm tính, 41/44 đơn vị"."""
    if not figure.units_expected:
        return ""
    said = f"{number(figure.units_counted)}/{number(figure.units_expected)} đơn vị"
    return f"tạm tính, {said}" if figure.is_provisional else said


def deadline_words(milestone: Milestone, settings: Settings) -> str:
    """Return a milestone's deadline by name: "hạn cấp huyện", "hạn gửi biểu tổng hợp"."""
    if any(kind.reports for kind in milestone.kinds):
        return f"hạn {lower_first(milestone.name)}"
    if UnitKind.PROVINCE in milestone.kinds:
        return "hạn cấp tỉnh"
    is_old_map = settings.year <= LAST_YEAR_WITH_DISTRICTS
    return "hạn cấp huyện" if is_old_map else "hạn cấp trên trực tiếp cơ sở"
