"""What of a resource's status its operator may write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffolder.rendering import Identifier

if TYPE_CHECKING:
    from scaffolder.model.resource import Version
    from scaffolder.model.structural_schema import StructuralSchema

#: Counts in the status of a Deployment.
_COUNTS = ("availableReplicas", "readyReplicas", "replicas", "updatedReplicas")
#: What the reconciler says of a condition.
_CONDITION = frozenset(("lastTransitionTime", "message", "observedGeneration", "reason", "status", "type"))


@dataclass(frozen=True, slots=True)
class StatusFields:
    """Of the status, what the schema has: the server would silently drop anything else."""

    conditions: bool
    observed_generation: bool
    counts: tuple[Identifier, ...]
    selector: bool

    @classmethod
    def of(cls, version: Version, *, is_workload: bool) -> StatusFields:
        """Nothing where there is no subresource, or where more is required than the operator has to say."""
        status = version.schema.properties.get("status")
        if status is None or not version.status_subresource:
            return cls(False, False, (), False)
        types = {"conditions": "array", "observedGeneration": "integer"}
        if is_workload:
            types |= {"selector": "string"} | dict.fromkeys(_COUNTS, "integer")
        properties = status.properties
        written = {
            name for name, type_ in types.items() if name in properties and properties[name].type == type_
        }
        if "conditions" in written and not _takes_our_condition(properties["conditions"]):
            written.remove("conditions")
        if not written.issuperset(status.required):
            return cls(False, False, (), False)
        return cls(
            conditions="conditions" in written,
            observed_generation="observedGeneration" in written,
            counts=tuple(Identifier(name) for name in _COUNTS if name in written),
            selector="selector" in written,
        )


def _takes_our_condition(conditions: StructuralSchema) -> bool:
    condition = conditions.items
    if condition is None or condition.type != "object" or not _CONDITION.issuperset(condition.required):
        return False
    type_ = condition.properties.get("type")
    return type_ is None or type_.enum is None or "Ready" in type_.enum
