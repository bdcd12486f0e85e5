"""An operator project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffolder.model.resource import Resource


@dataclass(frozen=True, slots=True)
class Project:
    """What the generators need to know of a project.

    ``name`` is a DNS-1123 label: the folder, the distribution and the prefix of the cluster objects.
    ``package`` is the Python package, an identifier. ``image`` is the container image without a tag.
    ``licence`` is an SPDX identifier, ``""`` for none.
    """

    name: str
    package: str
    image: str
    licence: str
    resources: tuple[Resource, ...] = ()

    @property
    def namespace(self) -> str:
        """Where the operator itself runs, as kubebuilder names it."""
        return f"{self.name}-system"
