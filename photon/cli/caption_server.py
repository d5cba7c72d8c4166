"""``photon caption-server``: choose a captioning server for drafts."""

import click

from photon.cli.kit.options import common, open_session
from photon.domain.encoders.caption_server import CaptionServer
from photon.language import tr


@click.command("caption-server")
@click.argument("address", required=False)
@click.argument("network", required=False, metavar="[MODEL]")
@click.option("--anywhere", is_flag=True, help="Allow a server on another computer; your photos are sent there.")
@click.option("--off", is_flag=True, help="Stop using a server.")
@common
def caption_server(context: click.Context, /, address: str | None, network: str | None, **flags: bool) -> None:
    """Draft captions with MODEL of the server at ADDRESS, which runs on this computer.

    For example: photon caption-server http://localhost:11434/v1 llava. With only an address, list the models of that
    server; without arguments, show the current setting.
    """
    if flags["off"] and address:
        raise click.UsageError(tr("Use either an address or --off, not both."))
    with open_session(context) as session:
        servers = session.caption_servers
        if address and not network:
            names = servers.try_out(CaptionServer(address, "", flags["anywhere"])).result()
            click.echo("\n".join(names) if names else tr("The server has no models yet."))
            return
        if flags["off"]:
            servers.choose(None).result()
        elif address and network:
            servers.choose(CaptionServer(address, network, flags["anywhere"])).result()
        chosen = servers.chosen().result()
    if chosen is None:
        click.echo(tr("No captioning server is used."))
        return
    model, at = chosen.network, chosen.address
    if chosen.is_anywhere:
        click.echo(
            tr("Drafting captions with {model} at {address} (may be another computer).", model=model, address=at)
        )
    else:
        click.echo(tr("Drafting captions with {model} at {address}.", model=model, address=at))
