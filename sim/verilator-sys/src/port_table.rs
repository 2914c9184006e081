//! Reads the ports of a design from the C++ header that Verilator wrote for it, and writes them down as the
//! macro list that `shim.cpp` expands. The design itself is the only list of its ports.

use std::fmt::Write;

use crate::Error;

/// A port as the generated C++ class declares it.
#[derive(Debug, PartialEq, Eq)]
struct Declaration {
    /// The C++ member.
    member: String,
    /// The Verilog name.
    name: String,
    /// In bits.
    width: u32,
    is_input: bool,
}

/// Returns the text of `kiln_ports.h` for the header that Verilator wrote.
pub(crate) fn port_macros(header: &str, clock: Option<&str>) -> Result<String, Error> {
    let ports = header.lines().filter_map(declaration).collect::<Result<Vec<_>, _>>()?;
    let mut text = String::from("#define KILN_PORTS(X)");
    for Declaration { member, name, width, is_input } in &ports {
        // Writing to a string cannot fail.
        let _ = write!(text, " \\\n  X({member}, \"{name}\", {width}, {})", u8::from(*is_input));
    }
    text.push('\n');
    if let Some(clock) = clock {
        let port = ports.iter().find(|port| port.name == clock && port.is_input && port.width == 1);
        let port = port.ok_or_else(|| {
            Error::NoClock(format!("`{clock}` is not a one-bit input of the design"))
        })?;
        let _ = writeln!(text, "#define KILN_CLOCK {}", port.member);
    }
    Ok(text)
}

/// Reads `    VL_IN8(&clk,0,0);`, and with a fourth argument for words: `VL_OUTW(&data,127,0,4);`.
fn declaration(line: &str) -> Option<Result<Declaration, Error>> {
    let rest = line.trim().strip_prefix("VL_")?;
    let (kind, arguments) = rest.split_once('(')?;
    let is_input = kind.starts_with("IN") && !kind.starts_with("INOUT");
    let is_output = kind.starts_with("OUT");
    if !is_input && !is_output && !kind.starts_with("INOUT") {
        return None;
    }
    let parsed = (is_input || is_output).then(|| parse_arguments(arguments)).flatten();
    let declaration = parsed.map(|(member, width)| Declaration {
        name: verilog_name(&member),
        member,
        width,
        is_input,
    });
    Some(declaration.ok_or_else(|| Error::PortDeclaration(line.trim().to_owned())))
}

fn parse_arguments(arguments: &str) -> Option<(String, u32)> {
    let mut fields = arguments.strip_suffix(");")?.split(',');
    let member = fields.next()?.trim_start_matches('&').to_owned();
    let msb: u32 = fields.next()?.parse().ok()?;
    let lsb: u32 = fields.next()?.parse().ok()?;
    let plain = member.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    plain.then_some((member, msb.checked_sub(lsb)? + 1))
}

/// Undoes Verilator's spelling: `__0HH` is the character of that code, `__SYM__` marks a word of C++.
fn verilog_name(member: &str) -> String {
    let mut rest = member.strip_prefix("__SYM__").unwrap_or(member);
    let mut name = String::new();
    while let Some((before, after)) = rest.split_once("__0") {
        name.push_str(before);
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                name.push(char::from(code));
                rest = &after[2..];
            }
            None => {
                name.push_str("__0");
                rest = after;
            }
        }
    }
    name + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "class Vkiln {\n    VL_IN8(&clk,0,0);\n    VL_IN8(&a___05Fb,3,0);\n    \
        VL_OUTW(&wo,127,0,4);\n    VL_OUT64(&__SYM__asm,67,4);\n    VL_UNCOPYABLE(Vkiln);  ///< No.\n    void eval();\n};\n";

    #[test]
    fn macros_hold_every_port() {
        let text = port_macros(HEADER, Some("clk")).unwrap();
        assert_eq!(
            text,
            "#define KILN_PORTS(X) \\\n  X(clk, \"clk\", 1, 1) \\\n  X(a___05Fb, \"a__b\", 4, 1) \\\n  \
             X(wo, \"wo\", 128, 0) \\\n  X(__SYM__asm, \"asm\", 64, 0)\n#define KILN_CLOCK clk\n"
        );
    }

    #[test]
    fn a_clock_must_be_a_one_bit_input() {
        for clock in ["wo", "a__b", "none"] {
            let error = port_macros(HEADER, Some(clock)).unwrap_err();
            assert!(matches!(error, Error::NoClock(_)), "{error}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for line in
            ["VL_INOUT8(&pad,0,0);", "VL_IN8(&x,0);", "VL_IN8(&x,0,3);", "VL_IN8((&x)[4],0,0);"]
        {
            assert!(matches!(port_macros(line, None), Err(Error::PortDeclaration(_))), "{line}");
        }
    }
}
