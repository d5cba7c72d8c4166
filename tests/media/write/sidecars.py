"""Writes a single sidecar like a run that writes many."""

from pathlib import Path

from photon.domain.metadata.writing import MetadataEdit, Profile
from photon.media.file.atomic_replace import flush_folder
from photon.media.sidecar.sidecar import SidecarListing
from photon.media.write.sidecar_writing import WrittenSidecar, carry_out, plan_sidecar


def write_sidecar(
    photo: str, words: MetadataEdit, profile: Profile, listing: SidecarListing | None = None
) -> WrittenSidecar:
    """Plan a sidecar, write it, and flush its folder."""
    plan = plan_sidecar(photo, words, profile, listing)
    carry_out(plan, words, profile)
    flush_folder(Path(plan.path).resolve().parent)
    return plan
