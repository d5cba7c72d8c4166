"""Names of the encoders that come with Photon: they need no download, cannot be removed, and their names are taken."""

from photon.domain.encoders.encoder_info import FALLBACK

CLOSER = f"{FALLBACK}-closer"
"""Name of the fallback with a closer look at each photo."""

BUILT_IN = (FALLBACK, CLOSER)
