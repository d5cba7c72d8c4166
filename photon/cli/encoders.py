"""``photon encoders``: list, install and choose encoders."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from photon.app.encoding.encoder_info import EncoderInfo
from photon.app.engine.encoder_install import (
    FromFile,
    card_for_file,
    install_encoder,
    install_encoder_file,
    list_encoders,
    measure_encoder,
    offer_encoder,
    remove_encoder,
    use_encoder,
)
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, library_of
from photon.cli.kit.progress_line import ProgressLine
from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import FALLBACK, EncoderState, Offer
from photon.domain.encoders.encoder_messages import size_words, speed_words
from photon.language import tr, tr_n
from photon.search.language import language_words

_NOT_THERE = tr("Recommended, not installed (photon encoders install NAME):")


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
        return tr("in use")
    if state.role == "coming":
        return tr_n(
            "being prepared, {done:,} of {count:,} photos",
            "being prepared, {done:,} of {count:,} photos",
            state.photos,
            done=state.searchable,
        )
    return tr("installed") if state.installed else tr("not installed")


@click.group()
@common
def encoders(_: click.Context) -> None:
    """List, install and choose search models (encoders), which understand photos and words."""


@encoders.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List installed and recommended models."""
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
        raise click.UsageError(tr("Name a model, or use --weights FILE. For a list: photon encoders list"))
    if name is not None and weights is not None:
        raise click.UsageError(tr("Use NAME or --weights FILE, not both. To name a model from a file, use --name."))
    if weights is not None:
        _install_file(context, weights, str(given["arch"]), str(given["called"]), exact=bool(given["exact"]))
        return
    if given["arch"] or given["called"] or given["exact"]:
        raise click.UsageError(tr("--arch, --name and --exact only work with --weights."))
    _install_offered(context, str(name), is_sure=bool(given["yes"]))


@encoders.command()
@click.argument("name")
@common
def use(context: click.Context, name: str) -> None:
    """Search this library with the model NAME."""
    click.echo(use_encoder(library_of(context), name))


@encoders.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@common
def remove(context: click.Context, name: str, yes: bool) -> None:  # noqa: FBT001 - click passes flags
    """Delete the model NAME from this computer, and its index of this library."""
    states = list_encoders(library_of(context))
    found = next((state for state in states if state.installed and state.card.name == name), None)
    if found is not None and not found.card.is_built_in and not yes:
        click.echo(_loss(found, states), err=True)
        if not _is_asked_by_person():
            raise PhotonError(tr("Nothing was removed: there is no terminal to ask in."), tr("Use --yes to confirm."))
        _ask(context, tr("Remove {model}?", model=found.card.title), tr("Nothing was removed."))
    click.echo(remove_encoder(library_of(context), name))


@encoders.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@common
def probe(context: click.Context, names: tuple[str, ...]) -> None:
    """Measure how many photos per second models can index on this computer.

    Nothing is downloaded, as random weights are used; each takes about ten seconds. Without NAME, all recommended
    models are measured.
    """
    line = ProgressLine()
    rows, failed = [], False
    for name in names or [state.card.name for state in list_encoders(None) if not state.card.is_built_in]:
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
    line = ProgressLine()
    EncoderInfo().prepare(line.preparing)
    line.clear()
    click.echo(tr("The starter model is ready."))


def _install_offered(context: click.Context, name: str, *, is_sure: bool) -> None:
    if not is_sure and not _is_asked_by_person():
        raise PhotonError(
            tr("Nothing was downloaded: Photon asks before it uses the network, and there is no terminal to ask in."),
            tr("Use --yes to confirm."),
        )
    if not is_sure:
        offer = offer_encoder(name)
        for fact in _facts(offer):
            click.echo(fact, err=True)
        size = size_words(round((offer.bytes - offer.done) / 1e6) or 1)
        _ask(context, tr("Download {size}?", size=size), tr("Nothing was downloaded."))
    line = ProgressLine()
    installed = install_encoder(library_of(context), name, line.working, lambda: False)  # Ctrl+C stops a command
    line.clear()
    _tell_installed(installed)


def _install_file(context: click.Context, weights: Path, architecture: str, called: str, *, exact: bool) -> None:
    if not architecture and not weights.is_dir():
        raise click.UsageError(tr("Name the architecture with --arch; only an open_clip folder names it itself."))
    line = ProgressLine()
    card = card_for_file(weights, architecture, called)
    installed = install_encoder_file(library_of(context), FromFile(weights, card, exact), line.working, lambda: False)
    line.clear()
    _tell_installed(installed)


def _tell_installed(name: str) -> None:
    click.echo(tr("Installed {name}. To search with it: photon encoders use {name}", name=name))


def _facts(offer: Offer) -> list[str]:
    card = offer.card
    size, done = size_words(round(offer.bytes / 1e6) or 1), size_words(round(offer.done / 1e6) or 1)
    facts = [f"{card.title}. {card.about}".rstrip()]
    if offer.done:
        facts.append(tr("Download: {size}, {done} already downloaded", size=size, done=done))
    else:
        facts.append(tr("Download: {size}", size=size))
    if card.licence:
        facts.append(tr("Licence of the weights: {licence}", licence=card.licence))
    else:
        facts.append(tr("Licence of the weights: unknown; see the download page of the weights"))
    if card.code_licence:
        facts.append(tr("Licence of the program code: {licence}", licence=card.code_licence))
    return [*facts, tr("Languages: {languages}", languages=language_words(card.languages))]


def _loss(state: EncoderState, states: Sequence[EncoderState]) -> str:
    """Describe what is deleted together with an encoder."""
    parts = [tr("{model} uses {size} on this computer.", model=state.card.title, size=size_words(state.disk))]
    if state.searchable:
        parts.append(
            tr_n(
                "Its index of {count:,} photo in this library is deleted too; the photos are not changed.",
                "Its index of {count:,} photos in this library is deleted too; the photos are not changed.",
                state.searchable,
            )
        )
    if state.role == "answering":
        fallback = next((one for one in states if one.card.name == FALLBACK), None)
        waiting = state.photos - (fallback.searchable if fallback else 0)
        parts.append(tr("Photon will search with the starter."))
        if waiting:
            parts.append(
                tr_n("It still has to index {count:,} photo.", "It still has to index {count:,} photos.", waiting)
            )
    return " ".join(parts)


def _ask(context: click.Context, question: str, otherwise: str) -> None:
    """Ask for confirmation; abort unless the answer is yes."""
    if not click.confirm(question, err=True):
        click.echo(otherwise, err=True)
        context.exit(1)


def _is_asked_by_person() -> bool:
    return sys.stdin.isatty()
