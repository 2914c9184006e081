//! [`eval`] against a second writing of the rules: f64 arithmetic rounded to binary32 by integer steps.

use super::*;

/// Words at which such operators break.
const EDGES: &[u32] = &[
    0,
    1,
    2,
    3,
    5,
    31,
    32,
    33,
    0x007f_ffff,
    0x0080_0000,
    0x0080_0001,
    0x00ff_ffff,
    0x0100_0000,
    0x3380_0000,
    0x3f00_0000,
    0x3f7f_ffff,
    0x3f80_0000,
    0x3f80_0001,
    0x4b00_0000,
    0x4b7f_ffff,
    0x4b80_0001,
    0x4eff_ffff,
    0x4f00_0000,
    0x4f00_0001,
    0x4f80_0000,
    0x7f7f_ffff,
    0x7f80_0000,
    0x7f80_0001,
    0x7fc0_0000,
    0x7fff_ffff,
    0x0040_0000,
    0x2000_0000,
    0x1fff_ffff,
    0x5555_5555,
];

fn edges() -> Vec<u32> {
    EDGES.iter().flat_map(|&word| [word, word | SIGN]).collect()
}

/// A small linear generator is enough here and keeps the crate free of dependencies.
fn random_words(count: usize) -> impl Iterator<Item = u32> {
    let mut state = 0x1234_5678_9abc_def1u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 32) as u32
    })
    .take(count)
}

fn pairs() -> Vec<(u32, u32)> {
    let edges = edges();
    let mut pairs: Vec<_> =
        edges.iter().flat_map(|&a| edges.iter().map(move |&b| (a, b))).collect();
    let words: Vec<_> = random_words(100_000).collect();
    pairs.extend(words.chunks_exact(2).map(|w| (w[0], w[1])));
    // Products around the smallest normal number, and differences that nearly cancel.
    pairs.extend(
        words.chunks_exact(2).map(|w| (w[0] & 0x81ff_ffff, w[1] & 0x80ff_ffff | 0x3f00_0000)),
    );
    pairs.extend(
        words.chunks_exact(2).map(|w| (w[0], (w[0] ^ SIGN).wrapping_add(w[1] & 0x0080_0003))),
    );
    pairs
}

/// Rounds to 24 bits, or fewer where the exponent is at its minimum and `bounded`.
fn round(value: f64, bounded: bool) -> f64 {
    round_to(value, 24, bounded)
}

fn round_to(value: f64, bits: i32, bounded: bool) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let exponent = ((value.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    let unit = (if bounded { exponent.max(-126) } else { exponent } - bits + 1) as f64;
    (value * (-unit).exp2()).round_ties_even() * unit.exp2()
}

fn store(value: f64, subnormals: Subnormals) -> u32 {
    let sign = if value.is_sign_negative() { SIGN } else { 0 };
    if value.is_nan() {
        return CANONICAL_NAN;
    }
    if subnormals == Subnormals::Flush && round(value, false).abs() < (-126f64).exp2() {
        return sign;
    }
    let size = round(value, true).abs();
    if size >= 128f64.exp2() {
        return sign | 0x7f80_0000;
    }
    let exponent = ((size.to_bits() >> 52) as i32 - 1023).max(-126);
    let mantissa = (size * (23.0 - f64::from(exponent)).exp2()) as u32;
    // The hidden bit carries into the exponent field.
    sign | ((((exponent + 126) as u32) << 23) + mantissa)
}

fn load(word: u32, subnormals: Subnormals) -> f64 {
    let sign = if word & SIGN == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = ((word >> 23 & 0xff) as i32, f64::from(word & 0x7f_ffff));
    let hidden = 8_388_608.0;
    match (exponent, subnormals) {
        (255, _) if fraction == 0.0 => sign * f64::INFINITY,
        (255, _) => f64::NAN,
        (0, Subnormals::Flush) => sign * 0.0,
        (0, Subnormals::Keep) => sign * fraction * (-149f64).exp2(),
        _ => sign * (hidden + fraction) * f64::from(exponent - 150).exp2(),
    }
}

fn total(x: f64) -> (f64, bool) {
    (x, x.is_sign_positive())
}

fn reference(op: Op, subnormals: Subnormals, a: u32, b: u32) -> u32 {
    let (x, y) = (load(a, subnormals), load(b, subnormals));
    let (p, q) = (i64::from(a as i32), i64::from(b as i32));
    let (u, v) = (u64::from(a), u64::from(b));
    let amount = (b % 32) as i32;
    let number = |x| store(x, subnormals);
    match op {
        Op::Mov => a,
        Op::AddI => (p + q) as u32,
        Op::SubI => (p - q) as u32,
        Op::MulI => (p * q) as u32,
        Op::MinI => (if q < p { q } else { p }) as u32,
        Op::MaxI => (if q > p { q } else { p }) as u32,
        Op::AbsI => (if p < 0 { -p } else { p }) as u32,
        Op::NegI => -p as u32,
        Op::And => (0..32).map(|i| ((a >> i & 1) * (b >> i & 1)) << i).sum(),
        Op::Or => a + b.wrapping_sub(a & b),
        Op::Xor => (a | b) - (a & b),
        Op::Not => u32::MAX - a,
        Op::Shl => (u << amount) as u32,
        Op::Shr => p.div_euclid(1 << amount) as u32,
        Op::ShrU => (u / (1 << amount)) as u32,
        Op::EqI => u32::from(p == q),
        Op::NeI => u32::from(p != q),
        Op::LtI => u32::from(p < q),
        Op::LeI => u32::from(p <= q),
        Op::LtU => u32::from(u < v),
        Op::LeU => u32::from(u <= v),
        Op::AddF => number(x + y),
        Op::SubF => number(x - y),
        Op::MulF => number(x * y),
        Op::MinF | Op::MaxF if x.is_nan() => number(y),
        Op::MinF | Op::MaxF if y.is_nan() => number(x),
        Op::MinF => number(if total(x) < total(y) { x } else { y }),
        Op::MaxF => number(if total(x) > total(y) { x } else { y }),
        Op::AbsF => number(x.abs()),
        Op::NegF => number(-x),
        Op::EqF => u32::from(x == y),
        Op::NeF => u32::from(x != y),
        Op::LtF => u32::from(x < y),
        Op::LeF => u32::from(x <= y),
        Op::I2F => number(p as f64),
        Op::F2I => x.trunc() as i32 as u32,
        Op::Select => b,
        Op::DotI8 => (0..32)
            .step_by(8)
            .map(|at| (a << (24 - at)) as i32 >> 24)
            .zip((0..32).step_by(8).map(|at| (b << (24 - at)) as i32 >> 24))
            .fold(0, |sum, (x, y)| sum + x * y) as u32,
        Op::DotBf => number(exact_dot(subnormals, a, b)),
        Op::RoundBf => number(if x.is_finite() { round_to(x, 8, true) } else { x }),
        Op::QuantI => {
            let (factor, shift) = (i128::from(b % 65_536), b / 65_536 % 32);
            let doubled = 2 * i128::from(p) * factor;
            let rounded = (doubled.div_euclid(1 << shift) + 1).div_euclid(2);
            rounded.clamp(-128, 127) as u32
        }
    }
}

/// The sum of products of bf16 as an f64 with at most 40 significant bits, the last of which is the OR of
/// itself and of the rest of the exact sum: all that rounding asks for.
fn exact_dot(subnormals: Subnormals, a: u32, b: u32) -> f64 {
    let [p, q] = [0, 16].map(|at| {
        let factor = |word: u32| load(word >> at << 16, subnormals);
        factor(a) * factor(b)
    });
    if p == 0.0 || q == 0.0 || !(p + q).is_finite() {
        return p + q;
    }
    // Integers and a common power of two; a product so small that it would need more bits is replaced by its sign.
    let power = |x: f64| (x.to_bits() >> 52 & 0x7ff) as i32 - 1023;
    let unit = power(p).max(power(q)) - 80;
    let scaled = |x: f64| {
        let shift = power(x) - 15 - unit;
        if shift < 0 {
            x.signum() as i128
        } else {
            ((x * f64::from(15 - power(x)).exp2()) as i128) << shift
        }
    };
    let sum = scaled(p) + scaled(q);
    let excess = (128 - sum.unsigned_abs().leading_zeros() as i32 - 40).max(0);
    let kept = sum.unsigned_abs() >> excess;
    let rest = u128::from(sum.unsigned_abs() != kept << excess);
    let size = (kept | rest) as f64 * f64::from(unit + excess).exp2();
    if sum < 0 { -size } else { size }
}

#[test]
fn every_operator_follows_the_rules() {
    let pairs = pairs();
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        for &op in Op::ALL {
            for &(a, b) in &pairs {
                let (got, want) = (eval(op, subnormals, a, b, 0), reference(op, subnormals, a, b));
                assert_eq!(
                    got, want,
                    "{op} {subnormals:?} {a:08x} {b:08x}: {got:08x}, not {want:08x}"
                );
            }
        }
    }
}

#[test]
fn lanes_are_computed_each_for_itself() {
    let [a, b, c]: [Vec<u32>; 3] =
        [1, 2, 3].map(|skip| random_words(32 + skip).skip(skip).collect());
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        for &op in Op::ALL {
            let mut got = [0; 32];
            eval_lanes(op, subnormals, [&a, &b, &c], &mut got);
            let want = std::array::from_fn(|i| eval(op, subnormals, a[i], b[i], c[i]));
            assert_eq!(got, want, "{op}");
        }
    }
}

#[test]
fn tininess_is_judged_after_rounding() {
    // (1 - 2^-24) * 2^-126 * (1 + 2^-23) = (1 + 2^-24 - 2^-47) * 2^-126: not tiny before rounding.
    let flush = |a, b| eval(Op::MulF, Subnormals::Flush, a, b, 0);
    assert_eq!(flush(0x00ff_ffff, 0x3f00_0001), 0x0080_0000);
    // (2 - 2^-23) * 2^-126 * 0.5 = 2^-126 - 2^-150: tiny, though binary32 without flush rounds it to 2^-126.
    assert_eq!(flush(0x00ff_ffff, 0x3f00_0000), 0);
    assert_eq!(eval(Op::MulF, Subnormals::Keep, 0x00ff_ffff, 0x3f00_0000, 0), 0x0080_0000);
    // 2^-126 * (1 + 3 * 2^-23) * (1 - 3 * 2^-23) = 2^-126 * (1 - 9 * 2^-46): rounds up to 2^-126.
    assert_eq!(flush(0x8080_0003, 0x3f7f_fffa), 0x8080_0000);
}

#[test]
fn zeros_and_nans() {
    let keep = |op, a, b| eval(op, Subnormals::Keep, a, b, 0);
    assert_eq!(keep(Op::MinF, 0, SIGN), SIGN);
    assert_eq!(keep(Op::MaxF, SIGN, 0), 0);
    assert_eq!(keep(Op::MinF, 0x7f80_0001, 0x3f80_0000), 0x3f80_0000);
    assert_eq!(keep(Op::MaxF, 0xffff_ffff, 0x7fff_ffff), CANONICAL_NAN);
    assert_eq!(keep(Op::NegF, 0x7f80_0001, 0), CANONICAL_NAN);
    assert_eq!(keep(Op::SubF, 0x7f80_0000, 0x7f80_0000), CANONICAL_NAN);
    assert_eq!(keep(Op::AddF, SIGN, SIGN), SIGN);
    assert_eq!(keep(Op::SubF, SIGN, SIGN), 0);
    assert_eq!(keep(Op::F2I, 0x4f00_0000, 0), i32::MAX as u32);
    assert_eq!(eval(Op::MaxF, Subnormals::Flush, 0x8000_0001, 0xff80_0000, 0), SIGN);
}

#[test]
fn select_looks_at_every_bit_of_its_condition() {
    for bit in 0..32 {
        assert_eq!(eval(Op::Select, Subnormals::Flush, 1, 2, 1 << bit), 1);
    }
    assert_eq!(eval(Op::Select, Subnormals::Flush, 0x8000_0001, 2, 1), 0x8000_0001);
    assert_eq!(eval(Op::Select, Subnormals::Flush, 1, 2, 0), 2);
}

#[test]
fn codes_lead_back() {
    for (code, &op) in (0..).zip(Op::ALL) {
        assert_eq!(op.code(), code);
        assert_eq!(Op::from_code(code), Some(op));
    }
    assert_eq!(Op::from_code(Op::ALL.len() as u8), None);
}

/// Pairs of bf16, sums of whose products are exact, nearly cancel, tie, overflow or are tiny.
fn packed_pairs() -> Vec<(u32, u32)> {
    let words: Vec<_> = random_words(400_000).collect();
    let mut pairs = Vec::new();
    for w in words.chunks_exact(4) {
        let pack = |low: u32, high: u32| low & 0xffff | high << 16;
        // Exponents of the second pair so that both products are of the same size, or around 2^-126 or 2^-149.
        let size = [127, 1, 0, 0u32.wrapping_sub(23), 254][w[2] as usize % 5];
        let fields = |x: u32| x >> 7 & 0xff;
        let against = |x: u32, random: u32| {
            let field = (127 + random % 5).wrapping_add(size).wrapping_sub(fields(x)) as i32 - 2;
            (random >> 8 & 0x807f) | (field.clamp(0, 255) as u32) << 7
        };
        let (low, high) = (w[0] & 0xffff, w[0] >> 16);
        pairs.push((w[0], pack(against(low, w[1]), against(high, w[3]))));
        // Few bits: powers of two, ties.
        pairs.push((w[0] & 0xff83_ff83, pack(against(low, w[1]), w[3]) & 0xff81_ff81));
        // Products that differ in the last bits and in sign.
        pairs.push((pack(low, low ^ (w[1] & 1)), pack(high ^ 0x8000, high ^ (w[2] & 1))));
        pairs.push((w[0], w[1]));
        pairs.push((w[0] & 0x80ff_80ff, w[1] & 0xc07f_ffff));
    }
    pairs
}

#[test]
fn packed_operators_follow_the_rules() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        for op in [Op::DotI8, Op::DotBf, Op::RoundBf, Op::QuantI] {
            for (a, b) in packed_pairs() {
                let (got, want) = (eval(op, subnormals, a, b, 0), reference(op, subnormals, a, b));
                assert_eq!(got, want, "{op} {subnormals:?} {a:08x} {b:08x}");
            }
        }
    }
}

#[test]
fn dot_of_bytes() {
    let dot = |a, b| eval(Op::DotI8, Subnormals::Flush, a, b, 0) as i32;
    assert_eq!(dot(0x04_03_02_01, 0x40_30_20_10), 16 + 64 + 144 + 256);
    assert_eq!(dot(0x8080_8080, 0x8080_8080), 4 * 16_384);
    assert_eq!(dot(0x8080_8080, 0x7f7f_7f7f), -4 * 16_256);
    assert_eq!(dot(0x0000_00ff, 0xffff_ff02), -2);
}

#[test]
fn dot_of_bf16() {
    let both = |a, b| [Subnormals::Flush, Subnormals::Keep].map(|s| eval(Op::DotBf, s, a, b, 0));
    // 1 * 2 + 3 * 4
    assert_eq!(both(0x4040_3f80, 0x4080_4000), [14f32.to_bits(); 2]);
    // Zeros: 1 - 1, 0 * 1 + -0 * 1, -0 * 1 + -0 * 1.
    assert_eq!(both(0x3f80_3f80, 0xbf80_3f80), [0; 2]);
    assert_eq!(both(0x8000_0000, 0x3f80_3f80), [0; 2]);
    assert_eq!(both(0x8000_8000, 0x3f80_3f80), [SIGN; 2]);
    // Infinite: inf * 1 + 1, inf * 0, inf - inf, NaN, and overflow only of the sum.
    assert_eq!(both(0x3f80_7f80, 0x3f80_bf80), [0xff80_0000; 2]);
    assert_eq!(both(0x3f80_7f80, 0x3f80_0000), [CANONICAL_NAN; 2]);
    assert_eq!(both(0x7f80_7f80, 0xbf80_3f80), [CANONICAL_NAN; 2]);
    assert_eq!(both(0xff81_0000, 0x3f80_3f80), [CANONICAL_NAN; 2]);
    assert_eq!(both(0x7f00_7f00, 0x3f80_3f80), [0x7f80_0000; 2]);
    assert_eq!(both(0x7f00_7f00, 0xc080_4080), [0; 2]);
    // A subnormal factor is zero, or is not; so too against infinity.
    assert_eq!(both(0x0000_0001, 0x0000_7f00), [0, 0x3f80_0000 - (6 << 23)]);
    assert_eq!(both(0x0000_0001, 0x0000_7f80), [CANONICAL_NAN, 0x7f80_0000]);
    // 1 + 2^-24 is a tie to even, 1 + 2^-24 (1 + 2^-7) is not.
    assert_eq!(both(0x3380_3f80, 0x3f80_3f80), [0x3f80_0000; 2]);
    assert_eq!(both(0x3381_3f80, 0x3f80_3f80), [0x3f80_0001; 2]);
}

#[test]
fn dot_of_bf16_rounds_tiny_sums_once() {
    let dot = |subnormals, a, b| eval(Op::DotBf, subnormals, a, b, 0);
    // 2^-150 is a tie between 0 and 2^-149; with 2^-252 it is above it, with -2^-252 below.
    assert_eq!(dot(Subnormals::Keep, 0x0080_1a00, 0x0000_1a00), 0);
    assert_eq!(dot(Subnormals::Keep, 0x0080_1a00, 0x0080_1a00), 1);
    assert_eq!(dot(Subnormals::Keep, 0x8080_1a00, 0x0080_1a00), 0);
    // 3 * 2^-150 is a tie to 2^-148; less 2^-252 it is nearer to 2^-149.
    assert_eq!(dot(Subnormals::Keep, 0x0080_1a40, 0x0000_1a80), 2);
    assert_eq!(dot(Subnormals::Keep, 0x8080_1a40, 0x0080_1a80), 1);
    // Tiny after rounding to 24 bits: 2^-126 - 2^-150 is, 2^-126 - 2^-151 is not: it ties to 2^-126.
    let least = (0x0080_3f80u32, 0x3f80u32);
    for (factor, want) in [(0x3380u32, 0), (0x3300, MIN_NORMAL), (0x3301, 0), (0x3280, MIN_NORMAL)]
    {
        let b = least.1 << 16 | factor;
        let a = 0x0080_8080;
        assert_eq!(dot(Subnormals::Flush, a, b), want, "{factor:x}");
        assert_eq!(dot(Subnormals::Keep, a, b), MIN_NORMAL, "{factor:x}");
    }
}

#[test]
fn rounding_to_bf16() {
    let both = |a| [Subnormals::Flush, Subnormals::Keep].map(|s| eval(Op::RoundBf, s, a, 0, 0));
    assert_eq!(both(0x3f80_8000), [0x3f80_0000; 2]);
    assert_eq!(both(0x3f81_8000), [0x3f82_0000; 2]);
    assert_eq!(both(0xbf80_8001), [0xbf81_0000; 2]);
    assert_eq!(both(0x7f7f_7fff), [0x7f7f_0000; 2]);
    assert_eq!(both(0x7f7f_8000), [0x7f80_0000; 2]);
    assert_eq!(both(0xff80_0000), [0xff80_0000; 2]);
    assert_eq!(both(0xff80_0001), [CANONICAL_NAN; 2]);
    assert_eq!(both(0x807f_ffff), [SIGN, 0x8080_0000]);
    assert_eq!(both(0x0001_8000), [0, 0x0002_0000]);
    assert_eq!(both(SIGN), [SIGN; 2]);
}

#[test]
fn quantizing() {
    let quantize = |a: i32, factor: u32, shift: u32| {
        eval(Op::QuantI, Subnormals::Flush, a as u32, shift << 16 | factor, 0) as i32
    };
    assert_eq!(
        [1, -1, 127, 128, -128, -129].map(|a| quantize(a, 1, 0)),
        [1, -1, 127, 127, -128, -128]
    );
    // Halves round up.
    assert_eq!([-3, -2, -1, 0, 1, 2, 3].map(|a| quantize(a, 1, 1)), [-1, -1, 0, 0, 1, 1, 2]);
    assert_eq!([254, 255, -257, -258].map(|a| quantize(a, 1, 1)), [127, 127, -128, -128]);
    assert_eq!(quantize(i32::MAX, 0xffff, 0), 127);
    assert_eq!(quantize(i32::MIN, 0xffff, 31), -128);
    assert_eq!(quantize(i32::MIN, 1, 31), -1);
    assert_eq!(quantize(1 << 30, 1, 31), 1);
    assert_eq!(quantize((1 << 30) - 1, 1, 31), 0);
    assert_eq!(quantize(100, 0, 31), 0);
    // Bits of `b` above the shift are ignored.
    assert_eq!(eval(Op::QuantI, Subnormals::Flush, 9, 0xffe0_0001, 0), 9);
}
