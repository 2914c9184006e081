//! The core of a board: all but the vendor's primitives. A fabric, the link, the SDRAM controller and lights.

use crate::axi::{Bus, MemoryBus, register_signals, wires};
use crate::link::{self, BoardIdentity, LinkSpec};
use kiln_arch::FabricSpec;
use kiln_arch::link::SILENCE_BITS;
use kiln_emit::{Module, Net, Part, Source};
use kiln_fabric::{sdram, top};
use kiln_units::board_leds::{BoardLeds, led};
use kiln_units::board_memory::BoardMemory;
use kiln_units::sdram_shape::SdramShape;

/// The link's light and the one that blinks, in cycles, as powers of two: some hundredths of a second, and a second.
const GLOW_BITS: usize = 22;
const BEAT_BITS: usize = 26;

/// What a core is made of.
#[derive(Clone, Debug)]
pub struct CoreSpec {
    /// What the board says of itself.
    pub identity: BoardIdentity,
    /// The memory controller.
    pub sdram: SdramShape,
}

/// Bits of a transaction's id at the fabric's memory port.
fn id_bits(fabric: &Part) -> usize {
    let port = fabric.ports().iter().find(|port| port.name == "m_axi_arid");
    port.map_or(1, |port| port.width)
}

/// The fabric's part and the bus of its memory port.
pub fn fabric(spec: &FabricSpec) -> (Part, MemoryBus) {
    let part = top::module(spec, false);
    let bus = MemoryBus { data_bits: spec.memory.data_bits, id_bits: id_bits(&part) };
    (part, bus)
}

/// The core. Its ports:
///
/// | port | bits | |
/// |---|---|---|
/// | `clk`, `rst` | 1, in | core clock, and synchronous reset |
/// | `uart_rxd`, `uart_txd` | 1 | the serial line, from and to the host |
/// | `leds` | 5, out | `kiln_units::board_leds::led` |
/// | `sdram_*` | | the chip's pins but its clock; `sdram_dq_in`, `_out`, `_oe` for the data pins |
pub fn module(spec: &CoreSpec, fabric: &Part, memory: MemoryBus) -> Part {
    let mut m = Module::new(
        "board_core",
        "A fabric with its link to a host, its memory controller and lights.",
    );
    m.section("clock, and synchronous reset");
    let (clk, rst) = (m.input("clk", 1), m.input("rst", 1));
    m.section("serial line: from and to the host");
    let (rxd, txd) = (m.input("uart_rxd", 1), m.output("uart_txd", 1));
    m.section("lights: idle, running, failed, link, alive");
    let leds = m.output("leds", led::COUNT);
    let (busy, active) = (m.wire("busy", 1), m.wire("link_active", 1));
    let mut core = Core { m, clk, rst, busy, memory };
    let registers = wires(&mut core.m, "register_", &register_signals());
    let (to_link, to_fabric) = (core.end("link_"), core.end("fabric_"));
    let shared = core.wires("memory_", &SHARED);
    let link = link::module(&LinkSpec {
        identity: spec.identity.clone(),
        memory,
        silence_bits: SILENCE_BITS,
    });
    let line = [
        ("uart_rxd", (&rxd).into()),
        ("uart_txd", (&txd).into()),
        ("busy", (&core.busy).into()),
        ("active", (&active).into()),
    ];
    core.master("link", &link, ("m_axil_", &registers), (&to_link, &shared), &line);
    let state = [("busy", (&core.busy).into())];
    core.master("fabric", fabric, ("s_axil_", &registers), (&to_fabric, &shared), &state);
    core.memory(&spec.sdram, &to_link, &to_fabric, &shared);
    core.leds(&registers, &active, &leds);
    core.m.part()
}

struct Core {
    m: Module,
    clk: Net,
    rst: Net,
    busy: Net,
    memory: MemoryBus,
}

/// Signals of a master that go to the memory.
const ASKED: [&str; 13] = [
    "arid", "araddr", "arlen", "arvalid", "rready", "awid", "awaddr", "awlen", "awvalid", "wdata",
    "wstrb", "wvalid", "bready",
];
/// Single bits of the memory, each for one of the masters.
const ANSWERED: [&str; 5] = ["arready", "rvalid", "awready", "wready", "bvalid"];
/// Signals of the memory that both masters see.
const SHARED: [&str; 6] = ["rid", "rdata", "rresp", "rlast", "bid", "bresp"];

/// One end of the memory's bus.
struct End {
    asked: Bus,
    answered: Bus,
}

impl Core {
    /// Wires of these signals of the memory's bus.
    fn wires(&mut self, prefix: &str, names: &[&str]) -> Bus {
        let signals = self.memory.signals().into_iter();
        let chosen: Vec<_> = signals.filter(|signal| names.contains(&signal.name)).collect();
        wires(&mut self.m, prefix, &chosen)
    }

    fn end(&mut self, prefix: &str) -> End {
        End { asked: self.wires(prefix, &ASKED), answered: self.wires(prefix, &ANSWERED) }
    }

    /// Places a master of both buses: what is left of its ports is in `others`.
    fn master(
        &mut self,
        name: &str,
        part: &Part,
        registers: (&str, &Bus),
        (memory, shared): (&End, &Bus),
        others: &[(&str, Source)],
    ) {
        let mut instance = self.m.instance(name, part);
        instance.connect("clk", &self.clk).connect("rst", &self.rst);
        for (port, source) in others {
            instance.connect(port, source.clone());
        }
        for (signal, net) in registers.1 {
            instance.connect(format!("{}{signal}", registers.0), net);
        }
        for signal in self.memory.signals() {
            let name = signal.name;
            let net =
                [&memory.asked, &memory.answered, shared].into_iter().find_map(|b| b.get(name));
            match net {
                Some(net) => instance.connect(format!("m_axi_{name}"), net),
                None => instance.open(format!("m_axi_{name}")),
            };
        }
    }

    /// The memory: the chip's controller, and who has it.
    fn memory(&mut self, shape: &SdramShape, link: &End, fabric: &End, shared: &Bus) {
        let memory = self.end("memory_");
        let widths: Vec<usize> = ASKED.iter().map(|name| memory.asked[name].width()).collect();
        let part = Part::leaf(&BoardMemory::new(&widths, ANSWERED.len()));
        let mut owner = self.m.instance("memory_owner", &part);
        owner.connect("busy", &self.busy);
        for (i, name) in ASKED.iter().enumerate() {
            owner.connect(format!("link_{i}"), &link.asked[name]);
            owner.connect(format!("fabric_{i}"), &fabric.asked[name]);
            owner.connect(format!("memory_{i}"), &memory.asked[name]);
        }
        for (i, name) in ANSWERED.iter().enumerate() {
            owner.connect(format!("answer_{i}"), &memory.answered[name]);
            owner.connect(format!("link_answer_{i}"), &link.answered[name]);
            owner.connect(format!("fabric_answer_{i}"), &fabric.answered[name]);
        }
        drop(owner);
        let part = sdram::module(shape);
        self.m.section("SDRAM: pins of the chip");
        let pins = part.ports().iter().filter(|port| port.name.starts_with("sdram_"));
        let pins: Vec<(String, Net)> = pins
            .map(|port| {
                let m = &mut self.m;
                let net = if port.output {
                    m.output(&port.name, port.width)
                } else {
                    m.input(&port.name, port.width)
                };
                (port.name.clone(), net)
            })
            .collect();
        let mut controller = self.m.instance("sdram", &part);
        controller.connect("clk", &self.clk).connect("rst", &self.rst);
        for (port, net) in &pins {
            controller.connect(port, net);
        }
        for (name, net) in memory.asked.iter().chain(&memory.answered).chain(shared) {
            controller.connect(format!("s_axi_{name}"), net);
        }
    }

    /// The lights.
    fn leds(&mut self, registers: &Bus, active: &Net, leds: &Net) {
        self.m
            .instance("lights", &Part::leaf(&BoardLeds::new(GLOW_BITS, BEAT_BITS)))
            .connect("clk", &self.clk)
            .connect("rst", &self.rst)
            .connect("busy", &self.busy)
            .connect("active", active)
            .connect("asked_0", &registers["arvalid"])
            .connect("asked_1", &registers["arready"])
            .connect("address", &registers["araddr"])
            .connect("answered", &registers["rvalid"])
            .connect("data", &registers["rdata"])
            .connect("leds", leds);
    }
}
