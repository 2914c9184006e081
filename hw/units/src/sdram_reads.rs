//! The read data of an SDRAM controller: gathers the words of the chip into beats and keeps them until they are taken.
//!
//! A beat has its place in the queue from the moment it starts, so that nothing is lost when RREADY is low.

use crate::sdram_shape::SdramShape;
use kiln_emit::prelude::*;

/// Beats that are under way or wait: as many as LUT RAM holds without further cost.
const DEPTH: usize = 16;

/// Words of the chip in, beats out.
#[derive(LogicBlock)]
pub struct SdramReads {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Another beat can be kept.
    pub read_room: Out<Bit>,
    /// A beat to be read starts in this cycle.
    pub start_read: In<Bit>,
    /// It is the last of its burst.
    pub start_last: In<Bit>,
    /// It is past the end of the chip.
    pub start_error: In<Bit>,
    /// Its id.
    pub start_id: In<Word>,
    /// The chip's data pins.
    pub sdram_dq_in: In<Word>,
    /// A beat is there; depends on registers only.
    pub r_valid: Out<Bit>,
    /// It is taken.
    pub r_ready: In<Bit>,
    /// Its id.
    pub r_id: Out<Word>,
    /// Its data.
    pub r_data: Out<Word>,
    /// Its response.
    pub r_resp: Out<Word>,
    /// It is the last of its burst.
    pub r_last: Out<Bit>,
    captured: Reg<Word>,
    gathered: Reg<Word>,
    arriving: Reg<Word>,
    beats: LutRam,
    tags: LutRam,
    started: Reg<Word>,
    arrived: Reg<Word>,
    taken: Reg<Word>,
    promised: Reg<Word>,
    held: Reg<Word>,
    _shape: SdramShape,
}

impl SdramReads {
    /// For a port, chip and clock of that shape.
    pub fn new(shape: SdramShape) -> Self {
        let bits = shape.chip.data_bits;
        let index = index_bits(DEPTH);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            read_room: Out::bit(),
            start_read: In::bit(),
            start_last: In::bit(),
            start_error: In::bit(),
            start_id: In::word(shape.id_bits),
            sdram_dq_in: In::word(bits),
            r_valid: Out::bit(),
            r_ready: In::bit(),
            r_id: Out::word(shape.id_bits),
            r_data: Out::word(shape.data_bits),
            r_resp: Out::word(2),
            r_last: Out::bit(),
            captured: Reg::word(bits),
            gathered: Reg::word(bits.max(shape.data_bits - bits)),
            arriving: Reg::word(Self::latency(&shape)),
            beats: LutRam::new(shape.data_bits, DEPTH),
            tags: LutRam::new(shape.id_bits + 2, DEPTH),
            started: Reg::word(index),
            arrived: Reg::word(index),
            taken: Reg::word(index),
            promised: Reg::word(index + 1),
            held: Reg::word(index + 1),
            _shape: shape,
        }
    }

    /// Cycles from the start of a beat until its last word is in the register at the pins: one for the registers of
    /// the command pins, the CAS latency and the delay of the board, the words of a beat.
    fn latency(shape: &SdramShape) -> usize {
        1 + shape.cycles.cas + shape.capture + shape.burst()
    }
}

impl Logic for SdramReads {
    #[hdl_gen]
    fn update(&mut self) {
        let burst = self._shape.burst();
        let bits = self._shape.chip.data_bits;
        let data_bits = self._shape.data_bits;
        let latency = self.arriving.width();
        self.captured.next = self.sdram_dq_in.val();
        if burst > 2 {
            self.gathered.next =
                cat!(self.captured.val(), self.gathered.val().slice(bits, data_bits - 2 * bits));
        } else if burst == 2 {
            self.gathered.next = self.captured.val();
        }
        let beat = if burst > 1 {
            cat!(self.captured.val(), self.gathered.val())
        } else {
            self.captured.val()
        };

        self.arriving.next = cat!(self.arriving.val().slice(0, latency - 1), self.start_read.val());
        let arrives = self.arriving.val().bit(latency - 1);
        if arrives {
            self.beats.write(self.arrived.val(), beat);
            self.arrived.next = self.arrived.val() + 1;
        }
        if self.start_read.val() {
            self.tags.write(
                self.started.val(),
                cat!(self.start_error.val(), self.start_last.val(), self.start_id.val()),
            );
            self.started.next = self.started.val() + 1;
        }

        let some = self.held.val().any();
        let takes = some && self.r_ready.val();
        if takes {
            self.taken.next = self.taken.val() + 1;
        }
        if arrives && !takes {
            self.held.next = self.held.val() + 1;
        } else if takes && !arrives {
            self.held.next = self.held.val() - 1;
        }
        let tag = self.tags.read(self.taken.val());
        let id_bits = self._shape.id_bits;
        self.r_valid.next = some;
        self.r_data.next = self.beats.read(self.taken.val());
        self.r_id.next = tag.slice(0, id_bits);
        self.r_last.next = tag.bit(id_bits);
        self.r_resp.next = word(tag.bit(id_bits + 1)).repeat(2);

        self.read_room.next = !self.promised.val().bit(index_bits(DEPTH));
        if self.start_read.val() && !takes {
            self.promised.next = self.promised.val() + 1;
        } else if takes && !self.start_read.val() {
            self.promised.next = self.promised.val() - 1;
        }
        if self.rst.val() {
            self.arriving.next = 0.into();
            self.started.next = 0.into();
            self.arrived.next = 0.into();
            self.taken.next = 0.into();
            self.promised.next = 0.into();
            self.held.next = 0.into();
        }
    }
}

impl Leaf for SdramReads {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("sdram_reads", "Read data of the SDRAM controller: words into beats.")
            .param("w", self._shape.data_bits)
            .param("d", self._shape.chip.data_bits)
            .param("id", self._shape.id_bits)
            .param("t", self.arriving.width())
            .interface("read_room", "for the decision to start")
            .interface("start", "a beat starts")
            .interface("sdram", "data pins")
            .interface("r", "AXI4 read data channel")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::sdram::{TANG_NANO_20K, ULX3S};
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        for (chip, data_bits) in [(ULX3S, 128), (ULX3S, 32), (TANG_NANO_20K, 32)] {
            let shape = SdramShape::new(chip, 75_000_000, data_bits, 3, 1).unwrap();
            let burst = shape.burst() as u64;
            check_leaf_with(
                || SdramReads::new(shape),
                3000,
                1,
                |cycle, inputs| {
                    // Slower in than out, so that no more is promised than fits.
                    let start = cycle % 1000 < 500 && cycle % (4 + burst) == 0;
                    inputs.set("start_read", u32::from(start));
                },
            )
            .unwrap();
        }
    }
}
