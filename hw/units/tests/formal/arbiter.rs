//! The round-robin arbiter: one grant at a time, to one who asks, whenever it may be given, and to everyone in turn.

use crate::bench::Bench;
use crate::settled::Settled;
use kiln_emit::Part;
use kiln_emit::prelude::*;
use kiln_units::port_arbiter::PortArbiter;

/// Watches an arbiter, and one of its requesters, any. It says:
///
/// - `alone`: at most one is granted, and `number` is its number.
/// - `asked`: who is granted asks.
/// - `given`: someone is granted exactly if someone asks and a grant can be given; `granted` says so.
/// - `fair`: while one asks without a break, fewer than all others' number of grants go to others, each to another one at most
///   once: so of `n` grants it has one.
/// - `last`: (to reach) it is granted after all others were.
#[derive(LogicBlock)]
struct ArbiterMonitor {
    clk: Clock,
    rst: In<Bit>,
    enable: In<Bit>,
    request: In<Word>,
    grant: In<Word>,
    granted: In<Bit>,
    number: In<Word>,
    /// The requester that is watched.
    watched: In<Word>,
    alone: Out<Bit>,
    asked: Out<Bit>,
    given: Out<Bit>,
    fair: Out<Bit>,
    last: Out<Bit>,
    /// Those granted while the one watched was asking.
    before: Reg<Word>,
    _count: usize,
}

impl ArbiterMonitor {
    fn new(count: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            enable: In::bit(),
            request: In::word(count),
            grant: In::word(count),
            granted: In::bit(),
            number: In::word(index_bits(count)),
            watched: In::word(index_bits(count)),
            alone: Out::bit(),
            asked: Out::bit(),
            given: Out::bit(),
            fair: Out::bit(),
            last: Out::bit(),
            before: Reg::word(count),
            _count: count,
        }
    }
}

impl Logic for ArbiterMonitor {
    #[hdl_gen]
    fn update(&mut self) {
        let grant = self.grant.val();
        let number_bit = Word::new(self._count, 1u64) << self.number.val();
        self.alone.next = !grant.any() || grant == number_bit;
        self.asked.next = !(grant & !self.request.val()).any();
        let due = self.enable.val() && self.request.val().any();
        self.given.next = grant.any() == due && self.granted.val() == due;
        let asks = self.request.val().bit(self.watched.val());
        let has = grant.bit(self.watched.val());
        self.fair.next = !(asks && (grant & self.before.val()).any());
        let others = Word::new(self._count, 1u64) << self.watched.val();
        self.last.next = has && (self.before.val() | others).all();
        if self.rst.val() || !asks || has {
            self.before.next = 0.into();
        } else {
            self.before.next = self.before.val() | grant;
        }
    }
}

impl Leaf for ArbiterMonitor {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("arbiter_monitor", "What a round-robin arbiter must do.")
            .param("n", self._count)
    }
}

fn bench(count: usize) -> Bench {
    let mut bench = Bench::new();
    bench.place("arbiter", &Part::leaf(&PortArbiter::new(count)));
    bench
        .place("watched_held", &Part::leaf(&Settled::new(index_bits(count))))
        .net("value", "watched");
    bench.place("monitor", &Part::leaf(&ArbiterMonitor::new(count)));
    bench.assert(["alone", "asked", "given", "fair"]).cover(["last"]);
    bench
}

#[test]
fn everyone_has_a_turn() {
    for count in [1, 3, 4, 8] {
        bench(count).proved(&format!("arbiter_{count}"));
    }
}

#[test]
fn wrong_arbiters_are_found() {
    let with = |port: &str, net: &str| {
        let mut bench = bench(4);
        bench.fix("one", 1).fix("all", 15).rewire("arbiter", port, net);
        bench
    };
    // Without a memory it always prefers the lowest.
    with("rst", "one").fails("forgetful_arbiter", "fair");
    // It grants whether or not anyone asks, or anyone may be granted.
    with("request", "all").fails("deaf_arbiter", "asked");
    with("enable", "one").fails("eager_arbiter", "given");
    // The number is another's: an input that nothing drives.
    with("number", "nobody").fails("numberless_arbiter", "alone");
}
