//! A board under Verilator at its pins: the SDRAM chip's model at those of the memory, a host's UART at the serial line.
//!
//! In: the Verilog of a board's core ([`BoardDesign::new`]) or of its netlist, and what surrounds it. Out: bytes on the line. A broken rule of
//! the SDRAM's data sheet is an error.

use std::collections::VecDeque;
use std::path::PathBuf;

use kiln_arch::FabricSpec;
use kiln_arch::link::DEFAULT_BAUD;
use kiln_arch::sdram::SdramChip;
use kiln_boards::{Board, BoardError};
use kiln_emit::Design;
use kiln_memory::sdram::{Sdram, SdramOutput, SdramPins};
use kiln_units::board_leds::led;
use verilator_sys::{Build, Model, PortId, Ports, Verilator};

use crate::CosimError;
use crate::netlist;
use crate::uart::Uart;

/// Cycles that reset is held.
const RESET_CYCLES: u64 = 8;

/// A board's core, and what it was made for.
#[derive(Clone, Debug)]
pub struct BoardDesign {
    /// Name of the top module, with ports `clk`, `rst`, `uart_rxd`, `uart_txd`, `leds` and `sdram_*`.
    pub top: String,
    /// File names and texts.
    pub files: Vec<(String, String)>,
    /// The memory chip.
    pub chip: SdramChip,
    /// The clock that the memory's timing was made for.
    pub clock_hz: u32,
    /// Cycles that a word from the chip takes beyond the next edge.
    pub capture: usize,
    /// The clock that the line's rates count in.
    pub link_clock_hz: u32,
    /// Warnings of Verilator that are not reported, as in [`Build::waive`].
    pub waive: Vec<String>,
}

impl BoardDesign {
    /// The same board as the netlist that Yosys makes for an ECP5, kept in `cache`, otherwise in
    /// [`verilator_sys::cache_dir`].
    ///
    /// # Errors
    /// Yosys is missing or fails.
    pub fn netlist(self, cache: Option<PathBuf>) -> Result<BoardDesign, CosimError> {
        let cache = cache.map_or_else(verilator_sys::cache_dir, Ok)?;
        let files = netlist::ecp5(&self.top, &self.files, &cache)?;
        let waive = netlist::WAIVED.iter().map(|warning| warning.to_string()).collect();
        Ok(BoardDesign { files, waive, ..self })
    }

    /// The core of a board with this fabric, whose line counts in cycles of `link_clock_hz`: a low clock makes a fast line,
    /// since a simulated cycle takes the time it takes.
    ///
    /// # Errors
    /// The fabric does not suit the board.
    pub fn new(
        board: &Board,
        spec: &FabricSpec,
        link_clock_hz: u32,
    ) -> Result<BoardDesign, CosimError> {
        let core = board.core(spec, link_clock_hz)?;
        let design = Design::new(&core).map_err(BoardError::from)?;
        Ok(BoardDesign {
            top: design.top().into(),
            files: design.files(),
            chip: board.sdram.chip.timing(),
            clock_hz: board.core_hz(),
            capture: board.sdram.capture,
            link_clock_hz,
            waive: Vec::new(),
        })
    }
}

/// Ports of the memory.
struct MemoryPins {
    command: [PortId; SdramPins::PORTS.len()],
    dq_in: PortId,
}

impl MemoryPins {
    fn find(model: &Model) -> Result<MemoryPins, CosimError> {
        let dq_in = model.port("sdram_dq_in")?;
        let mut command = [dq_in; SdramPins::PORTS.len()];
        for (port, name) in command.iter_mut().zip(SdramPins::PORTS) {
            *port = model.port(name)?;
        }
        Ok(MemoryPins { command, dq_in })
    }

    fn sample(&self, ports: &Ports<'_>) -> SdramPins {
        SdramPins::from_ports(self.command.map(|port| ports.peek(port)))
    }
}

/// What surrounds the core.
struct Surroundings {
    pins: MemoryPins,
    chip: Sdram,
    /// On the way from the chip to the core.
    words: VecDeque<SdramOutput>,
    rxd: PortId,
    txd: PortId,
    uart: Uart,
}

impl Surroundings {
    /// What happens between two edges.
    #[inline]
    fn tick(&mut self, ports: &mut Ports<'_>) {
        let sampled = self.pins.sample(ports);
        if let Some(seen) = self.words.pop_front() {
            ports.poke(self.pins.dq_in, seen.on_pins().into());
        }
        self.words.push_back(self.chip.clock(&sampled));
        let level = self.uart.tick(ports.peek(self.txd) == 1);
        ports.poke(self.rxd, level.into());
    }
}

/// A board, alive.
pub struct VirtualBoard {
    model: Model,
    around: Surroundings,
    reset: PortId,
    leds: PortId,
    link_clock_hz: u32,
    cycles: u64,
}

impl VirtualBoard {
    /// The board after power-up. The build is kept in `cache`, otherwise in [`verilator_sys::cache_dir`].
    ///
    /// # Errors
    /// Verilator is missing or refuses the design, or the design lacks a port.
    pub fn new(design: &BoardDesign, cache: Option<PathBuf>) -> Result<VirtualBoard, CosimError> {
        let build = Build {
            clock: Some("clk".into()),
            waive: design.waive.clone(),
            ..Build::new(design.top.clone(), design.files.clone())
        };
        let cache = cache.map_or_else(verilator_sys::cache_dir, Ok)?;
        let mut model = Model::open(&build.build(&Verilator::find()?, &cache)?)?;
        let around = Surroundings {
            pins: MemoryPins::find(&model)?,
            chip: Sdram::new(design.chip, design.clock_hz),
            words: vec![SdramOutput::default(); design.capture + 1].into(),
            rxd: model.port("uart_rxd")?,
            txd: model.port("uart_txd")?,
            uart: Uart::new(design.link_clock_hz / DEFAULT_BAUD),
        };
        model.poke(around.rxd, 1);
        let reset = model.port("rst")?;
        let leds = model.port("leds")?;
        let link_clock_hz = design.link_clock_hz;
        let mut board = VirtualBoard { model, around, reset, leds, link_clock_hz, cycles: 0 };
        board.power_cycle()?;
        Ok(board)
    }

    /// Power off and on: the core is reset, and the memory chip forgets.
    ///
    /// # Errors
    /// The design stopped.
    pub fn power_cycle(&mut self) -> Result<(), CosimError> {
        self.model.poke(self.reset, 1);
        // The chip gets its clock afterwards, like its power: before, the pins say nothing.
        self.cycles += self.model.run(RESET_CYCLES, |_| true)?;
        self.model.poke(self.reset, 0);
        self.around.chip.power_cycle();
        Ok(())
    }

    /// The host's end of the serial line.
    pub fn uart(&mut self) -> &mut Uart {
        &mut self.around.uart
    }

    /// Sets the rate of the host's end, in bits a second.
    pub fn set_baud(&mut self, baud: u32) {
        let rate = (self.link_clock_hz + baud / 2) / baud.max(1);
        self.around.uart.set_rate(rate.max(1));
    }

    /// Cycles since power-up.
    pub fn cycles(&self) -> u64 {
        self.cycles
    }

    /// The memory chip.
    pub fn chip(&self) -> &Sdram {
        &self.around.chip
    }

    /// Whether the light that says so is on: the fabric loads or runs.
    pub fn is_running(&self) -> bool {
        self.model.peek(self.leds) >> led::RUNNING & 1 == 1
    }

    /// Lets `cycles` pass, or fewer if a byte comes.
    ///
    /// # Errors
    /// The design stopped, or broke a rule of the memory chip.
    pub fn run(&mut self, cycles: u64) -> Result<(), CosimError> {
        let around = &mut self.around;
        self.cycles += self.model.run(cycles, |ports| {
            if around.uart.has_received() || around.chip.check().is_err() {
                return false;
            }
            around.tick(ports);
            true
        })?;
        Ok(self.around.chip.check()?)
    }
}
