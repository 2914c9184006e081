//! Cycles counted by hand from docs/execution.md.

mod common;

use std::collections::BTreeMap;

use common::{loaded, timing, tiny};
use kiln_arch::topology::{Net, Node, NodeId, UnitKind};
use kiln_memory::MemoryTiming;
use kiln_model::fixtures::{self, Fixture};
use kiln_model::{Model, Push, RunOptions};

/// The cycles in which each vector node is pushed to.
fn pushes(fixture: &Fixture, timing: MemoryTiming) -> (Model, BTreeMap<NodeId, Vec<u32>>) {
    let (mut dram, mut model) = loaded(fixture, timing);
    let mut cycles: BTreeMap<NodeId, Vec<u32>> = BTreeMap::new();
    let mut observer = |push: Push<'_>| {
        if push.net == Net::Vector {
            cycles.entry(push.node).or_default().push(push.cycle);
        }
    };
    let options = RunOptions { observer: Some(&mut observer), ..RunOptions::cycles(10_000) };
    model.run(&mut dram, options).unwrap();
    (model, cycles)
}

fn port(model: &Model, kind: UnitKind, ordinal: usize, output: bool) -> NodeId {
    let unit = model.topology().of_kind(kind).nth(ordinal).unwrap();
    let node = match output {
        true => Node::Source { unit, port: 0 },
        false => Node::Sink { unit, port: 0 },
    };
    model.topology().vector.id(node).unwrap()
}

#[test]
fn a_beat_leaves_the_pipeline_after_all_stages_and_moves_a_hop_a_cycle() {
    let fixture = fixtures::indices(&tiny(), 1, 4).unwrap();
    let (model, cycles) = pushes(&fixture, timing(&fixture));
    // Prepared in cycle 0, the first of the run, and issued in cycle 1; two stages and the output unit, of four cycles each.
    let source = port(&model, UnitKind::Pcu, 0, true);
    assert_eq!(cycles[&source], [14]);
    let mut hops: Vec<u32> = cycles.values().map(|c| c[0]).collect();
    hops.sort_unstable();
    assert_eq!(hops, (14..14 + hops.len() as u32).collect::<Vec<_>>());
}

#[test]
fn a_load_gives_its_first_beat_five_cycles_and_a_latency_after_go() {
    let fixture = fixtures::copy(&tiny(), 9, 0, 0).unwrap();
    for latency_cycles in [1, 10] {
        let timing = MemoryTiming { latency_cycles, ..timing(&fixture) };
        let (model, cycles) = pushes(&fixture, timing);
        let source = port(&model, UnitKind::Ag, 0, true);
        // 0 row opened, 1 requested, 2 on AR, then the latency, the register stage, the load FIFO, the
        // queue.
        let first = 2 + latency_cycles + 3;
        assert_eq!(cycles[&source], [first, first + 1, first + 2]);
    }
}

#[test]
fn a_tile_is_read_three_cycles_after_its_last_beat_came() {
    let fixture = fixtures::tiles(&tiny(), 16, 16, 1).unwrap();
    let (model, cycles) = pushes(&fixture, timing(&fixture));
    let sink = &cycles[&port(&model, UnitKind::Pmu, 0, false)];
    let source = &cycles[&port(&model, UnitKind::Pmu, 0, true)];
    // Pushed in c, written in c+1, full in c+3, when it is read; pushed four cycles later.
    let first = sink[3] + 7;
    assert_eq!(*source, [first, first + 1, first + 2, first + 3]);
}
