"""Code that is kept of our own modules: taken instead of theirs, and only as long as it is theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scaffolder
from tests.definitions import definition

# Validates, prints for each module whether it came from the cache, and then a traceback through one of them.
SCRIPT = """
import sys, traceback
from scaffolder.cli.entry import main
code = main(["validate", "{resource}", "--crds", "{crd}", *sys.argv[1:]])
for name, module in sorted(sys.modules.items()):
    if name.startswith("scaffolder"):
        print(name, type(module.__spec__.loader).__name__ == "_KnownLoader")
        assert module.__file__ == module.__spec__.origin and module.__spec__.has_location
        assert module.__file__.startswith("{package}")
from scaffolder.validation.registry import Registry
try:
    Registry().find([], "")
except TypeError:
    print(traceback.format_exc(), file=sys.stderr)
"""
CRD = definition("Database", "shop.example.com", "name: {type: string}\n")
RESOURCE = "apiVersion: shop.example.com/v1\nkind: Database\nmetadata:\n  name: a\n"
# Imported when a document is checked, so within the context.
CHECKED = "scaffolder.validation.create"
# What comes before is needed to find the cache.
BEFORE = "scaffolder.workflows.cache_folder"


class Installation:
    """A copy of the package, and a cache for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        self.package = folder / "lib" / "scaffolder"
        source = Path(scaffolder.__file__).parent
        shutil.copytree(source, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "crd.yaml").write_text(CRD)
        (folder / "a.yaml").write_text(RESOURCE)
        self._script = SCRIPT.format(
            resource=folder / "a.yaml", crd=folder / "crd.yaml", package=self.package
        )

    def run(self, *options: str, python: tuple[str, ...] = ()) -> tuple[dict[str, bool], str]:
        """Which modules came from the cache, and the traceback."""
        done = self.python(*python, "-c", self._script, *options)
        verdict, *modules = done.stdout.splitlines()
        assert verdict == "1 file: 1 valid"
        return {name: known == "True" for name, known in map(str.split, modules)}, done.stderr

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(self.package.parent),
                "SCAFFOLD_CACHE_DIR": str(self.cache),
            },
        )

    def entry(self) -> Path:
        (found,) = self.cache.rglob("modules-*")
        return found


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_modules_come_from_the_cache(installation: Installation) -> None:
    first, traceback = installation.run()
    assert not any(first.values())
    kept = installation.entry().read_bytes()
    second, traceback_again = installation.run()
    assert second[CHECKED]
    assert not second[BEFORE]
    assert sum(second.values()) > 40
    assert installation.entry().read_bytes() == kept
    assert "self._resources.get((group, kind))" in traceback
    assert traceback_again == traceback


def test_without_a_cache_there_is_none(installation: Installation) -> None:
    installation.run("--no-cache")
    assert not installation.cache.exists()
    installation.run()
    assert not any(installation.run("--no-cache")[0].values())


def test_a_changed_source_counts(installation: Installation) -> None:
    """Even where nothing else says that it has changed, as in an installation that somebody edits."""
    record = installation.package.parent / f"scaffolder-{scaffolder.__version__}.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("")
    installation.run()
    source = installation.package / "validation" / "create.py"
    source.write_text(source.read_text() + "\nTHIS = 1\n")
    changed = installation.run()[0]
    assert not changed[CHECKED]
    assert changed["scaffolder.validation.validate"]
    assert installation.run()[0][CHECKED]


def test_what_is_new_is_added(installation: Installation) -> None:
    assert "scaffolder.reporters.json" not in installation.run()[0]
    size = len(installation.entry().read_bytes())
    installation.python("-m", "scaffolder", "validate", "a.yaml", "--crds=crd.yaml", "--format=json")
    assert len(installation.entry().read_bytes()) > size
    assert installation.run()[0][CHECKED]


@pytest.mark.parametrize(
    "damaged",
    [slice(0, 1), slice(9, 10), slice(300, 301), slice(100_000, None)],
    ids=["head", "length", "table", "code"],
)
def test_damage_is_noticed(installation: Installation, damaged: slice) -> None:
    installation.run()
    content = bytearray(installation.entry().read_bytes())
    content[damaged] = bytes(byte ^ 0xFF for byte in content[damaged])
    installation.entry().write_bytes(content)
    installation.run()
    assert installation.entry().read_bytes() != content
    assert installation.run()[0][CHECKED]


@pytest.mark.parametrize("content", [b"", b"\xff", b"\xff" * 11, b"\xff" * 100])
def test_what_is_no_entry_is_replaced(installation: Installation, content: bytes) -> None:
    installation.run()
    installation.entry().write_bytes(content)
    installation.run()
    assert installation.run()[0][CHECKED]


def test_code_without_assertions_is_kept_apart(installation: Installation) -> None:
    installation.run()
    assert not installation.run(python=("-O",))[0][CHECKED]
    assert installation.run(python=("-O",))[0][CHECKED]
    assert installation.run()[0][CHECKED]


def test_another_installation_has_its_own_files(installation: Installation, tmp_path: Path) -> None:
    installation.run()
    (tmp_path / "other").mkdir()
    other = Installation(tmp_path / "other")
    other.cache = installation.cache
    for path in installation.package.rglob("*.py"):
        twin = other.package / path.relative_to(installation.package)
        os.utime(twin, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    # The script itself holds that no module is from the first one.
    assert not any(other.run()[0].values())
