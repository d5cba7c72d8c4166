"""Hybrid logical clocks: times of decisions that never run backwards, whatever a computer's clock does.

Milliseconds since 1970 in the upper 48 bits of an integer, a counter in the lower 16 (Kulkarni et al., Logical Physical
Clocks, 2014). In files they read ``2026-11-28T12:30:05.123Z-0001``, and sort like times.
"""

import time
from datetime import UTC, datetime, timedelta

BITS = 16
"""Of the counter."""
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_COUNTER = 4  # hexadecimal digits
LATEST = (1 << 63) - (1 << 48)
"""A catalogue keeps 63 bits; one from elsewhere may have used them up."""


def next_clock(last: int) -> int:
    """The present time, or just after the latest clock that is known, where that is later."""
    return max(time.time_ns() // 1_000_000 << BITS, min(last, LATEST) + 1)


def read_clock(text: str) -> int:
    """The clock of its text, which may be in the future.

    Raises:
        ValueError: It is none.
    """
    moment, _, counter = text.rpartition("-") if text[-1 - _COUNTER :][:1] == "-" else (text, "", "0")
    since = datetime.fromisoformat(moment).astimezone(UTC) - _BEGIN
    return min(max(0, (since // timedelta(milliseconds=1) << BITS) + int(counter, 16)), LATEST)


def clock_text(clock: int) -> str:
    """The text of a clock."""
    moment = moment_of(clock)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z-{clock & ((1 << BITS) - 1):04x}"


def moment_of(clock: int) -> datetime:
    """When a clock was read, in UTC."""
    return _BEGIN + timedelta(milliseconds=max(0, clock) >> BITS)
