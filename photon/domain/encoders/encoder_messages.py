"""Format sizes and speeds of encoders, the same way in the window and on the command line."""

from photon.language import counted


def size_words(megabytes: int) -> str:
    """Format a size: ``605 MB``, ``1.5 GB``; empty if unknown."""
    if not megabytes:
        return ""
    return f"{megabytes} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"


def speed_words(per_second: float) -> str:
    """Format a speed: ``about 30 photos per second``, ``about 3 seconds per photo``; empty if not measured."""
    if per_second <= 0:
        return ""
    if per_second < 0.75:
        return f"about {max(2, round(1 / per_second))} seconds per photo"
    return f"about {counted(max(1, round(per_second)), 'photo')} per second"
