"""`build.py pack`: a tree of boards, each with its own register, adds up as one folder does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest

from tests.builders import AS_OF, DISTRICT, book, cell, info, register_book, unit
from tests.packs import lay, outcome
from tests.silent import Silent, register_in
from tests.submissions.test_packs import edited
from xeploai.commands import commandline, pack
from xeploai.commands.check import check
from xeploai.commands.pack import write_pack
from xeploai.errors import BuildError
from xeploai.ledger.receipt_store import open_ledger
from xeploai.paths import LEDGER_FILE, REGISTER_FILE
from xeploai.pipeline import Days, read_files, read_season
from xeploai.reading.xlsx.refusals import implausible, refuse
from xeploai.register.model import Unit
from xeploai.schema import pack_sheets as layout
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.season import Season
from xeploai.submissions.model import Status

DAYS = Days(datetime.combine(AS_OF, time(9)), AS_OF)
TOP = Unit("T", "Đảng bộ tỉnh T", UnitKind.PROVINCE)
SIZES = {"A": 20, "B": 20, "C": 20, "D": 20, "E": 20}


def sent_by(code: str, **over: int) -> bytes:
    rows = [cell(cell_code=Code(f"{code}1"), name=f"Chi bộ thôn {code}", **over)]
    return book(rows, of=info(unit_code=Code(code)))


def board(folder: Path, units: list[Unit], office: str, files: dict[str, bytes]) -> Path:
    """An input folder of a board."""
    register = register_book(units, {"office": office})
    return lay(folder, {REGISTER_FILE: register, **files})


def packed(folder: Path) -> bytes:
    made = write_pack(folder, folder.parent / "output", DAYS, Silent())
    return made.place.read_bytes()


def season_of(folder: Path) -> Season:
    ledger, _ = open_ledger(folder, DAYS.now)
    return read_season(folder, register_in(folder), DAYS, Silent(), ledger)


def test_a_tree_three_packs_deep_comes_out_as_one_folder_of_all_workbooks(tmp_path: Path) -> None:
    district = replace(DISTRICT, parent="T")
    cluster = unit("K", UnitKind.DISTRICT, name="Đảng ủy khối K", parent="H")
    own = {code: unit(code, parent="K" if code in "AB" else "H") for code in SIZES}
    faulty = sent_by("B", rated=9)
    files = {"A": sent_by("A"), "B": faulty, "C": sent_by("C"), "D": sent_by("D", xs=99)}
    lowest = board(
        tmp_path / "k/input",
        [replace(cluster, parent=""), own["A"], own["B"]],
        "Đảng ủy khối K",
        {"a.xlsx": files["A"], "sub/b.xlsx": files["B"]},
    )
    middle = board(
        tmp_path / "h/input",
        [replace(district, parent=""), cluster, *own.values()],
        "Ban Tổ chức Huyện ủy H",
        {"k.xlsx": packed(lowest), "c.xlsx": files["C"], "thư.pdf": b"%PDF-1.7"},
    )
    whole = [TOP, district, cluster, *own.values()]
    upper = board(
        tmp_path / "t/input", whole, "Ban Tổ chức Tỉnh ủy T",
        {"h.xlsx": packed(middle), "z.xlsx": files["D"]},
    )  # fmt: skip
    top = board(tmp_path / "top/input", whole, "Trung ương", {"t.xlsx": packed(upper)})
    flat = board(tmp_path / "flat/input", whole, "Trung ương", {
        "h/k/a.xlsx": files["A"], "h/k/sub/b.xlsx": files["B"], "h/c.xlsx": files["C"],
        "h/thư.pdf": b"%PDF-1.7", "z.xlsx": files["D"],
    })  # fmt: skip
    season, beside = season_of(top), season_of(flat)
    names = {"t.xlsx": "", "h.xlsx": "h/", "k.xlsx": "k/"}
    assert outcome(season, names) == outcome(beside, {})
    assert season.intake.counted["A"].file == "t.xlsx › h.xlsx › k.xlsx › a.xlsx"
    wrong = {finding.ref.file for finding in season.findings if finding.is_error}
    assert "t.xlsx › h.xlsx › k.xlsx › sub/b.xlsx" in wrong
    assert season.intake.fate_of("t.xlsx › h.xlsx › k.xlsx › sub/b.xlsx").status is Status.REFUSED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    units = [DISTRICT, unit("A"), unit("B")]
    return board(tmp_path / "input", units, "Ban Tổ chức", {"a.xlsx": sent_by("A")})


def test_it_is_called_by_the_unit_above_all_and_tells_its_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = folder.parent / "output"
    words = ["pack", "--input", str(folder), "--output", str(output), "--as-of", AS_OF.isoformat()]
    assert commandline.run(words) == commandline.OK
    assert [path.name for path in (output / "pack").iterdir()] == ["H-2025.xlsx"]
    told = capsys.readouterr().out.partition("Mã gói: ")[2][:9]
    up = board(folder.parent / "up", [DISTRICT, unit("A"), unit("B")], "Trên", {
        "gói.xlsx": (output / "pack/H-2025.xlsx").read_bytes(),
    })  # fmt: skip
    assert season_of(up).intake.fate_of("gói.xlsx").reason.startswith(f"Mã gói {told}; Ban Tổ chức")


def test_the_ledger_remembers_what_a_pack_met_first(folder: Path) -> None:
    packed(folder)
    assert (folder / LEDGER_FILE).exists()
    ledger, _ = open_ledger(folder, datetime(2026, 3, 1))
    assert [item.first_seen for item in ledger.receipts.values()] == [DAYS.now]


def test_a_season_without_a_file_makes_a_pack_too(folder: Path) -> None:
    (folder / "a.xlsx").unlink()
    up = board(folder.parent / "up", [DISTRICT, unit("A"), unit("B")], "Trên", {
        "gói.xlsx": packed(folder),
    })  # fmt: skip
    season = season_of(up)
    assert season.counted == 0
    assert season.intake.fate_of("gói.xlsx").status is Status.PACK


def test_a_file_that_changes_meanwhile_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(*words: object) -> object:
        done = read_files(*words)  # type: ignore[arg-type]
        (folder / "a.xlsx").write_bytes(sent_by("A", rated=9))
        return done

    monkeypatch.setattr(pack, "read_files", changing)
    with pytest.raises(BuildError, match=r"Tệp a\.xlsx thay đổi trong lúc đóng gói"):
        packed(folder)


def test_a_pack_that_nobody_could_open_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(_: bytes) -> None:
        refuse(implausible("đọc quá lâu"))

    monkeypatch.setattr(pack, "opened_pack", refusing)
    with pytest.raises(BuildError, match="từng cấp dưới lập gói riêng"):
        packed(folder)
    assert not (folder.parent / "output/pack").exists()


@pytest.mark.parametrize("has_register", [True, False])
def test_a_pack_can_be_checked_by_itself(folder: Path, has_register: bool) -> None:
    place = lay(folder.parent / "came", {"gói.xlsx": packed(folder)}) / "gói.xlsx"
    beside = folder if has_register else folder.parent / "none"
    (only,) = check([place], beside, folder.parent / "output", AS_OF, Silent())
    assert (only.file, only.is_faulty) == ("gói.xlsx", False)
    assert only.reason.startswith("Mã gói ")


def test_a_pack_that_was_changed_is_found_by_check(folder: Path) -> None:
    def change(workbook: object) -> None:
        workbook[layout.FIGURES]["C2"] = "khác"  # type: ignore[index]

    data = edited(packed(folder), change)
    place = lay(folder.parent / "came", {"gói.xlsx": data}) / "gói.xlsx"
    (only,) = check([place], folder, folder.parent / "output", AS_OF, Silent())
    assert only.is_faulty
