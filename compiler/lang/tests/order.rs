//! The order of folds: to the bit as the module of orders describes it, and each element once.

use kiln_arch::num::Subnormals;
use kiln_lang::interpret::{InterpretError, interpret};
use kiln_lang::ir::{NodeId, Program};
use kiln_lang::order::{FoldOrder, Loop, OrderError, OrderMap};
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
    FoldOrder { loops, lanes, ways }
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

proptest! {
    /// With `xor` over distinct bits, the result tells how often each element was taken.
    #[test]
    fn verified_orders_take_each_element_once(
        extents in (1u32..6, 1u32..5),
        loops in proptest::collection::vec((0usize..2, 1u32..4), 0..6),
        lanes in 1u32..6,
        ways in 1u32..4,
    ) {
        let order = order(&loops, lanes, ways);
        let (k, l) = extents;
        let text = format!(
            "output once: i32 = fold xor (k in {k}, l in {l}) {{ 1 << (k * {l} + l) }};
             output count: i32 = sum (k in {k}, l in {l}) {{ 1 + 0 * k }};"
        );
        let program = bind(&text);
        let orders: OrderMap = program.folds().map(|f| (f, order.clone())).collect();
        let result = interpret(&program, &[], &[], &orders, Subnormals::Keep);
        if order.verify(2).is_ok() {
            let outputs = result.expect("it runs");
            prop_assert_eq!(outputs[0][0], (1u64 << (k * l)).wrapping_sub(1) as u32);
            prop_assert_eq!(outputs[1][0], k * l);
        } else {
            prop_assert!(result.is_err());
        }
    }
}
