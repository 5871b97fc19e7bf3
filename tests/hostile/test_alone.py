"""Every kind of hostile workbook by itself, read by a real worker: as its oracle says."""

from collections.abc import Iterator

import pytest

from bench.province import province_register
from tests.builders import AS_OF
from tests.hostile.all import CASES
from tests.hostile.cases import Accepted, Case, Flagged, PassedOver, Refused
from tests.hostile.forms import FIRST, form_of
from xeploai.findings import Finding
from xeploai.register.model import Register
from xeploai.register.reader import load
from xeploai.rules.all_rules import BY_CODE
from xeploai.schema.terms import Subject
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.isolation import read_all
from xeploai.submissions.model import Status, Taken

pytestmark = [pytest.mark.slow, pytest.mark.hostile]


@pytest.fixture(scope="module")
def register() -> Register:
    return load(province_register(2))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Taken]:
    folder = tmp_path_factory.mktemp("input")
    files = []
    for case in CASES:
        files.append(folder / case.name)
        files[-1].write_bytes(case.make(form_of(0)))
    items = read_all(files, folder)
    return {path.name: item for path, item in zip(files, items, strict=True)}


def test_there_are_enough_kinds_and_each_is_there_once() -> None:
    # Whatever the case of letters: on Windows two such names are one file.
    assert len({case.name.casefold() for case in CASES}) == len(CASES) >= 80


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_alone_comes_to_what_its_oracle_says(
    case: Case, taken: dict[str, Taken], register: Register
) -> None:
    season = evaluate(register, [taken[case.name]], AS_OF)
    (item,) = season.intake.submissions
    match case.oracle:
        case Refused(rule, words):
            assert item.status is Status.UNREADABLE
            (finding,) = season.findings
            assert (finding.rule, finding.message) == (rule, item.reason)
            assert words in finding.message
            assert BY_CODE[rule].reason
            assert BY_CODE[rule].fix
        case PassedOver(words):
            assert words in item.reason
            assert season.findings == ()
            assert not season.has_refused
        case Flagged(rule, cell, words, is_counted):
            findings = [finding for finding in season.findings if finding.rule == rule]
            assert [x.ref.cell for x in findings] == [cell], list(reported(season.findings))
            assert words in findings[0].message
            assert (FIRST in season.intake.counted) is is_counted
            assert is_counted is not any(x.is_error for x in season.findings)
        case Accepted() as expected:
            assert list(reported(season.findings)) == []
            assert figures(season, FIRST) == expected.figures


def reported(findings: tuple[Finding, ...]) -> Iterator[tuple[str, str, str]]:
    return ((finding.rule, finding.ref.cell, finding.message) for finding in findings)


def figures(season: Season, unit: str) -> dict[str, int]:
    figure = season.figures.at(unit, Subject.MEMBER)
    assert figure is not None
    return {key: getattr(figure, key) for key in ("total", "rated", "xs", "htt", "ht", "kht")}
