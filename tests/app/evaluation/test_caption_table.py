"""Tables in the usual variants, and the meaning of their image names."""

from pathlib import Path

import pytest

from photon.app.evaluation.evaluating import read_captions, resolve
from photon.domain import PhotonError


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "captions.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "image,caption\na.jpg,a dog\n",
        "image;caption\na.jpg;a dog\n",
        "image\tcaption\r\na.jpg\ta dog\r\n",
        "\ufeffimage,caption\na.jpg,a dog",
        'id, Caption ,IMAGE\n1,"a  dog",a.jpg\n\n',
        "caption;image\n a dog ; a.jpg \n",
    ],
)
def test_accepted_tables(tmp_path: Path, text: str) -> None:
    assert read_captions(write(tmp_path, text)).rows == (("a.jpg", "a dog"),)


def test_captions_keep_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = 'image,caption\na.jpg,"a ""big"" dog, it\'s\nwet; see"\nb.jpg,x\u2028y\n'
    assert read_captions(write(tmp_path, text)).rows == (("a.jpg", 'a "big" dog, it\'s wet; see'), ("b.jpg", "x y"))


def test_rows_without_caption_or_image_are_skipped(tmp_path: Path) -> None:
    captions = read_captions(write(tmp_path, "image,caption\na.jpg,\nb.jpg\n,a cat\nc.jpg,a dog\n"))
    assert captions.rows == (("c.jpg", "a dog"),)
    assert captions.empty == ("a.jpg", "b.jpg", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it has: none"),
        ("file,text\na,b\n", "columns image and caption; it has: file, text"),
        ("image,caption\n\n", "no rows"),
        ("image,caption\na.jpg,caf\xe9\n".encode("latin-1"), "UTF-8"),
        ("image,caption\na.jpg,dog\n".encode("utf-16"), "UTF-8"),
        ("image,caption\na.jpg," + "x" * 200_000, "read as a table"),
    ],
)
def test_refused_tables(tmp_path: Path, content: str | bytes, words: str) -> None:
    with pytest.raises(PhotonError, match=words) as caught:
        read_captions(write(tmp_path, content))
    assert caught.value.hint


def test_a_folder_is_not_a_table(tmp_path: Path) -> None:
    with pytest.raises(PhotonError, match="can't be read"):
        read_captions(tmp_path)


FILES = [(1, "/p/a/one.jpg"), (1, "/q/one.jpg"), (2, "/p/a/two.jpg"), (3, "/p/b/two.jpg"), (4, "/p/b/three.jpg")]


@pytest.mark.parametrize(
    ("image", "base", "photo"),
    [
        ("/p/a/one.jpg", None, 1),
        ("/p/a/../b/three.jpg", None, 4),
        ("one.jpg", None, 1),  # two files of one photo are not ambiguous
        ("a/two.jpg", None, 2),
        ("./three.jpg", None, 4),
        ("two.jpg", "/p/b", 3),
        ("b/two.jpg", "/p", 3),
        ("two.jpg", "/p/a", 2),
        ("/p/b/two.jpg", "/p/a", 3),
    ],
)
def test_images_are_found(image: str, base: str | None, photo: int) -> None:
    assert resolve([image], FILES, base and Path(base)).photos == {image: photo}


def test_missing_images_are_distinguished() -> None:
    found = resolve(["two.jpg", "wo.jpg", "/one.jpg", "one.jpg", "two.jpg"], FILES, None)
    assert found.photos == {"one.jpg": 1}
    assert found.ambiguous == ("two.jpg",)
    assert found.unknown == ("wo.jpg", "/one.jpg")
    assert resolve(["one.jpg"], FILES, Path("/p/b")).unknown == ("one.jpg",)
