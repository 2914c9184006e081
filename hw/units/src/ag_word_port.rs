//! Which of its two ports an address generator uses, where beats lie in [`crate::ag_lines`] while they are in the port's queues.

use kiln_emit::prelude::*;

/// The choice, combinational.
#[derive(LogicBlock)]
pub struct AgWordPort {
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// The port is the scalar one.
    pub scalar: In<Bit>,
    /// A beat is offered to the vector input's queue.
    pub vector_comes: In<Bit>,
    /// The queue has room.
    pub vector_room: In<Bit>,
    /// The same of the scalar input.
    pub scalar_comes: In<Bit>,
    /// Likewise.
    pub scalar_room: In<Bit>,
    /// Vector input's queue: a beat is there.
    pub vector_in_valid: In<Bit>,
    /// It is taken.
    pub vector_in_ready: Out<Bit>,
    /// Its end mark and mask.
    pub vector_in_data: In<Word>,
    /// Scalar input's queue: a beat is there.
    pub scalar_in_valid: In<Bit>,
    /// It is taken.
    pub scalar_in_ready: Out<Bit>,
    /// Its end mark and mask.
    pub scalar_in_data: In<Word>,
    /// A beat of the chosen port is there.
    pub beat_valid: Out<Bit>,
    /// It is taken.
    pub beat_ready: In<Bit>,
    /// Its mask.
    pub beat_mask: Out<Word>,
    /// Its end mark.
    pub beat_end: Out<Word>,
    /// A beat is given to the chosen port.
    pub give_valid: In<Bit>,
    /// Its queue has room.
    pub give_ready: Out<Bit>,
    /// A beat for the vector output's queue.
    pub vector_out_valid: Out<Bit>,
    /// The queue has room.
    pub vector_out_ready: In<Bit>,
    /// A beat for the scalar output's queue.
    pub scalar_out_valid: Out<Bit>,
    /// The queue has room.
    pub scalar_out_ready: In<Bit>,
    /// The vector output shows a beat.
    pub vector_shown: In<Bit>,
    /// Beyond it the beat is taken.
    pub vector_goes: In<Bit>,
    /// The same of the scalar output.
    pub scalar_shown: In<Bit>,
    /// Likewise.
    pub scalar_goes: In<Bit>,
    /// A beat comes into the chosen port's queue (store) or goes out of it (load).
    pub moves: Out<Bit>,
    _lanes: usize,
}

impl AgWordPort {
    /// For vector beats of `lanes` words.
    pub fn new(lanes: usize) -> Self {
        Self {
            store: In::bit(),
            scalar: In::bit(),
            vector_comes: In::bit(),
            vector_room: In::bit(),
            scalar_comes: In::bit(),
            scalar_room: In::bit(),
            vector_in_valid: In::bit(),
            vector_in_ready: Out::bit(),
            vector_in_data: In::word(lanes + 2),
            scalar_in_valid: In::bit(),
            scalar_in_ready: Out::bit(),
            scalar_in_data: In::word(3),
            beat_valid: Out::bit(),
            beat_ready: In::bit(),
            beat_mask: Out::word(lanes),
            beat_end: Out::word(2),
            give_valid: In::bit(),
            give_ready: Out::bit(),
            vector_out_valid: Out::bit(),
            vector_out_ready: In::bit(),
            scalar_out_valid: Out::bit(),
            scalar_out_ready: In::bit(),
            vector_shown: In::bit(),
            vector_goes: In::bit(),
            scalar_shown: In::bit(),
            scalar_goes: In::bit(),
            moves: Out::bit(),
            _lanes: lanes,
        }
    }
}

impl Logic for AgWordPort {
    #[hdl_gen]
    fn update(&mut self) {
        let lanes = self._lanes;
        let scalar = self.scalar.val();
        self.beat_valid.next =
            if scalar { self.scalar_in_valid.val() } else { self.vector_in_valid.val() };
        self.vector_in_ready.next = self.beat_ready.val() && !scalar;
        self.scalar_in_ready.next = self.beat_ready.val() && scalar;
        self.beat_mask.next = if scalar {
            self.scalar_in_data.val().slice(0, 1).zext(lanes)
        } else {
            self.vector_in_data.val().trunc(lanes)
        };
        self.beat_end.next = if scalar {
            self.scalar_in_data.val().slice(1, 2)
        } else {
            self.vector_in_data.val().slice(lanes, 2)
        };
        self.give_ready.next =
            if scalar { self.scalar_out_ready.val() } else { self.vector_out_ready.val() };
        self.vector_out_valid.next = self.give_valid.val() && !scalar;
        self.scalar_out_valid.next = self.give_valid.val() && scalar;

        let vector_enters = self.vector_comes.val() && self.vector_room.val();
        let scalar_enters = self.scalar_comes.val() && self.scalar_room.val();
        let vector_leaves = self.vector_shown.val() && self.vector_goes.val();
        let scalar_leaves = self.scalar_shown.val() && self.scalar_goes.val();
        let enters = if scalar { scalar_enters } else { vector_enters };
        let leaves = if scalar { scalar_leaves } else { vector_leaves };
        self.moves.next = if self.store.val() { enters } else { leaves };
    }
}

impl Leaf for AgWordPort {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "ag_word_port",
            "Chooses the vector or the scalar port of an address generator, and says when a beat moves on it. Combinational.",
        )
        .param("lanes", self._lanes)
        .interface("vector_in", "beats of the vector port in")
        .interface("scalar_in", "beats of the scalar port in")
        .interface("beat", "beats of the chosen port in")
        .interface("give", "beats for the chosen port")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| AgWordPort::new(4), 500, 1).unwrap();
    }
}
