//! A queue of words with a bound, moved in pieces.

/// A ring of words.
#[derive(Clone, Debug)]
pub(crate) struct Ring {
    data: Box<[u32]>,
    head: usize,
    len: usize,
}

impl Ring {
    /// An empty ring for at least `capacity` words.
    pub(crate) fn new(capacity: usize) -> Ring {
        Ring { data: vec![0; capacity.next_power_of_two()].into(), head: 0, len: 0 }
    }

    /// Words in it.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Appends words; there must be room.
    pub(crate) fn push(&mut self, words: &[u32]) {
        let capacity = self.data.len();
        debug_assert!(self.len + words.len() <= capacity);
        let at = (self.head + self.len) & (capacity - 1);
        let straight = words.len().min(capacity - at);
        self.data[at..at + straight].copy_from_slice(&words[..straight]);
        self.data[..words.len() - straight].copy_from_slice(&words[straight..]);
        self.len += words.len();
    }

    /// Takes the oldest words; there must be as many.
    pub(crate) fn pop(&mut self, into: &mut [u32]) {
        let capacity = self.data.len();
        debug_assert!(into.len() <= self.len);
        let straight = into.len().min(capacity - self.head);
        let (first, second) = into.split_at_mut(straight);
        first.copy_from_slice(&self.data[self.head..self.head + straight]);
        second.copy_from_slice(&self.data[..second.len()]);
        self.head = (self.head + straight + second.len()) & (capacity - 1);
        self.len -= straight + second.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_in_order_across_the_end() {
        let mut ring = Ring::new(7);
        let (mut next, mut expected) = (0, 0);
        for size in [5, 3, 4, 1, 7, 2, 6].repeat(3) {
            let words: Vec<u32> = (next..).take((8 - ring.len()).min(size)).collect();
            next += words.len() as u32;
            ring.push(&words);
            let mut out = vec![0; ring.len() / 2 + 1];
            ring.pop(&mut out);
            for word in out {
                assert_eq!(word, expected);
                expected += 1;
            }
        }
        assert!(next > 16);
    }
}
