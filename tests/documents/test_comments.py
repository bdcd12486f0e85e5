"""Whole-line comments, told from the strings that look like them."""

from __future__ import annotations

import pytest

from scaffolder.documents.comments import comments
from scaffolder.documents.reader import read_documents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", []),
        ("# one\na: 1 # not alone\n  #two\n#\n", [(1, "one"), (3, "two"), (4, "")]),
        ("a: |\n  # text\n  b\n# real\nb: 1\n", [(4, "real")]),
        ("a: |\n  b\n\n# real\n  # also real\nb: 1\n", [(4, "real"), (5, "also real")]),
        ("a: >-\n  b\n  # text\nb:\n  # real\n  c: 1\n", [(5, "real")]),
        ('a: "x\n  # text\n  y"\n# real\n', [(4, "real")]),
        ("a: 'x\n  # text'\nb: [1,\n  # real\n  2]\n", [(4, "real")]),
        ("x: 1\n---\n# of the second\na: '\n# text'\n", [(3, "of the second")]),
        ("# before a mistake\na: 'b'\nc: [\n# after\n", [(1, "before a mistake"), (4, "after")]),
    ],
)
def test_comments(text: str, expected: list[tuple[int, str]]) -> None:
    *_, document = read_documents(text.encode())
    assert comments(document) == expected


def test_comments_are_picked_by_what_they_contain() -> None:
    (document,) = read_documents(b"# scaffold: expect a: b\n# other\na: |\n  # scaffold: x\n")
    assert comments(document, containing="scaffold:") == [(1, "scaffold: expect a: b")]
