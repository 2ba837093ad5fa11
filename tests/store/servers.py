"""A PostgreSQL server of the tests' own: in a folder that is thrown away, reached through a socket there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_OTHERS = ("postgres", "nobody")
"""Who runs it where the tests are run by root, which PostgreSQL refuses."""


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest; None where the package is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -int(p.parent.name))
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a running server's database; `folder` is empty and stays until the server has stopped."""
    bin_ = programs()
    assert bin_ is not None
    user = _user()
    if os.geteuid() == 0:
        shutil.chown(folder, user)
        for above in (folder, *folder.parents):
            if above.stat().st_uid == 0 and not above.stat().st_mode & 0o001:
                above.chmod(above.stat().st_mode | 0o011)
    data = folder / "data"
    _run([bin_ / "initdb", "-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], user)
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=64MB"
    control: list[str | Path] = [bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    _run([*control, "-t", "180", "-o", settings, "start"], user)
    try:
        yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
    finally:
        _run([*control, "-m", "immediate", "stop"], user)


def _user() -> str:
    import pwd

    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _OTHERS if name in known)


def _run(command: Sequence[str | Path], user: str) -> None:
    """As the user; its output only if it fails."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={user}", "--clear-groups", *words]
    done = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL, cwd="/"
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}"
