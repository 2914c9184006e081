//! Each rule is broken on purpose, and named; what keeps to them passes.

use super::*;
use kiln_arch::sdram::{AtLeast, ULX3S};

const HZ: u32 = 100_000_000;

/// A chip and the commands of a careful controller.
struct Bench {
    chip: Sdram,
    output: SdramOutput,
}

fn pins(ras_n: bool, cas_n: bool, we_n: bool, ba: u8, a: u16) -> SdramPins {
    SdramPins { cs_n: false, ras_n, cas_n, we_n, ba, a, ..SdramPins::IDLE }
}

fn active(ba: u8, row: u16) -> SdramPins {
    pins(false, true, true, ba, row)
}

fn read(ba: u8, column: u16) -> SdramPins {
    pins(true, false, true, ba, column)
}

fn write(ba: u8, column: u16, word: u32) -> SdramPins {
    SdramPins { dq: Some(word), ..pins(true, false, false, ba, column) }
}

fn precharge(ba: u8) -> SdramPins {
    pins(false, true, false, ba, 0)
}

fn precharge_all() -> SdramPins {
    pins(false, true, false, 0, 1 << 10)
}

fn refresh() -> SdramPins {
    pins(false, false, true, 0, 0)
}

fn mode(value: u16) -> SdramPins {
    pins(false, false, false, 0, value)
}

impl Bench {
    fn powered(chip: SdramChip) -> Bench {
        let chip = Sdram::new(chip, HZ);
        let mut bench = Bench { chip, output: SdramOutput::default() };
        bench.idle(20_000);
        bench
    }

    /// Set up, with bursts of two and a CAS latency of 2.
    fn set_up(chip: SdramChip) -> Bench {
        let mut bench = Bench::powered(chip);
        bench.give(precharge_all(), 3);
        (0..8).for_each(|_| bench.give(refresh(), 7));
        bench.give(mode(0x21), 2);
        bench
    }

    fn ready() -> Bench {
        Bench::set_up(ULX3S)
    }

    /// Set up, with row 5 of bank 1 open.
    fn opened() -> Bench {
        let mut bench = Bench::ready();
        bench.give(active(1, 5), 3);
        bench
    }

    /// A command that lasts for so many edges.
    fn give(&mut self, pins: SdramPins, edges: u64) {
        self.output = self.chip.clock(&pins);
        self.idle(edges - 1);
    }

    fn idle(&mut self, edges: u64) {
        (0..edges).for_each(|_| self.output = self.chip.clock(&SdramPins::IDLE));
    }

    fn drive(&mut self, word: u32) {
        self.output = self.chip.clock(&SdramPins { dq: Some(word), ..SdramPins::IDLE });
    }

    /// The chip has nothing to complain of so far, and then of this rule.
    fn breaks(mut self, rule: SdramRule, bank: Option<usize>, act: impl FnOnce(&mut Bench)) {
        self.chip.check().unwrap();
        act(&mut self);
        let violation = self.chip.check().unwrap_err();
        assert_eq!((violation.rule, violation.bank), (rule, bank), "{violation}");
    }
}

#[test]
fn words_come_back_and_masked_bytes_do_not_change() {
    let mut bench = Bench::opened();
    bench.give(write(1, 8, 0x1234), 1);
    bench.drive(0x5678);
    let masked = SdramPins { dqm: 1, ..write(1, 8, 0xffff) };
    bench.give(masked, 1);
    bench.drive(0x5678);
    bench.give(read(1, 8), 1);
    assert_eq!(bench.output.bytes, 0);
    let mut words = Vec::new();
    for _ in 0..3 {
        bench.idle(1);
        words.push((bench.output.word, bench.output.bytes));
    }
    assert_eq!(words, [(0xff34, 3), (0x5678, 3), (0, 0)]);
    bench.chip.check().unwrap();
    let statistics = bench.chip.statistics();
    assert_eq!((statistics.words_read, statistics.words_written), (2, 4));
    assert_eq!(statistics.unwritten_reads, 0);
    let mut bytes = [0; 4];
    bench.chip.read_bytes((5 << 2 | 1) * 1024 + 16, &mut bytes);
    assert_eq!(bytes, [0x34, 0xff, 0x78, 0x56]);
}

#[test]
fn reads_are_masked_two_edges_later() {
    let mut bench = Bench::opened();
    bench.give(SdramPins { dqm: 2, ..read(1, 8) }, 2);
    assert_eq!(bench.output.bytes, 1);
    bench.idle(1);
    assert_eq!(bench.output.bytes, 3);
    assert_eq!(bench.chip.statistics().unwritten_reads, 2);
}

#[test]
fn bursts_wrap_at_their_length() {
    let mut bench = Bench::opened();
    bench.chip.write_bytes((5 << 2 | 1) * 1024, &[1, 0, 2, 0]);
    bench.give(read(1, 1), 2);
    assert_eq!(bench.output.word, 2);
    bench.idle(1);
    assert_eq!(bench.output.word, 1);
}

#[test]
fn the_order_after_power_up() {
    let bench = Bench { chip: Sdram::new(ULX3S, HZ), output: SdramOutput::default() };
    bench.breaks(SdramRule::PowerUp, None, |b| {
        b.idle(19_999);
        b.give(precharge_all(), 1);
    });
    Bench::powered(ULX3S).breaks(SdramRule::FirstPrecharge, None, |b| b.give(refresh(), 1));
    Bench::powered(ULX3S).breaks(SdramRule::FirstRefreshes, Some(0), |b| {
        b.give(precharge_all(), 3);
        (0..7).for_each(|_| b.give(refresh(), 7));
        b.give(mode(0x21), 2);
        b.give(active(0, 0), 1);
    });
    Bench::powered(ULX3S).breaks(SdramRule::FirstMode, Some(0), |b| {
        b.give(precharge_all(), 3);
        (0..8).for_each(|_| b.give(refresh(), 7));
        b.give(active(0, 0), 1);
    });
}

#[test]
fn the_mode_register() {
    for value in [0x11, 0x41, 0x27, 0x29, 0x221] {
        Bench::ready().breaks(SdramRule::ModeValue, None, |b| b.give(mode(value), 1));
    }
    let mut fast = Bench { chip: Sdram::new(ULX3S, 120_000_000), output: SdramOutput::default() };
    fast.idle(24_000);
    fast.give(precharge_all(), 3);
    fast.breaks(SdramRule::ModeValue, None, |b| b.give(mode(0x21), 1));
    Bench::opened().breaks(SdramRule::RowsOpen, Some(1), |b| b.give(mode(0x21), 1));
    Bench::ready().breaks(SdramRule::Mrd, None, |b| {
        b.give(mode(0x21), 1);
        b.give(active(0, 0), 1);
    });
}

#[test]
fn what_is_not_modelled() {
    let terminate = pins(true, true, false, 0, 0);
    let automatic = read(1, 1 << 10);
    let clock_off = SdramPins { clk_en: false, ..SdramPins::IDLE };
    for wrong in [terminate, automatic, clock_off] {
        Bench::opened().breaks(SdramRule::NotModelled, None, |b| b.give(wrong, 1));
    }
}

#[test]
fn rows() {
    Bench::opened().breaks(SdramRule::AlreadyOpen, Some(1), |b| b.give(active(1, 6), 1));
    Bench::ready().breaks(SdramRule::NotOpen, Some(2), |b| b.give(read(2, 0), 1));
    Bench::opened().breaks(SdramRule::NotOpen, Some(1), |b| {
        b.idle(3);
        b.give(precharge(1), 3);
        b.give(write(1, 0, 0), 1);
    });
    Bench::ready().breaks(SdramRule::Address, Some(1), |b| b.give(active(1, 1 << 13), 1));
    Bench::opened().breaks(SdramRule::Address, Some(1), |b| b.give(read(1, 512), 1));
    Bench::opened().breaks(SdramRule::RowsOpen, Some(1), |b| b.give(refresh(), 1));
}

#[test]
fn distances() {
    Bench::ready().breaks(SdramRule::Rcd, Some(3), |b| {
        b.give(active(3, 0), 2);
        b.give(read(3, 0), 1);
    });
    Bench::opened().breaks(SdramRule::Ras, Some(1), |b| {
        b.idle(1);
        b.give(precharge(1), 1);
    });
    Bench::opened().breaks(SdramRule::Rp, Some(1), |b| {
        b.idle(9);
        b.give(precharge(1), 2);
        b.give(active(1, 5), 1);
    });
    Bench::opened().breaks(SdramRule::Rp, Some(1), |b| {
        b.idle(9);
        b.give(precharge(1), 2);
        b.give(refresh(), 1);
    });
    Bench::ready().breaks(SdramRule::Rrd, Some(1), |b| {
        b.give(active(0, 0), 1);
        b.give(active(1, 0), 1);
    });
    Bench::ready().breaks(SdramRule::Rfc, None, |b| {
        b.give(refresh(), 6);
        b.give(active(0, 0), 1);
    });
    Bench::opened().breaks(SdramRule::Wr, Some(1), |b| {
        b.idle(5);
        b.give(write(1, 0, 0), 1);
        b.drive(0);
        b.give(precharge(1), 1);
    });
    // In this chip tRAS and tRP make up tRC; in one with a longer tRC they do not.
    let chip = SdramChip { t_rc: AtLeast { ns: 90, cycles: 1 }, ..ULX3S };
    Bench::set_up(chip).breaks(SdramRule::Rc, Some(1), |b| {
        b.give(active(1, 5), 5);
        b.give(precharge(1), 3);
        b.give(active(1, 6), 1);
    });
}

#[test]
fn the_least_distances_are_allowed() {
    let mut bench = Bench::opened();
    bench.give(active(2, 7), 3);
    bench.give(write(2, 0, 1), 1);
    bench.drive(2);
    bench.give(read(1, 0), 2);
    bench.give(precharge(1), 1);
    bench.give(precharge(2), 2);
    bench.give(active(1, 6), 3);
    bench.give(read(1, 4), 5);
    bench.give(write(1, 4, 3), 1);
    bench.drive(4);
    bench.idle(1);
    bench.give(precharge_all(), 3);
    bench.give(refresh(), 7);
    bench.give(mode(0x21), 2);
    bench.give(active(1, 1), 1);
    bench.chip.check().unwrap();
}

#[test]
fn data_pins() {
    Bench::opened().breaks(SdramRule::BurstCut, Some(1), |b| {
        b.give(read(1, 0), 1);
        b.give(read(1, 8), 1);
    });
    Bench::opened().breaks(SdramRule::BurstCut, Some(1), |b| {
        b.idle(5);
        b.give(read(1, 0), 1);
        b.give(precharge(1), 1);
    });
    Bench::opened().breaks(SdramRule::Undriven, None, |b| {
        b.give(write(1, 0, 0), 2);
    });
    // Of a read at 0 the words are there before edges 2 and 3; edge 4 is the turn, and 5 may be written.
    for late in [3, 4] {
        Bench::opened().breaks(SdramRule::Contention, None, |b| {
            b.give(read(1, 0), late);
            b.give(write(1, 0, 0), 1);
        });
    }
}

#[test]
fn time_without_refresh() {
    Bench::opened().breaks(SdramRule::Postponed, None, |b| b.idle(7_200));
    let chip = SdramChip { t_ras_max_ns: 50_000, ..ULX3S };
    Bench::set_up(chip).breaks(SdramRule::RasMax, Some(1), |b| {
        b.give(active(1, 0), 5_001);
        b.give(precharge(1), 1);
    });
    // Each refresh in time for itself, and yet too few.
    Bench::ready().breaks(SdramRule::Ref, None, |b| (0..8200).for_each(|_| b.give(refresh(), 790)));
    let mut enough = Bench::ready();
    (0..9000).for_each(|_| enough.give(refresh(), 780));
    enough.chip.check().unwrap();
}
