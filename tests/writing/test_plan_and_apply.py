"""What happens to the user's files: through ``make_plan`` and ``apply_plan``, on a real folder."""

from __future__ import annotations

import errno
import json
import tempfile
from pathlib import Path

import pytest

from scaffolder.errors import ScaffoldError
from scaffolder.files import GeneratedFile, Owner
from scaffolder.writing.apply import apply_plan
from scaffolder.writing.plan import Action, Plan, make_plan

LEDGER = ".scaffold/owned.json"


def tool(path: str, text: str = "v1\n") -> GeneratedFile:
    return GeneratedFile(path, text, Owner.TOOL)


def user(path: str, text: str = "v1\n") -> GeneratedFile:
    return GeneratedFile(path, text, Owner.USER)


def generate(root: Path, *files: GeneratedFile, force: bool = False) -> Plan:
    plan = make_plan(root, files, ledger_path=LEDGER, force=force)
    if not plan.conflicts:
        apply_plan(plan)
    return plan


def actions(plan: Plan) -> dict[str, str]:
    return {change.path: change.action.value for change in plan.changes}


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "shop"
    generate(root, tool("config/a.yaml"), user("src/b.py"))
    assert set(snapshot(root)) == {"config/a.yaml", "src/b.py", LEDGER}
    assert [p.name for p in root.parent.iterdir()] == ["shop"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    generate(root, tool("a"))
    assert (root / "a").read_text() == "v1\n"


EDITS = [
    # (owner, what the user did since, what is generated now) -> action
    (Owner.TOOL, None, "v1\n", "unchanged"),
    (Owner.TOOL, None, "v2\n", "update"),
    (Owner.TOOL, "mine\n", "v1\n", "conflict"),
    (Owner.TOOL, "mine\n", "v2\n", "conflict"),
    (Owner.TOOL, "v2\n", "v2\n", "unchanged"),
    (Owner.TOOL, "v1\r\n", "v2\n", "update"),
    (Owner.TOOL, "", "v2\n", "conflict"),
    (Owner.USER, None, "v2\n", "skip"),
    (Owner.USER, "mine\n", "v2\n", "skip"),
]


@pytest.mark.parametrize(("owner", "edit", "now", "action"), EDITS)
def test_edits(tmp_path: Path, owner: Owner, edit: str | None, now: str, action: str) -> None:
    generate(tmp_path, GeneratedFile("f", "v1\n", owner))
    if edit is not None:
        (tmp_path / "f").write_bytes(edit.encode())
    before = (tmp_path / "f").read_bytes()
    plan = generate(tmp_path, GeneratedFile("f", now, owner))
    assert actions(plan) == {"f": action}
    after = (tmp_path / "f").read_bytes()
    assert after == (now.encode() if action == "update" else before)


def test_a_conflict_stops_everything_and_force_goes_on(tmp_path: Path) -> None:
    generate(tmp_path, tool("a"), tool("b"))
    (tmp_path / "a").write_text("mine\n")
    before = snapshot(tmp_path)
    plan = make_plan(tmp_path, [tool("a", "v2\n"), tool("b", "v2\n")], ledger_path=LEDGER)
    with pytest.raises(ScaffoldError, match="a was edited"):
        apply_plan(plan)
    assert snapshot(tmp_path) == before
    generate(tmp_path, tool("a", "v2\n"), tool("b", "v2\n"), force=True)
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text() == "v2\n"
    assert generate(tmp_path, tool("a", "v2\n"), tool("b", "v2\n")).in_step


def test_a_tool_file_that_is_no_longer_generated_goes_unless_edited(tmp_path: Path) -> None:
    generate(tmp_path, tool("a"), tool("b"), user("c"))
    (tmp_path / "b").write_text("mine\n")
    plan = make_plan(tmp_path, [], ledger_path=LEDGER)
    assert actions(plan) == {"a": "delete", "b": "conflict", "c": "orphan"}
    (tmp_path / "b").write_text("v1\n")
    generate(tmp_path)
    assert set(snapshot(tmp_path)) == {"c", LEDGER}


def test_a_user_file_that_was_deleted_stays_deleted(tmp_path: Path) -> None:
    generate(tmp_path, user("README.md"), tool("a"))
    (tmp_path / "README.md").unlink()
    plan = generate(tmp_path, user("README.md"), tool("a"))
    assert actions(plan)["README.md"] == "skip"
    assert not (tmp_path / "README.md").exists()


def test_a_user_file_of_what_is_gone_is_told_and_left(tmp_path: Path) -> None:
    generate(tmp_path, user("apis/a"), user("controllers/a"), tool("b"))
    plan = make_plan(tmp_path, [tool("b")], sources=["apis/a"], ledger_path=LEDGER)
    assert actions(plan) == {"b": "unchanged", "controllers/a": "orphan"}
    assert plan.in_step
    apply_plan(plan)
    assert (tmp_path / "controllers/a").exists()

    (tmp_path / "controllers/a").unlink()
    assert actions(make_plan(tmp_path, [tool("b")], sources=["apis/a"], ledger_path=LEDGER)) == {
        "b": "unchanged"
    }


def test_without_a_ledger_a_differing_file_is_a_conflict(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("somebody's\n")
    assert actions(make_plan(tmp_path, [tool("a")])) == {"a": "conflict"}
    (tmp_path / "a").write_text("v1\n")
    assert actions(make_plan(tmp_path, [tool("a")])) == {"a": "unchanged"}


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "/etc/x", "", ".", "a//b", "a/./b", "C:/x", "a\\..\\b", "a\0b", "a/"]
)
def test_paths_that_climb_out_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ScaffoldError, match="outside"):
        make_plan(tmp_path, [tool(path)])


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root" / "config").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ScaffoldError, match="symbolic link"):
        make_plan(tmp_path / "root", [tool("config/a")])


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for pair in (("a", "a"), ("Makefile", "makefile")):
        with pytest.raises(ScaffoldError, match="two generated files"):
            make_plan(tmp_path, [tool(path) for path in pair])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"owned": []}', '{"owned": {"a": 1}, "created": []}'])
def test_a_damaged_ledger_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / ".scaffold").mkdir()
    (tmp_path / LEDGER).write_text(content)
    with pytest.raises(ScaffoldError, match="restore it from version control"):
        make_plan(tmp_path, [tool("a")], ledger_path=LEDGER)


def test_a_hostile_ledger_deletes_nothing_outside(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / ".scaffold").mkdir(parents=True)
    (tmp_path / "victim").write_text("v1\n")
    (root / LEDGER).write_text(json.dumps({"owned": {"../victim": "x"}, "created": []}))
    with pytest.raises(ScaffoldError, match="outside"):
        make_plan(root, [], ledger_path=LEDGER)
    assert (tmp_path / "victim").exists()


class FullDisk:
    """Stands where ``Path.replace`` is, and fails at the given call as a full disk does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: int) -> None:
        self.calls = 0
        self.fail_at = fail_at
        real = Path.replace

        def replace(path: Path, target: Path) -> Path:
            self.calls += 1
            if self.calls == self.fail_at:
                raise OSError(errno.ENOSPC, "No space left on device", str(target))
            return real(path, target)

        monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("fail_at", [1, 2, 3, 4])
def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int
) -> None:
    generate(tmp_path, tool("a"), tool("b"))
    before = snapshot(tmp_path)
    files = [tool("a", "v2\n"), tool("b", "v2\n"), tool("new/c")]
    plan = make_plan(tmp_path, files, ledger_path=LEDGER)
    with monkeypatch.context() as patched:
        FullDisk(patched, fail_at)
        with pytest.raises(ScaffoldError, match="No space left on device; nothing was changed"):
            apply_plan(plan)
    assert snapshot(tmp_path) == before
    assert not (tmp_path / "new").exists()
    apply_plan(plan)
    assert (tmp_path / "new" / "c").read_text() == "v1\n"


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write anywhere, so the refusal of the file system is played by the first call that meets it.
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(ScaffoldError, match="Permission denied"):
        apply_plan(make_plan(tmp_path / "shop", [tool("a")]))
    assert list(tmp_path.iterdir()) == []


def test_modes(tmp_path: Path) -> None:
    generate(tmp_path, GeneratedFile("run.sh", "#!/bin/sh\n", Owner.TOOL, executable=True), tool("a"))
    assert (tmp_path / "run.sh").stat().st_mode & 0o111
    (tmp_path / "a").chmod(0o640)
    generate(tmp_path, tool("a", "v2\n"), tool("run.sh", "#!/bin/sh\n"))
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_the_diff_is_a_patch(tmp_path: Path) -> None:
    generate(tmp_path, tool("a"))
    plan = make_plan(tmp_path, [tool("a", "v2\n"), tool("b")], ledger_path=LEDGER)
    text = "".join(line for change in plan.changes for line in change.diff())
    assert "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-v1\n+v2\n" in text
    assert "--- /dev/null\n+++ b/b\n" in text
    assert [change.action for change in plan.changes] == [Action.UPDATE, Action.CREATE]
