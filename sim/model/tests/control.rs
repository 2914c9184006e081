//! Loading, failing, and running again.

mod common;

use common::{loaded, run, timing, tiny};
use kiln_arch::config::{AgConfig, Block, BlockConfig, PcuConfig, PmuConfig, decode, encode};
use kiln_arch::image::{self, MAGIC, header};
use kiln_arch::registers::{self, command, reason, state};
use kiln_arch::topology::{Net, Topology, UnitKind};
use kiln_memory::{Dram, MemoryTiming};
use kiln_model::fixtures::{self, Fixture, Wiring};
use kiln_model::{Cause, Model, ModelError, Outcome, RunError, RunOptions};

fn copy() -> Fixture {
    fixtures::copy(&tiny(), 50, 1, 2).unwrap()
}

fn memory() -> Dram {
    Dram::new(MemoryTiming::new(4), 1 << 20).unwrap()
}

/// Loads an image that must be refused; gives the reason.
fn refusal(model: &mut Model, dram: &mut Dram, image: &[u32]) -> u32 {
    dram.write_words(0x8_0000, image).unwrap();
    let outcome = model.load(dram, 0x8_0000).unwrap();
    assert_eq!(outcome.state, state::FAILED);
    assert_eq!(outcome.reason, model.read_register(registers::REASON.address));
    outcome.reason
}

#[test]
fn registers_tell_what_the_fabric_is() {
    let model = Model::new(tiny());
    let read = |register: registers::Register| model.read_register(register.address);
    assert_eq!(read(registers::MAGIC), MAGIC);
    assert_eq!(read(registers::FINGERPRINT), tiny().fingerprint());
    assert_eq!(read(registers::UNITS), 12);
    assert_eq!(read(registers::STATE), state::IDLE);
    assert_eq!(read(registers::CONFIGURED), 0);
    assert_eq!(model.read_register(0x3c), 0);
}

#[test]
fn damaged_images_are_refused_and_the_old_configuration_runs() {
    let fixture = copy();
    let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
    let damaged = |word: usize| {
        let mut image = fixture.image.clone();
        image[word] ^= 0x10;
        image
    };
    for (word, reason) in [
        (header::MAGIC, reason::MAGIC),
        (header::VERSION, reason::VERSION),
        (header::FINGERPRINT, reason::FINGERPRINT),
        (header::BEATS, reason::LENGTH),
        (header::CRC, reason::CRC),
        (8, reason::CRC),
        (100, reason::CRC),
        (fixture.image.len() - 1, reason::CRC),
    ] {
        assert_eq!(refusal(&mut model, &mut dram, &damaged(word)), reason, "word {word}");
    }
    assert_eq!(model.read_register(registers::CONFIGURED.address), 1);
    model.run(&mut dram, RunOptions::cycles(10_000)).unwrap();
    fixture.check(&dram).unwrap();
}

#[test]
fn every_bit_of_the_payload_is_covered() {
    let fixture = copy();
    let mut dram = memory();
    let mut model = Model::new(tiny());
    for bit in (8 * 32..fixture.image.len() * 32).step_by(1237) {
        let mut image = fixture.image.clone();
        image[bit / 32] ^= 1 << (bit % 32);
        assert_eq!(refusal(&mut model, &mut dram, &image), reason::CRC);
    }
}

#[test]
fn a_load_takes_two_passes_over_the_payload() {
    let fixture = copy();
    let (_, model) = loaded(&fixture, timing(&fixture));
    let beats = (fixture.image.len() as u32 - 8) / 4;
    let cycles = model.read_register(registers::CYCLES_CONFIGURE.address);
    // Three times the latency of 40 with the cycles around it: request to AR, to the first beat, the register
    // stage, in which it is shifted. Two passes begin with the check of the one before.
    let passes = 2 + 2 * beats;
    assert_eq!(cycles, passes + 2 + 3 * 42, "{beats} beats");
}

#[test]
fn go_needs_a_configuration() {
    let mut model = Model::new(tiny());
    model.write_register(registers::COMMAND.address, command::GO);
    assert_eq!(model.read_register(registers::STATE.address), state::IDLE);
}

#[test]
fn memory_errors_name_the_address_generator() {
    let fixture = copy();
    let ags: Vec<usize> = Model::new(tiny()).topology().of_kind(UnitKind::Ag).take(2).collect();
    // The load reads from word 0x1000 on, the store writes from word 0x8000 on.
    for (address, culprit) in [(0x4080, ags[0]), (0x2_0080, ags[1])] {
        let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
        dram.poison(address..address + 16);
        let outcome = model.run(&mut dram, RunOptions::cycles(10_000)).unwrap();
        assert_eq!((outcome.state, outcome.reason), (state::FAILED, reason::MEMORY));
        assert_eq!(outcome.culprit as usize, culprit);
        assert!(dram.is_idle());
        dram.clear_poison();
        fixture.fill(&mut dram).unwrap();
        let again = model.run(&mut dram, RunOptions::cycles(10_000)).unwrap();
        assert_eq!((again.state, again.reason), (state::DONE, reason::NONE));
        fixture.check(&dram).unwrap();
    }
}

#[test]
fn memory_errors_of_the_loader() {
    let fixture = copy();
    let mut dram = memory();
    fixture.fill(&mut dram).unwrap();
    let mut model = Model::new(tiny());
    for address in [0x8_0000, 0x8_0100] {
        dram.poison(address..address + 16);
        let outcome = model.load(&mut dram, 0x8_0000).unwrap();
        assert_eq!((outcome.state, outcome.reason), (state::FAILED, reason::MEMORY));
        assert_eq!(outcome.culprit, 12);
        assert!(dram.is_idle());
        dram.clear_poison();
    }
    assert_eq!(model.load(&mut dram, 0x8_0000).unwrap().state, state::IDLE);
}

#[test]
fn a_load_spoiled_in_its_second_pass_leaves_no_configuration() {
    let fixture = copy();
    let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
    let cycles = model.read_register(registers::CYCLES_CONFIGURE.address);
    model.write_register(registers::COMMAND.address, command::LOAD);
    for _ in 0..cycles - 60 {
        let driven = model.axi_out().clone();
        model.tick(dram.outputs()).unwrap();
        dram.tick(&driven);
    }
    dram.poison(0x8_0000..0x9_0000);
    let outcome = model.run_until_idle(&mut dram, RunOptions::cycles(10_000)).unwrap();
    assert_eq!((outcome.state, outcome.reason), (state::FAILED, reason::MEMORY));
    assert_eq!(model.read_register(registers::CONFIGURED.address), 0);
}

#[test]
fn wrong_marks_fail_at_the_unit_that_sees_them() {
    let fixture = fixtures::wrong_marks(&tiny()).unwrap();
    let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
    let outcome = model.run(&mut dram, RunOptions::cycles(10_000)).unwrap();
    assert_eq!((outcome.state, outcome.reason), (state::FAILED, reason::MARKS));
    let store = model.topology().of_kind(UnitKind::Ag).nth(1).unwrap();
    assert_eq!(outcome.culprit as usize, store);
}

#[test]
fn the_watchdog_ends_a_run() {
    let fixture = fixtures::never_ending(&tiny()).unwrap();
    let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
    model.write_register(registers::WATCHDOG.address, 500);
    let outcome = model.run(&mut dram, RunOptions::cycles(10_000)).unwrap();
    assert_eq!((outcome.state, outcome.reason), (state::FAILED, reason::WATCHDOG));
    assert_eq!(model.read_register(registers::CYCLES_RUN.address), 501);
    assert!(dram.is_idle());
    dram.protocol().unwrap();
}

#[test]
fn an_abort_ends_a_run_and_the_next_one_works() {
    let endless = fixtures::never_ending(&tiny()).unwrap();
    let fixture = copy();
    let fresh = run(&fixture, timing(&fixture)).cycles;
    for cycles in [1, 30, 77, 200] {
        let (mut dram, mut model) = loaded(&endless, timing(&endless));
        let limit = model.run(&mut dram, RunOptions::cycles(cycles));
        assert_eq!(limit, Err(RunError::CycleLimit(cycles)));
        model.write_register(registers::COMMAND.address, command::ABORT);
        let outcome = model.run_until_idle(&mut dram, RunOptions::cycles(10_000)).unwrap();
        assert_eq!((outcome.state, outcome.reason), (state::FAILED, reason::ABORT));
        assert!(dram.is_idle());
        fixture.fill(&mut dram).unwrap();
        model.load(&mut dram, fixture.image_address).unwrap();
        let again = model.run(&mut dram, RunOptions::cycles(10_000)).unwrap();
        assert_eq!((again.state, again.cycles), (state::DONE, fresh));
        fixture.check(&dram).unwrap();
    }
}

#[test]
fn a_ring_of_units_is_a_deadlock_that_names_them() {
    let fixture = fixtures::ring(&tiny()).unwrap();
    let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
    let Err(RunError::Deadlock(report)) = model.run(&mut dram, RunOptions::cycles(10_000)) else {
        panic!("no deadlock");
    };
    assert_eq!(report.ring, ["pcu_r0_c0", "pcu_r1_c1"]);
    assert_eq!(report.blocked.len(), 2);
    assert_eq!(report.blocked[0].cause, Cause::NoInput("pcu_r0_c0.vector_in0".into()));
    assert_eq!(report.blocked[0].waits_for, ["pcu_r1_c1"]);
    let text = report.to_string();
    assert!(text.contains("waiting for each other: pcu_r0_c0 -> pcu_r1_c1 -> pcu_r0_c0"), "{text}");
}

#[test]
fn busy_starved_and_blocked_add_up() {
    let fixture = fixtures::copy(&tiny(), 400, 0, 0).unwrap();
    let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
    let run_cycles = model.run(&mut dram, RunOptions::cycles(10_000)).unwrap().cycles as u32;
    let ags: Vec<usize> = model.topology().of_kind(UnitKind::Ag).take(3).collect();
    let [load, store, unused] = [0, 1, 2].map(|k| model.counters(ags[k], 0));
    assert_eq!((load.busy, store.busy, unused.busy), (100, 100, 0));
    // The store is busy or waits from the first cycle to the last response; two cycles later the run is done.
    assert_eq!(store.busy + store.starved + store.blocked, run_cycles - 2);
    // The register port shows the same: two PCUs, two PMUs with two processes each, then AGs.
    model.write_register(registers::COUNTER_SELECT.address, 4 * 7 + 1);
    assert_eq!(model.read_register(registers::COUNTER_VALUE.address), store.starved);
}

#[test]
fn a_unit_that_holds_up_another_is_named() {
    let spec = tiny();
    let mut wiring = Wiring::new(&spec);
    let mut maker = PcuConfig::new(&spec);
    maker.enable = 1;
    maker.counters.levels.iter_mut().for_each(|level| level.tile = 1);
    maker.counters.levels[0].tile = 100;
    let mut taker = maker.clone();
    maker.vector_outputs[0].enable = 1;
    for input in &mut taker.vector_inputs[..2] {
        input.enable = 1;
    }
    let mut load = AgConfig::new(&spec);
    load.enable = 1;
    load.counters.levels.iter_mut().for_each(|level| level.tile = 1);
    load.counters.levels[0].tile = 40;
    let (maker, taker) = (wiring.pcu(maker).unwrap(), wiring.pcu(taker).unwrap());
    let load = wiring.ag(load).unwrap();
    wiring.connect(Net::Vector, (maker, 0), (taker, 0)).unwrap();
    wiring.connect(Net::Vector, (load, 0), (taker, 1)).unwrap();
    let fixture = Fixture { image: wiring.image().unwrap(), ..copy() };
    let (mut dram, mut model) = loaded(&fixture, timing(&fixture));
    let Err(RunError::Deadlock(report)) = model.run(&mut dram, RunOptions::cycles(10_000)) else {
        panic!("no deadlock");
    };
    assert!(report.ring.is_empty());
    let [maker, taker] = &report.blocked[..] else { panic!("{report}") };
    assert_eq!(maker.cause, Cause::NoSpace("pcu_r0_c0.vector_out0".into()));
    assert_eq!(maker.waits_for, ["pcu_r1_c1"]);
    assert_eq!(taker.cause, Cause::NoInput("pcu_r1_c1.vector_in1".into()));
    assert_eq!(taker.waits_for, ["ag_north_0"]);
}

/// The fixture with the configuration of its first unit of `kind` changed.
fn changed(
    fixture: &Fixture,
    kind: UnitKind,
    change: impl Fn(&mut BlockConfig),
) -> Result<Outcome, RunError> {
    let (spec, topology) = (tiny(), Topology::new(&tiny()));
    let unit = Block::Unit(topology.of_kind(kind).next().unwrap());
    let frames = image::parse(&spec, &topology, &fixture.image).unwrap();
    let image = image::build(&spec, &topology, |block| {
        let (_, frame) = frames.iter().find(|(b, _)| *b == block).unwrap();
        let mut config = decode(&spec, &topology, block, frame);
        if block == unit {
            change(&mut config);
        }
        encode(&spec, &topology, block, &config).unwrap()
    });
    let mut dram = memory();
    Fixture { image, ..fixture.clone() }.fill(&mut dram).unwrap();
    let mut model = Model::new(spec);
    model.load(&mut dram, fixture.image_address)?;
    model.run(&mut dram, RunOptions::cycles(10_000))
}

#[test]
fn broken_rules_of_an_address_generator_are_typed_errors() {
    let change = |change: fn(&mut AgConfig)| {
        changed(&copy(), UnitKind::Ag, |config| {
            let BlockConfig::Ag(ag) = config else { unreachable!() };
            change(ag);
        })
    };
    let unit = "ag_north_0".to_string();
    let empty = change(|ag| ag.counters.levels[0].tile = 0);
    let error = ModelError::EmptyLoop { unit: unit.clone(), level: 0, cycle: 0 };
    assert_eq!(empty, Err(RunError::Rule(error)));
    let beyond = change(|ag| ag.address.base = (1 << 30) - 49);
    let error = ModelError::RowBeyondMemory { unit, cycle: 0 };
    assert_eq!(beyond, Err(RunError::Rule(error)));
}

#[test]
fn bank_conflicts_are_typed_errors() {
    let change = |change: fn(&mut PmuConfig)| {
        let fixture = fixtures::transpose(&tiny(), 6, 6).unwrap();
        let result = changed(&fixture, UnitKind::Pmu, |config| {
            let BlockConfig::Pmu(pmu) = config else { unreachable!() };
            change(pmu);
        });
        match result {
            Err(RunError::Rule(ModelError::BankConflict { side, .. })) => side,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(change(|pmu| pmu.write.address.lane = 2), "write");
    assert_eq!(change(|pmu| pmu.read.address.lane = 6), "read");
    // Lanes may read one word together, but not write it.
    assert_eq!(change(|pmu| pmu.write.address.lane = 0), "write");
}

#[test]
fn meaningless_configurations_are_typed_errors() {
    let change = |change: fn(&mut PcuConfig)| {
        let fixture = fixtures::axpy(&tiny(), 10).unwrap();
        changed(&fixture, UnitKind::Pcu, |config| {
            let BlockConfig::Pcu(pcu) = config else { unreachable!() };
            change(pcu);
        })
    };
    let unit = "pcu_r0_c0".to_string();
    let error = ModelError::Operator { unit: unit.clone(), stage: 1, code: 63 };
    assert_eq!(change(|pcu| pcu.stages[1].op = 63), Err(RunError::Rule(error)));
    let error = ModelError::Meaningless { unit, field: "stage0.mode".into(), value: 3 };
    assert_eq!(change(|pcu| pcu.stages[0].mode = 3), Err(RunError::Rule(error)));
}
