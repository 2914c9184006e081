//! Receiver of frames: unstuffs bytes, checks length and CRC, and keeps whole packets, a word each four bytes, in a ring.
//!
//! A packet in the ring is the number of its slots, this one included, then its words without the CRC. It is there once the number is
//! written, after the frame's delimiter; what was written of a packet that is damaged, too long or finds no room is written over.
//! A word is written when the next byte comes, so the last word, the CRC, never is.

use kiln_arch::link::{BUFFER_WORDS, CRC_BYTES, DELIMITER, MAX_PACKET, buffered_words};
use kiln_emit::prelude::*;

/// Bits of a slot's number; positions in the ring have one more, which tells full from empty.
pub const SLOT_BITS: usize = BUFFER_WORDS.trailing_zeros() as usize;

/// Bits of a position in the ring.
pub const POSITION_BITS: usize = SLOT_BITS + 1;

/// Bytes of a word.
const WORD: u64 = 4;

/// Most slots of a packet.
const MOST_SLOTS: usize = 1 + (MAX_PACKET - CRC_BYTES) / WORD as usize;

/// Bits of the number of a packet's slots.
pub const LENGTH_BITS: usize = (usize::BITS - MOST_SLOTS.leading_zeros()) as usize;

/// The receiver.
#[derive(LogicBlock)]
pub struct LinkReceiver {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A byte has come; not in two cycles that follow each other.
    pub in_valid: In<Bit>,
    /// The byte.
    pub in_data: In<Word>,
    /// Starts the CRC of a packet.
    pub crc_clear: Out<Bit>,
    /// A byte of the packet.
    pub crc_valid: Out<Bit>,
    /// The byte.
    pub crc_data: Out<Word>,
    /// The CRC is right.
    pub crc_good: In<Bit>,
    /// A slot of the ring is written.
    pub write: Out<Bit>,
    /// Its number.
    pub write_row: Out<Word>,
    /// The word.
    pub write_data: Out<Word>,
    /// Position of the oldest packet.
    pub head: In<Word>,
    /// Position behind the newest packet.
    pub tail: Out<Word>,
    /// A packet has come, in this cycle only.
    pub heard: Out<Bit>,
    behind: Reg<Word>,
    start: Reg<Bit>,
    left: Reg<Word>,
    bytes: Reg<Word>,
    slots: Reg<Word>,
    word: Reg<Word>,
    bad: Reg<Bit>,
}

impl LinkReceiver {
    /// A receiver.
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            in_valid: In::bit(),
            in_data: In::word(8),
            crc_clear: Out::bit(),
            crc_valid: Out::bit(),
            crc_data: Out::word(8),
            crc_good: In::bit(),
            write: Out::bit(),
            write_row: Out::word(SLOT_BITS),
            write_data: Out::word(32),
            head: In::word(POSITION_BITS),
            tail: Out::word(POSITION_BITS),
            heard: Out::bit(),
            behind: Reg::word(POSITION_BITS),
            start: Reg::bit(),
            left: Reg::word(8),
            bytes: Reg::word(3),
            slots: Reg::word(LENGTH_BITS),
            word: Reg::word(32),
            bad: Reg::bit(),
        }
    }
}

impl Default for LinkReceiver {
    fn default() -> Self {
        Self::new()
    }
}

impl Logic for LinkReceiver {
    #[hdl_gen]
    fn update(&mut self) {
        let fewest = buffered_words(0);
        let delimiter = self.in_data.val() == DELIMITER;
        let over = self.in_valid.val() && delimiter;
        let take = self.in_valid.val() && !delimiter;
        let run_over = !self.left.val().any();
        let code = self.start.val() || run_over;
        let byte = take && !self.start.val();
        let data = if run_over { Word::new(8, 0u32) } else { self.in_data.val() };
        self.crc_valid.next = byte;
        self.crc_data.next = data;
        self.crc_clear.next = over || self.rst.val();

        // Whole words wait for the byte after them.
        let next = self.behind.val() + self.slots.val().zext(POSITION_BITS);
        let full = (next - self.head.val()).bit(SLOT_BITS);
        let whole = self.bytes.val() == WORD;
        let fits = !full && self.slots.val() != MOST_SLOTS;
        let good = run_over
            && !self.start.val()
            && !self.bad.val()
            && whole
            && self.slots.val() >= fewest
            && self.crc_good.val();
        let commit = over && good;
        self.write.next = commit || byte && whole && fits && !self.bad.val();
        self.write_row.next =
            if delimiter { self.behind.val().trunc(SLOT_BITS) } else { next.trunc(SLOT_BITS) };
        let low = if delimiter { self.slots.val() } else { self.word.val().trunc(LENGTH_BITS) };
        self.write_data.next = cat!(self.word.val().slice(LENGTH_BITS, 32 - LENGTH_BITS), low);
        self.tail.next = self.behind.val();
        self.heard.next = commit;

        if take {
            self.start.next = false;
            let run = if code { self.in_data.val() } else { self.left.val() };
            self.left.next = run - 1;
        }
        if byte {
            self.word.next = cat!(data, self.word.val().slice(8, 24));
            self.bytes.next = if whole { 1.into() } else { self.bytes.val() + 1 };
            if whole {
                if fits {
                    self.slots.next = self.slots.val() + 1;
                } else {
                    self.bad.next = true;
                }
            }
        }
        if commit {
            self.behind.next = next;
        }
        if over || self.rst.val() {
            self.start.next = true;
            self.bytes.next = 0.into();
            self.slots.next = 1.into();
            self.bad.next = false;
        }
        if self.rst.val() {
            self.behind.next = 0.into();
        }
    }
}

impl Leaf for LinkReceiver {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "link_receiver",
            "Receiver of frames: unstuffs bytes, checks length and CRC, and keeps whole packets in a ring of words.",
        )
        .interface("in", "bytes from the line")
        .interface("crc", "to and from the checksum")
        .interface("write", "into the ring")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        // Frames of mostly short runs, and a ring that fills up and is emptied.
        check_leaf_with(LinkReceiver::new, 20_000, 1, |cycle, inputs| {
            inputs.set("in_valid", u32::from(cycle % 2 == 0));
            let noise = (cycle as u32).wrapping_mul(0x9e37_79b1) >> 16;
            if noise % 32 > 1 {
                inputs.set("in_data", 1 + noise % 3);
            }
            inputs.set("head", u32::from(cycle > 10_000) * 300);
            inputs.set("crc_good", u32::from(!noise.is_multiple_of(8)));
        })
        .unwrap();
    }
}
