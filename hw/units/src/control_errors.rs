//! Error flags of all units: they stay set until the next run, and the lowest unit is named.

use kiln_emit::prelude::*;

/// The flags.
#[derive(LogicBlock)]
pub struct ControlErrors {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: no errors.
    pub rst: In<Bit>,
    /// One bit a unit: it has an error in this cycle.
    pub raised: In<Word>,
    /// Some unit has had an error in an earlier cycle.
    pub some: Out<Bit>,
    /// The lowest such unit.
    pub lowest: Out<Word>,
    flags: Reg<Word>,
    found: Vec<Wire<Word>>,
    any: Vec<Wire<Bit>>,
    _units: usize,
    _bits: usize,
}

impl ControlErrors {
    /// For `units` units; their numbers have `bits` bits.
    pub fn new(units: usize, bits: usize) -> Self {
        let leaves = units.next_power_of_two();
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            raised: In::word(units),
            some: Out::bit(),
            lowest: Out::word(bits),
            flags: Reg::word(units),
            found: many(2 * leaves, || Wire::word(bits)),
            any: many(2 * leaves, Wire::bit),
            _units: units,
            _bits: bits,
        }
    }
}

impl Logic for ControlErrors {
    #[hdl_gen]
    fn update(&mut self) {
        // A tree whose node i has the children 2i and 2i+1.
        let leaves = self._units.next_power_of_two();
        for i in 0..leaves {
            self.found[leaves + i].next = i.into();
            if i < self._units {
                self.any[leaves + i].next = self.flags.val().bit(i);
            } else {
                self.any[leaves + i].next = false;
            }
        }
        for k in 1..leaves {
            let node = leaves - k;
            self.any[node].next = self.any[2 * node].val() || self.any[2 * node + 1].val();
            self.found[node].next = if self.any[2 * node].val() {
                self.found[2 * node].val()
            } else {
                self.found[2 * node + 1].val()
            };
        }
        self.any[0].next = false;
        self.found[0].next = 0.into();
        self.some.next = self.any[1].val();
        self.lowest.next = self.found[1].val();
        self.flags.next = self.flags.val() | self.raised.val();
        if self.rst.val() {
            self.flags.next = 0.into();
        }
    }
}

impl Leaf for ControlErrors {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "control_errors",
            "Error flags of all units, kept until reset, and the lowest unit that has one.",
        )
        .param("n", self._units)
        .param("w", self._bits)
        .interface("raised", "one bit a unit")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| ControlErrors::new(12, 4), 500, 1).unwrap();
    }
}
