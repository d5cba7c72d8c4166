"""Training of the captioner's two networks: one writes sentences, one names objects."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from lab.captions.captioner_text import Corpus, Cues
from torch.nn import functional

from photon.vision.starter.captioner import END, UNKNOWN

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
_HALF = torch.bfloat16  # products are twice as fast with hardware support; sums remain float32
_ALWAYS = 600  # frequent words in every softmax; rarer ones are sampled


@dataclass(frozen=True)
class Recipe:
    """Training settings.

    Attributes:
        passes: Epochs.
        batch: Sentences per step.
        rate: Peak learning rate of AdamW, one-cycle schedule.
        word: Size of word embeddings.
        memory: Size of the GRU's state.
        seeing: Size of the hidden layer between cue and objects.
        dropout: Dropout of input words and of the state.
        drawn: Rare words sampled per step.
    """

    passes: int = 7
    batch: int = 256
    rate: float = 2e-3
    word: int = 192
    memory: int = 256
    seeing: int = 256
    dropout: float = 0.25
    drawn: int = 500


class Writer(torch.nn.Module):
    """A GRU whose gates, initial state and output depend on the cue."""

    def __init__(self, words: int, cue: int, recipe: Recipe) -> None:
        """Initialise random weights."""
        super().__init__()
        size, memory = recipe.word, recipe.memory
        self.recipe = recipe
        self.words = torch.nn.Embedding(words, size)
        self.word_shift = torch.nn.Parameter(torch.zeros(words))
        self.read, self.keep = torch.nn.Linear(size, 3 * memory), torch.nn.Linear(memory, 3 * memory)
        self.cue_read = torch.nn.Linear(cue, 3 * memory, bias=False)
        self.cue_begin = torch.nn.Linear(cue, memory)
        self.cue_write = torch.nn.Linear(cue, size, bias=False)
        self.write = torch.nn.Linear(memory, size)

    def forward(self, cues: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        """Output embeddings at each position: float32 (n, positions, word size)."""
        read = functional.dropout(self.words(ids), self.recipe.dropout, self.training)
        gates = functional.linear(read.to(_HALF), self.read.weight.to(_HALF)).float()
        gates = gates + (self.cue_read(cues) + self.read.bias)[:, None]
        memory, size = torch.tanh(self.cue_begin(cues)), self.recipe.memory
        weight, found = self.keep.weight.to(_HALF), []
        for place in range(ids.shape[1]):
            kept = functional.linear(memory.to(_HALF), weight).float() + self.keep.bias
            now = gates[:, place]
            reset, update = torch.sigmoid(now[:, : 2 * size] + kept[:, : 2 * size]).chunk(2, 1)
            fresh = torch.tanh(now[:, 2 * size :] + reset * kept[:, 2 * size :])
            memory = fresh + update * (memory - fresh)
            found.append(memory)
        memories = functional.dropout(torch.stack(found, 1), self.recipe.dropout, self.training)
        written: torch.Tensor = (self.write(memories) + self.cue_write(cues)[:, None]) / self.recipe.word**0.5
        return written


class WriterTraining:
    """Trains a writer on a corpus; the same seed gives the same weights on the same machine."""

    def __init__(self, corpus: Corpus, cues: Cues, recipe: Recipe, seed: int) -> None:
        """Hold out a tenth of the sentences, at most 1,000, for the validation loss."""
        torch.manual_seed(seed)
        self._random = np.random.default_rng(seed)
        self._corpus, self._cues, self._recipe = corpus, cues, recipe
        self._ids = torch.from_numpy(corpus.ids)
        order = self._random.permutation(len(corpus.ids))
        kept = min(1000, len(order) // 10)
        self._held, self._rows = order[:kept], order[kept:]
        counts = np.bincount(corpus.ids[:, 1:].ravel(), minlength=len(corpus.words)).astype(np.float32)
        counts[END] = len(corpus.ids)
        self._often = torch.from_numpy(counts / counts.sum())
        self.writer = Writer(len(corpus.words), cues.basis.shape[1], recipe)
        with torch.no_grad():
            self.writer.word_shift.copy_(torch.log(self._often + 1e-7))

    def run(self) -> Writer:
        """Train, and print the loss after each epoch."""
        recipe, began = self._recipe, time.monotonic()
        steps = recipe.passes * (len(self._rows) // recipe.batch + 2)
        optimiser = torch.optim.AdamW(self.writer.parameters(), lr=recipe.rate, weight_decay=0.01, betas=(0.9, 0.98))
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps, pct_start=0.08)
        for number in range(recipe.passes):
            self.writer.train()
            losses = []
            for rows in self._batches():
                loss = self._loss(rows)
                optimiser.zero_grad()
                torch.autograd.backward(loss)
                torch.nn.utils.clip_grad_norm_(self.writer.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                losses.append(loss.item())
            seconds = time.monotonic() - began
            print(
                f"pass {number + 1}: {np.mean(losses):.3f}, others {self._held_loss():.3f}, {seconds:.0f} s", flush=True
            )
        return self.writer.eval()

    def _batches(self) -> Iterator[IntArray]:
        """All sentences in random order, batched by similar length."""
        rows, size = self._random.permutation(self._rows), self._recipe.batch
        batches = []
        for start in range(0, len(rows), 16 * size):
            block = rows[start : start + 16 * size]
            block = block[np.argsort(self._corpus.lengths[block] + self._random.random(len(block)))]
            batches += [block[at : at + size] for at in range(0, len(block), size)]
        yield from (batches[at] for at in self._random.permutation(len(batches)))

    def _written(self, rows: IntArray) -> tuple[torch.Tensor, torch.Tensor]:
        """Outputs at all positions with a known next word, and these words."""
        lengths = torch.from_numpy(self._corpus.lengths[rows])
        places = int(lengths.max())
        ids = self._ids[rows, : places + 1]
        written = self.writer(torch.from_numpy(self._cues.draw(rows, self._random)), ids[:, :-1])
        right = ids[:, 1:]
        known = (torch.arange(places) < lengths[:, None]) & (right != UNKNOWN)
        return written[known], right[known]

    def _loss(self, rows: IntArray) -> torch.Tensor:
        """Sampled softmax (Jean et al. 2015) over the frequent words, those of the batch, and some rare ones."""
        written, right = self._written(rows)
        count, always, drawn = len(self._often), min(_ALWAYS, len(self._often)), self._recipe.drawn
        some = torch.randint(always, count, (drawn,)) if count > always else torch.zeros(0, dtype=torch.int64)
        among = torch.unique(torch.cat([right, torch.arange(always), some]))
        chance = 1 - (1 - self._often[among]) ** len(right) * (1 - 1 / max(1, count - always)) ** len(some)
        chance[among < always] = 1
        scores = (written.to(_HALF) @ self.writer.words.weight[among].to(_HALF).T).float()
        scores = scores + self.writer.word_shift[among] - torch.log(chance.clamp(min=1e-6))
        return functional.cross_entropy(scores, torch.searchsorted(among, right))

    @torch.no_grad()
    def _held_loss(self) -> float:
        """Loss of held-out sentences, over all words."""
        self.writer.eval()
        losses = []
        for start in range(0, len(self._held), self._recipe.batch):
            written, right = self._written(self._held[start : start + self._recipe.batch])
            scores = written @ self.writer.words.weight.T + self.writer.word_shift
            losses.append(functional.cross_entropy(scores, right).item())
        return float(np.mean(losses))


@dataclass(frozen=True)
class Namer:
    """A two-layer network from cues to objects."""

    see: torch.nn.Linear
    name: torch.nn.Linear

    def scores(self, cues: torch.Tensor, dropout: float) -> torch.Tensor:
        """Logits: float32 (n, objects)."""
        seen = functional.gelu(self.see(cues), approximate="tanh")
        scores: torch.Tensor = self.name(functional.dropout(seen, dropout))
        return scores


def train_namer(named: FloatArray, cues: Cues, recipe: Recipe, seed: int, passes: int) -> Namer:
    """Train the network that predicts from a cue which objects a sentence names.

    Args:
        named: float32 (n, objects), objects of the sentences.
        cues: Cues of the sentences.
        recipe: Layer sizes.
        seed: The same seed gives the same weights.
        passes: Epochs.
    """
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    target = torch.from_numpy(named)
    namer = Namer(torch.nn.Linear(cues.basis.shape[1], recipe.seeing), torch.nn.Linear(recipe.seeing, named.shape[1]))
    torch.nn.init.constant_(namer.name.bias, -4.0)
    weights = [*namer.see.parameters(), *namer.name.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=3e-3, weight_decay=0.02)
    size = 2 * recipe.batch
    steps = passes * (len(named) // size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    for _ in range(passes):
        order = random.permutation(len(named))
        for start in range(0, len(order), size):
            rows = order[start : start + size]
            scores = namer.scores(torch.from_numpy(cues.draw(rows, random)), 0.2)
            loss = functional.binary_cross_entropy_with_logits(scores, target[rows], reduction="sum") / len(rows)
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
    return namer
