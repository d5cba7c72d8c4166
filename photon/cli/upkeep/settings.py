"""``photon settings``: list the settings of a library, restore defaults, and switch on what came from elsewhere."""

from typing import TYPE_CHECKING

import click

from photon.app.library_settings import reset_setting, shown_settings
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, open_session
from photon.domain.unseen_characters import shortened_line
from photon.language import tr
from photon.library.recovery import foreign_work

if TYPE_CHECKING:
    from photon.library.settings.known_settings import StoredSetting


@click.group(invoke_without_command=True)
@common
def settings(context: click.Context) -> None:
    """List the settings of the library that differ from the defaults."""
    if context.invoked_subcommand is not None:
        return

    with open_session(context) as session:
        stored, off = session.store.read(shown_settings).result(), session.store.read(foreign_work.off_lines).result()
    rows = [(shortened_line(one.name), one.noun, one.text, _remark(one)) for one in stored]
    for line in aligned(rows):
        click.echo(line)
    if not rows and not off:
        click.echo(tr("All settings have their defaults."))
    for one in off:
        click.echo(tr("Off, because it comes from another library or computer: {what}.", what=one))
    if off:
        click.echo(foreign_work.SWITCH_ON)


@settings.command()
@click.argument("name")
@common
def reset(context: click.Context, name: str) -> None:
    """Restore the default of the setting NAME."""
    with open_session(context) as session:
        session.store.write(reset_setting, name).result()
    click.echo(tr("The default of “{name}” was restored.", name=name))


@settings.command("switch-on")
@click.option("--yes", is_flag=True, help="Don't ask.")
@common
def switch_on(context: click.Context, yes: bool) -> None:  # noqa: FBT001 - click passes flags
    """Switch on what came from another library or computer and is off; only do this if it is yours.

    These are settings that send, write or remove by themselves, folders, patterns of names to skip, and the undo of
    moves and of writing done there.
    """
    with open_session(context) as session:
        off = session.store.read(foreign_work.off_lines).result()
        for line in off:
            click.echo(line)
        if not off:
            click.echo(tr("Nothing is off."))
        elif yes or click.confirm(tr("Switch these on?"), err=True):
            session.store.write(foreign_work.switch_on).result()
            session.work.background.scan()
            click.echo(tr("Switched on."))
            for line in session.store.read(
                foreign_work.off_lines
            ).result():  # a folder whose path is a link, for example
                click.echo(tr("Still off: {what}", what=line), err=True)
        else:
            click.echo(tr("Nothing was changed."))


def _remark(one: "StoredSetting") -> str:
    if not one.is_possible:
        return tr("(invalid; the default is used)")
    return "" if one.setting else tr("(unknown to this version of Photon)")
