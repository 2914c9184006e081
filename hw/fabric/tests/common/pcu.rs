//! A compute unit alone, and what its configurations are made of.

use super::{Beat, Rtl, Traffic};
use kiln_arch::config::{Block, BlockConfig, Input, Level, PcuConfig, Stage, encode};
use kiln_arch::num::Op;
use kiln_arch::{FabricSpec, Topology};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Lanes of all units here.
pub const LANES: usize = 4;

/// A register number of as many as there are registers.
pub const CONSTANT: u32 = 4;

thread_local! {
    static RTL: RefCell<HashMap<String, Rc<RefCell<Rtl>>>> = RefCell::default();
}

/// The compute unit of a fabric; fabrics have different names.
pub struct Unit {
    pub spec: FabricSpec,
}

impl Unit {
    pub fn new(spec: FabricSpec) -> Unit {
        Unit { spec }
    }

    /// The unit of `tiny` without what follows the pipeline.
    pub fn tiny() -> Unit {
        let mut spec = FabricSpec::reference("tiny").unwrap();
        spec.pcu.output_ops.clear();
        Unit::new(spec)
    }

    /// The unit, configured and at reset.
    pub fn configured(&self, config: &PcuConfig) -> Rc<RefCell<Rtl>> {
        let topology = Topology::new(&self.spec);
        let block = BlockConfig::Pcu(config.clone());
        let frame = encode(&self.spec, &topology, Block::Unit(0), &block).unwrap();
        let rtl = RTL.with_borrow_mut(|units| {
            let make = || Rc::new(RefCell::new(Rtl::new(&kiln_fabric::pcu::module(&self.spec))));
            units.entry(self.spec.name.clone()).or_insert_with(make).clone()
        });
        rtl.borrow_mut().configure(&frame);
        rtl
    }

    /// Runs a configuration.
    pub fn run(
        &self,
        config: &PcuConfig,
        inputs: &[(&str, Vec<Beat>)],
        seed: Option<u64>,
    ) -> Traffic {
        let outputs = [("vector_out0", LANES), ("vector_out1", LANES), ("scalar_out0", 1)];
        let mut traffic = Traffic::new(inputs, &outputs, seed);
        traffic.run(&mut self.configured(config).borrow_mut());
        traffic
    }

    /// Runs without stalls and with several patterns of them; all must send the same beats. Gives the run without.
    pub fn run_all(&self, config: &PcuConfig, inputs: &[(&str, Vec<Beat>)]) -> Traffic {
        let calm = self.run(config, inputs, None);
        for seed in 0..4 {
            let stalled = self.run(config, inputs, Some(seed));
            for output in ["vector_out0", "vector_out1", "scalar_out0"] {
                let show = |traffic: &Traffic| -> Vec<_> {
                    traffic
                        .beats(output)
                        .iter()
                        .map(|beat| (beat.present(), beat.mask, beat.e))
                        .collect()
                };
                assert_eq!(show(&calm), show(&stalled), "{output} with stalls of seed {seed}");
            }
            assert_eq!(stalled.counts["mark_error"], calm.counts["mark_error"]);
            assert_eq!(stalled.counts["busy"], calm.counts["busy"]);
        }
        calm
    }
}

/// A configuration with all loops at one iteration.
pub fn base(spec: &FabricSpec) -> PcuConfig {
    let mut config = PcuConfig::new(spec);
    config.enable = 1;
    for level in &mut config.counters.levels {
        level.tile = 1;
    }
    config
}

/// Sets the extents of the innermost loops.
pub fn loops(config: &mut PcuConfig, tiles: &[u32]) {
    set_loops(&mut config.counters.levels, tiles);
}

/// Sets the extents of the innermost levels.
pub fn set_loops(levels: &mut [Level], tiles: &[u32]) {
    for (level, &tile) in levels.iter_mut().zip(tiles) {
        *level = Level { tile, ..Level::default() };
    }
}

/// Register 0 becomes `op(a, b)`.
pub fn map(op: Op, a: u32, b: u32, constant: u32) -> Stage {
    Stage { op: op.code().into(), a, b, constant, ..Stage::default() }
}

/// All registers pass.
pub fn pass() -> Stage {
    map(Op::Mov, 0, 0, 0)
}

/// Values in beats of all lanes, the last masked, which has the end mark `e`.
pub fn packed(values: &[u32], e: u32) -> Vec<Beat> {
    let chunks = values.chunks(LANES);
    let count = chunks.len();
    chunks
        .enumerate()
        .map(|(k, chunk)| {
            let mut words = chunk.to_vec();
            words.resize(LANES, 0xdead_0000);
            Beat { words, mask: (1 << chunk.len()) - 1, e: if k + 1 == count { e } else { 0 } }
        })
        .collect()
}

/// Words that look random.
pub fn values(seed: u32, count: usize) -> Vec<u32> {
    (0..count as u32).map(|k| (k + 1).wrapping_mul(0x9e37_79b1) ^ seed).collect()
}

/// A vector input that pops each beat.
pub fn enabled(marks: [u32; 3]) -> Input {
    Input { enable: 1, marks, ..Input::default() }
}
