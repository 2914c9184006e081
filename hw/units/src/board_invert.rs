//! Inverters, for pins that are active when low.

use kiln_emit::prelude::*;

/// The inverters.
#[derive(LogicBlock)]
pub struct BoardInvert {
    /// Bits.
    pub from: In<Word>,
    /// The opposite.
    pub to: Out<Word>,
}

impl BoardInvert {
    /// Of `width` bits.
    pub fn new(width: usize) -> Self {
        Self { from: In::word(width), to: Out::word(width) }
    }
}

impl Logic for BoardInvert {
    #[hdl_gen]
    fn update(&mut self) {
        self.to.next = !self.from.val();
    }
}

impl Leaf for BoardInvert {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("board_invert", "Inverters.").param("w", self.from.width())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| BoardInvert::new(5), 50, 1).unwrap();
    }
}
