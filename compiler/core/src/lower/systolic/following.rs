//! A compute unit behind each that sums: what follows a sum and is more than a chain of operators with constants.
//!
//! In: the operations that follow the sum. Out: one lane by lane unit's work, fed with the rows that leave and with elements
//! of other tensors in the same order: vectors along the rows, or words that are held along them.

use crate::lower::form::WhyNot;
use crate::lower::nest::Axis;
use crate::lower::stages::{self, Ports, Segment};
use crate::lower::tree::{Operator, Origin};
use crate::lower::view::Linear;
use kiln_arch::FabricSpec;
use kiln_arch::config::width;
use kiln_lang::ir::NodeId;

/// An operand from memory.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Source of the operator.
    pub source: usize,
    /// Index of the input.
    pub input: usize,
    /// The load.
    pub node: NodeId,
    /// Word address inside the tensor.
    pub address: Linear,
    /// Whether it is one word for a whole row.
    pub scalar: bool,
}

/// What a unit behind a sum does; its first vector input takes the rows.
#[derive(Clone, Debug)]
pub struct Following {
    /// The operations; source 0 is the sum.
    pub operator: Operator,
    /// The same in stages.
    pub segment: Segment,
    /// What it takes from memory.
    pub operands: Vec<Operand>,
}

/// Units and loads besides those of the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// Compute units behind each that sums.
    pub pcus: usize,
    /// Loads of each of them.
    pub own: usize,
    /// Loads that all share.
    pub shared: usize,
    /// Streams of rows that are loaded, for each row of the output.
    pub vectors: u32,
    /// Words likewise.
    pub words: u32,
}

impl Following {
    /// The unit for `operator`, whose rows run along `lanes`.
    ///
    /// # Errors
    /// What it cannot do.
    pub fn new(spec: &FabricSpec, operator: Operator, lanes: Axis) -> Result<Following, WhyNot> {
        let mut operands = Vec::new();
        for (source, read) in operator.sources.iter().enumerate().skip(1) {
            let Origin::Load(access) = &read.origin else { return Err(WhyNot::After) };
            let address = access.flat();
            let along = address.of(lanes);
            if access.width != width::WORD || !(0..=1).contains(&along) {
                return Err(WhyNot::After);
            }
            let (scalar, input, node) = (along == 0, access.input, read.node);
            operands.push(Operand { source, input, node, address, scalar });
        }
        let mut scalar = vec![false];
        scalar.extend(operands.iter().map(|operand| operand.scalar));
        let ports = Ports { scalar: &scalar };
        let segments = stages::partition(spec, &operator, &ports).map_err(|_| WhyNot::After)?;
        match <[Segment; 1]>::try_from(segments) {
            Ok([segment]) => Ok(Following { operator, segment, operands }),
            Err(_) => Err(WhyNot::After),
        }
    }

    /// What it needs, with a product's rows along `rows`.
    pub fn extra(&self, rows: Axis) -> Extra {
        let shared = self.operands.iter().filter(|o| o.address.of(rows) == 0).count();
        let words = self.operands.iter().filter(|o| o.scalar).count();
        Extra {
            pcus: 1,
            own: self.operands.len() - shared,
            shared,
            vectors: (self.operands.len() - words) as u32,
            words: words as u32,
        }
    }

    /// Whether its operands run on where rows go from one line to the next.
    pub fn runs_on(&self, lines: Axis, rows: Axis, extent: u32) -> bool {
        let on = |o: &Operand| o.address.of(lines) == o.address.of(rows) * i64::from(extent);
        self.operands.iter().all(on)
    }
}
