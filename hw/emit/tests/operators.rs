//! Every operator that the printer knows, at many widths.

use kiln_emit::prelude::*;
use kiln_emit::prove::check_leaf;

/// All operators on two words of one width.
#[derive(LogicBlock)]
struct Operators {
    a: In<Word>,
    b: In<Word>,
    flag: In<Bit>,
    sum: Out<Word>,
    difference: Out<Word>,
    product: Out<Word>,
    full_product: Out<Word>,
    signed_product: Out<Word>,
    carry: Out<Word>,
    negated: Out<Word>,
    logic: Vec<Out<Word>>,
    compare: Vec<Out<Bit>>,
    reduce: Vec<Out<Bit>>,
    shift: Vec<Out<Word>>,
    wrapped_less: Out<Bit>,
    low: Out<Word>,
    high: Out<Word>,
    top: Out<Bit>,
    picked: Out<Bit>,
    window: Out<Word>,
    zero_extended: Out<Word>,
    sign_extended: Out<Word>,
    half_extended: Out<Word>,
    joined: Out<Word>,
    copies: Out<Word>,
    chosen: Out<Word>,
    cased: Out<Word>,
    leading: Out<Word>,
    _width: usize,
    _half: usize,
    _mask: Word,
}

impl Operators {
    fn new(width: usize) -> Self {
        let half = width.div_ceil(2);
        let limbs: Vec<u64> = (0..16).map(|i| 0xa5a5_0f0f_1234_8001u64.rotate_left(i)).collect();
        Self {
            a: In::word(width),
            b: In::word(width),
            flag: In::bit(),
            sum: Out::word(width),
            difference: Out::word(width),
            product: Out::word(width),
            full_product: Out::word(2 * width),
            signed_product: Out::word(2 * width),
            carry: Out::word(width + 1),
            negated: Out::word(width),
            logic: many(5, || Out::word(width)),
            compare: many(12, Out::bit),
            reduce: many(4, Out::bit),
            shift: many(7, || Out::word(width)),
            wrapped_less: Out::bit(),
            low: Out::word(half),
            high: Out::word(width - width / 2),
            top: Out::bit(),
            picked: Out::bit(),
            window: Out::word(half),
            zero_extended: Out::word(width + 5),
            sign_extended: Out::word(width + 5),
            half_extended: Out::word(width + 5),
            joined: Out::word(2 * width + 1),
            copies: Out::word(3 * half),
            chosen: Out::word(width),
            cased: Out::word(width),
            leading: Out::word(count_bits(width)),
            _width: width,
            _half: half,
            _mask: Word::from_limbs(width, &limbs),
        }
    }
}

impl Logic for Operators {
    #[hdl_gen]
    fn update(&mut self) {
        let a = self.a.val();
        let b = self.b.val();
        let bit = self.flag.val();
        let (w, half) = (self._width, self._half);
        self.sum.next = a + b;
        self.difference.next = a - b;
        self.product.next = a * b;
        self.full_product.next = a.zext(2 * w) * b.zext(2 * w);
        self.signed_product.next = a.sext(2 * w) * b.sext(2 * w);
        self.carry.next = a.zext(w + 1) + b.zext(w + 1) + word(bit).zext(w + 1);
        self.negated.next = -a;
        self.logic[0].next = a & b;
        self.logic[1].next = a | b;
        self.logic[2].next = a ^ b;
        self.logic[3].next = !a;
        self.logic[4].next = (a ^ self._mask) & !(b | self._mask) | (a - 1);
        self.compare[0].next = a == b;
        self.compare[1].next = a != b;
        self.compare[2].next = a < b;
        self.compare[3].next = a <= b;
        self.compare[4].next = a > b;
        self.compare[5].next = a >= b;
        self.compare[6].next = a.lt_signed(b);
        self.compare[7].next = a.le_signed(b);
        self.compare[8].next = a == 1;
        self.compare[9].next = (a & b) == (a | b);
        self.compare[10].next = bit && a.any() || !bit && b.all();
        self.compare[11].next = (bit == a.any()) ^ (bit & !b.any());
        self.reduce[0].next = a.any();
        self.reduce[1].next = a.all();
        self.reduce[2].next = a.parity();
        self.reduce[3].next = (a & b).parity();
        self.shift[0].next = a << b;
        self.shift[1].next = a >> b.slice(0, w.min(8));
        self.shift[2].next = a.shr_signed(b.slice(0, w.min(8)));
        self.shift[3].next = a << 3;
        self.shift[4].next = a >> (w / 2);
        self.shift[5].next = a.shr_signed(1);
        self.shift[6].next = (a.shr_signed(b.slice(0, w.min(5))) + b) >> 1;
        self.wrapped_less.next = a + b < b;
        self.low.next = (a + b).trunc(half);
        self.high.next = (a - b).slice(w / 2, w - w / 2);
        self.top.next = a.bit(w - 1);
        self.picked.next = a.bit(b);
        self.window.next = (a ^ b).slice(b.slice(0, w.min(9)), half);
        self.zero_extended.next = a.zext(w + 5);
        self.sign_extended.next = (a + b).sext(w + 5);
        self.half_extended.next = self.a.val().slice(0, half).sext(w + 5);
        self.joined.next = cat!(a, bit, b + 1);
        self.copies.next = a.slice(0, half).repeat(3);
        let smaller = if a < b {
            a
        } else if bit {
            b
        } else {
            0.into()
        };
        self.chosen.next = if bit { smaller + a } else { a };
        self.cased.next = a;
        match self.b.val().zext(w + 2).slice(0, 3).num() {
            0 => self.cased.next = b,
            1 => {
                if bit {
                    self.cased.next = a & b;
                }
            }
            2 | 3 => self.cased.next = a & !b,
            _ => {}
        }
        self.leading.next = w.into();
        for i in 0..w {
            if self.a.val().bit(i) {
                self.leading.next = (w - 1 - i).into();
            }
        }
    }
}

impl Leaf for Operators {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("operators", "Every operator.").param("w", self._width)
    }
}

#[test]
fn behave_as_their_verilog() {
    for width in [1, 7, 8, 31, 32, 33, 64, 65, 163] {
        check_leaf(|| Operators::new(width), 3000, width as u64).unwrap();
    }
}
