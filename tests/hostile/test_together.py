"""All kinds of hostile workbook at once beside good ones, through a whole build of the site."""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.province import province_register
from tests.hostile.all import CASES
from tests.hostile.cases import MEMBERS, Accepted, Case, Flagged, PassedOver, Refused
from tests.hostile.forms import code_of, form_of
from tests.project import PROJECT
from xeploai.paths import REGISTER_FILE
from xeploai.rules.all_rules import BY_CODE

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

Table = list[dict[str, str]]
GOOD = range(len(CASES), len(CASES) + 20)


@dataclass(frozen=True)
class Built:
    """What a build printed, logged and published."""

    code: int
    printed: str
    log: str
    submissions: dict[str, dict[str, str]]
    findings: Table
    ratios: dict[str, dict[str, str]]
    inputs: dict[str, str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder, output = tmp_path_factory.mktemp("input"), tmp_path_factory.mktemp("output")
    (folder / REGISTER_FILE).write_bytes(province_register(GOOD.stop))
    for number in GOOD:
        (folder / f"{code_of(number)}.xlsx").write_bytes(form_of(number))
    for number, case in enumerate(CASES):
        (folder / case.name).write_bytes(case.make(form_of(number)))
    done = subprocess.run(
        [
            sys.executable, "build.py", "--input", str(folder), "--output", str(output),
            "--as-of", "2025-12-22", "--no-images",
        ],
        cwd=PROJECT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    data = output / "site/data"
    ratios = [
        line
        for line in table(data / "ratios.csv")
        if (line["subject"], line["stage"]) == ("member", "decided")
    ]
    return Built(
        done.returncode,
        done.stdout + done.stderr,
        (output / "nhat-ky.txt").read_text("utf-8-sig"),
        {line["file"]: line for line in table(data / "submissions.csv")},
        table(data / "findings.csv"),
        {line["unit"]: line for line in ratios},
        json.loads((data / "manifest.json").read_text("utf-8"))["inputs"],
    )


def table(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def figures(built: Built, unit: str) -> dict[str, int]:
    line = built.ratios[unit]
    return {key: int(line[key]) for key in MEMBERS}


def test_the_build_ends_well_and_without_a_trace(built: Built) -> None:
    assert built.code == 0, built.printed
    for sign in ("Traceback", "panicked", "Error", "memory allocation"):
        assert sign not in built.printed
        assert sign not in built.log


def test_every_file_is_named_among_those_that_came(built: Built) -> None:
    expected = {case.name for case in CASES} | {f"{code_of(number)}.xlsx" for number in GOOD}
    assert set(built.submissions) == expected
    assert set(built.inputs) == expected | {REGISTER_FILE}


def test_every_good_unit_is_published_with_its_exact_figures(built: Built) -> None:
    for number in GOOD:
        assert figures(built, code_of(number)) == MEMBERS
        assert built.submissions[f"{code_of(number)}.xlsx"]["status"] == "counted"


def test_the_whole_adds_up_what_counts_and_nothing_else(built: Built) -> None:
    counted = [MEMBERS] * len(GOOD)
    for case in CASES:
        match case.oracle:
            case Accepted() as oracle:
                counted.append(oracle.figures)
            case Flagged(is_counted=True):
                counted.append(MEMBERS)
    assert figures(built, "T") == {key: sum(each[key] for each in counted) for key in MEMBERS}
    assert int(built.ratios["T"]["units_counted"]) == len(counted)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_among_all_comes_to_what_its_oracle_says(case: Case, built: Built) -> None:
    unit = code_of(CASES.index(case))
    status = built.submissions[case.name]["status"]
    findings = [line for line in built.findings if line["file"] == case.name]
    match case.oracle:
        case Refused(rule, words):
            assert status == "unreadable"
            assert [line["rule"] for line in findings] == [rule]
            assert words in findings[0]["message"]
        case PassedOver():
            assert findings == []
        case Flagged(rule, cell, words, is_counted):
            assert (status == "counted") is is_counted
            matching = [line for line in findings if line["rule"] == rule]
            assert [line["cell"] for line in matching] == [cell]
            assert words in matching[0]["message"]
            assert BY_CODE[rule].reason
            assert BY_CODE[rule].fix
        case Accepted() as expected:
            assert findings == []
            assert status == "counted"
            assert figures(built, unit) == expected.figures
