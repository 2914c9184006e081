//! The small pieces of Verilog text that leaves and netlists share.

use std::fmt::Write;

/// Comments are wrapped at this column.
const COLUMNS: usize = 100;

/// A port of a module, ready to print.
pub struct Port {
    pub name: String,
    pub width: usize,
    pub output: bool,
    pub inout: bool,
    /// Whether a procedural block drives it.
    pub register: bool,
    /// The comment over the group it belongs to.
    pub section: Option<String>,
}

/// `[7:0] `, or nothing for one bit.
pub fn range(width: usize) -> String {
    if width == 1 { String::new() } else { format!("[{}:0] ", width - 1) }
}

/// A literal with its width; without one it takes as many bits as it needs.
pub fn constant(value: u128, width: usize) -> String {
    let width = if width == 0 { (128 - value.leading_zeros()).max(1) as usize } else { width };
    match value {
        0..=1 if width == 1 => format!("1'b{value}"),
        0..=9 => format!("{width}'d{value}"),
        _ => format!("{width}'h{value:x}"),
    }
}

/// A text without the brackets around all of it.
pub fn bare(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return text;
    };
    let mut depth = 0i32;
    for c in inner.chars() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth < 0 {
            return text;
        }
    }
    inner
}

/// The comment and the port list of a module.
pub fn header(name: &str, doc: &str, ports: &[Port]) -> String {
    let mut text = comment(doc, "");
    if ports.is_empty() {
        let _ = writeln!(text, "module {name};");
        return text;
    }
    let _ = writeln!(text, "module {name} (");
    let widest = ports.iter().map(|port| range(port.width).len()).max().unwrap_or(0);
    let mut section = None;
    for (position, port) in ports.iter().enumerate() {
        if port.section != section {
            section.clone_from(&port.section);
            if let Some(section) = &section {
                text.push_str(&comment(section, "    "));
            }
        }
        let direction = match (port.output, port.register) {
            (false, _) if port.inout => "inout  wire",
            (false, _) => "input  wire",
            (true, false) => "output wire",
            (true, true) => "output reg ",
        };
        let comma = if position + 1 < ports.len() { "," } else { "" };
        let _ = writeln!(text, "    {direction} {:widest$}{}{comma}", range(port.width), port.name);
    }
    text.push_str(");\n");
    text
}

/// A comment, wrapped.
pub fn comment(doc: &str, indent: &str) -> String {
    let mut text = String::new();
    for paragraph in doc.lines() {
        let mut line = format!("{indent}//");
        for word in paragraph.split_whitespace() {
            if line.len() + 1 + word.len() > COLUMNS {
                let _ = writeln!(text, "{line}");
                line = format!("{indent}//");
            }
            line.push(' ');
            line.push_str(word);
        }
        let _ = writeln!(text, "{line}");
    }
    text
}

/// `{a, b, {3{c}}}`.
pub fn concat(parts: &[String]) -> String {
    let runs = parts.chunk_by(|a, b| a == b).map(|run| match run.len() {
        1 => run[0].clone(),
        n => format!("{{{n}{{{}}}}}", run[0]),
    });
    match runs.collect::<Vec<_>>().as_slice() {
        [one] => one.clone(),
        runs => format!("{{{}}}", runs.join(", ")),
    }
}

/// The runs of bits of a signal that nothing reads.
pub fn unused_bits(name: &str, used: &[bool]) -> Vec<String> {
    if used.iter().all(|&bit| !bit) {
        return vec![name.to_owned()];
    }
    let mut low = 0;
    let mut runs = Vec::new();
    for run in used.chunk_by(|a, b| a == b) {
        if !run[0] {
            runs.push(match run.len() {
                1 => format!("{name}[{low}]"),
                n => format!("{name}[{}:{low}]", low + n - 1),
            });
        }
        low += run.len();
    }
    runs.reverse();
    runs
}
