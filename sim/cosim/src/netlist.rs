//! The gate-level netlist of an ECP5: what Yosys makes of a design's Verilog, ready for Verilator.
//!
//! In: Verilog files. Out: the netlist of look-up tables, flip-flops, carry cells, memories and multipliers, and the
//! simulation models of those cells (`cells/`), as far as Yosys makes them. The netlist has the design's ports. Between
//! synthesis and simulation all is done to it that is done for a board between synthesis and placement.

use std::fs;
use std::path::Path;
use std::process::Command;

use kiln_boards::flow::netlist::improve;
use verilator_sys::{Error, Key, cached};

/// The models of the cells, by module.
const CELLS: &[(&str, &str)] = &[
    ("CCU2C.v", include_str!("../cells/CCU2C.v")),
    ("DP16KD.v", include_str!("../cells/DP16KD.v")),
    ("L6MUX21.v", include_str!("../cells/L6MUX21.v")),
    ("LUT4.v", include_str!("../cells/LUT4.v")),
    ("MULT18X18D.v", include_str!("../cells/MULT18X18D.v")),
    ("OB.v", include_str!("../cells/OB.v")),
    ("PFUMX.v", include_str!("../cells/PFUMX.v")),
    ("TRELLIS_DPR16X4.v", include_str!("../cells/TRELLIS_DPR16X4.v")),
    ("TRELLIS_FF.v", include_str!("../cells/TRELLIS_FF.v")),
];

/// The device whose sites multipliers get, and with them constants of their own.
const SIZE: &str = "85k";

/// Every bit of an output gets a buffer of its own: bits of one port that are one net would be seen as a loop, too.
const PADS: &str = "iopadmap -bits -outpad OB I:O";

/// Warnings of Verilator that a netlist and its cells give, which are not ours to mend: matters of style, cell inputs left open
/// by Yosys, and modules of the library that this netlist does not use.
pub const WAIVED: &[&str] = &["lint", "style", "PINMISSING", "MULTITOP", "DECLFILENAME"];

/// Synthesizes `top` and all below it for an ECP5, flat, with single-bit nets inside: where bits of one net depend on each
/// other, Verilator would see loops. Kept in `cache` by content.
///
/// # Errors
/// Yosys is missing or fails.
pub fn ecp5(
    top: &str,
    sources: &[(String, String)],
    cache: &Path,
) -> Result<Vec<(String, String)>, Error> {
    let script = format!(
        "synth_ecp5 -top {top} -nowidelut; {PADS}; splitnets; clean; write_json netlist.json"
    );
    let key = Key::new()
        .texts([&*version()?, &*script])
        .texts(sources.iter().flat_map(|(name, text)| [&**name, &**text]))
        .finish();
    let mapped = cached(cache, &format!("{top}-{key}.json"), |scratch| {
        for (name, text) in sources {
            write(&scratch.join(name), text)?;
        }
        let names: Vec<&str> = sources.iter().map(|(name, _)| &**name).collect();
        let script = format!("read_verilog {}; {script}", names.join(" "));
        yosys(Command::new("yosys").current_dir(scratch).args(["-q", "-p", &script]))?;
        Ok(scratch.join("netlist.json"))
    })?;
    let improved = improve(&read(&mapped)?, Some(SIZE))
        .map_err(|source| Error::Io { path: mapped, source: source.into() })?;

    let script = "read_json netlist.json; write_verilog -noattr netlist.v";
    let key = Key::new().texts([&*version()?, script, &*improved]).finish();
    let printed = cached(cache, &format!("{top}-{key}.v"), |scratch| {
        write(&scratch.join("netlist.json"), &improved)?;
        yosys(Command::new("yosys").current_dir(scratch).args(["-q", "-p", script]))?;
        Ok(scratch.join("netlist.v"))
    })?;
    let text = read(&printed)?;
    let cells = CELLS
        .iter()
        .filter(|(file, _)| text.contains(&format!("  {} ", file.trim_end_matches(".v"))));
    let mut files: Vec<_> =
        cells.map(|(file, text)| (file.to_string(), text.to_string())).collect();
    files.push((format!("{top}.v"), text));
    Ok(files)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(|source| Error::Io { path: path.to_owned(), source })
}

fn version() -> Result<String, Error> {
    yosys(Command::new("yosys").arg("-V"))
}

fn yosys(command: &mut Command) -> Result<String, Error> {
    let output = command
        .output()
        .map_err(|_| Error::MissingTool { program: "yosys", install: "apt-get install yosys" })?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    Err(Error::Tool { tool: "yosys".into(), output: text(&output.stdout) + &text(&output.stderr) })
}
