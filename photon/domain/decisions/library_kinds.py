"""Decisions about the library: saved searches, settings, folders, names to skip; and where missing photos were."""

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import (
    check_folder,
    check_pattern,
    check_setting,
    check_setting_name,
    check_yes,
    check_yes_or_neither,
    text_check,
    words_check,
)
from photon.language import counted, tr

_SEARCH = LineShape(
    {
        "name": DecisionField(words_check()),
        "query": DecisionField(words_check(), ""),
        "folder": DecisionField(check_folder, None),
        "made": DecisionField(words_check(100), ""),
        "on": DecisionField(check_yes, usual=True),
    },
    count=lambda count: counted(count, "saved search", "saved searches"),
    subject=("name",),
    is_about_photo=False,
)
_SETTING = LineShape(
    {"name": DecisionField(check_setting_name), "value": DecisionField(check_setting, None)},
    count=lambda count: counted(count, "setting"),
    subject=("name",),
    is_about_photo=False,
)
_FOLDER = LineShape(
    {"folder": DecisionField(text_check()), "unnamed": DecisionField(check_yes_or_neither, None)},
    count=lambda count: counted(count, "folder"),
    subject=("folder",),
    is_about_photo=False,
)
_SKIP = LineShape(
    {"pattern": DecisionField(check_pattern), "on": DecisionField(check_yes, usual=True)},
    subject=("pattern",),
    is_about_photo=False,
)


def _describe_missing(one: PastValue) -> str:
    if one.after:
        return tr("listed as missing again: {path}", path=one.about)
    return tr("linked to another file; it was {path}", path=one.about)


LIBRARY_KINDS = (
    DecisionKind(
        "search", "saved_searches", "searches", photo="", key=("id",), values=("name", "text", "folder", "made"),
        line=_SEARCH,
    ),
    DecisionKind(
        "setting", "settings", "vocabulary", photo="", key=("name",), values=("value",),
        only="{}.name NOT IN ('hidden_at', 'keep_hidden')", line=_SETTING,
    ),
    DecisionKind(  # removing a folder can't be undone: its photos would have to be read again
        "folder", "folders", None, photo="", key=("id",), values=("path", "unnamed"), line=_FOLDER, is_undoable=False
    ),
    DecisionKind("skip", "skips", "folders", photo="", key=("pattern",), line=_SKIP),
)  # fmt: skip
MISSING_FILES = DecisionKind(
    "missing", "files", "folders", key=("folder_id", "relative"),
    values=("size", "mtime_ns", "missing", "beside", "changed_ns", "lost"),
    describe=_describe_missing, value=lambda _: "missing", is_traced=False,
)  # fmt: skip
"""Where a missing photo was, until it is linked."""
BASES = DecisionKind("base", "understood", "conflicts", key=("path",), values=("known", "said"), is_traced=False)
"""What a file and the library agreed on before a person settled a conflict."""
IMPORTED = DecisionKind("import", "imports", None, key=("path",), values=("run",), is_traced=False, is_undoable=False)
"""The files whose import is undone or redone, which the run does."""
