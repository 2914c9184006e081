//! The fabric as a whole: control (docs/execution.md, section 8), and the order of a cycle.

use kiln_arch::registers::{self, command, counter, processes, reason, state};
use kiln_arch::topology::{Net, Topology, UnitId, UnitKind};
use kiln_arch::{FabricSpec, config, image};
use kiln_memory::{AxiIn, AxiOut};

use crate::error::ModelError;
use crate::loader::{Loaded, Loader};
use crate::network::Networks;
use crate::observe::{Observer, Push};
use crate::port::{Answer, Decisions, MemoryPort, ReadBeat};
use crate::process::{Counters, Cycle, Fault, Unit};
use crate::program::Program;
use crate::stage::{MAX_LANES, Registers};
use crate::store::{Served, WriteBeat};

/// Cycles without any movement after which a run is stuck: more than any wait for an accumulator.
const STILL_LIMIT: u32 = 64;

/// A fabric, cycle by cycle.
///
/// In each cycle: read [`Model::axi_out`], the fabric's signals of the present cycle, which come from
/// registers; then pass the memory's signals of that cycle to [`Model::tick`], the edge at its end.
/// What [`Model::write_register`] writes counts as written in the cycle before the present one.
pub struct Model {
    pub(crate) spec: FabricSpec,
    pub(crate) topology: Topology,
    payload_beats: usize,
    /// The unit of each AXI id.
    ag_units: Vec<UnitId>,
    /// Unit and side of each process.
    process_units: Vec<(UnitId, usize)>,
    control: Control,
    loader: Option<Loader>,
    port: MemoryPort,
    /// The configuration in the chains.
    configured: Option<Program>,
    /// The units of the present or last run.
    pub(crate) running: Program,
    pub(crate) cycle: Cycle,
    /// The lowest AG that has met a memory error.
    memory_error: Option<UnitId>,
    still_cycles: u32,
}

/// The registers that the host sees, and the run's.
#[derive(Clone, Debug, Default)]
struct Control {
    state: u32,
    reason: u32,
    culprit: u32,
    config_address: u32,
    watchdog: u32,
    cycles_configure: u32,
    cycles_run: u32,
    counter_select: u32,
    quiet: bool,
}

impl Model {
    /// The fabric after reset.
    pub fn new(spec: FabricSpec) -> Model {
        let topology = Topology::new(&spec);
        let links = Networks::new(&spec, &topology);
        let process_units = topology
            .units
            .iter()
            .enumerate()
            .flat_map(|(id, unit)| (0..processes(unit.kind).len()).map(move |side| (id, side)))
            .collect();
        Model {
            payload_beats: image::payload_beats(&spec, &topology),
            ag_units: topology.of_kind(UnitKind::Ag).collect(),
            process_units,
            control: Control::default(),
            loader: None,
            port: MemoryPort::new(&spec),
            configured: None,
            running: Program::default(),
            cycle: Cycle {
                now: 0,
                links,
                registers: Registers::new(),
                active: false,
                counting: false,
                mark_error: None,
            },
            memory_error: None,
            still_cycles: 0,
            topology,
            spec,
        }
    }

    /// What the fabric is.
    pub fn spec(&self) -> &FabricSpec {
        &self.spec
    }

    /// Its units and links.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// The host reads the register at byte address `address`; 0 where there is none.
    pub fn read_register(&self, address: u32) -> u32 {
        let control = &self.control;
        let register = registers::ALL.iter().find(|register| register.address == address);
        match register.copied() {
            Some(registers::MAGIC) => image::MAGIC,
            Some(registers::VERSION) => config::LAYOUT_VERSION,
            Some(registers::FINGERPRINT) => self.spec.fingerprint(),
            Some(registers::UNITS) => self.topology.units.len() as u32,
            Some(registers::STATE) => control.state,
            Some(registers::REASON) => control.reason,
            Some(registers::CULPRIT) => control.culprit,
            Some(registers::CONFIGURED) => self.configured.is_some().into(),
            Some(registers::CONFIG_ADDRESS) => control.config_address,
            Some(registers::WATCHDOG) => control.watchdog,
            Some(registers::CYCLES_CONFIGURE) => control.cycles_configure,
            Some(registers::CYCLES_RUN) => control.cycles_run,
            Some(registers::COUNTER_SELECT) => control.counter_select,
            Some(registers::COUNTER_VALUE) => self.selected_counter(),
            _ => 0,
        }
    }

    /// The host writes the register at byte address `address`; ignored where it cannot be written.
    pub fn write_register(&mut self, address: u32, value: u32) {
        let register = registers::ALL.iter().find(|register| register.address == address);
        match register.copied() {
            Some(registers::COMMAND) => self.command(value),
            Some(registers::CONFIG_ADDRESS) => self.control.config_address = value,
            Some(registers::WATCHDOG) => self.control.watchdog = value,
            Some(registers::COUNTER_SELECT) => self.control.counter_select = value,
            _ => {}
        }
    }

    /// Whether a load or a run is under way.
    pub fn is_busy(&self) -> bool {
        matches!(self.control.state, state::LOADING | state::RUNNING | state::DRAINING)
    }

    /// Performance counters of the last run's process `side` of `unit`; zero for units that are not enabled.
    pub fn counters(&self, unit: UnitId, side: usize) -> Counters {
        let counters = self.running.counters(unit).unwrap_or_default();
        counters.get(side).copied().unwrap_or_default()
    }

    fn selected_counter(&self) -> u32 {
        let (process, which) = (self.control.counter_select / 4, self.control.counter_select % 4);
        let Some(&(unit, side)) = self.process_units.get(process as usize) else { return 0 };
        let counters = self.counters(unit, side);
        match which {
            counter::BUSY => counters.busy,
            counter::STARVED => counters.starved,
            counter::BLOCKED => counters.blocked,
            _ => 0,
        }
    }

    fn command(&mut self, value: u32) {
        match value {
            command::LOAD if !self.is_busy() => {
                let address = self.control.config_address;
                self.loader = Some(Loader::new(&self.spec, self.payload_beats, address));
                self.control.cycles_configure = 0;
                self.enter(state::LOADING, reason::NONE, 0);
            }
            command::GO if !self.is_busy() => self.go(),
            command::ABORT if self.control.state == state::RUNNING => {
                self.enter(state::DRAINING, reason::ABORT, 0);
            }
            _ => {}
        }
    }

    fn go(&mut self) {
        let Some(program) = &self.configured else { return };
        self.running = program.clone();
        for net in Net::ALL {
            self.cycle.links[net].reset();
        }
        self.port.reset_arbiters();
        self.cycle.mark_error = None;
        self.memory_error = None;
        self.still_cycles = 0;
        self.control.cycles_run = 0;
        self.control.quiet = false;
        self.enter(state::RUNNING, reason::NONE, 0);
    }

    fn enter(&mut self, state: u32, reason: u32, culprit: u32) {
        (self.control.state, self.control.reason) = (state, reason);
        self.control.culprit = culprit;
    }

    /// The fabric's signals on the memory port in the present cycle.
    #[inline]
    pub fn axi_out(&self) -> &AxiOut {
        self.port.outputs()
    }

    /// The edge at the end of the present cycle, in which the memory drove `bus`.
    ///
    /// # Errors
    /// The configuration breaks a rule that the hardware does not check. The model is of no use after that.
    pub fn tick(&mut self, bus: &AxiIn) -> Result<(), ModelError> {
        self.step(bus, None)
    }

    /// Like [`Model::tick`]; shows every push of the cycle to `observer`.
    ///
    /// # Errors
    /// As for [`Model::tick`].
    pub fn tick_observed(
        &mut self,
        bus: &AxiIn,
        observer: &mut dyn Observer,
    ) -> Result<(), ModelError> {
        self.step(bus, Some(observer))
    }

    fn step(&mut self, bus: &AxiIn, observer: Option<&mut dyn Observer>) -> Result<(), ModelError> {
        let port_is_quiet = self.port.is_quiet();
        let received = self.port.take_received();
        let answered = self.port.take_answered();
        match self.control.state {
            state::LOADING => self.step_load(bus, received)?,
            state::RUNNING | state::DRAINING => {
                // All that control decides in this cycle comes from registers: look before units act.
                let next = self.next_state(port_is_quiet);
                let idle = self.all_idle();
                self.note_memory_errors(received.as_ref(), answered);
                self.step_units(bus, received, answered, observer)?;
                self.count_still_cycles(port_is_quiet);
                self.control.cycles_run += u32::from(self.control.state == state::RUNNING);
                self.control.quiet = idle && self.control.state == state::RUNNING;
                if let Some((state, reason, culprit)) = next {
                    self.enter(state, reason, culprit);
                }
            }
            _ => self.port.tick(Decisions::default(), None, self.ags(), bus),
        }
        self.cycle.now += 1;
        Ok(())
    }

    fn ags(&self) -> u16 {
        self.ag_units.len() as u16
    }

    fn step_load(&mut self, bus: &AxiIn, received: Option<ReadBeat>) -> Result<(), ModelError> {
        self.control.cycles_configure += 1;
        let ags = self.ags();
        let Some(loader) = &mut self.loader else { return Ok(()) };
        let mut decisions = Decisions::default();
        if let Some(burst) = loader.request().filter(|_| self.port.accepts_loader()) {
            loader.granted();
            decisions.read = Some((ags, burst));
        }
        self.port.tick(decisions, None, ags, bus);
        let refused = loader.refused().map(Loaded::Refused);
        if received.is_none() {
            loader.waited();
        }
        let loaded = refused.or_else(|| received.and_then(|beat| loader.receive(&beat)));
        loaded.map_or(Ok(()), |loaded| self.end_load(loaded))
    }

    fn end_load(&mut self, loaded: Loaded) -> Result<(), ModelError> {
        self.loader = None;
        let loader = self.topology.units.len() as u32;
        match loaded {
            Loaded::Configured(payload) => {
                self.configured = None;
                let links = &mut self.cycle.links;
                let program = Program::new(&self.spec, &self.topology, &payload, links)?;
                self.configured = Some(program);
                self.enter(state::IDLE, reason::NONE, 0);
            }
            Loaded::Refused(reason::MEMORY) => self.enter(state::FAILED, reason::MEMORY, loader),
            Loaded::Refused(reason) => self.enter(state::FAILED, reason, 0),
            Loaded::Spoiled => {
                self.configured = None;
                self.enter(state::FAILED, reason::MEMORY, loader);
            }
        }
        Ok(())
    }

    /// State, reason and culprit after this cycle of a run, if they change.
    fn next_state(&self, port_is_quiet: bool) -> Option<(u32, u32, u32)> {
        let control = &self.control;
        if control.state == state::DRAINING {
            return port_is_quiet.then_some((state::FAILED, control.reason, control.culprit));
        }
        let expired = control.watchdog != 0 && control.cycles_run >= control.watchdog;
        if let Some(unit) = self.memory_error {
            Some((state::DRAINING, reason::MEMORY, unit as u32))
        } else if let Some(unit) = self.cycle.mark_error {
            Some((state::DRAINING, reason::MARKS, unit as u32))
        } else if expired {
            Some((state::DRAINING, reason::WATCHDOG, 0))
        } else {
            control.quiet.then_some((state::DONE, reason::NONE, 0))
        }
    }

    fn all_idle(&self) -> bool {
        let links = &self.cycle.links;
        Net::ALL.into_iter().all(|net| links[net].tracks_empty()) && self.running.idle(links)
    }

    fn note_memory_errors(&mut self, received: Option<&ReadBeat>, answered: Option<Answer>) {
        let read = received.filter(|beat| beat.failed).map(|beat| beat.id);
        let written = answered.filter(|answer| answer.failed).map(|answer| answer.id);
        for id in read.into_iter().chain(written) {
            if let Some(&unit) = self.ag_units.get(usize::from(id)) {
                self.memory_error = Some(self.memory_error.map_or(unit, |other| other.min(unit)));
            }
        }
    }

    fn step_units(
        &mut self,
        bus: &AxiIn,
        received: Option<ReadBeat>,
        answered: Option<Answer>,
        observer: Option<&mut dyn Observer>,
    ) -> Result<(), ModelError> {
        let halt = self.control.state == state::DRAINING;
        let decisions = self.port.decide(&self.running.loads, &self.running.stores, halt);
        self.cycle.counting = !halt;
        self.cycle.active = false;
        let beat = self.step_ags(decisions, received, answered)?;
        for index in 0..self.running.pmus.len() {
            let pmu = &mut self.running.pmus[index];
            let done = pmu.tick(&mut self.cycle);
            done.map_err(|fault| self.error(self.running.pmus[index].unit(), fault))?;
        }
        for index in 0..self.running.pcus.len() {
            let pcu = &mut self.running.pcus[index];
            let done = pcu.tick(&mut self.cycle);
            done.map_err(|fault| self.error(self.running.pcus[index].unit(), fault))?;
        }
        for net in Net::ALL {
            self.cycle.links[net].advance_switches();
        }
        if let Some(observer) = observer {
            self.show(observer);
        }
        for net in Net::ALL {
            self.cycle.active |= self.cycle.links[net].commit();
        }
        self.port.tick(decisions, beat, self.ags(), bus);
        Ok(())
    }

    fn step_ags(
        &mut self,
        decisions: Decisions,
        received: Option<ReadBeat>,
        answered: Option<Answer>,
    ) -> Result<Option<WriteBeat>, ModelError> {
        for index in 0..self.running.loads.len() {
            let load = &mut self.running.loads[index];
            let granted = decisions.read.is_some_and(|(id, _)| id == load.id);
            let arrived = received.as_ref().filter(|beat| beat.id == load.id);
            let words = arrived.map(|beat| &beat.data[..self.spec.memory_words()]);
            let done = load.tick(&mut self.cycle, granted, words);
            done.map_err(|fault| self.error(self.running.loads[index].unit(), fault))?;
        }
        let mut moved = None;
        for index in 0..self.running.stores.len() {
            let store = &mut self.running.stores[index];
            let served = Served {
                granted: decisions.write.is_some_and(|(id, _)| id == store.id),
                answered: answered.is_some_and(|answer| answer.id == store.id),
            };
            let beat = (decisions.moves == Some(store.id))
                .then(|| moved.insert(WriteBeat { data: [0; MAX_LANES], strobes: 0, last: false }));
            let done = store.tick(&mut self.cycle, served, beat);
            done.map_err(|fault| self.error(self.running.stores[index].unit(), fault))?;
        }
        Ok(moved)
    }

    fn show(&self, observer: &mut dyn Observer) {
        for net in Net::ALL {
            self.cycle.links[net].pushes(|node, words, tag| {
                let (mask, end) = (tag.mask, tag.end);
                let cycle = self.control.cycles_run;
                observer.push(Push { cycle, net, node, words, mask, end });
            });
        }
    }

    fn count_still_cycles(&mut self, port_is_quiet: bool) {
        let still = port_is_quiet && !self.cycle.active;
        self.still_cycles = if still { self.still_cycles + 1 } else { 0 };
    }

    fn error(&self, unit: UnitId, fault: Fault) -> ModelError {
        let unit = self.topology.units[unit].name.clone();
        let cycle = self.control.cycles_run.into();
        match fault {
            Fault::EmptyLoop(level) => ModelError::EmptyLoop { unit, level, cycle },
            Fault::BankConflict(side) => ModelError::BankConflict { unit, side, cycle },
            Fault::RowBeyondMemory => ModelError::RowBeyondMemory { unit, cycle },
            Fault::MaskNotPrefix(mask) => ModelError::MaskNotPrefix { unit, mask, cycle },
            Fault::ShortBeat(elements) => ModelError::ShortBeat { unit, elements, cycle },
        }
    }

    /// Cycles of the present or last run.
    pub(crate) fn cycles_run(&self) -> u32 {
        self.control.cycles_run
    }

    /// Whether nothing has moved for so long that nothing ever will.
    pub(crate) fn is_stuck(&self) -> bool {
        self.control.state == state::RUNNING && self.still_cycles >= STILL_LIMIT
    }
}
