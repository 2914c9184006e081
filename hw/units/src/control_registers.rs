//! The host's registers behind AXI4-Lite: `kiln_arch::registers`.
//!
//! Write address and write data may come in any order; a write is done when both are there. Reads and writes
//! are independent. Unknown addresses read as zero; every response is OKAY.

use kiln_arch::registers as map;
use kiln_emit::prelude::*;

/// What the constant registers hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Layout version.
    pub version: u32,
    /// Fingerprint of the fabric.
    pub fingerprint: u32,
    /// Number of units.
    pub units: u32,
}

/// The registers that the host can set.
mod kept {
    pub const CONFIG_ADDRESS: usize = 0;
    pub const WATCHDOG: usize = 1;
    pub const COUNTER_SELECT: usize = 2;
    pub const COUNT: usize = 3;
}

/// The registers. Ports named as in AXI4-Lite, without the channel's protection bits.
#[derive(LogicBlock)]
pub struct ControlRegisters {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// AWVALID.
    pub awvalid: In<Bit>,
    /// AWREADY.
    pub awready: Out<Bit>,
    /// AWADDR.
    pub awaddr: In<Word>,
    /// WVALID.
    pub wvalid: In<Bit>,
    /// WREADY.
    pub wready: Out<Bit>,
    /// WDATA.
    pub wdata: In<Word>,
    /// WSTRB.
    pub wstrb: In<Word>,
    /// BVALID.
    pub bvalid: Out<Bit>,
    /// BREADY.
    pub bready: In<Bit>,
    /// ARVALID.
    pub arvalid: In<Bit>,
    /// ARREADY.
    pub arready: Out<Bit>,
    /// ARADDR.
    pub araddr: In<Word>,
    /// RVALID.
    pub rvalid: Out<Bit>,
    /// RREADY.
    pub rready: In<Bit>,
    /// RDATA.
    pub rdata: Out<Word>,
    /// The host writes a command.
    pub command_valid: Out<Bit>,
    /// The command.
    pub command: Out<Word>,
    /// Register `CONFIG_ADDRESS`.
    pub config_address: Out<Word>,
    /// Register `WATCHDOG`.
    pub watchdog: Out<Word>,
    /// Register `COUNTER_SELECT`.
    pub counter_select: Out<Word>,
    /// The performance counter that is named there exists.
    pub counter_known: In<Bit>,
    /// Its value is there in this cycle.
    pub counter_hit: In<Bit>,
    /// Register `COUNTER_VALUE`, then.
    pub counter_value: In<Word>,
    /// Register `STATE`.
    pub state: In<Word>,
    /// Register `REASON`.
    pub reason: In<Word>,
    /// Register `CULPRIT`.
    pub culprit: In<Word>,
    /// Register `CONFIGURED`.
    pub configured: In<Bit>,
    /// Register `CYCLES_CONFIGURE`.
    pub cycles_configure: In<Word>,
    /// Register `CYCLES_RUN`.
    pub cycles_run: In<Word>,
    /// By bytes, lowest first, so that a strobe is an enable.
    kept: Vec<Reg<Word>>,
    words: Vec<Wire<Word>>,
    write_address: Reg<Word>,
    write_data: Reg<Word>,
    write_lanes: Reg<Word>,
    has_address: Reg<Bit>,
    has_data: Reg<Bit>,
    answering: Reg<Bit>,
    read_data: Reg<Word>,
    reading: Reg<Bit>,
    /// The answer waits for the counter.
    counting: Reg<Bit>,
    /// What comes now has seen all cycles of a run that an earlier read saw ended.
    ripe: Reg<Bit>,
    read_value: Wire<Word>,
    _identity: Identity,
}

impl ControlRegisters {
    /// Registers of a fabric with that identity.
    pub fn new(identity: Identity) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            awvalid: In::bit(),
            awready: Out::bit(),
            awaddr: In::word(map::ADDRESS_BITS),
            wvalid: In::bit(),
            wready: Out::bit(),
            wdata: In::word(32),
            wstrb: In::word(4),
            bvalid: Out::bit(),
            bready: In::bit(),
            arvalid: In::bit(),
            arready: Out::bit(),
            araddr: In::word(map::ADDRESS_BITS),
            rvalid: Out::bit(),
            rready: In::bit(),
            rdata: Out::word(32),
            command_valid: Out::bit(),
            command: Out::word(32),
            config_address: Out::word(32),
            watchdog: Out::word(32),
            counter_select: Out::word(32),
            counter_known: In::bit(),
            counter_hit: In::bit(),
            counter_value: In::word(32),
            state: In::word(3),
            reason: In::word(4),
            culprit: In::word(index_bits(identity.units as usize + 1)),
            configured: In::bit(),
            cycles_configure: In::word(32),
            cycles_run: In::word(32),
            kept: many(4 * kept::COUNT, || Reg::word(8)),
            words: many(kept::COUNT, || Wire::word(32)),
            write_address: Reg::word(map::ADDRESS_BITS),
            write_data: Reg::word(32),
            write_lanes: Reg::word(4),
            has_address: Reg::bit(),
            has_data: Reg::bit(),
            answering: Reg::bit(),
            read_data: Reg::word(32),
            reading: Reg::bit(),
            counting: Reg::bit(),
            ripe: Reg::bit(),
            read_value: Wire::word(32),
            _identity: identity,
        }
    }
}

/// Byte addresses of the registers that the host can set, in the order of [`kept`].
const KEPT_ADDRESS: [u32; kept::COUNT] =
    [map::CONFIG_ADDRESS.address, map::WATCHDOG.address, map::COUNTER_SELECT.address];

impl Logic for ControlRegisters {
    #[hdl_gen]
    fn update(&mut self) {
        // Writes.
        self.awready.next = !self.has_address.val();
        self.wready.next = !self.has_data.val();
        self.bvalid.next = self.answering.val();
        if self.awvalid.val() && !self.has_address.val() {
            self.has_address.next = true;
            self.write_address.next = self.awaddr.val();
        }
        if self.wvalid.val() && !self.has_data.val() {
            self.has_data.next = true;
            // Bytes that are not written count as zero in a command.
            let lanes = cat!(
                word(self.wstrb.val().bit(3)).repeat(8),
                word(self.wstrb.val().bit(2)).repeat(8),
                word(self.wstrb.val().bit(1)).repeat(8),
                word(self.wstrb.val().bit(0)).repeat(8)
            );
            self.write_data.next = self.wdata.val() & lanes;
            self.write_lanes.next = self.wstrb.val();
        }
        if self.answering.val() && self.bready.val() {
            self.answering.next = false;
        }
        let writes = self.has_address.val() && self.has_data.val() && !self.answering.val();
        if writes {
            self.has_address.next = false;
            self.has_data.next = false;
            self.answering.next = true;
        }
        for k in 0..kept::COUNT {
            let here = writes && self.write_address.val() == KEPT_ADDRESS[k];
            for b in 0..4 {
                if here && self.write_lanes.val().bit(b) {
                    self.kept[4 * k + b].next = self.write_data.val().slice(8 * b, 8);
                }
            }
            self.words[k].next = cat!(
                self.kept[4 * k + 3].val(),
                self.kept[4 * k + 2].val(),
                self.kept[4 * k + 1].val(),
                self.kept[4 * k].val()
            );
        }
        self.command_valid.next = writes && self.write_address.val() == map::COMMAND.address;
        self.command.next = self.write_data.val();
        self.config_address.next = self.words[kept::CONFIG_ADDRESS].val();
        self.watchdog.next = self.words[kept::WATCHDOG].val();
        self.counter_select.next = self.words[kept::COUNTER_SELECT].val();

        // Reads.
        match self.araddr.val().num() {
            ADDRESS_MAGIC => self.read_value.next = kiln_arch::image::MAGIC.into(),
            ADDRESS_VERSION => self.read_value.next = self._identity.version.into(),
            ADDRESS_FINGERPRINT => self.read_value.next = self._identity.fingerprint.into(),
            ADDRESS_UNITS => self.read_value.next = self._identity.units.into(),
            ADDRESS_STATE => self.read_value.next = self.state.val().zext(32),
            ADDRESS_REASON => self.read_value.next = self.reason.val().zext(32),
            ADDRESS_CULPRIT => self.read_value.next = self.culprit.val().zext(32),
            ADDRESS_CONFIGURED => self.read_value.next = word(self.configured.val()).zext(32),
            ADDRESS_CONFIG_ADDRESS => self.read_value.next = self.words[kept::CONFIG_ADDRESS].val(),
            ADDRESS_WATCHDOG => self.read_value.next = self.words[kept::WATCHDOG].val(),
            ADDRESS_CYCLES_CONFIGURE => self.read_value.next = self.cycles_configure.val(),
            ADDRESS_CYCLES_RUN => self.read_value.next = self.cycles_run.val(),
            ADDRESS_COUNTER_SELECT => self.read_value.next = self.words[kept::COUNTER_SELECT].val(),
            _ => self.read_value.next = 0.into(),
        }
        self.arready.next = !self.reading.val();
        self.rvalid.next = self.reading.val() && !self.counting.val();
        self.rdata.next = self.read_data.val();
        if self.reading.val() && !self.counting.val() && self.rready.val() {
            self.reading.next = false;
        }
        if self.arvalid.val() && !self.reading.val() {
            self.reading.next = true;
            self.counting.next = self.araddr.val() == map::COUNTER_VALUE.address;
            self.read_data.next = self.read_value.val();
        }
        // A counter that does not exist reads as zero.
        self.ripe.next = self.counting.val();
        if self.counting.val() {
            if !self.counter_known.val() {
                self.counting.next = false;
            } else if self.ripe.val() && self.counter_hit.val() {
                self.counting.next = false;
                self.read_data.next = self.counter_value.val();
            }
        }

        if self.rst.val() {
            self.has_address.next = false;
            self.has_data.next = false;
            self.answering.next = false;
            self.reading.next = false;
            self.counting.next = false;
            for k in 0..4 * kept::COUNT {
                self.kept[k].next = 0.into();
            }
        }
    }
}

const ADDRESS_MAGIC: u64 = map::MAGIC.address as u64;
const ADDRESS_VERSION: u64 = map::VERSION.address as u64;
const ADDRESS_FINGERPRINT: u64 = map::FINGERPRINT.address as u64;
const ADDRESS_UNITS: u64 = map::UNITS.address as u64;
const ADDRESS_STATE: u64 = map::STATE.address as u64;
const ADDRESS_REASON: u64 = map::REASON.address as u64;
const ADDRESS_CULPRIT: u64 = map::CULPRIT.address as u64;
const ADDRESS_CONFIGURED: u64 = map::CONFIGURED.address as u64;
const ADDRESS_CONFIG_ADDRESS: u64 = map::CONFIG_ADDRESS.address as u64;
const ADDRESS_WATCHDOG: u64 = map::WATCHDOG.address as u64;
const ADDRESS_CYCLES_CONFIGURE: u64 = map::CYCLES_CONFIGURE.address as u64;
const ADDRESS_CYCLES_RUN: u64 = map::CYCLES_RUN.address as u64;
const ADDRESS_COUNTER_SELECT: u64 = map::COUNTER_SELECT.address as u64;

impl Leaf for ControlRegisters {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("control_registers", "The host's registers behind AXI4-Lite.")
            .param("n", self._identity.units)
            .param("id", format!("{:08x}", self._identity.fingerprint))
            .interface("aw", "write address channel")
            .interface("w", "write data channel")
            .interface("b", "write response channel; always OKAY")
            .interface("ar", "read address channel")
            .interface("r", "read data channel; always OKAY")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(
            || ControlRegisters::new(Identity { version: 1, fingerprint: 0x1234_5678, units: 12 }),
            2000,
            1,
        )
        .unwrap();
    }
}
