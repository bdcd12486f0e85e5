"""``python -m shop``, as the container image starts it, against an API server in memory."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import kmock
import pytest

from tests.functional.projects import example


def kubeconfig(server: str) -> str:
    return json.dumps(
        {
            "current-context": "c",
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}],
            "clusters": [{"name": "c", "cluster": {"server": server}}],
            "users": [{"name": "c", "user": {"token": "any"}}],
        }
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def operator(project: Path, **environment: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "shop",
        cwd=project,
        env=os.environ | {"PYTHONPATH": "src", "NO_PROXY": "*"} | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


@pytest.mark.asyncio
async def test_it_is_healthy_and_stops_when_told_to(tmp_path: Path) -> None:
    project = example(tmp_path)
    port = free_port()
    watching = asyncio.Event()
    async with kmock.KubernetesEmulator() as cluster, kmock.Server(cluster), asyncio.timeout(30):
        cluster.resources.load_bundled()
        cluster.resources["shop.example.com/v1alpha1/databases"] = kmock.ResourceInfo(
            kind="Database", namespaced=True, verbs={"list", "watch", "get", "patch"}
        )
        cluster[kmock.action.WATCH] << (lambda: watching.set(), ...)
        (tmp_path / "kubeconfig").write_text(kubeconfig(str(cluster.url)))

        process = await operator(
            project, KUBECONFIG=str(tmp_path / "kubeconfig"), HEALTH_PORT=str(port), LOG_FORMAT="json"
        )
        await watching.wait()
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/healthz") as answer,
        ):
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        output, _ = await process.communicate()

    assert process.returncode == 0, output.decode()
    lines = [json.loads(line) for line in output.decode().splitlines()]
    assert [line["message"] for line in lines if line["severity"] in ("warn", "error")] == []


@pytest.mark.asyncio
async def test_without_its_crd_it_does_not_start(tmp_path: Path) -> None:
    project = example(tmp_path)
    async with kmock.KubernetesEmulator() as cluster, kmock.Server(cluster), asyncio.timeout(30):
        (tmp_path / "kubeconfig").write_text(kubeconfig(str(cluster.url)))
        process = await operator(project, KUBECONFIG=str(tmp_path / "kubeconfig"), HEALTH_PORT="0")
        output, _ = await process.communicate()
    expected = (
        "cannot start: the API server does not know databases.shop.example.com: install config/crd first"
    )
    assert (process.returncode, output.decode().strip()) == (1, expected)


@pytest.mark.asyncio
async def test_without_an_api_server_it_does_not_start(tmp_path: Path) -> None:
    project = example(tmp_path)
    (tmp_path / "kubeconfig").write_text(kubeconfig(f"http://127.0.0.1:{free_port()}"))
    process = await operator(project, KUBECONFIG=str(tmp_path / "kubeconfig"), HEALTH_PORT="0")
    output, _ = await process.communicate()
    expected = "cannot start: All connection attempts failed"
    assert (process.returncode, output.decode().strip()) == (1, expected)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"WORKERS": "0"}, "WORKERS='0': a whole number of at least 1 is needed"),
        ({"KUBECONFIG": "/nowhere"}, "Configuration file /nowhere not found"),
    ],
    ids=["setting", "kubeconfig"],
)
async def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, environment: dict[str, str], message: str
) -> None:
    process = await operator(example(tmp_path), **environment)
    output, _ = await process.communicate()
    assert (process.returncode, output.decode().strip()) == (2, message)
