"""``photon explain``: how well a photo matches words, and where."""

from pathlib import Path

import click

from photon.app.people.file_faces import named_faces_in
from photon.app.search.explaining import explain_file
from photon.cli.kit.options import common, echo_json, library_of
from photon.cli.kit.progress_line import ProgressLine
from photon.domain.photo.heat import Explanation, Strength, hottest_place, place_in_words, strength
from photon.domain.query.filter_kinds.regions import sought_names
from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.search.query_language import parse

_STRENGTHS: dict[Strength, str] = {"strong": tr("strong"), "fair": tr("fair"), "weak": tr("weak")}
_CHANNELS = {"meaning": tr("what it shows")}


@click.command()
@click.argument("file")
@click.argument("words", nargs=-1)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="PNG file to write: the photo with a heat map."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common
def explain(context: click.Context, file: str, words: tuple[str, ...], out: Path, as_json: bool) -> None:  # noqa: FBT001
    """Show how well FILE matches WORDS, and where; FILE need not be in the library."""
    line = ProgressLine()
    asked = " ".join(words)
    query = parse(asked).query
    typed = query.words or sought_names(query.parts)  # without what cannot be located in a photo
    explanation = explain_file(library_of(context), file, typed or asked, out, line.preparing)
    line.clear()
    people = named_faces_in(library_of(context), file)
    if as_json:
        named = {"people": [{"person": one.name, "state": one.state} for one in people]} if people else {}
        echo_json({"path": str(Path(file).resolve()), **_facts(explanation), **named, "out": str(out.resolve())})
        return
    match = _STRENGTHS[strength(explanation.score)]
    click.echo(tr("Match: {strength} ({score:.2f})", strength=match, score=explanation.score))
    if not explanation.by_library:
        click.echo(tr("There are too few photos to compare with; the score is based on everyday words instead."))
    click.echo(tr("By: {reasons}", reasons=", ".join(_CHANNELS.get(channel, channel) for channel in explanation.why)))
    if people:
        names = ", ".join(line_written_out(one.name) + "?" * (one.state == "suggested") for one in people)
        click.echo(tr("People: {names}", names=names))
    click.echo(tr("Where: {place}", place=place_in_words(explanation.heat)))
    click.echo(tr("Saved the heat map to {file}", file=out))


def _facts(explanation: Explanation) -> dict[str, object]:
    return {
        "score": round(explanation.score, 6),
        "strength": strength(explanation.score),
        "by_library": explanation.by_library,
        "why": list(explanation.why),
        "where": hottest_place(explanation.heat),
        "peak": [round(share, 3) for share in explanation.peak],
    }
