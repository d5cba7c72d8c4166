"""The use cases of tags: adding, removing, confirming and rejecting them, one by one or in bulk."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace

from photon.annotate.tags.tag_completion import TagCompletion
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.hidden_terms import tags_shown
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Changes, PhotonError
from photon.domain.metadata.tag import Tagged, TagMark, TagPath, clean_path, tag_key, tag_text
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.photos import ratings
from photon.library.tags import learned_tags, runs, tag_moves, tag_suggestions, tags
from photon.library.tags.tag_suggestions import ReviewGroup
from photon.vision import encoders

_GONE = tr("It may have been deleted or renamed in the meantime.")


class TagEditor:
    """Tags photos; every change is broadcast and can be undone. Methods never block."""

    def __init__(
        self,
        store: LibraryThreads,
        history: History,
        suggest: Callable[..., dict[int, list[Tagged]]],
        hiding: SensitiveFilter,
    ) -> None:
        """Create it for a library, its undo steps, the suggester, and the filter of sensitive tags."""
        self._hiding = hiding
        self._store = store
        self._history = history
        self._suggest = suggest

    def tags_for_photos(self, photos: Sequence[int]) -> Future[dict[int, list[Tagged]]]:
        """Return the tags of each photo: confirmed by path, then suggested, most certain first, then rejected."""
        return self._store.read(lambda lib: self._hiding.ordinary(lib, tags_of(lib, photos)))

    def all_tags(self) -> Future[list[tuple[TagPath, int]]]:
        """Return every tag of the user with the number of photos that have it or a sub-tag.

        Tags that only hidden photos have are left out.
        """
        return self._store.count(tags_shown)

    def complete(self, text: str, most: int = 8) -> Future[list[TagPath]]:
        """Return completions of a typed tag: the user's own tags first, then words of the vocabulary."""

        def ask(library: Library) -> list[TagPath]:
            prepared = library.remember(
                "completion", lambda: TagCompletion(tags_shown(library, tags.tag_uses), vocabulary_of(library))
            )
            return prepared.complete(text, most)

        return self._store.read(ask)

    def mark(
        self, photos: Sequence[int], paths: Iterable[TagPath], state: str | None, *, by_hand: bool = False
    ) -> Future[Changes]:
        """Give photos tags (``confirmed``), reject them (``rejected``), or clear the decision (None).

        A suggested tag keeps the certainty and the run of the suggestion, unless the user typed it (``by_hand``). A
        tag that a photo already has does not change. The Future may raise PhotonError: a name is empty or too long.
        """
        if state not in {"confirmed", "rejected", None}:
            raise ValueError(f"no state of a tag: {state}")
        wanted = [_checked(path) for path in paths]

        def act(library: Library) -> Changes:
            marks = []
            for path in wanted:
                known = {} if by_hand else tag_suggestions.undecided_for_photos(library, path, photos)
                has = tags.photos_with_tag(library, path) if state == "confirmed" else frozenset()
                for photo in photos:
                    if photo not in has:
                        sure, run = known.get(photo, (1.0, 0))
                        marks.append(TagMark(photo, path, state, sure, run))  # type: ignore[arg-type]
            changes = self._write(library, marks, _words(state, wanted, len(photos)))
            shown = ratings.shown_among(library, photos) if state == "confirmed" else []
            if shown and any(self._hiding.is_sensitive(library, path) for path in wanted):
                changes |= ratings.hide(library, dict.fromkeys(shown, ""))
            return changes

        return self._history.edit(self._store, act)

    def suggest(self, photos: Sequence[int], *, keep: bool = True) -> Future[dict[int, list[Tagged]]]:
        """Return tags of photos in the form of ``tags_for_photos``, after suggesting for those without suggestions.

        The Future may raise PhotonError. Without ``keep`` nothing is written.
        """

        def ask(library: Library) -> dict[int, list[Tagged]]:
            seen = self._hiding.shown(library, list(photos))
            with lifted(library):  # suggestions depend on all decisions
                return self._hiding.ordinary(library, self._suggest(seen, keep=keep))

        return self._store.read(ask)

    def groups(self) -> Future[list[ReviewGroup]]:
        """Return every suggested tag with its number of undecided photos, largest first."""

        def ask(library: Library) -> list[ReviewGroup]:
            found = {tag_key(one.path): one for one in tag_suggestions.groups(library)}
            groups = [Tagged(one.path, "suggested") for one in found.values()]
            return [found[tag_key(one.path)] for one in self._hiding.ordinary(library, {0: groups})[0]]

        return self._store.count(ask)

    def surest(self, path: TagPath) -> Future[list[tuple[int, float]]]:
        """Return photos with an undecided suggestion of a tag, with certainties 0..1, most certain first."""
        return self._store.read(tag_suggestions.surest, path)

    def is_measured(self, path: TagPath) -> Future[bool]:
        """Return whether it was measured how many suggestions of a tag are right: only by the starter, if untaught."""

        def ask(library: Library) -> bool:
            if learned_tags.is_taught(library, path):
                return False
            used = tag_suggestions.encoder_of(library, path)
            return used == encoders.fallback().model.id

        return self._store.read(ask)

    def confirm_all(self, path: TagPath, photos: Sequence[int]) -> Future[Changes]:
        """Confirm a tag for many photos, as one run that can be undone."""

        def act(library: Library) -> Changes:
            sure = dict(tag_suggestions.surest(library, path))
            waiting = [photo for photo in photos if photo in sure]  # the user may have decided some meanwhile
            if not waiting:
                return Changes()
            run = _confirming(library, waiting, f"{tag_text(path)}, {len(waiting):,} photos at once")
            marks = [TagMark(photo, path, "confirmed", sure[photo], run) for photo in waiting]
            changes = self._write(library, marks, _words("confirmed", [path], len(waiting)), run)
            runs.count(library, run, len(changes.photos))
            return changes

        return self._history.edit(self._store, act)

    def confirm_above(self, certainty: float, photos: Sequence[int] | None = None) -> Future[int]:
        """Confirm all suggestions of at least this certainty, of some or all photos, as one run; return their number.

        Sensitive tags, which are confirmed one by one, and hidden photos are left out.
        """

        def act(library: Library) -> tuple[int, Changes]:
            away = set(self._hiding.photos(library).tolist())
            marks = [
                one
                for one in tag_suggestions.above(library, certainty, photos)
                if one.photo not in away and not self._hiding.is_sensitive(library, one.path)
            ]
            if not marks:
                return 0, Changes()
            run = _confirming(library, [one.photo for one in marks], f"everything of at least {certainty:.0%}")
            changes = self._write(
                library,
                [replace(one, run=run) for one in marks],
                tr_n("confirmed {count:,} suggested tag", "confirmed {count:,} suggested tags", len(marks)),
                run,
            )
            runs.count(library, run, len(changes.photos))
            return len(marks), changes

        return self._history.edit_and_tell(self._store, act)

    def rename(self, path: TagPath, to: TagPath) -> Future[Changes]:
        """Rename or move a tag with its sub-tags; if ``to`` exists, the two are merged.

        The Future may raise PhotonError: the tag does not exist, or the new name is invalid.
        """
        new = _checked(to)

        def act(library: Library) -> Changes:
            library.journal.name_step(tr("renamed the tag “{tag}”", tag=tag_text(path)))
            return tag_moves.move(library, path, new)

        return self._history.edit(self._store, act)

    def delete(self, path: TagPath) -> Future[Changes]:
        """Delete a tag with its sub-tags, also from photos. The Future may raise PhotonError: it does not exist."""

        def act(library: Library) -> Changes:
            if not tag_moves.tree_below(library, path):
                raise PhotonError(tr("The tag “{tag}” no longer exists.", tag=tag_text(path)), _GONE)
            self._store.before_batch(len(tag_moves.marks_below(library, path)))
            library.journal.name_step(tr("deleted the tag “{tag}”", tag=tag_text(path)))
            return tag_moves.delete_subtree(library, path)

        return self._history.edit(self._store, act)

    def _write(self, library: Library, marks: Sequence[TagMark], name: str, run: int = 0) -> Changes:
        self._store.before_batch(len(marks))
        library.journal.name_step(name, run)
        return tags.mark(library, marks)


def _confirming(library: Library, photos: Sequence[int], what: str) -> int:
    """Return a run that confirms tags and records the encoder that suggested most of them as the origin."""
    encoder, version = runs.source(library, tag_suggestions.runs_of(library, photos))
    return runs.begin(library, "confirm", encoder, version, what)


def tags_of(library: Library, photos: Sequence[int]) -> dict[int, list[Tagged]]:
    """Return tags of photos in every state, in the order of ``in_order``."""
    decided, suggested = tags.tags_for_photos(library, photos), tag_suggestions.suggestions_for_photos(library, photos)
    return {photo: in_order(decided[photo], suggested[photo]) for photo in photos}


def in_order(decided: Sequence[Tagged], suggested: Sequence[Tagged]) -> list[Tagged]:
    """Sort tags of a photo: confirmed, suggested, rejected. Decided tags are not suggested."""
    keys = {tag_key(one.path) for one in decided}
    return [
        *(one for one in decided if one.state == "confirmed"),
        *(one for one in suggested if tag_key(one.path) not in keys),
        *(one for one in decided if one.state == "rejected"),
    ]


def _checked(path: TagPath) -> TagPath:
    clean = clean_path(path)
    if not clean:
        raise PhotonError(tr("A tag needs a name."), tr("Type at least one letter or digit."))
    return clean


def _words(state: str | None, paths: Sequence[TagPath], photos: int) -> str:
    if len(paths) == 1:
        return _of_one_tag(state, tag_text(paths[0]), photos)
    tags_ = len(paths)
    if state == "confirmed":
        return tr_n("added {tags} tags to {count:,} photo", "added {tags} tags to {count:,} photos", photos, tags=tags_)
    if state is None:
        return tr_n(
            "removed {tags} tags from {count:,} photo", "removed {tags} tags from {count:,} photos", photos, tags=tags_
        )
    return tr_n(
        "rejected {tags} tags for {count:,} photo", "rejected {tags} tags for {count:,} photos", photos, tags=tags_
    )


def _of_one_tag(state: str | None, tag: str, photos: int) -> str:
    if state == "confirmed":
        return tr_n("tagged {count:,} photo “{tag}”", "tagged {count:,} photos “{tag}”", photos, tag=tag)
    if state is None:
        return tr_n("removed “{tag}” from {count:,} photo", "removed “{tag}” from {count:,} photos", photos, tag=tag)
    return tr_n("rejected “{tag}” for {count:,} photo", "rejected “{tag}” for {count:,} photos", photos, tag=tag)
