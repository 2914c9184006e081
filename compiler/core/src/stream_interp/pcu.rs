//! A PCU without time: section 4 of `docs/execution.md`.

use super::counters::{Chain, Function};
use super::{Beat, Process, StreamError, Streams, Wiring, port};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Input, Output, PcuConfig, Stage, lanes_out, mode};
use kiln_arch::num::{Op, eval};

pub(super) struct Pcu<'a> {
    name: &'a str,
    config: &'a PcuConfig,
    spec: &'a FabricSpec,
    chain: Chain<'a>,
    indices: Vec<Function<'a>>,
    way: u32,
    wrapped: bool,
    /// `[stage][way][lane]`
    accumulators: Vec<Vec<Vec<u32>>>,
    vector_in: Vec<Option<usize>>,
    scalar_in: Vec<Option<usize>>,
    vector_out: Vec<Option<usize>>,
    scalar_out: Vec<Option<usize>>,
}

/// What a beat carries along besides its registers.
struct Control {
    mask: u32,
    first: bool,
    way: usize,
}

impl<'a> Pcu<'a> {
    pub fn new(
        name: &'a str,
        config: &'a PcuConfig,
        spec: &'a FabricSpec,
        wires: &Wiring,
    ) -> Result<Self, StreamError> {
        let lanes = spec.lanes;
        type Wires = Result<Vec<Option<usize>>, StreamError>;
        let inputs = |list: &[Input], wires: &[Option<usize>], kind| -> Wires {
            (0..list.len()).map(|p| port(name, list[p].enable == 1, wires, p, kind)).collect()
        };
        let outputs = |list: &[Output], wires: &[Option<usize>], kind| -> Wires {
            (0..list.len()).map(|p| port(name, list[p].enable == 1, wires, p, kind)).collect()
        };
        Ok(Pcu {
            name,
            config,
            spec,
            chain: Chain::new(&config.counters, lanes),
            indices: config.indices.iter().map(Function::new).collect(),
            way: 0,
            wrapped: false,
            accumulators: vec![vec![vec![0; lanes]; spec.pcu.accumulators]; config.stages.len()],
            vector_in: inputs(&config.vector_inputs, &wires.inputs[0], "vector input")?,
            scalar_in: inputs(&config.scalar_inputs, &wires.inputs[1], "scalar input")?,
            vector_out: outputs(&config.vector_outputs, &wires.outputs[0], "vector output")?,
            scalar_out: outputs(&config.scalar_outputs, &wires.outputs[1], "scalar output")?,
        })
    }

    fn inputs(&self) -> impl Iterator<Item = (usize, &'a Input)> + '_ {
        let vector = self.vector_in.iter().zip(&self.config.vector_inputs);
        let scalar = self.scalar_in.iter().zip(&self.config.scalar_inputs);
        vector.chain(scalar).filter_map(|(wire, input)| wire.map(|w| (w, input)))
    }

    /// Registers of stage 0: `[register][lane]`.
    fn head(&self, streams: &Streams) -> Vec<Vec<u32>> {
        let lanes = self.spec.lanes;
        let (vectors, scalars) = (self.vector_in.len(), self.scalar_in.len());
        let source = |&head: &u32| {
            let head = head as usize;
            let front = |wire: Option<usize>| wire.map(|w| &streams.queues[w][0].words);
            if head < vectors {
                front(self.vector_in[head]).map_or(vec![0; lanes], Vec::clone)
            } else if head < vectors + scalars {
                vec![front(self.scalar_in[head - vectors]).map_or(0, |w| w[0]); lanes]
            } else {
                let index = self.indices.get(head - vectors - scalars);
                index.map_or(vec![0; lanes], |f| (0..lanes).map(|i| f.lane(i)).collect())
            }
        };
        self.config.head.iter().map(source).collect()
    }

    fn stage(&mut self, number: usize, registers: &mut [Vec<u32>], control: &Control) {
        let stage: &Stage = &self.config.stages[number];
        let (lanes, count) = (self.spec.lanes, registers.len());
        let subnormals = self.spec.numbers.subnormals;
        let op = Op::from_code(stage.op as u8).unwrap_or(Op::Mov);
        let constant = vec![stage.constant; lanes];
        let read = |selector: u32| registers.get(selector as usize).unwrap_or(&constant);
        let (a, b) = (read(stage.a), read(stage.b));
        let c = &registers[(stage.c as usize).min(count - 1)];
        let absent = |lane: usize| stage.masked == 1 && control.mask >> lane & 1 == 0;
        let or_identity = |word: u32, lane| if absent(lane) { stage.constant } else { word };
        let accumulator = &mut self.accumulators[number][control.way];
        let result: Vec<u32> = (0..lanes)
            .map(|i| match stage.mode {
                mode::ACCUMULATE => {
                    let old = if control.first { stage.constant } else { accumulator[i] };
                    eval(op, subnormals, old, or_identity(b[i], i), 0)
                }
                mode::REDUCE => {
                    let j = (i + (1 << stage.hop)) % lanes;
                    eval(op, subnormals, or_identity(a[i], i), or_identity(a[j], j), 0)
                }
                _ => eval(op, subnormals, a[i], b[i], c[i]),
            })
            .collect();
        if stage.mode == mode::ACCUMULATE {
            accumulator.clone_from(&result);
        }
        registers[stage.destination as usize] = result;
    }

    fn issue(&mut self, streams: &mut Streams) -> Result<(), StreamError> {
        let fold = &self.config.fold;
        let chain = &self.chain;
        let mut mask = chain.mask();
        for wire in self.vector_in.iter().flatten() {
            mask &= streams.queues[*wire][0].mask;
        }
        let levels = (0..self.config.counters.levels.len()).filter(|l| fold.levels >> l & 1 == 1);
        let mut first = levels.clone().all(|l| chain.pos(l) == 0);
        let mut last = levels.clone().all(|l| chain.last(l));
        if fold.split == 1 {
            first &= !self.wrapped;
            last &= chain.pos(0) + chain.inc(0) * (fold.ways + 1) >= chain.extent(0);
        }
        let emit = fold.enable == 0 || last;
        let mut registers = self.head(streams);
        self.pop(streams)?;
        let control = Control { mask, first, way: self.way as usize };
        for number in 0..self.config.stages.len() {
            self.stage(number, &mut registers, &control);
        }
        let vectors = self.vector_out.iter().zip(&self.config.vector_outputs);
        for (link, output) in vectors.filter(|(_, o)| o.fold == 0 || emit) {
            let Some(link) = *link else { continue };
            let mask = match output.lanes {
                lanes_out::FIRST => 1,
                lanes_out::ALL => ((1u64 << self.spec.lanes) - 1) as u32,
                _ => mask,
            };
            let words = registers[output.register as usize].clone();
            streams.push(link, Beat { words, mask, mark: self.chain.mark(&output.marks) });
        }
        let scalars = self.scalar_out.iter().zip(&self.config.scalar_outputs);
        for (link, output) in scalars.filter(|(_, o)| o.fold == 0 || emit) {
            let Some(link) = *link else { continue };
            let words = vec![registers[output.register as usize][0]];
            streams.push(link, Beat { words, mask: 1, mark: self.chain.mark(&output.marks) });
        }
        self.step();
        Ok(())
    }

    fn pop(&mut self, streams: &mut Streams) -> Result<(), StreamError> {
        for (wire, input) in self.inputs().filter(|(_, input)| self.chain.below(input.hold)) {
            let beat = streams.queues[wire].pop_front().expect("all inputs have a beat");
            let want = self.chain.mark(&input.marks);
            if beat.mark != want {
                let port = format!("queue {wire}");
                return Err(StreamError::Mark {
                    unit: self.name.into(),
                    port,
                    want,
                    have: beat.mark,
                });
            }
        }
        Ok(())
    }

    fn step(&mut self) {
        let innermost_ends = self.chain.last(0);
        if innermost_ends {
            (self.way, self.wrapped) = (0, false);
        } else if self.way == self.config.fold.ways {
            (self.way, self.wrapped) = (0, true);
        } else {
            self.way += 1;
        }
        if let Some(level) = self.chain.step(0) {
            self.indices.iter_mut().for_each(|f| f.step(level));
        }
    }
}

impl Process for Pcu<'_> {
    fn run(&mut self, streams: &mut Streams, _: &mut [u32]) -> Result<bool, StreamError> {
        let mut fired = false;
        while self.config.enable == 1 && !self.chain.finished {
            if self.inputs().any(|(wire, _)| streams.queues[wire].is_empty()) {
                break;
            }
            self.issue(streams)?;
            fired = true;
        }
        Ok(fired)
    }

    fn finished(&self) -> bool {
        self.config.enable == 0 || self.chain.finished
    }
}
