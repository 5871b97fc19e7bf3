"""What the machine lacks is said, each with what to do."""

import errno
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import IO, Any

import pytest

from tests.project import PROJECT
from xeploai.commands import doctor
from xeploai.commands.doctor import examine
from xeploai.paths import HOME
from xeploai.storage import open_files


def messages_of(symptoms: list[doctor.Symptom], *, well: bool) -> str:
    return "\n".join(symptom.message for symptom in symptoms if symptom.is_well is well)


def test_a_workbook_of_the_board_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Path.open
    for name in ("danh-muc.xlsx", "loi-van-bao-cao.xlsx"):
        (tmp_path / name).write_bytes(b"x")

        # Root reads everything, so the refusal is played.
        def refused(path: Path, *how: Any, name: str = name, **more: Any) -> IO[Any]:
            if path.name == name:
                raise PermissionError(errno.EACCES, "no", str(path))
            opened: IO[Any] = really(path, *how, **more)
            return opened

        monkeypatch.setattr(Path, "open", refused)
        messages = messages_of(examine(tmp_path, tmp_path / "output"), well=False)
        assert f"Không đọc được {tmp_path / name}: xem quyền đọc tệp" in messages


def test_the_folders_are_tried_without_litter(tmp_path: Path) -> None:
    messages = messages_of(examine(tmp_path / "input", tmp_path / "output"), well=True)
    assert f"Ghi được vào thư mục {tmp_path / 'output'}" in messages
    assert list((tmp_path / "output").iterdir()) == []


def test_results_that_are_open_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "output" / "report" / "bao-cao.docx"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"x")
    monkeypatch.setattr(open_files, "_probe", lambda path: 32 if path == place else 0)
    monkeypatch.setattr(open_files, "_programs", lambda path: ["Microsoft Word"])
    messages = messages_of(examine(tmp_path, tmp_path / "output"), well=False)
    assert f"Tệp {place} đang mở ở Microsoft Word: đóng lại trước khi chạy" in messages


def test_a_machine_without_a_register_is_told_to_make_one(tmp_path: Path) -> None:
    messages = messages_of(examine(tmp_path / "input", tmp_path / "output"), well=False)
    assert "build.py new" in messages


def test_an_open_workbook_is_named(tmp_path: Path) -> None:
    (tmp_path / "~$bieu.xlsx").write_bytes(b"lock")
    messages = messages_of(examine(tmp_path, tmp_path / "output"), well=False)
    assert "bieu.xlsx đang mở ở Excel" in messages


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"a file in the way")
    messages = messages_of(examine(tmp_path, tmp_path / "output"), well=False)
    assert "Không ghi được vào thư mục" in messages


def test_a_missing_browser_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_browser", lambda: None)
    messages = messages_of(examine(tmp_path, tmp_path / "output"), well=False)
    assert "không có ảnh biểu đồ" in messages


def test_every_library_the_program_needs_is_looked_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    needed = [
        re.split("[<>=~]", requirement)[0] for requirement in project["project"]["dependencies"]
    ]
    assert sorted(doctor.LIBRARIES) == sorted(needed)


def test_a_missing_library_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LIBRARIES", ("thu-vien-khong-co",))
    messages = messages_of(examine(tmp_path, tmp_path / "output"), well=False)
    assert "Thiếu thư viện thu-vien-khong-co: xóa thư mục .venv" in messages
    monkeypatch.setattr(doctor, "PROGRAM", HOME / "chuong-trinh")
    messages = messages_of(examine(tmp_path, tmp_path / "output"), well=False)
    assert "Thiếu thư viện thu-vien-khong-co: giải nén lại toàn bộ tệp .zip" in messages
    assert ".venv" not in messages


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes neither such a name nor folder")
def test_a_path_too_long_to_open_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "~$\x1b[31mbieu.xlsx").write_bytes(b"lock")
    monkeypatch.chdir(tmp_path)
    for _ in range(80):
        os.mkdir("s" * 60)  # noqa: PTH102 (no path of the whole would do)
        monkeypatch.chdir("s" * 60)
    monkeypatch.chdir(tmp_path)
    messages = [symptom.message for symptom in examine(tmp_path, tmp_path)]
    assert any("Tệp [31mbieu.xlsx đang mở" in line for line in messages)
