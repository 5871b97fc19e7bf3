"""Compile every module of the package; run by its own Python, so that none is compiled later.

usage: python.exe compiling.py FOLDER PART PARTS

The bytes depend on the sources only. One process compiles its files in a fixed order: what the
interpreter shares between modules of one process shows in the bytes.
"""

import py_compile
import sys
from pathlib import Path

FOLDERS = ("program", "python")
"""Everything but build.py, which is never imported."""


def compile_folder(folder: Path, part: int, parts: int) -> int:
    """Compile every file below a folder whose number is a part's; return how many failed."""
    failed = 0
    files = (path for top in FOLDERS for path in (folder / top).rglob("*.py"))
    names = sorted(path.relative_to(folder).as_posix() for path in files)
    for name in names[part::parts]:
        file = folder / name
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        try:
            py_compile.compile(str(file), dfile=name, doraise=True, invalidation_mode=mode)
        except py_compile.PyCompileError as fault:
            failed += 1
            sys.stderr.write(f"{name}: {fault.exc_value}\n")
    return failed


if __name__ == "__main__":
    sys.exit(min(compile_folder(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), 1))
