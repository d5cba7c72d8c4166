"""Options of every command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def _set_library(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    root = context.find_root()
    if value is not None:
        root.obj["library"] = value


def common(command: F) -> F:
    """Add ``--library`` and ``--debug``, so that they also work after the command name.

    Args:
        command: The command's function.
    """
    command = click.option(
        "--library",
        type=click.Path(path_type=Path, file_okay=False),
        callback=_set_library,
        expose_value=False,
        help="Where Photon keeps its library.",
    )(command)
    return click.option("--debug", is_flag=True, expose_value=False, hidden=True)(command)


def library_of(context: click.Context) -> Path | None:
    """The chosen library; None for the platform's default.

    Args:
        context: Context of the command.
    """
    library: Path | None = context.find_root().obj["library"]
    return library
