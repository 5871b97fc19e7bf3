"""The shape of a hostile case: a real form spoilt in one way, and what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass

MEMBERS = {"total": 245, "rated": 235, "xs": 20, "htt": 205, "ht": 10, "kht": 0}
"""What the members of the form add up to that is spoilt."""


@dataclass(frozen=True)
class Refused:
    """The file is kept out whole by a rule, with these words in its sentence."""

    rule: str
    words: str


@dataclass(frozen=True)
class Flagged:
    """The form is read, and a rule speaks of a cell ("" for the whole file or sheet).

    is_counted: whether it is a warning only, so that the figures are published.
    """

    rule: str
    cell: str
    words: str = ""
    is_counted: bool = False


@dataclass(frozen=True)
class Accepted:
    """The form is read without a word, and its figures are exact; over: those that differ."""

    over: tuple[tuple[str, int], ...] = ()

    @property
    def figures(self) -> dict[str, int]:
        return {**MEMBERS, **dict(self.over)}


@dataclass(frozen=True)
class PassedOver:
    """Litter: named among the files that came, and nobody's fault."""

    words: str


Oracle = Refused | Flagged | Accepted | PassedOver


@dataclass(frozen=True)
class Case:
    """One kind: make spoils the form of a unit; name: of the file."""

    make: Callable[[bytes], bytes]
    oracle: Oracle
    name: str

    def __str__(self) -> str:
        return self.name


def case(name: str, oracle: Oracle, make: Callable[[bytes], bytes]) -> Case:
    """A kind of file; a name without an ending is a workbook's."""
    return Case(make, oracle, name if "." in name else f"{name}.xlsx")
