"""Finished files → the output folder, all parts in one step or not at all. The only writer.

Parts (site, report, forms…) are made in a workshop, a folder inside the output folder, and moved
to their places at the end; when the workshop is left without a fault they stand, all of them. A
fault, or whoever next opens a workshop there after a kill, puts everything back.
"""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.paths import UNFINISHED, real
from xeploai.storage.directory import is_link, mark_of
from xeploai.storage.lock import held
from xeploai.storage.open_files import held_at, held_below, in_use, is_refusal, why_refused
from xeploai.storage.preconditions import need_none
from xeploai.storage.transaction import commit, insist, rollback, swap_in
from xeploai.system.failures import missing_part
from xeploai.system.path_length import is_too_long, too_long


@contextmanager
def open_workspace(output: Path) -> Iterator[Path]:
    """Provide a folder inside the output folder to build in, one at a time; gone afterwards.

    Raises BuildError where another is at work there for long, or the disk refuses.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        with held(output):
            for left in output.glob(f"{UNFINISHED}*/"):
                _undo(left)
            with _scratch(output) as scratch:
                yield scratch
    except OSError as fault:
        if missing := missing_part(fault):
            raise BuildError(missing) from None
        if not _is_of_disk(fault):
            raise  # ours to fix
        raise _cannot_write(output, fault) from None


@contextmanager
def _scratch(output: Path) -> Iterator[Path]:
    # Not by mkdtemp: nobody else may open what is made in its folders, and files keep that when
    # they move, on Windows too from Python 3.12.4 on.
    scratch = output / f"{UNFINISHED}{secrets.token_hex(4)}"
    scratch.mkdir()
    try:
        yield scratch
        commit(scratch)
    finally:
        _undo(scratch)


def _undo(scratch: Path) -> None:
    """Take back what does not stand, and clear up; what cannot be taken back yet is kept."""
    try:
        rollback(scratch)
    except OSError as fault:
        raise BuildError(
            f"Thư mục {scratch.parent} đang thay dở: {_reason(fault)}. Đóng các tệp đang mở trong "
            "thư mục đó rồi chạy lại: lần chạy sau trả lại bản cũ trước khi làm tiếp."
        ) from None
    _remove(scratch)


def _remove(folder: Path) -> None:
    """Remove a folder of ours, read-only files in it too, as far as nobody holds on to it."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.is_dir():
        for here, folders, files in os.walk(folder):
            for path in (Path(here), *(Path(here, name) for name in (*folders, *files))):
                _clear_mark(path)
        shutil.rmtree(folder, ignore_errors=True)


def _clear_mark(path: Path) -> None:
    """Take the read-only mark off; never off what a link leads to."""
    with suppress(OSError):
        if not is_link(path):
            path.chmod(path.stat().st_mode | stat.S_IRWXU)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def carry_over(standing: Path, finished: Path) -> None:
    """Take a folder along into what will replace the one it stands in, where there is one."""
    if not standing.is_dir():
        return
    try:
        shutil.copytree(standing, finished, symlinks=True, ignore=_marks)
    except shutil.Error:
        if held := held_below([standing]):
            raise in_use(held) from None
        raise


def _marks(_: str, names: list[str]) -> list[str]:
    return [name for name in names if mark_of(name)]


def replace_folder(finished: Path, place: Path) -> None:
    """Put one finished folder of a workshop in its place in the output folder."""
    scratch = next(item for item in finished.parents if item.name.startswith(UNFINISHED))
    part = place.relative_to(scratch.parent)
    (scratch / part).parent.mkdir(parents=True, exist_ok=True)
    insist(partial(finished.rename, scratch / part))
    swap_in(scratch, [part.as_posix()])


def add_folder(finished: Path, place: Path) -> None:
    """Put a finished folder where none stands; one that came there meanwhile is kept."""
    if place.exists():
        raise FileExistsError(errno.EEXIST, "", str(place))
    insist(partial(finished.rename, place))


def replace_file(content: bytes, place: Path) -> None:
    """Write a file that is whole from its first moment on."""
    place.parent.mkdir(parents=True, exist_ok=True)
    # Not by mkstemp, whose files nobody else on a shared folder may read.
    half = place.with_name(f"{UNFINISHED}{os.getpid()}-{place.name}")
    try:
        half.write_bytes(content)
        insist(partial(half.replace, place))
    finally:
        half.unlink(missing_ok=True)  # where the disk was full


def write_into(output: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Write files beside what a folder of the output folder holds already, all of them or none."""
    written = {f"{folder}/{name}": content for name, content in files.items()}
    with open_workspace(output) as scratch:
        write_files(scratch, written)
        swap_in(scratch, list(written))


def write_new_file(content: bytes, place: Path) -> None:
    """Write a file that must not be there yet; raises BuildError where it is."""
    try:
        need_none(place)
        replace_file(content, place)
    except OSError as fault:
        raise _cannot_write(place.parent, fault) from None


_REASONS = {
    errno.ENOSPC: "đĩa đầy",
    errno.EDQUOT: "đã dùng hết phần đĩa được cấp",
    errno.EACCES: "không có quyền ghi, hoặc tệp đang mở",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EEXIST: "có tệp cùng tên cản đường",
    errno.ENOTDIR: "có tệp cùng tên cản đường",
    errno.EBUSY: "tệp đang mở",
    errno.ENOENT: "thư mục không còn ở đó",
    errno.ENOLCK: "ổ đĩa không cho khóa tệp",
    errno.ENAMETOOLONG: "đường dẫn quá dài",
}


def _is_of_disk(fault: OSError) -> bool:
    """Whether the disk is at fault; processes have such faults too, and libraries of their own."""
    is_of_process = isinstance(fault, ConnectionError | ChildProcessError)
    return isinstance(fault, shutil.Error) or (fault.errno is not None and not is_of_process)


def _reason(fault: OSError) -> str:
    if is_refusal(fault) and (named := held_at(fault)):
        return named
    reason = why_refused(fault) or _REASONS.get(fault.errno or 0, "lỗi ghi đĩa hoặc đĩa đầy")
    place = _place(fault)
    return f"{reason} ({place.name})" if place else reason


def _place(fault: OSError) -> Path | None:
    """Where it happened: of a copy or a move, where it led to."""
    name = fault.filename2 or fault.filename
    return Path(name) if name else None


def _cannot_write(folder: Path, fault: OSError) -> BuildError:
    # What a build works with may lie elsewhere: the system's temporary folder, the program itself.
    # Resolved: MkDocs speaks of the whole path, wherever the output folder was named from.
    place = real(_place(fault) or folder)
    if is_too_long(place, fault):
        return too_long(place)
    at = folder if place.is_relative_to(real(folder)) else place.parent
    return BuildError(
        f"Không ghi được vào thư mục {at}: {_reason(fault)}. Đóng các tệp đang mở trong thư mục "
        "đó, xem còn chỗ trên đĩa và quyền ghi không, rồi chạy lại. Trang đã công bố vẫn như cũ."
    )
