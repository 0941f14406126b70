"""Does compiled code print nothing while it is told to keep to itself, and everything before and after?"""

from __future__ import annotations

import subprocess
import sys

import pytest

C_PRINT = """
import ctypes, sys
from kamnb.findings.quiet import without_output
c = ctypes.CDLL(None)
c.puts(b"before")
print("python before")
with without_output():
    c.puts(b"hidden")
    print("hidden too", flush=True)
c.puts(b"after")
try:
    with without_output():
        raise ValueError
except ValueError:
    print("python after")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="C's own output cannot be reached there")
def test_only_what_is_printed_meanwhile_is_lost() -> None:
    done = subprocess.run([sys.executable, "-c", C_PRINT], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split("\n")) == ["", "after", "before", "python after", "python before"]


def test_without_a_standard_output_the_work_is_done_all_the_same() -> None:
    code = "import os; os.close(1)\nfrom kamnb.findings.quiet import without_output\n"
    code += "with without_output():\n    import sys; sys.stderr.write('done')\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.startswith("done")
