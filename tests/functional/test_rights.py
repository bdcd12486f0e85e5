"""The role of a new project allows what its operator does, and nothing more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scaffolder.documents.reader import read_documents
from tests.functional.projects import example

#: The life of a resource, told by the project's own test helpers: made, robbed of an object, without any use.
LIFE = """
import asyncio, json
from dataclasses import replace
import kmock
from lightkube import AsyncClient, KubeConfig
from lightkube.config.models import Cluster as Server, User
from shop.controllers.database import CONTROLLER
from shop.reconcile import Observed, Reconciler
from shop.settings import Settings
from tests.cluster import Cluster
from tests.samples import samples_of
from tests.test_operator import places, running

async def main():
    async with Cluster() as cluster, kmock.Server(cluster):
        config = KubeConfig.from_one(cluster=Server(server=str(cluster.url)), user=User(token="any")).get()
        [sample] = [s for s in samples_of(CONTROLLER) if s["metadata"]["name"].endswith("full")]
        wanted = places(CONTROLLER, sample)
        async with running(cluster, config):
            owner = await cluster.create(CONTROLLER, sample)
            await cluster.until(lambda: all(map(cluster.holds, wanted)))
            await cluster.remove(wanted[0])
            await cluster.until(lambda: cluster.holds(wanted[0]))
            await cluster.until(lambda: "conditions" in cluster.status_of(owner) and cluster.events())
        nothing = replace(CONTROLLER, desired_state=lambda _: [], observe=lambda *_: Observed(ready=True))
        async with AsyncClient(config) as client:
            reconciler = Reconciler(nothing, client, lambda *_, **__: None, Settings())
            await reconciler.reconcile("default", owner.name)
        assert not any(map(cluster.holds, wanted))
        print(json.dumps([[request.method.value, str(request.url)] for request in cluster]))

asyncio.run(main())
"""

Call = tuple[str, str, str]


def calls(project: Path) -> set[Call]:
    """Group, resource and verb of each call that needs a right."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(["src", "."]), "NO_PROXY": "*"}
    done = subprocess.run(
        [sys.executable, "-c", LIFE], cwd=project, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    requests: list[tuple[str, str]] = json.loads(done.stdout)
    found = {call for method, url in requests if (call := call_of(method, url)) is not None}
    # Making the resource is what its user does.
    return found - {("shop.example.com", "databases", "create")}


def call_of(method: str, url: str) -> Call | None:
    """As the API server reads a request: k8s.io/apiserver/pkg/endpoints/request/requestinfo.go."""
    parts = urlsplit(url)
    root, *rest = parts.path.strip("/").split("/")
    group = rest.pop(0) if root == "apis" and rest else ""
    if len(rest) < 2:
        return None  # discovery
    rest = rest[1:]
    if rest[0] == "namespaces" and len(rest) > 2:
        rest = rest[2:]
    resource, name, subresource = (*rest, "", "")[:3]
    reading = "watch" if "watch" in parse_qs(parts.query) else "get" if name else "list"
    verb = {"GET": reading, "POST": "create", "PATCH": "patch", "DELETE": "delete"}[method]
    return group, f"{resource}/{subresource}" if subresource else resource, verb


def rights(project: Path) -> set[Call]:
    [document] = read_documents((project / "config/rbac/role.yaml").read_bytes())
    role: dict[str, Any] = document.value
    return {
        (group, resource, verb)
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def test_the_role_is_what_the_operator_needs(tmp_path: Path) -> None:
    project = example(tmp_path)
    assert calls(project) == rights(project)
