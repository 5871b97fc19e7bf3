"""The folder around the program made ready for a command; nothing to do in a source checkout.

The package for Windows holds no file that the office edits, so that unpacking a newer version
never overwrites one: the originals are copied out of the program's folder when a command starts.
"""

import hashlib
import os
import shutil
import stat
import sys
import time
from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.paths import HOME, KNOWN_ORIGINALS, ORIGINALS, PROGRAM, TEMPLATES, TEMPORARY

_DAY = 24 * 3600
_NETWORK_DRIVE = 4


def prepare() -> None:
    """Lay out the office's templates and keep temporary files below the program's own folder.

    Raises:
        BuildError: A template is not there and cannot be written.
        OSError: An original cannot be read.
    """
    if HOME != PROGRAM:
        copy_templates(ORIGINALS, TEMPLATES, KNOWN_ORIGINALS)
        if not _is_on_network(HOME):
            _keep_temporary_files(TEMPORARY)


def how_to_restore() -> str:
    """Return what a person does to have a template as it came, after "hãy"."""
    if HOME != PROGRAM:
        return "xóa tệp này rồi chạy lại: chương trình chép lại bản gốc vào chỗ đó"
    return "chép lại tệp này từ bản cài đặt gốc"


def copy_templates(originals: Path, templates: Path, known: Path) -> None:
    """Copy each original that is not there; an unedited copy follows its changed original.

    Args:
        originals: Folder of the originals.
        templates: Folder of the office's copies.
        known: File with the hash and the name of every original there ever was.
    """
    hashes: dict[str, set[str]] = {}
    for line in known.read_text("utf-8").splitlines():
        sha256, _, name = line.partition("  ")
        hashes.setdefault(name, set()).add(sha256)
    for name, earlier in hashes.items():
        original = (originals / name).read_bytes()
        if _is_to_be_copied(templates / name, original, earlier):
            _copy(original, templates / name)


def _is_to_be_copied(copy: Path, original: bytes, earlier: Set[str]) -> bool:
    if not copy.exists():
        return True
    try:
        content = copy.read_bytes()
    except OSError:
        return False  # open elsewhere: whoever fills it says so
    return content != original and hashlib.sha256(content).hexdigest() in earlier


def _copy(original: bytes, place: Path) -> None:
    """Write a copy in one step, so that a reader never meets half of it."""
    was_there = place.exists()
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(original)
        if was_there:  # Windows replaces nothing that is marked read-only
            place.chmod(place.stat().st_mode | stat.S_IWRITE)
        unfinished.replace(place)
    except OSError as fault:
        with suppress(OSError):
            unfinished.unlink()
        # The older copy serves as well, and the next command tries again.
        if not was_there:
            raise BuildError(
                f"Không ghi được mẫu {place}. Cách làm: xem quyền ghi và chỗ trống trên đĩa của "
                f"thư mục {place.parent}, rồi chạy lại."
            ) from fault


def _keep_temporary_files(folder: Path) -> None:
    """Have this process and those it starts write their temporary files into a folder.

    It stays when the command ends: another one, `watch` above all, counts on it.
    """
    try:
        folder.mkdir(exist_ok=True)
        left = list(folder.iterdir())
    except OSError:
        return  # a folder that nobody may write into: the system's own serves
    for path in left:
        with suppress(OSError):  # another command has removed it, or somebody holds it open
            if time.time() - path.stat().st_mtime > _DAY:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    os.environ |= dict.fromkeys(("TEMP", "TMP", "TMPDIR"), str(folder))


def _is_on_network(folder: Path) -> bool:
    """Return whether a browser would have to keep its profile on a share, which it refuses."""
    is_remote = False
    if sys.platform == "win32":
        import ctypes

        is_remote = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _NETWORK_DRIVE
    return is_remote or folder.anchor.startswith("\\\\")
