"""The guide is found by names and by full-text search; its Markdown is parsed into blocks and spans."""

import pytest

from photon.domain.guide import INDEX, anchor_of, find_topic, help_topics, near_topics, search_topics
from photon.domain.guide_text import (
    Code,
    Heading,
    ItemList,
    PagePicture,
    Paragraph,
    Span,
    Table,
    blocks_of,
    spans_of,
)

PAGE = """# Title

First line
goes on.

## Two words

- one
  goes on
- two

1. first
2. second

| key | does |
|---|---|
| Z | zoom |

```sh
photon help

# no heading
```

![a cat](pictures/cat.png)
"""


def test_a_page_is_parsed_into_blocks() -> None:
    assert blocks_of(PAGE) == [
        Heading(1, "Title"),
        Paragraph("First line goes on."),
        Heading(2, "Two words"),
        ItemList(("one goes on", "two"), is_numbered=False),
        ItemList(("first", "second"), is_numbered=True),
        Table(("key", "does"), (("Z", "zoom"),)),
        Code("photon help\n\n# no heading"),
        PagePicture("pictures/cat.png", "a cat"),
    ]


def test_a_text_is_parsed_into_spans() -> None:
    text = "Press **Ctrl+,** or *Save…*, see [tags](tags.md#add-a-tag): `2*beach` and 2*3*4."
    assert list(spans_of(text)) == [
        Span("text", "Press "),
        Span("strong", "Ctrl+,"),
        Span("text", " or "),
        Span("emphasis", "Save…"),
        Span("text", ", see "),
        Span("link", "tags", "tags.md#add-a-tag"),
        Span("text", ": "),
        Span("code", "2*beach"),
        Span("text", " and 2*3*4."),
    ]


def test_no_page_has_unknown_markup() -> None:
    for topic in help_topics():
        for block in blocks_of(topic.text):
            cells = block.items if isinstance(block, ItemList) else (getattr(block, "text", ""),)
            cells = tuple(cell for row in block.rows for cell in row) if isinstance(block, Table) else cells
            for span in () if isinstance(block, Code) else (span for cell in cells for span in spans_of(cell)):
                assert span.kind == "code" or not any(mark in span.text for mark in ("**", "](", "`")), (
                    topic.name,
                    span.text,
                )


def test_every_page_has_its_own_title_and_regular_tables() -> None:
    titles = [topic.title for topic in help_topics()]
    assert len(set(titles)) == len(titles)
    for topic in help_topics():
        assert blocks_of(topic.text)[0] == Heading(1, topic.title)
        tables = [block for block in blocks_of(topic.text) if isinstance(block, Table)]
        assert all(len(row) == len(table.head) for table in tables for row in table.rows), topic.name


def test_a_topic_is_found_by_name_and_by_title() -> None:
    by_name, by_title = find_topic("Tags"), find_topic("tag photos")
    assert by_name is by_title is not None
    assert find_topic("nothing of the kind") is None
    assert help_topics()[0].name == INDEX


@pytest.mark.parametrize(
    ("asked", "meant"), [("serch", "search"), ("captoins", "captions"), ("write-metadata", "save-metadata")]
)
def test_an_unknown_topic_gets_suggestions(asked: str, meant: str) -> None:
    assert meant in [topic.name for topic in near_topics(asked)]


def test_nonsense_gets_no_suggestions() -> None:
    assert near_topics("qqqqxxxx") == []


@pytest.mark.parametrize(
    ("words", "page"),
    [("export", "export"), ("unplugged drive", "folders"), ("sensitive", "privacy"), ("google takeout", "metadata"),
     ("ollama", "captions"), ("backup", "library"), ("faces", "missing"), ("videos", "videos")],
)  # fmt: skip
def test_words_find_pages(words: str, page: str) -> None:
    found = search_topics(words)
    assert page in [topic.name for topic in found[:3]]
    assert all(word in topic.text.casefold() for topic in found for word in words.split())


def test_the_excerpt_shows_the_word_without_markup() -> None:
    topic = find_topic("privacy")
    assert topic is not None
    assert "telemetry" in topic.excerpt("TELEMETRY")
    assert "\n" not in topic.excerpt("telemetry")
    assert topic.excerpt("qqqq") == ""


def test_anchors_are_those_of_markdown() -> None:
    assert anchor_of("This photo, but …") == "this-photo-but-"
    assert anchor_of("Add a tag") == "add-a-tag"
