//! Models that are built and run: ports, clock, errors of the design, traces.

mod common;

use common::{COUNTER, cache, clocked, tool};
use verilator_sys::{Build, Direction, Error, Model, PortInfo};

/// Builds, or panics with what Verilator said.
fn open(build: &Build) -> Model {
    let library = build.build(&tool(), &cache()).unwrap_or_else(|error| panic!("{error}"));
    Model::open(&library).unwrap()
}

#[test]
fn a_step_samples_what_was_poked() {
    let mut model = open(&clocked("counter", COUNTER));
    let [reset, enable, count] = ["reset", "enable", "count"].map(|name| model.port(name).unwrap());
    model.poke(reset, 1);
    model.step().unwrap();
    model.poke(reset, 0);
    model.step().unwrap();
    assert_eq!(model.peek(count), 0);
    for expected in 1..=5 {
        model.poke(enable, 1);
        model.step().unwrap();
        assert_eq!(model.peek(count), expected);
    }
    // A one-bit port takes one bit.
    model.poke(enable, 2);
    assert_eq!(model.peek(enable), 0);
    model.step().unwrap();
    assert_eq!(model.peek(count), 5);
}

#[test]
fn eval_settles_without_an_edge() {
    let mut model = open(&clocked("counter", COUNTER));
    let [enable, even] = ["enable", "next_is_even"].map(|name| model.port(name).unwrap());
    model.eval().unwrap();
    assert_eq!(model.peek(even), 1);
    model.poke(enable, 1);
    model.eval().unwrap();
    assert_eq!(model.peek(even), 0);
}

#[test]
fn run_calls_back_before_each_edge() {
    let mut model = open(&clocked("counter", COUNTER));
    let [enable, count, even] =
        ["enable", "count", "next_is_even"].map(|name| model.port(name).unwrap());
    let mut seen = Vec::new();
    let done = model
        .run(1000, |ports| {
            seen.push(ports.peek(count));
            ports.poke(enable, 1);
            ports.eval();
            assert_eq!(ports.peek(even), ports.peek(count) % 2);
            seen.len() <= 10
        })
        .unwrap();
    assert_eq!(done, 10);
    assert_eq!(seen, (0..=10).collect::<Vec<_>>());
    assert_eq!(model.peek(count), 10);
    assert_eq!(model.run(0, |_| panic!("not called")).unwrap(), 0);
}

#[test]
fn a_panic_in_the_callback_comes_through() {
    let mut model = open(&clocked("counter", COUNTER));
    let run = std::panic::AssertUnwindSafe(|| model.run(5, |_| panic!("mine")));
    let panic = std::panic::catch_unwind(run).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"mine"));
    model.step().unwrap();
}

#[test]
fn fatal_is_an_error_with_its_text() {
    let mut model = open(&clocked("counter", COUNTER));
    let enable = model.port("enable").unwrap();
    model.poke(enable, 1);
    let mut calls = 0;
    let error = model
        .run(1000, |_| {
            calls += 1;
            true
        })
        .unwrap_err();
    assert_eq!(calls, 101);
    let text = error.to_string();
    assert!(matches!(error, Error::Stopped(_)));
    assert!(text.contains("counted 100") && text.contains("counter.v"), "{text}");
    // It stays dead, and says the same.
    assert_eq!(model.step().unwrap_err().to_string(), text);
    assert_eq!(model.eval().unwrap_err().to_string(), text);
}

#[test]
fn finish_ends_a_run() {
    let text = "module ender (input clk, output reg [3:0] count);
  always @(posedge clk) begin
    count <= count + 4'd1;
    if (count == 4'd6) $finish;
  end
endmodule
";
    let mut model = open(&clocked("ender", text));
    assert_eq!(model.run(100, |_| true).unwrap(), 7);
    assert!(model.finished());
    assert_eq!(model.run(100, |_| true).unwrap(), 0);
}

#[test]
fn a_loop_that_does_not_settle_is_an_error() {
    let text = "module ring (input enable, output [1:0] out);
  wire a, b;
  assign a = ~(b & enable);
  assign b = a;
  assign out = {a, b};
endmodule
";
    let mut build = Build::new("ring", [("ring.v", text)]);
    build.waive = vec!["UNOPTFLAT".into()];
    let mut model = open(&build);
    let enable = model.port("enable").unwrap();
    model.eval().unwrap();
    model.poke(enable, 1);
    let error = model.eval().unwrap_err();
    assert!(error.to_string().contains("converge"), "{error}");
}

#[test]
fn ports_of_every_width() {
    let widths = [1, 8, 9, 16, 17, 32, 33, 64, 65, 96, 127, 128, 1000];
    let ports = widths.map(|w| format!("input [{0}:0] i{w}, output [{0}:0] o{w}", w - 1));
    let assigns = widths.map(|w| format!("  assign o{w} = ~i{w};\n"));
    let text = format!("module wide ({});\n{}endmodule\n", ports.join(", "), assigns.concat());
    let mut model = open(&Build::new("wide", [("wide.v", text)]));
    assert_eq!(model.ports().len(), 2 * widths.len());
    for width in widths {
        let input = model.port(&format!("i{width}")).unwrap();
        let output = model.port(&format!("o{width}")).unwrap();
        let info = PortInfo { name: format!("o{width}"), width, direction: Direction::Output };
        assert_eq!(model.port_info(output), &info);
        let mask = |word: u32| match width.saturating_sub(32 * word) {
            0 => 0,
            bits if bits < 32 => (1u32 << bits) - 1,
            _ => u32::MAX,
        };

        let value = 0x9abc_def0_1234_5678;
        model.poke(input, value);
        model.eval().unwrap();
        let low = u64::from(mask(0)) | u64::from(mask(1)) << 32;
        assert_eq!(model.peek(input), value & low, "{width}");
        assert_eq!(model.peek(output), !value & low, "{width}");

        let words: Vec<u32> = (0..40).map(|i| 0x8765_4321u32.rotate_left(i)).collect();
        model.poke_wide(input, &words);
        model.eval().unwrap();
        let mut read = [1; 40];
        model.peek_wide(output, &mut read);
        for (index, word) in read.iter().enumerate() {
            assert_eq!(*word, !words[index] & mask(index as u32), "{width} {index}");
        }
        // Words that are not given are zero.
        model.poke_wide(input, &words[..1]);
        model.peek_wide(input, &mut read);
        assert_eq!(read[0], words[0] & mask(0));
        assert!(read[1..].iter().all(|word| *word == 0));
    }
}

#[test]
#[should_panic(expected = "poke of an output")]
fn outputs_are_not_poked() {
    let mut model = open(&clocked("counter", COUNTER));
    let count = model.port("count").unwrap();
    model.poke(count, 1);
}

#[test]
fn names_are_those_of_the_design() {
    let text = "module odd (input a__b, input \\c[1] , output y);\n  assign y = a__b & \\c[1] ;\nendmodule\n";
    let mut model = open(&Build::new("odd", [("odd.v", text)]));
    let [a, c, y] = ["a__b", "c[1]", "y"].map(|name| model.port(name).unwrap());
    model.poke(a, 1);
    model.poke(c, 1);
    model.eval().unwrap();
    assert_eq!(model.peek(y), 1);
    let error = model.port("z").unwrap_err().to_string();
    assert!(error.contains("`z`") && error.contains("a__b"), "{error}");
    assert!(matches!(model.step(), Err(Error::NoClock(_))));
    assert!(matches!(model.trace_start("x.fst".as_ref()), Err(Error::NoTrace)));
}

#[test]
fn models_are_independent() {
    let mut outer = open(&clocked("counter", COUNTER));
    let mut inner = open(&clocked("counter", COUNTER));
    let [enable, count] = ["enable", "count"].map(|name| outer.port(name).unwrap());
    outer.poke(enable, 1);
    outer
        .run(3, |_| {
            inner.poke(enable, 1);
            inner.run(2, |_| true).unwrap();
            true
        })
        .unwrap();
    assert_eq!((outer.peek(count), inner.peek(count)), (3, 6));
    // A model that failed leaves others alone, and any may move to another thread.
    inner.run(1000, |_| true).unwrap_err();
    drop(inner);
    let outer = std::thread::spawn(move || {
        outer.run(4, |_| true).unwrap();
        outer
    });
    assert_eq!(outer.join().unwrap().peek(count), 7);
}

#[test]
fn traces_are_windows() {
    let mut model = open(&Build { trace: true, ..clocked("counter", COUNTER) });
    let folder = tempfile::tempdir().unwrap();
    let files = ["a.fst", "b.fst"].map(|name| folder.path().join(name));
    model.run(10, |_| true).unwrap();
    for file in &files {
        model.trace_start(file).unwrap();
        model.run(10, |_| true).unwrap();
        model.trace_stop();
        model.run(10, |_| true).unwrap();
    }
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        // The header block of an FST file, then something in it.
        assert!(bytes[0] == 0 && bytes.len() > 400, "{}", bytes.len());
    }
    let error = model.trace_start(&folder.path().join("none/a.fst")).unwrap_err();
    assert!(matches!(error, Error::Io { .. }));
}
