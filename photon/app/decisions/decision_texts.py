"""What became of a file of decisions, in sentences for the window and the terminal."""

from collections.abc import Iterator

from photon.domain.decisions.decision_kinds import SHAPES
from photon.language import tr, tr_n
from photon.library.decisions.decision_report import DecisionReport
from photon.library.recovery.foreign_work import SWITCH_ON


def report_sentences(report: DecisionReport, *, is_dry: bool) -> Iterator[str]:
    """Sentences about what was imported, kept, and left.

    Args:
        report: The report.
        is_dry: Whether nothing was written.
    """
    taken = report.taken.total()
    parts = list(_parts(report))
    if not taken:
        yield tr("Nothing here changes.") if is_dry else tr("Nothing here was changed.")
    elif is_dry:
        yield tr_n("{count:,} decision would be imported.", "{count:,} decisions would be imported.", taken)
    else:
        yield tr_n("Imported {count:,} decision.", "Imported {count:,} decisions.", taken)
    if parts:
        yield tr("Of these: {parts}.", parts=", ".join(parts))
    yield from _rest(report)


def kept_texts(report: DecisionReport) -> list[str]:
    """The first decisions that differ from later ones here: what they are about, and the path of the photo."""
    return [f"{_name_of(about)}  {path}".rstrip() for about, path in report.kept_examples]


def _name_of(about: str) -> str:
    """Return the subject of a decision in words; where it is only the kind of decision, its noun."""
    shape = SHAPES.get(about)
    return shape.noun() if shape is not None and shape.noun is not None else about


def _parts(report: DecisionReport) -> Iterator[str]:
    for what, shape in SHAPES.items():
        if report.taken[what] and shape.count is not None:
            yield shape.count(report.taken[what])


def _rest(report: DecisionReport) -> Iterator[str]:
    if report.same:
        yield tr_n("{count:,} decision is here already.", "{count:,} decisions are here already.", report.same)
    if report.kept_here:
        yield tr_n(
            "{count:,} decision differs from what you decided here later; yours is kept.",
            "{count:,} decisions differ from what you decided here later; yours are kept.",
            report.kept_here,
        )
    if report.left_off:
        yield tr("Settings in this file that Photon leaves off: {settings}.", settings=", ".join(report.left_off))
        yield SWITCH_ON
    if report.waiting:
        yield tr_n(
            "{count:,} decision is about a photo that is not here."
            " Photon keeps it and applies it when the photo comes.",
            "{count:,} decisions are about photos that are not here."
            " Photon keeps them and applies them when the photos come.",
            report.waiting,
        )
    if report.damaged:
        yield tr_n("{count:,} line could not be read.", "{count:,} lines could not be read.", report.damaged)
    if report.unknown:
        yield tr_n(
            "{count:,} line is of a kind that this version of Photon doesn't know; it was skipped.",
            "{count:,} lines are of a kind that this version of Photon doesn't know; they were skipped.",
            report.unknown,
        )
