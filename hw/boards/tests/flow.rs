//! The tool flow with scripts in the place of the tools: seeds are tried until timing is met, and what a build leaves behind.
#![cfg(unix)]

use kiln_boards::flow::{Device, FlowError, Job, Step, Tools, build};
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// nextpnr that reaches the frequency that the file `mhz` has for the seed.
const NEXTPNR: &str = r#"#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --seed ] && seed=$2; shift; done
echo "seed $seed"
echo "placed with $seed" > top.config
mhz=$(sed -n "${seed}p" mhz)
echo '{"fmax": {"clk": {"achieved": '$mhz', "constraint": 75.0}}, "utilization": {}}' > nextpnr.json
"#;
const YOSYS: &str = "#!/bin/sh\necho '{\"modules\": {}}' > netlist.json\n";
const ECPPACK: &str = "#!/bin/sh\ncp top.config top.bit\ncp top.config top.svf\n";

/// A folder with tools, and one for the build, in which each line of `mhz` is a seed's frequency.
struct Bench {
    tools: Tools,
    folder: PathBuf,
}

impl Bench {
    fn new(name: &str, mhz: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("flow").join(name);
        let _ = fs::remove_dir_all(&root);
        let (bin, folder) = (root.join("bin"), root.join("build"));
        fs::create_dir_all(&bin).unwrap();
        fs::create_dir_all(&folder).unwrap();
        for (tool, text) in [("yosys", YOSYS), ("nextpnr-ecp5", NEXTPNR), ("ecppack", ECPPACK)] {
            fs::write(bin.join(tool), text).unwrap();
            fs::set_permissions(bin.join(tool), fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::write(folder.join("mhz"), mhz).unwrap();
        Self { tools: Tools::new(vec![bin], OsString::new()), folder }
    }

    fn build(&self, seed: u32, tries: u32) -> Result<(u32, Vec<Step>), FlowError> {
        let device = Device::Ecp5 { size: "85k".into(), package: "CABGA381".into(), speed: 6 };
        let job = Job {
            top: "top",
            files: &[],
            constraints: "",
            device: &device,
            mhz: 75.0,
            seed,
            tries,
        };
        let mut steps = Vec::new();
        build(&job, &self.tools, &self.folder, &mut |step| steps.push(step))
            .map(|report| (report.seed, steps))
    }

    fn has(&self, file: &str) -> bool {
        self.folder.join(file).exists()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap()
    }
}

#[test]
fn the_first_seed_that_meets_timing_is_packed() {
    let bench = Bench::new("second", "70.0\n75.0\n90.0\n");
    let (seed, steps) = bench.build(1, 3).unwrap();
    assert_eq!(seed, 2);
    let place = |seed| Step::PlaceAndRoute { seed };
    assert_eq!(steps, [Step::Synthesize, place(1), place(2), Step::Pack]);
    assert_eq!(bench.read("top.bit"), "placed with 2\n");
    assert_eq!(bench.read("nextpnr-1.log"), "seed 1\n");
    assert_eq!(bench.read("nextpnr-2.log"), "seed 2\n");
}

#[test]
fn when_no_seed_meets_timing_the_best_is_named_and_no_bitstream_is_left() {
    let bench = Bench::new("none", "60.0\n70.5\n65.0\n80.0\n");
    bench.build(4, 1).unwrap();
    assert!(bench.has("top.bit") && bench.has("nextpnr-4.log"));
    fs::write(bench.folder.join("notes.log"), "mine").unwrap();
    let error = bench.build(1, 3).unwrap_err();
    assert!(matches!(error, FlowError::Timing { seed: 2, .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("70.5 MHz with seed 2") && text.contains("nextpnr-2.log"), "{text}");
    assert!(!bench.has("top.bit") && !bench.has("top.svf") && !bench.has("nextpnr-4.log"));
    assert!(bench.has("nextpnr-3.log") && bench.has("notes.log"));
}

#[test]
fn a_step_that_fails_ends_the_build_with_its_log() {
    let bench = Bench::new("fails", "");
    let error = bench.build(1, 2).unwrap_err();
    assert!(matches!(error, FlowError::Report { .. }), "{error}");
    fs::write(bench.folder.join("../bin/yosys"), "#!/bin/sh\necho no licence\nexit 3\n").unwrap();
    let error = bench.build(1, 2).unwrap_err();
    assert!(error.to_string().contains("no licence"), "{error}");
    assert!(!bench.has("nextpnr.json"));
}
