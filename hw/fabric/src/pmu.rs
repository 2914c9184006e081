//! The pattern memory unit: banks of block RAM between two processes, a write side and a read side.
//!
//! `docs/execution.md`, section 5. The file follows the way of a beat: input queue, write process, write addresses, crossbar and
//! banks, crossbar, read process, output queue.

use crate::config_chain::Frame;
use crate::counters::{CounterShape, beat, beat_bits, connect_fields, late_counters, marks};
use crate::fifo::fifo;
use crate::stream::{Clocking, Stream, input_port, output_port};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Layout, PmuConfig};
use kiln_emit::{Module, Net, Part, Source, concat, constant};
use kiln_units::mux::Mux;
use kiln_units::pmu_bank::PmuBank;
use kiln_units::pmu_input::PmuInput;
use kiln_units::pmu_lanes::PmuLanes;
use kiln_units::pmu_match::PmuMatch;
use kiln_units::pmu_read::PmuRead;
use kiln_units::pmu_write::PmuWrite;

/// The PMU of a fabric, as a module with the ports that every unit has, and `write_busy`, `write_starved`, `write_blocked`,
/// `read_busy`, `read_starved`, `read_blocked`.
pub fn module(spec: &FabricSpec) -> Part {
    let mut m = Module::new(
        "pmu",
        "Pattern memory unit: banks of block RAM behind a write process and a read process, N-buffered.",
    );
    let clocking = Clocking::ports(&mut m);
    let mut layout = Layout::default();
    PmuConfig::new(spec).walk(spec, &mut layout);
    let frame = Frame::new(&mut m, &clocking.clk, layout);
    let mut unit = Unit { spec, m, clocking, frame };

    let depth = spec.pmu.input_fifo;
    let vector = unit.input("vector", spec.lanes, depth);
    let scalar = unit.input("scalar", 1, depth);
    let write = unit.process("write");
    let read = unit.process("read");
    let data: Vec<Net> = unit.lane_wires("write_word", 32);
    unit.write_process(&write, &read, &data, [vector, scalar].concat());
    let words = unit.banks(&write, &read, &data);
    unit.read_process(&write, &read, &words);
    unit.m.part()
}

struct Unit<'a> {
    spec: &'a FabricSpec,
    m: Module,
    clocking: Clocking,
    frame: Frame,
}

/// One of the two processes: its counters, its lanes' addresses, and what it tells the other one.
struct Process {
    name: &'static str,
    step: Net,
    finished: Net,
    below: Net,
    /// Of the read side, one bit a level: it is at its first iteration, at its last one.
    ends: Option<(Net, Net)>,
    mask: Net,
    mark: Net,
    offset: Net,
    /// Lanes that access the memory, before and after the address registers.
    lanes: Net,
    active: Net,
    /// Place of each lane: its row above its bank.
    place: Vec<Net>,
    /// A buffer is handed to the other process.
    handover: Net,
    /// Nothing is left to do (of both processes, at the read side).
    idle: Net,
}

impl Unit<'_> {
    fn lane_wires(&mut self, name: &str, width: usize) -> Vec<Net> {
        (0..self.spec.lanes).map(|i| self.m.wire(format!("{name}_{i}"), width)).collect()
    }

    /// An input port with its queue: what the write process connects of it.
    fn input(&mut self, name: &str, lanes: usize, depth: usize) -> Vec<(String, Source)> {
        let port = input_port(&mut self.m, &format!("{name}_in0"), beat_bits(lanes));
        let mut wire = |what: &str, width| self.m.wire(format!("{name}_{what}"), width);
        let (valid, ready) = (wire("valid", 1), wire("ready", 1));
        let notes = wire("notes", lanes + 2);
        let words: Vec<Net> = (0..lanes).map(|i| wire(&format!("word_{i}"), 32)).collect();
        let part = Part::leaf(&PmuInput::new(lanes, depth));
        let mut queue = self.m.instance(format!("{name}_queue"), &part);
        queue
            .connect("clk", &self.clocking.clk)
            .connect("rst", &self.clocking.rst)
            .connect("in_valid", &port.valid)
            .connect("in_ready", &port.ready)
            .connect("in_notes", port.data.slice(32 * lanes, lanes + 2))
            .connect("out_valid", &valid)
            .connect("out_ready", &ready)
            .connect("out_notes", &notes);
        for (i, word) in words.iter().enumerate() {
            queue.connect(format!("in_word_{i}"), port.data.slice(32 * i, 32));
            queue.connect(format!("word_{i}"), word);
        }
        let mut ends: Vec<(String, Source)> = vec![
            (format!("{name}_valid"), valid.into()),
            (format!("{name}_ready"), ready.into()),
            (format!("{name}_mark"), notes.slice(lanes, 2)),
            (format!("{name}_mask"), notes.slice(0, lanes)),
        ];
        for (i, word) in words.into_iter().enumerate() {
            let port = if lanes == 1 { format!("{name}_word") } else { format!("{name}_word_{i}") };
            ends.push((port, word.into()));
        }
        ends
    }

    /// Counters and addresses of a process.
    fn process(&mut self, name: &'static str) -> Process {
        let spec = self.spec;
        let (levels, bits) = (spec.pmu.counter_levels, spec.pmu_address_bits());
        let shape = CounterShape {
            levels,
            bits: spec.counter_bits,
            lanes: spec.lanes,
            affine: vec![bits],
            rows: false,
            // Only reading repeats.
            ends: name == "read",
        };
        let m = &mut self.m;
        let mut wire = |what: &str, width| m.wire(format!("{name}_{what}"), width);
        let (step, finished) = (wire("step", 1), wire("finished", 1));
        let (below, mask) = (wire("below", levels + 1), wire("mask", spec.lanes));
        let ends = shape.ends.then(|| (wire("first", levels), wire("last", levels)));
        let (base, offset) = (wire("base", bits), wire("offset", bits));
        let (lanes, active) = (wire("lanes", spec.lanes), wire("active", spec.lanes));
        let handover = wire("handover", 1);
        let idle = if name == "write" { wire("idle", 1) } else { m.output("idle", 1) };
        let place = self.lane_wires(&format!("{name}_place"), bits);
        let m = &mut self.m;
        let mut instance = m.instance(format!("{name}_counters"), &late_counters(&shape));
        instance
            .connect("clk", &self.clocking.clk)
            .connect("rst", &self.clocking.rst)
            .connect("step", &step)
            .connect("finished", &finished)
            .connect("below", &below)
            .connect("mask", &mask)
            .connect("value_0", &base)
            .open("left0");
        if let Some((first, last)) = &ends {
            instance.connect("first", first).connect("last", last);
        }
        let prefix = format!("{name}.");
        connect_fields(&mut instance, &self.frame, &shape, &prefix, &[format!("{name}.address")]);
        drop(instance);
        let mut instance =
            m.instance(format!("{name}_lanes_of"), &Part::leaf(&PmuLanes::new(spec.lanes, bits)));
        instance
            .connect("clk", &self.clocking.clk)
            .connect("rst", &self.clocking.rst)
            .connect("lanes", &lanes)
            .connect("base", &base)
            .connect("offset", &offset)
            .connect("stride", self.frame.field(&format!("{name}.address.lane")))
            .connect("skew", self.frame.field("skew"))
            .connect("active", &active);
        for (i, place) in place.iter().enumerate() {
            instance.connect(format!("place_{i}"), place);
        }
        drop(instance);
        let mark = marks(m, &format!("{name}_mark"), &self.frame, &prefix, &below);
        Process {
            name,
            step,
            finished,
            below,
            ends,
            mask,
            mark,
            offset,
            lanes,
            active,
            place,
            handover,
            idle,
        }
    }

    /// What the two processes connect alike: configuration, counters, addresses, events.
    fn connect_process(&mut self, part: &Part, own: &Process, rest: &[(String, Source)]) {
        let name = own.name;
        self.m.section(format!("what the {name} process does in this cycle"));
        let events = ["busy", "starved", "blocked"]
            .map(|event| (event, self.m.output(format!("{name}_{event}"), 1)));
        let mut instance = self.m.instance(name, part);
        instance.connect("clk", &self.clocking.clk).connect("rst", &self.clocking.rst);
        for field in ["enable", "scalar", "advance"] {
            instance.connect(field, self.frame.field(&format!("{name}.{field}")));
        }
        instance
            .connect("buffers", self.frame.field("buffers"))
            .connect("buffer_stride", self.frame.field("buffer_stride"))
            .connect("finished", &own.finished)
            .connect("below", &own.below)
            .connect("lanes", &own.mask)
            .connect("mark", &own.mark)
            .connect("step", &own.step)
            .connect("offset", &own.offset)
            .connect("active", &own.lanes)
            .connect("idle", &own.idle);
        for (event, net) in &events {
            instance.connect(event, net);
        }
        for (port, source) in rest {
            instance.connect(port, source.clone());
        }
    }

    fn write_process(
        &mut self,
        write: &Process,
        read: &Process,
        data: &[Net],
        mut ends: Vec<(String, Source)>,
    ) {
        let lanes = self.spec.lanes;
        self.m.section("an end mark was not the expected one");
        let mark_error = self.m.output("mark_error", 1);
        ends.extend([
            ("released".into(), (&read.handover).into()),
            ("published".into(), (&write.handover).into()),
            ("mark_error".into(), mark_error.into()),
        ]);
        for (i, data) in data.iter().enumerate() {
            ends.push((format!("data_{i}"), data.into()));
        }
        let part = Part::leaf(&PmuWrite::new(
            lanes,
            self.spec.pmu.counter_levels,
            self.spec.pmu_address_bits(),
        ));
        self.connect_process(&part, write, &ends);
    }

    /// The banks with both crossbars up to them. Gives the word that each bank has read.
    fn banks(&mut self, write: &Process, read: &Process, data: &[Net]) -> Vec<Net> {
        let (bank_bits, row_bits) =
            (self.spec.lane_bits(), self.spec.pmu.bank_words.ilog2() as usize);
        let row = |process: &Process, lane: usize| process.place[lane].slice(bank_bits, row_bits);
        let words = self.lane_wires("bank_word", 32);
        let bank = Part::leaf(&PmuBank::new(self.spec.pmu.bank_words));
        for (b, word) in words.iter().enumerate() {
            let written = |lane: usize| concat([row(write, lane), (&data[lane]).into()]);
            let (write_hit, written) = self.column(write, b, row_bits + 32, written);
            let (read_hit, wanted) = self.column(read, b, row_bits, |lane| row(read, lane));
            self.m
                .instance(format!("bank{b}"), &bank)
                .connect("clk", &self.clocking.clk)
                .connect("write", &write_hit)
                .connect("write_row", written.slice(32, row_bits))
                .connect("write_data", written.slice(0, 32))
                .connect("read", &read_hit)
                .connect("read_row", &wanted)
                .connect("read_data", word);
        }
        words
    }

    /// A column of a crossbar: whether a lane accesses bank `b`, and what that lane sends there.
    fn column(
        &mut self,
        process: &Process,
        b: usize,
        width: usize,
        sent: impl Fn(usize) -> Source,
    ) -> (Net, Net) {
        let (lanes, bits) = (self.spec.lanes, self.spec.lane_bits());
        let name = process.name;
        let hit = self.m.wire(format!("{name}_hit_{b}"), 1);
        let lane = self.m.wire(format!("{name}_lane_{b}"), bits);
        let chosen = self.m.wire(format!("{name}_to_bank_{b}"), width);
        let mut find =
            self.m.instance(format!("{name}_match_{b}"), &Part::leaf(&PmuMatch::new(lanes)));
        find.connect("number", constant(bits, b as u128))
            .connect("active", &process.active)
            .connect("hit", &hit)
            .connect("lane", &lane);
        for (i, place) in process.place.iter().enumerate() {
            find.connect(format!("bank_{i}"), place.slice(0, bits));
        }
        drop(find);
        self.mux(&format!("{name}_mux_{b}"), &lane, &chosen, (0..lanes).map(sent).collect());
        (hit, chosen)
    }

    fn mux(&mut self, name: &str, select: &Net, chosen: &Net, choices: Vec<Source>) {
        let part = Part::leaf(&Mux::new(chosen.width(), choices.len(), select.width()));
        let mut mux = self.m.instance(name, &part);
        mux.connect("select", select).connect("chosen", chosen);
        for (k, choice) in choices.into_iter().enumerate() {
            mux.connect(format!("choice_{k}"), choice);
        }
    }

    fn read_process(&mut self, write: &Process, read: &Process, bank_words: &[Net]) {
        let spec = self.spec;
        let (lanes, bits) = (spec.lanes, spec.lane_bits());
        let select = self.lane_wires("read_select", bits);
        let aligned = self.lane_wires("aligned_word", 32);
        let data = self.lane_wires("read_word", 32);
        for i in 0..lanes {
            let choices = bank_words.iter().map(Source::from).collect();
            self.mux(&format!("align_{i}"), &select[i], &aligned[i], choices);
        }
        let (mask, mark) = (self.m.wire("beat_mask", lanes), self.m.wire("beat_mark", 2));
        let depth = spec.pmu.output_fifo;
        let m = &mut self.m;
        let ports = [("vector", lanes), ("scalar", 1)]
            .map(|(name, lanes)| output_port(m, &format!("{name}_out0"), beat_bits(lanes)));
        let push = m.wire("push", 1);
        let tail = m.wire("tail_data", beat_bits(lanes));
        let queue = Stream::wires(m, "queue", beat_bits(lanes));
        m.instance("queue", &fifo(beat_bits(lanes), depth))
            .connect("clk", &self.clocking.clk)
            .connect("rst", &self.clocking.rst)
            .connect("in_valid", &push)
            .connect("in_data", &tail)
            .connect("out_valid", &queue.valid)
            .connect("out_ready", &queue.ready)
            .connect("out_data", &queue.data)
            .open("in_ready");
        let queued_mark = queue.data.slice(33 * lanes, 2);
        m.assign(&ports[0].data, &queue.data);
        m.assign(&ports[1].data, beat(queued_mark, constant(1, 1), queue.data.slice(0, 32)));
        let mut rest: Vec<(String, Source)> = vec![
            ("published".into(), (&write.handover).into()),
            ("released".into(), (&read.handover).into()),
            ("write_idle".into(), (&write.idle).into()),
            ("mask".into(), (&mask).into()),
            ("beat_mark".into(), (&mark).into()),
            ("again".into(), self.frame.field("read.repeat")),
        ];
        for (port, net) in
            read.ends.iter().flat_map(|(first, last)| [("first", first), ("last", last)])
        {
            rest.push((port.into(), net.into()));
        }
        rest.push(("push".into(), (&push).into()));
        rest.push(("queue_valid".into(), (&queue.valid).into()));
        rest.push(("queue_ready".into(), (&queue.ready).into()));
        for (name, port) in ["vector", "scalar"].into_iter().zip(&ports) {
            rest.push((format!("{name}_valid"), (&port.valid).into()));
            rest.push((format!("{name}_ready"), (&port.ready).into()));
        }
        for i in 0..lanes {
            rest.push((format!("bank_{i}"), read.place[i].slice(0, bits)));
            rest.push((format!("select_{i}"), (&select[i]).into()));
            rest.push((format!("word_{i}"), (&aligned[i]).into()));
            rest.push((format!("data_{i}"), (&data[i]).into()));
        }
        let part = Part::leaf(&PmuRead::new(
            lanes,
            spec.pmu.counter_levels,
            spec.pmu_address_bits(),
            depth,
        ));
        self.connect_process(&part, read, &rest);
        let all = concat(data.iter().rev().map(Source::from));
        self.m.assign(&tail, beat(&mark, &mask, all));
    }
}
