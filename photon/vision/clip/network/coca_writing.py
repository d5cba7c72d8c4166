"""The text decoder of a CoCa network, token by token, with a cache of keys and values.

Without the cache, five sentences of ViT-B-32 took 25 s of one core instead of 1.7 s, because the photo's 255 tokens
passed through every layer again for each token.

Importing this module imports torch.
"""
# ruff: noqa: TID253 - importers of this file are about to compute with torch

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from photon.domain.arrays import Floats, Ids
from photon.vision.clip.network.blocks import Block, norm

if TYPE_CHECKING:
    from torch import Tensor

    Kept = list[tuple[Tensor, Tensor]]


class WritingModule(nn.Module):
    """The text tower and the multimodal decoder of open_clip's ``CoCa``, sharing their weights.

    Attributes:
        embedding: Embeddings of all tokens, float (vocabulary, width).
        positions: Embeddings of positions, float (positions, width).
        projection: From tokens to logits, float (width, vocabulary).
    """

    embedding: "Tensor"
    positions: "Tensor"
    projection: "Tensor"

    def __init__(self, net: Any) -> None:  # noqa: ANN401 - open_clip has no types
        """Take the weights.

        Args:
            net: A ``CoCa`` network of open_clip.
        """
        super().__init__()
        text, decoder = net.text, net.text_decoder
        self.register_buffer("embedding", text.token_embedding.weight.detach(), persistent=False)
        self.register_buffer("positions", text.positional_embedding.detach(), persistent=False)
        self.register_buffer("projection", decoder.text_projection.detach(), persistent=False)
        self.read = nn.ModuleList(Block.of_open_clip(block) for block in text.transformer.resblocks)
        # A tower with a class token passes the other tokens through without a norm.
        self.between = nn.Identity() if text.cls_emb is not None else norm(text.ln_final)
        self.write = nn.ModuleList(Block.of_open_clip(block) for block in decoder.resblocks)
        self.look = nn.ModuleList(Block.of_open_clip(block) for block in decoder.cross_attn)
        self.look_norms = nn.ModuleList(norm(block.ln_1_kv) for block in decoder.cross_attn)
        self.norm = norm(decoder.ln_final)

    def photo(self, tokens: "Tensor") -> "Kept":
        """Compute the keys and values of a photo for each cross-attention layer.

        Args:
            tokens: float (1, p, width), from the image tower.

        Returns:
            Keys float (1, heads, p, w) and values float (1, heads, p, w) for each layer.
        """
        blocks: Any = self.look
        return [block.kept(normal(tokens)) for block, normal in zip(blocks, self.look_norms, strict=True)]

    def forward(self, ids: "Tensor", place: int, photo: "Kept", before: "Kept") -> "tuple[Tensor, Kept]":
        """Process one more token of each sentence.

        Args:
            ids: int64 (n,).
            place: Position of these tokens, from 0.
            photo: Result of ``photo``.
            before: Cached keys and values of the previous tokens, float (n, heads, place, w) for each layer; empty
                for the first.

        Returns:
            Logits of the next token, float (n, vocabulary), and the extended cache.
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
        """Process one token in a layer with causal self-attention; append its keys and values to ``kept``."""
        keys, values = block.kept(block.norm_1(tokens))
        if before:
            old_keys, old_values = before[len(kept)]
            keys, values = torch.cat([old_keys, keys], dim=2), torch.cat([old_values, values], dim=2)
        kept.append((keys, values))
        passed: Tensor = block.attend(tokens, keys, values)
        return passed


class BeamState:
    """The sentences of a beam search for one photo; each continues one of the previous step."""

    def __init__(self, module: WritingModule, tokens: "Tensor") -> None:
        """Set the photo.

        Args:
            module: The decoder.
            tokens: float (1, p, width), of the photo.
        """
        self._module = module
        self._photo = module.photo(tokens)
        self._device = tokens.device
        self._rows: dict[tuple[int, ...], int] = {}
        self._kept: Kept = []

    def __call__(self, ids: Ids) -> Floats:
        """Compute the log-probabilities of the next tokens; a ``beams.Next``.

        Args:
            ids: int64 (n, t), of unfinished sentences.

        Returns:
            float32 (n, vocabulary).

        Raises:
            ValueError: A sentence does not continue one of the previous call.
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
        chances: Floats = logits.float().log_softmax(dim=-1).cpu().numpy()
        return chances
