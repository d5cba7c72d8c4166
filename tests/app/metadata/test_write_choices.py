"""How the names of a choice become a task of writing, and what of it turns pictures."""

import pytest

from photon.app.metadata.write_plan import make_task
from photon.domain import PhotonError
from photon.domain.metadata.writing import PROFILES, Policy


@pytest.mark.parametrize(
    ("policy", "turns", "expected"),
    [("embed", True, True), ("embed", False, False), ("sidecar", True, False), ("sidecar", False, False)],
)
def test_only_files_are_turned_and_only_if_asked(policy: Policy, turns: bool, expected: bool) -> None:
    task = make_task("everywhere", policy, "leave", turns=turns)
    assert (task.profile, task.policy, task.turns) == (PROFILES["everywhere"], policy, expected)


@pytest.mark.parametrize(
    ("profile", "policy", "albums", "said"),
    [("none", "embed", "leave", "profile"), ("everywhere", "none", "leave", "policy"),
     ("everywhere", "embed", "none", "Albums")],
)  # fmt: skip
def test_a_choice_that_does_not_exist_is_named(profile: str, policy: str, albums: str, said: str) -> None:
    with pytest.raises(PhotonError, match=said):
        make_task(profile, policy, albums, turns=True)  # type: ignore[arg-type]
