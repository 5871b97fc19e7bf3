"""Publishing: each part whole or not at all."""

from pathlib import Path

import pytest

from xeploai.errors import BuildError
from xeploai.publish import replace_file, replace_folder, workshop, write_files, write_new_file


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    write_files(tmp_path / "site", {"a.html": b"old", "gone.html": b"old"})
    with workshop(tmp_path) as scratch:
        write_files(scratch / "site", {"a.html": b"new", "don-vi/b.html": b"new"})
        replace_folder(scratch / "site", tmp_path / "site")
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html"))
    assert found == ["site/a.html", "site/don-vi/b.html"]
    assert (tmp_path / "site" / "a.html").read_bytes() == b"new"


def test_a_build_that_stops_leaves_the_old_site_and_no_litter(tmp_path: Path) -> None:
    write_files(tmp_path / "site", {"a.html": b"old"})
    with pytest.raises(BuildError), workshop(tmp_path) as scratch:
        stop_half_way(scratch)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "a.html").read_bytes() == b"old"


def stop_half_way(scratch: Path) -> None:
    write_files(scratch / "site", {"a.html": b"new"})
    raise BuildError("đã dừng")


def test_a_disk_fault_becomes_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="Trang đã công bố vẫn như cũ"), workshop(tmp_path):
        raise OSError(28, "No space left on device")


def test_an_output_folder_that_cannot_be_made_becomes_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"a file in the way")
    with pytest.raises(BuildError, match="Không ghi được"), workshop(tmp_path / "output"):
        pass


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
