"""The ledger: what came is known by its content, once, with its day, and never forgotten."""

import random
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    AS_OF,
    a_return,
    book,
    cell,
    info,
    milestone,
    read,
    register,
    register_book,
    row,
    unread,
)
from tests.silent import Silent
from xeploai.commands.check import check
from xeploai.commands.forms import write_forms
from xeploai.errors import BuildError
from xeploai.ledger import receipt_store
from xeploai.ledger.history import Key, Kind, Record, fact
from xeploai.ledger.model import Event, Ledger, Receipt
from xeploai.ledger.receipt_store import open_ledger, save, saving
from xeploai.ledger.receipts import enter
from xeploai.outputs.result_lines import gone_line, log
from xeploai.paths import LEDGER_FILE
from xeploai.pipeline import Built, Days, build
from xeploai.schema.form import CellReturn
from xeploai.schema.register import ReceiptRow
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.model import DatedBy, Return, Status, Unread

FIRST = datetime(2025, 12, 10, 8)
LATER = datetime(2025, 12, 15, 8)
LAST = datetime(2026, 2, 1, 8)
FAULTY = cell(rated=9)

Taken = Return | Unread


def sending(version: int | None = 1, file: str = "", **over: Any) -> Return:
    of = info(version=version, sent_on=None)
    return a_return(of=of, file=file or f"lan-{version}.xlsx", **over)


def seasons(*builds: tuple[datetime, Sequence[Taken]], as_of: date = AS_OF, **over: Any) -> Season:
    """The season of the last of several builds, each of which knows what those before knew."""
    ledger, result = Ledger(), None
    for now, taken in builds:
        result = evaluate(register(**over), taken, as_of, replace(ledger, now=now))
        ledger = result.ledger
    assert result is not None
    return result


def dated(season: Season) -> dict[str, tuple[date | None, DatedBy | None]]:
    return {item.file: (item.received_on, item.dated_by) for item in season.intake.submissions}


def fates(season: Season) -> dict[str, Status]:
    return {item.file: item.status for item in season.intake.submissions}


def correction(version: int, day: date) -> ReceiptRow:
    return row(ReceiptRow, unit_code=Code("A"), version=version, received_on=day)


# ------------------------------------------------------------------ the day of receipt


def test_a_return_without_a_date_is_dated_by_the_day_it_was_first_seen() -> None:
    item = sending()
    season = seasons((FIRST, [item]), (LATER, [item]))
    assert dated(season) == {"lan-1.xlsx": (date(2025, 12, 10), DatedBy.LEDGER)}


def test_a_date_in_the_form_or_the_file_is_surer_than_the_first_sight() -> None:
    written = read(book(of=info(sent_on=date(2025, 12, 18))), "a.xlsx")
    core = {
        "docProps/core.xml": '<c xmlns:dcterms="d"><dcterms:modified>2025-12-17T09:00:00Z'
        "</dcterms:modified></c>"
    }
    saved = read(book(of=info(unit_code=Code("B"), sent_on=None), more=core), "b.xlsx")
    assert dated(seasons((FIRST, [written, saved]))) == {
        "a.xlsx": (date(2025, 12, 18), DatedBy.FORM),
        "b.xlsx": (date(2025, 12, 17), DatedBy.FILE),
    }


def test_the_registers_correction_is_the_surest() -> None:
    written = a_return(of=info(version=1, sent_on=date(2025, 12, 22)), file="a.xlsx")
    receipts = [correction(1, date(2025, 12, 19))]
    season = seasons((LAST, [written]), receipts=receipts, milestones=[milestone()])
    assert dated(season) == {"a.xlsx": (date(2025, 12, 19), DatedBy.BOARD)}
    assert season.progress.at("A", "GUI").done_on == date(2025, 12, 19)
    uncorrected = seasons((LAST, [written]), milestones=[milestone()])
    assert uncorrected.progress.at("A", "GUI").done_on == date(2025, 12, 22)


def test_a_correction_is_of_this_period_and_this_sending_only() -> None:
    old = a_return(of=info(period="2024", sent_on=date(2024, 12, 18)), file="cu.xlsx")
    second = a_return(of=info(version=2, sent_on=date(2025, 12, 21)), file="b.xlsx")
    receipts = [correction(1, date(2025, 12, 1))]
    assert dated(seasons((LAST, [old, second]), receipts=receipts)) == {
        "cu.xlsx": (date(2024, 12, 18), DatedBy.FORM),
        "b.xlsx": (date(2025, 12, 21), DatedBy.FORM),
    }


def test_no_day_of_receipt_is_later_than_the_day_the_figures_stand_for() -> None:
    season = seasons((LAST, [sending()]))
    assert dated(season) == {"lan-1.xlsx": (AS_OF, DatedBy.LEDGER)}


# ------------------------------------------------------------------ versions


def test_a_resubmission_supersedes() -> None:
    one, two = sending(1), sending(2)
    season = seasons((FIRST, [one]), (LATER, [one, two]))
    assert fates(season) == {"lan-1.xlsx": Status.SUPERSEDED, "lan-2.xlsx": Status.COUNTED}


def test_an_older_file_dropped_later_does_not_supersede() -> None:
    one, two = sending(1), sending(2)
    season = seasons((FIRST, [two]), (LATER, [one, two]))
    assert fates(season) == {"lan-1.xlsx": Status.SUPERSEDED, "lan-2.xlsx": Status.COUNTED}
    saved = {"saved_at": datetime(2025, 12, 9), "received_on": date(2025, 12, 9)}
    new = {"saved_at": datetime(2025, 12, 10), "received_on": date(2025, 12, 10)}
    older, newer = sending(None, "cu.xlsx", **saved), sending(None, "moi.xlsx", **new)
    season = seasons((FIRST, [newer]), (LATER, [older, newer]))
    assert fates(season) == {"cu.xlsx": Status.SUPERSEDED, "moi.xlsx": Status.COUNTED}


@pytest.mark.parametrize("names", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
def test_where_nothing_else_decides_what_was_seen_later_counts(names: tuple[str, str]) -> None:
    before, after = (sending(None, name) for name in names)
    # Both days of first sight are after the day looked at, so the days cannot tell.
    season = seasons((LAST, [before]), (LAST + timedelta(1), [before, after]))
    assert fates(season) == {names[0]: Status.SUPERSEDED, names[1]: Status.COUNTED}


def test_the_order_of_files_changes_nothing_in_the_ledger() -> None:
    taken: list[Taken] = [sending(1), sending(2), unread(b"%PDF", "x.pdf"), sending(1, "z.xlsx")]
    usual = seasons((FIRST, taken)).ledger
    for seed in range(10):
        other = random.Random(seed).sample(taken, len(taken))
        assert seasons((FIRST, other)).ledger == usual


# ------------------------------------------------------------------ one content, one receipt


def test_the_same_file_twice_is_one() -> None:
    data = book()
    season = seasons((FIRST, [read(data, "b.xlsx"), read(data, "a.xlsx")]))
    (receipt,) = season.ledger.receipts.values()
    assert (receipt.file, receipt.fate) == ("a.xlsx", Status.COUNTED)


def test_a_moved_file_keeps_its_day_and_remembers_its_names() -> None:
    data = book(of=info(sent_on=None))
    season = seasons((FIRST, [read(data, "a.xlsx")]), (LATER, [read(data, "cụm 1/b.xlsx")]))
    assert dated(season) == {"cụm 1/b.xlsx": (date(2025, 12, 10), DatedBy.LEDGER)}
    (receipt,) = season.ledger.receipts.values()
    assert [event.file for event in receipt.events] == ["a.xlsx", "cụm 1/b.xlsx"]
    assert receipt.gone_at is None


def test_a_fate_is_recorded_once_and_again_when_it_changes() -> None:
    one, two = sending(1), sending(2)
    season = seasons((FIRST, [one]), (LATER, [one]), (LAST, [one, two]))
    events = season.ledger.receipts[one.sha256].events
    assert [(event.at, event.status) for event in events] == [
        (FIRST, Status.COUNTED),
        (LAST, Status.SUPERSEDED),
    ]


def test_what_cannot_be_read_is_kept_too_and_what_has_no_bytes_is_not() -> None:
    open_elsewhere = Unread("khoa.xlsx", "", "Không mở được tệp", None)
    season = seasons((FIRST, [unread(b"%PDF", "x.pdf"), open_elsewhere]))
    (receipt,) = season.ledger.receipts.values()
    assert (receipt.file, receipt.unit, receipt.fate) == ("x.pdf", "", Status.UNREADABLE)


# ------------------------------------------------------------------ what is gone


def test_a_deleted_file_is_noticed_once_and_not_forgotten() -> None:
    one, other = sending(1), a_return(of=info(unit_code=Code("B")), file="b.xlsx")
    missed = seasons((FIRST, [one, other]), (LATER, [other]))
    assert gone_line(missed) == (
        "Không còn trong thư mục: lan-1.xlsx (đang được tính) (xem trang Sổ nhận)."
    )
    assert "lan-1.xlsx: Không còn trong thư mục – trước đó: được tính\n" in log(missed)
    after = seasons((FIRST, [one, other]), (LATER, [other]), (LAST, [other]))
    assert gone_line(after) == ""
    assert [(x.file, x.gone_at, x.fate) for x in after.ledger.gone] == [
        ("lan-1.xlsx", LATER, Status.COUNTED)
    ]
    assert "lan-1.xlsx: Không còn trong thư mục" in log(after)


def test_a_file_that_came_back_is_there() -> None:
    one = sending(1)
    season = seasons((FIRST, [one]), (LATER, []), (LAST, [one]))
    assert season.ledger.gone == []
    assert [event.status for event in season.ledger.receipts[one.sha256].events] == [
        Status.COUNTED, None, Status.COUNTED,
    ]  # fmt: skip


def test_a_file_that_cannot_be_opened_for_once_is_not_gone() -> None:
    one = sending(1)
    locked = Unread(one.file, "", "Không mở được tệp", None)
    assert seasons((FIRST, [one]), (LATER, [locked])).ledger.gone == []


def test_a_counted_file_is_lost_until_a_newer_one_counts() -> None:
    one, two, three = sending(1), sending(2), sending(3)
    lost = seasons((FIRST, [one, two]), (LATER, [one]))
    assert [item.file for item in lost.lost] == ["lan-2.xlsx"]
    assert lost.intake.counted["A"].version == 1
    replaced = seasons((FIRST, [one, two]), (LATER, [one]), (LAST, [one, three]))
    assert replaced.lost == []
    in_place = a_return([cell(xs=0, htt=7)], of=info(version=1), file="lan-1.xlsx")
    assert seasons((FIRST, [one]), (LATER, [in_place])).lost == []
    assert gone_line(seasons((FIRST, [one]), (LATER, [in_place]))) == ""


def test_an_older_file_of_the_same_number_takes_nobodys_place() -> None:
    one, other = sending(1, "a.xlsx"), sending(1, "b.xlsx")
    season = seasons((FIRST, [one]), (LATER, [one, other]), (LAST, [one]))
    assert season.intake.counted["A"].file == "a.xlsx"
    assert [item.file for item in season.lost] == ["b.xlsx"]


def test_a_file_deleted_after_its_season_is_not_lost() -> None:
    old = a_return(
        [cell(review_date=date(2024, 12, 1))],
        of=info(period="2024", sent_on=date(2024, 12, 18)),
        file="cu.xlsx",
    )
    then = evaluate(register(period="2024"), [old], date(2024, 12, 31), Ledger(FIRST))
    assert fates(then) == {"cu.xlsx": Status.COUNTED}
    result = evaluate(register(), [], AS_OF, replace(then.ledger, now=LATER))
    assert [item.file for item in result.ledger.gone] == ["cu.xlsx"]
    assert result.lost == []


# ------------------------------------------------------------------ the file


def receipt(sha256: str = "a1", **over: Any) -> Receipt:
    usual: dict[str, Any] = {
        "sha256": sha256,
        "first_seen": FIRST,
        "unit": "A",
        "period": "2025",
        "version": 1,
        "received_on": date(2025, 12, 9),
        "dated_by": DatedBy.FORM,
        "events": (Event(FIRST, "xã A.xlsx", Status.COUNTED, ""),),
    }
    return Receipt(**{**usual, **over})


def ledger_of(*items: Receipt, now: datetime = FIRST) -> Ledger:
    return Ledger(now, {item.sha256: item for item in items})


UNREADABLE = receipt(
    "b2", unit="", period="", version=None, received_on=None, dated_by=None,
    events=(
        Event(FIRST, "x.pdf", Status.UNREADABLE, "Tệp PDF"),
        Event(LATER, "x.pdf", None, ""),
    ),
)  # fmt: skip


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    wanted = ledger_of(receipt(), UNREADABLE)
    assert save(tmp_path, Ledger(FIRST), wanted) == ""
    assert open_ledger(tmp_path, FIRST) == (wanted, "")
    assert [path.name for path in tmp_path.iterdir()] == [LEDGER_FILE]


def test_where_there_is_no_ledger_it_begins_empty_and_reading_makes_none(tmp_path: Path) -> None:
    assert open_ledger(tmp_path, FIRST) == (Ledger(FIRST), "")
    assert list(tmp_path.iterdir()) == []


def test_events_are_added_and_never_taken_away(tmp_path: Path) -> None:
    before = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), before)
    more = (*receipt().events, Event(LATER, "xã A.xlsx", Status.SUPERSEDED, "Đã có lần gửi sau"))
    after = ledger_of(receipt(events=more), now=LATER)
    save(tmp_path, before, after)
    assert open_ledger(tmp_path, LATER) == (after, "")


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    known = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), known)
    place = tmp_path / LEDGER_FILE
    before = place.read_bytes(), place.stat().st_mtime_ns
    assert save(tmp_path, known, replace(known, now=LATER)) == ""
    assert (place.read_bytes(), place.stat().st_mtime_ns) == before


def test_of_two_builds_at_once_the_earlier_sight_is_kept(tmp_path: Path) -> None:
    save(tmp_path, Ledger(FIRST), ledger_of(receipt()))
    save(tmp_path, Ledger(LATER), ledger_of(receipt(first_seen=LATER), now=LATER))
    assert open_ledger(tmp_path, LAST)[0].first_seen("a1") == FIRST


def test_a_build_cut_short_while_writing_adds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), before)

    def cut_short(*_: object) -> Sequence[tuple[object, ...]]:
        raise KeyboardInterrupt

    monkeypatch.setattr(receipt_store, "_new_events", cut_short)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path, before, ledger_of(receipt(unit="B"), UNREADABLE))
    assert open_ledger(tmp_path, FIRST) == (before, "")


def test_a_first_build_cut_short_leaves_a_ledger_to_begin_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(_: object) -> tuple[object, ...]:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(receipt_store, "_values", cut_short)
        with pytest.raises(KeyboardInterrupt):
            save(tmp_path, Ledger(FIRST), ledger_of(receipt()))
    assert (tmp_path / LEDGER_FILE).exists()
    assert open_ledger(tmp_path, FIRST) == (Ledger(FIRST), "")
    assert save(tmp_path, Ledger(FIRST), ledger_of(receipt())) == ""
    assert open_ledger(tmp_path, FIRST)[0] == ledger_of(receipt())


RECORDED = (
    Record(FIRST, date(2025, 12, 10), "2025", {Key(Kind.SETTING, what="cap"): fact(20)}),
    Record(LATER, date(2025, 12, 15), "2025", {Key(Kind.SETTING, what="cap"): None}),
)


def test_what_builds_changed_is_read_again_and_only_added_to(tmp_path: Path) -> None:
    one = replace(ledger_of(receipt()), history=RECORDED[:1])
    two = replace(one, history=RECORDED)
    save(tmp_path, Ledger(FIRST), one)
    save(tmp_path, one, two)
    assert open_ledger(tmp_path, FIRST) == (two, "")
    before = (tmp_path / LEDGER_FILE).read_bytes()
    assert save(tmp_path, two, replace(two, now=LAST)) == ""
    assert (tmp_path / LEDGER_FILE).read_bytes() == before


def test_of_two_builds_at_once_only_one_adds_to_the_history(tmp_path: Path) -> None:
    save(tmp_path, Ledger(FIRST), replace(ledger_of(receipt()), history=RECORDED[:1]))
    other = replace(ledger_of(UNREADABLE), history=RECORDED[1:])
    assert save(tmp_path, Ledger(FIRST), other) == ""
    ledger, _ = open_ledger(tmp_path, FIRST)
    assert ledger.history == RECORDED[:1]
    assert set(ledger.receipts) == {"a1", "b2"}


def test_a_ledger_of_the_first_version_keeps_its_receipts(tmp_path: Path) -> None:
    old = ledger_of(receipt(), UNREADABLE)
    save(tmp_path, Ledger(FIRST), old)
    for line in ("DROP TABLE change", "DROP TABLE build", "PRAGMA user_version = 1"):
        damage(tmp_path / LEDGER_FILE, line)
    assert open_ledger(tmp_path, FIRST) == (old, "")
    new = replace(old, history=RECORDED)
    assert save(tmp_path, old, new) == ""
    assert open_ledger(tmp_path, FIRST) == (new, "")


def damage(place: Path, line: str) -> None:
    with sqlite3.connect(place) as book:
        book.execute(line)
    book.close()


@pytest.mark.parametrize(
    "line",
    [
        "DROP TABLE event",
        "DELETE FROM event",
        "UPDATE event SET status = 'lạ'",
        "UPDATE receipt SET first_seen = 'hôm qua'",
        "UPDATE receipt SET dated_by = 'lạ'",
        "DROP TABLE change",
        "DELETE FROM change",
        "UPDATE build SET as_of = 'hôm qua'",
        "UPDATE change SET kind = 'lạ'",
        "UPDATE change SET said = '['",
    ],
)
def test_a_ledger_somebody_changed_is_damaged(tmp_path: Path, line: str) -> None:
    save(tmp_path, Ledger(FIRST), replace(ledger_of(receipt()), history=RECORDED[:1]))
    damage(tmp_path / LEDGER_FILE, line)
    with pytest.raises(BuildError, match="bị hỏng"):
        open_ledger(tmp_path, LATER)


def test_a_file_that_is_no_ledger_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).write_bytes(b"PK\x03\x04 khong phai so nhan" * 100)
    with pytest.raises(BuildError) as raised:
        open_ledger(tmp_path, FIRST)
    assert str(raised.value) == (
        f"Sổ nhận {tmp_path / LEDGER_FILE} bị hỏng: chép lại tệp này từ bản lưu, hoặc đổi tên tệp "
        "để chương trình lập sổ mới (sổ mới không còn nhớ ngày nhận cũ), rồi chạy lại."
    )


def test_a_ledger_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    damage(tmp_path / LEDGER_FILE, "PRAGMA user_version = 99")
    with pytest.raises(BuildError, match="bản chương trình mới"):
        open_ledger(tmp_path, FIRST)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt_store, "BUSY_SECONDS", 0.0)


@pytest.mark.usefixtures("impatient")
def test_a_locked_ledger_is_reported_and_left_as_it_is(tmp_path: Path) -> None:
    before = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), before)
    holder = sqlite3.connect(tmp_path / LEDGER_FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert open_ledger(tmp_path, LATER) == (replace(before, now=LATER), "")
    message = save(tmp_path, before, ledger_of(receipt(unit="B")))
    assert message.startswith(f"Chưa lưu được sổ nhận {tmp_path / LEDGER_FILE}: ngày nhận")
    holder.execute("COMMIT")
    holder.execute("BEGIN EXCLUSIVE")
    assert open_ledger(tmp_path, LATER) == (Ledger(LATER), message)
    holder.close()
    assert open_ledger(tmp_path, LATER) == (replace(before, now=LATER), "")


def test_a_ledger_that_cannot_be_written_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), known)
    # Not by the file's mode, which root may write over.
    read_only = f"{(tmp_path / LEDGER_FILE).as_uri()}?mode=ro"
    opened = partial(sqlite3.connect, read_only, uri=True)
    monkeypatch.setattr(sqlite3, "connect", lambda _, **values: opened(**values))
    assert open_ledger(tmp_path, LATER) == (replace(known, now=LATER), "")
    assert "xem quyền ghi vào thư mục" in save(tmp_path, known, ledger_of(receipt(unit="B")))


def test_what_is_done_meanwhile_and_the_ledger_stand_or_fall_together(tmp_path: Path) -> None:
    before = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), before)
    with pytest.raises(KeyboardInterrupt), saving(tmp_path, before, ledger_of(receipt(unit="B"))):
        raise KeyboardInterrupt
    assert open_ledger(tmp_path, FIRST) == (before, "")
    with saving(tmp_path, before, ledger_of(receipt(unit="B"))) as unkept:
        assert unkept == ""
    assert open_ledger(tmp_path, FIRST)[0].receipts["a1"].unit == "B"


def test_a_full_disk_is_no_excuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), before)
    connect = sqlite3.connect

    def connected(place: Path, **values: Any) -> sqlite3.Connection:
        opened: sqlite3.Connection = connect(place, **values)
        opened.execute("PRAGMA max_page_count = 1")
        return opened

    more = [receipt(f"{number:064}") for number in range(200)]
    monkeypatch.setattr(sqlite3, "connect", connected)
    with pytest.raises(BuildError, match="đĩa đầy hoặc lỗi ghi đĩa"):
        save(tmp_path, before, ledger_of(receipt(), *more))
    assert open_ledger(tmp_path, FIRST) == (before, "")


def test_whoever_reads_it_at_the_end_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipt_store, "BUSY_SECONDS", 0.0)
    before = ledger_of(receipt())
    save(tmp_path, Ledger(FIRST), before)
    with closing(sqlite3.connect(tmp_path / LEDGER_FILE)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM receipt").fetchall()
        with pytest.raises(BuildError, match="chương trình khác đang giữ tệp đó"):
            save(tmp_path, before, ledger_of(receipt(unit="B")))
    assert open_ledger(tmp_path, FIRST) == (before, "")


def test_what_another_build_recorded_meanwhile_is_not_recorded_again(tmp_path: Path) -> None:
    ours = ledger_of(receipt())
    seen_later = replace(receipt().events[0], at=LATER)
    theirs = ledger_of(receipt(first_seen=LATER, events=(seen_later,)), now=LATER)
    save(tmp_path, Ledger(FIRST), ours)
    save(tmp_path, Ledger(LATER), theirs)
    assert open_ledger(tmp_path, FIRST)[0].receipts["a1"].events == receipt().events
    gone = Event(LAST, "xã A.xlsx", None, "")
    save(tmp_path, ours, ledger_of(receipt(events=(*receipt().events, gone))))
    assert open_ledger(tmp_path, FIRST)[0].receipts["a1"].events == (*receipt().events, gone)


def test_the_ledger_and_copies_of_it_are_no_returns(tmp_path: Path) -> None:
    for name in (LEDGER_FILE, f"{LEDGER_FILE}-journal", "so-nhan - Copy.sqlite3"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "cụm 1").mkdir()
    (tmp_path / "cụm 1" / "la.sqlite3").write_bytes(b"x")
    assert [path.name for path in find_files(tmp_path)] == ["la.sqlite3"]


# ------------------------------------------------------------------ whole builds


AS_OF_BUILD = date(2025, 12, 31)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A register and two sendings of a unit, the first with a date and a fault."""
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "danh-muc.xlsx").write_bytes(register_book())
    put(folder, "lan 1.xlsx", [FAULTY], version=1, sent_on=date(2025, 12, 18))
    put(folder, "lan 2.xlsx", [cell()], version=2, sent_on=None)
    return tmp_path


def put(
    folder: Path, name: str, cells: Sequence[CellReturn | Mapping[str, object]], **over: object
) -> None:
    (folder / name).write_bytes(book(cells, of=info(**over)))


def built(office: Path, now: datetime, output: str = "output") -> Built:
    days = Days(now, AS_OF_BUILD)
    return build(office / "input", office / output, days, Silent(), images=False)


def site(office: Path, output: str = "output") -> dict[str, bytes]:
    root = office / output / "site"
    return {x.relative_to(root).as_posix(): x.read_bytes() for x in root.rglob("*") if x.is_file()}


def page(office: Path) -> str:
    return (office / "output" / "site" / "so-nhan.html").read_text("utf-8")


@pytest.mark.slow
def test_copies_built_on_different_days_give_the_same_bytes(office: Path) -> None:
    other = office.parent / f"{office.name}-khac"
    shutil.copytree(office, other)
    built(office, LAST)
    built(other, LAST + timedelta(40))
    assert site(office) == site(other)
    built(office, LAST + timedelta(41), "lai")
    assert site(office, "lai") == site(office)


@pytest.mark.slow
def test_copying_the_folder_keeps_the_days(office: Path) -> None:
    built(office, FIRST)
    other = office.parent / f"{office.name}-khac"
    shutil.copytree(office, other)
    season = built(other, LAST).season
    assert dated(season)["lan 2.xlsx"] == (date(2025, 12, 10), DatedBy.LEDGER)
    assert "10/12/2025" in page(other)


@pytest.mark.slow
def test_a_deleted_file_stands_on_the_page(office: Path) -> None:
    built(office, FIRST)
    (office / "input" / "lan 2.xlsx").unlink()
    season = built(office, LATER).season
    assert gone_line(season).startswith("Không còn trong thư mục: lan 2.xlsx (đang được tính)")
    assert "Tệp đang được tính đã bị xóa; nay không có bản nào được tính" in page(office)
    assert "Không thấy từ ngày 15/12/2025" in page(office)


@pytest.mark.slow
def test_a_damaged_ledger_stops_the_build_and_leaves_the_site(office: Path) -> None:
    built(office, FIRST)
    before = site(office)
    (office / "input" / LEDGER_FILE).write_bytes(b"hong" * 1000)
    with pytest.raises(BuildError, match="bị hỏng"):
        built(office, LATER)
    assert site(office) == before


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_a_locked_ledger_does_not_stop_the_build(office: Path) -> None:
    built(office, FIRST)
    (office / "input" / "lan 1.xlsx").unlink()
    holder = sqlite3.connect(office / "input" / LEDGER_FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    season = built(office, LATER)
    holder.close()
    assert season.ledger_message.startswith("Chưa lưu được sổ nhận")
    assert season.ledger_message in (office / "output" / "nhat-ky.txt").read_text("utf-8-sig")
    assert "lan 1.xlsx" in page(office)
    assert open_ledger(office / "input", LAST)[0].gone == []


def test_forms_and_checks_alone_do_not_touch_the_ledger(office: Path) -> None:
    folder = office / "input"
    write_forms(folder, office / "output", Silent())
    check([folder / "lan 1.xlsx"], folder, office / "output", AS_OF_BUILD, Silent())
    assert not (folder / LEDGER_FILE).exists()


def test_entering_nothing_changes_nothing() -> None:
    known = ledger_of(UNREADABLE, now=LAST)
    assert enter(known, []) == known
