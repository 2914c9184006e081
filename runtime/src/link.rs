//! The host's end of the link protocol (`docs/protocol.md`): registers and memory of a board over a line of bytes.
//!
//! In: a [`Line`], which may lose, double, flip, cut and insert bytes. Out: a [`Link`], on which each request is done
//! exactly once and in order, or an error says why not, in bounded time.

mod error;
mod host;
mod open;
mod receiver;
mod timing;
mod window;

pub use error::LinkError;
pub use host::{Link, Statistics};
pub use open::FAST_BAUD;

use std::io;
use std::time::Duration;

/// A line of bytes to a board.
pub trait Line {
    /// Sends as many of `bytes` as it takes without waiting, perhaps none; says how many.
    ///
    /// # Errors
    /// If the line is gone.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Waits up to `timeout` for bytes, and reads those that are there; 0 if none came.
    ///
    /// # Errors
    /// If the line is gone.
    fn read(&mut self, into: &mut [u8], timeout: Duration) -> io::Result<usize>;

    /// Sets the rate of both directions, in bits a second.
    ///
    /// # Errors
    /// If the line cannot have it.
    fn set_baud(&mut self, baud: u32) -> io::Result<()>;

    /// Time since some fixed moment.
    fn now(&self) -> Duration;
}

/// What a board says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Its name, such as `ulx3s-85f`.
    pub name: String,
    /// Fingerprint of its fabric.
    pub fingerprint: u32,
    /// Words of its memory.
    pub memory_words: u32,
    /// Hz of its clock, which rates count in.
    pub clock_hz: u32,
    /// Words of its receive buffer.
    pub buffer_words: u32,
}
