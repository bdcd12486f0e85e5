"""Authorization checks: https://github.com/kubernetes/apiserver/blob/master/pkg/cel/library/authz.go

Rules of CRDs know these functions, but have no ``authorizer`` to start from: they are only declared, so that
a rule that tries gets the right complaint.
"""

from __future__ import annotations

from scaffolder.cel.overloads import Function, Library, Overload
from scaffolder.cel.types import BOOL, STRING, Type, object_type

_PACKAGE = "kubernetes.authorization"
_AUTHORIZER = object_type(f"{_PACKAGE}.Authorizer", {})
_PATH = object_type(f"{_PACKAGE}.PathCheck", {})
_GROUP = object_type(f"{_PACKAGE}.GroupCheck", {})
_RESOURCE = object_type(f"{_PACKAGE}.ResourceCheck", {})
_DECISION = object_type(f"{_PACKAGE}.Decision", {})


def declare() -> Library:
    return Library(
        Function("path", _method("authorizer_path", _AUTHORIZER, STRING, result=_PATH)),
        Function("group", _method("authorizer_group", _AUTHORIZER, STRING, result=_GROUP)),
        Function(
            "serviceAccount",
            _method("authorizer_serviceaccount", _AUTHORIZER, STRING, STRING, result=_AUTHORIZER),
        ),
        Function("resource", _method("groupcheck_resource", _GROUP, STRING, result=_RESOURCE)),
        Function("subresource", _method("resourcecheck_subresource", _RESOURCE, STRING, result=_RESOURCE)),
        Function("namespace", _method("resourcecheck_namespace", _RESOURCE, STRING, result=_RESOURCE)),
        Function("name", _method("resourcecheck_name", _RESOURCE, STRING, result=_RESOURCE)),
        Function(
            "check",
            _method("pathcheck_check", _PATH, STRING, result=_DECISION),
            _method("resourcecheck_check", _RESOURCE, STRING, result=_DECISION),
        ),
        Function("errored", _method("decision_errored", _DECISION, result=BOOL)),
        Function("error", _method("decision_error", _DECISION, result=STRING)),
        Function("allowed", _method("decision_allowed", _DECISION, result=BOOL)),
        Function("reason", _method("decision_reason", _DECISION, result=STRING)),
        *(
            Function(
                name,
                _method(f"authorizer_{name.lower()}", _RESOURCE, STRING, result=_RESOURCE, since=(1, 31)),
            )
            for name in ("fieldSelector", "labelSelector")
        ),
        since=(1, 27),
    )


def _method(id: str, *parameters: Type, result: Type, since: tuple[int, int] | None = None) -> Overload:
    return Overload(id, parameters, result, member=True, since=since)
