//! A fabric's RTL with a memory behind it and the host in front of it.

use std::path::{Path, PathBuf};

use kiln_arch::FabricSpec;
use kiln_arch::topology::{Net, NodeId, Topology};
use kiln_memory::{Dram, MemoryTiming};
use verilator_sys::{Build, Library, Model, PortId, Ports, Verilator};

use crate::CosimError;
use crate::axi::MemoryPort;
use crate::lite::HostPort;
use crate::taps::{Beat, Taps};

/// Cycles between two calls of `progress`.
const PROGRESS_CYCLES: u64 = 1 << 16;
/// Cycles within which a register access is answered.
const ANSWER_CYCLES: u64 = 1000;
/// Cycles that reset is held.
const RESET_CYCLES: u64 = 4;
/// Cycles within which a command, once answered, shows as busy.
const COMMAND_CYCLES: u64 = 4;

/// What the design is built for. Each choice is another build.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// With outputs by which links can be watched.
    pub taps: bool,
    /// With signals recordable in an FST file.
    pub trace: bool,
    /// Where built designs are kept; otherwise [`verilator_sys::cache_dir`].
    pub cache: Option<PathBuf>,
}

/// The emitted Verilog of a fabric, alive.
pub struct Cosim {
    spec: FabricSpec,
    topology: Topology,
    has_taps: bool,
    model: Model,
    reset: PortId,
    bench: Bench,
}

/// What surrounds the design in each cycle.
struct Bench {
    busy: PortId,
    memory_port: MemoryPort,
    host: HostPort,
    memory: Dram,
    taps: Taps,
    /// Cycle of the load or run, from 0.
    cycle: u32,
    was_busy: bool,
}

impl Bench {
    #[inline]
    fn is_busy(&self, ports: &Ports<'_>) -> bool {
        ports.peek(self.busy) != 0
    }

    /// What happens between two edges.
    #[inline]
    fn tick(&mut self, ports: &mut Ports<'_>) {
        let busy = self.is_busy(ports);
        if busy && !self.was_busy {
            // So that the memory's random stalls are a function of the cycle of the run.
            self.memory.reset();
            self.cycle = 0;
        }
        self.was_busy = busy;
        if busy {
            self.taps.tick(ports, self.cycle);
            self.cycle += 1;
        }
        self.memory_port.tick(ports, &mut self.memory);
        self.host.tick(ports);
    }
}

/// Builds the design, or takes it from the cache.
///
/// # Errors
/// The fabric cannot be generated, or Verilator is missing or refuses it.
pub fn build(spec: &FabricSpec, options: &Options) -> Result<Library, CosimError> {
    let design = kiln_fabric::generate(spec, options.taps)?;
    let build = Build {
        clock: Some("clk".into()),
        trace: options.trace,
        repeated: design.repeated.into_iter().map(|large| (large.module, large.inputs)).collect(),
        ..Build::new(design.top, design.files)
    };
    let cache = match &options.cache {
        Some(folder) => folder.clone(),
        None => verilator_sys::cache_dir()?,
    };
    Ok(build.build(&Verilator::find()?, &cache)?)
}

impl Cosim {
    /// The fabric after reset, with a memory of `memory_bytes`.
    ///
    /// # Errors
    /// As [`build`]; `timing` is out of its bounds.
    pub fn new(
        spec: FabricSpec,
        timing: MemoryTiming,
        memory_bytes: usize,
        options: &Options,
    ) -> Result<Self, CosimError> {
        let model = Model::open(&build(&spec, options)?)?;
        let bench = Bench {
            busy: model.port("busy")?,
            memory_port: MemoryPort::find(&model, spec.memory_words())?,
            host: HostPort::find(&model)?,
            memory: Dram::new(timing, memory_bytes)?,
            taps: Taps::default(),
            cycle: 0,
            was_busy: false,
        };
        let topology = Topology::new(&spec);
        let reset = model.port("rst")?;
        let mut cosim = Self { spec, topology, has_taps: options.taps, model, reset, bench };
        cosim.reset()?;
        Ok(cosim)
    }

    /// The fabric.
    pub fn spec(&self) -> &FabricSpec {
        &self.spec
    }

    /// Resets the fabric; the memory's contents stay.
    ///
    /// # Errors
    /// The design stopped.
    pub fn reset(&mut self) -> Result<(), CosimError> {
        self.bench.host.reset();
        self.model.poke(self.reset, 1);
        let bench = &mut self.bench;
        self.model.run(RESET_CYCLES, |ports| {
            bench.host.tick(ports);
            true
        })?;
        self.model.poke(self.reset, 0);
        self.bench.memory.reset();
        self.bench.was_busy = false;
        Ok(())
    }

    /// Reads a register; time passes.
    ///
    /// # Errors
    /// The design stopped or does not answer.
    pub fn read_register(&mut self, address: u32) -> Result<u32, CosimError> {
        self.bench.host.read(address);
        self.finish_transaction()?;
        Ok(self.bench.host.value())
    }

    /// Writes a register; time passes.
    ///
    /// # Errors
    /// The design stopped or does not answer.
    pub fn write_register(&mut self, address: u32, value: u32) -> Result<(), CosimError> {
        self.bench.host.write(address, value);
        self.finish_transaction()
    }

    fn finish_transaction(&mut self) -> Result<(), CosimError> {
        let bench = &mut self.bench;
        let passed = self.model.run(ANSWER_CYCLES, |ports| {
            let go_on = !bench.host.is_done();
            if go_on {
                bench.tick(ports);
            }
            go_on
        })?;
        if self.bench.host.is_done() { Ok(()) } else { Err(CosimError::NoAnswer(passed)) }
    }

    /// Puts another memory in place of the present one, not in the middle of a run.
    pub fn replace_memory(&mut self, memory: Dram) {
        self.bench.memory = memory;
    }

    /// The memory.
    pub fn memory(&self) -> &Dram {
        &self.bench.memory
    }

    /// The memory, to be filled. Not to be reset in the middle of a run.
    pub fn memory_mut(&mut self) -> &mut Dram {
        &mut self.bench.memory
    }

    /// Lets time pass until no load and no run is under way; returns the cycles that took. `progress` is told
    /// now and then how many have passed.
    ///
    /// # Errors
    /// [`CosimError::Timeout`] after `max_cycles`; [`CosimError::Protocol`]; the design stopped.
    pub fn run_until_idle(
        &mut self,
        max_cycles: u64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<u64, CosimError> {
        self.run(COMMAND_CYCLES)?;
        let mut passed = COMMAND_CYCLES;
        loop {
            let slice = PROGRESS_CYCLES.min(max_cycles.saturating_sub(passed));
            let bench = &mut self.bench;
            let mut busy = true;
            passed += self.model.run(slice, |ports| {
                busy = bench.is_busy(ports);
                if busy {
                    bench.tick(ports);
                }
                busy
            })?;
            self.bench.memory.protocol()?;
            if !busy {
                return Ok(passed);
            }
            if passed >= max_cycles {
                return Err(CosimError::Timeout(passed));
            }
            progress(passed);
        }
    }

    /// Cycles that the present or last load or run has been under way, the end of a failed run included.
    pub fn busy_cycles(&self) -> u32 {
        self.bench.cycle
    }

    /// Lets `cycles` pass.
    ///
    /// # Errors
    /// The design stopped.
    pub fn run(&mut self, cycles: u64) -> Result<(), CosimError> {
        let bench = &mut self.bench;
        self.model.run(cycles, |ports| {
            bench.tick(ports);
            true
        })?;
        Ok(())
    }

    /// From now on records what is pushed into `links`; none stops it.
    ///
    /// # Errors
    /// [`CosimError::NoTaps`].
    pub fn watch(&mut self, links: &[(Net, NodeId)]) -> Result<(), CosimError> {
        if !self.has_taps && !links.is_empty() {
            return Err(CosimError::NoTaps);
        }
        self.bench.taps.watch(&self.model, &self.spec, &self.topology, links)
    }

    /// The beats recorded since the last call, in order of cycle.
    pub fn take_beats(&mut self) -> Vec<Beat> {
        self.bench.taps.take()
    }

    /// Records all signals in an FST file until [`Cosim::trace_stop`].
    ///
    /// # Errors
    /// Not built with `trace`; the file cannot be written.
    pub fn trace_start(&mut self, file: &Path) -> Result<(), CosimError> {
        Ok(self.model.trace_start(file)?)
    }

    /// Ends the recording.
    pub fn trace_stop(&mut self) {
        self.model.trace_stop();
    }
}
