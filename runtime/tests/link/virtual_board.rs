//! `kiln board --virtual` and `kiln run --on serial:` beside it: two programs, a terminal between them, pins and RTL behind.

use kiln_arch::link::DEFAULT_BAUD;
use kiln_runtime::link::FAST_BAUD;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

const KILN: &str = env!("CARGO_BIN_EXE_kiln");
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The board's program, until it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; the test then says so.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_program_runs_on_a_virtual_board() {
    let mut command = Command::new(KILN);
    command.args(["board", "--virtual", "ulx3s-85f", "--fabric", "nano"]);
    let mut board = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(board.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim().strip_prefix("virtual ulx3s-85f with fabric nano on ");
    let on = format!("serial:{}", port.unwrap_or_else(|| panic!("no port in {line:?}")));
    // The second one finds the board at the rate that the first one left.
    for baud in [FAST_BAUD, DEFAULT_BAUD] {
        let run = ["run", "examples/vector_add.kiln", "--set", "N=1500", "--json"];
        let mut command = Command::new(KILN);
        command.args(run).args(["--on", &on, "--baud", &baud.to_string()]).current_dir(ROOT);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&report["agrees"], &report["fabric"]), (&true.into(), &"nano".into()));
        let link = &report["link"];
        assert_eq!((&link["board"], &link["baud"]), (&"ulx3s-85f".into(), &baud.into()));
        println!("{}", report["link"]);
    }
}
