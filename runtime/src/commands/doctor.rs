//! `kiln doctor`: the tools that are here.

use super::Exit;
use crate::serial::port;
use anyhow::Result;
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
    println!("{:<10} {:<36} for", "tool", "found");
    println!("{:<10} {:<36} kiln run --on model", "model", "built in");
    match verilator_sys::Verilator::find() {
        Ok(tool) => {
            println!("{:<10} {:<36} kiln run --on verilator", "verilator", tool.version());
        }
        Err(error) => println!("{:<10} {error}", "verilator"),
    }
    for tool in &TOOLS {
        let found = match version(tool) {
            Some(line) => line,
            None => format!("missing; {}", tool.install),
        };
        println!("{:<10} {found:<36} {}", tool.name, tool.needed_for);
    }
    for port in port::ports() {
        let board = port.board.map_or_else(String::new, |board| format!(", a {board}?"));
        let use_of = format!("kiln run --on serial:{}{board}", port.name);
        println!("{:<10} {:<36} {use_of}", "port", format!("{} {}", port.name, port.about).trim());
    }
    Ok(Exit::Fine)
}

fn version(tool: &Tool) -> Option<String> {
    let output = Command::new(tool.name).arg(tool.version_flag).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().next()?.trim();
    Some(line.chars().take(36).collect())
}
