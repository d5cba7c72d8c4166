"""Places of a fake library whose tests are about something else: none are known."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.annotate.places.world_map import WorldMap
from photon.domain.places.place import PhotoPlace


class NoPlaces:
    """Answers what the details ask, and has the map of the world."""

    world = WorldMap()

    def places_of(self, photos: Sequence[int]) -> Future[dict[int, PhotoPlace]]:
        answer: Future[dict[int, PhotoPlace]] = Future()
        answer.set_result({photo: PhotoPlace(None) for photo in photos})
        return answer
