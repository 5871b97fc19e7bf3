"""The register, the ledger and the freezes are known however their names are written."""

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest

from tests import payloads
from tests.builders import book, register_book
from tests.silent import register_in
from xeploai.commands.doctor import examine
from xeploai.commands.new import new_register
from xeploai.commands.terminal import Terminal
from xeploai.commands.watch import scan
from xeploai.errors import BuildError
from xeploai.ledger.model import Ledger
from xeploai.ledger.receipt_store import open_ledger
from xeploai.ledger.snapshot_store import keep, open_freezes
from xeploai.paths import LEDGER_FILE, REGISTER_FILE, SNAPSHOTS_FOLDER
from xeploai.pipeline import Days, build
from xeploai.storage.office_files import find_own
from xeploai.storage.preconditions import has_register, need_none_alike, need_register
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.model import Unread
from xeploai.submissions.returns import take_in

SPELT = ["danh-muc.xlsx", "Danh-Muc.xlsx", "DANH-MUC.XLSX", "\u200bdanh-muc.xlsx"]
NOW = datetime(2026, 1, 5, 8)


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", SPELT)
def test_every_command_finds_the_register(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(register_book())
    (tmp_path / "a.xlsx").write_bytes(book())
    assert register_in(tmp_path).units
    assert has_register(tmp_path)
    assert [path.name for path in find_files(tmp_path)] == ["a.xlsx"], "it is no return"
    assert not any("Chưa có danh mục" in item.message for item in examine(tmp_path, tmp_path))
    with pytest.raises(BuildError, match="không ghi đè"):
        new_register(tmp_path)
    assert entries(tmp_path) == sorted(["a.xlsx", name])


def test_a_folder_deeper_has_no_register(tmp_path: Path) -> None:
    (tmp_path / "cụm 1").mkdir()
    (tmp_path / "cụm 1" / "Danh-Muc.xlsx").write_bytes(register_book())
    assert not has_register(tmp_path)
    assert [path.name for path in find_files(tmp_path)] == ["Danh-Muc.xlsx"]
    with pytest.raises(BuildError, match="Chưa có danh mục"):
        register_in(tmp_path)


MISNAMED = [
    "danh-muc (1).xlsx", "danh-muc.xlsx.xlsx", "danh mục.xlsx", "Danh mục đơn vị 2025.xls",
    "Copy of danh-muc.xlsx", "danh-muc.ods", "danh-muc - Copy.xlsm", "cụm 1/danh-muc.xlsx",
]  # fmt: skip


@pytest.mark.parametrize("name", MISNAMED)
def test_a_register_by_another_name_is_named_and_no_empty_one_is_made(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(register_book())
    (tmp_path / "a.xlsx").write_bytes(book())
    for command in (register_in, need_register):
        with pytest.raises(BuildError) as raised:
            command(tmp_path)
        assert str(raised.value) == (
            f"Chưa có danh mục {tmp_path / 'danh-muc.xlsx'}, nhưng có tệp tên gần giống: {name}. "
            f"Nếu đó là danh mục của cơ quan thì lưu ngay trong thư mục {tmp_path}, dạng .xlsx, "
            "với tên danh-muc.xlsx rồi chạy lại."
        )
    assert str(raised.value) in [item.message for item in examine(tmp_path, tmp_path)]
    with pytest.raises(BuildError, match=r"Không tạo danh mục trống.*chuyển tệp đó ra ngoài"):
        need_none_alike(tmp_path / REGISTER_FILE)


@pytest.mark.parametrize("name", ["xã Danh Mục Lớn.docx", "~$danh-muc.xlsx", "danh sách.xlsx"])
def test_other_files_are_not_taken_for_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(BuildError, match=r"build\.py new"):
        register_in(tmp_path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("danh-muc (1).xlsx", register_book()),
        ("cụm 1/danh-muc.xlsx", register_book()),
        ("Bản cũ.xlsx", register_book()),
        ("danh mục.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("danh-muc.csv", b"STT,Ten\n1,Mot"),
    ],
)
def test_a_second_register_among_the_returns_is_called_so(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / REGISTER_FILE).write_bytes(register_book())
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(data)
    (item,) = [take_in(path, tmp_path) for path in find_files(tmp_path)]
    assert isinstance(item, Unread)
    assert item.finding is not None
    assert item.finding.rule == "second_register"
    assert item.reason == (
        "Đây là một danh mục đơn vị, không phải biểu; chương trình chỉ dùng danh mục tên "
        "danh-muc.xlsx ngay trong thư mục input"
    )


def two(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(register_book())
    if len(entries(folder)) < len(names):
        pytest.skip("this file system takes them for one")


@pytest.mark.parametrize(
    ("one", "other"), [("Danh-Muc.xlsx", "danh-muc.xlsx"), ("danh-muc.xlsx", "danh-muc\u200b.xlsx")]
)
def test_of_two_registers_none_is_taken_and_both_are_named(
    tmp_path: Path, one: str, other: str
) -> None:
    two(tmp_path, one, other)
    message = (
        f"Thư mục {tmp_path} có 2 tệp danh mục, tên chỉ khác chữ hoa, chữ thường hoặc ký tự không "
        f"nhìn thấy: {one}, danh-muc.xlsx. Chỉ giữ một; chuyển cái kia ra ngoài thư mục đó "
        "rồi chạy lại."
    )
    for command in (register_in, has_register, new_register):
        with pytest.raises(BuildError) as raised:
            command(tmp_path)
        assert str(raised.value) == message
    assert message in [item.message for item in examine(tmp_path, tmp_path) if not item.is_well]


def test_the_ledger_is_gone_on_with_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "So-Nhan.SQLite3").write_bytes(b"hong" * 1000)
    assert find_own(tmp_path, LEDGER_FILE).name == "So-Nhan.SQLite3"
    assert find_files(tmp_path) == []
    assert scan(tmp_path) == {}, "what a build writes there is no reason to build again"
    with pytest.raises(BuildError, match=r"So-Nhan\.SQLite3 bị hỏng"):
        open_ledger(tmp_path, NOW)


def test_freezes_are_added_to_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "Chot-So-Lieu").mkdir()
    keep(tmp_path, "Lần 1", "2025-12-31-lan-1", {"chot.json": b"{}"})
    assert entries(tmp_path) == ["Chot-So-Lieu"]
    assert [item.folder for item in open_freezes(tmp_path)] == ["2025-12-31-lan-1"]
    assert find_files(tmp_path) == []
    assert find_own(tmp_path, SNAPSHOTS_FOLDER) == tmp_path / "Chot-So-Lieu"


def test_what_is_not_there_would_have_its_usual_name(tmp_path: Path) -> None:
    assert new_register(tmp_path) == tmp_path / REGISTER_FILE
    assert find_own(tmp_path / "không có", LEDGER_FILE) == tmp_path / "không có" / LEDGER_FILE
    assert open_ledger(tmp_path, NOW) == (Ledger(NOW), "")


@pytest.mark.slow
def test_how_the_register_is_named_changes_no_byte(tmp_path: Path) -> None:
    made: list[dict[Path, str]] = []
    for name in (REGISTER_FILE, "Danh-Muc.XLSX"):
        folder, output = tmp_path / "input", tmp_path / f"out-{len(made)}"
        folder.mkdir(exist_ok=True)
        payloads.write(folder, payloads.KEYS[::20])
        (folder / REGISTER_FILE).rename(folder / name)
        days = Days(NOW, date(2025, 12, 31))
        build(folder, output, days, Terminal(quiet=True), images=False)
        made.append({
            path.relative_to(output): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in output.rglob("*") if path.is_file()
        })  # fmt: skip
        find_own(folder, REGISTER_FILE).unlink()
        find_own(folder, LEDGER_FILE).unlink()
    assert made[0] == made[1]
