"""Options of every command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from photon.app.session import Session

F = TypeVar("F", bound=Callable[..., Any])


class NumberRange(click.FloatRange):
    """A number in a range, and never "not a number", which click lets through because it is outside of no range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the number, or fail with a sentence."""
        found = float(super().convert(value, param, ctx))
        return found if found == found else float(super().convert(float("inf"), param, ctx))


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


def open_session(context: click.Context, use: str | None = None, *, background: bool = False) -> "Session":
    """Open the chosen library.

    Args:
        context: Context of the command.
        use: Name of the encoder to use from now on.
        background: Whether to keep the library up to date in the background.
    """
    from photon.app.session import Session

    return Session.open(library_of(context), background=background, use=use)


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
