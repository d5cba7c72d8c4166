"""Characters that act are stored in no name, and written out where texts are shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.metadata.album import check_album_path
from photon.domain.metadata.tag import clean_path
from photon.domain.unseen_characters import (
    clean_line,
    line_written_out,
    readable_text,
    shortened_line,
    written_out,
)

HOSTILE = ["\x1b]0;x\x07", "\u202e", "\x00", "\r", "\x9b31m", "\u2066", "\u2028", "\n", "\ud800", "\u200b", "\ufeff"]
TEXTS = st.lists(st.text() | st.sampled_from(HOSTILE)).map("".join)


def acts(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) == "Cc" or c in "\u202a\u202b\u202c\u202d\u202e\u2028\u2029"}


@given(text=TEXTS)
def test_no_name_has_a_character_that_nobody_sees(text: str) -> None:
    clean = clean_line(text)
    assert clean_line(clean) == clean
    assert not acts(clean)
    assert not {"\u200b", "\ufeff", "\u2066", "\ud800"} & set(clean)


@given(text=TEXTS)
def test_what_is_shown_has_no_character_that_acts_and_loses_none(text: str) -> None:
    assert acts(written_out(text)) <= {"\n", "\t"}
    assert not acts(line_written_out(text))
    assert len(shortened_line(text)) <= 80
    assert len(line_written_out(text)) >= len(text)
    assert acts(readable_text(text)) <= {
        "\n",
        "\t",
        "\u202a",
        "\u202b",
        "\u202c",
        "\u202d",
        "\u202e",
        "\u2028",
        "\u2029",
    }


@pytest.mark.parametrize("hostile", HOSTILE)
def test_tags_and_albums_are_named_without_them(hostile: str) -> None:
    assert clean_path([f"a{hostile}b"]) == check_album_path([f"a{hostile}b"])
    (name,) = clean_path([f"a{hostile}b"])
    assert name in {"a b", "a?b", "a ]0;x b", "a 31m b", "a 31mb"}


def test_what_scripts_and_emoji_need_stays() -> None:
    for text in ("می\u200cخواهم", "👩\u200d🚀", "🏴\U000e0067\U000e0062\U000e007f", "שלום", "Wasser\u00adfall"):
        assert clean_line(text) == written_out(text) == text
    assert written_out("שלום\u200f!\n\tב") == "שלום\u200f!\n\tב"
    assert readable_text("a\r\nb\rc\x1b[0m") == "a\nb\nc[0m"
