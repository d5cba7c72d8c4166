"""Turns combine like the eight orientations of a picture: as numbers, for regions and for pixels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photon.domain.photo.region import WHOLE, Region
from photon.domain.photo.turn import (
    AS_IT_IS,
    FLIPPED,
    LEFT,
    RIGHT,
    UPSIDE_DOWN,
    decision_text,
    follow_command,
    is_decision,
    join_turns,
    reverse_turn,
    swaps_sides,
    turn_in,
    turn_region,
    turned_hash,
)
from photon.media.decode.colour_conversion import turned

TURNS = st.integers(1, 8)
PICTURE = bytes(range(16))


def picture() -> Image.Image:
    image = Image.new("L", (3, 2))
    image.putdata(range(6))
    return image


def look(image: Image.Image) -> tuple[tuple[int, int], bytes]:
    return image.size, image.tobytes()


@given(TURNS, TURNS, TURNS)
def test_turns_form_the_symmetry_group_of_the_square(one: int, two: int, three: int) -> None:
    assert join_turns((one, AS_IT_IS)) == join_turns((AS_IT_IS, one)) == one
    assert join_turns((one, reverse_turn(one))) == join_turns((reverse_turn(one), one)) == AS_IT_IS
    assert join_turns((join_turns((one, two)), three)) == join_turns((one, join_turns((two, three))))
    assert join_turns((one, two, three)) == join_turns((join_turns((one, two)), three))
    assert reverse_turn(join_turns((one, two))) == join_turns((reverse_turn(two), reverse_turn(one)))
    assert swaps_sides(join_turns((one, two))) == (swaps_sides(one) != swaps_sides(two))


def test_right_and_flip_generate_all_eight_turns() -> None:
    assert join_turns((RIGHT,) * 4) == AS_IT_IS
    assert join_turns((RIGHT,) * 2) == UPSIDE_DOWN
    assert join_turns((RIGHT,) * 3) == LEFT
    assert join_turns((FLIPPED, RIGHT)) == join_turns((LEFT, FLIPPED)) != join_turns((RIGHT, FLIPPED))
    made = {join_turns((FLIPPED,) * flips + (RIGHT,) * quarters) for flips in range(2) for quarters in range(4)}
    assert made == set(range(1, 9))


@given(TURNS, TURNS)
def test_joined_turns_change_pixels_like_single_turns(one: int, two: int) -> None:
    assert look(turned(picture(), join_turns((one, two)))) == look(turned(turned(picture(), one), two))


@given(st.lists(st.sampled_from(["left", "right", "flip"]), max_size=6))
def test_commands_act_on_shown_picture(commands: list[str]) -> None:
    turn, seen = AS_IT_IS, picture()
    for command in commands:
        turn = follow_command(turn, command)  # type: ignore[arg-type]
        ways = {"left": Image.Transpose.ROTATE_90, "right": Image.Transpose.ROTATE_270}
        seen = seen.transpose(ways.get(command, Image.Transpose.FLIP_LEFT_RIGHT))
    assert look(turned(picture(), turn)) == look(seen)
    assert follow_command(turn, "reset") == AS_IT_IS


@given(TURNS, TURNS)
def test_regions_follow_the_pixels(one: int, two: int) -> None:
    region = Region(0.25, 0.5, 0.125, 0.25)
    assert turn_region(turn_region(region, one), two) == turn_region(region, join_turns((one, two)))
    assert turn_region(WHOLE, one) == WHOLE
    image = Image.new("L", (16, 8))
    image.paste(255, (4, 4, 6, 6))
    moved = turned(image, one)
    box, found = turn_region(region, one), moved.getbbox()
    sides = (box.x * moved.width, box.y * moved.height, box.width * moved.width, box.height * moved.height)
    assert found == (sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3])


@given(TURNS)
def test_a_decision_applies_only_to_its_picture(turn: int) -> None:
    text = decision_text(turn, PICTURE)
    assert is_decision(text) == (turn != AS_IT_IS)
    assert turn_in(text, PICTURE) == turn
    assert turn_in(text, b"other picture 16") == AS_IT_IS
    assert (turned_hash(PICTURE, turn) == PICTURE) == (turn == AS_IT_IS)


def test_each_turn_has_its_own_hash() -> None:
    assert len({turned_hash(PICTURE, turn) for turn in range(1, 9)}) == 8


@pytest.mark.parametrize(
    "text", ["", "1:" + "0" * 32, "9:" + "0" * 32, "6:" + "0" * 31, "6", "6:" + "G" * 32, "６:" + "0" * 32]
)
def test_invalid_decisions(text: str) -> None:
    assert not is_decision(text)
    assert turn_in(text, bytes(16)) == AS_IT_IS
