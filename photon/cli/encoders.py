"""``photon encoders``: which networks turn photos and words into vectors."""

import click

from photon.cli.options import common
from photon.cli.progress_line import ProgressLine


@click.group()
@common
def encoders() -> None:
    """List the encoders that understand photos and words."""


@encoders.command("list")
@common
def show() -> None:
    """List encoders."""
    from photon.app.reports import list_encoders

    for encoder in list_encoders():
        state = "ready" if encoder.ready else "prepared at first use, about half a minute"
        click.echo(f"{encoder.id}  {encoder.description} ({state})")


@encoders.command()
@common
def prepare() -> None:
    """Prepare the starter encoder now, so that the first search does not wait for it."""
    from photon.app.encoding import prepare as make_ready

    line = ProgressLine()
    make_ready(line.preparing)
    line.clear()
    click.echo("The starter encoder is ready.")
