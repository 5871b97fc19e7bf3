"""What ends a reader costs one file, not the build."""

import os
from pathlib import Path

import pytest

from tests.builders import book
from xeploai.intake import Return, Unread, find_files, take_in
from xeploai.quarantine import FEW, take_all

DEADLY = "chết"


def die_on_the_deadly(path: Path, folder: Path) -> Return | Unread:
    """Read a file, but end the whole process at a deadly one, as a crash in a library does."""
    if path.stem.startswith(DEADLY):
        os._exit(1)
    return take_in(path, folder)


def lay(folder: Path, good: int, deadly: int = 0) -> list[Path]:
    data = book()
    for number in range(good):
        (folder / f"{number:03}.xlsx").write_bytes(data)
    for number in range(deadly):
        (folder / f"{DEADLY} {number}.xlsx").write_bytes(data)
    return find_files(folder)


@pytest.mark.parametrize("number", [0, 3, FEW + 10])
def test_files_come_back_in_their_order(tmp_path: Path, number: int) -> None:
    files = lay(tmp_path, number)
    assert [item.file for item in take_all(files, tmp_path)] == [path.name for path in files]


def test_a_crash_costs_that_file_only(tmp_path: Path) -> None:
    files = lay(tmp_path, FEW + 10, deadly=2)
    taken = list(take_all(files, tmp_path, die_on_the_deadly))
    assert [item.file for item in taken] == [path.name for path in files]
    lost = [item for item in taken if isinstance(item, Unread)]
    assert [item.file for item in lost] == [f"{DEADLY} 0.xlsx", f"{DEADLY} 1.xlsx"]
    assert {item.reason for item in lost} == {
        "Tệp hỏng hoặc chép chưa xong: bộ đọc Excel dừng giữa chừng"
    }
    assert sum(isinstance(item, Return) for item in taken) == FEW + 10
