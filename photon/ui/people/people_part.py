"""The use cases of people of a library."""

from typing import Any, cast

from photon.app.people.people import People
from photon.app.session import Session


def people_of(session: Session) -> People:
    """Return the use cases of people of a library."""
    return cast("People", cast("Any", session).people)
