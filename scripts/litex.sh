#!/bin/sh
# Installs LiteX from PyPI into a folder of its own, for examples/litex and its test; prints the Python that has it.
# Versions are those that were seen to work together; nothing of LiteX's own set-up (CPUs, compilers) is needed.
set -eu

packages="litex==2024.12 migen==0.10.0"
folder="$HOME/.cache/kiln/litex"
if [ "$(cat "$folder/installed" 2>/dev/null)" != "$packages" ]; then
    command -v python3 >/dev/null 2>&1 || { echo "LiteX needs Python 3.9 or newer with venv" >&2; exit 1; }
    echo "installing into $folder: $packages" >&2
    rm -rf "$folder"
    python3 -m venv "$folder" || { echo "python3 has no venv: apt-get install python3-venv" >&2; exit 1; }
    # shellcheck disable=SC2086
    "$folder/bin/pip" install --quiet --disable-pip-version-check $packages
    echo "$packages" >"$folder/installed"
fi
echo "$folder/bin/python3"
