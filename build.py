"""Start xeploai: `python build.py --help` lists its commands, xeploai/commands/ holds them.

Only the standard library is imported here, and that late: whoever lacks a part of the program, or
stops it while it is still being loaded, reads a sentence. Worker processes import this file too.
"""

from __future__ import annotations

import io
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CANNOT = 2
TOO_OLD = "Cần Python 3.11 trở lên; đang chạy bằng Python {}.{}. Cài bản mới hơn rồi chạy lại."
STOPPED = "Đã dừng theo yêu cầu. Trang đã công bố vẫn nguyên vẹn."
INCOMPLETE = (
    "Thiếu hoặc hỏng tệp của chương trình ({}). Có thể phần mềm diệt vi-rút đã xóa tệp, hoặc gói "
    "giải nén chưa trọn. Lấy lại tệp từ mục cách ly của phần mềm diệt vi-rút, hoặc giải nén lại "
    "toàn bộ gói chương trình, rồi chạy lại."
)
"""For want of xeploai.system.failures, which names the file."""

DAMAGED = (ImportError, SyntaxError, ValueError, AttributeError, NameError, OSError)
"""Exceptions that a module raises which is missing, cut off or kept shut."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 done with faults found, 2 could not (one sentence says why)."""
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever starts it may have any Python)
        return _fail(TOO_OLD.format(*sys.version_info))
    try:
        from xeploai.system.streams import open_streams

        open_streams()
        from xeploai.commands.commandline import run

        return run(arguments)
    except KeyboardInterrupt:
        return _fail(STOPPED)
    except DAMAGED as fault:
        return _fail(_of_loading(fault))


def _of_loading(fault: Exception) -> str:
    """Say why the program could not be loaded, as far as it is there to say so."""
    try:
        from xeploai.system.failures import explained
    except DAMAGED:
        return INCOMPLETE.format(getattr(fault, "name", None) or "xeploai")
    return explained(fault)


def _fail(sentence: str) -> int:
    # Not by the terminal, which may not have been loaded yet.
    if sys.stderr is not None:
        if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.errors == "backslashreplace":
            # As Python opened it: xeploai.system.streams is what is missing.
            sys.stderr.reconfigure(encoding="utf-8", errors="replace")
        print(sentence, file=sys.stderr)
    return CANNOT


def _ignore_interrupts() -> None:
    from signal import SIG_IGN, SIGINT, signal

    signal(SIGINT, SIG_IGN)


if __name__ == "__mp_main__":
    # A worker: Ctrl+C reaches it too, and is its parent's to answer.
    _ignore_interrupts()
if __name__ == "__main__":
    code = main()
    # All is done and reported; while Python clears up there is nothing left to stop.
    _ignore_interrupts()
    sys.exit(code)
