"""``photon doctor``: is everything well, and what could not be used."""

import json

import click

from photon.cli.options import common, library_of


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the problem list as JSON Lines.")
@common
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Check the library and list every file that could not be used, with the reason."""
    from photon.app.reports import examine

    report = examine(library_of(context))
    if as_json:
        for problem in report.problems:
            row = {"path": problem.path, "kind": problem.kind, "message": problem.message, "hint": problem.hint}
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    for line in report.lines:
        click.echo(line)
    for problem in report.problems:
        click.echo(f"{problem.path}: {problem.message} {problem.hint}".rstrip())
    if not report.problems:
        click.echo("No file caused a problem.")
