//! The pins of an SDRAM and the commands that they mean.

/// What a controller has on the pins before a rising edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdramPins {
    /// CKE.
    pub clk_en: bool,
    /// CS#.
    pub cs_n: bool,
    /// RAS#.
    pub ras_n: bool,
    /// CAS#.
    pub cas_n: bool,
    /// WE#.
    pub we_n: bool,
    /// BA.
    pub ba: u8,
    /// A.
    pub a: u16,
    /// DQM, one bit a byte.
    pub dqm: u8,
    /// DQ, where the controller drives them.
    pub dq: Option<u32>,
}

impl SdramPins {
    /// No command: the chip is not selected.
    pub const IDLE: SdramPins = SdramPins {
        clk_en: true,
        cs_n: true,
        ras_n: true,
        cas_n: true,
        we_n: true,
        ba: 0,
        a: 0,
        dqm: 0,
        dq: None,
    };

    /// Names of a controller's ports for [`SdramPins::from_ports`], in its order.
    pub const PORTS: [&str; 10] = [
        "sdram_clk_en",
        "sdram_cs_n",
        "sdram_ras_n",
        "sdram_cas_n",
        "sdram_we_n",
        "sdram_ba",
        "sdram_a",
        "sdram_dqm",
        "sdram_dq_oe",
        "sdram_dq_out",
    ];

    /// The pins, from the values of [`SdramPins::PORTS`].
    pub fn from_ports(values: [u64; 10]) -> SdramPins {
        let [clk_en, cs_n, ras_n, cas_n, we_n, ba, a, dqm, oe, out] = values;
        SdramPins {
            clk_en: clk_en == 1,
            cs_n: cs_n == 1,
            ras_n: ras_n == 1,
            cas_n: cas_n == 1,
            we_n: we_n == 1,
            ba: ba as u8,
            a: a as u16,
            dqm: dqm as u8,
            dq: (oe == 1).then_some(out as u32),
        }
    }

    /// Which command it is.
    pub(super) fn command(&self) -> Command {
        let bank = usize::from(self.ba);
        let (a, a10) = (usize::from(self.a), self.a >> 10 & 1 == 1);
        if !self.clk_en {
            return Command::NotModelled;
        }
        match (self.cs_n, self.ras_n, self.cas_n, self.we_n) {
            (true, ..) | (false, true, true, true) => Command::Nothing,
            (false, true, true, false) => Command::NotModelled,
            (false, true, false, _) if a10 => Command::NotModelled,
            (false, true, false, true) => Command::Read { bank, column: a },
            (false, true, false, false) => Command::Write { bank, column: a },
            (false, false, true, true) => Command::Active { bank, row: a },
            (false, false, true, false) if a10 => Command::PrechargeAll,
            (false, false, true, false) => Command::Precharge(bank),
            (false, false, false, true) => Command::Refresh,
            (false, false, false, false) => Command::Mode(a | bank << 13),
        }
    }
}

/// A command to the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Nothing,
    NotModelled,
    Mode(usize),
    Refresh,
    PrechargeAll,
    Precharge(usize),
    Active { bank: usize, row: usize },
    Read { bank: usize, column: usize },
    Write { bank: usize, column: usize },
}
