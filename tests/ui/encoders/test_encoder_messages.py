"""The texts about encoders, and the possible actions for each."""

from dataclasses import replace

from photon.domain import Activity, Counts
from photon.domain.encoders.encoder_info import EncoderState, Installing
from photon.domain.encoders.encoder_messages import size_words, speed_words
from photon.search.language import language_words
from photon.ui.encoders.encoder_messages import (
    INSTEAD,
    actions_for,
    facts_line,
    name_line,
    standing,
    title_line,
    upgrade_done,
    upgrade_left,
)
from photon.ui.encoders.encoder_offer import FEWEST, offered
from photon.ui.kit.formatting import activity_sentence
from photon.vision.clip.catalog import encoder_cards
from photon.vision.starter.built_in import built_in
from tests.ui.fake_encoders import CLIP_CARD, STARTER_CARD

STARTER = EncoderState(
    STARTER_CARD, "starter-1", installed=True, role="answering", searchable=10_000, photos=10_000, disk=120
)
CLIP = EncoderState(CLIP_CARD, photos=10_000)
THERE = replace(CLIP, id="clip-1", installed=True, disk=1240, per_second=30.2)
COMING = replace(THERE, role="coming", searchable=3200)


def test_sizes_speeds_and_languages_are_rounded() -> None:
    assert [size_words(size) for size in (0, 605, 999, 1507)] == ["", "605 MB", "999 MB", "1.5 GB"]
    speeds = [speed_words(speed) for speed in (0, 0.02, 0.6, 0.9, 30.4, 1191)]
    assert speeds == [
        "", "about 50 seconds per photo", "about 2 seconds per photo", "about 1 photo per second",
        "about 30 photos per second", "about 1,191 photos per second",
    ]  # fmt: skip
    assert [language_words(codes) for codes in ((), ("en",), ("en", "de"), ("fr", "en", "de"))] == [
        "many languages", "English", "English and German", "English, French and German",
    ]  # fmt: skip


def test_the_line_of_facts_contains_only_known_facts() -> None:
    assert facts_line(CLIP) == "605 MB download · MIT licence · English"
    assert (
        facts_line(THERE)
        == "1.2 GB · MIT licence · English · about 30 photos per second here, all your photos in about 6 minutes"
    )
    seen = replace(THERE, searchable=10_000)
    assert facts_line(seen) == "1.2 GB · MIT licence · English · about 30 photos per second here"
    own = replace(CLIP_CARD, weights="", licence="", languages=())
    assert facts_line(replace(seen, card=own)) == "1.2 GB · about 30 photos per second here"


def test_texts_of_a_card() -> None:
    both = [STARTER, THERE]
    assert standing(STARTER, both, (0, 0)) == "In use"
    behind = replace(STARTER, searchable=9_000)
    assert standing(behind, both, (0, 0)) == "In use · 9,000 of 10,000 photos searchable"
    assert standing(CLIP, both, (0, 0)) == ""
    assert standing(THERE, both, (0, 0)) == "Installed"
    done = upgrade_done(COMING, Activity())
    assert standing(COMING, both, done) == "Preparing: 3,200 of 10,000 photos · Starter answers until then"
    words = standing(COMING, both, done, upgrade_left(Activity("upgrading", 100, 6900, 12.0)))
    assert words == "Preparing: 3,200 of 10,000 photos · about 9 minutes left · Starter answers until then"
    words = activity_sentence(Activity(), Counts(photos=10_000, searchable=10_000), ("CLIP B/32", "Starter"))
    assert words == "Preparing CLIP B/32 · Starter answers until then"  # while it is loaded
    assert standing(replace(STARTER, role=""), [replace(STARTER, role="")], (0, 0)) == INSTEAD


def test_progress_after_a_restart_continues_from_the_stored_count() -> None:
    activity = Activity("upgrading", 100, 6900, 12.0)
    assert upgrade_done(COMING, activity) == (3200, 10_000)
    words = activity_sentence(activity, Counts(photos=10_000), ("CLIP B/32", "Starter"))
    assert words == "Preparing CLIP B/32: 3,200 of 10,000 photos · about 9 minutes left · Starter answers until then"
    words = activity_sentence(replace(activity, paused=True), Counts(photos=10_000), ("CLIP B/32", "Starter"))
    assert words == "Paused · Preparing CLIP B/32: 3,200 of 10,000 photos"


def test_only_sensible_actions_are_possible() -> None:
    assert actions_for(STARTER, None) == []
    assert actions_for(CLIP, None) == ["install", "measure"]
    assert actions_for(CLIP, Installing("clip-b-32", 0.1, "")) == ["stop"]
    assert actions_for(CLIP, Installing("another", 0.1, "")) == ["install", "measure"]
    assert actions_for(COMING, None) == ["pause", "keep"]
    assert actions_for(COMING, None, paused=True) == ["resume", "keep"]
    assert actions_for(replace(THERE, searchable=10), None) == ["use", "drop", "remove"]
    assert actions_for(replace(THERE, role="answering"), None) == ["remove"]


def test_the_closer_look_can_be_used_but_neither_removed_nor_measured() -> None:
    closer = EncoderState(built_in()[1].card, "closer-1", installed=True, photos=100)
    assert actions_for(closer, None) == ["use"]
    assert actions_for(replace(closer, searchable=100), None) == ["use", "drop"]
    assert actions_for(replace(closer, role="coming"), None) == ["pause", "keep"]
    assert actions_for(replace(closer, role="answering"), None) == []
    assert title_line(built_in()[1].card) == "A little better, without a download"
    assert name_line(built_in()[1].card) == "Fast · Starter, closer look"
    assert "MB" not in facts_line(closer)


def test_models_are_offered_beside_the_built_in_ones() -> None:
    counts = Counts(photos=FEWEST, searchable=FEWEST)
    closer = EncoderState(built_in()[1].card, "closer-1", installed=True)
    assert offered([STARTER, closer, CLIP], counts) == CLIP_CARD
    assert offered([STARTER, closer, THERE, CLIP], counts) is None
    assert offered([STARTER, closer], counts) is None


def test_no_two_recommended_models_have_the_same_title() -> None:
    titles = [title_line(card) for card in encoder_cards.recommended()]
    assert len(set(titles)) == len(titles)
    card = encoder_cards.card_of("clip-b-32")
    assert (title_line(card), name_line(card)) == ("For laptops", "Better · CLIP B/32")
    unknown = replace(card, tier="", quality="")
    assert (title_line(unknown), name_line(unknown)) == ("CLIP B/32", "")
