"""Libraries for a Windows Python: its part of a lock file, downloaded, checked and unpacked.

usage: python -m windows.wheels FOLDER VERSION…   what `make wheels` fetches, for some Pythons
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from windows import CACHE, PROJECT
from windows.cache import in_cache
from windows.lockfile import Locked, read_lock
from windows.pythons import release

REQUIREMENTS = PROJECT / "requirements.lock"


def install(python: Path, version: str, lock: Path = REQUIREMENTS) -> None:
    """Unpack what a lock file names into Lib/site-packages of a Windows Python ("3.13")."""
    exact = release(python)
    if not exact.startswith(f"{version}."):
        raise ValueError(f"{python} holds Python {exact}, not {version}")
    wanted = list(read_lock(lock, exact))
    site = python / "Lib" / "site-packages"
    mark = site / "installed.lock"
    content = "".join(each.line() for each in wanted)
    if mark.is_file() and mark.read_text("utf-8") == content:
        return
    for wheel in wheels(wanted, exact):
        unpack_wheel(wheel, site)
    mark.write_text(content, "utf-8")


def wheels(wanted: Sequence[Locked], exact: str) -> list[Path]:
    """Return the wheels of some packages for a Python ("3.13.2"), downloaded at first use.

    Raises:
        ValueError: A file in the cache has none of the locked hashes.
    """
    content = "".join(each.line() for each in wanted)
    folder = CACHE / "wheels" / f"{exact}-{sha256(content.encode()).hexdigest()[:12]}"
    in_cache(folder, lambda made: download_wheels(wanted, exact, made))
    hashes = frozenset().union(*(each.hashes for each in wanted))
    files = sorted(folder.iterdir())
    for wheel in files:
        if sha256(wheel.read_bytes()).hexdigest() not in hashes:
            raise ValueError(f"{wheel} does not have a locked hash; remove its folder")
    if len(files) != len(wanted):
        raise ValueError(f"{len(files)} wheels in {folder} for {len(wanted)} packages")
    return files


def download_wheels(wanted: Iterable[Locked], exact: str, into: Path) -> None:
    """Download by pip, which checks the hashes, what a Windows Python ("3.13.2") can use."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch, "wanted.txt")
        lines.write_text("".join(each.line() for each in wanted), "utf-8")
        command = [
            *(sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"),
            *("--no-deps", "--only-binary", ":all:", "--require-hashes"),
            *("--platform", "win_amd64", "--python-version", exact),
        ]
        subprocess.run([*command, "-d", into, "-r", lines], check=True)


def unpack_wheel(wheel: Path, site: Path) -> None:
    """Unpack a wheel's modules and metadata; its scripts and headers are of no use here."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            head, data, rest = member.filename.partition(".data/")
            if data and "/" not in head:
                kind, _, member.filename = rest.partition("/")
                if kind not in ("purelib", "platlib") or not member.filename:
                    continue
            archive.extract(member, site)


def main(folder: Path, versions: Sequence[str]) -> None:
    """Download into a folder what a PC without internet needs, for some Pythons ("3.13")."""
    folder.mkdir(exist_ok=True)
    for version in versions:
        # A marker may ask for more than two numbers: its first release, its last one.
        for exact in (f"{version}.0", f"{version}.99"):
            with tempfile.TemporaryDirectory() as scratch:
                download_wheels(read_lock(REQUIREMENTS, exact), exact, Path(scratch))
                for wheel in Path(scratch).iterdir():
                    shutil.move(wheel, folder / wheel.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
