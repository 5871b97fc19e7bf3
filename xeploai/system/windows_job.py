"""Job Objects: Windows holds a process to its memory and ends it with the one that started it.

Imported on Windows only, and by no worker: ctypes costs a process a good part of its start there.
"""

import ctypes
import sys
from ctypes import wintypes

if sys.platform == "win32":  # for mypy on other systems
    _PROCESS_MEMORY = 0x0100
    _DIE_ON_UNHANDLED_EXCEPTION = 0x0400
    _KILL_ON_JOB_CLOSE = 0x2000
    _EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation

    class _BasicLimits(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("per_process_time", wintypes.LARGE_INTEGER),
            ("per_job_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority_class", wintypes.DWORD),
            ("scheduling_class", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("basic", _BasicLimits),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    class _MemoryCounters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            ("peak_paged_pool", ctypes.c_size_t),
            ("paged_pool", ctypes.c_size_t),
            ("peak_nonpaged_pool", ctypes.c_size_t),
            ("nonpaged_pool", ctypes.c_size_t),
            ("committed", ctypes.c_size_t),
            ("peak_committed", ctypes.c_size_t),
        )

    _kernel32 = ctypes.WinDLL("kernel32")
    _kernel32.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
    _kernel32.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel32.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD,
    )  # fmt: skip
    _kernel32.SetInformationJobObject.restype = wintypes.BOOL
    _kernel32.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    _kernel32.AssignProcessToJobObject.restype = wintypes.BOOL
    _kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)
    _kernel32.CloseHandle.restype = wintypes.BOOL
    _kernel32.K32GetProcessMemoryInfo.argtypes = (
        wintypes.HANDLE, ctypes.POINTER(_MemoryCounters), wintypes.DWORD,
    )  # fmt: skip
    _kernel32.K32GetProcessMemoryInfo.restype = wintypes.BOOL

    class Job:
        """The job of one process, which ends with the job: when it is closed, or its maker ends.

        Where the system refuses to make it, or to put the process into it (a service session may),
        the process runs without. Its maker looks at its memory all the same, and a thread of the
        process waits for the end of its maker.
        """

        def __init__(self, process: int, memory: int) -> None:
            """Put a process into a job of its own.

            Args:
                process: A handle of it, with the rights to set its quota and to terminate it.
                memory: Bytes that it may commit; more is refused to it, as by a full machine.
            """
            # Made without security attributes, so that no child inherits it and keeps it open.
            self._handle = _kernel32.CreateJobObjectW(None, None)
            if self._handle:
                flags = _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
                limits = _ExtendedLimits(basic=_BasicLimits(flags=flags), process_memory=memory)
                _kernel32.SetInformationJobObject(
                    self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
                )
                _kernel32.AssignProcessToJobObject(self._handle, process)

        def close(self) -> None:
            """End the process, if it is still there."""
            if self._handle:
                _kernel32.CloseHandle(self._handle)
                self._handle = None

    def committed(process: int) -> int:
        """Return the bytes of memory that a process has for itself alone; 0 where that is unknown.

        PagefileUsage, which is the same as PrivateUsage since Windows 8; Wine 8 sets no other.
        """
        counters = _MemoryCounters(size=ctypes.sizeof(_MemoryCounters))
        size = ctypes.sizeof(counters)
        succeeded = _kernel32.K32GetProcessMemoryInfo(process, ctypes.byref(counters), size)
        return counters.committed if succeeded else 0
