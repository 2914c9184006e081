//! What the model refuses that the hardware would not report: a program that breaks the rules that
//! the compiler guarantees.

/// A rule of docs/execution.md was broken by the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// A stage's operator code is not an operator, or its stage lacks that operator's hardware.
    #[error("{unit}: stage {stage} has no operator with code {code}")]
    Operator {
        /// Name of the unit.
        unit: String,
        /// The stage.
        stage: usize,
        /// The code configured.
        code: u32,
    },
    /// A configured value has no meaning: a register, mode or port that does not exist.
    #[error("{unit}: `{field}` is {value}, which means nothing")]
    Meaningless {
        /// Name of the unit.
        unit: String,
        /// The field.
        field: String,
        /// Its value.
        value: u32,
    },
    /// A loop had an iteration space of no elements.
    #[error("{unit}: loop level {level} has an extent of 0 in cycle {cycle} of the run")]
    EmptyLoop {
        /// Name of the unit.
        unit: String,
        /// The level.
        level: usize,
        /// Cycle of the run.
        cycle: u64,
    },
    /// Two lanes of a beat met in one bank of a PMU.
    #[error("{unit}: bank conflict of the {side} side in cycle {cycle} of the run")]
    BankConflict {
        /// Name of the unit.
        unit: String,
        /// `write` or `read`.
        side: &'static str,
        /// Cycle of the run.
        cycle: u64,
    },
    /// A row of an AG goes past the last word that an address can name.
    #[error("{unit}: the row opened in cycle {cycle} of the run ends beyond the address space")]
    RowBeyondMemory {
        /// Name of the unit.
        unit: String,
        /// Cycle of the run.
        cycle: u64,
    },
    /// A beat for a store of packed elements, not the last of its row, has fewer than lanes.
    #[error("{unit}: stored {elements} packed elements before the row's end in cycle {cycle}")]
    ShortBeat {
        /// Name of the unit.
        unit: String,
        /// Elements of the beat.
        elements: usize,
        /// Cycle of the run.
        cycle: u64,
    },
    /// A beat for a store has a gap in its mask.
    #[error("{unit}: stored beat with mask {mask:#x}, not a prefix, in cycle {cycle} of the run")]
    MaskNotPrefix {
        /// Name of the unit.
        unit: String,
        /// The mask.
        mask: u32,
        /// Cycle of the run.
        cycle: u64,
    },
}
