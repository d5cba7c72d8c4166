"""``photon encoders``: list, install and choose encoders."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, library_of
from photon.cli.kit.progress_line import ProgressLine
from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import STARTER, EncoderState, Offer
from photon.domain.encoders.encoder_messages import size_words, speed_words
from photon.language import counted
from photon.search.language import language_words

_NOT_THERE = "Recommended, not installed (photon encoders install NAME):"


def state_lines(states: Sequence[EncoderState]) -> list[str]:
    """Format a list of encoders: the installed ones and, below a heading, those that can be installed.

    Args:
        states: The encoders.
    """
    here = [state for state in states if state.installed]
    others = [state for state in states if not state.installed]
    lines = aligned([_cells(state) for state in (*here, *others)])
    return [*lines[: len(here)], *(["", _NOT_THERE] if others else []), *lines[len(here) :]]


def _cells(state: EncoderState) -> list[str]:
    card = state.card
    size = size_words(state.disk if state.installed else card.megabytes)
    return [
        card.name,
        _standing(state),
        size.rjust(6),
        card.licence,
        # the languages of weights from a file are unknown
        language_words(card.languages) if card.languages or card.weights else "",
        speed_words(state.per_second),
        card.tier or card.title,
    ]


def _standing(state: EncoderState) -> str:
    if state.role == "answering":
        return "in use"
    if state.role == "coming":
        return f"being prepared, {state.searchable:,} of {state.photos:,} photos"
    return "installed" if state.installed else "not installed"


@click.group()
@common
def encoders(_: click.Context) -> None:
    """List, install and choose search models (encoders), which understand photos and words."""


@encoders.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List installed and recommended models."""
    from photon.app.engine.encoder_install import list_encoders

    states = list_encoders(library_of(context))
    if as_json:
        echo_json([asdict(state) for state in states], indent=1)
    else:
        click.echo("\n".join(state_lines(states)))


@encoders.command()
@click.argument("name", required=False)
@click.option("--weights", type=click.Path(exists=True, path_type=Path), metavar="FILE",
              help="Install from a checkpoint or open_clip folder on this computer, offline.")  # fmt: skip
@click.option("--arch", default="", metavar="ARCH", help="With --weights: architecture, as named in open_clip.")
@click.option("--name", "called", default="", metavar="NAME", help="With --weights: name of the model.")
@click.option("--exact", is_flag=True, help="With --weights: keep 32-bit numbers, even if others are faster.")
@click.option("--yes", is_flag=True, help="Download without asking.")
@common
def install(context: click.Context, /, name: str | None, weights: Path | None, **given: object) -> None:
    """Install the model NAME: a recommended one, or ARCHITECTURE/TAG as named in open_clip.

    It is downloaded once and then works offline. Photon asks before it downloads. Use --weights to install from a file
    instead: photon encoders install --arch ViT-B-32 --weights my.pt --name my-clip
    """
    if name is None and weights is None:
        raise click.UsageError("Name a model, or use --weights FILE. For a list: photon encoders list")
    if name is not None and weights is not None:
        raise click.UsageError("Use NAME or --weights FILE, not both. To name a model from a file, use --name.")
    if weights is not None:
        _install_file(context, weights, str(given["arch"]), str(given["called"]), exact=bool(given["exact"]))
        return
    if given["arch"] or given["called"] or given["exact"]:
        raise click.UsageError("--arch, --name and --exact only work with --weights.")
    _install_offered(context, str(name), is_sure=bool(given["yes"]))


@encoders.command()
@click.argument("name")
@common
def use(context: click.Context, name: str) -> None:
    """Search this library with the model NAME."""
    from photon.app.engine.encoder_install import use_encoder

    click.echo(use_encoder(library_of(context), name))


@encoders.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@common
def remove(context: click.Context, name: str, yes: bool) -> None:  # noqa: FBT001 - click passes flags
    """Delete the model NAME from this computer, and its index of this library."""
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
    """Measure how many photos per second models can index on this computer.

    Nothing is downloaded, as random weights are used; each takes about ten seconds. Without NAME, all recommended
    models are measured.
    """
    from photon.app.engine.encoder_install import list_encoders, measure_encoder

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
    """Prepare the starter model now, so that the first search doesn't have to wait."""
    from photon.app.encoding.encoder_info import EncoderInfo

    line = ProgressLine()
    EncoderInfo().prepare(line.preparing)
    line.clear()
    click.echo("The starter model is ready.")


def _install_offered(context: click.Context, name: str, *, is_sure: bool) -> None:
    from photon.app.engine.encoder_install import install_encoder, offer_encoder

    if not is_sure and not _is_asked_by_person():
        raise PhotonError(
            "Nothing was downloaded: Photon asks before it uses the network, and there is no terminal to ask in.",
            "Use --yes to confirm.",
        )
    if not is_sure:
        offer = offer_encoder(name)
        for fact in _facts(offer):
            click.echo(fact, err=True)
        _ask(context, f"Download {size_words(round((offer.bytes - offer.done) / 1e6) or 1)}?", "Nothing was downloaded")
    line = ProgressLine()
    installed = install_encoder(library_of(context), name, line.working, lambda: False)  # Ctrl+C stops a command
    line.clear()
    _tell_installed(installed)


def _install_file(context: click.Context, weights: Path, architecture: str, called: str, *, exact: bool) -> None:
    from photon.app.engine.encoder_install import FromFile, card_for_file, install_encoder_file

    if not architecture and not weights.is_dir():
        raise click.UsageError("Name the architecture with --arch; only an open_clip folder names it itself.")
    line = ProgressLine()
    card = card_for_file(weights, architecture, called)
    installed = install_encoder_file(library_of(context), FromFile(weights, card, exact), line.working, lambda: False)
    line.clear()
    _tell_installed(installed)


def _tell_installed(name: str) -> None:
    click.echo(f"Installed {name}. To search with it: photon encoders use {name}")


def _facts(offer: Offer) -> list[str]:
    card = offer.card
    here = f", {size_words(round(offer.done / 1e6) or 1)} already downloaded" if offer.done else ""
    return [
        f"{card.title}. {card.about}".rstrip(),
        f"Download: {size_words(round(offer.bytes / 1e6) or 1)}{here}",
        f"Licence of the weights: {card.licence or 'unknown; see the download page of the weights'}",
        *([f"Licence of the program code: {card.code_licence}"] if card.code_licence else []),
        f"Languages: {language_words(card.languages)}",
    ]


def _loss(state: EncoderState, states: Sequence[EncoderState]) -> str:
    """What is deleted together with an encoder."""
    parts = [f"{state.card.title} uses {size_words(state.disk)} on this computer."]
    if state.searchable:
        many = counted(state.searchable, "photo")
        parts.append(f"Its index of {many} in this library is deleted too; the photos are not changed.")
    if state.role == "answering":
        starter = next((one for one in states if one.card.name == STARTER), None)
        waiting = state.photos - (starter.searchable if starter else 0)
        parts.append(
            "Photon will search with the starter."
            + (f" It still has to index {counted(waiting, 'photo')}." if waiting else "")
        )
    return " ".join(parts)


def _ask(context: click.Context, question: str, otherwise: str) -> None:
    """Ask for confirmation; abort unless the answer is yes."""
    if not _is_asked_by_person():
        raise PhotonError(f"{otherwise}: there is no terminal to ask in.", "Use --yes to confirm.")
    if not click.confirm(question, err=True):
        click.echo(f"{otherwise}.", err=True)
        context.exit(1)


def _is_asked_by_person() -> bool:
    return sys.stdin.isatty()
