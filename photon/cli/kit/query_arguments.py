"""Arguments of commands that take a query: parts of the query that look like options are preserved."""

from collections.abc import Sequence

import click

_MARK = "\0"  # cannot occur in a command-line argument


class QueryCommand(click.Command):
    """``photon search beach -people -tag:work``: an argument with one dash is part of the query, except ``-h``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Mark these arguments so that click ignores them, then remove the marks."""
        rest = super().parse_args(ctx, _marked(args, self._taking_values()))
        for name, value in ctx.params.items():
            if isinstance(value, tuple):
                ctx.params[name] = tuple(_bare(item) for item in value)
        return rest

    def _taking_values(self) -> frozenset[str]:
        options = [each for each in self.params if isinstance(each, click.Option) and not each.is_flag]
        return frozenset(name for option in options for name in option.opts)


def _marked(arguments: Sequence[str], taking_values: frozenset[str]) -> list[str]:
    marked: list[str] = []
    before, is_query = "", False
    for argument in arguments:
        is_query = is_query or argument == "--"
        one_dash = argument.startswith("-") and argument[1:2] not in ("", "-") and argument != "-h"
        takes = one_dash and not is_query and before not in taking_values
        marked.append(_MARK + argument if takes else argument)
        before = argument
    return marked


def _bare(item: object) -> object:
    return item.removeprefix(_MARK) if isinstance(item, str) else item
