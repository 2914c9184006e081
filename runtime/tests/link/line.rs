//! A simulated line to a software board: every byte has its time, either direction may have faults and latency.

use crate::board::Board;
use crate::faults::Faults;
use kiln_arch::link::{DEFAULT_BAUD, SILENCE_BITS};
use kiln_runtime::link::Line;
use std::collections::VecDeque;
use std::io;
use std::time::Duration;

/// Bytes that the host's system holds for the line.
const QUEUE: usize = 4096;
/// A start bit, eight of data, a stop bit.
const BITS_A_BYTE: u64 = 10;

pub struct SimulatedLine {
    pub board: Board,
    /// To the board, to the host.
    pub faults: [Faults; 2],
    /// Until a byte from the board reaches the host.
    pub latency: Duration,
    baud: u32,
    now: u64,
    /// When the board last had a whole request, and how many it had.
    packet: (u64, u64),
    /// Arrival at the board of what was written.
    to_board: VecDeque<(u64, u8)>,
    host_free: u64,
    /// Arrival at the host, and the rate that the byte was sent with.
    to_host: VecDeque<(u64, u8, u32)>,
    /// When the board's answer has left, and the rate from then on.
    answering: Option<(u64, Option<u32>)>,
}

impl SimulatedLine {
    pub fn new(board: Board) -> SimulatedLine {
        SimulatedLine {
            board,
            faults: [Faults::none(), Faults::none()],
            latency: Duration::ZERO,
            baud: DEFAULT_BAUD,
            now: 0,
            packet: (0, 0),
            to_board: VecDeque::new(),
            host_free: 0,
            to_host: VecDeque::new(),
            answering: None,
        }
    }

    /// Everything that happens at the board up to `end`, or until a byte is on its way to the host.
    fn run_board(&mut self, end: u64) {
        loop {
            let byte = self.to_board.front().map(|(time, _)| *time).filter(|time| *time <= end);
            let sent = self.answering.map(|(time, _)| time).filter(|time| *time <= end);
            match (byte, sent) {
                (None, None) => return,
                (Some(byte), sent) if sent.is_none_or(|sent| byte < sent) => self.hear(byte),
                _ => {
                    let (time, bits) = self.answering.take().unwrap();
                    self.board.sent(bits);
                    self.answer(time);
                }
            }
        }
    }

    fn hear(&mut self, time: u64) {
        let (_, byte) = self.to_board.pop_front().unwrap();
        let silence = 1_000_000_000 * (1 << SILENCE_BITS) / u64::from(self.board.clock_hz);
        if self.board.packets > self.packet.1 || time > self.packet.0 + silence {
            if self.board.packets == self.packet.1 {
                self.board.fall_silent();
            }
            self.packet = (time, self.board.packets);
        }
        // At another rate, every byte is another one.
        let byte = if self.baud.abs_diff(self.board.baud()) > self.baud / 30 {
            byte.wrapping_mul(31) | 1
        } else {
            byte
        };
        for byte in self.faults[0].pass(byte) {
            self.board.hear(byte);
        }
        if self.answering.is_none() {
            self.answer(time);
        }
    }

    fn answer(&mut self, time: u64) {
        let Some(answer) = self.board.answer() else { return };
        let baud = self.board.baud();
        let mut end = time;
        for byte in answer.bytes {
            end += byte_time(baud);
            for byte in self.faults[1].pass(byte) {
                self.to_host.push_back((end + self.latency.as_nanos() as u64, byte, baud));
            }
        }
        self.answering = Some((end, answer.bits));
    }
}

fn byte_time(baud: u32) -> u64 {
    1_000_000_000 * BITS_A_BYTE / u64::from(baud)
}

impl Line for SimulatedLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let started = |time: u64| time <= self.now + byte_time(self.baud);
        let queued = self.to_board.iter().filter(|(time, _)| !started(*time)).count();
        let taken = bytes.len().min(QUEUE.saturating_sub(queued));
        for byte in &bytes[..taken] {
            self.host_free = self.host_free.max(self.now) + byte_time(self.baud);
            self.to_board.push_back((self.host_free, *byte));
        }
        Ok(taken)
    }

    fn read(&mut self, into: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let deadline = self.now + timeout.as_nanos() as u64;
        // The board may answer to what it has heard up to any moment: go from event to event.
        loop {
            let event = self
                .to_board
                .front()
                .map(|e| e.0)
                .into_iter()
                .chain(self.answering.map(|a| a.0))
                .min();
            let byte = self.to_host.front().map(|e| e.0);
            let Some(next) = event.into_iter().chain(byte).min().filter(|time| *time <= deadline)
            else {
                self.now = deadline;
                return Ok(0);
            };
            self.now = self.now.max(next);
            self.run_board(self.now);
            if byte.is_some_and(|time| time <= self.now) {
                break;
            }
        }
        let mut count = 0;
        while count < into.len() && self.to_host.front().is_some_and(|e| e.0 <= self.now) {
            let (_, byte, baud) = self.to_host.pop_front().unwrap();
            into[count] =
                if baud.abs_diff(self.baud) > baud / 30 { byte.wrapping_mul(31) | 1 } else { byte };
            count += 1;
        }
        Ok(count)
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        self.baud = baud;
        Ok(())
    }

    fn now(&self) -> Duration {
        Duration::from_nanos(self.now)
    }
}
