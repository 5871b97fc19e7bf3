"""Findings of one workbook, the same fault in many cells gathered into one group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from xeploai.findings import Finding, Rule
from xeploai.phrases import TO_FIX, TO_REVIEW
from xeploai.reading.office_rules import AS_OFFICE
from xeploai.rules.all_rules import BY_CODE
from xeploai.text import count

OF_OFFICE: Mapping[str, Rule] = MappingProxyType({**BY_CODE, **AS_OFFICE})
"""The rules by code, in the words for an office that corrects a workbook of its own."""


class Grade(StrEnum):
    """Demand on the unit, the gravest first."""

    ERROR = "Lỗi phải sửa"
    WARNING = "Đề nghị rà soát"
    ACCEPTED = "Đã được chấp thuận"


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one rule and grade in a workbook."""

    grade: Grade
    rule: Rule
    findings: tuple[Finding, ...]


def grade_of(finding: Finding) -> Grade:
    """Return the demand that a finding makes on the workbook's author."""
    if finding.accepted:
        return Grade.ACCEPTED
    return Grade.ERROR if finding.is_error else Grade.WARNING


def of_unit(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a unit is told of; to the others the office sees itself."""
    return [finding for finding in findings if not BY_CODE[finding.rule].of_board]


def gathered(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> list[Group]:
    """Return the groups, errors first, else in the order of their first finding.

    rules: by code, in the words of whoever has to correct the workbook.
    """
    groups: dict[tuple[Grade, str], list[Finding]] = {}
    for each in findings:
        groups.setdefault((grade_of(each), each.rule), []).append(each)
    order = list(Grade)
    made = [Group(grade, rules[code], tuple(members)) for (grade, code), members in groups.items()]
    return sorted(made, key=lambda group: order.index(group.grade))


def number_at(grade: Grade, groups: Iterable[Group]) -> int:
    """Return how many findings are of a grade."""
    return sum(len(group.findings) for group in groups if group.grade is grade)


def tally(groups: Sequence[Group]) -> str:
    """How many places of each grade: "3 lỗi phải sửa; 1 nội dung đề nghị rà soát"."""
    words = {
        Grade.ERROR: TO_FIX,
        Grade.WARNING: TO_REVIEW,
        Grade.ACCEPTED: "chỗ đã được chấp thuận",
    }
    sums = {grade: number_at(grade, groups) for grade in Grade}
    return "; ".join(f"{count(number)} {words[grade]}" for grade, number in sums.items() if number)
