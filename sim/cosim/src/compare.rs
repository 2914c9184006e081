//! Runs one configuration on the cycle model and on the RTL, and finds the first difference between them.

use std::hash::{DefaultHasher, Hash, Hasher};

use kiln_arch::FabricSpec;
use kiln_arch::registers::{self, command, counter, processes, state};
use kiln_arch::topology::{Net, Node, NodeId, Topology};
use kiln_memory::{Dram, MemoryTiming};
use kiln_model::{Model, Push, RunError, RunOptions};

use crate::{Beat, Cosim, CosimError};

/// What to run.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// Configuration image.
    pub image: &'a [u32],
    /// Its byte address.
    pub image_address: u32,
    /// What is in memory before the run: byte addresses and words.
    pub contents: &'a [(u32, &'a [u32])],
    /// Size of the memory.
    pub memory_bytes: usize,
    /// How fast the memory is, and when it stalls.
    pub timing: MemoryTiming,
    /// Cycles after which a load or run is given up.
    pub max_cycles: u64,
}

/// What both executions did alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// `STATE` at the end.
    pub state: u32,
    /// `REASON` at the end.
    pub reason: u32,
    /// Cycles of the load.
    pub cycles_configure: u32,
    /// Cycles of the run; 0 if the load failed.
    pub cycles_run: u32,
    /// Beats on all links.
    pub beats: usize,
    /// Links that carried beats.
    pub links: usize,
    /// Hash of the beats of every link in their order, without their cycles: it does not depend on the memory's timing.
    pub streams: u64,
    /// Memory at the end.
    pub memory: Vec<u32>,
}

/// Where model and RTL part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// A register.
    #[error("{name}: model {model}, RTL {rtl}")]
    Register {
        /// Its name; for performance counters with the process.
        name: String,
        /// In the model.
        model: u32,
        /// In the RTL.
        rtl: u32,
    },
    /// A beat on a link. The earliest difference of all links is reported.
    #[error("{link}, beat {index}:\n  model {model:?}\n  RTL   {rtl:?}")]
    Beat {
        /// Name of the link.
        link: String,
        /// Which one of the link's beats.
        index: usize,
        /// In the model, `None` if there are no more.
        model: Option<Beat>,
        /// In the RTL.
        rtl: Option<Beat>,
    },
    /// A word of memory.
    #[error("memory at {address:#x}: model {model:#x}, RTL {rtl:#x}")]
    Memory {
        /// Byte address.
        address: u32,
        /// In the model.
        model: u32,
        /// In the RTL.
        rtl: u32,
    },
}

/// Why a comparison did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// They differ.
    #[error("model and RTL differ: {0}")]
    Differ(Box<Difference>),
    /// The RTL could not be run.
    #[error(transparent)]
    Cosim(#[from] CosimError),
    /// The model refuses the configuration, or hangs.
    #[error("model: {0}")]
    Model(#[from] RunError),
    /// The model broke the rules of the memory bus.
    #[error("model: {0}")]
    ModelProtocol(kiln_memory::ProtocolError),
    /// The memory's parameters are wrong.
    #[error(transparent)]
    Timing(#[from] kiln_memory::TimingError),
    /// The image or the contents do not fit the memory.
    #[error(transparent)]
    Memory(#[from] kiln_memory::OutOfRange),
}

const COUNTERS: [(u32, &str); 3] =
    [(counter::BUSY, "busy"), (counter::STARVED, "starved"), (counter::BLOCKED, "blocked")];

/// All that can be seen of an execution.
struct Record {
    /// Registers, counters and counts of what the memory has seen, by name.
    registers: Vec<(String, u32)>,
    /// For each node of [`links`], its beats.
    beats: Vec<Vec<Beat>>,
    memory: Vec<u32>,
}

/// Runs `job` on the model and on `cosim`, which must have been built with taps, and compares: result of the load and
/// of the run, their cycles, all performance counters, every beat on every link with its cycle, and memory.
///
/// # Errors
/// [`CompareError::Differ`] with the first difference; else why one of them could not run.
pub fn compare(cosim: &mut Cosim, job: &Job<'_>) -> Result<Comparison, CompareError> {
    let topology = Topology::new(cosim.spec());
    let links = links(&topology);
    let model = run_model(cosim.spec(), &links, job)?;
    let rtl = run_rtl(cosim, &links, job)?;
    // Beats first: they tell where it began.
    let difference = beat_difference(&topology, &links, &model, &rtl)
        .or_else(|| register_difference(&model, &rtl))
        .or_else(|| memory_difference(&model, &rtl));
    match difference {
        Some(difference) => Err(CompareError::Differ(Box::new(difference))),
        None => Ok(comparison(model)),
    }
}

/// Every link: the tracks and the input ports of units. Output ports of units are seen on what they feed.
fn links(topology: &Topology) -> Vec<(Net, NodeId)> {
    Net::ALL
        .into_iter()
        .flat_map(|net| {
            let nodes = topology.network(net).nodes.iter().enumerate();
            nodes
                .filter(|(_, node)| !matches!(node, Node::Source { .. }))
                .map(move |(id, _)| (net, id))
        })
        .collect()
}

/// The memory before the load.
fn memory(job: &Job<'_>) -> Result<Dram, CompareError> {
    let mut memory = Dram::new(job.timing.clone(), job.memory_bytes)?;
    for &(address, words) in job.contents {
        memory.write_words(address, words)?;
    }
    memory.write_words(job.image_address, job.image)?;
    Ok(memory)
}

fn contents(memory: &Dram) -> Result<Vec<u32>, CompareError> {
    let mut words = vec![0; (memory.size() / 4) as usize];
    memory.read_words(0, &mut words)?;
    Ok(words)
}

/// Sorts beats by link. What moves while a failed run is brought to its end has no cycle of the run and is left out.
fn by_link(links: &[(Net, NodeId)], mut beats: Vec<Beat>, cycles_run: u32) -> Vec<Vec<Beat>> {
    beats.retain(|beat| beat.cycle < cycles_run);
    let mut sorted = vec![Vec::new(); links.len()];
    let index: std::collections::HashMap<_, _> =
        links.iter().enumerate().map(|(i, link)| (*link, i)).collect();
    for beat in beats {
        if let Some(&link) = index.get(&(beat.net, beat.node)) {
            sorted[link].push(beat);
        }
    }
    sorted
}

/// Registers that are compared; after a run with every performance counter.
fn read_registers<E>(
    topology: &Topology,
    with_counters: bool,
    mut read: impl FnMut(Option<u32>, u32) -> Result<u32, E>,
) -> Result<Vec<(String, u32)>, E> {
    let mut list = Vec::new();
    for register in registers::ALL {
        let counter = [registers::COUNTER_SELECT, registers::COUNTER_VALUE].contains(register);
        if !counter {
            list.push((register.name.to_owned(), read(None, register.address)?));
        }
    }
    let mut number = 0;
    for unit in topology.units.iter().filter(|_| with_counters) {
        for process in processes(unit.kind) {
            for (which, name) in COUNTERS {
                let value = read(Some(number * 4 + which), registers::COUNTER_VALUE.address)?;
                list.push((format!("{} {process} {name}", unit.name), value));
            }
            number += 1;
        }
    }
    Ok(list)
}

/// What the memory has seen of the last command, and how long it took.
fn count_memory(memory: &Dram, cycles_busy: u64) -> [(String, u32); 5] {
    let seen = memory.statistics();
    [
        ("cycles until idle", cycles_busy),
        ("read bursts", seen.read_bursts),
        ("read beats", seen.read_beats),
        ("write bursts", seen.write_bursts),
        ("write beats", seen.write_beats),
    ]
    .map(|(name, count)| (name.to_owned(), count as u32))
}

fn run_model(
    spec: &FabricSpec,
    links: &[(Net, NodeId)],
    job: &Job<'_>,
) -> Result<Record, CompareError> {
    let mut model = Model::new(spec.clone());
    let mut memory = memory(job)?;
    let mut beats = Vec::new();
    model.write_register(registers::CONFIG_ADDRESS.address, job.image_address);
    let mut cycles =
        model_command(&mut model, &mut memory, command::LOAD, job.max_cycles, &mut beats)?;
    let runs = model.read_register(registers::STATE.address) == state::IDLE;
    if runs {
        cycles = model_command(&mut model, &mut memory, command::GO, job.max_cycles, &mut beats)?;
    }
    let topology = Topology::new(spec);
    let mut registers = read_registers(&topology, runs, |select, address| {
        if let Some(select) = select {
            model.write_register(registers::COUNTER_SELECT.address, select);
        }
        Ok::<_, CompareError>(model.read_register(address))
    })?;
    registers.extend(count_memory(&memory, cycles));
    let beats = by_link(links, beats, model.read_register(registers::CYCLES_RUN.address));
    Ok(Record { registers, beats, memory: contents(&memory)? })
}

fn model_command(
    model: &mut Model,
    memory: &mut Dram,
    command: u32,
    max_cycles: u64,
    beats: &mut Vec<Beat>,
) -> Result<u64, CompareError> {
    memory.reset();
    model.write_register(registers::COMMAND.address, command);
    let mut observer = |push: Push<'_>| {
        beats.push(Beat {
            cycle: push.cycle,
            net: push.net,
            node: push.node,
            words: push.words.to_vec(),
            mask: push.mask,
            end: push.end,
        });
    };
    let options = RunOptions { max_cycles, observer: Some(&mut observer), progress: None };
    let outcome = model.run_until_idle(memory, options)?;
    memory.protocol().map_err(CompareError::ModelProtocol)?;
    Ok(outcome.cycles)
}

fn run_rtl(
    cosim: &mut Cosim,
    links: &[(Net, NodeId)],
    job: &Job<'_>,
) -> Result<Record, CompareError> {
    cosim.replace_memory(memory(job)?);
    cosim.reset()?;
    cosim.watch(links)?;
    cosim.take_beats();
    cosim.write_register(registers::CONFIG_ADDRESS.address, job.image_address)?;
    cosim.write_register(registers::COMMAND.address, command::LOAD)?;
    cosim.run_until_idle(job.max_cycles, &mut |_| ())?;
    let runs = cosim.read_register(registers::STATE.address)? == state::IDLE;
    if runs {
        cosim.write_register(registers::COMMAND.address, command::GO)?;
        cosim.run_until_idle(job.max_cycles, &mut |_| ())?;
    }
    let topology = Topology::new(cosim.spec());
    let mut registers = read_registers(&topology, runs, |select, address| {
        if let Some(select) = select {
            cosim.write_register(registers::COUNTER_SELECT.address, select)?;
        }
        cosim.read_register(address)
    })?;
    registers.extend(count_memory(cosim.memory(), cosim.busy_cycles().into()));
    let cycles_run = cosim.read_register(registers::CYCLES_RUN.address)?;
    let beats = by_link(links, cosim.take_beats(), cycles_run);
    Ok(Record { registers, beats, memory: contents(cosim.memory())? })
}

/// Whether two beats are the same in all that has a meaning.
fn same(a: &Beat, b: &Beat) -> bool {
    let lanes_agree = || {
        let lanes = a.words.iter().zip(&b.words).enumerate();
        lanes
            .into_iter()
            .all(|(lane, (a_word, b_word))| a.mask >> lane & 1 == 0 || a_word == b_word)
    };
    (a.cycle, a.mask, a.end) == (b.cycle, b.mask, b.end) && lanes_agree()
}

fn beat_difference(
    topology: &Topology,
    links: &[(Net, NodeId)],
    model: &Record,
    rtl: &Record,
) -> Option<Difference> {
    let mut first: Option<(u32, Difference)> = None;
    for ((&(net, node), model), rtl) in links.iter().zip(&model.beats).zip(&rtl.beats) {
        let pairs = 0..model.len().max(rtl.len());
        let differing = pairs.into_iter().find(|&index| match (model.get(index), rtl.get(index)) {
            (Some(a), Some(b)) => !same(a, b),
            _ => true,
        });
        let Some(index) = differing else { continue };
        let (model, rtl) = (model.get(index).cloned(), rtl.get(index).cloned());
        let cycle = model.iter().chain(&rtl).map(|beat| beat.cycle).min().unwrap_or(0);
        if first.as_ref().is_none_or(|(earliest, _)| cycle < *earliest) {
            let link = topology.node_name(net, topology.network(net).nodes[node]);
            first = Some((cycle, Difference::Beat { link, index, model, rtl }));
        }
    }
    first.map(|(_, difference)| difference)
}

fn register_difference(model: &Record, rtl: &Record) -> Option<Difference> {
    let mut pairs = model.registers.iter().zip(&rtl.registers);
    pairs.find(|(a, b)| a != b).map(|((name, model), (_, rtl))| Difference::Register {
        name: name.clone(),
        model: *model,
        rtl: *rtl,
    })
}

fn memory_difference(model: &Record, rtl: &Record) -> Option<Difference> {
    let mut pairs = model.memory.iter().zip(&rtl.memory).enumerate();
    pairs.find(|(_, (a, b))| a != b).map(|(index, (&model, &rtl))| Difference::Memory {
        address: index as u32 * 4,
        model,
        rtl,
    })
}

fn comparison(record: Record) -> Comparison {
    let register = |wanted: registers::Register| {
        let found = record.registers.iter().find(|(name, _)| name == wanted.name);
        found.map_or(0, |(_, value)| *value)
    };
    Comparison {
        state: register(registers::STATE),
        reason: register(registers::REASON),
        cycles_configure: register(registers::CYCLES_CONFIGURE),
        cycles_run: register(registers::CYCLES_RUN),
        beats: record.beats.iter().map(Vec::len).sum(),
        links: record.beats.iter().filter(|beats| !beats.is_empty()).count(),
        streams: hash_streams(&record.beats),
        memory: record.memory,
    }
}

fn hash_streams(links: &[Vec<Beat>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for beats in links {
        beats.len().hash(&mut hasher);
        for beat in beats {
            (beat.mask, beat.end).hash(&mut hasher);
            for (lane, word) in beat.words.iter().enumerate() {
                (beat.mask >> lane & 1 == 1).then_some(word).hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat(cycle: u32, words: [u32; 4], mask: u32) -> Beat {
        Beat { cycle, net: Net::Vector, node: 0, words: words.to_vec(), mask, end: 0 }
    }

    /// The first difference between two executions that carried these beats on the fabric's first two links.
    fn difference(model: [Vec<Beat>; 2], rtl: [Vec<Beat>; 2]) -> Option<Difference> {
        let topology = Topology::new(&FabricSpec::reference("tiny").unwrap());
        let links = &links(&topology)[..2];
        let record = |beats: [Vec<Beat>; 2]| Record {
            registers: Vec::new(),
            beats: beats.into(),
            memory: Vec::new(),
        };
        beat_difference(&topology, links, &record(model), &record(rtl))
    }

    #[test]
    fn absent_lanes_are_not_compared() {
        let model = [vec![beat(3, [1, 2, 3, 4], 0b0111)], vec![]];
        let rtl = [vec![beat(3, [1, 2, 3, 9], 0b0111)], vec![]];
        assert_eq!(difference(model.clone(), rtl), None);
        let rtl = [vec![beat(3, [1, 2, 9, 4], 0b0111)], vec![]];
        assert!(difference(model, rtl).is_some());
    }

    #[test]
    fn the_earliest_difference_is_told_whichever_link_it_is_on() {
        let early = beat(2, [0; 4], 1);
        let late = beat(7, [0; 4], 1);
        let other = beat(9, [0; 4], 1);
        let model = [vec![early.clone(), late.clone()], vec![late.clone()]];
        let rtl = [vec![early.clone(), other.clone()], vec![]];
        let Some(Difference::Beat { index, model, rtl, .. }) = difference(model, rtl) else {
            panic!("a beat differs");
        };
        assert_eq!((index, model, rtl), (1, Some(late.clone()), Some(other)));
        let missing = difference([vec![late], vec![early.clone()]], [vec![], vec![]]);
        assert!(
            matches!(missing, Some(Difference::Beat { index: 0, model: Some(beat), rtl: None, .. }) if beat == early)
        );
    }
}
