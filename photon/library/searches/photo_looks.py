"""Conditions of the style and the mean colour of photos."""

_OF_STYLE = (
    "p.id IN (SELECT s.photo_id FROM styles s CROSS JOIN photos o ON o.id = s.photo_id"
    " AND o.image_hash = s.image_hash WHERE s.{} >= 0.5)"
)
_RED, _GREEN, _BLUE = "(p.colour >> 16)", "((p.colour >> 8) & 255)", "(p.colour & 255)"
LOOKS = {
    "blurry": _OF_STYLE.format("blurred"),
    "dark": _OF_STYLE.format("dark"),
    "black-and-white": _OF_STYLE.format("monochrome"),
    "sepia": _OF_STYLE.format("sepia"),
    "drawing": _OF_STYLE.format("drawing"),
    # The mean colour is far from grey, and its hue is 195 to 246, 66 to 150, or 345 to 46 degrees. By eye, of up to 40
    # photos each, .94, .93 and .88 are what is said; yellow (grass), red (skin) and purple (rare) were not.
    "mostly-blue": f"{_BLUE} - {_RED} >= 75 AND 4 * ({_BLUE} - {_GREEN}) >= {_BLUE} - {_RED}"
    f" AND {_RED} - {_GREEN} <= 10",
    "mostly-green": f"{_GREEN} - min({_RED}, {_BLUE}) >= 55 AND 10 * ({_GREEN} - {_RED}) >= {_GREEN} - {_BLUE}"
    f" AND 2 * ({_GREEN} - {_BLUE}) >= {_GREEN} - {_RED}",
    "warm": f"{_RED} - min({_GREEN}, {_BLUE}) >= 65 AND 30 * ({_GREEN} - {_BLUE}) <= 23 * ({_RED} - {_BLUE})"
    f" AND 4 * ({_BLUE} - {_GREEN}) <= {_RED} - {_GREEN}",
}
"""SQL of each state of photos ``p`` that is about how they look."""
