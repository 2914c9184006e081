//! From bytes to packets, and a memory of what was no packet.

use kiln_arch::link::{DELIMITER, MAX_PACKET, Request, Response};

/// Bytes of a board's words that are kept to be shown.
const KEPT: usize = 48;

/// Something that came whole.
#[derive(Debug)]
pub(super) enum Heard {
    /// An answer.
    Answer(Response),
    /// A request: what was sent, sent back.
    Echo,
}

/// Cuts bytes into frames.
#[derive(Debug, Default)]
pub(super) struct Receiver {
    frame: Vec<u8>,
    /// Frames that were no packet.
    pub(super) damaged: u64,
    /// Bytes since it was made.
    pub(super) bytes: u64,
    /// The first of them.
    pub(super) seen: Vec<u8>,
}

impl Receiver {
    /// Takes bytes; gives the packets that are whole now.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Heard> {
        self.bytes += bytes.len() as u64;
        let room = KEPT - self.seen.len();
        self.seen.extend(&bytes[..room.min(bytes.len())]);
        let mut heard = Vec::new();
        for &byte in bytes {
            // A longer one is damaged whatever follows, and is not kept.
            if byte != DELIMITER {
                if self.frame.len() <= MAX_PACKET + 1 {
                    self.frame.push(byte);
                }
                continue;
            }
            let frame = std::mem::take(&mut self.frame);
            match Response::parse(&frame) {
                Some(answer) => heard.push(Heard::Answer(answer)),
                None if frame.is_empty() => {}
                None if Request::parse(&frame).is_some() => heard.push(Heard::Echo),
                None => self.damaged += 1,
            }
        }
        heard
    }
}
