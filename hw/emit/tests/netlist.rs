//! Netlists of leaves and of netlists: text, checks, and lint.
#[path = "../../units/src/fifo.rs"]
mod fifo;

use fifo::Fifo;
use kiln_emit::{Design, EmitErrors, Module, Part, PartPort, concat, constant, repeat};
use verilator_sys::{Verilator, lint};

/// A chain of `n` queues, each in a module of its own.
fn chain(width: usize, n: usize) -> Part {
    let fifo = Part::leaf(&Fifo::new(width, 4));
    let mut m = Module::new(format!("chain_w{width}_n{n}"), "Queues in a row.");
    m.section("clock and reset");
    let (clk, rst) = (m.input("clk", 1), m.input("rst", 1));
    m.section("words in");
    let mut valid = m.input("in_valid", 1);
    let first_ready = m.output("in_ready", 1);
    let mut data = m.input("in_data", width);
    m.section("words out");
    let out_valid = m.output("out_valid", 1);
    let out_ready = m.input("out_ready", 1);
    let out_data = m.output("out_data", width);
    let mut ready = first_ready;
    for i in 0..n {
        m.comment(format!("queue {i}"));
        let last = i + 1 == n;
        let next_valid = if last { out_valid.clone() } else { m.wire(format!("valid_{i}"), 1) };
        let next_ready = if last { out_ready.clone() } else { m.wire(format!("ready_{i}"), 1) };
        let next_data = if last { out_data.clone() } else { m.wire(format!("data_{i}"), width) };
        m.instance(format!("fifo_{i}"), &fifo)
            .connect("clk", &clk)
            .connect("rst", &rst)
            .connect("in_valid", &valid)
            .connect("in_ready", &ready)
            .connect("in_data", &data)
            .connect("out_valid", &next_valid)
            .connect("out_ready", &next_ready)
            .connect("out_data", &next_data);
        (valid, ready, data) = (next_valid, next_ready, next_data);
    }
    m.part()
}

/// Two chains, with sources and targets of every form.
fn pair() -> Part {
    let chain = chain(16, 3);
    let mut m = Module::new("pair", "Two chains beside each other.");
    let (clk, rst) = (m.input("clk", 1), m.input("rst", 1));
    let data = m.input("data", 24);
    let valid = m.input("valid", 2);
    let ready = m.output("ready", 2);
    let out = m.output("out", 40);
    let joined = m.wire("joined", 32);
    let low = m.wire("low", 3);
    for i in 0..2 {
        m.instance(format!("chain_{i}"), &chain)
            .connect("clk", &clk)
            .connect("rst", &rst)
            .connect("in_valid", valid.bit(i))
            .connect("in_ready", ready.bit(i))
            .connect(
                "in_data",
                concat([data.slice(8 * i, 8), constant(4, 5), repeat(data.bit(23), 4)]),
            )
            .open("out_valid")
            .connect("out_ready", constant(1, 1))
            .connect("out_data", joined.slice(16 * i, 16));
    }
    m.assign(
        concat([out.slice(0, 35), (&low).into()]),
        concat([joined.slice(0, 24), constant(14, 0)]),
    );
    m.assign(out.slice(35, 5), concat([low.bit(0), constant(4, 9)]));
    m.part()
}

#[test]
fn each_module_is_printed_once_and_lints() {
    let design = Design::new(&pair()).unwrap();
    let files = design.files();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["fifo_w16_d4.v", "chain_w16_n3.v", "pair.v"]);
    assert_eq!(design.verilog(), Design::new(&pair()).unwrap().verilog());
    let tool = Verilator::find().unwrap();
    lint(&tool, &files, design.top()).unwrap();
    for (name, files) in design.each_alone() {
        lint(&tool, &files, &name).unwrap();
    }
}

fn problems(module: Module) -> Vec<String> {
    let EmitErrors(errors) = Design::new(&module.part()).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn wrong_connections_are_named() {
    let fifo = Part::leaf(&Fifo::new(8, 4));
    let mut m = Module::new("bad", "");
    let clk = m.input("clk", 1);
    let data = m.input("data", 8);
    let dead = m.wire("dead", 4);
    m.instance("q", &fifo)
        .connect("clk", &clk)
        .connect("rst", constant(1, 2))
        .connect("in_data", data.slice(4, 8))
        .connect("in_valid", &data)
        .connect("in_ready", constant(1, 0))
        .connect("out_data", concat([data.slice(0, 4), dead.slice(0, 4)]))
        .connect("out_data", &data)
        .connect("level", &clk);
    assert_eq!(
        problems(m),
        [
            "module bad: q.out_data is connected twice",
            "module bad: q (fifo_w8_d4) has no port level",
            "module bad: the constant 2 does not fit 1 bits",
            "module bad: q.in_valid: 8 bits where 1 are expected",
            "module bad: q.in_ready: an output drives bits of nets, nothing else",
            "module bad: data: bits 4 to 11 do not exist, it has 8",
            "module bad: q.out_valid: this output is neither connected nor said to be open",
            "module bad: q.out_ready: this input is not connected",
            "module bad: the input data cannot be driven from inside",
            "module bad: bit 0 of dead is not driven",
        ]
    );
}

#[test]
fn wrong_nets_are_named() {
    let mut other = Module::new("other", "");
    let foreign = other.input("foreign", 1);
    let mut m = Module::new("bad", "");
    let (a, b) = (m.wire("a", 4), m.wire("b", 4));
    m.wire("a", 0);
    m.wire("wire", 1);
    m.assign(&a, constant(4, 1));
    m.assign(a.slice(2, 2), constant(2, 1));
    m.assign(&b, &foreign);
    m.assign(concat([b.bit(0), constant(1, 0)]), constant(3, 0));
    assert_eq!(
        problems(m),
        [
            "module bad: the name a is used twice",
            "module bad: a has no bits",
            "module bad: wire cannot be a name in Verilog",
            "module bad: bit 2 of a is driven twice",
            "module bad: assign b: 1 bits where 4 are expected",
            "module bad: foreign belongs to another module",
            "module bad: assign {b[0], 1'b0}: 3 bits where 2 are expected",
            "module bad: {b[0], 1'b0} cannot be driven: only bits of nets can",
            "module bad: bit 0 of b is driven twice",
            "module bad: the wire a is not read by anything",
            "module bad: the wire b is not read by anything",
            "module bad: the wire a is not read by anything",
            "module bad: bit 0 of wire is not driven",
        ]
    );
}

#[test]
fn modules_of_one_name_must_agree() {
    let make = |value| {
        let mut m = Module::new("same", "");
        let out = m.output("out", 4);
        m.assign(&out, constant(4, value));
        m.part()
    };
    let mut m = Module::new("top", "");
    for (i, part) in [make(1), make(1), make(2)].iter().enumerate() {
        let out = m.output(format!("out_{i}"), 4);
        m.instance(format!("same_{i}"), part).connect("out", &out);
    }
    assert_eq!(
        problems(m),
        ["two different modules are called same: give them different parameters"]
    );
}

#[test]
fn external_modules_have_parameters_and_ports_of_both_directions() {
    let pad = Part::external(
        "PAD",
        [("DRIVE", 4.into()), ("PULL", "UP".into())],
        [
            PartPort::input("I", 1),
            PartPort::input("T", 1),
            PartPort::output("O", 1),
            PartPort::inout("B", 1),
        ],
    );
    let mut m = Module::new("pads", "Two pads.");
    let (to, off) = (m.input("to", 2), m.input("off", 1));
    let (from, pin) = (m.output("from", 2), m.inout("pin", 2));
    for i in 0..2 {
        m.instance(format!("pad{i}"), &pad)
            .connect("I", to.bit(i))
            .connect("T", &off)
            .connect("O", from.bit(i))
            .connect("B", pin.bit(i));
    }
    let design = Design::new(&m.part()).unwrap();
    assert_eq!(design.files().len(), 1, "the pad is not ours");
    let text = design.verilog();
    for line in [
        "    inout  wire [1:0] pin",
        "    PAD #(\n        .DRIVE(4),\n        .PULL(\"UP\")\n    ) pad1 (",
        "        .B(pin[1])",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let files = [design.files(), design.stand_ins()].concat();
    lint(&Verilator::find().unwrap(), &files, design.top()).unwrap();
}
