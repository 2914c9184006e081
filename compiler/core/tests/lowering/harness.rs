//! Running a program at all levels and comparing them.

use kiln_arch::FabricSpec;
use kiln_compiler::lower::{Layouts, Lowered, Refusal, lower, set_arguments};
use kiln_compiler::stream_interp;
use kiln_compiler::stream_verify::verify;
use kiln_lang::interpret::interpret;
use kiln_lang::ir::Program;
use rand::{Rng, SeedableRng};

pub fn reference(fabric: &str) -> FabricSpec {
    FabricSpec::reference(fabric).expect("it exists")
}

pub fn mid() -> FabricSpec {
    reference("mid")
}

/// `mid` without the systolic form.
pub fn lanes_only() -> FabricSpec {
    let mut spec = FabricSpec { name: "lanes_only".into(), ..mid() };
    spec.pcu.drain_levels = 0;
    spec
}

/// The program that `text` is, with its own sizes.
pub fn bound(text: &str) -> Program {
    let program = kiln_lang::parse("test", text).expect("it parses");
    program.bind(&Default::default()).expect("it binds").program
}

pub fn example(name: &str, params: &[(&str, i64)]) -> Program {
    let path = format!("{}/../../examples/{name}.kiln", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the example exists");
    let params = params.iter().map(|&(name, value)| (name.to_string(), value)).collect();
    kiln_lang::parse(name, &text).expect("it parses").bind(&params).expect("it binds").program
}

/// Inputs of moderate numbers, some of them zeros, infinities, subnormals and NaN.
fn inputs(program: &Program, seed: u64) -> Vec<Vec<u32>> {
    const SPECIAL: [u32; 8] =
        [0, 0x8000_0000, 1, 0x807f_ffff, 0x7f80_0000, 0xffc0_1234, 0x0080_0000, 0x7fff_ffff];
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let mut all = kiln_lang::random::inputs(program, seed);
    if seed % 2 == 1 {
        for (input, words) in program.inputs.iter().zip(&mut all) {
            for word in words {
                let special = SPECIAL[rng.random_range(0..SPECIAL.len())];
                if rng.random_ratio(1, 40) && input.ty.holds(special) {
                    *word = special;
                }
            }
        }
    }
    all
}

/// Runs a lowered program and compares its outputs with the interpreter's.
fn check(program: &Program, spec: &FabricSpec, lowered: &Lowered, seed: u64) -> Result<(), String> {
    let inputs = inputs(program, seed);
    let args: Vec<u32> = program.args.iter().map(|a| a.default ^ (seed as u32 & 4)).collect();
    let subnormals = spec.numbers.subnormals;
    let want = interpret(program, &inputs, &args, &lowered.orders, subnormals)
        .map_err(|e| format!("interpreter: {e}"))?;
    let mut memory = vec![0xdead_beef; lowered.memory_words as usize];
    for (place, words) in lowered.inputs.iter().zip(&inputs) {
        memory[place.address as usize..][..place.words()].copy_from_slice(&place.pack(words));
    }
    let mut graph = lowered.graph.clone();
    set_arguments(&mut graph, &args);
    stream_interp::run(&graph, spec, &mut memory, &mut |_, _| {}).map_err(|e| e.to_string())?;
    for (place, want) in lowered.outputs.iter().zip(&want) {
        let words = &memory[place.address as usize..][..place.words()];
        let have = place.unpack(words);
        if *words != place.pack(&have) {
            return Err(format!("`{}`: what lies beside its elements is not zero", place.name));
        }
        if let Some(at) = (0..want.len()).find(|&i| have[i] != want[i]) {
            let (have, want) = (have[at], want[at]);
            return Err(format!("`{}` element {at}: {have:#x}, not {want:#x}", place.name));
        }
    }
    Ok(())
}

pub fn run_on(program: &Program, spec: &FabricSpec) -> Result<Lowered, Refusal> {
    run_with(program, spec, Layouts::Asked)
}

pub fn run_with(
    program: &Program,
    spec: &FabricSpec,
    layouts: Layouts,
) -> Result<Lowered, Refusal> {
    let lowered = lower(program, spec, layouts, 0)?;
    if let Err(error) = verify(&lowered.graph, spec, lowered.memory_words) {
        panic!(
            "{} on {}: {error}\n{}{}",
            program.name,
            spec.name,
            lowered.tiled,
            lowered.graph.printed(spec)
        );
    }
    for seed in [1, 4] {
        if let Err(error) = check(program, spec, &lowered, seed) {
            let (name, params, fabric) = (&program.name, &program.params, &spec.name);
            panic!(
                "{name} {params:?} on {fabric}: {error}\n{}{}",
                lowered.tiled,
                lowered.graph.printed(spec)
            );
        }
    }
    Ok(lowered)
}

pub fn run(program: &Program, fabric: &str) -> Result<Lowered, Refusal> {
    run_on(program, &reference(fabric))
}
