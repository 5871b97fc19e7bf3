"""The package unpacked over an older one: nothing missing, nothing left, the office's untouched."""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from windows import PROJECT

SCRIPT = PROJECT / "windows" / "unpacked.py"
NEW = {
    "build.py": b"build",
    "program/unpacked.py": SCRIPT.read_bytes(),
    "program/xeploai/__init__.py": b"version = 2",
    "program/xeploai/new.py": b"new",
    "python/Lib/os.py": b"os",
}
OFFICE = ("input/danh-muc.xlsx", "output/site/index.html", "templates/letters/tra-lai.docx")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name, content in NEW.items():
        write(tmp_path / name, content)
    lines = [f"{sha256(x).hexdigest()} {len(x)} {name}\n" for name, x in NEW.items()]
    write(tmp_path / "program/files.txt", "".join(lines).encode())
    return tmp_path


def write(file: Path, content: bytes = b"x") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def check(home: Path) -> tuple[int, str]:
    command: list[str | Path] = [sys.executable, "-X", "utf8", home / "program/unpacked.py"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert not done.stderr
    return done.returncode, done.stdout


def names(home: Path) -> set[str]:
    return {x.relative_to(home).as_posix() for x in home.rglob("*") if x.is_file()}


def test_what_an_older_version_left_is_removed_and_the_offices_stays(home: Path) -> None:
    for name in OFFICE:
        write(home / name)
    write(home / "program/xeploai/old.py")
    (home / "program/xeploai/old.py").chmod(0o444)
    write(home / "program/xeploai/__pycache__/old.cpython-313.pyc")
    write(home / "python/Lib/old/deep/gone.py")
    write(home / "xeploai/old.py")  # of a source folder: not the package's to remove
    assert check(home)[0] == 0
    assert names(home) == {
        *NEW, *OFFICE, "xeploai/old.py", "program/files.txt", "program/checked.txt"
    }  # fmt: skip
    assert not (home / "python/Lib/old").exists()
    assert (home / "program/checked.txt").read_bytes() == (home / "program/files.txt").read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"old", b"version = 1"])
def test_a_missing_cut_off_or_older_file_is_named(home: Path, content: bytes | None) -> None:
    file = home / "program/xeploai/__init__.py"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    write(home / "program/xeploai/old.py")
    code, output = check(home)
    assert code == 2
    assert str(Path("program/xeploai/__init__.py")) in output
    assert "giải nén lại" in output
    assert not (home / "program/checked.txt").exists()
    # Nothing is removed while it is not sure that all of the new version is there.
    assert (home / "program/xeploai/old.py").exists()


def test_a_missing_list_is_named(home: Path) -> None:
    (home / "program/files.txt").unlink()
    code, output = check(home)
    assert (code, str(Path("program/files.txt")) in output) == (2, True)


def test_a_path_that_is_too_long_is_reported_as_such(home: Path) -> None:
    name = f"python/{'x' * 100}/{'y' * 200}.py"
    with (home / "program/files.txt").open("a", encoding="utf-8") as listed:
        listed.write(f"{'0' * 64} 1 {name}\n")
    code, output = check(home)
    assert code == 2
    assert "Đường dẫn của 1 tệp quá dài" in output
    assert "vi-rút" not in output


def test_of_many_missing_files_some_are_named(home: Path) -> None:
    shutil.rmtree(home / "python")
    list_of_many = "".join(f"{'0' * 64} 1 python/{at}.py\n" for at in range(9))
    write(home / "program/files.txt", list_of_many.encode())
    code, output = check(home)
    assert code == 2
    assert "Thiếu hoặc hỏng 9 tệp" in output
    assert "và 4 tệp nữa" in output
