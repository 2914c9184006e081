//! Formal proofs of the small parts on which it stands that results do not depend on time. `docs/formal.md` says what
//! is proved, and how. Each part is also proved to fail when something in it is wrong.

mod arbiter;
mod bench;
mod bursts;
mod credit;
mod fork;
mod fork_monitor;
mod link;
mod link_monitor;
mod queue;
mod queue_monitor;
mod settled;
