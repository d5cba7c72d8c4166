"""``photon concepts``: the first names of ``photon teach``, kept for scripts that use them."""

import click

from photon.cli.kit.options import common, echo_json, library_of, open_session
from photon.cli.teach import read_examples
from photon.domain import Like
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import tag_text
from photon.domain.wording import counted
from photon.search.query_formatting import value_text


@click.group(hidden=True)  # photon teach took its place
@common
def concepts(_: click.Context) -> None:
    """Teach Photon names of your own, and search for them: photon search my:Fluffy on a sofa.

    A name is a tag that Photon learns; photon teach does the same and more.
    """


@concepts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List the names that you taught."""
    from photon.app.cli_reports import list_learned

    learned = list_learned(library_of(context))
    if as_json:
        rows = [_as_dict(taught, examples, paths) for taught, examples, paths in learned]
        echo_json(rows, indent=1)
        return
    for taught, _, _ in learned:
        kind = f" ({taught.kind})" if taught.kind else ""
        click.echo(f"{taught.yes:>2} photos  {tag_text(taught.path)}{kind}")
    if not learned:
        click.echo("No name was taught yet. Teach one: photon concepts teach Fluffy --kind dog FILE FILE FILE")


@concepts.command()
@click.argument("name")
@click.argument("files", nargs=-1, metavar="FILE[#x,y,w,h]...", required=True)
@click.option("--kind", default=None, metavar="WORDS", help="What it is: dog, house … (it helps to say so)")
@common
def teach(context: click.Context, name: str, files: tuple[str, ...], kind: str | None) -> None:
    """Teach NAME from photos of the library, or parts of them: left, top, width, height as fractions.

    The photos get the tag NAME. Photos that were taught before go on teaching it.
    """
    with open_session(context) as session:
        taught = session.teaching.teach((name,), read_examples(session, files), kind=kind).result()
    name = taught.path[-1]
    click.echo(f"Photon learned {name} from {counted(taught.yes, 'photo')}. Search for it: my:{value_text('my', name)}")


@concepts.command()
@click.argument("name")
@common
def forget(context: click.Context, name: str) -> None:
    """Forget NAME; the photos stay as they are."""
    with open_session(context) as session:
        session.teaching.forget_named(name).result()
    click.echo(f"Photon forgot “{name}”. The photos were left alone.")


def _as_dict(taught: Taught, examples: tuple[Like, ...], paths: dict[int, str]) -> dict[str, object]:
    rows = []
    for like in examples:
        box = like.region
        region = None if box is None else [box.x, box.y, box.width, box.height]
        rows.append({"path": paths.get(like.photo), "photo": like.photo, "region": region})
    return {"name": tag_text(taught.path), "kind": taught.kind, "examples": rows}
