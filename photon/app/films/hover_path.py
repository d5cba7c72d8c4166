"""Which file the grid may play under the pointer."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from photon.library import Library
from photon.library.photos.photos import paths

_SAVERS = {
    "/sys/firmware/acpi/platform_profile": "low-power",
    "/sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference": "power",
}
"""What power-profiles-daemon writes while its battery saver is on; one of the two exists on most computers."""


def hover_path(library: Library, photo: int) -> str:
    """Return the file of a film; empty if it is not there, or while the computer saves its battery."""
    return "" if saves_power(_SAVERS.items()) else paths(library, [photo]).get(photo, "")


def saves_power(signs: Iterable[tuple[str, str]]) -> bool:
    """Return whether one of these files has the content that means that power is saved."""
    for path, sign in signs:
        with suppress(OSError):
            if Path(path).read_text("ascii").strip() == sign:
                return True
    return False
