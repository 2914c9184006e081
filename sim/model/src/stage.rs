//! The functional units of a PCU's stages: one beat through all of them at once.
//!
//! A beat's control travels with it and accumulators are touched in the order of issue, so what a
//! beat computes does not depend on when; only its arrival is delayed by the pipeline.

use std::ops::Range;

use kiln_arch::FabricSpec;
use kiln_arch::config::{self, mode};
use kiln_arch::num::{Op, Subnormals, eval_lanes};

/// Most lanes that a fabric file allows.
pub(crate) const MAX_LANES: usize = 32;
/// Most registers that a fabric file allows.
const MAX_REGISTERS: usize = 15;

/// One word a lane.
pub(crate) type Row = [u32; MAX_LANES];

/// The pipeline registers of one beat.
#[derive(Clone, Debug)]
pub(crate) struct Registers(pub(crate) [Row; MAX_REGISTERS]);

impl Registers {
    pub(crate) fn new() -> Registers {
        Registers([[0; MAX_LANES]; MAX_REGISTERS])
    }
}

/// Where a beat is in its fold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    pub(crate) mask: u32,
    pub(crate) way: usize,
    /// In the systolic form the bank of the tile in work, else 0.
    pub(crate) bank: usize,
    pub(crate) first: bool,
}

/// A register, or the constant.
#[derive(Clone, Copy, Debug)]
enum Operand {
    Register(usize),
    Constant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Map,
    Accumulate,
    Reduce,
    /// With the operator that sums products.
    Systolic(Op),
}

/// One stage, decoded, with its accumulators.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    op: Op,
    mode: Mode,
    a: Operand,
    b: Operand,
    c: usize,
    masked: bool,
    hop: usize,
    /// The lane of operand b that all lanes take.
    spread: Option<usize>,
    constant: Box<Row>,
    destination: usize,
    /// A row of lanes for each way, and for each bank of them in the systolic form.
    accumulators: Vec<u32>,
    ways: usize,
}

/// Why a stage cannot be decoded.
pub(crate) enum Undecodable {
    Operator,
    Field(&'static str, u32),
}

impl Stage {
    /// Decodes stage `index` of a unit, which is in the systolic form or not; none if it changes nothing.
    pub(crate) fn new(
        spec: &FabricSpec,
        index: usize,
        stage: &config::Stage,
        systolic: bool,
    ) -> Result<Option<Stage>, Undecodable> {
        let registers = spec.pcu.registers;
        let op = Op::from_code(stage.op as u8).ok_or(Undecodable::Operator)?;
        let lacks = |op: Op| !spec.stage_groups(index).contains(&op.group()) && op != Op::Mov;
        if lacks(op) {
            return Err(Undecodable::Operator);
        }
        let mode = match stage.mode {
            mode::MAP => Mode::Map,
            mode::ACCUMULATE => Mode::Accumulate,
            mode::REDUCE => Mode::Reduce,
            mode::SYSTOLIC if systolic => match op.sum_of_product() {
                Some(sum) if lacks(sum) => return Err(Undecodable::Operator),
                Some(sum) => Mode::Systolic(sum),
                None => return Err(Undecodable::Field("op", stage.op)),
            },
            other => return Err(Undecodable::Field("mode", other)),
        };
        if stage.spread == 1 && matches!(mode, Mode::Accumulate | Mode::Reduce) {
            return Err(Undecodable::Field("spread", stage.spread));
        }
        let operand = |name, value: u32| match value as usize {
            r if r < registers => Ok(Operand::Register(r)),
            r if r == registers => Ok(Operand::Constant),
            _ => Err(Undecodable::Field(name, value)),
        };
        let register = |name, value: u32| match value as usize {
            r if r < registers => Ok(r),
            _ => Err(Undecodable::Field(name, value)),
        };
        let is_row = spec.only_systolic(index) && matches!(mode, Mode::Systolic(_));
        let row = is_row.then(|| spec.row_register(index));
        let stage = Stage {
            op,
            mode,
            a: operand("a", stage.a)?,
            b: match row {
                Some(register) if stage.b as usize == register => Operand::Register(register),
                Some(_) => return Err(Undecodable::Field("b", stage.b)),
                None => operand("b", stage.b)?,
            },
            c: register("c", stage.c)?,
            masked: stage.masked == 1,
            hop: 1 << stage.hop,
            spread: (stage.spread == 1).then_some(stage.lane as usize),
            constant: Box::new([stage.constant; MAX_LANES]),
            destination: register("destination", stage.destination)?,
            accumulators: vec![0; banks(mode) * spec.pcu.accumulators * spec.lanes],
            ways: spec.pcu.accumulators,
        };
        Ok((!stage.is_idle()).then_some(stage))
    }

    /// Moves a register to itself.
    fn is_idle(&self) -> bool {
        let same = matches!(self.a, Operand::Register(r) if r == self.destination);
        self.mode == Mode::Map && self.op == Op::Mov && same
    }

    /// Whether it keeps something from beat to beat.
    pub(crate) fn accumulates(&self) -> bool {
        banks(self.mode) > 0
    }

    /// Whether it works on each beat by itself, lane by lane.
    pub(crate) fn is_map(&self) -> bool {
        self.mode == Mode::Map
    }

    /// Whether it sums products in place.
    pub(crate) fn is_systolic(&self) -> bool {
        matches!(self.mode, Mode::Systolic(_))
    }

    /// The register that takes the result, or a drained row.
    pub(crate) fn destination(&self) -> usize {
        self.destination
    }

    /// The registers that it reads.
    pub(crate) fn reads(&self) -> impl Iterator<Item = usize> + Clone {
        let a = (self.mode != Mode::Accumulate).then_some(self.a);
        let b = (self.mode != Mode::Reduce && self.op.arity() > 1).then_some(self.b);
        let c = (self.op.arity() > 2).then_some(Operand::Register(self.c));
        [a, b, c].into_iter().flatten().filter_map(|operand| match operand {
            Operand::Register(r) => Some(r),
            Operand::Constant => None,
        })
    }

    /// Takes a beat through the stage.
    #[inline]
    pub(crate) fn apply(
        &mut self,
        lanes: usize,
        subnormals: Subnormals,
        position: Position,
        registers: &mut Registers,
    ) {
        match self.mode {
            Mode::Map => self.map(lanes, subnormals, registers),
            Mode::Accumulate => self.accumulate(lanes, subnormals, position, registers),
            Mode::Reduce => self.reduce(lanes, subnormals, position, registers),
            Mode::Systolic(sum) => self.multiply(sum, lanes, subnormals, position, registers),
        }
    }

    /// Map: the operator in each lane.
    pub(crate) fn map(&self, lanes: usize, subnormals: Subnormals, registers: &mut Registers) {
        let mut result: Row = [0; MAX_LANES];
        let x = &mut result[..lanes];
        let (rows, mut spread) = (&registers.0, [0; MAX_LANES]);
        let (a, b) = (self.operand(rows, self.a), self.operand_b(rows, lanes, &mut spread));
        eval_lanes(self.op, subnormals, [a, b, &rows[self.c]], x);
        registers.0[self.destination][..lanes].copy_from_slice(x);
    }

    fn accumulate(
        &mut self,
        lanes: usize,
        subnormals: Subnormals,
        position: Position,
        registers: &mut Registers,
    ) {
        let mut result: Row = [0; MAX_LANES];
        let x = &mut result[..lanes];
        let rows = &registers.0;
        let element = self.present(self.operand(rows, self.b), position.mask, lanes);
        let slot = position.way * lanes..(position.way + 1) * lanes;
        let sum = self.sum_before(position, slot.clone());
        eval_lanes(self.op, subnormals, [sum, &element, &rows[self.c]], x);
        self.accumulators[slot].copy_from_slice(x);
        registers.0[self.destination][..lanes].copy_from_slice(x);
    }

    fn reduce(
        &self,
        lanes: usize,
        subnormals: Subnormals,
        position: Position,
        registers: &mut Registers,
    ) {
        let mut result: Row = [0; MAX_LANES];
        let x = &mut result[..lanes];
        let rows = &registers.0;
        let own = self.present(self.operand(rows, self.a), position.mask, lanes);
        let mut partner: Row = [0; MAX_LANES];
        for (lane, word) in partner[..lanes].iter_mut().enumerate() {
            *word = own[(lane + self.hop) & (lanes - 1)];
        }
        eval_lanes(self.op, subnormals, [&own, &partner, &rows[self.c]], x);
        registers.0[self.destination][..lanes].copy_from_slice(x);
    }

    /// Adds products to the accumulators in place; the registers stay as they are.
    fn multiply(
        &mut self,
        sum_op: Op,
        lanes: usize,
        subnormals: Subnormals,
        position: Position,
        registers: &Registers,
    ) {
        let (rows, mut spread) = (&registers.0, [0; MAX_LANES]);
        let (mut product, mut result): (Row, Row) = ([0; MAX_LANES], [0; MAX_LANES]);
        let (product, result) = (&mut product[..lanes], &mut result[..lanes]);
        let (a, b) = (self.operand(rows, self.a), self.operand_b(rows, lanes, &mut spread));
        eval_lanes(self.op, subnormals, [a, b, a], product);
        let slot = self.slot(position.bank, position.way, lanes);
        let sum = self.sum_before(position, slot.clone());
        eval_lanes(sum_op, subnormals, [sum, product, product], result);
        self.accumulators[slot].copy_from_slice(result);
    }

    /// Puts a drained row into the destination register.
    pub(crate) fn give(&self, bank: usize, way: usize, lanes: usize, registers: &mut Registers) {
        let slot = self.slot(bank, way, lanes);
        registers.0[self.destination][..lanes].copy_from_slice(&self.accumulators[slot]);
    }

    fn slot(&self, bank: usize, way: usize, lanes: usize) -> Range<usize> {
        let row = bank * self.ways + way;
        row * lanes..(row + 1) * lanes
    }

    /// What an element is added to: the sum so far, or the constant before the first.
    fn sum_before(&self, position: Position, slot: Range<usize>) -> &[u32] {
        match position.first {
            true => &self.constant[..slot.len()],
            false => &self.accumulators[slot],
        }
    }

    fn operand<'a>(&'a self, rows: &'a [Row], operand: Operand) -> &'a Row {
        match operand {
            Operand::Register(r) => &rows[r],
            Operand::Constant => &self.constant,
        }
    }

    /// Operand b; `spread` is where it is put if one lane goes to all.
    #[inline]
    fn operand_b<'a>(&'a self, rows: &'a [Row], lanes: usize, spread: &'a mut Row) -> &'a Row {
        match (self.b, self.spread) {
            (Operand::Register(r), Some(lane)) => {
                spread[..lanes].fill(rows[r][lane]);
                spread
            }
            (operand, _) => self.operand(rows, operand),
        }
    }

    /// The row, with the constant in lanes that are absent.
    #[inline]
    fn present(&self, row: &Row, mask: u32, lanes: usize) -> Row {
        let mut row = *row;
        if self.masked {
            for (lane, word) in row[..lanes].iter_mut().enumerate() {
                if mask >> lane & 1 == 0 {
                    *word = self.constant[0];
                }
            }
        }
        row
    }
}

/// Banks of accumulators that a stage in this mode has.
fn banks(mode: Mode) -> usize {
    match mode {
        Mode::Accumulate => 1,
        Mode::Systolic(_) => 2,
        Mode::Map | Mode::Reduce => 0,
    }
}
