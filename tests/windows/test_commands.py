"""Every command on Windows, under Wine: the same exit codes, words and bytes as on Linux."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from examples import AS_OF
from tests.windows.wine_python import SHIPPED, Machine, Ran, linux, wine
from windows.desk import FOLDER
from xeploai.commands.doctor import LIBRARIES
from xeploai.paths import LEDGER_FILE, SNAPSHOT_MANIFEST

VINH_TUONG, THOI_LAI, *_ = AS_OF
FAULTY = "cum3/BIEU TONG HOP - BO SAO.xlsx"
INPUT, OUTPUT = "biểu gửi về", "kết quả"
THERE = ("--input", INPUT, "--output", OUTPUT)

_DESK = re.compile(rf"\S+?/(?:linux|{re.escape(FOLDER.as_posix())})/(?=templates/)")
"""The folder of the program, where a path is shown whole."""

CASES = [
    pytest.param((SHIPPED, VINH_TUONG), marks=pytest.mark.wine, id="shipped"),
    *(
        pytest.param((version, season), marks=pytest.mark.windows, id=f"{version}-{season}")
        for version, season in (("3.11", VINH_TUONG), ("3.11", THOI_LAI), (SHIPPED, THOI_LAI))
    ),
]


@dataclass(frozen=True, slots=True)
class Round:
    """A whole round of commands on one system: what each gave, and every file that is there then.

    stood: whether the second build, with nothing changed, left every file as it was.
    """

    ran: dict[str, Ran]
    files: dict[str, str]
    stood: bool


def commands(season: str) -> dict[str, tuple[str, ...]]:
    """Return the commands of a round, in their order."""
    at = ("--as-of", AS_OF[season].isoformat())
    return {
        "help": ("--help",),
        "wrong command": ("dựng",),
        "no register": ("build", *THERE),
        "new": ("new", "--input", "mới"),
        "new over an old one": ("new", "--input", "mới"),
        "doctor": ("doctor", *THERE),
        "demo": ("demo", season, "--no-images"),
        "forms": ("forms", *THERE),
        "check": ("check", f"{INPUT}/{_faulty(season)}", *THERE, *at),
        "build": ("build", *THERE, *at, "--no-images"),
        "build again": ("build", *THERE, *at, "--no-images"),
        "report": ("report", *THERE, *at, "--no-images"),
        "report of a unit": ("report", "--unit", "0106", *THERE, *at, "--no-images"),
        "freeze": ("freeze", "--name", "Báo cáo lần 1", *THERE, *at),
        "freeze again": ("freeze", "--name", "Báo cáo lần 1", *THERE, *at),
        "template": ("check-template",),
    }


def play(machine: Machine, season: str) -> Round:
    """Run every command of a round."""
    ran = {}
    stood = {}
    for name, arguments in commands(season).items():
        ran[name] = machine.run(*arguments)
        if name == "demo":
            _take_over(machine.desk / "output" / "demo" / season / "input", machine.desk / INPUT)
        if name.startswith("build"):
            stood[name] = stamps(machine.desk / OUTPUT)
    return Round(ran, hashes(machine.desk), stood["build"] == stood["build again"] != {})


@pytest.fixture(scope="module", params=CASES)
def rounds(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Round, Round]]:
    """The same round on Linux and on Windows, side by side."""
    version, season = request.param
    scratch = tmp_path_factory.mktemp("windows")
    windows = wine(scratch, version)
    try:
        with ThreadPoolExecutor(1) as beside:
            here = beside.submit(play, linux(scratch), season)
            there = play(windows, season)
        yield here.result(), there
    finally:
        windows.stop()
        shutil.rmtree(scratch)


@pytest.mark.timeout(1200)
def test_every_command_ends_as_on_linux(rounds: tuple[Round, Round]) -> None:
    linux, windows = rounds
    codes = {name: ran.code for name, ran in linux.ran.items() if name != "doctor"}
    assert {name: windows.ran[name].code for name in codes} == codes
    assert sorted(set(codes.values())) == [0, 1, 2]


def test_every_command_says_the_same_as_on_linux(rounds: tuple[Round, Round]) -> None:
    linux, windows = rounds
    for name, ran in linux.ran.items():
        if name != "doctor":
            assert plain(windows.ran[name].output) == plain(ran.output), name


def test_the_doctor_finds_a_whole_program(rounds: tuple[Round, Round]) -> None:
    _, windows = rounds
    ran = windows.ran["doctor"]
    assert "Traceback" not in ran.output
    assert ran.output.count("✓ Thư viện ") == len(LIBRARIES)
    assert "Ghi được vào thư mục" in ran.output


def test_every_file_is_the_same_as_on_linux(rounds: tuple[Round, Round]) -> None:
    linux, windows = rounds
    assert len(linux.files) > 400
    names = linux.files.keys() | windows.files.keys()
    assert sorted(x for x in names if linux.files.get(x) != windows.files.get(x)) == []


def test_a_second_build_changes_nothing(rounds: tuple[Round, Round]) -> None:
    assert [each.stood for each in rounds] == [True, True]


def plain(output: str) -> str:
    """Return what was printed as Linux separates paths, without its line breaks and the desk."""
    text = " ".join(output.replace("\\", "/").split())
    return _DESK.sub("", text)


def hashes(desk: Path) -> dict[str, str]:
    """Return the hash of every file the program made, by its path.

    The ledger holds the moment of each build, and SQLite's own version; the lock is no result.
    """
    made = (desk / "output", desk / OUTPUT, desk / INPUT, desk / "mới")
    return {
        path.relative_to(desk).as_posix(): hashlib.sha256(_content(path)).hexdigest()
        for top in made
        for path in top.rglob("*")
        if path.is_file() and path.name != LEDGER_FILE and not path.name.startswith(".")
    }


def _content(path: Path) -> bytes:
    """Return what a file holds, without the moment at which figures were set down."""
    if path.name != SNAPSHOT_MANIFEST:
        return path.read_bytes()
    manifest = json.loads(path.read_bytes())
    return json.dumps(
        {name: manifest[name] for name in manifest if name not in ("at", "seal")}
    ).encode()


def stamps(folder: Path) -> dict[str, int]:
    """Return when every file below a folder was last written."""
    files: Sequence[Path] = [path for path in folder.rglob("*") if path.is_file()]
    return {str(x): x.stat().st_mtime_ns for x in files if not x.name.startswith(".")}


def _faulty(season: str) -> str:
    return FAULTY if season == VINH_TUONG else "danh-muc.xlsx"


def _take_over(example: Path, folder: Path) -> None:
    """Make an example's workbooks an input folder without a past."""
    past = shutil.ignore_patterns(f"{LEDGER_FILE}*")
    shutil.copytree(example, folder, ignore=past, dirs_exist_ok=True)
