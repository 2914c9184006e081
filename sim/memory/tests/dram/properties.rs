//! Whatever the timing, the contents are the same, and the standard's promises hold.

use kiln_memory::{AxiOut, Dram, MemoryTiming, Rate, Response, Stalls};
use proptest::prelude::*;

use crate::master::{Burst, Master};

const SIZE: usize = 1 << 16;

fn timings() -> impl Strategy<Value = MemoryTiming> {
    let stalls = prop::option::of((any::<u64>(), 0.0..0.8f64));
    (0..6u32, 1..60u32, 1..5u32, 0..4u32, prop::option::of(any::<u64>()), stalls, 1..20usize)
        .prop_map(|(log_words, latency_cycles, beats, more, reorder, stalls, max_outstanding)| {
            MemoryTiming {
                data_words: 1 << log_words,
                latency_cycles,
                rate: Rate { beats, cycles: beats + more },
                reorder,
                stalls: stalls.map(|(seed, probability)| Stalls { seed, probability }),
                max_outstanding,
            }
        })
}

/// Ids, places and lengths of bursts; each gets a place of its own by its number.
fn shapes() -> impl Strategy<Value = Vec<(u16, usize)>> {
    prop::collection::vec((0..4u16, 1..9usize), 1..40)
}

fn bursts(shapes: &[(u16, usize)], words: usize, writes: bool) -> Vec<Burst> {
    let burst = |(index, &(id, beats)): (usize, &(u16, usize))| {
        let address = (index * 1024) as u32;
        let first = address + 1;
        let data = writes.then(|| (0..(beats * words) as u32).map(|i| first + i).collect());
        Burst { id, address, beats, data }
    };
    shapes.iter().enumerate().map(burst).collect()
}

/// Sends all with pauses by a hash of the cycle; returns the master with its answers.
fn send(memory: &mut Dram, words: usize, bursts: &[Burst], pauses: u64) -> Master {
    let mut master = Master::new(words, bursts);
    for cycle in 0..200_000u64 {
        if master.is_done(bursts.len()) {
            return master;
        }
        let mix = (cycle ^ pauses).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        master.cycle(memory, [0, 1, 2, 3, 4].map(|bit| pauses == 0 || mix >> bit & 1 == 0));
    }
    panic!("not done");
}

/// Of the bursts with each id, the answers come in the order of sending.
fn check_order(bursts: &[Burst], ids: &[u16]) {
    for id in 0..4 {
        let sent = bursts.iter().filter(|burst| burst.id == id).count();
        assert_eq!(ids.iter().filter(|answer| **answer == id).count(), sent);
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(timing in timings(), shapes in shapes(), pauses in any::<u64>()) {
        let words = timing.data_words;
        let mut memory = Dram::new(timing.clone(), SIZE).unwrap();
        let writes = bursts(&shapes, words, true);
        let done = send(&mut memory, words, &writes, pauses);
        check_order(&writes, &done.write_answers.iter().map(|a| a.id).collect::<Vec<_>>());
        for burst in &writes {
            let mut stored = vec![0; burst.beats * words];
            memory.read_words(burst.address, &mut stored).unwrap();
            prop_assert_eq!(&stored, burst.data.as_ref().unwrap());
        }

        let reads = bursts(&shapes, words, false);
        let done = send(&mut memory, words, &reads, pauses);
        for id in 0..4 {
            let sent = writes.iter().filter(|burst| burst.id == id);
            let got = done.read_answers.iter().filter(|answer| answer.id == id);
            let got: Vec<_> = got.map(|answer| (answer.response, &answer.words)).collect();
            let sent: Vec<_> =
                sent.map(|burst| (Response::Okay, burst.data.as_ref().unwrap())).collect();
            prop_assert_eq!(got, sent);
        }
        if timing.reorder.is_none() {
            let ids: Vec<_> = done.read_answers.iter().map(|answer| answer.id).collect();
            prop_assert_eq!(ids, shapes.iter().map(|shape| shape.0).collect::<Vec<_>>());
        }
        let statistics = memory.statistics();
        let beats: usize = shapes.iter().map(|shape| shape.1).sum();
        prop_assert_eq!(statistics.read_bursts, shapes.len() as u64);
        prop_assert_eq!(statistics.write_bursts, shapes.len() as u64);
        prop_assert_eq!(statistics.read_beats, beats as u64);
        prop_assert_eq!(statistics.write_beats, beats as u64);
        prop_assert_eq!(memory.protocol(), Ok(()));
        prop_assert!(memory.is_idle());
    }

    /// Nothing the fabric drives makes the memory panic.
    #[test]
    fn nonsense_is_survived(
        timing in timings(),
        signals in prop::collection::vec((any::<[u32; 3]>(), any::<u128>(), any::<u16>()), 1..600),
    ) {
        let mut memory = Dram::new(timing, SIZE).unwrap();
        for ([flags, read, write], w_strb, id) in signals {
            let flag = |bit: u32| flags >> bit & 1 == 1;
            memory.tick(&AxiOut {
                ar_valid: flag(0), ar_addr: read, ar_len: (flags >> 8) as u8, ar_id: id & 3,
                r_ready: flag(1),
                aw_valid: flag(2), aw_addr: write, aw_len: (flags >> 16 & 7) as u8, aw_id: id & 3,
                w_valid: flag(3), w_data: [read; 32], w_strb, w_last: flag(4),
                b_ready: flag(5),
            });
        }
    }
}

#[test]
fn a_reorder_seed_reorders_and_interleaves() {
    let timing = MemoryTiming { reorder: Some(1), ..MemoryTiming::new(1) };
    let mut memory = Dram::new(timing, SIZE).unwrap();
    let shapes: Vec<_> = (0..32).map(|i| (i % 4, 4)).collect();
    let done = send(&mut memory, 1, &bursts(&shapes, 1, false), 0);
    let ids: Vec<_> = done.read_answers.iter().map(|answer| answer.id).collect();
    assert_ne!(ids, shapes.iter().map(|shape| shape.0).collect::<Vec<_>>());
    // A burst alone takes four cycles, from first to last beat three.
    assert!(done.read_answers.iter().any(|answer| answer.cycle - answer.shown > 3));
    // Responses that may not leave at first, so that there is a choice.
    let mut master = Master::new(1, &bursts(&shapes, 1, true));
    for cycle in 0..400 {
        master.cycle(&mut memory, [true, true, true, true, cycle > 300]);
    }
    let ids: Vec<_> = master.write_answers.iter().map(|answer| answer.id).collect();
    assert_eq!(ids.len(), shapes.len());
    assert_ne!(ids, shapes.iter().map(|shape| shape.0).collect::<Vec<_>>());
}
