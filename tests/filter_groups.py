"""The groups of filters by name."""

from photon.domain.query.filter_kinds.known_kinds import FILTER_GROUPS

GROUPS = {group.name: group for group in FILTER_GROUPS}
