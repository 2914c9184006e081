//! `kiln board --virtual`: a verilated board that looks like one on a serial port.

use super::{BoardArgs, Exit};
use crate::loading;
use crate::pty::Pty;
use crate::virtual_board::{LINK_CLOCK_HZ, serve};
use anyhow::{Context, Result};
use indicatif::ProgressBar;
use kiln_arch::link::DEFAULT_BAUD;
use kiln_boards::Board;
use kiln_cosim::{BoardDesign, VirtualBoard};
use std::io::Write;

pub(super) fn board(args: &BoardArgs) -> Result<Exit> {
    let board = Board::load(&args.board)?;
    let spec = loading::fabric(args.fabric.as_deref().unwrap_or(&board.fabric))?;
    let design = BoardDesign::new(&board, &spec, LINK_CLOCK_HZ)?;
    let spinner = ProgressBar::new_spinner();
    spinner.set_message("building the board with Verilator (kept for the next time)");
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    let made = VirtualBoard::new(&design, None);
    spinner.finish_and_clear();
    let mut virtual_board = made?;
    let mut terminal = Pty::open(DEFAULT_BAUD).context("no pseudo-terminal")?;
    let name = terminal.name();
    println!("virtual {} with fabric {} on {name}", board.name, spec.name);
    std::io::stdout().flush()?;
    serve(&mut virtual_board, &mut terminal)?;
    Ok(Exit::Fine)
}
