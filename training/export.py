"""Turn trained weights into what the reader ships: an int8 encoder for CTranslate2, its heads, its tokenizer.

python training/export.py --weights A/weights.safetensors B/weights.safetensors --out PACKAGE_FOLDER
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import torch
from attributions import encoder_folder
from network import LINKS, MARKS, Network
from safetensors.numpy import save_file
from safetensors.torch import load_file
from transformers import AutoModel
from windows import BREAK, FULL, LONGEST, TAGS

FILES = ("model.bin", "config.json", "vocabulary.json")
TEACHING = ("encoder.", "entities.", "names.", "scales.")
"""What is no head that the reader asks: the encoder itself, and heads that only teach it."""


def main() -> None:
    """Write the folder anew."""
    o = options()
    network = Network(o.encoder)
    network.load_state_dict(mean_of(o.weights), strict=False)
    network.eval()
    o.out.mkdir(parents=True, exist_ok=True)
    write_encoder(network, o.encoder, o.out)
    save_file(
        {name: value.numpy().copy() for name, value in network.state_dict().items() if not name.startswith(TEACHING)},
        o.out / "heads.safetensors",
    )
    shutil.copyfile(o.encoder / "tokenizer.json", o.out / "tokenizer.json")
    card = {
        "marks": MARKS, "break": BREAK, "full": FULL, "longest": LONGEST, "links": LINKS,
        "tags": TAGS,
    }  # fmt: skip
    (o.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def mean_of(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of each weight over the files that have it: between the ends of two stages lies a network that knows
    what both know (Wortsman et al. 2022)."""
    files = [load_file(path) for path in paths]
    names = dict.fromkeys(name for weights in files for name in weights)
    return {name: torch.stack([w[name] for w in files if name in w]).mean(dim=0) for name in names}


def write_encoder(network: Network, source: Path, out: Path) -> None:
    """The encoder in CTranslate2's form, weights as int8; the pooler, which no head reads, as it came."""
    whole = AutoModel.from_pretrained(source)
    whole.load_state_dict(network.encoder.state_dict(), strict=False)
    with tempfile.TemporaryDirectory() as folder:
        whole.to(torch.float32).save_pretrained(folder)
        for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
            if (source / name).exists():
                shutil.copyfile(source / name, Path(folder) / name)
        made = Path(folder) / "made"
        ctranslate2.converters.TransformersConverter(folder).convert(str(made), quantization="int8")
        for name in FILES:
            shutil.copyfile(made / name, out / name)


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, help="folder of the encoder, if not the installed package's")
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="one file, or several to be averaged")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    chosen.encoder = chosen.encoder or encoder_folder()
    return chosen


if __name__ == "__main__":
    main()
