//! The systolic form of compute units: cycles counted by hand from docs/execution.md, and what is refused.

mod common;

use common::{loaded, near, packed, tiny};
use kiln_arch::config::{Block, BlockConfig, PcuConfig, decode, encode};
use kiln_arch::image;
use kiln_arch::num::Op;
use kiln_arch::topology::{Net, Node, NodeId, Topology, UnitId, UnitKind};
use kiln_arch::{FabricSpec, registers::state};
use kiln_memory::{Dram, MemoryTiming};
use kiln_model::fixtures::{self, Feed, Fixture, Gemm};
use kiln_model::{Cause, Counters, Model, ModelError, Push, RunError, RunOptions};

fn gemm(size: [u32; 3], feed: Feed) -> Fixture {
    fixtures::gemm(&tiny(), &Gemm::new(&tiny(), size, Op::MulF, feed)).unwrap()
}

fn first_pcu(model: &Model) -> UnitId {
    model.topology().of_kind(UnitKind::Pcu).next().unwrap()
}

/// Counters of the first PCU, the cycles of the run, and those in which beats are pushed to input 0 and output 0
/// of that unit.
fn watch(fixture: &Fixture) -> (Counters, u64, [Vec<u32>; 2]) {
    let (mut dram, mut model) = loaded(fixture, near(fixture));
    let unit = first_pcu(&model);
    let node = |node| model.topology().vector.id(node).unwrap();
    let nodes: [NodeId; 2] =
        [node(Node::Sink { unit, port: 0 }), node(Node::Source { unit, port: 0 })];
    let mut cycles = [Vec::new(), Vec::new()];
    let mut observer = |push: Push<'_>| {
        if let Some(k) = nodes.iter().position(|&node| (push.net, push.node) == (Net::Vector, node))
        {
            cycles[k].push(push.cycle);
        }
    };
    let options = RunOptions { observer: Some(&mut observer), ..RunOptions::cycles(100_000) };
    let outcome = model.run(&mut dram, options).unwrap();
    assert_eq!(outcome.state, state::DONE);
    fixture.check(&dram).unwrap();
    (model.counters(unit, 0), outcome.cycles, cycles)
}

#[test]
fn the_first_row_leaves_a_latency_after_the_tile_is_complete() {
    // One tile of five ways; a unit has two rows of it.
    let (counters, _, [arrivals, departures]) = watch(&gemm([4, 6, 20], Feed::Lanes));
    assert_eq!((arrivals.len(), departures.len()), (30, 10));
    assert_eq!((counters.busy, counters.blocked), (30, 0));
    // Issued in the cycle after it arrives, ripe five cycles later; then as far as any beat through two stages and
    // the output unit, of four cycles each.
    let first = arrivals[29] + 1 + 5 + 13;
    assert_eq!(departures, (first..first + 10).collect::<Vec<_>>());
}

#[test]
fn an_output_unit_takes_a_latency_more() {
    let fixture = |spec: &FabricSpec| {
        fixtures::gemm(spec, &Gemm::new(spec, [4, 6, 24], Op::MulF, Feed::Lanes)).unwrap()
    };
    let (_, _, [arrivals, departures]) = watch(&fixture(&packed()));
    assert_eq!(departures[0], arrivals[35] + 1 + 6 + 1 + 2 * 5 + 5);
}

#[test]
fn tiles_follow_each_other_without_a_gap_and_drain_meanwhile() {
    for feed in [Feed::Lanes, Feed::Strips] {
        // Four strips by four tiles of sixteen by five beats.
        let (counters, cycles, [arrivals, _]) = watch(&gemm([16, 16, 80], feed));
        assert_eq!(arrivals.len(), 1280);
        assert_eq!((counters.busy, counters.blocked), (1280, 0), "{feed:?}");
        // All but the loads of the first tile and the drain of the last.
        assert!(cycles < 1280 + 550, "{feed:?}: {cycles}");
    }
}

#[test]
fn a_full_output_holds_both_banks_and_stops_the_unit() {
    // Tiles of five beats, each of which leaves ten, from two units through one memory port of a beat a cycle.
    let (counters, cycles, _) = watch(&gemm([16, 1, 80], Feed::Lanes));
    assert_eq!(counters.busy, 80);
    assert!(counters.blocked > 100, "{counters:?}");
    assert!(cycles > 320, "{cycles}");
}

/// Configures the fixture with its first PCU changed, and perhaps without its first store; runs it.
fn changed(
    fixture: &Fixture,
    store: bool,
    change: impl Fn(&mut PcuConfig),
) -> Result<(), RunError> {
    let (spec, topology) = (&fixture.spec, Topology::new(&fixture.spec));
    let first = topology.of_kind(UnitKind::Pcu).next().map(Block::Unit);
    let frames = image::parse(spec, &topology, &fixture.image).unwrap();
    let mut stores = 0;
    let image = image::build(spec, &topology, |block| {
        let (_, frame) = frames.iter().find(|(b, _)| *b == block).unwrap();
        let mut config = decode(spec, &topology, block, frame);
        match &mut config {
            BlockConfig::Pcu(pcu) if Some(block) == first => change(pcu),
            BlockConfig::Ag(ag) if ag.enable == 1 && ag.direction == 1 => {
                stores += 1;
                ag.enable = u32::from(store || stores > 1);
            }
            _ => {}
        }
        encode(spec, &topology, block, &config).unwrap()
    });
    let mut dram = Dram::new(MemoryTiming::new(spec.memory_words()), 1 << 20).unwrap();
    Fixture { image, ..fixture.clone() }.fill(&mut dram).unwrap();
    let mut model = Model::new(spec.clone());
    model.load(&mut dram, fixture.image_address)?;
    model.run(&mut dram, RunOptions::cycles(10_000)).map(|_| ())
}

#[test]
fn configurations_without_meaning_are_typed_errors() {
    let field =
        |change: fn(&mut PcuConfig)| match changed(&gemm([4, 6, 20], Feed::Lanes), true, change) {
            Err(RunError::Rule(ModelError::Meaningless { field, value, .. })) => (field, value),
            other => panic!("{other:?}"),
        };
    let is = |name: &str, value| (name.to_string(), value);
    assert_eq!(field(|pcu| pcu.drain.enable = 0), is("stage0.mode", 3));
    assert_eq!(field(|pcu| pcu.stages[1].op = Op::AddF.code().into()), is("stage1.op", 21));
    assert_eq!(field(|pcu| pcu.fold.enable = 0), is("fold.enable", 0));
    assert_eq!(field(|pcu| pcu.drain.rows = 7), is("drain.rows", 7));
    assert_eq!(field(|pcu| pcu.stages[1].mode = 0), is("drain.level1.tile", 2));
    assert_eq!(field(|pcu| pcu.vector_outputs[0].enable = 0), is("vector_out0.enable", 0));
    assert_eq!(field(|pcu| pcu.vector_outputs[1].enable = 1), is("vector_out1.enable", 1));
    assert_eq!(field(|pcu| pcu.scalar_outputs[0].enable = 1), is("scalar_out0.enable", 1));
    // A drained row that the next stage multiplies, and one that never comes to the output.
    assert_eq!(field(|pcu| pcu.stages[0].destination = 1), is("stage0.destination", 1));
    assert_eq!(field(|pcu| pcu.vector_outputs[0].register = 3), is("stage0.destination", 2));
    assert_eq!(field(|pcu| pcu.vector_inputs[1].offset = 1), is("vector_in1.offset", 1));
    let fixture =
        fixtures::gemm(&packed(), &Gemm::new(&packed(), [4, 6, 20], Op::MulF, Feed::Lanes));
    let error = changed(&fixture.unwrap(), true, |pcu| pcu.output_unit.op = Op::MulI.code().into());
    let meaningless = ModelError::Meaningless {
        unit: "pcu_r0_c0".into(),
        field: "output_unit.op".into(),
        value: Op::MulI.code().into(),
    };
    assert_eq!(error, Err(RunError::Rule(meaningless)));
}

#[test]
fn a_unit_that_cannot_drain_is_a_deadlock_that_names_the_process() {
    let fixture = gemm([16, 4, 80], Feed::Lanes);
    let Err(RunError::Deadlock(report)) = changed(&fixture, false, |_| ()) else {
        panic!("no deadlock");
    };
    let process = |name: &str| report.blocked.iter().find(|b| b.process == name).unwrap();
    let drain = process("pcu_r0_c0.drain");
    assert_eq!(drain.cause, Cause::NoSpace("pcu_r0_c0.vector_out0".into()));
    let issue = process("pcu_r0_c0");
    assert_eq!(
        (&issue.cause, &issue.waits_for[..]),
        (&Cause::NoBuffer, &[drain.process.clone()][..])
    );
    // Tiles that are never complete: the drain waits for them.
    let endless = |pcu: &mut PcuConfig| pcu.drain.counters.levels[4].tile = 2;
    let Err(RunError::Deadlock(report)) = changed(&fixture, true, endless) else {
        panic!("no deadlock");
    };
    let drain = report.blocked.iter().find(|b| b.process == "pcu_r0_c0.drain").unwrap();
    assert_eq!((&drain.cause, &drain.waits_for[..]), (&Cause::NoBuffer, &["pcu_r0_c0".into()][..]));
}
