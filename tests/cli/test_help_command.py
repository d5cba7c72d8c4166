"""``photon help`` prints the guide."""

import re

import pytest
from click.testing import CliRunner

from photon.cli.kit.commands import photon
from photon.cli.kit.plain_text import to_plain_text
from photon.domain.guide import help_topics


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(photon, ["help", *words])
    return result.exit_code, result.output if result.exception is None else str(result.exception)


def test_without_a_topic_it_lists_all() -> None:
    code, text = run()
    assert code == 0
    for topic in help_topics()[1:]:
        assert re.search(rf"^  {topic.name} +{re.escape(topic.title)}$", text, re.MULTILINE)


def test_it_prints_a_page_by_name_and_by_title() -> None:
    code, text = run("tags")
    assert code == 0
    assert text.startswith("Tag photos\n==========\n")
    assert run("Tag", "photos") == (code, text)


@pytest.mark.parametrize(
    ("command", "title"),
    [("themes", "Explore"), ("things", "Explore"), ("highlights", "Explore"), ("doctor", "The library")],
)
def test_the_name_of_a_command_leads_to_the_page_about_it(command: str, title: str) -> None:
    assert run(command)[1].startswith(f"{title}\n=")


def test_an_unknown_topic_is_refused_with_a_suggestion() -> None:
    code, text = run("serch")
    assert code == 1
    assert text.startswith("The guide has no topic “serch”. Did you mean: search")
    assert run("qqqq")[1].endswith("For a list: photon help")


@pytest.mark.parametrize("topic", help_topics(), ids=lambda topic: topic.name)
def test_every_page_can_be_printed_as_text(topic: object) -> None:
    text = to_plain_text(topic.text, 80)  # type: ignore[attr-defined]
    running = [line for line in text.splitlines() if not line.startswith("  ")]
    assert max(map(len, running)) <= 80
    assert not re.search(r"\*\*|\]\(|```|^\|", text, re.MULTILINE)


def test_links_become_commands_and_tables_become_lines() -> None:
    page = "# A\n\nSee [tags](tags.md).\n\n| key | does |\n|---|---|\n| **Z** | zoom |\n\n![cat](cat.png)\n"
    assert to_plain_text(page) == "A\n=\n\nSee tags (photon help tags).\n\n  Z  zoom"
