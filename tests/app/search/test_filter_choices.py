"""Filters that can be added to those already set, from a real session."""

from collections.abc import Callable
from pathlib import Path

from photon.app.session import Session
from photon.domain import Filter, Query, QueryWords
from tests.app.conftest import settle
from tests.filter_groups import GROUPS
from tests.pictures import draw


def offered(session: Session, name: str, query: Query) -> dict[str, int]:
    return {
        choice.part.value: choice.photos for choice in session.searching.filter_choices(GROUPS[name], query).result()
    }


def test_other_filters_and_the_folder_limit_the_counts(open_session: Callable[..., Session], tmp_path: Path) -> None:
    paths = [draw(tmp_path / "photos" / place, "red", number)
             for number, place in enumerate(("Rome/a.jpg", "Rome/b.jpg", "c.jpg", "d.jpg"))]  # fmt: skip
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    photo_at = {
        path: photo for photo, path in session.browsing.paths(session.browsing.photos("name").result()).result().items()
    }
    first, second, third, fourth = (photo_at[str(path)] for path in paths)
    session.marking.rate([first, third], 5).result()
    session.marking.rate([second], 2).result()
    session.tags.mark([first, fourth], [("Dog",)], "confirmed", by_hand=True).result()
    session.tags.mark([first], [("Cat",)], "confirmed", by_hand=True).result()

    every = {"5": 2, ">=4": 2, ">=3": 2, ">=2": 3, ">=1": 3, "0": 1}
    assert offered(session, "rating", Query()) == every
    assert offered(session, "rating", Query((QueryWords("a dog"),))) == every  # words only rank
    rome = str(tmp_path / "photos" / "Rome")
    assert offered(session, "rating", Query(folder=rome)) == {"5": 1, ">=4": 1, ">=3": 1, ">=2": 2, ">=1": 2}
    assert offered(session, "rating", Query((Filter("rating", "0"), Filter("tag", "Dog")))) == {
        "5": 1, ">=4": 1, ">=3": 1, ">=2": 1, ">=1": 1, "0": 1,
    }  # fmt: skip
    assert offered(session, "tag", Query((Filter("tag", "Dog"),))) == {"Cat": 1, "Dog": 2}
    assert offered(session, "camera", Query()) == {}
