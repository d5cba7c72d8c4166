"""What the window says of encoders, and what it lets people do with one."""

from collections.abc import Sequence
from dataclasses import dataclass

from photon.domain import Activity, Counts
from photon.domain.encoders.encoder_info import STARTER, EncoderCard, EncoderState, Installing, Offer, Quality
from photon.domain.encoders.encoder_messages import size_words, speed_words
from photon.language import counted
from photon.search.language import language_words
from photon.ui.kit.formatting import duration, number, upgraded

BUTTONS = {
    "use": "Use",
    "install": "Install…",
    "pause": "Pause",
    "resume": "Resume",
    "keep": "Cancel",
    "stop": "Cancel",
    "measure": "Measure speed",
    "drop": "Delete its index…",
    "remove": "Remove…",
}
"""What can be done with an encoder, in the order of the buttons, and what stands on them."""

QUALITIES: dict[Quality, str] = {"": "", "fast": "Fast", "better": "Better", "best": "Best"}
INSTEAD = "In use, because the model chosen for this library is not on this computer"
DOING = {"install": "Checking the download size…", "measure": "Measuring…", "remove": "Removing…"}


@dataclass(frozen=True, slots=True)
class ConfirmText:
    """What is asked before something is done.

    Attributes:
        action: What a yes does.
        words: The question.
        agree: What stands on the button that says yes.
        decline: And on the one that says no.
        is_safe: Whether a yes loses nothing.
    """

    action: str
    words: str
    agree: str
    decline: str
    is_safe: bool = False


def actions_for(state: EncoderState, going_on: Installing | None, *, paused: bool = False) -> list[str]:
    """What can be done with an encoder now, in order; names as in ``BUTTONS``."""
    if going_on is not None and going_on.name == state.card.name:
        return ["stop"]
    if not state.installed:
        return ["install", *_measuring(state)]
    own = state.card.name != STARTER
    removing = ["remove"] if own else []
    if state.role == "coming":
        return ["resume" if paused else "pause", "keep"]
    if state.role == "answering":
        return [*(_measuring(state) if own else []), *removing]
    dropping = ["drop"] if state.searchable else []
    return ["use", *(_measuring(state) if own else []), *dropping, *removing]


def _measuring(state: EncoderState) -> list[str]:
    return [] if state.per_second else ["measure"]


def title_line(card: EncoderCard) -> str:
    """What people choose by: the quality, or else the name of an encoder whose quality is not known."""
    return QUALITIES[card.quality] or card.title


def name_line(card: EncoderCard) -> str:
    """Whom it is for, and its technical name where the title is its quality."""
    return " · ".join(filter(None, (card.tier, card.title if card.quality else "")))


def facts_line(state: EncoderState) -> str:
    """Size, licence, languages and speed in a line."""
    card = state.card
    download = f"{size_words(card.megabytes)} download" if card.megabytes else ""
    size = size_words(state.disk) if state.installed else download
    # Nobody knows what weights from a file can read.
    languages = language_words(card.languages).capitalize() if card.languages or card.weights else ""
    speed = f"{speed_words(state.per_second)} here{_all_yours(state)}" if state.per_second else ""
    licence = f"{card.licence} licence" if card.licence else ""
    parts = (size, licence, languages, speed, state.setting)
    return " · ".join(filter(None, parts))


def _all_yours(state: EncoderState) -> str:
    """How long it would look at the photos of this library that it has not seen; empty where it has seen them."""
    seconds = (state.photos - state.searchable) / state.per_second
    if seconds <= 0:
        return ""
    if seconds < 90:
        return ", all your photos in about a minute"
    if seconds < 90 * 60:
        return f", all your photos in about {seconds / 60:.0f} minutes"
    return f", all your photos in about {number(round(seconds / 3600))} hours"


def standing(state: EncoderState, states: Sequence[EncoderState], done: tuple[int, int], left: str = "") -> str:
    """What an encoder does at present.

    Args:
        state: Its own.
        states: Of all.
        done: Photos that have the coming encoder's vectors, and all.
        left: How long the coming encoder needs yet, in words; empty where that is not known.
    """
    if state.role == "answering":
        if state.searchable < state.photos:
            return f"In use · {number(state.searchable)} of {counted(state.photos, 'photo')} searchable"
        return "In use"
    if state.role == "coming":
        parts = (f"Preparing: {number(done[0])} of {counted(done[1], 'photo')}", left, until_then(states))
        return " · ".join(filter(None, parts))
    if state.card.name == STARTER and not title_of(states, "answering"):
        return INSTEAD
    if state.installed and 0 < state.photos <= state.searchable:
        return "Installed · all photos indexed, ready to use"
    if state.installed and state.searchable:
        return f"Installed · {number(state.searchable)} of {counted(state.photos, 'photo')} indexed"
    return "Installed" if state.installed else ""


def upgrade_done(state: EncoderState, activity: Activity) -> tuple[int, int]:
    """Photos that have the vectors of the encoder that is to take over, and all."""
    if activity.stage == "upgrading" and activity.total:
        return upgraded(activity, Counts(photos=state.photos))
    return state.searchable, state.photos


def upgrade_left(activity: Activity) -> str:
    """How long the encoder that is to take over needs yet."""
    left = activity.seconds_left if activity.stage == "upgrading" and not activity.paused else None
    return duration(left) if left is not None else ""


def until_then(states: Sequence[EncoderState]) -> str:
    """Who answers meanwhile."""
    return f"{title_of(states, 'answering') or 'the other model'} answers until then"


def title_of(states: Sequence[EncoderState], role: str) -> str:
    """The title of the encoder that has this role, or empty."""
    return next((state.card.title for state in states if state.role == role), "")


def about_installing(offer: Offer) -> ConfirmText:
    """The question before a download."""
    size = size_words(max(1, round(offer.bytes / 1e6)))
    here = f" {size_words(max(1, round(offer.done / 1e6)))} already downloaded." if offer.done else ""
    licence = f"Licence of the weights: {offer.card.licence or 'unknown'}."
    return ConfirmText(
        "install", f"Download {size} from the internet?{here} {licence}", "Download", "Not now", is_safe=True
    )


def about_removing(state: EncoderState) -> ConfirmText:
    """The question before an encoder is deleted."""
    parts = [f"Remove {state.card.title} from this computer? This frees {size_words(state.disk) or 'its space'}."]
    if state.searchable:
        parts.append(f"Its index of {counted(state.searchable, 'photo')} is deleted too; the photos stay.")
    if state.role == "answering":
        parts.append("Photon then searches with the starter model.")
    return ConfirmText("remove", " ".join(parts), "Remove", "Keep it")


def about_dropping(state: EncoderState) -> ConfirmText:
    """The question before the vectors of an encoder are forgotten."""
    words = (
        f"Delete the index of {counted(state.searchable, 'photo')} made with {state.card.title}? This makes the library"
        " smaller. If you use this model again, Photon indexes all photos again."
    )
    return ConfirmText("drop", words, "Delete", "Keep it")
