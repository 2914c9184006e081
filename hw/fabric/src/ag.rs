//! The address generator: rows of words between the fabric and memory, loaded or stored.
//!
//! `docs/execution.md`, section 6. Two processes share the rows of the counters: the request process asks the memory port for bursts,
//! the data process moves words through a ring that aligns them, or where a beat of memory is a word, through lines ([`crate::ag_word`]).

use crate::config_chain::Frame;
use crate::counters::{
    CounterShape, beat, beat_bits, connect_fields, counters, late_counters, marks,
};
use crate::fifo::{ag_buffer, fifo};
use crate::stream::{Clocking, Stream, Tail};
use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, Layout};
use kiln_emit::{Instance, Module, Net, Part, Source, concat, constant};
use kiln_units::ag_bursts::{AgBursts, BurstShape};
use kiln_units::ag_data::{AgData, DataShape, ROWS};
use kiln_units::ag_pack::AgPack;
use kiln_units::ag_port::AgPort;
use kiln_units::ag_ring::AgRing;
use kiln_units::ag_rows::{ADDRESS_BITS, AgRows, queued_bits};
use kiln_units::ag_status::AgStatus;
use kiln_units::ag_unpack::AgUnpack;
use kiln_units::ag_words::AgWords;

/// Bursts that a queue before the port holds.
const BURSTS: usize = 2;

/// The request process's sizes in this fabric.
pub fn burst_shape(spec: &FabricSpec) -> BurstShape {
    BurstShape {
        words: spec.memory_words(),
        length_bits: spec.counter_bits,
        burst: spec.ag.burst_beats,
        buffer: spec.ag.buffer_beats,
    }
}

/// The AG of a fabric, as a module with the ports that every unit has, `busy`, `starved`, `blocked`, and towards the memory port:
///
/// | port | bits | |
/// |---|---|---|
/// | `request` | 1, out | a burst is asked for |
/// | `request_write` | 1, out | it is a write |
/// | `request_burst` | 8 + beat address, out | its beats less one, its first beat address |
/// | `grant` | 1, in | it is granted in this cycle |
/// | `load_valid` | 1, in | a beat of read data for this AG is on the port's data |
/// | `load_data` | memory beat, in | the port's read data |
/// | `store_take` | 1, in | the port takes `store_data` and `store_words` in this cycle |
/// | `store_data`, `store_words` | memory beat and a bit a word, out | the beat, and which words are written |
/// | `response` | 1, in | a write burst has been answered |
pub fn module(spec: &FabricSpec) -> Part {
    let mut m = Module::new(
        "ag",
        "Address generator: rows of words between the fabric and memory, loaded or stored.",
    );
    let clocking = Clocking::ports(&mut m);
    let mut layout = Layout::default();
    AgConfig::new(spec).walk(spec, &mut layout);
    let frame = Frame::new(&mut m, &clocking.clk, layout);
    let mut unit = Unit { spec, m, clocking, frame };

    let rows = unit.rows();
    let memory = unit.memory_side();
    let requests = unit.requests(&rows, &memory);
    if spec.memory_words() == 1 {
        let (data, shown) = unit.word_data(&rows, &memory);
        unit.status(&rows, &requests, &data, &shown);
        return unit.m.part();
    }
    let depth = spec.ag.input_fifo;
    let inputs = [
        unit.clocking.input(&mut unit.m, "vector_in0", beat_bits(spec.lanes), depth),
        unit.clocking.input(&mut unit.m, "scalar_in0", beat_bits(1), depth),
    ];
    let depth = spec.ag.output_fifo;
    let outputs = [
        unit.clocking.output(&mut unit.m, "vector_out0", beat_bits(spec.lanes), depth, false),
        unit.clocking.output(&mut unit.m, "scalar_out0", beat_bits(1), depth, false),
    ];
    let data = unit.data(&rows, &memory, &inputs, &outputs);
    let [vector_in, scalar_in] = inputs.map(|stream| stream.valid);
    let [vector_out, scalar_out] = outputs.map(|(port, _)| port.valid);
    let shown = Shown { vector_in, scalar_in, vector_out, scalar_out };
    unit.status(&rows, &requests, &data, &shown);
    unit.m.part()
}

pub(crate) struct Unit<'a> {
    pub(crate) spec: &'a FabricSpec,
    pub(crate) m: Module,
    pub(crate) clocking: Clocking,
    frame: Frame,
}

/// A row on its way into a process.
pub(crate) struct Row {
    pub(crate) want: Net,
    pub(crate) open: Net,
}

pub(crate) struct Rows {
    finished: Net,
    queued: Net,
    request: Row,
    request_address: Net,
    /// Length in words.
    request_words: Net,
    pub(crate) data: Row,
    /// Where a memory beat has several words the place in it, else the length in words.
    pub(crate) data_place_or_words: Net,
    /// Length in elements.
    pub(crate) data_length: Net,
    pub(crate) data_end: Net,
    pub(crate) data_away: Net,
}

/// Ports and buffers towards the memory port.
pub(crate) struct MemorySide {
    grant: Net,
    response: Net,
    pub(crate) load: Stream,
    /// Where a beat has several words, above them one bit each: it is written.
    pub(crate) store: Stream,
    store_push: Net,
}

/// What the two processes report.
struct Requests {
    busy: Net,
    waiting: Net,
}

pub(crate) struct Data {
    pub(crate) open: Net,
    pub(crate) working: Net,
    pub(crate) hungry: Net,
    pub(crate) ready: Net,
}

/// The port's queues have beats.
pub(crate) struct Shown {
    pub(crate) vector_in: Net,
    pub(crate) scalar_in: Net,
    pub(crate) vector_out: Net,
    pub(crate) scalar_out: Net,
}

impl Unit<'_> {
    /// An instance with its clock, if it has one, and the configuration that it names.
    pub(crate) fn place(
        &mut self,
        name: &str,
        part: &Part,
        fields: &[(&str, &str)],
    ) -> Instance<'_> {
        let mut instance = self.m.instance(name, part);
        for port in part.ports() {
            match port.name.as_str() {
                "clk" => instance.connect("clk", &self.clocking.clk),
                "rst" => instance.connect("rst", &self.clocking.rst),
                _ => continue,
            };
        }
        for (port, field) in fields {
            instance.connect(*port, self.frame.field(field));
        }
        instance
    }

    /// Counters, and the rows' ways into the two processes.
    fn rows(&mut self) -> Rows {
        let spec = self.spec;
        let (levels, bits) = (spec.ag.counter_levels, spec.counter_bits);
        let shape = CounterShape {
            levels,
            bits,
            lanes: spec.lanes,
            affine: vec![ADDRESS_BITS, bits],
            rows: true,
            ends: false,
        };
        let wire = |m: &mut Module, name: &str, width| m.wire(name, width);
        let m = &mut self.m;
        let (step, finished) = (wire(m, "step", 1), wire(m, "finished", 1));
        let (below, length) = (wire(m, "below", levels + 1), wire(m, "row_length", bits));
        let address = wire(m, "row_address", ADDRESS_BITS);
        let bound = wire(m, "row_bound", bits);
        let frame = &self.frame;
        // Where a beat of memory is a word, a row is not opened in the cycle after another, and its address may come then.
        let part = match spec.memory_words() {
            1 => late_counters(&shape),
            _ => counters(&shape),
        };
        let mut instance = m.instance("counters", &part);
        instance
            .connect("clk", &self.clocking.clk)
            .connect("rst", &self.clocking.rst)
            .connect("step", &step)
            .connect("finished", &finished)
            .connect("below", &below)
            .connect("left0", &length)
            .connect("value_0", &address)
            .connect("value_1", &bound)
            .open("mask");
        connect_fields(&mut instance, frame, &shape, "", &["address".into(), "bound".into()]);
        drop(instance);
        let mark = marks(m, "row_mark", frame, "", &below);

        let row_bits = ADDRESS_BITS + bits + 2;
        let row = wire(m, "row", row_bits);
        m.assign(&row, concat([(&mark).into(), (&length).into(), (&address).into()]));
        let queued = queued_bits(spec.memory_words(), bits);
        let push = Stream::wires(m, "row_push", queued);
        let pop = Stream::wires(m, "row_pop", queued);
        let [request, data] = ["request", "data"].map(|name| Row {
            want: wire(m, &format!("{name}_want"), 1),
            open: wire(m, &format!("{name}_open"), 1),
        });
        let request_words = wire(m, "request_words", bits);
        let request_address = wire(m, "request_address", ADDRESS_BITS);
        let (used, other, data_place_or_words) = match spec.memory_words() {
            1 => ("data_words", "data_offset", wire(m, "data_words", bits)),
            words => {
                let place = wire(m, "data_place", kiln_arch::config::bits_for(words));
                ("data_offset", "data_words", place)
            }
        };
        let data_length = wire(m, "data_length", bits);
        let (data_end, data_away) = (wire(m, "data_mark", 2), wire(m, "data_away", 1));
        self.place("rows_fifo", &fifo(queued, spec.ag.rows_in_flight), &[])
            .connect("in_valid", &push.valid)
            .connect("in_ready", &push.ready)
            .connect("in_data", &push.data)
            .connect("out_valid", &pop.valid)
            .connect("out_ready", &pop.ready)
            .connect("out_data", &pop.data);
        let part = Part::leaf(&AgRows::new(spec.memory_words(), bits));
        let (settled, row_words) = (self.m.wire("settled", 1), self.m.wire("row_words", bits));
        let words = Part::leaf(&AgWords::new(bits, spec.memory_words() == 1));
        self.place("measure", &words, &[("width", "width")])
            .connect("step", &step)
            .connect("length", &length)
            .connect("words", &row_words)
            .connect("settled", &settled);
        let fields = [
            ("enable", "enable"),
            ("store", "direction"),
            ("bounded", "bounded"),
            ("bound_limit", "bound_limit"),
        ];
        self.place("rows", &part, &fields)
            .connect(used, &data_place_or_words)
            .open(other)
            .connect("settled", &settled)
            .connect("row_words", &row_words)
            .connect("finished", &finished)
            .connect("row", &row)
            .connect("bound", &bound)
            .connect("push_data", &push.data)
            .connect("step", &step)
            .connect("push_valid", &push.valid)
            .connect("push_ready", &push.ready)
            .connect("pop_valid", &pop.valid)
            .connect("pop_ready", &pop.ready)
            .connect("pop_data", &pop.data)
            .connect("request_want", &request.want)
            .connect("request_open", &request.open)
            .connect("request_address", &request_address)
            .connect("request_words", &request_words)
            .connect("data_want", &data.want)
            .connect("data_open", &data.open)
            .connect("data_length", &data_length)
            .connect("data_end", &data_end)
            .connect("data_away", &data_away);
        Rows {
            finished,
            queued: pop.valid,
            request,
            request_address,
            request_words,
            data,
            data_place_or_words,
            data_length,
            data_end,
            data_away,
        }
    }

    /// The load buffer and the store buffer, with the ports beyond them.
    fn memory_side(&mut self) -> MemorySide {
        let (words, depth) = (self.spec.memory_words(), self.spec.ag.buffer_beats);
        let m = &mut self.m;
        m.section("read data from the memory port");
        let load_valid = m.input("load_valid", 1);
        let load_data = m.input("load_data", 32 * words);
        m.section("write data for the memory port, with one bit for each word that is written");
        let store_take = m.input("store_take", 1);
        let store_data = m.output("store_data", 32 * words);
        let store_words = m.output("store_words", words);
        m.section("a write burst has been answered");
        let response = m.input("response", 1);
        m.section(
            "the burst asked for: beats less one, first beat address; granted in the same cycle",
        );
        let grant = m.input("grant", 1);
        let load = Stream::wires(m, "load_head", 32 * words);
        // A beat of one word has no bits for its words.
        let store_bits = if words == 1 { 32 } else { 33 * words };
        let store = Stream::wires(m, "store_tail", store_bits);
        let stored_beat = m.wire("stored_beat", store_bits);
        let store_push = m.wire("store_push", 1);

        self.place("load_buffer", &ag_buffer(32 * words, depth), &[])
            .connect("in_valid", &load_valid)
            .open("in_ready")
            .connect("in_data", &load_data)
            .connect("out_valid", &load.valid)
            .connect("out_ready", &load.ready)
            .connect("out_data", &load.data)
            .open("pushed");
        // The request process only lets the port take beats that are there, so `out_valid` is not asked.
        self.place("store_buffer", &ag_buffer(store_bits, depth), &[])
            .connect("in_valid", &store.valid)
            .connect("in_ready", &store.ready)
            .connect("in_data", &store.data)
            .open("out_valid")
            .connect("out_ready", &store_take)
            .connect("out_data", &stored_beat)
            .connect("pushed", &store_push);
        self.m.assign(&store_data, stored_beat.slice(0, 32 * words));
        let marked = match words {
            1 => constant(1, 1),
            _ => stored_beat.slice(32 * words, words),
        };
        self.m.assign(&store_words, marked);
        MemorySide { grant, response, load, store, store_push }
    }

    fn requests(&mut self, rows: &Rows, memory: &MemorySide) -> Requests {
        let shape = burst_shape(self.spec);
        let address_bits = shape.beat_address_bits();
        let request = self.m.output("request", 1);
        let write = self.m.output("request_write", 1);
        let burst = self.m.output("request_burst", 8 + address_bits);
        self.m.assign(&write, self.frame.field("direction"));
        let asked = match self.spec.memory_words() {
            1 => self.queued_bursts(&request, &burst, &memory.grant),
            _ => Stream { valid: request, ready: memory.grant.clone(), data: burst },
        };
        let requests =
            Requests { busy: self.m.wire("requesting", 1), waiting: self.m.wire("waiting", 1) };
        let fields = [("store", "direction"), ("withheld", "withheld")];
        self.place("requests", &Part::leaf(&AgBursts::new(shape)), &fields)
            .connect("row_want", &rows.request.want)
            .connect("row_open", &rows.request.open)
            .connect("row_address", &rows.request_address)
            .connect("row_words", &rows.request_words)
            .connect("store_push", &memory.store_push)
            .connect("load_take", &memory.load.ready)
            .connect("request", &asked.valid)
            .connect("address", asked.data.slice(0, address_bits))
            .connect("beats", asked.data.slice(address_bits, 8))
            .connect("grant", &asked.ready)
            .connect("response", &memory.response)
            .connect("busy", &requests.busy)
            .connect("waiting", &requests.waiting);
        requests
    }

    /// A queue of bursts before the port; gives its tail. The port may be far away.
    fn queued_bursts(&mut self, request: &Net, burst: &Net, grant: &Net) -> Stream {
        let tail = Stream::wires(&mut self.m, "burst_tail", burst.width());
        self.place("bursts_fifo", &fifo(burst.width(), BURSTS), &[])
            .connect("in_valid", &tail.valid)
            .connect("in_ready", &tail.ready)
            .connect("in_data", &tail.data)
            .connect("out_valid", request)
            .connect("out_ready", grant)
            .connect("out_data", burst);
        tail
    }

    fn data(
        &mut self,
        rows: &Rows,
        memory: &MemorySide,
        inputs: &[Stream; 2],
        outputs: &[(Stream, Tail); 2],
    ) -> Data {
        let spec = self.spec;
        let (lanes, words) = (spec.lanes, spec.memory_words());
        let shape = DataShape { lanes, words, length_bits: spec.counter_bits };
        let ring_bits = kiln_arch::config::bits_for(shape.ring());
        self.m.section("a beat did not end where its row ends");
        let mark_error = self.m.output("mark_error", 1);
        let mut wire = |name: &str, width| self.m.wire(name, width);
        let beat_in = (
            wire("beat_valid", 1),
            wire("beat_ready", 1),
            wire("beat_mask", lanes),
            wire("beat_end", 2),
        );
        let give = (
            wire("give_valid", 1),
            wire("give_ready", 1),
            wire("give_mask", lanes),
            wire("give_end", 2),
        );
        let (take, blank) = (wire("take", 1), wire("blank", 1));
        let (head, tail) = (wire("head", ring_bits), wire("tail", ring_bits));
        let data = Data {
            open: wire("row_is_open", 1),
            working: wire("working", 1),
            hungry: wire("hungry", 1),
            ready: wire("give_is_ready", 1),
        };
        let (lane_in, lane_out) = (wire("lane_in", 32 * lanes), wire("lane_out", 32 * lanes));
        let (packed_in, packed_out) =
            (wire("packed_in", 32 * lanes), wire("packed_out", 32 * lanes));
        let [vector, scalar] = inputs;
        let [(_, vector_tail), (_, scalar_tail)] = outputs;

        let mut port =
            self.place("port", &Part::leaf(&AgPort::new(lanes)), &[("scalar", "scalar")]);
        port.connect("vector_in_valid", &vector.valid)
            .connect("vector_in_ready", &vector.ready)
            .connect("vector_in_mark", vector.data.slice(33 * lanes, 2))
            .connect("vector_in_mask", vector.data.slice(32 * lanes, lanes))
            .connect("scalar_in_valid", &scalar.valid)
            .connect("scalar_in_ready", &scalar.ready)
            .connect("scalar_in_data", &scalar.data)
            .connect("beat_valid", &beat_in.0)
            .connect("beat_ready", &beat_in.1)
            .connect("beat_mask", &beat_in.2)
            .connect("beat_end", &beat_in.3)
            .connect("give_valid", &give.0)
            .connect("give_ready", &give.1);
        for (name, tail) in [("vector", vector_tail), ("scalar", scalar_tail)] {
            port.connect(format!("{name}_out_valid"), &tail.valid);
            port.connect(
                format!("{name}_out_ready"),
                tail.ready.as_ref().expect("queues without credits"),
            );
        }
        for i in 0..lanes {
            port.connect(format!("vector_in_word_{i}"), vector.data.slice(32 * i, 32));
            port.connect(format!("beat_word_{i}"), lane_in.slice(32 * i, 32));
        }
        drop(port);

        let data_place = &rows.data_place_or_words;
        let start_bits = data_place.width();
        let row_bits = start_bits + spec.counter_bits + 2;
        let push = Stream::wires(&mut self.m, "wait_push", row_bits);
        let pop = Stream::wires(&mut self.m, "wait_pop", row_bits);
        let waiting = [&rows.data_end, &rows.data_length, data_place];
        self.m.assign(&push.data, concat(waiting.map(Source::from)));
        // The row that is given is the first of all: it waits no more.
        self.place("waiting_rows", &fifo(row_bits, ROWS - 1), &[])
            .connect("in_valid", &push.valid)
            .connect("in_ready", &push.ready)
            .connect("in_data", &push.data)
            .connect("out_valid", &pop.valid)
            .connect("out_ready", &pop.ready)
            .connect("out_data", &pop.data);
        let fields = [("store", "direction"), ("scalar", "scalar"), ("width", "width")];
        self.place("data", &Part::leaf(&AgData::new(shape)), &fields)
            .connect("row_want", &rows.data.want)
            .connect("row_open", &rows.data.open)
            .connect("row_offset", data_place)
            .connect("row_length", &rows.data_length)
            .connect("row_end", &rows.data_end)
            .connect("row_away", &rows.data_away)
            .connect("wait_push", &push.valid)
            .connect("wait_room", &push.ready)
            .connect("wait_valid", &pop.valid)
            .connect("wait_pop", &pop.ready)
            .connect("wait_offset", pop.data.slice(0, start_bits))
            .connect("wait_length", pop.data.slice(start_bits, spec.counter_bits))
            .connect("wait_end", pop.data.slice(start_bits + spec.counter_bits, 2))
            .connect("load_valid", &memory.load.valid)
            .connect("load_ready", &memory.load.ready)
            .connect("store_valid", &memory.store.valid)
            .connect("store_ready", &memory.store.ready)
            .connect("store_words", memory.store.data.slice(32 * words, words))
            .connect("beat_valid", &beat_in.0)
            .connect("beat_ready", &beat_in.1)
            .connect("beat_mask", &beat_in.2)
            .connect("beat_end", &beat_in.3)
            .connect("give_valid", &give.0)
            .connect("give_ready", &give.1)
            .connect("give_mask", &give.2)
            .connect("give_end", &give.3)
            .connect("take", &take)
            .connect("blank", &blank)
            .connect("head", &head)
            .connect("tail", &tail)
            .connect("open", &data.open)
            .connect("working", &data.working)
            .connect("hungry", &data.hungry)
            .connect("ready", &data.ready)
            .connect("mark_error", &mark_error);
        let width = [("width", "width")];
        let mut pack = self.place("pack", &Part::leaf(&AgPack::new(lanes)), &width);
        pack.connect("mask", &beat_in.2);
        for i in 0..lanes {
            pack.connect(format!("lane_{i}"), lane_in.slice(32 * i, 32));
            pack.connect(format!("packed_{i}"), packed_in.slice(32 * i, 32));
        }
        drop(pack);
        let mut unpack = self.place("unpack", &Part::leaf(&AgUnpack::new(lanes)), &width);
        for i in 0..lanes {
            unpack.connect(format!("packed_{i}"), packed_out.slice(32 * i, 32));
            unpack.connect(format!("lane_{i}"), lane_out.slice(32 * i, 32));
        }
        drop(unpack);
        let fields = [("store", "direction")];
        let mut ring = self.place("ring", &Part::leaf(&AgRing::new(shape)), &fields);
        ring.connect("take", &take)
            .connect("blank", &blank)
            .connect("head", &head)
            .connect("tail", &tail);
        for i in 0..lanes {
            ring.connect(format!("lane_in_{i}"), packed_in.slice(32 * i, 32));
            ring.connect(format!("lane_out_{i}"), packed_out.slice(32 * i, 32));
        }
        for w in 0..words {
            ring.connect(format!("memory_in_{w}"), memory.load.data.slice(32 * w, 32));
            ring.connect(format!("memory_out_{w}"), memory.store.data.slice(32 * w, 32));
        }
        drop(ring);
        self.m.assign(&vector_tail.data, beat(&give.3, &give.2, &lane_out));
        self.m.assign(&scalar_tail.data, beat(&give.3, give.2.bit(0), lane_out.slice(0, 32)));
        data
    }

    fn status(&mut self, rows: &Rows, requests: &Requests, data: &Data, shown: &Shown) {
        self.m.section("what the unit does in this cycle");
        let [busy, starved, blocked, idle] =
            ["busy", "starved", "blocked", "idle"].map(|name| self.m.output(name, 1));
        let sources: [(&str, Source); 16] = [
            ("finished", (&rows.finished).into()),
            ("queued", (&rows.queued).into()),
            ("requesting", (&requests.busy).into()),
            ("waiting", (&requests.waiting).into()),
            ("open", (&data.open).into()),
            ("working", (&data.working).into()),
            ("hungry", (&data.hungry).into()),
            ("ready", (&data.ready).into()),
            ("vector_in", (&shown.vector_in).into()),
            ("scalar_in", (&shown.scalar_in).into()),
            ("vector_out", (&shown.vector_out).into()),
            ("scalar_out", (&shown.scalar_out).into()),
            ("busy", busy.into()),
            ("starved", starved.into()),
            ("blocked", blocked.into()),
            ("idle", idle.into()),
        ];
        let fields = [("enable", "enable"), ("store", "direction")];
        let mut status = self.place("status", &Part::leaf(&AgStatus::new()), &fields);
        for (port, source) in sources {
            status.connect(port, source);
        }
    }
}
