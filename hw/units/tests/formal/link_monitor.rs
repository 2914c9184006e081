//! What a receiver of packets must do, said of its ports: `docs/protocol.md`, "Line, frames, packets", written again.

use kiln_arch::link::{BUFFER_WORDS, CRC_BYTES, DELIMITER, MAX_PACKET, REQUEST_HEADER};
use kiln_emit::prelude::*;
use kiln_units::link_receiver::{LENGTH_BITS, POSITION_BITS, SLOT_BITS};

/// The polynomial of CRC-32 (ISO-HDLC), lowest coefficient first.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// Words of the longest and of the shortest packet.
const MOST: usize = MAX_PACKET / 4;
const FEWEST: usize = (REQUEST_HEADER + CRC_BYTES) / 4;

/// What is left of the register after a packet and its CRC.
fn residue() -> u32 {
    let step = |sum: u32| (sum >> 1) ^ if sum & 1 == 1 { POLYNOMIAL } else { 0 };
    (0..32).fold(u32::MAX, |sum, _| step(sum))
}

/// Bytes as they may come, and a reader of the ring.
///
/// - `in_valid`: when wanted, but not in two cycles that follow each other.
/// - `head`: moves on by any number of slots, up to the tail.
#[derive(LogicBlock)]
pub struct LinkSurroundings {
    pub clk: Clock,
    pub rst: In<Bit>,
    pub byte_wanted: In<Bit>,
    pub slots_wanted: In<Word>,
    pub tail: In<Word>,
    pub in_valid: Out<Bit>,
    pub head: Out<Word>,
    came: Reg<Bit>,
    position: Reg<Word>,
}

impl LinkSurroundings {
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            byte_wanted: In::bit(),
            slots_wanted: In::word(POSITION_BITS),
            tail: In::word(POSITION_BITS),
            in_valid: Out::bit(),
            head: Out::word(POSITION_BITS),
            came: Reg::bit(),
            position: Reg::word(POSITION_BITS),
        }
    }
}

impl Logic for LinkSurroundings {
    #[hdl_gen]
    fn update(&mut self) {
        let comes = self.byte_wanted.val() && !self.came.val();
        self.in_valid.next = comes;
        self.came.next = comes;
        self.head.next = self.position.val();
        if self.slots_wanted.val() <= self.tail.val() - self.position.val() {
            self.position.next = self.position.val() + self.slots_wanted.val();
        }
        if self.rst.val() {
            self.position.next = 0.into();
        }
    }
}

impl Leaf for LinkSurroundings {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("link_surroundings", "Bytes as they may come, and a reader of the ring.")
    }
}

/// Unstuffs and sums on its own, from each delimiter on as if nothing had come before it. It says:
///
/// - `sound`: a packet is heard only at a delimiter, and only if the frame before it was whole, had a length that a request
///   has, and its CRC was right.
/// - `found`: such a packet is heard, whatever came before its frame, if there was room for the longest in the ring.
/// - `bounded`: the ring holds at most what it has slots for.
/// - `free_slot`: no slot of a packet that is in the ring is written.
/// - `moved`: the tail moves by a packet's words when one is heard, and at no other time; its first slot has their number.
/// - `kept`: any word of a packet that is heard was written to its slot as it came.
///
/// That induction may prove this, it also says what the receiver's registers have to do with its own:
///
/// - `same_frame`, `same_sum`: where in a frame they are, and the CRC's register.
/// - `same_length`: the words and bytes of a frame that is not bad, and why one is.
/// - `ring_used`: packets and what is written of the next lie in the ring.
/// - `same_word`: the word being gathered, the chosen word, and its copy in the ring.
#[derive(LogicBlock)]
pub struct LinkMonitor {
    pub clk: Clock,
    pub rst: In<Bit>,
    pub in_valid: In<Bit>,
    pub in_data: In<Word>,
    pub heard: In<Bit>,
    pub write: In<Bit>,
    pub write_row: In<Word>,
    pub write_data: In<Word>,
    pub head: In<Word>,
    pub tail: In<Word>,
    /// Number of the word of each packet that is looked at.
    pub chosen: In<Word>,
    pub sound: Out<Bit>,
    pub found: Out<Bit>,
    pub bounded: Out<Bit>,
    pub free_slot: Out<Bit>,
    pub moved: Out<Bit>,
    pub state_behind: In<Word>,
    pub state_start: In<Bit>,
    pub state_left: In<Word>,
    pub state_bytes: In<Word>,
    pub state_slots: In<Word>,
    pub state_word: In<Word>,
    pub state_bad: In<Bit>,
    pub state_remainder: In<Word>,
    pub kept: Out<Bit>,
    pub same_frame: Out<Bit>,
    pub same_sum: Out<Bit>,
    pub same_length: Out<Bit>,
    pub ring_used: Out<Bit>,
    pub same_word: Out<Bit>,
    started: Reg<Bit>,
    run: Reg<Word>,
    sum: Reg<Word>,
    bytes: Reg<Word>,
    words: Reg<Word>,
    roomy: Reg<Bit>,
    due: Reg<Word>,
    last: Reg<Word>,
    came: Reg<Word>,
    written: Reg<Word>,
    step: Vec<Wire<Word>>,
}

impl LinkMonitor {
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            in_valid: In::bit(),
            in_data: In::word(8),
            heard: In::bit(),
            write: In::bit(),
            write_row: In::word(SLOT_BITS),
            write_data: In::word(32),
            head: In::word(POSITION_BITS),
            tail: In::word(POSITION_BITS),
            chosen: In::word(LENGTH_BITS),
            sound: Out::bit(),
            found: Out::bit(),
            bounded: Out::bit(),
            free_slot: Out::bit(),
            moved: Out::bit(),
            state_behind: In::word(POSITION_BITS),
            state_start: In::bit(),
            state_left: In::word(8),
            state_bytes: In::word(3),
            state_slots: In::word(LENGTH_BITS),
            state_word: In::word(32),
            state_bad: In::bit(),
            state_remainder: In::word(32),
            kept: Out::bit(),
            same_frame: Out::bit(),
            same_sum: Out::bit(),
            same_length: Out::bit(),
            ring_used: Out::bit(),
            same_word: Out::bit(),
            started: Reg::bit(),
            run: Reg::word(8),
            sum: Reg::word(32),
            bytes: Reg::word(2),
            words: Reg::word(LENGTH_BITS + 1),
            roomy: Reg::bit(),
            due: Reg::word(POSITION_BITS),
            last: Reg::word(32),
            came: Reg::word(32),
            written: Reg::word(32),
            step: many(9, || Wire::word(32)),
        }
    }
}

impl Logic for LinkMonitor {
    #[hdl_gen]
    fn update(&mut self) {
        let count_bits = LENGTH_BITS + 1;
        let delimiter = self.in_data.val() == DELIMITER;
        let ends = self.in_valid.val() && delimiter;
        let comes = self.in_valid.val() && !delimiter;
        let zero = self.run.val() == 0;
        let byte = comes && self.started.val();
        let value = if zero { Word::new(8, 0u64) } else { self.in_data.val() };
        if comes {
            self.started.next = true;
            self.run.next = if zero || !self.started.val() {
                self.in_data.val() - 1
            } else {
                self.run.val() - 1
            };
        }

        self.step[0].next = self.sum.val() ^ value.zext(32);
        for i in 0..8 {
            let half = self.step[i].val() >> 1u32;
            self.step[i + 1].next =
                if self.step[i].val().bit(0) { half ^ POLYNOMIAL } else { half };
        }
        let word_now = cat!(value, self.last.val().slice(8, 24));
        let long = self.words.val() > MOST;
        let word_ends = byte && self.bytes.val() == 3;
        if byte {
            self.sum.next = self.step[8].val();
            self.last.next = word_now;
            self.bytes.next = self.bytes.val() + 1;
        }
        if word_ends && !long {
            self.words.next = self.words.val() + 1;
        }

        let whole = self.started.val() && zero && self.bytes.val() == 0;
        let sized = self.words.val() >= FEWEST && !long;
        let right = whole && sized && self.sum.val() == residue();
        self.sound.next = !self.heard.val() || (ends && right);
        let used = self.tail.val() - self.head.val();
        let room = used <= BUFFER_WORDS - MOST;
        self.found.next = !(ends && right && self.roomy.val() && room) || self.heard.val();
        self.roomy.next = (ends || self.roomy.val()) && room;

        self.bounded.next = used <= BUFFER_WORDS;
        let place = self.write_row.val() - self.head.val().trunc(SLOT_BITS);
        self.free_slot.next = !self.write.val() || place.zext(POSITION_BITS) >= used;

        let slots = self.words.val();
        let first = self.write.val() && self.write_row.val() == self.tail.val().trunc(SLOT_BITS);
        let numbered =
            first && self.write_data.val().trunc(LENGTH_BITS) == slots.trunc(LENGTH_BITS);
        self.moved.next = self.tail.val() == self.due.val() && (!self.heard.val() || numbered);
        self.due.next = if self.heard.val() {
            self.tail.val() + slots.zext(POSITION_BITS)
        } else {
            self.tail.val()
        };

        let slot = self.tail.val().trunc(SLOT_BITS) + self.chosen.val().zext(SLOT_BITS) + 1;
        if self.write.val() && self.write_row.val() == slot {
            self.written.next = self.write_data.val();
        }
        if word_ends && self.words.val() == self.chosen.val().zext(count_bits) {
            self.came.next = word_now;
        }
        let part = self.chosen.val().zext(count_bits) + 1 < self.words.val();
        self.kept.next = !(self.heard.val() && part) || self.written.val() == self.came.val();

        self.same_frame.next = self.state_start.val() != self.started.val()
            && (!self.started.val() || self.state_left.val() == self.run.val());
        self.same_sum.next = self.state_remainder.val() == self.sum.val();

        // The receiver counts a word when the next byte comes.
        let held = self.state_bytes.val();
        let done = self.state_slots.val().zext(count_bits);
        let whole_waits = held == 4 && self.bytes.val() == 0 && self.words.val() == done;
        let part_waits = held == self.bytes.val().zext(3) && self.words.val() + 1 == done;
        let none_waits = held == 0 && self.bytes.val() == 0 && self.words.val() == 0 && done == 1;
        let counted = whole_waits || none_waits || (part_waits && held.any());
        let too_long = long || (self.words.val() == MOST && self.bytes.val().any());
        let at_fault = !self.roomy.val() || too_long;
        let bad = self.state_bad.val();
        self.same_length.next = if bad { at_fault } else { counted && !too_long };
        let extent = used.zext(POSITION_BITS + 1) + done.zext(POSITION_BITS + 1);
        self.ring_used.next = self.state_behind.val() == self.tail.val()
            && done.any()
            && done <= MOST
            && (done == 1 || extent <= BUFFER_WORDS);

        let differ = self.state_word.val() ^ self.last.val();
        let gathered = (differ >> (Word::new(6, 32u64) - cat!(held, Word::new(3, 0u64)))) == 0;
        let stored = self.chosen.val().zext(count_bits) + 2 <= done;
        let complete = self.chosen.val().zext(count_bits) < self.words.val();
        let latest = self.chosen.val().zext(count_bits) + 1 == self.words.val() && held == 4;
        self.same_word.next = bad
            || ((held > 4 || gathered)
                && (!stored || self.written.val() == self.came.val())
                && (!(complete && latest) || self.came.val() == self.last.val()));

        if ends || self.rst.val() {
            self.started.next = false;
            self.run.next = 0.into();
            self.sum.next = u32::MAX.into();
            self.bytes.next = 0.into();
            self.words.next = 0.into();
        }
        if self.rst.val() {
            self.roomy.next = true;
            self.due.next = 0.into();
        }
    }
}

impl Leaf for LinkMonitor {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("link_monitor", "What a receiver of packets must do.")
    }
}
