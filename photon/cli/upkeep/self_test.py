"""``photon self-test``: check whether this installation works."""

import click

from photon.app.self_test import run_self_test
from photon.app.software import version_text
from photon.cli.kit.options import common, echo_json
from photon.domain import PhotonError
from photon.language import tr

_SIGNS = {"works": "✓", "missing": "–", "failed": "✗"}


@click.command("self-test")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a trial.")
@common
def self_test(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Try everything that Photon needs on this computer, with three drawn photos.

    Neither your library nor your photos are touched. The exit code is 1 if something doesn't work.
    """
    if not as_json:
        click.echo(version_text())
    failed = 0
    for result in run_self_test(context.find_root().obj["draw_window"]):
        failed += result.outcome == "failed"
        if as_json:
            row = {"name": result.name, "outcome": result.outcome, "seconds": round(result.seconds, 3)}
            echo_json({**row, "detail": result.detail})
        else:
            click.echo(f"{_SIGNS[result.outcome]} {result.name:42}{result.seconds:7.2f} s  {result.detail}")
    if failed:
        hint = tr("Reinstall Photon. If that doesn't help, report this table.")
        raise PhotonError(tr("Not everything that Photon needs works on this computer."), hint)
    if not as_json:
        click.echo(tr("Everything works."))
