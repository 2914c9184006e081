//! The signals of an AXI4 memory port, and a DRAM model behind them.
//!
//! In, once a clock cycle: what the fabric drives ([`AxiOut`]). Out: what the memory drives ([`AxiIn`]). The cycle
//! model and the co-simulation tick the same [`Dram`], so that their cycles can be compared. Nothing here knows
//! where the signals come from.
//!
//! Beside it, [`sdram`]: a model of an SDRAM chip, for the controller that stands behind such a port on a board.
//!
//! The port is AXI4 with INCR bursts of full width, 32-bit byte addresses and ids of up to 16 bits; write strobes
//! may be narrow.

mod dram;
mod protocol;
mod reads;
pub mod sdram;
mod signals;
mod storage;
mod timing;
mod writes;

pub use dram::{Dram, Statistics};
pub use protocol::{Channel, ProtocolError, Violation};
pub use signals::{AxiIn, AxiOut, MAX_DATA_WORDS, Response};
pub use storage::OutOfRange;
pub use timing::{MemoryTiming, Rate, Stalls, TimingError};
