//! The link to a board, without a board: a software board behind a simulated line with faults, and behind a
//! pseudo-terminal for the `kiln` command.

mod board;
mod commands;
mod faults;
mod line;
mod speed;
mod terminal;
mod transfers;
mod virtual_board;
