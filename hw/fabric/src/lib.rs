//! Composition: netlists of units and of whole fabrics, sized at run time.

pub mod ag;
pub mod config_chain;
pub mod control;
pub mod counters;
pub mod fifo;
pub mod pcu;
pub mod pmu;
pub mod port;
pub mod stream;
pub mod switch;
