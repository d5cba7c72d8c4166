"""Cases 28 and 29: more events than the system keeps, and fewer watches than there are folders."""

import os
import signal
import sys

import pytest

from tests.faults import proofs
from tests.faults.injection import need
from tests.faults.photon_process import family
from tests.faults.place import Place, draw_photo

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs inotify")


def test_28_a_storm_of_events_while_photon_stands_still(place: Place, is_long: bool) -> None:
    before, vectors = place.facts(), proofs.vectors_of(place.library)
    rounds = 6000 if is_long else 3000  # of 8 files: more than the 16,384 events that the system keeps
    with place.watching() as (process, _):
        draw_photo(place.photos / "first.jpg", 60)
        place.until(lambda: "first.jpg" in place.there())  # it watches
        for pid in (process.pid, *family(process.pid)):
            os.kill(pid, signal.SIGSTOP)
        try:
            for number in range(rounds):
                for path in place.photos.glob("p0*.jpg"):
                    os.utime(path, (1_500_000_000 + number,) * 2)
            for number in range(10):
                draw_photo(place.photos / f"storm{number}.jpg", 61 + number)
            (place.photos / "first.jpg").unlink()
        finally:
            for pid in (process.pid, *family(process.pid)):
                os.kill(pid, signal.SIGCONT)
        wanted = {f"p{number:02}.jpg" for number in range(8)} | {f"storm{number}.jpg" for number in range(10)}
        place.until(lambda: place.there().keys() == wanted)
    place.photon("index")
    assert place.there().keys() == wanted
    assert place.facts() == before
    proofs.check_index(place.library)
    assert vectors.items() <= proofs.vectors_of(place.library).items()  # touched files were not embedded again


def test_29_fewer_watches_than_folders(place: Place) -> None:
    need("unshare")
    before = place.facts()
    for number in range(12):
        draw_photo(place.photos / f"sub{number}" / "a.jpg", 80 + number)
    place.photon("index")
    limit = ("unshare", "-r", "sh", "-ec", 'echo 5 > /proc/sys/user/max_inotify_watches; exec "$@"', "sh")
    try:
        place.photon("folders", "list", wrap=limit)
    except AssertionError:
        pytest.skip("needs namespaces of users")
    with place.watching(wrap=limit) as (_, said):
        draw_photo(place.photos / "sub11" / "new.jpg", 95)
        place.until(lambda: "sub11/new.jpg" in place.there())  # found by polling
        place.until(lambda: "watch" in said.read_text().partition("\n")[2])  # and reported
    place.photon("index")
    assert before <= place.facts()
    proofs.check_index(place.library)
