//! Single words to and from the registers, behind AXI4-Lite, and the memory, behind AXI4 of any width.
//!
//! One word at a time: the next may be asked for once the last is done. Ports with `_0` are the registers', those with `_1` the
//! memory's. Responses are always taken.

use kiln_emit::prelude::*;

/// The two ports.
mod port {
    pub const REGISTERS: usize = 0;
    pub const MEMORY: usize = 1;
    pub const COUNT: usize = 2;
}

/// The master.
#[derive(LogicBlock)]
pub struct LinkBus {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A word is asked for, in this cycle only.
    pub request: In<Bit>,
    /// It is written.
    pub write: In<Bit>,
    /// It is a register.
    pub registers: In<Bit>,
    /// Number of the word; from the request until it is done.
    pub address: In<Word>,
    /// The word written.
    pub data: In<Word>,
    /// It is done, in this cycle only.
    pub done: Out<Bit>,
    /// It went wrong.
    pub error: Out<Bit>,
    /// The word read, from when it is done on.
    pub value: Out<Word>,
    /// AWVALID.
    pub awvalid: Vec<Out<Bit>>,
    /// AWREADY.
    pub awready: Vec<In<Bit>>,
    /// WVALID.
    pub wvalid: Vec<Out<Bit>>,
    /// WREADY.
    pub wready: Vec<In<Bit>>,
    /// BVALID.
    pub bvalid: Vec<In<Bit>>,
    /// BRESP.
    pub bresp: Vec<In<Word>>,
    /// ARVALID.
    pub arvalid: Vec<Out<Bit>>,
    /// ARREADY.
    pub arready: Vec<In<Bit>>,
    /// RVALID.
    pub rvalid: Vec<In<Bit>>,
    /// RRESP.
    pub rresp: Vec<In<Word>>,
    /// RDATA.
    pub rdata: Vec<In<Word>>,
    /// Byte address on all address channels.
    pub byte_address: Out<Word>,
    /// WDATA, a word of it.
    pub wdata: Out<Word>,
    /// WSTRB of the memory.
    pub wstrb: Out<Word>,
    asks_write: Vec<Reg<Bit>>,
    asks_data: Vec<Reg<Bit>>,
    asks_read: Vec<Reg<Bit>>,
    word: Reg<Word>,
    found: Reg<Word>,
    ended: Reg<Bit>,
    failed: Reg<Bit>,
    lanes: Vec<Wire<Word>>,
    _words: usize,
}

impl LinkBus {
    /// For a memory port of `words` words.
    pub fn new(words: usize) -> Self {
        let bits = many::<In<Bit>>;
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            request: In::bit(),
            write: In::bit(),
            registers: In::bit(),
            address: In::word(30),
            data: In::word(32),
            done: Out::bit(),
            error: Out::bit(),
            value: Out::word(32),
            awvalid: many(port::COUNT, Out::bit),
            awready: bits(port::COUNT, In::bit),
            wvalid: many(port::COUNT, Out::bit),
            wready: bits(port::COUNT, In::bit),
            bvalid: bits(port::COUNT, In::bit),
            bresp: many(port::COUNT, || In::word(2)),
            arvalid: many(port::COUNT, Out::bit),
            arready: bits(port::COUNT, In::bit),
            rvalid: bits(port::COUNT, In::bit),
            rresp: many(port::COUNT, || In::word(2)),
            rdata: vec![In::word(32), In::word(32 * words)],
            byte_address: Out::word(32),
            wdata: Out::word(32),
            wstrb: Out::word(4 * words),
            asks_write: many(port::COUNT, Reg::bit),
            asks_data: many(port::COUNT, Reg::bit),
            asks_read: many(port::COUNT, Reg::bit),
            word: Reg::word(32),
            found: Reg::word(32),
            ended: Reg::bit(),
            failed: Reg::bit(),
            lanes: many(words, || Wire::word(32)),
            _words: words,
        }
    }
}

impl Logic for LinkBus {
    #[hdl_gen]
    fn update(&mut self) {
        for k in 0..port::COUNT {
            self.awvalid[k].next = self.asks_write[k].val();
            self.wvalid[k].next = self.asks_data[k].val();
            self.arvalid[k].next = self.asks_read[k].val();
            if self.awready[k].val() {
                self.asks_write[k].next = false;
            }
            if self.wready[k].val() {
                self.asks_data[k].next = false;
            }
            if self.arready[k].val() {
                self.asks_read[k].next = false;
            }
            if self.request.val() && self.registers.val() == (k == port::REGISTERS) {
                self.asks_write[k].next = self.write.val();
                self.asks_data[k].next = self.write.val();
                self.asks_read[k].next = !self.write.val();
            }
            if self.rst.val() {
                self.asks_write[k].next = false;
                self.asks_data[k].next = false;
                self.asks_read[k].next = false;
            }
        }
        self.byte_address.next = cat!(self.address.val(), Word::new(2, 0u32));
        if self.request.val() {
            self.word.next = self.data.val();
        }
        self.wdata.next = self.word.val();

        let memory = self.rdata[port::MEMORY].val();
        if self._words > 1 {
            let lane = self.address.val().trunc(index_bits(self._words));
            self.wstrb.next = Word::new(4 * self._words, 15u32) << cat!(lane, Word::new(2, 0u32));
            self.lanes[0].next = memory.trunc(32);
            for i in 1..self._words {
                self.lanes[i].next =
                    if lane == i { memory.slice(32 * i, 32) } else { self.lanes[i - 1].val() };
            }
        } else {
            self.wstrb.next = 15.into();
            self.lanes[0].next = memory;
        }
        let read = self.rvalid[port::REGISTERS].val() || self.rvalid[port::MEMORY].val();
        if read {
            self.found.next = if self.registers.val() {
                self.rdata[port::REGISTERS].val()
            } else {
                self.lanes[self._words - 1].val()
            };
        }
        self.ended.next =
            read || self.bvalid[port::REGISTERS].val() || self.bvalid[port::MEMORY].val();
        // Bit 1 of a response is set in both errors.
        self.failed.next = self.rvalid[port::REGISTERS].val()
            && self.rresp[port::REGISTERS].val().bit(1)
            || self.rvalid[port::MEMORY].val() && self.rresp[port::MEMORY].val().bit(1)
            || self.bvalid[port::REGISTERS].val() && self.bresp[port::REGISTERS].val().bit(1)
            || self.bvalid[port::MEMORY].val() && self.bresp[port::MEMORY].val().bit(1);
        self.done.next = self.ended.val();
        self.error.next = self.failed.val();
        self.value.next = self.found.val();
        if self.rst.val() {
            self.ended.next = false;
        }
    }
}

impl Leaf for LinkBus {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "link_bus",
            "Single words to and from the registers (ports _0, AXI4-Lite) and the memory (ports _1, AXI4).",
        )
        .param("words", self._words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for words in [1, 2, 4] {
            check_leaf(|| LinkBus::new(words), 2000, 1).unwrap();
        }
    }
}
