"""A .zip of returns is read as if its files lay in the folder; a hostile one costs itself only."""

import csv
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from tests.builders import AS_OF, DISTRICT, book, info, register, register_book, unit
from tests.hostile.archives import honest_bomb, one_kernel, quoted_overlap, with_password
from tests.silent import Silent
from tests.systems import needs_links
from tests.xlsx import packed
from xeploai.ledger.model import Ledger
from xeploai.ledger.receipts import enter
from xeploai.paths import REGISTER_FILE
from xeploai.pipeline import Days, build
from xeploai.reading.xlsx.refusals import MAX_FILE
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.storage import file_reader
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.isolation import read_all, with_packed
from xeploai.submissions.model import Return, Taken, Unread
from xeploai.submissions.packed_files import LONGEST_NAME, PackedFile, files_in
from xeploai.submissions.returns import take_in


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_reader, "PAUSES", (0.01,))


def sent_by(code: str) -> bytes:
    return book(of=info(unit_code=Code(code)))


def lay(folder: Path, files: Mapping[str, bytes], name: str = "gói.zip") -> Path:
    place = folder / name
    place.write_bytes(packed(files))
    return place


def taken(folder: Path) -> list[Taken]:
    return list(read_all(with_packed(find_files(folder)), folder))


def reasons(folder: Path) -> dict[str, str]:
    """What cannot be read, with the rule that says so."""
    return {
        item.file: item.finding.rule if item.finding else item.reason
        for item in taken(folder)
        if isinstance(item, Unread)
    }


def test_its_returns_are_read_as_if_they_lay_in_the_folder(tmp_path: Path) -> None:
    lay(tmp_path, {"cụm 1/xã Một.xlsx": sent_by("A"), "b.xlsx": sent_by("B")})
    (tmp_path / "c.xlsx").write_bytes(sent_by("C"))
    items = taken(tmp_path)
    assert [(item.file, getattr(item, "unit", "")) for item in items] == [
        ("c.xlsx", "C"),
        ("gói.zip › cụm 1/xã Một.xlsx", "A"),
        ("gói.zip › b.xlsx", "B"),
    ]


def test_a_return_called_as_a_file_of_excel_is_read(tmp_path: Path) -> None:
    lay(tmp_path, {"~$a.xlsx": sent_by("A")})
    (tmp_path / "~$b.xlsx").write_bytes(sent_by("B"))
    (tmp_path / "~$c.xlsx").write_bytes(b"\6Nguyen".ljust(165))
    read = {item.file: item.unit for item in taken(tmp_path) if isinstance(item, Return)}
    assert read == {"gói.zip › ~$a.xlsx": "A", "~$b.xlsx": "B"}


def test_what_is_no_return_in_it_is_named_for_itself(tmp_path: Path) -> None:
    lay(tmp_path, {
        "a.xlsx": sent_by("A"), "Công văn.pdf": b"%PDF-1.4", "__MACOSX/._a.xlsx": b"\0\5\x16\7",
        "~$a.xlsx": b"x", "b/Thumbs.db": b"", "trong.zip": packed({"b.xlsx": sent_by("B")}),
        "trống.xlsx": b"", "thư mục/": b"",
    })  # fmt: skip
    assert reasons(tmp_path) == {
        "gói.zip › Công văn.pdf": "not_a_workbook",
        "gói.zip › trong.zip": "packed",
        "gói.zip › trống.xlsx": "empty_file",
    }


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../../etc/a.xlsx", "etc/a.xlsx"),
        ("/tuyệt đối/a.xlsx", "tuyệt đối/a.xlsx"),
        ("..\\..\\a.xlsx", "a.xlsx"),
        ("C:\\Windows\\a.xlsx", "C:/Windows/a.xlsx"),
        ("./a.xlsx", "a.xlsx"),
        ("a\u202exslx.exe.xlsx", "axslx.exe.xlsx"),
        ("a\n\tb.xlsx", "a b.xlsx"),
        ("..", "(tên trống)"),
        ("x" * 300 + ".xlsx", ("x" * 300 + ".xlsx")[-LONGEST_NAME:]),
    ],
)
def test_no_name_leads_anywhere(tmp_path: Path, written: str, shown: str) -> None:
    place = lay(tmp_path, {written: sent_by("A")})
    assert [item.name for item in files_in(place)] == [shown]
    (item,) = taken(tmp_path)
    assert (item.file, type(item)) == (f"gói.zip › {shown}", Return)
    assert list(tmp_path.iterdir()) == [place]


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A zip whose names are other octets, without the mark of UTF-8."""
    assert len(old) == len(new)
    return data.replace(old, new)


@pytest.mark.parametrize("alphabet", ["utf-8", "cp1258"])
def test_vietnamese_names_are_read_though_no_alphabet_is_told(
    tmp_path: Path, alphabet: str
) -> None:
    # Windows writes the tone by itself, behind its letter.
    octets = {"utf-8": "Đảng bộ xã Một".encode(), "cp1258": b"\xd0\xe0ng xa\xde M\xf4\xf2t"}
    name = octets[alphabet]
    data = packed({"x" * len(name): sent_by("A")})
    (tmp_path / "gói.zip").write_bytes(renamed(data, b"x" * len(name), name))
    (item,) = taken(tmp_path)
    expected = {"utf-8": "Đảng bộ xã Một", "cp1258": "Đàng xã Một"}
    assert item.file == f"gói.zip › {expected[alphabet]}"
    assert isinstance(item, Return)


def test_the_name_that_winrar_adds_in_utf_8_is_shown(tmp_path: Path) -> None:
    name = "Đảng bộ xã Một.xlsx".encode()
    entry = zipfile.ZipInfo("xxxx.xlsx")
    entry.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, 0) + name
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, sent_by("A"))
    data = renamed(target.getvalue(), b"xxxx.xlsx", b"?\xb3?\x9f.xlsx")
    (tmp_path / "gói.zip").write_bytes(data)
    assert [item.file for item in taken(tmp_path)] == ["gói.zip › Đảng bộ xã Một.xlsx"]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    lay(tmp_path, {"a.xlsx": sent_by("A"), "../a.xlsx": sent_by("B"), "/a.xlsx": sent_by("C")})
    assert [(item.file, getattr(item, "unit", "")) for item in taken(tmp_path)] == [
        ("gói.zip › a.xlsx", "A"),
        ("gói.zip › a.xlsx (2)", "B"),
        ("gói.zip › a.xlsx (3)", "C"),
    ]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bom.zip": (lambda: honest_bomb(packed({"a.xlsx": book()})), "implausible"),
    "bom chung lõi.zip": (lambda: one_kernel(packed({"a.xlsx": book()})), "implausible"),
    "bom trích dẫn.zip": (lambda: quoted_overlap(packed({"a.xlsx": book()})), "implausible"),
    "đông.zip": (lambda: packed({f"{n}.xlsx": b"" for n in range(2001)}), "implausible"),
    "cắt.zip": (lambda: packed({"a.xlsx": book()})[:-9], "damaged"),
    "trống.zip": (lambda: packed({}), "not_a_workbook"),
    "lớn.zip": (lambda: b"PK\3\4" + bytes(MAX_FILE), "too_large"),
    "tên UTF-8 hỏng.zip": (
        lambda: renamed(packed({"đ.xlsx": book()}), "đ".encode(), b"\xff\xfe"), "damaged",
    ),
    "văn bản.zip": (lambda: packed({"word/document.xml": b""}), "not_a_workbook"),
    "ảnh.zip": (lambda: b"\xff\xd8\xff\xe0", "not_a_workbook"),
}  # fmt: skip


def test_a_hostile_zip_costs_itself_only(tmp_path: Path) -> None:
    for name, (made, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(made())
    lay(tmp_path, {"a.xlsx": sent_by("A")}, "tốt.zip")
    assert reasons(tmp_path) == {name: rule for name, (_, rule) in HOSTILE.items()}
    assert sum(isinstance(item, Return) for item in taken(tmp_path)) == 1


def test_a_zip_with_a_password_is_named_once(tmp_path: Path) -> None:
    data = packed({"xl/worksheets/sheet2.xml": b"x", "b.xlsx": book()})
    (tmp_path / "khóa.zip").write_bytes(with_password(data))
    assert reasons(tmp_path) == {"khóa.zip": "encrypted"}


def test_a_file_in_it_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    data = packed({"a.xlsx": bytes(50 * 2**20), "b.xlsx": sent_by("B")})
    honest = (50 * 2**20).to_bytes(4, "little")
    lie = data.replace(honest, (500).to_bytes(4, "little"))
    assert lie != data
    (tmp_path / "nói dối.zip").write_bytes(lie)
    (tmp_path / "thật.zip").write_bytes(data)
    assert reasons(tmp_path) == {
        "nói dối.zip › a.xlsx": "damaged",
        "thật.zip › a.xlsx": "too_large",
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_strange_packing_is_named(tmp_path: Path, method: int) -> None:
    (tmp_path / "lạ.zip").write_bytes(packed({"a.xlsx": book()}, method))
    assert reasons(tmp_path) == {"lạ.zip › a.xlsx": "packed"}


@pytest.mark.parametrize("name", ["a.zip", "A.ZIP"])
def test_a_workbook_called_zip_is_a_workbook(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(sent_by("A"))
    (item,) = taken(tmp_path)
    assert (item.file, type(item)) == (name, Return)


def test_a_zip_that_changed_since_it_was_listed_is_read_again_later(tmp_path: Path) -> None:
    place = lay(tmp_path, {"a.xlsx": sent_by("A"), "b.xlsx": sent_by("B")})
    (source, _) = files_in(place)
    for files in ({"b.xlsx": sent_by("B")}, {}):
        lay(tmp_path, files)
        item = take_in(source, tmp_path)
        assert isinstance(item, Unread)
        assert item.finding is not None
        assert item.finding.rule == "changing_file"
    assert isinstance(source, PackedFile)


@needs_links
def test_a_link_to_a_zip_is_passed_over_as_any_link(tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "gói.zip").symlink_to(lay(tmp_path, {"a.xlsx": sent_by("A")}, "thật.zip"))
    assert reasons(folder) == {"gói.zip": "Lối tắt, không phải tệp, bỏ qua; hãy chép chính tệp vào"}


def test_one_return_in_a_zip_and_beside_it_counts_once(tmp_path: Path) -> None:
    lay(tmp_path, {"a.xlsx": sent_by("A")})
    (tmp_path / "a.xlsx").write_bytes(sent_by("A"))
    of = register((DISTRICT, unit("A")))
    submissions = evaluate(of, taken(tmp_path), AS_OF).intake.submissions
    assert [(item.file, item.status, item.reason) for item in submissions] == [
        ("a.xlsx", "counted", ""),
        ("gói.zip › a.xlsx", "superseded", "Trùng hoàn toàn với tệp a.xlsx"),
    ]


def test_what_lies_in_a_zip_that_cannot_be_opened_is_not_gone(tmp_path: Path) -> None:
    place = lay(tmp_path, {"a.xlsx": sent_by("A")})
    of = register((DISTRICT, unit("A")))
    known = enter(Ledger(), evaluate(of, taken(tmp_path), AS_OF).intake.submissions)
    shut: list[Taken] = [Unread("gói.zip", "", "đang mở", None)]
    assert enter(known, evaluate(of, shut, AS_OF).intake.submissions).gone == []
    place.unlink()
    gone = enter(known, evaluate(of, taken(tmp_path), AS_OF).intake.submissions).gone
    assert [item.file for item in gone] == ["gói.zip › a.xlsx"]


@pytest.mark.slow
def test_a_build_counts_what_is_in_a_zip(tmp_path: Path) -> None:
    folder, output = tmp_path / "input", tmp_path / "output"
    folder.mkdir()
    (folder / REGISTER_FILE).write_bytes(register_book())
    lay(folder, {"a.xlsx": sent_by("A"), "b.xlsx": sent_by("B")})
    build(folder, output, Days(datetime(2025, 12, 31, 8)), Silent(), images=False)
    with (output / "site/data/submissions.csv").open(encoding="utf-8-sig", newline="") as source:
        counted = [(line["file"], line["status"]) for line in csv.DictReader(source)]
    assert counted == [("gói.zip › a.xlsx", "counted"), ("gói.zip › b.xlsx", "counted")]
