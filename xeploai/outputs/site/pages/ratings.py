"""Xếp loại: the ratings, one page for each subject."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.charts.chart import Chart
from xeploai.charts.rating_bars import IDS
from xeploai.phrases import (
    ASSESSED,
    HIDDEN,
    NEWLY_ADMITTED,
    NO_HALF_DECIDED,
    NO_LEVEL,
    NONE,
    NOUNS,
    OTHER_REASON,
    STAGE_VERBS,
    counted_to_words,
    coverage_of,
    level_name,
    levels_told,
    lower_first,
    not_asked,
    number,
    units_in,
    upper_first,
)
from xeploai.register.model import Unit
from xeploai.schema.register import DecisionRow
from xeploai.schema.terms import LEADERSHIP, RatedSubject, Stage, Subject
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import OWN, clearest, together
from xeploai.views.children import level_of
from xeploai.views.civil_servants import servants_link
from xeploai.views.methodology import cap_words, never_over_words, own_caps
from xeploai.views.page import Link, Notice, Page, site_page
from xeploai.views.page_registry import OF_SUBJECT, SitePage
from xeploai.views.quarters import URL as QUARTERS_URL
from xeploai.views.quarters import has_quarters
from xeploai.views.quota_rows import quota_board
from xeploai.views.rating_rows import (
    RateRow,
    changes,
    compared_by,
    heads_of,
    rate_row,
    why_not_compared,
)
from xeploai.views.rating_steps import TITLE as STEPS
from xeploai.views.rating_steps import step_rows, steps_note, steps_of
from xeploai.views.rerated import URL as RERATED_URL
from xeploai.views.rerated import rerated_notes, rerated_words
from xeploai.views.scores import points_in_return
from xeploai.views.season_view import SeasonView
from xeploai.views.upper_units import upper_words
from xeploai.views.years import URL as YEARS_URL

_REASONS = {
    "exempt": "miễn công tác, sinh hoạt",
    "suspended": "đình chỉ sinh hoạt",
    "new_under_6m": NEWLY_ADMITTED,
    "not_rated_other": OTHER_REASON,
}


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The levels of one organisation at each step; "" where it has none yet."""

    name: str
    url: str
    depth: int
    state: str
    levels: tuple[tuple[str, str], ...]
    decision: str
    reason: str
    points: str = ""


def pages(view: SeasonView, charts: Mapping[str, Chart]) -> Iterator[Page]:
    """Return the page of every subject."""
    return (_page(view, subject, charts.get(IDS[subject])) for subject in Subject)


def _page(view: SeasonView, subject: Subject, chart: Chart | None) -> Page:
    steps = view.whole_steps(subject)
    whole, shown = steps[-1], clearest(steps)
    is_known = whole is not None and whole.is_known
    stage = shown.stage if shown else Stage.DECIDED
    one_by_one = subject is Subject.ORG
    stages = tuple(step_rows(view, steps_of(view, "", subject)))
    has_few = bool(stages) and (shown is None or whole is not shown or shown.is_few)
    rows = tuple(_rows(view, subject, stage, reporting=not one_by_one))
    levels = tuple(_levels(view)) if one_by_one else ()
    apart = tuple(_levels_apart(view)) if one_by_one else ()
    is_asked = view.register.counts(subject)
    is_told_by_steps = bool(stages) and subject is not Subject.MEMBER
    context = {
        "heading": f"Xếp loại {lower_first(subject.label)} {view.period}",
        "lead": lead(view, subject, steps),
        "reviewed": view.reviewed_words("") if subject is Subject.CELL and is_known else "",
        "coverage": _as_of(view, whole),
        "notice": notice(view, subject, shown),
        "not_rated": _not_rated(whole, subject),
        "cap": _cap(view) if subject is Subject.MEMBER else "",
        "quota": quota_board(view) if subject is Subject.MEMBER and is_known else None,
        "chart": chart,
        "table_name": f"Xếp loại {NOUNS[subject]} theo đơn vị",
        # One line would only repeat the steps.
        "rows": rows if is_asked and (len(rows) > 1 or not is_told_by_steps) else (),
        "clusters": tuple(_clusters(view, subject, stage)) if is_known else (),
        "step": _step(stage),
        "is_known": is_known,
        "is_provisional": is_known and shown is not None and shown.is_provisional,
        "levels": levels,
        "has_points": any(row.points for row in (*levels, *apart)),
        "apart": apart,
        "apart_words": " ".join(upper_words(view)) if one_by_one else "",
        "has_reasons": any(row.reason for row in (*levels, *apart)),
        "stages": stages,
        "stages_title": STEPS,
        "steps_note": steps_note(stages),
        "has_few": has_few,
        "changes": changes(view, shown, view.whole_last(subject, stage)),
        "last_period": view.last_period,
        "last_words": _last_words(view, shown, view.whole_last(subject, stage)),
        "period": view.period,
        "rerated": tuple(rerated_notes(view, (shown, view.whole_last(subject, stage)))),
        "rerated_url": RERATED_URL,
        "servants": servants_link(view) if subject is Subject.MEMBER else None,
        "years_url": YEARS_URL if view.season.years else "",
        "quarters_url": QUARTERS_URL if subject in LEADERSHIP and has_quarters(view) else "",
        "heads": heads_of(view.settings.regulation.scale(subject)),
    }
    return site_page(OF_SUBJECT[subject], "ratings", context, (chart,) if chart else ())


def lead(view: SeasonView, subject: Subject, steps: Sequence[Figure | None]) -> str:
    """Return the sentence before everything else.

    Where few are decided it gives an earlier step too.
    """
    whole, shown = steps[-1], clearest(steps)
    noun = NOUNS[subject]
    if not view.register.counts(subject):
        return f"{upper_first(not_asked(noun))}."
    if whole is None or shown is None or not whole.is_known:
        return f"Chưa có số liệu xếp loại {noun}."
    if not shown.total:
        return f"Các biểu được tính {_missing_word(subject)} {noun} nào."
    levels = levels_told(shown, view.settings)
    if shown.rated and shown.stage is not whole.stage:
        verb = f"{number(shown.rated)}/{number(shown.total)} {STAGE_VERBS[shown.stage]}"
        return f"{_decided(whole, shown, noun)}; {verb}{levels}."
    if not whole.rated:
        return f"{_decided(whole, shown, noun)}."
    return f"{number(whole.rated)}/{number(whole.total)} {noun} {ASSESSED}{levels}."


def _decided(whole: Figure, shown: Figure, noun: str) -> str:
    if not whole.rated:
        return f"{number(shown.total)} {noun} trong các biểu được tính, chưa có quyết định xếp loại"
    return f"Mới {number(whole.rated)}/{number(shown.total)} {noun} có quyết định xếp loại"


def _step(stage: Stage) -> str:
    """Which step the tables show, where it is not the decided one."""
    if stage is Stage.DECIDED:
        return ""
    return f"Số liệu ở bước {stage.label.lower()}, {NO_HALF_DECIDED}."


def _as_of(view: SeasonView, whole: Figure | None) -> str:
    parts = [counted_to_words(view.counted_to)]
    parts += [coverage_of(whole)] if whole is not None else []
    return " · ".join(part for part in parts if part)


def notice(view: SeasonView, subject: Subject, whole: Figure | None) -> Notice | None:
    """Return the advice where there is nothing to show, else None."""
    if not view.register.counts(subject):
        return Notice(
            "info",
            f"Kỳ này không thu số liệu {NOUNS[subject]}",
            "Danh mục không có đơn vị nào ghi nội dung này trong biểu.",
        )
    if whole is None or not whole.is_known:
        link = Link("Xem đơn vị nào chưa gửi, tệp nào phải sửa", SitePage.QUALITY.url)
        return Notice(
            "empty",
            "Chưa có đơn vị nào được tính",
            "Trang này có số liệu khi có biểu hợp lệ.",
            link,
        )
    if not whole.total:
        return Notice(
            "info",
            f"Các biểu được tính {_missing_word(subject)} {NOUNS[subject]} nào",
            "Nếu đơn vị có mà chưa ghi, đề nghị đơn vị bổ sung vào biểu rồi gửi lại.",
        )
    if view.season.expected == 1:
        unit = view.register.reporting[0]
        link = Link("Xem từng chi bộ ở trang của đơn vị", view.url(unit.code))
        title = "Danh mục chỉ có một đơn vị gửi biểu"
        return Notice("info", title, "Không có gì để so sánh.", link)
    return None


def _missing_word(subject: Subject) -> str:
    """Return the verb where nothing is counted: leaders that are left blank are not none."""
    return "chưa ghi" if subject in LEADERSHIP else NONE


def _not_rated(whole: Figure | None, subject: Subject) -> str:
    if whole is None or not whole.not_rated or subject is not Subject.MEMBER:
        return ""
    reasons = ", ".join(
        f"{words} {number(getattr(whole, key))}" for key, words in _REASONS.items()
        if getattr(whole, key)
    )  # fmt: skip
    return f"Chưa {ASSESSED}: {number(whole.not_rated)} đảng viên ({reasons})."


def _cap(view: SeasonView) -> str:
    never = never_over_words(view.settings)
    caps = own_caps(view.register, view.register.units.values())
    own = text.listing([f"{name} {cap}" for name, cap in caps], 5, "đơn vị", between="; ")
    if view.settings.cap is None and not caps:
        return ""
    sentences = (
        f"Trần xuất sắc {cap_words(view.settings)}",
        f"Trần riêng: {own}" if own else "",
        never,
        "Dấu ▲: vượt trần",
    )
    return " ".join(f"{each}." for each in sentences if each)


# ---------------------------------------------------------------- the table by unit


def _rows(
    view: SeasonView, subject: Subject, stage: Stage, *, reporting: bool
) -> Iterator[RateRow]:
    if len(view.register.roots) > 1:
        whole = RateRow(view.whole_name, "", is_total=True)
        yield rate_row(view, view.whole(subject, stage), whole)
    for unit, depth in view.walk():
        if reporting or not unit.kind.is_in_returns:
            figure = view.figures.at(unit.code, subject, stage)
            yield rate_row(view, figure, _row(view, unit, depth, subject))
            own = view.own_part(unit.code, subject, stage)
            if own is not None:
                yield rate_row(view, own, RateRow(upper_first(OWN), "", depth + 1))


def _row(view: SeasonView, unit: Unit, depth: int, subject: Subject) -> RateRow:
    state = view.sending(unit).word if unit.counts(subject) else ""
    is_top = depth == 0 and len(view.register.roots) == 1
    return RateRow(unit.name, view.url(unit.code), depth, is_top, state)


def _clusters(view: SeasonView, subject: Subject, stage: Stage) -> Iterator[RateRow]:
    """Each cluster of reporting units as one line; one above others counts its own part there."""
    members: dict[str, list[Figure]] = {}
    for unit in view.register.expected(subject):
        figure = view.figures.at(unit.code, subject, stage)
        if unit.files and view.figures.below(unit.code, subject, stage):
            figure = view.own_part(unit.code, subject, stage)
        if unit.cluster and figure is not None:
            members.setdefault(unit.cluster, []).append(figure)
    for name in sorted(members, key=text.cluster_order):
        figures = members[name]
        if any(view.is_hidden(figure) for figure in figures):
            # The cluster's sum would give a hidden unit away.
            yield RateRow(name, "", state=upper_first(HIDDEN))
        else:
            yield rate_row(view, together(figures, name, view.settings), RateRow(name, ""))


# ---------------------------------------------------------------- organisations one by one


def _levels(view: SeasonView) -> Iterator[LevelRow]:
    """Yield the level of every reporting unit at each step: one organisation has no shares."""
    decisions = _decisions(view)
    for unit in view.register.expected(Subject.ORG):
        yield _level_row(view, unit, decisions.get(unit.code))


def _level_row(view: SeasonView, unit: Unit, decision: DecisionRow | None) -> LevelRow:
    sending = view.sending(unit) if unit.reports else None
    levels = _steps_of(view, unit)
    number_of, reason = (decision.decision_no, decision.reason) if decision else ("", "")
    if not number_of and sending and sending.counted and sending.counted.info:
        number_of = sending.counted.info.row.decision_no
    state = sending.word if sending and not sending.counted else upper_first(NO_LEVEL)
    return LevelRow(
        name=unit.name,
        url=view.url(unit.code),
        depth=0,
        state="" if any(name for _, name in levels) else state,
        levels=levels,
        decision=number_of,
        reason="; ".join(filter(None, (reason, _rerated(view, unit)))),
        points=points_in_return(view, unit).get((unit.code, RatedSubject.ORG), ""),
    )


def _rerated(view: SeasonView, unit: Unit) -> str:
    return rerated_words(view, view.figures.of_itself(unit.code))


def _levels_apart(view: SeasonView) -> Iterator[LevelRow]:
    """Yield the organisations that are no TCCSĐ and are rated, or file a form that may say it."""
    decisions = _decisions(view)
    for unit, _ in view.walk():
        decision = decisions.get(unit.code)
        is_asked = unit.files and unit.parent
        if unit.kind.is_rated_apart and (decision is not None or is_asked):
            yield _level_row(view, unit, decision)


def _steps_of(view: SeasonView, unit: Unit) -> tuple[tuple[str, str], ...]:
    """Return the level of one organisation at each step: its class and name, "" without one."""
    levels = (level_of(view.figures.of_itself(unit.code, stage)) for stage in Stage)
    scale = view.settings.organisations
    return tuple((x.value, level_name(x, scale)) if x else ("", "") for x in levels)


def _decisions(view: SeasonView) -> dict[str, DecisionRow]:
    return {
        item.row.unit_code: item.row
        for item in view.register.decisions
        if item.row.subject.subject is Subject.ORG
    }


# ---------------------------------------------------------------- the whole beside itself


def _last_words(view: SeasonView, shown: Figure | None, last: Figure | None) -> str:
    """Return the coverage of the comparison with last period, or why there is none."""
    if view.season.last is None:
        return (
            "Không so sánh được với kỳ trước: thư mục input không có biểu kỳ trước hợp lệ của "
            "đơn vị nào."
        )
    if shown is None or not shown.rated:
        return ""
    words = (
        f"Chênh lệch tính bằng điểm phần trăm. Số liệu {view.last_period} và {view.period} đều gồm "
        f"{units_in(shown)}. {compared_by(view, shown, last)}"
    )
    return why_not_compared(view, shown, last) or words.rstrip()
