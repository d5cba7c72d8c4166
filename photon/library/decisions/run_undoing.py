"""Undo what a run made, and make it again: suggestions, drafts, what was confirmed in bulk, imported metadata."""

from dataclasses import replace

from photon.domain import Changes
from photon.domain.metadata.caption import Caption
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.files import imports
from photon.library.files.imports import ImportRun
from photon.library.tags import runs, tag_suggestions, tags


def take_back_run(library: Library, run: int) -> Changes:
    """Within a transaction, undo what a run made; what a person decided one by one stays."""
    kind = runs.existing(library, run).kind
    if kind == "suggest":
        return tag_suggestions.drop(library, run)
    if kind == "draft":
        return captions.drop_drafts(library, run)
    if kind == "import":
        return imports.undo_import(library, run)
    given = [replace(one, state=None) for one in tags.marks_of_run(library, run)]
    texts = {photo: Caption(caption.title) for photo, caption in captions.of_run(library, run).items()}
    return tags.mark(library, given) | captions.write(library, texts)


def give_run_again(library: Library, run: int, undoing: int) -> Changes | None:
    """Within a transaction, redo what a run made.

    Args:
        library: Open for writing.
        run: The run.
        undoing: The step that undid it.

    Returns:
        What changed; None if the rows of that step must be reversed.
    """
    kind = runs.existing(library, run).kind
    if kind == "suggest":
        return tag_suggestions.renew(library, run)
    if kind == "draft":
        return captions.renew_drafts(library, run)
    if kind == "import":
        return imports.take_again(library, imports.files_of_undone_import(library, undoing), ImportRun("", run))
    return None
