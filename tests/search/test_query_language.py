"""Typed queries: their meaning, that no word is lost, and that the text form is parsed into the same query."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import AnyOf, Exact, Filter, Like, Part, Query, QueryWords, Region
from photon.domain.query.filter_kinds.known_kinds import read_value
from photon.domain.query.periods import BadValue
from photon.search.query_language import LONGEST, format_query, parse, read_like


@pytest.mark.parametrize(
    ("typed", "words", "exact"),
    [
        ("a dog  on the beach ", "a dog on the beach", ()),
        ('"IMG_2041"', "", ("IMG_2041",)),
        ('beach "Lisbon 2021" dog', "beach, dog", ("Lisbon 2021",)),
        ("„Köln“ dom", "dom", ("Köln",)),
        ("“one” «two»", "", ("one", "two")),
        ("»one« two", "two", ("one",)),
        ('"a""b"', "", ("a", "b")),
        ('«a "b" c»', "", ('a "b" c',)),
        ('beach "Lisb', 'beach "Lisb', ()),
        ('a 12" record', 'a 12" record', ()),
        ('"', '"', ()),
        ('"" "  " beach', "beach", ()),
        ("it's AND * NEAR(", "it's AND * NEAR(", ()),
        ("", "", ()),
    ],
)
def test_plain_and_quoted_words(typed: str, words: str, exact: tuple[str, ...]) -> None:
    query = parse(typed).query
    assert (query.words, query.exact) == (words, exact)
    assert query.text == " ".join(typed.split())


def test_the_other_parts_of_the_query_are_kept() -> None:
    around = Query.build(likes=(Like("/a.jpg"),), folder="/b", top=7, unwanted=("people",))
    parsed = parse('sea "b" balance:0.2', around)
    query = parsed.query
    assert (query.likes, query.folder, query.top, query.unwanted) == (around.likes, "/b", 7, ("people",))
    assert query.parts == (QueryWords("sea"), Exact("b"), *around.parts)
    assert (query.balance, query.strength) == (0.2, around.strength)
    assert len(parsed.spans) == 2  # those of the typed text


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("dog, beach", [QueryWords("dog"), QueryWords("beach")]),
        ("1,000 people, sea", [QueryWords("1,000 people"), QueryWords("sea")]),
        ("beach -people", [QueryWords("beach"), QueryWords("people", unwanted=True)]),
        ("-people", [QueryWords("people", unwanted=True)]),
        ("- a - b t-shirt --x", [QueryWords("- a - b t-shirt --x")]),
        ("not people at night, beach", [QueryWords("people at night", unwanted=True), QueryWords("beach")]),
        ("a man without a hat", [QueryWords("a man"), QueryWords("a hat", unwanted=True)]),
        ("Not dogs tag:x sea", [QueryWords("dogs", unwanted=True), Filter("tag", "x"), QueryWords("sea")]),
        ("not people not dogs", [QueryWords("people", unwanted=True), QueryWords("dogs", unwanted=True)]),
        ('not "x" y', [Exact("x", unwanted=True), QueryWords("y")]),
        ("not like:#3", [Like(photo=3, unwanted=True)]),
        ("to be or not", [QueryWords("to be or not")]),
        ("nothing notable", [QueryWords("nothing notable")]),
        ('-"x y" -(dog on a beach)', [Exact("x y", unwanted=True), QueryWords("dog on a beach", unwanted=True)]),
        ("-like:a.jpg -tag:x", [Like("a.jpg", unwanted=True), Filter("tag", "x", unwanted=True)]),
        ("-(dogs, cats)", [QueryWords("dogs", unwanted=True), QueryWords("cats", unwanted=True)]),
        ("2*beach dog", [QueryWords("beach", 2.0), QueryWords("dog")]),
        ('0.5*"Lisbon" 2*(dog on a beach)', [Exact("Lisbon", 0.5), QueryWords("dog on a beach", 2.0)]),
        (
            "2*like:#3 -2*x 0,5*y",
            [Like(photo=3, weight=2.0), QueryWords("x", 2.0, unwanted=True), QueryWords("y", 0.5)],
        ),
        ("3*4 2 * 3 2x4", [QueryWords("3*4 2 * 3 2x4")]),
        ("(beach OR lake) x", [AnyOf((QueryWords("beach"), QueryWords("lake"))), QueryWords("x")]),
        ("(a b OR tag:x)", [AnyOf((QueryWords("a b"), Filter("tag", "x")))]),
        ("-2*(a OR b)", [AnyOf((QueryWords("a"), QueryWords("b")), 2.0, unwanted=True)]),
        ("(a OR (b OR c))", [AnyOf((QueryWords("a"), QueryWords("b"), QueryWords("c")))]),
        ("((a OR b) c)", [AnyOf((QueryWords("a"), QueryWords("b"))), QueryWords("c")]),
        ("beach or lake", [QueryWords("beach or lake")]),
        ("(dog on a beach)", [QueryWords("dog on a beach")]),
        ("IMG (2)", [QueryWords("IMG (2)")]),
        ("IMG (2).jpg f(x) :(", [QueryWords("IMG (2).jpg f(x) :(")]),
        ("http://a.b/c 10:30 C:\\x note: y:z ab:", [QueryWords("http://a.b/c 10:30 C:\\x note: y:z ab:")]),
        ("my:Fluffy on a sofa", [QueryWords("my:Fluffy on a sofa")]),
        (
            "my:“Lake  house” at night -my:Fluffy",
            [QueryWords('my:"Lake house" at night'), QueryWords("my:Fluffy", unwanted=True)],
        ),
        ("tag:beach -tag:work", [Filter("tag", "beach"), Filter("tag", "work", unwanted=True)]),
        ('TAG:"Lake house" x', [Filter("tag", "Lake house"), QueryWords("x")]),
        ("near:38.7, -9.1, 20 km x", [Filter("near", "38.7,-9.1,20km"), QueryWords("x")]),
        ("near:Lisbon, 20 km x", [Filter("near", "Lisbon,20km"), QueryWords("x")]),
        ("near:Lisbon, 20 dogs", [Filter("near", "Lisbon"), QueryWords("20 dogs")]),
        ("near:38.7,-9.1 x", [Filter("near", "38.7,-9.1"), QueryWords("x")]),
        ("size:>10MP, rating:>=3", [Filter("size", ">10MP"), Filter("rating", ">=3")]),
        ("date:last-summer", [Filter("date", "last-summer")]),
        ("\\not \\-5 \\tag:x \\foo \\\\-y", [QueryWords("not -5 tag:x \\foo \\-y")]),
        ("-IMG 2041", [QueryWords("IMG", unwanted=True), QueryWords("2041")]),
    ],
)
def test_parsed_queries(typed: str, parts: list[Part]) -> None:
    parsed = parse(typed)
    assert parsed.query.parts == tuple(parts)
    assert parsed.mistakes == ()
    assert parsed.query.text == " ".join(typed.split())


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("like:a.jpg", Like("a.jpg")),
        ("like:~/a.jpg,", Like("~/a.jpg")),
        ("like:C:\\Photos\\a.jpg", Like("C:\\Photos\\a.jpg")),
        ('like:"C:\\My photos\\a.jpg"', Like("C:\\My photos\\a.jpg")),
        ("like:a(2).jpg", Like("a(2).jpg")),
        ("like:#123", Like(photo=123)),
        ('like:"#123"', Like("#123")),
        ("like:a#1.jpg", Like("a#1.jpg")),
        ("like:#7#0,0,0.5,1", Like(photo=7, region=Region(0, 0, 0.5, 1))),
        ('like:"a b#1.jpg"#.1,.2,.3,.4', Like("a b#1.jpg", region=Region(0.1, 0.2, 0.3, 0.4))),
        ("like:a.jpg#0.7,0,0.3,1", Like("a.jpg", region=Region(0.7, 0, 0.3, 1))),
        ("like:clip.mp4#t=83", Like("clip.mp4", seconds=83)),
        ("like:#7#t=3.25,", Like(photo=7, seconds=3.25)),
        ('like:"a b#t=1.mp4"#t=0', Like("a b#t=1.mp4", seconds=0)),
    ],
)
def test_examples(typed: str, like: Like) -> None:
    parsed = parse(f"sea {typed} dog")
    assert parsed.query.parts == (QueryWords("sea"), like, QueryWords("dog"))
    assert parsed.mistakes == ()
    assert parse(f"({typed.rstrip(',')} OR dog)").query.parts == (AnyOf((like, QueryWords("dog"))),)


@pytest.mark.parametrize(
    ("typed", "underlined", "message", "words"),
    [
        ("(dog on a beach", "(", "isn't closed", "dog on a beach"),
        ("dog) beach", ")", "no opening bracket", "dog beach"),
        ("(((dog)))", "(", "Too many nested brackets", "dog"),
        ("colour:red dog", "colour:", "is no filter “colour:”", "colour:red dog"),
        ("tags:red", "tags:", "is no filter", "tags:red"),
        ("date:2023-02-30 beach", "date:2023-02-30", "28 days", "beach"),
        ("beach date:2023..2021", "date:2023..2021", "ends before it starts", "beach"),
        ("rating:7 beach", "rating:7", "0 to 5 stars", "beach"),
        ("near:1.2.3,4 beach", "near:1.2.3,4", "coordinates", "beach"),
        ("tag: beach", "tag:", "A value is missing", "beach"),
        ("like: beach", "like:", "A value is missing", "beach"),
        ("like:#0 beach", "like:#0", "no photo", "beach"),
        ("0*beach", "0*", "above 0 and at most 10", "beach"),
        ("11*beach", "11*", "above 0 and at most 10", "beach"),
        ("2*tag:x beach", "2*", "can't have a weight", "beach"),
        ("balance:2 beach", "balance:2", "from 0 to 1", "beach"),
        ("-strength:1 beach", "-strength:1", "from 0 to 2", "beach"),
        ("dog OR cat", "OR", "inside brackets", "dog OR cat"),
        ("(dog OR )", "(dog OR )", "on both sides", "dog"),
        ('(dog "x" OR cat)', 'dog "x"', "one item", ""),
        ("(dog OR -(cat OR cow))", "-(cat OR cow)", "can't have a minus or a weight", ""),
        ("my: dog", "my:", "needs the name", "my: dog"),
    ],
)
def test_an_invalid_part_affects_only_itself(typed: str, underlined: str, message: str, words: str) -> None:
    parsed = parse(typed)
    (mistake,) = parsed.mistakes
    assert typed[mistake.start : mistake.end] == underlined
    assert message in mistake.message
    assert mistake.message.endswith(".")
    assert mistake.hint
    assert parsed.query.words == words


@pytest.mark.parametrize("region", ["#0.5,0,0.6,1", "#-0.1,0,1,1", "#0,0,0,1", "#0,0,1", "#0,0,1,1,1", "#1,"])
def test_a_region_outside_the_photo_means_the_whole_photo(region: str) -> None:
    parsed = parse(f'like:"a b.jpg"{region} sea')
    assert parsed.query.parts == (Like("a b.jpg"), QueryWords("sea"))
    assert ["whole photo" in mistake.message for mistake in parsed.mistakes] == [True]


@pytest.mark.parametrize("moment", ["#t=", "#t=-1", "#t=1:23", "#t=soon", "#t=.5", "#t=nan"])
def test_what_is_no_moment_means_the_whole_video(moment: str) -> None:
    parsed = parse(f"like:a.mp4{moment} sea")
    assert parsed.query.parts == (Like("a.mp4"), QueryWords("sea"))
    (mistake,) = parsed.mistakes
    assert "isn't a moment of a video" in mistake.message
    assert parsed.query.text[mistake.start : mistake.end] == moment


def test_a_better_name_is_proposed() -> None:
    for name, better in (
        ("tags", "tag"),
        ("tga", "tag"),
        ("keywords", "tag"),
        ("who", "person"),
        ("faces", "people"),
        ("oreintation", "orientation"),
    ):
        assert parse(f"{name}:x").mistakes[0].hint.startswith(f"Did you mean {better}:?")
    assert "Did you mean" not in parse("hue:x").mistakes[0].hint


def test_balance_and_strength_are_not_parts() -> None:
    query = parse("balance:0.3 sea strength:1,5").query
    assert (query.parts, query.balance, query.strength) == ((QueryWords("sea"),), 0.3, 1.5)
    assert format_query(query) == "sea balance:0.3 strength:1.5"


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("dog,beach", "dog, beach"),
        ("a man without a hat, sea", "a man -(a hat) sea"),
        ("(dog on a beach)", "dog on a beach"),
        ("2.50*( dog )", "2.5*dog"),
        ('like:"a.jpg"#0.50,0,0.5,1.0', "like:a.jpg#0.5,0,0.5,1"),
        ('like:"a.mp4"#t=083.50', "like:a.mp4#t=83.5"),
        ('tag:"x" „y z“', 'tag:x "y z"'),
        ("Portland OR", "Portland OR"),
        ("-(a)", "-a"),
        ("-(5)", "-5"),
        ("2*(5)", "2*(5)"),
        ('say "hi', 'say \\"hi'),
    ],
)
def test_canonical_text(typed: str, canonical: str) -> None:
    assert format_query(parse(typed).query) == canonical
    assert format_query(parse(canonical).query) == canonical


def test_an_example_as_an_argument() -> None:
    assert read_like("a b#1.jpg") == Like("a b#1.jpg")
    assert read_like("#12") == Like(photo=12)
    assert read_like("#12#0,0,1,.5") == Like(photo=12, region=Region(0, 0, 1, 0.5))
    assert read_like("a b.jpg#0,0,1,.5") == Like("a b.jpg", region=Region(0, 0, 1, 0.5))
    assert read_like("a b.mp4#t=83") == Like("a b.mp4", seconds=83)
    with pytest.raises(BadValue, match="outside"):
        read_like("a.jpg#0,0,2,2")
    with pytest.raises(BadValue, match="moment"):
        read_like("a.mp4#t=x")


def test_too_long_queries_are_reported() -> None:
    parsed = parse("dog " * 5000)
    assert len(parsed.query.words) <= LONGEST
    (mistake,) = parsed.mistakes
    assert (mistake.start, mistake.end) == (LONGEST, 20_000)


@pytest.mark.parametrize(
    "piece",
    ["(", ")", '"', "“«", "ab:c ", "date:x ", "like:a,", "\\", "(a OR ", "-", "not ", "like:#1,", "1", "1.", "a)",
     'my:"', "2*"],
)  # fmt: skip
def test_parsing_is_fast_for_any_text(piece: str) -> None:
    typed = (piece * LONGEST)[:LONGEST]
    begun = time.thread_time()
    format_query(parse(typed).query)
    assert time.thread_time() - begun < 2  # usually below 0.1


_PIECES = st.one_of(
    st.text(max_size=4),
    st.sampled_from([
        '"', "“", "”", "«", " ", "„", '" "', "word", "AND", "\udcff", "\0", "(", ")", " (", ") ", "-", " -", "2*", "0*",
        ",", ", ", "OR", " OR ", "not", " not ", "without ", "\\", " \\", "tag:", "date:2023", "near:1,2", "like:",
        "like:a#1,2,3,4", "#0,0,1,1", "#t=8", "like:a#t=7",
        "#7", "my:", 'my:"a b"', "balance:0.3", "strength:9", "colour:", "10", "1,000", "\u2028", "３", "（", "、",
    ]),
)  # fmt: skip
_TYPED = st.lists(_PIECES, max_size=14).map("".join)
_SIGNS = str.maketrans(dict.fromkeys('"“”„«»\\()-*,，、', " "))


@given(_TYPED)
def test_parsing_never_raises_and_spans_are_disjoint_and_in_range(typed: str) -> None:
    parsed = parse(typed)
    own = len(parsed.query.parts)
    assert len(parsed.spans) == own
    for spans in (parsed.spans, [(mistake.start, mistake.end) for mistake in parsed.mistakes]):
        ends = [0, *(end for span in spans for end in span), len(typed)]
        assert ends == sorted(ends)
        assert all(start < end for start, end in spans)


@given(_TYPED)
def test_no_word_is_lost_silently(typed: str) -> None:
    parsed = parse(typed)
    text = typed.encode("utf-8", "replace").decode()
    kept = format_query(parsed.query).translate(_SIGNS)
    rejected = " ".join(text[mistake.start : mistake.end] for mistake in parsed.mistakes).translate(_SIGNS)
    for letter in "wd7":  # from “word”, “without”, “#7”
        written = text.replace("without", "").replace("Without", "")
        assert (kept + rejected).count(letter) >= written.translate(_SIGNS).count(letter)


def _asked(query: Query) -> Query:
    return replace(query, text="")


@given(_TYPED)
def test_the_text_form_is_parsed_into_the_same_query(typed: str) -> None:
    query = parse(typed).query
    text = format_query(query)
    assert _asked(parse(text).query) == _asked(query)
    assert format_query(parse(text).query) == text


_WEIGHTS = st.one_of(st.just(1.0), st.floats(1e-6, 10, allow_nan=False))
_TEXTS = st.lists(
    st.one_of(
        st.text("abß-*\\().:#'2", min_size=1, max_size=5),
        st.sampled_from(["not", "OR", '"a', "tag:x", "my:Flo", 'my:"A b"', "1,5"]),
    ),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip
_QUOTED = st.text("ab \\-(),:é", min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)
_REGIONS = st.builds(Region, st.just(0.25), st.floats(0, 0.5), st.floats(1e-6, 0.75), st.floats(1e-6, 0.5))
_LIKES = st.one_of(
    st.builds(Like, photo=st.integers(1, 10**12), region=st.none() | _REGIONS, weight=_WEIGHTS, unwanted=st.booleans()),
    st.builds(Like, path=st.text("ab #=t7", min_size=1).filter(str.strip), seconds=st.none() | st.floats(0, 1e5)),
    st.builds(Like, path=st.text("ab /\\#,.(-)", min_size=1, max_size=9).filter(str.strip), region=st.none() | _REGIONS,
              weight=_WEIGHTS, unwanted=st.booleans()),
)  # fmt: skip
_FILTERS = st.one_of(
    st.builds(Filter, st.sampled_from(["tag", "folder", "camera", "lens"]), _QUOTED, st.booleans()),
    st.builds(Filter, st.just("near"), st.sampled_from(["1,2", "-1.5,2,3km"]), st.booleans()),
    st.builds(Filter, st.just("date"), st.sampled_from(["2023", "..2020", "last-summer", ">=2021"]), st.booleans()),
)
_OPTIONS = st.one_of(
    st.builds(QueryWords, _TEXTS, _WEIGHTS, st.booleans()),
    st.builds(Exact, _QUOTED, _WEIGHTS, st.booleans()),
    _LIKES,
    _FILTERS,
)
_ANY_OF = st.builds(AnyOf, st.lists(_OPTIONS, min_size=2, max_size=4).map(tuple), _WEIGHTS, st.booleans())
_QUERIES = st.builds(
    Query, st.lists(_OPTIONS | _ANY_OF, max_size=5).map(tuple), balance=st.floats(0, 1), strength=st.floats(0, 2)
)


@given(_QUERIES)
def test_every_query_has_a_text(query: Query) -> None:
    parsed = parse(format_query(query))
    assert _asked(parsed.query) == query


@given(st.text(max_size=20), st.sampled_from(["date", "rating", "size", "near", "type", "has", "is", "orientation"]))
def test_any_filter_value_is_valid_or_explained(text: str, field: str) -> None:
    problem = None
    try:
        value = read_value(Filter(field, text), date(2026, 7, 1))
    except BadValue as error:
        value, problem = None, error
    assert value is not None or (problem is not None and problem.message.endswith(".") and problem.hint)
