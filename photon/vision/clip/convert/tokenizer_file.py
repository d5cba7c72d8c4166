"""Write tokenizer.json when an encoder is installed, and check that it equals open_clip's tokenizer."""

import contextlib
import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from photon.domain import PhotonError
from photon.language import tr
from photon.vision.clip.runtime.tokens import TokenFacts, Tokens

_SOURCES = ("tokenizer.json", "tokenizer.model", "spiece.model", "vocab.txt")
_CONTEXT = 77  # open_clip's default
# open_clip's expression without its special tokens: a typed "<end_of_text>" is ordinary text.
_WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+)"
_TRICKY = (
    "",
    "a dog",
    "A Red  CAR, parked!",
    "Ein Mädchen läuft über die Straße",
    "rock &amp; roll &amp;amp; &lt;b&gt;",
    "it's we've I'LL don't 'tis ''quoted''",
    "1234 5.6% ½ ² Ⅳ",
    "😀👍🏽 family 👨‍👩‍👧",
    "猫が好き 北京 서울",
    "नमस्ते दुनिया ไทย عربى Ελλάδα",
    "snake_case-and/slashes...!!!",
    "“curly” … — ﬁ é",
    "x\u00a0\u2009y\u200bz\ufeff\t\n",
    "$ and *",
    "supercalifragilisticexpialidocious",
)


def write_tokenizer(config: Mapping[str, Any], source_folder: Path | None, path: Path) -> TokenFacts:
    """Write the tokenizer of an architecture for the ``tokenizers`` library.

    Args:
        config: open_clip's configuration of the architecture.
        source_folder: Folder of the files of a Hugging Face tokenizer, for architectures that have one.
        path: tokenizer.json.

    Returns:
        What is needed in addition to that file.

    Raises:
        PhotonError: Files are missing or damaged, or the result would differ from open_clip's.
        OSError: The file cannot be written.
    """
    text = config.get("text_cfg", {})
    named = text.get("hf_tokenizer_name")
    context = text.get("context_length") or _CONTEXT
    options = dict(text.get("tokenizer_kwargs") or {})
    if text.get("tokenizer_mode") or options.keys() - {"clean", "strip_sep_token"}:
        raise PhotonError(
            tr(
                "Photon doesn't support this model's tokenizer ({name}).",
                name=text.get("tokenizer_mode") or ", ".join(sorted(options)),
            )
        )
    with _quiet():
        if named:
            theirs, facts = _write_hugging_face(_tokenizer_folder(source_folder, named), context, options, path)
        else:
            theirs, facts = _write_clip(context, options, path)
        _compare(theirs, Tokens(path, facts))
    return facts


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Suppress warnings of tokenizers about long texts and versions."""
    import warnings

    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _write_clip(context: int, options: dict[str, Any], path: Path) -> tuple[Any, TokenFacts]:
    """Write CLIP's byte-pair encoding (Radford et al. 2021, after Sennrich et al. 2016) from open_clip's vocabulary."""
    from open_clip.tokenizer import SimpleTokenizer
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    theirs = SimpleTokenizer(context_length=context, **options)
    pairs = models.BPE(vocab=dict(theirs.encoder), merges=list(theirs.bpe_ranks), end_of_word_suffix="</w>")
    ours = Tokenizer(pairs)
    ours.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    ours.save(str(path), pretty=False)
    facts = TokenFacts(
        options.get("clean", "lower"), context, (int(theirs.sot_token_id),), (int(theirs.eot_token_id),), 0
    )
    return theirs, facts


def _tokenizer_folder(folder: Path | None, named: str) -> Path:
    if folder is None or not any((folder / name).is_file() for name in _SOURCES):
        raise PhotonError(
            tr("The tokenizer files are missing; this model uses those of {name}.", name=named),
            tr(
                "Put tokenizer.json, tokenizer_config.json and special_tokens_map.json of that page of Hugging Face "
                "beside the weights and try again."
            ),
        )
    return folder


def _write_hugging_face(folder: Path, context: int, options: dict[str, Any], path: Path) -> tuple[Any, TokenFacts]:
    from open_clip.tokenizer import HFTokenizer

    try:
        theirs = HFTokenizer(str(folder), context_length=context, local_files_only=True, **options)
        inner = theirs.tokenizer
        written = str(inner.backend_tokenizer.to_str())
    except ModuleNotFoundError as error:
        raise PhotonError(
            tr("The tokenizer of this model needs a library that is not installed: {name}.", name=error.name),
            tr("Run “pip install {name}” in Photon's environment and try again.", name=error.name),
        ) from error
    except Exception as error:
        detail = str(error).strip().partition("\n")[0]
        raise PhotonError(
            tr("The tokenizer files next to the weights can't be read: {reason}", reason=detail),
            tr("Download tokenizer.json, tokenizer_config.json and special_tokens_map.json again."),
        ) from error
    path.write_text(written, encoding="utf-8")
    marked, bare = (inner("a", add_special_tokens=special).input_ids for special in (True, False))
    at = next(at for at in range(len(marked)) if marked[at : at + len(bare)] == bare)
    swapped = ((int(inner.sep_token_id), 0),) if options.get("strip_sep_token") else ()
    after = tuple(dict(swapped).get(mark, mark) for mark in marked[at + len(bare) :])
    pad = dict(swapped).get(inner.pad_token_id, inner.pad_token_id)
    return theirs, TokenFacts(
        options.get("clean", "whitespace"), context, tuple(marked[:at]), after, int(pad or 0), swapped
    )


def _compare(theirs: Any, ours: Tokens) -> None:  # noqa: ANN401 - open_clip has no types
    """Check that tricky texts, if they fit the context, give the same ids, padding included.

    Raises:
        PhotonError: The ids of a text differ.
    """
    facts = ours.facts
    for text in _TRICKY:
        expected = theirs([text])[0].tolist()
        parts = ours.parts(text)
        filled = parts[0] + [facts.pad] * (facts.context - len(parts[0]))
        if len(parts) == 1 and filled != expected:
            raise PhotonError(
                tr(
                    "Photon would tokenize words differently from how this model was trained: {text} differs.",
                    text=json.dumps(text),
                ),
                tr("Nothing was installed. Install another model, or report this to the makers of Photon."),
            )
