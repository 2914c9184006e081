//! Every example that fits, on a board: through the pins of its serial line, at RTL, with the SDRAM chip's model behind its
//! memory controller.

use kiln_arch::FabricSpec;
use kiln_boards::Board;
use kiln_compiler::bitstream::Bitstream;
use kiln_cosim::{BoardDesign, VirtualBoard};
use kiln_runtime::driver::{self, Options};
use kiln_runtime::link::FAST_BAUD;
use kiln_runtime::serial::{Connected, SerialDevice};
use kiln_runtime::virtual_board::{LINK_CLOCK_HZ, PinLine};
use kiln_tests::{Case, EXAMPLES, Failure, compile};

/// Programs whose tensors are no larger than this: the line is slow, and the simulation more so.
const MOST_WORDS: u32 = 400;
/// Cycles of a run: more than any of them takes.
const MAX_CYCLES: u64 = 1_000_000;

fn board(name: &str) -> Board {
    Board::load(name).expect("the board exists")
}

/// The board's design with this fabric.
fn design(board: &Board, spec: &FabricSpec) -> BoardDesign {
    BoardDesign::new(board, spec, LINK_CLOCK_HZ).expect("the fabric suits the board")
}

/// A design of the board, powered up and connected at its highest rate; all of the board's memory is there.
fn connect(board: &Board, design: &BoardDesign, spec: &FabricSpec) -> SerialDevice<PinLine> {
    let virtual_board = VirtualBoard::new(design, None).expect("the board verilates");
    let mut connected =
        Connected::open(PinLine(virtual_board), "pins", FAST_BAUD).expect("it answers");
    connected.hasten().expect("it changes its rate");
    connected.device(spec, board.memory_words().into()).expect("it has this fabric and memory")
}

fn run(
    case: &Case,
    bitstream: &Bitstream,
    device: &mut SerialDevice<PinLine>,
    spec: &FabricSpec,
) -> Result<u64, Failure> {
    let options = Options { max_cycles: MAX_CYCLES, progress: &mut |_| () };
    let outcome = driver::run(device, bitstream, &case.inputs, options).map_err(Failure::wrong)?;
    let orders = &bitstream.metadata.orders;
    case.check(orders, spec.numbers.subnormals, &outcome.outputs).map_err(Failure::Wrong)?;
    Ok(outcome.cycles_run.into())
}

/// The largest size of an example that is small enough, compiled.
fn small(name: &str, settings: &[&str], spec: &FabricSpec) -> Option<(Case, Bitstream)> {
    let fitting = settings.iter().filter_map(|settings| {
        let case = Case::example(name, settings);
        let words: usize = case.inputs.iter().map(Vec::len).sum();
        if words > MOST_WORDS as usize {
            return None;
        }
        let bitstream = match compile(&case, spec) {
            Ok(compiled) => compiled.bitstream,
            Err(Failure::Refused(_)) => return None,
            Err(error) => panic!("{}: {error:?}", case.name),
        };
        (bitstream.metadata.memory_words <= MOST_WORDS).then_some((case, bitstream))
    });
    fitting.max_by_key(|(_, bitstream)| bitstream.metadata.memory_words)
}

/// Runs every example that fits through the pins of a board with a fabric; at least `least` do.
fn examples_run(name: &str, fabric: &str, least: usize) {
    let spec = FabricSpec::reference(fabric).expect("the fabric exists");
    let board = board(name);
    let mut device = connect(&board, &design(&board, &spec), &spec);
    let (mut ran, mut wrong) = (Vec::new(), Vec::new());
    for example in EXAMPLES {
        let Some((case, bitstream)) = small(example.name, example.settings, &spec) else {
            continue;
        };
        match run(&case, &bitstream, &mut device, &spec) {
            Ok(cycles) => {
                println!("{} in {cycles} cycles", case.name);
                ran.push(case.name);
            }
            Err(error) => wrong.push(format!("{}: {error:?}", case.name)),
        }
    }
    println!("{:?}", kiln_runtime::device::Device::link(&device));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(ran.len() >= least, "only {} fit", ran.len());
}

#[test]
fn examples_run_through_the_pins_of_the_ulx3s() {
    examples_run("ulx3s-85f", "ulx3s_f32", 15);
}

#[test]
fn examples_run_through_the_pins_of_the_ulx3s_with_room_to_spare() {
    examples_run("ulx3s-85f", "ulx3s_small", 13);
}

#[test]
fn examples_run_through_the_pins_of_the_ulx3s_for_bytes() {
    examples_run("ulx3s-85f", "ulx3s_i8", 13);
}

#[test]
fn examples_run_through_the_pins_of_the_tang_nano() {
    examples_run("tang-nano-20k", "tang", 10);
}

/// A matrix product, an inner product, a convolution and a filtered fold through the pins of the netlist that Yosys makes of
/// the board's core with a small fabric: look-up tables, flip-flops, carry chains, memories and multipliers.
#[test]
fn programs_run_through_the_pins_of_the_netlist() {
    let spec = FabricSpec::from_toml(include_str!("../../fabrics/gates.toml"));
    let spec = spec.expect("the fabric file is right");
    let board = board("ulx3s-85f");
    let design = design(&board, &spec).netlist(None).expect("Yosys synthesizes it");
    let mut device = connect(&board, &design, &spec);
    let filtered = "param N = 40; input x: f32[N]; arg limit: f32 = 0.25;
        output s: f32 = sum (i in N) where x[i] > limit { x[i] * x[i] };";
    let cases = [
        Case::example("matmul", "M=5 N=6 K=7"),
        Case::example("inner_product", "N=33"),
        Case::example("conv2d", "H=5 W=6"),
        Case::text("filtered", filtered, ""),
    ];
    for case in cases {
        let compiled = compile(&case, &spec);
        let bitstream =
            compiled.unwrap_or_else(|error| panic!("{}: {error:?}", case.name)).bitstream;
        match run(&case, &bitstream, &mut device, &spec) {
            Ok(cycles) => println!("netlist: {} in {cycles} cycles", case.name),
            Err(error) => panic!("{}: {error:?}", case.name),
        }
    }
    println!("{:?}", kiln_runtime::device::Device::link(&device));
}
