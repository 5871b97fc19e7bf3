"""DLLs that Wine 8 lacks and a Windows Python with its libraries needs, compiled by mingw-w64."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
COMPILER = "x86_64-w64-mingw32-gcc"

RUNTIME = "ucrtbase.dll"
RENAMED = "ucrtwine.dll"
"""Wine's own runtime under another name, which ours forwards to."""

_OWN = re.compile(r" T own_(\w+)$", re.M)
_EXPORT = re.compile(r"^\s*\[\s*\d+\]\s(?:\+base\[\s*\d+\]\s+[0-9a-f]+\s)?(\w+)$", re.M)
_BUILTIN = slice(0x40, 0x50)  # where Wine marks the DLLs that it treats as its own


def build_shims(wine_dlls: Path, into: Path) -> None:
    """Compile the DLLs into a folder.

    Args:
        wine_dlls: Folder of Wine's own 64-bit DLLs.
        into: Folder to fill; what lies there stays.
    """
    with tempfile.TemporaryDirectory() as scratch:
        compiled, definition = Path(scratch, "complex.o"), Path(scratch, "ucrtbase.def")
        _compile(HERE / "complex.c", "-c", "-o", compiled)
        definition.write_text(_definition(wine_dlls / RUNTIME, compiled), "ascii")
        _compile(compiled, definition, "-shared", "-o", into / RUNTIME)
        _compile(HERE / "prng.c", "-shared", "-o", into / "bcryptprimitives.dll", "-ladvapi32")
    content = bytearray((wine_dlls / RUNTIME).read_bytes())
    content[_BUILTIN] = bytes(len(content[_BUILTIN]))
    (into / RENAMED).write_bytes(content)


def has_compiler() -> bool:
    """Return whether the shims can be compiled here."""
    return shutil.which(COMPILER) is not None


def _compile(*arguments: str | Path) -> None:
    subprocess.run([COMPILER, "-O1", "-s", "-static-libgcc", *arguments], check=True)


def _definition(runtime: Path, compiled: Path) -> str:
    """Return a module definition: what Wine's runtime exports, forwarded but where it is ours."""
    own = set(_OWN.findall(_output("nm", compiled)))
    names = set(_EXPORT.findall(_output("objdump", "-p", runtime)))
    lines = [
        f'  "{name}" = ' + (f"own_{name}" if name in own else f"{Path(RENAMED).stem}.{name}")
        for name in sorted(names)
    ]
    return "\n".join([f"LIBRARY {RUNTIME}", "EXPORTS", *lines, ""])


def _output(tool: str, *arguments: str | Path) -> str:
    command = [f"x86_64-w64-mingw32-{tool}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
