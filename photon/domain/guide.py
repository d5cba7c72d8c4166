"""The guide for users: pages of Markdown in ``resources/help``, found by name and searched by words.

A translated page, ``resources/help/de/NAME.md``, has the same headings in the same order, and links name headings as in
English.
"""

import re
from difflib import get_close_matches
from functools import cache

from photon.language.language import current_language
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

INDEX = "index"
"""The page that lists all others, in their order."""
_LINK = re.compile(r"\]\(([\w-]+)\.md(?:#[\w-]*)?\)")
_MARKS = re.compile(r"^[|-]+$|\*{1,2}|[`|]|^```\w*$|^#+ |!?\[([^\]]*)\]\([^)]*\)", re.MULTILINE)
_HEADING = re.compile(r"^##+ (.*)$", re.MULTILINE)
_CATCHWORD = re.compile(r"^- \*\*(.*?)\*\*", re.MULTILINE)
_AROUND, _EXCERPT = 24, 100  # characters before a word that was found, and in all


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """A page of the guide.

    Attributes:
        name: What it is asked for by, the name of its file without the extension.
        title: Its first heading.
        text: Markdown, in the user's language if the page was translated.
        anchors: How links name its headings below the title, in their order; the same in all languages.
    """

    name: str
    title: str
    text: str
    anchors: tuple[str, ...]

    def excerpt(self, words: str) -> str:
        """A piece of the page around the first of some words, in one line; empty if it has none of them."""
        plain = " ".join(_MARKS.sub(r"\1", self.text.partition("\n")[2]).split())
        folded = plain.lower()
        positions = [at for word in words.lower().split() if (at := folded.find(word)) >= 0]
        if not positions:
            return ""
        start = max(0, min(positions) - _AROUND)
        if start:
            start = plain.find(" ", start) + 1
        piece = plain[start : start + _EXCERPT].rpartition(" ")[0]
        return f"{'… ' if start else ''}{piece} …"


def anchor_of(title: str) -> str:
    """How a link names a heading: ``## Add a tag`` is ``#add-a-tag``."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


@cache
def help_topics() -> tuple[HelpTopic, ...]:
    """All pages: first the index, then the others in its order."""
    index = _read(INDEX)
    return index, *(_read(name) for name in dict.fromkeys(_LINK.findall(index.text)))


def find_topic(name: str) -> HelpTopic | None:
    """The page of this name or title, without regard to case."""
    wanted = name.strip().casefold()
    if wanted in (INDEX, *_LINK.findall(_read(INDEX).text)):  # other pages need not be read, which takes 30 ms
        return _read(wanted)
    return next((topic for topic in help_topics() if wanted in (topic.name, topic.title.casefold())), None)


def near_topics(name: str) -> list[HelpTopic]:
    """Pages that may be meant by an unknown name: those with a similar one, or else those that speak of it."""
    wanted = name.strip().casefold()
    similar = get_close_matches(wanted, [topic.name for topic in help_topics()], n=3, cutoff=0.6)
    return [topic for topic in help_topics() if topic.name in similar] or search_topics(name)[:3]


def search_topics(words: str) -> list[HelpTopic]:
    """Pages that contain all words or their beginnings, the most fitting first."""
    wanted = words.casefold().split()
    scored = [(_score(topic, wanted), topic) for topic in help_topics() if topic.name != INDEX]
    return [topic for score, topic in sorted(scored, key=lambda pair: -pair[0]) if score > 0]


def _score(topic: HelpTopic, words: list[str]) -> float:
    """How well a page fits: each word must be in it; it counts more in the title and in headings."""
    text, title = topic.text.casefold(), f"{topic.title} {topic.name}".casefold()
    headings = " ".join(_HEADING.findall(text) + _CATCHWORD.findall(text))
    if not all(word in text or word in title for word in words):
        return 0
    return sum(20 * (word in title) + 5 * (word in headings) + min(4, text.count(word)) for word in words)


@cache
def _read(name: str) -> HelpTopic:
    original = resource(f"help/{name}.md").read_text(encoding="utf-8")
    try:
        text = resource(f"help/{current_language()}/{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        text = original
    anchors = tuple(anchor_of(title) for title in _HEADING.findall(original))
    return HelpTopic(name, text.partition("\n")[0].lstrip("# "), text, anchors)
