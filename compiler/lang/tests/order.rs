//! The order of folds: to the bit as the module of orders describes it, and each element once.

use kiln_arch::num::Subnormals;
use kiln_lang::interpret::{InterpretError, interpret};
use kiln_lang::ir::{NodeId, Program};
use kiln_lang::order::{FoldOrder, Loop, OrderError, OrderMap, verify_orders};
use kiln_lang::{parse, random};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn bind(text: &str) -> Program {
    parse("test", text).expect("it parses").bind(&BTreeMap::new()).expect("it binds").program
}

/// Sums all elements of `x: f32[N]` or `f32[K, L]` in the given order.
fn sum(program: &Program, x: &[f32], order: FoldOrder) -> f32 {
    let fold = program.folds().next().expect("there is a fold");
    let orders = OrderMap::from([(fold, order)]);
    let words = vec![x.iter().map(|v| v.to_bits()).collect()];
    let outputs = interpret(program, &words, &[], &orders, Subnormals::Keep).expect("it runs");
    f32::from_bits(outputs[0][0])
}

fn floats(program: &Program, seed: u64) -> Vec<f32> {
    random::inputs(program, seed)[0].iter().map(|&w| f32::from_bits(w)).collect()
}

fn line(n: u32) -> Program {
    bind(&format!("input x: f32[{n}]; output s: f32 = sum (i in {n}) {{ x[i] }};"))
}

fn order(loops: &[(usize, u32)], lanes: u32, ways: u32) -> FoldOrder {
    let loops = loops.iter().map(|&(dim, tile)| Loop { dim, tile }).collect();
    FoldOrder { loops, lanes, ways, group: 1 }
}

#[test]
fn lanes_join_as_a_tree_of_adjacent_pairs() {
    let program = line(11);
    let x = floats(&program, 3);
    // Lane l takes l, l + 4, l + 8.
    let lane = |l: usize| x[l] + x[l + 4] + if l < 3 { x[l + 8] } else { -0.0 };
    let want = (lane(0) + lane(1)) + (lane(2) + lane(3));
    assert_eq!(sum(&program, &x, order(&[(0, 1)], 4, 1)), want);
}

#[test]
fn absent_lanes_are_skipped() {
    let program = line(3);
    let x = floats(&program, 4);
    assert_eq!(sum(&program, &x, order(&[(0, 1)], 4, 1)), (x[0] + x[1]) + x[2]);
    let program = line(6);
    let x = floats(&program, 5);
    let want = ((x[0] + x[1]) + (x[2] + x[3])) + (x[4] + x[5]);
    assert_eq!(sum(&program, &x, order(&[(0, 1)], 8, 3)), want);
}

#[test]
fn ways_join_in_sequence_from_the_one_after_the_last_beat() {
    let program = line(14);
    let mut x = floats(&program, 6);
    // The ways' sums are about 1e8, -1e8 and 1: which two meet first matters.
    (x[0], x[2]) = (1e8, -1e8);
    // Beats of two lanes: 0..2, 2..4, ..., 12..14; three ways.
    let way = |w: usize| {
        let beats: Vec<usize> = (w..7).step_by(3).collect();
        let lane = |l: usize| beats.iter().map(|b| x[b * 2 + l]).reduce(|a, b| a + b);
        lane(0).expect("used") + lane(1).expect("used")
    };
    // The last beat is of way 0, so way 1 is first.
    let want = (way(1) + way(2)) + way(0);
    assert_ne!(want, (way(0) + way(1)) + way(2), "the values cannot tell the orders apart");
    assert_eq!(sum(&program, &x, order(&[(0, 1)], 2, 3)), want);
}

#[test]
fn tiles_are_visited_in_order_and_beats_count_anew_in_each_run() {
    let program = bind("input x: f32[5, 3]; output s: f32 = sum (k in 5, l in 3) { x[k, l] };");
    let x = floats(&program, 7);
    // k by 2, l, k within: runs of at most two k; two ways.
    let mut ways: [Option<f32>; 2] = [None, None];
    for tile in [0..2, 2..4, 4..5] {
        for l in 0..3 {
            for (position, k) in tile.clone().enumerate() {
                let element = x[k * 3 + l];
                let way = &mut ways[position % 2];
                *way = Some(way.map_or(element, |sum| sum + element));
            }
        }
    }
    let want = ways[0].expect("used") + ways[1].expect("used");
    assert_eq!(sum(&program, &x, order(&[(0, 2), (1, 1), (0, 1)], 1, 2)), want);
    let swapped = (0..3).flat_map(|l| (0..5).map(move |k| k * 3 + l)).map(|at| x[at]);
    let want = swapped.reduce(|a, b| a + b).expect("used");
    assert_eq!(sum(&program, &x, order(&[(1, 1), (0, 1)], 1, 1)), want);
}

#[test]
fn wrong_orders_are_refused() {
    let refused = |loops: &[(usize, u32)], lanes, ways| order(loops, lanes, ways).verify(2);
    assert_eq!(refused(&[(0, 1), (1, 1)], 1, 1), Ok(()));
    assert_eq!(refused(&[(0, 1)], 1, 1), Err(OrderError::NotCovered(1)));
    assert_eq!(refused(&[(0, 4), (1, 1)], 1, 1), Err(OrderError::NotCovered(0)));
    assert_eq!(refused(&[(0, 1), (1, 1), (1, 2)], 1, 1), Err(OrderError::NotCovered(1)));
    assert_eq!(refused(&[(0, 1), (1, 1)], 0, 1), Err(OrderError::Zero("lanes")));
    assert_eq!(refused(&[(0, 1), (1, 0)], 1, 1), Err(OrderError::Zero("a tile")));
    assert_eq!(refused(&[(2, 1)], 1, 1), Err(OrderError::NoSuchDim { dim: 2, dims: 2 }));
    let program = line(3);
    let orders = OrderMap::from([(NodeId(0), FoldOrder::sequential(1))]);
    let result = interpret(&program, &[vec![0; 3]], &[], &orders, Subnormals::Keep);
    let error = OrderError::NotAFold(NodeId(0));
    assert_eq!(result, Err(InterpretError::Order(NodeId(0), error)));
}

/// A sum of products of two inputs of a type, over `n` positions.
fn products(ty: &str, n: u32) -> Program {
    bind(&format!(
        "input a: {ty}[{n}]; input b: {ty}[{n}];
         output s: {} = sum (k in {n}) {{ a[k] * b[k] }};",
        if ty == "i8" { "i32" } else { "f32" }
    ))
}

/// The one output under an order for the one fold.
fn folded(program: &Program, inputs: &[Vec<u32>], order: FoldOrder) -> u32 {
    let fold = program.folds().next().expect("there is a fold");
    let orders = OrderMap::from([(fold, order)]);
    interpret(program, inputs, &[], &orders, Subnormals::Keep).expect("it runs")[0][0]
}

#[test]
fn pairs_of_bf16_products_are_rounded_once() {
    let program = products("bf16", 5);
    // 2^24 + 1 - 2^24 - 1 + 2^-20: alone, each 1 is lost beside 2^24.
    let a = [4096.0, 1.0, -4096.0, 1.0, 0.0009765625f32];
    let b = [4096.0, 3.0, 4096.0, -1.0, 0.0009765625f32];
    let inputs = [a, b].map(|x| x.map(f32::to_bits).to_vec());
    let grouped = |lanes, ways| {
        let order = FoldOrder { group: 2, ..order(&[(0, 1)], lanes, ways) };
        f32::from_bits(folded(&program, &inputs, order))
    };
    // The pairs: 2^24 + 3, which rounds to 2^24 + 4; -2^24 - 1, which rounds to -2^24; 2^-20 and nothing.
    let pairs = [16_777_220.0f32, -16_777_216.0, 1.0 / 1_048_576.0];
    assert_eq!(grouped(1, 1), pairs[0] + pairs[1] + pairs[2]);
    assert_eq!(grouped(2, 1), (pairs[0] + pairs[2]) + pairs[1]);
    // Of two ways the last beat is of way 0, so way 1 is first.
    assert_eq!(grouped(1, 2), pairs[1] + (pairs[0] + pairs[2]));
    let alone = f32::from_bits(folded(&program, &inputs, order(&[(0, 1)], 1, 1)));
    assert_eq!(alone, ((16_777_220.0f32 - 16_777_216.0) - 1.0) + 1.0 / 1_048_576.0);
    assert_ne!(alone, grouped(1, 1));
}

#[test]
fn groups_start_anew_in_each_tile() {
    let program = products("bf16", 6);
    let a = [4096.0f32, 1.0, 1.0, 1.0, 1.0, 4096.0];
    let b = [4096.0f32, 1.0, 1.0, 1.0, 1.0, -4096.0];
    let inputs = [a, b].map(|x| x.map(f32::to_bits).to_vec());
    let order = |tile| FoldOrder { group: 2, ..order(&[(0, tile), (0, 1)], 1, 1) };
    // Tiles of 3: (0, 1), 2, (3, 4), 5; of 6: (0, 1), (2, 3), (4, 5).
    let big = 16_777_216.0f32;
    let thirds = [big, 1.0, 2.0, -big].into_iter().reduce(|a, b| a + b);
    assert_eq!(Some(f32::from_bits(folded(&program, &inputs, order(3)))), thirds);
    let halves = [big, 2.0, 1.0 - big].into_iter().reduce(|a, b| a + b);
    assert_eq!(Some(f32::from_bits(folded(&program, &inputs, order(6)))), halves);
    assert_ne!(thirds, halves);
}

#[test]
fn an_absent_partner_counts_as_zero() {
    let program = products("bf16", 1);
    let inputs = [vec![(-0f32).to_bits()], vec![1f32.to_bits()]];
    let pair = FoldOrder { group: 2, ..FoldOrder::sequential(1) };
    assert_eq!(folded(&program, &inputs, pair), 0, "-0 * 1 + 0 * 0");
    assert_eq!(folded(&program, &inputs, FoldOrder::sequential(1)), 1 << 31);
}

#[test]
fn groups_of_i8_products_change_nothing() {
    let program = products("i8", 103);
    let inputs = random::inputs(&program, 5);
    let term = |k: usize| inputs[0][k].wrapping_mul(inputs[1][k]);
    let want = (0..103).fold(0u32, |sum, k| sum.wrapping_add(term(k)));
    for (group, lanes, ways) in [(1, 1, 1), (4, 1, 1), (4, 8, 3), (7, 3, 2), (u32::MAX, 2, 2)] {
        let order = FoldOrder { group, ..order(&[(0, 50), (0, 1)], lanes, ways) };
        assert_eq!(folded(&program, &inputs, order), want, "{group}");
    }
}

#[test]
fn groups_need_sums_of_packed_products() {
    let result = |text: &str, group| {
        let program = bind(text);
        let fold = program.folds().next().expect("there is a fold");
        let order = FoldOrder { group, ..FoldOrder::sequential(1) };
        verify_orders(&program, &OrderMap::from([(fold, order)])).map_err(|(_, error)| error)
    };
    let bf16 = "input a: bf16[8]; output s: f32 = sum (k in 8) { a[k] * a[k] };";
    let i8 = "input a: i8[8]; output s: i32 = sum (k in 8) { a[k] * a[k] };";
    assert_eq!(result(bf16, 2), Ok(()));
    assert_eq!(result(bf16, 4), Err(OrderError::NoGroups(4)));
    assert_eq!(result(i8, 4), Ok(()));
    assert_eq!(result(i8, 0), Err(OrderError::Zero("group")));
    for text in [
        bf16.replace("bf16", "f32"),
        i8.replace("i8[8]", "i32[8]"),
        bf16.replace("* a[k]", "* 2.0"),
        bf16.replace("* a[k]", "+ a[k]"),
        i8.replace("sum", "max"),
        i8.replace("a[k] * a[k]", "a[k]"),
        "input a: bf16[8]; input b: f32[8]; output s: f32 = sum (k in 8) { a[k] * b[k] };".into(),
    ] {
        assert_eq!(result(&text, 2), Err(OrderError::NoGroups(2)), "{text}");
        assert_eq!(result(&text, 1), Ok(()));
    }
    let old = r#"{"loops": [], "lanes": 2, "ways": 3}"#;
    assert_eq!(serde_json::from_str::<FoldOrder>(old).expect("it reads").group, 1);
}

proptest! {
    /// With `xor` over distinct bits, the result tells how often each element was taken.
    #[test]
    fn verified_orders_take_each_element_once(
        extents in (1u32..6, 1u32..5),
        loops in proptest::collection::vec((0usize..2, 1u32..4), 0..6),
        lanes in 1u32..6,
        ways in 1u32..4,
        group in 1u32..5,
    ) {
        let order = order(&loops, lanes, ways);
        let (k, l) = extents;
        let text = format!(
            "input one: i8[{l}]; input digit: i8[{k}];
             output once: i32 = fold xor (k in {k}, l in {l}) {{ 1 << (k * {l} + l) }};
             output count: i32 = sum (k in {k}, l in {l}) {{ 1 + 0 * k }};
             output grouped: i32 = sum (k in {k}, l in {l}) {{ digit[k] * one[l] }};"
        );
        let program = bind(&text);
        let of = |f| if kiln_lang::order::packed_product(&program, f).is_some() { group } else { 1 };
        let orders: OrderMap =
            program.folds().map(|f| (f, FoldOrder { group: of(f), ..order.clone() })).collect();
        let digits: Vec<u32> = (0..k).map(|k| 1 << k).collect();
        let inputs = [vec![1; l as usize], digits];
        let result = interpret(&program, &inputs, &[], &orders, Subnormals::Keep);
        if order.verify(2).is_ok() {
            let outputs = result.expect("it runs");
            prop_assert_eq!(outputs[0][0], (1u64 << (k * l)).wrapping_sub(1) as u32);
            prop_assert_eq!(outputs[1][0], k * l);
            prop_assert_eq!(outputs[2][0], ((1 << k) - 1) * l);
        } else {
            prop_assert!(result.is_err());
        }
    }
}
