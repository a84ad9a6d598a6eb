#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the report of bench.py, read from standard input, to the tunnel section of a page.

  bench.py ... | publish.py docs/performance.md

Only what stands between the two markers of this section is replaced in the file.
"""
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import page  # noqa: E402  beside this folder


def commit():
    command = ["git", "-C", str(HERE), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def processor(report):
    """The line that names it, as report.py writes it: figures of two processors never share a section."""
    found = re.search(r"^\d{4}-\d\d-\d\d: (.+? \(family (\d+), model (\d+)\))", report, re.M)
    if not found:
        sys.exit("publish.py: the report does not name its processor")
    return found


def section(report):
    return "\n".join([
        f"## Tunnel: {processor(report)[1]}", "",
        f"`{page.called('make bench')}`, commit {commit()}. Two gateways and two pods on one machine share its cores: throughput is the inverse of all CPU work on the path. "
        "What is measured how: [e2e/benchmarks/tunnel](../e2e/benchmarks/tunnel/README.md).", "",
        report.strip(),
    ])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    report = sys.stdin.read()
    if "Median [range]" not in report:
        sys.exit("publish.py: there is no report on standard input (expected: what bench.py prints)")
    if "### Throughput" not in report or "### Latency" not in report:
        print(report, "publish.py: the page stays as it is, since these are not its rows", sep="\n")
        return
    found = processor(report)
    page.put(sys.argv[1], f"tunnel, family {found[2]}, model {found[3]}", "make bench", section(report))
    page.put(sys.argv[1], "tunnel bounds", "make bench", (HERE / "bounds.md").read_text().split("-->")[-1])
    print(report)


if __name__ == "__main__":
    main()
