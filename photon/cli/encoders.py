"""``photon encoders``: list, install and choose encoders."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from photon.cli.kit.options import common, echo_json, library_of
from photon.cli.kit.progress_line import ProgressLine
from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import STARTER, EncoderState, Offer
from photon.domain.encoders.encoder_messages import size_words, speed_words
from photon.domain.wording import counted


@click.group()
@common
def encoders(_: click.Context) -> None:
    """List, install and choose the encoders that understand photos and words."""


@encoders.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List the encoders that are on this computer, and those that Photon recommends."""
    from photon.app.engine.encoder_install import list_encoders
    from photon.cli.encoder_table import state_lines

    states = list_encoders(library_of(context))
    if as_json:
        echo_json([asdict(state) for state in states], indent=1)
    else:
        click.echo("\n".join(state_lines(states)))


@encoders.command()
@click.argument("name", required=False)
@click.option("--weights", type=click.Path(exists=True, path_type=Path), metavar="FILE",
              help="A checkpoint, or an open_clip folder, on this computer; nothing is downloaded.")  # fmt: skip
@click.option("--arch", default="", metavar="ARCH", help="Its architecture, by its name in open_clip.")
@click.option("--name", "called", default="", metavar="NAME", help="What it shall be called.")
@click.option("--exact", is_flag=True, help="With --weights: 32-bit numbers, even where others are faster.")
@click.option("--yes", is_flag=True, help="Download without asking.")
@common
def install(context: click.Context, /, name: str | None, weights: Path | None, **given: object) -> None:
    """Install the encoder NAME: a recommended one, or ARCHITECTURE/TAG in open_clip's names.

    It is downloaded once; afterwards it works offline. Photon asks before it downloads. With --weights it is made from
    a file instead: photon encoders install --arch ViT-B-32 --weights my.pt --name my-clip
    """
    if name is None and weights is None:
        raise click.UsageError("Name an encoder, or give a file with --weights. See: photon encoders list")
    if name is not None and weights is not None:
        raise click.UsageError("Name an encoder or give a file with --weights, not both; --name says what to call it.")
    if weights is not None:
        _install_file(context, weights, str(given["arch"]), str(given["called"]), exact=bool(given["exact"]))
        return
    if given["arch"] or given["called"] or given["exact"]:
        raise click.UsageError("--arch, --name and --exact go with --weights.")
    _install_offered(context, str(name), is_sure=bool(given["yes"]))


@encoders.command()
@click.argument("name")
@common
def use(context: click.Context, name: str) -> None:
    """Let the encoder NAME answer the searches of this library."""
    from photon.app.engine.encoder_install import use_encoder

    click.echo(use_encoder(library_of(context), name))


@encoders.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@common
def remove(context: click.Context, name: str, yes: bool) -> None:  # noqa: FBT001 - click passes flags
    """Delete the encoder NAME from this computer, and what this library knows through it."""
    from photon.app.engine.encoder_install import list_encoders, remove_encoder

    states = list_encoders(library_of(context))
    found = next((state for state in states if state.installed and state.card.name == name), None)
    if found is not None and name != STARTER and not yes:
        click.echo(_loss(found, states), err=True)
        _ask(context, f"Remove {found.card.title}?", "Nothing was removed")
    click.echo(remove_encoder(library_of(context), name))


@encoders.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@common
def probe(context: click.Context, names: tuple[str, ...]) -> None:
    """Measure how many photos per second encoders would look at here.

    Nothing is downloaded: the weights are random, and each takes some ten seconds. Without NAME all that Photon
    recommends are measured.
    """
    from photon.app.engine.encoder_install import list_encoders, measure_encoder
    from photon.cli.encoder_table import aligned

    line = ProgressLine()
    rows, failed = [], False
    for name in names or [state.card.name for state in list_encoders(None) if state.card.name != STARTER]:
        try:
            words = speed_words(measure_encoder(name, line.working))
        except PhotonError as error:
            words, failed = str(error), True
        line.clear()
        rows.append((name, words))
    click.echo("\n".join(aligned(rows)))
    context.exit(1 if failed else 0)


@encoders.command()
@common
def prepare(_: click.Context) -> None:
    """Prepare the starter encoder now, so that the first search does not wait for it."""
    from photon.app.encoding.encoder_info import EncoderInfo

    line = ProgressLine()
    EncoderInfo().prepare(line.preparing)
    line.clear()
    click.echo("The starter encoder is ready.")


def _install_offered(context: click.Context, name: str, *, is_sure: bool) -> None:
    from photon.app.engine.encoder_install import install_encoder, offer_encoder

    if not is_sure and not _is_asked_by_person():
        raise PhotonError(
            "Nothing was downloaded: Photon asks before it uses the network, and nobody is here to answer.",
            "Add --yes to say so beforehand.",
        )
    if not is_sure:
        offer = offer_encoder(name)
        for fact in _facts(offer):
            click.echo(fact, err=True)
        _ask(context, f"Download {size_words(round((offer.bytes - offer.done) / 1e6) or 1)}?", "Nothing was downloaded")
    line = ProgressLine()
    installed = install_encoder(library_of(context), name, line.working, _never)
    line.clear()
    _tell_installed(installed)


def _install_file(context: click.Context, weights: Path, architecture: str, called: str, *, exact: bool) -> None:
    from photon.app.engine.encoder_install import FromFile, card_for_file, install_encoder_file

    if not architecture and not weights.is_dir():
        raise click.UsageError("Say with --arch what it is; only a folder of open_clip says so itself.")
    line = ProgressLine()
    card = card_for_file(weights, architecture, called)
    installed = install_encoder_file(library_of(context), FromFile(weights, card, exact), line.working, _never)
    line.clear()
    _tell_installed(installed)


def _never() -> bool:
    """Never cancelled: Ctrl+C stops a command directly."""
    return False


def _tell_installed(name: str) -> None:
    click.echo(f"{name} is installed. Let it answer: photon encoders use {name}")


def _facts(offer: Offer) -> list[str]:
    from photon.search.language import language_words

    card = offer.card
    here = f", of which {size_words(round(offer.done / 1e6) or 1)} are here already" if offer.done else ""
    return [
        f"{card.title}. {card.about}".rstrip(),
        f"Download: {size_words(round(offer.bytes / 1e6) or 1)}{here}",
        f"Licence of the weights: {card.licence or 'not known to Photon; see the page of the weights'}",
        *([f"Licence of the program code: {card.code_licence}"] if card.code_licence else []),
        f"Reads words in: {language_words(card.languages)}",
    ]


def _loss(state: EncoderState, states: Sequence[EncoderState]) -> str:
    """What is deleted together with an encoder."""
    parts = [f"{state.card.title} takes {size_words(state.disk)} on this computer."]
    if state.searchable:
        many = counted(state.searchable, "photo")
        parts.append(f"What it knows of {many} in this library goes with it; the photos stay as they are.")
    if state.role == "answering":
        starter = next((one for one in states if one.card.name == STARTER), None)
        waiting = state.photos - (starter.searchable if starter else 0)
        parts.append("Searches go by the starter then." + (f" It has yet to look at {waiting:,}." if waiting else ""))
    return " ".join(parts)


def _ask(context: click.Context, question: str, otherwise: str) -> None:
    """Ask for confirmation; abort unless the answer is yes."""
    if not _is_asked_by_person():
        raise PhotonError(f"{otherwise}: nobody is here to answer.", "Add --yes to say so beforehand.")
    if not click.confirm(question, err=True):
        click.echo(f"{otherwise}.", err=True)
        context.exit(1)


def _is_asked_by_person() -> bool:
    return sys.stdin.isatty()
