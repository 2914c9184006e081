//! The link protocol between a host and a board: packets, frames, and every number that both ends share.
//!
//! `docs/protocol.md` says what the ends do; the hardware, the host and the virtual board take all constants from
//! here. In: requests and responses. Out: the bytes of their frames on the line, and back.

use crate::image::CRC32;

/// Version of the protocol, the first word that a board says of itself.
pub const PROTOCOL_VERSION: u32 = 1;

/// Bits a second at which a board listens after power-up.
pub const DEFAULT_BAUD: u32 = 1_000_000;

/// The byte that ends every frame and occurs nowhere else.
pub const DELIMITER: u8 = 0;

/// Most words of payload in a packet, either way: with them a frame is one run of COBS.
pub const MAX_WORDS: usize = 60;

/// Bytes of a request before its payload: two words.
pub const REQUEST_HEADER: usize = 8;

/// Bytes of a response before its payload: one word.
pub const RESPONSE_HEADER: usize = 4;

/// Bytes of the CRC that ends a packet.
pub const CRC_BYTES: usize = 4;

/// Most bytes of a packet.
pub const MAX_PACKET: usize = REQUEST_HEADER + 4 * MAX_WORDS + CRC_BYTES;

/// Words of a board's receive buffer: room for the writes that hide 16 ms of latency at 3 Mbaud. A request takes
/// [`buffered_words`] of them until it is answered.
pub const BUFFER_WORDS: usize = 2048;

/// Most requests that a host may have unanswered. Sequence numbers that lie up to [`REPEATS`] back are repeats.
pub const WINDOW: usize = 64;

/// How far back a sequence number is a repeat, not a gap.
pub const REPEATS: usize = 128;

/// Core clock cycles of silence (no whole packet) after which a board returns to its default rate: `2^SILENCE_BITS`.
pub const SILENCE_BITS: usize = 26;

/// Bit of a packet's first byte that marks a response.
pub const RESPONSE: u8 = 0x80;

/// Session number that no host takes: a board that has lost its session answers with it.
pub const NO_SESSION: u8 = 0;

/// Words of a receive buffer that a request with `words` words of payload takes: its length, header and payload.
pub const fn buffered_words(words: usize) -> usize {
    1 + REQUEST_HEADER / 4 + words
}

/// What a request asks for: its first byte.
pub mod kind {
    /// Opens a session; `address` is the host's [`super::PROTOCOL_VERSION`], `count` is 0. Answered with [`super::hello`].
    pub const HELLO: u8 = 1;
    /// Reads `count` words of memory from word `address` on.
    pub const READ: u8 = 2;
    /// Writes `count` words of memory from word `address` on.
    pub const WRITE: u8 = 3;
    /// Reads `count` neighbouring registers from byte address `address` on.
    pub const READ_REGISTER: u8 = 4;
    /// Writes one register, at byte address `address`; `count` is 1.
    pub const WRITE_REGISTER: u8 = 5;
    /// Sets the line's rate to `address` core clock cycles a bit, once the answer has left; `count` is 0.
    pub const RATE: u8 = 6;
}

/// How a request went: the last byte of a response's header.
pub mod status {
    /// Done. Any other status: the request was not accepted, and is still the next one.
    pub const OK: u8 = 0;
    /// Memory is not the host's while the fabric loads or runs.
    pub const BUSY: u8 = 1;
    /// An address outside the memory or the registers, or a rate out of bounds.
    pub const RANGE: u8 = 2;
    /// The board knows no such session: it has been reset, or another host has taken it.
    pub const SESSION: u8 = 3;
    /// A request before this one was lost; the response has the number of the one that is missing.
    pub const ORDER: u8 = 4;
    /// No such kind of request, or a count that does not go with it.
    pub const KIND: u8 = 5;
    /// The memory or the register port answered with an error.
    pub const MEMORY: u8 = 6;
    /// Another version of the protocol.
    pub const VERSION: u8 = 7;
}

/// Words of the answer to [`kind::HELLO`].
pub mod hello {
    /// [`super::PROTOCOL_VERSION`] of the board.
    pub const PROTOCOL: usize = 0;
    /// Fingerprint of the fabric.
    pub const FINGERPRINT: usize = 1;
    /// Words of memory.
    pub const MEMORY_WORDS: usize = 2;
    /// Core clock in Hz, which rates count in.
    pub const CLOCK_HZ: usize = 3;
    /// Words of the receive buffer.
    pub const BUFFER_WORDS: usize = 4;
    /// Name of the board, 16 bytes, zeros behind it.
    pub const NAME: usize = 5;
    /// Words of the name.
    pub const NAME_WORDS: usize = 4;
    /// Words of the answer.
    pub const WORDS: usize = NAME + NAME_WORDS;
}

/// The smallest and largest number of core clock cycles that a bit may take.
pub const RATES: std::ops::RangeInclusive<u32> = 4..=4095;

/// What a host sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// A value of [`kind`].
    pub kind: u8,
    /// The session, 1..=255.
    pub session: u8,
    /// Number in the session, modulo 256.
    pub sequence: u8,
    /// Words asked for or given.
    pub count: u8,
    /// As [`kind`] says.
    pub address: u32,
    /// The words given: `count` for the kinds that write, none for the others.
    pub words: Vec<u32>,
}

/// What a board answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The request's kind, without [`RESPONSE`].
    pub kind: u8,
    /// The session, or [`NO_SESSION`].
    pub session: u8,
    /// The request's number, or for [`status::ORDER`] the missing one.
    pub sequence: u8,
    /// A value of [`status`].
    pub status: u8,
    /// What was read.
    pub words: Vec<u32>,
}

impl Request {
    /// The frame on the line, delimiter included.
    pub fn frame(&self) -> Vec<u8> {
        let mut packet = vec![self.kind, self.session, self.sequence, self.count];
        packet.extend(self.address.to_le_bytes());
        frame(packet, &self.words)
    }

    /// A request from a frame's bytes without the delimiter; `None` if they are damaged or no request.
    pub fn parse(bytes: &[u8]) -> Option<Request> {
        let packet = checked(bytes)?;
        let (header, payload) = packet.split_at_checked(REQUEST_HEADER)?;
        let [kind, session, sequence, count, address @ ..] = header else { return None };
        let address = u32::from_le_bytes(address.try_into().ok()?);
        (kind & RESPONSE == 0).then_some(())?;
        Some(Request {
            kind: *kind,
            session: *session,
            sequence: *sequence,
            count: *count,
            address,
            words: words(payload)?,
        })
    }
}

impl Response {
    /// The frame on the line, delimiter included.
    pub fn frame(&self) -> Vec<u8> {
        let packet = vec![self.kind | RESPONSE, self.session, self.sequence, self.status];
        frame(packet, &self.words)
    }

    /// A response from a frame's bytes without the delimiter; `None` if they are damaged or no response.
    pub fn parse(bytes: &[u8]) -> Option<Response> {
        let packet = checked(bytes)?;
        let (header, payload) = packet.split_at_checked(RESPONSE_HEADER)?;
        let [kind, session, sequence, status] = *header else { return None };
        let kind = (kind & RESPONSE != 0).then_some(kind & !RESPONSE)?;
        Some(Response { kind, session, sequence, status, words: words(payload)? })
    }
}

/// Header and payload with their CRC, as a frame.
fn frame(mut packet: Vec<u8>, words: &[u32]) -> Vec<u8> {
    packet.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    packet.extend(CRC32.checksum(&packet).to_le_bytes());
    let mut bytes = stuff(&packet);
    bytes.push(DELIMITER);
    bytes
}

/// The packet in a frame's bytes, without its CRC, if that is right.
fn checked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packet = unstuff(bytes)?;
    let body = packet.len().checked_sub(CRC_BYTES)?;
    let crc = packet.split_off(body);
    (packet.len() <= MAX_PACKET - CRC_BYTES && CRC32.checksum(&packet).to_le_bytes()[..] == crc[..])
        .then_some(packet)
}

/// Little-endian words of a payload of whole words.
fn words(payload: &[u8]) -> Option<Vec<u32>> {
    let (words, rest) = payload.as_chunks::<4>();
    rest.is_empty().then(|| words.iter().map(|word| u32::from_le_bytes(*word)).collect())
}

/// Consistent overhead byte stuffing (Cheshire and Baker, 1999) of a packet of at most 254 bytes: each zero, and the end,
/// is replaced by the distance to the next, so that no zero is left; the first distance goes before it all.
pub fn stuff(packet: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0];
    let mut code = 0;
    for &byte in packet {
        if byte == DELIMITER {
            bytes[code] = (bytes.len() - code) as u8;
            code = bytes.len();
        }
        bytes.push(byte);
    }
    bytes[code] = (bytes.len() - code) as u8;
    bytes
}

/// What [`stuff`] was given; `None` if these bytes are none that it makes.
pub fn unstuff(bytes: &[u8]) -> Option<Vec<u8>> {
    let (&first, rest) = bytes.split_first()?;
    let mut packet = Vec::with_capacity(rest.len());
    let mut left = first.checked_sub(1)?;
    for &byte in rest {
        if byte == DELIMITER {
            return None;
        }
        if left == 0 {
            packet.push(DELIMITER);
            left = byte - 1;
        } else {
            packet.push(byte);
            left -= 1;
        }
    }
    (left == 0).then_some(packet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(words: Vec<u32>) -> Request {
        let count = words.len() as u8;
        Request { kind: kind::WRITE, session: 7, sequence: 0, count, address: 0x0100_0200, words }
    }

    #[test]
    fn frames_hold_one_delimiter_and_give_their_packet_back() {
        for count in [0, 1, 2, MAX_WORDS] {
            for fill in [0, 1, 0x00ff_0000, 0x0101_0101, u32::MAX] {
                let request = write(vec![fill; count]);
                let frame = request.frame();
                let (delimiter, bytes) = frame.split_last().unwrap();
                assert_eq!(*delimiter, DELIMITER);
                assert!(!bytes.contains(&DELIMITER));
                assert_eq!(frame.len(), REQUEST_HEADER + 4 * count + CRC_BYTES + 2);
                assert_eq!(Request::parse(bytes), Some(request));
            }
        }
    }

    #[test]
    fn stuffing_of_zeros_and_of_a_longest_run() {
        assert_eq!(stuff(&[]), [1]);
        assert_eq!(stuff(&[0]), [1, 1]);
        assert_eq!(stuff(&[5, 0, 0, 6]), [2, 5, 1, 2, 6]);
        let run = [9; 254];
        assert_eq!(stuff(&run)[0], 255);
        assert_eq!(unstuff(&stuff(&run)), Some(run.to_vec()));
        assert_eq!(unstuff(&[3, 1]), None);
        assert_eq!(unstuff(&[]), None);
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let response = Response {
            kind: kind::READ,
            session: 3,
            sequence: 200,
            status: status::OK,
            words: vec![0, 1, 0x8000_0000],
        };
        let frame = response.frame();
        let bytes = &frame[..frame.len() - 1];
        assert_eq!(Response::parse(bytes), Some(response));
        assert_eq!(
            Request::parse(bytes),
            None,
            "a response is too short for a request, or of another kind"
        );
        for cut in 0..bytes.len() {
            assert_eq!(Response::parse(&bytes[..cut]), None);
        }
        for bit in 0..8 * bytes.len() {
            let mut damaged = bytes.to_vec();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Response::parse(&damaged), None, "bit {bit}");
        }
    }
}
