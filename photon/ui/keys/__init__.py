"""Which keys do what, and how the window says it. The lowest room of the window, because every text may name a key.

``command_table`` says what a command is, and has all that features declare, with their keys in Photon's own key map.
``shipped_maps`` has the other maps that come with Photon, as differences from it. A ``KeyMap`` is one of them with the
changes of the user on top. It decides which keys each command has, so that no key does two things on one page: what the
user chose comes first.

``current_keys()`` holds the map in use and keeps it in the settings of the window. Nothing else remembers keys: a
``KeyFilter`` asks for them at each key press, the actions of the window follow them (``CurrentKeys.follow``), and texts
name the key of a command through ``key_texts``. So a change counts and shows at once. ``photon.ui.shortcuts`` is the
page on which the user makes it.
"""
