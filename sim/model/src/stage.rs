//! The functional units of a PCU's stages: one beat through all of them at once.
//!
//! A beat's control travels with it and accumulators are touched in the order of issue, so what a
//! beat computes does not depend on when; only its arrival is delayed by the pipeline.

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
    constant: Box<Row>,
    destination: usize,
    accumulators: Vec<Row>,
}

/// Why a stage cannot be decoded.
pub(crate) enum Undecodable {
    Operator,
    Field(&'static str, u32),
}

impl Stage {
    /// Decodes stage `index`; none if it changes nothing.
    pub(crate) fn new(
        spec: &FabricSpec,
        index: usize,
        stage: &config::Stage,
    ) -> Result<Option<Stage>, Undecodable> {
        let registers = spec.pcu.registers;
        let op = Op::from_code(stage.op as u8).ok_or(Undecodable::Operator)?;
        if !spec.stage_groups(index).contains(&op.group()) && op != Op::Mov {
            return Err(Undecodable::Operator);
        }
        let mode = match stage.mode {
            mode::MAP => Mode::Map,
            mode::ACCUMULATE => Mode::Accumulate,
            mode::REDUCE => Mode::Reduce,
            other => return Err(Undecodable::Field("mode", other)),
        };
        let operand = |name, value: u32| match value as usize {
            r if r < registers => Ok(Operand::Register(r)),
            r if r == registers => Ok(Operand::Constant),
            _ => Err(Undecodable::Field(name, value)),
        };
        let register = |name, value: u32| match value as usize {
            r if r < registers => Ok(r),
            _ => Err(Undecodable::Field(name, value)),
        };
        let stage = Stage {
            op,
            mode,
            a: operand("a", stage.a)?,
            b: operand("b", stage.b)?,
            c: register("c", stage.c)?,
            masked: stage.masked == 1,
            hop: 1 << stage.hop,
            constant: Box::new([stage.constant; MAX_LANES]),
            destination: register("destination", stage.destination)?,
            accumulators: match mode {
                Mode::Accumulate => vec![[0; MAX_LANES]; spec.pcu.accumulators],
                _ => Vec::new(),
            },
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
        self.mode == Mode::Accumulate
    }

    /// Takes a beat through the stage.
    pub(crate) fn apply(
        &mut self,
        lanes: usize,
        subnormals: Subnormals,
        position: Position,
        registers: &mut Registers,
    ) {
        let mut result: Row = [0; MAX_LANES];
        let x = &mut result[..lanes];
        let rows = &registers.0;
        let c = &rows[self.c];
        match self.mode {
            Mode::Map => {
                let (a, b) = (self.operand(rows, self.a), self.operand(rows, self.b));
                eval_lanes(self.op, subnormals, [a, b, c], x);
            }
            Mode::Accumulate => {
                let sum = match position.first {
                    true => &*self.constant,
                    false => &self.accumulators[position.way],
                };
                let element = self.present(rows, self.b, position.mask, lanes);
                eval_lanes(self.op, subnormals, [sum, &element, c], x);
                self.accumulators[position.way][..lanes].copy_from_slice(x);
            }
            Mode::Reduce => {
                let own = self.present(rows, self.a, position.mask, lanes);
                let mut partner: Row = [0; MAX_LANES];
                for (lane, word) in partner[..lanes].iter_mut().enumerate() {
                    *word = own[(lane + self.hop) & (lanes - 1)];
                }
                eval_lanes(self.op, subnormals, [&own, &partner, c], x);
            }
        }
        registers.0[self.destination][..lanes].copy_from_slice(&result[..lanes]);
    }

    fn operand<'a>(&'a self, rows: &'a [Row], operand: Operand) -> &'a Row {
        match operand {
            Operand::Register(r) => &rows[r],
            Operand::Constant => &self.constant,
        }
    }

    /// The operand, with the constant in lanes that are absent.
    #[inline]
    fn present(&self, rows: &[Row], operand: Operand, mask: u32, lanes: usize) -> Row {
        let mut row = *self.operand(rows, operand);
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
