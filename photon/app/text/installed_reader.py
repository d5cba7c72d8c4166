"""The model that reads text in photos."""

from photon.vision.kit.installed_model import InstalledModel


def installed_reader() -> InstalledModel | None:
    """Return the model with the capability ``read``; None if none is installed, and nothing is read."""
    return None
