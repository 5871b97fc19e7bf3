"""Figures set down by name: whole, never overwritten, recognised when they were changed."""

import csv
import json
import shutil
import sys
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest

import build as program
from tests.builders import a_return, book, cell, info, milestone, register, register_book
from tests.project import PROJECT
from tests.silent import Silent
from tests.systems import make_pipe
from xeploai.commands.freeze import freeze
from xeploai.errors import BuildError
from xeploai.ledger import snapshot_store
from xeploai.ledger.history import State, state_after
from xeploai.ledger.snapshot_store import keep, open_freezes
from xeploai.ledger.snapshots import Source, freeze_files, read_freeze, why_unfit
from xeploai.outputs.result_lines import changes_line
from xeploai.paths import SNAPSHOT_MANIFEST
from xeploai.pipeline import Built, Days, build
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.submissions.input_folder import find_files

AT = datetime(2025, 12, 22, 9)
AS_OF = date(2025, 12, 22)
PLACE = "2025-12-22-lan-1"


def made(name: str = "Lần 1") -> dict[str, bytes]:
    season = evaluate(register(milestones=[milestone()]), [a_return()], AS_OF)
    now = state_after(season.history)
    assert now is not None
    source = Source("2025", "0.1.0", "ab12", {"xã A.xlsx": "cd34", "khoá.xlsx": ""})
    return freeze_files(name, State(AT, AS_OF, now.facts), source, {"ratios.csv": b"period,unit"})


def test_what_is_set_down_is_read_again(tmp_path: Path) -> None:
    place = keep(tmp_path, "Lần 1", PLACE, made())
    (freeze,) = open_freezes(tmp_path)
    assert place == tmp_path / "chot-so-lieu" / PLACE
    assert (freeze.name, freeze.period, freeze.at, freeze.as_of) == ("Lần 1", "2025", AT, AS_OF)
    assert freeze.fault == ""
    assert freeze.files["cd34"] == "xã A.xlsx"
    assert freeze.facts == read_freeze(PLACE, made()).facts != {}


def test_a_manifest_lists_what_it_was_made_of() -> None:
    manifest = json.loads(made()[SNAPSHOT_MANIFEST])
    assert (manifest["name"], manifest["as_of"], manifest["program"], manifest["register"]) == (
        "Lần 1", "2025-12-22", "0.1.0", "ab12",
    )  # fmt: skip
    assert manifest["inputs"] == {"xã A.xlsx": "cd34", "khoá.xlsx": ""}
    assert set(manifest["files"]) == {"ratios.csv", "trang-thai.json"}


@pytest.mark.parametrize("name", ["Lần 1", "lần  1", "LAN 1"])
def test_the_same_name_is_refused_on_any_day(tmp_path: Path, name: str) -> None:
    keep(tmp_path, "Lần 1", PLACE, made())
    before = files_below(tmp_path)
    with pytest.raises(BuildError, match="không ghi đè"):
        keep(tmp_path, name, "2025-12-30-lan-1", made(name))
    assert files_below(tmp_path) == before


def test_a_name_that_makes_no_folder_is_refused() -> None:
    assert "phải có chữ hoặc số" in why_unfit("…!")
    assert "dài quá" in why_unfit("x" * 61)
    assert why_unfit("Báo cáo lần 1") == ""


@pytest.mark.parametrize(
    ("file", "was", "now"),
    [
        ("ratios.csv", b"period", b"Period"),
        ("trang-thai.json", b"2025-12-20", b"2025-12-25"),
        (SNAPSHOT_MANIFEST, b"2025-12-22", b"2025-12-21"),
    ],
)
def test_a_changed_file_is_reported_and_its_figures_are_not_used(
    file: str, was: bytes, now: bytes
) -> None:
    files = made()
    assert was in files[file]
    files[file] = files[file].replace(was, now)
    freeze = read_freeze(PLACE, files)
    assert (freeze.fault, freeze.facts) == (f"tệp {file} đã bị sửa", {})


@pytest.mark.parametrize("file", ["ratios.csv", "trang-thai.json", SNAPSHOT_MANIFEST])
def test_a_lost_file_is_reported(file: str) -> None:
    files = made()
    del files[file]
    assert "thiếu tệp" in read_freeze(PLACE, files).fault


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"seal": 1}', b"null"])
def test_a_manifest_that_is_none_is_reported(content: bytes) -> None:
    freeze = read_freeze(PLACE, {**made(), SNAPSHOT_MANIFEST: content})
    assert (freeze.name, freeze.fault) == (PLACE, "thiếu tệp hoặc tệp không còn đọc được")


def test_one_cut_short_is_not_there_and_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(snapshot_store, "add_folder", cut_short)
        with pytest.raises(KeyboardInterrupt):
            keep(tmp_path, "Lần 1", PLACE, made())
    # What a power cut leaves, which nobody could tidy up.
    shutil.copytree(PROJECT / "templates", tmp_path / "chot-so-lieu" / ".dang-lam-x")
    assert open_freezes(tmp_path) == ()
    assert find_files(tmp_path) == []
    keep(tmp_path, "Lần 1", PLACE, made())
    assert [item.name for item in open_freezes(tmp_path)] == ["Lần 1"]


def test_one_made_by_somebody_else_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, "Lần 1", PLACE, made())
    before = files_below(tmp_path)
    monkeypatch.setattr(snapshot_store, "open_freezes", lambda _: ())
    with pytest.raises(BuildError):
        keep(tmp_path, "Lần khác", PLACE, made())
    assert files_below(tmp_path) == before


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# ------------------------------------------------------------------ whole builds


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "danh-muc.xlsx").write_bytes(register_book())
    put(tmp_path, "A")
    return tmp_path


def put(office: Path, code: str, **over: object) -> None:
    data = book([cell(**over)], of=info(unit_code=Code(code)))
    (office / "input" / f"{code}.xlsx").write_bytes(data)


def built(office: Path, day: int, since: date | None = None, output: str = "output") -> Built:
    now = datetime(2025, 12, day, 8)
    days = Days(now, now.date(), since)
    return build(office / "input", office / output, days, Silent(), images=False)


def page(office: Path) -> str:
    return (office / "output" / "site" / "thay-doi.html").read_text("utf-8")


@pytest.mark.slow
def test_the_command_sets_figures_down_beside_the_workbooks(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["freeze", "--name", "Báo cáo lần 1", "--as-of", "2025-12-22"]
    folders = ["--input", str(office / "input"), "--output", str(office / "output")]
    assert program.main([*words, *folders]) == 0
    place = office / "input" / "chot-so-lieu" / "2025-12-22-bao-cao-lan-1"
    assert {path.name for path in place.iterdir()} == {
        "ratios.csv", "progress.csv", "submissions.csv", "trang-thai.json", SNAPSHOT_MANIFEST,
    }  # fmt: skip
    rows = csv.DictReader(StringIO((place / "ratios.csv").read_text("utf-8-sig")))
    assert {row["total"] for row in rows if row["unit"] == "A" and row["subject"] == "member"} == {
        "10"
    }
    before = files_below(place)
    assert program.main([*words, *folders]) == 2
    assert "không ghi đè" in capsys.readouterr().err
    assert files_below(place) == before
    assert program.main(["freeze", "--name", "!", *folders]) == 2
    assert program.main(["build", "--since", "2025-12-23", *words[3:], *folders]) == 2
    assert "sau ngày tính số liệu" in capsys.readouterr().err


@pytest.mark.slow
def test_later_differences_are_listed_with_their_cause_whatever_became_of_the_output(
    office: Path,
) -> None:
    built(office, 20)
    freeze(office / "input", office / "output", "Lần 1", Days(datetime(2025, 12, 20, 9)), Silent())
    put(office, "B", xs=0, htt=7)
    shutil.rmtree(office / "output")
    season = built(office, 22, since=date(2025, 12, 20))
    assert changes_line(season.season).startswith("Thay đổi: 1 đơn vị mới gửi, ")
    html = page(office)
    assert "Thay đổi gần nhất, so với ngày 20/12/2025" in html
    assert "Từ ngày 20/12/2025" in html
    assert "So với bản chốt “Lần 1” (số liệu đến ngày 20/12/2025)" in html
    assert html.count("Nay được tính: lần gửi 1 (tệp B.xlsx)") >= 3


@pytest.mark.slow
def test_building_again_changes_nothing(office: Path) -> None:
    built(office, 20)
    put(office, "B")
    freeze(office / "input", office / "output", "Lần 1", Days(datetime(2025, 12, 20, 9)), Silent())
    built(office, 22, since=date(2025, 12, 21))
    kept = files_below(office / "input")
    first = files_below(office / "output" / "site")
    copied = office.parent / f"{office.name}-khac"
    shutil.copytree(office, copied)
    built(office, 22, since=date(2025, 12, 21))
    assert files_below(office / "output" / "site") == first
    assert files_below(office / "input") == kept
    days = Days(datetime(2026, 3, 1), date(2025, 12, 22), date(2025, 12, 21))
    build(copied / "input", copied / "output", days, Silent(), images=False)
    assert files_below(copied / "output" / "site") == first


@pytest.mark.slow
def test_a_changed_freeze_does_not_stop_the_build_and_is_reported(office: Path) -> None:
    place, _ = freeze(
        office / "input", office / "output", "Lần 1", Days(datetime(2025, 12, 20, 9)), Silent()
    )
    (place / "ratios.csv").write_bytes(b"x")
    built(office, 22)
    assert "“Lần 1”: tệp ratios.csv đã bị sửa" in page(office)
    assert "So với bản chốt" not in page(office)


@pytest.mark.parametrize("manifest", [b"[" * 200_000, b'{"a":' * 200_000])
def test_a_manifest_without_an_end_is_a_changed_freeze(manifest: bytes) -> None:
    assert "không còn đọc được" in read_freeze(PLACE, {**made(), SNAPSHOT_MANIFEST: manifest}).fault


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_only_files_of_a_freeze_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = keep(tmp_path, "Lần 1", PLACE, made())
    make_pipe(place / "ống")
    (place / "tối").symlink_to(place / SNAPSHOT_MANIFEST)
    (place / "thư mục").mkdir()
    assert [item.fault for item in open_freezes(tmp_path)] == [""]
    monkeypatch.setattr(snapshot_store, "MOST_BYTES", 20)
    assert "thiếu tệp" in open_freezes(tmp_path)[0].fault
