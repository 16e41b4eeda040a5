"""The real server in a process of its own, which can be killed at any moment."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from learner_api.commands import main; main()")


def a_free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass(slots=True)
class Server:
    """``course serve`` with one worker, on one database, started again and again.

    Unless ``options`` say otherwise, nothing goes on beside the answers.
    """

    data_dir: Path
    database_url: str
    port: int
    options: tuple[str, ...] = ("--no-mail",)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment of this test, without another installation's settings."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("COURSE_")
        }
        return inherited | {
            "COURSE_DATA_DIR": str(self.data_dir),
            "COURSE_DATABASE_URL": self.database_url,
            "COURSE_PORT": str(self.port),
            "COURSE_LOG_LEVEL": "warning",
        }

    @property
    def log(self) -> Path:
        return self.data_dir / "server.log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--workers", "1", *self.options],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9, to the whole process group: nothing is tidied up."""
        if self.process is None:
            return
        # A server that has ended by itself is a fault, and would hide what is tested.
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
