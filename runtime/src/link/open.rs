//! Opening a session, and changing the line's rate.

use super::host::Link;
use super::receiver::Heard;
use super::window::Window;
use super::{Board, Line, LinkError};
use kiln_arch::link::{
    DEFAULT_BAUD, DELIMITER, MAX_PACKET, PROTOCOL_VERSION, RATES, Request, Response, SILENCE_BITS,
    hello, kind, status,
};
use kiln_arch::registers;
use std::time::Duration;

/// The higher rate that is offered; a board may have been left at it.
pub const FAST_BAUD: u32 = 3_000_000;
/// Rates at which a board is looked for, in turn.
const SEARCH: [u32; 4] = [DEFAULT_BAUD, DEFAULT_BAUD, FAST_BAUD, DEFAULT_BAUD];
/// How long an answer to the search is waited for.
const SEARCH_TIME: Duration = Duration::from_secs(1);
/// How often a change of rate is tried.
const RATE_TRIES: usize = 2;
/// Pause after a change of rate.
const RATE_REST: Duration = Duration::from_millis(1);
/// How long the answer to a farewell is waited for.
const FAREWELL: Duration = Duration::from_millis(300);

impl<L: Line> Link<L> {
    /// Opens a session with the board at the other end of `line`. Long transfers will go at `baud`, if the board can.
    ///
    /// # Errors
    /// [`LinkError`] says who else answers, or that nobody does.
    pub fn open(line: L, baud: u32) -> Result<Link<L>, LinkError> {
        let mut link = Link::around(line, DEFAULT_BAUD);
        link.wanted_baud = baud;
        let mut echoed = false;
        for baud in SEARCH {
            link.line.set_baud(baud)?;
            link.baud = baud;
            if link.greet(SEARCH_TIME, &mut echoed)? {
                return Ok(link);
            }
        }
        Err(link.stranger(echoed))
    }

    /// Who answered instead of a board.
    fn stranger(&self, echoed: bool) -> LinkError {
        let rates = format!("{DEFAULT_BAUD} and {FAST_BAUD}");
        let seen = &self.receiver.seen;
        let readable = |byte: &&u8| matches!(byte, b' '..=b'~' | b'\r' | b'\n' | b'\t' | 0x1b);
        if echoed {
            LinkError::Echo
        } else if seen.is_empty() {
            let seconds = SEARCH_TIME.as_secs() * SEARCH.len() as u64;
            LinkError::NoAnswer { seconds, rates }
        } else if seen.iter().filter(readable).count() * 10 >= seen.len() * 9 {
            LinkError::Foreign { seen: String::from_utf8_lossy(seen).escape_debug().to_string() }
        } else {
            let shown: Vec<String> = seen.iter().take(16).map(|b| format!("{b:02x}")).collect();
            LinkError::Garbage { bytes: self.receiver.bytes, seen: shown.join(" "), rates }
        }
    }

    /// How long a single answer is waited for.
    fn patience(&self) -> Duration {
        SEARCH_TIME + self.timing.patience(MAX_PACKET)
    }

    /// Asks for a new session; false if no answer comes.
    fn greet(&mut self, patience: Duration, echoed: &mut bool) -> Result<bool, LinkError> {
        let session = rand::random_range(1..=u8::MAX);
        let address = PROTOCOL_VERSION;
        let request =
            Request { kind: kind::HELLO, session, sequence: 0, count: 0, address, words: vec![] };
        // Ends what the board may have half heard.
        self.queue(&[DELIMITER]);
        let Some(answer) = self.ask(&request, patience, echoed)? else { return Ok(false) };
        let host = PROTOCOL_VERSION;
        if answer.status == status::VERSION {
            return Err(LinkError::Version { board: "another version".into(), host });
        }
        if answer.words.len() < hello::WORDS {
            return Ok(false);
        }
        if answer.words[hello::PROTOCOL] != host {
            let board = format!("version {}", answer.words[hello::PROTOCOL]);
            return Err(LinkError::Version { board, host });
        }
        self.board = board(&answer.words);
        self.session = session;
        self.window = Window::new(1);
        Ok(true)
    }

    /// Sends one request outside the window, and waits for the answer; everything else that comes is dropped.
    fn ask(
        &mut self,
        request: &Request,
        patience: Duration,
        echoed: &mut bool,
    ) -> Result<Option<Response>, LinkError> {
        let frame = request.frame();
        let sent = self.line.now();
        self.queue(&frame);
        while let Some(heard) = self.listen(sent + patience)? {
            for packet in heard {
                match packet {
                    Heard::Answer(answer) if answers(&answer, request) => {
                        let bytes = frame.len() + 4 * answer.words.len() + 10;
                        self.timing.answered(self.line.now(), Some((sent, bytes)));
                        return Ok(Some(answer));
                    }
                    Heard::Answer(answer) if request.kind != kind::HELLO => {
                        self.check_session(&answer)?;
                    }
                    Heard::Answer(_) => {}
                    Heard::Echo => *echoed = true,
                }
            }
            if self.line.now() >= sent + patience {
                break;
            }
        }
        Ok(None)
    }

    /// Reads a register until an answer comes or so much time has passed, with the number `sequence`, which the board
    /// expects or has just had. Then it expects the next one.
    ///
    /// # Errors
    /// The board has lost the session, or the line failed.
    fn probe(&mut self, sequence: u8, limit: Duration) -> Result<bool, LinkError> {
        let (session, address) = (self.session, registers::MAGIC.address);
        let kind = kind::READ_REGISTER;
        let request = Request { kind, session, sequence, count: 1, address, words: vec![] };
        let start = self.line.now();
        loop {
            self.queue(&[DELIMITER]);
            let answer = self.ask(&request, self.patience(), &mut false)?;
            if answer.is_some() {
                self.window = Window::new(sequence.wrapping_add(1));
                return Ok(true);
            }
            if self.line.now() - start >= limit {
                return Ok(false);
            }
        }
    }

    /// After a refusal: waits until all answers to what was under way have passed.
    pub(super) fn settle(&mut self) -> Result<(), LinkError> {
        let limit = SEARCH_TIME * SEARCH.len() as u32;
        if self.probe(self.window.next(), limit)? { Ok(()) } else { Err(self.vanished(limit)) }
    }

    fn vanished(&self, silence: Duration) -> LinkError {
        LinkError::Vanished { seconds: silence.as_secs(), repeats: self.statistics.repeats }
    }

    /// Before a long transfer: goes to the wanted rate, or stays at the default for good if the board does not follow.
    ///
    /// # Errors
    /// The board cannot make the rate, or is no longer connected.
    pub fn hasten(&mut self) -> Result<(), LinkError> {
        if self.baud == self.wanted_baud {
            return Ok(());
        }
        self.finish()?;
        for _ in 0..RATE_TRIES {
            let sequence = self.window.next();
            self.ask_rate(self.wanted_baud, self.patience())?;
            self.set_baud(self.wanted_baud)?;
            // The last bit of the answer is still on the line.
            self.rest(RATE_REST)?;
            if self.probe(sequence.wrapping_add(1), SEARCH_TIME)? {
                return Ok(());
            }
            self.return_to_default(sequence)?;
        }
        self.wanted_baud = DEFAULT_BAUD;
        Ok(())
    }

    /// After a change of rate that failed: the board is at the default rate after silence, and has had the request
    /// `sequence`, or that and the next, or neither. Two probes leave it expecting the one after both.
    fn return_to_default(&mut self, sequence: u8) -> Result<(), LinkError> {
        self.set_baud(DEFAULT_BAUD)?;
        let limit = self.silence() + self.patience();
        for number in [sequence, sequence.wrapping_add(1)] {
            if !self.probe(number, limit)? {
                return Err(self.vanished(limit));
            }
        }
        Ok(())
    }

    /// How long a board keeps a rate other than the default without hearing a packet.
    pub fn silence(&self) -> Duration {
        Duration::from_secs_f64(
            (1u64 << SILENCE_BITS) as f64 / f64::from(self.board.clock_hz.max(1)),
        )
    }

    /// Asks for a rate; whether it was taken is found out by trying.
    fn ask_rate(&mut self, baud: u32, patience: Duration) -> Result<(), LinkError> {
        let clock_hz = self.board.clock_hz;
        let bits = divisor(clock_hz, baud).ok_or(LinkError::Rate { baud, clock_hz })?;
        let sequence = self.window.next();
        let request = Request {
            kind: kind::RATE,
            session: self.session,
            sequence,
            count: 0,
            address: bits,
            words: vec![],
        };
        self.ask(&request, patience, &mut false)?;
        Ok(())
    }

    fn set_baud(&mut self, baud: u32) -> Result<(), LinkError> {
        self.line.set_baud(baud)?;
        self.baud = baud;
        Ok(())
    }

    /// An answer is late: after so long a silence the board may have returned to the default rate, or not yet.
    pub(super) fn try_other_rate(&mut self, silence: Duration) -> Result<(), LinkError> {
        if self.wanted_baud == DEFAULT_BAUD || silence < self.silence() {
            return Ok(());
        }
        let other = if self.baud == DEFAULT_BAUD { self.wanted_baud } else { DEFAULT_BAUD };
        self.set_baud(other)
    }

    /// Leaves the board at the default rate, for whoever comes next. Best effort: silence has the same end.
    pub fn farewell(&mut self) {
        if self.is_sound() && self.baud != DEFAULT_BAUD && self.finish().is_ok() {
            let _ = self.ask_rate(DEFAULT_BAUD, FAREWELL);
        }
    }
}

/// Whether this is the good answer to a request, or the one that says why no session can be.
fn answers(answer: &Response, request: &Request) -> bool {
    let good = answer.status == status::OK && answer.session == request.session;
    let version = answer.status == status::VERSION && request.kind == kind::HELLO;
    (answer.kind, answer.sequence) == (request.kind, request.sequence) && (good || version)
}

/// Clock cycles a bit, if that is near enough to the rate: a UART's last bit may be off by a quarter.
fn divisor(clock_hz: u32, baud: u32) -> Option<u32> {
    let bits = (clock_hz + baud / 2) / baud;
    let error = (f64::from(bits) * f64::from(baud) / f64::from(clock_hz) - 1.0).abs();
    (RATES.contains(&bits) && error < 0.025).then_some(bits)
}

fn board(words: &[u32]) -> Board {
    let name = words[hello::NAME..hello::NAME + hello::NAME_WORDS].iter();
    let name: Vec<u8> = name.flat_map(|word| word.to_le_bytes()).take_while(|b| *b != 0).collect();
    Board {
        name: String::from_utf8_lossy(&name).escape_debug().to_string(),
        fingerprint: words[hello::FINGERPRINT],
        memory_words: words[hello::MEMORY_WORDS],
        clock_hz: words[hello::CLOCK_HZ],
        buffer_words: words[hello::BUFFER_WORDS],
    }
}
