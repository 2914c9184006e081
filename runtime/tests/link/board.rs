//! A board in software, from `docs/protocol.md`: bytes in, bytes out.

use kiln_arch::link::{
    self, DELIMITER, MAX_WORDS, PROTOCOL_VERSION, RATES, REPEATS, Request, Response, hello, kind,
    status,
};
use kiln_arch::{FabricSpec, registers};
use kiln_memory::{Dram, MemoryTiming};
use kiln_model::{Model, RunError, RunOptions};
use std::collections::VecDeque;

/// What is behind the link.
pub trait Core {
    /// Of the fabric.
    fn fingerprint(&self) -> u32;
    fn memory_words(&self) -> u32;
    fn is_busy(&self) -> bool;
    fn read_register(&mut self, address: u32) -> u32;
    fn write_register(&mut self, address: u32, value: u32);
    fn read(&mut self, address: u32, words: &mut [u32]);
    fn write(&mut self, address: u32, words: &[u32]);
}

/// Memory, and registers that show whether a write is done twice: each adds to the one before.
pub struct Store {
    pub memory: Vec<u32>,
    pub registers: [u32; 16],
}

impl Store {
    pub fn new(words: usize) -> Store {
        Store { memory: vec![0; words], registers: [0; 16] }
    }
}

impl Core for Store {
    fn fingerprint(&self) -> u32 {
        0x1234_5678
    }

    fn memory_words(&self) -> u32 {
        self.memory.len() as u32
    }

    fn is_busy(&self) -> bool {
        false
    }

    fn read_register(&mut self, address: u32) -> u32 {
        self.registers[address as usize / 4]
    }

    fn write_register(&mut self, address: u32, value: u32) {
        let register = &mut self.registers[address as usize / 4];
        *register = register.wrapping_mul(31).wrapping_add(value);
    }

    fn read(&mut self, address: u32, words: &mut [u32]) {
        let at = address as usize;
        words.copy_from_slice(&self.memory[at..at + words.len()]);
    }

    fn write(&mut self, address: u32, words: &[u32]) {
        let at = address as usize;
        self.memory[at..at + words.len()].copy_from_slice(words);
    }
}

/// Cycles that pass between two requests, so that a run is seen while it lasts.
const CYCLES: u64 = 2000;

/// A fabric: its cycle model with a memory.
pub struct Fabric {
    model: Model,
    dram: Dram,
}

impl Fabric {
    pub fn new(spec: FabricSpec, bytes: usize) -> Fabric {
        let timing = MemoryTiming::new(spec.memory_words());
        Fabric { model: Model::new(spec), dram: Dram::new(timing, bytes).unwrap() }
    }
}

impl Core for Fabric {
    fn fingerprint(&self) -> u32 {
        self.model.spec().fingerprint()
    }

    fn memory_words(&self) -> u32 {
        (self.dram.size() / 4) as u32
    }

    fn is_busy(&self) -> bool {
        self.model.is_busy()
    }

    fn read_register(&mut self, address: u32) -> u32 {
        match self.model.run_until_idle(&mut self.dram, RunOptions::cycles(CYCLES)) {
            Ok(_) | Err(RunError::CycleLimit(_)) => self.model.read_register(address),
            Err(error) => panic!("{error}"),
        }
    }

    fn write_register(&mut self, address: u32, value: u32) {
        self.model.write_register(address, value);
    }

    fn read(&mut self, address: u32, words: &mut [u32]) {
        self.dram.read_words(4 * address, words).unwrap();
    }

    fn write(&mut self, address: u32, words: &[u32]) {
        self.dram.write_words(4 * address, words).unwrap();
    }
}

/// The board: what the hardware does, one request after the other.
pub struct Board {
    pub core: Box<dyn Core + Send>,
    pub clock_hz: u32,
    pub version: u32,
    /// Clock cycles a bit.
    pub bits: u32,
    /// Whole requests that came.
    pub packets: u64,
    session: u8,
    expected: u8,
    told: bool,
    frame: Vec<u8>,
    waiting: VecDeque<Request>,
}

/// What is sent, and the rate from its end on.
pub struct Answer {
    pub bytes: Vec<u8>,
    pub bits: Option<u32>,
}

impl Board {
    pub fn new(core: impl Core + Send + 'static, clock_hz: u32) -> Board {
        Board {
            core: Box::new(core),
            clock_hz,
            version: PROTOCOL_VERSION,
            bits: clock_hz / link::DEFAULT_BAUD,
            packets: 0,
            session: link::NO_SESSION,
            expected: 0,
            told: false,
            frame: Vec::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Power is lost and comes back: memory and session are gone.
    pub fn reset(&mut self, core: impl Core + Send + 'static) {
        *self = Board::new(core, self.clock_hz);
    }

    pub fn baud(&self) -> u32 {
        self.clock_hz / self.bits
    }

    /// Silence for long enough.
    pub fn fall_silent(&mut self) {
        self.bits = self.clock_hz / link::DEFAULT_BAUD;
    }

    /// A byte comes; a whole request waits from then on.
    pub fn hear(&mut self, byte: u8) {
        if byte != DELIMITER {
            self.frame.push(byte);
            return;
        }
        let Some(request) = Request::parse(&std::mem::take(&mut self.frame)) else { return };
        self.packets += 1;
        let held: usize = self.waiting.iter().map(|r| link::buffered_words(r.words.len())).sum();
        // One for which there is no room is lost.
        if held + link::buffered_words(request.words.len()) <= link::BUFFER_WORDS {
            self.waiting.push_back(request);
        }
    }

    /// Answers the oldest request that waits; it keeps its room until `sent`.
    pub fn answer(&mut self) -> Option<Answer> {
        while let Some(request) = self.waiting.front().cloned() {
            if let Some(answer) = self.judge(&request) {
                return Some(answer);
            }
            self.waiting.pop_front();
        }
        None
    }

    /// The last answer has left.
    pub fn sent(&mut self, bits: Option<u32>) {
        self.waiting.pop_front();
        self.bits = bits.unwrap_or(self.bits);
    }

    fn judge(&mut self, request: &Request) -> Option<Answer> {
        let answer = |board: &Board, sequence, status, words| {
            let response =
                Response { kind: request.kind, session: board.session, sequence, status, words };
            Some(Answer { bytes: response.frame(), bits: None })
        };
        let distance = request.sequence.wrapping_sub(self.expected);
        if request.kind == kind::HELLO {
            if request.address != self.version {
                return answer(self, request.sequence, status::VERSION, vec![]);
            }
            if request.session != self.session || distance != 255 {
                self.session = request.session;
                self.expected = request.sequence.wrapping_add(1);
                self.told = false;
            }
            return answer(self, request.sequence, status::OK, self.hello());
        }
        if request.session != self.session {
            return answer(self, request.sequence, status::SESSION, vec![]);
        }
        if distance == 0 {
            let result = self.perform(request);
            if result.is_ok() {
                self.expected = self.expected.wrapping_add(1);
                self.told = false;
            }
            let (status, words) =
                result.map_or_else(|status| (status, vec![]), |words| (status::OK, words));
            let mut answer = answer(self, request.sequence, status, words)?;
            if request.kind == kind::RATE && status == status::OK {
                answer.bits = Some(request.address);
            }
            return Some(answer);
        }
        if usize::from(distance) >= 256 - REPEATS {
            let is_read = matches!(request.kind, kind::READ | kind::READ_REGISTER);
            let words = if is_read { self.perform(request) } else { Ok(vec![]) };
            let (status, words) =
                words.map_or_else(|status| (status, vec![]), |words| (status::OK, words));
            return answer(self, request.sequence, status, words);
        }
        if std::mem::replace(&mut self.told, true) {
            return None;
        }
        answer(self, self.expected, status::ORDER, vec![])
    }

    fn perform(&mut self, request: &Request) -> Result<Vec<u32>, u8> {
        let count = usize::from(request.count);
        let (first, end) = (request.address as usize, request.address as usize + count);
        let in_memory = || {
            if !(1..=MAX_WORDS).contains(&count) {
                return Err(status::KIND);
            }
            if self.core.is_busy() {
                return Err(status::BUSY);
            }
            if end > self.core.memory_words() as usize { Err(status::RANGE) } else { Ok(()) }
        };
        match request.kind {
            kind::READ => {
                in_memory()?;
                let mut words = vec![0; count];
                self.core.read(request.address, &mut words);
                Ok(words)
            }
            kind::WRITE => {
                in_memory()?;
                if request.words.len() != count {
                    return Err(status::KIND);
                }
                self.core.write(request.address, &request.words);
                Ok(vec![])
            }
            kind::READ_REGISTER | kind::WRITE_REGISTER
                if first + 4 * count > 1 << registers::ADDRESS_BITS =>
            {
                Err(status::RANGE)
            }
            kind::READ_REGISTER => {
                Ok((0..count).map(|n| self.core.read_register((first + 4 * n) as u32)).collect())
            }
            kind::WRITE_REGISTER if request.words.len() == 1 => {
                self.core.write_register(request.address, request.words[0]);
                Ok(vec![])
            }
            kind::RATE if RATES.contains(&request.address) => Ok(vec![]),
            kind::RATE => Err(status::RANGE),
            _ => Err(status::KIND),
        }
    }

    fn hello(&self) -> Vec<u32> {
        let mut words = vec![0; hello::WORDS];
        words[hello::PROTOCOL] = self.version;
        words[hello::FINGERPRINT] = self.core.fingerprint();
        words[hello::MEMORY_WORDS] = self.core.memory_words();
        words[hello::CLOCK_HZ] = self.clock_hz;
        words[hello::BUFFER_WORDS] = link::BUFFER_WORDS as u32;
        for (word, bytes) in words[hello::NAME..].iter_mut().zip(b"software-board\0\0".chunks(4)) {
            *word = u32::from_le_bytes(bytes.try_into().unwrap());
        }
        words
    }
}
