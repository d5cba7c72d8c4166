"""The form for exporting a table: the file, its format, the columns."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QLocale, QStandardPaths
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from photon.domain.metadata.export_recipe import Location, TableChoice, TableFormat
from photon.export.columns import COLUMNS, USUAL
from photon.language import tr
from photon.ui.export.export_fields import ExportForm, PlaceField
from photon.ui.export.export_files_form import ABOUT_LOCATION, LOCATIONS
from photon.ui.kit import tokens
from photon.ui.kit.settings import settings
from photon.ui.widgets.setting_fields import CheckField, ChoiceField

_COLUMNS = "export/columns"
_FORMATS = {"csv": tr("CSV, for spreadsheets"), "json": "JSON", "jsonl": "JSON Lines"}
_OF_PLACES = ("gps", "latitude", "longitude", "quarter", "town", "region", "country", "place")
_WIDE = 5
_WORDS = {
    "path": tr("Path"), "name": tr("Name"), "folder": tr("Folder"), "taken": tr("Taken"), "gps": "GPS",
    "latitude": tr("Latitude"), "longitude": tr("Longitude"),
    "quarter": tr("Quarter"), "town": tr("Town"), "region": tr("Region"), "country": tr("Country"),
    "place": tr("Your place"), "keywords": tr("Tags"), "albums": tr("Albums"),
    "stack": tr("Stack"), "event": tr("Event"), "caption": tr("Caption"), "title": tr("Title"), "rating": tr("Rating"),
    "favourite": tr("Favourite"), "text": tr("Text in the photo"),
    "document": tr("Document"), "document_date": tr("Document date"), "total": tr("Total"),
    "currency": tr("Currency"), "shop": tr("Shop"), "phone": tr("Phone"), "mail": tr("Email"),
    "address": tr("Address"), "iban": tr("IBAN"),
    "label": tr("Colour label"), "flag": tr("Flag"),
    "camera": tr("Camera"), "lens": tr("Lens"), "exposure": tr("Exposure"), "aperture": tr("Aperture"),
    "iso": "ISO", "focal_length": tr("Focal length"), "format": tr("Format"), "width": tr("Width"),
    "height": tr("Height"), "seconds": tr("Length in seconds"), "moments": tr("Moments in seconds"),
    "size": tr("Size"), "modified": tr("Modified"),
    "added": tr("Added"), "photo": tr("Photo ID"),
}  # fmt: skip


class TableForm(ExportForm):
    """``changed`` is emitted when the choices change."""

    def __init__(self) -> None:
        super().__init__()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.place = PlaceField("export/table", f"{documents}/{tr('photos.csv')}", is_file=True)
        self.format = ChoiceField("export/table-format", _FORMATS, tr("Format"))
        self.mark = CheckField("export/excel", tr("For Excel"), usual=False)
        self.location = ChoiceField("export/table-location", LOCATIONS, tr("Exactness of places"))
        self.private = CheckField("export/table-private", tr("Private places, too"), usual=False)
        self.columns = {name: QCheckBox(_WORDS[name]) for name in COLUMNS}
        remembered = str(settings().value(_COLUMNS, " ".join(USUAL))).split()
        for name, tick in self.columns.items():
            tick.setChecked(name in remembered)
            tick.toggled.connect(self._follow)
        self._compose()
        self.format.edited.connect(self._follow_format)
        self._set_fields(self.place, self.format, self.mark, self.location, self.private)
        self._follow_format()

    def _compose(self) -> None:
        self.mark.setToolTip(
            tr("With the separators that Excel expects in your region, and accented letters shown correctly")
        )
        board = QWidget()
        grid = QGridLayout(board)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE)
        grid.setVerticalSpacing(0)
        for at, tick in enumerate(self.columns.values()):
            grid.addWidget(tick, at // _WIDE, at % _WIDE)
        self._add_row(tr("To"), self.place)
        self._add_row(tr("Format"), self.format, self.mark)
        self._add_row(tr("Columns"), board)
        self.location.setToolTip(ABOUT_LOCATION)
        self._add_row(tr("Places"), self.location, self.private)

    def _follow(self) -> None:
        for box in (self.location, self.private):
            box.setEnabled(any(self.columns[name].isChecked() for name in _OF_PLACES))
        super()._follow()

    def _follow_format(self) -> None:
        self.mark.setVisible(self.format.value == "csv")
        place = Path(self.place.place)
        if place.suffix.lstrip(".") in _FORMATS:  # the name determines the format
            self.place.line.setText(str(place.with_suffix(f".{self.format.value}")))

    @property
    def choice(self) -> TableChoice:
        """The choices, possibly without any column."""
        names = tuple(name for name, tick in self.columns.items() if tick.isChecked())
        form = cast(TableFormat, self.format.value)
        for_excel = self.mark.isChecked() and form == "csv"
        has_comma = QLocale.system().decimalPoint() == ","
        return TableChoice(
            names, form, with_mark=for_excel, decimal_comma=for_excel and has_comma,
            location=cast(Location, self.location.value), private=self.private.isChecked(),
        )  # fmt: skip

    def remember(self) -> None:
        """Store the choices for the next start."""
        settings().setValue(_COLUMNS, " ".join(self.choice.columns))
        super().remember()
