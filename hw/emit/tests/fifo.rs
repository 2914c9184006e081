//! The FIFO of `docs/leaves.md`.
#[path = "../../units/src/fifo.rs"]
mod fifo;

use fifo::Fifo;
use kiln_emit::leaf_verilog;

#[test]
fn prints() {
    for (w, d) in [(163, 4), (1, 1), (32, 5), (8, 64), (7, 2)] {
        let text = leaf_verilog(&Fifo::new(w, d)).unwrap();
        std::fs::create_dir_all("/tmp/emit").unwrap();
        std::fs::write(format!("/tmp/emit/fifo_w{w}_d{d}.v"), &text).unwrap();
    }
}
