//! AXI4 port signals and a seeded DRAM model behind them.
