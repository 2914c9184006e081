//! The signals of the port, named as in AXI4, by who drives them.

/// Words of the widest data bus, 1024 bits.
pub const MAX_DATA_WORDS: usize = 32;

/// Driven by the fabric in one cycle. Data and strobes beyond the width of the bus are ignored and must be zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AxiOut {
    /// ARVALID.
    pub ar_valid: bool,
    /// ARADDR: byte address, a multiple of the beat.
    pub ar_addr: u32,
    /// ARLEN: beats less one.
    pub ar_len: u8,
    /// ARID.
    pub ar_id: u16,
    /// RREADY.
    pub r_ready: bool,
    /// AWVALID.
    pub aw_valid: bool,
    /// AWADDR: byte address, a multiple of the beat.
    pub aw_addr: u32,
    /// AWLEN: beats less one.
    pub aw_len: u8,
    /// AWID.
    pub aw_id: u16,
    /// WVALID.
    pub w_valid: bool,
    /// WDATA, least significant word first.
    pub w_data: [u32; MAX_DATA_WORDS],
    /// WSTRB: one bit a byte.
    pub w_strb: u128,
    /// WLAST.
    pub w_last: bool,
    /// BREADY.
    pub b_ready: bool,
}

/// Driven by the memory in one cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AxiIn {
    /// ARREADY.
    pub ar_ready: bool,
    /// RVALID.
    pub r_valid: bool,
    /// RID.
    pub r_id: u16,
    /// RDATA, least significant word first; zero beyond the width of the bus.
    pub r_data: [u32; MAX_DATA_WORDS],
    /// RRESP.
    pub r_resp: Response,
    /// RLAST.
    pub r_last: bool,
    /// AWREADY.
    pub aw_ready: bool,
    /// WREADY.
    pub w_ready: bool,
    /// BVALID.
    pub b_valid: bool,
    /// BID.
    pub b_id: u16,
    /// BRESP.
    pub b_resp: Response,
}

/// RRESP and BRESP, the milder first. The value is the code on the wires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Response {
    /// Done.
    #[default]
    Okay = 0,
    /// The memory failed at this address.
    SlaveError = 2,
    /// There is no memory at this address.
    DecodeError = 3,
}
