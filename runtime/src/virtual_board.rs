//! A verilated board as the other end of a line: in this process, or behind a pseudo-terminal.

use crate::link::Line;
use crate::pty::Pty;
use kiln_cosim::VirtualBoard;
use std::io;
use std::time::Duration;

/// The clock that a virtual board's rates count in: 12 cycles a bit at 1 Mbaud, 4 at 3 Mbaud, the fewest that a board takes.
pub const LINK_CLOCK_HZ: u32 = 12_000_000;

/// Bytes that a host's system holds for a line.
const QUEUE: usize = 4096;
/// Cycles between two looks at the terminal.
const SLICE: u64 = 4096;
/// Cycles of a quiet line after which a board at rest needs no more.
const REST: u64 = 1 << 16;
/// How long to sleep at a time while the board rests.
const SLEEP: Duration = Duration::from_millis(100);
/// Bytes to a host that does not read; more are lost, as on a real line.
const UNREAD: usize = 1 << 16;

/// Cycles that are a second to a host in this process: more than the board's answers need, and no more, since waiting is
/// simulated too.
const CYCLES_A_SECOND: f64 = 1e6;

/// A verilated board, driven through its pins; time is counted in its cycles.
pub struct PinLine(pub VirtualBoard);

fn failed(error: kiln_cosim::CosimError) -> io::Error {
    io::Error::other(error)
}

impl Line for PinLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let uart = self.0.uart();
        let taken = bytes.len().min(QUEUE.saturating_sub(uart.unsent()));
        uart.send(&bytes[..taken]);
        Ok(taken)
    }

    fn read(&mut self, into: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let cycles = (timeout.as_secs_f64() * CYCLES_A_SECOND) as u64;
        self.0.run(cycles.max(1)).map_err(failed)?;
        Ok(self.0.uart().take_received(into))
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        self.0.set_baud(baud);
        Ok(())
    }

    fn now(&self) -> Duration {
        Duration::from_secs_f64(self.0.cycles() as f64 / CYCLES_A_SECOND)
    }
}

/// Serves whoever opens the terminal, at the rate that it is set to, until something fails. Sleeps while nothing happens.
///
/// # Errors
/// The terminal or the board failed.
pub fn serve(board: &mut VirtualBoard, terminal: &mut Pty) -> io::Result<()> {
    let mut bytes = [0; 1024];
    let mut unread = Vec::new();
    loop {
        let rests = is_at_rest(board) && unread.is_empty();
        if board.uart().unsent() < bytes.len() {
            let patience = if rests { SLEEP } else { Duration::ZERO };
            let count = terminal.read(&mut bytes, patience)?;
            if count > 0 {
                board.set_baud(terminal.baud()?);
                board.uart().send(&bytes[..count]);
            }
        }
        if !is_at_rest(board) {
            board.run(SLICE).map_err(failed)?;
        }
        let mut received = [0; 256];
        let count = board.uart().take_received(&mut received);
        if unread.len() + count <= UNREAD {
            unread.extend(&received[..count]);
        }
        let taken = terminal.write(&unread)?;
        unread.drain(..taken);
    }
}

/// Nothing on the line, and no run.
fn is_at_rest(board: &mut VirtualBoard) -> bool {
    let running = board.is_running();
    let uart = board.uart();
    uart.unsent() == 0 && uart.quiet_cycles() > REST && !running
}
