//! Sender of a serial line: 8 bits, no parity, one stop bit, lowest bit first.

use crate::uart_rx::RATE_BITS;
use kiln_emit::prelude::*;

/// Bits of a byte on the line, with start and stop bit.
const BITS: u64 = 10;

/// The sender.
#[derive(LogicBlock)]
pub struct UartTx {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Clock cycles a bit.
    pub rate: In<Word>,
    /// A byte is offered.
    pub in_valid: In<Bit>,
    /// The line is idle: the stop bit of the byte before has ended.
    pub in_ready: Out<Bit>,
    /// The byte.
    pub in_data: In<Word>,
    /// The line.
    pub txd: Out<Bit>,
    line: Reg<Bit>,
    bits: Reg<Word>,
    left: Reg<Word>,
    shift: Reg<Word>,
}

impl UartTx {
    /// A sender.
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            rate: In::word(RATE_BITS),
            in_valid: In::bit(),
            in_ready: Out::bit(),
            in_data: In::word(8),
            txd: Out::bit(),
            line: Reg::bit(),
            bits: Reg::word(4),
            left: Reg::word(RATE_BITS),
            shift: Reg::word(8),
        }
    }
}

impl Default for UartTx {
    fn default() -> Self {
        Self::new()
    }
}

impl Logic for UartTx {
    #[hdl_gen]
    fn update(&mut self) {
        let idle = !self.bits.val().any();
        let over = !self.left.val().any();
        self.in_ready.next = idle;
        self.txd.next = self.line.val();
        self.left.next = if idle || over { self.rate.val() - 1 } else { self.left.val() - 1 };
        if idle {
            if self.in_valid.val() {
                self.bits.next = BITS.into();
                self.line.next = false;
                self.shift.next = self.in_data.val();
            }
        } else if over {
            self.bits.next = self.bits.val() - 1;
            self.line.next = self.shift.val().bit(0);
            self.shift.next = cat!(Word::new(1, 1u32), self.shift.val().slice(1, 7));
        }
        if self.rst.val() {
            self.bits.next = 0.into();
            self.line.next = true;
        }
    }
}

impl Leaf for UartTx {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "uart_tx",
            "Sender of a serial line: 8 bits, no parity, one stop bit, lowest bit first.",
        )
        .interface("in", "bytes: one moves when valid and ready")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(UartTx::new, 4000, 1, |cycle, inputs| {
            inputs.set("rate", [4u32, 5, 8][(cycle / 1000) as usize % 3]);
        })
        .unwrap();
    }
}
