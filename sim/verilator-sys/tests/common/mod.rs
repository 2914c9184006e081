//! What the tests share: the tool, a cache that lives as long as the test binary's folder, and designs.

use std::path::PathBuf;

use verilator_sys::{Build, Verilator};

/// The installed Verilator; the tests cannot do without.
pub fn tool() -> Verilator {
    Verilator::find().unwrap()
}

/// A cache that is kept between runs, as a user's would be.
pub fn cache() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("models")
}

/// A design of one module with a clock called `clk`.
pub fn clocked(top: &str, text: &str) -> Build {
    Build { clock: Some("clk".into()), ..Build::new(top, [(format!("{top}.v"), text)]) }
}

/// Counts when enabled, and complains at 100 by `$fatal`.
pub const COUNTER: &str = "module counter (
  input clk, input reset, input enable,
  output reg [7:0] count, output next_is_even
);
  assign next_is_even = ~(count[0] ^ enable);
  always @(posedge clk)
    if (reset) count <= 8'd0;
    else if (enable) begin
      count <= count + 8'd1;
      if (count == 8'd100) $fatal(1, \"counted %0d\", count);
    end
endmodule
";
