"""The model that reads text in photos."""

from photon.vision.kit.installed_model import InstalledModel
from photon.vision.text.installed_reader import text_reader


def installed_reader() -> InstalledModel | None:
    """Return the model with the capability ``read``; None if there is none, and nothing is read."""
    return text_reader()
