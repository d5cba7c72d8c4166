"""Decisions about people: who they are, whose faces are in photos, and whose they are not."""

import re
from datetime import date
from typing import Any

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import check_yes, choice_check
from photon.domain.people.face import box_text, read_box
from photon.domain.people.person import clean_name
from photon.language import counted, tr, tr_n

IS, NO_FACE = "is", "no-face"
"""A face is that of a person; a region is no face."""
HIDDEN_PERSON = "hidden"
"""The state of a person who is left out of everything that is shown."""
FROM_FILE = "file"
"""The source of what metadata says; empty for what a person decided."""
WHOLE = "@"
"""Begins the box of a person of whom only the name is known; the key of the person follows."""
_KEY = re.compile(r"[0-9a-f]{16}")


def check_person(value: object) -> str:
    """Check the key of a person."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError
    return value


def check_some_person(value: object) -> str:
    """Check the key of a person; empty for none."""
    return check_person(value) if value else ""


def check_box(value: object) -> str:
    """Check the region of a face, or what stands for one whose region is unknown."""
    text = str(value)
    if text.startswith(WHOLE):
        return WHOLE + check_person(text[1:])
    box = box_text(read_box(text))
    read_box(box)  # rounded, it may have no size
    return box


def check_birthday(value: object) -> str:
    """Check a day; empty for none."""
    return date.fromisoformat(str(value)).isoformat() if value else ""


def _check_name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean_name(value)


def _check_face(face: dict[str, Any]) -> None:
    if (face["state"] == IS) != bool(face["person"]):
        raise ValueError


_PERSON = LineShape(
    {
        "person": DecisionField(check_person),
        "name": DecisionField(_check_name, ""),
        "birthday": DecisionField(check_birthday, ""),
        "state": DecisionField(choice_check("", HIDDEN_PERSON), ""),
        "favourite": DecisionField(check_yes, usual=False),
        "into": DecisionField(check_some_person, ""),
        "on": DecisionField(check_yes, usual=True),
    },
    count=lambda count: tr_n("{count:,} person", "{count:,} people", count),
    subject=("person",),
    is_about_photo=False,
)
_FACE = LineShape(
    {
        "box": DecisionField(check_box, column="box"),
        "state": DecisionField(choice_check(IS, NO_FACE, ""), "", "state"),
        "person": DecisionField(check_some_person, "", "person"),
        "source": DecisionField(choice_check("", FROM_FILE), "", "source"),
        "cover": DecisionField(check_yes, usual=False, column="cover"),
    },
    count=lambda count: counted(count, "named face"),
    subject=("box",),
    check=_check_face,
)
_NOT_PERSON = LineShape(
    {
        "box": DecisionField(check_box, column="box"),
        "person": DecisionField(check_person, column="person"),
        "on": DecisionField(check_yes, usual=True),
    },
    count=lambda count: counted(count, "rejected name"),
    subject=("box", "person"),
)


def _describe_face(one: PastValue) -> str:
    if one.after == NO_FACE:
        return tr("marked as no face")
    return tr("named a face") if one.after else tr("withdrew the name of a face")


def _describe_not_person(one: PastValue) -> str:
    return tr("said whose face it is not") if one.after else tr("withdrew whose face it is not")


PEOPLE_KINDS = (
    DecisionKind(
        "person", "people", "people", photo="", key=("person",),
        values=("name", "birthday", "state", "favourite", "merged_into"), line=_PERSON,
    ),
    DecisionKind(
        "face", "face_people", "people", key=("box",), values=("state", "person", "source", "cover"), line=_FACE,
        describe=_describe_face, alone=("cover",), is_united=True, counted="faces",
    ),
    DecisionKind(
        "not_person", "face_rejections", "people", key=("box", "person"), line=_NOT_PERSON,
        describe=_describe_not_person, is_united=True,
    ),
)  # fmt: skip
