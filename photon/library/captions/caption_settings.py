"""Settings of drafted captions."""

from photon.domain.encoders.caption_server import CaptionServer
from photon.domain.metadata.caption import LONGEST_TEMPLATE
from photon.domain.setting import LibrarySetting, short_text, yes_or_no
from photon.language import tr

LONGEST_NETWORK = 200  # characters
_LONGEST_ADDRESS = 600


def _server(value: object) -> CaptionServer:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 - as for any other impossible value
    address, network, is_anywhere = value.get("address"), value.get("network"), value.get("is_anywhere", False)
    for text, longest in ((address, _LONGEST_ADDRESS), (network, LONGEST_NETWORK)):
        if not isinstance(text, str) or not 0 < len(text) <= longest or not text.isprintable():
            raise ValueError
    return CaptionServer(str(address), str(network), yes_or_no(is_anywhere))


DRAFT = LibrarySetting(
    "draft_captions", tr("automatic caption drafts"), usual=False, check=yes_or_no, possible=tr("on or off"),
    travels="asked",
)  # fmt: skip
"""Whether Photon drafts captions by itself."""
SERVER: LibrarySetting[CaptionServer | None] = LibrarySetting(
    "caption_server", tr("captioning server"), None, _server, possible=tr("an address and the name of a model"),
    travels="asked",
    text=lambda server: tr("{model} at {address}", model=server.network, address=server.address) if server else "",
)  # fmt: skip
"""The server to which photos are sent for captions."""
TEMPLATE = LibrarySetting(
    "caption_template", tr("caption template"), "", short_text(LONGEST_TEMPLATE),
    possible=tr("a text of at most {longest:,} characters", longest=LONGEST_TEMPLATE),
)  # fmt: skip
"""Empty: Photon's own."""
