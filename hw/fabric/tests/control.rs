//! The control unit with the memory port: registers, loads, runs and their ends. Units are played by the test.

mod common;

use common::Rtl;
use common::axi::{drive, sense};
use kiln_arch::image::{HEADER_WORDS, header, payload_beats};
use kiln_arch::registers::{self as map, Register, command, counter, reason, state};
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology, image};
use kiln_emit::{Module, Net, Part};
use kiln_memory::{Dram, MemoryTiming, Stalls};
use std::collections::HashMap;

const LATENCY: u32 = 10;
const IMAGE: u32 = 0x1_0040;

fn spec() -> FabricSpec {
    FabricSpec::reference("tiny").unwrap()
}

/// Control and memory port, joined by their common names; all else are ports.
fn bench() -> Part {
    let (spec, topology) = (spec(), Topology::new(&spec()));
    let parts = [
        ("control", kiln_fabric::control::module(&spec, &topology)),
        ("memory_port", kiln_fabric::port::module(&spec, &topology)),
    ];
    let mut m = Module::new("bench", "Control and memory port.");
    let mut nets: HashMap<String, Net> = HashMap::new();
    for p in parts.iter().flat_map(|(_, part)| part.ports()) {
        if nets.contains_key(&p.name) {
            continue;
        }
        let sides =
            parts.iter().flat_map(|(_, part)| part.ports()).filter(|other| other.name == p.name);
        let driven = sides.clone().any(|other| other.output);
        let net = match (driven, sides.count()) {
            (true, 1) => m.output(&p.name, p.width),
            (true, _) if p.name == "unit_rst" => m.output(&p.name, p.width),
            (true, _) => m.wire(&p.name, p.width),
            (false, _) => m.input(&p.name, p.width),
        };
        nets.insert(p.name.clone(), net);
    }
    for (name, part) in &parts {
        let mut instance = m.instance(*name, part);
        for p in part.ports() {
            instance.connect(&p.name, &nets[&p.name]);
        }
    }
    m.part()
}

struct Bench {
    rtl: Rtl,
    memory: Dram,
    /// Words that entered the chains, a row a cycle.
    shifted: Vec<[u32; 2]>,
    grants: u64,
}

impl Bench {
    fn new(timing: MemoryTiming) -> Bench {
        let mut rtl = Rtl::new(&bench());
        let memory = Dram::new(timing, 1 << 18).unwrap();
        rtl.poke("rst", 1);
        drive(&mut rtl, &memory);
        rtl.step();
        rtl.poke("rst", 0);
        rtl.eval();
        Bench { rtl, memory, shifted: Vec::new(), grants: 0 }
    }

    fn plain() -> Bench {
        Bench::new(MemoryTiming { latency_cycles: LATENCY, ..MemoryTiming::new(4) })
    }

    fn tick(&mut self) {
        drive(&mut self.rtl, &self.memory);
        self.rtl.eval();
        if self.rtl.peek("cfg_en") == 1 {
            self.shifted.push(["cfg_word0", "cfg_word1"].map(|word| self.rtl.peek(word) as u32));
        }
        // Units in reset ask for nothing; those that the test plays may.
        if self.rtl.peek("unit_rst") == 0 {
            self.grants += self.rtl.peek("ag0_grant") + self.rtl.peek("ag3_grant");
        }
        self.memory.tick(&sense(&self.rtl));
        self.rtl.step();
    }

    /// Ticks until `name` is high; gives up after 100 cycles.
    fn until(&mut self, name: &str) {
        for _ in 0..100 {
            if self.rtl.peek(name) == 1 {
                return;
            }
            self.tick();
        }
        panic!("{name} never came");
    }

    /// Ticks with `valid` high up to and with the cycle in which `ready` is.
    fn hand_over(&mut self, channel: &str) {
        self.rtl.poke(&format!("s_axil_{channel}valid"), 1);
        self.until(&format!("s_axil_{channel}ready"));
        self.tick();
        self.rtl.poke(&format!("s_axil_{channel}valid"), 0);
    }

    fn write_answer(&mut self) {
        self.until("s_axil_bvalid");
        assert_eq!(self.rtl.peek("s_axil_bresp"), 0);
        self.rtl.poke("s_axil_bready", 1);
        self.tick();
        self.rtl.poke("s_axil_bready", 0);
    }

    fn write_at(&mut self, address: u32, value: u32, strobes: u64) {
        self.rtl.poke("s_axil_awaddr", address.into());
        self.hand_over("aw");
        self.rtl.poke("s_axil_wdata", value.into());
        self.rtl.poke("s_axil_wstrb", strobes);
        self.hand_over("w");
        self.write_answer();
    }

    fn write(&mut self, register: Register, value: u32) {
        self.write_at(register.address, value, 15);
    }

    fn read_at(&mut self, address: u32) -> u32 {
        self.rtl.poke("s_axil_araddr", address.into());
        self.hand_over("ar");
        self.until("s_axil_rvalid");
        let value = self.rtl.peek("s_axil_rdata") as u32;
        assert_eq!(self.rtl.peek("s_axil_rresp"), 0);
        self.rtl.poke("s_axil_rready", 1);
        self.tick();
        self.rtl.poke("s_axil_rready", 0);
        value
    }

    fn read(&mut self, register: Register) -> u32 {
        self.read_at(register.address)
    }

    fn wait_for(&mut self, wanted: u32) {
        for _ in 0..2000 {
            if self.read(map::STATE) == wanted {
                return;
            }
        }
        panic!("state {} and not {wanted}", self.read(map::STATE));
    }

    /// Loads the image; gives state and reason.
    fn load(&mut self, image: &[u32]) -> (u32, u32) {
        self.memory.write_words(IMAGE, image).unwrap();
        self.write(map::CONFIG_ADDRESS, IMAGE);
        self.shifted.clear();
        self.write(map::COMMAND, command::LOAD);
        self.finish()
    }

    /// Waits for the end of a load or a run; gives state and reason.
    fn finish(&mut self) -> (u32, u32) {
        for _ in 0..2000 {
            let now = self.read(map::STATE);
            if [state::IDLE, state::DONE, state::FAILED].contains(&now) {
                return (now, self.read(map::REASON));
            }
        }
        panic!("neither done nor failed");
    }

    fn set_idle(&mut self, idle: bool) {
        self.rtl.poke("unit_idle", if idle { u64::MAX } else { 0b1010 });
        self.rtl.poke("switch_idle", if idle { u64::MAX } else { 0 });
    }
}

/// A bench with a configuration.
fn loaded() -> Bench {
    let mut bench = Bench::plain();
    assert_eq!(bench.load(&good_image()), (state::IDLE, reason::NONE));
    bench
}

fn good_image() -> Vec<u32> {
    let (spec, topology) = (spec(), Topology::new(&spec()));
    let mut next = 1u32;
    image::build(&spec, &topology, |_| {
        (0..200)
            .map(|_| {
                next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                next
            })
            .collect()
    })
}

fn payload() -> u32 {
    payload_beats(&spec(), &Topology::new(&spec())) as u32
}

fn units() -> u32 {
    Topology::new(&spec()).units.len() as u32
}

#[test]
fn every_register_has_its_address() {
    let mut bench = Bench::plain();
    let constants = [
        (map::MAGIC, image::MAGIC),
        (map::VERSION, kiln_arch::config::LAYOUT_VERSION),
        (map::FINGERPRINT, spec().fingerprint()),
        (map::UNITS, units()),
    ];
    for (register, value) in constants {
        bench.write(register, 0x5555_aaaa);
        assert_eq!(bench.read(register), value, "{}", register.name);
    }
    for (k, register) in
        [map::CONFIG_ADDRESS, map::WATCHDOG, map::COUNTER_SELECT].into_iter().enumerate()
    {
        bench.write(register, 0x1234_5670 + k as u32);
    }
    assert_eq!(bench.read(map::CONFIG_ADDRESS), 0x1234_5670);
    assert_eq!(bench.read(map::WATCHDOG), 0x1234_5671);
    assert_eq!(bench.read(map::COUNTER_SELECT), 0x1234_5672);
    bench.write_at(map::WATCHDOG.address, 0xaabb_ccdd, 0b0110);
    assert_eq!(bench.read(map::WATCHDOG), 0x12bb_cc71);
    for address in [map::COMMAND.address, 0x3c, 0x02] {
        assert_eq!(bench.read_at(address), 0, "{address:#x}");
    }
}

#[test]
fn write_address_and_data_come_in_any_order() {
    let mut bench = Bench::plain();
    // Data first, and a reader that waits.
    bench.rtl.poke("s_axil_wdata", 77);
    bench.rtl.poke("s_axil_wstrb", 15);
    bench.hand_over("w");
    (0..3).for_each(|_| bench.tick());
    assert_eq!((bench.rtl.peek("s_axil_wready"), bench.rtl.peek("s_axil_bvalid")), (0, 0));
    bench.rtl.poke("s_axil_awaddr", map::WATCHDOG.address.into());
    bench.hand_over("aw");
    bench.until("s_axil_bvalid");
    // The next write waits behind the response that nobody takes.
    bench.rtl.poke("s_axil_wdata", 78);
    bench.hand_over("w");
    bench.hand_over("aw");
    (0..5).for_each(|_| bench.tick());
    assert_eq!(bench.read(map::WATCHDOG), 77);
    bench.write_answer();
    bench.write_answer();
    assert_eq!(bench.read(map::WATCHDOG), 78);
    // Both at once.
    bench.rtl.poke("s_axil_wdata", 79);
    bench.rtl.poke("s_axil_wvalid", 1);
    bench.hand_over("aw");
    bench.rtl.poke("s_axil_wvalid", 0);
    bench.write_answer();
    assert_eq!(bench.read(map::WATCHDOG), 79);
    // A read whose data waits keeps them.
    bench.rtl.poke("s_axil_araddr", map::UNITS.address.into());
    bench.hand_over("ar");
    bench.rtl.poke("s_axil_araddr", 0);
    bench.rtl.poke("s_axil_arvalid", 1);
    (0..3).for_each(|_| bench.tick());
    assert_eq!(bench.rtl.peek("s_axil_rdata"), u64::from(units()));
}

#[test]
fn a_good_image_is_shifted_into_the_chains() {
    let mut bench = Bench::plain();
    let image = good_image();
    assert_eq!(bench.load(&image), (state::IDLE, reason::NONE));
    assert_eq!(bench.read(map::CONFIGURED), 1);
    // Three latencies, two payloads, ten cycles of header and turns.
    assert_eq!(bench.read(map::CYCLES_CONFIGURE), 10 + 3 * LATENCY + 2 * payload());
    let expected: Vec<[u32; 2]> =
        image[HEADER_WORDS..].chunks(4).map(|beat| [beat[0], beat[1]]).collect();
    assert_eq!(bench.shifted, expected);
    bench.memory.protocol().unwrap();

    let stalls = Some(Stalls { seed: 9, probability: 0.4 });
    let mut slow = Bench::new(MemoryTiming { stalls, ..MemoryTiming::new(4) });
    assert_eq!(slow.load(&image), (state::IDLE, reason::NONE));
    assert_eq!(slow.shifted, expected);
    slow.memory.protocol().unwrap();
}

#[test]
fn a_bad_image_is_refused_and_leaves_the_configuration() {
    let mut bench = loaded();
    let cases = [
        (header::MAGIC, reason::MAGIC),
        (header::VERSION, reason::VERSION),
        (header::FINGERPRINT, reason::FINGERPRINT),
        (header::BEATS, reason::LENGTH),
        (header::CRC, reason::CRC),
        (HEADER_WORDS, reason::CRC),
        (HEADER_WORDS + 4 * payload() as usize - 1, reason::CRC),
    ];
    for (word, why) in cases {
        let mut image = good_image();
        image[word] ^= 0x0100_0000;
        assert_eq!(bench.load(&image), (state::FAILED, why), "word {word}");
        assert_eq!((bench.shifted.len(), bench.read(map::CONFIGURED)), (0, 1));
        let passes = if why == reason::CRC { 9 + 2 * LATENCY + payload() } else { 6 + LATENCY };
        assert_eq!(bench.read(map::CYCLES_CONFIGURE), passes, "word {word}");
    }
    // Of several faults the first in order is named.
    let mut image = good_image();
    (image[header::FINGERPRINT], image[header::VERSION]) = (0, 0);
    assert_eq!(bench.load(&image).1, reason::VERSION);
    assert_eq!(bench.load(&good_image()), (state::IDLE, reason::NONE));
}

#[test]
fn memory_errors_while_loading() {
    let mut bench = loaded();
    for word in [1, 9] {
        bench.memory.poison(IMAGE + 4 * word..IMAGE + 4 * word + 4);
        assert_eq!(bench.load(&good_image()), (state::FAILED, reason::MEMORY));
        assert_eq!((bench.read(map::CULPRIT), bench.read(map::CONFIGURED)), (units(), 1));
        bench.memory.clear_poison();
    }
    // In the pass that shifts, the configuration is lost.
    bench.write(map::COMMAND, command::LOAD);
    while bench.shifted.len() < 5 {
        bench.tick();
    }
    bench.memory.poison(IMAGE + 1000..IMAGE + 1004);
    assert_eq!(bench.finish(), (state::FAILED, reason::MEMORY));
    assert_eq!(bench.read(map::CONFIGURED), 0);
    bench.write(map::COMMAND, command::GO);
    assert_eq!(bench.read(map::STATE), state::FAILED);
    bench.memory.clear_poison();
    assert_eq!(bench.load(&good_image()), (state::IDLE, reason::NONE));
    assert_eq!((bench.read(map::CONFIGURED), bench.read(map::CULPRIT)), (1, 0));
}

#[test]
fn a_run_ends_when_all_is_idle_and_is_counted() {
    let mut bench = Bench::plain();
    bench.set_idle(false);
    bench.write(map::COMMAND, command::GO);
    assert_eq!(bench.read(map::STATE), state::IDLE);
    let mut bench = loaded();
    for _ in 0..2 {
        bench.set_idle(false);
        assert_eq!(bench.rtl.peek("unit_rst"), 1);
        bench.rtl.poke("s_axil_awaddr", map::COMMAND.address.into());
        bench.rtl.poke("s_axil_wdata", command::GO.into());
        bench.rtl.poke("s_axil_wstrb", 15);
        bench.hand_over("aw");
        bench.hand_over("w");
        while bench.rtl.peek("unit_rst") == 1 {
            bench.tick();
        }
        // Cycle 0 of the run. Processes 0, 2 and 5 work for 3, 7 and 10 cycles.
        for cycle in 0..10 {
            let event = |process: u32, cycles: u32| u64::from(cycle < cycles) << process;
            bench.rtl.poke("busy", event(0, 3));
            bench.rtl.poke("starved", event(2, 7));
            bench.rtl.poke("blocked", event(5, 10));
            bench.tick();
        }
        for name in ["busy", "starved", "blocked"] {
            bench.rtl.poke(name, 0);
        }
        // Idle in cycle 10: noticed in 11, done from 12 on.
        bench.set_idle(true);
        bench.tick();
        bench.tick();
        assert_eq!(bench.rtl.peek("unit_rst"), 1);
        bench.rtl.poke("busy", u64::MAX);
        bench.write_answer();
        assert_eq!(bench.finish(), (state::DONE, reason::NONE));
        assert_eq!(bench.read(map::CYCLES_RUN), 12);
        let counts = [
            (0, counter::BUSY, 3),
            (2, counter::STARVED, 7),
            (5, counter::BLOCKED, 10),
            (5, counter::BUSY, 0),
        ];
        for (process, which, count) in counts {
            bench.write(map::COUNTER_SELECT, 4 * process + which);
            assert_eq!(bench.read(map::COUNTER_VALUE), count, "process {process}");
        }
        bench.rtl.poke("busy", 0);
    }
}

#[test]
fn abort_and_watchdog_end_a_run() {
    let mut bench = loaded();
    bench.set_idle(false);
    bench.write(map::COMMAND, command::ABORT);
    assert_eq!(bench.read(map::STATE), state::IDLE);
    bench.write(map::COMMAND, command::GO);
    bench.wait_for(state::RUNNING);
    bench.write(map::COMMAND, command::LOAD);
    assert_eq!(bench.read(map::STATE), state::RUNNING);
    bench.write(map::COMMAND, command::ABORT);
    assert_eq!(bench.finish(), (state::FAILED, reason::ABORT));

    bench.write(map::WATCHDOG, 100);
    bench.write(map::COMMAND, command::GO);
    assert_eq!(bench.finish(), (state::FAILED, reason::WATCHDOG));
    // Cycles 0..=100: in the last of them the count is 100.
    assert_eq!(bench.read(map::CYCLES_RUN), 101);

    bench.set_idle(true);
    bench.write(map::COMMAND, command::GO);
    assert_eq!(bench.finish(), (state::DONE, reason::NONE));
}

/// The unit that is the AG of that ordinal.
fn ag_unit(ordinal: usize) -> u32 {
    Topology::new(&spec()).of_kind(UnitKind::Ag).nth(ordinal).unwrap() as u32
}

#[test]
fn errors_name_the_lowest_unit_and_the_memory_comes_first() {
    let mut bench = loaded();
    bench.set_idle(false);
    bench.write(map::COMMAND, command::GO);
    bench.rtl.poke("mark_error", 0b1010_0000);
    bench.tick();
    bench.rtl.poke("mark_error", 0);
    assert_eq!(bench.finish(), (state::FAILED, reason::MARKS));
    assert_eq!(bench.read(map::CULPRIT), 5);

    // AG 3 reads from where there is no memory, while other marks fail in the cycle in which that is flagged.
    bench.write(map::COMMAND, command::GO);
    bench.rtl.poke("ag3_request", 1);
    bench.rtl.poke("ag3_request_burst", (1 << 28) - 1);
    bench.until("ag3_grant");
    bench.tick();
    bench.rtl.poke("ag3_request", 0);
    while bench.rtl.peek("m_axi_rvalid") == 0 {
        bench.tick();
    }
    bench.tick();
    bench.rtl.poke("mark_error", 1);
    bench.tick();
    bench.rtl.poke("mark_error", 0);
    assert_eq!(bench.finish(), (state::FAILED, reason::MEMORY));
    assert_eq!(bench.read(map::CULPRIT), ag_unit(3));
    bench.set_idle(true);
    bench.write(map::COMMAND, command::GO);
    assert_eq!(bench.finish(), (state::DONE, reason::NONE));
    assert_eq!(bench.read(map::CULPRIT), 0);
}

#[test]
fn draining_waits_for_memory_and_starts_nothing() {
    let mut bench = loaded();
    bench.set_idle(false);
    bench.write(map::COMMAND, command::GO);
    // AG 0 reads 16 beats; AG 3 is in the middle of writing 8.
    bench.rtl.poke("ag0_request", 1);
    bench.rtl.poke("ag0_request_burst", 15 << 28);
    bench.rtl.poke("ag3_request", 1);
    bench.rtl.poke("ag3_request_write", 1);
    bench.rtl.poke("ag3_request_burst", 7 << 28 | 64);
    bench.rtl.poke("ag3_store_data", 5);
    bench.rtl.poke("ag3_store_words", 15);
    bench.until("ag3_grant");
    bench.tick();
    bench.rtl.poke("mark_error", 1);
    bench.tick();
    bench.rtl.poke("mark_error", 0);
    bench.tick();
    bench.tick();
    // Draining by now: the requests stand, but none is granted, and the state is kept until memory is quiet.
    bench.grants = 0;
    assert_eq!(bench.read(map::STATE), state::DRAINING);
    while bench.rtl.peek("unit_rst") == 0 {
        bench.tick();
    }
    assert_eq!(bench.grants, 0);
    assert!(bench.memory.is_idle());
    bench.rtl.poke("ag0_request", 0);
    bench.rtl.poke("ag3_request", 0);
    assert_eq!(bench.finish(), (state::FAILED, reason::MARKS));
    let statistics = bench.memory.statistics();
    assert_eq!(statistics.write_beats, 8 * statistics.write_bursts);
    bench.memory.protocol().unwrap();
}
