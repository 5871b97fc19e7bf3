"""One writer at a time, and none that waits for the dead."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from xeploai.errors import BuildError
from xeploai.storage import lock
from xeploai.storage.lock import LOCK, held

HOLDER = """
import sys, time
from pathlib import Path
from xeploai.storage.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def holder(folder: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a folder for so long."""
    command = [sys.executable, "-c", HOLDER, str(folder), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.0)


@pytest.mark.usefixtures("impatient")
def test_the_second_leaves_with_a_sentence_that_names_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xeploai.storage.lock.gethostname", lambda: "BTC-01")
    with held(tmp_path), pytest.raises(BuildError) as raised, held(tmp_path):
        pass
    assert str(raised.value) == (
        f"Một lần chạy khác đang ghi vào thư mục {tmp_path} (trên máy BTC-01). Đợi lần đó xong rồi "
        "chạy lại. Trang đã công bố vẫn như cũ."
    )


@pytest.mark.usefixtures("impatient")
def test_the_lock_of_a_dead_holder_frees_itself(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as process:
        with pytest.raises(BuildError), held(tmp_path):
            pass
        process.kill()
        process.wait()
        with held(tmp_path):
            pass
    assert (tmp_path / LOCK).exists()


def test_a_short_work_is_waited_for(tmp_path: Path) -> None:
    with holder(tmp_path, 0.3):
        started = time.monotonic()
        with held(tmp_path):
            assert time.monotonic() - started < lock.PATIENCE


@pytest.mark.usefixtures("impatient")
def test_whoever_is_started_by_the_holder_does_not_hold_on(tmp_path: Path) -> None:
    with held(tmp_path):
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with held(tmp_path):
        assert child.poll() is None
    child.communicate(b"\n")


@pytest.mark.usefixtures("impatient")
def test_two_folders_are_held_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with held(tmp_path), held(tmp_path / "a"):
        pass
