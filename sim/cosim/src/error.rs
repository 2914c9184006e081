//! Why a co-simulation could not go on.

/// Any failure of this crate that is not the fabric's own report in its registers.
#[derive(Debug, thiserror::Error)]
pub enum CosimError {
    /// The fabric's Verilog could not be generated.
    #[error("generating the Verilog: {0}")]
    Generate(#[from] kiln_fabric::GenerateError),
    /// Verilator is missing, the build failed, or the design stopped.
    #[error(transparent)]
    Verilator(#[from] verilator_sys::Error),
    /// The memory's parameters are wrong.
    #[error(transparent)]
    Timing(#[from] kiln_memory::TimingError),
    /// The fabric broke the rules of its memory bus: a defect in Kiln.
    #[error(transparent)]
    Protocol(#[from] kiln_memory::ProtocolError),
    /// There is no such board.
    #[error(transparent)]
    Board(#[from] kiln_boards::BoardError),
    /// The board broke a rule of its memory chip: a defect in Kiln.
    #[error("the SDRAM chip: {0}")]
    Sdram(#[from] kiln_memory::sdram::SdramViolation),
    /// The fabric was still busy after this many cycles.
    #[error("still busy after {0} cycles")]
    Timeout(u64),
    /// A register access was not answered.
    #[error("no answer on the register port after {0} cycles")]
    NoAnswer(u64),
    /// The links of a design built without taps cannot be watched.
    #[error("the design was built without taps: set `taps`")]
    NoTaps,
}
