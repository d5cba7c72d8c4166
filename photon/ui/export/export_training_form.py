"""How photos become a training set: its format, what is taught, its parts, and whose the photos are."""

from typing import cast

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import CopyContents, Reencode, Told, TrainingChoice, TrainingFormat
from photon.export.splits import check_shares
from photon.ui.export.export_fields import LONGEST, CheckField, ChoiceField, FieldRows, Note, NumberField, PlaceField
from photon.ui.kit import tokens
from photon.ui.kit.layouts import vbox
from photon.ui.kit.settings import settings

_LICENCE, _CREDIT = "export/licence", "export/credit"
_FORMATS = {
    "jsonl": "JSON Lines beside the pictures",
    "texts": "A text beside each picture",
    "coco": "Captions as COCO has them",
    "webdataset": "Tar files (WebDataset)",
}
_TOLD = {"both": "Captions and tags", "caption": "Captions", "tags": "Tags"}
_ALIKE = "Photos that look nearly the same stand in one part in any case"
_QUALITY = 92


class TrainingForm(QWidget):
    """``changed`` tells that something else is asked for."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.place = PlaceField("export/training", f"{documents}/Training set")
        self.format = ChoiceField("export/training-format", _FORMATS, "Format")
        self.told = ChoiceField("export/told", _TOLD, "Taught")
        self.limit = CheckField("export/training-limit", "Drawn anew, long side at most", usual=True)
        self.side = NumberField("export/training-side", 512, 16, 65_500, unit=" px")
        self.train = NumberField("export/train", 80, 0, 100, unit=" %")
        self.val = NumberField("export/val", 10, 0, 100, unit=" %")
        self.test = NumberField("export/test", 10, 0, 100, unit=" %")
        self.parts = Note()
        self.folds = CheckField("export/folds", "Of nearly identical photos only one", usual=True)
        self.people = CheckField("export/training-people", "Names of people", usual=False)
        self.licence, self.credit = QLineEdit(), QLineEdit()
        self._compose()
        self._connect()
        self._follow()

    def _compose(self) -> None:
        for line, key, hint, name in (
            (self.licence, _LICENCE, "CC BY 4.0, where photos name none", "Licence"),
            (self.credit, _CREDIT, "Who is to be named, where photos name nobody", "Credit"),
        ):
            line.setText(str(settings().value(key, ""))[:LONGEST])
            line.setPlaceholderText(hint)
            line.setAccessibleName(name)
        self.folds.setToolTip(_ALIKE)
        self.people.setToolTip("Off: no tags below People, and no caption that names one of them")
        rows = FieldRows()
        rows.add("To", self.place)
        rows.add("Format", self.format, QLabel("Taught"), self.told)
        rows.add("Pictures", self.limit, self.side)
        rows.add("", self.folds, self.people)
        names = ("Training", "Validation", "Test")
        fields: list[QWidget] = []
        for name, number in zip(names, (self.train, self.val, self.test), strict=True):
            number.setAccessibleName(name)
            fields += [QLabel(name), number]
        rows.add("Parts", *fields, below=self.parts)
        rows.add("Licence", self.licence)
        rows.add("Credit", self.credit)
        vbox(rows, None, to=self, margins=0, spacing=tokens.SPACE)

    def _connect(self) -> None:
        self.place.changed.connect(self.changed)
        for box in (self.format, self.told):
            box.currentIndexChanged.connect(self._follow)
        for tick in (self.limit, self.folds, self.people):
            tick.toggled.connect(self._follow)
        for number in (self.side, self.train, self.val, self.test):
            number.valueChanged.connect(self._follow)
        for line in (self.licence, self.credit):
            line.textChanged.connect(self._follow)

    def _follow(self) -> None:
        self.side.setEnabled(self.limit.isChecked())
        self.changed.emit()

    @property
    def choice(self) -> TrainingChoice:
        """What is asked for.

        Raises:
            PhotonError: The parts are not everything.
        """
        shares = self.train.value(), self.val.value(), self.test.value()
        check_shares(shares)
        return TrainingChoice(
            cast(TrainingFormat, self.format.value),
            cast(Told, self.told.value),
            Reencode("same", self.side.value(), _QUALITY, "srgb") if self.limit.isChecked() else None,
            CopyContents(metadata=False, people=self.people.isChecked()),
            shares,
            folds=self.folds.isChecked(),
            licence=self.licence.text().strip(),
            credit=self.credit.text().strip(),
        )

    def complain(self, error: PhotonError | None) -> None:
        """Say below the parts what is wrong with them."""
        self.parts.say("" if error is None else str(error), is_bad=error is not None)

    def remember(self) -> None:
        """Remember everything for the next time."""
        settings().setValue(_LICENCE, self.licence.text())
        settings().setValue(_CREDIT, self.credit.text())
        for part in (
            self.place, self.format, self.told, self.limit, self.side, self.train, self.val, self.test, self.folds,
            self.people,
        ):  # fmt: skip
            part.remember()
