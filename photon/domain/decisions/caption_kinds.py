"""Decisions about captions: written, confirmed, and drafts that were declined."""

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import check_yes, choice_check, text_check, words_check
from photon.domain.metadata.caption import LONGEST_CAPTION, LONGEST_TITLE
from photon.language import counted, tr

_CAPTION = LineShape(
    {
        "title": DecisionField(words_check(LONGEST_TITLE), ""),
        "text": DecisionField(words_check(LONGEST_CAPTION), ""),
        "origin": DecisionField(choice_check("", "draft", "edited"), ""),
        "run": DecisionField(text_check(), ""),
    },
    noun=lambda: tr("caption"),
    count=lambda count: counted(count, "caption"),
)
_FITS = LineShape(
    {"caption_hash": DecisionField(text_check(), "", "text_hash")},
    noun=lambda: tr("confirmed caption"),
)
_DECLINED = LineShape(
    {"text": DecisionField(words_check(), column="text"), "on": DecisionField(check_yes, usual=True)},
    noun=lambda: tr("declined draft"),
    subject=("text",),
)


def _describe_caption(one: PastValue) -> str:
    return tr("caption: {value}", value=one.after) if one.after else tr("removed the caption")


def _describe_fits(one: PastValue) -> str:
    return tr("confirmed the caption") if one.after else tr("withdrew the confirmation of the caption")


def _describe_declined(one: PastValue) -> str:
    return (
        tr("declined the draft “{text}”", text=one.about)
        if one.after
        else tr("allowed the draft “{text}” again", text=one.about)
    )


CAPTION_KINDS = (
    DecisionKind(
        "caption", "captions", "captions", values=("title", "text", "run", "origin", "written"), line=_CAPTION,
        describe=_describe_caption, value=lambda values: " · ".join(str(text) for text in values[:2] if text),
    ),
    DecisionKind(
        "fits", "confirmed_captions", "captions", values=("text_hash",), line=_FITS, describe=_describe_fits,
        is_of_picture=True,
    ),
    DecisionKind(
        "declined", "declined_drafts", "captions", key=("text",), line=_DECLINED, describe=_describe_declined,
        is_of_picture=True, is_united=True,
    ),
)  # fmt: skip
