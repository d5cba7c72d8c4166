"""The metadata of duplicates follows their files: it is copied to the photos that stay, and withdrawn if they return.

It is copied in the transaction that notes where the files are, as part of the step that moved them, so that one undo
takes back both, whichever process does it and when. The photo that stays keeps the metadata of photos whose files no
longer exist.
"""

from collections.abc import Mapping

from photon.domain import Changes
from photon.domain.photo.file_move import MoveState
from photon.library.bin import file_moves
from photon.library.db.connection import Library
from photon.library.decisions import journal_steps, undoing, word_union


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
    changes, is_back = Changes(), file_moves.is_back(library, batch)
    given = {photo: into for photo, into in after.items() if photo not in before}
    if before.keys() - after.keys():
        given = file_moves.words_given(library, batch)
        if is_back and not given and found.changes:
            return undoing.undo_step(library, step).changes
        library.journal.sign("person", found.name, step=step)
        changes = undoing.reverse_step(library, step) if found.changes else changes
    if given:
        library.journal.sign("person", found.name, step=step)
        changes |= word_union.unite_words(library, _by_keeper(given))
    if is_back:
        library.journal.begin_another()
        undoing.mark_undone(library, step, undone=True)
    return changes


def _by_keeper(given: Mapping[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for photo, into in given.items():
        found.setdefault(into, []).append(photo)
    return found
