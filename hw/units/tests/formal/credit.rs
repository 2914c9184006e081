//! Credits: a beat that is sent into a pipeline always finds a place in the FIFO behind it, so the pipeline never stops.
//!
//! Two output ports of a PCU share the decision to issue, as in `kiln_fabric`. Each has its credit counter, its way through
//! the pipeline and its FIFO. Configuration, inputs and far sides do as they like.

use crate::bench::Bench;
use kiln_emit::Part;
use kiln_emit::prelude::*;
use kiln_units::fifo::Fifo;
use kiln_units::pcu_delay::PcuDelay;
use kiln_units::pcu_output::PcuOutput;

const WIDTH: usize = 1;
const OUTPUTS: usize = 2;

/// Issues at any time at which all ports allow it.
#[derive(LogicBlock)]
struct Issuer {
    /// Free: there is something to issue.
    wanted: In<Bit>,
    served: Vec<In<Bit>>,
    issue: Out<Bit>,
    all: Vec<Wire<Bit>>,
}

impl Issuer {
    fn new() -> Self {
        Self {
            wanted: In::bit(),
            served: many(OUTPUTS, In::bit),
            issue: Out::bit(),
            all: many(OUTPUTS + 1, Wire::bit),
        }
    }
}

impl Logic for Issuer {
    #[hdl_gen]
    fn update(&mut self) {
        self.all[0].next = self.wanted.val();
        for o in 0..OUTPUTS {
            self.all[o + 1].next = self.all[o].val() && self.served[o].val();
        }
        self.issue.next = self.all[OUTPUTS].val();
    }
}

impl Leaf for Issuer {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("issuer", "Issues when all ports allow it.")
    }
}

/// Watches a port.
///
/// - `finds_room`: a beat at the end of the pipeline finds room in the FIFO.
/// - `counted`: the port serves exactly if it sends nothing, or fewer beats are on their way or wait than the FIFO holds: no
///   place is lost, and none is promised twice.
/// - `emptied`: `empty` says whether no beat is on its way or waits.
/// - `full`: (to reach) every place is taken or promised.
#[derive(LogicBlock)]
struct CreditMonitor {
    clk: Clock,
    rst: In<Bit>,
    fire: In<Bit>,
    served: In<Bit>,
    empty: In<Bit>,
    sends: In<Bit>,
    push_valid: In<Bit>,
    push_ready: In<Bit>,
    out_valid: In<Bit>,
    out_ready: In<Bit>,
    finds_room: Out<Bit>,
    counted: Out<Bit>,
    emptied: Out<Bit>,
    full: Out<Bit>,
    coming: Reg<Word>,
    waiting: Reg<Word>,
    _depth: usize,
}

impl CreditMonitor {
    fn new(depth: usize) -> Self {
        let bits = count_bits(depth) + 1;
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            fire: In::bit(),
            served: In::bit(),
            empty: In::bit(),
            sends: In::bit(),
            push_valid: In::bit(),
            push_ready: In::bit(),
            out_valid: In::bit(),
            out_ready: In::bit(),
            finds_room: Out::bit(),
            counted: Out::bit(),
            emptied: Out::bit(),
            full: Out::bit(),
            coming: Reg::word(bits),
            waiting: Reg::word(bits),
            _depth: depth,
        }
    }
}

impl Logic for CreditMonitor {
    #[hdl_gen]
    fn update(&mut self) {
        let bits = self.coming.width();
        let pop = self.out_valid.val() && self.out_ready.val();
        let sum = self.coming.val() + self.waiting.val();
        self.finds_room.next = !self.push_valid.val() || self.push_ready.val();
        self.counted.next = self.served.val() == (!self.sends.val() || sum < self._depth);
        self.emptied.next = self.empty.val() != sum.any();
        self.full.next = sum == self._depth && !self.push_valid.val();
        let arrived = word(self.push_valid.val()).zext(bits);
        self.coming.next = self.coming.val() + word(self.fire.val()).zext(bits) - arrived;
        self.waiting.next = self.waiting.val() + arrived - word(pop).zext(bits);
        if self.rst.val() {
            self.coming.next = 0.into();
            self.waiting.next = 0.into();
        }
    }
}

impl Leaf for CreditMonitor {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("credit_monitor", "What credits must do.").param("d", self._depth)
    }
}

/// Ports with FIFOs of `depth` beats behind a pipeline of `latency` cycles, and counters that know of `known` places.
fn bench(depth: usize, known: usize, latency: usize) -> Bench {
    let mut bench = Bench::new();
    bench.place("issuer", &Part::leaf(&Issuer::new()));
    for o in 0..OUTPUTS {
        let suffix = format!("_{o}");
        bench
            .place(format!("credit{suffix}"), &Part::leaf(&PcuOutput::new(known)))
            .suffix(&suffix)
            .net("issue", "issue");
        bench
            .place(format!("pipeline{suffix}"), &Part::leaf(&PcuDelay::new(1, WIDTH, latency)))
            .suffix(&suffix)
            .net("flags_in", format!("fire{suffix}"))
            .net("flags_out", format!("push_valid{suffix}"));
        bench
            .place(format!("fifo{suffix}"), &Part::leaf(&Fifo::new(WIDTH, depth)))
            .suffix(&suffix)
            .net("in_valid", format!("push_valid{suffix}"))
            .net("in_ready", format!("push_ready{suffix}"))
            .net("in_data", format!("notes_out{suffix}"));
        bench
            .place(format!("monitor{suffix}"), &Part::leaf(&CreditMonitor::new(depth)))
            .suffix(&suffix);
        bench.assert(["finds_room", "counted", "emptied"].map(|claim| format!("{claim}{suffix}")));
        bench.cover([format!("full{suffix}")]);
    }
    bench
}

#[test]
fn results_find_room() {
    for (depth, latency) in [(2, 1), (4, 3), (5, 2)] {
        bench(depth, depth, latency).proved(&format!("credit_{depth}_behind_{latency}"));
    }
}

#[test]
fn wrong_credits_are_found() {
    bench(4, 5, 3).fails("credit_too_generous", "finds_room");
    bench(4, 3, 3).fails("credit_too_careful", "counted");
    // No credit comes back.
    let mut bench = bench(4, 4, 3);
    bench.fix("never", 0).rewire("credit_0", "out_ready", "never").fails("credit_lost", "emptied");
}
