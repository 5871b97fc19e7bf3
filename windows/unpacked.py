"""Finish the unpacking of the package: nothing is missing, nothing of an older version is left.

Lies in the package as program/unpacked.py and is started by build.bat where files.txt is another
than at the last time. Uses nothing but the standard library: the rest may be half unpacked.
"""

import sys

try:
    import hashlib
    import os
    import stat
    from collections.abc import Iterable, Iterator
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path
    from typing import NamedTuple
except ImportError as fault:
    sys.exit(
        f"Thiếu hoặc hỏng tệp {fault.name} trong thư mục python. Cách làm: giải nén lại toàn "
        "bộ tệp .zip vào đúng thư mục này, đồng ý ghi đè, rồi chạy lại build.bat."
    )

FOLDERS = ("program", "python")
"""Folders that belong to the package whole."""

LIST, CHECKED = "program/files.txt", "program/checked.txt"
"""Hash, size and name of every file; a copy of that, once all of them were seen."""

OK, CANNOT = 0, 2
_MOST_NAMED = 5
_LONGEST = 259  # characters of a path that every Windows opens
_READERS = 8  # a virus scanner makes each file wait on its own


class Listed(NamedTuple):
    """Name, size and hash that a file of the package must have."""

    name: str
    size: int
    sha256: str


def main(home: Path) -> int:
    """Check and tidy the folder of the package; return the exit code."""
    try:
        content = (home / LIST).read_bytes()
    except OSError:
        return _fail([f"Không thấy tệp {Path(LIST)}."])
    _say("Đang kiểm tra các tệp của chương trình, chỉ một lần cho mỗi bản, xin chờ...")
    listed = list(_listed(content.decode()))
    with ThreadPoolExecutor(_READERS) as threads:
        whole = threads.map(lambda each: _is_whole(home / each.name, each), listed)
        wrong = [each.name for each, is_whole in zip(listed, whole, strict=True) if not is_whole]
    if far := [name for name in wrong if len(str(home / name)) > _LONGEST]:
        return _fail(
            [f"Đường dẫn của {len(far)} tệp quá dài, máy này không mở được:", *_named(far)],
            r"Cách làm: chuyển cả thư mục này ra gần gốc ổ đĩa, ví dụ D:\xeploai, giải nén lại "
            "toàn bộ tệp .zip vào đó, đồng ý ghi đè, rồi chạy lại build.bat.",
        )
    if wrong:
        return _fail([f"Thiếu hoặc hỏng {len(wrong)} tệp của chương trình:", *_named(wrong)])
    if left := _remove_others(home, (each.name for each in listed)):
        return _fail(
            ["Không xóa được tệp của bản cũ (đang mở ở nơi khác?):", *_named(left)],
            "Cách làm: đóng các cửa sổ khác của chương trình rồi chạy lại build.bat.",
        )
    try:
        (home / CHECKED).write_bytes(content)
    except OSError:
        return _fail(
            [f"Không ghi được tệp {Path(CHECKED)}."],
            f"Cách làm: xem quyền ghi và chỗ trống trên đĩa của thư mục {home}, rồi chạy lại.",
        )
    return OK


def _listed(content: str) -> Iterator[Listed]:
    for line in content.splitlines():
        sha256, size, name = line.split(" ", 2)
        yield Listed(name, int(size), sha256)


def _is_whole(file: Path, listed: Listed) -> bool:
    try:
        # The size first: it shows most of what was not unpacked without reading.
        if file.stat().st_size != listed.size:
            return False
        return hashlib.sha256(file.read_bytes()).hexdigest() == listed.sha256
    except OSError:
        return False


def _remove_others(home: Path, listed: Iterable[str]) -> list[str]:
    """Remove what is not listed from the package's own folders; return what could not be."""
    # Windows does not distinguish capitals: a module that was renamed so is the same file.
    known = {os.path.normcase(name) for name in (*listed, LIST, CHECKED)}
    left = []
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*"), reverse=True):
            name = path.relative_to(home).as_posix()
            try:
                if path.is_dir() and not path.is_symlink():
                    if not any(path.iterdir()):
                        path.rmdir()
                elif os.path.normcase(name) not in known:
                    path.chmod(stat.S_IWRITE)  # Windows removes none that is read-only
                    path.unlink()
            except OSError:
                left.append(name)
    return left


def _named(names: list[str]) -> list[str]:
    more = len(names) - _MOST_NAMED
    shown = [f"  {Path(name)}" for name in names[:_MOST_NAMED]]
    return [*shown, f"  … và {more} tệp nữa"] if more > 0 else shown


def _fail(
    lines: list[str],
    remedy: str = "Cách làm: giải nén lại toàn bộ tệp .zip vào đúng thư mục này, đồng ý ghi đè. "
    "Nếu vẫn thiếu thì phần mềm diệt vi-rút đã chặn tệp: nhờ người phụ trách máy cho phép thư "
    "mục này.",
) -> int:
    _say(*lines, remedy)
    return CANNOT


def _say(*sentences: str) -> None:
    print(*sentences, sep="\n", flush=True)  # noqa: T201 (speaks to the terminal)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(Path(__file__).absolute().parent.parent))
