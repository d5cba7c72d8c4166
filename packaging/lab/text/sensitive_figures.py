r"""Count the photos that are hidden because of their text, and what their looks alone hide.

    python -m lab.text.sensitive_figures TEXT [--labelled-photos FOLDER] [--seed NUMBER]

TEXT has pictures with text in folders, as for `text_figures`; none of them is sensitive. `--labelled-photos` has the
photos of `no_text.txt`. Cards, documents, passwords and medical papers are drawn; receipts and pages, which are not
sensitive, too.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from lab.text.page_drawing import LANGUAGES, draw_pages
from lab.text.receipt_drawing import draw_receipts
from lab.text.sensitive_drawing import draw_secrets

from photon.app.session import Session
from photon.library.text.text_settings import READ_TEXT

_SEED = 361
_SHAPES = (".jpg", ".jpeg", ".png")
_RECEIPTS, _PAGES = 24, 2


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("--labelled-photos", type=Path)
    parser.add_argument("--seed", type=int, default=_SEED)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        photos = Path(place) / "photos"
        photos.mkdir()
        others = [file for file in arguments.text.rglob("*") if file.suffix.lower() in _SHAPES]
        if arguments.labelled_photos:
            names = (Path(__file__).parent / "no_text.txt").read_text("utf-8").split("\n", 1)[1].split()
            others += [arguments.labelled_photos / name for name in names]
        for number, file in enumerate(sorted(others)):
            (photos / f"given {number:03} {file.name}").symlink_to(file.resolve())
        tags = draw_photos(photos, np.random.default_rng(arguments.seed))
        with Session.open(Path(place) / "library") as session:
            session.vocabularies.choose(READ_TEXT, value=False).result()
            session.hiding.set(True).result()
            session.work.add_folder(str(photos)).result()
            report("looks alone", hidden_files(session), tags, len(list(photos.iterdir())))
            session.vocabularies.choose(READ_TEXT, value=True).result()
            report("looks and text", hidden_files(session), tags, len(list(photos.iterdir())))


def draw_photos(folder: Path, chance: np.random.Generator) -> dict[str, str]:
    """Draw all pictures; return the tags of the sensitive ones by their file names."""
    secrets = {f"drawn {one.name}.jpg": one for one in draw_secrets(chance)}
    plain = [one.picture for judged in (False, True) for one in draw_receipts(_RECEIPTS, chance, is_judged=judged)]
    plain += [one.picture for language in LANGUAGES for one in draw_pages(language, _PAGES, chance)]
    for name, one in secrets.items():
        one.picture.save(folder / name, quality=90)
    for number, picture in enumerate(plain):
        picture.save(folder / f"plain {number:03}.jpg", quality=90)
    return {name: one.tag for name, one in secrets.items()}


def hidden_files(session: Session) -> set[str]:
    """Wait until all work is done; return the names of files that are hidden."""
    time.sleep(2)  # until it has heard what is to do
    while not session.work.up_to_date:
        time.sleep(0.5)
    library = session.store.here()
    hidden = set(session.hiding.find(library).all.tolist())
    rows = library.db.execute("SELECT photo_id, relative FROM files").fetchall()
    return {relative for photo, relative in rows if photo in hidden}


def report(title: str, hidden: set[str], tags: Mapping[str, str], together: int) -> None:
    """Print how many sensitive photos are hidden, and how many others."""
    right = Counter(tags[name] for name in hidden & tags.keys())
    print(f"{title}: {right.total()} of {len(tags)} sensitive ones: {dict(right)}")
    wrong = sorted(hidden - tags.keys())
    print(f"    {len(wrong)} of {together - len(tags)} others: {', '.join(wrong)}", flush=True)


if __name__ == "__main__":
    main()
