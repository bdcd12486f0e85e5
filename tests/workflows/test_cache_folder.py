"""What is kept between runs depends on the code that made it, whatever its version is called."""

from __future__ import annotations

import os
from pathlib import Path

from scaffolder import __version__
from scaffolder.workflows.cache_folder import code_state


def test_an_installation_is_known_by_its_record(tmp_path: Path) -> None:
    package = tmp_path / "scaffolder"
    package.mkdir()
    (package / "a.py").write_text("1\n")
    record = tmp_path / f"scaffolder-{__version__}.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("scaffolder/a.py,sha256=aaa,2\n")
    before = code_state(str(package))
    assert code_state(str(package)) == before
    record.write_text("scaffolder/a.py,sha256=bbb,2\n")
    assert code_state(str(package)) != before


def test_a_checkout_is_known_by_its_newest_source(tmp_path: Path) -> None:
    package = tmp_path / "scaffolder"
    (package / "below").mkdir(parents=True)
    for name in ("a.py", "below/b.py"):
        (package / name).write_text("1\n")
        os.utime(package / name, (1_000_000, 1_000_000))
    before = code_state(str(package))
    os.utime(package / "below" / "b.py", (1_000_001, 1_000_001))
    assert code_state(str(package)) != before
