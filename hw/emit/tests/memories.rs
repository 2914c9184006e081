//! Memories, registers in vectors, static choices, and rust-hdl's own simulation of a leaf.

use kiln_emit::prelude::*;
use kiln_emit::prove::{check_leaf, check_leaf_with};
use rust_hdl_core::prelude::{Sim, Simulation};

/// Banks of block RAM with one write side and one read side, and counters of what moved.
#[derive(LogicBlock)]
struct Banks {
    clk: Clock,
    rst: In<Bit>,
    write: In<Bit>,
    write_address: In<Word>,
    write_data: Vec<In<Word>>,
    read: In<Bit>,
    read_address: In<Word>,
    read_data: Vec<Out<Word>>,
    low_bits: Out<Word>,
    count: Out<Word>,
    bank: Vec<BlockRam>,
    counter: Vec<Reg<Word>>,
    overflow: Reg<Bit>,
    total: Wire<Word>,
    _banks: usize,
    _counts: bool,
}

impl Banks {
    fn new(banks: usize, depth: usize, counts: bool) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            write: In::bit(),
            write_address: In::word(index_bits(depth)),
            write_data: many(banks, || In::word(9)),
            read: In::bit(),
            read_address: In::word(index_bits(depth)),
            read_data: many(banks, || Out::word(9)),
            low_bits: Out::word(banks),
            count: Out::word(4),
            bank: many(banks, || BlockRam::new(9, depth)),
            counter: many(2, || Reg::word(4)),
            overflow: Reg::bit(),
            total: Wire::word(4),
            _banks: banks,
            _counts: counts,
        }
    }
}

const WRITES: usize = 0;

impl Logic for Banks {
    #[hdl_gen]
    fn update(&mut self) {
        self.low_bits.next = 0.into();
        for i in 0..self._banks {
            if self.write.val() {
                self.bank[i].write(self.write_address.val(), self.write_data[i].val());
            }
            if self.read.val() {
                self.bank[i].fetch(self.read_address.val());
            }
            self.read_data[i].next = self.bank[i].val();
            for j in 0..i {
                let same = self.bank[i].val().bit(0) == self.bank[j].val().bit(0);
                if same {
                    self.low_bits.next = Word::new(self._banks, 1u8 << i);
                }
            }
        }
        if self._counts {
            if self.write.val() {
                self.counter[WRITES].next = self.counter[WRITES].val() + 1;
                if self.counter[WRITES].val().all() {
                    self.overflow.next = true;
                }
            }
            if self.read.val() {
                self.counter[1].next = self.counter[1].val() + 1;
            }
            self.total.next = self.counter[0].val() + self.counter[1].val();
            self.count.next = if self.overflow.val() { !Word::zero(4) } else { self.total.val() };
            if self.rst.val() {
                self.overflow.next = false;
                for i in 0..2 {
                    self.counter[i].next = 0.into();
                }
            }
        } else {
            self.count.next = 0.into();
        }
    }
}

impl Leaf for Banks {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("banks", "Banks of memory.")
            .param("n", self._banks)
            .param("d", 1 << self.read_address.width())
            .param("c", usize::from(self._counts))
    }
}

#[test]
fn behave_as_their_verilog() {
    check_leaf(|| Banks::new(3, 64, true), 4000, 1).unwrap();
    check_leaf_with(
        || Banks::new(2, 48, false),
        4000,
        2,
        |cycle, inputs| {
            // Addresses past the depth are not allowed.
            inputs.set("write_address", cycle * 5 % 48);
            inputs.set("read_address", cycle * 7 % 48);
        },
    )
    .unwrap();
}

#[test]
fn run_in_the_simulation_of_rust_hdl() {
    let mut sim = Simulation::new();
    sim.add_clock(5, |x: &mut Box<Banks>| x.clk.next = !x.clk.val());
    sim.add_testbench(move |mut sim: Sim<Banks>| {
        let mut x = sim.init()?;
        x.write.next = true;
        x.write_address.next = 5.into();
        x.write_data[1].next = 77.into();
        x = sim.watch(|x| x.clk.val(), x)?;
        x = sim.watch(|x| !x.clk.val(), x)?;
        x.write.next = false;
        x.read.next = true;
        x.read_address.next = 5.into();
        x = sim.watch(|x| x.clk.val(), x)?;
        x = sim.watch(|x| !x.clk.val(), x)?;
        assert_eq!(x.read_data[1].val().num(), 77);
        assert_eq!(x.count.val().num(), 2);
        sim.done(x)
    });
    sim.run(Box::new(Banks::new(2, 16, true)), 1000).unwrap();
}
