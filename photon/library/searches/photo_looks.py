"""Conditions of the style and the mean colour of photos."""

_OF_STYLE = (
    "p.id IN (SELECT s.photo_id FROM styles s CROSS JOIN photos o ON o.id = s.photo_id"
    " AND o.image_hash = s.image_hash WHERE {})"
)
_SHARPNESS = "(SELECT f.sharpness FROM fingerprints f WHERE f.photo_id = s.photo_id AND f.image_hash = s.image_hash)"
_RED, _GREEN, _BLUE = "(p.colour >> 16)", "((p.colour >> 8) & 255)", "(p.colour & 255)"
LOOKS = {
    # Chances from a half are right for black-and-white and dark, but not for the other three: of 6,970 photos of nine
    # sources, what is found was judged by eye before it was compared. Fog and sunsets look blurred, except that
    # something is sharper: of 41 photos (9 blurred) 10 (4) are left; of 97 photos blurred as by a camera, 86; of 16
    # in bursts, 13. By another judge, to whom fog without anything sharp is blurred, 7 of 8 are right, not 14 of 34.
    "blurry": _OF_STYLE.format(f"s.blurred >= 0.5 AND {_SHARPNESS} < 3.3"),
    "dark": _OF_STYLE.format("s.dark >= 0.5"),
    "black-and-white": _OF_STYLE.format("s.monochrome >= 0.5"),
    # Wheat, sand and walls in warm light have one hue, too, and no stored number tells them from a print: 14 of 114
    # were sepia. Of strong sepia, 2 of 2 are, but only 63 of 120 made ones are found; "sepia" in words ranks them all.
    "sepia": _OF_STYLE.format("s.sepia >= 0.85")
    + f" AND {_RED} - {_BLUE} >= 34 AND 2 * ({_GREEN} - {_BLUE}) >= {_RED} - {_BLUE}",
    # Things on plain white have some colour or soft lines: of one half of 98 kinds of things, 8 of 10 are right, not 10
    # of 23; of the other half, 14 of 15, not 16 of 24. All 54 of 60 made drawings that were found still are.
    "drawing": _OF_STYLE.format(f"s.drawing >= 0.5 AND s.monochrome >= 0.9 AND {_SHARPNESS} >= 7.5"),
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
