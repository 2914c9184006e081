//! Where tensors lie in memory, with their borders.
//!
//! In: row-major elements. Out: the words that lie in memory, and back. `docs/bitstream.md` has the meaning.

use super::BitstreamError;
use kiln_lang::ir::{Storage, Ty, elements};
use kiln_lang::layout::Layout;
use serde::{Deserialize, Serialize};

/// Words to which tensors and copies of one are aligned: 64 bytes.
pub const ALIGNMENT: usize = 16;

/// Elements around a tensor that all are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Border {
    /// The word of each: an i32, or the bits of an f32.
    pub outside: u32,
    /// How many lie before the tensor, along each dimension.
    pub before: Vec<u32>,
    /// How many lie behind it.
    pub after: Vec<u32>,
}

impl Border {
    /// No border of a tensor with so many dimensions.
    pub fn none(outside: u32, dims: usize) -> Border {
        Border { outside, before: vec![0; dims], after: vec![0; dims] }
    }

    /// The shape of a tensor with its border. Saturates.
    pub fn around(&self, shape: &[u32]) -> Vec<u32> {
        let sides = self.before.iter().zip(&self.after);
        let extent = |(&extent, (&before, &after)): (&u32, (&u32, &u32))| {
            extent.saturating_add(before).saturating_add(after)
        };
        shape.iter().zip(sides).map(extent).collect()
    }

    /// For each element of a tensor in turn, its place in the bordered tensor.
    fn places<'a>(&'a self, shape: &'a [u32]) -> impl Iterator<Item = usize> + 'a {
        let around = self.around(shape);
        (0..elements(shape)).map(move |mut at| {
            let (mut place, mut stride) = (0, 1);
            for dim in (0..shape.len()).rev() {
                let extent = shape[dim] as usize;
                place += (at % extent + self.before[dim] as usize) * stride;
                (at, stride) = (at / extent, stride * around[dim] as usize);
            }
            place
        })
    }
}

/// Where a tensor lies in the accelerator's memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TensorPlace {
    /// Its name in the program.
    pub name: String,
    /// Type of its elements as they are stored.
    pub ty: Storage,
    /// Extents, outermost first, without borders.
    pub shape: Vec<u32>,
    /// Address in 32-bit words.
    pub address: u32,
    /// The order of its elements in memory, those of its border among them.
    #[serde(default, skip_serializing_if = "Layout::is_row_major")]
    pub layout: Layout,
    /// If there are any, the tensor lies in memory once in each, copy after copy, each from a multiple of [`ALIGNMENT`]
    /// words after its address on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub borders: Vec<Border>,
}

impl TensorPlace {
    /// Elements it has.
    pub fn elements(&self) -> usize {
        elements(&self.shape)
    }

    /// Words it takes, with its borders.
    pub fn words(&self) -> usize {
        match self.borders.as_slice() {
            [] => self.content_words(),
            borders => borders.iter().fold(0, |words, border| {
                words.next_multiple_of(ALIGNMENT)
                    + self.layout.words(self.ty, &border.around(&self.shape))
            }),
        }
    }

    /// Words it would take without borders.
    pub fn content_words(&self) -> usize {
        self.layout.words(self.ty, &self.shape)
    }

    /// Row-major elements, each a value as a word, as the words that lie in memory.
    ///
    /// # Panics
    /// If there are not [`TensorPlace::elements`] of them.
    pub fn pack(&self, values: &[u32]) -> Vec<u32> {
        assert_eq!(values.len(), self.elements(), "one value an element");
        if self.borders.is_empty() {
            return self.layout.pack(self.ty, &self.shape, values);
        }
        let mut memory = Vec::new();
        for border in &self.borders {
            let shape = border.around(&self.shape);
            let mut all = vec![border.outside; elements(&shape)];
            for (place, &value) in border.places(&self.shape).zip(values) {
                all[place] = value;
            }
            memory.resize(memory.len().next_multiple_of(ALIGNMENT), 0);
            memory.extend(self.layout.pack(self.ty, &shape, &all));
        }
        memory
    }

    /// Undoes [`TensorPlace::pack`].
    ///
    /// # Panics
    /// If there are not [`TensorPlace::words`] of them.
    pub fn unpack(&self, words: &[u32]) -> Vec<u32> {
        let Some(border) = self.borders.first() else {
            return self.layout.unpack(self.ty, &self.shape, words);
        };
        let shape = border.around(&self.shape);
        let copy = &words[..self.layout.words(self.ty, &shape)];
        let all = self.layout.unpack(self.ty, &shape, copy);
        border.places(&self.shape).map(|place| all[place]).collect()
    }

    /// Checks what a file says.
    pub(super) fn verify(&self) -> Result<(), BitstreamError> {
        let dims = self.shape.len();
        let whole = |border: &Border| border.before.len() == dims && border.after.len() == dims;
        if !self.borders.iter().all(whole) {
            return Err(BitstreamError::Border(self.name.clone()));
        }
        let checked = self.layout.verify(dims);
        checked.map_err(|error| BitstreamError::Layout(self.name.clone(), error))
    }

    /// Its borders for people who fill the memory: ` in a border of 0 (before [1, 1], after [1, 1])`.
    pub(super) fn borders_text(&self) -> String {
        let one = |border: &Border| {
            let outside = match self.ty.value() {
                Ty::I32 => (border.outside as i32).to_string(),
                Ty::F32 => f32::from_bits(border.outside).to_string(),
            };
            let Border { before, after, .. } = border;
            format!(" in a border of {outside} (before {before:?}, after {after:?})")
        };
        self.borders.iter().map(one).collect::<Vec<_>>().join(" and")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_lang::order::Loop;

    fn bordered(ty: Storage, shape: &[u32], layout: Layout, borders: Vec<Border>) -> TensorPlace {
        let (name, shape) = (String::from("x"), shape.to_vec());
        TensorPlace { name, ty, shape, address: 0, layout, borders }
    }

    #[test]
    fn a_border_lies_around_the_elements() {
        let border = Border { outside: 9, before: vec![1, 0], after: vec![0, 2] };
        let place = bordered(Storage::I32, &[2, 2], Layout::RowMajor, vec![border]);
        let memory = [9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9];
        assert_eq!(place.pack(&[1, 2, 3, 4]), memory);
        assert_eq!(place.words(), memory.len());
        assert_eq!(place.unpack(&memory), [1, 2, 3, 4]);
    }

    #[test]
    fn copies_with_other_borders_follow() {
        let border = |outside| Border { outside, before: vec![1], after: vec![0] };
        let borders = vec![border(5), border(-1i32 as u32)];
        let place = bordered(Storage::I8, &[6], Layout::RowMajor, borders);
        let memory = place.pack(&[1, 2, 3, 4, 5, 6]);
        assert_eq!(memory.len(), place.words());
        assert_eq!(memory[..2], [0x0302_0105, 0x0006_0504]);
        assert_eq!(memory[ALIGNMENT..], [0x0302_01ff, 0x0006_0504]);
        assert_eq!(place.unpack(&memory), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn borders_are_laid_out_with_the_elements() {
        let loops = [(0, 2), (1, 1), (0, 1)].map(|(dim, tile)| Loop { dim, tile });
        let border = Border { outside: 0, before: vec![0, 1], after: vec![0, 0] };
        let layout = Layout::Blocked(loops.into());
        let place = bordered(Storage::Bf16, &[2, 1], layout, vec![border]);
        let memory = place.pack(&[1.0f32.to_bits(), 2.0f32.to_bits()]);
        assert_eq!(memory, [0, 0x4000_3f80]);
        assert_eq!((place.words(), place.content_words()), (2, 1));
    }
}
