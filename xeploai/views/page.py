"""Parts of pages: the page itself, and words and numbers finished for the reader.

Everything a template prints is made in xeploai/views or in xeploai/outputs/site/pages, in
Vietnamese and spelled out; templates only put it in its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xeploai.charts.chart import Chart
from xeploai.views.page_registry import SitePage


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is rendered.

    path: in the site's sources ("xep-loai/dang-vien.md"); template: in templates/pages; title:
    plain text; context: what the template names; charts: those it draws; is_wide: whether it is
    printed on A4 landscape.
    """

    path: str
    template: str
    title: str
    context: Mapping[str, object]
    charts: tuple[Chart, ...] = ()
    is_wide: bool = False

    @property
    def root(self) -> str:
        """The way from the page up to the root of the site: "" or "../"."""
        return "../" * self.path.count("/")


def site_page(
    entry: SitePage,
    template: str,
    context: Mapping[str, object],
    charts: tuple[Chart, ...] = (),
    *,
    is_wide: bool = False,
) -> Page:
    """Return a page of the registry, with the address and title that are written there."""
    return Page(entry.source, template, entry.title, context, charts, is_wide)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; url is relative to the root of the site, "" for words alone."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Links to what lies beside the site on the clerk's disk, never inside it.

    returns: what goes back, by the path of the file that is answered; letters: what reminds of
    deadlines, by the unit it is written to; report: the files of the report.
    """

    returns: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    letters: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    report: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """The state of a page and what to do next; kind: empty, warning, error, info or good."""

    kind: str
    title: str
    words: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline figure; kind: "", provisional, bad, good or empty."""

    name: str
    value: str
    base: str = ""
    coverage: str = ""
    kind: str = ""
    url: str = ""
