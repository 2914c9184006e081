//! `kiln run --on serial` from outside: programs on a board, and everything that may be there instead of one.

use crate::board::{Board, Fabric, Store};
use crate::terminal::{Peer, Terminal};
use kiln_arch::FabricSpec;
use kiln_arch::link::DEFAULT_BAUD;
use kiln_runtime::serial::port::Port;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

const CLOCK_HZ: u32 = 12_000_000;
const MEMORY_BYTES: usize = 1 << 20;
const PRODUCT: [&str; 4] = ["run", "examples/gemm.kiln", "--set", "M=9"];

fn kiln(args: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Command::new(env!("CARGO_BIN_EXE_kiln")).args(args).current_dir(root).output().unwrap()
}

fn good(args: &[&str]) -> String {
    let output = kiln(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Asserts that the command fails with code 1 and a message with all of `parts`.
fn bad(args: &[&str], parts: &[&str]) {
    let output = kiln(args);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{args:?}: {errors}");
    assert!(!errors.contains("panicked"), "{errors}");
    for part in parts {
        assert!(errors.contains(part), "{args:?}: no `{part}` in: {errors}");
    }
}

/// Asserts that a run on the terminal fails with a message of all of `parts`.
fn refuses(terminal: &Terminal, parts: &[&str]) {
    let on = terminal.on();
    let parts: Vec<&str> = parts.iter().copied().chain([&terminal.name[..]]).collect();
    bad(&[&PRODUCT[..], &["--on", &on, "--fabric", "tiny"]].concat(), &parts);
}

fn tiny() -> Fabric {
    Fabric::new(FabricSpec::reference("tiny").unwrap(), MEMORY_BYTES)
}

fn board() -> Board {
    Board::new(tiny(), CLOCK_HZ)
}

#[test]
fn programs_run_on_a_board_whose_fabric_is_asked_for() {
    let terminal = Terminal::new(board());
    let report = good(&[&PRODUCT[..], &["--on", &terminal.on(), "--json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["device"], &report["fabric"]), (&"serial".into(), &"tiny".into()));
    assert_eq!(report["agrees"], true);
    let link = &report["link"];
    assert_eq!((&link["board"], &link["baud"]), (&"software-board".into(), &DEFAULT_BAUD.into()));
    assert_eq!(link["port"], terminal.name);
    assert!(link["bytes_moved"].as_u64().unwrap() > 4000, "{link}");
    assert!(link["bytes_per_second"].as_f64().unwrap() > 0.0);
    let text = good(&[&PRODUCT[..], &["--on", &terminal.on(), "--explain"]].concat());
    assert!(text.contains("software-board on /dev/"), "{text}");
}

#[test]
fn compiled_files_and_long_transfers_run_at_the_higher_rate() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("add.bits").display().to_string();
    let (set, source) = (["--set", "N=20000"], "examples/vector_add.kiln");
    good(&["compile", source, set[0], set[1], "--fabric", "tiny", "-o", &file]);
    let terminal = Terminal::new(board());
    // Twice: the first host leaves the board as it was.
    for _ in 0..2 {
        let report = good(&["run", &file, "--on", &terminal.on(), "--baud", "3000000", "--json"]);
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        assert_eq!((&report["agrees"], &report["link"]["baud"]), (&true.into(), &3_000_000.into()));
        assert!(report["link"]["bytes_moved"].as_u64().unwrap() > 240_000);
    }
}

#[test]
fn what_a_board_cannot_do_is_said() {
    let terminal = Terminal::new(board());
    let on = terminal.on();
    let run = |more: &[&str], parts: &[&str]| {
        bad(&[&PRODUCT[..], &["--on", &on], more].concat(), parts);
    };
    run(&["--fabric", "ulx3s"], &["the board has the fabric `tiny`", "`ulx3s`", "kiln fpga build"]);
    run(&["--set", "N=700", "--set", "K=700"], &["words of memory", "the board has 262144"]);
    run(&["--baud", "2300000"], &["12000000 Hz cannot make 2300000 baud"]);
    let output = kiln(&["run", "examples/gemm.kiln", "--on", "serail"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_file_for_another_fabric_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gemm.bits").display().to_string();
    good(&["compile", "examples/gemm.kiln", "--fabric", "ulx3s", "-o", &file]);
    let terminal = Terminal::new(board());
    bad(&["run", &file, "--on", &terminal.on()], &["the board has the fabric `tiny`", "`ulx3s`"]);
    let unknown = Terminal::new(Board::new(Store::new(1000), CLOCK_HZ));
    let parts = ["fingerprint 12345678", "--fabric"];
    bad(&[&PRODUCT[..], &["--on", &unknown.on()]].concat(), &parts);
    refuses(&unknown, &["unknown here (fingerprint 12345678)", "`tiny`"]);
}

#[test]
fn nobody_there() {
    let started = Instant::now();
    let terminal = Terminal::new(|_: &[u8], _: u32| Some(Vec::new()));
    refuses(&terminal, &["no board answers", "nothing came back in 4 s", "1000000"]);
    assert!(started.elapsed() < Duration::from_secs(15));
}

#[test]
fn another_program_answers() {
    let echo = Terminal::new(|bytes: &[u8], _: u32| Some(bytes.to_vec()));
    refuses(&echo, &["what was sent came back"]);
    let login = Terminal::new(|bytes: &[u8], _: u32| {
        Some(if bytes.is_empty() {
            Vec::new()
        } else {
            b"\r\nDebian GNU/Linux 12 \r\nlogin: ".to_vec()
        })
    });
    refuses(&login, &["another program answers", "Debian GNU/Linux 12", "login: "]);
}

#[test]
fn another_rate_and_another_version() {
    // A board at a rate at which nobody looks for it: what it hears has no sense, nor what it says.
    let garbage = Terminal::new(|bytes: &[u8], _: u32| {
        Some(bytes.iter().map(|byte| byte.wrapping_mul(73) | 0x81).collect::<Vec<u8>>())
    });
    refuses(&garbage, &["no packet among them", "another baud rate"]);
    let mut newer = board();
    newer.version = 2;
    refuses(&Terminal::new(newer), &["another version of the link protocol", "version 1"]);
}

/// A board to which something happens after so many bytes.
fn until(bytes: usize, mut accident: impl FnMut(&mut Board) -> bool + Send + 'static) -> Terminal {
    let mut board = board();
    let mut left = bytes;
    Terminal::new(move |bytes: &[u8], baud: u32| {
        let was_there = left > 0;
        left = left.saturating_sub(bytes.len());
        if was_there && left == 0 && !accident(&mut board) {
            return None;
        }
        Peer::hear(&mut board, bytes, baud)
    })
}

#[test]
fn power_is_lost_in_the_middle_of_a_load() {
    // The image is written after the inputs: 4 kB of those and 3.5 kB of that.
    let terminal = until(6000, |board| {
        board.reset(tiny());
        true
    });
    refuses(&terminal, &["the board was reset in the middle", "run again"]);
    // It was power alone: the next run is good.
    good(&[&PRODUCT[..], &["--on", &terminal.on()]].concat());
}

#[test]
fn a_board_vanishes_with_its_port() {
    refuses(&until(3000, |_| false), &["the board has vanished", "cable"]);
}

#[test]
fn a_board_vanishes_and_its_port_stays() {
    let mut board = board();
    let mut left = 3000_usize;
    let terminal = Terminal::new(move |bytes: &[u8], baud: u32| {
        left = left.saturating_sub(bytes.len());
        if left == 0 { Some(Vec::new()) } else { Peer::hear(&mut board, bytes, baud) }
    });
    let started = Instant::now();
    refuses(&terminal, &["the board has vanished: no answer for 10 s"]);
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn ports_that_cannot_be_opened() {
    let terminal = Terminal::new(board());
    let port = Port::open(&terminal.name, DEFAULT_BAUD).unwrap();
    refuses(&terminal, &["is busy", "another program has it open"]);
    drop(port);
    good(&[&PRODUCT[..], &["--on", &terminal.on()]].concat());
    let on = |port: &str| format!("serial:{port}");
    bad(
        &[&PRODUCT[..], &["--on", &on("/dev/ttyNone")]].concat(),
        &["no port `/dev/ttyNone`", "Ports here"],
    );
    bad(
        &[&PRODUCT[..], &["--on", &on("/dev/null")]].concat(),
        &["`/dev/null` is not a serial port"],
    );
}

#[test]
fn a_port_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::File::open(file.path()).is_ok() {
        eprintln!(
            "skipped: a superuser may open everything; the message has its own test in serial/port.rs"
        );
        return;
    }
    let on = format!("serial:{}", file.path().display());
    bad(&[&PRODUCT[..], &["--on", &on]].concat(), &["no permission", "dialout"]);
}
