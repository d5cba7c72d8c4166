"""Tags in twelve languages name themes: the same on a card, in the terminal, in a chip, in a search and completed."""

import json
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from photon.app.explore.shelves import find_topics
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.metadata.tag import TagMark
from photon.domain.query.filter_kinds.explore import THEME
from photon.library import Library, open_library
from photon.library.explore.topics import topic_counts
from photon.library.searches.filters import matching
from photon.library.tags import tags
from photon.library.vectors import vectors
from photon.search.query_language import parse
from photon.ui.search.search_bar import SearchBar
from photon.vision.starter import starter
from tests.cli.rated_library import photon
from tests.new_library_photos import add_photos
from tests.ui.driving import said

NAMES = {
    "Russian": "Пляж летом", "Greek": "Θάλασσα", "Arabic": "شاطئ البحر", "Hebrew": "חוֹף הַיָּם", "Chinese": "海滩",
    "Japanese": "桜の花見", "Korean": "바닷가", "Hindi": "समुद्र तट", "Thai": "ชายหาดทะเล", "German": "Straßenfest",
    "French": "Forêt d’été", "Turkish": "İstanbul ışığı",
}  # fmt: skip
EACH = 40


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 480 photos, 40 of each tag, which look alike."""
    made = tmp_path_factory.mktemp("scripts")
    with open_library(made / "library", writable=True) as library:
        add_photos(library, made / "photos", EACH * len(NAMES))
        tag_of = {photo: name for at, name in enumerate(NAMES.values()) for photo in photos_of(at)}
        tags.mark(library, [TagMark(photo, (name,), "confirmed") for photo, name in tag_of.items()])
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
        looks = np.eye(16, dtype=np.float32)
        rows = [vectors.Embedded(photo, hashes[photo], *[looks[(photo - 1) // EACH]] * 2) for photo in sorted(tag_of)]
        vectors.store(library, starter.encoder_id(), rows)
    assert photon(made / "library", "themes") == 0
    return made / "library"


def photos_of(at: int) -> range:
    return range(1 + EACH * at, 1 + EACH * (at + 1))


def card_of(library: Library, name: str) -> ShelfCard:
    (card,) = [card for card in find_topics("theme", "", library) if card.name == name]
    return card


@pytest.mark.parametrize("language", NAMES)
def test_a_tag_of_any_language_names_a_theme(qtbot: QtBot, place: Path, language: str) -> None:
    name, photos = NAMES[language], list(photos_of(list(NAMES).index(language)))
    bar = SearchBar()
    qtbot.addWidget(bar)
    with open_library(place, writable=False) as library:
        find = partial(matching, library, today=date.today())  # noqa: DTZ011 - no date is asked for
        card = card_of(library, name)
        assert (name, EACH) in topic_counts(library, "theme")  # what completes theme:
        for text in (card.query, f'theme:"{name}"', f'theme:"{name.lower()}"'):
            parsed = parse(text)
            assert (parsed.mistakes, find(list(parsed.query.filters)).tolist()) == ((), photos), text
        assert parse(card.query).query.parts == (THEME.filter_by(name),)
    bar.ask_query(parse(card.query).query)
    assert said(bar) == [name]
    assert parse(bar.text()).query.parts == (THEME.filter_by(name),)


def test_the_terminal_prints_them_as_they_are(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert photon(place, "themes") == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.removesuffix(f"{EACH} photos").strip() for line in lines} == {*NAMES.values()}
    assert photon(place, "themes", "--json") == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["name"] for one in printed} == {*NAMES.values()}
    assert {len(one["photos"]) for one in printed} == {EACH}
