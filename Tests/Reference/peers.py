"""Riposte against PyTorch, row by row of `riposte bench`: `make bench-peers`.

    python peers.py --riposte .build/release/riposte [--only ROW …] [--pairs N] [--seconds N]

For every row PyTorch first chooses its setting: eager or compiled, one thread or all, and bf16
autocast where Riposte finds a processor with bf16 products. Then the two take turns, the one waiting
idle while the other is measured alone, and who begins a pair alternates. What is printed is the median of
the pairs' ratios with their lowest and highest; on a machine that others use too, nothing else means
much. Rows in f32 compare f32 with f32.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

# PyTorch's threads shall sleep, not spin, while Riposte is measured and while they wait for each other.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("KMP_BLOCKTIME", "0")

import torch  # noqa: E402

from peer_rows import Setting, rows, seconds_each  # noqa: E402
from riposte_twin import Configuration  # noqa: E402


class Peer:
    """A row in PyTorch, in the setting that suits it best."""

    def __init__(self, characters, make):
        self.characters, self.make = characters, make
        self.setting, self.step, self.tried = None, None, []

    def choose(self, precisions, threads, may_compile, seconds):
        """Tries the settings, each for `seconds`; a compiled one where eager was fastest. A setting
        that PyTorch refuses is left out, and said."""
        found = []
        for precision in precisions:
            for count in threads:
                found += self.attempt(Setting(precision, count, False), seconds)
            if may_compile and found:
                best = max(found, key=lambda entry: entry[0])[1]
                found += self.attempt(Setting(precision, best.threads, True), seconds)
        speed, self.setting, self.step = max(found, key=lambda entry: entry[0])
        self.tried = [{"setting": str(s), "charactersPerSecond": v} for v, s, _ in found]

    def attempt(self, setting, seconds):
        torch.set_num_threads(setting.threads)
        try:
            step = self.make(setting)
            times = seconds_each(step, seconds)
        except Exception as problem:  # compilers fail in many ways
            print(f"  {setting}: {str(problem).splitlines()[0]}", file=sys.stderr)
            return []
        return [(self.characters / statistics.median(times), setting, step)]

    def measure(self, seconds):
        torch.set_num_threads(self.setting.threads)
        times = seconds_each(self.step, seconds, warm_up=1)
        return self.characters / statistics.median(times)


class Riposte:
    """`riposte bench`, one row at a time."""

    def __init__(self, program, checkpoint, workers):
        self.command = [str(program), "bench", str(checkpoint), "--json"]
        if workers:
            self.command += ["--workers", str(workers)]

    def run(self, name, seconds, precision):
        arguments = ["--only", name, "--seconds", str(seconds), "--precision", precision]
        result = subprocess.run(self.command + arguments, capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(result.stderr.strip() or f"riposte bench failed: {result.returncode}")
        return json.loads(result.stdout)


def compare(name, peer, riposte, precision, pairs, seconds):
    """Pairs of measurements in turn."""
    theirs, ours = [], []
    for pair in range(pairs):
        turns = [
            lambda: theirs.append(peer.measure(seconds)),
            lambda: ours.append(riposte.run(name, seconds, precision)["rows"][0]),
        ]
        for turn in turns if pair % 2 == 0 else reversed(turns):
            turn()
    speeds = [row["charactersPerSecond"] for row in ours]
    ratios = [own / other for own, other in zip(speeds, theirs)]
    return {
        "name": name,
        "precision": precision,
        "peerSetting": str(peer.setting),
        "peerSettingsTried": peer.tried,
        "peerCharactersPerSecond": theirs,
        "charactersPerSecond": speeds,
        "shareOfCeiling": statistics.median(row["shareOfCeiling"] for row in ours),
        "ratio": statistics.median(ratios),
        "ratioLow": min(ratios),
        "ratioHigh": max(ratios),
    }


def line(row):
    theirs = statistics.median(row["peerCharactersPerSecond"])
    ours = statistics.median(row["charactersPerSecond"])
    spread = f"{row['ratioLow']:.2f} to {row['ratioHigh']:.2f}"
    return (
        f"{row['name']:<22}{row['precision']:<6}{theirs:>11,.0f}  {row['peerSetting']:<26}"
        f"{ours:>11,.0f}{row['ratio']:>8.2f}×  ({spread})"
    )


def shape_of(checkpoint):
    """The configuration of a checkpoint, or of a run's first."""
    folders = [checkpoint, *sorted(Path(checkpoint).glob("step-*"))]
    found = [folder / "config.json" for folder in folders if (folder / "config.json").exists()]
    if not found:
        raise SystemExit(f"{checkpoint}: no checkpoint in this folder")
    return Configuration.read(found[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add = parser.add_argument
    root = Path(__file__).resolve().parents[2]
    add("--riposte", type=Path, default=root / ".build/release/riposte", help="the program")
    add("--checkpoint", type=Path, default=root / "checkpoints/almanac", help="for -default rows")
    add("--only", nargs="+", metavar="ROW", help="only these rows")
    add("--pairs", type=int, default=5, help="how often each side is measured (5)")
    add("--seconds", type=float, default=3, help="how long each time (3)")
    add("--precision", choices=["auto", "f32"], default="auto", help="f32: compare f32 only")
    add("--workers", type=int, help="Riposte's workers (all cores)")
    add("--no-compile", action="store_true", help="do not try torch.compile")
    add("--json", type=Path, metavar="FILE", help="write everything that was measured")
    arguments = parser.parse_args()

    known = rows(shape_of(arguments.checkpoint))
    names = arguments.only or list(known)
    unknown = [name for name in names if name not in known]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; there are {', '.join(known)}")
    if arguments.pairs < 1 or arguments.seconds <= 0:
        parser.error("--pairs and --seconds are above 0")

    torch.set_flush_denormal(True)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    threads = sorted({1, cores})
    riposte = Riposte(arguments.riposte, arguments.checkpoint, arguments.workers)
    facts = riposte.run("sample-512", 0.01, "auto")
    precisions = ["f32"]
    if arguments.precision == "auto" and facts["precision"] == "bf16":
        precisions.append("bf16")

    print(f"{facts['machine']}; PyTorch {torch.__version__}; {facts['workers']} workers; "
          f"medians of {arguments.pairs} pairs", flush=True)
    print(f"\n{'':<22}{'':<6}{'PyTorch':>11}  {'its setting':<26}{'Riposte':>11}{'ratio':>9}")
    measured = []
    for name in names:
        # What Riposte writes in by itself, where that is another precision than training's.
        writes = arguments.precision == "auto" and facts["writing"] not in precisions
        own = [facts["writing"]] if writes and name.startswith("sample") else []
        for precision in precisions + own:
            # In bf16 and int8 PyTorch may stay with f32 where that is faster for it.
            allowed = ["f32"] if precision == "f32" else precisions
            peer = Peer(*known[name])
            peer.choose(allowed, threads, not arguments.no_compile, min(1, arguments.seconds))
            row = compare(
                name, peer, riposte, "auto" if precision in own else precision,
                arguments.pairs, arguments.seconds)
            row["precision"] = precision
            measured.append(row)
            print(line(row), flush=True)
    if arguments.json:
        report = {"machine": facts["machine"], "workers": facts["workers"],
                  "torch": torch.__version__, "pairs": arguments.pairs,
                  "seconds": arguments.seconds, "rows": measured}
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
