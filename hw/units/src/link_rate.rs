//! The rate of the serial line, and its return to the default after silence.

use crate::uart_rx::RATE_BITS;
use kiln_emit::prelude::*;

/// The rate.
#[derive(LogicBlock)]
pub struct LinkRate {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Sets the rate.
    pub change: In<Bit>,
    /// Clock cycles a bit.
    pub value: In<Word>,
    /// A whole packet has come.
    pub heard: In<Bit>,
    /// No answer is being sent.
    pub idle: In<Bit>,
    /// One or the other in the cycle before: there is no silence.
    pub alive: Out<Bit>,
    /// Clock cycles a bit.
    pub rate: Out<Word>,
    current: Reg<Word>,
    silence: Reg<Word>,
    broken: Reg<Bit>,
    _default: u32,
    _silence_bits: usize,
}

impl LinkRate {
    /// The rate is `default` again after `2^silence_bits` cycles of silence.
    pub fn new(default: u32, silence_bits: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            change: In::bit(),
            value: In::word(RATE_BITS),
            heard: In::bit(),
            idle: In::bit(),
            alive: Out::bit(),
            rate: Out::word(RATE_BITS),
            current: Reg::word(RATE_BITS),
            silence: Reg::word(silence_bits + 1),
            broken: Reg::bit(),
            _default: default,
            _silence_bits: silence_bits,
        }
    }
}

impl Logic for LinkRate {
    #[hdl_gen]
    fn update(&mut self) {
        // In a register: counters and lights are far from where packets end.
        self.broken.next = self.heard.val() || !self.idle.val();
        let alive = self.broken.val();
        self.alive.next = alive;
        let silent = self.silence.val().bit(self._silence_bits);
        self.rate.next = self.current.val();
        self.silence.next = self.silence.val() + 1;
        if alive || silent {
            self.silence.next = 0.into();
        }
        if self.change.val() {
            self.current.next = self.value.val();
        }
        if silent || self.rst.val() {
            self.current.next = self._default.into();
        }
        if self.rst.val() {
            self.silence.next = 0.into();
        }
    }
}

impl Leaf for LinkRate {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "link_rate",
            "The rate of the serial line: it can be set, and returns to the default after silence.",
        )
        .param("default", self._default)
        .param("silence", self._silence_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(
            || LinkRate::new(100, 4),
            2000,
            1,
            |cycle, inputs| {
                if cycle % 50 > 20 {
                    inputs.set("heard", 0u32);
                    inputs.set("idle", 1u32);
                    inputs.set("change", 0u32);
                }
            },
        )
        .unwrap();
    }
}
