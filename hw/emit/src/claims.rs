//! What a module claims of its nets, for formal proofs: printed as `assert`, `assume` and `cover` between `ifdef FORMAL`
//! and `endif`, so that nothing but a prover reads them. The netlists of fabrics have none.
//!
//! Time begins with a cycle of reset; until its end nothing is claimed, because registers hold anything before it.

use std::fmt::Write;

use crate::netlist::Module;
use crate::source::Source;

/// What claims are printed with, so that they collide with no net.
pub(crate) const PREFIX: &str = "claim_";

/// The register that is low in the first cycle.
pub(crate) const BEGUN: &str = "claims_begun";

/// How a claim is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Assert,
    Assume,
    Cover,
}

#[derive(Debug)]
pub(crate) struct Claim {
    pub kind: Kind,
    pub name: String,
    pub source: Source,
}

/// The claims of a module.
#[derive(Debug)]
pub(crate) struct Claimed {
    clock: Source,
    reset: Source,
    pub claims: Vec<Claim>,
}

impl Claimed {
    /// Everything that is read, with its place.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &Source)> {
        let own = [("the clock of claims", &self.clock), ("the reset of claims", &self.reset)];
        own.into_iter().chain(self.claims.iter().map(|claim| (claim.name.as_str(), &claim.source)))
    }

    pub fn print(&self, text: &mut String) {
        let (clock, reset) = (self.clock.verilog(), self.reset.verilog());
        let _ = writeln!(text, "`ifdef FORMAL");
        let _ = writeln!(text, "    reg {BEGUN} = 1'b0;");
        let _ = writeln!(text, "    always @(posedge {clock}) {BEGUN} <= 1'b1;");
        let _ = writeln!(text, "    always @* if (!{BEGUN}) assume ({reset});");
        for Claim { kind, name, source } in &self.claims {
            let (value, begun) = (source.verilog(), format!("if ({BEGUN}) "));
            let (begun, keyword) = match kind {
                Kind::Assert => (begun.as_str(), "assert"),
                Kind::Assume => ("", "assume"),
                Kind::Cover => (begun.as_str(), "cover"),
            };
            let _ = writeln!(text, "    always @* {begun}{PREFIX}{name}: {keyword} ({value});");
        }
        let _ = writeln!(text, "`endif");
    }
}

/// The claims of a module while they are being made. Sources have one bit; names are the module's own, once each.
#[derive(Debug)]
pub struct Claims<'a> {
    claimed: Option<Claimed>,
    module: &'a mut Module,
}

impl<'a> Claims<'a> {
    pub(crate) fn new(module: &'a mut Module, clock: Source, reset: Source) -> Self {
        Self { claimed: Some(Claimed { clock, reset, claims: Vec::new() }), module }
    }

    /// It is high in every cycle after the first.
    pub fn assert(&mut self, name: impl Into<String>, source: impl Into<Source>) -> &mut Self {
        self.add(Kind::Assert, name.into(), source.into())
    }

    /// Only runs in which it is high in every cycle are looked at.
    pub fn assume(&mut self, name: impl Into<String>, source: impl Into<Source>) -> &mut Self {
        self.add(Kind::Assume, name.into(), source.into())
    }

    /// It is high in some cycle of some run. Shows that the other claims do not hold for lack of runs.
    pub fn cover(&mut self, name: impl Into<String>, source: impl Into<Source>) -> &mut Self {
        self.add(Kind::Cover, name.into(), source.into())
    }

    fn add(&mut self, kind: Kind, name: String, source: Source) -> &mut Self {
        if let Some(claimed) = &mut self.claimed {
            claimed.claims.push(Claim { kind, name, source });
        }
        self
    }
}

impl Drop for Claims<'_> {
    fn drop(&mut self) {
        if let Some(claimed) = self.claimed.take() {
            self.module.claim_all(claimed);
        }
    }
}
