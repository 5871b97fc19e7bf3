"""The standard streams, made to take every sentence, and the command as its reader types it.

An office console may know few Vietnamese letters, a scheduled task has no streams at all, and a
pipe may be closed at its other end: none of that may end the work, or hide why it ended.
"""

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import IO

COMMAND = "python build.py"
"""How sentences call the command; the terminal shows what its reader types instead."""

_LIKE = str.maketrans({
    "đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "•": "*",
    "✓": "+", "✕": "x", "×": "x", "→": "->", "≤": "<=", "≥": ">=", "─": "-", "━": "-",
})  # fmt: skip


def with_command(sentence: str) -> str:
    """Return a sentence with the command that its reader types: build.bat names itself."""
    return sentence.replace(COMMAND, os.environ.get("XEPLOAI_COMMAND") or COMMAND)


def say(sentence: str, stream: IO[str]) -> None:
    """Write a line; a stream whose reader has gone, or whose disk is full, falls silent."""
    try:
        stream.write(f"{with_command(sentence)}\n")
        stream.flush()
    except OSError:
        silence(stream)


def silence(stream: IO[str]) -> None:
    """Let a stream lead nowhere; what it still holds back would fail again at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_streams() -> None:
    """Prepare stdout and stderr: neither is missing, and neither refuses a letter."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # pythonw, or closed by whoever started the program
            # Open to the end of the program, as the one it stands for would be.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if _is_chosen(stream) else "utf-8"
            plainly = f"xeploai-{encoding}"
            codecs.register_error(plainly, partial(_written_plainly, encoding))
            stream.reconfigure(encoding=encoding, errors=plainly)


def _is_chosen(stream: IO[str]) -> bool:
    """Whether somebody reads a stream in its own encoding; files and pipes get UTF-8."""
    named = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    return bool(named) or stream.isatty()


def _written_plainly(encoding: str, fault: UnicodeError) -> tuple[str, int]:
    """Stand in for letters that an encoding lacks, as an error handler of codecs."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    letters = fault.object[fault.start : fault.end]
    return "".join(_nearest(letter, encoding) for letter in letters), fault.end


def _nearest(letter: str, encoding: str) -> str:
    """Return the nearest spelling of a letter that an encoding has, "?" where it has none."""
    for spelling in _spellings(letter):
        with suppress(UnicodeError):
            spelling.encode(encoding)
            return spelling
    return "?"


def _spellings(letter: str) -> Iterator[str]:
    """Other spellings of a letter, those that keep most of it first."""
    base, *marks = list(unicodedata.normalize("NFKD", letter))
    if marks and unicodedata.combining(marks[0]):
        # Windows-1258 writes ế as ê and a tone behind it.
        for mark in marks:
            rest = [other for other in marks if other != mark]
            yield unicodedata.normalize("NFC", base + mark) + "".join(rest)
        yield base + "".join(marks)
        for mark in marks:
            yield unicodedata.normalize("NFC", base + mark)
        yield base
    else:
        yield "".join((base, *marks))
    yield letter.translate(_LIKE)
