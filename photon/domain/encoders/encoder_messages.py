"""Facts about encoders in words: sizes and speeds, the same in the window and in the terminal."""


def size_words(megabytes: int) -> str:
    """``605 MB``, ``1.5 GB``; empty where the size is not known."""
    if not megabytes:
        return ""
    return f"{megabytes} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"


def speed_words(per_second: float) -> str:
    """``about 30 photos a second``, ``about 3 seconds a photo``; empty where it was not measured."""
    if per_second <= 0:
        return ""
    if per_second < 0.75:
        return f"about {max(2, round(1 / per_second))} seconds a photo"
    pace = max(1, round(per_second))
    return f"about {pace:,} photo{'' if pace == 1 else 's'} a second"
