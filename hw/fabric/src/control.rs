//! The control unit: the host's registers, the state machine, the configuration loader, errors and performance counters.
//!
//! `docs/execution.md`, section 8, and `kiln_arch::registers`.

use crate::ag::burst_shape;
use crate::stream::Clocking;
use kiln_arch::config::{LAYOUT_VERSION, bits_for};
use kiln_arch::image::payload_beats;
use kiln_arch::registers::{ADDRESS_BITS, processes};
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_emit::{Instance, Module, Net, Part, concat, constant};
use kiln_units::control_errors::ControlErrors;
use kiln_units::control_registers::{ControlRegisters, Identity};
use kiln_units::control_state::ControlState;
use kiln_units::loader::{Loader, LoaderShape};
use kiln_units::loader_crc::LoaderCrc;
use kiln_units::perf::Perf;

/// Chains that have blocks: the first words of a memory beat feed them, one each.
pub fn chains(spec: &FabricSpec) -> usize {
    spec.memory_words().min(spec.cols)
}

/// Processes of all units, in the order of their performance counters.
pub fn process_count(topology: &Topology) -> usize {
    topology.units.iter().map(|unit| processes(unit.kind).len()).sum()
}

/// The control unit of a fabric. Its ports, beside `clk` and `rst`:
///
/// | port | bits | |
/// |---|---|---|
/// | `s_axil_*` | | AXI4-Lite slave, without the protection bits |
/// | `active` | 1, out | loading, running or draining |
/// | `unit_rst` | 1, out | reset of all units and switches, and of the memory port's arbiters |
/// | `halt` | 1, out | to the memory port |
/// | `quiet` | 1, in | from the memory port |
/// | `unit_idle` | a bit a unit, in | |
/// | `switch_idle` | a bit a switch, in | |
/// | `mark_error` | a bit a unit, in | |
/// | `memory_error` | a bit an AG, in | from the memory port |
/// | `busy`, `starved`, `blocked` | a bit a process, in | processes as in `kiln_arch::registers::processes` |
/// | `loader_request`, `loader_burst`, `loader_grant`, `loader_valid`, `loader_error`, `load_data` | | to and from the memory port |
/// | `cfg_en` | 1, out | all chains move on by one |
/// | `cfg_word<k>` | 32, out | the word that enters chain k, for each of [`chains`] |
pub fn module(spec: &FabricSpec, topology: &Topology) -> Part {
    let mut m = Module::new(
        "control",
        "Control unit: the host's registers, the state machine, the configuration loader, performance counters.",
    );
    let clocking = Clocking::ports(&mut m);
    let number_bits = bits_for(topology.units.len() + 1);
    let mut unit = Control { spec, topology, m, clocking, number_bits };
    let host = unit.registers();
    let loader = unit.loader(&host.config_address);
    let errors = unit.errors();
    let [clear, enable] = unit.state(&host, &loader, &errors);
    unit.counters(&host, &clear, &enable);
    unit.m.part()
}

struct Control<'a> {
    spec: &'a FabricSpec,
    topology: &'a Topology,
    m: Module,
    clocking: Clocking,
    /// Bits of a unit's number.
    number_bits: usize,
}

/// What the host's registers hold and show.
struct Host {
    command_valid: Net,
    command: Net,
    config_address: Net,
    watchdog: Net,
    counter_select: Net,
    counter_known: Net,
    counter_hit: Net,
    counter_value: Net,
    /// Name and net of what the state machine shows.
    shown: Vec<(&'static str, Net)>,
}

struct LoaderEnd {
    start: Net,
    done: Net,
    reason: Net,
    changed: Net,
}

/// Sticky errors: for the memory and for end marks, whether there is one, the lowest unit, and the reset of the flags.
struct Errors {
    unit_rst: Net,
    memory: [Net; 2],
    mark: [Net; 2],
}

impl Control<'_> {
    fn place(&mut self, name: &str, part: &Part) -> Instance<'_> {
        let mut instance = self.m.instance(name, part);
        instance.connect("clk", &self.clocking.clk).connect("rst", &self.clocking.rst);
        instance
    }

    /// The AXI4-Lite port and its registers.
    fn registers(&mut self) -> Host {
        let m = &mut self.m;
        m.section(
            "AXI4-Lite slave: write address, write data, write response, read address, read data",
        );
        let inputs = [
            ("awaddr", ADDRESS_BITS),
            ("awvalid", 1),
            ("wdata", 32),
            ("wstrb", 4),
            ("wvalid", 1),
            ("bready", 1),
            ("araddr", ADDRESS_BITS),
            ("arvalid", 1),
            ("rready", 1),
        ];
        let outputs = [
            ("awready", 1),
            ("wready", 1),
            ("bvalid", 1),
            ("arready", 1),
            ("rdata", 32),
            ("rvalid", 1),
        ];
        let mut ports: Vec<(&str, Net)> = Vec::new();
        ports.extend(inputs.map(|(name, width)| (name, m.input(format!("s_axil_{name}"), width))));
        ports
            .extend(outputs.map(|(name, width)| (name, m.output(format!("s_axil_{name}"), width))));
        for name in ["bresp", "rresp"] {
            let okay = m.output(format!("s_axil_{name}"), 2);
            m.assign(&okay, constant(2, 0));
        }
        let mut wire = |name: &str, width| m.wire(name, width);
        let shown = [
            ("state", 3),
            ("reason", 4),
            ("culprit", self.number_bits),
            ("configured", 1),
            ("cycles_configure", 32),
            ("cycles_run", 32),
        ];
        let host = Host {
            command_valid: wire("command_valid", 1),
            command: wire("command", 32),
            config_address: wire("config_address", 32),
            watchdog: wire("watchdog", 32),
            counter_select: wire("counter_select", 32),
            counter_known: wire("counter_known", 1),
            counter_hit: wire("counter_hit", 1),
            counter_value: wire("counter_value", 32),
            shown: shown.map(|(name, width)| (name, wire(name, width))).into(),
        };
        let identity = Identity {
            version: LAYOUT_VERSION,
            fingerprint: self.spec.fingerprint(),
            units: self.topology.units.len() as u32,
        };
        let mut registers = self.place("registers", &Part::leaf(&ControlRegisters::new(identity)));
        registers
            .connect("command_valid", &host.command_valid)
            .connect("command", &host.command)
            .connect("config_address", &host.config_address)
            .connect("watchdog", &host.watchdog)
            .connect("counter_select", &host.counter_select)
            .connect("counter_known", &host.counter_known)
            .connect("counter_hit", &host.counter_hit)
            .connect("counter_value", &host.counter_value);
        for (name, net) in ports.iter().chain(&host.shown) {
            registers.connect(*name, net);
        }
        drop(registers);
        host
    }

    /// The loader with its checksum.
    fn loader(&mut self, config_address: &Net) -> LoaderEnd {
        let (spec, words) = (self.spec, self.spec.memory_words());
        let shape = LoaderShape {
            words,
            burst: spec.ag.burst_beats,
            chains: chains(spec),
            version: LAYOUT_VERSION,
            fingerprint: spec.fingerprint(),
            payload: payload_beats(spec, self.topology),
        };
        let address_bits = burst_shape(spec).beat_address_bits();
        let m = &mut self.m;
        m.section(
            "the loader's bursts: beats less one, first beat address; granted in the same cycle",
        );
        let request = m.output("loader_request", 1);
        let burst = m.output("loader_burst", 8 + address_bits);
        let grant = m.input("loader_grant", 1);
        m.section("read data, for the loader when loader_valid");
        let valid = m.input("loader_valid", 1);
        let error = m.input("loader_error", 1);
        let data = m.input("load_data", 32 * words);
        m.section("configuration chains: when cfg_en, a word enters each chain");
        let cfg_en = m.output("cfg_en", 1);
        let cfg_word: Vec<Net> =
            (0..shape.chains).map(|k| m.output(format!("cfg_word{k}"), 32)).collect();
        let end = LoaderEnd {
            start: m.wire("loader_start", 1),
            done: m.wire("loader_done", 1),
            reason: m.wire("loader_reason", 4),
            changed: m.wire("loader_changed", 1),
        };
        let crc = [m.wire("crc_clear", 1), m.wire("crc_valid", 1), m.wire("crc", 32)];
        let crc_data = m.wire("crc_data", 32 * words);

        let mut loader = self.place("loader", &Part::leaf(&Loader::new(shape)));
        loader
            .connect("start", &end.start)
            .connect("image", config_address)
            .connect("request", &request)
            .connect("address", burst.slice(0, address_bits))
            .connect("beats", burst.slice(address_bits, 8))
            .connect("grant", &grant)
            .connect("valid", &valid)
            .connect("error", &error)
            .connect("crc_clear", &crc[0])
            .connect("crc_valid", &crc[1])
            .connect("crc", &crc[2])
            .connect("cfg_en", &cfg_en)
            .connect("done", &end.done)
            .connect("reason", &end.reason)
            .connect("changed", &end.changed);
        for (k, word) in cfg_word.iter().enumerate() {
            loader.connect(format!("cfg_word_{k}"), word);
        }
        for w in 0..words {
            loader.connect(format!("data_{w}"), data.slice(32 * w, 32));
            loader.connect(format!("crc_word_{w}"), crc_data.slice(32 * w, 32));
        }
        drop(loader);
        let mut checksum = self.m.instance("checksum", &Part::leaf(&LoaderCrc::new(words)));
        checksum.connect("clk", &self.clocking.clk);
        checksum.connect("clear", &crc[0]).connect("valid", &crc[1]).connect("crc", &crc[2]);
        for w in 0..words {
            checksum.connect(format!("word_{w}"), crc_data.slice(32 * w, 32));
        }
        drop(checksum);
        end
    }

    /// The error flags of all units.
    fn errors(&mut self) -> Errors {
        let (units, bits) = (self.topology.units.len(), self.number_bits);
        let m = &mut self.m;
        m.section("reset of all units and switches");
        let unit_rst = m.output("unit_rst", 1);
        m.section("errors of this cycle: end marks, one bit a unit, and the memory's, one bit an address generator");
        let mark_error = m.input("mark_error", units);
        let memory_error = m.input("memory_error", self.topology.of_kind(UnitKind::Ag).count());
        let by_unit = self.topology.units.iter().rev().map(|unit| match unit.kind {
            UnitKind::Ag => memory_error.bit(unit.ordinal),
            _ => constant(1, 0),
        });
        let by_unit = concat(by_unit);
        let part = Part::leaf(&ControlErrors::new(units, bits));
        let [memory, mark] =
            [("memory", by_unit), ("mark", (&mark_error).into())].map(|(name, raised)| {
                let found = [
                    m.wire(format!("some_{name}_error"), 1),
                    m.wire(format!("{name}_error_unit"), bits),
                ];
                m.instance(format!("{name}_errors"), &part)
                    .connect("clk", &self.clocking.clk)
                    .connect("rst", &unit_rst)
                    .connect("raised", raised)
                    .connect("some", &found[0])
                    .connect("lowest", &found[1]);
                found
            });
        Errors { unit_rst, memory, mark }
    }

    /// The state machine. Gives the clear and the enable of the performance counters.
    fn state(&mut self, host: &Host, loader: &LoaderEnd, errors: &Errors) -> [Net; 2] {
        let (units, switches) = (self.topology.units.len(), self.topology.attached.len());
        let m = &mut self.m;
        m.section("what is idle");
        let unit_idle = m.input("unit_idle", units);
        let switch_idle = m.input("switch_idle", switches);
        m.section("memory port: no burst may start; nothing is under way");
        let halt = m.output("halt", 1);
        let quiet = m.input("quiet", 1);
        m.section("a command is being carried out");
        let active = m.output("active", 1);
        let events = [m.wire("go", 1), m.wire("running", 1)];
        let mut state =
            self.place("state_machine", &Part::leaf(&ControlState::new(units, switches)));
        state
            .connect("command_valid", &host.command_valid)
            .connect("command", &host.command)
            .connect("watchdog", &host.watchdog)
            .connect("unit_idle", &unit_idle)
            .connect("switch_idle", &switch_idle)
            .connect("memory_error", &errors.memory[0])
            .connect("memory_unit", &errors.memory[1])
            .connect("mark_error", &errors.mark[0])
            .connect("mark_unit", &errors.mark[1])
            .connect("drained", &quiet)
            .connect("loader_done", &loader.done)
            .connect("loader_reason", &loader.reason)
            .connect("loader_changed", &loader.changed)
            .connect("loader_start", &loader.start)
            .connect("unit_rst", &errors.unit_rst)
            .connect("halt", &halt)
            .connect("go", &events[0])
            .connect("running", &events[1])
            .connect("active", &active);
        for (name, net) in &host.shown {
            state.connect(*name, net);
        }
        drop(state);
        events
    }

    /// The performance counters of all processes.
    fn counters(&mut self, host: &Host, clear: &Net, enable: &Net) {
        let count = process_count(self.topology);
        self.m.section("what each process does in this cycle");
        let events = ["busy", "starved", "blocked"].map(|name| (name, self.m.input(name, count)));
        let mut counters = self.place("counters", &Part::leaf(&Perf::new(count)));
        counters
            .connect("clear", clear)
            .connect("enable", enable)
            .connect("select", &host.counter_select)
            .connect("known", &host.counter_known)
            .connect("hit", &host.counter_hit)
            .connect("value", &host.counter_value);
        for (name, net) in &events {
            counters.connect(*name, net);
        }
    }
}
