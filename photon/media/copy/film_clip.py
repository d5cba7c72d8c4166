"""A part of a film as a file of its own."""

from pathlib import Path

from photon.media.file.atomic_replace import flush_folder, free_name, write_error
from photon.media.films.clip_cutting import cut_clip


def save_film_clip(source: str, target: str, start: float, end: float) -> str:
    """Write a part of a film into a new file; runs in a decoder process.

    Args:
        source: The film; it is only read.
        target: Where it should go; a number is added if the name is in use.
        start: Where the clip begins, in seconds.
        end: Where it ends.

    Returns:
        Path of the new file.

    Raises:
        UnreadableFile: No clip can be cut from this film.
        Unwritable: The file can't be written.
    """
    free = free_name(Path(target))
    try:
        cut_clip(Path(source), free, start, end)
    except OSError as error:
        raise write_error(free, error) from error
    flush_folder(free.parent)
    return str(free)
