"""``photon eval``: measure how well an encoder finds the user's photos by their captions."""

import dataclasses
from pathlib import Path

import click

from photon.app.encoding.encoder_client import encoders_here
from photon.app.evaluation.evaluating import Evaluation, EvaluationRequest
from photon.app.evaluation.evaluating import evaluate as measure
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, library_of
from photon.cli.kit.progress_line import ProgressLine
from photon.domain.name_list import listed
from photon.language import counted, number, tr
from photon.search.evaluation import DRAWS, FIGURES, Interval

_NAMED = 10  # skipped images that are listed per reason
_NOTES = (
    tr("R@10: share of captions whose photo is among the first ten. MRR: mean of 1 / rank."),
    tr("No-match AUROC: how often a caption scores higher with its photo present than with it removed."),
    tr("In brackets: 95% intervals, from {draws:,} bootstrap samples of the photos.", draws=DRAWS),
    tr("Photos that a model was trained on score too high; Photon can't know which they are."),
)


@click.command("eval")
@click.argument("table", metavar="CSV", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--photos", "base", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
              help="Folder of the images in the table.")  # fmt: skip
@click.option(
    "--encoder", "encoders", multiple=True, metavar="NAME", help="Model to measure; repeat to compare several."
)
@click.option("--only-listed", is_flag=True, help="Search only the photos in the table, not the whole library.")
@click.option("--pool", type=click.IntRange(2), metavar="N", help="Search in random pools of N photos.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common
def evaluate(
    context: click.Context,
    /,
    encoders: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - click passes flags
    **given: object,
) -> None:
    """Measure how well captions find their photos.

    CSV has the columns image (a path, or a file name that only one photo has) and caption, one caption per row.
    """
    pool = given["pool"]
    wanted = EvaluationRequest(
        Path(str(given["table"])),
        base=Path(str(given["base"])) if given["base"] else None,
        only_listed=bool(given["only_listed"]),
        pool=pool if isinstance(pool, int) else 0,
    )
    line = ProgressLine()
    result = measure(
        library_of(context), wanted, encoders_here(encoders, library_of(context), line.preparing), line.working
    )
    line.clear()
    if as_json:
        echo_json(dataclasses.asdict(result), indent=1)
        return
    click.echo("\n".join(_lines(result)))
    _tell_skipped(result)


def _lines(result: Evaluation) -> list[str]:
    columns: dict[str, list[str]] = {
        name: [_cell(each[figure]) for figure in FIGURES] for name, each in result.encoders.items()
    }
    for name, each in result.differences.items():
        minus = tr("{model} minus {other}", model=name, other=next(iter(result.encoders)))
        columns[minus] = [_cell(each[figure], sign="+") for figure in FIGURES]
    columns[tr("chance")] = [_plain(result.chance[figure]) for figure in FIGURES]
    table = [["", *columns], *([figure, *row] for figure, *row in zip(FIGURES, *columns.values(), strict=True))]
    return [
        tr(
            "{captions} of {photos}, each searched for among {pool}",
            captions=counted(result.queries, "caption"),
            photos=counted(result.asked, "photo"),
            pool=counted(result.pool, "photo"),
        ),
        "",
        *aligned(table),
        "",
        *_NOTES,
        tr(
            "Configuration {configuration}: compare figures only if this is the same.",
            configuration=result.configuration,
        ),
    ]


def _tell_skipped(result: Evaluation) -> None:
    for reason, images in result.skipped.items():
        if images:
            named = listed(images, _NAMED)
            skipped = tr("Skipped, {reason}: {count:,} ({names})", reason=reason, count=len(images), names=named)
            click.echo(skipped, err=True)


def _cell(interval: Interval, sign: str = "") -> str:
    value, low, high = (_plain(one, sign) for one in (interval.value, interval.low, interval.high))
    return tr("{value} ({low} to {high})", value=value, low=low, high=high)


def _plain(value: float, sign: str = "") -> str:
    """Format a fraction with three digits; ranks of 100 and more have no decimals."""
    text = number(value, 3) if abs(value) <= 1 else tr("{value:,.4g}", value=value)
    return f"{sign}{text}" if value >= 0 else text
