"""Lines of a lock file, read for a Windows Python whichever Python reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """A package at one version; hashes: SHA-256 of every file that may be installed."""

    name: NormalizedName
    version: str
    hashes: frozenset[str]

    def line(self) -> str:
        """Return the requirement without markers, which pip would judge by its own Python."""
        hashes = " ".join(f"--hash=sha256:{each}" for each in sorted(self.hashes))
        return f"{self.name}=={self.version} {hashes}\n"


def read_lock(lock: Path, python: str) -> Iterator[Locked]:
    """Yield the packages that a 64-bit Windows Python ("3.13.2") needs of a lock file."""
    there = {
        "implementation_name": "cpython",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_system": "Windows",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "win32",
    }
    for line in lock.read_text("utf-8").replace("\\\n", " ").splitlines():
        wanted, *_ = line.partition(" --hash=")
        if not wanted.strip() or wanted.startswith("#") or wanted[0].isspace():
            continue
        requirement = Requirement(wanted)
        if requirement.marker is None or requirement.marker.evaluate(there):
            (exact,) = requirement.specifier
            hashes = frozenset(_HASH.findall(line))
            yield Locked(canonicalize_name(requirement.name), exact.version, hashes)
