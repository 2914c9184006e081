//! The build itself: what is refused, what is kept, what happens at once.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Instant;

use common::{COUNTER, cache, clocked, tool};
use verilator_sys::{Build, Error, Model, Verilator, lint};

/// A search path whose `verilator` notes each call in a file and passes it on.
fn counting_tool(folder: &Path) -> Verilator {
    let real = tool().path().to_owned();
    let script = folder.join("verilator");
    let calls = folder.join("calls");
    let text =
        format!("#!/bin/sh\necho \"$@\" >> {}\nexec {} \"$@\"\n", calls.display(), real.display());
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path =
        std::env::join_paths([folder.into()].into_iter().chain(std::env::split_paths(&path)));
    Verilator::find_in(&path.unwrap()).unwrap()
}

fn calls(folder: &Path) -> usize {
    fs::read_to_string(folder.join("calls")).unwrap().lines().count()
}

#[test]
fn a_hit_calls_no_tool_and_is_quick() {
    let folder = tempfile::tempdir().unwrap();
    let tool = counting_tool(folder.path());
    let build = clocked("counter", COUNTER);
    let first = build.build(&tool, &cache()).unwrap();
    let before = calls(folder.path());
    let start = Instant::now();
    let second = build.build(&tool, &cache()).unwrap();
    assert!(start.elapsed().as_millis() < 500);
    assert_eq!(first, second);
    assert_eq!(calls(folder.path()), before);
}

#[test]
fn a_change_is_another_build() {
    let folder = tempfile::tempdir().unwrap();
    let tool = counting_tool(folder.path());
    let build = |limit| {
        let text = format!(
            "module sum (input [3:0] a, output [3:0] y);\n  assign y = a + 4'd{limit};\nendmodule\n"
        );
        Build::new("sum", [("sum.v", text)])
    };
    let [one, two] = [1, 2].map(|limit| build(limit).build(&tool, folder.path()).unwrap());
    assert_ne!(one.path(), two.path());
    for (library, expected) in [(one, 1), (two, 2)] {
        let mut model = Model::open(&library).unwrap();
        model.eval().unwrap();
        assert_eq!(model.peek(model.port("y").unwrap()), expected);
    }
    // Each build asks for the runtime's place and verilates; the version was asked for once.
    assert_eq!(calls(folder.path()), 5);
}

#[test]
fn builders_of_the_same_design_do_not_clash() {
    let folder = tempfile::tempdir().unwrap();
    let tool = counting_tool(folder.path());
    let build = Build::new(
        "pass",
        [("pass.v", "module pass (input a, output y);\n  assign y = a;\nendmodule\n")],
    );
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| Model::open(&build.build(&tool, folder.path()).unwrap()).unwrap());
        }
    });
    assert_eq!(calls(folder.path()), 3);
}

#[test]
fn bad_verilog_is_refused_in_verilators_words() {
    let cache = tempfile::tempdir().unwrap();
    let cases = [
        ("module bad (input a, output y);\n  assign y = a +;\nendmodule\n", "syntax error"),
        ("module bad (input a, output y);\n  assign y = b;\nendmodule\n", "'b'"),
        // Warnings too.
        ("module bad (input [3:0] a, output [1:0] y);\n  assign y = a;\nendmodule\n", "WIDTH"),
        (
            "module bad (input a, output y);\n  wire spare = a;\n  assign y = a;\nendmodule\n",
            "UNUSED",
        ),
    ];
    for (text, expected) in cases {
        let sources = [("bad.v".to_owned(), text.to_owned())];
        let built = Build::new("bad", sources.clone()).build(&tool(), cache.path()).unwrap_err();
        let linted = lint(&tool(), &sources, "bad").unwrap_err();
        for error in [built, linted] {
            let text = error.to_string();
            assert!(matches!(error, Error::Tool { .. }));
            assert!(text.contains(expected) && text.contains("bad.v:2"), "{text}");
        }
    }
}

#[test]
fn clean_verilog_passes_lint() {
    lint(&tool(), &[("counter.v".to_owned(), COUNTER.to_owned())], "counter").unwrap();
}

#[test]
fn waived_warnings_are_let_through() {
    let text = "module cut (input [3:0] a, output [1:0] y);\n  assign y = a;\nendmodule\n";
    let mut build = Build::new("cut", [("cut.v", text)]);
    assert!(build.build(&tool(), &cache()).is_err());
    build.waive = vec!["lint".into(), "UNUSED".into()];
    build.build(&tool(), &cache()).unwrap();
}

#[test]
fn missing_and_old_tools_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let find = || Verilator::find_in(folder.path().as_os_str()).unwrap_err();
    assert!(find().to_string().contains("apt-get install verilator"));
    let script = folder.path().join("verilator");
    fs::write(&script, "#!/bin/sh\necho Verilator 4.038 2020-07-11\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(find().to_string().contains("apt-get install g++"));
    fs::copy(&script, folder.path().join("g++")).unwrap();
    let error = find();
    assert!(matches!(error, Error::OldTool { .. }));
    assert!(error.to_string().contains("4.038") && error.to_string().contains("5.006"), "{error}");
}

#[test]
fn a_clock_that_is_none_is_refused() {
    let error = Build { clock: Some("clock".into()), ..clocked("counter", COUNTER) }
        .build(&tool(), &cache())
        .unwrap_err();
    assert!(matches!(error, Error::NoClock(_)), "{error}");
}
