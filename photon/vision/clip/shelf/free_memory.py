"""Free memory of this computer."""

import platform
from pathlib import Path


def free_memory() -> int | None:
    """Bytes of available memory; None if the system does not report it."""
    system = platform.system()  # not sys.platform: type checkers skip branches for other systems
    if system == "Linux":
        try:
            lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
            facts = dict(line.split(":", 1) for line in lines)
            return int(facts["MemAvailable"].split()[0]) * 1024
        except (OSError, KeyError, ValueError):
            return None
    return _free_on_windows() if system == "Windows" else None


def _free_on_windows() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("whole", "free", "a", "b", "c", "d", "e")),
        )

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll", None)
    if kernel is None or not kernel.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(status.free)
