//! Running the model with a memory until it is done.

use kiln_arch::registers::{self, command};
use kiln_memory::Dram;

use crate::deadlock::Deadlock;
use crate::error::ModelError;
use crate::model::Model;
use crate::observe::Observer;

/// What to watch and when to give up.
pub struct RunOptions<'a> {
    /// Cycles after which to give up.
    pub max_cycles: u64,
    /// Sees every push.
    pub observer: Option<&'a mut dyn Observer>,
    /// Called with the cycles so far, each time that so many have passed.
    pub progress: Option<(u64, &'a mut dyn FnMut(u64))>,
}

impl RunOptions<'_> {
    /// Nothing but a limit.
    pub fn cycles(max_cycles: u64) -> Self {
        RunOptions { max_cycles, observer: None, progress: None }
    }
}

/// How a command has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// A value of `registers::state`.
    pub state: u32,
    /// A value of `registers::reason`.
    pub reason: u32,
    /// The unit at fault.
    pub culprit: u32,
    /// Cycles until then.
    pub cycles: u64,
}

/// Why a command did not end by itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The configuration breaks a rule.
    #[error(transparent)]
    Rule(#[from] ModelError),
    /// Nothing moves any more.
    #[error("{0}")]
    Deadlock(Box<Deadlock>),
    /// It took too long.
    #[error("not done after {0} cycles")]
    CycleLimit(u64),
}

impl Model {
    /// Ticks until no load or run is under way; the memory has then answered everything.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn run_until_idle(
        &mut self,
        dram: &mut Dram,
        mut options: RunOptions<'_>,
    ) -> Result<Outcome, RunError> {
        let mut cycles = 0;
        while self.is_busy() {
            if cycles == options.max_cycles {
                return Err(RunError::CycleLimit(cycles));
            }
            self.tick_with(dram, &mut options)?;
            cycles += 1;
            if self.is_stuck() {
                return Err(RunError::Deadlock(Box::new(self.deadlock())));
            }
            if let Some((every, report)) = &mut options.progress
                && cycles % *every == 0
            {
                report(cycles);
            }
        }
        Ok(Outcome {
            state: self.read_register(registers::STATE.address),
            reason: self.read_register(registers::REASON.address),
            culprit: self.read_register(registers::CULPRIT.address),
            cycles,
        })
    }

    fn tick_with(
        &mut self,
        dram: &mut Dram,
        options: &mut RunOptions<'_>,
    ) -> Result<(), ModelError> {
        let driven = self.axi_out().clone();
        match &mut options.observer {
            Some(observer) => self.tick_observed(dram.outputs(), *observer)?,
            None => self.tick(dram.outputs())?,
        }
        dram.tick(&driven);
        Ok(())
    }

    /// Loads the image at byte address `address` of the memory.
    ///
    /// # Errors
    /// See [`RunError`]. A refused image is an [`Outcome`].
    pub fn load(&mut self, dram: &mut Dram, address: u32) -> Result<Outcome, RunError> {
        self.write_register(registers::CONFIG_ADDRESS.address, address);
        self.write_register(registers::COMMAND.address, command::LOAD);
        self.run_until_idle(dram, RunOptions::cycles(LOAD_LIMIT))
    }

    /// Runs the loaded configuration.
    ///
    /// # Errors
    /// See [`RunError`]. A failed run is an [`Outcome`].
    pub fn run(&mut self, dram: &mut Dram, options: RunOptions<'_>) -> Result<Outcome, RunError> {
        self.write_register(registers::COMMAND.address, command::GO);
        self.run_until_idle(dram, options)
    }
}

/// More than any load takes with a memory that answers.
const LOAD_LIMIT: u64 = 100_000_000;
