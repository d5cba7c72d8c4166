"""What views are told of decisions that changed."""

from collections.abc import Iterable, Mapping

from photon.domain import ChangeKind

CHANGED_KINDS: Mapping[str, ChangeKind] = {
    "tag": "tags", "rejected": "tags", "example": "tags", "branch": "tags", "caption": "captions", "fits": "captions",
    "declined": "captions", "rating": "marks", "favourite": "marks", "label": "marks", "flag": "marks",
    "date": "photos", "turn": "photos",
    "word": "vocabulary", "setting": "vocabulary", "search": "searches", "skip": "folders", "missing": "folders",
    "album": "albums", "in_album": "albums", "never_in_album": "albums",
    "in_stack": "stacks", "kept_apart": "duplicates",
    "agreed": "conflicts",
}  # fmt: skip
"""By what is decided, as in ``library.db.journal.TABLES``; ``agreed`` is that a file and the library say the same."""


def kinds_of(decided: Iterable[str]) -> frozenset[ChangeKind]:
    """The kinds of data that some decisions are about."""
    return frozenset(CHANGED_KINDS[what] for what in decided if what in CHANGED_KINDS)
