//! CRC-32 of a packet, a byte at a time, for its receiver and its sender.

use crate::loader_crc::POLYNOMIAL;
use kiln_emit::prelude::*;

/// What the remainder is after a packet and its right CRC.
const RESIDUE: u32 = 0xdebb_20e3;

/// The checksum.
#[derive(LogicBlock)]
pub struct LinkCrc {
    /// Clock.
    pub clk: Clock,
    /// Starts a new packet.
    pub clear: In<Bit>,
    /// A byte is there.
    pub valid: In<Bit>,
    /// The byte.
    pub data: In<Word>,
    /// The lowest byte of the CRC is taken; the next comes in its place.
    pub shift: In<Bit>,
    /// The lowest byte of the CRC.
    pub low: Out<Word>,
    /// The bytes so far are a packet and its CRC.
    pub good: Out<Bit>,
    remainder: Reg<Word>,
    sum: Vec<Wire<Word>>,
    _masks: Vec<u32>,
}

impl LinkCrc {
    /// A checksum.
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            clear: In::bit(),
            valid: In::bit(),
            data: In::word(8),
            shift: In::bit(),
            low: Out::word(8),
            good: Out::bit(),
            remainder: Reg::word(32),
            sum: (0..32).map(|i| Wire::word(i + 1)).collect(),
            _masks: masks(),
        }
    }
}

impl Default for LinkCrc {
    fn default() -> Self {
        Self::new()
    }
}

/// For each bit of the next remainder, which bits of the lowest byte it is the parity of, beside the bit eight above it.
fn masks() -> Vec<u32> {
    let mut masks = vec![0; 32];
    for bit in 0..8 {
        let mut remainder = 1u32 << bit;
        for _ in 0..8 {
            let carry = remainder & 1;
            remainder = (remainder >> 1) ^ if carry == 1 { POLYNOMIAL } else { 0 };
        }
        for (out, mask) in masks.iter_mut().enumerate() {
            *mask |= (remainder >> out & 1) << bit;
        }
    }
    masks
}

impl Logic for LinkCrc {
    #[hdl_gen]
    fn update(&mut self) {
        let lowest = self.remainder.val().trunc(8) ^ self.data.val();
        let above = self.remainder.val() >> 8u32;
        self.sum[0].next = word((lowest & self._masks[0]).parity() != above.bit(0));
        for i in 1..32 {
            self.sum[i].next =
                cat!((lowest & self._masks[i]).parity() != above.bit(i), self.sum[i - 1].val());
        }
        if self.valid.val() {
            self.remainder.next = self.sum[31].val();
        }
        if self.shift.val() {
            self.remainder.next = above;
        }
        if self.clear.val() {
            self.remainder.next = u32::MAX.into();
        }
        self.low.next = !self.remainder.val().trunc(8);
        self.good.next = self.remainder.val() == RESIDUE;
    }
}

impl Leaf for LinkCrc {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("link_crc", "CRC-32 (ISO-HDLC) of a packet, a byte at a time.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::image::CRC32;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(LinkCrc::new, 1000, 1).unwrap();
    }

    #[test]
    fn the_masks_give_the_checksum() {
        let step = |remainder: u32, byte: u8| {
            let lowest = (remainder as u8 ^ byte) as u32;
            let parity = |mask: &u32| (lowest & mask).count_ones() % 2;
            let sum: u32 = masks().iter().enumerate().map(|(i, mask)| parity(mask) << i).sum();
            sum ^ remainder >> 8
        };
        let message = b"123456789";
        let remainder = message.iter().fold(u32::MAX, |sum, byte| step(sum, *byte));
        assert_eq!(!remainder, CRC32.checksum(message));
        let closed =
            (!remainder).to_le_bytes().iter().fold(remainder, |sum, byte| step(sum, *byte));
        assert_eq!(closed, RESIDUE);
    }
}
