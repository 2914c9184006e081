//! Puts a part beside the monitors that watch it, joined by the names of their nets, and proves what they say.

use kiln_emit::formal::{FormalError, Prover, Verdict};
use kiln_emit::{Module, Net, Part, constant};
use std::collections::BTreeMap;

/// Parts joined by name. A net that no part drives is an input and may have any value in any cycle.
#[derive(Default)]
pub struct Bench {
    parts: Vec<Placed>,
    constants: BTreeMap<String, u128>,
    asserts: Vec<String>,
    covers: Vec<String>,
}

struct Placed {
    name: String,
    part: Part,
    /// Nets by port, where the two have different names.
    nets: BTreeMap<String, String>,
}

impl Placed {
    fn net<'a>(&'a self, port: &'a str) -> &'a str {
        self.nets.get(port).map_or(port, String::as_str)
    }
}

impl Bench {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part; `nets` are the nets of ports that are not called like their net.
    pub fn place(mut self, name: &str, part: &Part, nets: &[(&str, &str)]) -> Self {
        let nets = nets.iter().map(|(port, net)| (port.to_string(), net.to_string())).collect();
        self.parts.push(Placed { name: name.to_owned(), part: part.clone(), nets });
        self
    }

    /// Gives a net that no part drives one value for ever.
    pub fn fix(mut self, net: &str, value: u128) -> Self {
        self.constants.insert(net.to_owned(), value);
        self
    }

    /// Claims that these nets are always high.
    pub fn assert(mut self, nets: &[&str]) -> Self {
        self.asserts.extend(nets.iter().map(|net| net.to_string()));
        self
    }

    /// Claims that each of these nets is high at some time.
    pub fn cover(mut self, nets: &[&str]) -> Self {
        self.covers.extend(nets.iter().map(|net| net.to_string()));
        self
    }

    /// The module; all its nets are ports, so that a trace shows them.
    pub fn module(&self, name: &str) -> Part {
        let mut m = Module::new(name, "A part and its monitors.");
        let mut widths: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
        let mut order = Vec::new();
        for placed in &self.parts {
            for port in placed.part.ports() {
                let net = placed.net(&port.name);
                if !widths.contains_key(net) {
                    order.push(net);
                }
                widths.entry(net).or_insert((port.width, false)).1 |= port.output;
            }
        }
        let declare = |name: &str| {
            let (width, driven) = widths[name];
            let net = match driven || self.constants.contains_key(name) {
                true => m.output(name, width),
                false => m.input(name, width),
            };
            (name.to_owned(), net)
        };
        let nets: BTreeMap<String, Net> = order.into_iter().map(declare).collect();
        for (name, value) in &self.constants {
            m.assign(&nets[name], constant(nets[name].width(), *value));
        }
        for placed in &self.parts {
            let mut instance = m.instance(&placed.name, &placed.part);
            for port in placed.part.ports() {
                instance.connect(&port.name, &nets[placed.net(&port.name)]);
            }
        }
        let mut claims = m.claims(&nets["clk"], &nets["rst"]);
        for name in &self.asserts {
            claims.assert(name, &nets[name]);
        }
        for name in &self.covers {
            claims.cover(name, &nets[name]);
        }
        drop(claims);
        m.part()
    }

    /// All claims hold, and all covers are reached. Prints the row of the table in `docs/formal.md`.
    pub fn proved(&self, name: &str) {
        match verdict(&self.module(name)) {
            Verdict::Proved(proof) => {
                let (seconds, claims) = (proof.time.as_secs_f32(), self.asserts.join(", "));
                println!("| {name} | {claims} | {} | {seconds:.1} |", proof.clauses);
            }
            Verdict::Failed(failure) => panic!("{failure}"),
            Verdict::NotCovered { claim, cycles } => {
                panic!("{name}: {claim} is not reached in {cycles} cycles")
            }
            Verdict::Unknown => panic!("{name}: not proved in time"),
        }
    }

    /// `claim` does not hold.
    pub fn fails(&self, name: &str, claim: &str) {
        match verdict(&self.module(name)) {
            Verdict::Failed(failure) => {
                assert!(failure.claims.iter().any(|found| found == claim), "{failure}");
            }
            other => panic!("{name}: {claim} should fail: {other:?}"),
        }
    }
}

fn verdict(part: &Part) -> Verdict {
    Prover::default().prove(part).unwrap_or_else(|error: FormalError| panic!("{error}"))
}
