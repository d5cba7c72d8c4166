r"""Measure Photon's whole search on films that ``moment_figures`` made: words, unwanted words, and a moment as example.

    python -m lab.films.moment_search LABELLED FILMS [--generator first|second] [--count 200]

The films are indexed into a library beside them, as ``photon index`` does. For words, see ``moment_figures``. To words
for the planted shot, those for another shot of the same film are added as unwanted, and the other way round: the film
must stay in the answer, by a moment of the shot that is asked for. A moment of a photo that other films have, too,
is an example: another such film must come first.
"""

from collections.abc import Sequence

import numpy as np
from lab.films.moment_figures import PlantedFilm, film_parser, interval, make_films

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.app.engine.index_store import IndexStore
from photon.app.search.examples import ExamplePictures
from photon.app.search.query_service import QueryService
from photon.cli import run
from photon.domain import Hit, Like, Query
from photon.library import Library, open_library
from photon.library.films.frames import frames_of
from photon.library.photos import photos
from photon.search.query_language import parse
from photon.vision.starter import starter

_ROW = 10  # hits
_FEW = 4  # words of a label that are asked with an unwanted one


class FilmSearch:
    """Asks about films in a library."""

    def __init__(self, library: Library, films: Sequence[PlantedFilm]) -> None:
        """Find the films; all of them are there."""
        encoder = InProcessEncoder()
        store = IndexStore(encoder.id, encoder.dimension)
        self.library, self.films = library, films
        self._service = QueryService(encoder, store.index, ExamplePictures(bytes), lambda _: None)  # type: ignore[arg-type]
        self.ids = [photos.at(library, str(film.path)) or 0 for film in films]
        self.film_of = dict(zip(self.ids, films, strict=True))
        self._rng = np.random.default_rng(1)

    def words(self) -> str:
        """Ask for each planted shot."""
        answers = [(at, film, self._ask(film.text, len(self.films))) for at, film in enumerate(self.films)]
        first = [self.film_of[hits[0].photo].shows(film.text) for _, film, hits in answers]
        own = [(film, next(hit for hit in hits if hit.photo == self.ids[at])) for at, film, hits in answers]
        right = [hit.moment is not None and film.shows(film.text, hit.moment) for film, hit in own]
        return f"words: first {interval(first)}, time right {interval(right)}"

    def unwanted(self) -> str:
        """Ask for a shot of each film without another one, of which one is the planted one."""
        stays, is_right = [], []
        for at, film in enumerate(self.films):
            others = [text for text, *_ in film.shots if text != film.text and len(text.split()) <= _FEW]
            if not others or len(film.text.split()) > _FEW:
                continue
            other = str(self._rng.choice(others))
            for asked, unwanted in ((film.text, other), (other, film.text)):
                if any(hit.photo == self.ids[at] for hit in self._ask(asked, _ROW)):
                    own = [hit for hit in self._ask(f"{asked} -({unwanted})", _ROW) if hit.photo == self.ids[at]]
                    stays.append(bool(own))
                    is_right += [film.shows(asked, hit.moment) for hit in own if hit.moment is not None]
        return f"without another shot: stays {interval(stays)}, time right {interval(is_right)}"

    def examples(self) -> str:
        """Ask for films like one moment of each photo that several films have."""
        first = []
        for text in sorted({text for film in self.films for text, *_ in film.shots}):
            at, *others = [at for at, film in enumerate(self.films) if film.shows(text)]
            begin, end = next(times for label, *times in self.films[at].shots if label == text)
            shown = [frame.seconds for frame in frames_of(self.library, self.ids[at]) if begin <= frame.seconds <= end]
            if others and shown:
                like = Like(photo=self.ids[at], seconds=shown[len(shown) // 2])
                hits = self._service.similar(self.library, Query.build(likes=[like], top=2), fold=False).hits
                best = next(hit for hit in hits if hit.photo != self.ids[at])
                first.append(self.film_of[best.photo].shows(text, best.moment))
        return f"like a moment: first, at the right time {interval(first)}"

    def _ask(self, words: str, top: int) -> tuple[Hit, ...]:
        return self._service.search(self.library, parse(words, Query.build(top=top)).query).hits


def main() -> None:
    """Parse the arguments and print the figures."""
    arguments = film_parser(__doc__).parse_args()
    place = arguments.films / arguments.generator
    films = make_films(starter.load(1), arguments.labelled, place, arguments)
    library = place.with_name(f"{arguments.generator} library")
    run(["index", str(place), "--library", str(library)], lambda *_: 0)
    with open_library(library, writable=True) as opened:
        asking = FilmSearch(opened, films)
        for measure in (asking.words, asking.unwanted, asking.examples):
            print(measure())


if __name__ == "__main__":
    main()
