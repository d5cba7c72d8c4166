"""The feature that shows one photo at a time, and a slideshow of them."""

from photon.language import tr, tr_n
from photon.ui.keys.command_table import VIEW, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.loupe.loupe import Loupe
from photon.ui.loupe.slideshow import INTERVALS


def _slide(seconds: int) -> Command:
    text = tr_n("{count} second", "{count} seconds", seconds)
    return Command(text, run=lambda loupe: loupe.slideshow.choose(seconds), is_switch=True)


_LOUPE_PAGE = {
    "next": Command(tr("Next photo"), ("Right", "Down", "PgDown")),
    "previous": Command(tr("Previous photo"), ("Left", "Up", "PgUp")),
    "first": Command(tr("First photo"), ("Home",)),
    "last": Command(tr("Last photo"), ("End",)),
    "actual": Command(tr("Actual size"), ("Z",)),
    "larger": Command(tr("Zoom in"), ("+", "=")),
    "smaller": Command(tr("Zoom out"), ("-",)),
    "filmstrip": Command(tr("Show or hide the filmstrip"), ("F",)),
    "back": Command(tr("Back to the photos; in full screen, start or stop the slideshow"), ("Space",)),
}
LOUPE = WindowFeature(
    Loupe,
    {MenuPlace(VIEW, 4, tr("Time per slide"), choice="one"): {f"slide-{one}": _slide(one) for one in INTERVALS}},
    (PageCommands("loupe", tr("Photo view"), _LOUPE_PAGE),),
)
