"""Places on the earth, beside the words that name them."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model.spans import Span

PlaceKind = Literal[
    "continent", "country", "state", "county", "town", "locality", "water", "land", "region", "unlisted"
]
"""`state` is a country's first division (a province, a governorate), `county` its second; `locality` a place too small
for the towns' list; `water` and `land` are seas, rivers, mountains and islands; `region` has no government of its own
or none that all accept; `unlisted` is a name that no list has."""

PlacePrecision = Literal["exact", "near", "district", "province", "feature", "country", "region"]
"""How well the point tells where (the Uppsala programme's steps): in the named town, near it, somewhere in a county,
in a state, along a river or range, in a country, or in something wider."""

PlaceUse = Literal["literal", "metonymic", "embedded", "demonym"]
"""What is named: the place; those who act for it ("Tehran said"); a body called after it ("Kansas Supreme Court"); its
people or what is theirs ("Sudanese")."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place that is named at `span`, and where it is.

    `id` is the gazetteer's (`geonames/…`, `census/…`, `postal/…`, `firsthand/…`), None for what no list has; `name` its
    own name; `country` an ISO 3166 code, None for seas and continents; `latitude` and `longitude` in degrees (WGS 84).
    `probability` is that of this reading among all places of the name; `others` are the ids of those which stay
    possible, the likeliest first: more than none means that the name is ambiguous here.
    """

    span: Span
    id: str | None
    name: str
    kind: PlaceKind
    country: str | None
    precision: PlacePrecision
    use: PlaceUse
    latitude: float
    longitude: float
    probability: float
    others: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def metonymic(self) -> bool:
        """Whether the name stands for those who act for the place."""
        return self.use == "metonymic"

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"no such point: {self.latitude}, {self.longitude}")
        if not 0 <= self.probability <= 1:
            raise ValueError(f"a probability lies in 0..1, got {self.probability}")
