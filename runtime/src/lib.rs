//! The Device trait, its backends, and the kiln command.
