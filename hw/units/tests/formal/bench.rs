//! Puts a part beside the monitors that watch it, joined by the names of their nets, and proves what they say.

use kiln_emit::formal::{Method, Prover, Verdict};
use kiln_emit::{Design, Module, Net, Part, constant};
use std::collections::{BTreeMap, BTreeSet};

/// Parts joined by name. A net that no part drives is an input and may have any value in any cycle.
#[derive(Default)]
pub struct Bench {
    parts: Vec<Placed>,
    constants: BTreeMap<String, u128>,
    asserts: Vec<String>,
    covers: Vec<String>,
    prover: Prover,
}

/// A part in a bench. Its ports are joined to the nets that are called like them, if nothing else is said.
pub struct Placed {
    name: String,
    part: Part,
    suffix: String,
    /// Nets by port, where the two have different names.
    nets: BTreeMap<String, String>,
}

impl Placed {
    /// Adds `suffix` to the names of all nets but those of clock and reset, and those given one by one.
    pub fn suffix(&mut self, suffix: impl Into<String>) -> &mut Self {
        self.suffix = suffix.into();
        self
    }

    /// Joins a port to a net.
    pub fn net(&mut self, port: impl Into<String>, net: impl Into<String>) -> &mut Self {
        self.nets.insert(port.into(), net.into());
        self
    }

    fn net_of(&self, port: &str) -> String {
        match self.nets.get(port) {
            Some(net) => net.clone(),
            None if ["clk", "rst"].contains(&port) => port.to_owned(),
            None => format!("{port}{}", self.suffix),
        }
    }
}

impl Bench {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    pub fn place(&mut self, name: impl Into<String>, part: &Part) -> &mut Placed {
        if let Err(errors) = Design::new(part) {
            panic!("{errors}");
        }
        let (suffix, nets) = (String::new(), BTreeMap::new());
        self.parts.push(Placed { name: name.into(), part: part.clone(), suffix, nets });
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    /// Joins a port of a part that was placed to another net.
    pub fn rewire(&mut self, part: &str, port: &str, net: &str) -> &mut Self {
        let placed = self.parts.iter_mut().find(|placed| placed.name == part);
        placed.unwrap_or_else(|| panic!("no part {part}")).net(port, net);
        self
    }

    /// Gives a net, if there is one of that name, one value for ever.
    pub fn fix(&mut self, net: &str, value: u128) -> &mut Self {
        self.constants.insert(net.to_owned(), value);
        self
    }

    /// Claims that these nets are always high.
    pub fn assert<T: Into<String>>(&mut self, nets: impl IntoIterator<Item = T>) -> &mut Self {
        self.asserts.extend(nets.into_iter().map(Into::into));
        self
    }

    /// Proves by induction over so many cycles, and looks for covers in runs of `cover_cycles`.
    pub fn induction(&mut self, cycles: usize, cover_cycles: usize) -> &mut Self {
        self.prover.method = Method::Induction(cycles);
        self.prover.cover_cycles = cover_cycles;
        self
    }

    /// Claims that each of these nets is high at some time.
    pub fn cover<T: Into<String>>(&mut self, nets: impl IntoIterator<Item = T>) -> &mut Self {
        self.covers.extend(nets.into_iter().map(Into::into));
        self
    }

    /// The module; all its nets are ports, so that a trace shows them.
    fn module(&self, name: &str, asserts: &[&String]) -> Part {
        let mut m = Module::new(name, "A part and its monitors.");
        // By net its width, and whether a part drives it.
        let mut widths: BTreeMap<String, (usize, bool)> = BTreeMap::new();
        let mut order = Vec::new();
        for placed in &self.parts {
            for port in placed.part.ports() {
                let net = placed.net_of(&port.name);
                if !widths.contains_key(&net) {
                    order.push(net.clone());
                }
                widths.entry(net).or_insert((port.width, false)).1 |= port.output;
            }
        }
        let declare = |name: String| {
            let (width, driven) = widths[&name];
            let net = match driven || self.constants.contains_key(&name) {
                true => m.output(&name, width),
                false => m.input(&name, width),
            };
            (name, net)
        };
        let nets: BTreeMap<String, Net> = order.into_iter().map(declare).collect();
        for (name, value) in &self.constants {
            if let Some(net) = nets.get(name) {
                m.assign(net, constant(net.width(), *value));
            }
        }
        for placed in &self.parts {
            let mut instance = m.instance(&placed.name, &placed.part);
            for port in placed.part.ports() {
                instance.connect(&port.name, &nets[&placed.net_of(&port.name)]);
            }
        }
        let mut claims = m.claims(&nets["clk"], &nets["rst"]);
        for name in asserts {
            claims.assert(*name, &nets[*name]);
        }
        for name in &self.covers {
            claims.cover(name, &nets[name]);
        }
        drop(claims);
        m.part()
    }

    /// All claims hold, and all covers are reached. Prints the row of the table in `docs/formal.md`.
    pub fn proved(&self, name: &str) {
        let asserts: Vec<&String> = self.asserts.iter().collect();
        match self.verdict(&self.module(name, &asserts)) {
            Verdict::Proved(proof) => {
                let claims: BTreeSet<&str> = self.asserts.iter().map(|name| kind(name)).collect();
                let claims = claims.into_iter().collect::<Vec<_>>().join(", ");
                let seconds = proof.time.as_secs_f32();
                let method = match proof.method {
                    Method::Reach => format!("pdr, {} clauses", proof.clauses),
                    Method::Induction(cycles) => format!("induction, {cycles}"),
                };
                println!("| {name} | {claims} | {method} | {seconds:.1} |");
            }
            Verdict::Failed(failure) => panic!("{failure}"),
            Verdict::NotCovered { claim, cycles } => {
                panic!("{name}: {claim} is not reached in {cycles} cycles")
            }
            Verdict::Unknown(Some(step)) => panic!("not excluded: {step}"),
            Verdict::Unknown(None) => panic!("{name}: not proved in time"),
        }
    }

    /// A claim of that kind does not hold, whatever becomes of the others.
    pub fn fails(&self, name: &str, claim: &str) {
        let asserts: Vec<&String> =
            self.asserts.iter().filter(|name| kind(name) == claim).collect();
        assert!(!asserts.is_empty(), "{name}: there is no claim {claim}");
        let verdict = self.verdict(&self.module(name, &asserts));
        assert!(matches!(verdict, Verdict::Failed(_)), "{name}: {claim} should fail: {verdict:?}");
    }

    /// The induction does not go through, for the sake of `claim` too.
    pub fn not_proved(&self, name: &str, claim: &str) {
        let asserts: Vec<&String> = self.asserts.iter().collect();
        match self.verdict(&self.module(name, &asserts)) {
            Verdict::Unknown(Some(step)) => {
                assert!(step.claims.iter().any(|found| found == claim), "{step}");
            }
            other => panic!("{name}: {claim} should not be proved: {other:?}"),
        }
    }

    fn verdict(&self, part: &Part) -> Verdict {
        self.prover.prove(part).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// A claim's name without the numbers of what it speaks of.
fn kind(claim: &str) -> &str {
    claim.trim_end_matches(|c: char| c == '_' || c.is_ascii_digit())
}
