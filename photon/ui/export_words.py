"""What the export dialog says, in words."""

from pathlib import Path

from photon.domain.exports import Exported, FilePlan
from photon.ui.words import counted, number

_SHOWN = 12


def size_words(size: int) -> str:
    """About how many bytes, as people say it."""
    if size >= 1e9:
        return f"{size / 1e9:.1f} GB"
    return f"{max(1, round(size / 1e6)):,} MB" if size >= 1e5 else f"{max(1, round(size / 1e3)):,} kB"


def plan_words(plan: FilePlan) -> tuple[str, bool]:
    """What would be made, and whether there is something to worry about."""
    todo, there = len(plan.missing), len(plan.targets) - len(plan.missing)
    parts = [f"{counted(todo, 'file')}, about {size_words(plan.bytes)}" if todo else "Nothing is left to export"]
    if there:
        parts.append(f"{number(there)} exported before")
    if plan.left_out:
        parts.append(f"{number(len(plan.left_out))} cannot go")
    is_tight = plan.free is not None and plan.bytes > plan.free
    if is_tight and plan.free is not None:
        parts.append(f"there is room for {size_words(plan.free)} only")
    return " · ".join(parts), is_tight


def reasons(plan: FilePlan) -> str:
    """Why some cannot go, for a tooltip."""
    lines = [f"{Path(one.path).name}: {one.message}" if one.path else one.message for one in plan.left_out[:_SHOWN]]
    more = len(plan.left_out) - _SHOWN
    return "\n".join([*lines, *([f"and {number(more)} more"] if more > 0 else [])])


def outcome_words(done: Exported, noun: str = "file") -> tuple[str, str]:
    """What came of it: a headline and a sentence."""
    made = done.lines if noun == "line" else len(done.made)
    if not done.is_whole:
        stopped = any(one.reason == "stopped" for one in done.left_out) or not done.left_out
        head = "Stopped" if stopped else "It could not be finished"
    else:
        head = "Exported" if made or done.there else "Nothing was exported"
    parts = [f"{counted(made, noun)} in {place_of(done)}"]
    if done.there:
        parts.append(f"{number(done.there)} had been exported before")
    if not done.is_whole:
        parts.append("exporting again goes on from here")
    return head, " · ".join(parts)


def place_of(done: Exported) -> str:
    """The folder, or the file of a table."""
    return done.folder if not done.lines or not done.made else str(Path(done.folder).with_name(done.made[0]))
