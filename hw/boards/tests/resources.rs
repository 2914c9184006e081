//! What each unit costs on an ECP5, against a committed table: growth is seen, and so is what was saved.
//!
//! Yosys alone: cells after mapping, before placing. The units are those of the fabric `gates` on the ULX3S.

use kiln_arch::link::SILENCE_BITS;
use kiln_arch::{FabricSpec, Topology};
use kiln_boards::axi::MemoryBus;
use kiln_boards::link::{self, BoardIdentity, LinkSpec};
use kiln_boards::{Board, core};
use kiln_emit::{Design, Part};
use kiln_fabric::{ag, control, pcu, pmu, port, sdram, switch};
use kiln_units::sdram_shape::SdramShape;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::process::Command;

/// Cells of a unit: look-up tables, carry cells (of two bits), flip-flops, distributed memories, block memories, multipliers.
const CELLS: [&str; 6] = ["LUT4", "CCU2C", "TRELLIS_FF", "TRELLIS_DPR16X4", "DP16KD", "MULT18X18D"];

/// Share by which a count may differ from the table.
const TOLERANCE: f64 = 0.05;

type Table = BTreeMap<String, BTreeMap<String, u64>>;

/// What `stat -json` says, as far as it is read.
#[derive(Deserialize)]
struct Statistics {
    design: Counts,
}

#[derive(Deserialize)]
struct Counts {
    num_cells_by_type: BTreeMap<String, u64>,
}

fn units() -> Vec<(&'static str, Part)> {
    let spec = FabricSpec::from_toml(include_str!("../../../tests/fabrics/gates.toml")).unwrap();
    let topology = Topology::new(&spec);
    let board = Board::load("ulx3s-85f").unwrap();
    let (_, memory) = core::fabric(&spec);
    let MemoryBus { data_bits, id_bits } = memory;
    let (chip, hz) = (board.sdram.chip.timing(), board.core_hz());
    let shape = SdramShape::new(chip, hz, data_bits, id_bits, board.sdram.capture).unwrap();
    let identity = BoardIdentity {
        name: [b'x'; 16],
        fingerprint: 0x1234_5678,
        memory_words: board.memory_words(),
        clock_hz: hz,
    };
    let link = LinkSpec { identity, memory, silence_bits: SILENCE_BITS };
    vec![
        ("pcu", pcu::module(&spec)),
        ("pmu", pmu::module(&spec)),
        ("ag", ag::module(&spec)),
        ("switch", switch::module(&spec, &topology, 1)),
        ("memory_port", port::module(&spec, &topology)),
        ("control", control::module(&spec, &topology)),
        ("link", link::module(&link)),
        ("sdram_controller", sdram::module(&shape)),
    ]
}

/// Counts of a unit as Yosys maps it.
fn cells(name: &str, part: &Part) -> BTreeMap<String, u64> {
    let folder =
        std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("resources_{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    let design = Design::new(part).unwrap();
    let mut files = Vec::new();
    for (file, text) in design.files() {
        std::fs::write(folder.join(&file), text).unwrap();
        files.push(file);
    }
    let script = format!(
        "read_verilog {}; synth_ecp5 -top {} -nowidelut; tee -q -o stat.json stat -json",
        files.join(" "),
        design.top()
    );
    let run = Command::new("yosys").current_dir(&folder).args(["-q", "-p", &script]).output();
    let run = run.unwrap_or_else(|error| panic!("yosys: {error}; apt-get install yosys"));
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(folder.join("stat.json")).unwrap();
    let found: Statistics = serde_json::from_str(&text).unwrap();
    let count = |cell: &str| found.design.num_cells_by_type.get(cell).copied().unwrap_or(0);
    CELLS.iter().map(|cell| (cell.to_string(), count(cell))).collect()
}

#[test]
fn units_cost_what_the_table_says() {
    let known: Table = toml::from_str(include_str!("resources.toml")).unwrap();
    let seen: Table =
        units().iter().map(|(name, part)| (name.to_string(), cells(name, part))).collect();
    let close = |a: u64, b: u64| a.abs_diff(b) as f64 <= TOLERANCE * a.max(b) as f64;
    let mut changed = Vec::new();
    for (unit, cells) in &seen {
        for (cell, &count) in cells {
            let wanted = known.get(unit).and_then(|cells| cells.get(cell)).copied();
            if !wanted.is_some_and(|wanted| close(count, wanted)) {
                changed.push(format!("{unit}: {cell} {count}, was {wanted:?}"));
            }
        }
    }
    assert!(
        changed.is_empty() && known.len() == seen.len(),
        "{}\nIf that is right, put this into hw/boards/tests/resources.toml:\n\n{}",
        changed.join("\n"),
        toml::to_string(&seen).unwrap()
    );
}
