"""Pages and parts of answers as bytes, for piles that are larger than memory."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterator, MutableMapping
from typing import Generic, TypeVar

import msgspec

from firsthand.comparing.credits import Written
from firsthand.comparing.pile import Page
from firsthand.comparing.stream_block import Part
from firsthand.comparing.tellings import Telling
from firsthand.comparing.wording import Wording
from firsthand.model import Reading

K = TypeVar("K", str, int)
V = TypeVar("V")

_HOT = 96
"""So many values are kept ready; a block has at most 64 pages."""

_FEW = 8
"""So many parts: each is asked for once, when its block is compared anew, and is half a megabyte."""

_QUICK = 1
"""Of zlib's levels: a page takes a third of its bytes, and the next level costs as much again."""


class Shelf(MutableMapping[K, V], Generic[K, V]):
    """Values that lie packed in `bytes_`, a mapping of whatever kind; those last used are kept as they are."""

    def __init__(
        self,
        bytes_: MutableMapping[K, bytes],
        *,
        pack: Callable[[V], bytes],
        unpack: Callable[[bytes], V],
        hot: int = _HOT,
    ) -> None:
        self._bytes: MutableMapping[K, bytes] = bytes_
        self._pack, self._unpack, self._most = pack, unpack, hot
        self._hot: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        value = self._hot.pop(key) if key in self._hot else self._unpack(self._bytes[key])
        return self._keep(key, value)

    def __setitem__(self, key: K, value: V) -> None:
        self._bytes[key] = self._pack(value)
        self._hot.pop(key, None)
        self._keep(key, value)

    def __delitem__(self, key: K) -> None:
        self._hot.pop(key, None)
        del self._bytes[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._bytes)

    def __len__(self) -> int:
        return len(self._bytes)

    def _keep(self, key: K, value: V) -> V:
        """The last used stand last; the first of the others has to go."""
        self._hot[key] = value
        if len(self._hot) > self._most:
            del self._hot[next(iter(self._hot))]
        return value


def page_shelf(bytes_: MutableMapping[str, bytes], *, hot: int = _HOT) -> Shelf[str, Page]:
    """A place for a comparison's pages."""
    return Shelf(bytes_, pack=pack_page, unpack=unpack_page, hot=hot)


def part_shelf(bytes_: MutableMapping[int, bytes], *, hot: int = _FEW) -> Shelf[int, Part]:
    """A place for a comparison's parts."""
    return Shelf(bytes_, pack=_pack, unpack=_part.decode, hot=hot)


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """A page as it lies on the shelf: words as one string, offsets as the bytes of 32-bit numbers."""

    reading: Reading
    words: str
    stems: str
    groups: str
    starts: bytes
    ends: bytes
    quoted: bytes
    sentences: tuple[Telling, ...]
    assertions: tuple[Telling, ...]
    hidden: tuple[int, ...]
    written: tuple[Written, ...]


_pack = msgspec.msgpack.Encoder().encode
_part = msgspec.msgpack.Decoder(Part)
_packed = msgspec.msgpack.Decoder(_Packed)


def pack_page(page: Page) -> bytes:
    wording = page.wording
    packed = _Packed(
        page.reading,
        "\n".join(wording.words),
        "\n".join(wording.stems),
        "\n".join(wording.groups),
        wording.starts.tobytes(),
        wording.ends.tobytes(),
        bytes(wording.quoted),
        page.sentences,
        page.assertions,
        tuple(sorted(page.hidden)),
        page.written,
    )
    return zlib.compress(_pack(packed), _QUICK)


def unpack_page(raw: bytes) -> Page:
    """The page that was packed; who is who in a pile is known when it lies in one."""
    packed = _packed.decode(zlib.decompress(raw))
    reading, none = packed.reading, not packed.words
    wording = Wording(
        document=reading.document.id,
        words=() if none else tuple(packed.words.split("\n")),
        starts=array("i", packed.starts),
        ends=array("i", packed.ends),
        stems=() if none else tuple(packed.stems.split("\n")),
        groups=() if none else tuple(packed.groups.split("\n")),
        quoted=tuple(map(bool, packed.quoted)),
    )
    return Page(
        reading=reading,
        wording=wording,
        sentences=packed.sentences,
        assertions=packed.assertions,
        attributions={a.id: a for a in reading.attributions or ()},
        hidden=frozenset(packed.hidden),
        written=packed.written,
    )
