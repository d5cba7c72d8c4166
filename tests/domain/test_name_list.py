"""Of many names, the first are listed, and endless ones are shortened."""

import pytest

from photon.domain.name_list import listed


@pytest.mark.parametrize(("count", "text"), [(0, ""), (5, "0, 1, 2, 3, 4"), (6, "0, 1, 2, 3, 4 and 1 more")])
def test_of_many_names_the_first_are_listed(count: int, text: str) -> None:
    assert listed([str(number) for number in range(count)]) == text


def test_endless_names_and_line_breaks_are_shown_in_one_line() -> None:
    line = listed(["/home/anna", "a\nb", "/" + "x" * 10**6])
    assert line.startswith("/home/anna, a\\x0ab, /xxx")
    assert line.endswith("x…")
    assert len(line) < 600
