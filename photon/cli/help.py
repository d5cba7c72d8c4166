"""``photon help``: print a page of the guide."""

import shutil

import click

from photon.cli.kit.options import common
from photon.cli.kit.plain_text import to_plain_text
from photon.domain import PhotonError
from photon.domain.guide import INDEX, HelpTopic, find_topic, help_topics, near_topics
from photon.language import tr

_WIDEST = 100  # longer lines are hard to read


@click.command("help")
@click.argument("topic", nargs=-1)
@common
def show_help(context: click.Context, topic: tuple[str, ...]) -> None:  # noqa: ARG001 - common passes it
    """Print a page of the guide; without TOPIC, list the topics."""
    if not topic:
        _list_topics()
        return
    name = " ".join(topic)
    found = find_topic(name) or _page_of_command(name)
    if found is None:
        near = ", ".join(one.name for one in near_topics(name))
        hint = tr("Did you mean: {topics}?", topics=near) if near else tr("For a list: photon help")
        raise PhotonError(tr("The guide has no topic “{name}”.", name=name), hint)
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    click.echo(to_plain_text(found.text, width))


def _page_of_command(name: str) -> HelpTopic | None:
    """Return the page that shows a command most often, except the list of all commands."""
    counts = [(page.text.count(f"photon {name} "), page) for page in help_topics() if page.name != "terminal"]
    most, page = max(counts, key=lambda counted: counted[0])
    return page if most else None


def _list_topics() -> None:
    pages = [page for page in help_topics() if page.name != INDEX]
    widest = max(len(page.name) for page in pages)
    click.echo(tr("Print a page of the guide with: photon help TOPIC") + "\n")
    for page in pages:
        click.echo(f"  {page.name:<{widest}}  {page.title}")
    click.echo("\n" + tr("Options of a command: photon COMMAND --help"))
