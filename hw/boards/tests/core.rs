//! The core of a board at its pins: a host on the serial line, the chip's model on the memory's.

mod common;

use common::Line;
use kiln_arch::FabricSpec;
use kiln_arch::link::{Request, Response, hello, kind, status};
use kiln_arch::registers::{self, command, reason, state};
use kiln_arch::sdram::ULX3S;
use kiln_boards::Board;
use kiln_emit::Design;
use kiln_memory::sdram::{Sdram, SdramOutput, SdramPins};
use kiln_units::board_leds::led;
use std::path::PathBuf;
use verilator_sys::{Build, Model, Verilator};

/// Clock cycles a bit.
const RATE: u64 = 4;

struct Core {
    model: Model,
    line: Line,
    chip: Sdram,
    /// What the chip has driven at the last edge.
    driven: SdramOutput,
    sequence: u8,
}

fn fabric() -> FabricSpec {
    FabricSpec::from_toml(include_str!("../../../tests/fabrics/gates.toml")).unwrap()
}

impl Core {
    fn new(board: &Board) -> Core {
        let part = board.core(&fabric(), RATE as u32 * 1_000_000).unwrap();
        let design = Design::new(&part).unwrap();
        let build = Build { clock: Some("clk".into()), ..Build::new(design.top(), design.files()) };
        let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("models");
        let library = build.build(&Verilator::find().unwrap(), &cache).unwrap();
        let model = Model::open(&library).unwrap();
        let chip = Sdram::new(board.sdram.chip.timing(), board.core_hz());
        let driven = SdramOutput::default();
        let mut core = Core { model, line: Line::default(), chip, driven, sequence: 0 };
        // The line has no level yet.
        core.poke("uart_rxd", 1);
        core.poke("rst", 1);
        (0..4).for_each(|_| core.model.step().unwrap());
        core.poke("rst", 0);
        core.model.eval().unwrap();
        core
    }

    fn poke(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.poke(port, value);
    }

    fn peek(&self, name: &str) -> u64 {
        self.model.peek(self.model.port(name).unwrap())
    }

    fn pins(&self) -> SdramPins {
        SdramPins::from_ports(SdramPins::PORTS.map(|name| self.peek(name)))
    }

    fn run(&mut self, cycles: u64) {
        for _ in 0..cycles {
            let level = self.line.level(RATE);
            self.poke("uart_rxd", level.into());
            self.poke("sdram_dq_in", self.driven.word.into());
            let pins = self.pins();
            let level = self.peek("uart_txd") == 1;
            self.line.hear(RATE, level);
            self.model.step().unwrap();
            self.driven = self.chip.clock(&pins);
        }
    }

    fn ask(&mut self, kind: u8, address: u32, count: u8, words: &[u32]) -> Response {
        let sequence = self.sequence;
        let words = words.to_vec();
        let request = Request { kind, session: 1, sequence, count, address, words };
        self.line.send.extend(request.frame());
        for _ in 0..1000 {
            self.run(100);
            if let Some(frame) = self.line.frames.pop_front() {
                self.chip.check().unwrap();
                return Response::parse(&frame).unwrap();
            }
        }
        panic!("no answer to {request:?}");
    }

    fn done(&mut self, kind: u8, address: u32, count: u8, words: &[u32]) -> Vec<u32> {
        let answer = self.ask(kind, address, count, words);
        assert_eq!(answer.status, status::OK);
        self.sequence = self.sequence.wrapping_add(1);
        answer.words
    }

    fn light(&self, number: usize) -> bool {
        self.peek("leds") >> number & 1 == 1
    }
}

#[test]
fn a_host_reaches_memory_and_fabric() {
    let board = Board::load("ulx3s-85f").unwrap();
    let mut core = Core::new(&board);
    assert!(core.light(led::IDLE) && !core.light(led::LINK));
    let words = core.done(kind::HELLO, 1, 0, &[]);
    assert!(core.light(led::LINK));
    assert_eq!(words[hello::FINGERPRINT], fabric().fingerprint());
    assert_eq!(words[hello::MEMORY_WORDS] as usize, ULX3S.bytes() / 4);
    let name: Vec<u8> = words[hello::NAME..].iter().flat_map(|word| word.to_le_bytes()).collect();
    assert_eq!(&name, b"ulx3s-85f\0\0\0\0\0\0\0");

    // Memory: words are where they belong in the chip, at its end too.
    let last = board.memory_words();
    for (address, count) in [(1, 60), (0x1_2345, 7), (last - 60, 60)] {
        let words: Vec<u32> = (0..count).map(|k| (address + k).wrapping_mul(0x9e37_79b1)).collect();
        core.done(kind::WRITE, address, count as u8, &words);
        assert_eq!(core.done(kind::READ, address, count as u8, &[]), words);
        let mut bytes = vec![0; 4 * count as usize];
        core.chip.read_bytes(4 * address as usize, &mut bytes);
        assert_eq!(bytes, words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>());
    }
    assert_eq!(core.ask(kind::READ, last, 1, &[]).status, status::RANGE);

    // The fabric: a load of what is no image fails, and the light says so once the host has seen it.
    let register = |register: registers::Register| register.address;
    let magic = core.done(kind::READ_REGISTER, register(registers::MAGIC), 3, &[]);
    assert_eq!(magic[2], fabric().fingerprint());
    core.done(kind::WRITE, 0x400, 8, &[0; 8]);
    core.done(kind::WRITE_REGISTER, register(registers::CONFIG_ADDRESS), 1, &[0x1000]);
    core.done(kind::WRITE_REGISTER, register(registers::COMMAND), 1, &[command::LOAD]);
    core.run(2000);
    assert!(core.light(led::IDLE));
    let seen = core.done(kind::READ_REGISTER, register(registers::STATE), 2, &[]);
    assert_eq!(seen, [state::FAILED, reason::MAGIC]);
    assert!(core.light(led::FAILED) && !core.light(led::IDLE));
    // Memory is the host's again.
    assert_eq!(core.done(kind::READ, 0x400, 8, &[]), [0; 8]);
}
