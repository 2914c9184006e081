//! What `docs/integration.md` says: its registers, and the fabric in a LiteX system on a chip (`examples/litex`). LiteX
//! writes its Verilog, a host drives it over the system's bus, and the driver of every other device runs programs on it.
//!
//! Needs LiteX, where `scripts/litex.sh` installs it; without, the test says so and is skipped.

use kiln_arch::image::header;
use kiln_arch::registers::{self, Access, Register, reason, state};
use kiln_arch::topology::{Net, NodeId};
use kiln_arch::{FabricSpec, Topology};
use kiln_runtime::device::{Beat, Device, DeviceError};
use kiln_runtime::driver::{self, Options, RunError};
use kiln_tests::{Case, compile, examples_folder};
use std::path::{Path, PathBuf};
use std::process::Command;
use verilator_sys::{Build, Model, PortId, Verilator, cache_dir};

const DOCUMENT: &str = include_str!("../../docs/integration.md");
/// The fabric in its command.
const FABRIC: &str = "tiny";
/// Where the host finds the fabric's registers and the RAM, as `kiln_soc.py` says.
const REGISTERS: u32 = 0x3000_0000;
const RAM: u32 = 0x4000_0000;
/// Words of RAM.
const RAM_WORDS: u64 = 1 << 14;
/// Cycles that no transaction takes.
const TRANSACTION: usize = 10_000;
/// What Verilator says of such text.
const WAIVED: &[&str] = &["lint", "style", "PINMISSING", "DECLFILENAME"];

/// The Python that has LiteX, if it is installed.
fn python() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("HOME")?).join(".cache/kiln/litex");
    folder.join("installed").exists().then(|| folder.join("bin/python3"))
}

/// The text of the SoC in `folder`, with an assignment for each net: LiteX assigns many together, without blocking, which
/// simulators take for loops.
fn plain(folder: &Path) -> String {
    let script = "read_verilog kiln_soc.v; proc; opt_clean; write_verilog -noattr plain.v";
    let mut yosys = Command::new("yosys");
    let done = yosys.args(["-q", "-p", script]).current_dir(folder).output().expect("Yosys starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read_to_string(folder.join("plain.v")).expect("Yosys wrote it")
}

/// The Verilog of the SoC and of the fabric in it, made by the command in the document: all but the Python and the folder.
fn sources(python: &Path) -> Vec<(String, String)> {
    let command = DOCUMENT.lines().find(|line| line.contains(" examples/litex/kiln_soc.py "));
    let words = command.expect("the document has the command").split_whitespace().skip(1);
    let out = tempfile::tempdir().expect("a folder");
    let words = words.map(|word| match word {
        "target/litex" => out.path().to_str().expect("a name"),
        other => other,
    });
    let root = examples_folder().join("..");
    let done = Command::new(python).args(words).current_dir(&root).output().expect("Python starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let soc = plain(out.path());
    let mut files = vec![("kiln_soc.v".into(), soc)];
    for entry in std::fs::read_dir(root.join("rtl_out").join(FABRIC)).expect("the fabric's Verilog")
    {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|extension| extension == "v") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(path).expect("text")));
        }
    }
    files.sort();
    files
}

/// The SoC with a host at its port.
struct Soc {
    model: Model,
    spec: FabricSpec,
}

impl Soc {
    fn new(python: &Path) -> Soc {
        let build = Build {
            clock: Some("clk".into()),
            waive: WAIVED.iter().map(|name| name.to_string()).collect(),
            ..Build::new("kiln_soc", sources(python))
        };
        let tool = Verilator::find().expect("Verilator is here");
        let library = build.build(&tool, &cache_dir().expect("a cache")).expect("it verilates");
        let model = Model::open(&library).expect("it opens");
        let mut soc =
            Soc { model, spec: FabricSpec::reference(FABRIC).expect("the fabric exists") };
        soc.poke("rst", 1);
        soc.steps(8);
        soc.poke("rst", 0);
        soc.steps(8);
        soc
    }

    fn port(&self, name: &str) -> PortId {
        self.model.port(name).expect("the SoC has this port")
    }

    fn poke(&mut self, name: &str, value: u32) {
        let port = self.port(name);
        self.model.poke(port, value.into());
    }

    fn peek(&self, name: &str) -> u32 {
        self.model.peek(self.port(name)) as u32
    }

    fn steps(&mut self, cycles: usize) {
        for _ in 0..cycles {
            self.model.step().expect("it goes on");
        }
    }

    /// One transaction: what is in `sends` is valid until it is ready; then the channel `answer` is awaited. Gives the data
    /// of an answer that has some.
    fn transact(&mut self, sends: &[&str], answer: &str) -> Result<u32, DeviceError> {
        for channel in sends {
            self.poke(&format!("host_{channel}valid"), 1);
        }
        self.poke(&format!("host_{answer}ready"), 1);
        for _ in 0..TRANSACTION {
            // Ready may depend on valid in the same cycle.
            self.model.eval().expect("it goes on");
            let accepted: Vec<&&str> =
                sends.iter().filter(|name| self.peek(&format!("host_{name}ready")) == 1).collect();
            let answered = self.peek(&format!("host_{answer}valid")) == 1;
            let response = self.peek(&format!("host_{answer}resp"));
            let data = if answer == "r" { self.peek("host_rdata") } else { 0 };
            self.steps(1);
            for channel in accepted {
                self.poke(&format!("host_{channel}valid"), 0);
            }
            if answered {
                self.poke(&format!("host_{answer}ready"), 0);
                return match response {
                    0 => Ok(data),
                    code => Err(DeviceError::Broken(format!("the bus answered {code}"))),
                };
            }
        }
        Err(DeviceError::Broken("the bus does not answer".into()))
    }

    fn read(&mut self, address: u32) -> Result<u32, DeviceError> {
        self.poke("host_araddr", address);
        self.transact(&["ar"], "r")
    }

    fn write(&mut self, address: u32, value: u32) -> Result<(), DeviceError> {
        self.poke("host_awaddr", address);
        self.poke("host_wdata", value);
        self.poke("host_wstrb", 0xf);
        self.transact(&["aw", "w"], "b").map(drop)
    }
}

impl Device for Soc {
    fn name(&self) -> &'static str {
        "LiteX"
    }

    fn spec(&self) -> &FabricSpec {
        &self.spec
    }

    fn read_register(&mut self, register: Register) -> Result<u32, DeviceError> {
        self.read(REGISTERS + register.address)
    }

    fn write_register(&mut self, register: Register, value: u32) -> Result<(), DeviceError> {
        self.write(REGISTERS + register.address, value)
    }

    fn read_memory(&mut self, address: u32, words: &mut [u32]) -> Result<(), DeviceError> {
        for (word, at) in words.iter_mut().zip(address..) {
            *word = self.read(RAM + at * 4)?;
        }
        Ok(())
    }

    fn write_memory(&mut self, address: u32, words: &[u32]) -> Result<(), DeviceError> {
        let (first, end) = (u64::from(address), u64::from(address) + words.len() as u64);
        if end > RAM_WORDS {
            return Err(DeviceError::OutOfMemory { first, end, size: RAM_WORDS });
        }
        for (&word, at) in words.iter().zip(address..) {
            self.write(RAM + at * 4, word)?;
        }
        Ok(())
    }

    /// Looks at the state again and again, as a host would, while the fabric uses the same bus.
    fn wait(&mut self, limit: u64, _: &mut dyn FnMut(u64)) -> Result<(), DeviceError> {
        for _ in 0..limit {
            let now = self.read_register(registers::STATE)?;
            if ![state::LOADING, state::RUNNING, state::DRAINING].contains(&now) {
                assert_eq!(self.peek("busy"), 0);
                return Ok(());
            }
        }
        Err(DeviceError::Timeout { cycles: limit, state: "busy".into() })
    }

    fn observe(&mut self, _: &[(Net, NodeId)]) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported { device: self.name(), what: "watch links" })
    }

    fn take_beats(&mut self) -> Vec<Beat> {
        Vec::new()
    }
}

#[test]
fn the_document_has_every_register() {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| 0x"));
    let documented: Vec<String> =
        rows.map(|row| row.split('|').take(4).collect::<Vec<_>>().join("|")).collect();
    let expected = registers::ALL.iter().map(|register| {
        let access = match register.access {
            Access::ReadOnly => "read",
            Access::ReadWrite => "read, write",
            Access::Command => "command",
        };
        format!("| {:#04x} | `{}` | {access} ", register.address, register.name)
    });
    assert_eq!(documented, expected.collect::<Vec<_>>());
}

#[test]
fn programs_run_in_a_litex_soc() {
    let Some(python) = python() else {
        println!(
            "skipped: LiteX is not installed; scripts/litex.sh installs it, or says why it cannot"
        );
        return;
    };
    let mut soc = Soc::new(&python);
    let spec = soc.spec.clone();
    let topology = Topology::new(&spec);
    assert_eq!(soc.read_register(registers::MAGIC).unwrap(), kiln_arch::image::MAGIC);
    assert_eq!(soc.read_register(registers::FINGERPRINT).unwrap(), spec.fingerprint());
    assert_eq!(soc.read_register(registers::UNITS).unwrap(), topology.units.len() as u32);

    for (name, settings) in
        [("gemm", "M=5 N=3 K=7"), ("vector_add", "N=37"), ("gemm_i8", "M=4 N=4 K=8")]
    {
        let case = Case::example(name, settings);
        let bitstream = compile(&case, &spec).expect("it fits").bitstream;
        let image = bitstream.image(&spec, &topology);
        let address = driver::image_address(&bitstream);

        // An image for another fabric, and a damaged one.
        for (word, expected) in
            [(header::FINGERPRINT, reason::FINGERPRINT), (image.len() - 1, reason::CRC)]
        {
            let mut wrong = image.clone();
            wrong[word] ^= 1 << 9;
            match driver::load(&mut soc, &wrong, address, &mut |_| ()) {
                Err(RunError::Failed { reason, .. }) => assert_eq!(reason, expected),
                other => panic!("{other:?}"),
            }
        }

        let options = Options { max_cycles: 100_000, progress: &mut |_| () };
        let outcome = driver::run(&mut soc, &bitstream, &case.inputs, options).expect("it runs");
        let orders = &bitstream.metadata.orders;
        case.check(orders, spec.numbers.subnormals, &outcome.outputs).expect("it is right");
        println!("{} in a LiteX SoC: {} cycles", case.name, outcome.cycles_run);
    }
}
