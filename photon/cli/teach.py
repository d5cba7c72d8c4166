"""``photon teach``: teach a tag from photos; ``photon concepts`` is its earlier name, kept for scripts."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from photon.app.cli_reports import list_learned
from photon.app.selection import find_photos
from photon.app.tags.teaching import ASKED
from photon.cli.kit.options import common, echo_json, library_of, open_session
from photon.domain import Like, PhotonError, Region
from photon.domain.metadata.learned_tag import Estimate, Taught
from photon.domain.metadata.tag import TagPath, tag_key, tag_paths, tag_text
from photon.language import tr, tr_n
from photon.search.query_formatting import value_text

if TYPE_CHECKING:
    from photon.app.session import Session

_MANY = ("--yes", "--no")
_NUMBER = r"[0-9]*\.?[0-9]+"
_PART = re.compile(rf"(.+)#({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})", re.DOTALL)
_REASONS = {"unsure": tr("uncertain"), "sure": tr("most likely"), "different": tr("different")}


class _ManyFiles(click.Command):
    """Options that take several files: ``--yes a.jpg b.jpg --no c.jpg``. Repeating the option works as well."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each file, as click requires."""
        spread: list[str] = []
        option, first = "", False
        for at, argument in enumerate(args):
            if argument == "--":
                spread += args[at:]
                break
            if argument.startswith("-"):
                option, first = (argument, True) if argument in _MANY else ("", False)
                spread.append(argument)
            else:
                spread += [option, argument] if option and not first else [argument]
                first = False
        return super().parse_args(ctx, spread)


@click.command(cls=_ManyFiles)
@click.argument("name", required=False)
@click.option("--yes", multiple=True, metavar="FILE[#x,y,w,h]...", help="Photos that show it, or parts of photos.")
@click.option("--no", multiple=True, metavar="FILE...", help="Photos that look similar but don't show it.")
@click.option("--kind", metavar="WORDS", help="What it is, if the name doesn't say it: dog, house …")
@click.option("--ask", type=click.IntRange(1), metavar="N", help="List the N photos whose answers help most.")
@click.option("--list", "listing", is_flag=True, help="List learned tags.")
@click.option("--forget", is_flag=True, help="Stop learning NAME; the tag and its photos are kept.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def teach(context: click.Context, /, name: str | None, **given: object) -> None:
    """Teach Photon the tag NAME from photos: photon teach "our cottage" --yes a.jpg b.jpg --no c.jpg.

    Start with one photo; three to ten are better. Photon then lists more photos (--ask); answer with --yes and --no to
    improve it. Photos that you answer with --yes get the tag. For a part of a photo, add left, top, width and height as
    fractions. To search for the tag: photon search my:NAME.
    """
    yes, no = (_strings(given[option]) for option in ("yes", "no"))
    forget, as_json = bool(given["forget"]), bool(given["as_json"])
    if not (name or given["listing"]) or (forget and (yes or no)):
        raise click.UsageError(tr("Name the tag: photon teach NAME --yes FILE..."))
    with open_session(context) as session:
        if name is None:
            _list(session, as_json=as_json)
        elif forget:
            session.teaching.forget(_path(name)).result()
            click.echo(tr("Stopped learning “{name}”. The tag and its photos are kept.", name=name))
        else:
            kind = given["kind"] if isinstance(given["kind"], str) else None
            _teach(session, _path(name), (yes, no, kind), as_json=as_json)
            if isinstance(given["ask"], int):
                _ask(session, _path(name), given["ask"], as_json=as_json)


def read_examples(session: "Session", files: Sequence[str]) -> list[Like]:
    """Return the examples that arguments name: ``FILE``, or ``FILE#x,y,width,height`` for a part of it.

    Raises:
        PhotonError: One is a folder, hidden, not in the library, or ends in an invalid region.
    """
    named = [_example(file) for file in files]
    return [
        Like(photo=photo, region=region)
        for file, region in named
        for photo in session.store.read(partial(find_photos, files=[file])).result()
    ]


def _example(file: str) -> tuple[str, Region | None]:
    found = _PART.fullmatch(file)
    if found is None:
        if re.search(r"#[0-9.,\s-]*,[0-9.,\s-]*$", file):
            raise PhotonError(
                tr("{file} doesn't end with a valid region.", file=file),
                tr("Write left, top, width and height: FILE#0.2,0.1,0.5,0.5"),
            )
        return file, None
    x, y, width, height = (float(number) for number in found.groups()[1:])
    return found[1], Region(x, y, width, height)


def _teach(
    session: "Session", path: TagPath, examples: tuple[Sequence[str], Sequence[str], str | None], *, as_json: bool
) -> None:
    yes, no, kind = examples
    if any(tag_key(one.path) == tag_key(path) for one in session.teaching.all_taught().result()):
        session.teaching.next(path, ASKED).result()  # so that the estimate uses the predictions from before the answer
    taught = session.teaching.teach(path, read_examples(session, yes), _photos(session, no), kind).result()
    estimate = session.teaching.estimate(taught.path).result()
    if as_json:
        echo_json({**_as_dict(taught), "estimate": _estimated(estimate)})
        return
    click.echo(_learned(taught))
    click.echo(estimate.words)


def _learned(taught: Taught) -> str:
    tag = tag_text(taught.path)
    shown = tr_n("{count:,} photo that shows it", "{count:,} photos that show it", taught.yes)
    if not taught.no:
        return tr("Photon learned “{tag}” from {shown}.", tag=tag, shown=shown)
    without = tr_n("{count:,} that does not", "{count:,} that do not", taught.no)
    return tr("Photon learned “{tag}” from {shown} and {without}.", tag=tag, shown=shown, without=without)


def _ask(session: "Session", path: TagPath, count: int, *, as_json: bool) -> None:
    asked = session.teaching.next(path, count).result()
    paths = session.browsing.paths([one.photo for one in asked]).result()
    for one in asked:
        where = paths.get(one.photo, "")
        if as_json:
            echo_json({"path": where, **asdict(one)})
        else:
            certainty = tr("{certainty:>4.0%}", certainty=one.certainty)
            click.echo(f"{certainty}  {_REASONS[one.reason]:<17}  {where}")
    if not asked and not as_json:
        click.echo(tr("No more questions."))


def _list(session: "Session", *, as_json: bool) -> None:
    known = session.teaching.all_taught().result()
    for one in known:
        kind = f" ({one.kind})" if one.kind else ""
        answers = tr("{yes:>6,} yes  {no:>6,} no", yes=one.yes, no=one.no)
        line = f"{answers}  {tag_text(one.path)}{kind}"
        click.echo(json.dumps(_as_dict(one), ensure_ascii=False) if as_json else line)
    if not known and not as_json:
        click.echo(tr("No learned tags yet. To teach one: photon teach NAME --yes FILE FILE FILE"))


def _photos(session: "Session", files: Sequence[str]) -> list[int]:
    return session.store.read(lambda lib: find_photos(lib, files)).result()


def _path(name: str) -> TagPath:
    paths = tag_paths(name)
    if len(paths) != 1:
        raise PhotonError(
            tr("“{name}” names {count:,} tags; teach one at a time.", name=name, count=len(paths))
            if paths
            else tr("“{name}” names no tags; teach one at a time.", name=name),
            tr("In a name, put a backslash before a comma or semicolon."),
        )
    return paths[0]


def _strings(given: object) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, tuple) else ()


def _as_dict(taught: Taught) -> dict[str, object]:
    row = {"tag": tag_text(taught.path), "path": list(taught.path), "yes": taught.yes, "no": taught.no}
    return {**row, "kind": taught.kind} if taught.kind else row


def _estimated(estimate: Estimate) -> dict[str, object]:
    return {**asdict(estimate), "words": estimate.words}


@click.group(hidden=True)  # replaced by photon teach
@common
def concepts(_: click.Context) -> None:
    """Teach Photon your own names, and search for them: photon search my:Fluffy on a sofa.

    A name is a learned tag; photon teach does the same and more.
    """


@concepts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List learned names."""
    learned = list_learned(library_of(context))
    if as_json:
        rows = [_as_concept(taught, examples, paths) for taught, examples, paths in learned]
        echo_json(rows, indent=1)
        return
    for taught, _, _ in learned:
        kind = f" ({taught.kind})" if taught.kind else ""
        click.echo(f"{tr('{count:>2} photos', count=taught.yes)}  {tag_text(taught.path)}{kind}")
    if not learned:
        click.echo(tr("No learned names yet. To teach one: photon concepts teach Fluffy --kind dog FILE FILE FILE"))


@concepts.command("teach")
@click.argument("name")
@click.argument("files", nargs=-1, metavar="FILE[#x,y,w,h]...", required=True)
@click.option("--kind", default=None, metavar="WORDS", help="What it is: dog, house … (improves results)")
@common
def teach_concept(context: click.Context, name: str, files: tuple[str, ...], kind: str | None) -> None:
    """Teach NAME from photos of the library, or parts of them: left, top, width, height as fractions.

    The photos get the tag NAME. They are added to earlier examples.
    """
    with open_session(context) as session:
        taught = session.teaching.teach((name,), read_examples(session, files), kind=kind).result()
    name = taught.path[-1]
    text = tr_n(
        "Photon learned {name} from {count:,} photo. Search for it: {query}",
        "Photon learned {name} from {count:,} photos. Search for it: {query}",
        taught.yes,
        name=name,
        query=f"my:{value_text('my', name)}",
    )
    click.echo(text)


@concepts.command()
@click.argument("name")
@common
def forget(context: click.Context, name: str) -> None:
    """Stop learning NAME; the photos are not changed."""
    with open_session(context) as session:
        session.teaching.forget_named(name).result()
    click.echo(tr("Stopped learning “{name}”. The photos are not changed.", name=name))


def _as_concept(taught: Taught, examples: tuple[Like, ...], paths: dict[int, str]) -> dict[str, object]:
    rows = []
    for like in examples:
        box = like.region
        region = None if box is None else [box.x, box.y, box.width, box.height]
        rows.append({"path": paths.get(like.photo), "photo": like.photo, "region": region})
    return {"name": tag_text(taught.path), "kind": taught.kind, "examples": rows}
