"""``photon themes``: what the photos are about, as groups of photos that are alike."""

import click

from photon.app.explore.theme_building import FEWEST
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.domain.query.filter_kinds.explore import THEME
from photon.domain.unseen_characters import line_written_out
from photon.language import counted, tr
from photon.library.explore import topics
from photon.search.query_formatting import part_text


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per theme and line.")
@common
def themes(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List the themes of the photos, those with most photos first.

    Photon finds them by itself: photos of a theme look alike and show alike things. The photos of a theme:
    photon search theme:beach. New photos join the themes that are there, so that these keep their names.
    """
    with open_session(context) as session:
        session.explore.make_topics()
        found = session.store.read(topics.list_topics, "theme").result()
        photos = {
            one.key: session.store.read(topics.photos_of_topic, "theme", one.key).result().tolist()
            for one in (found if as_json else ())
        }
        paths = session.browsing.paths([photo for some in photos.values() for photo in some]).result()
    if as_json:
        for one in found:
            own = [path_text(paths[photo]) for photo in photos[one.key] if photo in paths]
            echo_json({"key": one.key, "name": one.name, "photos": own})
        return
    names = [line_written_out(one.name) or tr("Theme {number} (unnamed)", number=at) for at, one in enumerate(found, 1)]
    searches = ["" if one.name else part_text(THEME.filter_by(one.key)) for one in found]
    counts = [counted(one.photos, "photo") for one in found]
    for line in aligned([*zip(names, counts, searches, strict=True)]):
        click.echo(line)
    if not found:
        text = tr("No themes are known yet. Photon finds themes once there are at least {count} photos.", count=FEWEST)
        click.echo(text)
