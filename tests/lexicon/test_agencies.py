"""Agencies of the world."""

from __future__ import annotations

import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon.agencies import agencies, load_agencies

HEAD = "id,kind,names,codes,country,wikidata\n"
GOOD = "outlet/norrland-wire,text,Norrland Wire,NW,NO,\n"


def test_the_packaged_table() -> None:
    """National agencies of all parts of the world, each with its country; picture agencies apart."""
    found = agencies()
    assert {"GB", "FR", "US", "DE", "CN", "RU", "IR", "IN", "JP", "BR", "NG", "ZA", "EG", "TR", "ID", "AU"} <= {
        a.country for a in found if a.kind == "text"
    }
    assert 200 < len(found)
    assert {"Getty Images", "Shutterstock"} <= {n for a in found if a.kind == "picture" for n in a.names}


def test_wikidata_ids() -> None:
    """Where one is given it is an item's."""
    assert all(a.wikidata == "" or (a.wikidata[0] == "Q" and a.wikidata[1:].isdecimal()) for a in agencies())


@pytest.mark.parametrize(
    "text",
    [
        "id,names\n",
        f"{HEAD}outlet/a,text,A,,N,\n",
        f"{HEAD}outlet/a,text,,A,NO,\n",
        f"{HEAD}outlet/a,radio,A,,NO,\n",
        f"{HEAD}outlet/a,text,A\n",
        f"{HEAD}{GOOD}outlet/other,text,Other,NW,NO,\n",
        f"{HEAD}{GOOD}outlet/other,text,Norrland Wire,,NO,\n",
    ],
)
def test_what_is_refused(text: str) -> None:
    """Other columns, no country, no name, another kind, half a row, one code or name for two."""
    assert 1 == len(load_agencies(text=HEAD + GOOD))
    with pytest.raises(LexiconError, match=r"agencies\.csv"):
        load_agencies(text=text)
