//! Writes the Verilog of the arithmetic leaves, and of functional units that have them all, into a folder, to
//! synthesize them on their own (`docs/resources.md`).

use kiln_arch::num::{OpGroup, Subnormals};
use kiln_emit::{Design, Part};
use kiln_units::arith::{
    Convert, DotBf16, DotI8, F32Add, F32Compare, F32Mul, FuSpec, IntAlu, IntMul, LONG, LONGEST,
    Quantize, Shifter, fu,
};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: arith_verilog FOLDER")?);
    fs::create_dir_all(&folder)?;
    let mut parts = vec![
        Part::leaf(&IntAlu::new()),
        Part::leaf(&Shifter::new()),
        Part::leaf(&IntMul::new()),
        Part::leaf(&DotI8::new()),
        Part::leaf(&Quantize::new()),
    ];
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        let groups = OpGroup::ALL.into_iter().collect();
        parts.push(Part::leaf(&Convert::new(subnormals)));
        for cycles in [LONG, LONGEST] {
            parts.push(Part::leaf(&DotBf16::new(subnormals, cycles)));
            parts.push(Part::leaf(&F32Add::new(subnormals, cycles)));
        }
        parts.push(Part::leaf(&F32Mul::new(subnormals)));
        parts.push(Part::leaf(&F32Compare::new(subnormals)));
        parts.push(fu(&FuSpec { groups, subnormals, latency: 4 }).unit);
    }
    for part in parts {
        let design = Design::new(&part)?;
        fs::write(folder.join(format!("{}.v", design.top())), design.verilog())?;
    }
    Ok(())
}
