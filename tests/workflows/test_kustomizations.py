"""What a kustomization's folder stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.workflows.kustomizations import find_built_files


def tree(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


CASES = [
    ({"a.yaml": "", "b.txt": "", "sub/c.yml": ""}, ["a.yaml", "sub/c.yml"]),
    ({"kustomization.yaml": "resources: [b.yaml]", "a.yaml": "", "b.yaml": ""}, ["b.yaml"]),
    (
        {
            "kustomization.yaml": "resources: [sub]",
            "sub/kustomization.yml": "resources: [x.yaml]",
            "sub/x.yaml": "",
        },
        ["sub/x.yaml"],
    ),
    (
        {"kustomization.yaml": "resources: [sub]", "sub/x.yaml": "", "sub/y.json": ""},
        ["sub/x.yaml", "sub/y.json"],
    ),
    (
        {
            "kustomization.yaml": "resources:\n- https://x.test/\n- github.com/o/r//p?ref=v1\n- a.yaml\n",
            "a.yaml": "",
        },
        ["a.yaml"],
    ),
    (
        {
            "kustomization.yaml": "resources: [a, b]",
            "a/kustomization.yaml": "resources: [../b]",
            "b/kustomization.yaml": "resources: [../a, x.yaml]",
            "b/x.yaml": "",
        },
        ["b/x.yaml"],
    ),
    ({"kustomization.yaml": ""}, []),
    ({"kustomization.yaml": "- a"}, []),
]


@pytest.mark.parametrize(("files", "found"), CASES)
def test_files(tmp_path: Path, files: dict[str, str], found: list[str]) -> None:
    tree(tmp_path, files)
    assert [str(Path(f).relative_to(tmp_path)) for f in find_built_files([str(tmp_path)])] == found


def test_a_file_that_is_not_there_has_its_place(tmp_path: Path) -> None:
    tree(tmp_path, {"kustomization.yaml": "resources:\n- gone.yaml\n"})
    with pytest.raises(ScaffoldError, match=r"kustomization\.yaml:2:3: gone\.yaml is not there"):
        list(find_built_files([str(tmp_path)]))
