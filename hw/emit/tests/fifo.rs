//! The FIFO of `docs/leaves.md`.
#[path = "../../units/src/fifo.rs"]
mod fifo;

use fifo::Fifo;
use kiln_emit::prove::check_leaf;

#[test]
fn behaves_as_its_verilog() {
    for (width, depth) in [(163, 4), (1, 1), (32, 5), (8, 64), (7, 2)] {
        check_leaf(|| Fifo::new(width, depth), 2000, 1).unwrap();
    }
}
