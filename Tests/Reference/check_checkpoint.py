"""Checks a checkpoint that Swift wrote: `python check_checkpoint.py FOLDER`.

FOLDER holds a run and `logits.json`, as the Swift test `TwinCheckpointTests` leaves them. Python's
safetensors must open the weights, and the PyTorch twin must have the same logits to 1e-4.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors import safe_open

from riposte_twin import logits_of

TOLERANCE = 1e-4


def check(folder):
    """Prints the largest deviation of each network; whether all are within the tolerance."""
    checkpoint = max(folder.glob("step-*"))
    for file in sorted(checkpoint.glob("*.safetensors")):
        with safe_open(file, "pt") as tensors:
            print(f"{file.name}: {len(tensors.keys())} tensors")
    passages = json.loads((folder / "logits.json").read_text())
    is_close = True
    for network in ("generator", "discriminator"):
        deviation = max(
            (torch.tensor(twin[network]) - torch.tensor(swift[network])).abs().max().item()
            for twin, swift in zip(logits_of(checkpoint, passages), passages, strict=True)
        )
        print(f"{network}: logits of {len(passages)} passages, off by at most {deviation:.1e}")
        is_close &= deviation <= TOLERANCE
    return is_close


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(0 if check(Path(sys.argv[1])) else "the twin disagrees")
