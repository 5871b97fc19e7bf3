"""A Wine prefix in which a Windows Python with its libraries runs, and programs started in it.

Made for Debian's Wine 8. Wine is not Windows: what passes here still has to be seen there, and what
fails here may be Wine's.

usage: python -m windows.wine   Debian's packages that are missing, in a line
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from windows import CACHE
from windows.cache import in_cache
from windows.shims import HERE, RUNTIME, build_shims, has_compiler

WINE_DLLS = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
SYSTEM = Path("drive_c/windows/system32")

# Nothing of the developer's own Python, display or locale reaches the Windows program.
_NEVER_CHANGED = {".dll", ".exe", ".drv", ".sys", ".ttf"}
_KEPT = ("HOME", "PATH", "TMPDIR", "USER")
_SETTINGS = {
    "LANG": "C.UTF-8",
    "WINEARCH": "win64",
    "WINEDEBUG": "-all",
    # Our runtime, and no offers to install Mono or Gecko.
    "WINEDLLOVERRIDES": f"{Path(RUNTIME).stem}=n;mscoree,mshtml=",
}


def missing() -> list[str]:
    """Return Debian's packages that have to be installed before anything here works."""
    wine = [] if shutil.which("wine") and WINE_DLLS.is_dir() else ["wine", "wine64"]
    return wine if has_compiler() else [*wine, "gcc-mingw-w64-x86-64-win32"]


def prefix(folder: Path) -> dict[str, str]:
    """Return the environment of a Wine prefix, which is made where there is none.

    A new one is a copy of a prefix in the cache: making that takes most of a minute.
    """
    if not (folder / SYSTEM).is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(_pattern(), folder, symlinks=True, copy_function=_share)
    return environment(folder)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment variables of a program that runs in a prefix."""
    own = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return own | _SETTINGS | {"WINEPREFIX": str(folder.resolve())}


def run(
    command: Sequence[str | Path],
    within: Mapping[str, str],
    *,
    cwd: Path | None = None,
    timeout: float = 300,
    check: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run a Windows program to its end; both its outputs come back together.

    They go through a pipe: Wine 8 gives Python a plain file only as an invalid handle.

    Args:
        command: The program and its arguments; Linux paths serve for the program only.
        within: What `prefix` returned, with more variables where they are needed.
        cwd: Current folder, as a Linux path.
        timeout: Seconds after which the program is ended.
        check: Whether another exit code than 0 raises CalledProcessError.
    """
    done = subprocess.run(
        ["wine", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=within,
        cwd=cwd,
        timeout=timeout,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if check and done.returncode:
        failure = subprocess.CalledProcessError(done.returncode, command, done.stdout)
        failure.add_note(done.stdout)
        raise failure
    return done


def keep_running(within: Mapping[str, str]) -> None:
    """Start the server and services of a prefix, which stay until they are stopped."""
    # Not with our outputs: what Wine starts keeps them open, and whoever reads them never ends.
    for command in (["wineserver", "--persistent"], ["wine", "cmd", "/c", "exit"]):
        subprocess.run(
            command,
            env=within,
            check=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def stop(within: Mapping[str, str]) -> None:
    """End every program of a prefix and its server."""
    subprocess.run(["wineserver", "--kill"], env=within, check=False, timeout=60)


def drive(folder: Path, letter: str, target: Path) -> None:
    """Show a Linux folder as a drive ("d") of a prefix."""
    link = folder / "dosdevices" / f"{letter}:"
    link.unlink(missing_ok=True)
    link.symlink_to(target.resolve())


def adapt(python: Path) -> Path:
    """Add to a Windows Python what it needs under Wine; return the file."""
    site = python / "Lib" / "site-packages"
    site.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(HERE / "sitecustomize.py", site / "sitecustomize.py"))


def _share(source: str, target: str) -> None:
    """Give a prefix a file of the pattern; Wine's own DLLs, which nothing changes, as a link."""
    if Path(source).suffix in _NEVER_CHANGED:
        with suppress(OSError):  # a folder on another disk
            os.link(source, target)
            return
    shutil.copy2(source, target)


def _pattern() -> Path:
    """Return a prefix with our DLLs in it, made at first use."""
    return in_cache(CACHE / "prefix", _make_pattern)


def _make_pattern(made: Path) -> None:
    # Wine's own runtime until ours is there.
    within = environment(made) | {"WINEDLLOVERRIDES": "mscoree,mshtml="}
    for command in (["wineboot", "--update"], ["wineserver", "--wait"]):
        subprocess.run(command, env=within, check=True, timeout=300, capture_output=True)
    (made / SYSTEM / RUNTIME).unlink(missing_ok=True)
    build_shims(WINE_DLLS, made / SYSTEM)


if __name__ == "__main__":
    sys.stdout.write(" ".join(missing()))
