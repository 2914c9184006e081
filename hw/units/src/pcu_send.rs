//! The lanes of a beat that a PCU sends.

use kiln_emit::prelude::*;

/// Gives the mask of a vector output.
#[derive(LogicBlock)]
pub struct PcuSend {
    /// A value of `kiln_arch::config::lanes_out`.
    pub lanes: In<Word>,
    /// Lanes of the beat that was issued.
    pub beat_mask: In<Word>,
    /// Lanes of the beat that is sent.
    pub mask: Out<Word>,
}

impl PcuSend {
    /// For `lanes` lanes.
    pub fn new(lanes: usize) -> Self {
        Self { lanes: In::word(2), beat_mask: In::word(lanes), mask: Out::word(lanes) }
    }
}

impl Logic for PcuSend {
    #[hdl_gen]
    fn update(&mut self) {
        let width = self.mask.width();
        self.mask.next = match self.lanes.val().num() {
            0 => self.beat_mask.val(),
            1 => Word::new(width, 1u64),
            _ => !Word::zero(width),
        };
    }
}

impl Leaf for PcuSend {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_send",
            "Lanes of a beat that a PCU sends: 0 those of the beat, 1 lane 0, 2 all.",
        )
        .param("lanes", self.mask.width())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuSend::new(8), 200, 1).unwrap();
    }
}
