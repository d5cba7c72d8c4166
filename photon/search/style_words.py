"""Recognise words that ask for a style of the whole photo, as opposed to the same words about a thing in it.

"Black and white" may describe a photo or a dog, "dark" a photo or a room. They denote a style only in clear cases:

    alone            "sepia", "a sketch", also between commas: "dog, black and white"
    of a picture     "black and white photo of a dog", "dark and blurry pictures", "pencil drawing of a house"
    after as or in   "dog as a line drawing", "the lake in sepia"
    unambiguous      "b&w dog", "dog out of focus"

"Man in the dark", "a dark room" and "a black and white dog" stay unchanged, and so does "night", which a photo shows. A
painting may hang on a wall in a photo, so it is a style only in "dog as a painting" and "a painting of a dog".
"""

import functools
import re

_WORDS: dict[str, str] = {
    r"black[ -](?:and|&|n|'n')[ -]white|b ?(?:&|/|and) ?w|bw|monochrom(?:e|atic)|gr[ae]y[ -]?scale": "monochrome",
    r"sepia(?:[ -]ton(?:ed?|ing))?": "sepia",
    r"dark|low[ -]key|under[ -]?exposed": "dark",
    r"blurr(?:ed|y)|out[ -]of[ -]focus|unfocus+ed|unsharp": "blurred",
}
_DRAWN = r"(?:(?:line|pencil|pen|ink|charcoal|hand)[ -])?(?:drawing|sketch(?:e)?)s?|line[ -]?art"
_PAINTED = r"(?:(?:an? )?(?:oil|acrylic|water[ -]?colou?r) )?paintings?|water[ -]?colou?rs?"
_KNOWN = {
    re.compile(_PAINTED): "painting",
    **{re.compile(words): style for words, style in _WORDS.items()},
    re.compile(_DRAWN): "drawing",
}

_STYLE = f"(?:{'|'.join(_WORDS)})"
_STYLES = rf"{_STYLE}(?:(?: and)? {_STYLE})*"
_PICTURE = r"(?:photo(?:graph)?s?|pictures?|pics?|images?|shots?|prints?|version|style)"
_ARTICLE = r"(?:(?:an?|the|my|some|all) )?"
_LOOK = rf"(?:{_STYLES} {_PICTURE}|(?:{_STYLES} )?(?:{_DRAWN}))"
_SURE = r"(?:b ?[&/] ?w|bw|gr[ae]y[ -]?scale|sepia(?:[ -]ton(?:ed?|ing))?)"
_TINT = rf"(?:{'|'.join(list(_WORDS)[:2])})"

# Tried in order on each text between commas, repeatedly until no rule matches.
_RULES = (
    rf"(?:(?:in|as) )?{_ARTICLE}(?P<style>{_STYLES}|{_LOOK})",
    rf"{_ARTICLE}(?P<style>{_LOOK}) (?:of|showing|with|from) (?P<rest>.+)",
    rf"(?P<rest>.+?) as {_ARTICLE}(?P<style>{_LOOK}|{_STYLES}|{_PAINTED})",
    rf"as {_ARTICLE}(?P<style>{_PAINTED})",
    rf"{_ARTICLE}(?P<style>{_PAINTED}) of (?P<rest>.+)",
    rf"(?P<rest>.+?) in {_ARTICLE}(?P<style>{_TINT}|{_LOOK})",
    rf"(?P<rest>.+?) (?P<style>{_SURE}|out[ -]of[ -]focus)",
    rf"{_ARTICLE}(?P<style>{_SURE}) (?P<rest>.+)",
)


@functools.cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    """Compile the rules on first use: it takes 10 ms, which would delay every start of the command line."""
    return tuple(re.compile(rule, re.IGNORECASE) for rule in _RULES)


_NOTHING_ELSE = re.compile(rf"{_ARTICLE}{_PICTURE}", re.IGNORECASE)
_MOST = 300  # characters between commas; longer texts are skipped because the rules backtrack


def find_styles(text: str) -> tuple[str, tuple[str, ...]]:
    """Separate style words from the rest of a query.

    Args:
        text: Words of a query.

    Returns:
        The text without style words, empty if nothing else remains, and the distinct styles in order. The text is
        unchanged if it names no style.
    """
    kept: list[str] = []
    found: list[str] = []
    for piece in text.split(","):
        rest, styles = _without(" ".join(piece.split()))
        found += styles
        if rest:
            kept.append(rest)
    if not found:
        return text, ()
    if len(kept) == 1 and _NOTHING_ELSE.fullmatch(kept[0]):
        kept = []
    return ", ".join(kept), tuple(dict.fromkeys(found))


def _without(piece: str) -> tuple[str, list[str]]:
    """Return the rest of a piece, and its styles."""
    found: list[str] = []
    while piece and len(piece) <= _MOST:
        match = next((match for rule in _compiled() if (match := rule.fullmatch(piece))), None)
        if match is None:
            break
        found += _named(match["style"])
        piece = match.groupdict().get("rest") or ""
    return piece, found


def _named(words: str) -> list[str]:
    """Return the styles that the words name, in order."""
    places = [(match.start(), style) for known, style in _KNOWN.items() for match in known.finditer(words.lower())]
    return [style for _, style in sorted(places)]
