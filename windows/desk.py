"""A Windows PC to try the program on: a Python with its libraries, and the program in a folder."""

import shutil
import subprocess
from pathlib import Path

from windows import PROJECT
from windows.cache import in_cache
from windows.pythons import windows_python
from windows.wheels import REQUIREMENTS, install
from windows.wine import adapt

TOOLS = (":!tests", ":!bench", ":!tools", ":!windows", ":!docs")
"""Paths of the project that an office has no use for, as git takes them."""

FOLDER = Path("Hồ sơ năm 2025 & BTC", "xeploai")
"""A folder as an office names it: blanks, Vietnamese letters, a sign that cmd.exe reads."""


def python_with(version: str, lock: Path = REQUIREMENTS) -> Path:
    """Return python.exe of a Windows Python ("3.13") with the packages of a lock file.

    It is kept in the cache, apart from the Python that others start from, and adapted to Wine.
    """
    plain = windows_python(version)
    own = plain.with_name(f"{plain.name}-{lock.stem}")
    in_cache(own, lambda made: shutil.copytree(plain, made))
    install(own, version, lock)
    adapt(own)
    return own / "python.exe"


def copy_project(into: Path, *left_out: str) -> Path:
    """Copy every file of the project that git tracks, as it is in the work tree.

    Args:
        into: Folder to fill.
        left_out: Paths that are not copied, as git takes them (":!tests").
    """
    command = ["git", "ls-files", "-z", "--", ".", *left_out]
    listed = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        place = into / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, place)
    return into
