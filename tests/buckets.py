"""A real server of S3 (SeaweedFS, one process, on the loopback) for the tests of what lies in a bucket."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from botocore.exceptions import ClientError

from bihuan.core.bucket import Bucket
from bihuan.core.storage import StorageFails

WEED = Path(sys.executable).with_name("weed")
KEY, SECRET, BUCKET = "a-key", "a-secret", "town-files"
ADDRESS = f"s3://{BUCKET}/photos"
PORTS = (
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "s3.port.grpc",
)
FLAGS = (
    "-ip=127.0.0.1",
    "-ip.bind=127.0.0.1",
    "-master.volumeSizeLimitMB=64",
    "-master.telemetry=false",
    "-volume.max=20",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
)
UP_SECONDS = 90  # one is enough but where many share the machine


class Server:
    """The server, and how a town's setting S3 reaches it."""

    def __init__(self, folder: Path) -> None:
        rights = {"name": "town", "actions": ["Admin", "Read", "Write", "List"]}
        rights["credentials"] = [{"accessKey": KEY, "secretKey": SECRET}]
        (folder / "s3.json").write_text(json.dumps({"identities": [rights]}))
        self._folder = folder
        self._start()
        self._wait_until_up()

    def _start(self) -> None:
        """On ports of its own, so that several runs stand beside each other; it tells nobody of itself."""
        self.port, *more = _free_ports(1 + len(PORTS))
        flags = [f"-{name}={port}" for name, port in zip(PORTS, more, strict=True)]
        flags += [f"-dir={self._folder}", f"-s3.config={self._folder / 's3.json'}"]
        flags += [f"-{name}.localSocket={self._folder / name}" for name in ("filer", "s3")]
        self._process = subprocess.Popen(
            [str(WEED), "server", "-s3", f"-s3.port={self.port}", *flags, *FLAGS],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )

    def access(self, **other: Any) -> dict[str, Any]:
        """What the setting S3 says."""
        given = {"endpoint": f"http://127.0.0.1:{self.port}", "key": KEY, "secret": SECRET}
        return given | {"region": "us-east-1", "path_style": True} | other

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _wait_until_up(self) -> None:
        """Up is where the bucket can be made and written to. Who finds a port taken meanwhile starts again on others."""
        begun = time.monotonic()
        while True:
            maker = Bucket(ADDRESS, **self.access())
            try:
                urlopen(f"http://127.0.0.1:{self.port}/status", timeout=1).close()
                maker._client.create_bucket(Bucket=BUCKET)
                maker.write(f"00/{'0' * 64}", b"")
                maker._client.delete_object(Bucket=BUCKET, Key=f"{maker.prefix}00/{'0' * 64}")
                return
            except (OSError, StorageFails, ClientError):
                if time.monotonic() - begun > UP_SECONDS:
                    self.stop()
                    raise
                if self._process.poll() is not None:
                    self._start()
                time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports
