//! Prints the FIFO of `docs/leaves.md`: `cargo run -p kiln-emit --example fifo -- 163 4`.
#[path = "../../units/src/fifo.rs"]
mod fifo;

use kiln_emit::{Design, Part};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sizes: Vec<usize> =
        std::env::args().skip(1).map(|text| text.parse()).collect::<Result<_, _>>()?;
    let [width, depth] = sizes[..] else { return Err("give width and depth".into()) };
    print!("{}", Design::new(&Part::leaf(&fifo::Fifo::new(width, depth)))?.verilog());
    Ok(())
}
