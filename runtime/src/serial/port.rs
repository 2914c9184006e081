//! Serial ports of this computer: finding a board's, opening it, moving bytes.

use crate::link::Line;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use serialport::{SerialPort, SerialPortType, TTYPort};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

/// USB vendor and product of the boards' serial bridges, with the boards' names.
const BRIDGES: [(u16, u16, &str); 1] = [(0x0403, 0x6015, "ULX3S")];

/// Why there is no port.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// No port has a board's USB id.
    #[error(
        "no board is connected: no USB serial port is one of a known board; connect it, or name its port: \
         `--on serial:PORT`. Ports here: {seen}"
    )]
    NoBoard {
        /// The ports there are.
        seen: String,
    },
    /// Several have.
    #[error("several boards are connected; name one: {candidates}")]
    Several {
        /// As they would be written on the command line.
        candidates: String,
    },
    /// There is no such port.
    #[error("there is no port `{port}`. Ports here: {seen}")]
    Missing {
        /// Its name.
        port: String,
        /// The ports there are.
        seen: String,
    },
    /// Another program has it.
    #[error(
        "`{port}` is busy: another program has it open; close that one (`fuser {port}` names it)"
    )]
    Busy {
        /// Its name.
        port: String,
    },
    /// It may not be opened.
    #[error(
        "no permission to open `{port}`: add yourself to the group that owns it (`sudo usermod -aG dialout $USER`, then log in \
         again), or install a udev rule for the board"
    )]
    Permission {
        /// Its name.
        port: String,
    },
    /// It is something else.
    #[error("`{port}` is not a serial port ({why})")]
    NotSerial {
        /// Its name.
        port: String,
        /// The system's reason.
        why: String,
    },
}

/// A port, and what is known of the device behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path of the port.
    pub name: String,
    /// The board whose USB id it has, if it has one.
    pub board: Option<&'static str>,
    /// For people: product and serial number, or empty.
    pub about: String,
}

/// The serial ports of this computer.
pub fn ports() -> Vec<Found> {
    // A system without a list of ports has none.
    let ports = serialport::available_ports().unwrap_or_default();
    let found = ports.into_iter().map(|port| match port.port_type {
        SerialPortType::UsbPort(usb) => {
            let bridge = BRIDGES.iter().find(|(vid, pid, _)| (*vid, *pid) == (usb.vid, usb.pid));
            let parts = [usb.product, usb.serial_number].into_iter().flatten();
            let about = parts.collect::<Vec<_>>().join(" ");
            Found { name: port.port_name, board: bridge.map(|(_, _, name)| *name), about }
        }
        _ => Found { name: port.port_name, board: None, about: String::new() },
    });
    found.collect()
}

fn listed(ports: &[Found]) -> String {
    let names: Vec<&str> = ports.iter().map(|port| &port.name[..]).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

/// The only port of a known board among `ports`.
///
/// # Errors
/// There is none, or several.
pub fn only_board(ports: &[Found]) -> Result<String, PortError> {
    let boards: Vec<&Found> = ports.iter().filter(|port| port.board.is_some()).collect();
    match boards[..] {
        [one] => Ok(one.name.clone()),
        [] => Err(PortError::NoBoard { seen: listed(ports) }),
        _ => {
            let written =
                boards.iter().map(|port| format!("`--on serial:{}` ({})", port.name, port.about));
            Err(PortError::Several { candidates: written.collect::<Vec<_>>().join(", ") })
        }
    }
}

/// Why opening `port` failed, from what the system said.
pub fn explain(port: &str, error: &io::Error, ports: &[Found]) -> PortError {
    let port = port.to_string();
    match error.kind() {
        ErrorKind::NotFound => PortError::Missing { port, seen: listed(ports) },
        ErrorKind::PermissionDenied => PortError::Permission { port },
        ErrorKind::ResourceBusy | ErrorKind::WouldBlock => PortError::Busy { port },
        _ => PortError::NotSerial { port, why: error.to_string() },
    }
}

/// An open port: of this program alone, raw bytes.
#[derive(Debug)]
pub struct Port {
    /// For the settings.
    settings: TTYPort,
    /// For the bytes: reads and writes that never wait.
    bytes: File,
    start: Instant,
}

impl Port {
    /// Opens a port at `baud`.
    ///
    /// # Errors
    /// [`PortError`] says why not.
    pub fn open(name: &str, baud: u32) -> Result<Port, PortError> {
        let flags = (OFlags::NOCTTY | OFlags::NONBLOCK).bits() as i32;
        let bytes = File::options().read(true).write(true).custom_flags(flags).open(name);
        let bytes = bytes.map_err(|error| explain(name, &error, &ports()))?;
        // Exclusive by default, even against a superuser.
        let settings = serialport::new(name, baud).open_native().map_err(|error| {
            let port = name.to_string();
            match error.kind {
                serialport::ErrorKind::NoDevice => PortError::Busy { port },
                serialport::ErrorKind::Io(kind) => explain(name, &kind.into(), &ports()),
                _ => PortError::NotSerial { port, why: error.description },
            }
        })?;
        Ok(Port { settings, bytes, start: Instant::now() })
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        // The mark would outlive this program where another one holds the same terminal; if it cannot be taken off,
        // closing does so elsewhere.
        let _ = self.settings.set_exclusive(false);
    }
}

fn gone() -> io::Error {
    io::Error::new(ErrorKind::BrokenPipe, "the port was closed from the other side")
}

impl Line for Port {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.bytes.write(bytes) {
            Err(error)
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) =>
            {
                Ok(0)
            }
            result => result,
        }
    }

    fn read(&mut self, into: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let timeout =
            Timespec { tv_sec: timeout.as_secs() as i64, tv_nsec: timeout.subsec_nanos().into() };
        let mut polled = [PollFd::new(&self.bytes, PollFlags::IN)];
        match poll(&mut polled, Some(&timeout)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => return Ok(0),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        match self.bytes.read(into) {
            Ok(0) => Err(gone()),
            Err(error)
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) =>
            {
                Ok(0)
            }
            result => result,
        }
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        Ok(self.settings.set_baud_rate(baud)?)
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, board: Option<&'static str>) -> Found {
        Found { name: name.into(), board, about: "ULX3S FPGA 85K v3.0.8 D00123".into() }
    }

    #[test]
    fn a_single_board_is_found_and_others_are_listed() {
        let (other, one, two) = (
            found("/dev/ttyS0", None),
            found("/dev/ttyUSB0", Some("ULX3S")),
            found("/dev/ttyUSB1", Some("ULX3S")),
        );
        assert_eq!(only_board(&[other.clone(), one.clone()]).unwrap(), "/dev/ttyUSB0");
        let none = only_board(std::slice::from_ref(&other)).unwrap_err().to_string();
        assert!(none.contains("no board") && none.contains("/dev/ttyS0"), "{none}");
        let several = only_board(&[one, two]).unwrap_err().to_string();
        assert!(several.contains("`--on serial:/dev/ttyUSB1` (ULX3S FPGA"), "{several}");
        assert!(only_board(&[]).unwrap_err().to_string().contains("Ports here: none"));
    }

    #[test]
    fn each_failure_to_open_has_its_message() {
        let say = |kind: ErrorKind| {
            explain("/dev/ttyUSB7", &kind.into(), &[found("/dev/ttyS0", None)]).to_string()
        };
        assert!(say(ErrorKind::PermissionDenied).contains("dialout"));
        assert!(say(ErrorKind::ResourceBusy).contains("busy"));
        let missing = say(ErrorKind::NotFound);
        assert!(
            missing.contains("no port `/dev/ttyUSB7`") && missing.contains("/dev/ttyS0"),
            "{missing}"
        );
        assert!(say(ErrorKind::IsADirectory).contains("not a serial port"));
    }
}
