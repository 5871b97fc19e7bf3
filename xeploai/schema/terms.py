"""The words of the field with a fixed set of values: levels, stages, subjects, kinds of unit."""

from datetime import date
from enum import StrEnum

FIRST_DAY, LAST_DAY = date(1900, 2, 1), date(2119, 1, 9)
"""Bounds of a date: Excel knows no earlier one; the oldest units were founded in 1930."""


class Level(StrEnum):
    """The four quality levels in use since 2018 (QĐ 132-QĐ/TW), best first."""

    XS = "xs"
    HTT = "htt"
    HT = "ht"
    KHT = "kht"

    @property
    def short(self) -> str:
        """Return the text a clerk types in a level cell."""
        return self.name

    @property
    def label(self) -> str:
        """The level's name in full."""
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {
    Level.XS: "Hoàn thành xuất sắc nhiệm vụ",
    Level.HTT: "Hoàn thành tốt nhiệm vụ",
    Level.HT: "Hoàn thành nhiệm vụ",
    Level.KHT: "Không hoàn thành nhiệm vụ",
}


class Scale(StrEnum):
    """The words of the four levels: those of today, and those of organisations before 2018.

    A level stands for its place in either, so that counts, columns and formulas are the same.
    """

    FULFILMENT = "hoàn thành nhiệm vụ"
    CLEAN = "trong sạch, vững mạnh"

    def label(self, level: Level) -> str:
        """Return a level's name in full."""
        return _SCALES[self].get(level, (level.label,))[0]

    def short(self, level: Level) -> str:
        """Return the text a clerk types in a level cell."""
        return _SCALES[self].get(level, ("", level.short))[1]

    @property
    def shorts(self) -> tuple[str, ...]:
        """Every text a clerk may type, the best level first."""
        return tuple(map(self.short, Level))

    @property
    def choices(self) -> str:
        """The same as inside a sentence: "XS, HTT, HT hoặc KHT"."""
        *others, last = self.shorts
        return f"{', '.join(others)} hoặc {last}"


_SCALES: dict[Scale, dict[Level, tuple[str, str]]] = {
    Scale.FULFILMENT: {},
    Scale.CLEAN: {
        Level.XS: ("Trong sạch, vững mạnh", "TSVM"),
        Level.KHT: ("Yếu kém", "YK"),
    },
}
"""The levels that a scale calls otherwise than today's: in full, and as typed."""


class Stage(StrEnum):
    """The three steps of a rating, in order."""

    SELF = "self"
    PROPOSED = "proposed"
    DECIDED = "decided"

    @property
    def label(self) -> str:
        """The step's Vietnamese name."""
        return _STAGE_LABELS[self]


_STAGE_LABELS = {
    Stage.SELF: "Tự xếp loại",
    Stage.PROPOSED: "Đề nghị",
    Stage.DECIDED: "Quyết định",
}


class Subject(StrEnum):
    """Who is rated."""

    MEMBER = "member"
    CELL = "cell"
    ORG = "org"
    COLLECTIVE = "collective"
    LEADER = "leader"

    @property
    def label(self) -> str:
        """The subject's Vietnamese name; it serves as a unit of count too."""
        return _SUBJECT_LABELS[self]


_SUBJECT_LABELS = {
    Subject.MEMBER: "Đảng viên",
    Subject.CELL: "Chi bộ",
    Subject.ORG: "Tổ chức cơ sở đảng",
    Subject.COLLECTIVE: "Tập thể lãnh đạo, quản lý",
    Subject.LEADER: "Cá nhân lãnh đạo, quản lý",
}


LEADERSHIP = (Subject.COLLECTIVE, Subject.LEADER)
"""The subjects that a unit counts on the sheet of collectives and leaders at every step."""


class RatedSubject(StrEnum):
    """The subjects whose rating the board decides one by one."""

    CELL = "Chi bộ"
    ORG = "TCCSĐ"

    @property
    def subject(self) -> Subject:
        """The subject it is counted as."""
        return Subject[self.name]


class ReratedSubject(StrEnum):
    """The subjects of which a decision may rate some again for an earlier period."""

    MEMBER = "Đảng viên"
    CELL = "Chi bộ"
    ORG = "TCCSĐ"
    COLLECTIVE = "Tập thể lãnh đạo, quản lý"
    LEADER = "Cá nhân lãnh đạo, quản lý"

    @property
    def subject(self) -> Subject:
        """The subject it is counted as."""
        return Subject[self.name]


class LeadershipSubject(StrEnum):
    """The subjects counted on the sheet of collectives and leaders.

    Members stand there at the steps before the decision only; decided they are cell by cell. Civil
    servants are no subject of the review: their ratings stand beside those of members.
    """

    COLLECTIVE = "Tập thể lãnh đạo, quản lý"
    LEADER = "Cá nhân lãnh đạo, quản lý"
    MEMBER = "Đảng viên"
    CIVIL_SERVANT = "Cán bộ, công chức, viên chức"

    @property
    def leads(self) -> bool:
        """Whether it is one of those whom the sheet is about."""
        return self in (LeadershipSubject.COLLECTIVE, LeadershipSubject.LEADER)

    @property
    def subject(self) -> Subject:
        """The subject it is counted as; civil servants are counted as none."""
        return Subject[self.name]


class RatingStage(StrEnum):
    """The step of a rating as a clerk reads it on a form."""

    SELF = "Tự xếp loại"
    PROPOSED = "Đề nghị"
    DECIDED = "Quyết định"

    @property
    def stage(self) -> Stage:
        """The stage it is counted at."""
        return Stage[self.name]


LEADERSHIP_STEPS = (
    *((subject, stage) for subject in LeadershipSubject if subject.leads for stage in RatingStage),
    (LeadershipSubject.MEMBER, RatingStage.SELF),
    (LeadershipSubject.MEMBER, RatingStage.PROPOSED),
    (LeadershipSubject.CIVIL_SERVANT, RatingStage.DECIDED),
)
"""The lines of the sheet of collectives and leaders."""


class UnitKind(StrEnum):
    """Kinds of organisation, from the smallest up."""

    CELL = "chi bộ trực thuộc"
    SECTION = "đảng bộ bộ phận"
    GRASSROOTS_CELL = "chi bộ cơ sở"
    GRASSROOTS = "đảng bộ cơ sở"
    DISTRICT = "cấp trên trực tiếp cơ sở"
    PROVINCE = "tỉnh"

    @property
    def is_grassroots(self) -> bool:
        """Whether a unit of this kind is a TCCSĐ, which always files a form."""
        return self in (UnitKind.GRASSROOTS_CELL, UnitKind.GRASSROOTS)

    @property
    def is_upper(self) -> bool:
        """Whether a unit of this kind stands above TCCSĐ; the register tells which file a form."""
        return self in (UnitKind.DISTRICT, UnitKind.PROVINCE)

    @property
    def is_below_reporting(self) -> bool:
        """Whether a unit of this kind stands inside the form of another."""
        return self in (UnitKind.CELL, UnitKind.SECTION)

    @property
    def is_in_returns(self) -> bool:
        """Whether a return always tells of a unit of this kind: its own, or one it stands in."""
        return self.is_grassroots or self.is_below_reporting

    @property
    def is_rated_apart(self) -> bool:
        """Whether a unit of this kind is rated as no cell and no TCCSĐ."""
        return self is UnitKind.SECTION or self.is_upper


class Rounding(StrEnum):
    """How a percentage loses its further decimals."""

    HALF_UP = "làm tròn thông thường"
    CUT = "bỏ phần lẻ"


class CapBase(StrEnum):
    """Count that excellent members are measured against."""

    HTT = "HTT"
    XS_HTT = "XS+HTT"
    RATED = "số được xếp loại"


class CapScope(StrEnum):
    """Where the cap on excellent members is measured."""

    GRASSROOTS = "TCCSĐ"
    CELL = "chi bộ"
    WHOLE = "toàn bộ"


class OverCap(StrEnum):
    """Fate of a return with more excellent members than the cap allows."""

    WARNED = "cảnh báo"
    REFUSED = "không nhận"


class MilestoneEvent(StrEnum):
    """The event that completes a milestone."""

    SENDING = "gửi biểu"
    CELL_REVIEWS = "chi bộ kiểm điểm"
    REPORTED = "tiến độ trong biểu"
    APPRAISAL = "thẩm định"
    DECISION = "quyết định"

    @property
    def is_of_board(self) -> bool:
        """Whether the board does it itself, so that no unit can be late with it."""
        return self in (MilestoneEvent.APPRAISAL, MilestoneEvent.DECISION)


class SendingMeasure(StrEnum):
    """Demand of the milestone of sending: that a return came, or that it counts."""

    SENT = "đã gửi"
    COUNTED = "được tính"


class YesNo(StrEnum):
    """A mark in a list."""

    YES = "có"
    NO = "không"


class RemedyState(StrEnum):
    """How far a shortcoming is overcome."""

    OPEN = "chưa thực hiện"
    UNDER_WAY = "đang thực hiện"
    DONE = "đã hoàn thành"


class DisciplineTarget(StrEnum):
    """Who was disciplined."""

    MEMBER = "đảng viên"
    ORG = "tổ chức đảng"


class DisciplineForm(StrEnum):
    """The forms of discipline; the last one is for organisations only."""

    REPRIMAND = "khiển trách"
    WARNING = "cảnh cáo"
    REMOVAL = "cách chức"
    EXPULSION = "khai trừ"
    DISSOLUTION = "giải tán"
