"""CRDs that tests hold resources against."""

from __future__ import annotations

from textwrap import indent

_DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: {plural}.{group}}}
spec:
  group: {group}
  scope: Namespaced
  names: {{kind: {kind}, plural: {plural}}}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
"""


def definition(kind: str, group: str, fields: str) -> str:
    """A CRD of one version, whose spec has ``fields``: the YAML of a schema's ``properties``."""
    head = _DEFINITION.format(kind=kind, plural=f"{kind.lower()}s", group=group)
    return head + indent(fields, " " * 14)
