//! Every fixture gives its result, with an even memory and with one that stalls.

use kiln_arch::FabricSpec;
use kiln_arch::registers::state;
use kiln_arch::topology::Net;
use kiln_memory::{Dram, MemoryTiming, Stalls};
use kiln_model::fixtures::{self, Fixture};
use kiln_model::{Model, RunOptions};

fn memory(fixture: &Fixture, timing: MemoryTiming) -> Dram {
    let mut dram = Dram::new(timing, 1 << 20).unwrap();
    fixture.fill(&mut dram).unwrap();
    dram
}

fn timing(fixture: &Fixture) -> MemoryTiming {
    MemoryTiming::new(fixture.spec.memory_words())
}

/// Runs to the end and checks the result; gives the cycles.
fn run(fixture: &Fixture, timing: MemoryTiming) -> u64 {
    let mut dram = memory(fixture, timing);
    let mut model = Model::new(fixture.spec.clone());
    let loaded = model.load(&mut dram, fixture.image_address).unwrap();
    assert_eq!((loaded.state, loaded.reason), (state::IDLE, 0), "{}", fixture.name);
    let outcome = model.run(&mut dram, RunOptions::cycles(1_000_000));
    let outcome = outcome.unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
    assert_eq!((outcome.state, outcome.reason), (state::DONE, 0), "{}", fixture.name);
    fixture.check(&dram).unwrap();
    dram.protocol().unwrap();
    outcome.cycles
}

fn tiny() -> FabricSpec {
    FabricSpec::reference("tiny").unwrap()
}

#[test]
fn copies_of_any_length_and_alignment() {
    for words in 1..=70 {
        for from in 0..4 {
            let to = (words + from * 3) % 4 + 1;
            let fixture = fixtures::copy(&tiny(), words, from, to).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn scalar_copies_of_rows() {
    for words in [1, 2, 5, 17] {
        let size = [words, 3];
        let fixture =
            fixtures::copy_rows(&tiny(), Net::Scalar, size, [1, words + 1], [2, words + 3]);
        let fixture = fixture.unwrap();
        run(&fixture, timing(&fixture));
    }
}
