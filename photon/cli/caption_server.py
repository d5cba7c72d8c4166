"""``photon caption-server``: choose a captioning server for drafts."""

import click

from photon.cli.kit.options import common, open_session
from photon.domain.encoders.caption_server import CaptionServer


@click.command("caption-server")
@click.argument("address", required=False)
@click.argument("network", required=False)
@click.option("--anywhere", is_flag=True, help="It may be on another computer; your photos are sent there.")
@click.option("--off", is_flag=True, help="Ask no server any more.")
@common
def caption_server(context: click.Context, /, address: str | None, network: str | None, **flags: bool) -> None:
    """Have captions drafted by NETWORK of the server at ADDRESS, which runs on this computer.

    For example: photon caption-server http://localhost:11434/v1 llava. With an address alone, the networks of that
    server are listed; without any, what is chosen is told.
    """
    if flags["off"] and address:
        raise click.UsageError("Give either an address or --off.")
    with open_session(context) as session:
        servers = session.caption_servers
        if address and not network:
            names = servers.try_out(CaptionServer(address, "", flags["anywhere"])).result()
            click.echo("\n".join(names) if names else "The server has no networks yet.")
            return
        if flags["off"]:
            servers.choose(None).result()
        elif address and network:
            servers.choose(CaptionServer(address, network, flags["anywhere"])).result()
        chosen = servers.chosen().result()
    if chosen is None:
        click.echo("No server writes captions.")
    else:
        place = " (may be another computer)" if chosen.is_anywhere else ""
        click.echo(f"Captions are written by {chosen.network} at {chosen.address}{place}.")
