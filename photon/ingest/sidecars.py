"""Which sidecars stand beside each photo of a listing, told so that any change shows."""

from photon.ingest.listing import SIDECAR, Listing


def beside(listing: Listing) -> dict[str, str]:
    """Relative path → its possible sidecars by name, size and time; photos without any are left out.

    Both names in use count, ``IMG_1.jpg.xmp`` and ``IMG_1.xmp``, in any case; which of them is about the photo is found
    out when they are read.
    """
    by_name: dict[tuple[str, str], list[str]] = {}
    for relative, (size, mtime_ns) in sorted(listing.sidecars.items()):
        folder, _, name = relative.rpartition("/")
        by_name.setdefault((folder, name.casefold()), []).append(f"{name}:{size}:{mtime_ns}")
    if not by_name:
        return {}
    found = {}
    for relative in listing.files:
        folder, _, name = relative.rpartition("/")
        names = dict.fromkeys((name, name.rpartition(".")[0]))
        told = [one for wanted in names for one in by_name.get((folder, (wanted + SIDECAR).casefold()), ())]
        if told:
            found[relative] = "|".join(told)
    return found
