//! Makes the beats of a link visible from outside, for co-simulation only.

use kiln_emit::prelude::*;

/// A beat moves in this cycle.
#[derive(LogicBlock)]
pub struct SwitchTap {
    /// A beat is offered.
    pub link_valid: In<Bit>,
    /// There is room for it.
    pub link_ready: In<Bit>,
    /// It moves.
    pub fires: Out<Bit>,
}

impl SwitchTap {
    /// The only form.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { link_valid: In::bit(), link_ready: In::bit(), fires: Out::bit() }
    }
}

impl Logic for SwitchTap {
    #[hdl_gen]
    fn update(&mut self) {
        self.fires.next = self.link_valid.val() && self.link_ready.val();
    }
}

impl Leaf for SwitchTap {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("switch_tap", "A beat moves over a link in this cycle.")
            .interface("link", "the link")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(SwitchTap::new, 50, 1).unwrap();
    }
}
