//! What an eager fork must do, said of the ports of a switch.

use kiln_emit::prelude::*;

/// Watches one output and one arriving node. If the output selects the node:
///
/// - `once`: the output takes no beat a second time.
/// - `offered`: a beat is offered to the output exactly from when it arrives until the output has taken it, whatever other
///   outputs do: none can keep another from taking it first.
/// - `had`: a beat is not popped before the output has it, or takes it in the same cycle.
/// - `same`: what is offered is the node's beat.
/// - `off`: an output that selects nothing is offered nothing.
///
/// `mine` and `waits` go to the [`PopMonitor`]; `behind` is a state to reach: the beat waits for another output.
#[derive(LogicBlock)]
pub struct ForkMonitor {
    pub clk: Clock,
    pub rst: In<Bit>,
    pub select: In<Word>,
    pub head_valid: In<Bit>,
    pub head_data: In<Word>,
    pub pop: In<Bit>,
    pub out_valid: In<Bit>,
    pub out_ready: In<Bit>,
    pub out_data: In<Word>,
    pub once: Out<Bit>,
    pub offered: Out<Bit>,
    pub had: Out<Bit>,
    pub same: Out<Bit>,
    pub off: Out<Bit>,
    pub mine: Out<Bit>,
    pub waits: Out<Bit>,
    pub behind: Out<Bit>,
    took: Reg<Bit>,
    _node: usize,
}

impl ForkMonitor {
    /// For node number `node` of `nodes`, and beats of `width` bits.
    pub fn new(node: usize, nodes: usize, width: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            select: In::word(index_bits(nodes + 1)),
            head_valid: In::bit(),
            head_data: In::word(width),
            pop: In::bit(),
            out_valid: In::bit(),
            out_ready: In::bit(),
            out_data: In::word(width),
            once: Out::bit(),
            offered: Out::bit(),
            had: Out::bit(),
            same: Out::bit(),
            off: Out::bit(),
            mine: Out::bit(),
            waits: Out::bit(),
            behind: Out::bit(),
            took: Reg::bit(),
            _node: node,
        }
    }
}

impl Logic for ForkMonitor {
    #[hdl_gen]
    fn update(&mut self) {
        let mine = self.select.val() == self._node + 1;
        let takes = mine && self.out_valid.val() && self.out_ready.val();
        let took = self.took.val();
        self.once.next = !(takes && took);
        self.offered.next = !mine || self.out_valid.val() == (self.head_valid.val() && !took);
        self.had.next = !(mine && self.pop.val()) || took || takes;
        self.same.next =
            !(mine && self.out_valid.val()) || self.out_data.val() == self.head_data.val();
        self.off.next = self.select.val().any() || !self.out_valid.val();
        self.mine.next = mine;
        self.waits.next = mine && !took && !self.out_ready.val();
        self.behind.next = took && self.head_valid.val() && !self.pop.val();
        if self.rst.val() || self.pop.val() {
            self.took.next = false;
        } else if takes {
            self.took.next = true;
        }
    }
}

impl Leaf for ForkMonitor {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("fork_monitor", "What an eager fork must do at one output.")
            .param("k", self._node)
            .param("s", self.select.width())
            .param("w", self.head_data.width())
    }
}

/// Watches when a node's beat is popped.
///
/// - `prompt`: a beat is popped exactly in the cycle in which every output that selects its node has taken it or takes it. So
///   with all outputs ready it goes at once, and with outputs that are ready at times, when the last of them has been.
#[derive(LogicBlock)]
pub struct PopMonitor {
    pub head_valid: In<Bit>,
    pub pop: In<Bit>,
    pub mine: Vec<In<Bit>>,
    pub waits: Vec<In<Bit>>,
    pub prompt: Out<Bit>,
    some: Vec<Wire<Bit>>,
    all: Vec<Wire<Bit>>,
}

impl PopMonitor {
    /// For so many outputs.
    pub fn new(outputs: usize) -> Self {
        Self {
            head_valid: In::bit(),
            pop: In::bit(),
            mine: many(outputs, In::bit),
            waits: many(outputs, In::bit),
            prompt: Out::bit(),
            some: many(outputs + 1, Wire::bit),
            all: many(outputs + 1, Wire::bit),
        }
    }
}

impl Logic for PopMonitor {
    #[hdl_gen]
    fn update(&mut self) {
        self.some[0].next = false;
        self.all[0].next = true;
        for k in 0..self.mine.len() {
            self.some[k + 1].next = self.some[k].val() || self.mine[k].val();
            self.all[k + 1].next = self.all[k].val() && !self.waits[k].val();
        }
        let due = self.head_valid.val()
            && self.some[self.mine.len()].val()
            && self.all[self.mine.len()].val();
        self.prompt.next = self.pop.val() == due;
    }
}

impl Leaf for PopMonitor {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pop_monitor", "When a node's beat is popped.").param("n", self.mine.len())
    }
}
