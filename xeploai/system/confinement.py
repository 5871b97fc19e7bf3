"""Limits of a worker process that the operating system keeps, each by its own means."""

import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl
    import resource

# ------------------------------------------------------------------ asked by the parent


class Hold:
    """The system's hold on one worker, kept by the process that started it.

    On Windows that is a Job Object. Elsewhere the worker sets its limits itself (`confine`).
    """

    def __init__(self, process: BaseProcess, memory: int) -> None:
        self._process = process
        if sys.platform == "win32":
            from xeploai.system.windows_job import Job

            # A worker is given work only after this, so that all of it happens within the job.
            self._job = Job(process.sentinel, memory)

    def memory(self) -> int:
        """Return the bytes that the worker has taken; 0 where only the system counts them.

        On Windows the job's limit alone would do, but Wine takes no notice of it.
        """
        if sys.platform == "win32":
            from xeploai.system.windows_job import committed

            return committed(self._process.sentinel)
        else:  # noqa: RET505 (mypy knows the system by the branch)
            return 0

    def release(self) -> None:
        """Give back what holds the worker; on Windows that also ends it."""
        if sys.platform == "win32":
            self._job.close()


# ------------------------------------------------------------------ asked by the worker itself


def confine(memory: int) -> None:
    """Set the limits of this process that it can set itself, silently."""
    # What a library prints while it ends its process is nothing to the person at the terminal.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.platform == "win32":
        # Nobody could close the window by which Windows tells of a crash, and it keeps the worker.
        boxes = msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX
        msvcrt.SetErrorMode(boxes | msvcrt.SEM_NOOPENFILEERRORBOX)
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # macOS knows this limit and refuses it.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def end_with_parent() -> None:
    """Have this process end when its parent does, even within a library that hangs.

    To be called once the parent has sent some work: it writes no more to the pipe waited for.
    """
    parent = parent_process()
    if sys.platform != "linux" or parent is None:
        threading.Thread(target=_wait_for_parent, daemon=True).start()
    else:
        # The parent alone holds the other end. The kernel itself sends this signal; a thread would
        # wait for a library that never gives way to Python, and takes address space besides.
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETSIG, signal.SIGKILL)
        flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)


def _wait_for_parent() -> None:
    """End this process when its parent does: a thread, which runs when Python code runs."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def end_in(seconds: float) -> None:
    """Have the system end this process, even where nobody is left who would; 0 for never.

    Windows has no such timer: there the parent ends it, or the job when the parent is gone.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
