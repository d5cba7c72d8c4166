"""What files were found to say, in the form in which the library takes it over."""

from collections.abc import Iterable

from photon.domain.agreement import said_in, unheld_in
from photon.domain.metadata import Account
from photon.library import Library, photos
from photon.library.files import Found
from photon.library.imports import Told
from photon.library.paths import join
from photon.library.understood import EXPORT


def told_by(photo: int, path: str, found: Found, account: Account | None) -> Told:
    """What a file says. A sidecar that cannot be read leaves open what it would say, so nothing is concluded then."""
    if account is None or account.metadata is None:
        return Told(photo, path, found, None)
    unusable = (*account.passed_over, *filter(None, [account.unused]))
    if account.passed_over:
        return Told(photo, path, found, None, unusable=unusable)
    words, written = account.metadata, account.written
    return Told(
        photo, path, found, said_in(words), len(account.sidecars) + EXPORT * bool(account.export), account.facts,
        unheld_in(words), EXPORT * (account.unused is not None), said_in(written) if written else None, unusable,
    )  # fmt: skip


def told_in(library: Library, root: str, accounts: Iterable[tuple[Found, Account | None]]) -> list[Told]:
    """The same of files of one watched folder that the library knows by now."""
    found = []
    for one, account in accounts:
        path = join(root, one.relative)
        photo = photos.at(library, path)
        if photo is not None:
            found.append(told_by(photo, path, one, account))
    return found
