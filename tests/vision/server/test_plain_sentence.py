"""What chatty networks say, made plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.vision.server.plain_sentence import plain_sentences


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("A dog runs on the beach.", "A dog runs on the beach."),
        ("The image shows a dog running on a beach.", "A dog running on a beach."),
        ("This photo depicts two people.", "Two people."),
        ("In this image, we can see a red car.", "A red car."),
        ("In the picture there is a cat.", "There is a cat."),
        ('Sure! Here is a caption: "A dog on a beach."', "A dog on a beach."),
        ("Here's a short caption:\n\n**A dog on a beach**", "A dog on a beach"),
        ("# Description\n\n- A *small* dog\n- A `ball`", "Description A small dog A ball"),
        ("Caption: a black-and-white photo of a man", "A black-and-white photo of a man"),
        ("A photo of a man", "A man"),
        ("<think>hmm</think>A man.", "A man."),
        ("<p>A man &amp; a dog.</p>", "A man & a dog."),
        ("See [a dog](http://x.org/y).", "See a dog."),
        ("One. Two. Three.", "One. Two."),
        ("Dr. Smith stands by a car. It is red. It is old.", "Dr. Smith stands by a car. It is red."),
        ("A 3.5 m boat at sea. Blue sky.", "A 3.5 m boat at sea. Blue sky."),
        ("“A dog.”", "A dog."),
        ("I'm sorry, but I can't describe people.", ""),
        ("I cannot see the image.", ""),
        ("", ""),
        ("...", ""),
        ("😀", ""),
        ("Dogs are photographed in a scene of snow.", "Dogs are photographed in a scene of snow."),
    ],
)
def test_plain(said: str, plain: str) -> None:
    assert plain_sentences(said) == plain


def test_long_ones_are_cut_between_words() -> None:
    said = plain_sentences("word " * 500)
    assert len(said) <= 300
    assert said.endswith("word…")
    assert plain_sentences(f"Short one. {'word ' * 100}.") == "Short one."
    assert len(plain_sentences("x" * 900)) == 300


@given(
    st.text()
    | st.lists(st.sampled_from(["*", "_", "#", "<", ">", "`", "[", "](", ")", "\n", " ", "a", ".", '"'])).map("".join)
)
def test_laws(said: str) -> None:
    plain = plain_sentences(said)
    assert len(plain) <= 300
    assert plain == " ".join(plain.split())
    assert not set("*`#|~") & set(plain)
    plain.encode()
