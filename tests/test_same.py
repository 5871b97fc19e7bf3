"""Same in, same out: byte for byte, wherever and whenever it is built."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import payloads
from tests.project import PROJECT

AS_OF = payloads.AS_OF.isoformat()
TEXTS = frozenset({".py", ".j2", ".html", ".xml", ".md", ".yml", ".toml", ".css", ".js", ".svg"})
HERE = {"LC_ALL": "C", "TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1"}
THERE = {
    "LC_ALL": "C.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "7",
    "PYTHONUTF8": "1",
}  # fmt: skip


def laid(source: Path, into: Path, *, backwards: bool) -> Path:
    """The input folder copied, its files created in another order and at other times."""
    files = sorted((path for path in source.rglob("*") if path.is_file()), reverse=backwards)
    for number, path in enumerate(files):
        place = into / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        moment = 1_500_000_000 + number * (-9_999 if backwards else 77)
        os.utime(place, (moment, moment))
    return into


def build(
    folder: Path, output: Path, moment: str, machine: Mapping[str, str], program: Path = PROJECT
) -> dict[str, str]:
    """The hash of every file a build leaves, by its path; the lock (`.khoa-ghi`) is no result."""
    command: list[str | Path] = [sys.executable, "-m", "tests.built", folder, output, moment, AS_OF]
    subprocess.run(command, check=True, cwd=program, env={**os.environ, **machine})
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in output.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.mark.slow
def test_another_day_order_folder_locale_and_time_zone_change_no_byte(tmp_path: Path) -> None:
    payloads.write(tmp_path, payloads.KEYS[::3])
    one = laid(tmp_path, tmp_path.with_name("one"), backwards=False)
    other = laid(tmp_path, tmp_path.with_name("xa") / "ở đây" / "other", backwards=True)
    first = build(one, one.with_name("out"), "2026-01-05T08:00:00", HERE)
    second = build(other, other.parent / "out", "2026-03-31T23:59:59.999999", THERE)
    assert {path.partition("/")[0] for path in first} == {
        "site", "report", "returns", "letters", "forms", "nhat-ky.txt", "danh-muc-can-sua.xlsx",
    }  # fmt: skip
    assert differing(first, second) == []
    (ledger,) = one.glob("*.sqlite3")
    remembered, stood = ledger.read_bytes(), stamps(one.with_name("out"))
    again = build(one, one.with_name("out"), "2026-02-28T08:00:00", THERE)
    assert differing(first, again) == [], "with what the ledger remembers"
    assert ledger.read_bytes() == remembered, "nothing new, nothing to remember"
    assert stamps(one.with_name("out")) == stood, "nothing is written anew"


# Packages that npm put beside the tests have whatever line ends their makers chose.
NOT_OURS = shutil.ignore_patterns("__pycache__", "node_modules")


def with_line_ends_of_windows(into: Path) -> Path:
    """A copy of the program as an editor or a version control on Windows may leave it."""
    for name in ("xeploai", "templates", "site_src", "tests"):
        shutil.copytree(PROJECT / name, into / name, ignore=NOT_OURS)
    for name in ("build.py", "mkdocs.yml"):
        shutil.copyfile(PROJECT / name, into / name)
    for path in into.rglob("*"):
        if path.suffix in TEXTS:
            content = path.read_bytes()
            assert b"\r\n" not in content
            path.write_bytes(content.replace(b"\n", b"\r\n"))
    return into


@pytest.mark.slow
def test_line_ends_of_the_program_change_no_byte(tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    payloads.write(tmp_path / "input", payloads.KEYS[::9])
    program = with_line_ends_of_windows(tmp_path / "program")
    moment = "2026-01-05T08:00:00"
    first = build(tmp_path / "input", tmp_path / "out", moment, HERE)
    assert any(path.startswith("returns/") for path in first), "with a workbook that may be kept"
    again = build(tmp_path / "input", tmp_path / "out", moment, HERE, program)
    assert differing(first, again) == [], "what was kept is kept"
    anew = build(tmp_path / "input", tmp_path / "anew", moment, HERE, program)
    assert differing(first, anew) == []


def stamps(output: Path) -> dict[str, tuple[int, int]]:
    """When every part of the output folder was last written, and whether it is still the same."""
    parts = (path for path in output.iterdir() if not path.name.startswith("."))
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in parts}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
