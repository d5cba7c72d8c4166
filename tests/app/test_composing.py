"""Composed queries over a true library: examples with words, unwanted things, alternatives, conditions, bad input."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.session import Session
from photon.domain import Answer, AnyOf, Exact, Filter, Like, PhotonError, Query, Region, Words
from photon.search import parse
from tests.app.conftest import settle
from tests.fakes import COLOURS, ColourEncoding, _vector
from tests.pictures import age

MEANT = {**COLOURS, "dog": COLOURS["red"], "cat": COLOURS["green"], "beach": COLOURS["blue"], "snow": COLOURS["white"]}
KINDS = {"qa": ("dog", "beach"), "qb": ("dog", "snow"), "qc": ("cat", "beach"), "qd": ("cat", "snow")}


class SceneEncoding(ColourEncoding):
    """The same, where dogs are red and stand before something: a text means the mean of what its words mean."""

    id = "scenes-1"

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([_vector(self._colour(text)) for text in texts])

    @staticmethod
    def _colour(text: str) -> np.ndarray:
        known = [MEANT[word] for word in text.replace(",", " ").split() if word in MEANT]
        return np.mean(known or [(128, 128, 128)], axis=0)


def _scene(path: Path, kind: tuple[str, str], seed: int, mode: str = "RGB") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(-20, 21, size=(48, 64, 3))
    pixels[:, :32] += np.array(MEANT[kind[0]])
    pixels[:, 32:] += np.array(MEANT[kind[1]])
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).convert(mode).save(path, quality=95)
    age(path)
    return path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six photos of each kind in one folder, one of each in Lisbon, and four of the first kind in grey."""
    place = tmp_path_factory.mktemp("composing")
    for letter, (name, kind) in enumerate(KINDS.items()):
        for number in range(6):
            _scene(place / "photos" / "plain" / f"{name}{number}.jpg", kind, 10 * letter + number)
        _scene(place / "photos" / "lisbon" / f"{name}9.jpg", kind, 100 + letter)
    for number in range(4):
        _scene(place / "photos" / "old" / f"ga{number}.jpg", KINDS["qa"], number, "L")
    _scene(place / "outside.jpg", KINDS["qa"], 999)
    return place


@pytest.fixture(scope="module")
def session(place: Path) -> Iterator[Session]:
    before = set(threading.enumerate())
    with Session.open(place / "library", encoder=SceneEncoding()) as session:
        session.add_folder(str(place / "photos")).result()
        settle(session)
        session.concepts.teach("Rex", "dog", [Like(str(_plain(place, f"qa{n}"))) for n in range(3)]).result()
        session.rate([_id(session, place, f"{name}{n}") for name in KINDS for n in (1, 3)], 4).result()
        yield session
    for thread in set(threading.enumerate()) - before:
        thread.join(20)


def _plain(place: Path, name: str) -> Path:
    return place / "photos" / "plain" / f"{name}.jpg"


def _id(session: Session, place: Path, name: str) -> int:
    paths = session.paths(session.photos("name").result()).result()
    return next(photo for photo, path in paths.items() if Path(path).stem == name)


def _ask(session: Session, typed: str, **settings: object) -> Answer:
    parsed = parse(typed)
    assert not parsed.mistakes, typed
    return session.search(replace(parsed.query, **settings)).result()  # type: ignore[arg-type]


def _names(answer: Answer) -> list[str]:
    return [Path(hit.path).stem for hit in answer.hits]


def _scores(answer: Answer) -> dict[int, float]:
    return {hit.photo: hit.score for hit in answer.hits}


def _kinds(names: Sequence[str]) -> set[str]:
    return {name[:2] for name in names}


# -- examples with words -----------------------------------------------------------------------------------


def test_a_photo_with_a_change_is_its_subject_elsewhere(session: Session, place: Path) -> None:
    example = f'like:"{_plain(place, "qa0")}"'
    answer = _ask(session, f"{example} snow")
    assert _kinds(_names(answer)[:7]) == {"qb"}
    assert "qa0" not in _names(answer)
    assert answer.hits[0].why[:2] == ("look", "meaning")
    names = [name for name in _names(_ask(session, f"{example} cat")) if name[0] == "q"]
    assert _kinds(names[:7]) == {"qc"}


def test_a_file_from_outside_and_a_number_are_examples_too(session: Session, place: Path) -> None:
    assert _kinds(_names(_ask(session, f'like:"{place / "outside.jpg"}" snow'))[:7]) == {"qb"}
    photo = _id(session, place, "qa0")
    assert _names(_ask(session, f"like:#{photo} snow")) == _names(_ask(session, f'like:"{_plain(place, "qa0")}" snow'))


def test_of_a_part_the_whole_photo_is_an_answer(session: Session, place: Path) -> None:
    answer = _ask(session, f'like:"{_plain(place, "qa0")}"#0.5,0,0.5,1')
    assert _kinds(_names(answer)[:14]) == {"qa", "qc"}  # what stands on the beach
    assert "qa0" in _names(answer)


def test_the_balance_goes_from_the_photo_alone_to_the_words_alone(session: Session, place: Path) -> None:
    def ask(words: str, balance: float, strength: float = 1) -> list[str]:
        typed = f'like:"{_plain(place, "qa0")}" {words}'
        return _names(_ask(session, typed, balance=balance, strength=strength))

    assert ask("snow", 0) == ask("white", 0) == ask("snow", 0, 2)  # nothing of the words, and no direction
    without = [name for name in _names(_ask(session, "snow")) if name != "qa0"]
    assert ask("snow", 1, 0) == without
    places = [np.mean([name.startswith("q") and name[1] in "bd" for name in ask("snow", b)[:8]]) for b in (0, 0.5, 1)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 1)


def test_the_strength_changes_how_far_the_words_lead(session: Session, place: Path) -> None:
    typed = f'like:"{_plain(place, "qa0")}" snow'
    assert _scores(_ask(session, typed, strength=0)) != _scores(_ask(session, typed, strength=2))


def test_weights_of_an_example_and_of_words_shift_the_balance(session: Session, place: Path) -> None:
    example = f'like:"{_plain(place, "qa0")}"'
    usual = _scores(_ask(session, f"{example} snow"))
    for typed, balance in ((f"2*{example} 2*snow", 0.5), (f"3*{example} snow", 0.25), (f"{example} 3*snow", 0.75)):
        weighed, balanced = _scores(_ask(session, typed)), _scores(_ask(session, f"{example} snow", balance=balance))
        assert weighed == pytest.approx(balanced, abs=2e-4)
        assert (weighed == pytest.approx(usual, abs=2e-4)) == (balance == 0.5)


def test_several_examples_are_taken_together_by_weight(session: Session, place: Path) -> None:
    one, other = f'like:"{_plain(place, "qa0")}"', f'like:"{_plain(place, "qd0")}"'
    found = _names(_ask(session, f"{one} {other}"))
    assert not {"qa0", "qd0"} & set(found)
    assert _kinds(_names(_ask(session, f"9*{one} {other}"))[:6]) == {"qa"}
    assert _kinds(_names(_ask(session, f"{one} 9*{other}"))[:6]) == {"qd"}


# -- what is not wanted ------------------------------------------------------------------------------------


def test_what_is_not_wanted_comes_last(session: Session, place: Path) -> None:
    for typed, kind, worse in (("dog -snow", "qa", "qb"), ("dog -beach", "qb", "qa")):
        names = [name for name in _names(_ask(session, typed)) if name[:2] in {kind, worse}]
        assert _kinds(names[:7]) == {kind}
    example = f'like:"{_plain(place, "qb0")}"'
    names = [name for name in _names(_ask(session, f"dog -{example}")) if name[:2] in {"qa", "qb"}]
    assert _kinds(names[:7]) == {"qa"}
    assert _kinds(_names(_ask(session, f'like:"{_plain(place, "qa0")}" -cat'))[:6]) == {"qa"}


def test_only_what_is_not_wanted_is_a_query(session: Session) -> None:
    answer = _ask(session, "-snow")
    assert len(answer.hits) == 32
    assert not _kinds([Path(hit.path).stem for hit in answer.hits if hit.strong]) & {"qb", "qd"}
    assert _kinds(_names(answer)[-14:]) == {"qb", "qd"}
    assert answer.sentence == f"{answer.strong} photos without “snow”, as far as Photon can tell"


def test_a_style_that_is_not_wanted_is_a_query(session: Session) -> None:
    answer = _ask(session, "-(black and white)")
    assert len(answer.hits) == 32
    assert set(_names(answer)[-4:]) == {"ga0", "ga1", "ga2", "ga3"}
    assert not any(hit.strong for hit in answer.hits[-4:])
    assert all(hit.why == () for hit in answer.hits)
    assert _kinds(_names(_ask(session, "dog -(black and white)"))[:14]) == {"qa", "qb"}


def test_a_name_that_is_not_wanted_is_a_query(session: Session) -> None:
    answer = _ask(session, "-my:Rex")
    assert len(answer.hits) == 32
    assert "qa" not in _kinds(_names(answer)[:14])
    assert not answer.ignored


def test_quoted_text_that_is_not_wanted_takes_no_place_of_others(session: Session, place: Path) -> None:
    assert sorted(_names(_ask(session, '-"plain"'))) == ["ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"]
    assert _names(_ask(session, 'dog snow -"plain"', top=1)) == ["qb9"]
    nothing = _ask(session, '"lisbon" -"lisbon"')
    assert nothing.hits == ()
    assert nothing.sentence == "No photo matches."
    example = _ask(session, f'like:"{_plain(place, "qa0")}" snow -"plain"')
    assert _names(example)[0] == "qb9"
    assert "plain" not in {Path(hit.path).parent.name for hit in example.hits}


# -- styles and names --------------------------------------------------------------------------------------


def test_a_style_alone_finds_it_and_shows_the_nearest_where_there_is_none(session: Session) -> None:
    answer = _ask(session, "black and white")
    assert set(_names(answer)[:4]) == {"ga0", "ga1", "ga2", "ga3"}
    assert answer.strong == 4
    assert answer.hits[0].why == ("style",)
    nothing = _ask(session, "as a pencil drawing")
    assert nothing.strong == 0
    assert nothing.hits
    assert nothing.sentence.startswith("No")


def test_a_photo_in_another_style_is_that_photo(session: Session, place: Path) -> None:
    answer = _ask(session, f'like:"{_plain(place, "qa2")}" in black and white')
    assert set(_names(answer)[:4]) == {"ga0", "ga1", "ga2", "ga3"}
    assert "style" in answer.hits[0].why
    assert "qa2" not in _names(answer)
    assert np.isfinite([hit.score for hit in answer.hits]).all()


def test_a_style_is_looked_for_among_the_photos_that_fulfil_the_conditions(session: Session, place: Path) -> None:
    assert set(_names(_ask(session, "black and white folder:old"))) == {"ga0", "ga1", "ga2", "ga3"}
    lisbon = _ask(session, "black and white folder:lisbon")
    assert _kinds(_names(lisbon)) == {"qa", "qb", "qc", "qd"}
    assert lisbon.strong == 0
    assert len(lisbon.hits) == 4
    example = _ask(session, f'like:"{_plain(place, "qa0")}" black and white folder:old')
    assert set(_names(example)) == {"ga0", "ga1", "ga2", "ga3"}


def test_what_is_not_wanted_makes_no_style_sure(session: Session) -> None:
    alone, answer = _ask(session, "black and white"), _ask(session, "black and white, -cat")
    assert set(_names(answer)[:4]) == {"ga0", "ga1", "ga2", "ga3"}
    before, after = _scores(alone), _scores(answer)
    assert all(after[photo] <= before[photo] for photo in after)


def test_a_taught_name_in_a_sentence(session: Session) -> None:
    alone = _ask(session, "my:Rex")
    assert _kinds(_names(alone)[:7]) == {"qa"}
    assert "concept" in alone.hits[0].why
    assert _names(_ask(session, "my:Rex and my:Rex")) == _names(_ask(session, "my:Rex and"))
    lisbon = _ask(session, "my:Rex folder:lisbon")
    assert _names(lisbon)[0] == "qa9"
    assert len(lisbon.hits) == 4
    strong = {hit.photo for hit in alone.hits if hit.strong}
    assert {hit.photo for hit in _ask(session, "my:Rex -cat").hits if hit.strong} <= strong


# -- alternatives and conditions ---------------------------------------------------------------------------


def test_of_alternatives_the_better_one_counts(session: Session) -> None:
    both = _scores(_ask(session, "(dog beach OR cat snow)"))
    one, other = (_scores(_ask(session, typed)) for typed in ("dog beach", "cat snow"))
    assert both == {photo: max(one[photo], other[photo]) for photo in one}
    answer = _ask(session, "(dog beach OR cat snow)")
    assert {"qa", "qd"} <= _kinds(_names(answer)[:14])
    assert answer.sentence == "No photo clearly shows “dog beach or cat snow”. The nearest:"
    assert len(_ask(session, "(dog beach OR cat snow)", top=3).hits) == 3


def test_a_condition_may_be_an_alternative_to_words(session: Session) -> None:
    answer = _ask(session, "(dog beach OR folder:lisbon)")
    names = _names(answer)
    assert set(names[:4]) == {"qa9", "qb9", "qc9", "qd9"}
    assert _kinds(names[4:10]) == {"qa"}
    assert answer.hits[0].why == ("filter",)
    limited = _ask(session, "(dog beach OR folder:lisbon) rating:4")
    assert sorted(_names(limited)) == sorted(f"{name}{n}" for name in KINDS for n in (1, 3))
    neither = _ask(session, "-(dog OR folder:plain)")
    assert sorted(_names(neither)) == ["ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"]
    assert _kinds(_names(neither)[:2]) == {"qc", "qd"} or not neither.hits[-1].strong


def test_alternatives_of_quoted_texts_and_a_quoted_text_beside_them(session: Session) -> None:
    assert sorted(_names(_ask(session, '("lisbon" OR "old")'))) == sorted(
        ["ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"]
    )
    answer = _ask(session, '"lisbon" (dog snow OR cat snow)')
    assert set(_names(answer)[:2]) == {"qb9", "qd9"}
    assert len(answer.hits) == 4
    assert not answer.sentence.startswith("No photo has")


def test_too_many_combinations_are_told(session: Session) -> None:
    answer = _ask(session, "(dog OR cat) (beach OR snow) (red OR white) (blue OR black)")
    assert len(answer.ignored) == 1
    assert "16 combinations" in answer.ignored[0].message
    assert len(answer.hits) == 32


@pytest.mark.parametrize("words", ["dog", "dog, -snow", "black and white", "2*dog, beach"])
def test_filtered_answers_are_the_unfiltered_ones_without_the_others(session: Session, words: str) -> None:
    everything = _ask(session, words)
    for condition, wanted in (
        ("rating:>=4", {f"{name}{n}" for name in KINDS for n in (1, 3)}),
        ("-folder:plain", {"ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"}),
        ("(folder:lisbon OR rating:4) -folder:old", {f"{name}{n}" for name in KINDS for n in (1, 3, 9)}),
    ):
        filtered = _ask(session, f"{words} {condition}")
        expected = [(hit.photo, hit.score) for hit in everything.hits if Path(hit.path).stem in wanted]
        assert [(hit.photo, hit.score) for hit in filtered.hits] == expected
        assert len(expected) == len(wanted)


def test_conditions_alone_are_a_list_newest_first(session: Session) -> None:
    answer = _ask(session, "rating:4")
    newest = session.photos("newest").result()
    wanted = {hit.photo for hit in answer.hits}
    assert [hit.photo for hit in answer.hits] == [photo for photo in newest if photo in wanted]
    assert sorted(_names(answer)) == sorted(f"{name}{n}" for name in KINDS for n in (1, 3))
    assert answer.sentence == "8 photos match"
    assert answer.strong == 8
    assert answer.hits[0].why == ("filter",)
    few = _ask(session, "rating:4", top=3)
    assert few.hits == answer.hits[:3]
    assert few.sentence == "8 photos match"


def test_conditions_and_the_folder_where_one_looks_hold_both(session: Session, place: Path) -> None:
    lisbon = str(place / "photos" / "lisbon")
    assert _names(_ask(session, "rating:4", folder=lisbon)) == []
    assert sorted(_names(_ask(session, "type:jpg", folder=lisbon))) == ["qa9", "qb9", "qc9", "qd9"]
    assert _names(_ask(session, "dog snow -folder:plain", folder=lisbon))[0] == "qb9"
    with pytest.raises(PhotonError, match="knows of no photos in"):
        _ask(session, "dog", folder=str(place / "nowhere"))


@pytest.mark.parametrize(
    "words",
    ["", "dog", "-dog", '"plain"', '2*"plain"', "black and white", "my:Rex", "(dog OR cat)", "like:#1", "like:#1 dog"],
)
def test_conditions_that_no_photo_fulfils_leave_nothing(session: Session, words: str) -> None:
    answer = _ask(session, f"{words} rating:5")
    assert (answer.hits, answer.strong) == ((), 0)
    assert answer.sentence == "No photo matches."


def test_similar_photos_fulfil_the_conditions(session: Session, place: Path) -> None:
    query = Query((Like(str(_plain(place, "qa0"))), Filter("rating", "4")))
    for fold in (True, False):
        answer = session.similar(query, fold=fold).result()
        found = {*(hit.photo for hit in answer.hits), *(photo for hit in answer.hits for photo in hit.alike)}
        assert len(found) == 8
        assert _kinds(_names(answer)[:1]) == {"qa"}


def test_a_quoted_wish_counts_and_limits_nothing(session: Session) -> None:
    answer = _ask(session, '2*"lisbon"')
    assert set(_names(answer)[:4]) == {"qa9", "qb9", "qc9", "qd9"}
    assert answer.strong == 4
    assert len(answer.hits) == 32
    assert _names(_ask(session, 'dog snow 2*"lisbon"'))[0] == "qb9"


def test_fewer_hits_than_match_are_the_first_of_them(session: Session, place: Path) -> None:
    for typed in ("dog", "-dog", f'like:"{_plain(place, "qa0")}" snow', "black and white", "my:Rex", "(dog OR cat)"):
        everything = _ask(session, typed)
        few = _ask(session, typed, top=2)
        assert few.hits == everything.hits[:2]
        assert few.strong == min(2, everything.strong)
        assert few.sentence == everything.sentence


# -- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (Like("/nowhere/at all.jpg"), "no file “/nowhere/at all.jpg”"),
        (Like("~nobody-of-this-name/a.jpg"), "a.jpg"),
        (Like("a\0b.jpg"), "no file"),
        (Like("x" * 10_000), "no file “…xxx"),
        (Like(photo=999_999), "no photo number 999999"),
        (Like(photo=1, region=Region(1.5, 0, 0.5, 0.5)), "outside the photo"),
        (Words("my:Nobody"), "Photon knows no “Nobody”"),
        (Words("my:Nobody", unwanted=True), "Photon knows no “Nobody”"),
        (Like("/nowhere.jpg", unwanted=True), "nowhere.jpg"),
    ],
)
def test_a_part_that_cannot_be_used_is_told_and_the_rest_runs(
    session: Session, part: Like | Words, message: str
) -> None:
    answer = session.search(Query((Words("cat beach"), part))).result()
    assert [ignored.part for ignored in answer.ignored] == [part]
    assert message in answer.ignored[0].message
    assert _kinds(_names(answer)[:7]) == {"qc"}
    limited = session.search(Query((Filter("rating", "4"), part))).result()
    assert len(limited.hits) == 8
    assert [ignored.part for ignored in limited.ignored] == [part]
    either = session.search(Query((AnyOf((Words("cat beach"), part)),))).result()
    if not part.unwanted:
        assert len(either.ignored) == 1
        assert _kinds(_names(either)[:7]) == {"qc"}


@pytest.mark.parametrize(
    "typed",
    ["like:/nowhere.jpg", "like:#999999", "-my:Nobody", "-like:/nowhere.jpg", "(like:#999999 OR like:/nowhere.jpg)"],
)
def test_where_nothing_can_be_used_there_is_one_sentence(session: Session, typed: str) -> None:
    with pytest.raises(PhotonError) as told:
        _ask(session, typed)
    assert told.value.message.endswith(".") or told.value.hint
    assert "\n" not in told.value.message


def test_a_photo_of_another_library_is_an_example_by_its_file(session: Session, place: Path, tmp_path: Path) -> None:
    foreign = _scene(tmp_path / "other" / "x.jpg", KINDS["qd"], 5)
    answer = _ask(session, f'like:"{foreign}"')
    assert _kinds(_names(answer)[:7]) == {"qd"}
    assert len(answer.hits) == 32


def test_nothing_is_no_query(session: Session) -> None:
    with pytest.raises(PhotonError, match="nothing to look for"):
        session.search(Query()).result()
    with pytest.raises(PhotonError, match="nothing to look for"):
        session.search(Query((Words(" ", unwanted=True),))).result()


def test_ten_thousand_characters_are_answered(session: Session) -> None:
    for typed in ("dog " * 2500, "dog, " * 2000, '"' + "a " * 5000 + '"', "-" + "cat" * 3333, "(dog OR cat) " * 770):
        parsed = parse(typed)
        answer = session.search(parsed.query).result()
        assert answer.sentence
        assert len(answer.hits) <= 32


def test_all_parts_at_once(session: Session, place: Path) -> None:
    query = Query(
        (
            Like(str(_plain(place, "qa0")), weight=2),
            Like(str(_plain(place, "qb0")), region=Region(0, 0, 0.5, 1)),
            Words("my:Rex, black and white snow"),
            Words("cat", weight=2, unwanted=True),
            Exact("lisbon", weight=0.5),
            Exact("old", unwanted=True),
            AnyOf((Words("beach"), Exact("plain"), Filter("rating", "4"), Like(photo=1))),
            Filter("type", "jpg"),
        ),
        folder=str(place / "photos"),
        top=7,
        balance=0.7,
        strength=1.5,
    )
    answer = session.search(query).result()
    assert len(answer.hits) == 7
    assert answer.ignored == ()
    assert "old" not in {Path(hit.path).parent.name for hit in answer.hits}
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
    assert session.explain(answer.hits[0].photo, query).result().heat is not None


def test_a_library_with_nothing_to_search_says_so(tmp_path: Path, place: Path) -> None:
    with Session.open(tmp_path / "library", encoder=SceneEncoding()) as empty:
        example = f'like:"{place / "outside.jpg"}"'
        for typed in (
            "dog",
            "-dog",
            example,
            f"{example} snow",
            f"{example} black and white",
            "black and white",
            '"a"',
            "(a OR b)",
        ):
            answer = _ask(empty, typed)
            assert answer.hits == ()
            assert answer.sentence
