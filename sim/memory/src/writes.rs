//! Write bursts under way. Addresses and data arrive in the same order of bursts, but each on its own channel: either
//! may be ahead of the other.

use std::collections::VecDeque;

use crate::protocol::Violation;
use crate::reads::choose;
use crate::storage::Storage;
use crate::{AxiOut, Response};

/// The most beats of any burst.
const MAX_BEATS: usize = 256;

const NEVER: u64 = u64::MAX;

/// A burst of which at least the address or one beat has arrived.
#[derive(Default)]
struct Write {
    id: u16,
    address: u32,
    beats: usize,
    words: Vec<u32>,
    /// One entry a beat.
    strobes: Vec<u128>,
    /// The first cycle in which the response may be valid; `NEVER` until address and data have arrived.
    due: u64,
}

/// Bursts in order.
pub(crate) struct Writes {
    data_words: usize,
    queue: VecDeque<Write>,
    /// So many from the front have their address.
    addressed: usize,
    /// So many from the front have all their data.
    filled: usize,
    /// Used buffers, so that no burst allocates in the long run.
    spare: Vec<Write>,
}

impl Writes {
    pub(crate) fn new(data_words: usize) -> Self {
        let (queue, spare) = (VecDeque::new(), Vec::new());
        Self { data_words, queue, addressed: 0, filled: 0, spare }
    }

    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether an address can be taken without making more than `limit` bursts.
    pub(crate) fn has_room_for_address(&self, limit: usize) -> bool {
        self.addressed < self.queue.len() || self.queue.len() < limit
    }

    /// Whether a beat can be taken without making more than `limit` bursts.
    pub(crate) fn has_room_for_data(&self, limit: usize) -> bool {
        self.filled < self.queue.len() || self.queue.len() < limit
    }

    /// Takes an address; `due` is when the response may come if this completes the burst.
    pub(crate) fn accept_address(&mut self, fabric: &AxiOut, due: u64) -> Result<(), Violation> {
        let expected = usize::from(fabric.aw_len) + 1;
        let write = Self::slot(&mut self.queue, &mut self.spare, self.addressed);
        (write.id, write.address, write.beats) = (fabric.aw_id, fabric.aw_addr, expected);
        let found = write.strobes.len();
        let ended = self.addressed < self.filled;
        let fits = if ended { found == expected } else { found < expected };
        if ended || !fits {
            write.due = due;
            self.filled = self.filled.max(self.addressed + 1);
        }
        self.addressed += 1;
        if fits { Ok(()) } else { Err(Violation::LastMisplaced { found, expected }) }
    }

    /// Takes a beat; `due` is when the response may come if this completes the burst. The burst ends with WLAST, or
    /// without where it must.
    pub(crate) fn accept_data(&mut self, fabric: &AxiOut, due: u64) -> Result<(), Violation> {
        let has_address = self.filled < self.addressed;
        let write = Self::slot(&mut self.queue, &mut self.spare, self.filled);
        write.words.extend_from_slice(&fabric.w_data[..self.data_words]);
        write.strobes.push(fabric.w_strb);
        let found = write.strobes.len();
        let expected = if has_address { write.beats } else { MAX_BEATS };
        let full = found == expected;
        if fabric.w_last || full {
            if has_address {
                write.due = due;
            }
            self.filled += 1;
        }
        // An early last beat is judged when the address comes.
        let fits = fabric.w_last == full || (fabric.w_last && !has_address);
        if fits { Ok(()) } else { Err(Violation::LastMisplaced { found, expected }) }
    }

    /// Takes a complete burst whose response is to be shown in `cycle`, if any is due, and only now writes it to
    /// memory: before its response a write may not be relied upon. Returns id and response.
    pub(crate) fn next_response(
        &mut self,
        cycle: u64,
        reorder: Option<u64>,
        storage: &mut Storage,
    ) -> Option<(u16, Response)> {
        let index = choose(&self.queue, cycle, reorder, |write| (write.id, write.due))?;
        let mut write = self.queue.remove(index)?;
        self.addressed -= 1;
        self.filled -= 1;
        let mut response = Response::Okay;
        let beat_bytes = self.data_words as u32 * 4;
        let mut address = write.address;
        for (words, strobes) in write.words.chunks_exact(self.data_words).zip(&write.strobes) {
            response = response.max(storage.write_beat(address, words, *strobes));
            address = address.wrapping_add(beat_bytes);
        }
        write.words.clear();
        write.strobes.clear();
        let id = write.id;
        self.spare.push(write);
        Some((id, response))
    }

    /// The burst at `index`, made if it is the first past the end.
    fn slot<'a>(
        queue: &'a mut VecDeque<Write>,
        spare: &mut Vec<Write>,
        index: usize,
    ) -> &'a mut Write {
        if index == queue.len() {
            queue.push_back(Write { due: NEVER, ..spare.pop().unwrap_or_default() });
        }
        &mut queue[index]
    }
}
