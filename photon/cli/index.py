"""``photon index`` and ``photon watch``: add folders and keep the library up to date."""

import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from photon.app.cli_reports import missing_sentences
from photon.app.indexing.file_losses import loss_sentence
from photon.cli.kit.options import common, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.domain import Activity, Changes, Counts, PhotonError
from photon.domain.encoders.encoder_info import EncoderRole
from photon.language import number, tr, tr_n

if TYPE_CHECKING:
    from photon.app.people.people import PeopleState
    from photon.app.session import Session
    from photon.library.files.import_outcome import FileLoss
    from photon.library.photos.files import Moves

_TICK = 0.05
_MANY = 50  # smallest number of moved files that watch reports
_LOOKING = ("scanning", "reading")  # stages after which missing photos may be found
_MOST_LISTED = 5  # maximum number of folders listed by name


@click.command()
@click.argument("folders", nargs=-1, metavar="DIR...")
@click.option("--skip", multiple=True, metavar="PATTERN", help="Also skip folders or files with this name.")
@click.option(
    "--people",
    is_flag=True,
    help="Also find people: starts to look for faces in all photos, and waits until all are found and grouped.",
)
@click.option("--encoder", metavar="NAME", help="Search with this model from now on; for a list: photon encoders list")
@common
def index(
    context: click.Context,
    folders: tuple[str, ...],
    skip: tuple[str, ...],
    people: bool,  # noqa: FBT001 - click passes flags
    encoder: str | None,
) -> None:
    """Add folders and bring the library up to date.

    A folder that can't be added is reported and skipped; the exit code is then 1. Without a folder, all folders of the
    library are rescanned. Originals are never changed. With --encoder, all photos are indexed with that model; until
    that is done, searches use the previous one. With --people, Photon also looks for faces, from then on for those in
    new photos, too; nothing of them leaves this computer. To stop that: photon people stop
    """
    line = ProgressLine()
    with _ended_by_sigterm(), open_session(context, use=encoder, makes=True) as session:
        _print_notices(session)
        session.store.events.subscribe(line.hear)
        for pattern in skip:
            session.watched.set_skip(pattern, on=True).result()
        added = [_is_added(session, folder) for folder in folders]
        if added and not any(added):
            context.exit(1)
        if people:
            session.people.start().result()
        _finish_work(session, line)
        click.echo(_summary(session.searching.counts().result(), session.texts.count().result()))
        if people:
            session.people.regroup().result()
            click.echo(_people_sentence(session.people.state().result()))
        lost = missing_sentences(session.browsing.folders().result())
        unmatched = 0 if lost else session.watched.count_missing().result()
        receipt = _receipt(session.watched.moves, unmatched)
        notices = (*session.searching.encoder_notices, *(one.notice for one in session.work.background.stages))
        for sentence in (*filter(None, notices), *receipt, *_lost(session.work.losses.found), *lost):
            click.echo(sentence)
        if encoder is not None:
            click.echo(tr("Now searching with {model}.", model=_title(session, "answering")))
    if not all(added):
        context.exit(1)


def _finish_work(session: "Session", line: ProgressLine) -> None:
    """Bring the library up to date, and show how far it is."""
    session.start_work()
    while not session.work.up_to_date:
        time.sleep(_TICK)
        if session.work.activity.stage == "upgrading" and not line.coming:
            line.coming = _title(session, "coming")
    line.clear()


@click.command()
@common
def watch(context: click.Context) -> None:
    """Keep the library up to date without a window, until Ctrl+C or SIGTERM."""
    line = ProgressLine()
    reported: set[str] = set()

    def tell(event: Changes | Activity) -> None:
        if isinstance(event, Activity) and event.note and event.note not in reported:
            reported.add(event.note)
            line.clear()
            click.echo(event.note, err=True)

    with _ended_by_sigterm(), open_session(context, background=True) as session:
        _print_notices(session)
        session.store.events.subscribe(line.hear)
        session.store.events.subscribe(tell)
        watched = session.browsing.folders().result()
        if not watched:
            raise click.UsageError(tr("No folders are watched yet. To add one: photon index FOLDER"))
        folders = ", ".join(str(Path(folder.path)) for folder in watched)
        click.echo(tr("Watching {folders}. Press Ctrl+C to stop.", folders=folders), err=True)
        receipts = _Receipts()
        while True:
            time.sleep(1)
            receipts.print_new(session, line)


class _Receipts:
    """Reports each move once while Photon watches."""

    def __init__(self) -> None:
        self._moves: Moves = Counter()
        self._missing = self._losses = 0

    def print_new(self, session: "Session", line: ProgressLine) -> None:
        """Print what files no longer have, and whether many have moved, once nothing is being scanned or read."""
        if losses := session.work.losses.found[self._losses :]:
            line.clear()
            click.echo("\n".join(_lost(losses)))
            self._losses += len(losses)
        moves = session.watched.moves
        if (moves - self._moves).total() < _MANY or session.work.activity.stage in _LOOKING:
            return
        missing = session.watched.count_missing().result()
        line.clear()
        for sentence in _receipt(moves - self._moves, max(0, missing - self._missing)):
            click.echo(sentence)
        self._moves, self._missing = moves, missing


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Treat SIGTERM like Ctrl+C: finish work in progress and stop all processes."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_notices(session: "Session") -> None:
    """Print the notices from opening the library."""
    for notice in session.store.notices:
        click.echo(notice, err=True)


def _is_added(session: "Session", folder: str) -> bool:
    """Add a folder; on failure, print the reason and return False."""
    try:
        session.work.add_folder(folder).result()
    except PhotonError as error:
        click.echo(str(error), err=True)
        return False
    return True


def _title(session: "Session", role: EncoderRole) -> str:
    states = session.encoders.all_encoders().result()
    return next((state.card.title for state in states if state.role == role), "")


def _receipt(moves: Mapping[tuple[str, str], int], unmatched: int) -> list[str]:
    """Describe moved files by old and new folder, the largest group first, and count those that were not found."""
    return [*_moved(moves), *_not_found(unmatched)]


def _not_found(count: int) -> list[str]:
    if not count:
        return []
    text = tr_n(
        "{count:,} photo was not found again; its tags, caption and rating are kept."
        " For a list: photon folders missing",
        "{count:,} photos were not found again; their tags, captions and ratings are kept."
        " For a list: photon folders missing",
        count,
    )
    return [text]


def _lost(losses: "Sequence[FileLoss]") -> list[str]:
    """Say what was removed because files no longer have it, and how to undo that."""
    return [f"{loss_sentence(one)} {tr('To undo: photon runs undo {run}', run=one.run)}" for one in losses]


def _moved(moves: Mapping[tuple[str, str], int]) -> list[str]:
    total = sum(moves.values())
    if not total:
        return []
    lines = [
        tr_n(
            "{count:,} moved or renamed photo matched by content; tags, captions and ratings are kept.",
            "{count:,} moved or renamed photos matched by content; tags, captions and ratings are kept.",
            total,
        )
    ]
    folders = sorted(moves.items(), key=lambda one: (-one[1], one[0]))
    lines += [f"{number(count):>9}  {old} → {new}" for (old, new), count in folders[:_MOST_LISTED]]
    rest = sum(count for _, count in folders[_MOST_LISTED:])
    return [*lines, f"{number(rest):>9}  {tr('elsewhere')}"] if rest else lines


def _people_sentence(state: "PeopleState") -> str:
    found = tr_n("Found {count:,} face.", "Found {count:,} faces.", state.faces)
    if not state.groups:
        return found
    unnamed = tr_n(
        "{count:,} group of faces has no name. To see it: photon people groups",
        "{count:,} groups of faces have no name. To see them: photon people groups",
        state.groups,
    )
    return f"{found} {unnamed}"


def _summary(counts: Counts, texts: int) -> str:
    lines = [
        tr_n(
            "{count:,} photo, {searchable:,} searchable.",
            "{count:,} photos, {searchable:,} searchable.",
            counts.photos,
            searchable=counts.searchable,
        )
    ]
    if counts.videos:
        lines.append(tr_n("{count:,} of them is a video.", "{count:,} of them are videos.", counts.videos))
    if texts:
        lines.append(tr_n("{count:,} photo has text in it.", "{count:,} photos have text in them.", texts))
    if counts.problems:
        lines.append(
            tr_n(
                "{count:,} file or folder with problems. For details: photon doctor",
                "{count:,} files or folders with problems. For details: photon doctor",
                counts.problems,
            )
        )
    return "\n".join(lines)
