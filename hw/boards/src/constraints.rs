//! Where the ports of a board's top are: the constraint file of its place-and-route.

use crate::board::Board;
use crate::flow::Device;
use crate::vendor::{Direction, ports};

/// A port's bit and its pin.
struct Placed<'a> {
    port: String,
    pin: &'a str,
    direction: Direction,
    pull: Option<&'a str>,
}

/// The constraints: LPF for the ECP5, CST for Gowin.
pub fn text(board: &Board) -> String {
    let placed = placed(board);
    let lines = placed.iter().map(|bit| match board.device {
        Device::Ecp5 { .. } => lpf(bit),
        Device::Gowin { .. } => cst(bit),
    });
    let mut text = lines.collect::<String>();
    if let Device::Ecp5 { .. } = board.device {
        let mhz = f64::from(board.clock.input_hz) / 1e6;
        text.push_str(&format!("FREQUENCY PORT \"{}\" {mhz} MHZ;\n", board.port_name("clk")));
    }
    text
}

fn placed(board: &Board) -> Vec<Placed<'_>> {
    let mut found = Vec::new();
    for port in ports(board) {
        let name = board.port_name(&port.name);
        let pins = board.pins.get(&port.name).into_iter().flatten();
        for (bit, pin) in pins.enumerate() {
            found.push(Placed {
                port: if port.width == 1 { name.to_string() } else { format!("{name}[{bit}]") },
                pin,
                direction: port.direction,
                pull: board.pulls.get(&port.name).map(String::as_str),
            });
        }
    }
    let high = board.high.iter().map(|(name, pin)| Placed {
        port: name.clone(),
        pin,
        direction: Direction::Out,
        pull: None,
    });
    found.extend(high);
    found
}

fn lpf(bit: &Placed<'_>) -> String {
    let Placed { port, pin, direction, pull } = bit;
    let pull = pull.unwrap_or("none").to_uppercase();
    let drive = if *direction == Direction::In { "" } else { " DRIVE=4" };
    format!(
        "LOCATE COMP \"{port}\" SITE \"{pin}\";\nIOBUF PORT \"{port}\" IO_TYPE=LVCMOS33 PULLMODE={pull}{drive};\n"
    )
}

fn cst(bit: &Placed<'_>) -> String {
    let Placed { port, pin, pull, .. } = bit;
    let pull = pull.unwrap_or("none").to_uppercase();
    format!("IO_LOC \"{port}\" {pin};\nIO_PORT \"{port}\" IO_TYPE=LVCMOS33 PULL_MODE={pull};\n")
}
