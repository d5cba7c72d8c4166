"""A model with another capability needs its declaration and its protocol: a real process runs what it declares."""

from dataclasses import replace

import pytest

from photon.app.runtime.encoder_process import EncoderProcess
from photon.vision.kit.encoder import Encoder
from photon.vision.worker import WorkerSpec
from tests.vision.kit.fake_reader import READER, FakeReader, Reader


def test_a_process_runs_what_its_model_declares_and_nothing_else() -> None:
    process = EncoderProcess(WorkerSpec(READER, 2))
    try:
        assert process.ask("read", Reader.read, [b"gate 12", b"exit"], 4) == ["2 None: gate", "2 None: exit"]
        with pytest.raises(TypeError, match="fake-reader has not declared 'embed'"):
            process.ask("embed", Encoder.encode_texts, ["a dog"])
        assert process.ask("read", Reader.read, [b"gate 12"], most=7) == ["2 None: gate 12"]
    finally:
        process.close()


def test_a_model_may_do_several_things_with_one_process() -> None:
    both = replace(READER, capabilities=frozenset({"read", "detect"}))
    process = EncoderProcess(WorkerSpec(both, 1, "cpu"))
    try:
        assert process.ask("detect", FakeReader.read, [b"a face"], 9) == ["1 cpu: a face"]
        assert process.ask("read", Reader.read, [b"a text"], 9) == ["1 cpu: a text"]
    finally:
        process.close()
