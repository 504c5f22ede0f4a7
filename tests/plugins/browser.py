"""Chromium for the end-to-end tests: found, or installed from Debian's packages, or asked for.

Run as a program it exits with 1 only under CI=true; elsewhere the tests skip with the same sentence.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "Chromium is missing: install the package `chromium` (Debian, Ubuntu: sudo apt-get install chromium)."


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Where we may: as root, on a system with apt-get."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium …", flush=True)
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(
            ["apt-get", "-qq", *step], check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )


def main() -> int:
    if not find():
        install()
    if find():
        return 0
    print(HOW, file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
