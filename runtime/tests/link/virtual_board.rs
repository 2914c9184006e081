//! `kiln board --virtual` and `kiln run --on serial:` beside it: two programs, a terminal between them, pins and RTL behind.
//! And such a board that loses its power.

use kiln_arch::FabricSpec;
use kiln_arch::link::DEFAULT_BAUD;
use kiln_boards::Board;
use kiln_cosim::{BoardDesign, VirtualBoard};
use kiln_runtime::device::{Device, DeviceError};
use kiln_runtime::link::{FAST_BAUD, Line, LinkError};
use kiln_runtime::serial::Connected;
use kiln_runtime::virtual_board::{LINK_CLOCK_HZ, PinLine};
use std::io;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

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

/// A line to a board that loses its power after so many bytes.
struct Failing {
    line: PinLine,
    left: usize,
}

impl Line for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.line.write(bytes)?;
        if self.left > 0 && taken >= self.left {
            self.line.0.power_cycle().unwrap();
        }
        self.left = self.left.saturating_sub(taken);
        Ok(taken)
    }

    fn read(&mut self, into: &mut [u8], timeout: Duration) -> io::Result<usize> {
        self.line.read(into, timeout)
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        self.line.set_baud(baud)
    }

    fn now(&self) -> Duration {
        self.line.now()
    }
}

#[test]
fn a_virtual_board_that_loses_its_power_says_so() {
    let spec = FabricSpec::reference("nano").unwrap();
    let board = Board::load("ulx3s-85f").unwrap();
    let design = BoardDesign::new(&board, &spec, LINK_CLOCK_HZ).unwrap();
    let line = PinLine(VirtualBoard::new(&design, None).unwrap());
    let failing = Failing { line, left: 900 };
    let mut device =
        Connected::open(failing, "pins", DEFAULT_BAUD).unwrap().device(&spec, 1000).unwrap();
    let words: Vec<u32> = (0..600).collect();
    let lost = device.write_memory(0, &words).unwrap_err();
    assert!(matches!(lost, DeviceError::Link { source: LinkError::Reset, .. }), "{lost}");
}
