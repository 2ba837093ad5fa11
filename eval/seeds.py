"""Chains and commitments in the two seed reports, scored by score_seeds.py against what a careful reader finds.

usage: python eval/seeds.py [--data ../shared] [--json]
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from firsthand.export.json import to_json
from firsthand.intake import take_in
from firsthand.workspace import answer


def score(data: Path) -> str:
    """What the scorer prints; the floors are not its business here."""
    taken = take_in([str(data / "seeds/reports")])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answer.json")
        path.write_bytes(to_json(answer(taken.documents, refused=taken.refused)))
        line = [sys.executable, str(data / "scorers/score_seeds.py"), str(path), "0", "0"]
        return subprocess.run(line, capture_output=True, text=True, check=True).stdout


def figures(printed: str) -> dict[str, float]:
    """The figures of its last line: `found 27/27 chain 24/26 factuality 40/44`."""
    found = {name: (int(right), int(of)) for name, right, of in re.findall(r"(\w+) (\d+)/(\d+)", printed)}
    right, of = found["factuality"]
    return {"found": found["found"][0], "chains": found["chain"][0], "factuality": right / of}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    printed = score(options.data)
    print(json.dumps(figures(printed)) if options.json else printed, end="\n" if options.json else "")


if __name__ == "__main__":
    main()
