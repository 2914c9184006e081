//! Leaves as netlists of an ECP5 against their RTL, so that each model of a cell is seen to be right: every output in
//! every cycle, on random inputs.

use kiln_arch::num::Subnormals;
use kiln_cosim::netlist;
use kiln_emit::{Design, Leaf, Part};
use kiln_units::arith::{DotI8, F32Mul, IntMul};
use kiln_units::fifo::Fifo;
use kiln_units::perf::Perf;
use kiln_units::pmu_bank::PmuBank;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use verilator_sys::{Build, Direction, Model, PortId, Verilator, cache_dir};

const CYCLES: u64 = 20_000;

fn open(top: &str, files: Vec<(String, String)>, waive: &[&str]) -> Model {
    let build = Build {
        clock: Some("clk".into()),
        waive: waive.iter().map(|warning| warning.to_string()).collect(),
        ..Build::new(top, files)
    };
    Model::open(&build.build(&Verilator::find().unwrap(), &cache_dir().unwrap()).unwrap()).unwrap()
}

/// Runs both. `input` gives the value of a port in a cycle, else it is random. `cell` is one that must be in the netlist, else nothing of it was tested.
fn agree(leaf: &impl Leaf, cell: &str, input: impl Fn(u64, &str) -> Option<u64>) {
    let design = Design::new(&Part::leaf(leaf)).unwrap();
    let files = netlist::ecp5(design.top(), &design.files(), &cache_dir().unwrap()).unwrap();
    assert!(
        files.iter().any(|(file, _)| file.trim_end_matches(".v") == cell),
        "no {cell} in {}",
        design.top()
    );
    let mut rtl = open(design.top(), design.files(), &[]);
    // Bits of an output that are also read inside look like loops.
    let mut gates = open(design.top(), files, &[netlist::WAIVED, &["UNOPTFLAT"]].concat());
    let ports: Vec<(String, u32, Direction)> =
        rtl.ports().iter().map(|port| (port.name.clone(), port.width, port.direction)).collect();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for cycle in 0..CYCLES {
        for (name, width, direction) in &ports {
            if *direction == Direction::Input && name != "clk" {
                let words = input(cycle, name);
                let mut words: Vec<u32> = match words {
                    Some(value) => vec![value as u32, (value >> 32) as u32],
                    None => (0..width.div_ceil(32)).map(|_| random.random()).collect(),
                };
                words.resize(width.div_ceil(32) as usize, 0);
                if width % 32 != 0 {
                    *words.last_mut().unwrap() &= (1 << (width % 32)) - 1;
                }
                for model in [&mut rtl, &mut gates] {
                    let port: PortId = model.port(name).unwrap();
                    model.poke_wide(port, &words);
                }
            }
        }
        for model in [&mut rtl, &mut gates] {
            model.step().unwrap();
        }
        for (name, width, direction) in &ports {
            if *direction == Direction::Output {
                let [seen, wanted] = [&gates, &rtl].map(|model| {
                    let mut words = vec![0; width.div_ceil(32) as usize];
                    model.peek_wide(model.port(name).unwrap(), &mut words);
                    words
                });
                assert_eq!(seen, wanted, "{}: {name} in cycle {cycle}", design.top());
            }
        }
    }
}

/// Operands at random, for the only operator that there is.
fn operator(_: u64, name: &str) -> Option<u64> {
    (name == "told").then_some(1)
}

#[test]
fn multipliers() {
    agree(&IntMul::new(), "MULT18X18D", operator);
    agree(&F32Mul::new(Subnormals::Keep), "MULT18X18D", operator);
    agree(&DotI8::new(), "MULT18X18D", operator);
}

#[test]
fn registers_go_into_multipliers() {
    let moved = |leaf: &dyn Fn() -> Part| {
        let design = Design::new(&leaf()).unwrap();
        let files = netlist::ecp5(design.top(), &design.files(), &cache_dir().unwrap()).unwrap();
        let text = &files.last().unwrap().1;
        ["INPUTA", "INPUTB", "OUTPUT"]
            .map(|which| text.matches(&format!(".REG_{which}_CLK(\"CLK0\")")).count())
    };
    // Three multipliers between registers.
    assert_eq!(moved(&|| Part::leaf(&IntMul::new())), [3, 3, 3]);
    assert_eq!(moved(&|| Part::leaf(&DotI8::new())), [4, 4, 4]);
    // Factors that come from ports, and those with a bit that is computed, have none.
    assert_eq!(moved(&|| Part::leaf(&F32Mul::new(Subnormals::Flush))), [0, 0, 4]);
}

#[test]
fn carry_chains() {
    // Cleared now and then.
    let clear =
        |cycle, name: &str| matches!(name, "rst" | "clear").then_some(u64::from(cycle % 100 == 0));
    agree(&Perf::new(4), "CCU2C", clear);
}

#[test]
fn distributed_memory() {
    let reset = |cycle, name: &str| (name == "rst").then_some(u64::from(cycle % 100 == 0));
    agree(&Fifo::new(67, 16), "TRELLIS_DPR16X4", reset);
    agree(&Fifo::new(35, 3), "TRELLIS_FF", reset);
}

#[test]
fn block_memory() {
    // Never read while written: what a read gives then is not defined. The low rows, so that rows are read again.
    let phases = |cycle: u64, name: &str| match name {
        "write" => Some(cycle % 2),
        "read" => Some((cycle + 1) % 2),
        "write_row" | "read_row" => Some(cycle * cycle * 7 / 16 % 61),
        _ => None,
    };
    for rows in [512, 1024] {
        agree(&PmuBank::new(rows), "DP16KD", phases);
    }
}
