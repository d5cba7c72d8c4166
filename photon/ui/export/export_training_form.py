"""The form for exporting a training set: its format, its labels, its splits, and the author of the photos."""

from typing import cast

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QLabel, QWidget

from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import CopyContents, Reencode, Text, TrainingChoice, TrainingFormat
from photon.export.splits import check_shares
from photon.language import tr
from photon.ui.export.export_fields import ExportForm, PlaceField, make_note, show_note
from photon.ui.widgets.setting_fields import CheckField, ChoiceField, LineField, NumberField

_FORMATS = {
    "jsonl": tr("JSON Lines next to the images"),
    "texts": tr("One text file per image"),
    "coco": tr("COCO captions"),
    "webdataset": tr("WebDataset (tar files)"),
}
_CONTENTS = {"both": tr("Captions and tags"), "caption": tr("Captions"), "tags": tr("Tags")}
_ALIKE = tr("Nearly identical photos always go to the same part")
_QUALITY = 92
_PERCENT = tr("{share:.0%}", share=0).replace("0", "")  # the sign, and a space before it if the language has one


class TrainingForm(ExportForm):
    """``changed`` is emitted when the choices change."""

    def __init__(self) -> None:
        super().__init__()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.place = PlaceField("export/training", f"{documents}/{tr('Training set')}")
        self.format = ChoiceField("export/training-format", _FORMATS, tr("Format"))
        self.content = ChoiceField("export/told", _CONTENTS, tr("Text"))  # the key of earlier versions
        self.limit = CheckField("export/training-limit", tr("Resize to a maximum long side of"), usual=True)
        self.side = NumberField("export/training-side", 512, 16, 65_500, unit=" px")
        self.train = NumberField("export/train", 80, 0, 100, unit=_PERCENT)
        self.val = NumberField("export/val", 10, 0, 100, unit=_PERCENT)
        self.test = NumberField("export/test", 10, 0, 100, unit=_PERCENT)
        self.parts = make_note()
        self.folds = CheckField("export/folds", tr("Only one of nearly identical photos"), usual=True)
        self.people = CheckField("export/training-people", tr("Include names of people"), usual=False)
        self.written = CheckField("export/training-written", tr("Include text in photos"), usual=False)
        self.licence = LineField(
            "export/licence", tr("Licence"), "", tr("For photos that have none, such as CC BY 4.0")
        )
        self.credit = LineField("export/credit", tr("Credit"), "", tr("For photos that name no author"))
        self._compose()
        self._set_fields(
            self.place, self.format, self.content, self.limit, self.side, self.train, self.val, self.test, self.folds,
            self.people, self.written, self.licence, self.credit,
        )  # fmt: skip

    def _compose(self) -> None:
        self.folds.setToolTip(_ALIKE)
        self.people.setToolTip(tr("If off, tags under People and captions that name them are left out"))
        self._add_row(tr("To"), self.place)
        self._add_row(tr("Format"), self.format, QLabel(tr("Text")), self.content)
        self._add_row(tr("Images"), self.limit, self.side)
        self.written.setToolTip(tr("As “text_in_photo” in JSON, but not with text files or COCO captions"))
        self._add_row("", self.folds, self.people)
        self._add_row("", self.written)
        names = (tr("Training"), tr("Validation"), tr("Test"))
        fields: list[QWidget] = []
        for name, number in zip(names, (self.train, self.val, self.test), strict=True):
            number.setAccessibleName(name)
            fields += [QLabel(name), number]
        self._add_row(tr("Split"), *fields, below=self.parts)
        self._add_row(tr("Licence"), self.licence)
        self._add_row(tr("Credit"), self.credit)

    def _follow(self) -> None:
        self.side.setEnabled(self.limit.isChecked())
        super()._follow()

    @property
    def choice(self) -> TrainingChoice:
        """The choices.

        Raises:
            PhotonError: The splits do not add up to the whole.
        """
        shares = self.train.value(), self.val.value(), self.test.value()
        check_shares(shares)
        return TrainingChoice(
            cast(TrainingFormat, self.format.value),
            cast(Text, self.content.value),
            Reencode("same", self.side.value(), _QUALITY, "srgb") if self.limit.isChecked() else None,
            CopyContents(metadata=False, people=self.people.isChecked()),
            shares,
            folds=self.folds.isChecked(),
            licence=self.licence.text().strip(),
            credit=self.credit.text().strip(),
            reads=self.written.isChecked(),
        )

    def complain(self, error: PhotonError | None) -> None:
        """Show an error of the splits below them."""
        show_note(self.parts, "" if error is None else str(error), is_bad=error is not None)
