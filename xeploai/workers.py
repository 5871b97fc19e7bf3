"""Worker processes: for work that may end its process, and for much of it at once."""

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from math import inf
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from xeploai.errors import BuildError
from xeploai.system.confinement import Hold, confine, end_in, end_with_parent
from xeploai.system.memory import collect_rarely

if sys.platform != "win32":
    from multiprocessing import forkserver, resource_tracker

if TYPE_CHECKING and sys.platform != "win32":
    from multiprocessing.context import ForkServerContext

    _Context = ForkServerContext | SpawnContext
else:
    _Context = SpawnContext

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST_WORKERS = 4
"""More would wait for the disk, and for the process that gathers what they made."""

AHEAD = 8
"""Items that wait at a worker: enough to hide the way there and back."""

TICK = 0.25
"""Seconds between two checks of the clock."""


def most_workers() -> int:
    """How many are worth starting on this machine."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def _context() -> "_Context":
    # A forked child would inherit the locks of the threads that draw the progress bar.
    if sys.platform != "win32" and "forkserver" in multiprocessing.get_all_start_methods():
        _start_server()
        return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


def _start_server() -> None:
    """Start the process that workers are forked from, all of them deaf to Ctrl+C.

    That reaches every process of a terminal, and is this one's to answer; build.py sees to the
    workers of Windows, which knows no such mask.
    """
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # when it starts it takes the mask off
        with _uninterrupted():
            forkserver.ensure_running()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl+C back for a moment: a process that is half started would end with a traceback."""
    if sys.platform == "win32":
        yield
    else:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ------------------------------------------------------------------ work that may do harm


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one item: seconds by the clock, bytes of memory, bytes of its answer."""

    seconds: float
    memory: int
    answer: int


class Loss(Enum):
    """Why there is no answer to an item."""

    PROCESS_ENDED = auto()
    TOO_SLOW = auto()
    TOO_MUCH_MEMORY = auto()
    ANSWER_TOO_LARGE = auto()


@dataclass(frozen=True, slots=True)
class WorkFault:
    """A fault of ours at an item; summary: its kind, and the file and line it comes from."""

    summary: str
    trace: str


class _Sign(Enum):
    """Control message of a worker, distinct from answers."""

    READY = auto()


def contained(
    work: Callable[[Item], Answer], items: Sequence[Item], number: int, limits: Limits
) -> Iterator[Answer | Loss | WorkFault]:
    """Yield the result of some work on each item, in order, or why there is none.

    So many processes do the work and are used over and over; an item that ends its process, hangs
    or takes too much costs itself only. One whose process ended is tried once more, as somebody
    else may have ended it. Where only this process holds the workers to their limits it does so
    while the next answer is waited for, so whoever asks should ask again soon.

    Items are small, like a path or a number, so that those ahead fit into any pipe: a worker that
    sends a long answer reads nothing meanwhile. What is large goes along with the work.
    """
    crew = _Crew(partial(_Worker, work, limits), items, number)
    try:
        for place in range(len(items)):
            while place not in crew.answers:
                crew.attend()
            yield crew.answers.pop(place)
    finally:
        crew.dismiss()


class _Worker:
    """One process and the places of the items it was given; it is at the first of them."""

    def __init__(self, work: Callable[[Any], object], limits: Limits) -> None:
        context = _context()
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, limits), daemon=True)
        with _uninterrupted():
            self.process.start()
        theirs.close()
        self._hold = Hold(self.process, limits.memory)
        self.given: deque[int] = deque()
        self.is_ready = False
        self._limits = limits
        self._since = inf

    def give(self, place: int, item: object) -> None:
        if not self.given:
            self._since = monotonic()
        self.given.append(place)
        # One that has ended says so when its message is read.
        with suppress(OSError):
            self.line.send(item)

    def receive(self) -> object:
        """Return its next message; raises EOFError or OSError where it has ended."""
        message = self.line.recv()
        self._since = monotonic()
        return message

    def excess(self) -> Loss | None:
        """Which limit it passes at its item; one that is starting, or has answered, passes none."""
        if not self.is_ready or self._has_message():
            return None
        if self._hold.memory() > self._limits.memory:
            return Loss.TOO_MUCH_MEMORY
        is_late = bool(self.given) and monotonic() - self._since > self._limits.seconds
        return Loss.TOO_SLOW if is_late else None

    def _has_message(self) -> bool:
        try:
            return self.line.poll()
        except OSError:
            # On Windows a pipe says so that its other end is gone; that is read next.
            return True

    def end(self) -> None:
        self.process.kill()
        self._hold.release()
        self.process.join(1)
        self.line.close()


class _Crew:
    """The workers, the places of the items that wait, and the answers that came."""

    def __init__(self, hire: Callable[[], _Worker], items: Sequence[object], number: int) -> None:
        self.answers: dict[int, Any] = {}
        self._hire = hire
        self._items = items
        self._waiting = deque(range(len(items)))
        self._tried: set[int] = set()
        self._checked = monotonic()
        self._workers = [hire() for _ in range(min(number, len(items)))]

    def attend(self) -> None:
        """Hand out items, gather answers, and replace the workers that are lost."""
        for worker in self._workers:
            while self._waiting and len(worker.given) < AHEAD:
                place = self._waiting.popleft()
                worker.give(place, self._items[place])
        readable = wait([worker.line for worker in self._workers], TICK)
        for worker in [worker for worker in self._workers if worker.line in readable]:
            self._receive(worker)
        if monotonic() - self._checked >= TICK:
            self._checked = monotonic()
            for worker in list(self._workers):
                if excess := worker.excess():
                    self._lose(worker, excess)

    def _receive(self, worker: _Worker) -> None:
        try:
            message = worker.receive()
        except (EOFError, OSError):
            message = Loss.PROCESS_ENDED
        if message is _Sign.READY:
            worker.is_ready = True
        elif message in (Loss.PROCESS_ENDED, Loss.TOO_MUCH_MEMORY):
            self._lose(worker, message)
        else:
            self.answers[worker.given.popleft()] = message

    def _lose(self, worker: _Worker, why: Loss) -> None:
        """End a worker; the item it was at is lost, those behind it go to others."""
        worker.end()
        if not worker.is_ready:
            raise BuildError(
                "Máy không khởi động được tiến trình đọc tệp. Đóng bớt chương trình đang mở rồi "
                "chạy lại."
            )
        self._workers[self._workers.index(worker)] = self._hire()
        if worker.given:
            place = worker.given.popleft()
            if why is Loss.PROCESS_ENDED and place not in self._tried:
                self._tried.add(place)
                worker.given.appendleft(place)
            else:
                self.answers[place] = why
        self._waiting.extendleft(reversed(worker.given))

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()


# ------------------------------------------------------------------ inside a worker


def _serve(line: Connection, work: Callable[[Any], object], limits: Limits) -> None:
    """Answer every item that comes, until nobody is there any more."""
    confine(limits.memory)
    collect_rarely()
    line.send(_Sign.READY)
    with suppress(EOFError, OSError):
        line.poll(None)
        end_with_parent()
        while True:
            item = line.recv()
            end_in(2 * limits.seconds)
            answer = _answer(work, item, limits.answer)
            end_in(0)
            line.send_bytes(answer)


def _answer(work: Callable[[Any], object], item: object, most: int) -> bytes:
    try:
        answer = pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(Loss.TOO_MUCH_MEMORY)
    except Exception as raised:  # noqa: BLE001 (who asked for the work knows what it costs)
        return pickle.dumps(_fault(raised))
    return answer if len(answer) <= most else pickle.dumps(Loss.ANSWER_TOO_LARGE)


def _fault(raised: Exception) -> WorkFault:
    last = traceback.extract_tb(raised.__traceback__)[-1]
    summary = f"{type(raised).__name__}, {Path(last.filename).name}:{last.lineno}"
    return WorkFault(summary, traceback.format_exc())
