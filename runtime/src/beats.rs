//! Beats of a link as nested lists, the same text whatever device they come from.
//!
//! End mark `e` of a beat closes the innermost `e` lists. A vector beat is `<1 2 _ 4>`, absent
//! lanes `_`; a scalar beat is its word.

use crate::device::Beat;
use kiln_arch::topology::Net;
use kiln_lang::ir::Ty;
use std::fmt::Write;

/// The text of `beats`, words shown as `ty`.
pub fn nested(beats: &[Beat], ty: Ty) -> String {
    let rank = beats.iter().map(|beat| beat.mark).max().unwrap_or(0);
    let mut text = String::new();
    let mut open = 0;
    for beat in beats {
        if !text.is_empty() {
            text.push(if open < rank && rank > 1 { '\n' } else { ' ' });
        }
        while open < rank {
            text.push('[');
            open += 1;
        }
        text.push_str(&one(beat, ty));
        for _ in 0..beat.mark {
            text.push(']');
            open -= 1;
        }
    }
    text
}

fn one(beat: &Beat, ty: Ty) -> String {
    let word = |word: &Option<u32>| match (word, ty) {
        (None, _) => "_".to_string(),
        (Some(bits), Ty::F32) => format!("{:?}", f32::from_bits(*bits)),
        (Some(bits), Ty::I32) => (*bits as i32).to_string(),
    };
    if beat.net == Net::Scalar {
        return beat.lanes.first().map_or_else(String::new, word);
    }
    let mut text = String::from("<");
    for (lane, value) in beat.lanes.iter().enumerate() {
        let space = if lane == 0 { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(text, "{space}{}", word(value));
    }
    text.push('>');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat(words: &[i32], mark: u8) -> Beat {
        let lanes = words.iter().map(|&w| (w >= 0).then_some(w as u32)).collect();
        Beat { net: Net::Vector, node: 0, cycle: 0, lanes, mark }
    }

    #[test]
    fn marks_close_lists() {
        let beats = [beat(&[1, 2], 0), beat(&[3, -1], 1), beat(&[4, 5], 2)];
        assert_eq!(nested(&beats, Ty::I32), "[[<1 2> <3 _>]\n[<4 5>]]");
    }

    #[test]
    fn a_stream_without_marks_is_flat() {
        assert_eq!(nested(&[beat(&[1], 0), beat(&[2], 0)], Ty::I32), "<1> <2>");
    }
}
