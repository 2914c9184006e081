# The commands of daily work. `make` alone says what there is.

KILN = cargo run --quiet --release --bin kiln --

help:
	@echo "make demo    generate a fabric, compile GEMM, run it on the cycle model and on the RTL, print a report"
	@echo "make test    install what is missing, check format and lints, run every test"
	@echo "make bench   measure speed and cycles (docs/measurements.md)"
	@echo "make fpga    install the open FPGA tools, build the bitstream of the ULX3S (about 45 minutes)"
	@echo "make rtl     emit the Verilog of tiny and ulx3s into rtl_out/"

setup:
	@scripts/setup.sh

setup-all:
	@scripts/setup.sh all

demo: setup
	$(KILN) rtl --fabric tiny -o target/demo/rtl
	$(KILN) compile examples/gemm.kiln --fabric tiny --set M=16 --set N=16 --set K=16 -o target/demo/gemm.kiln
	$(KILN) map examples/gemm.kiln --fabric tiny --set M=16 --set N=16 --set K=16 -o target/demo/gemm.svg
	$(KILN) run target/demo/gemm.kiln --fabric tiny --on model
	$(KILN) run target/demo/gemm.kiln --fabric tiny --on verilator

# For one test only, which says so when LiteX is not there.
litex:
	@scripts/litex.sh >/dev/null || echo "goes on without LiteX" >&2

test: setup-all litex
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	cargo test --workspace --exclude kiln-tests --quiet
	cargo test --package kiln-tests --quiet -- --nocapture

bench: setup
	$(KILN) bench

rtl:
	rm -rf rtl_out/tiny rtl_out/ulx3s
	$(KILN) rtl --fabric tiny -o rtl_out/tiny
	$(KILN) rtl --fabric ulx3s -o rtl_out/ulx3s

fpga-tools:
	@scripts/fpga-tools.sh

fpga: fpga-tools
	$(KILN) fpga build --board ulx3s-85f

.PHONY: fpga fpga-tools help setup setup-all litex demo test bench rtl
