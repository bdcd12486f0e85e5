"""The resource file that ``scaffold new`` begins with: small, real, meant to be edited down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.apimachinery.names import plural_of
from scaffolder.documents.writer import dump
from scaffolder.sources._source import told_by

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT = """\
# The kind {kind}: the source of its CRD, models, docs and samples.
# Change it to what you need, then run: scaffold generate
group: {group}
kind: {kind}
plural: {plural}
{short_names}scope: {scope}

# What the controller makes for each object, and so needs the right to manage.
owns:
  - {{apiVersion: apps/v1, kind: Deployment}}
  - {{apiVersion: v1, kind: PersistentVolumeClaim}}
  - {{apiVersion: v1, kind: Service}}

versions:
  - name: {version} # served, and the stored one while it is the only one
    description: A workload, and where it can be reached.

    # What users ask for. A field is a type, and after a | what else is known of it.
    spec:
      image: string | required=true minLength=1 description="Container image."
      replicas: integer | default=1 minimum=0 maximum=9 description="How many pods are to run."
      port: integer | default=8080 minimum=1 maximum=65535 description="Port that the container listens on."
      # Types that begin with a bracket need quotes. EnvVar is one of the types below.
      env: '[]EnvVar | listType=map listMapKey=name maxItems=64 description="Environment of the container."'
      # A structure is a mapping of fields; the key "." says something about the structure itself.
      resources:
        .: description="What each pod asks for, and may use at most."
        requests:
          cpu: quantity | default="100m"
          memory: quantity | default="128Mi"
        limits:
          cpu: quantity
          memory: quantity | default="256Mi"
      storage:
        .: description="A volume for the data. None if left out."
        size: quantity | required=true description="Size of the volume."
        className: string | immutable=true maxLength=253 description="StorageClass to use."

    # What the controller reports.
    status:
      observedGeneration: integer | format=int64 minimum=0 description="Generation last acted upon."
      replicas: integer | minimum=0 description="Pods there are."
      readyReplicas: integer | minimum=0 description="Pods that are ready."
      selector: string | description="Label selector of the pods, for autoscalers."
      conditions: "[]Condition"

    # Types of your own, to be used above.
    types:
      EnvVar:
        name: string | required=true minLength=1 maxLength=253 pattern="^[A-Za-z_][A-Za-z0-9_]*$"
        value: string | default=""

    # What one field alone cannot say, in CEL.
    rules:
      - at: .spec
        rule: "!has(self.storage) || self.replicas <= 1"
        message: a volume can be used by one replica only

    # Columns of kubectl get.
    columns:
      - {{name: Ready, path: '.status.conditions[?(@.type=="Ready")].status'}}
      - {{name: Replicas, path: .status.readyReplicas}}
      - {{name: Image, path: .spec.image, priority: 1}}
      - {{name: Age, path: .metadata.creationTimestamp}}

    # For kubectl scale and autoscalers.
    scale: {{spec: .spec.replicas, status: .status.replicas, selector: .status.selector}}
"""


def example_resource(
    group: str,
    kind: str,
    *,
    version: str = "v1alpha1",
    plural: str | None = None,
    scope: str = "Namespaced",
    short_names: Iterable[str] = (),
) -> str:
    """The text of a resource file. Raises ``ScaffoldError`` for a name that the server would refuse."""
    told = told_by(group, kind, version, plural, scope, tuple(short_names))
    shorts = ", ".join(map(_scalar, told.short_names))
    return _TEXT.format(
        group=_scalar(group),
        kind=_scalar(kind),
        plural=_scalar(plural or plural_of(kind)),
        version=_scalar(version),
        scope=scope,
        short_names=f"shortNames: [{shorts}]\n" if shorts else "",
    )


def _scalar(name: str) -> str:
    """A name as YAML, in quotes where a reader would take it for something else: ``no``, ``1.5``."""
    return dump(name).rstrip("\n")
