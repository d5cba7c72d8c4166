"""Which photos are compared, and the order of moving through them."""

from hypothesis import given
from hypothesis import strategies as st

from photon.ui.compare.compared_photos import ComparedPhotos

ALL = [1, 2, 3, 4, 5, 6, 7]


def test_two_to_four_selected_photos_are_shown_side_by_side() -> None:
    compared = ComparedPhotos([3, 5, 7], ALL)
    assert (compared.shown, compared.is_champion, compared.current) == ([3, 5, 7], False, 3)
    assert compared.step(1)
    assert compared.current == 5
    assert compared.step(1)
    assert not compared.step(1)
    assert compared.go_on() is False
    assert compared.current == 7


def test_one_photo_is_the_reference_for_those_after_it() -> None:
    compared = ComparedPhotos([3], ALL)
    assert (compared.shown, compared.is_champion, compared.current) == ([3, 4], True, 4)
    assert compared.coming == [5, 6, 7, 2]
    assert compared.place == (3, 6)
    assert compared.step(1)
    assert compared.shown == [3, 5]
    assert ComparedPhotos([7], ALL).shown == [7, 6]  # the one before the last follows it


def test_the_first_of_many_selected_photos_is_the_reference() -> None:
    compared = ComparedPhotos([1, 2, 4, 5, 7], ALL)
    assert compared.shown == [1, 2]
    seen = [compared.current]
    while compared.step(1):
        seen.append(compared.current)
    assert seen == [2, 4, 5, 7]


def test_the_previous_challenger_follows_the_last() -> None:
    compared = ComparedPhotos([6], ALL)
    assert compared.shown == [6, 7]
    assert not compared.step(1)
    assert compared.go_on()
    assert compared.shown == [6, 5]


def test_swapping_keeps_the_winner_and_the_others_continue_from_there() -> None:
    compared = ComparedPhotos([1], ALL)
    compared.step(1)
    assert compared.swap()
    assert (compared.shown, compared.current) == ([3, 1], 1)
    compared.step(1)
    assert compared.shown == [3, 2]
    compared.step(1)
    assert compared.shown == [3, 4]


def test_the_reference_mode_starts_with_the_framed_photo() -> None:
    compared = ComparedPhotos([2, 4, 6], ALL)
    compared.point(1)
    assert compared.toggle_champion()
    assert (compared.shown, compared.is_champion) == ([4, 2], True)
    compared.step(1)
    assert compared.shown == [4, 6]
    assert compared.toggle_champion()
    assert (compared.shown, compared.is_champion) == ([4, 6], False)


def test_two_selected_photos_get_challengers_from_all() -> None:
    compared = ComparedPhotos([2, 3], ALL)
    compared.toggle_champion()
    assert compared.shown == [2, 3]
    compared.step(1)
    assert compared.shown == [2, 4]


def test_nothing_to_compare() -> None:
    assert ComparedPhotos([1], [1]).shown == []
    assert ComparedPhotos([], ALL).shown == []
    assert ComparedPhotos([], []).current == 0


def test_removed_photos_are_replaced_by_the_next() -> None:
    compared = ComparedPhotos([3], ALL)
    assert compared.forget({4})
    assert compared.shown == [3, 5]
    assert compared.forget({5, 6, 7})
    assert compared.shown == [3, 2]
    assert not compared.forget({1, 2})
    side = ComparedPhotos([1, 2], ALL)
    assert not side.forget({2})


@given(st.lists(st.integers(1, 9), unique=True), st.lists(st.sampled_from("rludfsg"), max_size=20), st.data())
def test_it_always_shows_two_to_four_different_photos(chosen: list[int], acts: list[str], data: st.DataObject) -> None:
    compared = ComparedPhotos(chosen, list(range(1, 10)))
    for act in acts if len(compared.shown) > 1 else ():
        if act == "f":
            if not compared.forget({data.draw(st.integers(1, 9))}):
                return
        else:
            {"r": compared.toggle_champion, "l": lambda: compared.step(-1), "u": lambda: compared.point(0),
             "d": lambda: compared.point(3), "s": compared.swap, "g": compared.go_on}[act]()  # fmt: skip
        assert 2 <= len(compared.shown) <= 4
        assert len(set(compared.shown)) == len(compared.shown)
        assert compared.current in compared.shown
        assert not compared.is_champion or len(compared.shown) == 2
