//! The memory port: all address generators and the loader share one AXI4 master.
//!
//! `docs/execution.md`, section 7.

use crate::ag::burst_shape;
use crate::fifo::fifo;
use crate::stream::{Clocking, Stream};
use kiln_arch::config::bits_for;
use kiln_arch::image::payload_beats;
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_emit::{Instance, Module, Net, Part, Source, concat, constant, repeat};
use kiln_units::mux::Mux;
use kiln_units::port_arbiter::PortArbiter;
use kiln_units::port_reads::{PortReads, PortShape};
use kiln_units::port_sides::PortSides;
use kiln_units::port_writes::PortWrites;

/// Beats that wait in front of each AXI channel.
const CHANNEL_FIFO: usize = 2;

/// Sizes of the memory port of this fabric.
fn shape(spec: &FabricSpec, topology: &Topology) -> PortShape {
    let units = topology.of_kind(UnitKind::Ag).count();
    // Each burst has a beat in the buffer of its AG, or is one of the loader's.
    let bursts = (units * spec.ag.buffer_beats).max(payload_beats(spec, topology));
    PortShape {
        units,
        address_bits: burst_shape(spec).beat_address_bits(),
        outstanding_bits: bits_for(bursts + 1).max(16),
    }
}

/// The memory port of a fabric. Its ports, beside `clk` and `rst`:
///
/// | port | bits | |
/// |---|---|---|
/// | `unit_rst` | 1, in | the units are in reset: AG 0 is first again in both arbiters |
/// | `halt` | 1, in | no AG is granted a burst |
/// | `quiet` | 1, out | no transaction is under way |
/// | `ag<i>_request`, `_request_write`, `_request_burst`, `_grant`, `_store_take`, `_store_data`, `_store_words`, `_load_valid`, `_response` | | as in [`crate::ag`], for the AG of ordinal i |
/// | `load_data` | memory beat, out | read data, to all AGs and the loader |
/// | `memory_error` | a bit an AG, out | an error response in this cycle |
/// | `loader_request`, `loader_burst`, `loader_grant` | | as for an AG |
/// | `loader_valid`, `loader_error` | 1, out | a beat of `load_data` is for the loader; with an error |
/// | `m_axi_*` | | AXI4 master |
pub fn module(spec: &FabricSpec, topology: &Topology) -> Part {
    let mut m = Module::new(
        "memory_port",
        "Memory port: shares one AXI4 master among the address generators and the loader.",
    );
    let clocking = Clocking::ports(&mut m);
    let shape = shape(spec, topology);
    m.section("the units are in reset");
    let unit_rst = m.input("unit_rst", 1);
    m.section("no burst may start; nothing is under way");
    let halt = m.input("halt", 1);
    let quiet = m.output("quiet", 1);
    let units = (0..shape.units).map(|i| Requester::ports(&mut m, spec, &shape, i)).collect();
    let mut port = MemoryPort { spec, shape, m, clocking, unit_rst, halt, units };
    let sides = port.sides(&quiet);
    port.reads(&sides);
    port.writes(&sides);
    port.m.part()
}

struct MemoryPort<'a> {
    spec: &'a FabricSpec,
    shape: PortShape,
    m: Module,
    clocking: Clocking,
    unit_rst: Net,
    halt: Net,
    units: Vec<Requester>,
}

/// The ports of one AG.
struct Requester {
    request: Net,
    write: Net,
    burst: Net,
    grant: Net,
    load_valid: Net,
    store_take: Net,
    store_data: Net,
    store_words: Net,
    response: Net,
}

impl Requester {
    fn ports(m: &mut Module, spec: &FabricSpec, shape: &PortShape, i: usize) -> Requester {
        m.section(format!("address generator {i}"));
        let words = spec.memory_words();
        Requester {
            request: m.input(format!("ag{i}_request"), 1),
            write: m.input(format!("ag{i}_request_write"), 1),
            burst: m.input(format!("ag{i}_request_burst"), shape.request_bits()),
            grant: m.output(format!("ag{i}_grant"), 1),
            load_valid: m.output(format!("ag{i}_load_valid"), 1),
            store_take: m.output(format!("ag{i}_store_take"), 1),
            store_data: m.input(format!("ag{i}_store_data"), 32 * words),
            store_words: m.input(format!("ag{i}_store_words"), words),
            response: m.output(format!("ag{i}_response"), 1),
        }
    }
}

/// One side of the port, reads or writes: buses of one bit an AG, and the request that wins.
struct Side {
    request: Net,
    grant: Net,
    error: Net,
    quiet: Net,
    enable: Net,
    granted: Net,
    number: Net,
    chosen: Net,
}

impl MemoryPort<'_> {
    /// An instance with its clock.
    fn place(&mut self, name: &str, part: &Part) -> Instance<'_> {
        let mut instance = self.m.instance(name, part);
        instance.connect("clk", &self.clocking.clk).connect("rst", &self.clocking.rst);
        instance
    }

    /// A bus of one bit an AG, lowest first.
    fn bus(&self, bit: impl Fn(&Requester) -> &Net) -> Source {
        concat(self.units.iter().rev().map(|unit| bit(unit).into()))
    }

    /// Reads and writes apart, each with its arbiter.
    fn sides(&mut self, quiet: &Net) -> [Side; 2] {
        let (count, bits) = (self.shape.units, self.shape.request_bits());
        self.m.section("a unit's transaction has failed in this cycle");
        let error = self.m.output("memory_error", count);
        let sides = ["read", "write"].map(|name| {
            let mut wire = |what: &str, width| self.m.wire(format!("{name}_{what}"), width);
            Side {
                request: wire("request", count),
                grant: wire("grant", count),
                error: wire("error", count),
                quiet: wire("quiet", 1),
                enable: wire("enable", 1),
                granted: wire("granted", 1),
                number: wire("number", bits_for(count)),
                chosen: wire("chosen", bits),
            }
        });
        let buses = [self.bus(|u| &u.request), self.bus(|u| &u.write), self.bus(|u| &u.grant)];
        let [request, write, grant] = buses;
        let mut split = self.m.instance("sides", &Part::leaf(&PortSides::new(count)));
        split
            .connect("clk", &self.clocking.clk)
            .connect("request", request)
            .connect("write", write)
            .connect("grant", grant);
        split.connect("error", &error).connect("quiet", quiet);
        for (name, side) in ["read", "write"].iter().zip(&sides) {
            split.connect(format!("{name}_request"), &side.request);
            split.connect(format!("{name}_grant"), &side.grant);
            split.connect(format!("{name}_error"), &side.error);
            split.connect(format!("{name}_quiet"), &side.quiet);
        }
        drop(split);
        for (name, side) in ["read", "write"].iter().zip(&sides) {
            self.m
                .instance(format!("{name}_arbiter"), &Part::leaf(&PortArbiter::new(count)))
                .connect("clk", &self.clocking.clk)
                .connect("rst", &self.unit_rst)
                .connect("enable", &side.enable)
                .connect("request", &side.request)
                .connect("grant", &side.grant)
                .connect("granted", &side.granted)
                .connect("number", &side.number);
            let bursts = self.units.iter().map(|unit| (&unit.burst).into()).collect();
            self.mux(&format!("{name}_mux"), &side.number, &side.chosen, bursts);
        }
        sides
    }

    fn mux(&mut self, name: &str, select: &Net, chosen: &Net, choices: Vec<Source>) {
        let part = Part::leaf(&Mux::new(chosen.width(), choices.len(), select.width()));
        let mut mux = self.m.instance(name, &part);
        mux.connect("select", select).connect("chosen", chosen);
        for (k, choice) in choices.into_iter().enumerate() {
            mux.connect(format!("choice_{k}"), choice);
        }
    }

    fn reads(&mut self, sides: &[Side; 2]) {
        let (shape, side) = (self.shape, &sides[0]);
        let m = &mut self.m;
        m.section("the configuration loader");
        let loader_request = m.input("loader_request", 1);
        let loader_burst = m.input("loader_burst", shape.request_bits());
        let loader_grant = m.output("loader_grant", 1);
        let loader_valid = m.output("loader_valid", 1);
        let loader_error = m.output("loader_error", 1);
        m.section("read data for the address generators and the loader");
        let load_data = m.output("load_data", self.spec.memory.data_bits);
        let address = self.address_channel("ar");
        let m = &mut self.m;
        m.section("AXI4 read data channel");
        let rid = m.input("m_axi_rid", shape.id_bits());
        let rdata = m.input("m_axi_rdata", self.spec.memory.data_bits);
        let rresp = m.input("m_axi_rresp", 2);
        let rlast = m.input("m_axi_rlast", 1);
        let rvalid = m.input("m_axi_rvalid", 1);
        let rready = m.output("m_axi_rready", 1);
        m.assign(&rready, constant(1, 1));
        m.assign(&load_data, &rdata);
        let (halt, loads) = (self.halt.clone(), self.bus(|unit| &unit.load_valid));
        self.place("reads", &Part::leaf(&PortReads::new(shape)))
            .connect("halt", &halt)
            .connect("enable", &side.enable)
            .connect("granted", &side.granted)
            .connect("number", &side.number)
            .connect("chosen", &side.chosen)
            .connect("loader_request", &loader_request)
            .connect("loader_burst", &loader_burst)
            .connect("loader_grant", &loader_grant)
            .connect("address_valid", &address.valid)
            .connect("address_ready", &address.ready)
            .connect("address_data", &address.data)
            .connect("rvalid", &rvalid)
            .connect("rid", &rid)
            .connect("rresp", &rresp)
            .connect("rlast", &rlast)
            .connect("load_valid", loads)
            .connect("loader_valid", &loader_valid)
            .connect("error", &side.error)
            .connect("loader_error", &loader_error)
            .connect("quiet", &side.quiet);
    }

    fn writes(&mut self, sides: &[Side; 2]) {
        let (shape, side, words) = (self.shape, &sides[1], self.spec.memory_words());
        let address = self.address_channel("aw");
        let data = self.data_channel();
        let m = &mut self.m;
        m.section("AXI4 write response channel");
        let bid = m.input("m_axi_bid", shape.id_bits());
        let bresp = m.input("m_axi_bresp", 2);
        let bvalid = m.input("m_axi_bvalid", 1);
        let bready = m.output("m_axi_bready", 1);
        m.assign(&bready, constant(1, 1));
        let owner = m.wire("write_owner", bits_for(shape.units));
        let last = m.wire("write_last", 1);
        let chosen = m.wire("write_beat", 33 * words);
        m.assign(&data.data, concat([(&last).into(), (&chosen).into()]));
        // Words and their enables apart: together they may be wider than a leaf's word.
        let both = [("data", 0, 32 * words), ("words", 32 * words, words)];
        for (name, low, width) in both {
            let part = self.m.wire(format!("write_{name}"), width);
            self.m.assign(chosen.slice(low, width), &part);
            let beats = self.units.iter().map(|unit| match low {
                0 => (&unit.store_data).into(),
                _ => (&unit.store_words).into(),
            });
            let beats = beats.collect();
            self.mux(&format!("write_{name}_mux"), &owner, &part, beats);
        }
        let halt = self.halt.clone();
        let (takes, responses) =
            (self.bus(|unit| &unit.store_take), self.bus(|unit| &unit.response));
        self.place("writes", &Part::leaf(&PortWrites::new(shape)))
            .connect("halt", &halt)
            .connect("enable", &side.enable)
            .connect("granted", &side.granted)
            .connect("number", &side.number)
            .connect("chosen", &side.chosen)
            .connect("address_ready", &address.ready)
            .connect("address_data", &address.data)
            .connect("owner", &owner)
            .connect("store_take", takes)
            .connect("data_valid", &data.valid)
            .connect("data_ready", &data.ready)
            .connect("data_last", &last)
            .connect("bvalid", &bvalid)
            .connect("bid", &bid)
            .connect("bresp", &bresp)
            .connect("response", responses)
            .connect("error", &side.error)
            .connect("quiet", &side.quiet);
        self.m.assign(&address.valid, &side.granted);
    }

    /// The read (`ar`) or write (`aw`) address channel with its queue. Gives the queue's tail.
    fn address_channel(&mut self, channel: &str) -> Stream {
        let (shape, words) = (self.shape, self.spec.memory_words());
        let width = shape.id_bits() + shape.request_bits();
        let m = &mut self.m;
        m.section(format!(
            "AXI4 {} address channel",
            if channel == "ar" { "read" } else { "write" }
        ));
        let mut output = |name: &str, width| m.output(format!("m_axi_{channel}{name}"), width);
        let (id, address, len) =
            (output("id", shape.id_bits()), output("addr", 32), output("len", 8));
        let constants = [
            (output("size", 3), (4 * words).ilog2()),
            (output("burst", 2), 1),
            (output("prot", 3), 0),
            (output("cache", 4), 0),
        ];
        let valid = output("valid", 1);
        let ready = m.input(format!("m_axi_{channel}ready"), 1);
        for (net, value) in constants {
            m.assign(&net, constant(net.width(), value.into()));
        }
        let head = m.wire(format!("{channel}_head"), width);
        m.assign(&id, head.slice(shape.request_bits(), shape.id_bits()));
        m.assign(&len, head.slice(shape.address_bits, 8));
        let beat = head.slice(0, shape.address_bits);
        m.assign(&address, concat([beat, constant(32 - shape.address_bits, 0)]));
        let tail = Stream::wires(m, &format!("{channel}_tail"), width);
        self.place(&format!("{channel}_fifo"), &fifo(width, CHANNEL_FIFO))
            .connect("in_valid", &tail.valid)
            .connect("in_ready", &tail.ready)
            .connect("in_data", &tail.data)
            .connect("out_valid", &valid)
            .connect("out_ready", &ready)
            .connect("out_data", &head);
        tail
    }

    /// The write data channel with its queue. Gives the queue's tail: last, words that are written, words.
    fn data_channel(&mut self) -> Stream {
        let words = self.spec.memory_words();
        let m = &mut self.m;
        m.section("AXI4 write data channel");
        let data = m.output("m_axi_wdata", 32 * words);
        let strobes = m.output("m_axi_wstrb", 4 * words);
        let last = m.output("m_axi_wlast", 1);
        let valid = m.output("m_axi_wvalid", 1);
        let ready = m.input("m_axi_wready", 1);
        let head = m.wire("w_head", 33 * words + 1);
        let tail = Stream::wires(m, "w_tail", 33 * words + 1);
        m.assign(&data, head.slice(0, 32 * words));
        m.assign(&strobes, concat((0..words).rev().map(|w| repeat(head.bit(32 * words + w), 4))));
        m.assign(&last, head.bit(33 * words));
        self.place("w_fifo", &fifo(33 * words + 1, CHANNEL_FIFO))
            .connect("in_valid", &tail.valid)
            .connect("in_ready", &tail.ready)
            .connect("in_data", &tail.data)
            .connect("out_valid", &valid)
            .connect("out_ready", &ready)
            .connect("out_data", &head);
        tail
    }
}
