//! The link: packets of a host over a serial line become accesses to registers and memory. `docs/protocol.md`.

use crate::axi::{Bus, MemoryBus, master_ports, register_signals};
use kiln_arch::link::{BUFFER_WORDS, DEFAULT_BAUD, RATES, hello};
use kiln_arch::registers::ADDRESS_BITS;
use kiln_emit::{Instance, Module, Net, Part, concat, constant, repeat};
use kiln_units::link_bus::LinkBus;
use kiln_units::link_crc::LinkCrc;
use kiln_units::link_executor::LinkExecutor;
pub use kiln_units::link_hello::BoardIdentity;
use kiln_units::link_hello::LinkHello;
use kiln_units::link_rate::LinkRate;
use kiln_units::link_receiver::{LinkReceiver, POSITION_BITS, SLOT_BITS};
use kiln_units::link_responder::LinkResponder;
use kiln_units::pmu_bank::PmuBank;
use kiln_units::uart_rx::{RATE_BITS, UartRx};
use kiln_units::uart_tx::UartTx;

/// What a link is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSpec {
    /// What the board says of itself; it has the clock and the size of the memory, too: a power of two.
    pub identity: BoardIdentity,
    /// The memory's bus.
    pub memory: MemoryBus,
    /// `kiln_arch::link::SILENCE_BITS`, or less in tests.
    pub silence_bits: usize,
}

impl LinkSpec {
    /// Clock cycles a bit after power-up.
    pub fn default_rate(&self) -> u32 {
        let cycles = (self.identity.clock_hz + DEFAULT_BAUD / 2) / DEFAULT_BAUD;
        cycles.clamp(*RATES.start(), *RATES.end())
    }
}

/// The link. Its ports:
///
/// | port | bits | |
/// |---|---|---|
/// | `uart_rxd`, `uart_txd` | 1 | the serial line, from and to the host |
/// | `busy` | 1, in | memory is not the host's |
/// | `active` | 1, out | a packet has come, or an answer is being sent |
/// | `m_axil_*` | | AXI4-Lite master: registers |
/// | `m_axi_*` | | AXI4 master: memory, single words |
pub fn module(spec: &LinkSpec) -> Part {
    let mut m = Module::new(
        "link",
        "Packets of a host over a serial line become accesses to registers and memory.",
    );
    m.section("clock, and synchronous reset");
    let (clk, rst) = (m.input("clk", 1), m.input("rst", 1));
    m.section("serial line: from and to the host");
    let (rxd, txd) = (m.input("uart_rxd", 1), m.output("uart_txd", 1));
    m.section("memory is not the host's");
    let busy = m.input("busy", 1);
    m.section("a packet has come, or an answer is being sent");
    let active = m.output("active", 1);
    m.section("AXI4-Lite master: registers");
    let registers = master_ports(&mut m, "m_axil_", &register_signals());
    m.section("AXI4 master: memory, single words");
    let memory = master_ports(&mut m, "m_axi_", &spec.memory.signals());
    let rate = m.wire("rate", RATE_BITS);
    let mut link = Link { spec, m, clk, rst, rate };
    let ring = link.receive(&rxd);
    let answer = link.answer(&txd);
    let word = link.bus(&ring.data, registers, memory);
    link.execute(&busy, &active, &ring, &answer, &word);
    link.m.part()
}

struct Link<'a> {
    spec: &'a LinkSpec,
    m: Module,
    clk: Net,
    rst: Net,
    rate: Net,
}

/// Where packets wait.
struct Ring {
    read: Net,
    row: Net,
    data: Net,
    head: Net,
    tail: Net,
    heard: Net,
}

/// Words of an answer.
struct Answer {
    valid: Net,
    ready: Net,
    data: Net,
    first: Net,
    last: Net,
    idle: Net,
}

/// A word of memory or registers.
struct Word {
    request: Net,
    write: Net,
    registers: Net,
    address: Net,
    done: Net,
    error: Net,
    value: Net,
}

impl Link<'_> {
    /// An instance with clock and reset.
    fn place(&mut self, name: &str, part: &Part) -> Instance<'_> {
        let mut instance = self.m.instance(name, part);
        instance.connect("clk", &self.clk).connect("rst", &self.rst);
        instance
    }

    /// Wires whose names begin alike.
    fn wires<const N: usize>(&mut self, prefix: &str, wires: [(&str, usize); N]) -> [Net; N] {
        wires.map(|(name, width)| self.m.wire(format!("{prefix}_{name}"), width))
    }

    /// From the line into the ring.
    fn receive(&mut self, rxd: &Net) -> Ring {
        let [valid, data] = self.wires("byte", [("valid", 1), ("data", 8)]);
        let rate = self.rate.clone();
        self.place("uart_rx", &Part::leaf(&UartRx::new()))
            .connect("rxd", rxd)
            .connect("rate", rate)
            .connect("valid", &valid)
            .connect("data", &data);
        let crc = [("clear", 1), ("valid", 1), ("data", 8), ("good", 1)];
        let [crc_clear, crc_valid, crc_data, crc_good] = self.wires("packet_crc", crc);
        self.m
            .instance("packet_crc", &Part::leaf(&LinkCrc::new()))
            .connect("clk", &self.clk)
            .connect("clear", &crc_clear)
            .connect("valid", &crc_valid)
            .connect("data", &crc_data)
            .connect("shift", constant(1, 0))
            .connect("good", &crc_good)
            .open("low");
        let [write, write_row, write_data] =
            self.wires("ring_write", [("enable", 1), ("row", SLOT_BITS), ("data", 32)]);
        let ring = [
            ("read", 1),
            ("row", SLOT_BITS),
            ("data", 32),
            ("head", POSITION_BITS),
            ("tail", POSITION_BITS),
            ("heard", 1),
        ];
        let [read, row, word, head, tail, heard] = self.wires("ring", ring);
        self.place("receiver", &Part::leaf(&LinkReceiver::new()))
            .connect("in_valid", &valid)
            .connect("in_data", &data)
            .connect("crc_clear", &crc_clear)
            .connect("crc_valid", &crc_valid)
            .connect("crc_data", &crc_data)
            .connect("crc_good", &crc_good)
            .connect("write", &write)
            .connect("write_row", &write_row)
            .connect("write_data", &write_data)
            .connect("head", &head)
            .connect("tail", &tail)
            .connect("heard", &heard);
        self.m
            .instance("ring", &Part::leaf(&PmuBank::new(BUFFER_WORDS)))
            .connect("clk", &self.clk)
            .connect("write", &write)
            .connect("write_row", &write_row)
            .connect("write_data", &write_data)
            .connect("read", &read)
            .connect("read_row", &row)
            .connect("read_data", &word);
        Ring { read, row, data: word, head, tail, heard }
    }

    /// From words to the line.
    fn answer(&mut self, txd: &Net) -> Answer {
        let names =
            [("valid", 1), ("ready", 1), ("data", 32), ("first", 1), ("last", 1), ("idle", 1)];
        let [valid, ready, data, first, last, idle] = self.wires("answer", names);
        let crc = [("clear", 1), ("valid", 1), ("data", 8), ("shift", 1), ("low", 8)];
        let [crc_clear, crc_valid, crc_data, crc_shift, crc_low] = self.wires("answer_crc", crc);
        self.m
            .instance("answer_crc", &Part::leaf(&LinkCrc::new()))
            .connect("clk", &self.clk)
            .connect("clear", &crc_clear)
            .connect("valid", &crc_valid)
            .connect("data", &crc_data)
            .connect("shift", &crc_shift)
            .connect("low", &crc_low)
            .open("good");
        let [out_valid, out_ready, out_data] =
            self.wires("sent", [("valid", 1), ("ready", 1), ("data", 8)]);
        self.place("responder", &Part::leaf(&LinkResponder::new()))
            .connect("in_valid", &valid)
            .connect("in_ready", &ready)
            .connect("in_data", &data)
            .connect("in_first", &first)
            .connect("in_last", &last)
            .connect("crc_clear", &crc_clear)
            .connect("crc_valid", &crc_valid)
            .connect("crc_data", &crc_data)
            .connect("crc_shift", &crc_shift)
            .connect("crc_low", &crc_low)
            .connect("out_valid", &out_valid)
            .connect("out_ready", &out_ready)
            .connect("out_data", &out_data)
            .connect("idle", &idle);
        let rate = self.rate.clone();
        self.place("uart_tx", &Part::leaf(&UartTx::new()))
            .connect("rate", rate)
            .connect("in_valid", &out_valid)
            .connect("in_ready", &out_ready)
            .connect("in_data", &out_data)
            .connect("txd", txd);
        Answer { valid, ready, data, first, last, idle }
    }

    /// The masters of both buses.
    fn bus(&mut self, data: &Net, registers: Bus, memory: Bus) -> Word {
        let names = [
            ("request", 1),
            ("write", 1),
            ("registers", 1),
            ("address", 30),
            ("done", 1),
            ("error", 1),
            ("value", 32),
            ("byte_address", 32),
            ("wdata", 32),
        ];
        let [request, write, which, address, done, error, value, byte_address, wdata] =
            self.wires("word", names);
        let words = self.spec.memory.words();
        let mut bus = self.place("bus", &Part::leaf(&LinkBus::new(words)));
        bus.connect("request", &request)
            .connect("write", &write)
            .connect("registers", &which)
            .connect("address", &address)
            .connect("data", data)
            .connect("done", &done)
            .connect("error", &error)
            .connect("value", &value)
            .connect("byte_address", &byte_address)
            .connect("wdata", &wdata)
            .connect("wstrb", &memory["wstrb"]);
        for (k, nets) in [&registers, &memory].into_iter().enumerate() {
            for name in [
                "awvalid", "awready", "wvalid", "wready", "bvalid", "bresp", "arvalid", "arready",
                "rvalid", "rresp", "rdata",
            ] {
                bus.connect(format!("{name}_{k}"), &nets[name]);
            }
        }
        drop(bus);
        let size = (4 * words).ilog2() as usize;
        let m = &mut self.m;
        for channel in ["ar", "aw"] {
            // Beats are aligned; the strobes and lanes choose the word.
            m.assign(
                &memory[format!("{channel}addr").as_str()],
                concat([byte_address.slice(size, 32 - size), constant(size, 0)]),
            );
            m.assign(
                &registers[format!("{channel}addr").as_str()],
                byte_address.slice(0, ADDRESS_BITS),
            );
            for (name, value) in
                [("id", 0), ("len", 0), ("size", size), ("burst", 1), ("prot", 0), ("cache", 0)]
            {
                let net = &memory[format!("{channel}{name}").as_str()];
                m.assign(net, constant(net.width(), value as u128));
            }
        }
        m.assign(&registers["wdata"], &wdata);
        m.assign(&registers["wstrb"], constant(4, 15));
        m.assign(&memory["wdata"], repeat(&wdata, words));
        m.assign(&memory["wlast"], constant(1, 1));
        for nets in [&registers, &memory] {
            m.assign(&nets["bready"], constant(1, 1));
            m.assign(&nets["rready"], constant(1, 1));
        }
        Word { request, write, registers: which, address, done, error, value }
    }

    /// The executor with what it says of the board, and the rate.
    fn execute(&mut self, busy: &Net, active: &Net, ring: &Ring, answer: &Answer, word: &Word) {
        let index_bits = (usize::BITS - (hello::WORDS - 1).leading_zeros()) as usize;
        let [index, data] = self.wires("hello", [("index", index_bits), ("data", 32)]);
        self.m
            .instance("hello", &Part::leaf(&LinkHello::new(&self.spec.identity)))
            .connect("index", &index)
            .connect("data", &data);
        let [set, value, alive] =
            self.wires("rate", [("set", 1), ("value", RATE_BITS), ("alive", 1)]);
        let rate = self.rate.clone();
        let part = Part::leaf(&LinkRate::new(self.spec.default_rate(), self.spec.silence_bits));
        self.place("line_rate", &part)
            .connect("change", &set)
            .connect("value", &value)
            .connect("heard", &ring.heard)
            .connect("idle", &answer.idle)
            .connect("alive", &alive)
            .connect("rate", rate);
        self.m.assign(active, &alive);
        let part = Part::leaf(&LinkExecutor::new(self.spec.identity.memory_words.ilog2() as usize));
        self.place("executor", &part)
            .connect("ring_read", &ring.read)
            .connect("ring_row", &ring.row)
            .connect("ring_data", &ring.data)
            .connect("tail", &ring.tail)
            .connect("head", &ring.head)
            .connect("busy", busy)
            .connect("bus_request", &word.request)
            .connect("bus_write", &word.write)
            .connect("bus_registers", &word.registers)
            .connect("bus_address", &word.address)
            .connect("bus_done", &word.done)
            .connect("bus_error", &word.error)
            .connect("bus_value", &word.value)
            .connect("hello_index", &index)
            .connect("hello_data", &data)
            .connect("answer_valid", &answer.valid)
            .connect("answer_ready", &answer.ready)
            .connect("answer_data", &answer.data)
            .connect("answer_first", &answer.first)
            .connect("answer_last", &answer.last)
            .connect("answer_idle", &answer.idle)
            .connect("rate_set", &set)
            .connect("rate_value", &value);
    }
}
