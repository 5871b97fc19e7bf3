"""52 units with a slip each: what is right is published, and every slip is told at its cell.

The season goes through the command line, and what came out is read from its tables. Then each unit
does what it was told, in the marked workbook that it got back, and nothing is left to tell.
"""

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from examples.careless import AS_OF, CORRECTED_ON, ROOT, UNITS, Careless, Sent, season
from examples.careless_slips import PAIRS, SLIPS
from examples.mistakes import ExpectedFinding
from tests.builders import read
from tests.seeded.correcting import correct, opened, saved
from tests.seeded.sendings import Sending
from xeploai.forms.layout import place
from xeploai.schema.form import FORM_SHEETS, InfoReturn
from xeploai.schema.row import Row, columns

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PROGRAM = Path(__file__).parents[2]
TIMES = int(os.environ.get("SEASONS_TIMES", "1"))
"""`make soak` draws more seasons than `make test` has time for."""

COUNTS = ("members", "rated", "xs", "htt", "ht", "kht", "exempt", "new_under_6m")
Rows = list[dict[str, str]]


@dataclass
class Built:
    """A season and the folders it is built in."""

    season: Careless
    folder: Path

    @property
    def input(self) -> Path:
        return self.folder / "input"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def put(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            path = self.input / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def build(self, as_of: str) -> None:
        """Build as an office does."""
        words: list[str | Path] = ["build", "--no-images", "--quiet", "--as-of", as_of]
        words += ["--input", self.input, "--output", self.output]
        done = subprocess.run(
            [sys.executable, PROGRAM / "build.py", *words],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def table(self, name: str) -> Rows:
        path = self.output / f"site/data/{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def first_tables(self) -> dict[str, Rows]:
        """The tables of the first build."""
        self.put(self.season.files())
        self.build(AS_OF.isoformat())
        return {name: self.table(name) for name in ("findings", "submissions", "ratios")}


@pytest.fixture(scope="module", params=range(TIMES), ids=lambda seed: f"seed {seed}")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    made = Built(season(request.param), tmp_path_factory.mktemp("careless"))
    _ = made.first_tables
    return made


def test_a_season_is_drawn_from_its_seed() -> None:
    one, again, other = season(1), season(1), season(2)
    assert drawn(one) == drawn(again) != drawn(other)
    assert one.corrected(one.sent[0]) == again.corrected(again.sent[0])


def drawn(made: Careless) -> list[object]:
    """What is drawn of a season."""
    return [(x.path_sent, x.counts, x.rows, x.expected, x.mistake.what) for x in made.sent]


def test_every_slip_there_is_is_made(built: Built) -> None:
    made = [slip.name for sent in built.season.sent for slip in sent.slips]
    assert len(built.season.sent) == UNITS
    assert set(made) == {each.name for each in SLIPS} | {each.name for each in PAIRS}


def test_every_slip_is_told_at_its_cell_and_nothing_else_is(built: Built) -> None:
    findings = built.first_tables["findings"]
    told = Counter((row["file"], row["sheet"], row["cell"], row["rule"]) for row in findings)
    expected = Counter(
        (file, each.sheet, each.cell, each.rule) for file, each in expected_of(built.season)
    )
    assert (sorted(told - expected), sorted(expected - told)) == ([], [])


def test_each_is_told_with_its_own_cause(built: Built) -> None:
    messages = {
        (row["file"], row["cell"], row["rule"]): row["message"]
        for row in built.first_tables["findings"]
    }
    for file, each in expected_of(built.season):
        assert each.words in messages[file, each.cell, each.rule]


def test_what_counts_is_as_designed(built: Built) -> None:
    files = built.first_tables["submissions"]
    counted = {row["file"] for row in files if row["status"] == "counted"}
    assert counted == {sent.file for sent in built.season.sent if sent.is_counted}


def test_what_is_right_is_published(built: Built) -> None:
    counted = [sent for sent in built.season.sent if sent.is_counted]
    published = members_of(built.first_tables["ratios"])
    assert {sent.unit: published[sent.unit] for sent in counted} == {
        sent.unit: published_of([sent]) for sent in counted
    }
    assert published[ROOT] == published_of(counted)


def test_once_all_have_done_as_told_nothing_is_left_to_tell(built: Built) -> None:
    told = [sent for sent in built.season.sent if sent.expected]
    for sent in told:
        marked = built.output / f"returns/{sent.unit}.xlsx"
        right = built.season.corrected(sent)
        # Of what is no form nothing is marked; the unit sends the form itself.
        again = corrected(marked, right) if marked.is_file() else right
        built.put({f"gui lai/{sent.unit}.xlsx": again})
        if is_no_return(built, sent):
            (built.input / sent.path_sent).unlink()
    for stray in built.season.strays:
        (built.input / stray.path).unlink()
    built.build(CORRECTED_ON.isoformat())
    fates = {row["file"]: row["status"] for row in built.table("submissions")}
    assert Counter(fates.values())["counted"] == UNITS
    # What is told of a file that another one has taken the place of is told to nobody.
    left = [row for row in built.table("findings") if fates[row["file"]] != "superseded"]
    assert [(row["file"], row["rule"], row["message"]) for row in left] == []
    assert not [*built.output.glob("returns/*.xlsx")]
    assert members_of(built.table("ratios"))[ROOT] == counts_of(built.season.sent)


# ------------------------------------------------------------------ what is right


def counts_of(sent: Iterable[Sent]) -> tuple[int, ...]:
    """The counts of members of some units, by the stories that they were drawn from."""
    units = list(sent)
    return tuple(sum(each.counts[key] for each in units) for key in COUNTS)


def published_of(sent: Iterable[Sent]) -> tuple[int, ...]:
    """The same as they stand in their returns, with what is another unit's."""
    units = list(sent)
    own = counts_of(units)
    return tuple(
        count + sum(each.beyond.get(key, 0) for each in units)
        for key, count in zip(COUNTS, own, strict=True)
    )


def expected_of(made: Careless) -> list[tuple[str, ExpectedFinding]]:
    """All that must be found, with the file it is found in."""
    told = [(sent.file, each) for sent in made.sent for each in sent.expected]
    return told + [(stray.path, stray.expected) for stray in made.strays]


def members_of(ratios: Sequence[Mapping[str, str]]) -> dict[str, tuple[int, ...]]:
    """The same as published, by unit."""
    keys = ("total", *COUNTS[1:])
    return {
        row["unit"]: tuple(int(row[key] or 0) for key in keys)
        for row in ratios
        if row["subject"] == "member" and row["stage"] == "decided"
    }


def is_no_return(built: Built, sent: Sent) -> bool:
    """Whether a file is nobody's: the office is told to take it away once the form is there."""
    fates = {row["file"]: row["status"] for row in built.first_tables["submissions"]}
    return fates[sent.file] in {"unreadable", "unknown_unit"}


def corrected(marked: Path, right: bytes) -> bytes:
    """The marked workbook once its clerk has written what is right wherever it is not."""
    item, book = read(right), opened(marked.read_bytes())
    rows = {kind: [fields_of(each.row) for each in item.rows(kind)] for kind in FORM_SHEETS}
    correct(book, Sending("", item.unit, rows, {}))
    page, where = book[InfoReturn.SHEET], place(InfoReturn)
    page[where.cell("sent_on")] = CORRECTED_ON
    return saved(book)


def fields_of(row: Row) -> dict[str, object]:
    """The values of a row, by field."""
    return {key: getattr(row, key) for key in columns(type(row))}
