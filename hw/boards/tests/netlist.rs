//! What becomes of an ECP5's multipliers, memories and constants between synthesis and placement, on netlists of a few cells. That the result
//! computes the same is tested where netlists are simulated.

use kiln_boards::flow::netlist::improve;
use serde_json::{Value, json};

const CLOCK: u64 = 2;

fn flip_flop(data: u64, output: u64, enabled: bool) -> Value {
    json!({
        "type": "TRELLIS_FF",
        "parameters": {
            "CEMUX": if enabled { "CE" } else { "1 " }, "CLKMUX": "CLK", "GSR": "DISABLED", "LSRMUX": "LSR", "REGSET": "RESET"
        },
        "attributes": {},
        "port_directions": {"CLK": "input", "DI": "input", "LSR": "input", "Q": "output"},
        "connections": {"CLK": [CLOCK], "DI": [data], "LSR": ["0"], "Q": [output]},
    })
}

/// A multiplier of one bit by one.
fn multiplier(a: u64, b: u64, product: u64) -> Value {
    json!({
        "type": "MULT18X18D",
        "parameters": {},
        "attributes": {},
        "port_directions": {"A0": "input", "A1": "input", "B0": "input", "C0": "input", "P0": "output"},
        "connections": {"A0": [a], "A1": ["0"], "B0": [b], "C0": ["0"], "P0": [product]},
    })
}

/// The cells that `improve` leaves of these, in a module with one port: the net 99.
fn cells(cells: Value, size: Option<&str>) -> Value {
    let netlist = json!({"creator": "a test", "modules": {"top": {
        "ports": {"result": {"direction": "output", "bits": [99]}}, "cells": cells, "netnames": {}
    }}});
    let made: Value = serde_json::from_str(&improve(&netlist.to_string(), size).unwrap()).unwrap();
    assert_eq!(made["creator"], netlist["creator"]);
    made["modules"]["top"]["cells"].clone()
}

#[test]
fn registers_on_all_sides_move() {
    let cells = cells(
        json!({
            "a": flip_flop(10, 11, false),
            "b": flip_flop(12, 13, false),
            "product": flip_flop(14, 99, false),
            "m": multiplier(11, 13, 14),
        }),
        None,
    );
    let m = &cells["m"];
    assert_eq!(cells.as_object().unwrap().len(), 1);
    let connections = &m["connections"];
    let ends = [&connections["A0"], &connections["B0"], &connections["P0"], &connections["CLK0"]];
    assert_eq!(ends, [&json!([10]), &json!([12]), &json!([99]), &json!([CLOCK])]);
    assert_eq!([&connections["CE0"], &connections["RST0"]], [&json!(["1"]), &json!(["0"])]);
    for which in ["INPUTA", "INPUTB", "OUTPUT"] {
        assert_eq!(m["parameters"][format!("REG_{which}_CLK")], "CLK0");
    }
    assert!(m["connections"].get("C0").is_none() && m["attributes"].get("BEL").is_none());
}

#[test]
fn a_multiplier_with_registers_of_its_own_takes_no_others() {
    let given = json!({
        "first": flip_flop(9, 10, false),
        "second": flip_flop(10, 11, false),
        "product": flip_flop(14, 15, false),
        "later": flip_flop(15, 99, false),
        "m": multiplier(11, 13, 14),
    });
    let once = cells(given, None);
    assert_eq!(once["m"]["connections"]["A0"], json!([10]));
    assert_eq!(once["m"]["connections"]["P0"], json!([15]));
    assert_eq!(cells(once.clone(), None), once);
}

#[test]
fn what_others_read_stays() {
    let cells = cells(
        json!({
            "a": flip_flop(10, 11, false),
            "copy": flip_flop(11, 20, false),
            "b": flip_flop(12, 13, false),
            "product": flip_flop(14, 99, false),
            "other": flip_flop(14, 21, false),
            "reader": {"type": "LUT4", "parameters": {}, "attributes": {}, "port_directions": {"A": "input", "B": "input"}, "connections": {"A": [20], "B": [21]}},
            "m": multiplier(11, 13, 14),
        }),
        None,
    );
    // The factor moves, and its flip-flop stays for `copy`. A product with two readers stays.
    let names: Vec<&String> = cells.as_object().unwrap().keys().collect();
    assert_eq!(names, ["a", "copy", "m", "other", "product", "reader"]);
    assert_eq!(cells["m"]["connections"]["A0"], json!([10]));
    assert_eq!(cells["m"]["connections"]["P0"], json!([14]));
    assert!(cells["m"]["parameters"].get("REG_OUTPUT_CLK").is_none());
}

#[test]
fn flip_flops_with_an_enable_stay() {
    let cells = cells(
        json!({
            "a": flip_flop(10, 11, true),
            "b": flip_flop(12, 13, false),
            "product": flip_flop(14, 99, true),
            "m": multiplier(11, 13, 14),
        }),
        None,
    );
    let parameters = &cells["m"]["parameters"];
    assert!(
        parameters.get("REG_INPUTA_CLK").is_none() && parameters.get("REG_OUTPUT_CLK").is_none()
    );
    assert_eq!(parameters["REG_INPUTB_CLK"], "CLK0");
    assert!(cells.get("a").is_some() && cells.get("product").is_some() && cells.get("b").is_none());
}

#[test]
fn neighbours_by_name_have_neighbouring_sites() {
    let cells = cells(
        json!({
            "stage10.unit_0": multiplier(10, 11, 12),
            "stage2.unit_1": multiplier(10, 11, 13),
            "stage2.unit_0.low": multiplier(10, 11, 14),
            "stage2.unit_0.high": multiplier(10, 11, 15),
            "stage2.unit_3": multiplier(10, 11, 16),
        }),
        Some("85k"),
    );
    let site = |name: &str| cells[name]["attributes"]["BEL"].as_str().unwrap().to_owned();
    assert_eq!(site("stage2.unit_0.high"), "X4/Y10/MULT18_0");
    assert_eq!(site("stage2.unit_0.low"), "X5/Y10/MULT18_1");
    assert_eq!(site("stage2.unit_1"), "X8/Y10/MULT18_4");
    assert_eq!(site("stage2.unit_3"), "X9/Y10/MULT18_5");
    assert_eq!(site("stage10.unit_0"), "X13/Y10/MULT18_0");
}

/// A distributed memory with these address bits.
fn memory(contents: &str, read: Value, write: Value) -> Value {
    json!({
        "type": "TRELLIS_DPR16X4",
        "parameters": {"INITVAL": contents.repeat(64), "WCKMUX": "WCK", "WREMUX": "WRE"},
        "attributes": {},
        "port_directions": {
            "DI": "input", "DO": "output", "RAD": "input", "WAD": "input", "WCK": "input", "WRE": "input"
        },
        "connections": {
            "DI": [20, 21, 22, "x"], "DO": [30, 31, 32, 33], "RAD": read, "WAD": write, "WCK": [CLOCK], "WRE": [40]
        },
    })
}

fn addresses(cells: &Value, name: &str) -> (Value, Value) {
    let connections = &cells[name]["connections"];
    (connections["RAD"].clone(), connections["WAD"].clone())
}

#[test]
fn an_unused_address_bit_follows_a_used_one() {
    let cells = cells(
        json!({
            "all": memory("x", json!([3, 4, 5, 6]), json!([7, 8, 9, 10])),
            "five": memory("x", json!([3, 4, 5, "0"]), json!([7, 8, 9, "0"])),
            "two": memory("x", json!(["1", 4, "0", "0"]), json!(["1", 8, "0", "0"])),
            "one": memory("x", json!(["0", "0", "0", "0"]), json!(["0", "0", "0", "0"])),
        }),
        None,
    );
    assert_eq!(addresses(&cells, "all"), (json!([3, 4, 5, 6]), json!([7, 8, 9, 10])));
    assert_eq!(addresses(&cells, "five"), (json!([3, 4, 5, 3]), json!([7, 8, 9, 7])));
    assert_eq!(addresses(&cells, "two"), (json!([4, 4, 4, 4]), json!([8, 8, 8, 8])));
    assert_eq!(addresses(&cells, "one").0, json!(["0", "0", "0", "0"]));
}

#[test]
fn address_bits_stay_where_they_mean_something() {
    let cells = cells(
        json!({
            "contents": memory("1", json!([3, 4, 5, "0"]), json!([7, 8, 9, "0"])),
            "written_in_part": memory("x", json!([3, 4, 5, 6]), json!([7, 8, 9, "0"])),
            "two_halves": memory("x", json!([3, 4, 5, "0"]), json!([7, 8, 9, "1"])),
        }),
        None,
    );
    assert_eq!(addresses(&cells, "contents"), (json!([3, 4, 5, "0"]), json!([7, 8, 9, "0"])));
    assert_eq!(addresses(&cells, "written_in_part"), (json!([3, 4, 5, 6]), json!([7, 8, 9, "0"])));
    assert_eq!(addresses(&cells, "two_halves"), (json!([3, 4, 5, "0"]), json!([7, 8, 9, "1"])));
}

/// A multiplier whose reset and one sign are constants.
fn controlled(product: u64) -> Value {
    let mut cell = multiplier(10, 11, product);
    for (port, bit) in [("CE0", "1"), ("RST0", "0"), ("SIGNEDA", "0")] {
        cell["port_directions"][port] = "input".into();
        cell["connections"][port] = json!([bit]);
    }
    cell
}

#[test]
fn each_block_of_multipliers_has_constants_of_its_own() {
    let made = |size| {
        let names = ["m0", "m1", "m2", "m3", "m4"];
        let cells_of_five = names
            .iter()
            .enumerate()
            .map(|(n, name)| ((*name).to_owned(), controlled(20 + u64::try_from(n).unwrap())));
        cells(Value::Object(cells_of_five.collect()), size)
    };
    let placed = made(Some("85k"));
    let at = |name: &str, port: &str| placed[name]["connections"][port].clone();
    for block in [&["m0", "m1", "m2", "m3"][..], &["m4"]] {
        let (zero, one) = (at(block[0], "RST0"), at(block[0], "CE0"));
        assert!(zero[0].is_u64() && one[0].is_u64() && zero != one);
        for name in block {
            assert_eq!([at(name, "RST0"), at(name, "SIGNEDA")], [zero.clone(), zero.clone()]);
            assert_eq!([at(name, "CE0"), at(name, "A1")], [one.clone(), json!(["0"])]);
        }
    }
    assert_ne!(at("m3", "RST0"), at("m4", "RST0"));
    let tables = placed.as_object().unwrap().values().filter(|cell| cell["type"] == "LUT4");
    let tables: Vec<(&Value, &str)> = tables
        .map(|cell| (&cell["connections"]["Z"], cell["parameters"]["INIT"].as_str().unwrap()))
        .collect();
    assert_eq!(tables.len(), 4);
    for name in ["m0", "m4"] {
        assert!(tables.contains(&(&at(name, "RST0"), &*"0".repeat(16))));
        assert!(tables.contains(&(&at(name, "CE0"), &*"1".repeat(16))));
    }
    // Without sites it is not known which share a block.
    assert_eq!(made(None)["m0"]["connections"]["RST0"], json!(["0"]));
}

#[test]
fn a_constant_at_a_carry_chain_s_head_comes_from_a_carry_cell() {
    let carry = |from: Value, to: u64| {
        json!({
            "type": "CCU2C",
            "parameters": {},
            "attributes": {},
            "port_directions": {"CIN": "input", "COUT": "output"},
            "connections": {"CIN": [from], "COUT": [to]},
        })
    };
    let cells = cells(
        json!({
            "adds": carry("0".into(), 20),
            "on": carry(20.into(), 21),
            "subtracts": carry("1".into(), 22),
        }),
        None,
    );
    assert_eq!(cells.as_object().unwrap().len(), 5);
    assert_eq!(cells["on"]["connections"]["CIN"], json!([20]));
    for (name, generate) in [("adds", "0000000000000000"), ("subtracts", "0000000000001111")] {
        let head = &cells[format!("{name}_head")];
        assert_eq!(head["connections"]["COUT"], cells[name]["connections"]["CIN"]);
        assert!(head["connections"]["COUT"][0].as_u64().unwrap() > 99);
        assert_eq!([&head["parameters"]["INIT0"], &head["parameters"]["INIT1"]], [generate; 2]);
        // With all inputs 1 neither bit propagates; what they generate is by A and B alone.
        assert_eq!(head["connections"]["D1"], json!(["1"]));
    }
}

#[test]
fn improving_twice_is_the_same_as_once() {
    let netlist = json!({"modules": {"top": {"ports": {}, "netnames": {}, "cells": {
        "m": controlled(12),
        "carry": {
            "type": "CCU2C", "parameters": {}, "attributes": {},
            "port_directions": {"CIN": "input"}, "connections": {"CIN": ["1"]},
        },
    }}}});
    let once = improve(&netlist.to_string(), Some("85k")).unwrap();
    assert_eq!(improve(&once, Some("85k")).unwrap(), once);
}

#[test]
fn what_is_not_a_netlist_is_refused() {
    assert!(improve("{\"modules\": 3}", None).is_err());
}
