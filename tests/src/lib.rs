//! What the end-to-end tests in `tests/e2e` share: which programs are run at which sizes, how they are compiled and
//! run, and what their results are held to.
//!
//! Every execution is compared with the interpreter bit for bit, under the orders of sums that the compiler chose, and
//! with the bound that the f64 interpreter gives.

mod case;
mod execute;
mod sizes;

pub use case::{Case, examples_folder};
pub use execute::{Failure, Traffic, compare_devices, compile, memory, run_model, systolic};
pub use sizes::{EXAMPLES, Example, bytes192, packed, rows, wide};
