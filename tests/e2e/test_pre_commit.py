"""The hooks, with the real ``pre-commit`` and a clone of this repository. Slow: it builds an environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

REPOSITORY = Path(__file__).parents[2]
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")


class Checkout:
    """A git checkout whose commits run the hooks."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.env = {
            **os.environ,
            "PRE_COMMIT_HOME": str(home),
            "PATH": f"{PRE_COMMIT.parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "t",
            "GIT_AUTHOR_EMAIL": "t@example.com",
            "GIT_COMMITTER_NAME": "t",
            "GIT_COMMITTER_EMAIL": "t@example.com",
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.root, env=self.env, capture_output=True, text=True, check=False
        )

    def commit(self) -> subprocess.CompletedProcess[str]:
        assert self.run("git", "add", "-A").returncode == 0
        return self.run("git", "commit", "-m", "change")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A generated project whose hooks come from a clone of the commit under test."""
    if not PRE_COMMIT.exists() or shutil.which("git") is None:
        pytest.skip("needs pre-commit and git")
    folder = tmp_path_factory.mktemp("pre-commit")
    hooks = folder / "hooks"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(hooks)], check=True)
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=hooks, check=True, capture_output=True, text=True
    ).stdout.strip()
    scaffold = Path(sys.executable).with_name("scaffold")
    start = [str(scaffold), "new", "shop", "--group", "shop.example.com", "--kind", "Database"]
    subprocess.run(start, cwd=folder, check=True, capture_output=True)
    made = Checkout(folder / "shop", folder / "home")
    config = made.root / ".pre-commit-config.yaml"
    ours = re.compile(r"(- repo: )\S*scaffolder\S*(\s+rev: )\S+")
    text, count = ours.subn(rf"\g<1>{hooks}\g<2>{revision}", config.read_text())
    assert count == 1
    # Other people's hooks come from the network; they are not what is tested here.
    blocks = re.split(r"(?m)^(?=  - repo: )", text)
    config.write_text(blocks[0] + "".join(block for block in blocks[1:] if str(hooks) in block))
    for command in (["git", "init", "--quiet"], ["pre-commit", "install"]):
        done = made.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    return made


def test_a_good_commit_passes(checkout: Checkout) -> None:
    done = checkout.commit()
    assert done.returncode == 0, done.stdout + done.stderr
    for hook in ("validate custom resources", "generated files are in step"):
        assert re.search(rf"{hook}\.*Passed", done.stderr + done.stdout)


def test_a_bad_sample_is_refused_with_its_line(checkout: Checkout) -> None:
    sample = next((checkout.root / "config" / "samples").glob("*_full.yaml"))
    good = sample.read_text()
    sample.write_text(re.sub(r"(?m)^(  replicas:).*$", r"\1 many", good))
    line = next(n for n, text in enumerate(sample.read_text().splitlines(), 1) if text == "  replicas: many")
    done = checkout.commit()
    sample.write_text(good)
    assert done.returncode != 0
    printed = done.stdout + done.stderr
    assert f"config/samples/{sample.name}:{line}:13: error: spec.replicas: " in printed, printed


def test_files_out_of_step_are_refused(checkout: Checkout) -> None:
    source = next((checkout.root / "apis").iterdir())
    good = source.read_text()
    source.write_text(good.replace("maximum=", "maximum=1", 1))
    done = checkout.commit()
    source.write_text(good)
    assert done.returncode != 0
    assert "update  config/crd/" in done.stdout + done.stderr
