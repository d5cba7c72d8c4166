"""The feature about encoders, which decide how good searches are."""

from photon.ui.encoders.encoder_controller import EncoderController
from photon.ui.kit.window_feature import WindowFeature

ENCODERS = WindowFeature(EncoderController, shows={"card": lambda encoders: encoders.offer})
