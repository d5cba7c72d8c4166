"""The eight turns of a picture, numbered like EXIF orientations, and how they combine.

A turn is 1..8: the operation that makes a picture upright. 1 changes nothing, 6 turns it right, 8 left, 3 upside down;
2, 4, 5 and 7 also mirror it. This is the only module that knows how turns combine.

A person's decision is stored as text: the turn, a colon, and the hash of the picture in the file, such as ``6:`` and
32 digits. It applies to that picture only, so it never adds to a later change of the file by Photon or another program.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Literal

from photon.domain.photo.region import Region

TurnCommand = Literal["left", "right", "flip", "reset"]
"""A command of the user; ``reset`` shows the picture as its file says."""

AS_IT_IS, FLIPPED, UPSIDE_DOWN, RIGHT, LEFT = 1, 2, 3, 6, 8
_STEPS: dict[str, int] = {"left": LEFT, "right": RIGHT, "flip": FLIPPED}
_DECIDED = re.compile(r"([2-8]):([0-9a-f]{32})", re.ASCII)

# the new position of a point relative to the centre: x' = a x + b y, y' = c x + d y; x to the right, y down
_Matrix = tuple[int, int, int, int]
_MATRICES: dict[int, _Matrix] = {
    1: (1, 0, 0, 1),
    2: (-1, 0, 0, 1),
    3: (-1, 0, 0, -1),
    4: (1, 0, 0, -1),
    5: (0, 1, 1, 0),
    6: (0, -1, 1, 0),
    7: (0, -1, -1, 0),
    8: (0, 1, -1, 0),
}
_NUMBERS = {matrix: turn for turn, matrix in _MATRICES.items()}


def join_turns(turns: Sequence[int]) -> int:
    """Return the single turn that is equivalent to several turns, applied in order.

    Args:
        turns: Each 1..8.
    """
    joined = _MATRICES[AS_IT_IS]
    for turn in turns:
        a, b, c, d = _MATRICES[turn]
        e, f, g, h = joined
        joined = (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
    return _NUMBERS[joined]


def reverse_turn(turn: int) -> int:
    """Return the turn, 1..8, that reverses another one."""
    return {RIGHT: LEFT, LEFT: RIGHT}.get(turn, turn)


def swaps_sides(turn: int) -> bool:
    """Return whether a turn, 1..8, swaps width and height."""
    return turn >= 5


def turn_region(region: Region, turn: int) -> Region:
    """Return where a region of a picture is in the turned picture.

    Args:
        region: The region, in fractions of the picture before the turn.
        turn: 1..8.

    Returns:
        The region, in fractions of the turned picture.
    """
    x, y, width, height = region.x, region.y, region.width, region.height
    right, bottom = 1 - x - width, 1 - y - height
    return {
        2: Region(right, y, width, height),
        3: Region(right, bottom, width, height),
        4: Region(x, bottom, width, height),
        5: Region(y, x, height, width),
        6: Region(bottom, x, height, width),
        7: Region(bottom, right, height, width),
        8: Region(y, right, height, width),
    }.get(turn, region)


def follow_command(turn: int, command: TurnCommand) -> int:
    """Return the turn, 1..8, after a command to a picture whose turn is ``turn``."""
    return AS_IT_IS if command == "reset" else join_turns((turn, _STEPS[command]))


def parts_of_turn(turn: int) -> tuple[bool, int]:
    """Return whether a turn, 1..8, flips a picture, and by how many degrees it then rotates it clockwise."""
    flips = (AS_IT_IS, FLIPPED)
    return next(
        (flip == FLIPPED, 90 * quarters)
        for flip in flips
        for quarters in range(4)
        if join_turns((flip, *(RIGHT,) * quarters)) == turn
    )


def decision_text(turn: int, picture: bytes) -> str:
    """Return a decision in its stored form.

    Args:
        turn: 1..8.
        picture: Hash of the picture in the file, 16 bytes.

    Returns:
        Empty for a picture that is not turned.
    """
    return "" if turn == AS_IT_IS else f"{turn}:{picture.hex()}"


def is_decision(text: str) -> bool:
    """Return whether a text, which is not empty, is a valid decision."""
    return _DECIDED.fullmatch(text) is not None


def turn_in(decided: str, picture: bytes) -> int:
    """Return the turn that a decision gives a picture.

    Args:
        decided: The decision, as from ``decision_text``; empty for none.
        picture: Hash of the picture in the file now, 16 bytes.

    Returns:
        1..8; 1 if there is no decision, or it is about another picture.
    """
    found = _DECIDED.fullmatch(decided)
    return int(found[1]) if found and found[2] == picture.hex() else AS_IT_IS


def turned_hash(picture: bytes, turn: int) -> bytes:
    """Return the hash that identifies the turned picture.

    Args:
        picture: Hash of the picture in the file, 16 bytes.
        turn: 1..8.
    """
    return picture if turn == AS_IT_IS else hashlib.sha256(picture + b"turned %d" % turn).digest()[:16]
