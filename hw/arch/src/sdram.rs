//! The SDR SDRAM chips of the boards: their geometry, the timing of their data sheets, and what that is in clock cycles.
//!
//! In: a [`SdramChip`] and the clock's frequency. Out: the [`SdramCycles`] that the controller keeps to. The model of
//! the chip checks against the nanoseconds here, so that a mistake in the conversion shows.

/// A duration that the data sheet gives in nanoseconds, in clock cycles, or both: the longer one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtLeast {
    /// Nanoseconds, rounded up.
    pub ns: u32,
    /// Clock cycles.
    pub cycles: u32,
}

impl AtLeast {
    /// A duration in nanoseconds alone.
    const fn ns(ns: u32) -> Self {
        Self { ns, cycles: 1 }
    }

    /// Cycles of this clock that last as long.
    pub fn in_cycles(self, clock_hz: u32) -> usize {
        let by_time = (u64::from(self.ns) * u64::from(clock_hz)).div_ceil(1_000_000_000);
        by_time.max(u64::from(self.cycles)) as usize
    }
}

/// A chip, or the slowest of several that a board may carry. Names of the timing parameters are those of the data sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdramChip {
    /// What it is.
    pub name: &'static str,
    /// Data pins, a multiple of 8; there is one DQM pin for each byte.
    pub data_bits: usize,
    /// log2 of the number of banks.
    pub bank_bits: usize,
    /// log2 of the rows of a bank, and the number of address pins.
    pub row_bits: usize,
    /// log2 of the columns of a row, 8 to 10.
    pub column_bits: usize,
    /// Highest clock at a CAS latency of 2 and of 3.
    pub max_hz: [u32; 2],
    /// tRCD: ACTIVE to READ or WRITE.
    pub t_rcd: AtLeast,
    /// tRP: PRECHARGE to any other command to the bank.
    pub t_rp: AtLeast,
    /// tRAS: ACTIVE to PRECHARGE.
    pub t_ras: AtLeast,
    /// tRAS, maximum: the longest that a row may be open, in nanoseconds.
    pub t_ras_max_ns: u32,
    /// tRC: ACTIVE to ACTIVE of the same bank.
    pub t_rc: AtLeast,
    /// tRFC: AUTO REFRESH to any other command.
    pub t_rfc: AtLeast,
    /// tRRD: ACTIVE to ACTIVE of another bank.
    pub t_rrd: AtLeast,
    /// tWR (tDPL): last data written to PRECHARGE.
    pub t_wr: AtLeast,
    /// tMRD (tRSC): LOAD MODE REGISTER to any other command.
    pub t_mrd: AtLeast,
    /// tREF: each row is refreshed once in this time, in nanoseconds.
    pub t_ref_ns: u32,
    /// AUTO REFRESH commands that refresh every row once.
    pub refreshes: u32,
    /// Time from power and stable clock to the first command, in nanoseconds.
    pub power_up_ns: u32,
}

/// 32 MiB as on the ULX3S: what holds for AS4C16M16SA-7, IS42S16160G-7, MT48LC16M16A2-75 and W9825G6KH-75 alike.
pub const ULX3S: SdramChip = SdramChip {
    name: "16M x 16, 133 MHz class",
    data_bits: 16,
    bank_bits: 2,
    row_bits: 13,
    column_bits: 9,
    max_hz: [100_000_000, 133_000_000],
    t_rcd: AtLeast::ns(21),
    t_rp: AtLeast::ns(21),
    t_ras: AtLeast::ns(45),
    t_ras_max_ns: 100_000,
    t_rc: AtLeast::ns(68),
    t_rfc: AtLeast::ns(68),
    t_rrd: AtLeast { ns: 15, cycles: 2 },
    t_wr: AtLeast { ns: 15, cycles: 2 },
    t_mrd: AtLeast { ns: 15, cycles: 2 },
    t_ref_ns: 64_000_000,
    refreshes: 8192,
    power_up_ns: 200_000,
};

/// 8 MiB inside the GW2AR-18 of Tang Nano 20K: 64 Mbit on 32 pins. Its maker publishes no timing, so it is held to the
/// times of [`ULX3S`].
pub const TANG_NANO_20K: SdramChip = SdramChip {
    name: "2M x 32, in the GW2AR-18",
    data_bits: 32,
    row_bits: 11,
    column_bits: 8,
    refreshes: 4096,
    ..ULX3S
};

impl SdramChip {
    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        (self.data_bits / 8) << (self.bank_bits + self.row_bits + self.column_bits)
    }

    /// What a controller keeps to at that clock.
    ///
    /// # Errors
    /// [`SdramError::TooFast`] names the highest clock, [`SdramError::TooSlow`] the lowest.
    pub fn cycles(&self, clock_hz: u32) -> Result<SdramCycles, SdramError> {
        let Some(slot) = self.max_hz.iter().position(|&max| clock_hz <= max) else {
            return Err(SdramError::TooFast { clock_hz, max_hz: self.max_hz[1] });
        };
        if clock_hz < MIN_HZ {
            return Err(SdramError::TooSlow { clock_hz, min_hz: MIN_HZ });
        }
        let cycles = |time: AtLeast| time.in_cycles(clock_hz);
        let within = |ns: u32| (u64::from(ns) * u64::from(clock_hz) / 1_000_000_000) as usize;
        let power_up = AtLeast::ns(self.power_up_ns).in_cycles(clock_hz);
        // A row is refreshed in time even if its last refresh came at once and this one as late as can be.
        let refresh = within(self.t_ref_ns) / (self.refreshes + POSTPONED + 1) as usize;
        let (t_ras, t_rp, t_rc) = (cycles(self.t_ras), cycles(self.t_rp), cycles(self.t_rc));
        Ok(SdramCycles {
            cas: slot + 2,
            t_rcd: cycles(self.t_rcd),
            t_rp,
            t_ras: t_ras.max(t_rc.saturating_sub(t_rp)),
            t_rfc: cycles(self.t_rfc),
            t_rrd: cycles(self.t_rrd),
            t_wr: cycles(self.t_wr),
            t_mrd: cycles(self.t_mrd),
            refresh,
            postponed: POSTPONED.min((within(self.t_ras_max_ns - STOP_NS) / refresh) as u32)
                as usize,
            power_up_refreshes: power_up.div_ceil(refresh) + 1,
        })
    }
}

/// Refreshes that a chip allows to be owed while it is busy.
pub const POSTPONED: u32 = 8;

/// Within this time after a refresh has become urgent the rows are closed, in nanoseconds.
const STOP_NS: u32 = 2_000;

/// The lowest clock at which [`STOP_NS`] holds.
const MIN_HZ: u32 = 25_000_000;

/// The timing of a chip in cycles of one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdramCycles {
    /// CAS latency, 2 or 3.
    pub cas: usize,
    /// ACTIVE to READ or WRITE.
    pub t_rcd: usize,
    /// PRECHARGE to any other command to the bank.
    pub t_rp: usize,
    /// ACTIVE to PRECHARGE, lengthened so that tRC holds as tRAS + tRP.
    pub t_ras: usize,
    /// AUTO REFRESH to any other command.
    pub t_rfc: usize,
    /// ACTIVE to ACTIVE of another bank.
    pub t_rrd: usize,
    /// Last data written to PRECHARGE.
    pub t_wr: usize,
    /// LOAD MODE REGISTER to any other command.
    pub t_mrd: usize,
    /// Between two refreshes falling due, so short that [`POSTPONED`] may be owed.
    pub refresh: usize,
    /// Refreshes owed at which the controller stops for them: at most [`POSTPONED`], and so few that no row stays open for
    /// too long.
    pub postponed: usize,
    /// The wait after power-up, in units of `refresh`.
    pub power_up_refreshes: usize,
}

/// A clock that a chip cannot be run at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SdramError {
    /// Too fast.
    #[error("the SDRAM cannot be clocked at {clock_hz} Hz: its highest clock is {max_hz} Hz")]
    TooFast {
        /// The clock asked for.
        clock_hz: u32,
        /// The highest there is.
        max_hz: u32,
    },
    /// Too slow.
    #[error("the SDRAM cannot be clocked at {clock_hz} Hz: its lowest clock is {min_hz} Hz")]
    TooSlow {
        /// The clock asked for.
        clock_hz: u32,
        /// The lowest that keeps its rows refreshed.
        min_hz: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_boards() {
        assert_eq!(ULX3S.bytes(), 32 << 20);
        assert_eq!(TANG_NANO_20K.bytes(), 8 << 20);
    }

    #[test]
    fn cycles_are_rounded_up_and_refresh_down() {
        let at_100 = ULX3S.cycles(100_000_000).unwrap();
        let (rcd, rp, rfc, wr) = (at_100.t_rcd, at_100.t_rp, at_100.t_rfc, at_100.t_wr);
        assert_eq!((at_100.cas, rcd, rp, rfc, wr), (2, 3, 3, 7, 2));
        assert_eq!(at_100.t_ras, 5);
        assert!(at_100.refresh <= 781 && at_100.refresh > 770);
        assert!(at_100.power_up_refreshes * at_100.refresh >= 20_000);
        let at_75 = ULX3S.cycles(75_000_000).unwrap();
        assert_eq!((at_75.t_rcd, at_75.t_ras + at_75.t_rp), (2, 6));
        assert_eq!(ULX3S.cycles(120_000_000).unwrap().cas, 3);
        assert_eq!(at_75.postponed, 8);
        assert_eq!(TANG_NANO_20K.cycles(54_000_000).unwrap().postponed, 6);
    }

    #[test]
    fn row_cycle_holds_at_every_clock() {
        for mhz in 25..=133 {
            let hz = mhz * 1_000_000;
            let cycles = ULX3S.cycles(hz).unwrap();
            assert!(cycles.t_ras + cycles.t_rp >= ULX3S.t_rc.in_cycles(hz), "{mhz} MHz");
        }
    }

    #[test]
    fn impossible_clocks_are_refused() {
        let message = ULX3S.cycles(150_000_000).unwrap_err().to_string();
        assert!(message.contains("133000000"), "{message}");
        assert!(matches!(ULX3S.cycles(1_000_000), Err(SdramError::TooSlow { .. })));
    }
}
