//! The `kiln` command.

use clap::Parser;
use kiln_runtime::commands::{Cli, Exit};

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    match kiln_runtime::commands::dispatch(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            kiln_runtime::commands::show(&error);
            Exit::Failed.into()
        }
    }
}
