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
from collections.abc import Mapping, Sequence
from filecmp import cmp
from pathlib import Path, PureWindowsPath

from xeploai.errors import BuildError
from xeploai.inbox import is_link

_PLAN = "ke-hoach.json"
_RETIRED = "ban-cu"
_WAITS = (0.1, 0.2, 0.4, 0.8)
_HERE, _SWAP = -100, 2  # AT_FDCWD, RENAME_EXCHANGE


def put_all(scratch: Path, parts: Sequence[str]) -> None:
    """Put parts of a workshop in the places of the same name beside it; what is the same stays."""
    for part in parts:
        _make_sure_of(scratch / part, scratch.parent / part)
    changed = [part for part in parts if not _is_same(scratch / part, scratch.parent / part)]
    numbers = {part: _number(scratch / part) for part in changed}
    _write_plan(scratch, {**_plan(scratch), **numbers})
    for part in changed:
        _put(scratch, part)


def stand(scratch: Path) -> None:
    """From here on the parts that were put in their places stand for good."""
    (scratch / _PLAN).unlink(missing_ok=True)


def take_back(scratch: Path) -> None:
    """Put everything back as it was; may be cut short and begun again at any moment."""
    for part, number in reversed(_plan(scratch).items()):
        _take_back(scratch, part, number)
    stand(scratch)


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


def _is_same(finished: Path, place: Path) -> bool:
    """Whether a file, or a folder with all that is in it, stands there already byte for byte."""
    try:
        if is_link(place) or finished.is_dir() != place.is_dir():
            return False
        if finished.is_file():
            return cmp(finished, place, shallow=False)
        names = _names(finished)
        return names == _names(place) and all(_is_same(finished / x, place / x) for x in names)
    except OSError:
        return False  # what is not there, or cannot be read


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _put(scratch: Path, part: str) -> None:
    finished, place, retired = scratch / part, scratch.parent / part, scratch / _RETIRED / part
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        _rename(finished, place)
    elif not exchange(finished, place):
        retired.parent.mkdir(parents=True, exist_ok=True)
        _rename(place, retired)
        _rename(finished, place)


def _take_back(scratch: Path, part: str, number: int) -> None:
    finished, place, retired = scratch / part, scratch.parent / part, scratch / _RETIRED / part
    if retired.exists():
        if place.exists():
            _rename(place, finished)
        _rename(retired, place)
    elif not finished.exists():
        if place.exists():
            _rename(place, finished)
    elif number and place.exists() and _number(place) == number:
        exchange(finished, place)


def _number(part: Path) -> int:
    """What tells a part from the one it changed places with: names cannot."""
    return part.stat().st_ino


def _plan(scratch: Path) -> dict[str, int]:
    """What was about to be moved; raises BuildError where that can no longer be told."""
    place = scratch / _PLAN
    if not os.path.lexists(place):
        return {}
    found = _read_plan(place)
    if found is not None:
        return found
    # Somebody else's hand, or a broken disk: what lies beside it may be the only old site.
    if all(path.name.startswith(_PLAN) for path in scratch.iterdir()):
        return {}
    raise BuildError(
        f"Thư mục {scratch} giữ bản cũ của lần chạy bị ngắt, nhưng tệp {_PLAN} trong đó đã hỏng. "
        f"Xem các thư mục trong đó, chép bản nào còn cần về {scratch.parent}, xóa thư mục đó rồi "
        "chạy lại."
    )


def _read_plan(place: Path) -> dict[str, int] | None:
    """A plan, None where it is none."""
    try:
        found = json.loads(place.read_bytes()) if place.is_file() else None
        is_plan = isinstance(found, dict) and all(map(_is_part, found, found.values()))
    except (ValueError, RecursionError):
        return None
    return found if is_plan else None


def _is_part(part: str, number: object) -> bool:
    """Whether a plan may name a part so: below the folder, on any system."""
    path = PureWindowsPath(part)
    is_below = bool(path.parts) and not path.anchor and ".." not in path.parts
    return is_below and "\0" not in part and bool(os.fsencode(part)) and type(number) is int


def _write_plan(scratch: Path, plan: Mapping[str, int]) -> None:
    # What a power cut would leave of parts that only the system's memory holds is no site.
    if hasattr(os, "sync"):
        os.sync()
    half = scratch / f"{_PLAN}-"
    with half.open("wb") as file:
        file.write(json.dumps(plan).encode())
        file.flush()
        os.fsync(file.fileno())
    half.replace(scratch / _PLAN)


def _rename(source: Path, target: Path) -> None:
    """Rename; a file that a program or a virus scanner holds open is waited for a moment."""
    for wait in _WAITS:
        try:
            source.rename(target)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    source.rename(target)


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
