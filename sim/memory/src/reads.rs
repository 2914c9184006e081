//! Read bursts under way, and which one the next beat is of.

use std::collections::VecDeque;

use crate::timing::hash;

/// A burst whose address was accepted.
struct Read {
    id: u16,
    /// Of the next beat.
    address: u32,
    beats_left: u32,
    /// The first cycle in which its first beat may be valid.
    due: u64,
}

/// The next beat of some burst.
pub(crate) struct ReadBeat {
    pub(crate) id: u16,
    pub(crate) address: u32,
    pub(crate) last: bool,
}

/// Bursts in the order of their acceptance.
#[derive(Default)]
pub(crate) struct Reads {
    queue: VecDeque<Read>,
}

impl Reads {
    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }

    pub(crate) fn accept(&mut self, id: u16, address: u32, beats: u32, due: u64) {
        self.queue.push_back(Read { id, address, beats_left: beats, due });
    }

    /// Takes the beat to be shown in `cycle`, if any is due; `reorder` is a seed.
    pub(crate) fn next_beat(
        &mut self,
        cycle: u64,
        beat_bytes: u32,
        reorder: Option<u64>,
    ) -> Option<ReadBeat> {
        let index = choose(&self.queue, cycle, reorder, |read| (read.id, read.due))?;
        let read = &mut self.queue[index];
        let beat = ReadBeat { id: read.id, address: read.address, last: read.beats_left == 1 };
        read.address = read.address.wrapping_add(beat_bytes);
        read.beats_left -= 1;
        if beat.last {
            self.queue.remove(index);
        }
        Some(beat)
    }
}

/// The transaction to be served in `cycle`, of a queue in the order of acceptance: the oldest, or with a seed any one
/// that is the oldest of its id. `key` gives a transaction's id and the first cycle in which it may be served.
pub(crate) fn choose<T>(
    queue: &VecDeque<T>,
    cycle: u64,
    reorder: Option<u64>,
    key: impl Fn(&T) -> (u16, u64),
) -> Option<usize> {
    let due = |index: &usize| key(&queue[*index]).1 <= cycle;
    let Some(seed) = reorder else {
        return (!queue.is_empty()).then_some(0).filter(due);
    };
    let oldest_of_id = |index: &usize| {
        let id = key(&queue[*index]).0;
        queue.range(..*index).all(|earlier| key(earlier).0 != id)
    };
    // Due cycles rise along the queue, so those that are due come first.
    let ready = (0..queue.len()).take_while(due).filter(oldest_of_id);
    let count = ready.clone().count();
    if count == 0 { None } else { ready.clone().nth((hash(seed, cycle) % count as u64) as usize) }
}
