//! How configuration words lie in memory for the hardware's loader.
//!
//! An image is a header of eight words, padded to whole beats of the memory port, then a payload.
//! A beat of `W` words feeds `W` chains at once, word `k` going to chain `k`. Each chain is a
//! shift register of 32-bit words through its blocks: a word enters at the first block's word 0
//! and moves on by one with each beat. So the words of a chain are sent last block first and, in a
//! frame, highest word first; shorter chains are led by zeros.

use crate::config::{Block, Layout};
use crate::spec::FabricSpec;
use crate::topology::Topology;

/// CRC-32 of ISO-HDLC (as in zlib), over words in little-endian byte order.
pub const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

/// First header word: "KILN" read as a little-endian word.
pub const MAGIC: u32 = u32::from_le_bytes(*b"KILN");

/// Words in the header.
pub const HEADER_WORDS: usize = 8;

/// Index of each header word; words not named are zero.
pub mod header {
    /// [`super::MAGIC`].
    pub const MAGIC: usize = 0;
    /// [`crate::config::LAYOUT_VERSION`].
    pub const VERSION: usize = 1;
    /// [`crate::FabricSpec::fingerprint`].
    pub const FINGERPRINT: usize = 2;
    /// Beats of payload.
    pub const BEATS: usize = 3;
    /// CRC-32 of the payload.
    pub const CRC: usize = 4;
}

/// The blocks of each chain, first block first: `W` chains, the grid's columns dealt out in turn.
/// A column lists its switches from the north, each followed by its units.
pub fn chains(spec: &FabricSpec, topology: &Topology) -> Vec<Vec<Block>> {
    let mut chains = vec![Vec::new(); spec.memory_words()];
    for col in 0..spec.cols {
        let chain = &mut chains[col % spec.memory_words()];
        for row in 0..spec.rows {
            let switch = row * spec.cols + col;
            chain.push(Block::Switch(switch));
            chain.extend(topology.attached[switch].iter().map(|&unit| Block::Unit(unit)));
        }
    }
    chains
}

/// Lays out frames as an image. `frame` gives the frame of a block; frames shorter than the
/// block's layout are filled up with zeros.
pub fn build(
    spec: &FabricSpec,
    topology: &Topology,
    mut frame: impl FnMut(Block) -> Vec<u32>,
) -> Vec<u32> {
    let words = spec.memory_words();
    let columns: Vec<Vec<u32>> = chains(spec, topology)
        .into_iter()
        .map(|blocks| {
            let mut column = Vec::new();
            for block in blocks {
                let mut body = frame(block);
                body.resize(Layout::new(spec, topology, block).words(), 0);
                column.extend(body);
            }
            column
        })
        .collect();
    let beats = columns.iter().map(Vec::len).max().unwrap_or(0);
    let mut payload = vec![0; beats * words];
    for (chain, column) in columns.iter().enumerate() {
        for (position, &word) in column.iter().enumerate() {
            // The word that ends at position 0 is sent in the last beat.
            payload[(beats - 1 - position) * words + chain] = word;
        }
    }
    let mut image = vec![0; HEADER_WORDS.next_multiple_of(words)];
    image[header::MAGIC] = MAGIC;
    image[header::VERSION] = crate::config::LAYOUT_VERSION;
    image[header::FINGERPRINT] = spec.fingerprint();
    image[header::BEATS] = beats as u32;
    image[header::CRC] = crc_of_words(&payload);
    image.extend(payload);
    image
}

/// CRC-32 of words in little-endian byte order.
pub fn crc_of_words(words: &[u32]) -> u32 {
    let mut digest = CRC32.digest();
    for word in words {
        digest.update(&word.to_le_bytes());
    }
    digest.finalize()
}

/// Why a loader refuses an image; the number is the code in the `REASON` register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The first word is not [`MAGIC`].
    #[error("this is not a configuration image")]
    Magic,
    /// Another layout version.
    #[error("the image was made for another version of the configuration layout")]
    Version,
    /// Another fabric.
    #[error("the image was made for another fabric")]
    Fingerprint,
    /// The payload's length is not the fabric's.
    #[error("the image's length is not that of this fabric")]
    Length,
    /// The payload was damaged.
    #[error("the image's payload does not match its CRC")]
    Crc,
}

/// Beats of payload of any image for this fabric.
pub fn payload_beats(spec: &FabricSpec, topology: &Topology) -> usize {
    let words = |block: Block| Layout::new(spec, topology, block).words();
    chains(spec, topology)
        .into_iter()
        .map(|chain| chain.into_iter().map(words).sum())
        .max()
        .unwrap_or(0)
}

/// Words of any image for this fabric.
pub fn words(spec: &FabricSpec, topology: &Topology) -> usize {
    let beat = spec.memory_words();
    HEADER_WORDS.next_multiple_of(beat) + payload_beats(spec, topology) * beat
}

/// Checks an image as the hardware's loader does, in the same order, and takes it apart into
/// frames.
pub fn parse(
    spec: &FabricSpec,
    topology: &Topology,
    image: &[u32],
) -> Result<Vec<(Block, Vec<u32>)>, ImageError> {
    let words = spec.memory_words();
    let start = HEADER_WORDS.next_multiple_of(words);
    let beats = payload_beats(spec, topology);
    let at = |index: usize| image.get(index).copied().unwrap_or(0);
    let expect = |ok: bool, error: ImageError| if ok { Ok(()) } else { Err(error) };
    expect(at(header::MAGIC) == MAGIC, ImageError::Magic)?;
    expect(at(header::VERSION) == crate::config::LAYOUT_VERSION, ImageError::Version)?;
    expect(at(header::FINGERPRINT) == spec.fingerprint(), ImageError::Fingerprint)?;
    let length = image.len() == self::words(spec, topology) && at(header::BEATS) as usize == beats;
    expect(length, ImageError::Length)?;
    let payload = &image[start..];
    expect(crc_of_words(payload) == at(header::CRC), ImageError::Crc)?;
    Ok(frames(spec, topology, payload))
}

/// Takes a payload of [`payload_beats`] beats apart into frames, as the chains do.
///
/// # Panics
/// If the payload is shorter.
pub fn frames(spec: &FabricSpec, topology: &Topology, payload: &[u32]) -> Vec<(Block, Vec<u32>)> {
    let words = spec.memory_words();
    let beats = payload_beats(spec, topology);
    let mut frames = Vec::new();
    for (chain, blocks) in chains(spec, topology).into_iter().enumerate() {
        let mut position = 0;
        for block in blocks {
            let length = Layout::new(spec, topology, block).words();
            let frame = (position..position + length)
                .map(|p| payload[(beats - 1 - p) * words + chain])
                .collect();
            position += length;
            frames.push((block, frame));
        }
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_survive_the_image_and_damage_is_found() {
        let spec = FabricSpec::reference("mid").unwrap();
        let topology = Topology::new(&spec);
        let mut next = 1u32;
        let mut made = Vec::new();
        let image = build(&spec, &topology, |block| {
            let frame: Vec<u32> = (0..Layout::new(&spec, &topology, block).words())
                .map(|_| {
                    next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    next
                })
                .collect();
            made.push((block, frame.clone()));
            frame
        });
        assert_eq!(parse(&spec, &topology, &image).unwrap(), made);
        let mut flipped = image.clone();
        *flipped.last_mut().unwrap() ^= 1;
        assert_eq!(parse(&spec, &topology, &flipped), Err(ImageError::Crc));
        assert_eq!(parse(&spec, &topology, &image[..image.len() - 1]), Err(ImageError::Length));
        let other = FabricSpec::reference("tiny").unwrap();
        let refused = parse(&other, &Topology::new(&other), &image);
        assert_eq!(refused, Err(ImageError::Fingerprint));
    }
}
