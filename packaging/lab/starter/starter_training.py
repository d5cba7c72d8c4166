"""Train the linear adapter: symmetric InfoNCE (van den Oord et al. 2018; as in CLIP, Radford et al. 2021).

Batches contain real pairs, and pseudo pairs made from text alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from lab.starter.starter_material import PROMPTS, Part
from torch.nn import functional

from photon.vision.kit.adapter import Adapter

FloatArray = npt.NDArray[np.float32]
_DIMENSION = 384
_MAPS = ("image", "image_shift", "text", "text_shift")
_OTHER = -1e4  # masks false negatives: the same photo or the same text


@dataclass(frozen=True)
class Recipe:
    """Training settings.

    Attributes:
        passes: Epochs over the captioned photos, each time with one random caption.
        batch: Pairs per step, real and pseudo alike.
        rate: Peak learning rate of AdamW, one-cycle schedule.
        decay: Weight decay.
        dropout: Dropout of pooled features.
        made: Weight of pseudo pairs in the loss.
        noise: Noise of pseudo pairs, in standard deviations of each feature.
        named: Labelled photos per epoch, as a fraction of the captioned ones.
        parts: Fraction of images that are cropped.
        text_rate: Learning rate of the text map relative to the other. It is low, to preserve what MiniLM knows about
            words without training photos.
        own: Probability that a pseudo pair's noun is shown by a captioned photo, if both kinds exist.
        temperature: Initial temperature; it is learned.
        seeds: Number of trainings whose maps are averaged. They start from the same text map, so they agree.
    """

    passes: int = 20
    batch: int = 256
    rate: float = 1e-3
    decay: float = 1e-2
    dropout: float = 0.65
    made: float = 0.45
    noise: float = 0.7
    named: float = 1.0
    parts: float = 0.5
    text_rate: float = 0.1
    own: float = 0.5
    temperature: float = 0.05
    seeds: int = 3


@dataclass(frozen=True)
class _Pairs:
    """A batch.

    Attributes:
        images: float32 (n, 1280), standardised.
        texts: float32 (n, 384).
        same: bool (n, n), off-diagonal pairs that are false negatives.
    """

    images: torch.Tensor
    texts: torch.Tensor
    same: torch.Tensor


class Sampler:
    """Samples batches of real and pseudo pairs."""

    def __init__(self, part: Part, recipe: Recipe, seed: int) -> None:
        self._part, self._recipe = part, recipe
        self._random = np.random.default_rng(seed)
        rows = np.concatenate([part.described, part.named])
        photos = part.whole.photos
        self.mean: FloatArray = photos[0, rows].mean(axis=0)
        deviation = photos[0, rows].std(axis=0)
        self.scale = float(deviation.mean())
        self._photos = (photos - self.mean) / self.scale
        self._spread = torch.from_numpy(deviation / self.scale)
        self._noise = torch.Generator().manual_seed(seed)
        self._covers = np.stack([part.seen.sizes > 0, part.kinds.sizes > 0])

    def passes(self) -> Iterator[_Pairs]:
        """Yield an epoch of real pairs: each captioned photo once, and labelled ones. Short batches are dropped."""
        part, recipe, random = self._part, self._recipe, self._random
        named = int(len(part.named) * (recipe.named if len(part.described) else 1.0))
        order = np.concatenate(
            [np.arange(len(part.described)), len(part.described) + random.permutation(len(part.named))[:named]]
        )
        random.shuffle(order)
        size = min(recipe.batch, len(order))
        for start in range(0, len(order) - size + 1, size):
            yield self._real(order[start : start + size])

    def _views(self, count: int) -> npt.NDArray[np.int64]:
        """Return random views; the whole image or its mirror image at least as often as a crop."""
        random = self._random
        views = random.integers(2, size=count)
        parts = random.random(count) < self._recipe.parts
        views[parts] = random.integers(2, len(self._photos), size=parts.sum())
        return views

    def _real(self, chosen: npt.NDArray[np.int64]) -> _Pairs:
        part, random = self._part, self._random
        described = chosen < len(part.described)
        rows, texts = np.empty(len(chosen), np.int64), np.empty((len(chosen), _DIMENSION), np.float32)
        keys = np.empty(len(chosen), np.int64)
        own = chosen[described]
        rows[described] = keys[described] = part.described[own]
        texts[described] = part.whole.captions[part.captions.draw(own, random)]
        other = chosen[~described] - len(part.described)
        rows[~described] = part.named[other]
        column = (part.name_shares[other] < random.random((len(other), 1))).sum(axis=1)
        names = part.names[other, column]
        keys[~described] = -1 - names
        texts[~described] = part.whole.prompts[random.integers(len(PROMPTS), size=len(other)), names]
        same = (keys[:, None] == keys[None]) & ~np.eye(len(keys), dtype=bool)
        images = self._photos[self._views(len(rows)), rows]
        return _Pairs(torch.from_numpy(images), torch.from_numpy(texts), torch.from_numpy(same))

    def made(self) -> _Pairs:
        """Return the pseudo pairs: sentences with the mean features of photos of their nouns."""
        part, recipe, random = self._part, self._recipe, self._random
        chosen = random.integers(len(part.sentences), size=recipe.batch)
        nouns = part.nouns[chosen]
        sentence, column = np.nonzero(nouns >= 0)
        noun = nouns[sentence, column]
        seen, kinds = self._covers[:, noun]
        by_mention = seen & (~kinds | (random.random(len(noun)) < recipe.own))
        rows = np.empty(len(noun), np.int64)
        rows[by_mention] = part.seen.draw(noun[by_mention], random)
        rows[~by_mention] = part.kinds.draw(noun[~by_mention], random)
        photos = torch.from_numpy(self._photos[self._views(len(rows)), rows])
        owner = torch.from_numpy(sentence)
        images = torch.zeros(len(chosen), photos.shape[1]).index_add_(0, owner, photos)
        images = images / torch.bincount(owner, minlength=len(chosen))[:, None]
        images += recipe.noise * self._spread * torch.randn(images.shape, generator=self._noise)
        texts = torch.from_numpy(part.whole.sentence_vectors[part.sentences[chosen]])
        same = torch.from_numpy((chosen[:, None] == chosen[None]) & ~np.eye(len(chosen), dtype=bool))
        return _Pairs(images, texts, same)


class _Maps(torch.nn.Module):
    """The two affine maps in training."""

    def __init__(self, features: int, recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe
        self.image = torch.nn.Linear(features, _DIMENSION)
        self.text = torch.nn.Linear(_DIMENSION, _DIMENSION)
        torch.nn.init.eye_(self.text.weight)
        torch.nn.init.zeros_(self.text.bias)
        self.sharpness = torch.nn.Parameter(torch.tensor(-np.log(recipe.temperature), dtype=torch.float32))

    def loss(self, pairs: _Pairs) -> torch.Tensor:
        """Return the InfoNCE in both directions."""
        images = functional.normalize(self.image(functional.dropout(pairs.images, self.recipe.dropout)), dim=1)
        texts = functional.normalize(self.text(pairs.texts), dim=1)
        scores = (images @ texts.T * self.sharpness.exp().clamp(max=100)).masked_fill(pairs.same, _OTHER)
        target = torch.arange(len(scores))
        return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2

    def folded(self, sampler: Sampler) -> Adapter:
        """Return the maps with the standardisation of features folded in; centres are zero."""
        image = np.asarray(self.image.weight.detach().numpy().T / sampler.scale, np.float32)
        shift = self.image.bias.detach().numpy() - sampler.mean @ image
        text, text_shift = self.text.weight.detach().numpy().T, self.text.bias.detach().numpy()
        zeros = np.zeros(_DIMENSION, np.float32)
        return Adapter(image, shift.astype(np.float32), text.copy(), text_shift.copy(), zeros, zeros)


def train(part: Part, recipe: Recipe, seed: int) -> Adapter:
    """Train on a subset of the data; the same seed gives the same adapter."""
    runs = [_train_once(part, recipe, seed * recipe.seeds + run) for run in range(recipe.seeds)]
    image, image_shift, text, text_shift = (
        np.asarray(np.mean([getattr(run, name) for run in runs], axis=0), np.float32) for name in _MAPS
    )
    zeros = np.zeros(_DIMENSION, np.float32)
    bare = Adapter(image, image_shift, text, text_shift, zeros, zeros)
    rows = np.concatenate([part.described, part.named])
    known = np.isin(part.whole.captioned.owner, part.described)
    texts = part.whole.captions[known] if known.any() else part.whole.prompts[0]
    return replace(
        bare,
        centre_image=bare.join_images(part.whole.photos[0, rows]).mean(axis=0),
        centre_text=bare.join_texts(texts).mean(axis=0),
    )


def _train_once(part: Part, recipe: Recipe, seed: int) -> Adapter:
    torch.manual_seed(seed)
    sampler = Sampler(part, recipe, seed)
    maps = _Maps(part.whole.photos.shape[2], recipe)
    slow = list(maps.text.parameters())
    groups: list[dict[str, Any]] = [
        {"params": [*maps.image.parameters(), maps.sharpness], "lr": recipe.rate},
        {"params": slow, "lr": recipe.rate * recipe.text_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=recipe.decay)
    steps = recipe.passes * sum(1 for _ in sampler.passes())
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [group["lr"] for group in groups], total_steps=steps, pct_start=0.1
    )
    for _ in range(recipe.passes):
        for pairs in sampler.passes():
            loss = (1 - recipe.made) * maps.loss(pairs)
            if len(part.sentences):
                loss = loss + recipe.made * maps.loss(sampler.made())
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
    return maps.folded(sampler)
