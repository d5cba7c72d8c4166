"""The features that show text in photos, and what documents state."""

from photon.language import tr
from photon.ui.keys.command_table import VIEW, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.text.fact_section import FactController
from photon.ui.text.text_controller import TextController

_BOXES = {"text-boxes": Command(tr("Show text in the photo"), ("O",), "text-aa", TextController.toggle)}
TEXTS = WindowFeature(TextController, {MenuPlace(VIEW, 4): _BOXES}, shows={"details": lambda texts: texts.section})
DOCUMENTS = WindowFeature(FactController, shows={"details": lambda facts: facts.section})
