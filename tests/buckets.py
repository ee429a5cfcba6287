"""A real server of S3 (SeaweedFS, one process, on the loopback) for the tests of what lies in a bucket."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

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
)
UP_SECONDS = 30


class Server:
    """The server, and how a town's setting S3 reaches it."""

    def __init__(self, folder: Path) -> None:
        self.port, *more = _free_ports(2 + len(PORTS))
        rights = {"name": "town", "actions": ["Admin", "Read", "Write", "List"]}
        rights["credentials"] = [{"accessKey": KEY, "secretKey": SECRET}]
        (folder / "s3.json").write_text(json.dumps({"identities": [rights]}))
        flags = [f"-{name}={port}" for name, port in zip(PORTS, more, strict=False)]
        flags += [f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.volumeSizeLimitMB=64"]
        flags += ["-volume.max=20", f"-s3.config={folder / 's3.json'}", f"-s3.port.grpc={more[-1]}"]
        self._process = subprocess.Popen(
            [str(WEED), "server", "-s3", f"-s3.port={self.port}", *flags],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        self._wait_until_up()

    def access(self, **other: Any) -> dict[str, Any]:
        """What the setting S3 says."""
        given = {"endpoint": f"http://127.0.0.1:{self.port}", "key": KEY, "secret": SECRET}
        return given | {"region": "us-east-1", "path_style": True} | other

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _wait_until_up(self) -> None:
        """Up is where the bucket can be made and written to."""
        begun, maker = time.monotonic(), Bucket(ADDRESS, **self.access())
        while True:
            try:
                urlopen(f"http://127.0.0.1:{self.port}/status", timeout=1).close()
                maker._client.create_bucket(Bucket=BUCKET)
                maker.write(f"00/{'0' * 64}", b"")
                maker._client.delete_object(Bucket=BUCKET, Key=f"{maker.prefix}00/{'0' * 64}")
                return
            except (URLError, HTTPError, OSError, StorageFails, maker._client.exceptions.ClientError):
                if time.monotonic() - begun > UP_SECONDS:
                    self.stop()
                    raise
                time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports
