"""What an update may do to metadata, beyond what the recordings show: deletion under way, preconditions."""

from __future__ import annotations

from typing import Any

import pytest

from scaffolder.validation.answers import Answer
from scaffolder.validation.registry import Registry
from scaffolder.validation.update import update

TIME = "2024-01-01T00:00:00Z"
DELETING = {"deletionTimestamp": TIME, "deletionGracePeriodSeconds": 10, "finalizers": ["a.io/x", "a.io/y"]}


def answer(new: dict[str, Any], old: dict[str, Any], schema: dict[str, Any] | None = None) -> Answer:
    """The answer to an update that gives a resource without fields other metadata."""
    registry = Registry()
    registry.add(
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "spec": {
                "group": "a.io",
                "names": {"kind": "Thing"},
                "versions": [
                    {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
                ],
            },
        },
        "crd.yaml",
    )
    resource = registry.find("a.io", "Thing")
    assert resource is not None

    def thing(metadata: dict[str, Any]) -> dict[str, Any]:
        return {"apiVersion": "a.io/v1", "kind": "Thing", "metadata": {"name": "t", **metadata}}

    return update(resource, resource.versions["v1"], thing(new), thing(old), with_object=True)


def told(given: Answer) -> list[tuple[str, str]]:
    return [(error.field, error.message) for error in given.errors]


@pytest.mark.parametrize(
    ("new", "errors"),
    [
        ({"finalizers": ["a.io/y", "a.io/x"]}, []),
        ({"finalizers": ["a.io/y"]}, []),
        ({}, []),
        ({"deletionTimestamp": "2030-01-01T00:00:00Z"}, []),
        ({"deletionGracePeriodSeconds": 10}, []),
        (
            {"deletionGracePeriodSeconds": 5},
            [("metadata.deletionGracePeriodSeconds", "Invalid value: 5: field is immutable")],
        ),
        (
            {"finalizers": ["a.io/z", "a.io/x", "a.io/w"]},
            [
                (
                    "metadata.finalizers",
                    "Forbidden: no new finalizers can be added if the object is being deleted, "
                    'found new finalizers []string{"a.io/w", "a.io/z"}',
                )
            ],
        ),
    ],
)
def test_while_it_is_deleted(new: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    given = answer(new, DELETING)
    assert told(given) == errors
    if not errors:
        assert given.value is not None
        assert given.value["metadata"]["deletionTimestamp"] == TIME
        assert given.value["metadata"]["deletionGracePeriodSeconds"] == 10


def test_a_deletion_cannot_be_begun() -> None:
    assert told(answer({"deletionTimestamp": "2024-01-01T01:00:00.5+01:00"}, {})) == [
        ("metadata.deletionTimestamp", f'Invalid value: "{TIME}": field is immutable')
    ]


@pytest.mark.parametrize(
    ("new", "old", "field"),
    [
        ({"uid": "a"}, {"uid": "b"}, "metadata.uid"),
        ({"uid": "a"}, {"uid": "a"}, None),
        ({"uid": "a"}, {}, None),
        ({"uid": ""}, {"uid": "b"}, None),
        ({"resourceVersion": ""}, {}, "metadata.resourceVersion"),
        ({"resourceVersion": "0"}, {}, "metadata.resourceVersion"),
        ({"resourceVersion": "x"}, {}, "metadata.resourceVersion"),
        ({"resourceVersion": "5"}, {"resourceVersion": "6"}, "metadata.resourceVersion"),
        ({"resourceVersion": "5"}, {"resourceVersion": "5"}, None),
        ({"resourceVersion": "5"}, {}, None),
        ({}, {"resourceVersion": "5"}, None),
        ({"resourceVersion": None}, {"resourceVersion": "5"}, None),
    ],
)
def test_which_object_is_meant(new: dict[str, Any], old: dict[str, Any], field: str | None) -> None:
    # Whatever else is wrong is not looked at.
    given = answer({**new, "labels": {"a": "b c"}}, old)
    assert [name for name, _ in told(given)] == [field or "metadata.labels"]


def test_what_does_not_fit_the_old_metadata_is_passed_over() -> None:
    old = {**DELETING, "creationTimestamp": "yesterday", "labels": 5}
    given = answer({"finalizers": ["a.io/z"]}, old)
    assert [field for field, _ in told(given)] == ["metadata.finalizers"]


def test_only_new_finalizers_are_warned_of() -> None:
    given = answer({"finalizers": ["old", "new"], "selfLink": "/x"}, {"finalizers": ["old"]})
    assert given.value is not None
    assert given.value["metadata"] == {"name": "t", "finalizers": ["old", "new"]}
    assert [warning.message.partition(":")[0] for warning in given.warnings] == ['"new"']


@pytest.mark.parametrize(
    ("new", "old", "errors"),
    [
        ({"labels": {}}, {"generation": 1, "creationTimestamp": TIME, "uid": "a"}, 0),
        ({"generation": 5, "managedFields": []}, {"uid": "a", "resourceVersion": "5"}, 0),
        ({"namespace": "a"}, {}, 0),
        ({"labels": {"a": "b"}}, {"annotations": {"a": "b"}}, 1),
    ],
)
def test_what_a_rule_sees_of_metadata(new: dict[str, Any], old: dict[str, Any], errors: int) -> None:
    rules = [{"rule": "self.metadata == oldSelf.metadata"}]
    assert len(told(answer(new, old, {"type": "object", "x-kubernetes-validations": rules}))) == errors


def test_an_old_object_is_read_in_the_version_of_the_new_one() -> None:
    rules = [{"rule": "self.apiVersion == oldSelf.apiVersion && self == oldSelf"}]
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-validations": rules}}
    versions = [
        {"name": name, "served": True, "storage": name == "v1", "schema": schema} for name in ("v1", "v2")
    ]
    registry = Registry()
    spec = {"group": "a.io", "names": {"kind": "Thing"}, "versions": versions}
    registry.add(
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}, "crd"
    )
    resource = registry.find("a.io", "Thing")
    assert resource is not None
    old, new = (
        {"apiVersion": f"a.io/{name}", "kind": "Thing", "metadata": {"name": "t"}} for name in ("v1", "v2")
    )
    assert told(update(resource, resource.versions["v2"], new, old)) == []
