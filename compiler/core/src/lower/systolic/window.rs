//! Windows: a held factor that moves over an image, as in a convolution, and what of it stays in the scratchpad.
//!
//! In: a product whose rows are positions of an image. Out: how the factor's elements follow from positions, so that lines of the
//! image are loaded once and read for each place of the window.

use super::pattern::Product;
use crate::lower::nest::Axis;
use crate::lower::view::{Linear, View};
use kiln_arch::FabricSpec;
use kiln_lang::layout::Layout;

/// Across a line, and from line to line.
pub type Both<T> = [T; 2];

/// How the held factor lies around positions of the output.
#[derive(Clone, Debug)]
pub struct Image {
    /// Positions of the factor from one row of the output, and from one line, to the next.
    pub step: Both<u32>,
    /// The same for each axis of the fold but the innermost.
    pub folded: Vec<Both<u32>>,
    /// Positions that the window reaches beyond its first one.
    pub over: Both<u32>,
    /// Words of memory from one position to the next.
    pub words: Both<i64>,
}

/// A plan that keeps lines of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Tiles down of which a buffer holds all lines.
    pub strip: u32,
    /// Positions in a line.
    pub across: u32,
    /// Lines in a buffer.
    pub lines: u32,
    /// Words of the scratchpad from one position to the next.
    pub pitch: u32,
    /// Whether banks are skewed.
    pub skew: bool,
}

impl Image {
    /// The image of `product`, whose rows are taken in lines.
    pub fn find(view: &View, product: &Product) -> Option<Image> {
        let (rows, lines) = (product.rows, product.lines?);
        let (&inner, outer) = product.folded.split_last()?;
        let factor = &product.held;
        if factor.layout != Layout::RowMajor || factor.address.of(inner) != 1 {
            return None;
        }
        let indices: Vec<Linear> =
            view.access(factor.node).dims.into_iter().map(|(_, index)| index).collect();
        let of = |axis: Axis| indices.iter().find(|index| index.of(axis) != 0);
        let (x, y) = (of(rows)?, of(lines)?);
        // No axis of these moves two dimensions, and no other axis moves theirs.
        let alone = |axis: &Axis| indices.iter().filter(|index| index.of(*axis) != 0).count() == 1;
        let mine = [&[rows, lines], outer].concat();
        let others = (0..view.axes.len()).filter(|axis| !mine.contains(axis));
        let apart = others.into_iter().all(|axis| x.of(axis) == 0 && y.of(axis) == 0);
        let across = x.of(lines) == 0 && y.of(rows) == 0;
        let inside = |axis: &Axis| x.of(*axis) + y.of(*axis) > 0;
        if !(mine.iter().all(alone) && apart && across && outer.iter().all(inside)) {
            return None;
        }
        let both = |axis: Axis| [x.of(axis), y.of(axis)].map(|of| u32::try_from(of).ok());
        let both = |axis: Axis| match both(axis) {
            [Some(x), Some(y)] => Some([x, y]),
            _ => None,
        };
        let step = [both(rows)?[0], both(lines)?[1]];
        let folded = outer.iter().map(|&axis| both(axis)).collect::<Option<Vec<_>>>()?;
        let reach = |at: usize| -> u32 {
            let each = outer.iter().zip(&folded);
            each.map(|(&axis, of)| of[at] * (view.axes[axis].extent - 1)).sum()
        };
        let words = |axis: Axis, step: u32| factor.address.of(axis) / i64::from(step);
        let words = [words(rows, step[0]), words(lines, step[1])];
        Some(Image { over: [reach(0), reach(1)], step, folded, words })
    }

    /// What a buffer with the lines of `strip` tiles of `lines` lines holds, `row` positions of the output in each; none
    /// if no pitch lets positions side by side lie in different banks.
    pub fn window(
        &self,
        spec: &FabricSpec,
        (row, inner): (u32, u32),
        (lines, strip): (u32, u32),
    ) -> Option<Window> {
        let lanes = spec.lanes as u32;
        let skewed = inner.is_multiple_of(lanes) && !(inner / lanes).is_multiple_of(2);
        let (pitch, skew) = match self.step[0] {
            1 if skewed => (inner, true),
            step if !step.is_multiple_of(2) => (inner | 1, false),
            _ => return None,
        };
        let across = self.step[0] * (row - 1) + self.over[0] + 1;
        let lines = self.step[1] * (lines * strip - 1) + self.over[1] + 1;
        Some(Window { strip, across, lines, pitch, skew })
    }
}

impl Window {
    /// Words of a line in the scratchpad.
    pub fn line(&self) -> u32 {
        self.across * self.pitch
    }

    /// Words of a buffer.
    pub fn buffer(&self) -> u32 {
        self.lines * self.line()
    }
}
