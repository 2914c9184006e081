//! A picture of a mapped program: units, what each does, and the routes between them, as SVG.
//!
//! In: a bitstream and its fabric. Out: the text of an SVG file. The grid is drawn as it lies;
//! address generators sit outside the border switches they belong to.

use crate::bitstream::{Bitstream, RoutedLink};
use kiln_arch::topology::{Net, Node, UnitId, UnitKind};
use kiln_arch::{FabricSpec, Topology};
use std::fmt::Write;

const CELL: f64 = 190.0;
const MARGIN: f64 = 150.0;
const UNIT: (f64, f64) = (112.0, 58.0);
const COLOURS: [&str; 10] = [
    "#4363d8", "#e6194b", "#3cb44b", "#f58231", "#911eb4", "#008080", "#9a6324", "#808000",
    "#f032e6", "#000075",
];

/// Draws the program that `bitstream` maps.
pub fn svg(spec: &FabricSpec, topology: &Topology, bitstream: &Bitstream) -> String {
    let width = spec.cols as f64 * CELL + 2.0 * MARGIN;
    let height = spec.rows as f64 * CELL + 2.0 * MARGIN + 40.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"20\" y=\"28\" font-size=\"17\">{} on {}: {}</text>\n",
        escape(&bitstream.metadata.program.name),
        escape(&spec.name),
        use_of_units(topology, bitstream),
    );
    let layouts: Vec<String> = bitstream.metadata.asked_layouts().collect();
    if !layouts.is_empty() {
        let text = escape(&layouts.join("; "));
        let _ = writeln!(out, "<text x=\"20\" y=\"46\">layout of {text}</text>");
    }
    for switch in 0..spec.rows * spec.cols {
        let (x, y) = switch_at(topology, switch);
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"16\" height=\"16\" fill=\"#dddddd\" stroke=\"#888888\"><title>{}</title></rect>",
            x - 8.0,
            y - 8.0,
            topology.switch_name(switch)
        );
    }
    for (index, link) in bitstream.metadata.links.iter().enumerate() {
        draw_link(&mut out, topology, link, index);
    }
    for unit in 0..topology.units.len() {
        draw_unit(&mut out, topology, bitstream, unit);
    }
    out.push_str("</svg>\n");
    out
}

fn use_of_units(topology: &Topology, bitstream: &Bitstream) -> String {
    let part = |kind, name: &str| {
        let used =
            bitstream.metadata.units.iter().filter(|p| topology.units[p.unit].kind == kind).count();
        format!("{used}/{} {name}", topology.of_kind(kind).count())
    };
    [
        part(UnitKind::Pcu, "compute"),
        part(UnitKind::Pmu, "memory"),
        part(UnitKind::Ag, "address generators"),
    ]
    .join(", ")
}

fn switch_at(topology: &Topology, switch: usize) -> (f64, f64) {
    let (row, col) = (switch / topology.cols, switch % topology.cols);
    (MARGIN + CELL * (col as f64 + 0.25), MARGIN + 40.0 + CELL * (row as f64 + 0.25))
}

/// Centre of a unit: beside its switch in the grid, outside the border for address generators.
fn unit_at(topology: &Topology, unit: UnitId) -> (f64, f64) {
    let placed = &topology.units[unit];
    let (x, y) = switch_at(topology, placed.switch);
    if placed.kind != UnitKind::Ag {
        return (x + CELL * 0.43, y + CELL * 0.38);
    }
    match placed.name.split('_').nth(1) {
        Some("north") => (x + 30.0, MARGIN + 40.0 - 75.0),
        Some("south") => (x + 30.0, MARGIN + 40.0 + CELL * topology.rows as f64 + 75.0),
        Some("west") => (MARGIN - 80.0, y),
        _ => (MARGIN + CELL * topology.cols as f64 + 80.0, y),
    }
}

fn draw_unit(out: &mut String, topology: &Topology, bitstream: &Bitstream, unit: UnitId) {
    let (x, y) = unit_at(topology, unit);
    let used = bitstream.metadata.units.iter().find(|p| p.unit == unit);
    let fill = match (used, topology.units[unit].kind) {
        (None, _) => "#f6f6f6",
        (_, UnitKind::Pcu) => "#ffe0b3",
        (_, UnitKind::Pmu) => "#cfe8cf",
        (_, UnitKind::Ag) => "#cfdcf5",
    };
    let name = &topology.units[unit].name;
    let (w, h) = UNIT;
    let _ = writeln!(
        out,
        "<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{w}\" height=\"{h}\" rx=\"5\" fill=\"{fill}\" stroke=\"#666666\"/>",
        escape(used.map_or("unused", |p| &p.role)),
        x - w / 2.0,
        y - h / 2.0
    );
    let mut line = |dy: f64, colour: &str, text: &str| {
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" fill=\"{colour}\">{}</text>",
            y + dy,
            escape(text)
        );
    };
    line(-15.0, "#777777", name);
    if let Some(placed) = used {
        line(3.0, "#000000", &shorten(&placed.name, 20));
        line(20.0, "#333333", &shorten(&placed.role, 20));
    }
    out.push_str("</g>\n");
}

fn draw_link(out: &mut String, topology: &Topology, link: &RoutedLink, index: usize) {
    let network = topology.network(link.net);
    let colour = COLOURS[index % COLOURS.len()];
    let width = if link.net == Net::Vector { 3.0 } else { 1.4 };
    // Parallel routes are drawn side by side.
    let offset = (index % 9) as f64 * 4.0 - 16.0;
    let at = |node: usize| match network.nodes[node] {
        Node::Source { unit, .. } | Node::Sink { unit, .. } => unit_at(topology, unit),
        Node::Track { switch, .. } => switch_at(topology, switch),
    };
    for &(node, driver) in &link.nodes {
        let Some(driver) = driver else { continue };
        // A node is driven in its switch: draw from where its driver came to that switch.
        let start = match network.nodes[driver] {
            Node::Source { .. } => at(driver),
            _ => far_end(topology, network.nodes[driver]),
        };
        let (end, turn) = match network.nodes[node] {
            Node::Sink { unit, .. } => (at(node), switch_at(topology, topology.units[unit].switch)),
            track => (far_end(topology, track), at(node)),
        };
        let _ = writeln!(
            out,
            "<polyline points=\"{:.0},{:.0} {:.0},{:.0} {:.0},{:.0}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" opacity=\"0.75\"><title>{}</title></polyline>",
            start.0 + offset,
            start.1 + offset,
            turn.0 + offset,
            turn.1 + offset,
            end.0 + offset,
            end.1 + offset,
            escape(&link.name)
        );
    }
}

fn far_end(topology: &Topology, node: Node) -> (f64, f64) {
    match node {
        Node::Track { switch, side, .. } => {
            let next = topology.neighbour(switch, side).unwrap_or(switch);
            switch_at(topology, next)
        }
        Node::Source { unit, .. } | Node::Sink { unit, .. } => unit_at(topology, unit),
    }
}

fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_string();
    }
    text.chars().take(limit - 1).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
