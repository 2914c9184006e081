//! The configuration loader (docs/execution.md, section 8).

use kiln_arch::image::{self, HEADER_WORDS, header};
use kiln_arch::registers::reason;
use kiln_arch::{FabricSpec, config};

use crate::ag::{Burst, Bursts};
use crate::port::ReadBeat;

/// Which pass over the image is being received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    Header,
    Check,
    Configure,
}

/// A load under way.
#[derive(Clone, Debug)]
pub(crate) struct Loader {
    memory_words: usize,
    payload_beats: u32,
    fingerprint: u32,
    pass: Pass,
    bursts: Bursts,
    /// Address of the payload in beats.
    payload: u32,
    /// Beats of this pass still to be received.
    left: u32,
    header: Vec<u32>,
    words: Vec<u32>,
    failed: bool,
    /// The first cycle of a pass that is not the first: it goes into the verdict on the one before.
    begins: bool,
    /// Found by the last beat of a pass; it ends the load two cycles later.
    refused: Option<u32>,
}

/// How a load has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Loaded {
    /// The words that were shifted into the chains.
    Configured(Vec<u32>),
    /// Refused, with a value of `reason`; the configuration before is as it was.
    Refused(u32),
    /// The memory failed while the chains were being shifted.
    Spoiled,
}

impl Loader {
    /// Starts to load the image at byte address `address`.
    pub(crate) fn new(spec: &FabricSpec, payload_beats: usize, address: u32) -> Loader {
        let memory_words = spec.memory_words();
        let first = address / (spec.memory.data_bits as u32 / 8);
        let header_beats = HEADER_WORDS.div_ceil(memory_words) as u32;
        let mut bursts = Bursts::new(spec.ag.burst_beats);
        bursts.start(first, header_beats);
        Loader {
            memory_words,
            payload_beats: payload_beats as u32,
            fingerprint: spec.fingerprint(),
            pass: Pass::Header,
            bursts,
            payload: first + header_beats,
            left: header_beats,
            header: Vec::new(),
            words: Vec::with_capacity(payload_beats * memory_words),
            failed: false,
            begins: false,
            refused: None,
        }
    }

    /// Why the image is refused, if the pass before has shown that.
    pub(crate) fn refused(&self) -> Option<u32> {
        self.refused.filter(|_| !self.begins)
    }

    /// The burst that it requests in this cycle.
    pub(crate) fn request(&self) -> Option<Burst> {
        self.bursts.next().filter(|_| !self.begins && self.refused.is_none())
    }

    /// Its request was granted.
    pub(crate) fn granted(&mut self) {
        self.bursts.granted();
    }

    /// A cycle has passed in which no beat came.
    pub(crate) fn waited(&mut self) {
        self.begins = false;
    }

    /// A beat has come through the register stage; tells whether it ends the load, and how.
    pub(crate) fn receive(&mut self, beat: &ReadBeat) -> Option<Loaded> {
        self.failed |= beat.failed;
        let words = &beat.data[..self.memory_words];
        match self.pass {
            Pass::Header => self.header.extend(words),
            Pass::Check | Pass::Configure => self.words.extend(words),
        }
        self.left -= 1;
        if self.left > 0 {
            return None;
        }
        match self.pass {
            Pass::Header => {
                self.refused = self.memory_fault().or_else(|| self.header_fault());
                self.start(Pass::Check);
            }
            Pass::Check => {
                self.refused = self.memory_fault().or_else(|| self.payload_fault());
                self.start(Pass::Configure);
            }
            Pass::Configure if self.failed => return Some(Loaded::Spoiled),
            Pass::Configure => return Some(Loaded::Configured(std::mem::take(&mut self.words))),
        }
        None
    }

    fn start(&mut self, pass: Pass) {
        self.pass = pass;
        self.begins = true;
        self.words.clear();
        self.left = self.payload_beats;
        self.bursts.start(self.payload, self.payload_beats);
    }

    fn memory_fault(&self) -> Option<u32> {
        self.failed.then_some(reason::MEMORY)
    }

    fn payload_fault(&self) -> Option<u32> {
        let wrong = image::crc_of_words(&self.words) != self.header[header::CRC];
        wrong.then_some(reason::CRC)
    }

    fn header_fault(&self) -> Option<u32> {
        let checks = [
            (header::MAGIC, image::MAGIC, reason::MAGIC),
            (header::VERSION, config::LAYOUT_VERSION, reason::VERSION),
            (header::FINGERPRINT, self.fingerprint, reason::FINGERPRINT),
            (header::BEATS, self.payload_beats, reason::LENGTH),
        ];
        let wrong = checks.iter().find(|&&(word, value, _)| self.header[word] != value);
        wrong.map(|&(_, _, reason)| reason)
    }
}
