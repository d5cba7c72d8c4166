"""Times in films as people read them."""


def play_time(seconds: float) -> str:
    """Return a time or length: ``1:23``, ``1:02:03``."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
