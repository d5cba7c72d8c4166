"""Arguments that select photos."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from photon.app.selection import select
from photon.domain import Hit, PhotonError, Query
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass
from photon.search.query_language import parse

if TYPE_CHECKING:
    from photon.app.session import Session

F = TypeVar("F", bound=Callable[..., Any])
_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Selection:
    """The arguments as typed; added to a command by ``selecting``."""

    paths: tuple[str, ...]
    query: str | None
    top: int | None
    since: datetime | None

    @property
    def is_everything(self) -> bool:
        """Whether the command applies to all photos, because nothing was selected."""
        return self == Selection((), None, None, None)

    def photos(self, session: "Session") -> list[int]:
        """Find the photos, by name or in the order of a query. Paths that are not in the library are reported.

        Args:
            session: The open library.

        Returns:
            Ids of the photos.

        Raises:
            PhotonError: None of the paths is in the library.
        """
        since: date | None = self.since.date() if self.since else None
        chosen = session.store.read(lambda lib: select(lib, self.paths, since)).result()
        for path in chosen.unknown:
            click.echo(tr("{path} is not in the library. To add its folder: photon index FOLDER", path=path), err=True)
        if self.paths and len(chosen.unknown) == len(self.paths):
            raise PhotonError(
                tr("None of these files and folders is in the library."), tr("To add a folder: photon index FOLDER")
            )
        seen = session.store.read(lambda lib: session.hiding.shown(lib, list(chosen.photos))).result()
        away = set(chosen.photos) - set(seen)
        wanted = [str(Path(path).expanduser().resolve()) for path in self.paths]
        session.browsing.choose_paths(wanted, parse(self.query).query if self.query else None)
        if self.query is None:
            _tell_hidden(len(away))
            return seen[: self.top]
        query = self._parsed(self.query)
        answer = session.searching.search(query).result()
        hidden = session.searching.left_out(query).result() if away else []
        _tell_hidden(len(away.intersection(self._meant(query, hidden))))
        _tell_missing(sum(hit.missing for hit in answer.hits))
        among = set(seen)
        return [photo for photo in self._meant(query, answer.hits) if photo in among][: self.top]

    def named_photos(self, session: "Session") -> list[int]:
        """Find the photos as ``photos`` does, for a command that never applies to all photos.

        Raises:
            PhotonError: As for ``photos``, and if nothing was selected.
        """
        if self.is_everything:
            raise PhotonError(
                tr("No photos are named; nothing was changed."), tr("Name files or folders, or use --query or --since.")
            )
        return self.photos(session)

    def _parsed(self, text: str) -> Query:
        parsed = parse(text)
        for mistake in parsed.mistakes:
            click.echo(f"{mistake.message} {mistake.hint}".strip(), err=True)
        return replace(parsed.query, top=self.top or _MANY)

    def _meant(self, query: Query, hits: Sequence[Hit]) -> list[int]:
        """Return the relevant photos of an answer: good matches of words or examples, or the first ``top``; or all."""
        return [hit.photo for hit in hits if hit.strong or query.only_limits or self.top]


def _tell_missing(count: int) -> None:
    if count:
        text = tr_n(
            "Skipped {count:,} missing photo. To list missing photos: photon search is:missing",
            "Skipped {count:,} missing photos. To list missing photos: photon search is:missing",
            count,
        )
        click.echo(text, err=True)


def _tell_hidden(count: int) -> None:
    if count:
        text = tr_n(
            "Skipped {count:,} hidden photo. To stop hiding a photo: photon hide --show FILE",
            "Skipped {count:,} hidden photos. To stop hiding a photo: photon hide --show FILE",
            count,
        )
        click.echo(text, err=True)


def selecting(command: F) -> F:
    """Add ``[PATH]... --query --top --since`` to a command, which gets them as one argument ``selection``.

    Args:
        command: The command's function.
    """

    @functools.wraps(command)
    def gathered(*args: object, **given: Any) -> object:  # noqa: ANN401 - click's own
        names = ("paths", "query", "top", "since")
        return command(*args, selection=Selection(*(given.pop(name) for name in names)), **given)

    for add in (
        click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only photos added on this day or later."),
        click.option("--top", type=click.IntRange(1), help="Maximum number of photos."),
        click.option("--query", metavar="QUERY", help="Only good matches, or with --top the first ones."),
        click.argument("paths", nargs=-1, metavar="[PATH]..."),
    ):
        gathered = add(gathered)
    return gathered  # type: ignore[return-value]
