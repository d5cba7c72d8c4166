"""Where what is computed once per computer is kept."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """The folder of encoders: below the platform's cache folder, or below ``PHOTON_CACHE``."""
    named = os.environ.get("PHOTON_CACHE")
    if named:
        return Path(named) / "encoders"
    import platformdirs

    return Path(platformdirs.user_cache_dir("photon", appauthor=False)) / "encoders"
