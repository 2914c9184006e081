//! The host's side of the fabric's AXI4-Lite port: one transaction at a time.

use verilator_sys::{Error, Model, PortId, Ports};

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transaction {
    None,
    /// Address and data may be accepted in either order.
    Write {
        address_sent: bool,
        data_sent: bool,
    },
    WriteResponse,
    Read,
    ReadResponse,
}

/// The ports `s_axil_*` of a design.
pub(crate) struct HostPort {
    aw_valid: PortId,
    aw_ready: PortId,
    aw_addr: PortId,
    w_valid: PortId,
    w_ready: PortId,
    w_data: PortId,
    w_strb: PortId,
    b_valid: PortId,
    b_ready: PortId,
    ar_valid: PortId,
    ar_ready: PortId,
    ar_addr: PortId,
    r_valid: PortId,
    r_ready: PortId,
    r_data: PortId,
    transaction: Transaction,
    address: u32,
    /// To be written, or read.
    value: u32,
}

impl HostPort {
    /// Finds the ports.
    pub(crate) fn find(model: &Model) -> Result<Self, Error> {
        let port = |name: &str| model.port(&format!("s_axil_{name}"));
        Ok(Self {
            aw_valid: port("awvalid")?,
            aw_ready: port("awready")?,
            aw_addr: port("awaddr")?,
            w_valid: port("wvalid")?,
            w_ready: port("wready")?,
            w_data: port("wdata")?,
            w_strb: port("wstrb")?,
            b_valid: port("bvalid")?,
            b_ready: port("bready")?,
            ar_valid: port("arvalid")?,
            ar_ready: port("arready")?,
            ar_addr: port("araddr")?,
            r_valid: port("rvalid")?,
            r_ready: port("rready")?,
            r_data: port("rdata")?,
            transaction: Transaction::None,
            address: 0,
            value: 0,
        })
    }

    /// Begins a write of a register.
    pub(crate) fn write(&mut self, address: u32, value: u32) {
        (self.address, self.value) = (address, value);
        self.transaction = Transaction::Write { address_sent: false, data_sent: false };
    }

    /// Begins a read of a register.
    pub(crate) fn read(&mut self, address: u32) {
        self.address = address;
        self.transaction = Transaction::Read;
    }

    /// Whether the last transaction is over.
    pub(crate) fn is_done(&self) -> bool {
        self.transaction == Transaction::None
    }

    /// What the last read gave.
    pub(crate) fn value(&self) -> u32 {
        self.value
    }

    /// Forgets what is under way.
    pub(crate) fn reset(&mut self) {
        self.transaction = Transaction::None;
    }

    /// One cycle.
    #[inline]
    pub(crate) fn tick(&mut self, ports: &mut Ports<'_>) {
        if self.transaction != Transaction::None {
            self.drive(ports);
            // The port may answer a VALID in the same cycle.
            ports.eval();
            self.transaction = self.next(ports);
        } else {
            self.drive(ports);
        }
    }

    #[inline]
    fn drive(&self, ports: &mut Ports<'_>) {
        let (address_due, data_due) = match self.transaction {
            Transaction::Write { address_sent, data_sent } => (!address_sent, !data_sent),
            _ => (false, false),
        };
        ports.poke(self.aw_valid, address_due.into());
        ports.poke(self.w_valid, data_due.into());
        ports.poke(self.ar_valid, (self.transaction == Transaction::Read).into());
        ports.poke(self.b_ready, (self.transaction == Transaction::WriteResponse).into());
        ports.poke(self.r_ready, (self.transaction == Transaction::ReadResponse).into());
        if self.transaction != Transaction::None {
            ports.poke(self.aw_addr, self.address.into());
            ports.poke(self.ar_addr, self.address.into());
            ports.poke(self.w_data, self.value.into());
            ports.poke(self.w_strb, 0xf);
        }
    }

    /// The handshakes of this cycle.
    fn next(&mut self, ports: &Ports<'_>) -> Transaction {
        let high = |port| ports.peek(port) != 0;
        match self.transaction {
            Transaction::Write { address_sent, data_sent } => {
                let address_sent = address_sent || high(self.aw_ready);
                let data_sent = data_sent || high(self.w_ready);
                if address_sent && data_sent {
                    Transaction::WriteResponse
                } else {
                    Transaction::Write { address_sent, data_sent }
                }
            }
            Transaction::WriteResponse if high(self.b_valid) => Transaction::None,
            Transaction::Read if high(self.ar_ready) => Transaction::ReadResponse,
            Transaction::ReadResponse if high(self.r_valid) => {
                self.value = ports.peek(self.r_data) as u32;
                Transaction::None
            }
            same => same,
        }
    }
}
