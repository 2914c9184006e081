//! The link through its serial line: every rule of `docs/protocol.md` for the board.

mod common;

use common::{Bench, MEMORY_WORDS, RATE, SILENCE_BITS, spec};
use kiln_arch::image::CRC32;
use kiln_arch::link::{
    BUFFER_WORDS, MAX_WORDS, NO_SESSION, REPEATS, Request, buffered_words, hello, kind, status,
    stuff,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const COUNT: u8 = MAX_WORDS as u8;

fn values(seed: u32, count: usize) -> Vec<u32> {
    (0..count as u32).map(|k| (k + 1).wrapping_mul(0x9e37_79b1) ^ seed).collect()
}

/// A packet of any bytes, as a frame.
fn framed(mut packet: Vec<u8>) -> Vec<u8> {
    packet.extend(CRC32.checksum(&packet).to_le_bytes());
    let mut bytes = stuff(&packet);
    bytes.push(0);
    bytes
}

#[test]
fn hello_opens_a_session_and_says_what_the_board_is() {
    let mut bench = Bench::new();
    let words = bench.hello();
    assert_eq!(words, spec().identity.words());
    assert_eq!(words[hello::CLOCK_HZ], 4_000_000);
    // The repeat is answered again, and does not count.
    bench.sequence = bench.sequence.wrapping_sub(1);
    assert_eq!(bench.hello(), words);
    assert_eq!(bench.done(kind::READ, 0, 1, &[]), [0]);
    // Another session with any number.
    (bench.session, bench.sequence) = (9, 33);
    assert_eq!(bench.hello(), words);
    assert_eq!(bench.done(kind::READ, 0, 1, &[]), [0]);
}

#[test]
fn other_versions_and_sessions_are_refused() {
    let mut bench = Bench::new();
    assert_eq!(bench.refused(kind::HELLO, 2, 0, &[]), status::VERSION);
    let read = bench.request(kind::READ, 0, 1, &[]);
    let answer = bench.ask_one(&read);
    assert_eq!((answer.status, answer.session), (status::SESSION, NO_SESSION));
    // Nor is a session without a number one.
    let none = Request { session: NO_SESSION, sequence: 0, ..read.clone() };
    assert_eq!(bench.ask_one(&none).status, status::SESSION);
    let hello = bench.request(kind::HELLO, 1, 0, &[]);
    let answer = bench.ask_one(&Request { session: NO_SESSION, ..hello });
    assert_eq!(answer.status, status::SESSION);
    bench.hello();
    let other = Request { session: 8, ..bench.request(kind::WRITE, 0, 1, &[1]) };
    let answer = bench.ask_one(&other);
    assert_eq!((answer.status, answer.session), (status::SESSION, bench.session));
    assert_eq!(bench.take_writes(), []);
    assert_eq!(bench.refused(kind::HELLO, 0, 0, &[]), status::VERSION);
    assert_eq!(bench.done(kind::READ, 0, 1, &[]), [0], "the session is still open");
}

#[test]
fn memory_is_written_and_read_at_any_word() {
    let mut bench = Bench::open();
    for (address, count) in [(0, 1), (1, 2), (3, 5), (MEMORY_WORDS - 60, 60), (7, 60)] {
        let words = values(address, count);
        assert!(bench.done(kind::WRITE, address, count as u8, &words).is_empty());
        let expected: Vec<_> = (address..).zip(words.iter().copied()).collect();
        assert_eq!(bench.take_writes(), expected);
        assert_eq!(bench.done(kind::READ, address, count as u8, &[]), words);
    }
}

#[test]
fn registers_are_read_in_a_row_and_written_one_by_one() {
    let mut bench = Bench::open();
    let words = values(1, 16);
    bench.registers().copy_from_slice(&words);
    assert_eq!(bench.done(kind::READ_REGISTER, 0, 16, &[]), words);
    assert_eq!(bench.done(kind::READ_REGISTER, 0x3c, 1, &[]), words[15..]);
    bench.set_busy(true);
    bench.done(kind::WRITE_REGISTER, 0x10, 1, &[3]);
    assert_eq!(bench.take_register_writes(), [(4, 3)]);
    assert_eq!(bench.take_writes(), []);
}

#[test]
fn what_is_out_of_range_is_refused_whole() {
    let mut bench = Bench::open();
    let words = values(1, 60);
    for (kind, address, count, words) in [
        (kind::WRITE, MEMORY_WORDS - 59, 60, &words[..]),
        (kind::READ, MEMORY_WORDS, 1, &[]),
        (kind::READ, u32::MAX, 2, &[]),
        (kind::WRITE, u32::MAX, 1, &words[..1]),
        (kind::READ_REGISTER, 0x40, 1, &[]),
        (kind::READ_REGISTER, 0, 17, &[]),
        (kind::READ_REGISTER, 0x3c, 2, &[]),
        (kind::READ_REGISTER, 2, 1, &[]),
        (kind::WRITE_REGISTER, 0x8000_0010, 1, &words[..1]),
        (kind::WRITE_REGISTER, 0x11, 1, &words[..1]),
        (kind::RATE, 3, 0, &[]),
        (kind::RATE, 4096, 0, &[]),
        (kind::RATE, 0x1_0004, 0, &[]),
    ] {
        assert_eq!(bench.refused(kind, address, count, words), status::RANGE, "{kind} {address}");
    }
    assert_eq!((bench.take_writes(), bench.take_register_writes()), (vec![], vec![]));
    assert_eq!(bench.reads(), 0);
    assert_eq!(bench.done(kind::READ, 0, 1, &[]), [0]);
}

#[test]
fn unknown_kinds_and_wrong_counts_are_refused() {
    let mut bench = Bench::open();
    let words = values(1, 60);
    for (kind, address, count, words) in [
        (0, 0, 0, &words[..0]),
        (7, 0, 1, &[]),
        (0x7f, 0, 1, &[]),
        (kind::READ, 0, 0, &[]),
        (kind::READ, 0, COUNT + 1, &[]),
        (kind::READ, 0, 255, &[]),
        (kind::READ, 0, 1, &words[..1]),
        (kind::WRITE, 0, 0, &[]),
        (kind::WRITE, 0, 2, &words[..1]),
        (kind::WRITE, 0, 1, &words[..2]),
        (kind::WRITE_REGISTER, 0, 2, &words[..2]),
        (kind::WRITE_REGISTER, 0, 1, &[]),
        (kind::READ_REGISTER, 0, 0, &[]),
        (kind::RATE, 4, 1, &[]),
        (kind::RATE, 4, 0, &words[..1]),
        (kind::HELLO, 1, 1, &[]),
    ] {
        let why = bench.refused(kind, address, count, words);
        assert_eq!(why, status::KIND, "{kind} {count} {}", words.len());
    }
    assert_eq!((bench.take_writes(), bench.take_register_writes()), (vec![], vec![]));
    assert_eq!(bench.done(kind::READ, 0, 1, &[]), [0]);
}

#[test]
fn memory_is_not_the_hosts_while_the_fabric_is_busy() {
    let mut bench = Bench::open();
    bench.done(kind::WRITE, 5, 1, &[1]);
    bench.set_busy(true);
    assert_eq!(bench.refused(kind::READ, 5, 1, &[]), status::BUSY);
    assert_eq!(bench.refused(kind::WRITE, 5, 1, &[2]), status::BUSY);
    assert_eq!(bench.done(kind::READ_REGISTER, 0, 1, &[]), [0]);
    bench.set_busy(false);
    assert_eq!(bench.done(kind::READ, 5, 1, &[]), [1]);
}

#[test]
fn an_error_of_a_bus_ends_a_request() {
    let mut bench = Bench::open();
    bench.break_word(Some(8), Some(2));
    assert_eq!(bench.refused(kind::READ, 5, 10, &[]), status::MEMORY);
    assert_eq!(bench.refused(kind::WRITE, 5, 10, &values(1, 10)), status::MEMORY);
    assert_eq!(bench.take_writes().len(), 4, "it ends where it goes wrong");
    assert_eq!(bench.refused(kind::READ_REGISTER, 0, 4, &[]), status::MEMORY);
    assert_eq!(bench.refused(kind::WRITE_REGISTER, 8, 1, &[1]), status::MEMORY);
    bench.break_word(None, None);
    assert_eq!(bench.done(kind::READ, 5, 4, &[]), [&values(1, 3)[..], &values(1, 4)[3..]].concat());
}

#[test]
fn repeats_are_answered_and_not_done_again() {
    let mut bench = Bench::open();
    let first = bench.request(kind::WRITE, 0, 2, &[1, 2]);
    bench.done(kind::WRITE, 0, 2, &[1, 2]);
    bench.done(kind::WRITE, 0, 1, &[3]);
    bench.done(kind::WRITE_REGISTER, 0x10, 1, &[4]);
    bench.take_writes();
    bench.take_register_writes();
    let again = bench.ask_one(&first);
    assert_eq!((again.status, again.sequence), (status::OK, first.sequence));
    let register = Request {
        sequence: bench.sequence.wrapping_sub(1),
        ..bench.request(kind::WRITE_REGISTER, 0x10, 1, &[4])
    };
    assert_eq!(bench.ask_one(&register).status, status::OK);
    assert_eq!((bench.take_writes(), bench.take_register_writes()), (vec![], vec![]));
    // A read is read again: it sees what is there now.
    let read = Request { sequence: first.sequence, ..bench.request(kind::READ, 0, 2, &[]) };
    assert_eq!(bench.ask_one(&read).words, [3, 2]);
    // A repeat of a write is answered though memory is not the host's.
    bench.set_busy(true);
    assert_eq!(bench.ask_one(&first).status, status::OK);
    bench.set_busy(false);
    // The oldest repeat, and what is too old for one.
    let back = |bench: &Bench, d: usize| Request {
        sequence: bench.sequence.wrapping_sub(d as u8),
        ..bench.request(kind::WRITE, 0, 1, &[9])
    };
    let oldest = back(&bench, REPEATS);
    assert_eq!(bench.ask_one(&oldest).status, status::OK);
    let older = back(&bench, REPEATS + 1);
    assert_eq!(bench.ask_one(&older).status, status::ORDER);
    assert_eq!(bench.take_writes(), []);
    assert_eq!(bench.done(kind::READ, 0, 2, &[]), [3, 2]);
}

#[test]
fn a_gap_is_reported_once() {
    let mut bench = Bench::open();
    let skipped = bench.sequence;
    bench.sequence = skipped.wrapping_add(1);
    let later = bench.request(kind::WRITE, 0, 1, &[1]);
    for round in 0..2 {
        let answer = bench.ask_one(&later);
        assert_eq!((answer.status, answer.sequence), (status::ORDER, skipped.wrapping_add(round)));
        assert_eq!(bench.ask(&later), [], "only once");
        assert_eq!(bench.take_writes(), []);
        bench.sequence = skipped.wrapping_add(round);
        bench.done(kind::READ, 0, 1, &[]);
        if round == 0 {
            // The missing one came, so the next gap is reported again.
            bench.sequence = skipped.wrapping_add(2);
            let answer = bench.ask_one(&bench.request(kind::WRITE, 0, 1, &[1]));
            assert_eq!((answer.status, answer.sequence), (status::ORDER, skipped.wrapping_add(1)));
            bench.sequence = skipped.wrapping_add(1);
            bench.done(kind::READ, 0, 1, &[]);
            return;
        }
    }
}

#[test]
fn damaged_frames_are_not_heard() {
    let mut bench = Bench::open();
    let request = bench.request(kind::WRITE, 4, 2, &[0x0011_2233, 0]);
    let frame = request.frame();
    let last = frame.len() - 1;
    for byte in 0..last {
        let mut flipped = frame.clone();
        flipped[byte] ^= 1 << (byte % 8);
        bench.send(&flipped);
        bench.send(&frame[..byte]);
        bench.send(&[0]);
        let mut inserted = frame.clone();
        inserted.insert(byte, 1 + byte as u8);
        bench.send(&inserted);
        let mut cut = frame.clone();
        cut.remove(byte);
        bench.send(&cut);
    }
    // A delimiter inside makes two frames of one, both damaged.
    bench.send(&[&frame[..9], &[0], &frame[9..]].concat());
    assert_eq!(bench.answers(), []);
    assert_eq!(bench.take_writes(), []);
    // The end of one frame is lost: it takes the next with it, and no more.
    bench.send(&frame[..6]);
    bench.send(&[&frame[..], &frame[..]].concat());
    assert_eq!(bench.answers().len(), 1);
    assert_eq!(bench.take_writes().len(), 2);
    // Doubled: done once, answered twice.
    bench.sequence = bench.sequence.wrapping_add(1);
    let frame = bench.request(kind::WRITE, 4, 1, &[1]).frame();
    bench.send(&[&frame[..], &[0, 0], &frame[..]].concat());
    assert_eq!(bench.answers().len(), 2);
    assert_eq!(bench.take_writes(), [(4, 1)]);
}

#[test]
fn packets_of_a_wrong_length_are_not_heard() {
    let mut bench = Bench::open();
    let header = [kind::WRITE, bench.session, bench.sequence, 1, 0, 0, 0, 0];
    for length in (0..8).chain([9, 10, 11, 13]) {
        let mut packet = header.to_vec();
        packet.resize(length, 1);
        bench.send(&framed(packet));
    }
    for words in [61, 62, 63, 64, 100] {
        let mut packet = header.to_vec();
        packet.resize(8 + 4 * words, 1);
        // No runs that are too long for a distance.
        packet.iter_mut().skip(8).step_by(5).for_each(|byte| *byte = 0);
        bench.send(&framed(packet));
    }
    let mut response = bench.request(kind::READ, 0, 1, &[]);
    response.kind |= kiln_arch::link::RESPONSE;
    bench.send(&response.frame());
    assert_eq!(bench.answers(), []);
    assert_eq!(bench.take_writes(), []);
    assert_eq!(bench.done(kind::READ, 0, 60, &[]), vec![0; 60]);
}

/// How many longest writes fit into the ring beside one read, and how many words another then may have.
fn room() -> (usize, usize) {
    let slots = BUFFER_WORDS - buffered_words(0);
    let longest = buffered_words(MAX_WORDS);
    (slots / longest, slots % longest - buffered_words(0))
}

#[test]
fn what_finds_no_room_is_lost() {
    let mut bench = Bench::open();
    bench.set_stuck(true);
    let start = bench.sequence;
    bench.send(&bench.request(kind::READ, 0, 1, &[]).frame());
    let (fit, rest) = room();
    let longest = vec![MAX_WORDS; fit + 2];
    for count in longest.into_iter().chain([rest]) {
        bench.sequence = bench.sequence.wrapping_add(1);
        let words = values(count as u32, count);
        bench.send(&bench.request(kind::WRITE, 0, count as u8, &words).frame());
    }
    assert_eq!(bench.answers(), []);
    bench.set_stuck(false);
    let answers = bench.answers();
    let statuses: Vec<u8> = answers.iter().map(|answer| answer.status).collect();
    // The read, the writes that found room, and a gap before the last, shorter one.
    let mut expected = vec![status::OK; 1 + fit];
    expected.push(status::ORDER);
    assert_eq!(statuses, expected);
    assert_eq!(answers[1 + fit].sequence, start.wrapping_add(1 + fit as u8));
    assert_eq!(bench.take_writes().len(), MAX_WORDS * fit);
    // On round the ring's end.
    bench.sequence = start.wrapping_add(1 + fit as u8);
    for _ in 0..=fit {
        bench.done(kind::WRITE, 0, COUNT, &values(9, MAX_WORDS));
    }
}

#[test]
fn the_ring_fills_to_its_last_slot() {
    let mut bench = Bench::open();
    bench.set_stuck(true);
    let (fit, rest) = room();
    bench.send(&bench.request(kind::READ, 0, 1, &[]).frame());
    for count in vec![MAX_WORDS; fit].into_iter().chain([rest]) {
        bench.sequence = bench.sequence.wrapping_add(1);
        bench.send(&bench.request(kind::WRITE, 0, count as u8, &values(1, count)).frame());
    }
    bench.sequence = bench.sequence.wrapping_add(1);
    // One more, which is lost.
    bench.send(&bench.request(kind::READ, 0, 1, &[]).frame());
    assert_eq!(bench.answers(), []);
    bench.set_stuck(false);
    assert_eq!(bench.answers().len(), 1 + fit + 1);
    assert_eq!(bench.done(kind::READ, 0, COUNT, &[]), values(1, MAX_WORDS));
}

#[test]
fn the_rate_changes_after_the_answer_and_returns_after_silence() {
    let mut bench = Bench::open();
    let rate = bench.request(kind::RATE, 7, 0, &[]);
    bench.done(kind::RATE, 7, 0, &[]);
    bench.rate = 7;
    bench.done(kind::WRITE, 0, 2, &[5, 6]);
    // A repeat is not done again.
    assert_eq!(bench.ask_one(&Request { address: 9, ..rate }).status, status::OK);
    assert_eq!(bench.done(kind::READ, 0, 2, &[]), [5, 6]);
    // At the wrong rate nothing is heard, however often.
    bench.rate = RATE;
    let mut heard = 0;
    for _ in 0..3 {
        bench.send(&bench.request(kind::READ, 0, 2, &[]).frame());
        bench.run(1000);
        heard += usize::from(bench.take_frame().is_some());
    }
    assert_eq!(heard, 0);
    bench.run(1 << SILENCE_BITS);
    bench.send(&[0]);
    assert_eq!(bench.done(kind::READ, 0, 2, &[]), [5, 6]);
    // Packets keep a rate alive.
    bench.done(kind::RATE, 12, 0, &[]);
    bench.rate = 12;
    for _ in 0..20 {
        bench.done(kind::READ, 0, 2, &[]);
    }
}

#[test]
fn a_reset_in_the_middle_leaves_nothing_behind() {
    let mut bench = Bench::open();
    let frame = bench.request(kind::WRITE, 0, 60, &values(1, 60)).frame();
    for cycles in [100, 3000, 10_150, 10_200, 10_300, 10_500] {
        bench.send(&frame);
        bench.run(cycles);
        bench.reset();
        bench.run(12_000);
        bench.forget();
        bench.take_writes();
        bench.send(&[0]);
        let answer = bench.ask_one(&bench.request(kind::READ, 0, 1, &[]));
        assert_eq!((answer.status, answer.session), (status::SESSION, NO_SESSION));
        bench.hello();
        bench.done(kind::WRITE, 3, 2, &[cycles as u32, 7]);
        assert_eq!(bench.done(kind::READ, 3, 2, &[]), [cycles as u32, 7]);
        bench.take_writes();
    }
}

#[test]
fn noise_does_nothing() {
    let mut bench = Bench::open();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let frames: Vec<_> = (1..6)
        .map(|n| bench.request(kind::WRITE, n, n as u8, &values(n, n as usize)).frame())
        .collect();
    for _ in 0..2000 {
        let noise: Vec<u8> = match random.random_range(0..3) {
            0 => (0..20).map(|_| random.random()).collect(),
            1 => (0..40).map(|_| random.random_range(0..6)).collect(),
            _ => {
                // A frame with a piece of another in it.
                let [a, b] = [0, 1].map(|_| &frames[random.random_range(0..frames.len())]);
                let at = random.random_range(1..a.len() - 1);
                [&a[..at], &b[at.min(b.len() - 2)..]].concat()
            }
        };
        if frames.contains(&noise) {
            continue;
        }
        bench.send(&noise);
        while bench.unsent() > 0 {
            bench.tick();
        }
    }
    bench.send(&[0]);
    assert_eq!(bench.answers(), []);
    assert_eq!((bench.take_writes(), bench.take_register_writes()), (vec![], vec![]));
    assert_eq!(bench.reads(), 0);
    assert_eq!(bench.done(kind::READ, 0, 1, &[]), [0]);
}
