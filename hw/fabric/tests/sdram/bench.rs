//! The printed Verilog of the controller, the chip at its pins, and a master at its AXI4 port that knows what is to come back.

use crate::traffic::{Burst, Traffic};
use kiln_arch::sdram::SdramChip;
use kiln_emit::Design;
use kiln_memory::sdram::{Sdram, SdramOutput, SdramPins, SdramViolation};
use kiln_units::sdram_shape::SdramShape;
use std::collections::VecDeque;
use std::path::PathBuf;
use verilator_sys::{Build, Model, PortId, Ports, Verilator};

pub const ID_BITS: usize = 3;

/// A controller and its chip.
#[derive(Clone, Copy)]
pub struct Board {
    pub chip: SdramChip,
    pub clock_hz: u32,
    pub data_bits: usize,
    pub capture: usize,
}

impl Board {
    pub fn shape(&self) -> SdramShape {
        SdramShape::new(self.chip, self.clock_hz, self.data_bits, ID_BITS, self.capture).unwrap()
    }

    /// Bytes of a beat.
    pub fn beat(&self) -> usize {
        self.data_bits / 8
    }
}

/// Ports of the controller. The five channels are VALID, READY, then the rest.
struct Pins {
    rst: PortId,
    ar: [PortId; 5],
    aw: [PortId; 5],
    w: [PortId; 4],
    r: [PortId; 6],
    b: [PortId; 4],
    command: [PortId; SdramPins::PORTS.len()],
    dq_in: PortId,
}

impl Pins {
    fn find(model: &Model) -> Pins {
        let port = |name: &str| model.port(name).unwrap();
        let axi = |channel: &str, field: &str| port(&format!("s_axi_{channel}{field}"));
        let request = |c: &str| ["valid", "ready", "addr", "len", "id"].map(|field| axi(c, field));
        Pins {
            rst: port("rst"),
            ar: request("ar"),
            aw: request("aw"),
            w: ["valid", "ready", "data", "strb"].map(|field| axi("w", field)),
            r: ["valid", "ready", "id", "data", "resp", "last"].map(|field| axi("r", field)),
            b: ["valid", "ready", "id", "resp"].map(|field| axi("b", field)),
            command: SdramPins::PORTS.map(port),
            dq_in: port("sdram_dq_in"),
        }
    }

    fn sample(&self, ports: &Ports<'_>) -> SdramPins {
        SdramPins::from_ports(self.command.map(|port| ports.peek(port)))
    }
}

/// A beat or response that must come.
struct Expected {
    id: u64,
    data: Vec<u8>,
    error: bool,
    last: bool,
}

/// The other side of the AXI4 port.
struct Master {
    beat: usize,
    /// What memory holds when all bursts taken so far are done: they are served in order.
    memory: Vec<u8>,
    read: Option<Burst>,
    write: Option<Burst>,
    /// Beats of write bursts, the first of which may come ahead of the address.
    beats: VecDeque<(Vec<u8>, u64)>,
    /// The first of them was offered and not taken.
    offered: bool,
    reads: VecDeque<Expected>,
    responses: VecDeque<Expected>,
    /// Bursts taken.
    taken: u64,
    /// Cycles since anything moved.
    still: u64,
}

pub struct Bench {
    model: Model,
    pins: Pins,
    master: Master,
    pub chip: Sdram,
    /// What is on the way from the chip to the controller.
    line: VecDeque<SdramOutput>,
    pub cycles: u64,
}

impl Bench {
    /// After reset and power-up; the chip is full of known bytes.
    pub fn new(board: &Board) -> Bench {
        Bench::of(board, &board.shape())
    }

    /// With a controller of that shape.
    pub fn of(board: &Board, shape: &SdramShape) -> Bench {
        let design = Design::new(&kiln_fabric::sdram::module(shape)).unwrap();
        let build = Build { clock: Some("clk".into()), ..Build::new(design.top(), design.files()) };
        let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("models");
        let library = build.build(&Verilator::find().unwrap(), &cache).unwrap();
        let model = Model::open(&library).unwrap();
        let master = Master {
            beat: board.beat(),
            memory: (0..board.chip.bytes()).map(|at| (at ^ at >> 8 ^ at >> 16) as u8).collect(),
            read: None,
            write: None,
            beats: VecDeque::new(),
            offered: false,
            reads: VecDeque::new(),
            responses: VecDeque::new(),
            taken: 0,
            still: 0,
        };
        let mut bench = Bench {
            pins: Pins::find(&model),
            model,
            master,
            chip: Sdram::new(board.chip, board.clock_hz),
            line: vec![SdramOutput::default(); board.capture + 1].into(),
            cycles: 0,
        };
        bench.reset();
        bench
    }

    /// Resets the controller, and the chip with it: what was under way is lost, memory is filled again.
    pub fn reset(&mut self) {
        self.chip.power_cycle();
        self.chip.write_bytes(0, &self.master.memory);
        let master = &mut self.master;
        (master.read, master.write) = (None, None);
        master.beats.clear();
        master.offered = false;
        master.reads.clear();
        master.responses.clear();
        for port in
            [self.pins.ar[0], self.pins.aw[0], self.pins.w[0], self.pins.r[1], self.pins.b[1]]
        {
            self.model.poke(port, 0);
        }
        self.model.poke(self.pins.rst, 1);
        self.model.step().unwrap();
        self.model.step().unwrap();
        self.model.poke(self.pins.rst, 0);
        self.model.eval().unwrap();
    }

    /// Serves `traffic` for so many cycles, or until it has ended and all is answered.
    ///
    /// # Panics
    /// When an answer is wrong, when the chip finds a rule broken, or when nothing moves for long.
    pub fn run(&mut self, traffic: &mut dyn Traffic, cycles: u64) {
        self.try_run(traffic, cycles).unwrap();
    }

    /// As [`Bench::run`]; gives the rule that is broken.
    pub fn try_run(
        &mut self,
        traffic: &mut dyn Traffic,
        cycles: u64,
    ) -> Result<(), SdramViolation> {
        let Bench { model, pins, master, chip, line, .. } = self;
        let done = model.run(cycles, |ports| {
            // The run ends before a cycle, and not within one.
            if master.is_done(traffic) || chip.check().is_err() {
                return false;
            }
            let sampled = pins.sample(ports);
            let seen = line.pop_front().unwrap();
            ports.poke(pins.dq_in, seen.on_pins().into());
            line.push_back(chip.clock(&sampled));
            master.tick(ports, pins, traffic);
            true
        });
        self.cycles += done.unwrap();
        self.chip.check()
    }

    /// Runs until all that was taken is answered, then compares the whole chip with what it must hold.
    pub fn finish(&mut self, traffic: &mut dyn Traffic) {
        self.run(traffic, u64::MAX);
        assert!(self.master.is_done(traffic));
        // The last words are on their way to the chip.
        let mut nothing = crate::traffic::Nothing;
        self.run(&mut nothing, 40);
        let mut bytes = vec![0; self.master.memory.len()];
        self.chip.read_bytes(0, &mut bytes);
        assert!(bytes == self.master.memory, "the chip holds something else");
    }

    /// Bursts taken so far.
    pub fn taken(&self) -> u64 {
        self.master.taken
    }
}

impl Master {
    fn is_done(&self, traffic: &dyn Traffic) -> bool {
        let idle = self.read.is_none() && self.write.is_none() && self.beats.is_empty();
        idle && self.reads.is_empty() && self.responses.is_empty() && traffic.ended()
    }

    fn tick(&mut self, ports: &mut Ports<'_>, pins: &Pins, traffic: &mut dyn Traffic) {
        self.still += 1;
        if self.read.is_none() {
            self.read = traffic.read();
        }
        if self.write.is_none() {
            self.write = traffic.write();
            if let Some(burst) = &self.write {
                let bytes = burst.bytes.chunks(self.beat).map(<[u8]>::to_vec);
                self.beats.extend(bytes.zip(burst.strobes.iter().copied()));
            }
        }
        if request(ports, &pins.ar, &self.read) {
            self.take_read();
        }
        if request(ports, &pins.aw, &self.write) {
            self.take_write();
        }
        self.send(ports, pins, traffic);
        self.receive(ports, pins, traffic);
        let idle = self.reads.is_empty() && self.responses.is_empty() && self.beats.is_empty();
        assert!(idle || self.still < 100_000, "nothing moves");
    }

    fn take_read(&mut self) {
        let burst = self.read.take().unwrap();
        for k in 0..burst.beats {
            let at = burst.address + k * self.beat;
            let error = at >= self.memory.len();
            let data = if error { Vec::new() } else { self.memory[at..at + self.beat].to_vec() };
            let last = k + 1 == burst.beats;
            self.reads.push_back(Expected { id: burst.id, data, error, last });
        }
        self.taken += 1;
        self.still = 0;
    }

    fn take_write(&mut self) {
        let burst = self.write.take().unwrap();
        let error = burst.address >= self.memory.len();
        for (at, byte) in burst.bytes.iter().enumerate().filter(|_| !error) {
            if burst.strobes[at / self.beat] >> (at % self.beat) & 1 == 1 {
                self.memory[burst.address + at] = *byte;
            }
        }
        self.responses.push_back(Expected { id: burst.id, data: Vec::new(), error, last: true });
        self.taken += 1;
        self.still = 0;
    }

    fn send(&mut self, ports: &mut Ports<'_>, pins: &Pins, traffic: &mut dyn Traffic) {
        let [valid, ready, data, strb] = pins.w;
        // What is offered stays offered.
        let offer = !self.beats.is_empty() && (self.offered || traffic.data_now());
        ports.poke(valid, offer.into());
        self.offered = offer;
        if offer {
            let (bytes, strobes) = &self.beats[0];
            let mut words = [0; 4];
            for (word, bytes) in words.iter_mut().zip(bytes.chunks(4)) {
                *word = u32::from_le_bytes(bytes.try_into().unwrap());
            }
            ports.poke_wide(data, &words);
            ports.poke(strb, *strobes);
            if ports.peek(ready) == 1 {
                self.beats.pop_front();
                self.offered = false;
                self.still = 0;
            }
        }
    }

    fn receive(&mut self, ports: &mut Ports<'_>, pins: &Pins, traffic: &mut dyn Traffic) {
        let [valid, ready, id, data, resp, last] = pins.r;
        let take = traffic.take_now();
        ports.poke(ready, take.into());
        if take && ports.peek(valid) == 1 {
            let expected = self.reads.pop_front().expect("a beat that nobody asked for");
            let mut words = [0; 4];
            ports.peek_wide(data, &mut words);
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            let found = (ports.peek(id), ports.peek(resp), ports.peek(last) == 1);
            let code = if expected.error { 3 } else { 0 };
            assert_eq!(found, (expected.id, code, expected.last), "id, response, last");
            if !expected.error {
                assert_eq!(bytes[..self.beat], expected.data, "read data");
            }
            self.still = 0;
        }
        let [valid, ready, id, resp] = pins.b;
        let take = traffic.take_now();
        ports.poke(ready, take.into());
        if take && ports.peek(valid) == 1 {
            let expected = self.responses.pop_front().expect("a response that nobody asked for");
            let code = if expected.error { 3 } else { 0 };
            assert_eq!((ports.peek(id), ports.peek(resp)), (expected.id, code), "write response");
            self.still = 0;
        }
    }
}

/// Shows an address channel the burst that waits; whether it is taken.
fn request(ports: &mut Ports<'_>, channel: &[PortId; 5], burst: &Option<Burst>) -> bool {
    let [valid, ready, address, len, id] = *channel;
    ports.poke(valid, burst.is_some().into());
    let Some(burst) = burst else { return false };
    ports.poke(address, burst.address as u64);
    ports.poke(len, burst.beats as u64 - 1);
    ports.poke(id, burst.id);
    ports.peek(ready) == 1
}
