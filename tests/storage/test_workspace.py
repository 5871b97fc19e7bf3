"""Publishing: all parts in one step, or everything as it was."""

import ctypes
import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from xeploai.errors import BuildError
from xeploai.paths import UNFINISHED
from xeploai.storage import lock, transaction, workspace
from xeploai.storage.lock import LOCK
from xeploai.storage.transaction import swap_in
from xeploai.storage.workspace import (
    add_folder,
    carry_over,
    open_workspace,
    replace_file,
    replace_folder,
    write_files,
    write_into,
    write_new_file,
)

PARTS = ("site", "report/images", "nhat-ky.txt")
OLD = {"site/a.html": b"old", "site/gone.html": b"old", "report/images/a.svg": b"old"}
NEW = {"site/a.html": b"new", "report/images/a.svg": b"new", "nhat-ky.txt": b"new"}


def seen(folder: Path) -> dict[str, bytes]:
    """Every file but the lock, what is not finished among them."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LOCK
    }


def publish_new(output: Path) -> None:
    with open_workspace(output) as scratch:
        write_files(scratch, NEW)
        swap_in(scratch, PARTS)


def publish_site(output: Path, files: dict[str, bytes]) -> None:
    with open_workspace(output) as scratch:
        write_files(scratch, files)
        swap_in(scratch, ["site"])


def test_all_parts_are_replaced_whole(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    publish_new(tmp_path)
    assert seen(tmp_path) == NEW


def test_a_folder_is_replaced_whole_under_another_name(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    with open_workspace(tmp_path) as scratch:
        write_files(scratch / "made", {"a.html": b"new", "don-vi/b.html": b"new"})
        replace_folder(scratch / "made", tmp_path / "site")
    assert seen(tmp_path / "site") == {"a.html": b"new", "don-vi/b.html": b"new"}


def test_a_build_that_stops_leaves_the_old_site_and_no_litter(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    with pytest.raises(BuildError, match="đã dừng"), open_workspace(tmp_path) as scratch:
        stop_half_way(scratch)
    assert seen(tmp_path) == OLD


def stop_half_way(scratch: Path) -> None:
    write_files(scratch, {"site/a.html": b"new"})
    raise BuildError("đã dừng")


def test_a_fault_after_the_move_puts_all_back(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    with pytest.raises(KeyboardInterrupt), open_workspace(tmp_path) as scratch:
        move_and_stop(scratch)
    assert seen(tmp_path) == OLD


def move_and_stop(scratch: Path) -> None:
    write_files(scratch, NEW)
    swap_in(scratch, PARTS)
    assert (scratch.parent / "site" / "a.html").read_bytes() == b"new"
    raise KeyboardInterrupt


def test_what_a_killed_build_left_is_put_right_by_the_next(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    dead = tmp_path / ".dang-lam-chet"
    write_files(dead, {**NEW, "rest.html": b"x"})
    swap_in(dead, PARTS)
    assert (tmp_path / "site" / "a.html").read_bytes() == b"new"
    with open_workspace(tmp_path):
        assert (tmp_path / "site" / "a.html").read_bytes() == b"old"
        assert not dead.exists()
    assert seen(tmp_path) == OLD


def test_what_stood_already_is_not_taken_back(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    publish_new(tmp_path)
    write_files(tmp_path / ".dang-lam-chet", OLD)
    with open_workspace(tmp_path):
        pass
    assert seen(tmp_path) == NEW


def test_what_cannot_be_taken_back_yet_is_kept_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, OLD)
    with monkeypatch.context() as faulty:
        faulty.setattr(transaction, "_WAITS", ())
        faulty.setattr(transaction, "exchange", lambda one, other: False)
        with pytest.raises(BuildError, match="lần chạy sau trả lại bản cũ"):
            move_then_break(tmp_path, faulty)
    with open_workspace(tmp_path):
        pass
    assert seen(tmp_path) == OLD


def move_then_break(output: Path, faulty: pytest.MonkeyPatch) -> None:
    with open_workspace(output) as scratch:
        write_files(scratch, NEW)
        swap_in(scratch, PARTS)
        faulty.setattr(Path, "rename", refused)
        raise OSError(errno.EIO, "Input/output error")


def refused(path: Path, target: Path) -> Path:
    raise PermissionError(errno.EACCES, "in use", str(path))


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "đĩa đầy"),
        (errno.EROFS, "ổ đĩa chỉ cho đọc"),
        (errno.EACCES, "không có quyền ghi, hoặc tệp đang mở"),
        (errno.EIO, "lỗi ghi đĩa hoặc đĩa đầy"),
    ],
)
def test_a_disk_fault_becomes_a_sentence(tmp_path: Path, number: int, message: str) -> None:
    with pytest.raises(BuildError) as raised, open_workspace(tmp_path):
        raise OSError(number, "…")
    assert str(raised.value) == (
        f"Không ghi được vào thư mục {tmp_path}: {message}. Đóng các tệp đang mở trong thư mục đó, "
        "xem còn chỗ trên đĩa và quyền ghi không, rồi chạy lại. Trang đã công bố vẫn như cũ."
    )


def test_a_fault_of_another_disk_names_that_one(tmp_path: Path) -> None:
    place = tmp_path.with_name("nơi-khác")
    message = f"{re.escape(str(place.resolve()))}: đĩa đầy"
    with pytest.raises(BuildError, match=message), open_workspace(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device", str(place / "tạm"))


def test_a_fault_within_a_workshop_names_the_output_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the folder was given from here or from the root: nobody knows a workshop's name."""
    monkeypatch.chdir(tmp_path)
    with (
        pytest.raises(BuildError, match="thư mục output: đĩa đầy"),
        open_workspace(Path("output")) as at,
    ):
        raise OSError(errno.ENOSPC, "No space left on device", str(at.resolve() / "site" / "a"))


def test_a_copy_that_finds_no_room_names_where_it_led_to(tmp_path: Path) -> None:
    message = f"{re.escape(str(tmp_path))}: đĩa đầy .theme.js."
    places = ("/program/lunr.js", None, str(tmp_path / "theme.js"))
    with pytest.raises(BuildError, match=message), open_workspace(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device", *places)


def test_a_fault_of_ours_is_no_disk_fault(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError), open_workspace(tmp_path):
        raise ConnectionRefusedError(errno.ECONNREFUSED, "…")
    with pytest.raises(BuildError), open_workspace(tmp_path):
        raise shutil.Error([("a", "b", "No space left on device")])
    with pytest.raises(OSError, match="bieu"), open_workspace(tmp_path):
        raise OSError("không có mẫu bieu")


def test_an_output_folder_that_cannot_be_made_becomes_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"a file in the way")
    with pytest.raises(BuildError, match="Không ghi được"), open_workspace(tmp_path / "output"):
        pass


def test_a_folder_that_may_only_be_read_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root writes everywhere, so the refusal is played.
    def refused(*_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system", str(tmp_path / LOCK))

    write_files(tmp_path, OLD)
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(BuildError, match="ổ đĩa chỉ cho đọc"), open_workspace(tmp_path):
        pass
    assert seen(tmp_path) == OLD


def test_of_two_writers_one_leaves_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with open_workspace(tmp_path) as scratch:
        write_files(scratch, NEW)
        with pytest.raises(BuildError, match="Một lần chạy khác"):
            publish_new(tmp_path)
        swap_in(scratch, PARTS)
    assert seen(tmp_path) == NEW


# ------------------------------------------------------------------ a full disk

SIZE = 4 * 2**20


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if (
        not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("only an administrator may make a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("percent", [10, 50, 90, 99])
def test_a_disk_that_fills_up_leaves_the_old_site(small_disk: Path, percent: int) -> None:
    output = small_disk / str(percent)
    old = {f"site/{number}.html": b"o" * 1000 for number in range(20)}
    write_files(output, old)
    free = shutil.disk_usage(small_disk).free
    # Of its hundred pages so many find room.
    new = {f"site/{number}.html": b"n" * (free // percent) for number in range(100)}
    new["site/last.html"] = b"n" * free
    with pytest.raises(BuildError, match="đĩa đầy"):
        publish_site(output, new)
    assert seen(output) == old
    assert shutil.disk_usage(small_disk).free > free * 0.9


@pytest.mark.parametrize("percent", [10, 50, 90, 99])
def test_a_write_that_fails_after_so_much_leaves_the_old_site(
    tmp_path: Path, percent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, OLD)
    room = percent

    def written(path: Path, content: bytes) -> int:
        nonlocal room
        room -= len(content)
        if room < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        with path.open("wb") as file:
            return file.write(content)

    monkeypatch.setattr(Path, "write_bytes", written)
    with pytest.raises(BuildError, match="đĩa đầy"):
        publish_site(tmp_path, {f"site/{number}": b"x" for number in range(100)})
    assert seen(tmp_path) == OLD


# ------------------------------------------------------------------ readers meanwhile


class Reader(Thread):
    """Reads a site's pages by its manifest, over and over."""

    def __init__(self, site: Path) -> None:
        super().__init__()
        self.site = site
        self.done = Event()
        self.missing = 0
        self.mixed = 0
        self.rounds = 0

    def run(self) -> None:
        while not self.done.is_set():
            self.rounds += 1
            try:
                first = (self.site / "manifest.json").read_bytes()
                pages = [(self.site / name).read_bytes() for name in json.loads(first)]
                again = (self.site / "manifest.json").read_bytes()
            except FileNotFoundError:
                self.missing += 1
                continue
            if first == again and {page.decode() for page in pages} != set(
                json.loads(first).values()
            ):
                self.mixed += 1


def edition(number: int) -> dict[str, bytes]:
    names = [f"{page}.html" for page in range(8)]
    manifest = json.dumps(dict.fromkeys(names, f"edition {number}")).encode()
    return {
        "site/manifest.json": manifest,
        **{f"site/{name}": f"edition {number}".encode() for name in names},
    }


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a folder moves in two steps")
def test_readers_miss_nothing_and_see_no_mixture(tmp_path: Path) -> None:
    write_files(tmp_path, edition(0))
    reader = Reader(tmp_path / "site")
    reader.start()
    for number in range(1, 25):
        publish_site(tmp_path, edition(number))
    reader.done.set()
    reader.join()
    assert (reader.missing, reader.mixed) == (0, 0)
    assert reader.rounds > 10


# ------------------------------------------------------------------ single files


def test_a_new_file_never_overwrites(tmp_path: Path) -> None:
    place = tmp_path / "input" / "danh-muc.xlsx"
    write_new_file(b"first", place)
    with pytest.raises(BuildError, match="không ghi đè"):
        write_new_file(b"second", place)
    assert place.read_bytes() == b"first"


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    replace_file(b"one", tmp_path / "a")
    replace_file(b"two", tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"two"


@pytest.mark.parametrize("times", [2, 9])
def test_what_a_virus_scanner_holds_is_waited_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """It looks at what was just written: the list, the plan, folders before they are moved."""
    asked: dict[str, int] = {}

    def held(name: str) -> None:
        act = getattr(Path, name)

        def refused_at_first(path: Path, *to: Path, **how: bool) -> object:
            asked[path.name] = asked.get(path.name, 0) + 1
            if path.exists() and asked[path.name] <= times:
                raise PermissionError(errno.EACCES, "in use", str(path))
            return act(path, *to, **how)

        monkeypatch.setattr(Path, name, refused_at_first)

    write_files(tmp_path, {"forms/a.xlsx": b"old"})
    monkeypatch.setattr(transaction, "_WAITS", (0.0, 0.0, 0.0))
    for name in ("rename", "replace"):
        held(name)
    if times > len(transaction._WAITS):
        with pytest.raises(BuildError, match="Không ghi được"):
            write_new_file(b"x", tmp_path / "input/danh-muc.xlsx")
        return
    write_new_file(b"x", tmp_path / "input/danh-muc.xlsx")
    with open_workspace(tmp_path) as scratch:
        write_files(scratch / "made", {"a.xlsx": b"new"})
        replace_folder(scratch / "made", tmp_path / "forms")
    with open_workspace(tmp_path / "chot") as scratch:
        write_files(scratch / "frozen", {"a.csv": b"1"})
        add_folder(scratch / "frozen", tmp_path / "chot/one")
    assert seen(tmp_path) == {
        "input/danh-muc.xlsx": b"x", "forms/a.xlsx": b"new", "chot/one/a.csv": b"1"
    }  # fmt: skip


def test_of_a_file_that_finds_no_room_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_written(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", half_written)
    with pytest.raises(BuildError, match="đĩa đầy"):
        write_new_file(b"content", tmp_path / "danh-muc.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_files_beside_others_are_written_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_into(tmp_path, "returns", {"A.xlsx": b"1", "B.xlsx": b"1"})
    write_into(tmp_path, "returns", {"A.xlsx": b"2"})
    before = seen(tmp_path)
    assert before == {"returns/A.xlsx": b"2", "returns/B.xlsx": b"1"}
    monkeypatch.setattr(workspace, "swap_in", half_put)
    with pytest.raises(BuildError, match="lỗi ghi đĩa"):
        write_into(tmp_path, "returns", {"A.xlsx": b"3", "B.xlsx": b"3"})
    assert seen(tmp_path) == before


def half_put(scratch: Path, parts: list[str]) -> None:
    swap_in(scratch, parts[:1])
    raise OSError(errno.EIO, "Input/output error")


def test_a_new_file_in_a_folder_of_too_long_a_name_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="đường dẫn quá dài"):
        write_new_file(b"x", tmp_path / ("x" * 300) / "danh-muc.xlsx")


def test_what_is_of_another_kind_is_reported_and_kept(tmp_path: Path) -> None:
    write_files(tmp_path, {"site": b"mine"})
    with pytest.raises(BuildError, match=r"có tệp cùng tên cản đường \(site\)"):
        publish_site(tmp_path, {"site/a.html": b"new"})
    assert seen(tmp_path) == {"site": b"mine"}


# ------------------------------------------------------------------ rights and marks


@pytest.mark.skipif(sys.platform == "win32", reason="no mode bits there: see the access list")
def test_others_may_read_what_is_published(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with open_workspace(tmp_path / "output") as scratch:
            assert stat.S_IMODE(scratch.stat().st_mode) == 0o755
            write_files(scratch, NEW)
            swap_in(scratch, PARTS)
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "output").rglob("*")}
    assert set(modes.values()) == {0o755, 0o644}
    assert all(mode == (0o755 if path.is_dir() else 0o644) for path, mode in modes.items())


@pytest.mark.skipif(sys.platform != "win32", reason="access lists are those of Windows")
def test_what_is_published_takes_the_access_list_of_its_folder(tmp_path: Path) -> None:
    publish_new(tmp_path / "output")
    beside = tmp_path / "beside.txt"
    beside.write_bytes(b"x")
    for path in (tmp_path / "output").rglob("*"):
        assert "D:P" not in access_list(path)
    assert access_list(tmp_path / "output" / "site" / "a.html") == access_list(beside)


def access_list(path: Path) -> str:
    if sys.platform == "win32":
        security = ctypes.WinDLL("advapi32")
        size, descriptor = ctypes.c_ulong(), ctypes.create_string_buffer(4096)
        assert security.GetFileSecurityW(
            ctypes.c_wchar_p(str(path)), 4, descriptor, 4096, ctypes.byref(size)
        )
        text = ctypes.c_wchar_p()
        assert security.ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor, 1, 4, ctypes.byref(text), None
        )
        return text.value or ""
    raise NotImplementedError("access lists are those of Windows")


def test_the_workshop_lies_where_the_output_folder_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_workspace(Path("output")) as scratch:
        assert not scratch.is_absolute()
        write_files(scratch / "made", {"a": b"1"})
        replace_folder(scratch / "made", Path("output") / "forms")
    assert seen(tmp_path / "output") == {"forms/a": b"1"}


def test_a_share_that_dropped_is_reported_though_nobody_knows_where_it_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dropped(path: Path) -> str:
        raise OSError(errno.EINVAL, "An unexpected network error occurred", str(path))

    fault = OSError(errno.EINVAL, "The network name is no longer available", str(tmp_path / "a"))
    monkeypatch.setattr(os.path, "realpath", dropped)
    with pytest.raises(BuildError, match="Không ghi được vào thư mục"), open_workspace(tmp_path):
        raise fault


def test_read_only_files_leave_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"report/don-vi/A/a.docx": b"1", "report/don-vi/A/b.docx": b"1"})
    (tmp_path / "report" / "don-vi" / "A" / "a.docx").chmod(0o444)
    if sys.platform != "win32":
        monkeypatch.setattr(os, "unlink", unless_read_only(os.unlink))
    with open_workspace(tmp_path) as scratch:
        write_files(scratch, {"report/b": b"2"})
        carry_over(tmp_path / "report" / "don-vi", scratch / "report" / "don-vi")
        swap_in(scratch, ["report"])
    assert len(seen(tmp_path)) == 3
    assert not list(tmp_path.glob(f"{UNFINISHED}*"))


def unless_read_only(really: Callable[..., None]) -> Callable[..., None]:
    def removed(path: str, *, dir_fd: int | None = None) -> None:
        if not os.stat(path, dir_fd=dir_fd).st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "read-only", path)
        really(path, dir_fd=dir_fd)

    return removed
