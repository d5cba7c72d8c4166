"""Downloads, against a web server on this computer that answers like the hub."""

import errno
import hashlib
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from photon.domain import PhotonError
from photon.vision.clip.catalog import download, partial_download
from photon.vision.clip.catalog.download import Remote, fetch, found_bytes, look_up, sources_of
from photon.vision.clip.catalog.encoder_cards import card_of
from photon.vision.clip.catalog.partial_download import RemoteFile
from photon.vision.clip.catalog.weight_pairs import Pair, every_pair
from tests.vision.clip.hub import COMMIT, Hub, Served, serving

CLIP = "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K"
SIGLIP = "timm/ViT-B-32-SigLIP2-256"
WEIGHTS = "open_clip_model.safetensors"
SIZE = 3_000_000


def noise(seed: int) -> bytes:
    """Three megabytes that no other seed gives."""
    return hashlib.shake_128(bytes([seed])).digest(SIZE)


def never() -> bool:
    return False


def silent(share: float, sentence: str) -> None:
    pass


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between attempts; no settings of the computer that runs the tests."""
    monkeypatch.setattr(download, "WAITS", (0.0, 0.01))
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving() as answering:
        answering.files[f"{CLIP}/{WEIGHTS}"] = Served(noise(1), large=True)
        answering.files[f"{CLIP}/open_clip_config.json"] = Served(b'{"model_cfg": {}}')
        yield answering


@pytest.fixture
def weights(hub: Hub) -> Served:
    return hub.files[f"{CLIP}/{WEIGHTS}"]


@pytest.fixture
def remote(hub: Hub) -> Remote:
    return look_up(card_of("clip-b-32"), hub.address)


def test_looking_up_takes_headers_only(hub: Hub, remote: Remote, weights: Served) -> None:
    large, small = remote.files
    assert (large.name, large.bytes) == (WEIGHTS, SIZE)
    assert large.sha256 == hashlib.sha256(weights.body).hexdigest()
    assert large.url == f"{hub.address}/{CLIP}/resolve/{COMMIT}/{WEIGHTS}"
    assert (small.name, small.bytes, small.sha256) == ("open_clip_config.json", 17, "")
    assert {method for method, _, _ in hub.asked} == {"HEAD"}
    assert hub.sent == 0


def test_pickled_weights_are_taken_where_there_are_no_others_and_a_tokenizer_comes_along(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.files = {
        f"{SIGLIP}/open_clip_pytorch_model.bin": Served(b"weights", large=True),
        f"{SIGLIP}/tokenizer.json": Served(b"{}", large=True),
        f"{SIGLIP}/tokenizer_config.json": Served(b"{}"),
    }
    monkeypatch.setenv("HF_ENDPOINT", hub.address + "/")
    found = look_up(card_of("siglip2-b-32"))
    assert [file.name for file in found.files] == [
        "open_clip_pytorch_model.bin",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    del hub.files[f"{SIGLIP}/tokenizer.json"]
    with pytest.raises(PhotonError, match=r"has no tokenizer\.json"):
        look_up(card_of("siglip2-b-32"))


def test_the_whole_arrives_and_is_not_asked_for_again(
    hub: Hub, remote: Remote, weights: Served, tmp_path: Path
) -> None:
    said: list[tuple[float, str]] = []
    fetch(remote, tmp_path / "new", lambda share, sentence: said.append((share, sentence)), never)
    assert (tmp_path / "new" / WEIGHTS).read_bytes() == weights.body
    assert said[0] == (0.0, "Downloading, 0 of 3 MB")
    assert said[-1][1] == "Downloading, 3 of 3 MB"
    assert [share for share, _ in said] == sorted(share for share, _ in said)
    assert {path.name for path in (tmp_path / "new").iterdir()} - {".lock"} == {WEIGHTS, "open_clip_config.json"}
    sent = hub.sent
    fetch(remote, tmp_path / "new", silent, never)
    assert hub.sent == sent == SIZE + 17
    assert found_bytes(remote, tmp_path / "new") == remote.bytes


def test_a_cut_connection_goes_on_where_it_broke(hub: Hub, remote: Remote, weights: Served, tmp_path: Path) -> None:
    weights.cuts = [1_000_000, 500_000]
    fetch(remote, tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body
    assert hub.gets() == ["", "bytes=1000000-", "bytes=1500000-"]
    assert hub.sent == remote.bytes


def test_a_stopped_download_goes_on_in_another_process(
    hub: Hub, remote: Remote, weights: Served, tmp_path: Path
) -> None:
    asked = iter([False] * 5 + [True] * 1000)
    fetch(remote, tmp_path, silent, lambda: next(asked))
    left = found_bytes(remote, tmp_path)
    assert 0 < left < SIZE
    assert not (tmp_path / WEIGHTS).exists()
    fetch(remote, tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body
    assert hub.gets()[-1] == f"bytes={left}-"


def test_bytes_damaged_on_the_disk_meanwhile_are_noticed(remote: Remote, weights: Served, tmp_path: Path) -> None:
    weights.cuts = [1_000_000] + [0] * 2
    with pytest.raises(PhotonError, match="The first 1 MB of open_clip_model"):
        fetch(remote, tmp_path, silent, never)
    with (tmp_path / f"{WEIGHTS}.part").open("r+b") as file:
        file.write(b"other")
    with pytest.raises(PhotonError, match="differs from the published file"):
        fetch(remote, tmp_path, silent, never)
    assert found_bytes(remote, tmp_path) == 0
    fetch(remote, tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body


def test_a_wrong_checksum_leaves_nothing(hub: Hub, remote: Remote, tmp_path: Path) -> None:
    wrong = Remote((RemoteFile(remote.files[0].url, WEIGHTS, SIZE, "0" * 64),))
    with pytest.raises(PhotonError, match="deleted"):
        fetch(wrong, tmp_path, silent, never)
    assert {path.name for path in tmp_path.iterdir()} <= {".lock"}


def test_a_file_that_changed_meanwhile_is_begun_anew(hub: Hub, remote: Remote, weights: Served, tmp_path: Path) -> None:
    """Without a checksum, only If-Range keeps two versions from being glued together."""
    unknown = Remote((RemoteFile(remote.files[0].url, WEIGHTS, SIZE),))
    weights.cuts = [1_000_000] + [0] * 2
    with pytest.raises(PhotonError):
        fetch(unknown, tmp_path, silent, never)
    assert found_bytes(unknown, tmp_path) == 1_000_000
    weights.body = noise(2)
    fetch(unknown, tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body
    assert hub.gets()[-1] == "bytes=1000000-"


def test_another_version_of_the_encoder_is_begun_anew(
    hub: Hub, remote: Remote, weights: Served, tmp_path: Path
) -> None:
    fetch(remote, tmp_path, silent, never)
    weights.body = noise(3)
    fetch(look_up(card_of("clip-b-32"), hub.address), tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body


def test_a_server_that_knows_no_ranges_begins_anew(hub: Hub, remote: Remote, weights: Served, tmp_path: Path) -> None:
    weights.ranges, weights.cuts = False, [1_000_000]
    fetch(remote, tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body
    assert hub.sent == 1_000_000 + remote.bytes


def test_another_part_than_was_asked_for_is_not_glued_on(
    hub: Hub, remote: Remote, weights: Served, tmp_path: Path
) -> None:
    weights.cuts, weights.shifts = [1_000_000], [-500_000]
    fetch(remote, tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body
    assert hub.gets() == ["", "bytes=1000000-", ""]


def test_a_file_that_became_shorter_does_not_go_on_for_ever(
    hub: Hub, remote: Remote, weights: Served, tmp_path: Path
) -> None:
    weights.body, weights.tag = weights.body[:1_000_000], '"same"'
    with pytest.raises(PhotonError, match="lost before the download finished"):
        fetch(remote, tmp_path, silent, never)
    assert hub.gets() == ["", "bytes=1000000-", ""]


def test_too_little_room_is_said_before_anything_is_asked_for(
    hub: Hub, remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage(tmp_path)
    before = len(hub.asked)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=52_000_000))
    with pytest.raises(PhotonError, match="3 MB are needed and 52 MB are free") as caught:
        fetch(remote, tmp_path, silent, never)
    assert caught.value.hint.startswith("Free 2 MB there")
    assert len(hub.asked) == before
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=54_000_000))
    fetch(remote, tmp_path, silent, never)


class FullDisk:
    """A file on a disk that fills up."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self._file, self._left = file, left

    def write(self, piece: bytes) -> int:
        if len(piece) > self._left:
            self._file.write(piece[: self._left])
            raise OSError(errno.ENOSPC, "No space left on device")
        self._left -= len(piece)
        return self._file.write(piece)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "FullDisk":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def test_a_disk_that_fills_up_keeps_what_has_come(
    hub: Hub, remote: Remote, weights: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def filling(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        file = real(path, mode, *rest, **named)
        return FullDisk(file, 1_234_567) if path.suffix == ".part" and mode == "wb" else file

    with monkeypatch.context() as patch:
        patch.setattr(partial_download.Path, "open", filling)
        with pytest.raises(PhotonError, match="no space left in") as caught:
            fetch(remote, tmp_path, silent, never)
    assert "will resume" in caught.value.hint
    fetch(remote, tmp_path, silent, never)
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body
    assert hub.gets()[-1] == "bytes=1234567-"


@pytest.mark.parametrize(
    ("status", "message", "hint"),
    [
        (404, "has no open_clip_pytorch_model.bin", "another model"),
        (403, "only to users who have signed in", "photon encoders install --arch ARCH --weights FILE"),
        (401, "only to users who have signed in", "with a browser"),
        (503, "busy or has a problem (status 503)", "again later"),
        (407, "proxy of this network", "HTTPS_PROXY"),
        (451, "refused to send", "weights from a file"),
    ],
)
def test_refusals_are_told_apart(hub: Hub, weights: Served, status: int, message: str, hint: str) -> None:
    weights.status = status
    with pytest.raises(PhotonError) as caught:
        look_up(card_of("clip-b-32"), hub.address)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_trouble_of_the_server_is_waited_for(
    hub: Hub, remote: Remote, weights: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights.status = 503
    monkeypatch.setattr(download, "WAITS", (0.4,))
    timer = threading.Timer(0.2, lambda: setattr(weights, "status", 200))
    timer.start()
    fetch(remote, tmp_path, silent, never)
    timer.join()
    assert (tmp_path / WEIGHTS).read_bytes() == weights.body


def test_stopping_ends_the_waiting(
    remote: Remote, weights: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights.status = 503
    monkeypatch.setattr(download, "WAITS", (60.0,))
    asked = iter([False] * 3 + [True] * 1000)
    fetch(remote, tmp_path, silent, lambda: next(asked))
    assert found_bytes(remote, tmp_path) == 0


class Unknown:
    """A name service that knows nobody."""

    def __call__(self, *_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_server_that_is_gone_and_a_computer_without_internet(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:  # a port that nobody listens at
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(PhotonError, match="refused the connection"):
            look_up(card_of("clip-b-32"), f"http://127.0.0.1:{taken.getsockname()[1]}")
    monkeypatch.setattr(socket, "getaddrinfo", Unknown())
    with pytest.raises(PhotonError, match="to be offline") as caught:
        look_up(card_of("clip-b-32"), "http://nowhere.invalid")
    assert "photon encoders install --arch" in caught.value.hint
    with pytest.raises(PhotonError, match="isn't a valid server address"):
        look_up(card_of("clip-b-32"), "file:///etc")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(PhotonError, match="HF_HUB_OFFLINE"):
        fetch(remote, tmp_path, silent, never)


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from photon.vision.clip.catalog import web

    monkeypatch.setattr(web, "_TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(PhotonError, match="did not respond within"):
        look_up(card_of("clip-b-32"), f"http://127.0.0.1:{mute.getsockname()[1]}")


def test_two_at_once_do_not_write_the_same_file(remote: Remote, tmp_path: Path) -> None:
    import filelock

    with filelock.FileLock(tmp_path / ".lock"), pytest.raises(PhotonError, match="Another Photon"):
        fetch(remote, tmp_path, silent, never)


def test_every_pair_has_somewhere_to_come_from() -> None:
    for pair in every_pair():
        first, *others = sources_of(pair, "http://hub")
        assert first.urls[0].startswith(("http://hub/", "https://"))
        assert bool(pair.tokenizer) == any(url.endswith("/tokenizer.json") for file in others for url in file.urls)
    named = next(pair for pair in every_pair() if pair.architecture == "ViTamin-S")
    names = [url.rpartition("/")[2] for url in sources_of(named)[0].urls]
    assert names == ["pytorch_model.safetensors", "pytorch_model.bin"]


def test_addresses_that_carry_a_checksum_are_checked_by_it(hub: Hub, weights: Served, tmp_path: Path) -> None:
    """As those of the files that open_clip has on its own pages: the beginning of the checksum is in the name."""
    beginning = hashlib.sha256(weights.body).hexdigest()[:8]
    pair = Pair("A", "t", f"https://github.com/mlfoundations/open_clip/weights-{beginning}.pt", 512, 0, "", False)
    (source,) = sources_of(pair)
    assert source.sha256 == beginning
    url = f"{hub.address}/store/{CLIP}/{WEIGHTS}"
    fetch(Remote((RemoteFile(url, "weights.pt", SIZE, source.sha256),)), tmp_path, silent, never)
    assert (tmp_path / "weights.pt").stat().st_size == SIZE
    with pytest.raises(PhotonError, match="deleted"):
        fetch(Remote((RemoteFile(url, "other.pt", SIZE, "0badc0de"),)), tmp_path, silent, never)
