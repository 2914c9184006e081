//! The emitted Verilog of whole fabrics is clean: `verilator --lint-only -Wall` finds nothing, and Yosys and Icarus Verilog
//! can read it.

use kiln_arch::FabricSpec;
use kiln_emit::Design;
use kiln_fabric::{Generated, generate, top};
use std::path::Path;
use std::process::Command;
use verilator_sys::{Verilator, lint};

fn generated(name: &str, taps: bool) -> Generated {
    generate(&FabricSpec::reference(name).unwrap(), taps).unwrap()
}

fn check_lint(name: &str, taps: bool) {
    check_spec(&FabricSpec::reference(name).unwrap(), taps);
}

fn check_spec(spec: &FabricSpec, taps: bool) {
    let design = generate(spec, taps).unwrap();
    lint(&Verilator::find().unwrap(), &design.files, &design.top).unwrap();
}

/// Runs a tool on the files of a fabric, in a folder of its own.
fn check_read(name: &str, tool: &str, arguments: impl Fn(&Generated) -> Vec<String>) {
    let design = generated(name, false);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{tool}_{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in &design.files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let output = Command::new(tool).args(arguments(&design)).current_dir(&folder).output();
    let output = output.unwrap_or_else(|error| panic!("{tool}: {error}; install it"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success() && err.is_empty(), "{out}{err}");
}

fn file_names(design: &Generated) -> Vec<String> {
    design.files.iter().map(|(file, _)| file.clone()).collect()
}

#[test]
fn tiny() {
    check_lint("tiny", false);
}

#[test]
fn tiny_with_taps() {
    check_lint("tiny", true);
}

#[test]
fn ulx3s() {
    check_lint("ulx3s", false);
}

#[test]
fn nano() {
    check_lint("nano", false);
}

#[test]
fn dense() {
    check_lint("dense", false);
}

#[test]
fn mid() {
    check_lint("mid", false);
}

/// The widest memory: beats and which of their words are written are wider than a word of a leaf.
#[test]
fn a_memory_of_1024_bits() {
    let wide = include_str!("../../../tests/fabrics/paper_wide.toml");
    let wide = FabricSpec::from_toml(wide).unwrap();
    assert_eq!(wide.memory.data_bits, 1024);
    check_spec(&FabricSpec { rows: 2, cols: 2, ..wide }, false);
}

/// Verilator needs more than 10 GB for all of `paper` at once, so each of its modules is linted alone.
#[test]
fn paper() {
    let tool = Verilator::find().unwrap();
    let spec = FabricSpec::reference("paper").unwrap();
    let design = Design::new(&top::module(&spec, false)).unwrap();
    for (name, files) in design.each_alone() {
        lint(&tool, &files, &name).unwrap();
    }
}

#[test]
fn yosys_reads_it() {
    check_read("tiny", "yosys", |design| {
        let script = format!(
            "read_verilog {}; hierarchy -check -top {}; proc; check -assert",
            file_names(design).join(" "),
            design.top
        );
        vec!["-q".into(), "-e".into(), ".*".into(), "-p".into(), script]
    });
}

#[test]
fn icarus_reads_it() {
    check_read("tiny", "iverilog", |design| {
        let flags = ["-g2005", "-Wall", "-Wno-timescale", "-o", "/dev/null", "-s", &design.top];
        flags.into_iter().map(str::to_string).chain(file_names(design)).collect()
    });
}

#[test]
fn the_same_spec_gives_the_same_text() {
    assert_eq!(generated("tiny", true).files, generated("tiny", true).files);
}
