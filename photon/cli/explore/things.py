"""``photon things``: what the photos show, as a tree, and groups of photos that have no name yet."""

from collections import defaultdict
from collections.abc import Sequence

import click

from photon.app.explore.thing_list import list_things, name_group
from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.domain.explore.topic import Topic
from photon.domain.unseen_characters import line_written_out
from photon.language import counted, tr
from photon.library.explore import topics

_STEP = "  "


@click.command()
@click.option("--name", nargs=2, metavar="KEY NAME", help="Say what the photos of a group are: NAME becomes their tag.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per thing and line.")
@common
def things(context: click.Context, name: tuple[str, str] | None, as_json: bool) -> None:  # noqa: FBT001 - a flag
    """List what the photos show as a tree, from general to particular.

    Things come from your tags and from suggestions that are certain. Last are groups of photos that look alike and have
    no name yet, each with its key: photon things --name KEY "red kite" makes the name a tag of its photos, which photon
    undo takes back. The photos of a thing: photon search thing:dog
    """
    with open_session(context) as session:
        if name is not None:
            if not len(topics.photos_of_topic(session.store.here(), "thing", name[0])):
                session.explore.make_topics({"thing"})  # it is a group again after its name was undone
            named = name_group(session.tags, session.store.here(), *name).result()
            click.echo(tr("Tagged {photos}.", photos=counted(len(named.photos), "photo")), err=as_json)
            session.store.write(topics.keep_version, "thing", "").result()  # the groups are found anew
        session.explore.make_topics({"thing"})
        found = session.store.read(list_things).result()
        photos = sorted({photo for _, some in found for photo in some.tolist()}) if as_json else []
        paths = session.browsing.paths(photos).result()
    if as_json:
        for one, some in found:
            own = [path_text(paths[photo]) for photo in some.tolist() if photo in paths]
            echo_json({"key": one.key, "name": one.name, "parent": one.parent, "photos": own})
    elif name is None:
        _echo_tree([one for one, _ in found])


def _echo_tree(found: Sequence[Topic]) -> None:
    below: dict[str, list[Topic]] = defaultdict(list)
    for one in found:
        below[one.parent].append(one)

    def echo_below(key: str, depth: int) -> None:
        for one in below[key]:
            if one.name:
                click.echo(f"{_STEP * depth}{line_written_out(one.name)}  {one.photos:,}")
                echo_below(one.key, depth + 1)

    echo_below("", 0)
    for one in below[""]:
        if not one.name:
            click.echo(tr("What are these {photos}? {key}", photos=counted(one.photos, "photo"), key=one.key))
    if not found:
        click.echo(tr("No things are known yet. They come from tags, and from suggestions that are certain."))
