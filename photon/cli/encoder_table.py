"""Print encoders as a table."""

from collections.abc import Sequence

from photon.domain.encoders.encoder_info import EncoderState
from photon.domain.encoders.encoder_messages import size_words, speed_words
from photon.search.language import language_words

_NOT_THERE = "Recommended, not installed (photon encoders install NAME):"


def state_lines(states: Sequence[EncoderState]) -> list[str]:
    """Format a list of encoders: the installed ones and, below a heading, those that can be installed.

    Args:
        states: The encoders.
    """
    here = [state for state in states if state.installed]
    others = [state for state in states if not state.installed]
    lines = aligned([_cells(state) for state in (*here, *others)])
    return [*lines[: len(here)], *(["", _NOT_THERE] if others else []), *lines[len(here) :]]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Format rows as aligned columns; columns that are empty in all rows are dropped.

    Args:
        rows: Cells of each row.
    """
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [max(map(len, column)) for column in columns]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*columns, strict=True)
    ]


def _cells(state: EncoderState) -> list[str]:
    card = state.card
    size = size_words(state.disk if state.installed else card.megabytes)
    return [
        card.name,
        _standing(state),
        size.rjust(6),
        card.licence,
        # the languages of weights from a file are unknown
        language_words(card.languages) if card.languages or card.weights else "",
        speed_words(state.per_second),
        card.tier or card.title,
    ]


def _standing(state: EncoderState) -> str:
    if state.role == "answering":
        return "in use"
    if state.role == "coming":
        return f"being prepared {state.searchable:,} of {state.photos:,} photos"
    return "installed" if state.installed else "not installed"
