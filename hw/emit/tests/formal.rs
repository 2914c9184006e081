//! Claims: how they print, that only provers read them, and what a prover says of them.
#[path = "../../units/src/fifo.rs"]
mod fifo;

use fifo::Fifo;
use kiln_emit::formal::{Method, Prover, Verdict};
use kiln_emit::{Design, EmitErrors, Module, Net, Part, constant};
use verilator_sys::{Verilator, lint};

/// A queue whose nets are ports, with claims of them.
fn queue(claims: impl FnOnce(&mut Module, &[Net; 4])) -> Part {
    let mut m = Module::new("claimed", "A queue.");
    let (clk, rst) = (m.input("clk", 1), m.input("rst", 1));
    let (in_valid, in_data) = (m.input("in_valid", 1), m.input("in_data", 5));
    let (in_ready, out_valid) = (m.output("in_ready", 1), m.output("out_valid", 1));
    let (out_ready, out_data) = (m.input("out_ready", 1), m.output("out_data", 5));
    m.instance("queue", &Part::leaf(&Fifo::new(5, 2)))
        .connect("clk", &clk)
        .connect("rst", &rst)
        .connect("in_valid", &in_valid)
        .connect("in_ready", &in_ready)
        .connect("in_data", &in_data)
        .connect("out_valid", &out_valid)
        .connect("out_ready", &out_ready)
        .connect("out_data", &out_data);
    claims(&mut m, &[clk, rst, in_ready, out_valid]);
    m.part()
}

fn prove(part: &Part) -> Verdict {
    Prover::default().prove(part).unwrap()
}

#[test]
fn claims_print_for_provers_only() {
    let part = queue(|m, [clk, rst, ready, valid]| {
        m.claims(clk, rst).assume("none", rst).assert("room", ready).cover("there", valid);
    });
    let design = Design::new(&part).unwrap();
    let text = design.verilog();
    let claims = text.split("`ifdef FORMAL\n").nth(1).unwrap().split("`endif").next().unwrap();
    let lines: Vec<&str> = claims.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "reg claims_begun = 1'b0;",
            "always @(posedge clk) claims_begun <= 1'b1;",
            "always @* if (!claims_begun) assume (rst);",
            "always @* claim_none: assume (rst);",
            "always @* if (claims_begun) claim_room: assert (in_ready);",
            "always @* if (claims_begun) claim_there: cover (out_valid);",
        ]
    );
    lint(&Verilator::find().unwrap(), &design.files(), design.top()).unwrap();
    assert!(!Design::new(&queue(|_, _| {})).unwrap().verilog().contains("FORMAL"));
}

#[test]
fn wrong_claims_are_named() {
    let part = queue(|m, [clk, rst, ready, _]| {
        let wide = m.wire("wide", 2);
        m.assign(wide.slice(0, 2), constant(2, 0));
        m.claims(clk, rst).assert("wide", &wide).assert("twice", ready).cover("twice", ready);
    });
    let EmitErrors(errors) = Design::new(&part).unwrap_err();
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "module claimed: the name claim_twice is used twice",
            "module claimed: wide: 2 bits where 1 are expected"
        ]
    );
}

#[test]
fn a_broken_claim_comes_with_its_run() {
    let part = queue(|m, [clk, rst, ready, _]| {
        m.claims(clk, rst).assert("room", ready);
    });
    let Verdict::Failed(failure) = prove(&part) else { panic!("there is not always room") };
    assert_eq!(failure.claims, ["room"]);
    let row = |name: &str| {
        let found = failure.trace.ports.iter().find(|(port, _)| port == name);
        found.unwrap_or_else(|| panic!("{name} is not in\n{failure}")).1.join("")
    };
    // Reset, two words in, and there is no room.
    assert_eq!(row("in_valid").len(), 4, "{failure}");
    assert_eq!(&row("rst")[..3], "100", "{failure}");
    assert_eq!(&row("in_valid")[1..3], "11", "{failure}");
    assert_eq!(&row("in_ready")[1..], "110", "{failure}");
    assert_eq!(row("in_data").len(), 8, "{failure}");
    let text = failure.to_string();
    assert!(text.starts_with("claimed: room does not hold:\ncycle "), "{text}");
    assert_eq!(text.lines().count(), 9, "{text}");
}

#[test]
fn covers_must_be_reached() {
    let reached = queue(|m, [clk, rst, ready, valid]| {
        m.claims(clk, rst)
            .assert("begun", constant(1, 1))
            .cover("there", valid)
            .cover("room", ready);
    });
    let Verdict::Proved(proof) = prove(&reached) else { panic!("all can be reached") };
    assert_eq!(proof.covered.len(), 2);
    assert!(proof.covered.contains(&("there".to_owned(), 2)), "{:?}", proof.covered);

    // Under an assumption that keeps the queue in reset for ever, everything holds and nothing happens.
    let never = queue(|m, [clk, rst, ready, valid]| {
        m.claims(clk, rst).assume("reset", rst).assert("room", ready).cover("there", valid);
    });
    let verdict = prove(&never);
    assert!(
        matches!(&verdict, Verdict::NotCovered { claim, cycles: 20 } if claim == "there"),
        "{verdict:?}"
    );
}

#[test]
fn induction_shows_what_the_claims_do_not_exclude() {
    let mut m = Module::new("idle", "A queue that nothing enters.");
    let (clk, rst, out_ready) = (m.input("clk", 1), m.input("rst", 1), m.input("out_ready", 1));
    let (room, count) = (m.output("room", 1), m.output("count", 2));
    let mut queue = m.instance("queue", &Part::leaf_with_state(&Fifo::new(1, 2)));
    queue.connect("clk", &clk).connect("rst", &rst).connect("out_ready", &out_ready);
    queue.connect("in_valid", constant(1, 0)).connect("in_data", constant(1, 0));
    queue.connect("in_ready", &room).connect("state_count", &count);
    for port in ["out_valid", "out_data", "state_slots_0", "state_slots_1"] {
        queue.open(port);
    }
    drop(queue);
    m.claims(&clk, &rst).assert("room", &room);
    let part = m.part();

    // There is always room, but the claim does not say that the count never is 3, from where it could become 2.
    let by_induction = Prover { method: Method::Induction(1), ..Prover::default() };
    let verdict = by_induction.prove(&part).unwrap();
    let Verdict::Unknown(Some(step)) = verdict else { panic!("{verdict:?}") };
    assert_eq!(step.claims, ["room"]);
    let count = step.trace.ports.iter().find(|(name, _)| name == "count").unwrap();
    assert_eq!(count.1, ["3", "2"], "{step}");
    let Verdict::Proved(proof) = prove(&part) else { panic!("there is always room") };
    assert_eq!(proof.method, Method::Reach);
}
