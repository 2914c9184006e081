//! The reset of a board: from power-up until the clock is steady, and while the button is pressed.

use kiln_emit::prelude::*;

/// The reset.
#[derive(LogicBlock)]
pub struct BoardReset {
    /// Clock.
    pub clk: Clock,
    /// The clock is steady; of no clock.
    pub locked: In<Bit>,
    /// The button is pressed; of no clock.
    pub button: In<Bit>,
    /// Reset, active high; from a register.
    pub rst: Out<Bit>,
    steady: Vec<Reg<Bit>>,
    pressed: Vec<Reg<Bit>>,
    count: Reg<Word>,
    held: Reg<Bit>,
}

impl BoardReset {
    /// A reset that ends `2^bits` cycles after its cause.
    pub fn new(bits: usize) -> Self {
        Self {
            clk: Clock::new(),
            locked: In::bit(),
            button: In::bit(),
            rst: Out::bit(),
            steady: many(2, Reg::bit),
            pressed: many(2, Reg::bit),
            count: Reg::word(bits + 1),
            held: Reg::bit(),
        }
    }
}

impl Logic for BoardReset {
    #[hdl_gen]
    fn update(&mut self) {
        let bits = self.count.width() - 1;
        // Two registers each, so that a level that changes at the clock edge settles.
        self.steady[0].next = self.locked.val();
        self.steady[1].next = self.steady[0].val();
        self.pressed[0].next = self.button.val();
        self.pressed[1].next = self.pressed[0].val();
        let over = self.count.val().bit(bits);
        if !over {
            self.count.next = self.count.val() + 1;
        }
        if !self.steady[1].val() || self.pressed[1].val() {
            self.count.next = 0.into();
        }
        self.held.next = !over;
        self.rst.next = self.held.val();
    }
}

impl Leaf for BoardReset {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "board_reset",
            "Reset from power-up until the clock is steady, and while the button is pressed.",
        )
        .param("bits", self.count.width() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(
            || BoardReset::new(3),
            2000,
            1,
            |cycle, inputs| {
                inputs.set("locked", u32::from(cycle % 100 > 4));
                inputs.set("button", u32::from(cycle % 70 == 3));
            },
        )
        .unwrap();
    }
}
