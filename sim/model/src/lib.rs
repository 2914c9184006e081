//! The cycle model of a fabric, written from `docs/execution.md`.
//!
//! In: a fabric's description, a configuration image in memory, the memory's signals each cycle.
//! Out: the fabric's signals on the memory port, the host's registers, and on demand every beat on every
//! link. It agrees with the RTL cycle for cycle, and is written without looking at it. It knows
//! nothing of programs or of the command line.
//!
//! ```
//! use kiln_arch::FabricSpec;
//! use kiln_arch::registers::state;
//! use kiln_memory::{Dram, MemoryTiming};
//! use kiln_model::{Model, RunOptions};
//!
//! let fixture = kiln_model::fixtures::copy(&FabricSpec::reference("tiny")?, 10, 0, 1)?;
//! let mut dram = Dram::new(MemoryTiming::new(fixture.spec.memory_words()), 1 << 20)?;
//! let mut model = Model::new(fixture.spec.clone());
//! fixture.fill(&mut dram)?;
//! model.load(&mut dram, fixture.image_address)?;
//! let outcome = model.run(&mut dram, RunOptions::cycles(10_000))?;
//! assert_eq!(outcome.state, state::DONE);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ag;
mod counters;
mod deadlock;
mod drain;
mod error;
pub mod fixtures;
mod load;
mod loader;
mod model;
mod network;
mod observe;
mod output;
mod pcu;
mod pmu;
mod port;
mod process;
mod program;
mod ring;
mod run;
mod stage;
mod store;
mod systolic;

pub use deadlock::{Blockage, Cause, Deadlock};
pub use error::ModelError;
pub use model::Model;
pub use observe::{Observer, Push};
pub use process::Counters;
pub use run::{Outcome, RunError, RunOptions};
