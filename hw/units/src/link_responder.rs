//! Sender of frames: takes the words of a response, adds the CRC, stuffs the bytes, and sends them.
//!
//! The frame is made in a buffer, as the distance before a run of bytes is known only after it. Until its last word the response may
//! be begun anew: a first word starts the buffer over.

use kiln_emit::prelude::*;

/// What the sender does.
mod state {
    /// Takes a word.
    pub const WORD: u64 = 0;
    /// Stores the bytes of the word.
    pub const BYTES: u64 = 1;
    /// Stores the bytes of the CRC.
    pub const CRC: u64 = 2;
    /// Stores the last distance.
    pub const CLOSE: u64 = 3;
    /// Fetches a byte.
    pub const FETCH: u64 = 4;
    /// Sends it.
    pub const SEND: u64 = 5;
    /// Sends the delimiter.
    pub const DELIMITER: u64 = 6;
}

/// The sender.
#[derive(LogicBlock)]
pub struct LinkResponder {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A word is offered.
    pub in_valid: In<Bit>,
    /// It is taken.
    pub in_ready: Out<Bit>,
    /// The word.
    pub in_data: In<Word>,
    /// It is the first of a response.
    pub in_first: In<Bit>,
    /// It is the last.
    pub in_last: In<Bit>,
    /// Starts the CRC of a packet.
    pub crc_clear: Out<Bit>,
    /// A byte of the packet.
    pub crc_valid: Out<Bit>,
    /// The byte.
    pub crc_data: Out<Word>,
    /// The lowest byte of the CRC is taken.
    pub crc_shift: Out<Bit>,
    /// The lowest byte of the CRC.
    pub crc_low: In<Word>,
    /// A byte for the line is offered.
    pub out_valid: Out<Bit>,
    /// It is taken; the line is idle.
    pub out_ready: In<Bit>,
    /// The byte.
    pub out_data: Out<Word>,
    /// Nothing is to be sent, and the line is idle.
    pub idle: Out<Bit>,
    state: Reg<Word>,
    word: Reg<Word>,
    last: Reg<Bit>,
    bytes: Reg<Word>,
    position: Reg<Word>,
    code: Reg<Word>,
    sent: Reg<Word>,
    store: BlockRam,
}

impl LinkResponder {
    /// A sender.
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            in_valid: In::bit(),
            in_ready: Out::bit(),
            in_data: In::word(32),
            in_first: In::bit(),
            in_last: In::bit(),
            crc_clear: Out::bit(),
            crc_valid: Out::bit(),
            crc_data: Out::word(8),
            crc_shift: Out::bit(),
            crc_low: In::word(8),
            out_valid: Out::bit(),
            out_ready: In::bit(),
            out_data: Out::word(8),
            idle: Out::bit(),
            state: Reg::word(3),
            word: Reg::word(32),
            last: Reg::bit(),
            bytes: Reg::word(2),
            position: Reg::word(8),
            code: Reg::word(8),
            sent: Reg::word(8),
            store: BlockRam::new(8, 256),
        }
    }
}

impl Default for LinkResponder {
    fn default() -> Self {
        Self::new()
    }
}

impl Logic for LinkResponder {
    #[hdl_gen]
    fn update(&mut self) {
        let waits = self.state.val() == state::WORD;
        let payload = self.state.val() == state::BYTES;
        let crc = self.state.val() == state::CRC;
        let close = self.state.val() == state::CLOSE;
        let delimiter = self.state.val() == state::DELIMITER;
        let starts = waits && self.in_valid.val() && self.in_first.val();
        self.in_ready.next = waits;
        self.idle.next = waits && self.out_ready.val();
        self.out_valid.next = self.state.val() == state::SEND || delimiter;
        self.out_data.next = if delimiter { 0.into() } else { self.store.val() };

        let data = if crc { self.crc_low.val() } else { self.word.val().trunc(8) };
        self.crc_clear.next = starts;
        self.crc_valid.next = payload;
        self.crc_data.next = self.word.val().trunc(8);
        self.crc_shift.next = crc;

        // In place of a zero goes the distance to the next.
        let stores = payload || crc;
        let zero = !data.any();
        let jump = zero || close;
        let row = if jump { self.code.val() } else { self.position.val() };
        let byte = if jump { self.position.val() - self.code.val() } else { data };
        if stores || close {
            self.store.write(row, byte);
        }
        if stores {
            self.position.next = self.position.val() + 1;
            self.word.next = self.word.val() >> 8;
            self.bytes.next = self.bytes.val() + 1;
            if zero {
                self.code.next = self.position.val();
            }
        }
        let fetches = self.state.val() == state::FETCH;
        if fetches {
            self.store.fetch(self.sent.val());
            self.sent.next = self.sent.val() + 1;
        }
        let all = self.sent.val() == self.position.val();
        let bytes_over = self.bytes.val().all();
        match self.state.val().num() {
            state::WORD => {
                self.word.next = self.in_data.val();
                self.last.next = self.in_last.val();
                if self.in_valid.val() {
                    self.state.next = state::BYTES.into();
                }
            }
            state::BYTES => {
                if bytes_over {
                    self.state.next =
                        if self.last.val() { state::CRC.into() } else { state::WORD.into() };
                }
            }
            state::CRC => {
                if bytes_over {
                    self.state.next = state::CLOSE.into();
                }
            }
            state::CLOSE => {
                self.sent.next = 0.into();
                self.state.next = state::FETCH.into();
            }
            state::FETCH => {
                self.state.next = state::SEND.into();
            }
            state::SEND => {
                if self.out_ready.val() {
                    self.state.next =
                        if all { state::DELIMITER.into() } else { state::FETCH.into() };
                }
            }
            _ => {
                if self.out_ready.val() {
                    self.state.next = state::WORD.into();
                }
            }
        }
        if starts {
            self.code.next = 0.into();
            self.position.next = 1.into();
        }
        if self.rst.val() {
            self.state.next = state::WORD.into();
            self.bytes.next = 0.into();
        }
    }
}

impl Leaf for LinkResponder {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "link_responder",
            "Sender of frames: takes the words of a response, adds the CRC, stuffs the bytes, and sends them.",
        )
        .interface("in", "words of a response")
        .interface("crc", "to and from the checksum")
        .interface("out", "bytes for the line")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(LinkResponder::new, 20_000, 1, |cycle, inputs| {
            // A response starts with its first word, and is short.
            inputs.set("in_first", u32::from(cycle < 8 || cycle / 256 % 8 == 0));
            inputs.set("in_last", u32::from(cycle % 7 == 0));
        })
        .unwrap();
    }
}
