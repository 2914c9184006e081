//! What is done for an ECP5's multipliers: registers move into them, and they get their places.
//!
//! Flip-flops at both factors of a MULT18X18D, and at its product, become the multiplier's own, which Yosys does not do. A path then
//! ends at the multiplier instead of leading through it.
//!
//! The multipliers of a block share clocks, enables and resets, and any of them may be placed in one: so only flip-flops without
//! enable and reset move.

use super::netlist::{Bit, Cell, Module};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Multipliers of an LFE5U-85F: blocks of four in rows, by the column and the row of a block's first tile; and the tiles of
/// the four.
const ROWS: [usize; 3] = [10, 34, 58];
const COLUMNS: [usize; 13] = [4, 13, 22, 31, 40, 49, 58, 69, 78, 87, 96, 105, 114];
const IN_BLOCK: [usize; 4] = [0, 1, 4, 5];

const FACTOR_BITS: usize = 18;
const PRODUCT_BITS: usize = 36;

/// A flip-flop that could be a multiplier's.
struct FlipFlop {
    cell: String,
    clock: u64,
    data: Bit,
    output: u64,
}

impl Cell {
    fn flip_flop(&self, name: &str) -> Option<FlipFlop> {
        let is = |parameter: &str, wanted: &str| {
            self.parameters.get(parameter).is_some_and(|value| value.trim_end() == wanted)
        };
        let plain = self.kind == "TRELLIS_FF"
            && is("CEMUX", "1")
            && is("CLKMUX", "CLK")
            && is("GSR", "DISABLED")
            && is("LSRMUX", "LSR")
            && self.connections.get("LSR").is_none_or(|bits| *bits == [Bit::Constant("0".into())]);
        let (clock, output) = (self.net("CLK")?, self.net("Q")?);
        let data = self.connections.get("DI")?.first()?.clone();
        plain.then(|| FlipFlop { cell: name.into(), clock, data, output })
    }

    /// Has the multiplier's register `which` run on `clock`, always enabled, never reset.
    fn register(&mut self, which: &str, clock: u64) {
        self.connect("CLK0", Bit::Net(clock));
        self.connect("CE0", Bit::Constant("1".into()));
        self.connect("RST0", Bit::Constant("0".into()));
        for (pin, port) in [("CLK", "CLK0"), ("CE", "CE0"), ("RST", "RST0")] {
            self.parameters.insert(format!("REG_{which}_{pin}"), port.into());
        }
    }

    /// The one clock of `flip_flops`, if it can be that of the multiplier's register `which`, which is not in use yet.
    fn common_clock(&self, which: &str, flip_flops: &[(String, &FlipFlop)]) -> Option<u64> {
        let own = self.parameters.get(&format!("REG_{which}_CLK"));
        if own.is_some_and(|clock| clock != "NONE") {
            return None;
        }
        let clock = flip_flops.first()?.1.clock;
        let same = flip_flops.iter().all(|(_, flip_flop)| flip_flop.clock == clock);
        (same && self.net("CLK0").is_none_or(|own| own == clock)).then_some(clock)
    }
}

impl Module {
    /// Moves what registers it can.
    pub(super) fn register_multipliers(&mut self) {
        let flip_flops: Vec<FlipFlop> =
            self.cells.iter().filter_map(|(name, cell)| cell.flip_flop(name)).collect();
        let by_output: HashMap<u64, &FlipFlop> =
            flip_flops.iter().map(|flip_flop| (flip_flop.output, flip_flop)).collect();
        for cell in self.cells_of("MULT18X18D") {
            // C is an input of modes that Yosys does not map to.
            for port in (0..FACTOR_BITS).map(|bit| format!("C{bit}")) {
                cell.connections.remove(&port);
                cell.port_directions.remove(&port);
            }
            for side in ["A", "B"] {
                register_factor(cell, side, &by_output);
            }
        }

        let readers = self.readers();
        let by_data: HashMap<u64, &FlipFlop> = flip_flops
            .iter()
            .filter_map(|flip_flop| match flip_flop.data {
                Bit::Net(net) if readers.get(&net) == Some(&1) => Some((net, flip_flop)),
                _ => None,
            })
            .collect();
        let mut gone = HashSet::new();
        for cell in self.cells_of("MULT18X18D") {
            gone.extend(register_product(cell, &by_data, &readers).into_iter().flatten());
        }

        // What only fed multipliers has no reader now.
        let readers = self.readers();
        let unread = flip_flops.iter().filter(|flip_flop| !readers.contains_key(&flip_flop.output));
        gone.extend(unread.map(|flip_flop| flip_flop.cell.clone()));
        self.cells.retain(|name, _| !gone.contains(name));
    }

    /// Fixes the multipliers' sites, in the order of their names along the rows, there and back. So those of a lane are in one
    /// block, those of a stage side by side, and one stage follows the other: a placer that looks for the nearest free sites last
    /// of all leaves them half the device away from what they belong to. Returns the block of each multiplier, by its name.
    pub(super) fn place_multipliers(&mut self) -> BTreeMap<String, String> {
        let mut names: Vec<(Vec<Piece>, String)> = self
            .cells
            .iter()
            .filter(|(_, cell)| cell.kind == "MULT18X18D")
            .map(|(name, _)| (pieces(name), name.clone()))
            .collect();
        names.sort();
        let mut blocks = BTreeMap::new();
        for ((_, name), (block, site)) in names.into_iter().zip(sites()) {
            if let Some(cell) = self.cells.get_mut(&name) {
                cell.attributes.insert("BEL".into(), site.into());
                blocks.insert(name, block);
            }
        }
        blocks
    }
}

/// The sites of multipliers, from one to its neighbour, each after its block.
fn sites() -> impl Iterator<Item = (String, String)> {
    ROWS.iter().enumerate().flat_map(|(index, row)| {
        let mut columns = COLUMNS;
        if index % 2 == 1 {
            columns.reverse();
        }
        columns.into_iter().flat_map(move |column| {
            IN_BLOCK.map(|tile| {
                (format!("x{column}_y{row}"), format!("X{}/Y{row}/MULT18_{tile}", column + tile))
            })
        })
    })
}

/// Part of a name, so that names sort as people count: `stage2` before `stage10`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Text(String),
}

fn pieces(name: &str) -> Vec<Piece> {
    name.as_bytes()
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit())
        .map(|chunk| {
            let text = String::from_utf8_lossy(chunk);
            text.parse().map_or_else(|_| Piece::Text(text.into_owned()), Piece::Number)
        })
        .collect()
}

/// Moves the flip-flops of one factor, constants apart, if all of them can; they stay for their other readers.
fn register_factor(cell: &mut Cell, side: &str, by_output: &HashMap<u64, &FlipFlop>) {
    let which = format!("INPUT{side}");
    let ports = (0..FACTOR_BITS).map(|bit| format!("{side}{bit}"));
    let nets = ports.filter_map(|port| cell.net(&port).map(|net| (port, net)));
    let sources: Option<Vec<_>> =
        nets.map(|(port, net)| by_output.get(&net).map(|&source| (port, source))).collect();
    let Some(sources) = sources else { return };
    let Some(clock) = cell.common_clock(&which, &sources) else { return };
    for (port, source) in sources {
        cell.connect(&port, source.data.clone());
    }
    cell.register(&which, clock);
}

/// Moves the flip-flops of the product if all of it that is read goes to one flip-flop each. Returns those that are gone.
fn register_product(
    cell: &mut Cell,
    by_data: &HashMap<u64, &FlipFlop>,
    readers: &HashMap<u64, usize>,
) -> Option<Vec<String>> {
    let which = "OUTPUT";
    let ports = (0..PRODUCT_BITS).map(|bit| format!("P{bit}"));
    let nets = ports.filter_map(|port| cell.net(&port).map(|net| (port, net)));
    let sinks: Option<Vec<_>> = nets
        .filter(|(_, net)| readers.contains_key(net))
        .map(|(port, net)| by_data.get(&net).map(|&sink| (port, sink)))
        .collect();
    let sinks = sinks?;
    let clock = cell.common_clock(which, &sinks)?;
    for (port, sink) in &sinks {
        cell.connections.insert(port.clone(), vec![Bit::Net(sink.output)]);
    }
    cell.register(which, clock);
    Some(sinks.into_iter().map(|(_, sink)| sink.cell.clone()).collect())
}
