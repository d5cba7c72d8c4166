"""The texts of a training set, in each of its formats."""

import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from photon.domain import Facts
from photon.domain.metadata.export_recipe import Credits, ExportPhoto, Reencode, TrainingChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.export.training import TrainingEntry, TrainingMetadata, choose_examples, documents, shards_of, write_shard

FACTS = Facts("JPEG", 400, 300)


def known(
    number: int, caption: str = "A lake", split: str = "train", twin: str | None = None, **more: object
) -> TrainingMetadata:
    out = ExportPhoto(number, f"/photos/{number}.jpg", 10, 1, None, "", "JPEG", None, None, (400, 300))
    usual: dict[str, object] = {"caption": caption, "keywords": (("Nature", "lake"), ("boat",), ("Things", "boat"))}
    record = PhotoRecord(number, out.path, 10, 1, "2021-01-01T00:00:00Z", FACTS, **(usual | more))  # type: ignore[arg-type]
    return TrainingMetadata(out, record, bytes([number]) * 16, split, f"e{number}", twin)  # type: ignore[arg-type]


CHOICE = TrainingChoice(licence="CC0", credit="Me", redrawn=Reencode("jpeg", 200))


def described(*some: TrainingMetadata, choice: TrainingChoice = CHOICE) -> list[TrainingEntry]:
    examples, _ = choose_examples(some, choice)
    return [
        TrainingEntry(one, f"{one.key}.jpg", Credits("Anna" if one.outgoing.photo == 1 else "")) for one in examples
    ]


@pytest.mark.parametrize(
    ("wanted", "text"), [("both", "A lake, lake, boat"), ("caption", "A lake"), ("tags", "lake, boat")]
)
def test_training_texts(wanted: str, text: str) -> None:
    examples, _ = choose_examples([known(1)], CHOICE)
    assert examples[0].text(wanted) == text  # type: ignore[arg-type]


def test_skipped_photos() -> None:
    photos = [known(1), known(2, "", keywords=()), known(3, twin="/photos/1.jpg"), known(4, "", title="Title only")]
    examples, left_out = choose_examples(photos, replace(CHOICE, told="caption"))
    assert [one.outgoing.photo for one in examples] == [1, 4]
    assert [one.reason for one in left_out] == ["wordless", "alike"]
    assert left_out[1].message == "It is a near-duplicate of 1.jpg."


def test_one_picture_in_two_files_has_two_names() -> None:
    twice = [known(1), replace(known(1), outgoing=known(2).outgoing)]
    examples, _ = choose_examples(twice, CHOICE)
    assert len({one.key for one in examples}) == 2


def test_json_lines_of_each_part() -> None:
    made = dict(documents(described(known(1), known(2, "A\nboat", split="test")), CHOICE))
    assert set(made) == {"train/metadata.jsonl", "test/metadata.jsonl"}
    assert json.loads(made["train/metadata.jsonl"]) == {
        "file_name": "0101010101010101.jpg", "text": "A lake, lake, boat", "caption": "A lake",
        "tags": ["lake", "boat"], "width": 200, "height": 150, "event": "e1", "licence": "CC0", "credit": "Anna",
    }  # fmt: skip
    assert json.loads(made["test/metadata.jsonl"])["credit"] == "Me"


def test_a_text_file_for_each_picture() -> None:
    choice = replace(CHOICE, format="texts")
    made = dict(documents(described(known(1), known(2, "A\nboat", split="val"), choice=choice), choice))
    assert made["train/0101010101010101.txt"] == "A lake, lake, boat\n"
    assert made["val/0202020202020202.txt"] == "A boat, lake, boat\n"
    assert [json.loads(line)["credit"] for line in made["credits.jsonl"].splitlines()] == ["Anna", "Me"]


def test_coco_captions() -> None:
    choice = replace(CHOICE, format="coco", told="caption")
    made = dict(documents(described(known(1), known(2, split="val"), choice=choice), choice))
    assert set(made) == {f"annotations/captions_{split}.json" for split in ("train", "val", "test")}
    coco = json.loads(made["annotations/captions_train.json"])
    assert coco["annotations"] == [{"id": 1, "image_id": 1, "caption": "A lake"}]
    assert coco["images"][0] == {
        "id": 1, "file_name": "0101010101010101.jpg", "width": 200, "height": 150, "license": 1, "credit": "Anna",
        "event": "e1",
    }  # fmt: skip
    assert coco["licenses"] == [{"id": 1, "name": "CC0", "url": ""}]
    assert json.loads(made["annotations/captions_test.json"])["images"] == []


def test_the_order_of_photos_changes_no_document() -> None:
    some = [known(number, split=("train", "val")[number % 2]) for number in range(1, 6)]
    for form in ("texts", "jsonl", "coco"):
        choice = replace(CHOICE, format=form)  # type: ignore[arg-type]
        one, other = (dict(documents(described(*order), choice)) for order in (some, some[::-1]))
        assert one == other


def test_tar_files(tmp_path: Path) -> None:
    choice = replace(CHOICE, format="webdataset", per_shard=2)
    some = described(*(known(number) for number in range(1, 6)), known(6, split="val"), choice=choice)
    shards = shards_of([one.example for one in some], 2)
    assert [(one.name, len(one.examples)) for one in shards] == [
        ("train-000000.tar", 2), ("train-000001.tar", 2), ("train-000002.tar", 1), ("val-000000.tar", 1),
    ]  # fmt: skip
    assert len({one.state(choice) for one in shards}) == 4
    picture = tmp_path / "picture"
    picture.write_bytes(b"pixels")
    for name in ("a.tar", "b.tar"):
        size = write_shard(tmp_path / name, [(one, picture) for one in some[:2]], choice)
        assert size == (tmp_path / name).stat().st_size
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()
    with tarfile.open(fileobj=io.BytesIO((tmp_path / "a.tar").read_bytes())) as tar:
        assert tar.getnames() == [f"{'01' * 8}.{end}" for end in ("jpg", "txt", "json")] + [
            f"{'02' * 8}.{end}" for end in ("jpg", "txt", "json")
        ]
        text, fields = tar.extractfile(f"{'01' * 8}.txt"), tar.extractfile(f"{'01' * 8}.json")
        assert text is not None
        assert fields is not None
        assert text.read() == b"A lake, lake, boat"
        assert json.loads(fields.read())["licence"] == "CC0"


def test_text_in_photos_is_a_field_only_if_wanted() -> None:
    for reads, expected in ((True, {"text_in_photo": "Gate 12\nLisboa"}), (False, {})):
        choice = replace(CHOICE, reads=reads)
        made = dict(documents(described(known(1, text="Gate 12\nLisboa"), choice=choice), choice))
        (line,) = map(json.loads, made["train/metadata.jsonl"].splitlines())
        assert {name: line[name] for name in line if name == "text_in_photo"} == expected
    shards = [shards_of(choose_examples([known(1, text=text)], CHOICE)[0], 9)[0] for text in ("Gate 12", "")]
    assert len({one.state(CHOICE) for one in shards}) == 1
    assert len({one.state(replace(CHOICE, reads=True)) for one in shards}) == 2
