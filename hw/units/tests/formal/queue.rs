//! Queues: never a word too many or too few, in order, unchanged, and each offered until it is taken.
//!
//! Data are never looked at by a queue, so words of 2 bits stand for all. There is no skid buffer in the RTL: a FIFO of depth 2
//! takes its place, with both handshakes from registers and a word a cycle.

use crate::bench::Bench;
use crate::queue_monitor::QueueMonitor;
use kiln_emit::Part;
use kiln_emit::prelude::*;
use kiln_units::ag_buffer::AgBuffer;
use kiln_units::fifo::Fifo;

const WIDTH: usize = 2;

fn bench(queue: &Part, depth: usize, late: bool) -> Bench {
    let mut bench = Bench::new();
    bench.place("queue", queue);
    bench.place("monitor", &Part::leaf(&QueueMonitor::new(WIDTH, depth, late)));
    bench.assert(["room", "there", "kept", "stays"]).cover(["full", "through"]);
    bench
}

#[test]
fn fifos_are_queues() {
    for depth in [1, 2, 4, 5] {
        bench(&Part::leaf(&Fifo::new(WIDTH, depth)), depth, false).proved(&format!("fifo_{depth}"));
    }
}

#[test]
fn buffers_in_block_ram_are_queues() {
    for depth in [2, 4] {
        let buffer = Part::leaf(&AgBuffer::new(WIDTH, depth));
        bench(&buffer, depth, true).proved(&format!("ag_buffer_{depth}"));
    }
}

/// A queue of depth 2 with something wrong.
#[derive(LogicBlock)]
struct Wrong {
    clk: Clock,
    rst: In<Bit>,
    in_valid: In<Bit>,
    in_ready: Out<Bit>,
    in_data: In<Word>,
    out_valid: Out<Bit>,
    out_ready: In<Bit>,
    out_data: Out<Word>,
    head: Reg<Word>,
    second: Reg<Word>,
    count: Reg<Word>,
    _fault: Fault,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    /// Says that there is room for a third word.
    Overflows,
    /// Offers a word only to whom is ready for it.
    ValidAsksReady,
    /// The youngest leaves first.
    Stack,
    /// A word that comes replaces one that waits.
    Replaces,
}

impl Wrong {
    fn new(fault: Fault) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            in_valid: In::bit(),
            in_ready: Out::bit(),
            in_data: In::word(WIDTH),
            out_valid: Out::bit(),
            out_ready: In::bit(),
            out_data: Out::word(WIDTH),
            head: Reg::word(WIDTH),
            second: Reg::word(WIDTH),
            count: Reg::word(2),
            _fault: fault,
        }
    }
}

impl Logic for Wrong {
    #[hdl_gen]
    fn update(&mut self) {
        let most = if self._fault == Fault::Overflows { 3 } else { 2 };
        let room = self.count.val() < most;
        let push = self.in_valid.val() && room;
        let some = self.count.val().any();
        let pop = some && self.out_ready.val();
        self.in_ready.next = room;
        if self._fault == Fault::ValidAsksReady {
            self.out_valid.next = pop;
        } else {
            self.out_valid.next = some;
        }
        self.out_data.next = self.head.val();
        if pop {
            self.head.next = self.second.val();
        }
        if push {
            let first = !some || (pop && self.count.val() == 1);
            if self._fault == Fault::Stack || self._fault == Fault::Replaces {
                self.head.next = self.in_data.val();
                if self._fault == Fault::Stack {
                    if !first {
                        self.second.next = self.head.val();
                    }
                }
            } else if first {
                self.head.next = self.in_data.val();
            } else {
                self.second.next = self.in_data.val();
            }
        }
        if push != pop {
            self.count.next = if push { self.count.val() + 1 } else { self.count.val() - 1 };
        }
        if self.rst.val() {
            self.count.next = 0.into();
        }
    }
}

impl Leaf for Wrong {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("wrong_queue", "A queue with something wrong.")
            .param("", format!("{:?}", self._fault).to_lowercase())
    }
}

#[test]
fn wrong_queues_are_found() {
    let faults = [
        (Fault::Overflows, "room"),
        (Fault::ValidAsksReady, "there"),
        (Fault::Stack, "kept"),
        (Fault::Replaces, "stays"),
    ];
    for (fault, claim) in faults {
        bench(&Part::leaf(&Wrong::new(fault)), 2, false).fails("wrong_queue", claim);
    }
    bench(&Part::leaf(&Fifo::new(WIDTH, 4)), 5, false).fails("fifo_too_small", "room");
}
