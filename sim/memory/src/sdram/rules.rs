//! What a data sheet forbids, and the state that is needed to see it. Times are compared in nanoseconds: this knows nothing
//! of the controller's conversion to cycles.

use super::command::Command;
use kiln_arch::sdram::{AtLeast, POSTPONED, SdramChip};

/// A rule of the data sheet, or a use of the chip that the model does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SdramRule {
    /// A command, or CKE low, while the chip has had power for too short a time.
    #[error("a command before the power-up time is over")]
    PowerUp,
    /// After power-up something came before PRECHARGE ALL.
    #[error("the first command after power-up is not PRECHARGE ALL")]
    FirstPrecharge,
    /// ACTIVE with fewer than eight refreshes since power-up.
    #[error("ACTIVE before eight AUTO REFRESH since power-up")]
    FirstRefreshes,
    /// ACTIVE before the mode register is loaded.
    #[error("ACTIVE before LOAD MODE REGISTER")]
    FirstMode,
    /// The mode register gets a value that is reserved, not modelled, or a CAS latency too short for the clock.
    #[error("a mode register value that is reserved or does not fit the clock")]
    ModeValue,
    /// LOAD MODE REGISTER or AUTO REFRESH while a row is open.
    #[error("LOAD MODE REGISTER or AUTO REFRESH with an open row")]
    RowsOpen,
    /// BURST TERMINATE, auto precharge or CKE low: not modelled.
    #[error("a function of the chip that is not modelled")]
    NotModelled,
    /// ACTIVE in a bank that has an open row.
    #[error("ACTIVE in a bank with an open row")]
    AlreadyOpen,
    /// READ or WRITE in a bank without an open row.
    #[error("READ or WRITE in a bank without an open row")]
    NotOpen,
    /// A row or column that the chip does not have.
    #[error("an address beyond the rows or columns")]
    Address,
    /// READ, WRITE or PRECHARGE cuts a burst short.
    #[error("a burst is cut short")]
    BurstCut,
    /// ACTIVE to READ or WRITE.
    #[error("tRCD")]
    Rcd,
    /// PRECHARGE to another command.
    #[error("tRP")]
    Rp,
    /// ACTIVE to PRECHARGE.
    #[error("tRAS")]
    Ras,
    /// A row open for too long.
    #[error("tRAS, maximum")]
    RasMax,
    /// ACTIVE to ACTIVE of the same bank.
    #[error("tRC")]
    Rc,
    /// AUTO REFRESH to another command.
    #[error("tRFC")]
    Rfc,
    /// ACTIVE to ACTIVE of another bank.
    #[error("tRRD")]
    Rrd,
    /// Last data written to PRECHARGE.
    #[error("tWR")]
    Wr,
    /// LOAD MODE REGISTER to another command.
    #[error("tMRD")]
    Mrd,
    /// A row that was not refreshed for too long.
    #[error("tREF")]
    Ref,
    /// More refreshes postponed than may be.
    #[error("more than {POSTPONED} refreshes postponed")]
    Postponed,
    /// Both ends drive the data pins, or one does before the other has let go for a cycle.
    #[error("both ends drive the data pins")]
    Contention,
    /// A word is to be written, and nobody drives the data pins.
    #[error("a word is written that nobody drives")]
    Undriven,
}

/// The first breach of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("SDRAM rule broken in cycle {cycle}{}: {rule}", .bank.map(|b| format!(", bank {b}")).unwrap_or_default())]
pub struct SdramViolation {
    /// Clock edges since power-up.
    pub cycle: u64,
    /// The bank, if the rule is of one.
    pub bank: Option<usize>,
    /// Which rule.
    pub rule: SdramRule,
}

/// The edges at which the things happened that later commands keep a distance from.
#[derive(Clone, Copy, Debug, Default)]
struct Bank {
    open: bool,
    active: Option<u64>,
    precharge: Option<u64>,
    /// The edge after the last word of a burst.
    burst_end: u64,
    written: Option<u64>,
}

/// Watches the commands.
pub(super) struct Rules {
    chip: SdramChip,
    clock_hz: u64,
    pub(super) first: Option<SdramViolation>,
    cycle: u64,
    banks: Vec<Bank>,
    active: Option<u64>,
    refresh: Option<u64>,
    mode: Option<u64>,
    precharged: bool,
    refreshes: u64,
    /// When each row was refreshed last, in the order of refreshing.
    rows: Vec<u64>,
    /// The edge after the last word of any burst.
    burst_end: u64,
}

impl Rules {
    pub(super) fn new(chip: SdramChip, clock_hz: u32) -> Self {
        Self {
            chip,
            clock_hz: clock_hz.into(),
            first: None,
            cycle: 0,
            banks: vec![Bank::default(); 1 << chip.bank_bits],
            active: None,
            refresh: None,
            mode: None,
            precharged: false,
            refreshes: 0,
            rows: Vec::new(),
            burst_end: 0,
        }
    }

    /// Nanoseconds of so many cycles, rounded down.
    fn ns(&self, cycles: u64) -> u64 {
        cycles * 1_000_000_000 / self.clock_hz
    }

    pub(super) fn report(&mut self, bank: Option<usize>, rule: SdramRule) {
        self.first.get_or_insert(SdramViolation { cycle: self.cycle, bank, rule });
    }

    /// Reports the rule unless it is kept.
    fn demand(&mut self, kept: bool, bank: Option<usize>, rule: SdramRule) {
        if !kept {
            self.report(bank, rule);
        }
    }

    /// Reports the rule if the time since `since` is shorter.
    fn distance(
        &mut self,
        since: Option<u64>,
        time: AtLeast,
        bank: Option<usize>,
        rule: SdramRule,
    ) {
        let Some(since) = since else { return };
        let elapsed = self.cycle - since;
        // Compared without rounding: elapsed / clock >= ns.
        let long = elapsed * 1_000_000_000 >= u64::from(time.ns) * self.clock_hz;
        self.demand(long && elapsed >= u64::from(time.cycles), bank, rule);
    }

    /// A command at the edge `cycle`. `burst` is the burst length of the mode register.
    pub(super) fn command(&mut self, cycle: u64, command: Command, burst: u64) {
        self.cycle = cycle;
        self.retention();
        if command == Command::Nothing {
            return;
        }
        self.start(command);
        self.distance(self.refresh, self.chip.t_rfc, None, SdramRule::Rfc);
        self.distance(self.mode, self.chip.t_mrd, None, SdramRule::Mrd);
        match command {
            Command::Nothing => {}
            Command::NotModelled => self.report(None, SdramRule::NotModelled),
            Command::Mode(_) => self.mode(),
            Command::Refresh => self.refresh(),
            Command::PrechargeAll => {
                self.precharged = true;
                (0..self.banks.len()).for_each(|bank| self.precharge(bank));
            }
            Command::Precharge(bank) => self.precharge(bank),
            Command::Active { bank, row } => self.active(bank, row),
            Command::Read { bank, column } => self.column(bank, column, burst, false),
            Command::Write { bank, column } => self.column(bank, column, burst, true),
        }
    }

    /// The sequence after power-up.
    fn start(&mut self, command: Command) {
        let powered = self.ns(self.cycle) >= u64::from(self.chip.power_up_ns);
        self.demand(powered, None, SdramRule::PowerUp);
        if command != Command::PrechargeAll {
            self.demand(self.precharged, None, SdramRule::FirstPrecharge);
        }
    }

    /// All rows are refreshed in time.
    fn retention(&mut self) {
        let Some(last) = self.refresh else { return };
        let interval = u64::from(self.chip.t_ref_ns / self.chip.refreshes);
        let late = self.ns(self.cycle - last) > u64::from(POSTPONED + 1) * interval;
        self.demand(!late, None, SdramRule::Postponed);
        let (index, count) = (self.refreshes as usize, self.chip.refreshes as usize);
        // Rows that were not refreshed yet have held nothing for longer than the chip has been set up.
        let oldest =
            if self.rows.len() < count { self.rows.first() } else { self.rows.get(index % count) };
        if let Some(&oldest) = oldest {
            let kept = self.ns(self.cycle - oldest) <= u64::from(self.chip.t_ref_ns);
            self.demand(kept, None, SdramRule::Ref);
        }
    }

    fn mode(&mut self) {
        self.all_closed();
        self.mode = Some(self.cycle);
    }

    fn refresh(&mut self) {
        self.all_closed();
        self.refresh = Some(self.cycle);
        let count = self.chip.refreshes as usize;
        if self.rows.len() < count {
            self.rows.push(self.cycle);
        } else {
            self.rows[self.refreshes as usize % count] = self.cycle;
        }
        self.refreshes += 1;
    }

    /// Every bank has been precharged for long enough.
    fn all_closed(&mut self) {
        for bank in 0..self.banks.len() {
            self.demand(!self.banks[bank].open, Some(bank), SdramRule::RowsOpen);
            self.distance(self.banks[bank].precharge, self.chip.t_rp, Some(bank), SdramRule::Rp);
        }
    }

    fn precharge(&mut self, bank: usize) {
        let state = self.banks[bank];
        if state.open {
            let here = Some(bank);
            self.distance(state.active, self.chip.t_ras, here, SdramRule::Ras);
            let age = state.active.map_or(0, |active| self.ns(self.cycle - active));
            self.demand(age <= u64::from(self.chip.t_ras_max_ns), here, SdramRule::RasMax);
            self.demand(state.burst_end <= self.cycle, here, SdramRule::BurstCut);
            if state.burst_end <= self.cycle {
                self.distance(state.written, self.chip.t_wr, here, SdramRule::Wr);
            }
        }
        self.banks[bank] = Bank { open: false, precharge: Some(self.cycle), ..state };
    }

    fn active(&mut self, bank: usize, row: usize) {
        let (state, here) = (self.banks[bank], Some(bank));
        self.demand(self.refreshes >= 8, here, SdramRule::FirstRefreshes);
        self.demand(self.mode.is_some(), here, SdramRule::FirstMode);
        self.demand(row >> self.chip.row_bits == 0, here, SdramRule::Address);
        self.demand(!state.open, here, SdramRule::AlreadyOpen);
        if !state.open {
            self.distance(state.precharge, self.chip.t_rp, here, SdramRule::Rp);
            self.distance(state.active, self.chip.t_rc, here, SdramRule::Rc);
            self.distance(self.active, self.chip.t_rrd, here, SdramRule::Rrd);
        }
        self.active = Some(self.cycle);
        self.banks[bank] = Bank { open: true, active: Some(self.cycle), written: None, ..state };
    }

    fn column(&mut self, bank: usize, column: usize, burst: u64, write: bool) {
        let (state, here) = (self.banks[bank], Some(bank));
        self.demand(state.open, here, SdramRule::NotOpen);
        self.demand(column >> self.chip.column_bits == 0, here, SdramRule::Address);
        self.distance(state.active, self.chip.t_rcd, here, SdramRule::Rcd);
        self.demand(self.burst_end <= self.cycle, here, SdramRule::BurstCut);
        self.burst_end = self.cycle + burst;
        self.banks[bank].burst_end = self.burst_end;
        if write {
            self.banks[bank].written = Some(self.burst_end - 1);
        }
    }
}
