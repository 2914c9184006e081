//! Parts the requests to the memory port into reads and writes, and joins what the two sides answer.

use kiln_emit::prelude::*;

/// Buses of one bit a requester, combinational but for `write`.
#[derive(LogicBlock)]
pub struct PortSides {
    /// Clock.
    pub clk: Clock,
    /// A burst is asked for.
    pub request: In<Word>,
    /// It would be a write; constant during a run.
    pub write: In<Word>,
    /// A read is asked for.
    pub read_request: Out<Word>,
    /// A write is asked for.
    pub write_request: Out<Word>,
    /// The read is granted.
    pub read_grant: In<Word>,
    /// The write is granted.
    pub write_grant: In<Word>,
    /// The burst is granted.
    pub grant: Out<Word>,
    /// Read data came with an error.
    pub read_error: In<Word>,
    /// A write response was an error.
    pub write_error: In<Word>,
    /// One of the two.
    pub error: Out<Word>,
    /// No read is under way.
    pub read_quiet: In<Bit>,
    /// No write is under way.
    pub write_quiet: In<Bit>,
    /// Nothing is under way.
    pub quiet: Out<Bit>,
    writes: Reg<Word>,
}

impl PortSides {
    /// For `count` requesters.
    pub fn new(count: usize) -> Self {
        Self {
            clk: Clock::new(),
            request: In::word(count),
            write: In::word(count),
            read_request: Out::word(count),
            write_request: Out::word(count),
            read_grant: In::word(count),
            write_grant: In::word(count),
            grant: Out::word(count),
            read_error: In::word(count),
            write_error: In::word(count),
            error: Out::word(count),
            read_quiet: In::bit(),
            write_quiet: In::bit(),
            quiet: Out::bit(),
            writes: Reg::word(count),
        }
    }
}

impl Logic for PortSides {
    #[hdl_gen]
    fn update(&mut self) {
        self.writes.next = self.write.val();
        self.read_request.next = self.request.val() & !self.writes.val();
        self.write_request.next = self.request.val() & self.writes.val();
        self.grant.next = self.read_grant.val() | self.write_grant.val();
        self.error.next = self.read_error.val() | self.write_error.val();
        self.quiet.next = self.read_quiet.val() && self.write_quiet.val();
    }
}

impl Leaf for PortSides {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("port_sides", "Parts requests into reads and writes, and joins the answers.")
            .param("n", self.request.width())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PortSides::new(8), 300, 1).unwrap();
    }
}
