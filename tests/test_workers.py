"""The limits of a worker, held on Linux and on Windows: what passes them costs its item only."""

import ctypes
import faulthandler
import os
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Client, Listener, wait
from pathlib import Path

import pytest

from tests.project import PROJECT
from xeploai.system.confinement import Hold
from xeploai.workers import Limits, Loss, contained

LIMITS = Limits(seconds=30, memory=2**29, answer=2**20)
CHUNK = 2**24

# ------------------------------------------------------------------ what the workers do


def grow(report: Path) -> None:
    """Take memory for ever, touch it, and write down when and how much."""
    held: list[bytes] = []
    with report.open("w", encoding="utf-8") as lines:
        while True:
            lines.write(f"{time.time()} {len(held) * CHUNK}\n")
            lines.flush()
            held.append(b"x" * CHUNK)


def hang_in_python() -> None:
    while True:
        pass


def hang_in_library() -> None:
    """Hang as a library can, without ever giving way to Python."""
    if sys.platform == "win32":
        ctypes.PyDLL("kernel32").Sleep(60_000)
    else:
        ctypes.PyDLL(None).sleep(60)


def crash() -> None:
    """End by an access violation that nothing in the process catches."""
    faulthandler.disable()
    faulthandler._sigsegv()  # type: ignore[attr-defined]  # CPython's own test aid


def harm(item: str) -> str:
    kind, _, rest = item.partition(" ")
    match kind:
        case "grow":
            grow(Path(rest))
        case "python":
            hang_in_python()
        case "library":
            hang_in_library()
        case "exit":
            os._exit(0)
        case "crash":
            crash()
    return item


# ------------------------------------------------------------------ memory


def seconds_over(report: Path, memory: int) -> float:
    """How long a growing worker went on after it had taken so much memory."""
    lines = [line.split() for line in report.read_text("utf-8").splitlines()]
    over = [float(at) for at, held in lines if int(held) >= memory]
    assert int(lines[-1][1]) > memory / 2
    return over[-1] - over[0] if over else 0


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold a process to its memory")
def test_workers_over_their_memory_are_ended_within_a_second(tmp_path: Path) -> None:
    """Both at once, so that no line speaks; the items behind them are answered."""
    reports = [tmp_path / "0", tmp_path / "1"]
    items = ["first", *(f"grow {report}" for report in reports), *map(str, range(20))]
    answers = list(contained(harm, items, 2, LIMITS))
    lost = [Loss.TOO_MUCH_MEMORY] * 2
    assert answers == ["first", *lost, *map(str, range(20))]
    for report in reports:
        assert seconds_over(report, LIMITS.memory) < 1


@pytest.mark.skipif(sys.platform != "win32", reason="Job Objects are a matter of Windows")
@pytest.mark.parametrize("refused", ["CreateJobObjectW", "AssignProcessToJobObject"])
def test_without_a_job_the_parent_holds_a_worker_to_its_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    if sys.platform == "win32":
        from xeploai.system import windows_job

        monkeypatch.setattr(windows_job._kernel32, refused, lambda *_: None)
        report = tmp_path / "0"
        answers = list(contained(harm, [f"grow {report}", "next"], 1, LIMITS))
        assert answers == [Loss.TOO_MUCH_MEMORY, "next"]
        assert seconds_over(report, LIMITS.memory) < 1


def test_the_parent_looks_at_memory_while_no_line_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, on every system: what a worker has taken is read from a file here."""
    taken = tmp_path / "taken"
    taken.write_text("0")
    monkeypatch.setattr(Hold, "memory", lambda _: int(taken.read_text() or 0))
    started = time.monotonic()
    answers = contained(partial(swell, taken), ["a", "swell", "b", "c"], 1, LIMITS)
    assert [next(answers), next(answers)] == ["a", Loss.TOO_MUCH_MEMORY]
    taken.write_text("0")
    assert list(answers) == ["b", "c"]
    assert time.monotonic() - started < LIMITS.seconds / 2


def swell(taken: Path, item: str) -> str:
    if item == "swell":
        taken.write_text(str(LIMITS.memory + 1))
        time.sleep(60)
    return item


# ------------------------------------------------------------------ time, and the end of a process


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "loss"),
    [
        ("python", Loss.TOO_SLOW),
        ("library", Loss.TOO_SLOW),
        ("exit", Loss.PROCESS_ENDED),
        ("crash", Loss.PROCESS_ENDED),
    ],
)
def test_what_hangs_or_ends_a_worker_costs_its_item_only(kind: str, loss: Loss) -> None:
    items = ["a", kind, "b", kind, *map(str, range(20))]
    started = time.monotonic()
    answers = list(contained(harm, items, 2, replace(LIMITS, seconds=1)))
    assert answers == ["a", loss, "b", loss, *map(str, range(20))]
    assert time.monotonic() - started < 50


# ------------------------------------------------------------------ the end of the parent


def tell(item: tuple[str, str]) -> None:
    """Tell the test that this worker is there, by a line that only its end closes; then hang."""
    kind, address = item
    line = Client(address)
    line.send(os.getpid())
    KEPT.append(line)
    harm(kind)


KEPT: list[object] = []


def lead(kind: str, address: str) -> None:
    """Be the parent of a worker."""
    answers = contained(tell, [(kind, address)], 1, LIMITS)
    next(answers)
    time.sleep(60)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["idle", "python", "library"])
def test_a_worker_ends_with_its_parent(kind: str) -> None:
    """However the parent ends: here it is killed."""
    with Listener() as listener:
        script = f"from tests.test_workers import lead; lead({kind!r}, {listener.address!r})"
        # multiprocessing complains there of what a killed program leaves.
        parent = subprocess.Popen(
            [sys.executable, "-c", script], cwd=PROJECT, stderr=subprocess.DEVNULL
        )
        with listener.accept() as worker:
            assert worker.recv() != parent.pid
            time.sleep(0.5)
            parent.kill()
            parent.wait()
            assert wait([worker], 1), "alive a second later"
            with pytest.raises((EOFError, OSError)):
                worker.recv()
