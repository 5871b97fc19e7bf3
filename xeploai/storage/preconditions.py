"""Refusals at once, before anything is read and before anything heavy is loaded.

Each command asks here first, so that a slip is answered in a blink.
"""

import errno
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xeploai import text
from xeploai.errors import BuildError
from xeploai.paths import (
    FORMS_FOLDER,
    LETTERS_FOLDER,
    REGISTER_FILE,
    REPORT_FOLDER,
    RETURNS_FOLDER,
    SITE_FOLDER,
    real,
)
from xeploai.storage.directory import files_below
from xeploai.storage.office_files import find_own, is_called, is_like_the_register
from xeploai.system.path_length import is_too_long, too_long
from xeploai.text import clean

_REPLACED = frozenset({SITE_FOLDER, FORMS_FOLDER, REPORT_FOLDER, RETURNS_FOLDER, LETTERS_FOLDER})
"""The folders of the output folder that are made anew: what else lies in them is lost."""


def outside(folder: Path, output: Path) -> None:
    """Make sure that results are not read as returns, and returns not replaced by results.

    Raises BuildError where they would be.
    """
    below, above = real(folder), real(output)
    if above.is_relative_to(below):
        raise BuildError(
            f"Thư mục kết quả {output} nằm trong thư mục {folder}: kết quả sẽ bị đọc như biểu gửi "
            "về. Chọn thư mục khác bằng --output."
        )
    if below.is_relative_to(above) and below.relative_to(above).parts[0] in _REPLACED:
        raise BuildError(
            f"Thư mục {folder} nằm trong phần được làm lại mỗi lần chạy của thư mục kết quả "
            f"{output}: biểu ở đó sẽ bị xóa. Chuyển thư mục biểu ra chỗ khác rồi chạy lại."
        )


def no_register(place: Path) -> BuildError:
    """Why nothing can be done without a register, and how to come by one."""
    if alike := like_the_register(place.parent):
        return BuildError(
            f"Chưa có danh mục {place}, nhưng có tệp tên gần giống: {', '.join(alike)}. Nếu đó là "
            f"danh mục của cơ quan thì {_cure(place)} rồi chạy lại."
        )
    return BuildError(
        f"Chưa có danh mục {place}. Chạy “python build.py new” để tạo danh mục trống, "
        "điền các đơn vị rồi chạy lại."
    )


def like_the_register(folder: Path) -> list[str]:
    """Return the tables below a folder that are called nearly as the register is, in order.

    One of its own name counts too, deeper than where it is looked for.
    """
    deeper = (path for path in files_below(folder) if path.parent != folder)
    misplaced = [path for path in deeper if is_called(path.name, REGISTER_FILE)]
    renamed = [path for path in files_below(folder) if is_like_the_register(path.name)]
    return sorted(clean(path.relative_to(folder).as_posix()) for path in misplaced + renamed)


def _cure(place: Path) -> str:
    return f"lưu ngay trong thư mục {place.parent}, dạng .xlsx, với tên {REGISTER_FILE}"


def need_none_alike(place: Path) -> None:
    """Raise BuildError where a file may be the register by another name, not to hide it."""
    if alike := like_the_register(place.parent):
        raise BuildError(
            f"Không tạo danh mục trống, vì đã có tệp tên gần giống: {', '.join(alike)}. Nếu đó là "
            f"danh mục của cơ quan thì {_cure(place)}; nếu không phải thì chuyển tệp đó ra ngoài "
            "thư mục, rồi chạy lại."
        )


def need_register(folder: Path) -> None:
    """Raise BuildError where there is no register; one that cannot be opened is reported later."""
    place = find_own(folder, REGISTER_FILE)
    try:
        place.stat()
    except FileNotFoundError as fault:
        if is_too_long(place, fault):
            raise too_long(place) from None
        raise no_register(place) from None
    except OSError:
        return


def need_none(place: Path) -> None:
    """Raise BuildError where a file is already that must not be written over."""
    if _is_there(place):
        raise BuildError(f"Đã có tệp {place}; không ghi đè. Muốn làm lại thì đổi tên tệp cũ trước.")


def has_register(folder: Path) -> bool:
    """Whether there is a register to check by."""
    return _is_there(find_own(folder, REGISTER_FILE))


def _is_there(path: Path) -> bool:
    """Whether something is there; nothing is where a name is longer than a disk takes."""
    try:
        return path.exists()
    except OSError:
        return False


def need_file(asked: Path) -> None:
    """Raise BuildError where a file that is asked for is not there."""
    path = real(asked)
    if _is_there(path) and path.is_file():
        return
    if is_too_long(asked, FileNotFoundError(errno.ENOENT, "", str(asked))):
        raise too_long(asked)
    raise BuildError(f"Không có tệp {asked}. Xem lại đường dẫn rồi chạy lại.")


def folder_of(files: Sequence[Path]) -> Path:
    """Return the folder that holds all of some workbooks.

    Raises BuildError where one is not there.
    """
    for asked in files:
        need_file(asked)
    paths = [real(path) for path in files]
    try:
        return Path(os.path.commonpath([path.parent for path in paths]))
    except ValueError:  # no folder of Windows holds two drives
        raise BuildError(
            "Các tệp nằm ở nhiều ổ đĩa khác nhau. Chép chúng vào một ổ đĩa rồi chạy lại."
        ) from None


def not_ahead(since: date | None, as_of: date) -> None:
    """Raise BuildError where figures are to be compared with those of a later day."""
    if since and since > as_of:
        raise BuildError(
            f"Ngày so sánh {text.day(since)} sau ngày tính số liệu {text.day(as_of)}. Chọn ngày "
            "sớm hơn ở --since."
        )
