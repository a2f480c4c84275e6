"""Whether a ledger outlives what happens to an old PC: kills, flipped bytes, failing disks, rivals.

Run: ``PYTHONPATH=. python bench/faults.py [--short] [--kills N] [--flips N] [--minutes M]
[--seed N] [--only PART ...] [--ways WAY ...] [--calls N | --every-call]``.
Parts: kills, flips, failures, writers.
The same seed plays the same verbs, strikes the same bytes and fails the same calls; the moments of
the kills depend on the machine. It ends with 1 when a goal is missed, and tells what was lost.
"""

from bench.trust.injector import start_with_injector

if __name__ == "__main__":
    start_with_injector("bench.trust.playing")
