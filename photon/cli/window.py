"""``photon window``: open the window from the terminal."""

import click

from photon.cli.kit.options import common, library_of


@click.command()
@click.argument("folder", required=False)
@common
def window(context: click.Context, folder: str | None) -> None:
    """Open the window; add FOLDER to the library if given."""
    context.exit(context.find_root().obj["open_window"](library_of(context), folder))
