"""Texts about encoders, and the actions for each."""

from collections.abc import Sequence

from photon.domain import Activity, Counts
from photon.domain.encoders.encoder_info import FALLBACK, EncoderCard, EncoderState, Installing, Offer, Quality
from photon.domain.encoders.encoder_messages import size_words, speed_words
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass
from photon.search.language import language_words
from photon.ui.kit.formatting import duration, upgraded

BUTTONS = {
    "use": tr("Use"),
    "install": tr("Install…"),
    "pause": tr("Pause"),
    "resume": tr("Resume"),
    "keep": tr("Cancel"),
    "stop": tr("Cancel"),
    "measure": tr("Measure speed"),
    "drop": tr("Delete its index…"),
    "remove": tr("Remove…"),
}
"""Labels of the buttons for an encoder, in their order."""


def spoken(action: str, model: str) -> str:
    """Return the accessible name of a button."""
    return {
        "use": tr("Use {model}", model=model),
        "install": tr("Install {model}", model=model),
        "pause": tr("Pause {model}", model=model),
        "resume": tr("Resume {model}", model=model),
        "keep": tr("Cancel {model}", model=model),
        "stop": tr("Cancel {model}", model=model),
        "measure": tr("Measure speed {model}", model=model),
        "drop": tr("Delete its index {model}", model=model),
        "remove": tr("Remove {model}", model=model),
    }[action]


QUALITIES: dict[Quality, str] = {"": "", "fast": tr("Fast"), "better": tr("Better"), "best": tr("Best")}
INSTEAD = tr("In use, because the model chosen for this library is not on this computer")
DOING = {"install": tr("Checking the download size…"), "measure": tr("Measuring…"), "remove": tr("Removing…")}


@dataclass(frozen=True, slots=True)
class ConfirmText:
    """The question before an action.

    Attributes:
        action: The action to confirm.
        words: The question.
        agree: Text of the button for yes.
        decline: Text of the button for no.
        is_safe: Whether the action loses nothing.
    """

    action: str
    words: str
    agree: str
    decline: str
    is_safe: bool = False


def actions_for(state: EncoderState, going_on: Installing | None, *, paused: bool = False) -> list[str]:
    """Return the actions possible for an encoder, in order; names as in ``BUTTONS``."""
    if going_on is not None and going_on.name == state.card.name:
        return ["stop"]
    if not state.installed:
        return ["install", *_measuring(state)]
    own = not state.card.is_built_in
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
    """Return the title: the purpose, or the name of an encoder that Photon does not recommend."""
    return card.tier or card.title


def name_line(card: EncoderCard) -> str:
    """Return the quality, and the technical name if the title is the purpose."""
    return " · ".join(filter(None, (QUALITIES[card.quality], card.title if card.tier else "")))


def facts_line(state: EncoderState) -> str:
    """Return size, licence, languages and speed in one line."""
    card = state.card
    download = tr("{size} download", size=size_words(card.megabytes)) if card.megabytes else ""
    size = size_words(state.disk) if state.installed else download
    # The languages of weights from a file are unknown.
    languages = language_words(card.languages) if card.languages or card.weights else ""
    languages = f"{languages[:1].upper()}{languages[1:]}"
    licence = tr("{licence} licence", licence=card.licence) if card.licence else ""
    parts = (size, licence, languages, _speed_here(state), state.setting)
    return " · ".join(filter(None, parts))


def _speed_here(state: EncoderState) -> str:
    """Return the speed, and the time needed for the photos of this library that have no vectors yet."""
    if not state.per_second:
        return ""
    speed, seconds = speed_words(state.per_second), (state.photos - state.searchable) / state.per_second
    if seconds <= 0:
        return tr("{speed} here", speed=speed)
    if seconds < 90:
        return tr("{speed} here, all your photos in about a minute", speed=speed)
    if seconds < 90 * 60:
        return tr_n(
            "{speed} here, all your photos in about {count:,} minute",
            "{speed} here, all your photos in about {count:,} minutes",
            round(seconds / 60),
            speed=speed,
        )
    return tr_n(
        "{speed} here, all your photos in about {count:,} hour",
        "{speed} here, all your photos in about {count:,} hours",
        round(seconds / 3600),
        speed=speed,
    )


def standing(state: EncoderState, states: Sequence[EncoderState], done: tuple[int, int], left: str = "") -> str:
    """Describe what an encoder is doing.

    Args:
        state: Its state.
        states: The states of all encoders.
        done: Number of photos with vectors of the next encoder, and of all photos.
        left: Remaining time of the next encoder as text; empty if unknown.
    """
    if state.role == "answering":
        if state.searchable < state.photos:
            return tr_n(
                "In use · {done:,} of {count:,} photo searchable",
                "In use · {done:,} of {count:,} photos searchable",
                state.photos,
                done=state.searchable,
            )
        return tr("In use")
    if state.role == "coming":
        preparing = tr_n(
            "Preparing: {done:,} of {count:,} photo", "Preparing: {done:,} of {count:,} photos", done[1], done=done[0]
        )
        return " · ".join(filter(None, (preparing, left, until_then(states))))
    if state.card.name == FALLBACK and not title_of(states, "answering"):
        return INSTEAD
    if state.installed and 0 < state.photos <= state.searchable:
        return tr("Installed · all photos indexed, ready to use")
    if state.installed and state.searchable:
        return tr_n(
            "Installed · {done:,} of {count:,} photo indexed",
            "Installed · {done:,} of {count:,} photos indexed",
            state.photos,
            done=state.searchable,
        )
    return tr("Installed") if state.installed else ""


def upgrade_done(state: EncoderState, activity: Activity) -> tuple[int, int]:
    """Return how many photos have vectors of the encoder that will take over, and how many photos there are."""
    if activity.stage == "upgrading" and activity.total:
        return upgraded(activity, Counts(photos=state.photos))
    return state.searchable, state.photos


def upgrade_left(activity: Activity) -> str:
    """Return the remaining time of the encoder that will take over."""
    left = activity.seconds_left if activity.stage == "upgrading" and not activity.paused else None
    return duration(left) if left is not None else ""


def until_then(states: Sequence[EncoderState]) -> str:
    """Describe which encoder is used until then."""
    answering = title_of(states, "answering")
    if not answering:
        return tr("the other model answers until then")
    return tr("{model} answers until then", model=answering)


def title_of(states: Sequence[EncoderState], role: str) -> str:
    """Return the title of the encoder that has this role; empty if none."""
    return next((state.card.title for state in states if state.role == role), "")


def about_installing(offer: Offer) -> ConfirmText:
    """Return the question before a download."""
    parts = [tr("Download {size} from the internet?", size=size_words(max(1, round(offer.bytes / 1e6))))]
    if offer.done:
        parts.append(tr("{size} already downloaded.", size=size_words(max(1, round(offer.done / 1e6)))))
    if offer.card.licence:
        parts.append(tr("Licence of the weights: {licence}.", licence=offer.card.licence))
    else:
        parts.append(tr("Licence of the weights: unknown."))
    return ConfirmText("install", " ".join(parts), tr("Download"), tr("Not now"), is_safe=True)


def about_removing(state: EncoderState) -> ConfirmText:
    """Return the question before an encoder is deleted."""
    model, size = state.card.title, size_words(state.disk)
    parts = [tr("Remove {model} from this computer?", model=model)]
    parts.append(tr("This frees {size}.", size=size) if size else tr("This frees its space."))
    if state.searchable:
        parts.append(
            tr_n(
                "Its index of {count:,} photo is deleted too; the photos stay.",
                "Its index of {count:,} photos is deleted too; the photos stay.",
                state.searchable,
            )
        )
    if state.role == "answering":
        parts.append(tr("Photon then searches with the starter model."))
    return ConfirmText("remove", " ".join(parts), tr("Remove"), tr("Keep it"))


def about_dropping(state: EncoderState) -> ConfirmText:
    """Return the question before the vectors of an encoder are deleted."""
    question = tr_n(
        "Delete the index of {count:,} photo made with {model}?",
        "Delete the index of {count:,} photos made with {model}?",
        state.searchable,
        model=state.card.title,
    )
    comes = tr("This makes the library smaller. If you use this model again, Photon indexes all photos again.")
    return ConfirmText("drop", f"{question} {comes}", tr("Delete"), tr("Keep it"))
