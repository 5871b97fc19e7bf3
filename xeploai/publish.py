"""Finished files → the output folder, each part whole or not at all. The only writer.

A part (site, report, forms…) is written beside its place under another name and moved there in
one step when it is complete, so that whoever looks finds the old one or the new one.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from xeploai.errors import BuildError


@contextmanager
def workshop(output: Path) -> Iterator[Path]:
    """A folder inside the output folder to build in; gone afterwards, whatever happens."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".dang-lam-", dir=output))
    except OSError as fault:
        raise _cannot_write(output, fault) from None
    try:
        yield folder
    except OSError as fault:
        raise _cannot_write(output, fault) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def carry_over(standing: Path, finished: Path) -> None:
    """Take a folder along into what will replace the one it stands in, where there is one."""
    if standing.is_dir():
        shutil.copytree(standing, finished)


def replace_folder(finished: Path, place: Path) -> None:
    """Put a finished folder in its place; the old one is kept until the new one stands there."""
    retired = finished.with_name(f"{finished.name}-cu")
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(retired)
    try:
        finished.rename(place)
    except OSError:
        if retired.exists():
            retired.rename(place)
        raise


def add_folder(finished: Path, place: Path) -> None:
    """Put a finished folder where none stands; one that came there meanwhile is kept."""
    if place.exists():
        raise FileExistsError(errno.EEXIST, "", str(place))
    finished.rename(place)


def replace_file(content: bytes, place: Path) -> None:
    """Write a file that is whole from its first moment on."""
    place.parent.mkdir(parents=True, exist_ok=True)
    # Not by mkstemp, whose files nobody else on a shared folder may read.
    half = place.with_name(f".dang-lam-{os.getpid()}-{place.name}")
    half.write_bytes(content)
    half.replace(place)


def write_into(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files beside what a folder holds already, each whole from its first moment on."""
    try:
        for name, content in files.items():
            replace_file(content, folder / name)
    except OSError as fault:
        raise _cannot_write(folder, fault) from None


def write_new_file(content: bytes, place: Path) -> None:
    """Write a file that must not be there yet; raises BuildError where it is."""
    if place.exists():
        raise BuildError(f"Đã có tệp {place}; không ghi đè. Muốn làm lại thì đổi tên tệp cũ trước.")
    try:
        replace_file(content, place)
    except OSError as fault:
        raise _cannot_write(place.parent, fault) from None


_REASONS = {
    errno.ENOSPC: "đĩa đầy",
    errno.EACCES: "không có quyền ghi, hoặc tệp đang mở",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EEXIST: "có tệp cùng tên cản đường",
    errno.ENOTDIR: "có tệp cùng tên cản đường",
    errno.EBUSY: "tệp đang mở",
    errno.ENOENT: "thư mục không còn ở đó",
}


def _cannot_write(folder: Path, fault: OSError) -> BuildError:
    reason = _REASONS.get(fault.errno or 0, "lỗi ghi đĩa")
    name = f" ({Path(fault.filename).name})" if fault.filename else ""
    return BuildError(
        f"Không ghi được vào thư mục {folder}: {reason}{name}. Đóng các tệp đang mở trong thư mục "
        "đó, xem còn chỗ trên đĩa và quyền ghi không, rồi chạy lại. Trang đã công bố vẫn như cũ."
    )
