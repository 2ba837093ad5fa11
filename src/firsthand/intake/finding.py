"""Which files are meant by a path."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from firsthand.errors import IntakeError

SIDECAR = ".meta.json"


def shown(path: str) -> str:
    """`path` as it can be printed and stored: bytes of a file's name that are not UTF-8 become the replacement sign."""
    return os.fsencode(path).decode("utf-8", "replace")


def find_files(path: str) -> Iterator[str | IntakeError]:
    """The file itself, or all files below a folder, in order; errors stand for what is not there.

    Hidden files and sidecars are passed over.
    """
    if Path(path).is_dir():
        found = tuple(_walk(path))
        yield from found or (
            IntakeError(
                shown(path), "nothing to read in this folder", hint="give a folder with .txt, .md or .jsonl files"
            ),
        )
    elif not path.endswith(SIDECAR):
        yield path
    elif find_text(path) is None:
        yield IntakeError(shown(path), "a sidecar without its text", hint=f"put NAME.txt beside NAME{SIDECAR}")


def _walk(folder: str) -> Iterator[str | IntakeError]:
    broken: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=broken.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith(SIDECAR):
                yield Path(root, name).as_posix() if root != "." else f"./{name}"
    for error in broken:
        yield unreadable(os.fsdecode(error.filename), error)


def find_text(sidecar: str) -> str | None:
    """The file that a sidecar goes with, if it is there."""
    stem = Path(sidecar.removesuffix(SIDECAR))
    if stem.is_file():
        return str(stem)
    return next(
        (str(p) for p in sorted(stem.parent.glob("*")) if p.stem == stem.name and not p.name.endswith(SIDECAR)), None
    )


def find_sidecar(path: str) -> str | None:
    """The sidecar of a text: `NAME.txt.meta.json` or `NAME.meta.json`."""
    whole = Path(path)
    return next((str(p) for p in (Path(path + SIDECAR), whole.with_name(whole.stem + SIDECAR)) if p.is_file()), None)


def unreadable(path: str, error: OSError) -> IntakeError:
    """What the operating system says about `path`, for the person."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return IntakeError(shown(path), "not found", hint="check the path; ls shows what is there")
        case PermissionError():
            return IntakeError(shown(path), "may not be read", hint="check its permissions: chmod u+r")
        case _:
            return IntakeError(
                shown(path), f"cannot be read: {error.strerror}", hint="check that the disk and the file are sound"
            )
