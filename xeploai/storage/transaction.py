"""Finished parts moved from a workshop to their places beside it, so that all can be taken back.

What is about to be moved is written down first. Until that plan is gone nothing stands for good:
whoever finds a plan whose writer failed or was killed takes every part back by it. So the step in
which all parts change is the one in which the plan is removed.
"""

import ctypes
import errno
import json
import os
import sys
import time
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PureWindowsPath

from xeploai.errors import BuildError
from xeploai.paths import PLAN_FILE, RETIRED_FOLDER
from xeploai.storage.directory import is_link
from xeploai.storage.folder_comparison import differing, is_same, remove_empty
from xeploai.storage.open_files import in_use, is_refusal, make_sure_held

_WAITS = (0.1, 0.2, 0.4, 0.8)
_GONE = -1  # stands for a file that goes and that none replaces
_HERE, _SWAP = -100, 2  # AT_FDCWD, RENAME_EXCHANGE


def swap_in(
    scratch: Path, parts: Sequence[str], may_wait: Container[str] = frozenset()
) -> list[Path]:
    """Put parts of a workshop in the places of the same name beside it; what is the same stays.

    A folder in which something is open on Windows cannot change places whole: its files do, each
    by itself, by the same plan.

    Args:
        scratch: The workshop.
        parts: Files and folders in it, the most important first.
        may_wait: Those of them of which an open file may keep its old content.

    Returns:
        The files that keep it.

    Raises:
        BuildError: A file of another part is held open.
        OSError: The disk refuses.
    """
    for part in parts:
        _make_sure_of(scratch / part, scratch.parent / part)
    changed = [part for part in parts if not is_same(scratch / part, scratch.parent / part)]
    numbers = {part: _number(scratch / part) for part in changed}
    _flush([scratch / part for part in changed])
    _write_plan(scratch, {**_plan(scratch), **numbers})
    waiting: list[Path] = []
    for part in changed:
        refused = [scratch.parent / piece for piece in _put_whole_or_apart(scratch, part)]
        if refused and part not in may_wait:
            raise in_use(refused)
        make_sure_held(refused)
        waiting += refused
    return waiting


def amend(scratch: Path, part: str, content: bytes) -> list[Path]:
    """Give a file among the parts another content after all; returns it where it is held open.

    It is written where it lies, so that the plan still knows it and takes the old one back.
    """
    if part in _plan(scratch):
        (scratch.parent / part).write_bytes(content)
        return []
    (scratch / part).write_bytes(content)
    return swap_in(scratch, [part], [part])


def commit(scratch: Path) -> None:
    """From here on the parts that were put in their places stand for good."""
    insist(partial((scratch / PLAN_FILE).unlink, missing_ok=True))


def rollback(scratch: Path) -> None:
    """Put everything back as it was; may be cut short and begun again at any moment."""
    for part, number in reversed(_plan(scratch).items()):
        _rollback(scratch, part, number)
    commit(scratch)


def _make_sure_of(finished: Path, place: Path) -> None:
    """Raise where something of another kind stands at a place; nothing has moved yet."""
    if is_link(place):
        what = "thư mục" if finished.is_dir() else "tệp"
        raise BuildError(
            f"{place} là lối tắt; hãy đặt {what} thật ở đó, hoặc bỏ lối tắt, rồi chạy lại. Trang "
            "đã công bố vẫn như cũ."
        )
    if place.exists() and place.is_dir() != finished.is_dir():
        raise FileExistsError(errno.EEXIST, "", str(place))


def _put_whole_or_apart(scratch: Path, part: str) -> list[str]:
    """Put a part in its place, a folder that cannot move file by file; what was refused."""
    refused = _patiently(_put, scratch, [part])
    if refused and (scratch / part).is_dir() and (scratch.parent / part).is_dir():
        return _put_apart(scratch, part)
    return refused


def _put_apart(scratch: Path, part: str) -> list[str]:
    finished, place = scratch / part, scratch.parent / part
    gone, changed = ([f"{part}/{name}" for name in names] for names in differing(finished, place))
    numbers = {piece: _number(scratch / piece) for piece in changed}
    plan = {name: number for name, number in _plan(scratch).items() if name != part}
    _write_plan(scratch, {**plan, **dict.fromkeys(gone, _GONE), **numbers})
    # What goes makes room first: a file may have become a folder, or a name its capitals.
    refused = _patiently(_take_away, scratch, gone)
    remove_empty(place, finished)
    return [*refused, *_patiently(_put, scratch, changed)]


def _patiently(move: Callable[[Path, str], None], scratch: Path, parts: Sequence[str]) -> list[str]:
    """Move parts; one that a program or a virus scanner holds is waited for. The refused ones."""
    left = [part for part in parts if not _is_done(move, scratch, part)]
    for wait in _WAITS:
        if left:
            time.sleep(wait)
            left = [part for part in left if not _is_done(move, scratch, part)]
    return left


def _is_done(move: Callable[[Path, str], None], scratch: Path, part: str) -> bool:
    try:
        move(scratch, part)
    except OSError as fault:
        if not is_refusal(fault):
            raise
        return False
    return True


def _put(scratch: Path, part: str) -> None:
    """Put a part in its place; where that is refused nothing has changed."""
    finished, place, retired = (
        scratch / part,
        scratch.parent / part,
        scratch / RETIRED_FOLDER / part,
    )
    if os.path.lexists(place):
        if exchange(finished, place):
            return
        _take_away(scratch, part)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        finished.rename(place)
    except OSError:
        if os.path.lexists(retired):
            insist(partial(retired.rename, place))
        raise


def _take_away(scratch: Path, part: str) -> None:
    """Set aside what stands in the place of a part, where it is still there."""
    place, retired = scratch.parent / part, scratch / RETIRED_FOLDER / part
    if os.path.lexists(place):
        retired.parent.mkdir(parents=True, exist_ok=True)
        place.rename(retired)


def _rollback(scratch: Path, part: str, number: int) -> None:
    finished, place, retired = (
        scratch / part,
        scratch.parent / part,
        scratch / RETIRED_FOLDER / part,
    )
    if os.path.lexists(retired):
        _put_aside(place, finished)
        place.parent.mkdir(parents=True, exist_ok=True)
        insist(partial(retired.rename, place))
    elif number != _GONE:
        if not os.path.lexists(finished):
            _put_aside(place, finished)
        elif number and place.exists() and _number(place) == number:
            exchange(finished, place)
        _remove_emptied(place.parent, scratch.parent)


def _put_aside(place: Path, finished: Path) -> None:
    if os.path.lexists(place):
        finished.parent.mkdir(parents=True, exist_ok=True)
        insist(partial(place.rename, finished))


def _remove_emptied(folder: Path, output: Path) -> None:
    """Remove the folders, below one of the output folder's own, that were made for a file."""
    with suppress(OSError):  # not empty, or somebody stands in it
        while folder.parent.is_relative_to(output) and folder.parent != output:
            with suppress(FileNotFoundError):
                folder.rmdir()
            folder = folder.parent


def _number(part: Path) -> int:
    """Return the inode, which tells a part from the one it changed places with."""
    return part.stat().st_ino


def _plan(scratch: Path) -> dict[str, int]:
    """Return the moves that were planned; raises BuildError where they cannot be read."""
    place = scratch / PLAN_FILE
    if not os.path.lexists(place):
        return {}
    plan = _read_plan(place)
    if plan is not None:
        return plan
    # Somebody else's hand, or a broken disk: what lies beside it may be the only old site.
    if all(path.name.startswith(PLAN_FILE) for path in scratch.iterdir()):
        return {}
    raise BuildError(
        f"Thư mục {scratch} giữ bản cũ của lần chạy bị ngắt, nhưng tệp {PLAN_FILE} trong đó "
        f"đã hỏng. Xem các thư mục trong đó, chép bản nào còn cần về "
        f"{scratch.parent}, xóa thư mục đó rồi chạy lại."
    )


def _read_plan(place: Path) -> dict[str, int] | None:
    """Read a plan; None where it is none."""
    try:
        plan = json.loads(place.read_bytes()) if place.is_file() else None
        is_plan = isinstance(plan, dict) and all(map(_is_part, plan, plan.values()))
    except (ValueError, RecursionError):
        return None
    return plan if is_plan else None


def _is_part(part: str, number: object) -> bool:
    """Whether a plan may name a part so: below the folder, on any system."""
    path = PureWindowsPath(part)
    is_below = bool(path.parts) and not path.anchor and ".." not in path.parts
    return is_below and "\0" not in part and bool(os.fsencode(part)) and type(number) is int


def _flush(parts: Sequence[Path]) -> None:
    """Write the parts through to the disk, so that no power cut leaves a plan of nothing.

    Windows has no call for a whole disk, and a call for each page of a folder takes too long.
    """
    if all(part.is_file() for part in parts):
        for part in parts:
            with part.open("r+b") as file:
                os.fsync(file.fileno())
    elif hasattr(os, "sync"):
        os.sync()


def _write_plan(scratch: Path, plan: Mapping[str, int]) -> None:
    half = scratch / f"{PLAN_FILE}-"
    with half.open("wb") as file:
        file.write(json.dumps(plan).encode())
        file.flush()
        os.fsync(file.fileno())
    insist(partial(half.replace, scratch / PLAN_FILE))


def insist(act: Callable[[], object]) -> None:
    """Rename or remove; a file that a program or a virus scanner holds is waited for a moment."""
    for wait in _WAITS:
        try:
            act()
        except OSError as fault:
            if not is_refusal(fault):
                raise
            time.sleep(wait)
        else:
            return
    act()


if sys.platform == "linux":

    def exchange(one: Path, other: Path) -> bool:
        """Exchange two names in one step, so that neither is ever missing; return success."""
        swap = getattr(ctypes.CDLL(None), "renameat2", None)
        if swap is None:
            return False
        failed: int = swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP)
        return not failed

else:

    def exchange(one: Path, other: Path) -> bool:  # noqa: ARG001 (no such call here)
        """Return False: only Linux lets two names change places in one step."""
        return False
