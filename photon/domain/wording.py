"""Numbers in sentences for users."""


def counted(count: int, noun: str) -> str:
    """``1 file``, ``1,234 files``.

    Args:
        count: How many.
        noun: In the singular.
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
