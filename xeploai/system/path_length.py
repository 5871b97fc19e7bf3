"""How long a path may be: Windows opens none of more than 259 characters, unless it is set to.

It says then that there is no such file or folder, which would send a clerk looking for it.
"""

import errno
import sys
from pathlib import Path

from xeploai.errors import BuildError

LONGEST = 259
"""Characters of a path that every Windows opens."""

_TOO_LONG = 206  # ERROR_FILENAME_EXCED_RANGE
_NOT_THERE = frozenset({errno.ENOENT, errno.EINVAL})

if sys.platform == "win32":
    import ctypes

    def _limited() -> bool | None:
        """Whether this process is held to LONGEST, None where the system does not tell."""
        # Since Windows 10 1607, from the registry and from what python.exe says of itself. Wine 8
        # has no such call, and no such limit.
        enabled = getattr(ctypes.WinDLL("ntdll"), "RtlAreLongPathsEnabled", None)
        return None if enabled is None else not enabled() & 0xFF

else:

    def _limited() -> bool | None:
        """Return False: elsewhere the system itself says that a path is too long."""
        return False


def is_too_long(place: Path | str, fault: OSError) -> bool:
    """Whether a path could not be opened for its length, whatever the system says."""
    if fault.errno == errno.ENAMETOOLONG or getattr(fault, "winerror", None) == _TOO_LONG:
        return True
    is_possible = fault.errno in _NOT_THERE and _limited() is not False
    return is_possible and len(str(Path(place).absolute())) > LONGEST


def make_sure_of_room(folder: Path, room: int) -> None:
    """Raise BuildError where paths that are so much longer than a folder's cannot be opened."""
    path = str(folder.absolute())
    length = len(path)
    if _limited() and length + room > LONGEST:
        raise BuildError(
            f"Đường dẫn quá dài: thư mục {path} dài {length} ký tự, tên các tệp "
            f"sẽ ghi ở đó cần thêm tới {room} ký tự, mà máy này chỉ mở được đường dẫn dài tới "
            f"{LONGEST} ký tự. Chuyển thư mục chương trình ra gần gốc ổ đĩa, ví dụ D:\\xeploai, "
            f"hoặc đặt tên các thư mục ngắn hơn ít nhất {length + room - LONGEST} ký tự, rồi chạy "
            "lại. Trang đã công bố vẫn như cũ."
        )


def too_long(place: Path) -> BuildError:
    """Return what to do about a path that cannot be opened for its length."""
    path = str(place.absolute())
    return BuildError(
        f"Không mở được {path}: đường dẫn quá dài ({len(path)} ký tự). Chuyển thư mục ra gần gốc ổ "
        "đĩa, ví dụ D:\\xeploai, hoặc đặt tên các thư mục ngắn hơn, rồi chạy lại. Trang đã công bố "
        "vẫn như cũ."
    )
