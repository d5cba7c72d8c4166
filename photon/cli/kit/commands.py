"""The command group, exit codes, and error messages instead of tracebacks."""

import gettext
import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from photon import __version__
from photon.cli.kit.terminal_stream import terminal_streams
from photon.domain import PhotonError
from photon.domain.shortage import shortage_behind
from photon.language import tr
from photon.language.language import LANGUAGES, current_language
from photon.language.translation import DOMAIN
from photon.resource_files import resource

OpenWindow = Callable[[Path | None, str | None], int]

_Resolved = tuple[str | None, click.Command | None, list[str]]

# command -> module in photon.cli and its function; a module is only imported when its command runs
_COMMANDS = {
    "index": ("index", "index"),
    "search": ("search", "search"),
    "similar": ("search", "similar"),
    "highlights": ("explore.highlights", "highlights"),
    "judge": ("judge", "judge"),
    "explain": ("explain", "explain"),
    "facts": ("facts", "facts"),
    "text": ("text", "text"),
    "watch": ("index", "watch"),
    "folders": ("folders", "folders"),
    "concepts": ("teach", "concepts"),
    "tag": ("tag", "tag"),
    "albums": ("organize.albums", "albums"),
    "stacks": ("organize.stacks", "stacks"),
    "people": ("people", "people"),
    "places": ("places", "places"),
    "themes": ("explore.themes", "themes"),
    "things": ("explore.things", "things"),
    "caption": ("caption", "caption"),
    "mark": ("organize.mark", "mark"),
    "dates": ("organize.dates", "dates"),
    "rotate": ("organize.rotate", "rotate"),
    "teach": ("teach", "teach"),
    "vocabulary": ("vocabulary", "vocabulary"),
    "runs": ("upkeep.runs", "runs"),
    "import-metadata": ("import_metadata", "import_metadata"),
    "write-metadata": ("write_metadata", "write_metadata"),
    "export": ("export", "export"),
    "bin": ("organize.bin", "trash"),
    "rename": ("organize.rename", "rename"),
    "duplicates": ("organize.duplicates", "duplicates"),
    "hide": ("hiding", "hide"),
    "caption-server": ("caption_server", "caption_server"),
    "encoders": ("encoders", "encoders"),
    "eval": ("eval", "evaluate"),
    "history": ("upkeep.journal", "history"),
    "undo": ("upkeep.journal", "undo"),
    "backup": ("upkeep.backup", "backup"),
    "restore": ("upkeep.restore", "restore"),
    "export-decisions": ("upkeep.decisions", "export_decisions"),
    "import-decisions": ("upkeep.decisions", "import_decisions"),
    "settings": ("upkeep.settings", "settings"),
    "doctor": ("upkeep.doctor", "doctor"),
    "self-test": ("upkeep.self_test", "self_test"),
    "window": ("window", "window"),
    "help": ("help", "show_help"),
}


class CommandGroup(click.Group):
    """Imports commands lazily, so that ``photon search`` starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - name required by click
        """Return all names, in the order of the help text."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        from importlib import import_module

        if cmd_name not in _COMMANDS:
            return None
        module, function = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"photon.cli.{module}"), function)
        translate_help(command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> _Resolved:
        """Find a command; name the one that is similar to an unknown one, as click knows none before it is imported."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], _COMMANDS, 1)
            if not near:
                raise
            text = f"{error.message} {tr('Did you mean: {topics}?', topics=near[0])}"
            raise click.UsageError(text, error.ctx) from error


@click.group(cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--library", type=click.Path(path_type=Path, file_okay=False), help="Folder of the photo library.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, message=tr("%(prog)s, version %(version)s"))  # click looks it up too early
@click.pass_context
def photon(context: click.Context, library: Path | None, debug: bool) -> None:  # noqa: FBT001 - click passes flags
    """Find any photo by words or by example. Without a command, the window opens."""
    context.obj = {**(context.obj or {}), "library": library, "debug": debug}
    if context.invoked_subcommand is None:
        context.exit(context.obj["open_window"](library, None))


def translate_help(command: click.Command) -> None:
    """Translate the help of a command, of its options and of its subcommands, unless it is already translated."""
    if command in _translated:
        return
    _translated.add(command)
    translated = tr  # an alias, because texts that are not literals are collected where they are defined
    if command.help:
        command.help = translated(inspect.cleandoc(command.help))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translated(parameter.help)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            translate_help(inner)


_translated: set[click.Command] = set()


def _translate_click() -> None:
    """Make click find its own texts in Photon's catalogues; it looks for them in gettext's default domain."""
    if current_language() in LANGUAGES:
        os.environ["LANGUAGE"] = current_language()
        gettext.bindtextdomain(DOMAIN, str(resource("translations")))


def run(arguments: Sequence[str], open_window: OpenWindow, draw_window: Callable[[Path], int] = lambda _: 0) -> int:
    """Run one command.

    Args:
        arguments: Command-line arguments without the program name.
        open_window: Opens the window with (library, folder); passed by ``__main__``, as cli must not import Qt.
        draw_window: Draws the window of a library once, unseen, for ``photon self-test``.

    Returns:
        0 done (even if some files could not be read), 1 failed with a message, 2 wrong usage, 130 interrupted.
    """
    _translate_click()
    translate_help(photon)
    code = 0
    try:
        with terminal_streams():
            code = _carry_out(arguments, {"open_window": open_window, "draw_window": draw_window})
        if sys.stdout is not None:
            sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as error:  # nobody reads on, as with `photon search … | head`
        if isinstance(error, SystemExit) and error.code != 1:  # with which click exits then
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains while it ends
    return code


def _carry_out(arguments: Sequence[str], windows: Mapping[str, Callable[..., int]]) -> int:
    try:
        result = photon.main(list(arguments), prog_name="photon", standalone_mode=False, obj=dict(windows))
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(tr("Stopped. Run the same command again to continue."), err=True)
        return 130
    except PhotonError as error:
        click.echo(str(error), err=True)
        return _debugged(arguments, error)
    except Exception as error:  # noqa: BLE001 - tracebacks are only shown with --debug
        bug = tr("Photon ran into an error: {error!r}. For details, run the command again with --debug.", error=error)
        click.echo(str(shortage_behind(error) or bug), err=True)
        return _debugged(arguments, error)


def _debugged(arguments: Sequence[str], error: Exception) -> int:
    if "--debug" in arguments:
        raise error
    return 1
