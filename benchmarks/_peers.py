"""The commands that are measured on given CRDs and resources: ours, cold and warm, and those of peers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from benchmarks._timing import Run, peers, scaffold

WARM = "scaffold, warm"
COLD = "scaffold, cold"


def contenders(resources: Path, crds: Path, scratch: Path) -> dict[str, Run]:
    """``scratch`` is an empty folder for caches and converted schemas."""
    ours = [scaffold(), "validate", str(resources), "--crds", str(crds)]
    cold, warm = scratch / "cold", scratch / "warm"
    runs = {
        WARM: Run(ours, {"SCAFFOLD_CACHE_DIR": str(warm)}),
        COLD: Run(
            ours, {"SCAFFOLD_CACHE_DIR": str(cold)}, before=lambda: shutil.rmtree(cold, ignore_errors=True)
        ),
        "scaffold --no-cache": Run([*ours, "--no-cache"]),
    }
    for peer in peers("kubeconform"):
        schemas = scratch / "schemas"
        _convert(crds, schemas)
        pattern = f"{schemas}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json"
        runs[peer] = Run([peer, "-strict", "-schema-location", pattern, str(resources)])
    for peer in peers("kubectl-validate"):
        folder = crds if crds.is_dir() else crds.parent
        runs[peer] = Run([peer, str(resources), "--local-crds", str(folder)])
    return runs


def _convert(crds: Path, target: Path) -> None:
    """As kubeconform's own script makes JSON Schemas of CRDs."""
    target.mkdir()
    for path in sorted(crds.iterdir()) if crds.is_dir() else [crds]:
        for crd in yaml.load_all(path.read_bytes(), Loader=yaml.CSafeLoader):
            spec = crd["spec"] if crd else {"versions": []}
            for version in spec["versions"]:
                name = f"{spec['names']['kind'].lower()}_{spec['group']}_{version['name']}.json"
                schema = version.get("schema", {}).get("openAPIV3Schema", {})
                (target / name).write_text(json.dumps(_closed(schema, root=True)))


def _closed(value: Any, *, root: bool = False) -> Any:
    """What has properties takes no others, and an int-or-string is either."""
    if isinstance(value, list):
        return [_closed(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("format") == "int-or-string":
        return {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    closed = {key: _closed(item) for key, item in value.items()}
    if "properties" in value and not root:
        closed.setdefault("additionalProperties", False)
    return closed
