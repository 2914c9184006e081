//! `kiln fpga`: a board's bitstream, and loading it.

use super::{Exit, FpgaBuildArgs, FpgaFlashArgs, FpgaWhat};
use crate::loading;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use kiln_boards::Board;
use kiln_boards::flow::{self, Job, Report, Tools};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) fn fpga(what: &FpgaWhat) -> Result<Exit> {
    match what {
        FpgaWhat::Build(args) => build(args),
        FpgaWhat::Flash(args) => flash(args),
    }
}

/// Where a board's files are kept if nothing else is said.
fn folder(output: Option<&Path>, board: &Board) -> PathBuf {
    output.map_or_else(|| Path::new("target/fpga").join(&board.name), Path::to_owned)
}

fn build(args: &FpgaBuildArgs) -> Result<Exit> {
    let board = Board::load(&args.board)?;
    let spec = loading::fabric(args.fabric.as_deref().unwrap_or(&board.fabric))?;
    let design = board.top(&spec)?;
    let folder = folder(args.output.as_deref(), &board);
    let job = Job {
        top: design.top(),
        files: &design.files(),
        constraints: &board.constraints(),
        device: &board.device,
        mhz: f64::from(board.core_hz()) / 1e6,
        seed: args.seed,
        tries: args.tries,
    };
    let line = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {msg} [{elapsed}]")?);
    line.enable_steady_tick(Duration::from_millis(200));
    let report = flow::build(&job, &Tools::here(), &folder, &mut |step| {
        line.set_message(format!("{} {} for {}", step.doing(), spec.name, board.name));
    });
    line.finish_and_clear();
    let report = report?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report, &folder);
    }
    Ok(Exit::Fine)
}

fn print(report: &Report, folder: &Path) {
    for clock in &report.clocks {
        println!("{:<14} {:.1} MHz, {:.1} needed", "clock", clock.achieved_mhz, clock.wanted_mhz);
    }
    for (cell, of) in report.utilization.iter().filter(|(_, of)| of.used > 0) {
        let percent = 100.0 * of.used as f64 / of.available as f64;
        println!("{cell:<14} {} of {} ({percent:.0}%)", of.used, of.available);
    }
    for (step, seconds) in &report.seconds {
        println!("{:<14} {seconds:.0} s {}", "time", step.doing());
    }
    println!("{:<14} {}", "files", folder.display());
}

fn flash(args: &FpgaFlashArgs) -> Result<Exit> {
    let board = Board::load(&args.board)?;
    let file = match &args.file {
        Some(file) => file.clone(),
        None => flow::bitstream(&folder(None, &board), &board.top_name(), &board.device),
    };
    if !file.is_file() {
        bail!(
            "no bitstream `{}`; make it with `kiln fpga build --board {}`",
            file.display(),
            board.name
        );
    }
    let mut command = Tools::here().loader()?.command();
    command.args(["--board", &board.loader]);
    if args.persistent {
        command.arg("--write-flash");
    }
    let status = command.arg(&file).status().context("openFPGALoader does not start")?;
    if !status.success() {
        bail!(
            "openFPGALoader failed: is the board connected, and may you use its USB port? (its message is above)"
        );
    }
    Ok(Exit::Fine)
}
