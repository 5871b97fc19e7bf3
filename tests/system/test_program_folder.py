"""The office's templates: there from the first command on, its own words kept for ever."""

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from tests.project import PROJECT
from xeploai import paths
from xeploai.errors import BuildError
from xeploai.system import program_folder
from xeploai.system.program_folder import copy_templates

NAMES = ("letters/tra-lai.docx", "report/bao-cao.docx")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    for name in NAMES:
        _release(folder, name, f"{name} 1".encode())
    return folder


def _release(folder: Path, name: str, content: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    with (folder / "originals.txt").open("a", newline="\n") as known:
        known.write(f"{sha256(content).hexdigest()}  {name}\n")


def _copy(folder: Path) -> Path:
    templates = folder.parent / "templates"
    copy_templates(folder, templates, folder / "originals.txt")
    return templates


def test_a_template_that_is_not_there_is_copied(program: Path) -> None:
    templates = _copy(program)
    (templates / NAMES[0]).unlink()
    _copy(program)
    assert [(templates / name).read_bytes() for name in NAMES] == [
        (program / name).read_bytes() for name in NAMES
    ]
    assert sorted(path.name for path in templates.rglob("*.*")) == ["bao-cao.docx", "tra-lai.docx"]


def test_an_unedited_copy_follows_a_newer_original_and_an_edited_one_stays(program: Path) -> None:
    templates = _copy(program)
    (templates / NAMES[0]).write_bytes(b"the office's own words")
    for name in NAMES:
        _release(program, name, f"{name} 2".encode())
    _copy(program)
    assert (templates / NAMES[0]).read_bytes() == b"the office's own words"
    assert (templates / NAMES[1]).read_bytes() == b"report/bao-cao.docx 2"


def test_a_missing_original_is_named(program: Path) -> None:
    (program / NAMES[1]).unlink()
    with pytest.raises(FileNotFoundError) as missing:
        _copy(program)
    assert missing.value.filename == str(program / NAMES[1])


def test_an_unedited_copy_that_is_read_only_follows_its_original(program: Path) -> None:
    _copy(program)
    copy = program.parent / "templates" / NAMES[0]
    copy.chmod(stat.S_IREAD)
    _release(program, NAMES[0], b"newer")
    _copy(program)
    assert copy.read_bytes() == b"newer"


def test_how_an_original_comes_back_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "bản cài đặt gốc" in program_folder.how_to_restore()
    monkeypatch.setattr(program_folder, "PROGRAM", paths.HOME / "chuong-trinh")
    assert "xóa tệp này rồi chạy lại" in program_folder.how_to_restore()


def test_a_folder_that_cannot_be_made_is_named(program: Path) -> None:
    (program.parent / "templates").write_bytes(b"in the way")
    with pytest.raises(BuildError, match="Không ghi được mẫu"):
        _copy(program)


def test_a_source_checkout_is_left_as_it_is() -> None:
    assert paths.HOME == paths.PROGRAM == PROJECT
    before = {path: path.stat().st_mtime_ns for path in paths.TEMPLATES.rglob("*")}
    program_folder.prepare()
    assert {path: path.stat().st_mtime_ns for path in paths.TEMPLATES.rglob("*")} == before
    assert not paths.TEMPORARY.exists()


def test_temporary_files_of_a_day_ago_are_removed_and_new_ones_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TEMP", "TMP", "TMPDIR"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setattr(program_folder, "HOME", tmp_path)
    monkeypatch.setattr(program_folder, "TEMPORARY", tmp_path / ".tam")
    monkeypatch.setattr(program_folder, "copy_templates", lambda *_: None)
    for name in ("old", "new"):
        (tmp_path / ".tam" / name).mkdir(parents=True)
    (tmp_path / ".tam/old.xml").touch()
    for name in ("old", "old.xml"):
        os.utime(tmp_path / ".tam" / name, (0, 0))
    program_folder.prepare()
    assert [path.name for path in (tmp_path / ".tam").iterdir()] == ["new"]
    assert {os.environ[name] for name in ("TEMP", "TMP", "TMPDIR")} == {str(tmp_path / ".tam")}


def test_every_original_of_this_version_is_known() -> None:
    known = paths.KNOWN_ORIGINALS.read_text("utf-8").splitlines()
    edited = [*paths.LETTER_TEMPLATES.iterdir(), *paths.REPORT_TEMPLATE.parent.glob("*.docx")]
    for file in edited:
        name = file.relative_to(paths.TEMPLATES).as_posix()
        line = f"{sha256(file.read_bytes()).hexdigest()}  {name}"
        assert line in known, f"add this line to templates/originals.txt: {line}"
    assert {line.split("  ")[1] for line in known} == {
        file.relative_to(paths.TEMPLATES).as_posix() for file in edited
    }


def test_one_module_asks_where_it_lies() -> None:
    asking = [
        path.name
        for path in paths.PACKAGE.rglob("*.py")
        if "__file__" in path.read_text("utf-8") and path.name != "paths.py"
    ]
    assert asking == []
