"""``scaffold cel``: one rule, held against a schema and objects."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_RESOURCE = """\
group: shop.example.com
kind: Database
versions:
  - name: v1
    spec:
      replicas: integer | default=3
      name: string
      storage: {size: quantity, class: string}
      ports: "[]Port"
      items: '[]Port | listType=map listMapKey=name'
      labels: "map[string]string"
    types:
      Port: {name: string | required=true, port: integer}
"""
_OBJECT = """\
apiVersion: shop.example.com/v1
kind: Database
metadata: {name: orders}
spec:
  name: abc
  ports:
    - {name: http, port: 80}
    - {name: admin, port: 8080}
  items:
    - {name: a, port: 1}
    - {name: b, port: 2}
  labels: {tier: db}
"""


@pytest.fixture
def ask(tmp_path: Path, scaffold: Callable[..., Any]) -> Callable[..., Any]:
    """``ask(rule, "--field", "spec", object=_OBJECT)`` with files in place of texts."""

    def run(rule: str, *options: str, **texts: str) -> Any:
        files = {"crd": _RESOURCE, **texts}
        arguments = []
        for name, text in files.items():
            path = tmp_path / f"{name}.yaml"
            path.write_text(text, encoding="utf-8")
            arguments += [f"--{name}", str(path)]
        done = scaffold("cel", rule, *arguments, *options)
        return done._replace(out=done.out.replace(f"{tmp_path}/", ""))

    return run


def test_a_false_rule(ask: Callable[..., Any]) -> None:
    done = ask("self.replicas < 3 || self.ports.all(p, p.port > 1024)", "--field", "spec", object=_OBJECT)
    assert (done.code, done.err) == (1, "")
    assert (
        done.out
        == """\
at       spec (object) of databases.shop.example.com, version v1
type     bool
cost     1,451,874 a run, 1 run: 1,451,874 of 10,000,000

object.yaml:5:3: spec: false
  self.replicas < 3 || self.ports.all(p, p.port > 1024)  false
    self.replicas < 3                                    false
      self.replicas                                      3
    self.ports.all(p, p.port > 1024)                     false for 1 of 2
      p is self.ports[0] = {"name": "http", "port": 80}
      p.port > 1024                                      false
        p.port                                           80
"""
    )


def test_a_rule_that_holds(ask: Callable[..., Any]) -> None:
    done = ask("self.port > 0", "--field", "spec.ports[]", object=_OBJECT)
    assert done.code == 0
    assert (
        done.out
        == """\
at       spec.ports[] (object) of databases.shop.example.com, version v1
type     bool
cost     3 a run, up to 241,979 runs: 725,937 of 10,000,000

object.yaml:7:7: spec.ports[0]: true
object.yaml:8:7: spec.ports[1]: true
"""
    )


def test_a_rule_that_does_not_compile(ask: Callable[..., Any]) -> None:
    done = ask("self.replicas > 0 &&\n  self.nam == ''", "--field", "spec", object=_OBJECT)
    assert done.code == 1
    assert (
        done.out
        == """\
at       spec (object) of databases.shop.example.com, version v1
error    compilation failed: ERROR: <input>:2:7: undefined field 'nam'
 |   self.nam == ''
 | ......^
hint     did you mean name?
"""
    )


def test_a_rule_that_costs_too_much(ask: Callable[..., Any]) -> None:
    done = ask("self.name.contains('a')", "--field", "spec.ports[]")
    assert done.code == 1
    assert (
        done.out
        == """\
at       spec.ports[] (object) of databases.shop.example.com, version v1
type     bool
cost     314,575 a run, up to 241,979 runs: 76,120,543,925 of 10,000,000
error    over the budget by a factor of 7,612.1
because  spec.ports         has no maxItems, so up to 241,978 are reckoned with
         spec.ports[].name  has no maxLength, so up to 786,431 are reckoned with
enough   maxItems: 31 on spec.ports
or       maxLength: 97 on spec.ports[].name
or       maxItems: 3300 on spec.ports  and  maxLength: 7300 on spec.ports[].name
"""
    )


@pytest.mark.parametrize(
    ("rule", "options", "line"),
    [
        ("self == 'x'", ["--field", "spec.labels{}"], "object.yaml:12:18: spec.labels[tier]: false"),
        ("self.spec.replicas == 3", [], "object.yaml:1:1: true"),
        ("self.metadata.name == 'x'", [], "object.yaml:1:1: false"),
        ("true", ["--field", "spec.storage"], "object.yaml:1: not evaluated: the object has no such value"),
        (
            "self.storage.size == 'x'",
            ["--field", "spec"],
            "object.yaml:5:3: spec: error: no such key: storage",
        ),
        (
            "self == oldSelf",
            ["--field", "spec.name"],
            "object.yaml:5:9: spec.name: not evaluated: "
            "it is about a change (oldSelf), and nothing came before",
        ),
        (
            "!oldSelf.hasValue()",
            ["--field", "spec.name", "--optional-old-self"],
            "object.yaml:5:9: spec.name: true",
        ),
        ("self.size() + 1", ["--field", "spec.name"], "error    cel expression must evaluate to a bool"),
        ("self.size() + 1", ["--field", "spec.name"], "object.yaml:5:9: spec.name: 4"),
        ("spec.name == ''", [], "hint     did you mean self.spec?"),
        ("self.startWith('a')", ["--field", "spec.name"], "hint     did you mean startsWith?"),
        (
            "isIP(self)",
            ["--field", "spec.name", "--min-kubernetes", "1.30"],
            "error    1:5: isIP() can be used from Kubernetes 1.31 on, not in 1.30",
        ),
    ],
)
def test_outcomes(ask: Callable[..., Any], rule: str, options: list[str], line: str) -> None:
    assert line in ask(rule, *options, object=_OBJECT).out.splitlines()


@pytest.mark.parametrize(
    ("rule", "field", "outcomes"),
    [
        ("self.port >= oldSelf.port", "spec.items[]", {"spec.items[0]": False, "spec.items[1]": True}),
        # items of an atomic list correspond to nothing
        ("self.port >= oldSelf.port", "spec.ports[]", {"spec.ports[0]": None, "spec.ports[1]": None}),
        ("self.replicas == oldSelf.replicas", "spec", {"spec": False}),
    ],
)
def test_updates(ask: Callable[..., Any], rule: str, field: str, outcomes: dict[str, bool | None]) -> None:
    old = _OBJECT.replace("{name: a, port: 1}", "{name: a, port: 9}").replace("spec:", "spec:\n  replicas: 1")
    done = ask(rule, "--field", field, "--format", "json", object=_OBJECT, old=old)
    places = json.loads(done.out)["objects"][0]["places"]
    assert {place["field"]: place["holds"] for place in places} == outcomes


def test_rules_are_not_evaluated_on_what_a_server_refuses_before(ask: Callable[..., Any]) -> None:
    done = ask("self.name == ''", "--field", "spec", object=_OBJECT.replace("name: abc", "name: 5"))
    assert done.code == 1
    assert done.out.splitlines()[-2:] == [
        "object.yaml:1: not evaluated: a server stops before the rules",
        '  spec.name: Invalid value: "integer": spec.name in body must be of type string: "integer"',
    ]


def test_many_places_are_counted(ask: Callable[..., Any]) -> None:
    ports = "".join(f"    - {{name: a, port: {number}}}\n" for number in range(100))
    text = f"apiVersion: shop.example.com/v1\nkind: Database\nspec:\n  ports:\n{ports}"
    right = ask("self.port >= 0", "--field", "spec.ports[]", object=text).out.splitlines()
    assert right[4:] == ["object.yaml:1: holds for 100 of 100"]
    wrong = ask("self.port > 50", "--field", "spec.ports[]", object=text).out.splitlines()
    assert wrong[-2:] == ["object.yaml:1: and 41 more places", "object.yaml:1: holds for 49 of 100"]


def test_no_hint_says_what_was_written(ask: Callable[..., Any]) -> None:
    assert "hint" not in ask("self.class == ''", "--field", "spec").out


def test_json(ask: Callable[..., Any]) -> None:
    done = ask("self.all(k, k.contains('x'))", "--field", "spec.labels", "--format", "json", object=_OBJECT)
    report = json.loads(done.out)
    assert list(report) == [
        *(
            "schemaVersion",
            "rule",
            "resource",
            "version",
            "field",
            "error",
            "type",
            "cost",
            "newer",
            "objects",
        )
    ]
    assert report["cost"]["total"] == report["cost"]["run"] * report["cost"]["runs"]
    assert report["objects"][0]["places"] == [
        {
            "field": "spec.labels",
            "line": 12,
            "column": 11,
            "holds": False,
            "explanation": {
                "text": "self.all(k, k.contains('x'))",
                "offset": 0,
                "outcome": "false",
                "note": "false for 1 of 1",
                "variables": {},
                "operands": [],
                "parts": [
                    {
                        "text": "k.contains('x')",
                        "offset": 12,
                        "outcome": "false",
                        "note": "",
                        "variables": {"k": '"tier"'},
                        "operands": [],
                        "parts": [],
                    }
                ],
            },
        }
    ]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--field", "spec.nam"], "--field spec.nam: spec has no field nam (did you mean name?)"),
        (["--version", "v2"], "Database has no version v2 (it has v1)"),
        (["--min-kubernetes", "new"], "--min-kubernetes is a release like 1.30, not 'new'"),
        (["--format", "xml"], "--format is text or json, not 'xml'"),
        (["--old", "x.yaml"], "--old is what --object was before (give both)"),
        (["--object", "nowhere.yaml"], "nowhere.yaml: cannot be read: No such file or directory"),
    ],
)
def test_complaints(ask: Callable[..., Any], options: list[str], complaint: str) -> None:
    done = ask("true", *options)
    assert (done.code, done.out, done.err) == (2, "", f"scaffold: {complaint}\n")


def test_hostile_rules_end(ask: Callable[..., Any]) -> None:
    deep = "!" * 20_000 + "true"
    assert ask(deep, object=_OBJECT).code in (0, 1)
    assert ask("(" * 5_000, object=_OBJECT).code == 1
    nested = "self.spec.ports.all(a, " * 40 + "true" + ")" * 40
    assert ask(nested, object=_OBJECT).code == 1
    assert ask("\x1b[31m", object=_OBJECT).out.count("\x1b") == 0


def test_the_documentation_shows_what_is_printed(
    scaffold: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (Path(__file__).parents[2] / "docs" / "cel.md").read_text(encoding="utf-8")
    database, orders = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    examples = re.findall(r"```console\n\$ scaffold (.*?)\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 3
    monkeypatch.chdir(tmp_path)
    Path("database.yaml").write_text(database, encoding="utf-8")
    Path("orders.yaml").write_text(orders, encoding="utf-8")
    for command, shown in examples:
        assert scaffold(*shlex.split(command)).out == shown
