"""Writes photon.1, the manual page of the Debian package, from the help texts of the commands.

python packaging/bundle/man_page.py     a test checks that the page is up to date
"""

import sys
from pathlib import Path

import click

PAGE = Path(__file__).with_name("photon.1")
_HEAD = r"""
.TH PHOTON 1 "" "Photon" "User commands"
.SH NAME
photon \- find photos by words and by example
.SH SYNOPSIS
.B photon
.RI [ options ]
.RI [ command ]
.RI [ arguments ]
.SH DESCRIPTION
Photon watches folders of photos and finds them by what they show, by words, by example, or both.
It suggests tags and captions, and exports them where other software reads them.
Everything stays on this computer.
.PP
Without a command, the window opens.
.B photon help
prints the guide, and
.BI photon " command " \-\-help
tells all of a command.
""".lstrip()
_TAIL = r"""
.SH ENVIRONMENT
.TP
.B PHOTON_LIBRARY
Folder of the library, instead of
.IR ~/.local/share/photon .
.TP
.B PHOTON_CACHE
Folder of search models, instead of
.IR ~/.cache/photon .
.SH FILES
.TP
.I ~/.local/share/photon
The library: tags, captions, ratings and previews. Photos stay where they are. Removing Photon leaves both.
.SH "EXIT STATUS"
0 when all went well, 1 when something did not, 2 when a command was written wrongly, 130 after Ctrl+C.
""".lstrip()


def write_page() -> str:
    """Return the manual page as troff."""
    from photon.cli.kit.commands import photon

    context = click.Context(photon, info_name="photon", **photon.context_settings)
    lines = [_HEAD, ".SH OPTIONS\n"]
    for option in photon.get_params(context):
        record = option.get_help_record(context)
        if record:
            lines.append(_entry(*record))
    lines.append(".SH COMMANDS\n")
    for name in photon.list_commands(context):
        command = photon.get_command(context, name)
        if command is not None and not command.hidden:
            lines.append(_entry(name, command.get_short_help_str(limit=300)))
    return "".join([*lines, _TAIL])


def _entry(name: str, text: str) -> str:
    return f".TP\n.B {_quoted(name)}\n{_quoted(text)}\n"


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("’", "'")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    PAGE.write_text(write_page(), "utf-8")
    sys.stdout.write(f"{PAGE}\n")
