"""What ends, hangs or fills a reader costs one file, not the build."""

import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import book
from tests.project import PROJECT
from xeploai.errors import BuildError
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.isolation import FEW, LIMITS, read_all
from xeploai.submissions.model import Taken, Unread
from xeploai.submissions.packed_files import Source
from xeploai.submissions.returns import take_in
from xeploai.workers import Limits, WorkFault, contained

DEADLY, HANGING, GREEDY, WORDY, CLUMSY = "chết", "treo", "ngốn", "dài", "vụng"
QUICK = replace(LIMITS, seconds=1)
COUNTED = "đã đọc.txt"


def harm(path: Source, folder: Path) -> Taken:
    """Read a file, but do harm at some, as a library can: nothing in the process can stop it."""
    assert isinstance(path, Path)
    with (folder.parent / COUNTED).open("a", encoding="utf-8") as counted:
        counted.write(f"{os.getpid()} {path.stem}\n")
    kind = path.stem.partition(" ")[0]
    if kind == DEADLY:
        os.abort()
    if kind == HANGING:
        time.sleep(60)
    if kind == GREEDY:
        held = b"x" * (LIMITS.memory + 2**26)
        time.sleep(60)
        del held
    if kind == WORDY:
        return Unread("x" * 2 * LIMITS.answer, "", "", None)
    if kind == CLUMSY:
        raise KeyError(kind)
    return take_in(path, folder)


def lay(folder: Path, good: int, *harmful: str) -> list[Path]:
    data = book()
    folder.mkdir(exist_ok=True)
    for number in range(good):
        (folder / f"{number:03}.xlsx").write_bytes(data)
    for name in harmful:
        (folder / f"{name}.xlsx").write_bytes(data)
    return find_files(folder)


def lost(files: list[Path], folder: Path, limits: Limits = QUICK) -> dict[str, str]:
    """The files that were lost, with the reason; all others came, in their order."""
    taken = list(read_all(files, folder, harm, limits))
    assert [item.file for item in taken] == [path.name for path in files]
    return {item.file: item.reason for item in taken if isinstance(item, Unread)}


@pytest.mark.parametrize("number", [0, 3, FEW + 10])
def test_files_come_back_in_their_order(tmp_path: Path, number: int) -> None:
    files = lay(tmp_path, number)
    assert [item.file for item in read_all(files, tmp_path)] == [path.name for path in files]


def test_a_crash_costs_that_file_only(tmp_path: Path) -> None:
    files = lay(tmp_path / "input", FEW + 10, f"{DEADLY} 0", f"{DEADLY} 1")
    assert lost(files, tmp_path / "input") == {
        f"{DEADLY} {number}.xlsx": "Tệp hỏng hoặc chép chưa xong: bộ đọc Excel dừng giữa chừng"
        for number in (0, 1)
    }
    read = (tmp_path / COUNTED).read_text("utf-8").splitlines()
    # The suspect is tried twice, as somebody else may have ended its process; no other is.
    assert sorted(line.partition(" ")[2] for line in read) == sorted(
        path.stem for path in [*files, *files[-2:]]
    )
    assert len({line.partition(" ")[0] for line in read}) <= 2 + 4


@pytest.mark.slow
def test_a_hanging_file_is_given_up(tmp_path: Path) -> None:
    files = lay(tmp_path / "input", 5, f"{HANGING} 0", f"{HANGING} 1")
    begun = time.monotonic()
    assert lost(files, tmp_path / "input") == {
        f"{HANGING} {number}.xlsx": "Tệp có kích thước không hợp lý: đọc quá 1 giây chưa xong"
        for number in (0, 1)
    }
    assert time.monotonic() - begun < 50


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold a process to its memory")
def test_a_greedy_file_is_refused(tmp_path: Path) -> None:
    files = lay(tmp_path / "input", 3, GREEDY)
    assert lost(files, tmp_path / "input", LIMITS) == {
        f"{GREEDY}.xlsx": "Tệp có kích thước không hợp lý: cần hơn 1 GB bộ nhớ"
    }


def test_a_file_that_gives_too_much_is_refused(tmp_path: Path) -> None:
    files = lay(tmp_path / "input", 3, WORDY)
    assert lost(files, tmp_path / "input") == {
        f"{WORDY}.xlsx": "Tệp có kích thước không hợp lý: nhiều dòng, nhiều chữ hơn một biểu "
        "có thể có"
    }


def test_reader_failed(tmp_path: Path) -> None:
    """A fault of ours costs its file, and says where it is."""
    files = lay(tmp_path / "input", 3, CLUMSY)
    (message,) = lost(files, tmp_path / "input").values()
    assert re.fullmatch(
        r"Chương trình gặp lỗi khi đọc tệp \(KeyError, test_isolation.py:\d+\)", message
    )


def test_a_fault_of_ours_keeps_its_trace() -> None:
    one, fault = contained(int, ["1", "x"], 1, LIMITS)
    assert one == 1
    assert isinstance(fault, WorkFault)
    assert "ValueError: invalid literal" in fault.trace


def test_workers_are_used_again() -> None:
    numbers = list(contained(own_process, range(200), 2, LIMITS))
    assert 1 <= len(set(numbers)) <= 2
    assert os.getpid() not in numbers


def test_an_answer_is_never_taken_for_a_sign() -> None:
    answers = ["ready", "READY", "1"]
    assert list(contained(str, answers, 1, LIMITS)) == answers


def own_process(_: int) -> int:
    return os.getpid()


def test_a_machine_that_cannot_start_workers_is_reported() -> None:
    with pytest.raises(BuildError, match="không khởi động được"):
        list(contained(Unreachable(), [1], 1, LIMITS))


class Unreachable:
    """Work that ends its process before it is even there."""

    def __call__(self, item: int) -> int:
        return item

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (1,)


def test_the_limits_are_those_of_the_manual() -> None:
    manual = (PROJECT / "site_src/huong-dan.md").read_text("utf-8")
    assert Limits(10, 2**30, 2 * 2**20) == LIMITS
    for limit in ("20 MB", "100 MB", "2.000 phần", "2.000.000 ô", "10 giây", "1 GB"):
        assert limit in manual, limit
