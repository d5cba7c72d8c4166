"""Composed queries in a real library: alternatives, filters, and parts that cannot be used."""

from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import AnyOf, Exact, Filter, Like, PhotonError, Query, QueryWords, Region
from photon.search.query_language import parse
from tests.app.scenes import KINDS, SceneEncoding, ask, draw_scene, kinds_of, names_of, plain, scores_of


@pytest.fixture
def session(scenes: Session) -> Session:
    return scenes


@pytest.fixture
def place(scenes_place: Path) -> Path:
    return scenes_place


# -- alternatives and conditions ---------------------------------------------------------------------------


def test_of_alternatives_the_better_one_counts(session: Session) -> None:
    both = scores_of(ask(session, "(dog beach OR cat snow)"))
    one, other = (scores_of(ask(session, typed)) for typed in ("dog beach", "cat snow"))
    assert both == {photo: max(one[photo], other[photo]) for photo in one}
    answer = ask(session, "(dog beach OR cat snow)")
    assert {"qa", "qd"} <= kinds_of(names_of(answer)[:14])
    assert answer.sentence == "No clear match for “dog beach or cat snow”. Closest photos:"
    assert len(ask(session, "(dog beach OR cat snow)", top=3).hits) == 3


def test_a_filter_can_be_an_alternative_to_words(session: Session) -> None:
    answer = ask(session, "(dog beach OR folder:lisbon)")
    names = names_of(answer)
    assert set(names[:4]) == {"qa9", "qb9", "qc9", "qd9"}
    assert kinds_of(names[4:10]) == {"qa"}
    assert answer.hits[0].why == ("filter",)
    limited = ask(session, "(dog beach OR folder:lisbon) rating:4")
    assert sorted(names_of(limited)) == sorted(f"{name}{n}" for name in KINDS for n in (1, 3))
    neither = ask(session, "-(dog OR folder:plain)")
    assert sorted(names_of(neither)) == ["ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"]
    assert kinds_of(names_of(neither)[:2]) == {"qc", "qd"} or not neither.hits[-1].strong


def test_alternatives_of_quoted_texts_combined_with_a_quoted_text(session: Session) -> None:
    assert sorted(names_of(ask(session, '("lisbon" OR "old")'))) == sorted(
        ["ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"]
    )
    answer = ask(session, '"lisbon" (dog snow OR cat snow)')
    assert set(names_of(answer)[:2]) == {"qb9", "qd9"}
    assert len(answer.hits) == 4
    assert not answer.sentence.startswith("No photo has")


def test_too_many_combinations_are_reported(session: Session) -> None:
    answer = ask(session, "(dog OR cat) (beach OR snow) (red OR white) (blue OR black)")
    assert len(answer.ignored) == 1
    assert "16 combinations" in answer.ignored[0].message
    assert len(answer.hits) == 32


@pytest.mark.parametrize("words", ["dog", "dog, -snow", "black and white", "2*dog, beach"])
def test_filtered_answers_are_the_unfiltered_ones_without_other_photos(session: Session, words: str) -> None:
    everything = ask(session, words)
    for condition, wanted in (
        ("rating:>=4", {f"{name}{n}" for name in KINDS for n in (1, 3)}),
        ("-folder:plain", {"ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"}),
        ("(folder:lisbon OR rating:4) -folder:old", {f"{name}{n}" for name in KINDS for n in (1, 3, 9)}),
    ):
        filtered = ask(session, f"{words} {condition}")
        expected = [(hit.photo, hit.score) for hit in everything.hits if Path(hit.path).stem in wanted]
        assert [(hit.photo, hit.score) for hit in filtered.hits] == expected
        assert len(expected) == len(wanted)


def test_filters_alone_give_a_list_newest_first(session: Session) -> None:
    answer = ask(session, "rating:4")
    newest = session.browsing.photos("newest").result()
    wanted = {hit.photo for hit in answer.hits}
    assert [hit.photo for hit in answer.hits] == [photo for photo in newest if photo in wanted]
    assert sorted(names_of(answer)) == sorted(f"{name}{n}" for name in KINDS for n in (1, 3))
    assert answer.sentence == "8 photos match"
    assert answer.strong == 8
    assert answer.hits[0].why == ("filter",)
    few = ask(session, "rating:4", top=3)
    assert few.hits == answer.hits[:3]
    assert few.sentence == "8 photos match"


def test_filters_and_the_current_folder_both_apply(session: Session, place: Path) -> None:
    lisbon = str(place / "photos" / "lisbon")
    assert names_of(ask(session, "rating:4", folder=lisbon)) == []
    assert sorted(names_of(ask(session, "type:jpg", folder=lisbon))) == ["qa9", "qb9", "qc9", "qd9"]
    assert names_of(ask(session, "dog snow -folder:plain", folder=lisbon))[0] == "qb9"
    with pytest.raises(PhotonError, match="There are no photos in"):
        ask(session, "dog", folder=str(place / "nowhere"))


@pytest.mark.parametrize(
    "words",
    ["", "dog", "-dog", '"plain"', '2*"plain"', "black and white", "my:Rex", "(dog OR cat)", "like:#1", "like:#1 dog"],
)
def test_filters_without_matches_give_no_photos(session: Session, words: str) -> None:
    answer = ask(session, f"{words} rating:5")
    assert (answer.hits, answer.strong) == ((), 0)
    assert answer.sentence == "No photos match rating:5."


def test_similar_photos_satisfy_the_filters(session: Session, place: Path) -> None:
    query = Query((Like(str(plain(place, "qa0"))), Filter("rating", "4")))
    for fold in (True, False):
        answer = session.searching.similar(query, fold=fold).result()
        found = {*(hit.photo for hit in answer.hits), *(photo for hit in answer.hits for photo in hit.alike)}
        assert len(found) == 8
        assert kinds_of(names_of(answer)[:1]) == {"qa"}


def test_a_quoted_alternative_ranks_without_filtering(session: Session) -> None:
    answer = ask(session, '2*"lisbon"')
    assert set(names_of(answer)[:4]) == {"qa9", "qb9", "qc9", "qd9"}
    assert answer.strong == 4
    assert len(answer.hits) == 32
    assert names_of(ask(session, 'dog snow 2*"lisbon"'))[0] == "qb9"


def test_limited_hits_are_the_first_of_all(session: Session, place: Path) -> None:
    for typed in ("dog", "-dog", f'like:"{plain(place, "qa0")}" snow', "black and white", "my:Rex", "(dog OR cat)"):
        everything = ask(session, typed)
        few = ask(session, typed, top=2)
        assert few.hits == everything.hits[:2]
        assert few.strong == min(2, everything.strong)
        assert few.sentence == everything.sentence


# -- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (Like("/nowhere/at all.jpg"), "“/nowhere/at all.jpg” doesn't exist"),
        (Like("~nobody-of-this-name/a.jpg"), "a.jpg"),
        (Like("a\0b.jpg"), "doesn't exist"),
        (Like("x" * 10_000), "“…xxx"),
        (Like(photo=999_999), "no photo number 999999"),
        (Like(photo=1, region=Region(1.5, 0, 0.5, 0.5)), "outside the photo"),
        (QueryWords("my:Nobody"), "You haven't taught Photon “Nobody”"),
        (QueryWords("my:Nobody", unwanted=True), "You haven't taught Photon “Nobody”"),
        (Like("/nowhere.jpg", unwanted=True), "nowhere.jpg"),
    ],
)
def test_an_unusable_part_is_reported_and_the_rest_is_searched(
    session: Session, part: Like | QueryWords, message: str
) -> None:
    answer = session.searching.search(Query((QueryWords("cat beach"), part))).result()
    assert [ignored.part for ignored in answer.ignored] == [part]
    assert message in answer.ignored[0].message
    assert kinds_of(names_of(answer)[:7]) == {"qc"}
    limited = session.searching.search(Query((Filter("rating", "4"), part))).result()
    assert len(limited.hits) == 8
    assert [ignored.part for ignored in limited.ignored] == [part]
    either = session.searching.search(Query((AnyOf((QueryWords("cat beach"), part)),))).result()
    if not part.unwanted:
        assert len(either.ignored) == 1
        assert kinds_of(names_of(either)[:7]) == {"qc"}


@pytest.mark.parametrize(
    "typed",
    ["like:/nowhere.jpg", "like:#999999", "-my:Nobody", "-like:/nowhere.jpg", "(like:#999999 OR like:/nowhere.jpg)"],
)
def test_without_usable_parts_there_is_one_message(session: Session, typed: str) -> None:
    with pytest.raises(PhotonError) as told:
        ask(session, typed)
    assert told.value.message.endswith(".") or told.value.hint
    assert "\n" not in told.value.message


def test_a_photo_of_another_library_is_an_example_as_a_file(session: Session, place: Path, tmp_path: Path) -> None:
    foreign = draw_scene(tmp_path / "other" / "x.jpg", KINDS["qd"], 5)
    answer = ask(session, f'like:"{foreign}"')
    assert kinds_of(names_of(answer)[:7]) == {"qd"}
    assert len(answer.hits) == 32


def test_an_empty_query_is_refused(session: Session) -> None:
    with pytest.raises(PhotonError, match="search is empty"):
        session.searching.search(Query()).result()
    with pytest.raises(PhotonError, match="search is empty"):
        session.searching.search(Query((QueryWords(" ", unwanted=True),))).result()


def test_ten_thousand_characters_are_answered(session: Session) -> None:
    for typed in ("dog " * 2500, "dog, " * 2000, '"' + "a " * 5000 + '"', "-" + "cat" * 3333, "(dog OR cat) " * 770):
        parsed = parse(typed)
        answer = session.searching.search(parsed.query).result()
        assert answer.sentence
        assert len(answer.hits) <= 32


def test_all_parts_at_once(session: Session, place: Path) -> None:
    query = Query(
        (
            Like(str(plain(place, "qa0")), weight=2),
            Like(str(plain(place, "qb0")), region=Region(0, 0, 0.5, 1)),
            QueryWords("my:Rex, black and white snow"),
            QueryWords("cat", weight=2, unwanted=True),
            Exact("lisbon", weight=0.5),
            Exact("old", unwanted=True),
            AnyOf((QueryWords("beach"), Exact("plain"), Filter("rating", "4"), Like(photo=1))),
            Filter("type", "jpg"),
        ),
        folder=str(place / "photos"),
        top=7,
        balance=0.7,
        strength=1.5,
    )
    answer = session.searching.search(query).result()
    assert len(answer.hits) == 7
    assert answer.ignored == ()
    assert "old" not in {Path(hit.path).parent.name for hit in answer.hits}
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
    assert session.searching.explain(answer.hits[0].photo, query).result().heat is not None


def test_a_library_without_searchable_photos_is_reported(tmp_path: Path, place: Path) -> None:
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
            answer = ask(empty, typed)
            assert answer.hits == ()
            assert answer.sentence
