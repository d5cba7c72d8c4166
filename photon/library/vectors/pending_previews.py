"""Photos whose preview was not yet measured for a table of the cache."""

from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.stage_failures import FailedStage
from photon.library.vectors.vectors import Pending


class PendingPreviews:
    """The photos that have a preview but no row for it in one table.

    The table has the columns ``photo_id`` and ``image_hash``: a row is valid for the image that was measured; if it was
    measured by an encoder, ``encoder``, too.
    """

    def __init__(self, table: str, stage: FailedStage, *, is_by_encoder: bool = False) -> None:
        """Prepare the query.

        Args:
            table: Name of the table.
            stage: The stage that fills it; photos on which it failed are left out.
            is_by_encoder: Whether there is a row for each encoder.
        """
        encoder = " AND m.encoder = ?" if is_by_encoder else ""
        self._missing = (
            "FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
            f" LEFT JOIN {table} m ON m.photo_id = p.id AND m.image_hash = p.image_hash{encoder}"
            f" WHERE +p.present = 1 AND m.photo_id IS NULL AND {stage_failures.none_of(stage)}"
        )

    def count(self, library: Library, *encoder: str) -> int:
        """Count these photos; the id of the encoder is needed if there is a row for each."""
        return int(library.db.execute(f"SELECT count(*) {self._missing}", encoder).fetchone()[0])

    def list(self, library: Library, limit: int, after: int = 0, *encoder: str) -> list[Pending]:
        """List these photos ordered by id.

        Args:
            library: The library.
            limit: Maximum number of photos.
            after: Only photos with a larger id.
            encoder: As for ``count``.

        Returns:
            The photos with their previews.
        """
        rows = library.db.execute(
            f"SELECT p.id, p.image_hash, w.jpeg {self._missing} AND p.id > ? ORDER BY p.id LIMIT ?",
            (*encoder, after, limit),
        )
        return [Pending(id_, bytes(image), bytes(jpeg)) for id_, image, jpeg in rows]
