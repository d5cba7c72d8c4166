"""The metadata of duplicates follows their files: it is copied to the photos that stay, and withdrawn if they return.

It is copied in the transaction that notes where the files are, as part of the step that moved them, so that one undo
takes back both, whichever process does it and when. The photo that stays keeps the metadata of photos whose files no
longer exist.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from photon.domain import Changes
from photon.domain.photo.file_move import MoveState
from photon.library.bin import file_moves
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.decisions import journal_steps, undoing, word_union
from photon.library.decisions.decision_stamps import TreeKeys, subject_of_row, tree_keys
from photon.library.decisions.reversal import Reversal
from photon.library.decisions.step_changes import changes_of_rows


def settle_moves(library: Library, states: Mapping[int, MoveState]) -> Changes:
    """Store where files are now, copy or withdraw metadata accordingly, and mark steps whose files all came back.

    Args:
        library: Open for writing.
        states: New states by row of the journal of moved files.
    """
    with library.transaction():
        batches = file_moves.batches_of(library, states)
        before = {batch: file_moves.words_given(library, batch, states) for batch, _ in batches}
        changes = file_moves.settle(library, states)
        for batch, step in batches:
            after = file_moves.words_given(library, batch, states)
            changes |= _follow(library, (batch, step), before[batch], after)
            library.journal.begin_another()
    return changes


def _follow(library: Library, of: tuple[int, int], before: Mapping[int, int], after: Mapping[int, int]) -> Changes:
    """Update the metadata of a batch, given its number and step, and whether the step is undone."""
    batch, step = of
    found = journal_steps.find_step(library, step)
    if found is None or found.is_undone:  # of an earlier version, or the journal has forgotten it
        return Changes()
    changes = Changes()
    library.journal.sign("person", found.name, step=step)
    if came := {photo: into for photo, into in before.items() if photo not in after}:
        changes |= _withdraw(library, of, came)
    if given := {photo: into for photo, into in after.items() if photo not in before}:
        changes |= word_union.unite_words(library, _by_keeper(given))
    if file_moves.is_back(library, batch):
        library.journal.begin_another()
        undoing.mark_undone(library, step, undone=True)
    return changes


def _withdraw(library: Library, of: tuple[int, int], came: Mapping[int, int]) -> Changes:
    """Reverse what the step gave the photos that stay instead of others, and give again what the rest gave.

    What changed again since is kept, and what the step had not changed is not given now.

    Args:
        library: Open for writing, within a transaction that is signed by the step.
        of: Number and step of the batch.
        came: The photos that have the metadata, by the photos that came back.
    """
    batch, step = of
    rest = file_moves.words_given_to(library, batch, came.values())
    photos = {*came, *came.values(), *rest}  # giving a cover also changes the photo that went
    rows = _rows_of(library, step, photos)
    taken, reversal = changes_of_rows(library, rows), Reversal(library)
    if not rest:
        reversal.reverse(taken)
        return reversal.changes
    keys = tree_keys(library.db)
    untouched = {id(one) for one in reversal.untouched(taken)}
    kept = {_subject(keys, one.photo, one.of.what, one.key) for one in taken if id(one) not in untouched}
    free = {_subject(keys, one.photo, one.of.what, one.key) for one in taken} - kept
    reversal.reverse(taken)
    (last,) = library.db.execute("SELECT max(id) FROM journal").fetchone()

    def refused() -> list[int]:
        some = _rows_of(library, step, photos, last).items()
        return [row for row, (photo, what, key) in some if _subject(keys, photo, what, json.loads(key)) not in free]

    changes = reversal.changes | word_union.unite_words(library, _by_keeper(rest))
    Reversal(library).reverse(changes_of_rows(library, refused()))
    library.db.execute(f"DELETE FROM journal WHERE id {IN_LIST}", (id_list(refused()),))
    return changes


def _rows_of(library: Library, step: int, photos: Iterable[int], since: int = 0) -> dict[int, tuple[int, str, str]]:
    """Return photo, kind and key of the rows of a step about some photos, after a row, by their numbers."""
    rows = library.db.execute(  # by the index of photos: the step may have many more rows
        f"SELECT id, photo_id, what, key FROM journal WHERE +step = ? AND +id > ? AND photo_id {IN_LIST}",
        (step, since, id_list(photos)),
    )
    return {row: (photo, what, key) for row, photo, what, key in rows}


def _subject(keys: TreeKeys, photo: int | None, what: str, key: Sequence[Any]) -> tuple[int | None, object]:
    """Return what a change is about: an accepted draft is part of the caption."""
    return photo, subject_of_row("caption" if what == "fits" else what, list(key), keys)


def _by_keeper(given: Mapping[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for photo, into in given.items():
        found.setdefault(into, []).append(photo)
    return found
