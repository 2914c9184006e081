//! Running fixtures.

use kiln_arch::FabricSpec;
use kiln_arch::registers::state;
use kiln_memory::{Dram, MemoryTiming};
use kiln_model::fixtures::Fixture;
use kiln_model::{Model, Outcome, RunOptions};

/// The smallest fabric.
#[allow(dead_code)]
pub fn tiny() -> FabricSpec {
    FabricSpec::reference("tiny").unwrap()
}

/// As small, with packed operators and output units.
#[allow(dead_code)]
pub fn packed() -> FabricSpec {
    FabricSpec::from_toml(include_str!("../../../../tests/fabrics/packed.toml")).unwrap()
}

/// Memory timing of the fixture's width.
pub fn timing(fixture: &Fixture) -> MemoryTiming {
    MemoryTiming::new(fixture.spec.memory_words())
}

/// A memory near enough that the buffers of one AG cover its latency.
#[allow(dead_code)]
pub fn near(fixture: &Fixture) -> MemoryTiming {
    MemoryTiming { latency_cycles: 5, ..timing(fixture) }
}

/// Memory with the fixture in it, and a model that has loaded it.
pub fn loaded(fixture: &Fixture, timing: MemoryTiming) -> (Dram, Model) {
    let mut dram = Dram::new(timing, 1 << 20).unwrap();
    fixture.fill(&mut dram).unwrap();
    let mut model = Model::new(fixture.spec.clone());
    let outcome = model.load(&mut dram, fixture.image_address).unwrap();
    assert_eq!((outcome.state, outcome.reason), (state::IDLE, 0), "{}", fixture.name);
    (dram, model)
}

/// Runs to the end and checks the result.
#[allow(dead_code)]
pub fn run(fixture: &Fixture, timing: MemoryTiming) -> Outcome {
    let (mut dram, mut model) = loaded(fixture, timing);
    let outcome = model.run(&mut dram, RunOptions::cycles(1_000_000));
    let outcome = outcome.unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
    assert_eq!((outcome.state, outcome.reason), (state::DONE, 0), "{}", fixture.name);
    fixture.check(&dram).unwrap();
    dram.protocol().unwrap();
    outcome
}
