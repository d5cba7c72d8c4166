"""The model answers from memory, requests data once, and keeps the identity of rows."""

import time
from itertools import chain

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from photon.domain import Card
from photon.ui.grid.photo_grid_model import PhotoGridModel, Role, runs
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.item_views import steps_between
from tests.ui.driving import withdraw
from tests.ui.fake_session import FakeSession
from tests.ui.held_back import HeldBack


def model_of(session: FakeSession, bridge: Bridge, folder: str, number: int) -> PhotoGridModel:
    session.arrive(number, folder)
    made = PhotoGridModel(session, bridge, bridge)
    made.show_photos(list(range(1, number + 1)))
    return made


def test_it_is_a_valid_model(session: FakeSession, bridge: Bridge, folder: str, qtmodeltester: ModelTester) -> None:
    made = model_of(session, bridge, folder, 12)
    qtmodeltester.check(made)
    made.show_photos([9, 1, 2, 4, 5, 20, 12])
    made.show_photos([1, 2])
    qtmodeltester.check(made)


def test_cards_and_previews_arrive_later_with_their_role(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    made = model_of(session, bridge, folder, 5)
    index = made.index(2)
    assert index.data(Role.ID) == 3
    assert index.data(Role.CARD) is None
    with qtbot.waitSignal(made.dataChanged) as seen:
        for row in range(5):
            made.index(row).data(Role.CARD)
    first, last, roles = seen.args
    assert (first.row(), last.row(), roles) == (0, 4, [int(Role.CARD)])  # one announcement for the run
    card = index.data(Role.CARD)
    assert isinstance(card, Card)
    assert index.data(Qt.ItemDataRole.DisplayRole) == card.name
    assert index.data(Role.PREVIEW) is None
    qtbot.waitUntil(lambda: index.data(Role.PREVIEW) is not None)
    assert index.data(Role.PREVIEW).width() / index.data(Role.PREVIEW).height() == card.width / card.height


def test_all_missing_cards_are_one_request(qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str) -> None:
    made = model_of(session, bridge, folder, 30)
    asked: list[int] = []
    cards = session.browsing.cards

    def counting(photos: list[int]) -> object:
        asked.append(len(photos))
        return cards(photos)

    session.cards = counting  # type: ignore[assignment, method-assign]
    for _ in range(3):
        for row in range(30):
            made.index(row).data(Role.CARD)
    qtbot.waitUntil(lambda: made.index(29).data(Role.CARD) is not None)
    assert asked == [30]


def test_a_missing_photo_is_requested_once(qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str) -> None:
    made = model_of(session, bridge, folder, 2)
    made.show_photos([1, 2, 77])
    asked: list[list[int]] = []
    cards = session.browsing.cards

    def counting(photos: list[int]) -> object:
        asked.append(photos)
        return cards(photos)

    session.cards = counting  # type: ignore[assignment, method-assign]
    made.index(2).data(Role.CARD)
    qtbot.waitUntil(lambda: len(asked) == 1)
    session.searching.counts().result()
    qtbot.wait(30)
    made.index(2).data(Role.CARD)
    qtbot.wait(30)
    assert asked == [[77]]


def test_an_answer_from_before_a_change_is_dropped(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    made = model_of(session, bridge, folder, 3)
    made.index(0).data(Role.CARD)
    with qtbot.waitSignal(made.dataChanged):
        pass
    session.marking.rate([1], 2).result()
    made.outdate([1])
    made.index(0).data(Role.CARD)
    session.searching.counts().result()
    # The second change occurs while the answer to the first is pending.
    session.marking.rate([1], 5).result()
    made.outdate([1])
    qtbot.waitUntil(lambda: made.index(0).data(Role.CARD).rating == 5)


def test_the_old_card_stays_until_the_new_one_arrives(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    made = model_of(session, bridge, folder, 3)
    made.index(0).data(Role.CARD)
    qtbot.waitUntil(lambda: made.index(0).data(Role.CARD) is not None)
    made.outdate(None)
    assert made.index(0).data(Role.CARD) is not None


def test_a_mark_is_shown_immediately(qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str) -> None:
    made = model_of(session, bridge, folder, 3)
    made.index(1).data(Role.CARD)
    qtbot.waitUntil(lambda: made.index(1).data(Role.CARD) is not None)
    made.mark([2], rating=4, favourite=True)
    card = made.index(1).data(Role.CARD)
    assert (card.rating, card.favourite) == (4, True)


def test_a_card_from_before_a_mark_does_not_remove_it(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = model_of(session, bridge, folder, 3)
    qtbot.waitUntil(lambda: made.index(1).data(Role.CARD) is not None)
    cards = HeldBack(monkeypatch, session, "cards")
    made.outdate([2])
    made.index(1).data(Role.CARD)
    qtbot.waitUntil(lambda: cards.asked == 1)
    made.mark([2], rating=4)
    cards.let_go()
    assert made.index(1).data(Role.CARD).rating == 4


def test_of_two_answers_the_later_question_counts_in_whatever_order_they_come(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = model_of(session, bridge, folder, 3)
    cards = HeldBack(monkeypatch, session, "cards")
    for rating in (2, 5):
        session.marking.rate([1], rating).result()
        made.outdate([1])
        made.index(0).data(Role.CARD)
        qtbot.waitUntil(lambda asked=rating: cards.asked == (1 if asked == 2 else 2))
    cards.let_go(1, 0)
    assert made.index(0).data(Role.CARD).rating == 5
    made.index(0).data(Role.CARD)
    qtbot.wait(30)
    assert cards.asked == 2  # it is not asked again


def test_the_first_answer_to_a_question_that_was_repeated_is_dropped(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = model_of(session, bridge, folder, 3)
    cards = HeldBack(monkeypatch, session, "cards")
    for number in (1, 2):
        made.outdate([1])
        made.index(0).data(Role.CARD)
        qtbot.waitUntil(lambda asked=number: cards.asked == asked)
    cards.let_go(0)
    assert made.index(0).data(Role.CARD) is None
    cards.let_go(1)
    assert made.index(0).data(Role.CARD) is not None


def test_the_late_card_of_a_hidden_photo_is_not_kept(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = model_of(session, bridge, folder, 3)
    cards = HeldBack(monkeypatch, session, "cards")
    for row in range(3):
        made.index(row).data(Role.CARD)
    qtbot.waitUntil(lambda: cards.asked == 1)
    withdraw(bridge, 2)
    cards.let_go()
    assert [made.cards.find_known(photo) is None for photo in (1, 2, 3)] == [False, True, False]


def test_a_photo_that_is_forgotten_while_its_card_is_awaited_has_none_afterwards(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = model_of(session, bridge, folder, 3)
    cards = HeldBack(monkeypatch, session, "cards")
    for row in range(3):
        made.index(row).data(Role.CARD)
    qtbot.waitUntil(lambda: cards.asked == 1)
    made.forget([2])
    cards.let_go()
    made.show_photos([1, 2, 3])
    assert made.index(1).data(Role.CARD) is None
    assert made.index(0).data(Role.CARD) is not None


def test_arriving_photos_keep_the_identity_of_rows(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    made = model_of(session, bridge, folder, 6)
    kept = QPersistentModelIndex(made.index(3))
    with qtbot.waitSignal(made.settled) as seen:
        made.show_photos([100, 1, 2, 3, 101, 102, 4, 5, 6])
    assert seen.args == [False]
    assert made.ids[kept.row()] == 4
    with qtbot.waitSignal(made.settled) as seen:
        made.show_photos([100, 4, 6])
    assert seen.args == [False]
    assert made.ids[kept.row()] == 4


def test_another_order_is_a_reset(qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str) -> None:
    made = model_of(session, bridge, folder, 6)
    with qtbot.waitSignals([made.modelReset, made.settled]):
        made.show_photos([6, 5, 4, 3, 2, 1])
    assert made.row_of(6) == 0
    assert made.row_of(99) == -1


def test_a_hundred_thousand_photos_are_shown_immediately(session: FakeSession, bridge: Bridge, folder: str) -> None:
    made = model_of(session, bridge, folder, 1)
    ids = list(range(1, 100_001))
    # CPU time of this thread only, because other processes may delay it
    began = time.thread_time()
    made.show_photos(ids)
    assert time.thread_time() - began < 0.1
    assert made.rowCount() == 100_000


def test_runs() -> None:
    assert runs([]) == []
    assert runs([4]) == [(4, 4)]
    assert runs([0, 1, 2, 5, 7, 8]) == [(0, 2), (5, 5), (7, 8)]


@pytest.mark.parametrize("grown", [(4, 2, 0), (6, 2, 0), (4, 5, 7), (5, 3, 1), (9, 9, 9)])
def test_sections_that_are_only_extended_keep_every_row(
    session: FakeSession, bridge: Bridge, grown: tuple[int, ...], qtmodeltester: ModelTester
) -> None:
    made = PhotoGridModel(session, bridge, bridge)
    numbers = [list(range(1000 * section, 1000 * section + count)) for section, count in enumerate(grown, 1)]
    page = [numbers[0][:4], numbers[1][:2], []]
    made.show_photos([*chain(*page)], (4, 2, 0))
    kept = [QPersistentModelIndex(made.index(row)) for row in range(6)]
    resets: list[bool] = []
    made.settled.connect(resets.append)
    made.show_photos([*chain(*numbers)], grown)
    assert not any(resets)
    assert made.ids == [*chain(*numbers)]
    assert made.sections == grown
    assert [index.data(Role.ID) for index in kept] == [*chain(*page)]
    qtmodeltester.check(made)


def test_many_photos_in_another_order_are_a_reset_and_few_rows_are_not() -> None:
    ids = list(range(1, 250_001))
    assert steps_between(ids, ids[::-1]) is None
    assert steps_between(ids, [*ids[:70_000], *ids[70_002:]]) == ([(70_000, 70_001)], [])
    assert steps_between(ids, [*ids[130_000:], *ids[:130_000]]) is None
    assert steps_between(ids[:7], [*ids[:5], 9, *ids[5:7]]) == ([], [(5, 5)])


def test_rows_of_few_and_many_photos_ascend(session: FakeSession, bridge: Bridge) -> None:
    model = PhotoGridModel(session, bridge)
    model.show_photos([*range(3000, 0, -1)])
    assert model.rows_of([1, 3000, 2, 5000]) == [0, 2998, 2999]
    assert model.rows_of([*range(1, 2001), 5000]) == [*range(1000, 3000)]
