//! The cycle model of a fabric, written from the timing specification.
