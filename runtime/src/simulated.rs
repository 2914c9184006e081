//! The two simulated devices: the cycle model, and the RTL under Verilator.

use crate::device::{Beat, Device, DeviceError, MemoryBeats};
use kiln_arch::FabricSpec;
use kiln_arch::registers::{self, Register, command};
use kiln_arch::topology::{Net, NodeId};
use kiln_cosim::{Cosim, CosimError, Options};
use kiln_memory::{Dram, MemoryTiming, Stalls};
use kiln_model::{Model, Push, RunError, RunOptions};
use std::collections::HashSet;
use std::path::Path;

/// The memory behind a simulated fabric.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Words it has.
    pub words: u64,
    /// Cycles from a read request to its first data.
    pub latency: u32,
    /// Seed of random stalls on every channel.
    pub stalls: Option<u64>,
    /// Seed of answers out of order.
    pub reorder: Option<u64>,
}

impl Memory {
    fn timing(&self, spec: &FabricSpec) -> MemoryTiming {
        MemoryTiming {
            latency_cycles: self.latency,
            stalls: self.stalls.map(|seed| Stalls { seed, probability: STALL_PROBABILITY }),
            reorder: self.reorder,
            ..MemoryTiming::new(spec.memory_words())
        }
    }

    fn bytes(&self) -> usize {
        (self.words * 4) as usize
    }
}

/// Share of the cycles in which a stalling memory holds a channel back.
const STALL_PROBABILITY: f64 = 0.3;
/// Cycles between two calls of `progress`.
const PROGRESS_CYCLES: u64 = 1 << 16;

/// Watched links, in either device.
#[derive(Default)]
struct Watch {
    /// Empty when nothing is watched.
    nodes: HashSet<(Net, NodeId)>,
    beats: Vec<Beat>,
}

impl Watch {
    fn set(&mut self, links: &[(Net, NodeId)]) {
        self.nodes = links.iter().copied().collect();
        self.beats.clear();
    }
}

fn lanes(words: impl Iterator<Item = u32>, mask: u32) -> Vec<Option<u32>> {
    words.enumerate().map(|(lane, word)| (mask >> lane & 1 == 1).then_some(word)).collect()
}

fn moved(dram: &Dram) -> Option<MemoryBeats> {
    let seen = dram.statistics();
    Some(MemoryBeats { read: seen.read_beats, written: seen.write_beats })
}

fn read(dram: &Dram, address: u32, words: &mut [u32]) -> Result<(), DeviceError> {
    check_range(dram, address, words.len())?;
    dram.read_words(address * 4, words).map_err(|error| DeviceError::Broken(error.to_string()))
}

fn write(dram: &mut Dram, address: u32, words: &[u32]) -> Result<(), DeviceError> {
    check_range(dram, address, words.len())?;
    dram.write_words(address * 4, words).map_err(|error| DeviceError::Broken(error.to_string()))
}

fn check_range(dram: &Dram, address: u32, count: usize) -> Result<(), DeviceError> {
    let (first, size) = (u64::from(address), dram.size() / 4);
    let end = first + count as u64;
    if end <= size { Ok(()) } else { Err(DeviceError::OutOfMemory { first, end, size }) }
}

/// The cycle model.
pub struct ModelDevice {
    model: Model,
    dram: Dram,
    watch: Watch,
}

impl ModelDevice {
    /// A fabric after reset.
    ///
    /// # Errors
    /// If the memory's timing is out of bounds.
    pub fn new(spec: &FabricSpec, memory: &Memory) -> Result<Self, DeviceError> {
        let dram = Dram::new(memory.timing(spec), memory.bytes())
            .map_err(|error| DeviceError::Broken(error.to_string()))?;
        Ok(Self { model: Model::new(spec.clone()), dram, watch: Watch::default() })
    }

    /// The memory, for what a host cannot do: faults, statistics.
    pub fn dram_mut(&mut self) -> &mut Dram {
        &mut self.dram
    }
}

impl Device for ModelDevice {
    fn name(&self) -> &'static str {
        "model"
    }

    fn spec(&self) -> &FabricSpec {
        self.model.spec()
    }

    fn read_register(&mut self, register: Register) -> Result<u32, DeviceError> {
        Ok(self.model.read_register(register.address))
    }

    fn write_register(&mut self, register: Register, value: u32) -> Result<(), DeviceError> {
        if register == registers::COMMAND && value != command::ABORT {
            // So that the memory's random stalls are a function of the cycle of the run.
            self.dram.reset();
        }
        self.model.write_register(register.address, value);
        Ok(())
    }

    fn read_memory(&mut self, address: u32, words: &mut [u32]) -> Result<(), DeviceError> {
        read(&self.dram, address, words)
    }

    fn write_memory(&mut self, address: u32, words: &[u32]) -> Result<(), DeviceError> {
        write(&mut self.dram, address, words)
    }

    fn wait(&mut self, limit: u64, progress: &mut dyn FnMut(u64)) -> Result<(), DeviceError> {
        let Watch { nodes, beats } = &mut self.watch;
        let watching = !nodes.is_empty();
        let mut record = |push: Push<'_>| {
            if nodes.contains(&(push.net, push.node)) {
                beats.push(Beat {
                    net: push.net,
                    node: push.node,
                    cycle: u64::from(push.cycle),
                    lanes: lanes(push.words.iter().copied(), push.mask),
                    mark: push.end,
                });
            }
        };
        let options = RunOptions {
            max_cycles: limit,
            observer: if watching { Some(&mut record) } else { None },
            progress: Some((PROGRESS_CYCLES, progress)),
        };
        match self.model.run_until_idle(&mut self.dram, options) {
            Ok(_) => self.dram.protocol().map_err(|error| DeviceError::Broken(error.to_string())),
            Err(RunError::Rule(error)) => Err(DeviceError::Broken(error.to_string())),
            Err(RunError::Deadlock(deadlock)) => Err(DeviceError::Deadlock(deadlock.to_string())),
            Err(RunError::CycleLimit(cycles)) => {
                let waiting = self.model.deadlock().blocked;
                let state: String =
                    waiting.iter().map(|process| format!("\n  {process}")).collect();
                Err(DeviceError::Timeout { cycles, state: format!("not finished:{state}") })
            }
        }
    }

    fn observe(&mut self, links: &[(Net, NodeId)]) -> Result<(), DeviceError> {
        self.watch.set(links);
        Ok(())
    }

    fn take_beats(&mut self) -> Vec<Beat> {
        std::mem::take(&mut self.watch.beats)
    }

    fn memory_beats(&mut self) -> Option<MemoryBeats> {
        moved(&self.dram)
    }
}

/// The RTL under Verilator.
pub struct VerilatorDevice {
    cosim: Cosim,
}

impl VerilatorDevice {
    /// A fabric after reset; `taps` makes its links observable, `trace` records waveforms from the
    /// start on.
    ///
    /// # Errors
    /// If Verilator is missing or fails.
    pub fn new(
        spec: &FabricSpec,
        memory: &Memory,
        taps: bool,
        trace: Option<&Path>,
    ) -> Result<Self, DeviceError> {
        let options = Options { taps, trace: trace.is_some(), cache: None };
        let mut cosim = Cosim::new(spec.clone(), memory.timing(spec), memory.bytes(), &options)
            .map_err(tool)?;
        if let Some(file) = trace {
            cosim.trace_start(file).map_err(tool)?;
        }
        Ok(Self { cosim })
    }

    /// The memory, for what a host cannot do: faults, statistics.
    pub fn dram_mut(&mut self) -> &mut Dram {
        self.cosim.memory_mut()
    }
}

fn tool(error: CosimError) -> DeviceError {
    DeviceError::Tool(error.to_string())
}

impl Device for VerilatorDevice {
    fn name(&self) -> &'static str {
        "verilator"
    }

    fn spec(&self) -> &FabricSpec {
        self.cosim.spec()
    }

    fn read_register(&mut self, register: Register) -> Result<u32, DeviceError> {
        self.cosim.read_register(register.address).map_err(tool)
    }

    fn write_register(&mut self, register: Register, value: u32) -> Result<(), DeviceError> {
        self.cosim.write_register(register.address, value).map_err(tool)
    }

    fn read_memory(&mut self, address: u32, words: &mut [u32]) -> Result<(), DeviceError> {
        read(self.cosim.memory(), address, words)
    }

    fn write_memory(&mut self, address: u32, words: &[u32]) -> Result<(), DeviceError> {
        write(self.cosim.memory_mut(), address, words)
    }

    fn wait(&mut self, limit: u64, progress: &mut dyn FnMut(u64)) -> Result<(), DeviceError> {
        match self.cosim.run_until_idle(limit, progress) {
            Ok(_) => Ok(()),
            Err(CosimError::Timeout(cycles)) => Err(DeviceError::Timeout {
                cycles,
                state: "run it on the model to see which units wait on each other".into(),
            }),
            Err(error) => Err(tool(error)),
        }
    }

    fn observe(&mut self, links: &[(Net, NodeId)]) -> Result<(), DeviceError> {
        self.cosim.watch(links).map_err(tool)
    }

    fn take_beats(&mut self) -> Vec<Beat> {
        let beats = self.cosim.take_beats().into_iter();
        beats
            .map(|beat| Beat {
                net: beat.net,
                node: beat.node,
                cycle: u64::from(beat.cycle),
                lanes: lanes(beat.words.iter().copied(), beat.mask),
                mark: beat.end,
            })
            .collect()
    }

    fn memory_beats(&mut self) -> Option<MemoryBeats> {
        moved(self.cosim.memory())
    }
}
