#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Asks a server that serves the generated zone the awkward questions.

  check.py --port 5300            one server
  check.py --port 5300 --json F   the same, results to F as well

Each case names the document it comes from. Verdicts: ok, BAD (a MUST is broken
or the server stayed silent where it has to speak), differs (legal, but not what
the careful servers do), and a note of what came back.
"""
import argparse, json, sys

import check_names, check_transport  # noqa: F401  (their cases)
from questions import CASES, Server


def run(port):
    s = Server(port)
    out = {}
    for name, doc, text, f in CASES:
        try:
            v, note = f(s)
        except Exception as e:          # a malformed answer must not end the list
            v, note = "BAD", "%s: %s" % (type(e).__name__, e)
        out[name.strip("_")] = {"doc": doc, "text": text, "verdict": v, "note": note}
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--port", type=int, required=True)
    p.add_argument("--json")
    a = p.parse_args()
    res = run(a.port)
    for k, r in res.items():
        print("%-8s %-16s %-24s %-78s %s" % (r["verdict"], k, r["doc"], r["text"], r["note"]))
    n = {v: sum(r["verdict"] == v for r in res.values()) for v in ("ok", "differs", "BAD")}
    print(n)
    if a.json:
        json.dump(res, open(a.json, "w"), indent=1)
    sys.exit(1 if n["BAD"] else 0)


if __name__ == "__main__":
    main()
