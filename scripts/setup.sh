#!/bin/sh
# Installs the tools that the tests and the demo need and that are missing: Verilator (with a C++ compiler), and, with
# the argument `all`, what other tests need: Yosys and Icarus Verilog, which read the emitted Verilog, and z3 for proofs.
set -eu

wanted="verilator g++ make"
[ "${1:-}" = all ] && wanted="$wanted yosys z3 iverilog"
missing=""
for tool in $wanted; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
# Waveforms are compressed with zlib.
[ -e /usr/include/zlib.h ] || missing="$missing zlib1g-dev"
if ! command -v cargo >/dev/null 2>&1; then
    echo "kiln needs Rust 1.88 or newer with cargo; install it with rustup" >&2
    exit 1
fi
[ -z "$missing" ] && exit 0

echo "installing:$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "this system has no apt-get; please install:$missing" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
# The names are package names too.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
