"""``metadata`` of a CustomResourceDefinition: what every object needs, its name, and the approval of
protected groups.

Sources: ``ValidateCustomResourceDefinition`` and ``validateAPIApproval`` in
``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``,
``GetAPIApprovalState`` in ``pkg/apihelpers/helpers.go``.
"""

from __future__ import annotations

from scaffolder.apimachinery.names import RANDOM_SUFFIX, generated_name
from scaffolder.validation.field_errors import invalid, required
from scaffolder.validation.rules.metadata import SYSTEM_FIELDS, check_metadata, subdomain_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scaffolder.diagnostics import Diagnostic
    from scaffolder.validation.crd.definition import Definition

_APPROVAL = "api-approved.kubernetes.io"
_PROTECTED = ("k8s.io", "kubernetes.io")
_SEE = "see https://github.com/kubernetes/enhancements/pull/1111"


def check_definition_metadata(definition: Definition) -> list[Diagnostic]:
    """``namespace`` is dropped, as the URL of the request has none, and so is what the server sets itself."""
    ignored = (*SYSTEM_FIELDS, "namespace")
    metadata = {key: value for key, value in definition.metadata.items() if key not in ignored}
    is_generated = bool(metadata.get("generateName") and not metadata.get("name"))
    if is_generated:
        metadata["name"] = generated_name(metadata["generateName"])
    wanted = f"{definition.names.value.get('plural', '')}.{definition.group.value or ''}"

    def check_name(name: str, is_prefix: bool) -> Sequence[str]:
        # Whatever letters the server draws for the end, they are good in a name.
        drawn = name.removesuffix(RANDOM_SUFFIX) + "x" if is_generated and not is_prefix else name
        messages = subdomain_name(drawn, is_prefix)
        return messages if name == wanted else [*messages, 'must be spec.names.plural+"."+spec.group']

    return check_metadata(metadata, namespaced=False, name_check=check_name)


def check_approval(definition: Definition) -> Iterator[Diagnostic]:
    """Groups of the Kubernetes community need a link to the review that approved them."""
    group = definition.group.value or ""
    if group not in _PROTECTED and not group.endswith(tuple(f".{name}" for name in _PROTECTED)):
        return
    field, path = f"metadata.annotations[{_APPROVAL}]", ("metadata", "annotations", _APPROVAL)
    approval = definition.metadata.get("annotations", {}).get(_APPROVAL, "")
    must_have = f'protected groups must have approval annotation "{_APPROVAL}"'
    if not approval:
        yield required(field, f"{must_have}, {_SEE}", path[:1])
    elif not approval.startswith("unapproved") and not _is_link(approval):
        detail = f'{must_have} with either a URL or a reason starting with "unapproved", {_SEE}'
        yield invalid(field, approval, detail, path)


def _is_link(text: str) -> bool:
    from scaffolder.apimachinery.url import UrlError, parse_request_uri

    try:
        url = parse_request_uri(text)
    except UrlError:
        return False
    return bool(url.host and url.scheme)
