"""Numbers in sentences for users."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 file``, ``1,234 files``.

    Args:
        count: How many.
        noun: In the singular.
        plural: In the plural; empty for the noun with an s.
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
