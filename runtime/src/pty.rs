//! Pseudo-terminals: what a virtual board is connected with.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::time::Duration;

/// The board's side of a pseudo-terminal; the other looks like a serial port.
#[derive(Debug)]
pub struct Pty {
    board: File,
    /// Kept open, so that the terminal outlives the programs that use it.
    _host: OwnedFd,
    name: String,
}

impl Pty {
    /// A new one, raw, at `baud`.
    ///
    /// # Errors
    /// If the system has none left.
    pub fn open(baud: u32) -> io::Result<Pty> {
        let board = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&board)?;
        unlockpt(&board)?;
        let name = ptsname(&board, Vec::new())?;
        let host = rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty())?;
        let mut settings = tcgetattr(&host)?;
        settings.make_raw();
        settings.set_speed(baud)?;
        tcsetattr(&host, OptionalActions::Now, &settings)?;
        let flags = rustix::fs::fcntl_getfl(&board)?;
        rustix::fs::fcntl_setfl(&board, flags | OFlags::NONBLOCK)?;
        let name = name.to_string_lossy().into_owned();
        Ok(Pty { board: board.into(), _host: host, name })
    }

    /// Path of the host's side.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The rate that the host's side is set to.
    ///
    /// # Errors
    /// If the system does not say.
    pub fn baud(&self) -> io::Result<u32> {
        Ok(tcgetattr(&self.board)?.output_speed())
    }

    /// Waits up to `timeout` for bytes from the host, and reads those that are there; 0 if none came.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn read(&mut self, into: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let timeout =
            Timespec { tv_sec: timeout.as_secs() as i64, tv_nsec: timeout.subsec_nanos().into() };
        let mut polled = [PollFd::new(&self.board, PollFlags::IN)];
        poll(&mut polled, Some(&timeout))?;
        waiting(self.board.read(into))
    }

    /// Sends as many of `bytes` as the terminal takes without waiting; says how many.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        waiting(self.board.write(bytes))
    }
}

/// Nothing there, or no room, is zero bytes.
fn waiting(result: io::Result<usize>) -> io::Result<usize> {
    match result {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
            Ok(0)
        }
        result => result,
    }
}
