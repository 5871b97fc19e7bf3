"""Findings as a clerk reads them: where, what, how to fix it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.findings import Finding, Rule, Severity
from xeploai.rules.all_rules import worded_for
from xeploai.views.page_registry import SitePage

SEVERITY_NAMES = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo"}
ACCEPTED = "accepted", "Đã chấp thuận"
"""The class and the name of a finding that the board accepts."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding; fix is given once for each rule in a row, "" on the others."""

    kind: str
    severity: str
    file: str
    place: str
    message: str
    fix: str
    rule_url: str


def rule_anchor(code: str) -> str:
    """Where a rule stands on its page."""
    return text.slug(code)


def faults(findings: Iterable[Finding], office: str) -> Iterator[FindingRow]:
    """Yield findings in the order given; office: the name that the rules call the office by."""
    rules = worded_for(office)
    listed: set[str] = set()
    for finding in findings:
        yield _fault(finding, rules.get(finding.rule), is_new=finding.rule not in listed)
        listed.add(finding.rule)


def _fault(finding: Finding, rule: Rule | None, *, is_new: bool) -> FindingRow:
    kind, name = finding.severity.value, SEVERITY_NAMES[finding.severity]
    if finding.accepted:
        kind, name = ACCEPTED
    return FindingRow(
        kind=kind,
        severity=name,
        file=finding.ref.file,
        place="!".join(part for part in (finding.ref.sheet, finding.ref.cell) if part),
        message=finding.message.rstrip(".") + ".",
        fix=rule.fix if rule and is_new else "",
        rule_url=SitePage.RULES.at(rule_anchor(finding.rule)) if rule else "",
    )


def tally(errors: int, warnings: int) -> str:
    """How many of each: "3 lỗi, 2 cảnh báo"."""
    parts = [f"{text.count(errors)} lỗi"] if errors else []
    parts += [f"{text.count(warnings)} cảnh báo"] if warnings else []
    return ", ".join(parts)
