"""The regulations in force by year: one TOML file each, and their loader."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from xeploai.schema.terms import CapBase, CapScope, Level, Scale, Subject


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision in words, with where it is written."""

    note: str
    citation: str


@dataclass(frozen=True, slots=True)
class Cap:
    """The cap on excellent members: XS × 100 ≤ percent × base, measured per scope.

    confirmed: whether the regulation was read to say just so.
    """

    percent: int
    base: CapBase
    scope: CapScope
    confirmed: bool
    citation: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Levels required below an excellent cell or committee, in percent of the rated.

    fulfilled_percent: at least fulfilled their duties; good_percent: did well or better;
    confirmed: whether the regulation was read to say so; where not, it serves warnings only.
    """

    fulfilled_percent: int
    good_percent: int
    confirmed: bool
    citation: str


@dataclass(frozen=True, slots=True)
class DisciplineLimit:
    """Limit of disciplined organisations below, in percent: above it a unit has not fulfilled."""

    organisations_percent: int
    citation: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points by which a level is given.

    common, results: the most for the common criteria and for the results of work; excellent, good,
    fulfilled: the least sum that each level needs.
    """

    common: int
    results: int
    excellent: int
    good: int
    fulfilled: int
    citation: str

    def level(self, total: Decimal) -> Level:
        """Return the best level that a sum of points allows."""
        least = {
            Level.XS: self.excellent,
            Level.HTT: self.good,
            Level.HT: self.fulfilled,
            Level.KHT: 0,
        }
        return next(level for level, points in least.items() if total >= points)


@dataclass(frozen=True, slots=True)
class Regulation:
    """Regulations of the years first_year to last_year, both included.

    key: the file's name, which the register may name under "Quy định áp dụng".
    organisations: the words of the levels of cells and organisations; cap, exempt, quality,
    discipline: None where nothing is known of them; scoring: None where no points are given;
    new_months: organisations younger than this many months are not rated; new_confirmed: whether
    the regulation was read to say so.
    """

    key: str
    name: str
    first_year: int
    last_year: int
    regulation: str
    guidance: str
    levels: Provision
    organisations: Scale
    cap: Cap | None
    exempt: Provision | None
    new_months: int
    new_confirmed: bool
    new_citation: str
    quality: Quality | None
    discipline: DisciplineLimit | None
    scoring: Scoring | None

    def scale(self, subject: Subject) -> Scale:
        """Return the words of the levels of a subject."""
        is_organisation = subject in (Subject.CELL, Subject.ORG)
        return self.organisations if is_organisation else Scale.FULFILMENT

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year it holds for."""
        return self.first_year, self.last_year


@cache
def all_regulations() -> tuple[Regulation, ...]:
    """Every regulation, oldest first."""
    sources = (item for item in files(__name__).iterdir() if item.name.endswith(".toml"))
    read = (
        _regulation(item.name.removesuffix(".toml"), item.read_text("utf-8")) for item in sources
    )
    return tuple(sorted(read, key=lambda regulation: regulation.first_year))


def for_year(year: int) -> Regulation | None:
    """Return the regulation in force in a year, or None before the first one."""
    fits = (item for item in all_regulations() if item.first_year <= year <= item.last_year)
    return next(fits, None)


def named(key: str) -> Regulation | None:
    """Return the regulation with this file name, with or without its ending."""
    wanted = key.strip().removesuffix(".toml")
    return next((item for item in all_regulations() if item.key == wanted), None)


def years_of(key: str) -> tuple[int, int]:
    """Return the first and the last year of the regulation with this file name."""
    return next(item.years for item in all_regulations() if item.key == key)


def _regulation(key: str, source: str) -> Regulation:
    content = tomllib.loads(source)
    levels, new = content["levels"], content["new_organisation"]
    cap, exempt, quality, limit = map(content.get, ("cap", "exempt", "quality", "discipline"))
    return Regulation(
        key=key,
        name=content["name"],
        first_year=content["first_year"],
        last_year=content["last_year"],
        regulation=content["regulation"],
        guidance=content["guidance"],
        levels=Provision(levels["note"], levels["citation"]),
        organisations=Scale(levels.get("organisations", Scale.FULFILMENT)),
        cap=_cap(cap) if cap else None,
        exempt=Provision(**exempt) if exempt else None,
        new_months=new["months"],
        new_confirmed=new["confirmed"],
        new_citation=new["citation"],
        quality=Quality(**quality) if quality else None,
        discipline=DisciplineLimit(**limit) if limit else None,
        scoring=Scoring(**content["points"]) if "points" in content else None,
    )


def _cap(content: dict[str, Any]) -> Cap:
    return Cap(**content | {"base": CapBase(content["base"]), "scope": CapScope(content["scope"])})
