"""The list of jobs after a double click on build.bat, and the files that are dropped onto it.

build.bat leaves the asking to this module: cmd loses Vietnamese letters typed at its own prompt and
takes some letters of a dropped file's name for its own signs. Each job is a command of build.py.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xeploai.commands.terminal import Terminal
from xeploai.paths import (
    DEMO_FOLDER,
    FORMS_FOLDER,
    INPUT_FOLDER,
    OUTPUT_FOLDER,
    PACK_FOLDER,
    REGISTER_FILE,
    REPORT_FOLDER,
    RETURNS_FOLDER,
    SITE_FOLDER,
    SNAPSHOTS_FOLDER,
    UNIT_REPORTS_FOLDER,
)
from xeploai.storage.preconditions import has_register
from xeploai.views.page_registry import SitePage

OK, FINDINGS, CANNOT = 0, 1, 2

STAYS = 100
"""Added to the exit code for build.bat where its window stays without a key being waited for."""

Run = Callable[[list[str]], int]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the list.

    words: the command; asks: what is still to be typed, "" for nothing; option: what it is passed
    as; opens: what is shown when it is done, below the folder of build.bat.
    """

    label: str
    words: tuple[str, ...]
    opens: str = ""
    asks: str = ""
    option: str = ""


NEW = MenuItem("Tạo danh mục trống", ("new",), f"{INPUT_FOLDER}/{REGISTER_FILE}")
CHECK = MenuItem(
    "Kiểm tra riêng một biểu, trước khi gửi hoặc trước khi tính",
    ("check",),
    f"{OUTPUT_FOLDER}/{RETURNS_FOLDER}",
    "Kéo tệp biểu thả vào cửa sổ này rồi bấm Enter: ",
)
_HOME = SitePage.OVERVIEW.url

JOBS = (
    MenuItem(
        "Dựng trang từ các biểu trong thư mục input",
        ("build",),
        f"{OUTPUT_FOLDER}/{SITE_FOLDER}/{_HOME}",
    ),
    MenuItem("Lập biểu mẫu để gửi cho từng đơn vị", ("forms",), f"{OUTPUT_FOLDER}/{FORMS_FOLDER}"),
    MenuItem(
        "Xem đợt đánh giá mẫu",
        ("demo",),
        f"{OUTPUT_FOLDER}/{DEMO_FOLDER}/vinh-tuong-2021/{SITE_FOLDER}/{_HOME}",
    ),
    MenuItem(
        "Chốt số liệu: giữ lại một bản có tên để sau so sánh",
        ("freeze",),
        f"{INPUT_FOLDER}/{SNAPSHOTS_FOLDER}",
        "Tên bản chốt, ví dụ Báo cáo lần 1: ",
        "--name",
    ),
    MenuItem(
        "Lập báo cáo của toàn bộ: Word, Excel và ảnh biểu đồ",
        ("report",),
        f"{OUTPUT_FOLDER}/{REPORT_FOLDER}",
    ),
    MenuItem(
        "Lập báo cáo của một đơn vị",
        ("report",),
        f"{OUTPUT_FOLDER}/{UNIT_REPORTS_FOLDER}",
        "Mã của đơn vị, như ghi trong danh mục: ",
        "--unit",
    ),
    CHECK,
    MenuItem("Kiểm tra mẫu Word của báo cáo đã sửa", ("check-template",)),
    MenuItem("Theo dõi thư mục input, dựng lại mỗi khi có biểu mới", ("watch",)),
    MenuItem("Xem máy còn thiếu gì", ("doctor",)),
    MenuItem("Lập gói số liệu gửi cơ quan cấp trên", ("pack",), f"{OUTPUT_FOLDER}/{PACK_FOLDER}"),
)
"""In the order of their numbers, which offices know by heart: new ones come last."""


def serve(dropped: Sequence[Path], folder: Path, terminal: Terminal, run: Run) -> int:
    """Ask what to do, or check what was dropped, and show what was made.

    Args:
        dropped: The files that came as arguments.
        folder: The input folder; without a register the first thing to do is to make one.
        terminal: Where questions and answers are written.
        run: Runs a command of build.py by its words and returns its exit code.

    Returns:
        The exit code, STAYS more where build.bat has not to wait for a key.
    """
    files = [str(path) for path in dropped]
    line, started = os.environ.get("CMDCMDLINE") or os.environ.get("XEPLOAI_LINE", ""), _started()
    is_own = is_own_window(line, started)
    is_attended = _is_attended()
    if is_own:
        files = dropped_names(line, started) or files
    if files:
        code = _do(CHECK, files, terminal, run)
    elif not is_attended:
        terminal.fail(
            "Không có người ở bàn phím để chọn việc. Chạy theo lịch hoặc từ chương trình khác thì "
            "ghi rõ lệnh, ví dụ “python build.py build”."
        )
        code = CANNOT
    elif not has_register(folder):
        code = _do(NEW, [], terminal, run)
    else:
        code = _ask(terminal, run)
    return code if is_own and is_attended else code + (STAYS if started else 0)


def is_own_window(line: str, started: str) -> bool:
    """Whether Explorer started build.bat, so that its window closes with it.

    Args:
        line: The command line of cmd.
        started: The full path of build.bat; Explorer alone writes it whole, in quotes.
    """
    return bool(started) and "/c " in line.casefold() and _head(line, started) >= 0


def dropped_names(line: str, started: str) -> list[str]:
    """Return the names that were dropped, as Explorer writes them.

    It puts only those in quotes that hold a blank. All else stands as it is, & and ^ and % too, at
    which cmd cuts its own arguments; so they are read from the line and never from those.
    """
    rest = line[_head(line, started) :].rstrip()
    # The quotes around all that follows /c.
    rest = rest.removesuffix('"') if rest.count('"') % 2 else rest
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|([^\s"]+)', rest)]


def _head(line: str, started: str) -> int:
    """Return the position behind the path of build.bat in cmd's line, -1 where it is not there."""
    at = line.casefold().find(f'"{started}"'.casefold())
    return at if at < 0 else at + len(started) + 2


def _ask(terminal: Terminal, run: Run) -> int:
    terminal.say("Việc cần làm:", "bold")
    for number, job in enumerate(JOBS, 1):
        terminal.say(f"{number:>4}. {job.label}")
    terminal.say("   0. Thoát")
    try:
        while (chosen := _chosen(terminal)) is not None:
            if not chosen.asks:
                return _do(chosen, [], terminal, run)
            if typed := _typed(chosen):
                return _do(chosen, [typed], terminal, run)
            terminal.say("Chưa gõ gì, chọn lại việc cần làm.", "yellow")
    except EOFError:
        terminal.fail("Chưa chọn việc nào. Chạy lại chương trình rồi gõ số của việc cần làm.")
        return CANNOT
    return OK


def _chosen(terminal: Terminal) -> MenuItem | None:
    """Ask for a job until a number of one is typed; None for leaving."""
    while True:
        asked = f"Gõ số của việc rồi bấm Enter (chỉ bấm Enter là việc 1; 0 đến {len(JOBS)}): "
        typed = input(asked).strip() or "1"
        if typed.isdecimal() and int(typed) <= len(JOBS):
            return JOBS[int(typed) - 1] if int(typed) else None
        terminal.say(f"Không có việc “{typed}”: gõ một số từ 0 đến {len(JOBS)}.", "yellow")


def _typed(job: MenuItem) -> str:
    """Ask a job's question and return the answer as a word of its command, or ""."""
    typed = input(job.asks).strip()
    if job.option:
        # In one word: argparse would take a name that begins with a dash for another option.
        return f"{job.option}={typed}" if typed else ""
    # A file dropped into the window, or a path copied in Explorer, comes in quotes.
    return typed.strip('"').strip()


def _do(job: MenuItem, more: list[str], terminal: Terminal, run: Run) -> int:
    code = run([*job.words, *more])
    if code == CANNOT:
        terminal.say("Chưa xong. Đọc câu báo ở trên, sửa theo đó, rồi chạy lại chương trình.")
    # A check that finds nothing marks no copy; those of an earlier one may lie there.
    elif job.opens and (code == FINDINGS or job is not CHECK):
        _show(job.opens, terminal)
    return code


def _show(below: str, terminal: Terminal) -> None:
    """Open a file or a folder as a double click would, where it is there."""
    # Not by the drive letter that build.bat maps for a folder of a server: it ends with it, and
    # the page would not find what it links to.
    place = Path(_started()).parent / below
    if not place.exists():
        return
    terminal.say(f"Đang mở: {Path(below)}", "bold green")
    if sys.platform == "win32":
        with suppress(OSError):  # nothing is there to open it with; its place has been printed
            os.startfile(place)  # noqa: S606 (one of our own files)


def _started(known: Mapping[str, str] = os.environ) -> str:
    """Return the full path of build.bat, "" where it was not what started the program."""
    return known.get("XEPLOAI_BAT", "")


def _is_attended() -> bool:
    """Whether somebody can see a question and answer it."""
    is_typed = sys.stdin is not None and sys.stdin.isatty()
    if sys.platform == "win32":
        import ctypes

        # Session 0 is that of services, and of tasks that run whether somebody is logged on or
        # not: they have a console which nobody sees.
        session = ctypes.c_ulong(1)
        ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(session))
        is_typed = is_typed and session.value != 0
    return is_typed
