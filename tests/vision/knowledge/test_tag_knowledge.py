"""What is known of tags: what is written is read, damage is told, what is shipped fits the vocabulary."""

from pathlib import Path

import numpy as np
import pytest
from lab.starter.starter_files import write_tag_knowledge

from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import tag_key
from photon.vision.knowledge.tag_knowledge import TagKnowledge, read_tag_knowledge
from photon.vision.starter import starter


def _knowledge() -> TagKnowledge:
    rng = np.random.default_rng(1)
    curves = (rng.normal(size=count).astype(np.float32) for count in (7, 6, 12, 4))
    return TagKnowledge(
        ("animal", "animal\x1fdog", "tür"),
        np.array([-1, -2, -8], np.float32),
        *curves,
        rng.normal(size=(1281, 3)).astype(np.float32),
        ("animal", "tür"),
    )


def test_what_is_written_is_read(tmp_path: Path) -> None:
    before = _knowledge()
    write_tag_knowledge(before, tmp_path / "tags")
    after = read_tag_knowledge(tmp_path / "tags")
    assert after.names == before.names
    assert after.headed == before.headed
    assert after.places["tür"] == 2
    np.testing.assert_allclose(after.commonness, before.commonness, atol=2e-3)
    np.testing.assert_allclose(after.heads, before.heads, atol=2e-3)
    for name in ("seen", "unseen", "choice", "plain"):
        assert (getattr(after, name) == getattr(before, name)).all()


def test_damage_is_told(tmp_path: Path) -> None:
    (tmp_path / "tags").write_bytes(b"no tensors")
    with pytest.raises(OSError, match="damaged"):
        read_tag_knowledge(tmp_path / "tags")


def test_what_is_shipped_fits_encoder_and_vocabulary() -> None:
    known = starter.tag_knowledge()
    assert [len(curve) for curve in (known.seen, known.unseen, known.choice, known.plain)] == [7, 6, 16, 4]
    assert known.heads.shape == (1281, len(known.headed) + 1)
    assert np.isfinite(known.commonness).all()
    keys = {tag_key(entry.path) for entry in everyday().entries}
    assert keys >= set(known.headed)
    learned = [name[2:] for name in starter.caption_memory().names if name.startswith("t:")]
    assert sum(name in keys for name in learned) > 0.9 * len(learned) > 500, (
        "the vocabulary changed much: make the memory again (packaging/lab/captions/train_memory.py)"
    )
    assert len(starter.tags_digest()) == 16
