//! An output port of a PCU with the beats on their way to it, and the functional unit that vector output 0
//! may have (docs/execution.md, section 4).

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_arch::config::{self, lanes_out};
use kiln_arch::num::{Op, Subnormals, eval_lanes};
use kiln_arch::topology::Net;

use crate::counters::{Marks, low_lanes};
use crate::network::{Networks, Port, Tag};
use crate::stage::{MAX_LANES, Registers, Row, Undecodable};

/// An enabled output port and the beats on their way to its FIFO.
#[derive(Clone, Debug)]
pub(crate) struct OutputPort {
    pub(crate) port: Port,
    register: usize,
    pub(crate) fold: bool,
    lanes: Lanes,
    pub(crate) marks: Marks,
    unit: Option<OutputUnit>,
    /// Cycles from issue to the push.
    delay: u64,
    /// Cycles in which beats in flight are pushed, oldest first.
    due: VecDeque<u64>,
}

#[derive(Clone, Copy, Debug)]
enum Lanes {
    Beat,
    First,
    All,
}

/// The functional unit of vector output 0, if it does not just pass words on.
#[derive(Clone, Debug)]
struct OutputUnit {
    op: Op,
    subnormals: Subnormals,
    constant: Box<Row>,
}

impl OutputPort {
    /// Decodes an output whose end marks are over `levels` counter levels. `unit` is the configuration of the
    /// output's functional unit if it has one.
    pub(crate) fn new(
        spec: &FabricSpec,
        port: Port,
        output: &config::Output,
        levels: usize,
        unit: Option<&config::OutputUnit>,
    ) -> Result<OutputPort, Undecodable> {
        if output.register as usize >= spec.pcu.registers {
            return Err(Undecodable::Field("register", output.register));
        }
        let lanes = match output.lanes {
            lanes_out::BEAT => Lanes::Beat,
            lanes_out::FIRST => Lanes::First,
            lanes_out::ALL => Lanes::All,
            other => return Err(Undecodable::Field("lanes", other)),
        };
        let unit_cycles = usize::from(unit.is_some()) * spec.numbers.op_latency;
        Ok(OutputPort {
            port,
            register: output.register as usize,
            fold: output.fold == 1,
            lanes,
            marks: Marks::new(&output.marks, levels),
            unit: unit.map(|unit| OutputUnit::new(spec, unit)).transpose()?.flatten(),
            delay: 1 + (spec.pipeline_cycles() + unit_cycles) as u64,
            due: VecDeque::with_capacity(spec.pcu_output_fifo()),
        })
    }

    /// The register that it sends.
    pub(crate) fn register(&self) -> usize {
        self.register
    }

    /// Beats in the FIFO and on their way to it.
    #[inline]
    pub(crate) fn used(&self, links: &Networks) -> usize {
        links[self.port.net].count(self.port.node) + self.due.len()
    }

    /// Whether another beat may be sent on its way.
    #[inline]
    pub(crate) fn has_credit(&self, links: &Networks) -> bool {
        self.used(links) < links[self.port.net].depth(self.port.node)
    }

    /// Mask of the output's beat where that of the iteration and the inputs is `beat`.
    pub(crate) fn mask(&self, beat: u32, lanes: usize) -> u32 {
        match (self.port.net, self.lanes) {
            (Net::Scalar, _) | (_, Lanes::First) => 1,
            (_, Lanes::Beat) => beat,
            (_, Lanes::All) => low_lanes(lanes as u32),
        }
    }

    /// Sends the beat that left the last stage with `registers` and was issued in cycle `now`.
    pub(crate) fn send(&mut self, links: &mut Networks, now: u64, registers: &Registers, tag: Tag) {
        let used = self.used(links);
        let words = links[self.port.net].place(self.port.node, used, tag);
        let register = &registers.0[self.register];
        match &self.unit {
            None => words.copy_from_slice(&register[..words.len()]),
            Some(unit) => unit.apply(register, words),
        }
        self.due.push_back(now + self.delay);
    }

    /// One cycle of the pipeline behind: pushes the beat that arrives in it. Tells whether beats are in flight.
    #[inline]
    pub(crate) fn tick(&mut self, links: &mut Networks, now: u64) -> bool {
        let in_flight = !self.due.is_empty();
        if self.due.front() == Some(&now) {
            self.due.pop_front();
            links[self.port.net].arrive(self.port.node);
        }
        in_flight
    }
}

impl OutputUnit {
    /// None if it passes words on as they are.
    fn new(
        spec: &FabricSpec,
        unit: &config::OutputUnit,
    ) -> Result<Option<OutputUnit>, Undecodable> {
        let op = Op::from_code(unit.op as u8).ok_or(Undecodable::Operator)?;
        if op == Op::Mov {
            return Ok(None);
        }
        if !spec.pcu.output_ops.contains(&op.group()) {
            return Err(Undecodable::Operator);
        }
        let constant = Box::new([unit.constant; MAX_LANES]);
        Ok(Some(OutputUnit { op, subnormals: spec.numbers.subnormals, constant }))
    }

    fn apply(&self, register: &Row, words: &mut [u32]) {
        const ZERO: Row = [0; MAX_LANES];
        eval_lanes(self.op, self.subnormals, [register, &*self.constant, &ZERO], words);
    }
}
