"""Options of every command."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from photon.app.runtime.default_paths import default_library
from photon.cli.kit.progress_line import ProgressLine
from photon.language import tr
from photon.library.db.connection import require_library

if TYPE_CHECKING:
    from photon.app.session import Session  # a third of a second, and many commands need none

F = TypeVar("F", bound=Callable[..., Any])


class NumberRange(click.FloatRange):
    """A number in a range; "not a number", which click accepts in any range, is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the number, or fail with a sentence."""
        found = float(super().convert(value, param, ctx))
        if found != found:
            self.fail(tr("{value} is not in the range {range}.", value=found, range=self._describe_range()), param, ctx)
        return found


def _set_library(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    root = context.find_root()
    if value is not None:
        root.obj["library"] = value


def common(command: F) -> F:
    """Add ``--library`` and ``--debug``, so that they also work after the command name, and pass the context.

    Args:
        command: The command's function; its first argument is the context.
    """
    command = click.option(
        "--library",
        type=click.Path(path_type=Path, file_okay=False),
        callback=_set_library,
        expose_value=False,
        help="Folder of the photo library.",
    )(command)
    return click.option("--debug", is_flag=True, expose_value=False, hidden=True)(click.pass_context(command))  # type: ignore[return-value]


def library_of(context: click.Context) -> Path | None:
    """Return the chosen library; None for the platform's default.

    Args:
        context: Context of the command.
    """
    library: Path | None = context.find_root().obj["library"]
    return library


@contextmanager
def open_session(
    context: click.Context, use: str | None = None, *, background: bool = False, makes: bool = False
) -> Iterator["Session"]:
    """Open the chosen library, and back it up once a day when a command has decided something.

    A command that only reads looks for no backup, so that it is as quick as ever.

    Args:
        context: Context of the command.
        use: Name of the encoder to use from now on.
        background: Whether to keep the library up to date in the background.
        makes: Whether a library is made where there is none.
    """
    if not makes:
        require_library(library_of(context) or default_library())
    from photon.app.session import Session  # a third of a second, and many commands need none

    with Session.open(library_of(context), background=background, use=use) as session:
        yield session
    if session.store.has_decided:
        _back_up_daily(session.store.directory)


def _back_up_daily(directory: Path) -> None:
    """Make the daily backup if it is due; the command has succeeded even if that fails.

    With 100,000 photos, it takes 1.5 s of a processor, and 0.2 ms to see that none is due.
    """
    from photon.app.backups.backups import is_due, make_daily  # only commands that decided something

    if not is_due(directory):
        return
    line = ProgressLine()
    line.say(tr("Making the daily backup…"))
    try:
        make_daily(directory)
    except KeyboardInterrupt:
        line.clear()
    except Exception as error:  # noqa: BLE001 - no mistake in a backup may fail a command
        line.clear()
        click.echo(tr("The daily backup could not be made. {reason}", reason=error), err=True)
    else:
        line.clear()


def path_text(path: str) -> str:
    """Return a path as text that can be printed; file names may contain invalid bytes."""
    return path.encode("utf-8", "backslashreplace").decode()


def echo_json(value: object, indent: int | None = None) -> None:
    """Print a value as JSON.

    Args:
        value: A value that the json module can write.
        indent: Spaces per level; None for one line.
    """
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))
