r"""Judge suggested tags on sources of very different kinds, each by a fit without it, beside the simplest ways.

    python -m lab.tags.judge_tags PICTURES --labels OTHERS/labels.csv text.csv faces.csv --wordnet DICT --work FOLDER

``PICTURES`` and ``--labels`` are those of ``train_tags``. Printed are, for each source and for the worst:

- *first*: captioned photos: the first three tags that are right; others: whether the label or its family is among the
  first five;
- *error*: the calibration error of what is shown and judged, with its interval (``tag_figures.calibration_error``);
  sources with fewer than 500 judged suggestions also count together, by kind;
- *sure*: how many of the suggestions with .8 and more are right;
- *people*: photos without people of which a tag of people says more than .5;
- *found*: photos with people that get a tag of people;
- *first* and *error* of the simplest ways: what the captions of the nearest of other photos name; the best classes of
  the image tower; what the caption memory says above a constant threshold, with a constant certainty.

Then the same for libraries of a source and captioned photos (``mixed_library``), in which *first* is about the source's
photos. Last is how many suggestions are right from which certainty on, for ``photon/annotate/tags/right_share.py``.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from lab.quality.quality_sources import SEEN
from lab.tags.mixed_library import libraries_of
from lab.tags.simple_tags import SimpleTags
from lab.tags.tag_figures import SourceFigures, with_interval
from lab.tags.tag_fits import TagFits
from lab.tags.tag_sources import OTHERS, UNFITTED, add_arguments, read_sources, suggestion_context

from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.arrays import Truth
from photon.search.evaluation import Interval

_KINDS = {
    "one thing": ("flowers5", "clothing10", "caltech101"),
    "places and weather": ("scenes8", "weather4"),
    "pages and faces": ("text", "faces"),
}
_FEWEST = 50  # suggestions that have a share
_ENOUGH = 500  # judged suggestions of a source that counts by itself
_REST = "flickr8k"  # captioned photos of mixed libraries
_LEAST = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_COLUMNS = (
    "source, photos",
    "first",
    "error",
    "of",
    "sure",
    "of",
    "people",
    "of",
    "found",
    "of",
    "nearest",
    "classes",
    "constant",
)


def main() -> None:
    """Parse the arguments, fit, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    arguments = parser.parse_args()
    vocabulary = everyday()
    context = suggestion_context(vocabulary, arguments)
    fits = TagFits(list(read_sources(arguments, vocabulary)), vocabulary, context, arguments.work)
    simple = SimpleTags(fits.sources[OTHERS], vocabulary, context)
    print(f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|", flush=True)
    judged: dict[str, SourceFigures] = {}
    mixed: list[SourceFigures] = []
    for name, source in sorted(fits.sources.items(), key=lambda one: one[0] not in {*SEEN, *UNFITTED}):
        if name != OTHERS:
            known = fits.knowledge({name} - {*SEEN, *UNFITTED})
            judged[name] = fits.judge(source, known)
            print(f"{_row(judged[name], len(source.seen))} {simple.columns(source, judged[name].shown)} |", flush=True)
            if name not in SEEN:
                mixed += [fits.judge(one, known) for one in libraries_of(source, fits.sources[_REST])]
    for kind, names in _KINDS.items():
        print(_row(_together(kind, [judged[name] for name in names if name in judged])))
    print(_worst(list(judged.values())))
    print("\n".join(map(_row, mixed)))
    print(_worst(mixed))
    for least in _LEAST:
        print(_right_from(least, list(judged.values())))


def _row(one: SourceFigures, photos: int = 0) -> str:
    name = f"{one.name}, {photos:,}" if photos else one.name
    figures = (
        with_interval(one.first),
        with_interval(one.error),
        f"{len(one.right):,}",
        _share(one.sure),
        f"{len(one.sure):,}",
    )
    people = (_share(one.alarms), f"{len(one.alarms):,}", _share(one.found), f"{len(one.found):,}")
    return f"| {name} | {' | '.join((*figures, *people))} |"


def _share(right: Truth) -> str:
    return f"{right.mean():.3f}" if len(right) else "–"


def _together(kind: str, found: Sequence[SourceFigures]) -> SourceFigures:
    """Return the figures of several sources as one."""
    starts = np.cumsum([0, *(1 + one.owners.max() for one in found)])
    owners = np.concatenate([one.owners + start for one, start in zip(found, starts, strict=False)])
    certainties, right, alarms, people = (
        np.concatenate([getattr(one, name) for one in found]) for name in ("certainties", "right", "alarms", "found")
    )
    return SourceFigures(kind, Interval(*[float("nan")] * 3), owners, certainties, right, len(right), alarms, people)


def _worst(found: Sequence[SourceFigures]) -> str:
    """Return the worst figure of the sources that are large enough for it."""
    first = min(one.first.value for one in found if one.first.value >= 0)
    error = max(one.error.value for one in found if len(one.right) >= _ENOUGH)
    sure = min(one.sure.mean() for one in found if len(one.sure) >= _FEWEST)
    return f"| worst | {first:.3f} | {error:.3f} | | {sure:.3f} | | {max(one.alarms.mean() for one in found):.3f} |"


def _right_from(least: float, found: Sequence[SourceFigures]) -> str:
    parts = [one.right[one.certainties >= least] for one in found]
    shares = [part.mean() for part in parts if len(part) >= _FEWEST]
    return f"{least} and more: {np.mean(shares):.3f} right, at worst {min(shares):.3f}, of {len(shares)} sources"


if __name__ == "__main__":
    main()
