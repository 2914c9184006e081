//! The timing that `Dram` states, cycle by cycle, and its faults.

use kiln_memory::{
    AxiOut, Channel, Dram, MemoryTiming, ProtocolError, Rate, Response, Stalls, Violation,
};

use crate::master::{Answer, Master, read, send, write};

fn memory(words: usize) -> Dram {
    Dram::new(MemoryTiming::new(words), 65536).unwrap()
}

#[test]
fn reads_take_the_latency_and_follow_without_gaps() {
    let mut memory = memory(4);
    let words: Vec<u32> = (0..256).collect();
    memory.write_words(0, &words).unwrap();
    for _ in 0..7 {
        memory.tick(&AxiOut::default());
    }
    // Accepted in cycles 7, 8, 9.
    let (answers, _) = send(&mut memory, 4, &[read(0, 0, 4), read(1, 64, 1), read(0, 256, 16)]);
    assert_eq!(answers[0].shown, 7 + 40);
    assert_eq!(answers.iter().map(|a| a.cycle).collect::<Vec<_>>(), [50, 51, 67]);
    assert_eq!(answers[0].words, words[..16]);
    assert_eq!(answers[1].words, words[16..20]);
    assert_eq!(answers[2].words, words[64..128]);
    let statistics = memory.statistics();
    assert_eq!((statistics.read_bursts, statistics.read_beats), (3, 21));
    assert_eq!(statistics.read_busy_cycles, 67 - 7);
    assert_eq!(memory.protocol(), Ok(()));
}

#[test]
fn the_least_latency_is_the_next_cycle() {
    let mut memory =
        Dram::new(MemoryTiming { latency_cycles: 1, ..MemoryTiming::new(1) }, 1024).unwrap();
    let (reads, writes) = send(&mut memory, 1, &[read(0, 0, 1), write(0, 4, 1, 1, 5)]);
    assert_eq!((reads[0].shown, writes[0].shown), (1, 1));
}

#[test]
fn responses_wait_for_address_and_data() {
    // (cycle from which AW may go, cycle from which W may go)
    for (address, data) in [(0, 0), (9, 0), (0, 9), (2, 0)] {
        let mut memory = memory(2);
        let mut master = Master::new(2, &[write(3, 128, 2, 4, 100), write(4, 512, 2, 1, 7)]);
        for cycle in 0..100 {
            master.cycle(&mut memory, [true, cycle >= address, cycle >= data, true, true]);
        }
        // The last of the first burst's four beats goes in cycle data + 3, of the other in data + 4.
        let due = |address: u64, last: u64| address.max(last) + 40;
        let shown: Vec<_> = master.write_answers.iter().map(|a| (a.id, a.shown)).collect();
        assert_eq!(shown, [(3, due(address, data + 3)), (4, due(address + 1, data + 4))]);
        let mut words = [0; 8];
        memory.read_words(128, &mut words).unwrap();
        assert_eq!(words, [100, 101, 102, 103, 104, 105, 106, 107]);
        assert_eq!(memory.protocol(), Ok(()));
    }
}

#[test]
fn a_write_is_seen_from_its_response_on() {
    let mut memory = memory(1);
    let mut seen = [0];
    let mut master = Master::new(1, &[write(0, 0, 1, 1, 9)]);
    for cycle in 0..40 {
        master.cycle(&mut memory, [true; 5]);
        memory.read_words(0, &mut seen).unwrap();
        assert_eq!(seen[0], if cycle < 39 { 0 } else { 9 }, "{cycle}");
    }
    assert!(memory.outputs().b_valid);
}

#[test]
fn the_rate_bounds_both_ways() {
    let rate = Rate { beats: 3, cycles: 4 };
    let mut memory = Dram::new(MemoryTiming { rate, ..MemoryTiming::new(1) }, 65536).unwrap();
    let reads: Vec<_> = (0..16).map(|i| read(0, i * 1024, 256)).collect();
    let (answers, _) = send(&mut memory, 1, &reads);
    let cycles = answers[15].cycle + 1 - answers[0].shown;
    assert!(cycles.abs_diff(4096 * 4 / 3) <= 2, "{cycles}");
    let writes: Vec<_> = (0..16).map(|i| write(0, i * 1024, 1, 256, 0)).collect();
    let start = memory.cycle();
    let (_, answers) = send(&mut memory, 1, &writes);
    let cycles = answers[15].shown - 40 - start;
    assert!(cycles.abs_diff(4096 * 4 / 3) <= 2, "{cycles}");
}

#[test]
fn no_more_bursts_than_allowed() {
    let timing = MemoryTiming { max_outstanding: 3, ..MemoryTiming::new(1) };
    let mut memory = Dram::new(timing, 65536).unwrap();
    let bursts: Vec<_> = (0..10).flat_map(|i| [read(i, 0, 1), write(i, 64, 1, 1, 0)]).collect();
    let mut master = Master::new(1, &bursts);
    for _ in 0..30 {
        master.cycle(&mut memory, [true; 5]);
    }
    assert_eq!((memory.statistics().read_bursts, memory.statistics().write_bursts), (3, 3));
    assert!(!memory.outputs().ar_ready && !memory.outputs().aw_ready);
    for _ in 0..200 {
        master.cycle(&mut memory, [true; 5]);
    }
    assert!(master.is_done(20));
}

#[test]
fn stalls_do_not_depend_on_traffic() {
    let stalls = Some(Stalls { seed: 1, probability: 0.4 });
    let timing = MemoryTiming { stalls, ..MemoryTiming::new(1) };
    let mut idle = Dram::new(timing.clone(), 65536).unwrap();
    let mut busy = Dram::new(timing, 65536).unwrap();
    let bursts: Vec<_> = (0..20).flat_map(|i| [read(i, 0, 4), write(i, 64, 1, 4, 0)]).collect();
    let mut master = Master::new(1, &bursts);
    let mut held = 0;
    for _ in 0..500 {
        let ready = |memory: &Dram| {
            let outputs = memory.outputs();
            [outputs.ar_ready, outputs.aw_ready, outputs.w_ready]
        };
        assert_eq!(ready(&idle), ready(&busy));
        held += ready(&idle).iter().filter(|ready| !**ready).count();
        idle.tick(&AxiOut::default());
        master.cycle(&mut busy, [true; 5]);
    }
    assert!(master.is_done(40) && (500..700).contains(&held), "{held}");
}

#[test]
fn reset_starts_again() {
    let stalls = Some(Stalls { seed: 3, probability: 0.5 });
    let timing = MemoryTiming { stalls, reorder: Some(2), ..MemoryTiming::new(1) };
    let mut memory = Dram::new(timing, 65536).unwrap();
    memory.write_words(0, &[1, 2, 3, 4]).unwrap();
    let bursts: Vec<_> = (0..9).map(|i| read(i, 0, 4)).collect();
    let first = send(&mut memory, 1, &bursts);
    // In the middle of things.
    let mut master = Master::new(1, &bursts);
    for _ in 0..70 {
        master.cycle(&mut memory, [true; 5]);
    }
    memory.reset();
    assert!(memory.is_idle() && memory.statistics().read_beats == 0);
    assert_eq!(send(&mut memory, 1, &bursts), first);
}

#[test]
fn faults_are_answered() {
    let mut memory = memory(1);
    memory.poison(0x104..0x108);
    let bursts = [
        read(0, 0x100, 4),
        read(0, 0xffff_fff0, 4),
        read(0, 0x110, 1),
        write(1, 0x100, 1, 4, 50),
        write(1, 0xfffc, 1, 1, 60),
        write(1, 0x1_0000, 1, 1, 70),
    ];
    let (reads, writes) = send(&mut memory, 1, &bursts);
    let response = |answer: &Answer| answer.response;
    let (slave, decode) = (Response::SlaveError, Response::DecodeError);
    assert_eq!(reads.iter().map(response).collect::<Vec<_>>(), [slave, decode, Response::Okay]);
    assert_eq!(writes.iter().map(response).collect::<Vec<_>>(), [slave, Response::Okay, decode]);
    let mut words = [0; 4];
    memory.read_words(0x100, &mut words).unwrap();
    assert_eq!(words, [50, 0, 52, 53]);
    assert_eq!(memory.protocol(), Ok(()));
}

/// What the memory says after these cycles.
fn violation(timing: MemoryTiming, cycles: &[AxiOut]) -> Option<(u64, Channel, Violation)> {
    let mut memory = Dram::new(timing, 65536).unwrap();
    cycles.iter().for_each(|out| memory.tick(out));
    let error = memory.protocol().err();
    error.map(|ProtocolError { cycle, channel, violation }| (cycle, channel, violation))
}

#[test]
fn violations_are_kept() {
    use Channel::{ReadAddress, WriteAddress, WriteData};
    let open = MemoryTiming::new(1);
    let ar = |addr, len| AxiOut { ar_valid: true, ar_addr: addr, ar_len: len, ..AxiOut::default() };
    let aw = |addr, len| AxiOut { aw_valid: true, aw_addr: addr, aw_len: len, ..AxiOut::default() };
    let w = |last| AxiOut { w_valid: true, w_strb: 0xf, w_last: last, ..AxiOut::default() };
    let none = AxiOut::default;
    let misplaced = |found, expected| Violation::LastMisplaced { found, expected };

    assert_eq!(violation(open.clone(), &[ar(0xffc, 0), none(), ar(0, 255)]), None);
    let crosses = Violation::Crosses4K { address: 0xff8, beats: 3 };
    assert_eq!(violation(open.clone(), &[none(), ar(0xff8, 2)]), Some((1, ReadAddress, crosses)));
    let unaligned = Violation::Unaligned { address: 2, bytes: 4 };
    assert_eq!(violation(open.clone(), &[aw(2, 0)]), Some((0, WriteAddress, unaligned)));
    let strobes = AxiOut { w_strb: 0x1f, ..w(true) };
    let beyond = Some((0, WriteData, Violation::StrobeBeyondBus));
    assert_eq!(violation(open.clone(), &[strobes]), beyond);

    // WLAST: right, early, missing, early and late before the address, never.
    assert_eq!(violation(open.clone(), &[aw(0, 1), w(false), w(true)]), None);
    assert_eq!(violation(open.clone(), &[w(false), w(true), aw(0, 1)]), None);
    let early = Some((1, WriteData, misplaced(1, 2)));
    assert_eq!(violation(open.clone(), &[aw(0, 1), w(true)]), early);
    let missing = Some((1, WriteData, misplaced(1, 1)));
    assert_eq!(violation(open.clone(), &[aw(0, 0), w(false)]), missing);
    let early = Some((1, WriteAddress, misplaced(1, 2)));
    assert_eq!(violation(open.clone(), &[w(true), aw(0, 1)]), early);
    let late = Some((2, WriteAddress, misplaced(2, 1)));
    assert_eq!(violation(open.clone(), &[w(false), w(true), aw(0, 0)]), late);
    let endless = Some((255, WriteData, misplaced(256, 256)));
    assert_eq!(violation(open.clone(), &vec![w(false); 300]), endless);
}

#[test]
fn what_waits_must_not_change() {
    use Channel::{ReadAddress, WriteAddress, WriteData};
    // Nothing is ready for as long as these tests last.
    let stalls = Some(Stalls { seed: 0, probability: 0.999_999 });
    let shut = MemoryTiming { stalls, ..MemoryTiming::new(1) };
    let base = AxiOut { ar_valid: true, aw_valid: true, w_valid: true, ..AxiOut::default() };
    assert_eq!(violation(shut.clone(), &vec![base.clone(); 5]), None);
    type Change = fn(&mut AxiOut);
    let changes: [(Channel, Change); 9] = [
        (ReadAddress, |out| out.ar_valid = false),
        (ReadAddress, |out| out.ar_addr = 4),
        (ReadAddress, |out| out.ar_len = 1),
        (ReadAddress, |out| out.ar_id = 1),
        (WriteAddress, |out| out.aw_valid = false),
        (WriteAddress, |out| out.aw_addr = 4),
        (WriteData, |out| out.w_valid = false),
        (WriteData, |out| out.w_data[0] = 1),
        (WriteData, |out| out.w_last = true),
    ];
    for (channel, change) in changes {
        let mut changed = base.clone();
        change(&mut changed);
        let cycles = [base.clone(), base.clone(), changed];
        assert_eq!(violation(shut.clone(), &cycles), Some((2, channel, Violation::Unstable)));
    }
}
