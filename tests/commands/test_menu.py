"""The list of jobs of who double-clicks build.bat, and what is dropped onto it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xeploai.commands import menu
from xeploai.commands.arguments import parser
from xeploai.commands.menu import (
    CANNOT,
    CHECK,
    FINDINGS,
    JOBS,
    NEW,
    OK,
    STAYS,
    dropped_names,
    is_own_window,
)
from xeploai.commands.terminal import Terminal
from xeploai.paths import REGISTER_FILE, RETURNS_FOLDER, SNAPSHOTS_FOLDER

BAT = r"D:\Hồ sơ năm 2025 & BTC\xeploai\build.bat"
CLICKED = rf'C:\windows\system32\cmd.exe /c ""{BAT}" '


class Office:
    """Somebody at the keyboard: answers are typed one by one, and what was run is noted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: list[str] = []
        self.ran: list[list[str]] = []
        self.shown: list[Path] = []
        self.code = OK

    def run(self, words: list[str]) -> int:
        self.ran.append(words)
        return self.code

    def ask(self, _: str) -> str:
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def serve(self, *dropped: str, answers: tuple[str, ...] = ()) -> int:
        self.answers = list(answers)
        files = [Path(each) for each in dropped]
        return menu.serve(files, self.folder / "input", Terminal(quiet=False), self.run)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path)
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / REGISTER_FILE).touch()
    monkeypatch.setattr("builtins.input", made.ask)
    monkeypatch.setattr(menu, "_is_attended", lambda: True)
    monkeypatch.setattr(menu, "_show", lambda below, terminal: made.shown.append(Path(below)))
    for name in ("XEPLOAI_BAT", "XEPLOAI_LINE", "CMDCMDLINE"):
        monkeypatch.delenv(name, raising=False)
    return made


def parsed() -> Iterator[list[str]]:
    for job in JOBS:
        typed = [f"{job.option}=x" if job.option else "x"] if job.asks else []
        yield [*job.words, *typed]


def test_every_job_is_a_command_of_the_program() -> None:
    for words in [*parsed(), list(NEW.words)]:
        assert parser().parse_args(words).command


def test_every_command_but_the_menu_itself_has_a_job() -> None:
    subparsers = parser()._subparsers
    assert subparsers is not None
    actions = subparsers._group_actions[0].choices
    assert actions is not None
    assert {job.words[0] for job in (*JOBS, NEW)} == set(actions) - {"menu"}


def test_the_numbers_that_offices_know_keep_their_meaning() -> None:
    assert [job.words[0] for job in JOBS[:5]] == ["build", "forms", "demo", "freeze", "report"]


def test_what_is_shown_is_what_the_program_writes() -> None:
    shown = {job.opens for job in (*JOBS, NEW)} - {""}
    assert shown == {
        "output/site/index.html",
        "output/forms",
        "output/demo/vinh-tuong-2021/site/index.html",
        f"input/{SNAPSHOTS_FOLDER}",
        "output/report",
        "output/report/don-vi",
        "output/pack",
        f"output/{RETURNS_FOLDER}",
        f"input/{REGISTER_FILE}",
    }


@pytest.mark.parametrize(
    ("answers", "ran"),
    [
        (("",), ["build"]),
        (("2",), ["forms"]),
        (("4", ' a"&%PATH%!^ '), ["freeze", '--name=a"&%PATH%!^']),
        (("4", "--strict"), ["freeze", "--name=--strict"]),
        (("6", "0106"), ["report", "--unit=0106"]),
        (("7", '"D:\\a & b.xlsx"'), ["check", "D:\\a & b.xlsx"]),
        (("99", "abc", "-1", "1.5", " 10 "), ["doctor"]),
        (("4", "  ", "8"), ["check-template"]),
    ],
)
def test_what_is_typed_becomes_a_command(
    office: Office, answers: tuple[str, ...], ran: list[str]
) -> None:
    assert office.serve(answers=answers) == OK
    assert office.ran == [ran]
    assert not office.answers


def test_a_wrong_number_is_reported(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.serve(answers=("99", "0")) == OK
    assert "Không có việc “99”: gõ một số từ 0 đến 11." in capsys.readouterr().out
    assert not office.ran


def test_without_a_register_the_first_thing_is_to_make_one(office: Office) -> None:
    (office.folder / "input" / REGISTER_FILE).unlink()
    assert office.serve() == OK
    assert office.ran == [["new"]]
    assert office.shown == [Path("input", REGISTER_FILE)]


@pytest.mark.parametrize(("code", "shown"), [(OK, 0), (FINDINGS, 1), (CANNOT, 0)])
def test_marked_copies_are_shown_where_there_are_new_ones(
    office: Office, code: int, shown: int, capsys: pytest.CaptureFixture[str]
) -> None:
    office.code = code
    assert office.serve("a.xlsx") == code
    assert office.ran == [["check", "a.xlsx"]]
    assert len(office.shown) == shown
    assert ("Đọc câu báo ở trên" in capsys.readouterr().out) is (code == CANNOT)


def test_no_answer_ends_it(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.serve(answers=("99",)) == CANNOT
    assert "Chưa chọn việc nào" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "attended", "code"),
    [
        (CLICKED, True, OK),
        (CLICKED, False, CANNOT + STAYS),
        ('"C:\\windows\\system32\\cmd.exe" ', True, OK + STAYS),
        ("", True, OK + STAYS),
    ],
)
def test_only_a_window_that_somebody_looks_at_waits_to_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, line: str, attended: bool, code: int
) -> None:
    monkeypatch.setenv("XEPLOAI_BAT", BAT)
    monkeypatch.setenv("XEPLOAI_LINE", line)
    monkeypatch.setattr(menu, "_is_attended", lambda: attended)
    assert office.serve(answers=("0",)) == code


def test_a_schedule_is_told_to_name_its_command(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(menu, "_is_attended", lambda: False)
    assert office.serve() == CANNOT
    assert "ghi rõ lệnh, ví dụ “python build.py build”" in capsys.readouterr().err


def test_without_a_terminal_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert not menu._is_attended()


def test_dropped_names_are_read_from_the_line_of_cmd(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XEPLOAI_BAT", BAT)
    monkeypatch.setenv("XEPLOAI_LINE", CLICKED + 'D:\\a&b.xlsx "D:\\c d.xlsx""')
    assert office.serve("D:\\a") == OK
    assert office.ran == [["check", "D:\\a&b.xlsx", "D:\\c d.xlsx"]]


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["D:\\a&b.xlsx"],
        ["D:\\Biểu (1)!^%OS%.xlsx"],
        ["D:\\a=b,c;d.xlsx", "D:\\e f & g.xlsx"],
        ["\\\\may\\chung\\a b.xlsx", "D:\\c.xlsx", "D:\\d e.xlsx"],
        ["D:\\thư-mục\\'x'", "D:\\build.bat", "D:\\a b\\build.bat"],
    ],
)
def test_names_are_told_apart_as_explorer_writes_them(names: list[str]) -> None:
    written = " ".join(f'"{name}"' if " " in name else name for name in names)
    assert dropped_names(f'{CLICKED}{written}"', BAT) == names
    assert dropped_names(f'{CLICKED.upper()}{written}"', BAT) == names


def test_a_window_of_its_own_is_one_that_explorer_opened() -> None:
    assert is_own_window(CLICKED + '"', BAT)
    assert not is_own_window('"C:\\windows\\system32\\cmd.exe" ', BAT)
    assert not is_own_window("cmd /c build.bat build", BAT)
    assert not is_own_window("", "")


def test_what_was_made_is_reported_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    monkeypatch.setenv("XEPLOAI_BAT", str(tmp_path / "build.bat"))
    terminal = Terminal(quiet=False)
    menu._show("output/site/index.html", terminal)
    assert capsys.readouterr().out == ""
    (tmp_path / "output/returns").mkdir(parents=True)
    menu._show(CHECK.opens, terminal)
    assert capsys.readouterr().out == f"Đang mở: {Path('output/returns')}\n"
    assert opened == ([tmp_path / "output/returns"] if sys.platform == "win32" else [])
