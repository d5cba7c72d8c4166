"""The kinds of problems in the order of the list, each with a name and a sentence."""

from dataclasses import dataclass

from photon.domain import ProblemKind


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of problem is told.

    Attributes:
        title: Heading of its group.
        sentence: What all of them have in common.
        sign: Its icon.
    """

    title: str
    sentence: str
    sign: str


KINDS: dict[ProblemKind, Kind] = {
    "damaged": Kind(
        "Damaged", "Not all of the picture could be read. Photon shows what there is; the files stay as they are.",
        "warning",
    ),
    "unreadable": Kind(
        "Could not be opened", "Your user may not read them, or the disk reports an error.", "lock",
    ),
    "crashed": Kind("Stopped the decoder", "Reading them failed so badly that Photon went on without them.", "bug"),
    "failed": Kind("Could not be processed", "Photon made a mistake on them and went on with the other files.", "bug"),
    "unsupported": Kind(
        "Not a picture Photon knows", "Photon cannot read this sort of picture, or they hold something else.", "file-x",
    ),
    "empty": Kind("Empty", "These files hold nothing, often because copying them was broken off.", "file"),
    "too-large": Kind("Too large", "They have more pixels than can be read safely.", "arrows-out"),
    "vanished": Kind("Gone meanwhile", "They were moved or deleted while Photon looked at them.", "ghost"),
    "not-a-file": Kind("Not a file", "They have a photo's name, but are no files that hold pictures.", "prohibit"),
    "name": Kind("Unusual names", "Their names are not valid text; other programs may stumble over them.", "text-aa"),
    "loop": Kind("Links in a circle", "They lead back to where they are, so Photon did not follow them.", "link"),
    "sidecar": Kind(
        "Sidecars that cannot be read",
        "Nothing is taken over from them, and nothing is written into them. Their photos are shown.",
        "file-text",
    ),
    "video": Kind("Films", "Not yet supported. Photon leaves films alone and does not show them.", "film-strip"),
}  # fmt: skip
