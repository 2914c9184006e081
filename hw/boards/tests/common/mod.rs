//! A module with a serial line under Verilator: a host's end of the line, and memory and registers behind the buses.
#![allow(dead_code, reason = "each test uses its own share")]

use kiln_arch::link::{DELIMITER, Request, Response, kind, status};
use kiln_boards::axi::MemoryBus;
use kiln_boards::link::{BoardIdentity, LinkSpec, module};
use kiln_emit::Design;
use std::collections::VecDeque;
use std::path::PathBuf;
use verilator_sys::{Build, Model, PortId, Verilator};

/// Clock cycles a bit after reset.
pub const RATE: u64 = 4;
/// Words of memory.
pub const MEMORY_WORDS: u32 = 1 << 14;
/// Cycles of silence after which the rate is the default, as a power of two.
pub const SILENCE_BITS: usize = 14;

pub fn spec() -> LinkSpec {
    LinkSpec {
        identity: BoardIdentity {
            name: *b"bench\0\0\0\0\0\0\0\0\0\0\0",
            fingerprint: 0x1234_5678,
            memory_words: MEMORY_WORDS,
            clock_hz: RATE as u32 * 1_000_000,
        },
        memory: MemoryBus { data_bits: 128, id_bits: 2 },
        silence_bits: SILENCE_BITS,
    }
}

/// The ports of a bus.
struct Pins {
    araddr: PortId,
    arvalid: PortId,
    arready: PortId,
    rdata: PortId,
    rresp: PortId,
    rvalid: PortId,
    awaddr: PortId,
    awvalid: PortId,
    awready: PortId,
    wdata: PortId,
    wstrb: PortId,
    wvalid: PortId,
    wready: PortId,
    bresp: PortId,
    bvalid: PortId,
}

impl Pins {
    fn new(model: &Model, prefix: &str) -> Pins {
        let port = |name| model.port(&format!("{prefix}{name}")).unwrap();
        Pins {
            araddr: port("araddr"),
            arvalid: port("arvalid"),
            arready: port("arready"),
            rdata: port("rdata"),
            rresp: port("rresp"),
            rvalid: port("rvalid"),
            awaddr: port("awaddr"),
            awvalid: port("awvalid"),
            awready: port("awready"),
            wdata: port("wdata"),
            wstrb: port("wstrb"),
            wvalid: port("wvalid"),
            wready: port("wready"),
            bresp: port("bresp"),
            bvalid: port("bvalid"),
        }
    }
}

/// A bus's other end, which answers after some cycles.
struct Slave {
    ports: Pins,
    words: Vec<u32>,
    /// Words of a beat.
    beat: usize,
    /// Number of the word whose beat answers with an error.
    broken: Option<u32>,
    /// Neither reads nor writes are taken.
    stuck: bool,
    write_address: Option<u32>,
    write_data: Option<(Vec<u32>, u64)>,
    read_address: Option<u32>,
    wait: u32,
    reads: u64,
    writes: Vec<(u32, u32)>,
}

const LATENCY: u32 = 3;

impl Slave {
    fn new(model: &Model, prefix: &str, words: usize, beat: usize) -> Slave {
        Slave {
            ports: Pins::new(model, prefix),
            words: vec![0; words],
            beat,
            broken: None,
            stuck: false,
            write_address: None,
            write_data: None,
            read_address: None,
            wait: 0,
            reads: 0,
            writes: Vec::new(),
        }
    }

    /// Before the edge: what it drives, and what becomes of what the master drives.
    fn tick(&mut self, model: &mut Model) {
        let p = &self.ports;
        let (takes_write, takes_data, takes_read) = (
            !self.stuck && self.write_address.is_none(),
            !self.stuck && self.write_data.is_none(),
            !self.stuck && self.read_address.is_none(),
        );
        self.wait = self.wait.saturating_sub(1);
        let due = self.wait == 0;
        let writes = due && self.write_address.is_some() && self.write_data.is_some();
        let reads = due && self.read_address.is_some();
        model.poke(p.awready, takes_write.into());
        model.poke(p.wready, takes_data.into());
        model.poke(p.arready, takes_read.into());
        model.poke(p.bvalid, writes.into());
        model.poke(p.rvalid, reads.into());
        let breaks = |first: u32| {
            self.broken.is_some_and(|word| (first..first + self.beat as u32).contains(&word))
        };
        if writes {
            let first = self.write_address.take().unwrap() / 4;
            let (data, strobes) = self.write_data.take().unwrap();
            model.poke(p.bresp, if breaks(first) { 2 } else { 0 });
            for (lane, word) in data.iter().enumerate() {
                match strobes >> (4 * lane) & 15 {
                    0 => {}
                    15 => {
                        let number = first + lane as u32;
                        self.words[number as usize] = *word;
                        self.writes.push((number, *word));
                    }
                    _ => panic!("part of a word is written"),
                }
            }
        }
        if reads {
            let first = self.read_address.take().unwrap() / 4;
            model.poke(p.rresp, if breaks(first) { 3 } else { 0 });
            let first = first as usize;
            model.poke_wide(p.rdata, &self.words[first..first + self.beat]);
            self.reads += 1;
        }
        if takes_write && model.peek(p.awvalid) == 1 {
            self.write_address = Some(model.peek(p.awaddr) as u32);
            self.wait = LATENCY;
        }
        if takes_data && model.peek(p.wvalid) == 1 {
            let mut data = vec![0; self.beat];
            model.peek_wide(p.wdata, &mut data);
            self.write_data = Some((data, model.peek(p.wstrb)));
            self.wait = LATENCY;
        }
        if takes_read && model.peek(p.arvalid) == 1 {
            self.read_address = Some(model.peek(p.araddr) as u32);
            assert_eq!(self.read_address.unwrap() % (4 * self.beat as u32), 0);
            self.wait = LATENCY;
        }
    }
}

/// The host's end of the line.
#[derive(Default)]
pub struct Line {
    /// Bytes to send.
    pub send: VecDeque<u8>,
    /// Bits of the byte that is being sent, with start and stop bit, lowest first.
    bits: u16,
    bits_left: u32,
    cycles_left: u64,
    /// Of the byte that is being received: cycles since its start bit fell, and its bits so far.
    received: Option<(u64, u16)>,
    frame: Vec<u8>,
    /// Frames that have come, without their delimiters.
    pub frames: VecDeque<Vec<u8>>,
}

impl Line {
    /// Level to the board.
    pub fn level(&mut self, rate: u64) -> bool {
        if self.cycles_left == 0 {
            if self.bits_left == 0 {
                let Some(byte) = self.send.pop_front() else { return true };
                (self.bits, self.bits_left) = (u16::from(byte) << 1 | 1 << 9, 10);
            } else {
                self.bits >>= 1;
            }
            self.bits_left -= 1;
            self.cycles_left = rate;
        }
        self.cycles_left -= 1;
        self.bits & 1 == 1
    }

    /// Level from the board. Says whether a byte has come.
    pub fn hear(&mut self, rate: u64, level: bool) -> bool {
        let byte = self.sample(rate, level);
        match byte {
            Some(DELIMITER) => self.frames.push_back(std::mem::take(&mut self.frame)),
            Some(byte) => self.frame.push(byte),
            None => {}
        }
        byte.is_some()
    }

    fn sample(&mut self, rate: u64, level: bool) -> Option<u8> {
        let Some((cycles, bits)) = &mut self.received else {
            if !level {
                self.received = Some((0, 0));
            }
            return None;
        };
        *cycles += 1;
        if *cycles % rate == rate / 2 {
            *bits = *bits >> 1 | u16::from(level) << 9;
        }
        if *cycles < 9 * rate + rate / 2 {
            return None;
        }
        let bits = *bits;
        self.received = None;
        assert_eq!(bits & 0x201, 0x200, "a byte without its start or stop bit");
        Some((bits >> 1) as u8)
    }
}

/// The link and its surroundings.
pub struct Bench {
    model: Model,
    rxd: PortId,
    txd: PortId,
    rst: PortId,
    busy: PortId,
    memory: Slave,
    registers: Slave,
    line: Line,
    /// Clock cycles a bit at the host's end.
    pub rate: u64,
    pub cycle: u64,
    /// When a byte last came or was sent.
    pub last_byte: u64,
    /// Session and next number of the host.
    pub session: u8,
    pub sequence: u8,
}

impl Bench {
    /// The link after reset.
    pub fn new() -> Bench {
        let design = Design::new(&module(&spec())).unwrap();
        let build = Build { clock: Some("clk".into()), ..Build::new(design.top(), design.files()) };
        let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("models");
        let library = build.build(&Verilator::find().unwrap(), &cache).unwrap();
        let model = Model::open(&library).unwrap();
        let port = |name: &str| model.port(name).unwrap();
        let mut bench = Bench {
            rxd: port("uart_rxd"),
            txd: port("uart_txd"),
            rst: port("rst"),
            busy: port("busy"),
            memory: Slave::new(&model, "m_axi_", MEMORY_WORDS as usize, 4),
            registers: Slave::new(&model, "m_axil_", 16, 1),
            line: Line::default(),
            model,
            rate: RATE,
            cycle: 0,
            last_byte: 0,
            session: 7,
            sequence: 250,
        };
        bench.model.poke(bench.rxd, 1);
        bench.reset();
        bench
    }

    /// A link in session.
    pub fn open() -> Bench {
        let mut bench = Bench::new();
        bench.hello();
        bench
    }

    pub fn reset(&mut self) {
        self.model.poke(self.rst, 1);
        self.model.step().unwrap();
        self.model.step().unwrap();
        self.model.poke(self.rst, 0);
        self.model.eval().unwrap();
        let Slave { ref mut write_address, ref mut write_data, ref mut read_address, .. } =
            self.memory;
        (*write_address, *write_data, *read_address) = (None, None, None);
    }

    pub fn set_busy(&mut self, busy: bool) {
        self.model.poke(self.busy, busy.into());
    }

    /// No transaction of the memory is taken any more, or all are again.
    pub fn set_stuck(&mut self, stuck: bool) {
        self.memory.stuck = stuck;
    }

    /// The beat with this word of memory, or this register, fails.
    pub fn break_word(&mut self, memory: Option<u32>, register: Option<u32>) {
        (self.memory.broken, self.registers.broken) = (memory, register);
    }

    /// Words of memory that were written, in order: number and value.
    pub fn take_writes(&mut self) -> Vec<(u32, u32)> {
        std::mem::take(&mut self.memory.writes)
    }

    /// Registers that were written.
    pub fn take_register_writes(&mut self) -> Vec<(u32, u32)> {
        std::mem::take(&mut self.registers.writes)
    }

    /// Words read of memory and registers so far.
    pub fn reads(&self) -> u64 {
        self.memory.reads + self.registers.reads
    }

    pub fn memory(&mut self) -> &mut [u32] {
        &mut self.memory.words
    }

    pub fn registers(&mut self) -> &mut [u32] {
        &mut self.registers.words
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.line.send.extend(bytes);
    }

    /// Bytes that have not begun to leave.
    pub fn unsent(&self) -> usize {
        self.line.send.len()
    }

    /// A frame that the board has sent, without its delimiter.
    pub fn take_frame(&mut self) -> Option<Vec<u8>> {
        self.line.frames.pop_front()
    }

    /// What the board has sent so far.
    pub fn forget(&mut self) {
        self.line.frame.clear();
        self.line.frames.clear();
    }

    pub fn tick(&mut self) {
        let level = self.line.level(self.rate);
        self.model.poke(self.rxd, level.into());
        self.memory.tick(&mut self.model);
        self.registers.tick(&mut self.model);
        let level = self.model.peek(self.txd) == 1;
        if !self.line.send.is_empty() {
            self.last_byte = self.cycle;
        }
        if self.line.hear(self.rate, level) {
            self.last_byte = self.cycle;
        }
        self.model.step().unwrap();
        self.cycle += 1;
    }

    pub fn run(&mut self, cycles: u64) {
        (0..cycles).for_each(|_| self.tick());
    }

    /// Until the line has been quiet for a while; gives what was answered.
    pub fn answers(&mut self) -> Vec<Response> {
        self.last_byte = self.cycle;
        while self.cycle - self.last_byte < 40 * self.rate + 3000 {
            self.tick();
        }
        let frames = std::mem::take(&mut self.line.frames);
        frames.iter().map(|frame| Response::parse(frame).expect("a whole answer")).collect()
    }

    /// A request with the next number, which is used up only by [`Bench::done`].
    pub fn request(&self, kind: u8, address: u32, count: u8, words: &[u32]) -> Request {
        let (session, sequence) = (self.session, self.sequence);
        Request { kind, session, sequence, count, address, words: words.to_vec() }
    }

    /// The answers to one request.
    pub fn ask(&mut self, request: &Request) -> Vec<Response> {
        self.send(&request.frame());
        self.answers()
    }

    /// The one answer to a request.
    pub fn ask_one(&mut self, request: &Request) -> Response {
        let [answer] = self.ask(request).try_into().unwrap_or_else(|answers: Vec<_>| {
            panic!("{} answers to {request:?}: {answers:?}", answers.len())
        });
        assert_eq!(answer.kind, request.kind);
        answer
    }

    /// A request that is done: its answer's words.
    pub fn done(&mut self, kind: u8, address: u32, count: u8, words: &[u32]) -> Vec<u32> {
        let request = self.request(kind, address, count, words);
        let answer = self.ask_one(&request);
        assert_eq!((answer.status, answer.sequence), (status::OK, self.sequence), "{request:?}");
        assert_eq!(answer.session, self.session);
        self.sequence = self.sequence.wrapping_add(1);
        answer.words
    }

    /// A request that is refused without a word: why.
    pub fn refused(&mut self, kind: u8, address: u32, count: u8, words: &[u32]) -> u8 {
        let answer = self.ask_one(&self.request(kind, address, count, words));
        assert!(answer.words.is_empty());
        assert_eq!(answer.sequence, self.sequence);
        answer.status
    }

    pub fn hello(&mut self) -> Vec<u32> {
        self.done(kind::HELLO, 1, 0, &[])
    }
}
