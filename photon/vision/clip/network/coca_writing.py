"""The part of a CoCa network that writes, token by token, keeping what it knows of the photo and of earlier tokens.

Computed anew for every token, five sentences of ViT-B-32 took 25 s of one core, so 1.7 s: the photo's 255 tokens went
through every layer again.

Importing this file imports torch.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from photon.vision.clip.network.beams import Chances
from photon.vision.clip.network.blocks import Block, norm

if TYPE_CHECKING:
    from torch import Tensor

    Kept = list[tuple[Tensor, Tensor]]


class WritingModule(nn.Module):
    """The text tower and the decoder of open_clip's ``CoCa``, sharing their weights."""

    embedding: "Tensor"
    positions: "Tensor"
    projection: "Tensor"

    def __init__(self, net: Any) -> None:  # noqa: ANN401 - open_clip has no types
        """Takes the weights."""
        super().__init__()
        text, decoder = net.text, net.text_decoder
        self.register_buffer("embedding", text.token_embedding.weight.detach(), persistent=False)
        self.register_buffer("positions", text.positional_embedding.detach(), persistent=False)
        self.register_buffer("projection", decoder.text_projection.detach(), persistent=False)
        self.read = nn.ModuleList(Block.of_open_clip(block) for block in text.transformer.resblocks)
        # A tower with a token of its own for pooling hands on the others as they are.
        self.between = nn.Identity() if text.cls_emb is not None else norm(text.ln_final)
        self.write = nn.ModuleList(Block.of_open_clip(block) for block in decoder.resblocks)
        self.look = nn.ModuleList(Block.of_open_clip(block) for block in decoder.cross_attn)
        self.look_norms = nn.ModuleList(norm(block.ln_1_kv) for block in decoder.cross_attn)
        self.norm = norm(decoder.ln_final)

    def photo(self, tokens: "Tensor") -> "Kept":
        """What is kept of a photo's tokens [1, p, width]: keys and values for each layer that looks at it."""
        blocks: Any = self.look
        return [block.kept(normal(tokens)) for block, normal in zip(blocks, self.look_norms, strict=True)]

    def forward(self, ids: "Tensor", place: int, photo: "Kept", before: "Kept") -> "tuple[Tensor, Kept]":
        """Reads one more token of each sentence.

        Args:
            ids: int64 (n,).
            place: Of these tokens in their sentences, from 0.
            photo: Of ``photo``.
            before: What was kept of the tokens before, [n, heads, place, w] for each layer; empty for the first.

        Returns:
            Logits of what comes next [n, vocabulary], and what is kept now.
        """
        kept: Kept = []
        tokens = (self.embedding[ids] + self.positions[place])[:, None]
        for block in self.read:
            tokens = self._go_on(block, tokens, before, kept)
        tokens = self.between(tokens)
        for block, look, (keys, values) in zip(self.write, self.look, photo, strict=True):
            tokens = self._go_on(block, tokens, before, kept)
            rows = len(ids)
            tokens = look.attend(tokens, keys.expand(rows, -1, -1, -1), values.expand(rows, -1, -1, -1))  # type: ignore[operator]
        return self.norm(tokens)[:, 0] @ self.projection, kept

    def _go_on(self, block: Any, tokens: "Tensor", before: "Kept", kept: "Kept") -> "Tensor":  # noqa: ANN401 - a Block
        """One token through a layer in which it looks at itself and at those before; what is kept goes to ``kept``."""
        keys, values = block.kept(block.norm_1(tokens))
        if before:
            old_keys, old_values = before[len(kept)]
            keys, values = torch.cat([old_keys, keys], dim=2), torch.cat([old_values, values], dim=2)
        kept.append((keys, values))
        passed: Tensor = block.attend(tokens, keys, values)
        return passed


class BeamState:
    """Sentences about one photo, each of which goes on from one of the step before."""

    def __init__(self, module: WritingModule, tokens: "Tensor") -> None:
        """Takes the photo's tokens [1, p, width]."""
        self._module = module
        self._photo = module.photo(tokens)
        self._device = tokens.device
        self._rows: dict[tuple[int, ...], int] = {}
        self._kept: Kept = []

    def __call__(self, ids: npt.NDArray[np.int64]) -> Chances:
        """See ``beams.Next``.

        Raises:
            ValueError: A sentence does not go on from one that was asked about before.
        """
        place = ids.shape[1] - 1
        sentences = [tuple(row) for row in ids.tolist()]
        if place:
            if any(one[:-1] not in self._rows for one in sentences):
                raise ValueError("a sentence does not go on from one of the step before")
            parents = torch.tensor([self._rows[one[:-1]] for one in sentences], device=self._device)
            self._kept = [(keys[parents], values[parents]) for keys, values in self._kept]
        last = torch.from_numpy(np.ascontiguousarray(ids[:, -1])).to(self._device)
        logits, self._kept = self._module(last, place, self._photo, self._kept if place else [])
        self._rows = {one: row for row, one in enumerate(sentences)}
        chances: Chances = logits.float().log_softmax(dim=-1).cpu().numpy()
        return chances
