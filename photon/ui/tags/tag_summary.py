"""The tags that several photos have in common, and the suggestions for them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Literal

from photon.annotate.tags.tag_order import order_by_lines
from photon.domain.metadata.tag import Tagged, TagPath, tag_key, tag_text
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass
from photon.ui.kit.formatting import percent


@dataclass(frozen=True, slots=True)
class SharedTag:
    """A tag as a chip shows it.

    Attributes:
        path: Its names.
        state: ``confirmed`` or ``suggested``.
        photos: Photos that have it or for which it is suggested.
        total: Number of all photos.
        certainty: Mean certainty of a suggestion over its photos, 0..1.
    """

    path: TagPath
    state: Literal["confirmed", "suggested"]
    photos: tuple[int, ...]
    total: int
    certainty: float = 1.0

    @property
    def is_common(self) -> bool:
        """Whether all photos have it."""
        return len(self.photos) == self.total

    @property
    def share(self) -> str:
        """``3 of 12``; empty if all photos have it."""
        return "" if self.is_common else tr("{some:,} of {all:,}", some=len(self.photos), all=self.total)


def _most_specific(found: Sequence[Tagged], key_of: Callable[[TagPath], str]) -> list[tuple[str, Tagged]]:
    """Return a photo's tags with their keys, without suggestions implied by a more specific tag."""
    implied = {
        key_of(tagged.path[:depth])
        for tagged in found
        if tagged.state == "confirmed"
        for depth in range(1, len(tagged.path))
    }
    keyed = [(key_of(tagged.path), tagged) for tagged in found]
    return [(key, tagged) for key, tagged in keyed if tagged.state != "suggested" or key not in implied]


def shared_tags(tags: Mapping[int, Sequence[Tagged]]) -> tuple[list[SharedTag], list[SharedTag]]:
    """Return the user's tags of these photos, and the suggestions.

    Args:
        tags: Tags of each photo.

    Returns:
        Tags that all photos have, then those that some have, each in order of the path; and suggestions, starting with
        those that are expected to be right for most photos; what is wider or narrower than another comes last.
    """
    photos: dict[tuple[str, str], list[int]] = defaultdict(list)
    sure: dict[tuple[str, str], float] = defaultdict(float)
    paths: dict[str, TagPath] = {}
    key_of = cache(tag_key)  # the same few paths many times
    for photo, found in tags.items():
        for key_, tagged in _most_specific(found, key_of):
            key = (tagged.state, key_)
            photos[key].append(photo)
            sure[key] += tagged.certainty
            if tagged.state == "confirmed" or key[1] not in paths:
                paths[key[1]] = tagged.path
    total = len(tags)
    own = [
        SharedTag(paths[key], "confirmed", tuple(those), total)
        for (state, key), those in photos.items()
        if state == "confirmed"
    ]
    suggested = [
        SharedTag(paths[key], "suggested", tuple(those), total, sure["suggested", key] / len(those))
        for (state, key), those in photos.items()
        if state == "suggested"
    ]
    own.sort(key=lambda each: (not each.is_common, tag_key(each.path)))
    suggested.sort(key=lambda each: (-len(each.photos) * each.certainty, tag_key(each.path)))
    shares = [len(each.photos) * each.certainty / total for each in suggested]
    return own, [suggested[at] for at in order_by_lines([each.path for each in suggested], shares)]


def chip_names(tags: Sequence[SharedTag], ambiguous: Collection[str] = ()) -> list[str]:
    """Return the names shown on chips: the last name, or the whole path if that is ambiguous.

    Args:
        tags: The tags of the chips.
        ambiguous: Keys of last names that several tags of the library share.
    """
    ends = [tag_key(each.path[-1:]) for each in tags]
    return [
        each.path[-1] if ends.count(end) == 1 and end not in ambiguous else tag_text(each.path)
        for each, end in zip(tags, ends, strict=True)
    ]


def share_sure(certainty: float) -> str:
    """Return ``87%``, never 100%, because no suggestion is certain."""
    return percent(min(certainty, 0.99))


def sureness(certainty: float) -> str:
    """Return ``87% sure``."""
    return tr("{share} sure", share=share_sure(certainty))


def chip_words(tag: SharedTag) -> str:
    """Return the tooltip of a chip."""
    parts = [tag_text(tag.path)] if len(tag.path) > 1 else []
    if tag.state == "suggested":
        parts.append(_sure_words(tag))
    elif not tag.is_common:
        parts.append(
            tr_n(
                "{count:,} of {all:,} photos has this tag",
                "{count:,} of {all:,} photos have this tag",
                len(tag.photos),
                all=tag.total,
            )
        )
    return "\n".join(parts or [tag.path[-1]])


def _sure_words(tag: SharedTag) -> str:
    share = share_sure(tag.certainty)
    if tag.total == 1:
        return tr("Photon is {share} sure", share=share)
    return tr(
        "Photon is {share} sure on average, for {some:,} of {all:,} photos",
        share=share,
        some=len(tag.photos),
        all=tag.total,
    )
