"""Decisions about tags: given, rejected, shown by examples; the tags themselves, and the words to suggest."""

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import (
    check_regions,
    check_synonyms,
    check_tag,
    check_yes,
    choice_check,
    number_check,
    text_check,
    words_check,
)
from photon.language import counted, tr

_TAG = LineShape(
    {
        "tag": DecisionField(check_tag),
        "state": DecisionField(choice_check("confirmed", "rejected", "example", "none")),
        "certainty": DecisionField(number_check(0.0, 1.0), 1.0),
        "run": DecisionField(text_check(), ""),
        "regions": DecisionField(check_regions, ()),
    },
    noun=lambda: tr("tag"),
    count=lambda count: counted(count, "tag"),
    subject=("tag",),
)
_BRANCH = LineShape(
    {
        "tag": DecisionField(check_tag),
        "learned": DecisionField(check_yes, usual=False),
        "kind": DecisionField(words_check(200), ""),
        "on": DecisionField(check_yes, usual=True),
    },
    subject=("tag",),
    is_about_photo=False,
)
_WORD = LineShape(
    {
        "tag": DecisionField(check_tag),
        "synonyms": DecisionField(check_synonyms, ()),
        "own": DecisionField(check_yes, usual=True),
        "suggested": DecisionField(check_yes, usual=True),
        "on": DecisionField(check_yes, usual=True),
    },
    subject=("tag",),
    is_about_photo=False,
)


def _describe_tag(one: PastValue) -> str:
    return tr("tagged “{tag}”", tag=one.about) if one.after else tr("removed “{tag}”", tag=one.about)


def _describe_rejection(one: PastValue) -> str:
    return (
        tr("rejected “{tag}”", tag=one.about) if one.after else tr("withdrew the rejection of “{tag}”", tag=one.about)
    )


def _describe_example(one: PastValue) -> str:
    return tr("example of “{tag}”", tag=one.about) if one.after else tr("removed the example of “{tag}”", tag=one.about)


TAG_KINDS = (
    DecisionKind(
        "tag",
        "photo_tags",
        "tags",
        key=("tag_id",),
        tree="tags",
        against="rejected",
        absent="gone",
        counted="tags",
        values=("certainty", "run", "given"),
        line=_TAG,
        describe=_describe_tag,
        value=lambda _: "tag",
    ),
    DecisionKind(
        "rejected",
        "rejected_tags",
        "tags",
        key=("key",),
        about="tag",
        against="tag",
        counted="rejections",
        values=("path", "certainty", "run", "given"),
        describe=_describe_rejection,
        value=lambda _: "rejected",
    ),
    DecisionKind(
        "example",
        "tag_examples",
        "tags",
        key=("tag_id", "x", "y", "width", "height"),
        tree="tags",
        about="tag",
        against="rejected",
        counted="examples",
        describe=_describe_example,
    ),
    DecisionKind(
        "branch", "tags", "tags", photo="", key=("id",), values=("parent_id", "name", "taught", "kind"), line=_BRANCH
    ),
    DecisionKind(
        "word",
        "vocabulary",
        "vocabulary",
        photo="",
        key=("key",),
        values=("path", "synonyms", "own", "is_on"),
        line=_WORD,
    ),
)
