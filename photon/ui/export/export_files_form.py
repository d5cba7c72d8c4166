"""The form for exporting files: folder, names, copies or resized images, and metadata."""

from typing import cast

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QLabel

from photon.domain import PhotonError
from photon.domain.metadata.album_words import ALBUM_CHOICES, AlbumChoice
from photon.domain.metadata.export_recipe import Colours, CopyContents, Drawn, FileChoice, Location, Reencode, covering
from photon.domain.metadata.written_text import TEXT_CHOICES, TextChoice
from photon.export.naming import read_template
from photon.language import tr
from photon.ui.export.export_fields import ExportForm, PlaceField, make_note, show_note
from photon.ui.kit.settings import remembered_word
from photon.ui.widgets.insert_button import InsertButton
from photon.ui.widgets.setting_fields import ALBUMS_KEY, TEXT_KEY, CheckField, ChoiceField, LineField, NumberField

_PLACEHOLDERS = (
    (tr("File name"), "{name}"),
    (tr("Title"), "{title}"),
    (tr("Folder"), "{folder}"),
    (tr("Album"), "{album}"),
    (tr("Day"), "{date:%Y-%m-%d}"),
    (tr("Year"), "{date:%Y}"),
    (tr("Month"), "{date:%m}"),
    (tr("Number"), "{number}"),
    (tr("Subfolder  /"), "/"),
)
_COPIES = {"copy": tr("Unchanged"), "draw": tr("Resized or converted")}
_FORMATS = {"same": tr("Same format"), "jpeg": "JPEG", "webp": "WebP", "png": "PNG"}
_COLOURS = {"keep": tr("Same colours"), "srgb": "sRGB"}
_METADATA = {"keep": tr("Keep"), "strip": tr("Remove")}
_ABOUT_PLACES = tr("Coordinates and addresses")
LOCATIONS = {"exact": tr("As they are"), "near": tr("Within 1 km"), "town": tr("Only the town")}
ABOUT_LOCATION = tr("Within 1 km, the same place always gives the same coordinates; only the town is within 10 km")
_ABOUT_WORDS = tr("Albums and text in photos are included as chosen in Preferences, Files and metadata")
_ABOUT_TEXT = tr(
    "Lines that Photon has read are painted over, and captions and tags that quote them are left out. Photos that it"
    " hasn't read are skipped. Look at the copies: handwriting and small print may stay, and file names do."
)
_ABOUT_FACES = tr(
    "Of each face that Photon finds, only a few colours are left. Look at the copies: faces in profile or out of focus"
    " may stay."
)
_ABOUT_PEOPLE = tr("Marked faces, names of people, and captions that name them")


class FilesForm(ExportForm):
    """The destination, names and content of the copies."""

    def __init__(self) -> None:
        super().__init__()
        # not among the pictures: that folder is usually watched, and copies would enter the library
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
        self.place = PlaceField("export/folder", f"{home}/{tr('Exported photos')}")
        self.template, self.names = LineField("export/template", tr("Name"), "{name}"), make_note()
        self.insert = InsertButton(self.template, _PLACEHOLDERS)
        self.copies = ChoiceField("export/copies", _COPIES, tr("Photos"))
        self.format = ChoiceField("export/format", _FORMATS, tr("Format"))
        self.colours = ChoiceField("export/colours", _COLOURS, tr("Colours"))
        self.limit = CheckField("export/limit", tr("Maximum long side"), usual=True)
        self.side = NumberField("export/side", 2048, 16, 65_500, unit=" px")
        self.quality = NumberField("export/quality", 90, 1, 100)
        self.metadata = ChoiceField("export/metadata", _METADATA, tr("Metadata"))
        self.places = CheckField("export/places", tr("Places"), usual=True)
        self.location = ChoiceField("export/location", LOCATIONS, tr("Exactness of places"))
        self.private = CheckField("export/private", tr("Private places, too"), usual=False)
        self.people = CheckField("export/people", tr("People"), usual=True)
        self.words = CheckField("export/words", tr("Include my tags, captions, titles and ratings"), usual=False)
        self.cover = CheckField("export/cover", tr("Cover text in photos"), usual=False)
        self.blur = CheckField("export/blur", tr("Blur faces"), usual=False)
        self._compose()
        self._set_fields(
            self.place, self.template, self.copies, self.format, self.colours, self.limit, self.side, self.quality,
            self.metadata, self.places, self.location, self.private, self.people, self.words, self.cover, self.blur,
        )  # fmt: skip

    def _compose(self) -> None:
        self.side.setAccessibleName(tr("Maximum long side in pixels"))
        self.quality.setAccessibleName(tr("Quality"))
        self.places.setToolTip(_ABOUT_PLACES)
        self.people.setToolTip(_ABOUT_PEOPLE)
        self.words.setToolTip(_ABOUT_WORDS)
        self._add_row(tr("To"), self.place)
        self._add_row(tr("Names"), self.template, self.insert, below=self.names)
        self._add_row(tr("Photos"), self.copies, self.format, self.colours)
        self._size_row = self._add_row("", self.limit, self.side, QLabel(tr("Quality")), self.quality)
        self.location.setToolTip(ABOUT_LOCATION)
        self._add_row(tr("Metadata"), self.metadata, self.people)
        self._add_row("", self.places, self.location, self.private)
        self.cover.setToolTip(_ABOUT_TEXT)
        self._add_row("", self.words)
        self.blur.setToolTip(_ABOUT_FACES)
        self._add_row("", self.cover, self.blur)

    def _follow(self) -> None:
        is_drawn = self.copies.value == "draw"
        for part in (self.format, self.colours):
            part.setVisible(is_drawn)
        self._rows.setRowVisible(self._size_row, is_drawn)
        self.side.setEnabled(self.limit.isChecked())
        self.quality.setEnabled(self.format.value != "png")
        for tick in (self.places, self.people):
            tick.setEnabled(self.metadata.value == "keep")
        for box in (self.location, self.private):
            box.setEnabled(self.metadata.value == "keep" and self.places.isChecked())
        super()._follow()

    @property
    def choice(self) -> FileChoice:
        """The choices.

        Raises:
            PhotonError: The template of the names is invalid.
        """
        read_template(self.template.text())
        redrawn = None
        if self.copies.value == "draw":
            side = self.side.value() if self.limit.isChecked() else None
            redrawn = Reencode(
                cast(Drawn, self.format.value), side, self.quality.value(), cast(Colours, self.colours.value)
            )
        words = self.words.isChecked()
        albums = remembered_word(ALBUMS_KEY, ALBUM_CHOICES[0], ALBUM_CHOICES if words else ())
        text = remembered_word(TEXT_KEY, TEXT_CHOICES[0], TEXT_CHOICES if words else ())
        carried = CopyContents(
            self.metadata.value == "keep",
            self.places.isChecked(),
            self.people.isChecked(),
            words,
            cast(AlbumChoice, albums),
            cast(TextChoice, text),
            readable=not self.cover.isChecked(),
            recognisable=not self.blur.isChecked(),
            location=cast(Location, self.location.value),
            private=self.private.isChecked(),
        )
        return FileChoice(self.template.text(), covering(redrawn, carried), carried)

    def complain(self, error: PhotonError | None) -> None:
        """Show an error of the template below the names."""
        show_note(self.names, "" if error is None else str(error), is_bad=error is not None)

    def show_names(self, names: list[str]) -> None:
        """Show the names that the first photos would get."""
        show_note(self.names, "  ·  ".join(names))
