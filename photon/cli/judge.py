"""``photon judge``: say which photos are right for the words of a search."""

import click

from photon.app.judging import judged_name, judgements_sentence
from photon.cli.kit.options import common, open_session
from photon.cli.kit.selection import Selection
from photon.language import counted, tr
from photon.search.query_language import parse


@click.command()
@click.argument("paths", nargs=-1, metavar="[PHOTO]...")
@click.option("--for", "words", metavar="WORDS", help="What was searched for.")
@click.option("--right", is_flag=True, help="The photos show it.")
@click.option("--wrong", is_flag=True, help="The photos do not show it.")
@click.option("--forget", is_flag=True, help="Forget all that was said.")
@common
def judge(  # noqa: PLR0913 - click passes options
    context: click.Context,
    /,
    paths: tuple[str, ...],
    words: str | None,
    right: bool,  # noqa: FBT001 - click passes flags
    wrong: bool,  # noqa: FBT001
    forget: bool,  # noqa: FBT001
) -> None:
    """Call photos right or wrong for a search, or show how many you judged.

    Wrong photos are no longer good matches for these words, right ones are. After a handful, Photon also becomes
    slightly more lenient or stricter. To undo: photon undo
    """
    if paths and (words is None or right == wrong):
        raise click.UsageError(tr("Say what was searched for with --for, and one of --right and --wrong."))
    with open_session(context) as session:
        if forget:
            click.echo(
                tr("Forgot {photos} in answers.", photos=counted(session.searching.judging.forget().result(), "photo"))
            )
        elif paths and words is not None:
            query, photos = parse(words).query, Selection(paths, None, None, None).photos(session)
            count = len(session.searching.judging.judge(query, photos, is_right=right).result().photos)
            sentence = judged_name(count, query.words, is_right=right)
            click.echo(f"{sentence[:1].upper()}{sentence[1:]}.")
        else:
            click.echo(judgements_sentence(session.searching.judging.judged().result()))
