//! Composition: netlists of units and of whole fabrics, sized at run time.

pub mod ag;
pub mod config_chain;
pub mod counters;
pub mod fifo;
pub mod pcu;
pub mod pmu;
pub mod stream;
pub mod switch;
