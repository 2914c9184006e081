//! Formal proofs of the small parts on which it stands that results do not depend on time. `docs/formal.md` says what
//! is proved, and how. Each part is also proved to fail when something in it is wrong.

mod bench;
mod queue;
mod queue_monitor;
