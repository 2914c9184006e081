//! The eager fork of a switch: each beat goes to each output that selects it exactly once, in order, and waits for the
//! slowest without making the others wait.
//!
//! A switch of arriving nodes and outputs, every output with every node to choose from, is put together as `kiln_fabric`
//! does. Selects may have any value, the same for a whole run; outputs may be ready at any time.

use crate::bench::Bench;
use crate::fork_monitor::{ForkMonitor, PopMonitor};
use crate::queue_monitor::QueueMonitor;
use crate::settled::Settled;
use kiln_emit::Part;
use kiln_emit::prelude::*;
use kiln_units::fifo::Fifo;
use kiln_units::mux::Mux;
use kiln_units::switch_arrival::SwitchArrival;
use kiln_units::switch_output::SwitchOutput;

const WIDTH: usize = 2;
const DEPTH: usize = 2;

fn switch(nodes: usize, outputs: usize) -> Bench {
    let mut bench = Bench::new();
    let select_bits = index_bits(nodes + 1);
    for a in 0..nodes {
        bench
            .place(format!("fifo_{a}"), &Part::leaf(&Fifo::new(WIDTH, DEPTH)))
            .suffix(format!("_{a}"))
            .net("out_valid", format!("head_valid_{a}"))
            .net("out_data", format!("head_data_{a}"))
            .net("out_ready", format!("pop_{a}"));
        let part = Part::leaf(&SwitchArrival::new(outputs));
        let arrival = bench.place(format!("arrival_{a}"), &part);
        arrival.net("valid", format!("head_valid_{a}")).net("pop", format!("pop_{a}"));
        for o in 0..outputs {
            arrival.net(format!("used_{o}"), format!("used_{o}_{a}"));
            arrival.net(format!("held_{o}"), format!("held_{o}_{a}"));
        }
    }
    for o in 0..outputs {
        bench
            .place(format!("select_{o}_held"), &Part::leaf(&Settled::new(select_bits)))
            .net("wanted", format!("wanted_{o}"))
            .net("value", format!("select_{o}"));
        output(&mut bench, nodes, o);
    }
    watch(&mut bench, nodes, outputs);
    bench
}

/// Output `o` with its multiplexer.
fn output(bench: &mut Bench, nodes: usize, o: usize) {
    bench.fix("nothing", 0);
    let part = Part::leaf(&Mux::new(WIDTH, nodes + 1, index_bits(nodes + 1)));
    let mux = bench.place(format!("mux_{o}"), &part);
    mux.net("select", format!("select_{o}")).net("chosen", format!("out_data_{o}"));
    mux.net("choice_0", "nothing");
    for a in 0..nodes {
        mux.net(format!("choice_{}", a + 1), format!("head_data_{a}"));
    }
    let control = bench.place(format!("output_{o}"), &Part::leaf(&SwitchOutput::new(nodes)));
    control.suffix(format!("_{o}"));
    for a in 0..nodes {
        control.net(format!("candidate_valid_{a}"), format!("head_valid_{a}"));
        control.net(format!("candidate_pop_{a}"), format!("pop_{a}"));
        control.net(format!("candidate_used_{a}"), format!("used_{o}_{a}"));
        control.net(format!("candidate_held_{a}"), format!("held_{o}_{a}"));
    }
}

/// Puts the monitors beside the switch.
fn watch(bench: &mut Bench, nodes: usize, outputs: usize) {
    for a in 0..nodes {
        let part = Part::leaf(&PopMonitor::new(outputs));
        let pop = bench.place(format!("pop_monitor_{a}"), &part);
        pop.suffix(format!("_{a}"));
        for o in 0..outputs {
            pop.net(format!("mine_{o}"), format!("mine_{o}_{a}"));
            pop.net(format!("waits_{o}"), format!("waits_{o}_{a}"));
        }
        bench.assert([format!("prompt_{a}")]);
        for o in 0..outputs {
            let part = Part::leaf(&ForkMonitor::new(a, nodes, WIDTH));
            let fork = bench.place(format!("monitor_{o}_{a}"), &part);
            fork.suffix(format!("_{o}_{a}")).net("select", format!("select_{o}"));
            for port in ["head_valid", "head_data", "pop"] {
                fork.net(port, format!("{port}_{a}"));
            }
            for port in ["out_valid", "out_ready", "out_data"] {
                fork.net(port, format!("{port}_{o}"));
            }
            let claims = ["once", "offered", "had", "same", "off"];
            bench.assert(claims.map(|claim| format!("{claim}_{o}_{a}")));
            bench.cover([format!("behind_{o}_{a}")]);
        }
    }
}

#[test]
fn beats_go_to_each_output_once() {
    for (nodes, outputs) in [(1, 2), (1, 3), (2, 2)] {
        switch(nodes, outputs).proved(&format!("fork_{nodes}_to_{outputs}"));
    }
}

/// From end to end: what leaves at an output is what arrived, in order, each beat once and until it is taken.
#[test]
fn outputs_are_queues() {
    for outputs in [2, 3] {
        let mut bench = switch(1, outputs);
        let monitor = Part::leaf(&QueueMonitor::new(WIDTH, DEPTH, false));
        bench.place("queue_monitor", &monitor).suffix("_0");
        bench.assert(["kept_0", "stays_0"]).cover(["through_0"]);
        bench.proved(&format!("fork_queue_1_to_{outputs}"));
    }
}

#[test]
fn wrong_forks_are_found() {
    let with = |part: &str, port: &str, net: &str| {
        let mut bench = switch(2, 2);
        bench.fix("zero", 0).fix("one", 1).fix("first", 1).rewire(part, port, net);
        bench
    };
    // Node 0 does not hear that output 0 still waits, or that it selects the node.
    with("arrival_0", "held_0", "zero").fails("pops_early", "had");
    with("arrival_0", "used_0", "zero").fails("never_pops", "prompt");
    // Output 0 does not remember what it has taken, or never forgets.
    with("output_0", "rst", "one").fails("takes_twice", "once");
    with("output_0", "candidate_pop_0", "zero").fails("never_clears", "offered");
    // It is given another node's beat, or offered one without being asked.
    with("mux_0", "choice_1", "head_data_1").fails("wrong_beat", "same");
    with("output_0", "select", "first").fails("not_off", "off");
    // It takes a beat only together with output 1.
    let mut bench = with("output_0", "out_valid", "mine_valid");
    bench
        .rewire("output_0", "out_ready", "both_ready")
        .place("lock_step", &Part::leaf(&LockStep::new()));
    bench.fails("in_lock_step", "offered");
}

/// Makes output 0 wait for output 1.
#[derive(LogicBlock)]
struct LockStep {
    mine_valid: In<Bit>,
    out_ready_0: In<Bit>,
    out_ready_1: In<Bit>,
    out_valid_0: Out<Bit>,
    both_ready: Out<Bit>,
}

impl LockStep {
    fn new() -> Self {
        Self {
            mine_valid: In::bit(),
            out_ready_0: In::bit(),
            out_ready_1: In::bit(),
            out_valid_0: Out::bit(),
            both_ready: Out::bit(),
        }
    }
}

impl Logic for LockStep {
    #[hdl_gen]
    fn update(&mut self) {
        self.both_ready.next = self.out_ready_0.val() && self.out_ready_1.val();
        self.out_valid_0.next = self.mine_valid.val() && self.out_ready_1.val();
    }
}

impl Leaf for LockStep {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("lock_step", "Makes an output wait for another.")
    }
}
