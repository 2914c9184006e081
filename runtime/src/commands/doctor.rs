//! `kiln doctor`: the tools that are here.

use super::Exit;
use crate::serial::port;
use anyhow::Result;
use kiln_boards::Board;
use kiln_boards::flow::{FlowError, Tools};
use std::process::Command;

struct Tool {
    name: &'static str,
    version_flag: &'static str,
    needed_for: &'static str,
    install: &'static str,
}

const TOOLS: [Tool; 5] = [
    Tool {
        name: "g++",
        version_flag: "--version",
        needed_for: "kiln run --on verilator",
        install: "apt-get install g++ make",
    },
    Tool {
        name: "ccache",
        version_flag: "--version",
        needed_for: "faster rebuilds of the RTL (optional)",
        install: "apt-get install ccache",
    },
    Tool {
        name: "yosys",
        version_flag: "-V",
        needed_for: "the tests of the emitted Verilog, formal proofs",
        install: "apt-get install yosys",
    },
    Tool {
        name: "z3",
        version_flag: "--version",
        needed_for: "formal proofs",
        install: "apt-get install z3",
    },
    Tool {
        name: "iverilog",
        version_flag: "-V",
        needed_for: "the tests of the emitted Verilog",
        install: "apt-get install iverilog",
    },
];

pub(super) fn doctor() -> Result<Exit> {
    row("tool", "found", "for");
    row("model", "built in", "kiln run --on model");
    match verilator_sys::Verilator::find() {
        Ok(tool) => row("verilator", tool.version(), "kiln run --on verilator"),
        Err(error) => println!("{:<NAME$} {error}", "verilator"),
    }
    for tool in &TOOLS {
        let found = match version(tool) {
            Some(line) => line,
            None => format!("missing; {}", tool.install),
        };
        row(tool.name, &found, tool.needed_for);
    }
    fpga()?;
    for port in port::ports() {
        let board = port.board.map_or_else(String::new, |board| format!(", a {board}?"));
        let use_of = format!("kiln run --on serial:{}{board}", port.name);
        row("port", format!("{} {}", port.name, port.about).trim(), &use_of);
    }
    Ok(Exit::Fine)
}

/// The programs that build and load each board's bitstream.
fn fpga() -> Result<()> {
    let tools = Tools::here();
    for name in Board::names() {
        let device = Board::load(name)?.device;
        let programs =
            [tools.yosys(), tools.nextpnr(&device), tools.packer(&device), tools.loader()];
        let missing: Vec<&str> = programs
            .iter()
            .filter_map(|program| match program {
                Err(FlowError::Missing { program, .. }) => Some(*program),
                _ => None,
            })
            .collect();
        let found = match missing[..] {
            [] => "all of its tools".into(),
            _ => format!("missing: {}; make fpga-tools", missing.join(", ")),
        };
        row("fpga", &found, &format!("kiln fpga build, flash --board {name}"));
    }
    Ok(())
}

/// Width of the column of names.
const NAME: usize = 10;
/// Width of what was found.
const FOUND: usize = 36;

fn row(name: &str, found: &str, needed_for: &str) {
    let found: String = found.chars().take(FOUND).collect();
    println!("{name:<NAME$} {found:<FOUND$} {needed_for}");
}

fn version(tool: &Tool) -> Option<String> {
    let output = Command::new(tool.name).arg(tool.version_flag).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().next()?.trim();
    Some(line.into())
}
