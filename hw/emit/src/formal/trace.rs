//! A run as a table: the ports of the top module by cycle.

use std::collections::HashMap;
use std::fmt;

use crate::part::PartPort;

/// The values of ports in each cycle of a run; printed as a table with a line for each port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Each port but the clock: its name, and its values cycle by cycle, in hexadecimal.
    pub ports: Vec<(String, Vec<String>)>,
}

impl Trace {
    /// Reads the waveform that yosys-smtbmc writes: cycle c begins at time 10c, and the last one named has no values.
    pub(crate) fn read(vcd: &str, ports: &[PartPort]) -> Self {
        let (head, body) = vcd.split_once("$enddefinitions").unwrap_or_default();
        let ids = ids_of_top(head);
        let ports = ports.iter().filter(|port| port.name != "clk");
        let mut table: Vec<_> = ports.map(|port| (port.name.clone(), Vec::new())).collect();
        let mut values: HashMap<&str, &str> = HashMap::new();
        let times: Vec<&str> = body.split("\n#").skip(1).collect();
        let last = times.iter().rposition(|time| begins_cycle(time)).unwrap_or(0);
        for time in &times[..last] {
            let changes = time.lines().filter_map(|line| line.strip_prefix('b')?.split_once(' '));
            values.extend(changes.map(|(value, id)| (id, value)));
            if begins_cycle(time) {
                for (name, row) in &mut table {
                    let value = ids.get(name.as_str()).and_then(|id| values.get(id));
                    row.push(hexadecimal(value.copied().unwrap_or_default()));
                }
            }
        }
        Self { ports: table }
    }
}

/// The waveform's short names of the signals of the outermost module.
fn ids_of_top(head: &str) -> HashMap<&str, &str> {
    let mut depth = 0;
    let mut ids = HashMap::new();
    for line in head.lines() {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["$scope", ..] => depth += 1,
            ["$upscope", ..] => depth -= 1,
            ["$var", _, _, id, name, "$end"] if depth == 1 => {
                ids.insert(name, id);
            }
            _ => {}
        }
    }
    ids
}

fn begins_cycle(time: &str) -> bool {
    time.lines().next().and_then(|time| time.parse::<u64>().ok()).is_some_and(|time| time % 10 == 0)
}

fn hexadecimal(bits: &str) -> String {
    let digit = |digits: &[u8]| {
        let text = std::str::from_utf8(digits).unwrap_or_default();
        u8::from_str_radix(text, 2).map_or("x".to_owned(), |value| format!("{value:x}"))
    };
    let first = bits.len() % 4;
    let (head, rest) = bits.as_bytes().split_at(first);
    let head = (first > 0).then_some(head).into_iter();
    head.chain(rest.chunks(4)).map(digit).collect()
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name_width = self.ports.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(5);
        let width = self.ports.iter().flat_map(|(_, row)| row).map(String::len).max().unwrap_or(0);
        let width = width.max(2);
        let cycles = self.ports.first().map_or(0, |(_, row)| row.len());
        let line = |f: &mut fmt::Formatter<'_>, name: &str, cells: &[String]| {
            let cells: String = cells.iter().map(|cell| format!(" {cell:>width$}")).collect();
            writeln!(f, "{name:name_width$}{cells}")
        };
        let numbers: Vec<String> = (0..cycles).map(|cycle| cycle.to_string()).collect();
        line(f, "cycle", &numbers)?;
        self.ports.iter().try_for_each(|(name, row)| line(f, name, row))
    }
}
