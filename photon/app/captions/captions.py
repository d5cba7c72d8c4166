"""The use cases of titles and captions: written by a person, drafted by Photon, accepted or declined."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace

from photon.app.captions.caption_audit import Ask, CaptionAudit
from photon.app.captions.caption_facts import as_drafted, cleaned, completed, lengthened, template_of, use_template
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.metadata.caption import (
    LONGEST_CAPTION,
    LONGEST_TITLE,
    Caption,
    CaptionDraft,
    CaptionOrigin,
    PhotoCaption,
    rests_on,
)
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.captions import captions, confirmed_captions
from photon.library.captions.captions import captions_for_photos as captions_of
from photon.library.tags import runs


def origins_of(
    library: Library, written: Mapping[int, Caption], drafts: Mapping[int, CaptionDraft]
) -> dict[int, CaptionOrigin]:
    """Return the origins of these captions, compared with the photos' drafts as they were drafted."""
    found: dict[int, CaptionOrigin] = {}
    shown = completed(library, drafts)
    for photo, caption in written.items():
        sentences = [one for draft in (drafts[photo], shown[photo]) for one in (draft.text, *draft.others)]
        text = caption.text.strip()
        is_edited = any(rests_on(text, one) for one in sentences)
        found[photo] = "draft" if text in map(str.strip, sentences) else "edited" if is_edited else ""
    return found


def judge_captions(library: Library) -> Changes:
    """Determine the origin of captions that an older Photon recorded as drafted; do nothing if there are none.

    If the draft no longer exists, the texts cannot be compared, and the origin stays ``draft``.
    """
    written = captions.unjudged(library)
    if not written:
        return Changes()
    drafts = captions.drafts(library, list(written), with_described=True)
    known = {photo: caption for photo, caption in written.items() if photo in drafts}
    return captions.judge(library, {**dict.fromkeys(written, "draft"), **origins_of(library, known, drafts)})


class Captions:
    """Titles and captions; every change is broadcast and can be undone. Methods never block.

    A draft never replaces a person's text: it is shown only for photos without a caption.

    Attributes:
        auditing: Finds captions that may not fit.
    """

    def __init__(
        self,
        store: LibraryThreads,
        history: History,
        ask: Ask,
        request: Callable[[Sequence[int]], None],
        draft: Callable[..., dict[int, CaptionDraft]] | None = None,
    ) -> None:
        """Create it from its dependencies.

        Args:
            store: The library's threads.
            history: The undo history.
            ask: Runs a function on a reader thread, with the encoder in use.
            request: Requests drafts of photos.
            draft: Drafts captions at once; None if there is no captioner.
        """
        self._store = store
        self._history = history
        self.auditing = CaptionAudit(ask)
        self._request = request
        self._draft = draft
        self._unfinished: tuple[tuple[int, ...], int] = ((), 0)
        """Photos and step of a text that is still typed; only the writer thread uses it."""

    def captions_for_photos(self, photos: Sequence[int]) -> Future[dict[int, PhotoCaption]]:
        """Return titles, captions and drafts of these photos."""
        return self._store.read(described, photos)

    def write(
        self,
        photos: Sequence[int],
        *,
        title: str | None = None,
        text: str | None = None,
        is_anew: bool = False,
        is_unfinished: bool = False,
    ) -> Future[Changes]:
        """Set the title or caption of photos; None changes nothing, an empty text removes it.

        With ``is_anew`` the person replaced the whole caption: text that it shares with the former one is a
        coincidence. With ``is_unfinished`` the next text replaces this one, also for undo. The Future may raise
        PhotonError: it is too long.
        """

        def act(library: Library) -> Changes:
            replaced = self._take_back(library, photos)
            new_title = None if title is None else cleaned(title, "title", LONGEST_TITLE)
            new_text = None if text is None else cleaned(text, "caption", LONGEST_CAPTION)
            known = captions.captions_for_photos(library, photos)
            wanted = {}
            for photo in photos:
                was = known.get(photo, Caption())
                before = Caption(was.title) if is_anew and new_text != was.text else was
                now = before if new_text is None else before.with_text(new_text)
                wanted[photo] = now if new_title is None else replace(now, title=new_title)
            name = _changed(title, text, len(photos))
            return replaced | self._write(library, wanted, name, is_unfinished=is_unfinished)

        return self._history.edit(self._store, act)

    def accept(
        self, sentences: Mapping[int, str], anew: Collection[int] = (), *, is_unfinished: bool = False
    ) -> Future[Changes]:
        """Accept drafted sentences, possibly edited, as captions of photos; several at once form one run.

        Photos that have received a caption meanwhile are skipped.

        Args:
            sentences: A sentence per photo.
            anew: Photos whose draft the person replaced as a whole: text shared with it is a coincidence.
            is_unfinished: The next text replaces this one, also for undo.
        """

        def act(library: Library) -> Changes:
            replaced = self._take_back(library, sentences)
            drafts = captions.drafts(library, list(sentences))
            known = captions.captions_for_photos(library, list(sentences))
            wanted = {}
            for photo, sentence in sentences.items():
                was, text = known.get(photo, Caption()), cleaned(sentence, "caption", LONGEST_CAPTION)
                if not was.text:
                    wanted[photo] = Caption(was.title, text)
            is_drafts = [photo for photo in wanted if photo in drafts and photo not in anew]
            for photo, origin in origins_of(library, {photo: wanted[photo] for photo in is_drafts}, drafts).items():
                wanted[photo] = replace(wanted[photo], run=drafts[photo].run if origin else 0, origin=origin)
            taken = {photo: caption for photo, caption in wanted.items() if caption.origin}
            run = 0
            if len(wanted) > 1 and taken:
                source = runs.source(library, [caption.run for caption in taken.values()])
                run = runs.begin(library, "accept", *source, f"{len(taken):,} drafted captions at once")
                wanted |= {photo: replace(caption, run=run) for photo, caption in taken.items()}
                runs.count(library, run, len(taken))
            self._store.before_batch(len(wanted))
            name = tr_n("accepted {count:,} caption draft", "accepted {count:,} caption drafts", len(wanted))
            return replaced | self._write(library, wanted, name, run, is_unfinished=is_unfinished)

        return self._history.edit(self._store, act)

    def decline(self, photo: int, *sentences: str) -> Future[Changes]:
        """Never show these drafts of a photo again; its next best draft replaces them."""

        def act(library: Library) -> Changes:
            drafted = {photo: as_drafted(library, photo, sentences)}
            library.journal.name_step(tr("declined a caption draft"))
            return captions.decline(library, drafted)

        return self._history.edit(self._store, act)

    def vouch(self, captions: Mapping[int, str]) -> Future[Changes]:
        """Mark these captions as correct, so that the audit no longer reports them. Can be undone."""

        def act(library: Library) -> Changes:
            count = len(captions)
            name = tr_n("marked {count:,} caption as correct", "marked {count:,} captions as correct", count)
            library.journal.name_step(name)
            return confirmed_captions.confirm_captions(library, captions)

        return self._history.edit(self._store, act)

    def doubted(self, captions: Mapping[int, str]) -> Future[dict[int, str]]:
        """Return those of the photos whose caption was not confirmed, with the current caption."""

        def ask(library: Library) -> dict[int, str]:
            confirmed = confirmed_captions.confirmed_photos(library, captions)
            now = captions_of(library, [photo for photo in captions if photo not in confirmed])
            return {photo: now[photo].text if photo in now else "" for photo in captions if photo not in confirmed}

        return self._store.read(ask)

    def waiting(self) -> Future[list[int]]:
        """Return photos with an undecided draft, most certain first."""
        return self._store.read(captions.waiting)

    def template(self) -> Future[str]:
        """Return the template that completes sentences with facts about their photos; see ``caption_template``."""
        return self._store.read(template_of)

    def use_template(self, text: str) -> Future[Changes]:
        """Set the template that completes sentences; an empty text restores the default.

        Parts that can't be used are left out of captions; only a far too long text is refused: the Future may raise
        PhotonError.
        """
        return self._store.write(use_template, text)

    def request(self, photos: Sequence[int]) -> None:
        """Draft captions for these photos before all others; ``Changes`` report when they are stored."""
        self._request(photos)

    def draft(
        self, photos: Sequence[int], *, keep: bool = True, is_long: bool = False
    ) -> Future[dict[int, PhotoCaption]]:
        """Return captions and drafts of photos, after drafting those without either; the Future may raise PhotonError.

        Args:
            photos: Ids.
            keep: Whether to store the new drafts.
            is_long: Whether drafts have a second sentence with who, when, how and where.
        """

        def act(library: Library) -> dict[int, PhotoCaption]:
            made = self._draft(photos, keep=keep) if self._draft else {}
            return described(library, photos, made, lengthened if is_long else completed)

        return self._store.read(act)

    def _take_back(self, library: Library, photos: Iterable[int]) -> Changes:
        """Undo the unfinished text of these photos; that of others has turned out to be finished."""
        (about, step), self._unfinished = self._unfinished, ((), 0)
        return self._history.take_back(library, step) if about == tuple(photos) else Changes()

    def _write(
        self, library: Library, wanted: Mapping[int, Caption], name: str, run: int = 0, *, is_unfinished: bool
    ) -> Changes:
        changes = captions.write(library, wanted)
        if changes:
            library.journal.name_step(name, run)
        if changes and is_unfinished:
            self._unfinished = (tuple(wanted), library.journal.step)
        return changes


def _changed(title: str | None, text: str | None, photos: int) -> str:
    if text is None:
        return tr_n("changed title of {count:,} photo", "changed title of {count:,} photos", photos)
    if title is None:
        return tr_n("changed caption of {count:,} photo", "changed caption of {count:,} photos", photos)
    return tr_n("changed title and caption of {count:,} photo", "changed title and caption of {count:,} photos", photos)


def described(
    library: Library,
    photos: Sequence[int],
    made: Mapping[int, CaptionDraft] | None = None,
    finish: Callable[[Library, Mapping[int, CaptionDraft]], dict[int, CaptionDraft]] = completed,
) -> dict[int, PhotoCaption]:
    """Return titles, captions and drafts of photos.

    Args:
        library: The library.
        photos: Ids.
        made: Drafts that are not stored.
        finish: Completes drafts with facts about their photos.
    """
    written = captions.captions_for_photos(library, photos)
    drafts = finish(library, {**captions.drafts(library, photos), **(made or {})})
    found = {photo: written.get(photo, Caption()) for photo in photos}
    return {photo: PhotoCaption(caption, drafts.get(photo)) for photo, caption in found.items()}
