"""A season + the office's own words → everything the Word report says."""

from collections.abc import Iterator, Mapping

from xeploai.charts.pace import PROGRESS
from xeploai.charts.rating_bars import IDS, OVERVIEW
from xeploai.outputs.documents.letterhead import head, in_text
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.tables import partly_counted
from xeploai.outputs.report.word.appendix import appendix, level_names
from xeploai.outputs.report.word.context import (
    Passages,
    Pictures,
    ReportPicture,
    ReportWords,
    UnitWords,
)
from xeploai.outputs.report.word.review import (
    NAMED,
    attendance,
    discipline_in,
    discipline_words,
    hinted,
    is_quiet,
    milestone_words,
    remedy_words,
    review_notes,
)
from xeploai.outputs.report.word.subjects import IN_ORDER, subject_words, unit_share
from xeploai.outputs.report.wording import Wording
from xeploai.phrases import (
    FEW_MEMBERS,
    HIDDEN,
    NO_FIGURES,
    NOT_RATED,
    STAGE_VERBS,
    lower_first,
    not_asked,
    period_words,
    upper_first,
)
from xeploai.schema.terms import DisciplineTarget, Stage, Subject, UnitKind
from xeploai.schema.wording import Section
from xeploai.season.figures.model import Figure
from xeploai.text import count, day, listing
from xeploai.views.children import level_of
from xeploai.views.rating_rows import merged_words
from xeploai.views.sending_parts import waiting_words
from xeploai.views.upper_units import upper_words

_OWN_LEVEL = {
    UnitKind.CELL: Subject.CELL,
    UnitKind.GRASSROOTS: Subject.ORG,
    UnitKind.GRASSROOTS_CELL: Subject.ORG,
}
"""As what a unit of each kind is rated itself; others are rated apart."""


_UNDATED = "……"
"""Where the day and the month are written by hand: a report is dated when it is signed."""


def words_of(scope: Scope, wording: Wording, images: Mapping[str, bytes]) -> ReportWords:
    """Return the words of the report of a scope; images: the pictures by file name."""
    paper = wording.paper
    missing = [unit.name for unit in scope.missing]
    subjects = {subject: subject_words(scope, subject) for subject in IN_ORDER}
    if scope.is_one:
        subjects[Subject.ORG] = None  # one of one: its level says it
    compared, shown = subjects.values(), subjects.items()
    hints, remedies = hinted(scope), remedy_words(scope)
    disciplines = [discipline_in(scope, target) for target in DisciplineTarget]
    members, organisations = map(discipline_words, disciplines)
    written = head(scope.settings, paper.dated or scope.view.counted_to)
    return ReportWords(
        higher=paper.higher.upper() or str(written["higher"]),
        office=paper.issuer.upper() or str(written["office"]),
        number=_bare(paper.number, "Số") if scope.is_whole else "",
        place=paper.place,
        day=str(written["day"]) if paper.dated else _UNDATED,
        month=str(written["month"]) if paper.dated else _UNDATED,
        year=(paper.dated or scope.view.counted_to).year,
        addressee=_addressee(scope, paper.addressee) if scope.is_whole else "",
        authority=paper.authority.upper(),
        position=paper.position.upper(),
        signer=paper.signer,
        recipients=_recipients(paper.recipients) if scope.is_whole else (),
        unit=scope.name if scope.unit else lower_first(scope.name),
        is_cell=scope.is_cell,
        period=scope.view.period,
        last_period=scope.view.last_period if any(x and x.last_period for x in compared) else "",
        last_note=" ".join(filter(None, (merged_words(scope.view, scope.unit), scope.compared_by))),
        not_compared=scope.not_compared,
        as_of=day(scope.view.counted_to),
        coverage=scope.coverage,
        waiting=waiting_words(scope.season, scope.unit, in_text),
        is_provisional=bool(scope.missing) and not scope.is_one,
        missing="" if scope.is_one else listing(missing, NAMED, "đơn vị"),
        missing_count=in_text(len(missing)),
        regulation=scope.settings.regulation.name,
        hidden=FEW_MEMBERS if scope.is_hidden else "",
        level=_own_level(scope),
        names=level_names(*(scope.settings.regulation.scale(x) for x, words in shown if words)),
        subjects=tuple(words for words in subjects.values() if words),
        org=subjects[Subject.ORG],
        cell=subjects[Subject.CELL],
        member=subjects[Subject.MEMBER],
        collective=subjects[Subject.COLLECTIVE],
        leader=subjects[Subject.LEADER],
        milestones=tuple(milestone_words(scope)),
        has_milestones=bool(scope.view.register.milestones),
        attendance=attendance(scope),
        hinted=hints,
        is_quiet=is_quiet(scope, disciplines) and not remedies,
        review_notes=tuple(review_notes(scope, disciplines)),
        member_discipline=members,
        org_discipline=organisations,
        remedies=remedies,
        below="chi bộ" if scope.is_one else "đơn vị",
        units=tuple(_units(scope)),
        passages=_passages(scope, wording),
        pictures=_pictures(scope, images),
        not_drawn=scope.not_drawn if images else (),
        tables=appendix(scope),
        upper=tuple(_upper(scope)),
        no_figures=_no_figures(scope),
    )


def _addressee(scope: Scope, addressee: str) -> str:
    return _bare(addressee, "Kính gửi").rstrip(".;,") or scope.settings.higher_office


def _recipients(recipients: str) -> tuple[str, ...]:
    return tuple(part for each in recipients.split(";") if (part := each.strip(" -–.,")))


def _bare(entry: str, label: str) -> str:
    """Return a text without the form's own label before it, which the template has."""
    begins = entry.casefold().startswith(label.casefold())
    return entry[len(label) :].lstrip(" :") if begins else entry


def _units(scope: Scope) -> Iterator[UnitWords]:
    """Yield the result of each unit right below, in the office's order.

    Units that are not counted are marked so.
    """
    reported = scope.view.register.main_subjects
    for number, figure in enumerate(scope.below(scope.unit, reported[0]), start=1):
        own = _OWN_LEVEL.get(figure.kind)
        subjects = (subject for subject in reported if subject is not own)
        figures = [_shown(scope, figure.unit, subject) for subject in subjects]
        shares = [unit_share(scope, each) for each in figures if each and each.rated]
        rating = (
            scope.view.figures.at(figure.unit, own, scope.stage(own))
            if own
            else _rated_apart(scope, figure.unit)
        )
        yield UnitWords(
            number=count(number),
            name=partly_counted(figure),
            said="; ".join(shares) or _why_silent(scope, figure),
            level=_with_step(rating),
        )


def _shown(scope: Scope, unit: str, subject: Subject) -> Figure | None:
    figure = scope.view.figures.at(unit, subject, scope.stage(subject))
    return None if scope.view.is_hidden(figure) else figure


def _why_silent(scope: Scope, figure: Figure) -> str:
    if scope.view.is_hidden(figure):
        return HIDDEN
    return NOT_RATED if figure.is_known else f"{NO_FIGURES} được tính"


def _own_level(scope: Scope) -> str:
    """How the one unit of the report is rated, and how it was a year before."""
    if not scope.is_one:
        return "" if scope.figure(Subject.ORG) else _level_apart(scope)
    figure, last = scope.figure(Subject.ORG), scope.last(Subject.ORG)
    if figure is None:
        return ""
    before = f" ({period_words(last.period)}: {_level(last)})" if last else ""
    return f"{STAGE_VERBS[figure.stage]} {_level(figure)}{before}"


def _level_apart(scope: Scope) -> str:
    """How the unit of the report is rated, where it is no TCCSĐ."""
    apart = _rated_apart(scope, scope.unit) if scope.unit else None
    return f"{STAGE_VERBS[apart.stage]} {_level(apart)}" if apart else ""


def _upper(scope: Scope) -> Iterator[str]:
    """Yield how units above TCCSĐ are rated: that of the report, unless told above, and others."""
    own = "" if scope.is_one or _own_level(scope) else _level_apart(scope)
    if own:
        yield f"{scope.name} {own}."
    yield from upper_words(scope.view, scope.unit)


def _no_figures(scope: Scope) -> str:
    """Return what stands in place of figures of organisations, cells or members."""
    has_cells = any(unit.lists_cells for unit in scope.reporting)
    why = NO_FIGURES if has_cells else not_asked("nội dung này")
    return f"{upper_first(why)}."


def _rated_apart(scope: Scope, unit: str) -> Figure | None:
    """Return how a unit that is no TCCSĐ is rated, at the last step that has a level."""
    apart = scope.season.figures.apart
    steps = (apart.get((unit, stage)) for stage in reversed(Stage))
    return next((step for step in steps if level_of(step)), None)


def _with_step(figure: Figure | None) -> str:
    """Return the level of one organisation, with the step where that is not the decision."""
    level = _level(figure)
    if figure is None or not level or figure.stage is Stage.DECIDED:
        return level
    return f"{level} ({STAGE_VERBS[figure.stage]})"


def _level(figure: Figure | None) -> str:
    level = level_of(figure)
    return lower_first(figure.scale.label(level)) if figure and level else ""


def _passages(scope: Scope, wording: Wording) -> Passages:
    unit = "" if scope.is_whole else scope.unit
    return Passages(
        leadership=wording.of(unit, Section.LEADERSHIP),
        review=wording.of(unit, Section.REVIEW),
        strengths=wording.of(unit, Section.STRENGTHS),
        shortcomings=wording.of(unit, Section.SHORTCOMINGS),
        causes=wording.of(unit, Section.CAUSES),
        proposals=wording.of(unit, Section.PROPOSALS),
    )


# ---------------------------------------------------------------- pictures

_OF_UNITS = {
    "org": IDS[Subject.ORG],
    "cell": IDS[Subject.CELL],
    "member": IDS[Subject.MEMBER],
    "collective": IDS[Subject.COLLECTIVE],
    "leader": IDS[Subject.LEADER],
}
_IN_REPORT = {"curve": PROGRESS, "overview": OVERVIEW, **_OF_UNITS}
"""The charts in the order in which the report shows them, by the name the template has for each."""

_OF_MANY = ("overview", "org")
"""Those that would have one bar, or say what another says, where a single unit is all there is."""


def _pictures(scope: Scope, images: Mapping[str, bytes]) -> Pictures:
    drawn = [
        name for name, chart in _IN_REPORT.items()
        if f"{chart}.png" in images and not (scope.is_one and name in _OF_MANY)
    ]  # fmt: skip
    pictures: dict[str, ReportPicture | None] = dict.fromkeys(_IN_REPORT)
    for number, name in enumerate(drawn, start=1):
        chart = scope.charts[_IN_REPORT[name]]
        pictures[name] = ReportPicture(number, chart.title, images[f"{chart.id}.png"])
    return Pictures(**pictures)
