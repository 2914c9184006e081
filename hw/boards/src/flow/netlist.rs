//! The netlist between Yosys and nextpnr, and all that is done to it there.
//!
//! In: a netlist in Yosys' JSON, of an ECP5's cells. Out: the same design, in which registers have moved into multipliers, and
//! unused address bits of memories and constants need no wire from afar.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// Improves all modules of a netlist of Yosys'; and places the multipliers, with their constants, if a device's size is given,
/// `85k`, whose sites are known.
///
/// # Errors
/// It does not have the form of such a netlist.
pub fn improve(netlist: &str, size: Option<&str>) -> Result<String, serde_json::Error> {
    let mut netlist: Netlist = serde_json::from_str(netlist)?;
    for module in netlist.modules.values_mut() {
        module.register_multipliers();
        if size == Some("85k") {
            let blocks = module.place_multipliers();
            module.constants_of_multipliers(&blocks);
        }
        module.tie_addresses();
        module.constants_of_carries();
    }
    serde_json::to_string(&netlist)
}

/// A netlist as Yosys writes it, as far as it matters here.
#[derive(Serialize, Deserialize)]
struct Netlist {
    modules: BTreeMap<String, Module>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Module {
    ports: BTreeMap<String, Port>,
    pub(super) cells: BTreeMap<String, Cell>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Port {
    bits: Vec<Bit>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Cell {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) attributes: BTreeMap<String, Value>,
    pub(super) port_directions: BTreeMap<String, String>,
    pub(super) connections: BTreeMap<String, Vec<Bit>>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// A net, or a constant: `"0"`, `"1"`, `"x"` or `"z"`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Bit {
    Net(u64),
    Constant(String),
}

impl Cell {
    /// A cell with constants at its inputs, each of one bit, and a net at its one output.
    pub(super) fn of_constants(
        kind: &str,
        parameters: &[(&str, &str)],
        inputs: &[(&str, &str)],
        (output, net): (&str, u64),
    ) -> Self {
        let mut cell = Self { kind: kind.into(), ..Self::default() };
        cell.parameters =
            parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        for (port, value) in inputs {
            cell.connect(port, Bit::Constant((*value).into()));
        }
        cell.port_directions.insert(output.into(), "output".into());
        cell.connections.insert(output.into(), vec![Bit::Net(net)]);
        cell
    }

    /// The net at a port of one bit.
    pub(super) fn net(&self, port: &str) -> Option<u64> {
        match self.connections.get(port).map(Vec::as_slice) {
            Some([Bit::Net(net)]) => Some(*net),
            _ => None,
        }
    }

    /// The constant at a port of one bit: `0` or `1`; what is not used is `x`.
    pub(super) fn constant(&self, port: &str) -> Option<&str> {
        match self.connections.get(port).map(Vec::as_slice) {
            Some([Bit::Constant(value)]) if value == "0" || value == "1" => Some(value),
            _ => None,
        }
    }

    /// Connects an input of one bit.
    pub(super) fn connect(&mut self, port: &str, bit: Bit) {
        self.port_directions.entry(port.into()).or_insert_with(|| "input".into());
        self.connections.insert(port.into(), vec![bit]);
    }
}

impl Module {
    /// The cells of one type.
    pub(super) fn cells_of(&mut self, kind: &str) -> impl Iterator<Item = &mut Cell> {
        self.cells.values_mut().filter(move |cell| cell.kind == kind)
    }

    /// A net that is not in use; nor is any above it.
    pub(super) fn free_net(&self) -> u64 {
        let inside = self.cells.values().flat_map(|cell| cell.connections.values());
        let bits = inside.chain(self.ports.values().map(|port| &port.bits)).flatten();
        let nets = bits.filter_map(|bit| if let Bit::Net(net) = bit { Some(*net) } else { None });
        nets.max().map_or(0, |net| net + 1)
    }

    /// How many cell inputs read a net; ports of the module count as such.
    pub(super) fn readers(&self) -> HashMap<u64, usize> {
        let inputs = self.cells.values().flat_map(|cell| {
            let reads =
                |port: &String| cell.port_directions.get(port).is_none_or(|d| d != "output");
            cell.connections.iter().filter(move |(port, _)| reads(port)).flat_map(|(_, bits)| bits)
        });
        let mut readers = HashMap::new();
        for bit in inputs.chain(self.ports.values().flat_map(|port| &port.bits)) {
            if let Bit::Net(net) = bit {
                *readers.entry(*net).or_default() += 1;
            }
        }
        readers
    }
}
