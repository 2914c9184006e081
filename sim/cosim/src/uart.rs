//! The host's end of a serial line at the level of pins: bytes to bits and back, cycle by cycle.
//!
//! 8 bits, no parity, one stop bit, lowest bit first. In: bytes to send, and the level of the board's output in each cycle.
//! Out: the level of the board's input, and the bytes that came.

use std::collections::VecDeque;

/// A start bit, eight of data, a stop bit.
const FRAME_BITS: u32 = 10;
/// Level of the line at rest and of stop bits.
const REST: u16 = 1;

/// The host's end of a line.
#[derive(Clone, Debug)]
pub struct Uart {
    /// Clock cycles a bit.
    rate: u32,
    to_send: VecDeque<u8>,
    /// Bits of the byte that is being sent, from the present one on; and how many.
    sending: (u16, u32),
    /// Cycles of the present bit that are left.
    bit_left: u32,
    /// Of the byte that is coming: cycles since its start bit fell, and its bits so far.
    receiving: Option<(u32, u16)>,
    received: VecDeque<u8>,
    /// Cycles since either direction moved.
    quiet: u64,
}

impl Uart {
    /// A line at rest, with so many clock cycles a bit.
    pub fn new(rate: u32) -> Uart {
        Uart {
            rate,
            to_send: VecDeque::new(),
            sending: (REST, 0),
            bit_left: 0,
            receiving: None,
            received: VecDeque::new(),
            quiet: 0,
        }
    }

    /// Sets the clock cycles a bit of both directions, from the next byte on.
    pub fn set_rate(&mut self, rate: u32) {
        self.rate = rate;
    }

    /// Sends bytes after those that are still to be sent.
    pub fn send(&mut self, bytes: &[u8]) {
        self.to_send.extend(bytes);
    }

    /// Bytes that are not yet on the line.
    pub fn unsent(&self) -> usize {
        self.to_send.len()
    }

    /// Takes bytes that have come, as many as there is room for; says how many.
    pub fn take_received(&mut self, into: &mut [u8]) -> usize {
        let count = self.received.len().min(into.len());
        into.iter_mut().zip(self.received.drain(..count)).for_each(|(to, from)| *to = from);
        count
    }

    /// Whether bytes have come that were not taken.
    pub fn has_received(&self) -> bool {
        !self.received.is_empty()
    }

    /// Cycles since either direction last moved.
    pub fn quiet_cycles(&self) -> u64 {
        self.quiet
    }

    /// A cycle, in which the board's output has the level `from_board`. Gives the level of its input.
    pub fn tick(&mut self, from_board: bool) -> bool {
        self.quiet += 1;
        self.receive(from_board);
        self.drive()
    }

    fn drive(&mut self) -> bool {
        if self.bit_left == 0 {
            let (bits, left) = &mut self.sending;
            (*bits, *left) = (*bits >> 1 | REST << (FRAME_BITS - 1), left.saturating_sub(1));
            if *left == 0 {
                let Some(byte) = self.to_send.pop_front() else { return true };
                self.sending = (u16::from(byte) << 1 | REST << (FRAME_BITS - 1), FRAME_BITS);
            }
            self.bit_left = self.rate;
        }
        self.bit_left -= 1;
        self.quiet = 0;
        self.sending.0 & 1 == 1
    }

    fn receive(&mut self, level: bool) {
        let Some((cycles, bits)) = &mut self.receiving else {
            if !level {
                self.receiving = Some((0, 0));
                self.quiet = 0;
            }
            return;
        };
        *cycles += 1;
        self.quiet = 0;
        let (bit, within) = (*cycles / self.rate, *cycles % self.rate);
        // The start bit was seen; the others are sampled in their middle.
        if within != self.rate / 2 || bit == 0 {
            return;
        }
        if bit < FRAME_BITS - 1 {
            *bits |= u16::from(level) << (bit - 1);
        } else {
            self.received.push_back(*bits as u8);
            self.receiving = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends bytes from one end to another, which counts bits of `rate` cycles.
    fn through(bytes: &[u8], rates: [u32; 2]) -> Vec<u8> {
        let [mut from, mut to] = rates.map(Uart::new);
        from.send(bytes);
        let mut level = true;
        while from.quiet_cycles() < 100 || to.quiet_cycles() < 100 {
            let next = from.tick(true);
            to.tick(level);
            level = next;
        }
        let mut received = vec![0; 2 * bytes.len()];
        let count = to.take_received(&mut received);
        received.truncate(count);
        received
    }

    #[test]
    fn bytes_arrive_at_every_rate() {
        let all: Vec<u8> = (0..=255).collect();
        for rate in [4, 5, 12, 27] {
            assert_eq!(through(&all, [rate; 2]), all, "{rate}");
        }
        assert_eq!(through(&all, [27, 28]), all, "a rate that is a little off");
    }

    #[test]
    fn another_rate_makes_other_bytes() {
        let bytes = [0x55, 0x12, 0xf0];
        assert_ne!(through(&bytes, [12, 4]), bytes);
        assert_ne!(through(&bytes, [4, 12]), bytes);
    }
}
