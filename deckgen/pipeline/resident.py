"""How much memory a process holds, on systems that do not bound it themselves (macOS, Windows)."""

from __future__ import annotations

import ctypes
import subprocess
import sys


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of Windows."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("quota_peak_paged", ctypes.c_size_t),
        ("quota_paged", ctypes.c_size_t),
        ("quota_peak_non_paged", ctypes.c_size_t),
        ("quota_non_paged", ctypes.c_size_t),
        ("pagefile", ctypes.c_size_t),
        ("peak_pagefile", ctypes.c_size_t),
    )


def resident(process: subprocess.Popen[bytes], system: str = sys.platform) -> int:
    """Bytes of memory; 0 where that is not known, or where the process has a bound of its own."""
    try:
        if system == "win32":
            return _on_windows(process)
        if system == "darwin":
            return _by_ps(process.pid)
    except (OSError, ValueError, AttributeError, subprocess.SubprocessError):
        return 0
    return 0


def _on_windows(process: subprocess.Popen[bytes]) -> int:
    found = _Counters()
    found.cb = ctypes.sizeof(found)
    kernel = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - there on Windows only
    handle = ctypes.c_void_p(int(getattr(process, "_handle")))  # noqa: B009 - there on Windows only
    if not kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(found), ctypes.c_uint32(found.cb)):
        return 0
    return max(int(found.working_set), int(found.pagefile))


def _by_ps(number: int) -> int:
    ran = subprocess.run(  # noqa: S603 - a number and nothing else
        ["/bin/ps", "-o", "rss=", "-p", str(number)], capture_output=True, timeout=5, check=False
    )
    return int(ran.stdout or 0) * 1024
