//! Which of its two ports an address generator uses: the vector or the scalar one.

use kiln_emit::prelude::*;

/// The choice, combinational.
#[derive(LogicBlock)]
pub struct AgPort {
    /// The port is the scalar one.
    pub scalar: In<Bit>,
    /// Vector input: a beat is there.
    pub vector_in_valid: In<Bit>,
    /// It is taken.
    pub vector_in_ready: Out<Bit>,
    /// End mark of the beat.
    pub vector_in_mark: In<Word>,
    /// Its mask.
    pub vector_in_mask: In<Word>,
    /// Its words.
    pub vector_in_word: Vec<In<Word>>,
    /// Scalar input: a beat is there.
    pub scalar_in_valid: In<Bit>,
    /// It is taken.
    pub scalar_in_ready: Out<Bit>,
    /// The beat: end mark, mask, word.
    pub scalar_in_data: In<Word>,
    /// A beat of the chosen port is there.
    pub beat_valid: Out<Bit>,
    /// It is taken.
    pub beat_ready: In<Bit>,
    /// Its mask.
    pub beat_mask: Out<Word>,
    /// Its end mark.
    pub beat_end: Out<Word>,
    /// Its words.
    pub beat_word: Vec<Out<Word>>,
    /// A beat is given to the chosen port.
    pub give_valid: In<Bit>,
    /// Its queue has room.
    pub give_ready: Out<Bit>,
    /// A beat for the vector output.
    pub vector_out_valid: Out<Bit>,
    /// Its queue has room.
    pub vector_out_ready: In<Bit>,
    /// A beat for the scalar output.
    pub scalar_out_valid: Out<Bit>,
    /// Its queue has room.
    pub scalar_out_ready: In<Bit>,
    _lanes: usize,
}

impl AgPort {
    /// For vector beats of `lanes` words.
    pub fn new(lanes: usize) -> Self {
        Self {
            scalar: In::bit(),
            vector_in_valid: In::bit(),
            vector_in_ready: Out::bit(),
            vector_in_mark: In::word(2),
            vector_in_mask: In::word(lanes),
            vector_in_word: many(lanes, || In::word(32)),
            scalar_in_valid: In::bit(),
            scalar_in_ready: Out::bit(),
            scalar_in_data: In::word(35),
            beat_valid: Out::bit(),
            beat_ready: In::bit(),
            beat_mask: Out::word(lanes),
            beat_end: Out::word(2),
            beat_word: many(lanes, || Out::word(32)),
            give_valid: In::bit(),
            give_ready: Out::bit(),
            vector_out_valid: Out::bit(),
            vector_out_ready: In::bit(),
            scalar_out_valid: Out::bit(),
            scalar_out_ready: In::bit(),
            _lanes: lanes,
        }
    }
}

impl Logic for AgPort {
    #[hdl_gen]
    fn update(&mut self) {
        let lanes = self._lanes;
        let scalar = self.scalar.val();
        self.beat_valid.next =
            if scalar { self.scalar_in_valid.val() } else { self.vector_in_valid.val() };
        self.vector_in_ready.next = self.beat_ready.val() && !scalar;
        self.scalar_in_ready.next = self.beat_ready.val() && scalar;
        self.beat_mask.next = if scalar {
            self.scalar_in_data.val().slice(32, 1).zext(lanes)
        } else {
            self.vector_in_mask.val()
        };
        self.beat_end.next =
            if scalar { self.scalar_in_data.val().slice(33, 2) } else { self.vector_in_mark.val() };
        for i in 0..lanes {
            if i == 0 {
                self.beat_word[i].next = if scalar {
                    self.scalar_in_data.val().slice(0, 32)
                } else {
                    self.vector_in_word[i].val()
                };
            } else {
                self.beat_word[i].next = self.vector_in_word[i].val();
            }
        }
        self.give_ready.next =
            if scalar { self.scalar_out_ready.val() } else { self.vector_out_ready.val() };
        self.vector_out_valid.next = self.give_valid.val() && !scalar;
        self.scalar_out_valid.next = self.give_valid.val() && scalar;
    }
}

impl Leaf for AgPort {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "ag_port",
            "Chooses the vector or the scalar port of an address generator. Combinational.",
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
        check_leaf(|| AgPort::new(4), 500, 1).unwrap();
    }
}
