//! The host's state machine: requests are sent through a window, repeated where they are lost, and answered in order.

use super::error::why;
use super::receiver::{Heard, Receiver};
use super::timing::Timing;
use super::window::{Verdict, Window, is_read};
use super::{Board, Line, LinkError};
use kiln_arch::link::{MAX_WORDS, Request, Response, kind, status};
use std::time::Duration;

/// Silence after which a board has vanished.
const GIVE_UP: Duration = Duration::from_secs(10);
/// Repeats of one request after which a line is too bad.
const MOST_REPEATS: u32 = 100;
/// How long to listen while the line takes no more bytes.
const FULL: Duration = Duration::from_millis(2);

/// What a link has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Requests.
    pub packets: u64,
    /// Requests that were sent again.
    pub repeats: u64,
    /// Frames that came damaged.
    pub damaged: u64,
    /// Bytes on the line to the board.
    pub bytes_sent: u64,
    /// Bytes on the line from the board.
    pub bytes_received: u64,
    /// Bytes of memory written and read.
    pub bytes_moved: u64,
    /// Seconds that this took.
    pub seconds_moving: f64,
}

/// A board, its session open.
#[derive(Debug)]
pub struct Link<L> {
    pub(super) line: L,
    pub(super) receiver: Receiver,
    pub(super) timing: Timing,
    pub(super) window: Window,
    pub(super) statistics: Statistics,
    pub(super) board: Board,
    pub(super) session: u8,
    /// The line's rate.
    pub(super) baud: u32,
    /// The rate for long transfers.
    pub(super) wanted_baud: u32,
    /// Bytes that the line has not yet taken.
    outgoing: Vec<u8>,
    /// Words that were read, in order.
    arrived: Vec<u32>,
    /// Words whose writing was confirmed.
    confirmed: usize,
    /// When a valid answer last came, or the first request after a rest was sent.
    alive: Duration,
    /// Answers to repeats of a refused request may still come.
    refused: bool,
    /// An error ended it.
    failed: bool,
}

impl<L: Line> Link<L> {
    /// Around a line on which no session is open yet.
    pub(super) fn around(line: L, baud: u32) -> Link<L> {
        Link {
            line,
            receiver: Receiver::default(),
            timing: Timing::default(),
            window: Window::default(),
            statistics: Statistics::default(),
            board: Board {
                name: String::new(),
                fingerprint: 0,
                memory_words: 0,
                clock_hz: 0,
                buffer_words: 0,
            },
            session: 0,
            baud,
            wanted_baud: baud,
            outgoing: Vec::new(),
            arrived: Vec::new(),
            confirmed: 0,
            alive: Duration::ZERO,
            refused: false,
            failed: false,
        }
    }

    /// What the board says of itself.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// The present rate in bits a second.
    pub fn baud(&self) -> u32 {
        self.baud
    }

    /// Counts since it was opened.
    pub fn statistics(&self) -> Statistics {
        Statistics { damaged: self.receiver.damaged, ..self.statistics }
    }

    /// Whether the last request did not fail for a reason of the line.
    pub fn is_sound(&self) -> bool {
        !self.failed
    }

    /// Reads memory from a word address on. `progress` is told the words that have come.
    ///
    /// # Errors
    /// [`LinkError`]: refused, or no longer connected.
    pub fn read(
        &mut self,
        address: u32,
        words: &mut [u32],
        progress: &mut dyn FnMut(usize),
    ) -> Result<(), LinkError> {
        let start = self.line.now();
        self.arrived.clear();
        for first in (0..words.len()).step_by(MAX_WORDS) {
            let count = (words.len() - first).min(MAX_WORDS) as u8;
            self.submit(kind::READ, count, address + first as u32, &[])?;
            progress(self.arrived.len());
        }
        while self.arrived.len() < words.len() {
            self.step()?;
            progress(self.arrived.len());
        }
        words.copy_from_slice(&self.arrived);
        self.count_moved(words.len(), start);
        Ok(())
    }

    /// Writes memory from a word address on, and waits until that is done. `progress` is told the words that are written.
    ///
    /// # Errors
    /// [`LinkError`]: refused, or no longer connected.
    pub fn write(
        &mut self,
        address: u32,
        words: &[u32],
        progress: &mut dyn FnMut(usize),
    ) -> Result<(), LinkError> {
        let start = self.line.now();
        self.finish()?;
        self.confirmed = 0;
        for (number, chunk) in words.chunks(MAX_WORDS).enumerate() {
            let address = address + (number * MAX_WORDS) as u32;
            self.submit(kind::WRITE, chunk.len() as u8, address, chunk)?;
            progress(self.confirmed);
        }
        while !self.window.is_empty() {
            self.step()?;
            progress(self.confirmed);
        }
        self.count_moved(words.len(), start);
        Ok(())
    }

    /// Reads `count` neighbouring registers from a byte address on.
    ///
    /// # Errors
    /// [`LinkError`]: refused, or no longer connected.
    pub fn read_registers(&mut self, address: u32, count: u8) -> Result<Vec<u32>, LinkError> {
        self.arrived.clear();
        self.submit(kind::READ_REGISTER, count, address, &[])?;
        while self.arrived.len() < usize::from(count) {
            self.step()?;
        }
        Ok(std::mem::take(&mut self.arrived))
    }

    /// Writes a register. Returns before that is confirmed: an error may come with the next request.
    ///
    /// # Errors
    /// [`LinkError`]: refused, or no longer connected.
    pub fn write_register(&mut self, address: u32, value: u32) -> Result<(), LinkError> {
        self.submit(kind::WRITE_REGISTER, 1, address, &[value])
    }

    /// Waits until every request has been answered.
    ///
    /// # Errors
    /// [`LinkError`]: refused, or no longer connected.
    pub fn finish(&mut self) -> Result<(), LinkError> {
        while !self.window.is_empty() {
            self.step()?;
        }
        Ok(())
    }

    /// Lets time pass, for a board that works.
    ///
    /// # Errors
    /// If the line is gone.
    pub fn rest(&mut self, time: Duration) -> Result<(), LinkError> {
        let end = self.line.now() + time;
        while self.line.now() < end && self.listen(end)?.is_some() {}
        Ok(())
    }

    fn count_moved(&mut self, words: usize, start: Duration) {
        self.statistics.bytes_moved += 4 * words as u64;
        self.statistics.seconds_moving += (self.line.now() - start).as_secs_f64();
    }

    /// Sends a request as soon as the window admits it.
    fn submit(
        &mut self,
        kind: u8,
        count: u8,
        address: u32,
        words: &[u32],
    ) -> Result<(), LinkError> {
        if self.failed {
            return Err(LinkError::Closed);
        }
        if std::mem::take(&mut self.refused) {
            self.settle()?;
        }
        while !self.window.admits(kind, words.len(), &self.board) {
            self.step()?;
        }
        let now = self.line.now();
        if self.window.is_empty() {
            self.alive = now;
            self.timing.moved(now);
        }
        let session = self.session;
        let request = Request { kind, session, sequence: 0, count, address, words: words.into() };
        let frame = self.window.push(request, now);
        self.statistics.packets += 1;
        self.queue(&frame);
        self.push_out()
    }

    /// Puts bytes behind those that wait for the line.
    pub(super) fn queue(&mut self, frame: &[u8]) {
        self.statistics.bytes_sent += frame.len() as u64;
        self.outgoing.extend(frame);
    }

    /// Gives the line what it takes.
    pub(super) fn push_out(&mut self) -> Result<(), LinkError> {
        while !self.outgoing.is_empty() {
            let taken = self.line.write(&self.outgoing)?;
            if taken == 0 {
                break;
            }
            self.outgoing.drain(..taken);
            self.timing.moved(self.line.now());
        }
        Ok(())
    }

    /// Waits for bytes until `deadline`, and gives the packets that are whole then; nothing if none came in time.
    pub(super) fn listen(&mut self, deadline: Duration) -> Result<Option<Vec<Heard>>, LinkError> {
        self.push_out()?;
        let mut patience = deadline.saturating_sub(self.line.now());
        if !self.outgoing.is_empty() {
            patience = patience.min(FULL);
        }
        let mut bytes = [0; 4096];
        let count = self.line.read(&mut bytes, patience)?;
        if count > 0 {
            self.statistics.bytes_received += count as u64;
            self.timing.moved(self.line.now());
            return Ok(Some(self.receiver.take(&bytes[..count])));
        }
        Ok((self.line.now() < deadline).then(Vec::new))
    }

    /// Lets the work go on for as long as something comes, or until an answer is late.
    fn step(&mut self) -> Result<(), LinkError> {
        let result = self.try_step();
        // After a refusal it is known what the board expects; after anything else it is not.
        self.failed |= result.is_err() && !self.refused;
        result
    }

    fn try_step(&mut self) -> Result<(), LinkError> {
        let deadline = self.timing.deadline(self.window.oldest_bytes()).min(self.alive + GIVE_UP);
        match self.listen(deadline)? {
            Some(heard) => {
                for packet in heard {
                    if let Heard::Answer(answer) = packet {
                        self.hear(answer)?;
                    }
                }
            }
            None => self.late()?,
        }
        // Bytes that are no answers do not make a board alive.
        self.check_alive()?;
        self.repeat()?;
        while let Some((request, words)) = self.window.pop() {
            self.confirmed += request.words.len();
            if is_read(request.kind) {
                self.arrived.extend(words);
            }
        }
        Ok(())
    }

    fn hear(&mut self, answer: Response) -> Result<(), LinkError> {
        self.check_session(&answer)?;
        if answer.session != self.session {
            return Ok(());
        }
        let now = self.line.now();
        self.alive = now;
        match self.window.answer(answer) {
            Verdict::Stray => {}
            Verdict::Taken(sent) => self.timing.answered(now, sent),
            Verdict::Refused(request, code) => {
                self.refused = true;
                self.window = Window::new(request.sequence);
                return Err(LinkError::Refused { request: describe(&request), why: why(code) });
            }
        }
        Ok(())
    }

    /// # Errors
    /// If the board says that it knows no such session.
    pub(super) fn check_session(&self, answer: &Response) -> Result<(), LinkError> {
        let lost = answer.status == status::SESSION && answer.session != self.session;
        if lost { Err(LinkError::Reset) } else { Ok(()) }
    }

    /// An answer is late: all that is under way is lost, as far as the host knows.
    fn late(&mut self) -> Result<(), LinkError> {
        let now = self.line.now();
        self.timing.late(now);
        if self.outgoing.is_empty() {
            self.try_other_rate(now.saturating_sub(self.alive))?;
            self.window.lose_all();
        }
        Ok(())
    }

    fn check_alive(&self) -> Result<(), LinkError> {
        let silence = self.line.now().saturating_sub(self.alive);
        if !self.window.is_empty() && silence >= GIVE_UP {
            let repeats = self.statistics.repeats;
            return Err(LinkError::Vanished { seconds: silence.as_secs(), repeats });
        }
        let repeats = self.window.repeats();
        if repeats > MOST_REPEATS { Err(LinkError::Noisy { repeats }) } else { Ok(()) }
    }

    /// Sends again what is lost.
    fn repeat(&mut self) -> Result<(), LinkError> {
        for frame in self.window.again(self.line.now()) {
            self.statistics.repeats += 1;
            self.queue(&frame);
        }
        self.push_out()
    }
}

/// A request in words.
fn describe(request: &Request) -> String {
    let address = request.address;
    let end = u64::from(address) + u64::from(request.count);
    match request.kind {
        kind::READ => format!("read words {address}..{end} of its memory"),
        kind::WRITE => format!("write words {address}..{end} of its memory"),
        kind::READ_REGISTER => format!("read the register at {address:#x}"),
        kind::WRITE_REGISTER => format!("write the register at {address:#x}"),
        other => format!("do request {other}"),
    }
}
