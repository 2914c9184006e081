//! Tops, cores and constraints of all boards: clean Verilog, every port in its place.

use kiln_arch::FabricSpec;
use kiln_boards::{Board, BoardError};
use kiln_emit::Design;
use std::path::{Path, PathBuf};
use std::process::Command;
use verilator_sys::{Verilator, lint};

fn boards() -> impl Iterator<Item = Board> {
    Board::names().map(|name| Board::load(name).unwrap())
}

/// Small, so that what is tested is the board.
fn fabric() -> FabricSpec {
    FabricSpec::from_toml(include_str!("../../../tests/fabrics/gates.toml")).unwrap()
}

/// Runs a tool on files in a folder of their own; it must succeed in silence.
fn check_read(name: &str, tool: &str, files: &[(String, String)], arguments: &[&str]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{tool}_{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let output = Command::new(tool).args(arguments).current_dir(&folder).output();
    let output = output.unwrap_or_else(|error| panic!("{tool}: {error}; install it"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success() && err.is_empty(), "{out}{err}");
}

#[test]
fn cores_are_clean() {
    for board in boards() {
        let design = Design::new(&board.core(&fabric(), 4_000_000).unwrap()).unwrap();
        lint(&Verilator::find().unwrap(), &design.files(), design.top()).unwrap();
    }
}

#[test]
fn tops_are_clean() {
    for board in boards() {
        let design = board.top(&fabric()).unwrap();
        let files = [design.files(), design.stand_ins()].concat();
        lint(&Verilator::find().unwrap(), &files, design.top()).unwrap();
    }
}

#[test]
fn yosys_knows_the_primitives() {
    for board in boards() {
        let design = board.top(&fabric()).unwrap();
        let cells = if board.name.starts_with("tang") {
            "+/gowin/cells_sim.v"
        } else {
            "+/ecp5/cells_sim.v +/ecp5/cells_bb.v"
        };
        let files = design.files();
        let names: Vec<&str> = files.iter().map(|(file, _)| file.as_str()).collect();
        let script = format!(
            "read_verilog -lib {}; read_verilog {}; hierarchy -check -top {}; proc; check -assert",
            cells,
            names.join(" "),
            design.top()
        );
        check_read(&board.name, "yosys", &files, &["-q", "-p", &script]);
    }
}

#[test]
fn icarus_reads_the_tops() {
    for board in boards() {
        let design = board.top(&fabric()).unwrap();
        let files = [design.files(), design.stand_ins()].concat();
        let names: Vec<&str> = files.iter().map(|(file, _)| file.as_str()).collect();
        let flags = ["-g2012", "-Wall", "-Wno-timescale", "-o", "/dev/null", "-s", design.top()];
        check_read(&board.name, "iverilog", &files, &[&flags[..], &names].concat());
    }
}

#[test]
fn every_bit_of_the_top_has_a_pin_of_its_own() {
    for board in boards() {
        let text = board.constraints();
        let ecp5 = text.contains("LOCATE");
        let start = if ecp5 { "LOCATE COMP" } else { "IO_LOC" };
        let mut pins: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with(start))
            .map(|line| line.trim_end_matches(';').rsplit(' ').next().unwrap())
            .collect();
        let count = pins.len();
        pins.sort_unstable();
        pins.dedup();
        assert_eq!(pins.len(), count, "{}", board.name);
        // 1 clock, 1 button, 2 of the line, 5 lights; 1 that is high and 39 of the memory.
        assert_eq!(count, if ecp5 { 9 + 40 } else { 9 }, "{}", board.name);
    }
    let text = Board::load("ulx3s-85f").unwrap().constraints();
    for line in [
        "LOCATE COMP \"sdram_dq[15]\" SITE \"J17\";",
        "IOBUF PORT \"uart_rxd\" IO_TYPE=LVCMOS33 PULLMODE=UP;",
        "IOBUF PORT \"sdram_clk\" IO_TYPE=LVCMOS33 PULLMODE=NONE DRIVE=4;",
        "FREQUENCY PORT \"clk\" 25 MHZ;",
    ] {
        assert!(text.lines().any(|known| known == line), "{line} is not in\n{text}");
    }
}

#[test]
fn clocks_are_those_of_the_dividers() {
    assert_eq!(Board::load("ulx3s-85f").unwrap().core_hz(), 75_000_000);
    assert_eq!(Board::load("tang-nano-20k").unwrap().core_hz(), 54_000_000);
}

/// A board's file with a change in it.
fn changed(name: &str, from: &str, to: &str) -> Result<Board, BoardError> {
    let text = include_str!("../boards/ulx3s-85f.toml");
    assert!(text.contains(from));
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.toml"));
    std::fs::write(&file, text.replace(from, to)).unwrap();
    Board::load(file.to_str().unwrap())
}

#[test]
fn a_board_of_the_users_own_is_checked() {
    let message = |result: Result<Board, BoardError>| result.unwrap_err().to_string();
    assert_eq!(changed("own", "ulx3s-85f\"", "mine\"").unwrap().name, "mine");
    let missing = message(changed("missing", "\"F18\", ", ""));
    assert!(missing.contains("`pins.sdram_dq` has 15 pins, not 16"), "{missing}");
    let unknown = message(changed("unknown", "[pulls]", "[pulls]\nuart = \"up\""));
    assert!(unknown.contains("the top has no port `uart`"), "{unknown}");
    let pull = message(changed("pull", "\"down\"", "\"sideways\""));
    assert!(pull.contains("not `sideways`"), "{pull}");
    let divider = message(changed("divider", "output = 8", "output = 0"));
    assert!(divider.contains("dividers"), "{divider}");
    let field = message(changed("field", "feedback", "feedbak"));
    assert!(field.contains("feedbak") && field.contains("field.toml"), "{field}");
    let name = message(Board::load("ulx3s"));
    assert!(name.contains("ulx3s-85f, tang-nano-20k"), "{name}");
}

#[test]
fn a_memory_port_that_does_not_fit_is_refused() {
    let mut spec = fabric();
    spec.memory.data_bits = 256;
    let message = Board::load("ulx3s-85f").unwrap().core(&spec, 1).unwrap_err().to_string();
    assert!(message.contains("256 bits") && message.contains("16 to 128"), "{message}");
    let slow = Board::load("ulx3s-85f").unwrap();
    let slow = Board { clock: kiln_boards::Clocks { reference: 5, ..slow.clock }, ..slow };
    assert!(matches!(slow.core(&fabric(), 1), Err(BoardError::Sdram { .. })));
}
