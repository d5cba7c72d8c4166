"""A kind of decision, declared once: where it is stored, what follows when it changes, how it is written and named.

The journal, undo, files of decisions, the union of photos, digests and texts go through ``decision_kinds.KINDS``. A new
kind whose rows have only columns and fields of its own needs its migration and its declaration, and no code here.
"""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from photon.domain.changes import ChangeKind
from photon.domain.decisions.field_checks import Check
from photon.quick_dataclass import dataclass

_REGION = frozenset({"x", "y", "width", "height", "box"})
MUST = object()
"""Stands for no usual value: a line without the field is refused."""


class PastValue(NamedTuple):
    """A change in the journal.

    Attributes:
        about: The tag, the album, or the text that it is about; empty where there is only the photo.
        before: The value before as text; empty for none.
        after: The value after as text; empty for none.
    """

    about: str
    before: str
    after: str


Describe = Callable[[PastValue], str]


@dataclass(frozen=True, slots=True)
class DecisionField:
    """A field of a line.

    Attributes:
        check: Checks its value.
        usual: What stands for it where it is left out; ``MUST`` if it can't be.
        column: The column that it is stored in; empty for one that is written in another way.
    """

    check: Check
    usual: object = MUST
    column: str = ""


@dataclass(frozen=True, slots=True)
class LineShape:
    """How decisions are written as lines of a file.

    Attributes:
        fields: By name.
        noun: Returns its name in the singular.
        count: Returns a number of them in words; None if they are not counted for people.
        subject: The fields that, with the photo, say what is decided about.
        is_about_photo: Whether it concerns a photo.
        check: Checks the fields together, as the check of a field does; None if nothing depends on another field.
    """

    fields: Mapping[str, DecisionField]
    noun: Callable[[], str] | None = None
    count: Callable[[int], str] | None = None
    subject: tuple[str, ...] = ()
    is_about_photo: bool = True
    check: Check | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DecisionKind:
    """A kind of decision: rows of a table.

    Attributes:
        what: Its name in the journal and in files of decisions.
        table: The table.
        changes: What is reported to have changed; None for nothing.
        photo: The column of the photo; empty if it concerns none.
        key: The columns that, with the photo, identify a row.
        tree: The table of tags or albums that the first column of the key is the id of; empty if it is no id.
        about: The kind that names the subject where several kinds decide about one; empty for itself.
        against: The kind whose rows rule out rows about the same subject; empty for none.
        absent: Its name in the journal where a file says that a photo lost what it did not have here; empty if files
            don't say so.
        counted: The field of ``CatalogCounts`` that counts its rows; empty if they are counted otherwise.
        values: The other columns.
        only: SQL condition with ``{}`` for the row; empty if all rows are decisions.
        line: Its form in files; None if it has none, or is part of the line of another kind.
        describe: Describes a change; None if changes are not listed.
        value: Returns the value of a row's values as text, for ``describe``; None for the first one or, where there is
            none, the name of the kind.
        is_of_picture: Whether it is about this very picture, so that an edited copy does not inherit it.
        alone: Columns that only one photo can have, so that a copy does not get their values.
        wins: The value that outweighs all others where several photos or catalogues become one; empty for none.
        is_united: Whether the photo that stays of several gets what it doesn't have from the others, row by row; the
            union of others has rules of its own, or a photo has but one.
        is_traced: Whether triggers write it into the journal; else scans change the table, too.
        is_undoable: Whether changes can be undone.
    """

    what: str
    table: str
    changes: ChangeKind | None
    photo: str = "photo_id"
    key: tuple[str, ...] = ()
    tree: Literal["", "tags", "albums"] = ""
    about: str = ""
    against: str = ""
    absent: str = ""
    counted: str = ""
    values: tuple[str, ...] = ()
    only: str = ""
    line: LineShape | None = None
    describe: Describe | None = None
    value: Callable[[list[object]], str] | None = None
    is_of_picture: bool = False
    alone: tuple[str, ...] = ()
    wins: str = ""
    is_united: bool = False
    is_traced: bool = True
    is_undoable: bool = True

    @property
    def is_column(self) -> bool:
        """Whether it is a column of the photos' table: a row exists for each photo."""
        return self.table == "photos"

    @property
    def region(self) -> tuple[str, ...]:
        """The columns of the part of the upright picture that it is about, which turns with the picture.

        They are left, top, width and height, or one text (``domain.people.face.box_text``); empty for none.
        """
        return tuple(column for column in self.key if column in _REGION)

    @property
    def is_yes_or_no(self) -> bool:
        """Whether a row only says yes about a photo: ``Decisions.decide`` writes it, and a filter finds the photos."""
        return self.is_simple and not (self.key or self.values)

    @property
    def is_simple(self) -> bool:
        """Whether columns and fields correspond, so that it is read, merged and written in the way of all such kinds.

        A field without a column then says whether there is a row at all.
        """
        if self.line is None or not self.photo:
            return False
        columns = {one.column for one in self.line.fields.values() if one.column}
        return columns == {*self.key, *self.values}
