"""Format sizes and speeds of encoders, the same way in the window and on the command line."""

from photon.language import tr, tr_n


def size_words(megabytes: int) -> str:
    """Format a size: ``605 MB``, ``1.5 GB``; empty if unknown."""
    if not megabytes:
        return ""
    if megabytes < 1000:
        return tr("{size} MB", size=megabytes)
    return tr("{size:.1f} GB", size=megabytes / 1000)


def speed_words(per_second: float) -> str:
    """Format a speed: ``about 30 photos per second``, ``about 3 seconds per photo``; empty if not measured."""
    if per_second <= 0:
        return ""
    if per_second < 0.75:
        return tr("about {seconds} seconds per photo", seconds=max(2, round(1 / per_second)))
    return tr_n("about {count:,} photo per second", "about {count:,} photos per second", max(1, round(per_second)))
