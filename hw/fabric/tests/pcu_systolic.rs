//! The systolic form of the compute unit, dealing, spread lanes and the output unit, against sums worked out here.

mod common;

use common::pcu::{
    CONSTANT, LANES, Unit, base, enabled, loops, map, packed, pass, set_loops, values,
};
use common::{Beat, Traffic};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Fold, Input, Output, OutputUnit, PcuConfig, Stage, mode};
use kiln_arch::num::{Op, OpGroup, Subnormals, eval};

/// Cycles through a functional unit of `tiny`.
const T: u64 = 4;

/// As many cycles that registers are held before a stage, and what leaves is read early.
const LONG: u64 = 7;

/// Three stages, the last without multipliers, and an output unit; operators take `latency` cycles.
fn tall(latency: u64) -> Unit {
    let mut spec = FabricSpec::reference("tiny").unwrap();
    spec.name = format!("tall{latency}");
    spec.numbers.op_latency = latency as usize;
    spec.pcu.stages = 3;
    spec.pcu.drain_levels = 4;
    let products = [OpGroup::Int, OpGroup::FloatAdd, OpGroup::FloatMul, OpGroup::DotI8];
    spec.pcu.stage_ops = vec![products.to_vec(), products.to_vec(), vec![OpGroup::Int]];
    spec.pcu.output_ops = vec![OpGroup::Int, OpGroup::Shift];
    Unit::new(spec)
}

/// A product of matrices: tiles of `rows` rows and `n` columns, of which each sums `k` products, the last of several two less.
#[derive(Clone)]
struct Product {
    op: Op,
    rows: usize,
    n: usize,
    k: usize,
    tiles: usize,
}

/// Operands; those of f32 are of a size at which sums round.
fn numbers(op: Op, seed: u32, count: usize) -> Vec<u32> {
    let words = values(seed, count).into_iter();
    match op {
        Op::MulF => words.map(|x| ((x as i32 >> 16) as f32 * 1.37e-3).to_bits()).collect(),
        _ => words.collect(),
    }
}

fn calculate(op: Op, a: u32, b: u32) -> u32 {
    eval(op, Subnormals::Flush, a, b, 0)
}

impl Product {
    /// Products that each tile sums.
    fn depths(&self) -> Vec<usize> {
        let short = |tile| tile > 0 && tile + 1 == self.tiles;
        (0..self.tiles).map(|tile| if short(tile) { self.k - 2 } else { self.k }).collect()
    }

    fn ways(&self) -> usize {
        self.n.div_ceil(LANES)
    }

    fn identity(&self) -> u32 {
        if self.op == Op::MulF { (-0.0f32).to_bits() } else { 0 }
    }

    /// For each tile and k, the rows' factors, and those of the columns.
    fn factors(&self) -> Vec<Vec<[Vec<u32>; 2]>> {
        let depths = self.depths().into_iter().enumerate();
        depths
            .map(|(tile, k)| {
                let seed = |k: usize| (tile * 1000 + 2 * k) as u32 * 77;
                let pair =
                    |k| [numbers(self.op, seed(k), LANES), numbers(self.op, seed(k) + 77, self.n)];
                (0..k).map(pair).collect()
            })
            .collect()
    }

    /// Columns on port 0, a beat of rows' factors for all of them on port 1. Rows leave through register 2.
    fn config(&self, spec: &FabricSpec) -> PcuConfig {
        let mut config = base(spec);
        loops(&mut config, &[self.n as u32, self.k as u32, self.tiles as u32]);
        let depth = &mut config.counters.levels[1];
        if self.tiles > 1 {
            (depth.ragged, depth.short, depth.outer) = (1, depth.tile - 2, 2);
        }
        config.counters.vector = 1;
        config.vector_inputs[0] = enabled([1, 2, 3]);
        config.vector_inputs[1] = Input { hold: 1, ..enabled([0; 3]) };
        config.head = vec![0, 1, 7, 7];
        config.stages = vec![pass(); spec.pcu.stages];
        for (row, stage) in config.stages[..self.rows].iter_mut().enumerate() {
            *stage = Stage {
                mode: mode::SYSTOLIC,
                spread: 1,
                lane: row as u32,
                destination: 2,
                ..map(self.op, 0, 1, self.identity())
            };
        }
        config.fold =
            Fold { enable: 1, levels: 0b10, ways: self.ways() as u32 - 1, ..Fold::default() };
        config.drain.enable = 1;
        config.drain.rows = 1;
        config.drain.counters.vector = 1;
        let drained = [self.n as u32, self.rows as u32, self.tiles as u32];
        let levels = &mut config.drain.counters.levels;
        set_loops(levels, &[1; 8]);
        set_loops(levels, &drained);
        config.vector_outputs[0] =
            Output { enable: 1, register: 2, marks: [1, 2, 3], ..Output::default() };
        config
    }

    fn inputs(&self) -> [(&'static str, Vec<Beat>); 2] {
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        let factors = self.factors();
        for (tile, pairs) in factors.iter().enumerate() {
            for (k, [row, column]) in pairs.iter().enumerate() {
                let last = (k + 1 == pairs.len(), tile + 1 == factors.len());
                let e = match last {
                    (false, _) => 1,
                    (true, false) => 2,
                    (true, true) => 3,
                };
                columns.extend(packed(column, e));
                rows.push(Beat { words: row.clone(), mask: 15, e: 0 });
            }
        }
        [("vector_in0", columns), ("vector_in1", rows)]
    }

    /// What leaves, if `after` is computed on the way.
    fn expected(&self, after: impl Fn(u32) -> u32) -> Vec<Beat> {
        let sum = self.op.sum_of_product().unwrap();
        let mut beats = Vec::new();
        for (tile, pairs) in self.factors().iter().enumerate() {
            for row in 0..self.rows {
                let mut sums = vec![self.identity(); self.n];
                for [rows, columns] in pairs {
                    for (acc, &column) in sums.iter_mut().zip(columns) {
                        *acc = calculate(sum, *acc, calculate(self.op, column, rows[row]));
                    }
                }
                sums.iter_mut().for_each(|x| *x = after(*x));
                let e = match (row + 1 == self.rows, tile + 1 == self.tiles) {
                    (false, _) => 1,
                    (true, false) => 2,
                    (true, true) => 3,
                };
                beats.extend(packed(&sums, e));
            }
        }
        beats
    }

    /// Runs with and without stalls, and compares.
    fn check(&self, unit: &Unit) -> Traffic {
        let seen = unit.run_all(&self.config(&unit.spec), &self.inputs());
        compare(&seen, &self.expected(|x| x));
        assert_eq!(seen.counts["mark_error"], 0);
        let issues: usize = self.depths().iter().map(|k| k * self.ways()).sum();
        assert_eq!(seen.counts["busy"], issues as u64);
        seen
    }
}

fn compare(seen: &Traffic, expected: &[Beat]) {
    let show = |beats: &[Beat]| -> Vec<_> {
        beats.iter().map(|beat| (beat.present(), beat.mask, beat.e)).collect()
    };
    assert_eq!(show(&seen.beats("vector_out0")), show(expected));
}

#[test]
fn tiles_drain_while_the_next_accumulates() {
    let unit = Unit::tiny();
    for op in [Op::MulF, Op::MulI] {
        // Five ways hide the adder; ten beats leave while at least ten are issued. The last vector of a row is ragged.
        let product = Product { op, rows: 2, n: 18, k: 7, tiles: 3 };
        let seen = product.check(&unit);
        assert_eq!(seen.counts["blocked"], 0);
        // Pushed in cycle 0, issued from 1 on; ripe T + 1 after the last issue of the first tile.
        let first = 35 + T + 1 + 2 + 2 * T;
        let cycles: Vec<u64> =
            seen.seen["vector_out0"][..10].iter().map(|(cycle, _)| *cycle).collect();
        assert_eq!(cycles, (first..first + 10).collect::<Vec<_>>());
    }
}

#[test]
fn a_single_product_is_added_to_the_constant() {
    let product = Product { op: Op::MulF, rows: 2, n: 20, k: 1, tiles: 1 };
    product.check(&Unit::tiny());
}

#[test]
fn tiles_that_leave_more_slowly_than_they_come_hold_the_unit_back() {
    // Five beats a tile come, ten leave.
    let unit = Unit::tiny();
    let product = Product { op: Op::MulI, rows: 2, n: 20, k: 3, tiles: 2 };
    let mut config = product.config(&unit.spec);
    loops(&mut config, &[20, 1, 6]);
    config.drain.counters.levels[2].tile = 6;
    config.vector_inputs[0].marks = [0; 3];
    let columns: Vec<Vec<u32>> = (0..6).map(|tile| values(tile, 20)).collect();
    let rows: Vec<Vec<u32>> = (0..6).map(|tile| values(tile + 50, 4)).collect();
    let inputs = [
        ("vector_in0", columns.iter().flat_map(|row| packed(row, 0)).collect()),
        (
            "vector_in1",
            rows.iter().map(|row| Beat { words: row.clone(), mask: 15, e: 0 }).collect(),
        ),
    ];
    let seen = unit.run_all(&config, &inputs);
    let expected: Vec<u32> = columns
        .iter()
        .zip(&rows)
        .flat_map(|(column, row)| {
            (0..2).flat_map(move |r| column.iter().map(move |x| x.wrapping_mul(row[r])))
        })
        .collect();
    let got: Vec<u32> = seen.beats("vector_out0").iter().flat_map(Beat::present).collect();
    assert_eq!(got, expected);
    let cycles: Vec<u64> = seen.seen["vector_out0"].iter().map(|(cycle, _)| *cycle).collect();
    // Tile 0 is complete in cycle 5; from then on a row of a tile leaves in each cycle.
    let first = 5 + T + 1 + 2 + 2 * T;
    assert_eq!(cycles, (first..first + 60).collect::<Vec<_>>());
    // Tile t + 2 starts when tile t has left, in cycle 20 and every ten cycles, and takes five.
    assert_eq!(seen.counts["blocked"], 9 + 3 * 5);
}

#[test]
fn a_blocked_output_stops_the_unit_with_two_tiles_held() {
    let unit = Unit::tiny();
    let product = Product { op: Op::MulI, rows: 2, n: 20, k: 9, tiles: 4 };
    let rtl = unit.configured(&product.config(&unit.spec));
    let mut rtl = rtl.borrow_mut();
    let mut traffic = Traffic::new(&product.inputs(), &[], None);
    (0..300).for_each(|_| traffic.tick(&mut rtl));
    // Tile 0 is in the FIFO, which has 16 places, tile 1 in part; tiles 1 and 2 are held.
    assert_eq!(traffic.counts["busy"], 3 * 9 * 5);
    assert_eq!((rtl.peek("blocked"), rtl.peek("idle")), (1, 0));
    let mut traffic = traffic.then(&[("vector_out0", LANES)]);
    traffic.run(&mut rtl);
    compare(&traffic, &product.expected(|x| x));
}

#[test]
fn too_few_ways_wait_for_the_adder() {
    let product = Product { op: Op::MulF, rows: 2, n: 16, k: 8, tiles: 2 };
    let seen = product.check(&Unit::tiny());
    // Four ways: one cycle is lost before each of the 8 + 6 rounds but the first.
    assert_eq!(seen.counts["blocked"], 13);
    let product = Product { op: Op::MulI, rows: 1, n: 3, k: 4, tiles: 1 };
    let seen = product.check(&Unit::tiny());
    assert_eq!(seen.counts["blocked"], 3 * T);
}

#[test]
fn ways_go_round_over_two_levels() {
    // Ways are three vectors of each of two rows of A: row i of a tile has factors of its own.
    let unit = Unit::tiny();
    let product = Product { op: Op::MulI, rows: 2, n: 12, k: 5, tiles: 1 };
    let mut config = product.config(&unit.spec);
    loops(&mut config, &[12, 2, 5, 2]);
    config.vector_inputs[0].marks = [0; 3];
    config.fold = Fold { enable: 1, levels: 0b100, ways: 5, round: 1, split: 0 };
    set_loops(&mut config.drain.counters.levels, &[12, 2, 2, 2]);
    config.drain.rows = 2;
    let columns: Vec<Vec<u32>> = (0..20).map(|step| values(step, 12)).collect();
    let rows: Vec<Vec<u32>> = (0..20).map(|step| values(step + 50, 4)).collect();
    let inputs = [
        ("vector_in0", columns.iter().flat_map(|row| packed(row, 0)).collect()),
        (
            "vector_in1",
            rows.iter().map(|row| Beat { words: row.clone(), mask: 15, e: 0 }).collect(),
        ),
    ];
    let seen = unit.run_all(&config, &inputs);
    let mut expected = Vec::new();
    for (tile, row, i) in (0..8).map(|x| (x / 4, x / 2 % 2, x % 2)) {
        let steps: Vec<usize> = (0..5).map(|k| 10 * tile + 2 * k + i).collect();
        expected.extend((0..12).map(|n| {
            let product = |&step: &usize| columns[step][n].wrapping_mul(rows[step][row]);
            steps.iter().map(product).fold(0, u32::wrapping_add)
        }));
    }
    let got: Vec<u32> = seen.beats("vector_out0").iter().flat_map(Beat::present).collect();
    assert_eq!(got, expected);
}

#[test]
fn later_stages_and_the_output_unit_work_on_what_leaves() {
    let after = [(Op::MulF, Op::Mov, 0), (Op::DotI8, Op::ShrU, 3), (Op::DotI8, Op::Or, 9)];
    for (t, (op, after, constant)) in [T, LONG].into_iter().flat_map(|t| after.map(|a| (t, a))) {
        let unit = tall(t);
        // A way more than a sum takes.
        let ways = t + 2;
        let product = Product { op, rows: 2, n: LANES * ways as usize - 2, k: 6, tiles: 2 };
        let mut config = product.config(&unit.spec);
        config.stages[2] = Stage { destination: 2, ..map(Op::Xor, 2, CONSTANT, 0x0f00_f0f0) };
        config.output_unit = OutputUnit { op: after.code().into(), constant };
        let seen = unit.run_all(&config, &product.inputs());
        compare(&seen, &product.expected(|x| calculate(after, x ^ 0x0f00_f0f0, constant)));
        // One functional unit later than the three stages.
        let first = 6 * ways + t + 1 + 2 + 3 * t + t;
        assert_eq!(seen.seen["vector_out0"][0].0, first);
    }
}

#[test]
fn one_row_of_three_stages_leaves() {
    for t in [T, LONG] {
        // Of a single way, the sum is there just when it leaves.
        for n in [20, 3] {
            Product { op: Op::DotI8, rows: 1, n, k: 5, tiles: 2 }.check(&tall(t));
        }
    }
}

#[test]
fn the_output_unit_works_in_lanes_too() {
    let unit = tall(T);
    let mut config = base(&unit.spec);
    loops(&mut config, &[10]);
    config.counters.vector = 1;
    config.vector_inputs[0] = enabled([1, 0, 0]);
    config.head = vec![0; 4];
    config.stages = vec![pass(); 3];
    config.output_unit = OutputUnit { op: Op::SubI.code().into(), constant: 5 };
    for o in 0..2 {
        config.vector_outputs[o] = Output { enable: 1, marks: [1, 0, 0], ..Output::default() };
    }
    let a = values(1, 10);
    let seen = unit.run_all(&config, &[("vector_in0", packed(&a, 1))]);
    let less: Vec<u32> = a.iter().map(|x| x.wrapping_sub(5)).collect();
    compare(&seen, &packed(&less, 1));
    let got: Vec<u32> = seen.beats("vector_out1").iter().flat_map(Beat::present).collect();
    assert_eq!(got, a);
    let first = |output: &str| seen.seen[output][0].0;
    assert_eq!((first("vector_out0"), first("vector_out1")), (1 + 2 + 4 * T, 1 + 2 + 3 * T));
}

#[test]
fn a_lane_is_spread_over_all() {
    let unit = Unit::tiny();
    let mut config = base(&unit.spec);
    loops(&mut config, &[12, 3]);
    config.counters.vector = 1;
    config.vector_inputs[0] = enabled([0; 3]);
    config.vector_inputs[1] = Input { hold: 1, ..enabled([0; 3]) };
    config.head = vec![0, 1, 0, 0];
    config.stages = vec![Stage { spread: 1, lane: 2, ..map(Op::SubI, 0, 1, 0) }, pass()];
    config.vector_outputs[0] = Output { enable: 1, ..Output::default() };
    let (a, b) = (values(1, 36), values(2, 12));
    let inputs = [("vector_in0", packed(&a, 0)), ("vector_in1", packed(&b, 0))];
    let spread = |i: usize| b[i / 12 * LANES + 2];
    let expected: Vec<u32> = (0..36).map(|i| a[i].wrapping_sub(spread(i))).collect();
    compare(&unit.run_all(&config, &inputs), &packed(&expected, 0));

    // Where operand b is the constant there is nothing to spread.
    config.stages[0].b = CONSTANT;
    config.stages[0].constant = 9;
    let expected: Vec<u32> = a.iter().map(|x| x.wrapping_sub(9)).collect();
    compare(&unit.run_all(&config, &inputs), &packed(&expected, 0));
}

#[test]
fn a_port_keeps_the_beats_that_it_is_dealt() {
    let unit = Unit::tiny();
    for (every, offset) in [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2)] {
        let mut config = base(&unit.spec);
        loops(&mut config, &[16]);
        config.counters.vector = 1;
        config.vector_inputs[0] = Input { every, offset, ..enabled([0; 3]) };
        config.stages = vec![pass(); 2];
        config.vector_outputs[0] = Output { enable: 1, ..Output::default() };
        let kept = every as usize + 1;
        let a: Vec<Vec<u32>> = (0..4 * kept as u32).map(|beat| values(beat, LANES)).collect();
        let beats = a.iter().flat_map(|beat| packed(beat, 0)).collect();
        let seen = unit.run_all(&config, &[("vector_in0", beats)]);
        let dealt = a.iter().skip(offset as usize).step_by(kept).flatten();
        let expected: Vec<u32> = dealt.copied().collect();
        compare(&seen, &packed(&expected, 0));
    }
}
