"""Words that ask for a style of the whole photo, told from the same words about a thing in it.

"Black and white" may be a photo or a dog, "dark" a photo or a room. They are a style only where a person plainly means
the picture:

    alone            "sepia", "a sketch", or so between commas: "dog, black and white"
    of a picture     "black and white photo of a dog", "dark and blurry pictures", "pencil drawing of a house"
    behind as, in    "dog as a line drawing", "the lake in sepia"
    unmistakable     "b&w dog", "dog out of focus"

"Man in the dark", "a dark room" and "a black and white dog" are left as they are, and so is night, which is a thing
that a photo shows. A painting alone may hang on the wall of a photo: it is a style in "dog as a painting" and "a
painting of a dog", else its word stays with the meaning.
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

# Tried in turn on what stands between two commas, until none fits.
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
    """When first needed: to compile them takes 10 ms, of which the terminal would lose some at every start."""
    return tuple(re.compile(rule, re.IGNORECASE) for rule in _RULES)


_NOTHING_ELSE = re.compile(rf"{_ARTICLE}{_PICTURE}", re.IGNORECASE)
_MOST = 300  # characters between two commas; nobody asks for a style in more, and the rules look back and forth


def find_styles(text: str) -> tuple[str, tuple[str, ...]]:
    """Tell styles from the rest of what is asked.

    Args:
        text: Words of a query.

    Returns:
        The text without words of style, empty where nothing else is said, and the styles, each once, in order; the
        text unchanged where it asks for none.
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
    """What is left of a piece, and its styles."""
    found: list[str] = []
    while piece and len(piece) <= _MOST:
        match = next((match for rule in _compiled() if (match := rule.fullmatch(piece))), None)
        if match is None:
            break
        found += _named(match["style"])
        piece = match.groupdict().get("rest") or ""
    return piece, found


def _named(words: str) -> list[str]:
    """The styles in words of style, in order."""
    places = [(match.start(), style) for known, style in _KNOWN.items() for match in known.finditer(words.lower())]
    return [style for _, style in sorted(places)]
