//! Receiver of a serial line: 8 bits, no parity, one stop bit, lowest bit first.
//!
//! The line is sampled in the middle of each bit, counted from the fall of the start bit. A start bit that has gone by its middle was
//! a spike. A byte without its stop bit is dropped, and the line must be high before the next start bit.

use kiln_arch::link::RATES;
use kiln_emit::prelude::*;

/// Values of the phase: 0 is between bytes, then come the start bit, eight bits of data, and the stop bit.
mod phase {
    pub const IDLE: u64 = 0;
    pub const START: u64 = 1;
    pub const DATA: u64 = 2;
    pub const STOP: u64 = 10;
    /// After a missing stop bit.
    pub const BROKEN: u64 = 11;
}

/// Bits of the clock cycles that a bit takes.
pub const RATE_BITS: usize = (u32::BITS - RATES.end().leading_zeros()) as usize;

/// The receiver.
#[derive(LogicBlock)]
pub struct UartRx {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The line, of no clock.
    pub rxd: In<Bit>,
    /// Clock cycles a bit.
    pub rate: In<Word>,
    /// A byte has come, in this cycle only.
    pub valid: Out<Bit>,
    /// The byte.
    pub data: Out<Word>,
    meeting: Reg<Bit>,
    line: Reg<Bit>,
    phase: Reg<Word>,
    left: Reg<Word>,
    shift: Reg<Word>,
    found: Reg<Bit>,
}

impl UartRx {
    /// A receiver.
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            rxd: In::bit(),
            rate: In::word(RATE_BITS),
            valid: Out::bit(),
            data: Out::word(8),
            meeting: Reg::bit(),
            line: Reg::bit(),
            phase: Reg::word(4),
            left: Reg::word(RATE_BITS),
            shift: Reg::word(8),
            found: Reg::bit(),
        }
    }
}

impl Default for UartRx {
    fn default() -> Self {
        Self::new()
    }
}

impl Logic for UartRx {
    #[hdl_gen]
    fn update(&mut self) {
        // Two registers, so that a level that changes at the clock edge settles.
        self.meeting.next = self.rxd.val();
        self.line.next = self.meeting.val();
        let line = self.line.val();
        let middle = !self.left.val().any();
        self.valid.next = self.found.val();
        self.data.next = self.shift.val();
        self.found.next = self.phase.val() == phase::STOP && middle && line;
        self.left.next = if self.phase.val() == phase::IDLE {
            (self.rate.val() >> 1) - 1
        } else if middle {
            self.rate.val() - 1
        } else {
            self.left.val() - 1
        };
        match self.phase.val().num() {
            phase::IDLE => {
                if !line {
                    self.phase.next = phase::START.into();
                }
            }
            phase::START => {
                if middle {
                    self.phase.next = if line { phase::IDLE.into() } else { phase::DATA.into() };
                }
            }
            phase::STOP => {
                if middle {
                    self.phase.next = if line { phase::IDLE.into() } else { phase::BROKEN.into() };
                }
            }
            phase::BROKEN => {
                if line {
                    self.phase.next = phase::IDLE.into();
                }
            }
            _ => {
                if middle {
                    self.phase.next = self.phase.val() + 1;
                    self.shift.next = cat!(line, self.shift.val().slice(1, 7));
                }
            }
        }
        if self.rst.val() {
            self.meeting.next = true;
            self.line.next = true;
            self.phase.next = phase::IDLE.into();
            self.found.next = false;
        }
    }
}

impl Leaf for UartRx {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "uart_rx",
            "Receiver of a serial line: 8 bits, no parity, one stop bit, lowest bit first.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(UartRx::new, 8000, 1, |cycle, inputs| {
            // Levels that last a while, so that bytes come.
            inputs.set("rate", [4u32, 5, 8][(cycle / 1000) as usize % 3]);
            let bits = cycle / 4;
            inputs.set("rxd", u32::from((bits.wrapping_mul(0x9e37_79b9) >> 7) % 3 != 0));
        })
        .unwrap();
    }
}
