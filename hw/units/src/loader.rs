//! The configuration loader: reads an image from memory, checks it, and shifts its payload into the chains.
//!
//! Three passes: the header, the payload for its checksum, the payload for the chains. Cycles are those of section 8 of
//! `docs/execution.md`; the image is that of `kiln_arch::image`.

use kiln_arch::image::{HEADER_WORDS, MAGIC, header};
use kiln_arch::registers::reason;
use kiln_emit::prelude::*;

/// What a loader expects, and its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoaderShape {
    /// Words of a memory beat, a power of two.
    pub words: usize,
    /// Beats of the longest burst, a power of two.
    pub burst: usize,
    /// Chains, at most one a word.
    pub chains: usize,
    /// Layout version of the images.
    pub version: u32,
    /// Fingerprint of the fabric.
    pub fingerprint: u32,
    /// Beats of payload.
    pub payload: usize,
}

impl LoaderShape {
    /// Beats of the header.
    fn header(&self) -> usize {
        HEADER_WORDS.div_ceil(self.words)
    }

    /// Bits of a beat address.
    pub fn address_bits(&self) -> usize {
        30 - self.words.ilog2() as usize
    }

    /// Bits of a number of beats.
    fn left_bits(&self) -> usize {
        count_bits(self.payload.max(self.header()).max(self.burst))
    }

    /// Beat of the header that has the word, and the word's place in it.
    fn place(&self, word: usize) -> (usize, usize) {
        (word / self.words, word % self.words)
    }
}

mod pass {
    pub const NONE: u64 = 0;
    pub const HEADER: u64 = 1;
    pub const CHECK: u64 = 2;
    pub const SHIFT: u64 = 3;
}

/// The header words that must have a certain value, in the order of the checks.
fn expectations(shape: &LoaderShape) -> [(usize, u32, u32); 4] {
    [
        (header::MAGIC, MAGIC, reason::MAGIC),
        (header::VERSION, shape.version, reason::VERSION),
        (header::FINGERPRINT, shape.fingerprint, reason::FINGERPRINT),
        (header::BEATS, shape.payload as u32, reason::LENGTH),
    ]
}

/// The loader.
#[derive(LogicBlock)]
pub struct Loader {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Start to load; not while loading.
    pub start: In<Bit>,
    /// Byte address of the image.
    pub image: In<Word>,
    /// A burst is asked for.
    pub request: Out<Bit>,
    /// Its first beat address.
    pub address: Out<Word>,
    /// Its beats, less one.
    pub beats: Out<Word>,
    /// The burst is granted.
    pub grant: In<Bit>,
    /// A beat of read data is there.
    pub valid: In<Bit>,
    /// Its words.
    pub data: Vec<In<Word>>,
    /// It came with an error.
    pub error: In<Bit>,
    /// The checksum starts.
    pub crc_clear: Out<Bit>,
    /// A beat for it.
    pub crc_valid: Out<Bit>,
    /// The words of that beat.
    pub crc_word: Vec<Out<Word>>,
    /// The checksum of the beats so far.
    pub crc: In<Word>,
    /// The chains move on by one.
    pub cfg_en: Out<Bit>,
    /// The word for each chain.
    pub cfg_word: Vec<Out<Word>>,
    /// Loading ends with this cycle.
    pub done: Out<Bit>,
    /// Why it failed: a value of `reason`.
    pub reason: Out<Word>,
    /// The configuration is changed.
    pub changed: Out<Bit>,
    pass: Reg<Word>,
    next_beat: Reg<Word>,
    to_request: Reg<Word>,
    to_receive: Reg<Word>,
    fault: Reg<Word>,
    begins: Reg<Bit>,
    differs: Reg<Bit>,
    expected: Reg<Word>,
    arrived: Reg<Bit>,
    arrived_error: Reg<Bit>,
    words: Vec<Reg<Word>>,
    verdict: Vec<Wire<Word>>,
    _shape: LoaderShape,
}

impl Loader {
    /// A loader of that shape.
    pub fn new(shape: LoaderShape) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            start: In::bit(),
            image: In::word(32),
            request: Out::bit(),
            address: Out::word(shape.address_bits()),
            beats: Out::word(8),
            grant: In::bit(),
            valid: In::bit(),
            data: many(shape.words, || In::word(32)),
            error: In::bit(),
            crc_clear: Out::bit(),
            crc_valid: Out::bit(),
            crc_word: many(shape.words, || Out::word(32)),
            crc: In::word(32),
            cfg_en: Out::bit(),
            cfg_word: many(shape.chains, || Out::word(32)),
            done: Out::bit(),
            reason: Out::word(4),
            changed: Out::bit(),
            pass: Reg::word(2),
            next_beat: Reg::word(shape.address_bits()),
            to_request: Reg::word(shape.left_bits()),
            to_receive: Reg::word(shape.left_bits()),
            fault: Reg::word(4),
            begins: Reg::bit(),
            differs: Reg::bit(),
            expected: Reg::word(32),
            arrived: Reg::bit(),
            arrived_error: Reg::bit(),
            words: many(shape.words, || Reg::word(32)),
            verdict: many(6, || Wire::word(4)),
            _shape: shape,
        }
    }
}

impl Logic for Loader {
    #[hdl_gen]
    fn update(&mut self) {
        let shape = self._shape;
        let payload_start = shape.header();
        let left_bits = shape.left_bits();
        let burst_bits = shape.burst.ilog2() as usize;
        let size_bits = count_bits(shape.burst);
        let in_header = self.pass.val() == pass::HEADER;
        let in_check = self.pass.val() == pass::CHECK;
        let in_shift = self.pass.val() == pass::SHIFT;
        let first_beat = self.image.val().slice(32 - shape.address_bits(), shape.address_bits());

        // The register stage of read data.
        self.arrived.next = self.valid.val();
        self.arrived_error.next = self.error.val();
        for w in 0..shape.words {
            self.words[w].next = self.data[w].val();
            self.crc_word[w].next = self.words[w].val();
        }
        for c in 0..shape.chains {
            self.cfg_word[c].next = self.words[c].val();
        }
        let last = self.arrived.val() && self.to_receive.val() == 1;

        // Header words are checked as they come; the first fault stays, but an error of the memory explains all others.
        self.verdict[0].next = self.fault.val();
        for k in 0..4 {
            let (word, value, fault) = expectations(&shape)[k];
            let (beat, place) = shape.place(word);
            let here =
                in_header && self.arrived.val() && self.to_receive.val() == payload_start - beat;
            let wrong = here && self.words[place].val() != value;
            self.verdict[k + 1].next = if wrong && !self.verdict[k].val().any() {
                fault.into()
            } else {
                self.verdict[k].val()
            };
        }
        self.verdict[5].next = if self.arrived.val() && self.arrived_error.val() {
            reason::MEMORY.into()
        } else {
            self.verdict[4].val()
        };
        self.fault.next = self.verdict[5].val();
        let (crc_beat, crc_place) = shape.place(header::CRC);
        if in_header && self.to_receive.val() == payload_start - crc_beat {
            self.expected.next = self.words[crc_place].val();
        }

        // A pass begins with a cycle in which the checksum of the one before is compared; the verdict comes in the next.
        self.begins.next = last && !in_shift;
        self.differs.next = self.crc.val() != self.expected.val();
        let begins = self.begins.val();
        let begun = self.to_receive.val() == shape.payload && !self.arrived.val() && !begins;
        let crc_wrong = in_shift && begun && self.differs.val();
        let refused = (in_check || in_shift) && begun && (self.fault.val().any() || crc_wrong);
        let ends = in_shift && last;
        self.done.next = refused || ends;
        self.changed.next = ends;
        // Only the last beat of all can still add a fault to those that are known, and that is the memory's.
        self.reason.next = if self.arrived.val() && self.arrived_error.val() {
            reason::MEMORY.into()
        } else if crc_wrong && !self.fault.val().any() {
            reason::CRC.into()
        } else {
            self.fault.val()
        };
        self.crc_clear.next = in_header;
        self.crc_valid.next = in_check && self.arrived.val();
        self.cfg_en.next = in_shift && self.arrived.val();

        // Requests, split at multiples of the burst length.
        let room = if burst_bits > 0 {
            Word::new(size_bits, shape.burst as u64)
                - self.next_beat.val().slice(0, burst_bits).zext(size_bits)
        } else {
            Word::new(size_bits, 1u64)
        };
        let short = self.to_request.val() < room.zext(left_bits);
        let size = if short { self.to_request.val().trunc(size_bits) } else { room };
        self.request.next = self.to_request.val().any() && !begins && !refused;
        self.address.next = self.next_beat.val();
        self.beats.next = (size - 1).zext(8);
        if self.grant.val() {
            // To the next multiple; a short burst is the last of its pass, and no address follows it.
            let high_bits = shape.address_bits() - burst_bits;
            let high = self.next_beat.val().slice(burst_bits, high_bits) + 1;
            if burst_bits > 0 {
                self.next_beat.next = cat!(high, Word::zero(burst_bits));
            } else {
                self.next_beat.next = high;
            }
            self.to_request.next =
                if short { 0.into() } else { self.to_request.val() - room.zext(left_bits) };
        }

        if self.arrived.val() {
            self.to_receive.next = self.to_receive.val() - 1;
        }
        if last && !in_shift {
            self.pass.next = self.pass.val() + 1;
            self.next_beat.next = first_beat + payload_start;
            self.to_request.next = shape.payload.into();
            self.to_receive.next = shape.payload.into();
        }
        if self.done.val() {
            self.pass.next = pass::NONE.into();
            self.to_request.next = 0.into();
        }
        if self.start.val() {
            self.pass.next = pass::HEADER.into();
            self.next_beat.next = first_beat;
            self.to_request.next = payload_start.into();
            self.to_receive.next = payload_start.into();
            self.fault.next = reason::NONE.into();
        }
        if self.rst.val() {
            self.pass.next = pass::NONE.into();
            self.to_request.next = 0.into();
            self.arrived.next = false;
            self.begins.next = false;
        }
    }
}

impl Leaf for Loader {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "loader",
            "Reads a configuration image, checks it and shifts it into the chains.",
        )
        .param("words", self._shape.words)
        .param("burst", self._shape.burst)
        .param("chains", self._shape.chains)
        .param("beats", self._shape.payload)
        .param("id", format!("{:08x}", self._shape.fingerprint))
        .interface("request", "bursts asked of the memory port")
        .interface("crc", "the checksum beside it")
        .interface("cfg", "the configuration chains")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for words in [1, 4] {
            let shape = LoaderShape {
                words,
                burst: 4,
                chains: words.min(2),
                version: 1,
                fingerprint: 7,
                payload: 10,
            };
            check_leaf(|| Loader::new(shape), 1000, 1).unwrap();
        }
    }
}
