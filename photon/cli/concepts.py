"""``photon concepts``: teach names for what photos show."""

import json
import re

import click

from photon.cli.kit.options import common, library_of
from photon.domain import Like, PhotonError, Region
from photon.domain.query.concept import FEWEST, MOST, Concept

_NUMBER = r"[0-9]*\.?[0-9]+"
_PART = re.compile(rf"(.+)#({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})", re.DOTALL)


@click.group()
@common
def concepts() -> None:
    """Teach Photon names of your own, and search for them: photon search my:Fluffy on a sofa."""


@concepts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
@click.pass_context
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List the names that you taught."""
    from photon.app.cli_reports import list_concepts

    taught = list_concepts(library_of(context))
    if as_json:
        rows = [_as_dict(concept, paths) for concept, paths in taught]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for concept, _ in taught:
        kind = f" ({concept.kind})" if concept.kind else ""
        click.echo(f"{len(concept.examples):>2} photos  {concept.name}{kind}")
    if not taught:
        click.echo("No name was taught yet. Teach one: photon concepts teach Fluffy --kind dog FILE FILE FILE")


@concepts.command()
@click.argument("name")
@click.argument("files", nargs=-1, metavar="FILE[#x,y,w,h]...", required=True)
@click.option("--kind", default="", metavar="WORDS", help="What it is: dog, house … (it helps to say so)")
@common
@click.pass_context
def teach(context: click.Context, name: str, files: tuple[str, ...], kind: str) -> None:
    """Teach NAME from photos of the library, or parts of them: left, top, width, height as fractions."""
    from photon.app.session import Session

    with Session.open(library_of(context), background=False) as session:
        taught = session.concepts.teach(name, kind, [_like(file) for file in files]).result()
    shown = f'my:"{taught.name}"' if " " in taught.name else f"my:{taught.name}"
    click.echo(f"Photon learned {taught.name} from {len(taught.examples)} photos. Search for it: {shown}")


teach.help = f"{teach.help} {FEWEST} to {MOST} photos are needed; a name that was taught before is taught anew."


@concepts.command()
@click.argument("name")
@common
@click.pass_context
def forget(context: click.Context, name: str) -> None:
    """Forget NAME; the photos stay as they are."""
    from photon.app.session import Session

    with Session.open(library_of(context), background=False) as session:
        session.concepts.forget(name).result()
    click.echo(f"Photon forgot “{name}”. The photos were left alone.")


def _like(file: str) -> Like:
    found = _PART.fullmatch(file)
    if found is None:
        if re.search(r"#[0-9.,\s-]*,[0-9.,\s-]*$", file):
            raise PhotonError(f"{file} ends in no region.", "Write left, top, width and height: FILE#0.2,0.1,0.5,0.5")
        return Like(file)
    x, y, width, height = (float(number) for number in found.groups()[1:])
    return Like(found[1], region=Region(x, y, width, height))


def _as_dict(concept: Concept, paths: dict[int, str]) -> dict[str, object]:
    examples = []
    for like in concept.examples:
        box = like.region
        region = None if box is None else [box.x, box.y, box.width, box.height]
        examples.append({"path": paths.get(like.photo), "photo": like.photo, "region": region})
    return {"name": concept.name, "kind": concept.kind, "examples": examples}
