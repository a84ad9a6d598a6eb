# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""The page of figures, docs/performance.md: each benchmark replaces its own section and leaves the others."""
import os
from pathlib import Path

HEAD = """<!-- SPDX-FileCopyrightText: The Hanse authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
# Performance

Figures of a section are made on one machine in one run each; ratios travel better than numbers. Those of another processor stand in a section of their own.
"""


def called(command):
    """The command with the ARGS that make was given, which it hands on in the environment: figures are made again by the same."""
    arguments = os.environ.get("ARGS")
    return f'{command} ARGS="{arguments}"' if arguments else command


def put(file, name, command, text):
    """Writes the section of this name, which this command makes, to a file that need not be there yet."""
    page = Path(file)
    old = page.read_text() if page.exists() else HEAD
    begin, end = f"<!-- {name}: begin; {command} writes what follows -->", f"<!-- {name}: end -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    if begin in old:
        new = old[:old.index(begin)] + section + old[old.index(end) + len(end):]
    else:
        new = old.rstrip("\n") + "\n\n" + section + "\n"
    page.write_text(new)
