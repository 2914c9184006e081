//! The fabric description, the numbers, and the one layout of every configuration field.

pub mod num;
