"""Everything the Word template of the report may name, and nothing else.

The check of an edited template reads these classes: a field added here is a word the office may
use. Texts are finished for the reader, in Vietnamese; sentences stand in the template.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelWords:
    """How many are at one level.

    count: "3.410"; in_text: the same inside a sentence, "09" below ten; base: those rated;
    fraction: "3.410/3.675"; share: "92,79%"; last_share: a year before, "" where nothing is
    known; change: "tăng 0,08 điểm phần trăm", likewise; aside: what stands in brackets behind a
    sentence: that it is provisional, and the year before, "" where neither applies.
    """

    name: str
    count: str
    in_text: str
    base: str
    fraction: str
    share: str
    last_share: str
    change: str
    aside: str


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """Words on one subject.

    label: "Đảng viên"; noun: inside a sentence; done: "được đánh giá, xếp loại" or, at an earlier
    step, "tự xếp loại"; step: a warning where it is not the decision; coverage: "(tạm tính, 41/44
    đơn vị)" where it is provisional, else "". total, rated, not_rated: counts, in_text as inside a
    sentence; fraction and share: rated of all; why_not: those not rated, "gồm: …" by reason, or
    the only reason. most: the level that most are at. xs_over_htt, xs_over_xs_htt: the two ratios
    of the cap. last_period: the year compared with, "" where there is none. above: those at the
    second level or above; reviewed: how many cells have held their review, "09/10 chi bộ được kiểm
    điểm, đạt 90,00%", "" of other subjects; steps: how they were rated step by step, "tự xếp loại
    27/27: 21 hoàn thành xuất sắc nhiệm vụ, 06 …; quyết định 27/27: …", "" where one step is known.
    """

    label: str
    noun: str
    done: str
    step: str
    coverage: str
    total: str
    rated: str
    rated_in_text: str
    not_rated: str
    fraction: str
    share: str
    why_not: str
    most: LevelWords
    xs: LevelWords
    htt: LevelWords
    ht: LevelWords
    kht: LevelWords
    xs_over_htt: str
    xs_over_xs_htt: str
    last_period: str
    above: LevelWords
    reviewed: str
    steps: str

    @property
    def levels(self) -> tuple[LevelWords, ...]:
        """The four levels, best first."""
        return self.xs, self.htt, self.ht, self.kht


@dataclass(frozen=True, slots=True)
class RowWords:
    """One line of an appendix table; counts are "–" where they are not known; is_sum: bold."""

    number: str
    name: str
    is_sum: bool
    total: str
    rated: str
    rated_share: str
    exempt: str
    suspended: str
    new: str
    other: str
    not_rated: str
    xs: str
    xs_share: str
    htt: str
    htt_share: str
    ht: str
    ht_share: str
    kht: str
    kht_share: str
    xs_over_htt: str
    above_share: str


@dataclass(frozen=True, slots=True)
class LevelNames:
    """The levels as headings: "Hoàn thành tốt nhiệm vụ".

    ratio: the heading of excellent ones beside good ones, "Xuất sắc so với tốt".
    """

    xs: str
    htt: str
    ht: str
    kht: str
    ratio: str


@dataclass(frozen=True, slots=True)
class TableWords:
    """One appendix table; total: its last line; breadth: what each line is of."""

    title: str
    names: LevelNames
    breadth: str
    rows: tuple[RowWords, ...]
    total: RowWords


@dataclass(frozen=True, slots=True)
class Tables:
    """The appendix tables; None where there is nothing to list."""

    member: TableWords | None
    cell: TableWords | None
    org: TableWords | None
    collective: TableWords | None
    leader: TableWords | None


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A chart to stand in the report; image: what Word shows; number: from 1 in the report."""

    number: int
    caption: str
    image: object


@dataclass(frozen=True, slots=True)
class Pictures:
    """The charts; None where there is none, or no browser to draw it."""

    overview: ReportPicture | None
    curve: ReportPicture | None
    member: ReportPicture | None
    cell: ReportPicture | None
    org: ReportPicture | None
    collective: ReportPicture | None
    leader: ReportPicture | None


@dataclass(frozen=True, slots=True)
class MilestoneWords:
    """How far units are at a milestone: "41/44 đơn vị, đạt 93,18%; 03 đơn vị quá hạn".

    Of one unit: "đúng hạn, xong ngày 18/12/2025", or how many of its cells: "03/04 chi bộ, đạt
    75,00%; 01 chi bộ quá hạn", or both, where the milestone binds the unit and its cells; its
    deadline is its own, where extended "29/12/2025, được gia hạn: …".
    """

    name: str
    deadline: str
    phrase: str


@dataclass(frozen=True, slots=True)
class NamedCount:
    """A count and its name, as of a form of discipline."""

    name: str
    count: str


@dataclass(frozen=True, slots=True)
class DisciplineWords:
    """Who was disciplined in the period; total: "" for nobody."""

    total: str
    forms: tuple[NamedCount, ...]


@dataclass(frozen=True, slots=True)
class RemedyWords:
    """How far shortcomings are overcome."""

    total: str
    done: str
    under_way: str
    open: str


@dataclass(frozen=True, slots=True)
class UnitWords:
    """One unit's result in a sentence or two; level: as an organisation, "" where none is known."""

    number: str
    name: str
    said: str
    level: str


@dataclass(frozen=True, slots=True)
class Passages:
    """The office's own paragraphs."""

    leadership: tuple[str, ...]
    review: tuple[str, ...]
    strengths: tuple[str, ...]
    shortcomings: tuple[str, ...]
    causes: tuple[str, ...]
    proposals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The whole vocabulary of templates/report/bao-cao.docx.

    unit: whose report it is; is_cell: whether that is a chi bộ cơ sở; day, month: of the report
    itself, dots until the office dates it; period: "năm 2022"; last_period: the year compared with,
    "" where nothing can be compared, not_compared: why; last_note: what the figures of that year
    are of, where the unit was merged, else ""; as_of: "15/12/2022"; coverage: "44/44 đơn vị", "tạm
    tính, 41/44 đơn vị", "" of one unit; waiting: what came only after that day, "01 biểu nhận sau
    ngày này, chưa tính"; missing: the units that are not counted, as a phrase, ""
    where all are; missing_count: how many; hidden: why figures of members are kept back, "" where
    they are not; attendance: the superiors at reviews, "cấp trên dự ở 12/14 chi bộ đã kiểm điểm",
    "" where nothing is known; hinted: "có 02 đơn vị được gợi ý kiểm
    điểm: …"; is_quiet: whether all have said that nobody was hinted or disciplined; review_notes: a
    sentence on whatever of discipline and remedies is not known; below: what the units listed are,
    "chi bộ" or "đơn vị"; level: how the unit itself is rated, "" where that is not known,
    "được xếp loại hoàn thành tốt nhiệm vụ"; names: the levels of all subjects; subjects: those that
    have figures, from organisations down; a subject without is None; not_drawn: a sentence for each
    picture that is withheld; upper: sentences on how units above TCCSĐ are rated; no_figures: what
    stands in place of figures of organisations, cells or members.
    """

    higher: str
    office: str
    number: str
    place: str
    day: str
    month: str
    year: int
    addressee: str
    authority: str
    position: str
    signer: str
    recipients: tuple[str, ...]
    unit: str
    is_cell: bool
    period: str
    last_period: str
    last_note: str
    not_compared: str
    as_of: str
    coverage: str
    waiting: str
    is_provisional: bool
    missing: str
    missing_count: str
    regulation: str
    hidden: str
    level: str
    names: LevelNames
    subjects: tuple[SubjectWords, ...]
    org: SubjectWords | None
    cell: SubjectWords | None
    member: SubjectWords | None
    collective: SubjectWords | None
    leader: SubjectWords | None
    milestones: tuple[MilestoneWords, ...]
    has_milestones: bool
    attendance: str
    hinted: str
    is_quiet: bool
    review_notes: tuple[str, ...]
    member_discipline: DisciplineWords
    org_discipline: DisciplineWords
    remedies: RemedyWords | None
    below: str
    units: tuple[UnitWords, ...]
    passages: Passages
    pictures: Pictures
    not_drawn: tuple[str, ...]
    tables: Tables
    upper: tuple[str, ...]
    no_figures: str
