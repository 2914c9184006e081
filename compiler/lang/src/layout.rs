//! In which order a tensor's elements lie in memory.
//!
//! In: elements as values, row-major. Out: memory words in a layout, and back. The compiler asks for layouts of inputs, the
//! host provides them; programs and interpreters know none of it.
//!
//! # Meaning of a blocked layout
//!
//! Its loops cut the dimensions as those of a fold's order do (see [`order`](crate::order)), and elements lie in the order in
//! which the loops visit them. A run of the innermost loop starts in a new word, its first element in the lowest bits, and
//! ends in zeros up to a whole word. So row-major is a loop over each dimension in turn, and `[k by 2, j, k]` stores the
//! columns of a bf16 matrix `[k, j]` in pairs: word (k div 2) * J + j holds elements k and k + 1 of column j.

use crate::order::{FoldOrder, Loop, OrderError};
use crate::storage::Storage;
use serde::{Deserialize, Serialize};

/// The order of a tensor's elements in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// The last dimension runs fastest, its rows are whole words.
    #[default]
    RowMajor,
    /// Elements lie as these loops visit them, the first loop outermost.
    Blocked(Vec<Loop>),
}

impl Layout {
    /// Row-major?
    pub fn is_row_major(&self) -> bool {
        *self == Layout::RowMajor
    }

    /// Proves that it stores each element of a tensor with so many dimensions once.
    ///
    /// # Errors
    /// What is wrong with its loops.
    pub fn verify(&self, dims: usize) -> Result<(), OrderError> {
        match self {
            Layout::RowMajor => Ok(()),
            Layout::Blocked(loops) => {
                FoldOrder { loops: loops.clone(), ..FoldOrder::sequential(0) }.verify(dims)
            }
        }
    }

    /// Words that a tensor takes.
    ///
    /// # Panics
    /// If a loop is over a dimension that the shape does not have.
    pub fn words(&self, storage: Storage, shape: &[u32]) -> usize {
        match self {
            Layout::RowMajor => storage.words(shape),
            Layout::Blocked(loops) => words(storage, loops, &mut shape.to_vec()),
        }
    }

    /// Row-major elements as memory words. Of values that the type does not hold, the low bits of an i32 and the high
    /// bits of an f32 are stored.
    ///
    /// # Panics
    /// If there are not as many elements as the shape has, or the layout is not one for this shape.
    pub fn pack(&self, storage: Storage, shape: &[u32], values: &[u32]) -> Vec<u32> {
        let Layout::Blocked(loops) = self else { return storage.pack(shape, values) };
        let mut memory = Vec::new();
        let mut elements = Vec::new();
        visit(loops, shape, &mut |run| {
            elements.clear();
            elements.extend(run.iter().map(|&at| values[at]));
            memory.extend(elements.chunks(storage.per_word()).map(|group| storage.word(group)));
        });
        memory
    }

    /// Memory words as row-major elements: undoes [`Layout::pack`].
    ///
    /// # Panics
    /// If there are not [`Layout::words`] of them, or the layout is not one for this shape.
    pub fn unpack(&self, storage: Storage, shape: &[u32], memory: &[u32]) -> Vec<u32> {
        let Layout::Blocked(loops) = self else { return storage.unpack(shape, memory) };
        let per_word = storage.per_word();
        let mut values = vec![0; crate::ir::elements(shape)];
        let mut rest = memory;
        visit(loops, shape, &mut |run| {
            let (words, behind) = rest.split_at(run.len().div_ceil(per_word));
            for (group, &word) in run.chunks(per_word).zip(words) {
                for (place, &at) in group.iter().enumerate() {
                    values[at] = storage.element(word, place);
                }
            }
            rest = behind;
        });
        assert!(rest.is_empty(), "the words of a tensor of shape {shape:?}");
        values
    }

    /// For people: `k by 2, j, k`, or `row-major`; `name` gives the names of dimensions.
    pub fn text(&self, name: impl Fn(usize) -> String) -> String {
        let Layout::Blocked(loops) = self else { return "row-major".into() };
        let one = |l: &Loop| match l.tile {
            1 => name(l.dim),
            tile => format!("{} by {tile}", name(l.dim)),
        };
        loops.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// Words in the pieces of `lengths` that `loops` visit.
fn words(storage: Storage, loops: &[Loop], lengths: &mut [u32]) -> usize {
    let Some((first, inside)) = loops.split_first() else { return 1 };
    let length = lengths[first.dim];
    if inside.is_empty() {
        return (length as usize).div_ceil(storage.per_word());
    }
    let mut in_piece = |piece: u32| {
        lengths[first.dim] = piece;
        words(storage, inside, lengths)
    };
    let whole = match length / first.tile {
        0 => 0,
        count => count as usize * in_piece(first.tile),
    };
    let last = length % first.tile;
    let sum = whole + if last == 0 { 0 } else { in_piece(last) };
    lengths[first.dim] = length;
    sum
}

/// Hands out each run of the innermost loop as row-major numbers of elements.
fn visit(loops: &[Loop], shape: &[u32], take: &mut impl FnMut(&[usize])) {
    let mut strides = vec![1; shape.len()];
    for dim in (1..shape.len()).rev() {
        strides[dim - 1] = strides[dim] * shape[dim] as usize;
    }
    Visit { strides, lengths: shape.to_vec(), run: Vec::new(), take }.pieces(loops, 0);
}

struct Visit<'a, F> {
    /// Elements from one index of a dimension to the next.
    strides: Vec<usize>,
    /// Each dimension's current range; its start is in the number of the first element.
    lengths: Vec<u32>,
    run: Vec<usize>,
    take: &'a mut F,
}

impl<F: FnMut(&[usize])> Visit<'_, F> {
    fn pieces(&mut self, loops: &[Loop], first: usize) {
        let Some((outer, inside)) = loops.split_first() else { return (self.take)(&[first]) };
        let (length, stride) = (self.lengths[outer.dim], self.strides[outer.dim]);
        if inside.is_empty() {
            self.run.clear();
            self.run.extend((0..length as usize).map(|at| first + at * stride));
            return (self.take)(&self.run);
        }
        for start in (0..length).step_by(outer.tile as usize) {
            self.lengths[outer.dim] = outer.tile.min(length - start);
            self.pieces(inside, first + start as usize * stride);
        }
        self.lengths[outer.dim] = length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::elements;
    use proptest::prelude::*;

    fn blocked(loops: &[(usize, u32)]) -> Layout {
        Layout::Blocked(loops.iter().map(|&(dim, tile)| Loop { dim, tile }).collect())
    }

    #[test]
    fn columns_lie_in_pairs() {
        let layout = blocked(&[(0, 2), (1, 1), (0, 1)]);
        // Elements 0x01, 0x02, ... of three rows of two.
        let values: Vec<u32> = (1..=6).collect();
        assert_eq!(layout.pack(Storage::I8, &[3, 2], &values), [0x0301, 0x0402, 0x05, 0x06]);
        assert_eq!(layout.unpack(Storage::I8, &[3, 2], &[0x0301, 0x0402, 0x05, 0x06]), values);
        let halves: Vec<u32> = values.iter().map(|v| v << 16).collect();
        let words = layout.pack(Storage::Bf16, &[3, 2], &halves);
        assert_eq!(words, [0x3_0001, 0x4_0002, 5, 6]);
        assert_eq!(layout.text(|dim| ["k", "j"][dim].into()), "k by 2, j, k");
    }

    #[test]
    fn a_word_is_found_by_its_group() {
        let (k, j, p) = (7, 5, 4);
        let layout = blocked(&[(0, p), (1, 1), (0, 1)]);
        let values: Vec<u32> = (0..k * j).collect();
        let words = layout.pack(Storage::I8, &[k, j], &values);
        for (at, value) in (0..).zip(values) {
            let (row, column) = (at / j, at % j);
            let word = words[(row / p * j + column) as usize];
            assert_eq!(Storage::I8.element(word, (row % p) as usize), value);
        }
    }

    #[test]
    fn layouts_that_lose_elements_are_refused() {
        assert_eq!(blocked(&[(0, 2), (1, 1), (0, 1)]).verify(2), Ok(()));
        assert_eq!(Layout::RowMajor.verify(3), Ok(()));
        assert_eq!(blocked(&[(1, 1), (0, 2)]).verify(2), Err(OrderError::NotCovered(0)));
        assert_eq!(blocked(&[(0, 0), (0, 1)]).verify(1), Err(OrderError::Zero("a tile")));
        assert!(blocked(&[(1, 1), (0, 1)]).verify(1).is_err());
    }

    #[test]
    fn row_major_is_the_default_of_old_files() {
        #[derive(Deserialize)]
        struct Place {
            #[serde(default)]
            layout: Layout,
        }
        let place: Place = serde_json::from_str("{}").expect("it reads");
        assert!(place.layout.is_row_major());
    }

    proptest! {
        #[test]
        fn row_major_is_a_loop_over_each_dimension(
            shape in proptest::collection::vec(0u32..7, 0..4),
        ) {
            let loops: Vec<(usize, u32)> = (0..shape.len()).map(|dim| (dim, 1)).collect();
            let values: Vec<u32> = (0..elements(&shape) as u32).collect();
            for storage in Storage::ALL {
                let words = blocked(&loops).pack(storage, &shape, &values);
                prop_assert_eq!(&words, &storage.pack(&shape, &values));
            }
        }

        #[test]
        fn what_is_packed_is_unpacked(
            shape in proptest::collection::vec(0u32..9, 1..4),
            cuts in proptest::collection::vec((0usize..3, 1u32..6), 0..5),
            last in Just((0usize..3).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let dims = shape.len();
            let mut loops: Vec<(usize, u32)> =
                cuts.into_iter().filter(|(dim, _)| *dim < dims).collect();
            loops.extend(last.into_iter().filter(|dim| *dim < dims).map(|dim| (dim, 1)));
            let layout = blocked(&loops);
            prop_assert_eq!(layout.verify(dims), Ok(()));
            for storage in Storage::ALL {
                // Small numbers are held by i8; those above by the others' upper bits too.
                let shift = if storage == Storage::Bf16 { 16 } else { 0 };
                let values: Vec<u32> =
                    (0..elements(&shape) as u32).map(|at| (at % 128) << shift).collect();
                let words = layout.pack(storage, &shape, &values);
                prop_assert_eq!(words.len(), layout.words(storage, &shape));
                prop_assert_eq!(layout.unpack(storage, &shape, &words), values);
            }
        }
    }
}
