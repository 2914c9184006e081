//! The drain of a PCU: sends finished banks of accumulators down the pipeline, and keeps the banks of the stages
//! apart that accumulate and those that leave.

use kiln_emit::prelude::*;

/// Sizes of a [`PcuDrain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrainShape {
    /// Stages, which are the rows that leave.
    pub stages: usize,
    /// Accumulators of a bank, a power of two.
    pub accumulators: usize,
    /// Cycles, less one, from the beat that completes a tile to the first of the drain.
    pub ripening: usize,
    /// Levels of the drain's counter chain.
    pub levels: usize,
}

/// When a row leaves. See *Drain* in `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuDrain {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The unit is in the systolic form.
    pub enable: In<Bit>,
    /// The level of the drain's loops that counts rows.
    pub rows: In<Word>,
    /// All that is to leave has left.
    pub drain_finished: In<Bit>,
    /// Bit h: all levels of the drain's loops below h are at their last iteration.
    pub drain_below: In<Word>,
    /// The unit issues in this cycle.
    pub issue: In<Bit>,
    /// The beat that may be issued would complete its tile.
    pub issue_completes: In<Bit>,
    /// Accumulator of that beat.
    pub issue_way: In<Word>,
    /// Vector output 0 sends that beat.
    pub issue_sends: In<Bit>,
    /// The FIFO of vector output 0 has a place.
    pub room: In<Bit>,
    /// Vector output 0 takes a beat in this cycle.
    pub send: Out<Bit>,
    /// It would take the beat that may be issued, or that of the drain.
    pub sends: Out<Bit>,
    /// Vector output 0 does not keep the unit from issuing.
    pub output_served: Out<Bit>,
    /// A bank is there to accumulate in.
    pub served: Out<Bit>,
    /// Nothing is left to be drained.
    pub done: Out<Bit>,
    /// The drain sends in this cycle.
    pub fire: Out<Bit>,
    /// The row that leaves.
    pub row: Out<Word>,
    /// The bank that accumulates; what leaves is of the other.
    pub bank: Out<Bit>,
    /// Of each bank the accumulator that is meant, by the beat issued or by the drain.
    pub way: Vec<Out<Word>>,
    next_row: Reg<Word>,
    next_way: Reg<Word>,
    leaving: Reg<Bit>,
    filling: Reg<Bit>,
    held: Reg<Word>,
    ripe: Reg<Word>,
    ripening: Vec<Reg<Bit>>,
    _shape: DrainShape,
}

impl PcuDrain {
    /// The drain of a unit of that shape.
    pub fn new(shape: DrainShape) -> Self {
        let way_bits = index_bits(shape.accumulators);
        let row_bits = index_bits(shape.stages);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            enable: In::bit(),
            rows: In::word(index_bits(shape.levels)),
            drain_finished: In::bit(),
            drain_below: In::word(shape.levels + 1),
            issue: In::bit(),
            issue_completes: In::bit(),
            issue_way: In::word(way_bits),
            issue_sends: In::bit(),
            room: In::bit(),
            send: Out::bit(),
            sends: Out::bit(),
            output_served: Out::bit(),
            served: Out::bit(),
            done: Out::bit(),
            fire: Out::bit(),
            row: Out::word(row_bits),
            bank: Out::bit(),
            way: many(2, || Out::word(way_bits)),
            next_row: Reg::word(row_bits),
            next_way: Reg::word(way_bits),
            leaving: Reg::bit(),
            filling: Reg::bit(),
            held: Reg::word(2),
            ripe: Reg::word(2),
            ripening: many(shape.ripening, Reg::bit),
            _shape: shape,
        }
    }
}

impl Logic for PcuDrain {
    #[hdl_gen]
    fn update(&mut self) {
        let fires = !self.drain_finished.val() && self.ripe.val().any() && self.room.val();
        let row_ends = self.drain_below.val().bit(self.rows.val());
        let above_rows = self.drain_below.val().slice(1, self._shape.levels);
        let tile_ends = above_rows.bit(self.rows.val());
        let completes = self.enable.val() && self.issue.val() && self.issue_completes.val();
        let empties = fires && tile_ends;

        // Vector output 0 is the drain's in the systolic form.
        self.fire.next = fires;
        self.send.next = if self.enable.val() { fires } else { self.issue.val() };
        self.sends.next = self.enable.val() || self.issue_sends.val();
        self.output_served.next = self.enable.val() || self.room.val();
        self.served.next = !self.held.val().bit(1);
        self.done.next = self.drain_finished.val() || !self.enable.val();

        // A beat that is issued while the drain fires is of the other bank.
        let bank = if fires { !self.leaving.val() } else { self.filling.val() };
        self.bank.next = bank;
        self.row.next = self.next_row.val();
        self.way[0].next = if bank { self.next_way.val() } else { self.issue_way.val() };
        self.way[1].next = if bank { self.issue_way.val() } else { self.next_way.val() };

        // Tiles that are complete, and those of which the last sums are about to be written.
        self.ripening[0].next = completes && !self.rst.val();
        for t in 1..self._shape.ripening {
            self.ripening[t].next = self.ripening[t - 1].val() && !self.rst.val();
        }
        let ripens = self.ripening[self._shape.ripening - 1].val();
        if self.rst.val() {
            self.held.next = 0.into();
            self.ripe.next = 0.into();
            self.filling.next = false;
        } else {
            self.held.next = self.held.val() + word(completes).zext(2) - word(empties).zext(2);
            self.ripe.next = self.ripe.val() + word(ripens).zext(2) - word(empties).zext(2);
            self.filling.next = self.filling.val() != completes;
        }

        // What leaves next.
        if self.rst.val() {
            self.next_way.next = 0.into();
            self.next_row.next = 0.into();
            self.leaving.next = false;
        } else if fires {
            self.next_way.next = if row_ends { 0.into() } else { self.next_way.val() + 1 };
            self.leaving.next = self.leaving.val() != tile_ends;
            if tile_ends {
                self.next_row.next = 0.into();
            } else if row_ends {
                self.next_row.next = self.next_row.val() + 1;
            }
        }
    }
}

impl Leaf for PcuDrain {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_drain",
            "The drain of a PCU: sends finished banks of accumulators down the pipeline.",
        )
        .param("s", self._shape.stages)
        .param("ways", self._shape.accumulators)
        .param("t", self._shape.ripening)
        .param("n", self._shape.levels)
        .interface("enable", "configuration")
        .interface("drain", "where the drain's loops stand")
        .interface("issue", "the beat that may be issued")
        .interface("room", "credit of vector output 0")
        .interface("send", "what vector output 0 has for the issue")
        .interface("served", "for the decision to issue, and for the unit's report")
        .interface("fire", "into the pipeline")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        let shape = DrainShape { stages: 3, accumulators: 8, ripening: 4, levels: 4 };
        check_leaf_with(
            || PcuDrain::new(shape),
            4000,
            1,
            |cycle, inputs| {
                // Mostly in the systolic form, and with a level for the rows that is there.
                inputs.set("enable", u32::from(cycle % 1000 < 900));
                inputs.set("rows", 1 + u32::from(cycle % 2000 < 1000));
            },
        )
        .unwrap();
    }
}
