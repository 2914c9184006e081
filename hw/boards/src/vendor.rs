//! The top of a board: its core with PLL and pads, which are primitives of the FPGA's vendor.

use crate::board::{Board, Clocks};
use crate::flow::Device;
use kiln_emit::{Module, Net, Parameter, Part, PartPort, constant};
use kiln_units::board_invert::BoardInvert;
use kiln_units::board_leds::led;
use kiln_units::board_reset::BoardReset;

/// The reset lasts this many cycles, as a power of two.
const RESET_BITS: usize = 12;

/// A port of the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopPort {
    /// Its name in Kiln.
    pub name: String,
    /// Its width in bits.
    pub width: usize,
    /// Which way it goes.
    pub direction: Direction,
    /// Whether it has pins that can be chosen.
    pub placed: bool,
}

/// Which way a port goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Into the FPGA.
    In,
    /// Out of it.
    Out,
    /// Both.
    Both,
}

/// The ports of a board's top, but those that are always high.
pub fn ports(board: &Board) -> Vec<TopPort> {
    let chip = board.sdram.chip.timing();
    let placed = !board.sdram.chip.embedded();
    let rows = [
        ("clk", 1, Direction::In),
        ("button", 1, Direction::In),
        ("uart_rxd", 1, Direction::In),
        ("uart_txd", 1, Direction::Out),
        ("leds", led::COUNT, Direction::Out),
        ("sdram_clk", 1, Direction::Out),
        ("sdram_clk_en", 1, Direction::Out),
        ("sdram_cs_n", 1, Direction::Out),
        ("sdram_ras_n", 1, Direction::Out),
        ("sdram_cas_n", 1, Direction::Out),
        ("sdram_we_n", 1, Direction::Out),
        ("sdram_ba", chip.bank_bits, Direction::Out),
        ("sdram_a", chip.row_bits, Direction::Out),
        ("sdram_dqm", chip.data_bits / 8, Direction::Out),
        ("sdram_dq", chip.data_bits, Direction::Both),
    ];
    let port = |(name, width, direction): (&str, usize, Direction)| TopPort {
        placed: placed || !name.starts_with("sdram_"),
        name: name.to_string(),
        width,
        direction,
    };
    rows.into_iter().map(port).collect()
}

/// The name of a board's top module.
pub fn top_name(board: &Board) -> String {
    format!("kiln_{}", board.name.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

/// The top around a core.
pub fn top(board: &Board, core: &Part) -> Part {
    let mut m =
        Module::new(top_name(board), format!("{}: pins, clock and reset.", board.description));
    let mut nets = Vec::new();
    for port in ports(board) {
        let name = board.port_name(&port.name);
        let net = match port.direction {
            Direction::In => m.input(name, port.width),
            Direction::Out => m.output(name, port.width),
            Direction::Both => m.inout(name, port.width),
        };
        nets.push((port.name, net));
    }
    for name in board.high.keys() {
        let net = m.output(name, 1);
        m.assign(&net, constant(1, 1));
    }
    let mut top = Top { board, m, ports: nets };
    let clk = top.clock();
    let rst = top.m.wire("rst", 1);
    let (locked, button) = (top.m.wire("reset_locked", 1), top.port("button"));
    top.m.assign(&locked, &clk.locked);
    top.m
        .instance("reset", &Part::leaf(&BoardReset::new(RESET_BITS)))
        .connect("clk", &clk.core)
        .connect("locked", &locked)
        .connect("button", button)
        .connect("rst", &rst);
    top.core(core, &clk.core, &rst);
    top.m.part()
}

struct Top<'a> {
    board: &'a Board,
    m: Module,
    /// By their names in Kiln.
    ports: Vec<(String, Net)>,
}

/// What the PLL gives.
struct Pll {
    core: Net,
    locked: Net,
}

impl Top<'_> {
    /// A port of the top, by its name in Kiln.
    fn port(&self, name: &str) -> Net {
        let found = self.ports.iter().find(|(known, _)| known == name);
        found.expect("every port of the core is in `ports`").1.clone()
    }

    /// The core clock, and the chip's: that rises half a cycle later.
    fn clock(&mut self) -> Pll {
        let (core, locked) = (self.m.wire("core_clk", 1), self.m.wire("locked", 1));
        let (input, chip) = (self.port("clk"), self.port("sdram_clk"));
        match &self.board.device {
            Device::Ecp5 { .. } => {
                self.m
                    .instance("pll", &ehxplll(&self.board.clock))
                    .connect("CLKI", input)
                    .connect("CLKFB", &core)
                    .connect("RST", constant(1, 0))
                    .connect("STDBY", constant(1, 0))
                    .connect("PHASESEL0", constant(1, 0))
                    .connect("PHASESEL1", constant(1, 0))
                    .connect("PHASEDIR", constant(1, 1))
                    .connect("PHASESTEP", constant(1, 1))
                    .connect("PHASELOADREG", constant(1, 1))
                    .connect("PLLWAKESYNC", constant(1, 0))
                    .connect("ENCLKOP", constant(1, 0))
                    .connect("CLKOP", &core)
                    .connect("LOCK", &locked);
                self.m
                    .instance("sdram_clk_pad", &oddrx1f())
                    .connect("SCLK", &core)
                    .connect("RST", constant(1, 0))
                    .connect("D0", constant(1, 0))
                    .connect("D1", constant(1, 1))
                    .connect("Q", chip);
            }
            Device::Gowin { .. } => {
                let mut pll = self.m.instance("pll", &rpll(&self.board.clock));
                for (port, width) in [
                    ("CLKFB", 1),
                    ("RESET", 1),
                    ("RESET_P", 1),
                    ("FBDSEL", 6),
                    ("IDSEL", 6),
                    ("ODSEL", 6),
                    ("PSDA", 4),
                    ("DUTYDA", 4),
                    ("FDLY", 4),
                ] {
                    pll.connect(port, constant(width, 0));
                }
                pll.connect("CLKIN", input)
                    .connect("CLKOUT", &core)
                    .connect("CLKOUTP", chip)
                    .connect("LOCK", &locked);
            }
        }
        Pll { core, locked }
    }

    /// The core between its pads.
    fn core(&mut self, part: &Part, clk: &Net, rst: &Net) {
        let dq = self.port("sdram_dq");
        let data = ["in", "out"].map(|name| self.m.wire(format!("dq_{name}"), dq.width()));
        let enable = self.m.wire("dq_oe", 1);
        let [enabled_low, lights] =
            [("dq_oe_n", 1), ("lights", led::COUNT)].map(|(name, width)| self.m.wire(name, width));
        self.m
            .instance("dq_enable", &Part::leaf(&BoardInvert::new(1)))
            .connect("from", &enable)
            .connect("to", &enabled_low);
        let leds = self.port("leds");
        if self.board.leds_active_low {
            self.m
                .instance("lights_low", &Part::leaf(&BoardInvert::new(led::COUNT)))
                .connect("from", &lights)
                .connect("to", leds);
        } else {
            self.m.assign(leds, &lights);
        }
        let (pad, [to_pad, from_pad, off, pin]) = match self.board.device {
            Device::Ecp5 { .. } => (bb(), ["I", "O", "T", "B"]),
            Device::Gowin { .. } => (iobuf(), ["I", "O", "OEN", "IO"]),
        };
        for i in 0..dq.width() {
            self.m
                .instance(format!("dq_pad{i}"), &pad)
                .connect(to_pad, data[1].bit(i))
                .connect(from_pad, data[0].bit(i))
                .connect(off, &enabled_low)
                .connect(pin, dq.bit(i));
        }
        let nets: Vec<(String, Net)> = part
            .ports()
            .iter()
            .map(|port| {
                let net = match port.name.as_str() {
                    "clk" => clk.clone(),
                    "rst" => rst.clone(),
                    "leds" => lights.clone(),
                    "sdram_dq_in" => data[0].clone(),
                    "sdram_dq_out" => data[1].clone(),
                    "sdram_dq_oe" => enable.clone(),
                    other => self.port(other),
                };
                (port.name.clone(), net)
            })
            .collect();
        let mut instance = self.m.instance("core", part);
        for (port, net) in &nets {
            instance.connect(port, net);
        }
    }
}

fn inputs(names: &[&str]) -> Vec<PartPort> {
    names.iter().map(|name| PartPort::input(*name, 1)).collect()
}

fn outputs(names: &[&str]) -> Vec<PartPort> {
    names.iter().map(|name| PartPort::output(*name, 1)).collect()
}

/// The PLL of the ECP5. Its feedback is the core clock.
fn ehxplll(clock: &Clocks) -> Part {
    let text = |name, text: &str| (name, Parameter::from(text));
    let number = |name, number: u32| (name, Parameter::from(number));
    let parameters = [
        text("PLLRST_ENA", "DISABLED"),
        text("INTFB_WAKE", "DISABLED"),
        text("STDBY_ENABLE", "DISABLED"),
        text("DPHASE_SOURCE", "DISABLED"),
        text("OUTDIVIDER_MUXA", "DIVA"),
        text("CLKOP_ENABLE", "ENABLED"),
        text("FEEDBK_PATH", "CLKOP"),
        number("CLKI_DIV", clock.reference),
        number("CLKFB_DIV", clock.feedback),
        number("CLKOP_DIV", clock.output),
        // Half the divider puts the edges of clock and feedback in phase.
        number("CLKOP_CPHASE", clock.output / 2),
        number("CLKOP_FPHASE", 0),
    ];
    let ports = inputs(&[
        "CLKI",
        "CLKFB",
        "RST",
        "STDBY",
        "PHASESEL0",
        "PHASESEL1",
        "PHASEDIR",
        "PHASESTEP",
        "PHASELOADREG",
        "PLLWAKESYNC",
        "ENCLKOP",
    ]);
    Part::external("EHXPLLL", parameters, ports.into_iter().chain(outputs(&["CLKOP", "LOCK"])))
}

/// An output register with both edges of the ECP5: D0 leaves in the first half of a cycle, D1 in the second.
fn oddrx1f() -> Part {
    let ports = inputs(&["D0", "D1", "SCLK", "RST"]).into_iter().chain(outputs(&["Q"]));
    Part::external("ODDRX1F", [("GSR", "DISABLED".into())], ports)
}

/// A pad of the ECP5.
fn bb() -> Part {
    let ports = inputs(&["I", "T"]).into_iter().chain(outputs(&["O"]));
    Part::external("BB", [], ports.chain([PartPort::inout("B", 1)]))
}

/// A pad of Gowin.
fn iobuf() -> Part {
    let ports = inputs(&["I", "OEN"]).into_iter().chain(outputs(&["O"]));
    Part::external("IOBUF", [], ports.chain([PartPort::inout("IO", 1)]))
}

/// The PLL of Gowin. Its second output lags by half a cycle.
fn rpll(clock: &Clocks) -> Part {
    let text = |name, text: &str| (name, Parameter::from(text));
    let number = |name, number: u32| (name, Parameter::from(number));
    let mhz = (clock.input_hz / 1_000_000).to_string();
    let parameters = [
        text("FCLKIN", &mhz),
        text("DEVICE", "GW2AR-18C"),
        number("IDIV_SEL", clock.reference - 1),
        number("FBDIV_SEL", clock.feedback - 1),
        number("ODIV_SEL", clock.output),
        text("DYN_IDIV_SEL", "false"),
        text("DYN_FBDIV_SEL", "false"),
        text("DYN_ODIV_SEL", "false"),
        text("DYN_DA_EN", "false"),
        text("PSDA_SEL", "1000"),
        text("DUTYDA_SEL", "1000"),
        text("CLKFB_SEL", "internal"),
        text("CLKOUT_BYPASS", "false"),
        text("CLKOUTP_BYPASS", "false"),
        text("CLKOUTD_BYPASS", "false"),
        text("CLKOUTD_SRC", "CLKOUT"),
        text("CLKOUTD3_SRC", "CLKOUT"),
        number("DYN_SDIV_SEL", 2),
    ];
    let wide = [("FBDSEL", 6), ("IDSEL", 6), ("ODSEL", 6), ("PSDA", 4), ("DUTYDA", 4), ("FDLY", 4)];
    let ports = inputs(&["CLKIN", "CLKFB", "RESET", "RESET_P"]).into_iter();
    let ports = ports.chain(wide.map(|(name, width)| PartPort::input(name, width)));
    Part::external("rPLL", parameters, ports.chain(outputs(&["CLKOUT", "CLKOUTP", "LOCK"])))
}
