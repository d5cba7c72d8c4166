"""Floor 3: photos and words on their way out, as files, tables and training sets.

What shall be made is worked out first, in full and without touching anything (``naming``, ``plan``); carrying it out
(``files``) makes one file after the other and notes each (``journal``), so that the same export goes on where it was.
"""
