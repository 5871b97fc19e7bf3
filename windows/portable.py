"""The package for a Windows PC on which nothing may be installed: dist/xeploai-VERSION-windows.zip.

usage: python -m windows.portable [FOLDER]

The same commit gives the same bytes: files of the work tree are not looked at, members are sorted
and carry the day of the commit.
"""

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from windows import CACHE, PROJECT, wine
from windows.licences import gather_licences
from windows.pruning import prune_libraries, prune_python
from windows.pythons import unpack_python
from windows.wheels import install

VERSION = "3.13"

PROGRAM = ("examples", "mkdocs.yml", "site_src", "templates", "xeploai")
BESIDE = ("build.bat", "build.py")
PATHS = ("Lib", "DLLs", r"Lib\site-packages", r"..\program", "import site")
"""Contents of python313._pth: only these, whatever else is installed or set on the PC."""

_PARTS = 2  # processes that compile
_SYSTEM = 0  # FAT, the system of .zip files that Explorer writes
_ARCHIVE = 0x20  # the attribute of an ordinary file
_FIRST = "program/files.txt"


def make_package(into: Path) -> Path:
    """Write the package into a folder; return its path."""
    if changed := _git("status", "--porcelain").strip():
        sys.stderr.write(f"Left out, since it is not committed:\n{changed}\n")
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix=".package-") as scratch:
        stage = Path(scratch, "stage")
        _lay_program(stage)
        version = version_of(stage / "program")
        _lay_python(stage / "python", stage / "program")
        _compile(stage, Path(scratch, "prefix"))
        # Only now: with it Python would not have heard of PYTHONHASHSEED.
        _set_paths(stage / "python")
        _lay_words(stage, version)
        into.mkdir(parents=True, exist_ok=True)
        return pack(stage, into / f"xeploai-{version}-windows.zip")


def _lay_program(stage: Path) -> None:
    content = subprocess.run(
        ["git", "archive", "HEAD", *PROGRAM, *BESIDE, "LICENSE", "windows"],
        check=True,
        capture_output=True,
        cwd=PROJECT,
    ).stdout
    program = stage / "program"
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(program, filter="data")
    for name in BESIDE:
        (program / name).rename(stage / name)
    shutil.copyfile(program / "windows" / "unpacked.py", program / "unpacked.py")


def _lay_python(python: Path, program: Path) -> None:
    """Lay Python with its libraries into a folder, and the licences beside the program."""
    unpack_python(VERSION, python)
    install(python, VERSION)
    (python / "Lib/site-packages/installed.lock").unlink()
    gather_licences(python, program, program / "licences")
    (program / "LICENSE").unlink()
    prune_python(python)
    prune_libraries(python / "Lib" / "site-packages", program)


def _set_paths(python: Path) -> None:
    name = f"python{VERSION.replace('.', '')}._pth"
    (python / name).write_text("\n".join([*PATHS, ""]), "ascii", newline="\r\n")


def _compile(stage: Path, prefix: Path) -> None:
    """Compile every module by the package's own Python, with Wine."""
    script = stage / "program" / "windows" / "compiling.py"
    within = wine.prefix(prefix) | {"PYTHONHASHSEED": "0"}
    command: list[str | Path] = [stage / "python" / "python.exe", "-B", script, "."]

    def compile_part(part: int) -> None:
        wine.run([*command, str(part), str(_PARTS)], within, cwd=stage, timeout=900)

    try:
        with ThreadPoolExecutor(_PARTS) as threads:
            list(threads.map(compile_part, range(_PARTS)))
    finally:
        wine.stop(within)
    shutil.rmtree(stage / "program" / "windows")


def _lay_words(stage: Path, version: str) -> None:
    words = _git("show", "HEAD:windows/DOC-TRUOC.txt").replace("{version}", version)
    # As Notepad of any Windows reads it.
    (stage / "DOC-TRUOC.txt").write_text(words, "utf-8-sig", newline="\r\n")


def _listed(stage: Path) -> Iterator[str]:
    """Yield the line of every file by which program/unpacked.py finds it whole."""
    for name, file in _files(stage):
        content = file.read_bytes()
        yield f"{sha256(content).hexdigest()} {len(content)} {name}\n"


def _files(stage: Path) -> list[tuple[str, Path]]:
    entries = ((path.relative_to(stage).as_posix(), path) for path in stage.rglob("*"))
    return sorted((name, path) for name, path in entries if path.is_file())


def pack(stage: Path, place: Path) -> Path:
    """Write a folder and the list of its files into a package; return its path."""
    (stage / _FIRST).unlink(missing_ok=True)
    (stage / _FIRST).write_text("".join(_listed(stage)), "utf-8", newline="\n")
    # The list comes first: where the unpacking ends early, it is a new one already.
    members = sorted(_files(stage), key=lambda member: (member[0] != _FIRST, member[0]))
    day = time.gmtime(int(_git("log", "-1", "--format=%ct")))[:6]
    unfinished = place.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w") as archive:
        for name, file in members:
            member = zipfile.ZipInfo(name, day)
            member.create_system = _SYSTEM
            member.external_attr = _ARCHIVE
            # Explorer unpacks nothing but Deflate.
            archive.writestr(member, file.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return unfinished.replace(place)


def version_of(program: Path) -> str:
    """Return the version of the program in a folder, which need not be importable."""
    source = (program / "xeploai" / "__init__.py").read_text("utf-8")
    return source.partition('__version__ = "')[2].partition('"')[0]


def _git(*words: str) -> str:
    command = ["git", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT).stdout


if __name__ == "__main__":
    made = make_package(Path(*sys.argv[1:2]) if sys.argv[1:] else PROJECT / "dist")
    sys.stdout.write(f"{made}, {made.stat().st_size / 1e6:.1f} MB\n")
