from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.model.resource import Resource
from scaffolder.sources.example import example_resource

SAMPLE = Path(__file__).parents[2] / "samples/database.yaml"

Read = Callable[..., Resource]


def test_the_sample_is_the_example() -> None:
    expected = example_resource("shop.example.com", "Database", short_names=["db"])
    assert SAMPLE.read_text(encoding="utf-8") == expected


def test_it_shows_what_a_workload_needs(read: Read) -> None:
    resource = read(example_resource("shop.example.com", "Database"))
    (version,) = resource.versions
    assert version.status_subresource
    assert version.scale is not None
    assert [column.name for column in version.columns] == ["Ready", "Replicas", "Image", "Age"]
    spec = version.schema.properties["spec"]
    assert spec.required == ["image"]
    assert spec.validations
    assert spec.properties["env"].list_map_keys == ["name"]
    assert spec.properties["resources"].default == {}
    assert version.schema.properties["status"].properties["conditions"].list_map_keys == ["type"]


@pytest.mark.parametrize("kind", ["Null", "Yes", "N", "On", "True", "X-y", "E1"])
@pytest.mark.parametrize("group", ["1.5", "1e3.2", "no.yes", "a.b"])
def test_names_stay_what_they_are(read: Read, kind: str, group: str) -> None:
    text = example_resource(
        group, kind, version="v1", plural="no", scope="Cluster", short_names=["y", "nil", "null", "a1"]
    )
    resource = read(text)
    assert (resource.group, resource.kind, resource.scope) == (group, kind, "Cluster")
    assert (resource.names.plural, resource.names.short_names) == ("no", ("y", "nil", "null", "a1"))


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"group": "../../etc"}, "--group"),
        ({"group": "a.b\nowns: []"}, "--group"),
        ({"kind": 'X"; import os; os.abort() #'}, "--kind"),
        ({"kind": "Data base"}, "--kind"),
        ({"version": "v1: {}"}, "--version"),
        ({"plural": "Data"}, "--plural"),
        ({"scope": "Global"}, "--scope"),
    ],
)
def test_names_that_no_server_takes_are_refused(changes: dict[str, str], flag: str) -> None:
    with pytest.raises(ScaffoldError, match=flag):
        example_resource(**{"group": "a.b", "kind": "A", **changes})


def test_short_names_are_checked_too() -> None:
    with pytest.raises(ScaffoldError, match="--short-name"):
        example_resource("a.b", "A", short_names=["../x"])
