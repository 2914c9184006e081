//! Somebody behind a pseudo-terminal: a board, or another program.

use crate::board::Board;
use kiln_runtime::pty::Pty;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

const DEFAULT_BAUD: u32 = 9600;
/// How long to wait for bytes before looking whether to stop.
const TICK: Duration = Duration::from_millis(20);

/// What comes back for bytes that were sent at a rate; nothing more for ever, if it ends.
pub trait Peer: Send + 'static {
    fn hear(&mut self, bytes: &[u8], baud: u32) -> Option<Vec<u8>>;
}

impl<F: FnMut(&[u8], u32) -> Option<Vec<u8>> + Send + 'static> Peer for F {
    fn hear(&mut self, bytes: &[u8], baud: u32) -> Option<Vec<u8>> {
        self(bytes, baud)
    }
}

impl Peer for Board {
    fn hear(&mut self, bytes: &[u8], baud: u32) -> Option<Vec<u8>> {
        let mut sent = Vec::new();
        for &byte in bytes {
            // At another rate every byte is another one.
            let is_same = baud.abs_diff(self.baud()) <= baud / 30;
            self.hear(if is_same { byte } else { byte.wrapping_mul(31) | 1 });
            while let Some(answer) = self.answer() {
                sent.extend(answer.bytes);
                self.sent(answer.bits);
            }
        }
        Some(sent)
    }
}

/// A terminal with somebody behind it, until it is dropped.
pub struct Terminal {
    pub name: String,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Terminal {
    pub fn new(peer: impl Peer) -> Terminal {
        let pty = Pty::open(DEFAULT_BAUD).unwrap();
        let name = pty.name().to_string();
        let stop = Arc::new(AtomicBool::new(false));
        let seen = stop.clone();
        let thread = std::thread::spawn(move || serve(pty, peer, &seen));
        Terminal { name, stop, thread: Some(thread) }
    }

    /// As `--on` takes it.
    pub fn on(&self) -> String {
        format!("serial:{}", self.name)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the board did not panic");
        }
    }
}

fn serve(mut pty: Pty, mut peer: impl Peer, stop: &AtomicBool) {
    let mut bytes = [0; 4096];
    while !stop.load(Ordering::Relaxed) {
        let count = pty.read(&mut bytes, TICK).unwrap();
        let Some(sent) = peer.hear(&bytes[..count], pty.baud().unwrap()) else { return };
        let mut rest = &sent[..];
        while !rest.is_empty() && !stop.load(Ordering::Relaxed) {
            rest = &rest[pty.write(rest).unwrap()..];
        }
    }
}
