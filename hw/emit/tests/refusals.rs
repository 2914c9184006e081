//! Leaves that have no one meaning as hardware are refused with the name of what is wrong.

use kiln_emit::prelude::*;
use kiln_emit::{Design, Part};

/// The message for a leaf with the given `update`.
macro_rules! refused {
    ($leaf:ident, $($method:tt)*) => {{
        #[derive(LogicBlock)]
        struct $leaf {
            clk: Clock,
            a: In<Word>,
            flag: In<Bit>,
            out: Out<Word>,
            wire1: Wire<Word>,
            state: Reg<Word>,
            store: LutRam,
        }
        impl Logic for $leaf {
            #[hdl_gen]
            fn update $($method)*
        }
        impl Leaf for $leaf {
            fn info(&self) -> LeafInfo {
                LeafInfo::new("bad", "")
            }
        }
        let leaf = $leaf {
            clk: Clock::new(),
            a: In::word(8),
            flag: In::bit(),
            out: Out::word(8),
            wire1: Wire::word(4),
            state: Reg::word(8),
            store: LutRam::new(8, 5),
        };
        Design::new(&Part::leaf(&leaf)).unwrap_err().to_string()
    }};
}

#[test]
fn with_the_reason() {
    let cases = [
        (
            refused!(A, (&mut self) { self.out.next = self.a.val().slice(0, 4); }),
            "out: 4 bits where 8 are expected",
        ),
        (
            refused!(B, (&mut self) { self.out.next = 256.into(); }),
            "out: the constant 256 does not fit 8 bits",
        ),
        (
            refused!(C, (&mut self) { self.state.next = self.a.val(); }),
            "out has no value on some path",
        ),
        (
            refused!(D, (&mut self) { if self.flag.val() { self.out.next = self.a.val(); } }),
            "out has no value on some path",
        ),
        (
            refused!(E, (&mut self) { self.out.next = self.wire1.val().zext(8); self.wire1.next = 1.into(); }),
            "wire1 is read before it has a value on every path",
        ),
        (
            refused!(F, (&mut self) { self.wire1.next = 1.into(); self.out.next = self.wire1.val().zext(8); self.wire1.next = 2.into(); }),
            "wire1 is written after it was read",
        ),
        (
            refused!(G, (&mut self) { self.a.next = 1.into(); self.out.next = 1.into(); }),
            "a cannot be written",
        ),
        (
            refused!(H, (&mut self) { self.out.next = self.a.val().slice(4, 8); }),
            "out: bits 4 to 11 are taken of a value of 8 bits",
        ),
        (
            refused!(I, (&mut self) { self.out.next = self.store.read(self.a.val()); }),
            "out: 8 bits where 3 are expected",
        ),
        (
            refused!(J, (&mut self) { let sum = self.a.val() + self.a.val().slice(0, 7); self.out.next = sum; }),
            "sum: 7 bits where 8 are expected",
        ),
        (
            refused!(K, (&mut self) { self.out.next = 0.into(); match self.a.val().num() { 300 => self.out.next = 1.into(), _ => {} } }),
            "a pattern of a match: the constant 300 does not fit 8 bits",
        ),
    ];
    for (message, expected) in cases {
        assert!(
            message.starts_with(&format!("leaf bad: {expected}")),
            "{message} is not {expected}"
        );
    }
}

#[derive(LogicBlock)]
struct NoClock {
    state: Reg<Bit>,
    bit: Out<Bit>,
}

impl Logic for NoClock {
    #[hdl_gen]
    fn update(&mut self) {
        self.state.next = !self.state.val();
        self.bit.next = self.state.val();
    }
}

impl Leaf for NoClock {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("no_clock", "")
    }
}

#[test]
fn names_and_clocks_are_checked() {
    let message = |leaf| Design::new(&Part::leaf(&leaf)).unwrap_err().to_string();
    assert_eq!(
        message(NoClock { state: Reg::bit(), bit: Out::bit() }),
        "leaf no_clock: bit cannot be a name in Verilog, or is taken"
    );
}
