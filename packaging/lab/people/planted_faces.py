"""Makes up a library's faces, with embeddings that err as those of SFace do in published tests.

    PYTHONPATH=packaging .venv/bin/python -m lab.people.planted_faces [FACES]

prints what the made-up faces have in common with the published figures (TAR at FAR .1 %: share of the pairs of one
person that are more alike than all but one in 1,000 pairs of different people):

* adults .946 (LFW), children up to twelve .493, one person at different ages .516 (FG-NET); planted .948, .509, .475.

A face is the sum of what all faces have in common, what faces of children have in common, the identity at that age, and
noise, scaled to length 1. The identity drifts with age as an Ornstein-Uhlenbeck process, quickest in childhood; that of
children is partly their parents', of twins nearly the same. Noise is shared within an event and within a burst, its
strength differs from face to face, and what is very noisy is mostly called weak. Families go to events, where bursts of
frames show several of them, sometimes with friends.
"""

import argparse
from dataclasses import dataclass

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids, Truth
from photon.domain.people.face_table import FaceTable

FACES, PEOPLE, YEARS, DIMENSION = 100_000, 2_000, 15, 128
_FIRST_DAY = 14_600  # 2009-12-22
_COMMON, _CHILDISH = 0.45, 0.55  # lengths beside an identity of length 1
_NOISE, _NOISE_SPREAD = 0.81, 0.55  # median of its square, standard deviation of the logarithm of it
_EVENT, _BURST = 0.20, 0.35  # shares of the noise
_CLOCK = ((0, 0.0), (12, 4.4), (20, 4.9), (100, 5.86))  # decay of the identity: .37, .06 and .012 a year
_FAMILY, _TWIN = 0.55, 0.95  # share of the parents in a child's identity; of each other in twins' (lengths)
_TWINS = 0.03  # of the families
_WEAK = 0.08  # of the faces
_PAIRS = 300_000  # that are looked at, for each figure


@dataclass(frozen=True)
class PlantedFaces:
    """Made-up faces, and whose they are.

    Attributes:
        table: The faces.
        persons: int64 (n,) who they show.
        ages: float64 (n,) years.
        births: int64 (p,) days on which the people were born.
    """

    table: FaceTable
    persons: Ids
    ages: Doubles
    births: Ids


def main() -> None:
    """Parse the argument and print the shares of pairs of one person that are told from others."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces", type=int, nargs="?", default=FACES)
    planted = plant_faces(parser.parse_args().faces)
    ages, random = planted.ages, np.random.default_rng(1)
    for name, among, years in (("adults", ages > 20, 0), ("children", ages <= 12, 0), ("ages", ages < 100, 3)):
        least, share = _told_apart(planted, among, years, random)
        print(f"{name}: .1 % of the pairs of two people are more alike than {least:.3f}; of one person {share:.3f}")


def _told_apart(planted: "PlantedFaces", among: Truth, years: int, random: np.random.Generator) -> tuple[float, float]:
    rows = np.flatnonzero(among)
    ones, others = random.choice(rows, _PAIRS), random.choice(rows, _PAIRS)
    families = planted.persons // 4
    least = float(np.quantile(_products(planted, ones, others)[families[ones] != families[others]], 0.999))
    rows = rows[np.argsort(planted.persons[rows], kind="stable")]
    steps = random.integers(1, 60, _PAIRS)
    at = random.integers(0, len(rows) - 60, _PAIRS)
    ones, others = rows[at], rows[at + steps]
    same = (planted.persons[ones] == planted.persons[others]) & (planted.table.days[ones] != planted.table.days[others])
    young = np.minimum(planted.ages[ones], planted.ages[others]) < 18
    apart = np.abs(planted.ages[ones] - planted.ages[others])
    same &= (apart >= years) & (young | (years == 0))
    return least, float((_products(planted, ones[same], others[same]) > least).mean())


def _products(planted: "PlantedFaces", ones: Ids, others: Ids) -> Floats:
    found: Floats = np.einsum("ij,ij->i", planted.table.embeddings[ones], planted.table.embeddings[others])
    return found


def plant_faces(faces: int = FACES, people: int = PEOPLE, seed: int = 0) -> PlantedFaces:
    """Make up a library's faces.

    Args:
        faces: How many.
        people: How many people; the sizes of their families' albums differ much.
        seed: The same seed gives the same faces.
    """
    random = np.random.default_rng(seed)
    families = people // 4
    births = _make_births(random, families)
    shots, box = _take_photos(random, families, births, faces)
    person, day, photo, burst, event = shots.T
    ages = (day - births[person]) / 365.25
    strength = _NOISE * random.lognormal(0, _NOISE_SPREAD, faces)
    clean = _make_clean_faces(random, _make_identities(random, families), person, ages)
    noisy = clean + np.sqrt(strength)[:, None] * _make_noise(random, person, event, burst)
    embeddings = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    doubt = np.log(strength) + random.normal(0, 0.3, len(person))
    quality = 1 - np.argsort(np.argsort(doubt)) / len(doubt)
    count = len(person)
    table = FaceTable(
        ids=np.arange(1, count + 1),
        photos=photo,
        embeddings=embeddings.astype(np.float32),
        quality=quality.astype(np.float32),
        is_weak=quality < _WEAK,
        days=day,
        hashes=random.integers(0, 1 << 63, count).astype(np.uint64),
        boxes=box,
        bursts=burst,
        persons=np.full(count, -1),
        rejected=np.zeros((0, 2), np.int64),
        births=np.zeros(0, np.int64),
        hidden=np.zeros(0, np.bool_),
    )
    return PlantedFaces(table, person, ages, births)


def _make_births(random: np.random.Generator, families: int) -> Ids:
    """Return the days of birth: two parents and two children a family, in this order; twins are born together."""
    births = np.zeros((families, 4), np.int64)
    births[:, :2] = _FIRST_DAY - random.integers(22 * 365, 45 * 365, (families, 2))
    births[:, 2] = _FIRST_DAY + random.integers(-14 * 365, 10 * 365, families)
    births[:, 3] = births[:, 2] + random.integers(400, 2200, families)
    twins = slice(0, int(_TWINS * families))
    births[twins, 3] = births[twins, 2]
    return births.ravel()


def _take_photos(random: np.random.Generator, families: int, births: Ids, faces: int) -> tuple[Ids, Floats]:
    """Return of each face the person, day, photo, burst and event, int64 (n, 5), and the box, float32 (n, 4)."""
    share = random.lognormal(0, 1.2, families)
    share /= share.sum()
    rows: list[tuple[int, int, int, int, int]] = []
    boxes: list[tuple[float, ...]] = []
    photo = burst = event = 0
    while len(rows) < faces:
        event += 1
        family = int(random.choice(families, p=share))
        day = _FIRST_DAY + int(random.integers(0, YEARS * 365))
        members = family * 4 + np.flatnonzero(random.random(4) < 0.65)
        if random.random() < 0.3:
            friends = (family + int(random.integers(1, 4))) % families
            members = np.concatenate([members, friends * 4 + np.flatnonzero(random.random(4) < 0.5)])
        members = members[births[members] <= day]
        for _ in range(int(random.integers(1, 7))):
            burst += 1
            lefts = random.permutation(len(members)) / max(len(members), 1)
            shown = random.random(len(members)) < 0.7
            for _ in range(int(random.choice([1, 1, 2, 3, 5]))):
                photo += 1
                for which in np.flatnonzero(shown & (random.random(len(members)) < 0.95)):
                    rows.append((int(members[which]), day, photo, burst, event))
                    left, top = lefts[which] + random.normal(0, 0.01), 0.3 + random.normal(0, 0.01)
                    boxes.append((max(left, 0.0), top, 0.08, 0.12))
    return np.array(rows[:faces], np.int64), np.array(boxes[:faces], np.float32)


def _make_identities(random: np.random.Generator, families: int) -> Floats:
    """Return the identities at each age from 0 to 99: float32 (people, 100, d), about unit length."""
    clock = np.interp(np.arange(100), [age for age, _ in _CLOCK], [at for _, at in _CLOCK])
    kept = np.exp(-np.diff(clock))
    walks = np.empty((families, 4, 100, DIMENSION), np.float32)
    walks[:, :, 0] = _directions(random, (families, 4))
    for age in range(1, 100):
        fresh = _directions(random, (families, 4))
        walks[:, :, age] = kept[age - 1] * walks[:, :, age - 1] + np.sqrt(1 - kept[age - 1] ** 2) * fresh
    parents = (walks[:, 0, 30] + walks[:, 1, 30])[:, None, None] / np.sqrt(2)
    walks[:, 2:] = _FAMILY * parents + np.sqrt(1 - _FAMILY**2) * walks[:, 2:]
    twins = slice(0, int(_TWINS * families))
    walks[twins, 3] = _TWIN * walks[twins, 2] + np.sqrt(1 - _TWIN**2) * walks[twins, 3]
    return walks.reshape(families * 4, 100, DIMENSION)


def _directions(random: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Return random vectors of about unit length; their coordinates differ in size, as those of SFace do."""
    size = np.exp(-np.linspace(0, 0.6, DIMENSION))
    drawn: Doubles = random.normal(size=(*shape, DIMENSION)) * size / np.sqrt((size**2).sum())
    return drawn.astype(np.float32)


def _make_clean_faces(random: np.random.Generator, identities: Floats, person: Ids, ages: Doubles) -> Doubles:
    """Return faces without noise, float64 (n, d)."""
    whole = ages.astype(np.int64)
    part = (ages - whole)[:, None]
    faces = (1 - part) * identities[person, whole] + part * identities[person, whole + 1]
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    common, childish = _directions(random, (2,))
    faces += _COMMON * common / np.linalg.norm(common)
    child: Doubles = np.clip((16 - ages) / 10, 0, 1)[:, None] * childish / np.linalg.norm(childish)
    return np.asarray(faces + _CHILDISH * child)


def _make_noise(random: np.random.Generator, person: Ids, event: Ids, burst: Ids) -> Floats:
    """Return noise of about unit length, float32 (n, d); a person's is partly the same within an event and a burst."""
    noise = np.sqrt(1 - _EVENT - _BURST) * _directions(random, (len(person),))
    for share, of in ((_EVENT, event), (_BURST, burst)):
        _, row = np.unique(of * PEOPLE * 10 + person, return_inverse=True)
        noise += np.sqrt(share) * _directions(random, (int(row.max()) + 1,))[row]
    return np.asarray(noise, np.float32)


if __name__ == "__main__":
    main()
