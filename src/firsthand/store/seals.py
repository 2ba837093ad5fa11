"""Seals: hashes by which a changed row shows."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import Any

import msgspec

_ENCODE = msgspec.msgpack.Encoder(order="deterministic").encode

_APART = {"findings": frozenset({"body"})}
"""Columns with a hash of their own, which the seal covers in their stead: closing a finding need not read its body."""

_WHOLE = 1 << 128

SIZE = 16
"""Bytes of a seal: no two rows meet in one by chance."""


def seal(table: str, row: Mapping[Any, Any]) -> bytes:
    """The hash of the table's name and all that the row holds; an empty column is as one that is not there, so that
    a column that is added later leaves old seals valid."""
    apart = _APART.get(table, frozenset())
    told = {str.__str__(k): v for k, v in row.items() if v is not None and k != "seal" and k not in apart}
    return hashlib.sha256(_ENCODE((table, told))).digest()[:SIZE]


def add(total: bytes, *seals: bytes) -> bytes:
    """The sum of seals, whatever their order."""
    return _written(int.from_bytes(total) + sum(map(int.from_bytes, seals)))


def take(total: bytes, *seals: bytes) -> bytes:
    """The sum without these."""
    return _written(int.from_bytes(total) - sum(map(int.from_bytes, seals)))


def _written(number: int) -> bytes:
    return (number % _WHOLE).to_bytes(SIZE)


def pack(raw: bytes) -> bytes:
    """Compressed; level 6 is within two per cent of the best at a third of its time."""
    return zlib.compress(raw, 6)


def unpack(packed: bytes) -> bytes:
    """What `pack` was given; zlib.error for anything else."""
    return zlib.decompress(packed)
