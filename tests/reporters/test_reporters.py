"""Each ``--format``, on the same results."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import pytest

from scaffolder import reporters
from scaffolder.diagnostics import Diagnostic, Result, Summary
from scaffolder.discovery import declared
from scaffolder.reporters._style import Style

HOSTILE = 'a"<&>\n::error::\x1b[31m,:%0A\x00\ud800'


def results() -> list[Result]:
    return [
        Result("a.yaml", 0, "valid", api_version="x.io/v1", kind="X", name="fine", object={"kind": "X"}),
        Result(
            "a.yaml",
            1,
            "invalid",
            line=9,
            api_version="x.io/v1",
            kind="X",
            name="bad",
            errors=[
                Diagnostic(
                    "spec.replicas",
                    "FieldValueInvalid",
                    "Invalid value: 12: spec.replicas in body should be less than or equal to 9",
                    ("spec", "replicas"),
                    line=12,
                    column=13,
                    excerpt="  replicas: 12 # too many",
                ),
                Diagnostic(
                    "<nil>", "FieldValueInvalid", '"" must validate one schema (oneOf)', line=9, column=1
                ),
            ],
            warnings=[Diagnostic("spec.v", "FieldValueInvalid", "too old", line=13, column=3)],
        ),
        Result("dir/b,c:d.yaml", 0, "skipped", api_version="y.io/v1", kind="Y", name="other"),
        Result(
            "c.yaml", 0, "error", errors=[Diagnostic("", "BadRequest", "yaml: line 2: no", line=2, column=1)]
        ),
        Result(
            "h\n.yaml",
            0,
            "invalid",
            errors=[Diagnostic(HOSTILE, "UnknownField", HOSTILE, excerpt=HOSTILE, line=1, column=2)],
        ),
    ]


def rendered(format: str, *, colour: bool = False) -> str:
    summary = Summary()
    summary.files = 4

    def counted() -> object:
        for result in results():
            summary.count(result)
            yield result

    report = declared(reporters, "report")[format]
    return "".join(report(counted(), summary, Style(colour)))


def test_every_module_is_a_format() -> None:
    from scaffolder.cli.validate import FORMATS

    assert tuple(declared(reporters, "report")) == FORMATS


def test_text() -> None:
    lines = rendered("text").splitlines()
    assert lines[:5] == [
        "a.yaml:12:13: error: spec.replicas: Invalid value: 12: "
        "spec.replicas in body should be less than or equal to 9",
        "12 |   replicas: 12 # too many",
        "   |             ^^",
        'a.yaml:9:1: error: "" must validate one schema (oneOf)',
        "a.yaml:13:3: warning: spec.v: too old",
    ]
    assert "dir/b,c:d.yaml:1: skipped: no CRD given defines y.io/v1 Y" in lines
    assert lines[-1] == "4 files: 1 valid, 2 invalid, 1 skipped, 1 error, 1 warning"


def test_text_hands_no_control_characters_on() -> None:
    assert "\x1b" not in rendered("text")
    assert "\x1b[1;31merror\x1b[0m" in rendered("text", colour=True)
    assert "\x1b[31m" not in rendered("text", colour=True)


CARETS = [
    ("  key: value", 8, "^^^^^"),
    ("  key: 'a b' # c", 8, "^^^^^"),
    ('  key: "unclosed', 8, "^^^^^^^^^"),
    ("  {a: 1, b: 2}", 7, "^"),
    ("  key:", 7, "^"),
    ("\tkey: value", 2, "^^^"),
]


@pytest.mark.parametrize(("excerpt", "column", "marks"), CARETS)
def test_the_caret_line(excerpt: str, column: int, marks: str) -> None:
    found = Diagnostic("f", "r", "m", line=1, column=column, excerpt=excerpt)
    report = declared(reporters, "report")["text"]
    text = "".join(report([Result("f", 0, "invalid", errors=[found])], Summary(), Style()))
    source, caret = text.splitlines()[1:3]
    assert source == f"1 | {excerpt}"
    assert caret.split()[-1] == marks
    assert caret.index("^") == 4 + column - 1


def test_the_caret_under_wide_letters_and_in_long_lines() -> None:
    report = declared(reporters, "report")["text"]
    wide = Diagnostic("f", "r", "m", line=1, column=5, excerpt="名前: x")
    text = "".join(report([Result("f", 0, "invalid", errors=[wide])], Summary(), Style()))
    assert text.splitlines()[2] == "  |       ^"
    long = Diagnostic("f", "r", "m", line=1, column=5001, excerpt="x" * 5000 + "!" + "y" * 5000)
    text = "".join(report([Result("f", 0, "invalid", errors=[long])], Summary(), Style()))
    source, caret = text.splitlines()[1:3]
    assert len(source) < 200
    assert source[caret.index("^")] == "!"


def test_json_is_the_contract() -> None:
    document = json.loads(rendered("json"))
    assert document["schemaVersion"] == 1
    assert document["results"][1]["errors"][0] == {
        "field": "spec.replicas",
        "reason": "FieldValueInvalid",
        "message": "Invalid value: 12: spec.replicas in body should be less than or equal to 9",
        "line": 12,
        "column": 13,
    }
    assert document["results"][0]["object"] == {"kind": "X"}
    assert document["summary"] == {
        "files": 4,
        "documents": 5,
        "valid": 1,
        "invalid": 2,
        "skipped": 1,
        "errors": 1,
    }


def test_json_of_nothing() -> None:
    report = declared(reporters, "report")["json"]
    assert json.loads("".join(report([], Summary(), Style())))["results"] == []


def test_github_commands_stay_in_their_line() -> None:
    lines = rendered("github").splitlines()
    assert lines[0].startswith(
        "::error file=a.yaml,line=12,col=13,title=FieldValueInvalid::spec.replicas: Invalid"
    )
    assert len(lines) == 5
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    assert all(line.isprintable() for line in lines)
    assert lines[4].startswith(
        '::error file=h%0A.yaml,line=1,col=2,title=UnknownField::a"<&>%0A::error::\\x1b'
    )


@pytest.mark.parametrize("format", ["text", "github", "junit", "sarif"])
def test_a_hint_stands_behind_the_message(format: str) -> None:
    found = Diagnostic(
        "spec.replcas", "UnknownField", "unknown", line=1, column=1, hint="did you mean replicas?"
    )
    report = declared(reporters, "report")[format]
    text = "".join(report([Result("f", 0, "invalid", errors=[found])], Summary(), Style()))
    assert "spec.replcas: unknown (did you mean replicas?)" in text


def test_sarif_names_files_that_are_no_utf_8() -> None:
    report = declared(reporters, "report")["sarif"]
    found = [Diagnostic("", "BadRequest", "m")]
    document = json.loads(
        "".join(report([Result("d\udcff/\xe9.yaml", 0, "error", errors=found)], Summary(), Style()))
    )
    location = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "d%FF/%C3%A9.yaml"}


def test_sarif_has_its_shape() -> None:
    document = json.loads(rendered("sarif"))
    run = document["runs"][0]
    assert document["version"] == "2.1.0"
    assert len(run["results"]) == 5
    assert {r["ruleId"] for r in run["results"]} <= {r["id"] for r in run["tool"]["driver"]["rules"]}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a.yaml"}, "region": {"startLine": 12, "startColumn": 13}}


def test_junit_is_xml_with_the_right_counts() -> None:
    suite = ElementTree.fromstring(rendered("junit").encode("utf-8"))[0]
    assert {k: suite.get(k) for k in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "2",
        "errors": "1",
        "skipped": "1",
    }
    assert [child.tag for case in suite for child in case] == ["failure", "skipped", "error", "failure"]
    # Jenkins' schema knows no other attribute but time.
    assert {key for case in suite for key in case.attrib} == {"classname", "name"}
    assert "a.yaml:12:13: spec.replicas: Invalid" in "".join(suite.itertext())


@pytest.mark.parametrize(("depth", "kept"), [(400, True), (10_000, False)])
def test_json_of_a_deep_object(depth: int, kept: bool) -> None:
    deep: object = "x"
    for _ in range(depth):
        deep = {"a": deep}
    report = declared(reporters, "report")["json"]
    document = json.loads("".join(report([Result("f", 0, "valid", object=deep)], Summary(), Style())))
    assert (document["results"][0]["object"] is not None) == kept
