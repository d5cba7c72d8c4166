"""The text side of an open_clip encoder: token embeddings to a vector.

It starts after the embedding table, so that a query can contain a pseudo-word learned from photos: only one row has to
be replaced. Importing this module imports torch.
"""

# ruff: noqa: TID253 - importers of this file are about to compute with torch
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from photon.domain.errors import PhotonError
from photon.language import tr
from photon.vision.clip.network.blocks import Block, linear, norm

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.network.network import Network


class TextModule(nn.Module):
    """open_clip's text transformer; runs in any dtype and on any device.

    Attributes:
        context: Context length in tokens.
        needs_full: Texts must be padded to ``context``, because padding is attended to (SigLIP, MobileCLIP2) or counted
            (CoCa); otherwise a shorter text gives the same result without padding.
        pool: Which token ``ends`` must name: "end" (the end-of-text token), "last" (``context`` - 1) or "first" (0).
        width: Length of a token embedding.
        dimension: Length of the result.
        embedding: Embeddings of all tokens, float (vocabulary, width).
        positions: Embeddings of positions, float (p, width); p is ``context``, with a class token ``context`` + 1.
        mask: Added to the scores of attention, float (p, p); None if all tokens attend to each other.
        class_token: CoCa's class token, float (width,); None for other encoders.
    """

    embedding: "Tensor"
    positions: "Tensor"
    mask: "Tensor | None"
    class_token: "Tensor | None"

    def __init__(self, tower: Any) -> None:  # noqa: ANN401 - a TextTransformer or a CLIP, which has the same parts
        """Take the weights.

        Args:
            tower: A ``TextTransformer`` of open_clip, or a ``CLIP``.
        """
        super().__init__()
        self.context: int = tower.context_length
        class_token = getattr(tower, "cls_emb", None)
        pool = getattr(tower, "text_pool_type", None) or tower.pool_type
        self.pool = {"argmax": "end", "eos": "end"}.get(pool, pool)
        self.needs_full = tower.attn_mask is None or class_token is not None
        self.register_buffer("embedding", tower.token_embedding.weight.detach(), persistent=False)
        self.register_buffer("positions", tower.positional_embedding.detach(), persistent=False)
        self.register_buffer("class_token", None if class_token is None else class_token.detach(), persistent=False)
        self.register_buffer("mask", tower.attn_mask, persistent=False)
        self.blocks = nn.ModuleList(Block.of_open_clip(block) for block in tower.transformer.resblocks)
        self.norm = norm(tower.ln_final)
        self.projection = _projection(tower.text_projection)
        self.width = self.embedding.shape[1]
        self.dimension = getattr(self.projection, "out_features", self.width)

    def forward(self, words: "Tensor", ends: "Tensor") -> "Tensor":
        """Encode texts.

        Args:
            words: Token embeddings without positions, float (n, t, width); t is ``context`` if ``needs_full``.
            ends: Position of the pooled token of each text, int64 (n,), as ``pool`` says. CoCa pools its class token,
                but needs the end of the text to mask padding.

        Returns:
            Joint embeddings, float (n, dimension), not normalised.
        """
        tokens = words.to(self.positions.dtype)
        if self.class_token is not None:
            tokens = torch.cat([tokens, self.class_token.expand(tokens.shape[0], 1, -1)], 1)
        length = tokens.shape[1]
        tokens = tokens + self.positions[:length]
        mask = None if self.mask is None else self.mask[:length, :length]
        if self.class_token is not None and mask is not None:
            mask = mask + self._hide_padding(length, ends)
        for block in self.blocks:
            tokens = block(tokens, mask)
        if self.class_token is not None:
            pooled = tokens[:, -1]
        else:
            places = ends[:, None, None].expand(-1, 1, tokens.shape[2])
            pooled = tokens.gather(1, places)[:, 0]
        meaning: Tensor = self.projection(self.norm(pooled))
        return meaning

    def _hide_padding(self, length: int, ends: "Tensor") -> "Tensor":
        """CoCa's mask as used in training: shifted by one, so that the first padding token remains visible.

        The class token, at the last position, does not attend to itself unless the text is full.
        """
        places = torch.arange(length, device=ends.device)
        hidden = places[None] > ends[:, None] + 1
        nothing = torch.zeros(hidden.shape, dtype=self.positions.dtype, device=ends.device)
        return nothing.masked_fill(hidden, float("-inf"))[:, None, None]


def text_module(network: "Network") -> TextModule:
    """Wrap the text side of a network, sharing its weights. Changing the module's dtype does not affect the network.

    Args:
        network: The network.

    Returns:
        The module.

    Raises:
        PhotonError: It contains unsupported layers.
    """
    from open_clip.transformer import ResidualAttentionBlock

    tower: Any = getattr(network.net, "text", network.net)
    is_known = all(type(block) is ResidualAttentionBlock for block in tower.transformer.resblocks)
    if not is_known or getattr(tower, "use_pad_mask", False):
        raise PhotonError(
            tr("Photon doesn't support the text part of {architecture}.", architecture=network.architecture),
            tr("Choose another model."),
        )
    return TextModule(tower).eval()


def _projection(source: "nn.Linear | Tensor | None") -> nn.Module:
    """The projection into the joint space; open_clip stores it as a layer, as a matrix (in, out), or not at all."""
    if source is None:
        return nn.Identity()
    if isinstance(source, nn.Linear):
        return linear(source.weight, source.bias)
    return linear(source.t())
