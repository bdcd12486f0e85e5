from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.model.resource import Names, OwnedKind, PrinterColumn, Resource, ScaleSubresource
from scaffolder.sources.loader import load
from scaffolder.sources.markers import MARKER_NAMES
from scaffolder.sources.resource_file import KEYS, VERSION_KEYS
from scaffolder.sources.simple_schema import WORDS

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/resource-file.md").read_text(encoding="utf-8")

Read = Callable[..., Resource]
Write = Callable[[str], str]


def with_version(text: str) -> str:
    """A resource file with one version that holds ``text``."""
    version = indent(dedent(text).strip(), "    ")
    return f"group: shop.example.com\nkind: Database\nversions:\n  - name: v1\n{version}\n"


def with_head(text: str) -> str:
    return f"{dedent(text).strip()}\nversions:\n  - {{name: v1, spec: {{image: string}}}}\n"


def properties(resource: Resource) -> Any:
    return resource.versions[0].schema.raw["properties"]


def test_the_least_that_a_file_can_say(read: Read) -> None:
    resource = read(with_version("spec: {image: string}"))
    assert resource.group == "shop.example.com"
    assert resource.names == Names("Database", "databases", "database", "DatabaseList")
    assert resource.scope == "Namespaced"
    assert resource.origin == "source.yaml"
    assert resource.conversion is None
    (version,) = resource.versions
    assert (version.name, version.served, version.storage) == ("v1", True, True)
    assert (version.status_subresource, version.scale, version.columns) == (False, None, ())
    assert list(properties(resource)) == ["apiVersion", "kind", "metadata", "spec"]
    assert properties(resource)["spec"] == {"type": "object", "properties": {"image": {"type": "string"}}}


def test_all_that_a_file_can_say_about_the_kind(read: Read) -> None:
    resource = read(
        with_head("""
        group: shop.example.com
        kind: Policy
        plural: rules
        singular: rule
        listKind: Rules
        shortNames: [p, po]
        categories: [all]
        scope: Cluster
        labels: {team: shop}
        annotations: {note: "yes"}
        owns: [{apiVersion: apps/v1, kind: Deployment}, {apiVersion: v1, kind: Secret}]
        conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v1]}}
        """)
    )
    assert resource.names == Names("Policy", "rules", "rule", "Rules", ("p", "po"), ("all",))
    assert resource.scope == "Cluster"
    assert (resource.labels, resource.annotations) == ({"team": "shop"}, {"note": "yes"})
    assert resource.owns == (OwnedKind("apps/v1", "Deployment"), OwnedKind("v1", "Secret"))
    assert resource.conversion == {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"]}}


def test_all_that_a_file_can_say_about_a_version(read: Read) -> None:
    resource = read(
        with_version("""
        description: A database.
        served: false
        storage: true
        deprecated: true
        deprecationWarning: use v2
        spec:
          replicas: integer
          size: float
          tier: string
          ready: boolean
          since: dateTime
        status:
          replicas: integer
          selector: string
        columns:
          - {name: Replicas, path: .spec.replicas, priority: 1, description: How many., format: int32}
          - {name: Size, path: .spec.size}
          - {name: Tier, path: .spec.tier}
          - {name: Ready, path: .spec.ready}
          - {name: Since, path: .spec.since}
          - {name: First, path: ".spec.list[0]"}
          - {name: Forced, path: .spec.replicas, type: string}
          - {name: Age, path: .metadata.creationTimestamp}
        scale: {spec: .spec.replicas, status: .status.replicas, selector: .status.selector}
        selectableFields: [.spec.tier]
        """)
    )
    (version,) = resource.versions
    assert version.schema.description == "A database."
    assert (version.served, version.deprecated, version.deprecation_warning) == (False, True, "use v2")
    assert version.status_subresource
    assert version.columns[0] == PrinterColumn(
        "Replicas", "integer", ".spec.replicas", "How many.", "int32", 1
    )
    types = ["integer", "number", "string", "boolean", "date", "string", "string", "date"]
    assert [column.type for column in version.columns] == types
    assert version.scale == ScaleSubresource(".spec.replicas", ".status.replicas", ".status.selector")
    assert version.selectable_fields == (".spec.tier",)


@pytest.mark.parametrize(
    ("spec", "required"),
    [
        ("{image: string | required=true}", ["spec"]),
        ("{image: string}", None),
        ("{.: required=true, image: string}", ["spec"]),
        ('{.: \'default={"image": "x"}\', image: string | required=true}', None),
        ("{a: {image: string | required=true}}", None),
    ],
)
def test_a_spec_is_required_where_its_fields_are(read: Read, spec: str, required: list[str] | None) -> None:
    assert read(with_version(f"spec: {spec}")).versions[0].schema.raw.get("required") == required


def test_a_version_may_be_openapi_as_a_whole(read: Read) -> None:
    resource = read(
        with_version("""
        openAPIV3Schema: {type: object, properties: {"odd name": {type: string}}}
        statusSubresource: true
        columns: [{name: Any, path: .no.such}]
        """)
    )
    assert resource.versions[0].schema.raw["properties"] == {"odd name": {"type": "string"}}
    assert resource.versions[0].status_subresource


def test_empty_keys_count_as_left_out(read: Read) -> None:
    resource = read(with_version("spec: {image: string}\nstatus:\nrules:\ncolumns:\nscale:"))
    assert not resource.versions[0].status_subresource


def test_several_versions_and_several_documents(write: Write) -> None:
    two = """
    group: a.example.com
    kind: A
    versions:
      - {name: v1beta1, spec: {x: string}}
      - {name: v1, storage: true, spec: {x: integer}}
    """
    first, second = load(write(f"{dedent(two)}---\n{with_version('spec: {}')}"))
    assert [(v.name, v.storage) for v in first.versions] == [("v1beta1", False), ("v1", True)]
    assert second.kind == "Database"


def test_rules_stand_where_they_are_about(read: Read) -> None:
    resource = read(
        with_version("""
        spec:
          disk: Disk
          disks: "[]Disk"
          named: "map[string]Disk"
          raw: {openAPIV3Schema: {type: object, properties: {a.b: {type: string}}}}
        types:
          Disk: {size: "integer | default=1"}
        rules:
          - {rule: "true"}
          - {at: ., rule: "1 == 1", reason: FieldValueForbidden, fieldPath: .spec, optionalOldSelf: true}
          - {at: spec.disk, rule: self.size > 0, message: empty}
          - {at: ".spec.disks[*]", rule: self.size > 1, messageExpression: "'a'"}
          - {at: ".spec.named[*].size", rule: self > 2}
          - {at: ".spec.raw['a.b']", rule: self != ''}
        """)
    )
    root = resource.versions[0].schema.raw
    spec = root["properties"]["spec"]["properties"]
    rules = "x-kubernetes-validations"
    assert [rule["rule"] for rule in root[rules]] == ["true", "1 == 1"]
    assert root[rules][1] == {
        "rule": "1 == 1", "reason": "FieldValueForbidden", "fieldPath": ".spec", "optionalOldSelf": True
    }  # fmt: skip
    assert spec["disk"][rules] == [{"rule": "self.size > 0", "message": "empty"}]
    assert spec["disks"]["items"][rules][0]["messageExpression"] == "'a'"
    assert spec["named"]["additionalProperties"]["properties"]["size"][rules] == [{"rule": "self > 2"}]
    assert spec["raw"]["properties"]["a.b"][rules] == [{"rule": "self != ''"}]
    # A default that the tool adds must not be one that the rule refuses.
    assert "default" not in spec["disk"]
    assert rules not in spec["named"]["additionalProperties"]


MISTAKES = [
    ("unknown key", "spec: {a: string}\nreplcas: 1", '6:5: unknown key "replcas"', "the keys here are"),
    ("similar key", "spce: {a: string}", '5:5: unknown key "spce"', 'did you mean "spec"?'),
    ("no spec", "served: true", "4:5: spec is missing", "openAPIV3Schema"),
    ("spec as text", "spec: string", "5:11: ", "mapping"),
    ("spec as list", "spec: [a]", "5:11: ", "mapping"),
    ("bad marker", "spec:\n  a: string\n  b: string | requird=true", "7:10: unknown marker", "did you mean"),
    ("bad type", "spec: {a: {b: strng}}", '5:19: unknown type "strng"', 'did you mean "string"?'),
    ("list instead of text", "spec:\n  a: [string]", "6:10: a field has to be text", '"[]string"'),
    ("unquoted list", "spec:\n  a: []string", "this is not YAML", 'after "a:" in quotes'),
    ("unquoted colon", 'spec:\n  a: string | description="a: b"', "this is not YAML", 'after "a:" in quotes'),
    ("field twice", "spec:\n  a: string\n  a: integer", '7:10: the key "a" is there twice', ""),
    ("cycle", "types:\n  A: B\n  B: A\nspec: {a: A}", "contains itself", "A -> B"),
    ("schema twice", "openAPIV3Schema: {}\nspec: {}", "6:11: spec beside openAPIV3Schema", ""),
    ("schema as text", "openAPIV3Schema: string", "5:22: ", "mapping"),
    ("served as text", "spec: {}\nserved: 'yes'", "6:13: ", "true or false"),
    ("storage off", "spec: {}\nstorage: false", "no version has storage: true", ""),
    ("status required", "spec: {}\nstatus: {.: required=true}", "a status cannot be required", "drops"),
    ("kro's expressions", "spec: {a: '${x.status.y}'}", '5:15: "${x.status.y}" is not a type', "kro"),
    ("rule without field", "spec: {a: string}\nrules: [{at: .spec.b, rule: 'x'}]", "6:18: ", 'no field "b"'),
    ("rule beyond", "spec: {a: string}\nrules: [{at: '.spec.a[*]', rule: 'x'}]", "is no list or map", ""),
    ("rule at metadata", "spec: {}\nrules: [{at: .metadata.name, rule: 'x'}]", "says nothing about", ""),
    ("rule at no path", "spec: {}\nrules: [{at: 'spec[0]', rule: 'x'}]", "is not a path", ""),
    ("rule of spaces", "spec: {}\nrules: [{rule: ' '}]", "the rule is empty", ""),
    ("rule missing", "spec: {}\nrules: [{at: .spec}]", "rule is missing", ""),
    ("rule reason", "spec: {}\nrules: [{rule: x, reason: Bad}]", '"Bad" is not a reason', ""),
    ("column without field", "spec: {a: string}\ncolumns: [{name: A, path: .spec.b}]", 'no field "b"', ""),
    (
        "column type",
        "spec: {a: string}\ncolumns: [{name: A, path: .spec.a, type: int}]",
        "type of a column",
        "integer",
    ),
    ("column path", "spec: {a: string}\ncolumns: [{name: A, path: spec.a}]", "is not a path", ".spec.a"),
    (
        "column priority",
        "spec: {a: string}\ncolumns: [{name: A, path: .spec.a, priority: x}]",
        "whole number",
        "",
    ),
    ("scale home", "spec: {a: integer}\nscale: {spec: .spec.a, status: .spec.a}", "not below .status.", ""),
    ("version name", "spec: {}\n  - {name: ../v2, spec: {}}", '"../v2" cannot be a version', ""),
    ("version twice", "spec: {}\n  - {name: v1, storage: true, spec: {}}", "is there twice", ""),
    (
        "two stored",
        "storage: true\nspec: {}\n  - {name: v2, storage: true, spec: {}}",
        "a second version",
        "",
    ),
    ("none stored", "spec: {}\n  - {name: v2, spec: {}}", "no version has storage: true", ""),
]


@pytest.mark.parametrize(
    ("text", "place", "rest"), [case[1:] for case in MISTAKES], ids=[c[0] for c in MISTAKES]
)
def test_mistakes_in_a_version(write: Write, text: str, place: str, rest: str) -> None:
    file = with_version(text).replace("      - {name", "  - {name")
    with pytest.raises(ScaffoldError) as caught:
        load(write(file))
    assert caught.value.file == "source.yaml"
    assert place in str(caught.value)
    assert rest in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: A", "1:1: group is missing"),
        ("group: a.b", "1:1: kind is missing"),
        ("group: ../../etc\nkind: A", '1:8: "../../etc" cannot be an API group'),
        ("group: local\nkind: A", "cannot be an API group"),
        ("group: 1.5\nkind: A", '"group" has to be text, not a number (put it in quotes)'),
        (
            "group: a.b\nkind: 'X\"; import os; os.abort() #'",
            '2:7: "X\\"; import os; os.abort() #" cannot be a kind',
        ),
        ("group: a.b\nkind: ''", "cannot be a kind"),
        ('group: a.b\nkind: "A\\nB"', "cannot be a kind"),
        ("group: a.b\nkind: \u212aind", "cannot be a kind"),
        ("group: a.b\nkind: no", '"kind" has to be text, not a boolean'),
        (f"group: a.b\nkind: {'A' * 64}", "cannot be a kind"),
        (f"group: a.b\nkind: {'A' * 61}", "too long for the kind of a list"),
        ("group: a.b\nkind: A\nplural: As", '"As" cannot be a plural'),
        ("group: a.b\nkind: A\nlistKind: A", "the kind and of its list"),
        ("group: a.b\nkind: A\nshortNames: [a, B_]", '3:17: "B_" cannot be a short name'),
        ("group: a.b\nkind: A\nshortNames: a", '"shortNames" has to be a list'),
        ("group: a.b\nkind: A\ncategories: [1]", "has to be text"),
        ("group: a.b\nkind: A\nscope: Namespace", '"Namespace" is no scope'),
        ("group: a.b\nkind: A\nlabels: {a: 1}", '"a" has to be text'),
        ("group: a.b\nkind: A\nowns: [{apiVersion: a/b/c, kind: B}]", "is no apiVersion"),
        ("group: a.b\nkind: A\nowns: [{kind: B}]", "apiVersion is missing"),
        ("group: a.b\nkind: A\nconversion: {strategy: Magic}", "is not a strategy"),
        ("group: a.b\nkind: A\nconversion: {strategy: Webhook}", "webhook is missing"),
        ("group: a.b\nkind: A\nverions: []", 'unknown key "verions" (did you mean "versions"?)'),
        (f"group: {'.'.join(['a' * 60] * 4)}\nkind: Abcdefghijkl", "longer than the 253 characters"),
    ],
)
def test_mistakes_about_the_kind(write: Write, text: str, message: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        load(write(with_head(text)))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_versions_may_not_be_empty(write: Write) -> None:
    with pytest.raises(ScaffoldError, match="versions is empty"):
        load(write("group: a.b\nkind: A\nversions: []\n"))


@pytest.mark.parametrize("depth", [140, 2_000, 20_000])
def test_nesting_without_end_is_refused(write: Write, depth: int) -> None:
    with pytest.raises(ScaffoldError, match=r"nested deeper|max depth"):
        load(write(with_version(f"spec: {'{a: ' * depth}string{'}' * depth}")))


def test_the_reference_has_an_example_that_can_be_read(read: Read) -> None:
    example = DOCS.split("```yaml\n")[1].split("```")[0]
    assert read(example).kind == "Database"


@pytest.mark.parametrize("word", [*KEYS, *VERSION_KEYS, *WORDS])
def test_the_reference_tells_every_key_and_type(word: str) -> None:
    assert re.search(rf"^\|.*`{re.escape(word)}`", DOCS, re.MULTILINE)


@pytest.mark.parametrize("marker", MARKER_NAMES)
def test_the_reference_tells_every_marker(marker: str) -> None:
    assert re.search(rf"^\|.*`{marker}=", DOCS, re.MULTILINE)
