"""All features of the window, in the order in which menus, panels and the guide list what they give.

A feature is named here and nowhere else outside its room.
"""

from photon.ui.albums.album_feature import ALBUM_LIST, ALBUMS
from photon.ui.bin.bin_feature import BIN, RENAMING
from photon.ui.cameras.camera_feature import CAMERAS
from photon.ui.captions.caption_feature import CAPTIONS
from photon.ui.compare.compare_feature import COMPARE
from photon.ui.dates.date_feature import DATES
from photon.ui.duplicates.duplicates_feature import DUPLICATES
from photon.ui.encoders.encoder_feature import ENCODERS
from photon.ui.explore.explore_feature import EXPLORE, RELATED, RELATED_WORDS
from photon.ui.explore.highlights_feature import HIGHLIGHTS
from photon.ui.export.export_feature import EXPORT
from photon.ui.films.films_feature import FILMS
from photon.ui.films.live_feature import LIVE
from photon.ui.grid.grid_feature import GRID
from photon.ui.help.help_feature import GUIDE
from photon.ui.keys.command_table import take_in
from photon.ui.loupe.loupe_feature import LOUPE
from photon.ui.marks.judging_feature import JUDGING
from photon.ui.marks.mark_feature import DEPARTURES, FLAGS, MARKS, TURNING, UNDO
from photon.ui.metadata.metadata_feature import METADATA
from photon.ui.people.people_feature import PEOPLE
from photon.ui.places.places_feature import PLACES
from photon.ui.preferences.preferences_feature import LOSSES, MISSING, PREFERENCES
from photon.ui.recall.recall_feature import RECALL
from photon.ui.search.search_feature import EXAMPLES, GALLERY, SAVED_SEARCHES, SEARCH_BAR
from photon.ui.shortcuts.shortcut_feature import SHORTCUTS
from photon.ui.stacks.stack_feature import STACKS
from photon.ui.tags.tag_feature import REVIEW, TAGS, TEACHING
from photon.ui.text.text_feature import DOCUMENTS, TEXTS
from photon.ui.window import frame_feature as frame

FEATURES = (
    frame.FOLDERS, frame.PAGES, EXPLORE, UNDO, GRID, frame.SELECTION, GALLERY, frame.SETTINGS, frame.PANELS,
    frame.FULL_SCREEN, LOUPE, FILMS, LIVE, frame.FULL_WINDOW, TEXTS, DOCUMENTS, PEOPLE, PLACES, MARKS, DEPARTURES,
    FLAGS, COMPARE, STACKS, TURNING, ALBUM_LIST, TAGS, REVIEW, EXAMPLES, frame.PHOTO_SEARCHES, SEARCH_BAR,
    SAVED_SEARCHES, CAMERAS, JUDGING, TEACHING, CAPTIONS, ALBUMS, DUPLICATES, EXPORT, METADATA, DATES, RENAMING,
    MISSING, BIN, ENCODERS, frame.SENSITIVE, RECALL, HIGHLIGHTS, RELATED, RELATED_WORDS, LOSSES, GUIDE, SHORTCUTS,
    frame.TOP_BAR, PREFERENCES, frame.LEAVING,
)  # fmt: skip

for _feature in FEATURES:
    take_in(_feature.commands, _feature.pages)
