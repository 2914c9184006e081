//! Prints the Verilog of the ULX3S's SDRAM controller, to be measured by synthesis (`docs/board.md`):
//! `cargo run -p kiln-fabric --example sdram_verilog -- <clock in MHz> > sdram.v`.

use kiln_arch::sdram::ULX3S;
use kiln_emit::Design;
use kiln_units::sdram_shape::SdramShape;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mhz: u32 = std::env::args().nth(1).ok_or("which clock, in MHz?")?.parse()?;
    let shape = SdramShape::new(ULX3S, mhz * 1_000_000, 128, 5, 0)?;
    print!("{}", Design::new(&kiln_fabric::sdram::module(&shape))?.verilog());
    Ok(())
}
