"""Whole builds, killed, crossed and starved: the output is the old one or the new one."""

import hashlib
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.builders import book, cell, info, register_book
from tests.project import PROJECT
from xeploai.ledger.receipt_store import open_ledger
from xeploai.paths import UNFINISHED
from xeploai.schema.row import Code
from xeploai.storage.lock import LOCK

pytestmark = pytest.mark.slow

Tree = dict[str, str]


@dataclass(frozen=True)
class Office:
    """A unit was built and another has sent since; before, after: the trees without and with it."""

    folder: Path
    before: Tree
    after: Tree
    seconds: float

    def copied(self, place: Path) -> Path:
        return Path(shutil.copytree(self.folder, place / "office"))


def put(folder: Path, code: str) -> None:
    (folder / "input" / f"{code}.xlsx").write_bytes(book([cell()], of=info(unit_code=Code(code))))


def start(folder: Path) -> subprocess.Popen[str]:
    """The program as it is run at a terminal."""
    words = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    words += ["--as-of", "2025-12-22", "--no-images", "--quiet"]
    command = [sys.executable, str(PROJECT / "build.py"), *words]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def run(folder: Path) -> tuple[int, str]:
    process = start(folder)
    _, output = process.communicate()
    return process.returncode, output


def tree(output: Path) -> Tree:
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in output.rglob("*")
        if path.is_file()
        and path.name != LOCK
        and not (name := path.relative_to(output).as_posix()).startswith(UNFINISHED)
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office") / "office"
    (folder / "input").mkdir(parents=True)
    (folder / "input" / "danh-muc.xlsx").write_bytes(register_book())
    put(folder, "A")
    assert run(folder) == (0, "")
    put(folder, "B")
    known = Office(folder, tree(folder / "output"), {}, 0)
    other = known.copied(tmp_path_factory.mktemp("other"))
    started = time.monotonic()
    assert run(other) == (0, "")
    seconds = time.monotonic() - started
    built = Office(folder, known.before, tree(other / "output"), seconds)
    assert built.before != built.after
    return built


def test_killed_again_and_again_the_output_stays_whole(office: Office, tmp_path: Path) -> None:
    folder = office.copied(tmp_path)
    for moment in (0.4, 0.7, 0.9):
        process = start(folder)
        time.sleep(moment * office.seconds)
        process.kill()
        process.communicate()
        assert tree(folder / "output") in (office.before, office.after)
    assert run(folder) == (0, "")
    assert tree(folder / "output") == office.after
    assert list(folder.rglob(f"{UNFINISHED}*")) == []


def test_two_builds_at_once_leave_one_whole_tree_and_tell_the_ledger_once(
    office: Office, tmp_path: Path
) -> None:
    folder = office.copied(tmp_path)
    processes = [start(folder), start(folder)]
    outputs = [process.communicate()[1] for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes
    for code, line in zip(codes, outputs, strict=True):
        assert (code, line) == (0, "") or (code == 2 and "Một lần chạy khác" in line)
    assert tree(folder / "output") == office.after
    ledger, _ = open_ledger(folder / "input", datetime(2026, 1, 1))
    assert Counter(len(item.events) for item in ledger.receipts.values()) == {1: 2}


@pytest.fixture
def small_disk(office: Office, tmp_path: Path) -> Iterator[Path]:
    """A disk with room for one site and half of another."""
    files = [path for path in (office.folder / "output").rglob("*") if path.is_file()]
    pages = sum(-(-path.stat().st_size // 4096) for path in files)
    place = tmp_path / "disk"
    place.mkdir()
    size = f"size={int(pages * 4096 * 1.5)}"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)]
    if (
        not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("only an administrator may make a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up_leaves_the_old_site_and_says_so(
    office: Office, tmp_path: Path, small_disk: Path
) -> None:
    folder = office.copied(tmp_path)
    shutil.move(folder / "output", small_disk / "output")
    (folder / "output").symlink_to(small_disk / "output")
    ledger = open_ledger(folder / "input", datetime(2026, 1, 1))
    code, output = run(folder)
    assert code == 2
    assert output.count("\n") == 1
    assert "đĩa đầy" in output
    assert "Trang đã công bố vẫn như cũ" in output
    assert tree(small_disk / "output") == office.before
    assert open_ledger(folder / "input", datetime(2026, 1, 1)) == ledger
