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

#[test]
fn is_the_one_in_the_guide() {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let guide = include_str!("../../../docs/leaves.md");
    let example = guide.split("```rust").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let code = include_str!("../../units/src/fifo.rs");
    assert!(
        squeezed(code).starts_with(&squeezed(example)),
        "docs/leaves.md and hw/units/src/fifo.rs differ"
    );
}
