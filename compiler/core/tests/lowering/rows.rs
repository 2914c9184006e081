//! Fabrics whose compute units hold more rows than a beat has lanes.

use crate::examples::cases;
use crate::finished::finished;
use crate::harness::{bound, example, mid, reference, run_on};
use crate::packed::{PACKED_PRODUCTS, packed_product};
use crate::padded::{PADDED, padded};
use kiln_arch::FabricSpec;
use kiln_arch::config::direction;
use kiln_compiler::graph::UnitConfig;
use kiln_compiler::lower::{Layouts, Resource, lower};
use kiln_lang::ir::Program;

/// Fabrics whose compute units hold more rows than a beat has lanes: one unit between two memory units, whose first stages only
/// hold rows; and several units, of which a memory unit serves many, or whose rows fill no whole beats.
fn many_rows() -> Vec<FabricSpec> {
    use kiln_arch::num::OpGroup::*;
    use kiln_arch::spec::Corner;
    let board = |name: &str, rows: usize| {
        let mut spec = reference("ulx3s");
        (spec.name, spec.rows, spec.cols, spec.corner) = (name.into(), 1, 3, Corner::Pmu);
        (spec.lanes, spec.pcu.stages, spec.pcu.systolic_stages, spec.pcu.registers) =
            (4, 8, rows, 3);
        (spec.pcu.counter_levels, spec.pcu.drain_levels, spec.pmu.counter_levels) = (8, 6, 8);
        (spec.pcu.vector_inputs, spec.ag.counter_levels) = (3, 8);
        (spec.memory.data_bits, spec.numbers.op_latency) = (32, 6);
        spec
    };
    let mut floats = board("board_floats", 4);
    let row = vec![FloatMul, FloatAdd];
    let ends = [
        vec![Int, IntMul, FloatMul, FloatAdd],
        vec![FloatMul, FloatAdd, FloatCompare],
        vec![Int, FloatMul, FloatAdd],
        vec![FloatMul, FloatAdd, FloatCompare, Convert],
    ];
    floats.pcu.stage_ops = [vec![row; 4], ends.to_vec()].concat();
    let mut bytes = board("board_bytes", 6);
    bytes.pcu.stage_ops = vec![vec![Int, DotI8]; 6];
    bytes.pcu.stage_ops.extend([vec![Int, DotI8, DotBf16], vec![Int, DotI8, FloatAdd]]);
    bytes.pcu.output_ops = vec![Int, Quantize];
    let several = |name: &str, stages: usize, pmu_cols: usize| {
        let mut spec = mid();
        (spec.name, spec.lanes, spec.pcu.stages) = (name.into(), 4, stages);
        (spec.rows, spec.cols) = (2, pmu_cols);
        spec
    };
    vec![floats, bytes, several("six_rows", 6, 6), several("sixteen_rows", 16, 2)]
}

#[test]
fn more_rows_than_lanes_equal_the_interpreter() {
    for spec in many_rows() {
        let (mut systolic, mut refused) = (0, 0);
        let mut one = |program: &Program| match run_on(program, &spec) {
            Ok(lowered) => systolic += u32::from(lowered.tiled.to_string().contains("systolic")),
            Err(_) => refused += 1,
        };
        for ty in ["i8", "f32"] {
            for number in 0..PACKED_PRODUCTS.len() {
                one(&packed_product(number, ty, [33, 20, 37]));
            }
            for number in 0..PADDED.len() {
                one(&padded(number, ty, [5, 7, 9, 13]));
            }
        }
        for size in [[1, 1, 1], [5, 9, 7], [41, 70, 19]] {
            for after in ["max(alpha * SUM, 0)", "SUM + column[j]", "SUM - row[i]"] {
                one(&finished("f32", after, size));
            }
            one(&finished("i8", "quantize(SUM, 77, 14)", size));
        }
        println!("{}: {systolic} systolic, {refused} refused", spec.name);
        assert!(systolic > 10, "{}: {systolic} systolic, {refused} refused", spec.name);
    }
}

#[test]
fn lines_of_an_image_are_loaded_once_for_all_places_of_a_window() {
    let spec = &many_rows()[1];
    let conv = |number: usize, size, lines: bool| {
        let program = padded(number, "i8", size);
        let lowered = run_on(&program, spec).unwrap_or_else(|e| panic!("{number}: {e}"));
        let kept = lowered.tiled.to_string().contains("lines at a time");
        assert_eq!(kept, lines, "{number} {size:?}\n{}", lowered.tiled);
    };
    for (number, h, w) in [(0, 12, 16), (0, 5, 7), (3, 6, 12), (4, 4, 4), (5, 9, 16), (0, 2, 24)] {
        for (c, o) in [(16, 16), (9, 20), (40, 7)] {
            conv(number, [h, w, c, o], true);
        }
    }
    // Positions two apart meet in the same banks; and no number of rows divides a line of 17.
    conv(2, [8, 8, 16, 16], false);
    conv(0, [3, 17, 16, 16], false);
}

#[test]
fn a_tiling_that_cannot_be_made_gives_way_to_the_next_best() {
    let mut spec = reference("ulx3s_i8");
    for input_fifo in [2, 3] {
        spec.pcu.input_fifo = input_fifo;
        // Strips of two tiles would need a loop more than the counters have.
        for (size, c) in [(16, 64), (32, 32)] {
            let params = [("H", size), ("W", size), ("C", c), ("O", c)];
            let lowered = lower(&example("conv_i8", &params), &spec, Layouts::Asked, 0);
            let tiled = lowered.unwrap_or_else(|e| panic!("{e}")).tiled.to_string();
            assert!(tiled.contains("lines at a time"), "{input_fifo} {params:?}\n{tiled}");
        }
    }
}

#[test]
fn results_leave_for_a_narrow_memory_in_long_rows() {
    let mut spec = reference("ulx3s_i8");
    spec.pcu.input_fifo = 3;
    let program = example("gemm_i8_quantized", &[("M", 256), ("N", 256), ("K", 256)]);
    let lowered = lower(&program, &spec, Layouts::Asked, 0).unwrap_or_else(|e| panic!("{e}"));
    let stored = lowered.graph.units.iter().filter_map(|unit| match &unit.config {
        UnitConfig::Ag(ag) if ag.direction == direction::STORE => Some(ag.counters.levels[0].tile),
        _ => None,
    });
    // Bytes: with tiles of 8 columns bursts of two words would take half as long again as the products.
    let bytes = stored.min().expect("results are stored");
    assert!(bytes >= 32, "{bytes}\n{}", lowered.tiled);
}

#[test]
fn operations_keep_off_stages_that_only_hold_rows() {
    for spec in many_rows().into_iter().filter(|spec| spec.pcu.systolic_stages > 0) {
        let mut ran = 0;
        for (name, sizes) in cases() {
            for params in sizes.iter().step_by(4) {
                ran += u32::from(run_on(&example(name, params), &spec).is_ok());
            }
        }
        println!("{}: {ran} ran", spec.name);
        assert!(ran > 10, "{}: {ran} ran", spec.name);
    }
    // Four stages are left for operations, one of which converts.
    let floats = &many_rows()[0];
    let text = "input x: f32[40]; output y: f32[40] = map (i in 40) { BODY };";
    let refusal = |body: &str| {
        run_on(&bound(&text.replace("BODY", body)), floats).expect_err("it is too long").shortage
    };
    let shortage = refusal("((((x[i] * 2 + 1) * 2 + 1) * 2 + 1) * 2 + 1)");
    assert_eq!((shortage.resource, shortage.needed, shortage.had), (Resource::Pcus, 2, 1));
}
