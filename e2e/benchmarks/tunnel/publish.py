#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the report of bench.py, read from standard input, to the tunnel section of a page.

  bench.py ... | publish.py docs/performance.md

Only what stands between the two markers of this section is replaced in the file.
"""
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BEGIN, END = "<!-- tunnel: begin; make bench writes what follows -->", "<!-- tunnel: end -->"
HEAD = """<!-- SPDX-FileCopyrightText: The Hanse authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
# Performance

Figures of this page are made on one machine in one run each; ratios travel better than numbers.
"""


def commit():
    command = ["git", "-C", str(HERE), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def section(report):
    bounds = (HERE / "bounds.md").read_text().split("-->")[-1].strip()
    return "\n".join([
        BEGIN, "## Tunnel", "",
        f"`make bench`, commit {commit()}. Two gateways and two pods on one machine share its cores: throughput is the inverse of all CPU work on the path. "
        "What is measured how: [e2e/benchmarks/tunnel](../e2e/benchmarks/tunnel/README.md).", "",
        report.strip(), "", bounds, END,
    ])


def replaced(old, text):
    if BEGIN not in old:
        return old.rstrip("\n") + "\n\n" + text + "\n"
    return old[:old.index(BEGIN)] + text + old[old.index(END) + len(END):]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    report = sys.stdin.read()
    if "### Throughput" not in report:
        sys.exit("publish.py: there is no report on standard input (expected: what bench.py prints)")
    page = Path(sys.argv[1])
    page.write_text(replaced(page.read_text() if page.exists() else HEAD, section(report)))
    print(report)


if __name__ == "__main__":
    main()
