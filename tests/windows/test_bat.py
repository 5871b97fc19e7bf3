"""build.bat: its text, and what it does in cmd under Wine with a program that only notes its call.

Wine's cmd does not know %cmdcmdline%: a variable of that name stands in for it, as it would in
cmd itself. What only cmd of Windows does (UNC folders, the end of a dropped name behind an &) is
looked at there by hand.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PureWindowsPath
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.windows import cmdwindow
from windows import PROJECT
from windows.pythons import windows_python
from windows.wine import drive, prefix, run, stop
from xeploai.commands.arguments import parser

# Never collected there (see conftest); types are checked for Windows too, which has no `pty`.
assert sys.platform != "win32"

BAT = PROJECT / "build.bat"
FOLDER = Path("Hồ sơ năm 2025 & BTC", "xeploai")
PLACE = PureWindowsPath("D:/", *FOLDER.parts, "build.bat")
WAITS = "Bấm phím bất kỳ để đóng cửa sổ này."

NOTES = """
import json, os, sys
names = ("CMDCMDLINE", "XEPLOAI_BAT", "XEPLOAI_COMMAND", "XEPLOAI_FROM", "PYTHONUTF8")
noted = {name: os.environ.get(name) for name in names}
noted |= {"words": sys.argv[1:], "python": sys.executable, "utf8": sys.flags.utf8_mode}
with open("noted.json", "w") as file:
    json.dump(noted, file)
print("Đã chạy")
sys.exit(int(os.environ.get("CODE", "0")))
"""

SET_UP = """
import sys
from pathlib import Path
if sys.argv[1:] == ["fits"]:
    print("Python này không hợp")
    sys.exit(Path("unfit").exists())
Path("set-up").write_text(sys.executable)
print("Ổ đĩa đã đầy.")
sys.exit(1)
"""

UNPACKED = """
import shutil
import sys
from pathlib import Path
if Path("damaged").exists():
    print("Thiếu tệp sau khi giải nén.")
    raise SystemExit(1)
shutil.copyfile("program/files.txt", "program/checked.txt")
"""

# ---------------------------------------------------------------- its text


def lines() -> list[str]:
    return BAT.read_bytes().decode("utf-8").splitlines()


def test_it_is_written_as_cmd_reads_it() -> None:
    data = BAT.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")  # cmd would take it for a part of the first command
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert data.endswith(b"\r\n")
    assert lines()[0] == "@echo off"


def test_every_label_that_is_gone_to_is_there_once() -> None:
    text = "\n".join(line for line in lines() if not line.startswith("rem "))
    wanted = set(re.findall(r"\b(?:goto|call) :?(?<!\S)?:?(\w+)", text))
    labels = [line[1:] for line in lines() if line.startswith(":")]
    assert len(labels) == len(set(labels))
    assert wanted == set(labels)


def test_no_sentence_ends_a_block_or_starts_a_command() -> None:
    depth = 0
    for line in lines():
        sentence = line.strip().removeprefix("echo ") if line.strip().startswith("echo ") else ""
        assert not re.search(r"[&|<>^!]", sentence), line
        assert not (depth and ")" in sentence), line
        depth += line.endswith("(") - (line == ")")
    assert depth == 0


def test_what_was_typed_is_expanded_on_one_line_outside_of_blocks() -> None:
    used = [line for line in lines() if "%*" in line and not line.startswith("rem ")]
    offered = [line for line in used if "UNFIT" in line or " fits " in line or '-c ""' in line]
    assert [line for line in used if line not in offered] == [
        '"%PYTHON%" -X utf8 build.py %ASKING% %*'
    ]


def test_every_command_it_gives_is_one_of_the_program() -> None:
    given = set(re.findall(r'set "ASKING=(\w+)"', BAT.read_text("utf-8")))
    assert given == {"menu"}
    assert parser().parse_args(["menu"]).files == []
    for module in re.findall(r"-m (\S+)", BAT.read_text("utf-8")):
        assert (PROJECT / module.replace(".", "/")).with_suffix(".py").is_file()


# ---------------------------------------------------------------- in cmd


class Desk:
    """A PC with a program in a folder that only notes how it was called."""

    def __init__(self, home: Path, within: Mapping[str, str], root: Path) -> None:
        self.within = dict(within)
        self.root = root
        self.folder = root / FOLDER
        self._home = home
        (self.folder / "xeploai/system").mkdir(parents=True)
        (self.folder / "build.bat").write_bytes(BAT.read_bytes())
        (self.folder / "build.py").write_text(NOTES, "utf-8")
        for package in ("xeploai", "xeploai/system"):
            (self.folder / package / "__init__.py").touch()
        (self.folder / "xeploai/system/environment.py").write_text(SET_UP, "utf-8")
        (self.folder / "requirements.lock").write_text("a==1\n")

    def portable(self) -> None:
        """Put a Python beside it, as the package does."""
        (self.folder / "python").symlink_to(windows_python("3.13"))
        program = self.folder / "program"
        program.mkdir()
        (program / "files.txt").write_text("new\n")
        (program / "checked.txt").write_text("new\n")
        (program / "unpacked.py").write_text(UNPACKED, "utf-8")

    def open(self, *words: str, **known: str) -> cmdwindow.Window:
        """Start build.bat; known: variables beside those of the system."""
        command = ["wine", "cmd", "/c", "build.bat", *words]
        # Wine finds the drive of the folder by this name.
        return cmdwindow.Window(command, self.within | known, self._home / "dosdevices/d:" / FOLDER)

    def run(self, *words: str, **known: str) -> CompletedProcess[str]:
        """Run build.bat as a script does, with nobody at the keyboard, to its end.

        Of what cmd itself says only plain letters come through a pipe of Wine. A `pause` would
        never end.
        """
        command = ["cmd", "/c", "build.bat", *words]
        folder = self._home / "dosdevices/d:" / FOLDER
        return run(command, self.within | known, cwd=folder, timeout=100, check=False)

    def noted(self) -> dict[str, Any]:
        """Return how the program was called."""
        notes: dict[str, Any] = json.loads((self.folder / "noted.json").read_text("utf-8"))
        return notes


@pytest.fixture(scope="module")
def prefixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    home = tmp_path_factory.mktemp("wine") / "prefix"
    within = prefix(home)
    yield home, within
    stop(within)


@pytest.fixture
def desk(prefixed: tuple[Path, dict[str, str]], tmp_path: Path) -> Desk:
    home, within = prefixed
    drive(home, "d", tmp_path)
    return Desk(home, within, tmp_path)


@pytest.fixture
def portable(desk: Desk) -> Desk:
    desk.portable()
    return desk


@pytest.mark.wine
@pytest.mark.slow
def test_with_words_it_is_the_plain_command_and_never_waits(portable: Desk) -> None:
    done = portable.run("freeze", "--name", "Lần 1 & (2)!^", CODE="1")
    assert done.returncode == 1
    noted = portable.noted()
    assert noted["words"] == ["freeze", "--name", "Lần 1 & (2)!^"]
    assert noted["XEPLOAI_BAT"] == str(PLACE)
    assert noted["XEPLOAI_FROM"] == str(PLACE.parent)
    assert noted["XEPLOAI_COMMAND"] == "build.bat"
    assert noted["utf8"] == 1
    assert noted["python"] == str(PLACE.with_name("python") / "python.exe")


@pytest.mark.wine
@pytest.mark.slow
@pytest.mark.parametrize("dropped", [(), (r"\\may\chung\a", r"D:\b c.xlsx")])
def test_without_words_or_with_dropped_files_it_asks_and_waits(
    portable: Desk, dropped: tuple[str, ...]
) -> None:
    line = rf'C:\windows\system32\cmd.exe /c ""{PLACE}" D:\a&b(1)!^%OS%.xlsx"'
    with portable.open(*dropped, CODE="2", CMDCMDLINE=line) as window:
        window.wait_for(WAITS, "x")
        assert window.end() == 2
        assert "Đã chạy" in window.text
    assert portable.noted()["words"] == ["menu", *dropped]
    # The names are read from here; cmd has cut them at the &.
    assert portable.noted()["CMDCMDLINE"] == line


@pytest.mark.wine
@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("menu",)])
def test_it_does_not_wait_where_the_menu_says_so(portable: Desk, words: tuple[str, ...]) -> None:
    done = portable.run(*words, CODE="102")
    assert done.returncode == 2


@pytest.mark.wine
@pytest.mark.slow
def test_the_console_gets_its_code_page_back(portable: Desk) -> None:
    (portable.folder / "before.bat").write_bytes(
        b"@echo off\r\nchcp 850 >nul\r\ncall build.bat build\r\n"
        b"echo code %errorlevel%\r\nchcp\r\npause >nul\r\n"
    )
    command = ["wine", "cmd", "/c", "before.bat"]
    with cmdwindow.Window(command, portable.within | {"CODE": "1"}, portable.folder) as window:
        window.wait_for("code 1")
        window.wait_for("850", "x")
        window.end()


@pytest.mark.windows
@pytest.mark.wine
@pytest.mark.slow
def test_a_newly_unpacked_package_is_looked_at_once(portable: Desk) -> None:
    (portable.folder / "program/checked.txt").write_text("old\n")
    (portable.folder / "damaged").touch()
    done = portable.run("build")
    assert done.returncode == 2
    assert "Thiếu tệp sau khi giải nén." in done.stdout
    assert not (portable.folder / "noted.json").exists()
    (portable.folder / "damaged").unlink()
    done = portable.run("build")
    assert done.returncode == 0
    assert (portable.folder / "program/checked.txt").read_text() == "new\n"
    (portable.folder / "program/unpacked.py").unlink()
    done = portable.run("build")
    assert done.returncode == 0


@pytest.mark.wine
@pytest.mark.slow
@pytest.mark.parametrize("left", [(), ("python.exe",)], ids=["nothing", "no DLL"])
def test_a_package_of_which_a_part_is_missing_says_so(
    portable: Desk, left: tuple[str, ...]
) -> None:
    (portable.folder / "python").unlink()
    (portable.folder / "python").mkdir()
    for name in left:  # without its DLL it ends with a code below zero
        shutil.copyfile(windows_python("3.13") / name, portable.folder / "python" / name)
    with portable.open() as window:
        window.wait_for("Không chạy được tệp python\\python.exe của chương trình.")
        window.wait_for(WAITS, "x")
        assert window.end() == 2
    (portable.folder / "build.py").unlink()
    done = portable.run("build")
    assert done.returncode == 2
    assert "build.py" in done.stdout


@pytest.mark.wine
@pytest.mark.slow
def test_a_machine_without_python_is_shown_what_to_do(desk: Desk) -> None:
    with desk.open() as window:
        window.wait_for("Máy này chưa có Python, cần bản 64-bit từ 3.11 đến 3.14.")
        window.wait_for("bản đóng gói sẵn (tệp xeploai-...-windows.zip)")
        window.wait_for(WAITS, "x")
        assert window.end() == 2
    done = desk.run("build")
    assert done.returncode == 2


@pytest.mark.windows
@pytest.mark.wine
@pytest.mark.slow
def test_the_names_that_open_the_store_are_passed_over(desk: Desk) -> None:
    """Both are whole here; which one makes the .venv tells which one was taken."""
    for name in ("WindowsApps", "Python (1) & 2"):
        (desk.root / name).symlink_to(windows_python("3.13"))
    path = {"WINEPATH": r"D:\WindowsApps;D:\Python (1) & 2"}
    done = desk.run("build", **path)
    assert done.returncode == 2
    assert "Ổ đĩa đã đầy." in done.stdout
    assert (desk.folder / "set-up").read_text() == r"D:\Python (1) & 2\python.exe"
    (desk.folder / "unfit").touch()
    done = desk.run("build", **path)
    assert done.returncode == 2
    assert "www.python.org" in done.stdout
    assert "Python này không hợp" in done.stdout


@pytest.mark.windows
@pytest.mark.wine
@pytest.mark.slow
def test_a_finished_set_up_is_used_as_it_is(desk: Desk) -> None:
    (desk.folder / ".venv").mkdir()
    (desk.folder / ".venv/Scripts").symlink_to(windows_python("3.13"))
    (desk.folder / ".venv/installed.lock").write_text("a==1\n")
    done = desk.run("doctor")
    assert done.returncode == 0
    assert desk.noted()["words"] == ["doctor"]
    (desk.folder / "requirements.lock").write_text("a==2\n")
    done = desk.run("doctor")
    assert done.returncode == 2
    assert (desk.folder / "set-up").read_text().endswith(r".venv\Scripts\python.exe")
