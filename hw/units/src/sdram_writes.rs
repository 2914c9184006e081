//! The write data of an SDRAM controller: holds a beat and puts its words on the pins one after another.

use crate::sdram_shape::SdramShape;
use kiln_emit::prelude::*;

/// Beats in, words of the chip out.
#[derive(LogicBlock)]
pub struct SdramWrites {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A beat is offered.
    pub w_valid: In<Bit>,
    /// It is taken.
    pub w_ready: Out<Bit>,
    /// Its data.
    pub w_data: In<Word>,
    /// Its bytes that are to be written.
    pub w_strb: In<Word>,
    /// A beat is held and none is on its way to the pins, unless its last word is.
    pub write_there: Out<Bit>,
    /// The held beat starts in this cycle.
    pub start_write: In<Bit>,
    /// It is past the end of the chip.
    pub start_error: In<Bit>,
    /// A word is for the pins.
    pub drive: Out<Bit>,
    /// The word.
    pub drive_data: Out<Word>,
    /// Its bytes that are not to be written.
    pub drive_mask: Out<Word>,
    full: Reg<Bit>,
    data: Reg<Word>,
    strobes: Reg<Word>,
    chunk: Reg<Word>,
    error: Reg<Bit>,
    words: Vec<Wire<Word>>,
    _shape: SdramShape,
}

impl SdramWrites {
    /// For a port and chip of that shape.
    pub fn new(shape: SdramShape) -> Self {
        let (bits, mask_bits) = (shape.chip.data_bits, shape.mask_bits());
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            w_valid: In::bit(),
            w_ready: Out::bit(),
            w_data: In::word(shape.data_bits),
            w_strb: In::word(shape.data_bits / 8),
            write_there: Out::bit(),
            start_write: In::bit(),
            start_error: In::bit(),
            drive: Out::bit(),
            drive_data: Out::word(bits),
            drive_mask: Out::word(mask_bits),
            full: Reg::bit(),
            data: Reg::word(shape.data_bits),
            strobes: Reg::word(shape.data_bits / 8),
            chunk: Reg::word(shape.chunk_bits()),
            error: Reg::bit(),
            words: many(2 * shape.burst() - 1, || Wire::word(bits + mask_bits)),
            _shape: shape,
        }
    }
}

impl Logic for SdramWrites {
    #[hdl_gen]
    fn update(&mut self) {
        let burst = self._shape.burst();
        let bits = self._shape.chip.data_bits;
        let mask_bits = self._shape.mask_bits();
        let continues = self.chunk.val().any();
        let last = if burst == 1 { self.start_write.val() } else { self.chunk.val() == burst - 1 };
        let room = !self.full.val() || last;
        let takes = room && self.w_valid.val();
        self.w_ready.next = room;
        self.write_there.next = self.full.val();

        if self.start_write.val() {
            self.error.next = self.start_error.val();
        }
        if burst > 1 {
            if self.start_write.val() || continues {
                self.chunk.next = self.chunk.val() + 1;
            }
        } else {
            self.chunk.next = 0.into();
        }
        if takes {
            self.full.next = true;
            self.data.next = self.w_data.val();
            self.strobes.next = self.w_strb.val();
        } else if last {
            self.full.next = false;
        }

        // A tree of two-way multiplexers from the words of the beat to one.
        for i in 0..burst {
            self.words[i].next = cat!(
                self.strobes.val().slice(i * mask_bits, mask_bits),
                self.data.val().slice(i * bits, bits)
            );
        }
        for k in 0..burst.ilog2() as usize {
            for i in 0..burst >> (k + 1) {
                let from = 2 * burst - ((2 * burst) >> k);
                let to = 2 * burst - (burst >> k);
                self.words[to + i].next = if self.chunk.val().bit(k) {
                    self.words[from + 2 * i + 1].val()
                } else {
                    self.words[from + 2 * i].val()
                };
            }
        }
        let word = self.words[2 * burst - 2].val();
        self.drive_data.next = word.slice(0, bits);
        self.drive_mask.next = !word.slice(bits, mask_bits);
        self.drive.next =
            (self.start_write.val() && !self.start_error.val()) || (continues && !self.error.val());
        if self.rst.val() {
            self.full.next = false;
            self.chunk.next = 0.into();
        }
    }
}

impl Leaf for SdramWrites {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("sdram_writes", "Write data of the SDRAM controller: beats into words.")
            .param("w", self._shape.data_bits)
            .param("d", self._shape.chip.data_bits)
            .interface("w", "AXI4 write data channel")
            .interface("write_there", "for the decision to start")
            .interface("start", "the held beat starts")
            .interface("drive", "to the pins")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::sdram::{TANG_NANO_20K, ULX3S};
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        for (chip, data_bits) in [(ULX3S, 128), (TANG_NANO_20K, 32)] {
            let shape = SdramShape::new(chip, 75_000_000, data_bits, 3, 0).unwrap();
            let burst = shape.burst() as u64;
            check_leaf_with(
                || SdramWrites::new(shape),
                3000,
                1,
                |cycle, inputs| {
                    let start = cycle % (burst + cycle / 100 % 3) == 0;
                    inputs.set("start_write", u32::from(start));
                },
            )
            .unwrap();
        }
    }
}
