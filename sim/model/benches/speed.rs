//! Simulated cycles a second, all units at work: `cargo bench -p kiln-model`.

use std::time::Instant;

use kiln_arch::FabricSpec;
use kiln_memory::{Dram, MemoryTiming};
use kiln_model::fixtures::{self, Fixture};
use kiln_model::{Model, RunOptions};

fn measure(fixture: &Fixture) {
    let timing = MemoryTiming::new(fixture.spec.memory_words());
    let mut dram = Dram::new(timing, 1 << 20).expect("the timing is valid");
    fixture.fill(&mut dram).expect("the fixture fits");
    let mut model = Model::new(fixture.spec.clone());
    model.load(&mut dram, fixture.image_address).expect("the image loads");
    let start = Instant::now();
    let outcome = model.run(&mut dram, RunOptions::cycles(10_000_000)).expect("the run ends");
    let seconds = start.elapsed().as_secs_f64();
    fixture.check(&dram).expect("the result is right");
    let khz = outcome.cycles as f64 / seconds / 1000.0;
    println!(
        "{:6} {:28} {:8} cycles {khz:8.0} kHz",
        fixture.spec.name, fixture.name, outcome.cycles
    );
}

fn main() {
    let spec = |name| FabricSpec::reference(name).expect("it comes with Kiln");
    let (small, paper) = (spec("ulx3s"), spec("paper"));
    for fixture in [
        fixtures::pipelines(&small, 1, 1000, 800),
        fixtures::tiles(&small, 28_000, 400, 2),
        fixtures::axpy(&small, 8000),
        fixtures::pipelines(&paper, 1, 100, 3200),
        fixtures::pipelines(&paper, 32, 50, 3200),
        fixtures::axpy(&paper, 8000),
    ] {
        measure(&fixture.expect("the fabric holds it"));
    }
}
