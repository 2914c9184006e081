//! What goes wrong in the field: damaged images, failing memory, aborts, hangs. The fabric reports each by its registers,
//! and works again afterwards; model and RTL alike.

use kiln_arch::config::{self, Block, BlockConfig};
use kiln_arch::image::{HEADER_WORDS, header};
use kiln_arch::registers::{self, command, reason, state};
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::Bitstream;
use kiln_memory::Dram;
use kiln_runtime::device::{Device, DeviceError};
use kiln_runtime::driver::image_address;
use kiln_runtime::simulated::{ModelDevice, VerilatorDevice};
use kiln_tests::{Case, compile, memory, systolic};

const LIMIT: u64 = 100_000;

/// A device whose memory can be made to fail.
trait Simulated: Device {
    fn dram(&mut self) -> &mut Dram;
}

impl Simulated for ModelDevice {
    fn dram(&mut self) -> &mut Dram {
        self.dram_mut()
    }
}

impl Simulated for VerilatorDevice {
    fn dram(&mut self) -> &mut Dram {
        self.dram_mut()
    }
}

/// A program with a device to run it on.
struct Bench {
    case: Case,
    spec: FabricSpec,
    bitstream: Bitstream,
    device: Box<dyn Simulated>,
}

impl Bench {
    fn read(&mut self, register: registers::Register) -> u32 {
        self.device.read_register(register).unwrap()
    }

    fn write(&mut self, register: registers::Register, value: u32) {
        self.device.write_register(register, value).unwrap();
    }

    fn image(&self) -> Vec<u32> {
        self.bitstream.image(&self.spec, &Topology::new(&self.spec))
    }

    /// Gives a command and waits for its end; returns state and reason.
    fn command(&mut self, value: u32) -> (u32, u32) {
        self.write(registers::COMMAND, value);
        self.device.wait(LIMIT, &mut |_| ()).unwrap();
        (self.read(registers::STATE), self.read(registers::REASON))
    }

    fn load(&mut self, image: &[u32]) -> (u32, u32) {
        let address = image_address(&self.bitstream);
        self.device.write_memory(address, image).unwrap();
        self.write(registers::CONFIG_ADDRESS, address * 4);
        self.command(command::LOAD)
    }

    fn fill(&mut self) {
        for (place, elements) in self.bitstream.metadata.inputs.iter().zip(&self.case.inputs) {
            self.device.write_memory(place.address, &place.pack(elements)).unwrap();
        }
        for place in &self.bitstream.metadata.outputs {
            self.device.write_memory(place.address, &vec![0xdead; place.words()]).unwrap();
        }
    }

    /// Runs what is loaded and checks the result.
    fn runs(&mut self) {
        self.fill();
        assert_eq!(
            self.command(command::GO),
            (state::DONE, reason::NONE),
            "{}",
            self.device.name()
        );
        let mut outputs = Vec::new();
        for place in &self.bitstream.metadata.outputs {
            let mut words = vec![0; place.words()];
            self.device.read_memory(place.address, &mut words).unwrap();
            outputs.push(place.unpack(&words));
        }
        let orders = &self.bitstream.metadata.orders;
        self.case.check(orders, self.spec.numbers.subnormals, &outputs).unwrap();
    }
}

/// A product of matrices in which sums take the place of products and maxima that of sums: it runs in lanes.
const IN_LANES: &str = "param M = 9, N = 8, K = 9;
    input a: f32[M, K];
    input b: f32[K, N];
    output c: f32[M, N] = map (i in M, j in N) { max (k in K) { a[i, k] + b[k, j] } };";

/// Runs `test` on the model, then on the RTL, with a fold in lanes loaded; what it returns must be the same.
fn on_both<T: PartialEq + std::fmt::Debug>(test: impl Fn(&mut Bench) -> T) {
    on_both_with(Case::text("in lanes", IN_LANES, ""), 0, test);
}

/// Likewise with a matrix product that is multiplied and summed in place.
fn on_both_in_place<T: PartialEq + std::fmt::Debug>(test: impl Fn(&mut Bench) -> T) {
    on_both_with(Case::example("matmul", "M=17 N=9 K=11"), 1, test);
}

/// Likewise with any case, of whose outputs so many are summed in place.
fn on_both_with<T: PartialEq + std::fmt::Debug>(
    case: Case,
    in_place: usize,
    test: impl Fn(&mut Bench) -> T,
) {
    let spec = FabricSpec::reference("tiny").unwrap();
    let compiled = compile(&case, &spec).unwrap();
    assert_eq!(systolic(&compiled), in_place);
    let bitstream = compiled.bitstream;
    let memory = memory(&bitstream, &spec);
    let bench = |device| {
        let (case, spec, bitstream) = (case.clone(), spec.clone(), bitstream.clone());
        let mut bench = Bench { case, spec, bitstream, device };
        let image = bench.image();
        assert_eq!(bench.load(&image), (state::IDLE, reason::NONE));
        bench
    };
    let model = Box::new(ModelDevice::new(&spec, &memory).unwrap());
    let rtl = Box::new(VerilatorDevice::new(&spec, &memory, true, None).unwrap());
    let seen = test(&mut bench(model));
    assert_eq!(seen, test(&mut bench(rtl)), "model and RTL");
}

#[test]
fn a_damaged_image_is_refused_and_the_configuration_before_still_runs() {
    on_both(|bench| {
        let image = bench.image();
        let payload = HEADER_WORDS.next_multiple_of(bench.spec.memory_words());
        let damage = [
            (header::MAGIC, reason::MAGIC),
            (header::VERSION, reason::VERSION),
            (header::FINGERPRINT, reason::FINGERPRINT),
            (header::BEATS, reason::LENGTH),
            (header::CRC, reason::CRC),
            (payload, reason::CRC),
            ((payload + image.len()) / 2, reason::CRC),
            (image.len() - 1, reason::CRC),
        ];
        for (bit, (word, why)) in damage.into_iter().enumerate() {
            let mut damaged = image.clone();
            damaged[word] ^= 1 << (5 * bit % 32);
            assert_eq!(bench.load(&damaged), (state::FAILED, why), "word {word}");
            assert_eq!(bench.read(registers::CONFIGURED), 1);
            bench.runs();
        }
    });
}

#[test]
fn a_memory_error_is_reported_with_its_unit() {
    on_both(|bench| {
        let mut seen = Vec::new();
        let metadata = &bench.bitstream.metadata;
        let places = metadata.inputs.iter().chain(&metadata.outputs);
        for place in places.map(|place| place.address * 4).collect::<Vec<_>>() {
            bench.fill();
            bench.device.dram().poison(place..place + 4);
            assert_eq!(bench.command(command::GO), (state::FAILED, reason::MEMORY));
            seen.push((bench.read(registers::CULPRIT), bench.read(registers::CYCLES_RUN)));
            bench.device.dram().clear_poison();
            bench.runs();
        }
        assert!(
            seen[0].0 != seen[1].0 && seen[1].0 != seen[2].0,
            "each tensor has a unit of its own"
        );
        seen
    });
}

#[test]
fn a_memory_error_of_the_loader_names_the_loader() {
    on_both(|bench| {
        let image = bench.image();
        let address = image_address(&bench.bitstream) * 4;
        bench.device.dram().poison(address..address + 4);
        assert_eq!(bench.load(&image), (state::FAILED, reason::MEMORY));
        let units = bench.read(registers::UNITS);
        assert_eq!(bench.read(registers::CULPRIT), units);
        bench.device.dram().clear_poison();
        bench.runs();
    });
}

#[test]
fn after_an_abort_the_next_run_works() {
    on_both(|bench| {
        for cycles in [1, 60, 150, 300] {
            bench.fill();
            bench.write(registers::COMMAND, command::GO);
            let still = bench.device.wait(cycles, &mut |_| ());
            assert!(matches!(still, Err(DeviceError::Timeout { .. })), "{still:?}");
            assert_eq!(bench.command(command::ABORT), (state::FAILED, reason::ABORT));
            bench.runs();
        }
    });
}

#[test]
fn a_product_in_place_works_after_an_abort_at_any_point() {
    on_both_in_place(|bench| {
        bench.runs();
        let cycles = bench.read(registers::CYCLES_RUN);
        // From the first requests over partial sums and tiles that drain to the last writes.
        for eighth in 0..8 {
            bench.fill();
            bench.write(registers::COMMAND, command::GO);
            let still = bench.device.wait(u64::from(1 + cycles * eighth / 8), &mut |_| ());
            assert!(matches!(still, Err(DeviceError::Timeout { .. })), "{still:?}");
            assert_eq!(bench.command(command::ABORT), (state::FAILED, reason::ABORT));
            bench.runs();
            assert_eq!(bench.read(registers::CYCLES_RUN), cycles);
        }
        cycles
    });
}

#[test]
fn memory_errors_of_a_product_in_place_are_reported_with_their_unit() {
    on_both_in_place(|bench| {
        let mut seen = Vec::new();
        let metadata = bench.bitstream.metadata.clone();
        for place in metadata.inputs.iter().chain(&metadata.outputs) {
            for word in [0, place.words() / 2, place.words() - 1] {
                let address = (place.address + word as u32) * 4;
                bench.fill();
                bench.device.dram().poison(address..address + 4);
                assert_eq!(bench.command(command::GO), (state::FAILED, reason::MEMORY));
                seen.push((bench.read(registers::CULPRIT), bench.read(registers::CYCLES_RUN)));
                bench.device.dram().clear_poison();
                bench.runs();
            }
        }
        seen
    });
}

#[test]
fn the_watchdog_ends_a_run() {
    on_both(|bench| {
        let mut seen = Vec::new();
        for cycles in [1, 17, 100, 250] {
            bench.fill();
            bench.write(registers::WATCHDOG, cycles);
            assert_eq!(bench.command(command::GO), (state::FAILED, reason::WATCHDOG));
            seen.push(bench.read(registers::CYCLES_RUN));
            bench.write(registers::WATCHDOG, 0);
            bench.runs();
        }
        seen
    });
}

#[test]
fn wrong_end_marks_are_reported() {
    on_both(|bench| {
        let topology = Topology::new(&bench.spec);
        let good = bench.bitstream.clone();
        // The store expects no end marks, but gets some.
        let store = good.frames.keys().find_map(|&block| {
            match (block, good.config(&bench.spec, &topology, block)) {
                (Block::Unit(unit), BlockConfig::Ag(ag))
                    if ag.direction == config::direction::STORE && ag.enable == 1 =>
                {
                    Some((unit, ag))
                }
                _ => None,
            }
        });
        let (unit, mut ag) = store.expect("the result is stored");
        ag.marks = if ag.marks == [0; 3] { [1, 0, 0] } else { [0; 3] };
        let block = Block::Unit(unit);
        let frame = config::encode(&bench.spec, &topology, block, &BlockConfig::Ag(ag)).unwrap();
        bench.bitstream.frames.insert(block, frame);
        let image = bench.image();
        assert_eq!(bench.load(&image), (state::IDLE, reason::NONE));
        bench.fill();
        assert_eq!(bench.command(command::GO), (state::FAILED, reason::MARKS));
        let seen = (bench.read(registers::CULPRIT), bench.read(registers::CYCLES_RUN));
        assert_eq!(seen.0, unit as u32);
        bench.bitstream = good;
        let image = bench.image();
        bench.load(&image);
        bench.runs();
        seen
    });
}
