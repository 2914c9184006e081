//! The `kiln` command from outside: what it prints, writes and returns, for good input and bad.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Bench {
        Bench { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// Runs `kiln` in the bench's folder; `examples/x.kiln` means the project's example.
    fn kiln(&self, args: &[&str]) -> Output {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let resolved = args.iter().map(|arg| match arg.strip_prefix("examples/") {
            Some(name) => root.join("examples").join(name).display().to_string(),
            None => arg.to_string(),
        });
        Command::new(env!("CARGO_BIN_EXE_kiln"))
            .args(resolved)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn good(&self, args: &[&str]) -> String {
        let output = self.kiln(args);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Asserts that the command fails with code 1 and a message with all of `parts`.
    fn bad(&self, args: &[&str], parts: &[&str]) {
        let output = self.kiln(args);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {errors}");
        assert!(!errors.contains("panicked"), "{errors}");
        for part in parts {
            assert!(errors.contains(part), "{args:?}: no `{part}` in: {errors}");
        }
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn fabrics_are_listed_and_described() {
    let bench = Bench::new();
    let list = bench.good(&["fabrics"]);
    let names = "tang, nano, tiny, ulx3s, ulx3s_small, ulx3s_f32, ulx3s_i8, dense, mid, paper";
    for name in names.split(", ") {
        assert!(list.contains(name), "{list}");
    }
    assert!(bench.good(&["fabrics", "tiny"]).contains("multipliers"));
    bench.bad(&["fabrics", "huge"], &["huge", names]);
    let broken = bench.write("broken.toml", "name = 3");
    bench.bad(&["fabrics", &broken], &["broken.toml", "name"]);
}

#[test]
fn a_program_is_compiled_run_and_reported() {
    let bench = Bench::new();
    let gemm =
        ["examples/gemm.kiln", "--fabric", "tiny", "--set", "M=5", "--set", "N=7", "--set", "K=3"];
    bench.good(&[&["compile"], &gemm[..], &["-o", "gemm.kiln"]].concat());
    let direct = bench.good(&[&["run"], &gemm[..], &["--json"]].concat());
    bench.good(&["run", "gemm.kiln", "--report", "report.json", "--out", "c.npy"]);
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(bench.path("report.json")).unwrap()).unwrap();
    let direct: serde_json::Value = serde_json::from_str(&direct).unwrap();
    assert_eq!(report["cycles"], direct["cycles"]);
    assert_eq!(report["macs"], 5 * 7 * 3);
    assert_eq!(report["agrees"], true);
    assert_eq!(report["within_bound"], true);
    for field in ["program", "fabric", "device", "peak_macs_per_cycle", "utilization", "sim_khz"] {
        assert!(!report[field].is_null(), "{field}");
    }
    assert!(direct["compile_ms"]["lower"].is_number());
    let unit = &report["units"][0];
    for field in ["name", "kind", "busy", "starved", "blocked"] {
        assert!(!unit[field].is_null(), "{field}");
    }
    assert!(bench.path("c.npy").exists());
}

#[test]
fn outputs_come_back_as_inputs() {
    let bench = Bench::new();
    let sizes = ["--fabric", "tiny", "--set", "M=3", "--set", "N=5"];
    bench.good(&[&["run", "examples/transpose.kiln"], &sizes[..], &["--out", "t.npy"]].concat());
    let back = ["--fabric", "tiny", "--set", "M=5", "--set", "N=3"];
    let input =
        bench.good(&["compile", "examples/transpose.kiln", "--fabric", "tiny", "--emit", "core"]);
    let name = input
        .lines()
        .find_map(|line| line.trim().strip_prefix("input "))
        .map(|rest| rest.split(':').next().unwrap().trim().to_string())
        .unwrap();
    let given = format!("{name}=t.npy");
    bench.good(&[&["run", "examples/transpose.kiln"], &back[..], &["--in", &given]].concat());
    // The wrong way round the shape does not match, and the message has both shapes.
    let run = [&["run", "examples/transpose.kiln"], &sizes[..], &["--in", &given]].concat();
    bench.bad(&run, &["[5, 3]", "[3, 5]"]);
}

#[test]
fn every_level_is_printed() {
    let bench = Bench::new();
    for level in ["core", "streams", "placed", "bits"] {
        let args = ["compile", "examples/axpy.kiln", "--fabric", "tiny", "--emit", level];
        assert!(!bench.good(&args).is_empty(), "{level}");
    }
    bench.good(&["compile", "examples/axpy.kiln", "--fabric", "tiny", "-o", "axpy.kiln"]);
    assert!(
        bench.good(&["disasm", "axpy.kiln"]).contains("counters")
            || bench.good(&["disasm", "axpy.kiln"]).contains("level0.tile")
    );
    bench.good(&["map", "axpy.kiln", "-o", "axpy.svg"]);
    let svg = std::fs::read_to_string(bench.path("axpy.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("pcu_r0_c0"));
}

#[test]
fn arguments_of_a_compiled_file_can_be_set_and_shapes_cannot() {
    let bench = Bench::new();
    bench.good(&["compile", "examples/axpy.kiln", "--fabric", "tiny", "-o", "axpy.kiln"]);
    bench.good(&["run", "axpy.kiln", "--set", "alpha=-2.5", "--out", "a.npy"]);
    bench.good(&["run", "axpy.kiln", "--out", "b.npy"]);
    let read = |name| std::fs::read(bench.path(name)).unwrap();
    assert_ne!(read("a.npy"), read("b.npy"));
    bench.bad(&["run", "axpy.kiln", "--set", "N=5"], &["shape", "compile", "N=5"]);
    bench.bad(&["run", "axpy.kiln", "--set", "beta=5"], &["beta", "alpha"]);
    bench.bad(&["run", "axpy.kiln", "--set", "alpha=two"], &["alpha=two", "f32"]);
}

#[test]
fn beats_are_printed_as_nested_lists() {
    let bench = Bench::new();
    let compiled = bench.good(&[
        "compile",
        "examples/vector_add.kiln",
        "--fabric",
        "tiny",
        "--set",
        "N=6",
        "--emit",
        "placed",
    ]);
    let link = compiled.lines().find(|l| l.contains(" over ")).unwrap();
    let link = link.split("  ").next().unwrap().trim();
    let text = bench.good(&[
        "run",
        "examples/vector_add.kiln",
        "--fabric",
        "tiny",
        "--set",
        "N=6",
        "--beats",
        link,
    ]);
    assert!(text.contains('<') && text.contains('_'), "{text}");
    let whole =
        ["run", "examples/gemm_i32.kiln", "--fabric", "tiny", "--set", "K=1", "--beats", "c"];
    let integers = bench.good(&whole);
    let beats = integers.lines().nth(1).unwrap();
    assert!(beats.contains('<') && !beats.contains('.'), "{beats}");
    bench.bad(
        &["run", "examples/vector_add.kiln", "--fabric", "tiny", "--beats", "nothing"],
        &["nothing", link],
    );
}

#[test]
fn problems_in_programs_have_a_place() {
    let bench = Bench::new();
    let syntax =
        bench.write("syntax.txt", "param N = 4;\noutput y: f32[N] = map (i in N) { 1.0 + };\n");
    bench.bad(&["run", &syntax, "--fabric", "tiny"], &["syntax.txt:2"]);
    let shape = bench.write(
        "shape.txt",
        "param N = 4;\ninput a: f32[N];\noutput y: f32[N] = map (i in N) { a[i + 1] };\n",
    );
    bench.bad(&["run", &shape, "--fabric", "tiny"], &["shape.txt:3"]);
    let binary = bench.write("binary", [0xff, 0xfe, 0x00]);
    bench.bad(&["run", &binary, "--fabric", "tiny"], &["neither a program text nor a bitstream"]);
    bench.bad(&["run", "missing.kiln", "--fabric", "tiny"], &["missing.kiln"]);
}

#[test]
fn a_program_that_does_not_fit_is_refused_with_the_resource() {
    let bench = Bench::new();
    let args = ["compile", "examples/tpch_q6.kiln", "--fabric", "tiny", "-o", "q6.kiln"];
    bench.bad(&args, &["tiny", "needs", "has 2", "mid"]);
    assert!(bench.files().is_empty(), "{:?}", bench.files());
}

#[test]
fn damaged_or_foreign_bitstreams_are_refused() {
    let bench = Bench::new();
    bench.good(&["compile", "examples/axpy.kiln", "--fabric", "tiny", "-o", "axpy.kiln"]);
    let bytes = std::fs::read(bench.path("axpy.kiln")).unwrap();
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x10;
    bench.write("flipped.kiln", &flipped);
    bench.write("cut.kiln", &bytes[..bytes.len() - 7]);
    bench.bad(&["run", "flipped.kiln"], &["flipped.kiln"]);
    bench.bad(&["run", "cut.kiln"], &["cut short"]);
    bench.bad(&["run", "axpy.kiln", "--fabric", "mid"], &["tiny", "mid", "compile it again"]);
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let bench = Bench::new();
    let run = ["run", "examples/axpy.kiln", "--fabric", "tiny"];
    bench.bad(&[&run[..], &["--in", "x=missing.npy"]].concat(), &["missing.npy"]);
    bench.write("text.npy", "not an array");
    bench.bad(&[&run[..], &["--in", "x=text.npy"]].concat(), &["text.npy"]);
    bench.bad(&[&run[..], &["--in", "nothing=text.npy"]].concat(), &["nothing", "x"]);
    bench.write("plain", "");
    bench.bad(&[&run[..], &["--out", "plain/y.npy"]].concat(), &["plain"]);
    bench.bad(&[&run[..], &["--max-cycles", "20"]].concat(), &["20 cycles", "--max-cycles"]);
    bench.bad(&["run", "examples/axpy.kiln"], &["--fabric", "tiny"]);
}

#[test]
fn the_command_line_is_checked() {
    let bench = Bench::new();
    assert_eq!(bench.kiln(&["run"]).status.code(), Some(2));
    assert_eq!(bench.kiln(&["run", "x", "--set", "N"]).status.code(), Some(2));
    assert!(bench.good(&["--help"]).contains("doctor"));
    assert!(bench.good(&["doctor"]).contains("verilator"));
}

#[test]
fn random_stalls_change_cycles_but_not_results() {
    let bench = Bench::new();
    let run = ["run", "examples/gemv.kiln", "--fabric", "tiny", "--set", "M=9", "--set", "N=11"];
    let plain = bench.good(&[&run[..], &["--json", "--out", "a.npy"]].concat());
    let stalled =
        bench.good(&[&run[..], &["--json", "--out", "b.npy", "--memory-stalls", "7"]].concat());
    let cycles = |text: &str| {
        let report: serde_json::Value = serde_json::from_str(text).unwrap();
        report["cycles"]["run"].as_u64().unwrap()
    };
    assert!(cycles(&stalled) > cycles(&plain));
    let read = |name| std::fs::read(bench.path(name)).unwrap();
    assert_eq!(read("a.npy"), read("b.npy"));
}

impl Bench {
    fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.good(&[args, &["--json"]].concat())).unwrap()
    }
}

#[test]
fn a_run_is_set_beside_the_peak_of_its_type_and_its_roofline() {
    let bench = Bench::new();
    // 2 compute units of 2 stages and 4 lanes: 16 words, 4 elements in each.
    let report = bench.json(&["run", "examples/gemm_i8.kiln", "--fabric", "tiny"]);
    assert_eq!(report["product_type"], "i8");
    assert_eq!(report["peak_macs_per_cycle"], 64);
    let roofline = &report["roofline"];
    assert_eq!(roofline["compute_cycles"], 64 * 64 * 64 / 64);
    // The output is the larger tensor: 64 x 64 words through a port of 4.
    assert_eq!(roofline["memory_cycles"], 1024);
    assert_eq!(roofline["bound_cycles"], 4096);
    assert_eq!(roofline["bound_by"], "multipliers");
    let cycles = report["cycles"]["run"].as_f64().unwrap();
    for share in [&roofline["reached"], &report["utilization"]] {
        assert!((share.as_f64().unwrap() - 4096.0 / cycles).abs() < 1e-9, "{share}");
    }

    let words = bench.json(&["run", "examples/vector_add.kiln", "--fabric", "tiny"]);
    assert_eq!((&words["macs"], &words["product_type"]), (&0.into(), &"f32".into()));
    assert_eq!(words["roofline"]["bound_by"], "memory");
    // Two inputs of 1000 words.
    assert_eq!(words["roofline"]["bound_cycles"], 500);
    let text = bench.good(&["run", "examples/vector_add.kiln", "--fabric", "tiny"]);
    assert!(text.contains("roofline     bound 500 cycles by memory (multipliers 0);"), "{text}");
    assert!(!text.contains("bound by"), "{text}");
}

#[test]
fn a_run_is_explained() {
    let bench = Bench::new();
    let matmul = ["run", "examples/matmul.kiln", "--fabric", "tiny", "--explain"];
    let report = bench.json(&matmul);
    let form = &report["forms"][0];
    assert_eq!((&form["output"], &form["form"]), (&"c".into(), &"systolic".into()));
    assert_eq!((&form["product"], &form["pack"]), (&"mul_f32".into(), &1.into()));
    assert!(form["why_not"].is_null());
    assert_eq!(form["used"]["pcus"], 2);
    assert_eq!(form["had"], serde_json::json!({ "pcus": 2, "pmus": 2, "ags": 8 }));
    let operator = &form["operators"][0];
    assert!(operator["loops"].as_array().unwrap().len() >= 3, "{operator}");
    assert_eq!(operator["streams"].as_array().unwrap().len(), 2);
    let explain = &report["explain"];
    assert_eq!(explain["bound_by"], "multipliers");
    let count = |field: &str| explain[field].as_u64().unwrap();
    // Every cycle of the run is work, waiting, or before or after it.
    let sum: u64 = ["busy", "starved", "blocked", "fill", "drain"].iter().map(|f| count(f)).sum();
    assert_eq!(sum, count("run"));
    assert!(count("fill") > 40 && count("drain") > 8, "{explain}");
    // Memory is read in beats of 4 words, both inputs at least once, and the output is written once.
    assert!(count("read_beats") >= 2048);
    assert_eq!(count("write_beats"), 1024);

    let text = bench.good(&matmul);
    for part in
        ["c: systolic form, mul_f32 of words", "2 of 2 compute units", "bound by", "lifted by"]
    {
        assert!(text.contains(part), "no `{part}` in {text}");
    }
    assert!(bench.json(&matmul[..4])["explain"].is_null());
}

#[test]
fn it_is_said_why_an_output_is_not_systolic() {
    let bench = Bench::new();
    let why = |program: &str| {
        let report = bench.json(&["run", program, "--fabric", "tiny", "--no-check"]);
        assert_eq!(report["forms"][0]["form"], "lanes", "{report}");
        report["forms"][0]["why_not"].as_str().unwrap().to_string()
    };
    assert_eq!(why("examples/vector_add.kiln"), "not a sum of products of two loads");
    assert!(why("examples/gemv.kiln").starts_with("no axis along the rows"));
    let row_major = ["run", "examples/gemm_bf16.kiln", "--fabric", "tiny", "--row-major"];
    let report = bench.json(&row_major);
    let packed = report["forms"][0]["why_not"].as_str().unwrap();
    assert!(packed.starts_with("operands are not k-packed"), "{packed}");
    // `tiny` has no f32 product at its outputs; a stage does it.
    let text = bench.good(&["run", "examples/gemm.kiln", "--fabric", "tiny", "--explain"]);
    assert!(text.contains("c: systolic form"), "{text}");
    assert!(text.contains("then mul_f32 in stage 1"), "{text}");
    let text = bench.good(&["run", "examples/gemv.kiln", "--fabric", "tiny", "--explain"]);
    assert!(text.contains("in lanes; not systolic: no axis"), "{text}");
}

#[test]
fn layouts_are_asked_for_and_provided() {
    let bench = Bench::new();
    let compile = ["compile", "examples/gemm_bf16.kiln", "--fabric", "tiny", "-o", "c.kiln"];
    bench.good(&compile);
    let layout = "b: k by 2, j, k";
    for command in [&["disasm", "c.kiln"][..], &["run", "c.kiln"]] {
        assert!(bench.good(command).contains(&format!("layout of {layout}\n")), "{command:?}");
    }
    bench.good(&["map", "c.kiln", "-o", "c.svg"]);
    assert!(std::fs::read_to_string(bench.path("c.svg")).unwrap().contains(layout));
    let asked = bench.json(&["run", "c.kiln"]);
    bench.good(&[&compile[..], &["--row-major"]].concat());
    let row_major = bench.json(&["run", "c.kiln"]);
    let none: [&str; 0] = [];
    for (report, layouts) in [(&asked, &[layout][..]), (&row_major, &none)] {
        assert_eq!(report["layouts"], serde_json::json!(layouts));
        assert_eq!(report["agrees"], true);
    }
    let cycles = |report: &serde_json::Value| report["cycles"]["run"].as_u64().unwrap();
    assert!(3 * cycles(&asked) < cycles(&row_major));
}

#[test]
fn a_compiled_file_is_reported_without_forms_and_not_explained() {
    let bench = Bench::new();
    bench.good(&["compile", "examples/axpy.kiln", "--fabric", "tiny", "-o", "axpy.kiln"]);
    let report = bench.json(&["run", "axpy.kiln"]);
    assert_eq!(report["forms"], serde_json::json!([]));
    assert!(report["roofline"]["bound_cycles"].is_number());
    bench.bad(&["run", "axpy.kiln", "--explain"], &["--explain", "program's text"]);
}

#[test]
fn the_table_of_dense_products_has_its_own_fabrics() {
    let bench = Bench::new();
    bench.bad(&["bench", "--dense", "--examples", "nowhere"], &["nowhere", "gemm_i8.kiln"]);
    let output = bench.kiln(&["bench", "--dense", "--fabric", "tiny"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_result_does_not_take_the_programs_place() {
    let bench = Bench::new();
    let text = "input x: f32[4]; output y: f32[4] = map (i in 4) { x[i] };";
    let program = bench.write("id.kiln", text);
    let source = [program.as_str(), "--fabric", "tiny"];
    bench.bad(&[&["compile"], &source[..], &["-o", &program]].concat(), &["the program itself"]);
    bench.bad(&[&["map"], &source[..], &["-o", "./id.kiln"]].concat(), &["the program itself"]);
    for option in ["--out", "--report"] {
        let run = [&["run"], &source[..], &[option, &program]].concat();
        bench.bad(&run, &["the program itself"]);
    }
    assert_eq!(std::fs::read_to_string(&program).unwrap(), text);
    let two = "output y: f32 = 1; output z: f32 = 2;";
    let two = bench.write("two.kiln", two);
    let outputs = ["--out", "y=q.npy", "--out", "z=q.npy"];
    let run = [&["run", &two, "--fabric", "mid"], &outputs[..]].concat();
    bench.bad(&run, &["q.npy", "two outputs"]);
}

#[test]
fn results_keep_links_pipes_and_permissions() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let bench = Bench::new();
    let run = ["run", "examples/axpy.kiln", "--fabric", "tiny"];
    let out = |name: &str| bench.good(&[&run[..], &["--out", name]].concat());
    bench.write("kept.npy", "old");
    std::fs::set_permissions(bench.path("kept.npy"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("kept.npy", bench.path("link.npy")).unwrap();
    out("link.npy");
    assert!(bench.path("link.npy").is_symlink());
    let kept = bench.path("kept.npy");
    assert_eq!(kept.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    out("new.npy");
    assert_eq!(std::fs::read(&kept).unwrap(), std::fs::read(bench.path("new.npy")).unwrap());
    // A file that is made in the ordinary way has what the mask leaves.
    let plain = bench.path("plain");
    std::fs::write(&plain, "").unwrap();
    let mode = |name: &str| bench.path(name).metadata().unwrap().permissions().mode();
    assert_eq!(mode("new.npy"), mode("plain"));
    let pipe = bench.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read(pipe).unwrap()
    });
    out("pipe");
    assert_eq!(reader.join().unwrap(), std::fs::read(&kept).unwrap());
    assert!(pipe.metadata().unwrap().file_type().is_fifo());
}

#[test]
fn an_array_is_as_long_as_its_header_says() {
    let bench = Bench::new();
    let mut header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999, 99999), }".to_string();
    header += &" ".repeat(117 - header.len());
    header += "\n";
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend([0; 16]);
    bench.write("huge.npy", bytes);
    let run = ["run", "examples/axpy.kiln", "--fabric", "tiny", "--in", "x=huge.npy"];
    bench.bad(&run, &["huge.npy", "header", "fewer"]);
}

#[test]
fn a_compiled_file_is_not_compiled_again() {
    let bench = Bench::new();
    bench.good(&["compile", "examples/axpy.kiln", "--fabric", "tiny", "-o", "axpy.kiln"]);
    for option in [&["--row-major"][..], &["--place-seed", "3"]] {
        bench.bad(&[&["run", "axpy.kiln"], option].concat(), &[option[0], "compiled already"]);
    }
}

#[test]
fn what_needs_a_simulated_device_says_so() {
    let bench = Bench::new();
    let run = ["run", "examples/axpy.kiln", "--on", "serial:/dev/nothing"];
    for option in [["--trace", "t.fst"], ["--memory-latency", "9"], ["--memory-stalls", "1"]] {
        bench.bad(&[&run[..], &option].concat(), &[option[0], "simulated"]);
    }
}

#[test]
fn many_problems_are_shown_in_part() {
    let bench = Bench::new();
    let unused: String = (0..3000).map(|i| format!("input x{i}: i32;\n")).collect();
    let program = bench.write("unused.kiln", unused + "output y: i32 = 1;");
    let output = bench.kiln(&["compile", &program, "--fabric", "tiny", "-o", "y.kiln"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && errors.contains("and 2980 more"), "{errors}");
    assert_eq!(errors.matches("never used").count(), 20);
}

#[test]
fn json_stands_alone_on_stdout() {
    let bench = Bench::new();
    let run = ["run", "examples/axpy.kiln", "--fabric", "tiny", "--set", "N=5"];
    let report = bench.json(&[&run[..], &["--beats", "z"]].concat());
    assert_eq!(report["agrees"], true);
}

#[test]
fn a_run_that_is_too_long_is_no_deadlock() {
    let bench = Bench::new();
    let run = ["run", "examples/axpy.kiln", "--fabric", "tiny", "--max-cycles", "30"];
    let output = bench.kiln(&run);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("waits for") && !errors.contains("deadlock"), "{errors}");
}
