from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from photon.vision import encoders, worker
from photon.vision.kit.encoder import DamagedPreview, Encoder


@pytest.mark.slow
def test_another_process_gives_the_same_vectors(converted: Path, encoder: Encoder, previews: list[bytes]) -> None:
    assert converted.is_dir()
    with ProcessPoolExecutor(
        1, get_context("spawn"), worker.start, (worker.WorkerSpec(encoders.fallback().model, 2),)
    ) as pool:
        vectors = pool.submit(worker.work, "embed", "encode_images", previews).result()
        words = pool.submit(worker.work, "embed", "encode_texts", ["a dog"]).result()
        places = pool.submit(worker.work, "embed", "encode_map", previews[0]).result()
        with pytest.raises(DamagedPreview) as caught:
            pool.submit(worker.work, "embed", "encode_images", [previews[0], b"no picture"]).result()
    assert np.array_equal(vectors.meaning, encoder.encode_images(previews).meaning)
    assert np.array_equal(places, encoder.encode_map(previews[0]))
    assert np.allclose(words, encoder.encode_texts(["a dog"]), atol=1e-6)
    assert caught.value.positions == (1,)
