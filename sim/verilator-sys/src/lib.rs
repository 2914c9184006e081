//! Build a Verilog design with Verilator at run time and drive it through a C ABI.
//!
//! In: Verilog text. Out: a [`Model`] whose ports are read and written, and whose clock runs in C++.
//!
//! ```no_run
//! use verilator_sys::{Build, Model, Verilator, cache_dir};
//! # fn main() -> Result<(), verilator_sys::Error> {
//! # let text = String::new();
//! let tool = Verilator::find()?;
//! let build = Build { clock: Some("clk".into()), ..Build::new("counter", [("counter.v", text)]) };
//! let mut model = Model::open(&build.build(&tool, &cache_dir()?)?)?;
//! let (enable, count) = (model.port("enable")?, model.port("count")?);
//! model.poke(enable, 1);
//! model.step()?;
//! assert_eq!(model.peek(count), 1);
//! # Ok(()) }
//! ```
//!
//! This crate knows nothing of fabrics: `kiln-cosim` puts the meaning on top. All `unsafe` of the workspace
//! is here (`ffi.rs`, `model.rs`, `slot.rs`); from the safe API no undefined behaviour can be reached as long as the
//! files in the cache folder are the ones that [`Build::build`] wrote.

mod builder;
mod cache;
mod compile;
mod error;
mod ffi;
mod model;
mod port_table;
mod slot;
mod tool;

pub use builder::{Build, Library, lint};
pub use cache::{Key, cache_dir, entry as cached};
pub use error::Error;
pub use model::{Direction, Model, PortId, PortInfo, Ports};
pub use tool::{FLOOR, Verilator};
