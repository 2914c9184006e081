//! The emitted Verilog is clean: `verilator --lint-only -Wall` finds nothing, and Yosys and Icarus Verilog can read it.

use kiln_arch::{FabricSpec, Topology};
use kiln_emit::{Design, Part};
use verilator_sys::{Verilator, lint};

fn check(part: &Part) {
    let design = Design::new(part).unwrap();
    lint(&Verilator::find().unwrap(), &design.files(), design.top()).unwrap();
}

#[test]
fn compute_units() {
    let spec = FabricSpec::reference("tiny").unwrap();
    check(&kiln_fabric::pcu::module(&spec));
}

#[test]
fn switches() {
    let spec = FabricSpec::reference("tiny").unwrap();
    let topology = Topology::new(&spec);
    for switch in 0..spec.rows * spec.cols {
        check(&kiln_fabric::switch::module(&spec, &topology, switch));
    }
}
