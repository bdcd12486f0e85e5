"""What a resource is called: the checks of a kube-apiserver, made when a source is read.

These names become file names, Python names and URLs, so that nothing else may assume them checked. The rules
are those of ``validateCustomResourceDefinitionSpec`` and ``ValidateCustomResourceDefinitionNames``
(``k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go``), with one more: kinds are
ASCII, since there are letters beyond it whose lower case is in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.apimachinery import names
from scaffolder.model.resource import Names, OwnedKind
from scaffolder.sources._errors import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaffolder.model.resource import Scope
    from scaffolder.sources._cursor import Cursor

_KIND = re.compile(r"[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?")
_LABEL_HINT = "lower-case letters, digits and -, beginning with a letter, at most 63 characters"


def group_of(cursor: Cursor) -> str:
    """An API group: a DNS name with a dot."""
    group = cursor.text()
    if names.dns1123_subdomain(group) or "." not in group:
        raise cursor.error(
            f"{shown(group)} cannot be an API group",
            "a domain of yours with a dot in it, such as shop.example.com",
        )
    return group


def version_name_of(cursor: Cursor) -> str:
    return _label(cursor, "a version", "such as v1alpha1")


def plural_name_of(cursor: Cursor) -> str:
    return _label(cursor, "a plural")


def short_name_of(cursor: Cursor) -> str:
    return _label(cursor, "a short name")


def kind_of(cursor: Cursor) -> str:
    kind = cursor.text()
    if not _KIND.fullmatch(kind) or names.dns1035_label(kind.lower()):
        raise cursor.error(
            f"{shown(kind)} cannot be a kind", "one word in CamelCase of at most 63 letters, such as Database"
        )
    return kind


def scope_of(cursor: Cursor) -> Scope:
    match cursor.text():
        case "Namespaced":
            return "Namespaced"
        case "Cluster":
            return "Cluster"
        case other:
            raise cursor.error(f"{shown(other)} is no scope", "Namespaced or Cluster")


def names_of(fields: Mapping[str, Cursor]) -> Names:
    """Every name of a kind. The server makes up an absent singular and list kind; the plural is a guess."""
    kind = kind_of(fields["kind"])
    plural = plural_name_of(fields["plural"]) if "plural" in fields else names.plural_of(kind)
    singular = _label(fields["singular"], "a singular") if "singular" in fields else kind.lower()
    list_kind = kind_of(fields["listKind"]) if "listKind" in fields else f"{kind}List"
    if len(list_kind) > names.LABEL_LIMIT:
        raise fields["kind"].error(
            f"{shown(list_kind)} is too long for the kind of a list", "give a listKind"
        )
    if list_kind == kind:
        raise fields["listKind"].error(
            f"{shown(kind)} is the name of the kind and of its list", f"{kind}List is usual"
        )
    return Names(
        kind=kind,
        plural=plural,
        singular=singular,
        list_kind=list_kind,
        short_names=_labels(fields, "shortNames", "a short name"),
        categories=_labels(fields, "categories", "a category"),
    )


def checked_crd_name(plural: str, group: str, error: Callable[[str], Exception]) -> None:
    """The CRD's own name, ``<plural>.<group>``, must be a DNS name, too."""
    if names.dns1123_subdomain(f"{plural}.{group}"):
        raise error(
            f"{shown(f'{plural}.{group}')} is longer than the {names.SUBDOMAIN_LIMIT} characters of a name"
        )


def owned_kind_of(cursor: Cursor) -> OwnedKind:
    """``{apiVersion: apps/v1, kind: Deployment}``."""
    fields = cursor.fields(("apiVersion", "kind"), required=("apiVersion", "kind"))
    api_version = fields["apiVersion"].text()
    group, slash, version = api_version.rpartition("/")
    if names.dns1035_label(version) or (slash and names.dns1123_subdomain(group)):
        raise fields["apiVersion"].error(f"{shown(api_version)} is no apiVersion", "such as v1 or apps/v1")
    return OwnedKind(api_version, kind_of(fields["kind"]))


def _labels(fields: Mapping[str, Cursor], key: str, what: str) -> tuple[str, ...]:
    return tuple(_label(item, what) for item in fields[key].items()) if key in fields else ()


def _label(cursor: Cursor, what: str, hint: str = _LABEL_HINT) -> str:
    value = cursor.text()
    if names.dns1035_label(value):
        raise cursor.error(f"{shown(value)} cannot be {what}", hint)
    return value
