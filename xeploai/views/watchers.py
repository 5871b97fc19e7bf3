"""Units by cluster and by the official who watches them, each group with a page of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xeploai.phrases import NO_CLUSTER
from xeploai.register.model import Unit
from xeploai.season.season import Season
from xeploai.text import cluster_order, slug
from xeploai.views.page_registry import SitePage
from xeploai.views.urls import distinct


@dataclass(frozen=True, slots=True)
class Watched:
    """Units that are watched together; key: the file name of their page, "" where there is none."""

    name: str
    key: str
    units: tuple[Unit, ...]

    @property
    def url(self) -> str:
        """The address of their page, relative to the root of the site."""
        return SitePage.TIMELINE.below(self.key) if self.key else ""


@dataclass(frozen=True, slots=True)
class Watchers:
    """All units that progress is followed of, in the office's order, and who watches them.

    clusters: by name, in the order of their numbers; loose: units in none; officials: by name.
    """

    units: tuple[Unit, ...]
    clusters: Mapping[str, Watched]
    loose: tuple[Unit, ...]
    officials: Mapping[str, Watched]

    @property
    def groups(self) -> tuple[Watched, ...]:
        """The clusters, then the units in none; none at all where there are no clusters."""
        rest = [Watched(NO_CLUSTER, "", self.loose)] if self.clusters and self.loose else []
        return (*self.clusters.values(), *rest)


def watchers_of(season: Season) -> Watchers:
    """Return the units that a milestone binds, or those that report where there is no milestone."""
    has_milestones = bool(season.register.milestones)
    units = season.progress.units if has_milestones else season.register.reporting
    clusters = _by(units, lambda unit: unit.cluster)
    ordered = {name: clusters[name] for name in sorted(clusters, key=cluster_order)}
    return Watchers(
        units=units,
        clusters=_watched(ordered, "cum"),
        loose=tuple(unit for unit in units if not unit.cluster),
        officials=_watched(_by(units, lambda unit: unit.official), "can-bo"),
    )


def _by(units: Iterable[Unit], name_of: Callable[[Unit], str]) -> dict[str, list[Unit]]:
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        if name_of(unit):
            groups.setdefault(name_of(unit), []).append(unit)
    return groups


def _watched(groups: Mapping[str, Sequence[Unit]], prefix: str) -> dict[str, Watched]:
    """Return groups with one prefix in their file names; "Cụm 1" is cum-1, not cum-cum-1."""
    keys = distinct(
        (
            (name, name if slug(name).startswith(f"{prefix}-") else f"{prefix} {name}")
            for name in groups
        ),
        prefix,
    )
    return {name: Watched(name, keys[name], tuple(units)) for name, units in groups.items()}
