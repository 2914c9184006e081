//! The requests that are under way: which may be sent, which are answered, which are lost.
//!
//! The line keeps the order of what is sent on it, so that an answer tells that everything sent before its request
//! has arrived or is lost.

use super::Board;
use kiln_arch::link::{self, REQUEST_HEADER, RESPONSE_HEADER, Request, Response, kind, status};
use std::collections::VecDeque;
use std::time::Duration;

/// Bytes of a frame beside the packet's header and payload: CRC, the first code, the delimiter.
const FRAME_BYTES: usize = link::CRC_BYTES + 2;

/// A request under way.
#[derive(Debug)]
struct Entry {
    request: Request,
    /// Numbers of its first and its last sending among all sendings.
    first: u64,
    last: u64,
    /// When it was last sent.
    time: Duration,
    repeats: u32,
    /// The board has already said that this one is missing.
    missed: bool,
    /// To be sent again.
    lost: bool,
    done: bool,
    words: Vec<u32>,
}

impl Entry {
    fn is_open_read(&self) -> bool {
        !self.done && is_read(self.request.kind)
    }
}

/// What an answer means.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It answers nothing that is open.
    Stray,
    /// The work goes on. If it is sure which sending was answered: when it was, and bytes there and back.
    Taken(Option<(Duration, usize)>),
    /// The board refuses this request, with a value of [`status`].
    Refused(Request, u8),
}

/// Requests under way, oldest first.
#[derive(Debug, Default)]
pub(super) struct Window {
    entries: VecDeque<Entry>,
    /// Number of the next request.
    next: u8,
    /// Sendings so far.
    sendings: u64,
}

pub(super) fn is_read(kind: u8) -> bool {
    matches!(kind, kind::READ | kind::READ_REGISTER)
}

impl Window {
    /// An empty one in a new session whose next number is `next`.
    pub(super) fn new(next: u8) -> Window {
        Window { next, ..Window::default() }
    }

    /// Number of the next request.
    pub(super) fn next(&self) -> u8 {
        self.next
    }

    /// Whether nothing is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a request of this kind and payload may be sent now.
    pub(super) fn admits(&self, kind: u8, words: usize, board: &Board) -> bool {
        let open = self.entries.iter().filter(|entry| !entry.done);
        let held: usize = open.map(|entry| link::buffered_words(entry.request.words.len())).sum();
        // A read that is repeated must not see what came after it.
        let in_order = is_read(kind) || !self.entries.iter().any(Entry::is_open_read);
        self.entries.len() < link::WINDOW
            && in_order
            && held + link::buffered_words(words) <= board.buffer_words as usize
    }

    /// Takes a request in, numbers it, and gives its frame.
    pub(super) fn push(&mut self, mut request: Request, now: Duration) -> Vec<u8> {
        request.sequence = self.next;
        self.next = self.next.wrapping_add(1);
        self.sendings += 1;
        let frame = request.frame();
        self.entries.push_back(Entry {
            request,
            first: self.sendings,
            last: self.sendings,
            time: now,
            repeats: 0,
            missed: false,
            lost: false,
            done: false,
            words: Vec::new(),
        });
        frame
    }

    /// What an answer of this session means.
    pub(super) fn answer(&mut self, answer: Response) -> Verdict {
        let Some(oldest) = self.entries.front() else { return Verdict::Stray };
        let at = usize::from(answer.sequence.wrapping_sub(oldest.request.sequence));
        let Some(entry) = self.entries.get_mut(at).filter(|entry| !entry.done) else {
            return Verdict::Stray;
        };
        if answer.status == status::ORDER {
            // It says so once: what comes after was doubled by the line.
            if std::mem::replace(&mut entry.missed, true) {
                return Verdict::Stray;
            }
            self.confirm_before(at);
            self.lose_from(at);
            return Verdict::Taken(None);
        }
        if entry.request.kind != answer.kind {
            return Verdict::Stray;
        }
        if answer.status != status::OK {
            return Verdict::Refused(entry.request.clone(), answer.status);
        }
        let expected = if is_read(answer.kind) { usize::from(entry.request.count) } else { 0 };
        if answer.words.len() != expected {
            return Verdict::Stray;
        }
        entry.done = true;
        entry.lost = false;
        let bytes = bytes(entry.request.words.len(), expected);
        entry.words = answer.words;
        let sent = (entry.repeats == 0).then_some((entry.time, bytes));
        self.confirm_before(at);
        Verdict::Taken(sent)
    }

    /// The board has done all before this one: writes are confirmed, answers of reads were lost unless they were asked
    /// for again since.
    fn confirm_before(&mut self, at: usize) {
        let first = self.entries[at].first;
        for entry in self.entries.range_mut(..at).filter(|entry| !entry.done) {
            if is_read(entry.request.kind) {
                entry.lost |= entry.last < first;
            } else {
                entry.done = true;
                entry.lost = false;
            }
        }
    }

    /// All from the oldest on are to be sent again.
    pub(super) fn lose_all(&mut self) {
        self.lose_from(0);
    }

    fn lose_from(&mut self, at: usize) {
        for entry in self.entries.range_mut(at..).filter(|entry| !entry.done) {
            entry.lost = true;
        }
    }

    /// Frames of those that are to be sent again.
    pub(super) fn again(&mut self, now: Duration) -> Vec<Vec<u8>> {
        let mut frames = Vec::new();
        for entry in self.entries.iter_mut().filter(|entry| entry.lost) {
            self.sendings += 1;
            entry.last = self.sendings;
            entry.time = now;
            entry.repeats += 1;
            entry.lost = false;
            frames.push(entry.request.frame());
        }
        frames
    }

    /// How often the most repeated request was repeated.
    pub(super) fn repeats(&self) -> u32 {
        self.entries.iter().map(|entry| entry.repeats).max().unwrap_or(0)
    }

    /// Bytes of the oldest request and its answer.
    pub(super) fn oldest_bytes(&self) -> usize {
        let oldest = self.entries.iter().find(|entry| !entry.done);
        oldest.map_or(0, |entry| {
            let read = if is_read(entry.request.kind) { entry.request.count } else { 0 };
            bytes(entry.request.words.len(), read.into())
        })
    }

    /// Takes out the oldest request if it is done, with what it read.
    pub(super) fn pop(&mut self) -> Option<(Request, Vec<u32>)> {
        self.entries.front().filter(|entry| entry.done)?;
        self.entries.pop_front().map(|entry| (entry.request, entry.words))
    }
}

/// Bytes on the line of a request with `given` words and an answer with `read`.
fn bytes(given: usize, read: usize) -> usize {
    REQUEST_HEADER + RESPONSE_HEADER + 2 * FRAME_BYTES + 4 * (given + read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::ZERO;

    fn board() -> Board {
        let name = "test".into();
        Board { name, fingerprint: 0, memory_words: 0, clock_hz: 0, buffer_words: 100 }
    }

    fn window(kinds: &[u8]) -> Window {
        let mut window = Window::new(250);
        for &kind in kinds {
            let words = if is_read(kind) { vec![] } else { vec![7; 20] };
            let request = Request { kind, session: 1, sequence: 0, count: 20, address: 0, words };
            window.push(request, NOW);
        }
        window
    }

    fn answer(window: &mut Window, kind: u8, at: u8, status: u8) -> Verdict {
        let words =
            if is_read(kind) && status == status::OK { vec![at.into(); 20] } else { vec![] };
        let sequence = 250_u8.wrapping_add(at);
        window.answer(Response { kind, session: 1, sequence, status, words })
    }

    #[test]
    fn a_write_waits_for_reads_and_nothing_overruns_the_buffer() {
        let mut reads = window(&[kind::WRITE, kind::READ]);
        assert!(reads.admits(kind::READ, 0, &board()));
        assert!(!reads.admits(kind::WRITE, 20, &board()), "a repeat of the read would see it");
        assert!(!reads.admits(kind::WRITE_REGISTER, 1, &board()));
        answer(&mut reads, kind::READ, 1, status::OK);
        assert!(reads.admits(kind::WRITE, 20, &board()));
        let writes = window(&[kind::WRITE; 4]);
        assert!(!writes.admits(kind::WRITE, 20, &board()), "92 words of 100 are taken");
        assert!(writes.admits(kind::WRITE, 5, &board()));
        let full = window(&[kind::READ; link::WINDOW]);
        assert!(!full.admits(kind::READ, 0, &Board { buffer_words: 2000, ..board() }));
    }

    #[test]
    fn an_answer_confirms_writes_before_it_and_shows_that_reads_were_lost() {
        let mut window = window(&[kind::WRITE, kind::READ, kind::READ]);
        assert!(matches!(answer(&mut window, kind::READ, 2, status::OK), Verdict::Taken(Some(_))));
        assert!(window.pop().is_some(), "the write is confirmed");
        assert!(window.pop().is_none(), "the first read is not");
        assert_eq!(window.again(NOW).len(), 1);
        // It was asked for again since: another answer to a later one says nothing about that.
        assert!(matches!(answer(&mut window, kind::READ, 2, status::OK), Verdict::Stray));
        assert_eq!(window.again(NOW).len(), 0);
        answer(&mut window, kind::READ, 1, status::OK);
        assert_eq!(window.pop().map(|(_, words)| words[0]), Some(1));
        assert_eq!(window.pop().map(|(_, words)| words[0]), Some(2));
    }

    #[test]
    fn a_gap_is_filled_once_from_where_it_is() {
        let mut window = window(&[kind::WRITE; 4]);
        assert!(matches!(answer(&mut window, kind::WRITE, 2, status::ORDER), Verdict::Taken(None)));
        assert!(matches!(answer(&mut window, kind::WRITE, 2, status::ORDER), Verdict::Stray));
        assert!(window.pop().is_some() && window.pop().is_some() && window.pop().is_none());
        assert_eq!(window.again(NOW).len(), 2);
    }

    #[test]
    fn answers_to_others_are_dropped() {
        let mut window = window(&[kind::WRITE]);
        assert!(matches!(answer(&mut window, kind::WRITE, 1, status::OK), Verdict::Stray));
        assert!(matches!(answer(&mut window, kind::WRITE, 255, status::OK), Verdict::Stray));
        assert!(matches!(answer(&mut window, kind::READ, 0, status::OK), Verdict::Stray));
        let refused = answer(&mut window, kind::WRITE, 0, status::BUSY);
        assert!(matches!(refused, Verdict::Refused(_, status::BUSY)), "{refused:?}");
    }
}
