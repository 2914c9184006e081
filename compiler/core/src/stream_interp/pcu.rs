//! A PCU without time: section 4 of `docs/execution.md`.

use super::counters::{Chain, Function};
use super::drain::Drain;
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
    /// `[stage][bank][way][lane]`; the second bank is for the systolic form.
    accumulators: Vec<[Vec<Vec<u32>>; 2]>,
    /// The other process of the systolic form.
    drain: Option<Drain<'a>>,
    vector_in: Vec<Option<usize>>,
    scalar_in: Vec<Option<usize>>,
    vector_out: Vec<Option<usize>>,
    scalar_out: Vec<Option<usize>>,
}

/// What a beat carries along besides its registers.
struct Control {
    mask: u32,
    first: bool,
    bank: usize,
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
        let bank = vec![vec![0; lanes]; spec.pcu.accumulators];
        Ok(Pcu {
            name,
            config,
            spec,
            chain: Chain::new(&config.counters, lanes),
            indices: config.indices.iter().map(Function::new).collect(),
            way: 0,
            wrapped: false,
            accumulators: vec![[bank.clone(), bank]; config.stages.len()],
            drain: (config.drain.enable == 1).then(|| Drain::new(&config.drain, lanes)),
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
        let source = |head: usize| {
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
        self.config.heads(self.spec).map(source).collect()
    }

    fn stage(&mut self, number: usize, registers: &mut [Vec<u32>], control: &Control) {
        let stage: &Stage = &self.config.stages[number];
        let (lanes, count) = (self.spec.lanes, registers.len());
        let subnormals = self.spec.numbers.subnormals;
        let op = Op::from_code(stage.op as u8).unwrap_or(Op::Mov);
        let sum = op.sum_of_product().unwrap_or(Op::Mov);
        let constant = vec![stage.constant; lanes];
        // Registers behind those of all stages are for rows alone.
        let count = if self.spec.only_systolic(number) { count } else { self.spec.pcu.registers };
        let read = |selector: u32| registers[..count].get(selector as usize).unwrap_or(&constant);
        let a = read(stage.a);
        let b = match stage.spread {
            1 if stage.mode != mode::REDUCE => &vec![read(stage.b)[stage.lane as usize]; lanes],
            _ => read(stage.b),
        };
        let c = &registers[(stage.c as usize).min(count - 1)];
        let absent = |lane: usize| stage.masked == 1 && control.mask >> lane & 1 == 0;
        let or_identity = |word: u32, lane| if absent(lane) { stage.constant } else { word };
        let accumulator = &mut self.accumulators[number][control.bank][control.way];
        let old = |i: usize, held: &[u32]| if control.first { stage.constant } else { held[i] };
        let result: Vec<u32> = (0..lanes)
            .map(|i| match stage.mode {
                mode::ACCUMULATE => {
                    eval(op, subnormals, old(i, accumulator), or_identity(b[i], i), 0)
                }
                mode::REDUCE => {
                    let j = (i + (1 << stage.hop)) % lanes;
                    eval(op, subnormals, or_identity(a[i], i), or_identity(a[j], j), 0)
                }
                mode::SYSTOLIC => {
                    let product = eval(op, subnormals, a[i], b[i], 0);
                    eval(sum, subnormals, old(i, accumulator), product, 0)
                }
                _ => eval(op, subnormals, a[i], b[i], c[i]),
            })
            .collect();
        if stage.mode != mode::MAP {
            accumulator.clone_from(&result);
        }
        if stage.mode != mode::SYSTOLIC {
            registers[stage.destination as usize] = result;
        }
    }

    /// What vector output 0 sends of its register.
    fn output_0(&self, words: &[u32]) -> Vec<u32> {
        if !self.spec.has_output_unit() {
            return words.to_vec();
        }
        let unit = &self.config.output_unit;
        let op = Op::from_code(unit.op as u8).unwrap_or(Op::Mov);
        let subnormals = self.spec.numbers.subnormals;
        words.iter().map(|&word| eval(op, subnormals, word, unit.constant, 0)).collect()
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
        let bank = self.drain.as_ref().map_or(0, |drain| drain.bank());
        let control = Control { mask, first, bank, way: self.way as usize };
        for number in 0..self.config.stages.len() {
            self.stage(number, &mut registers, &control);
        }
        if let Some(drain) = &mut self.drain {
            drain.accumulated(self.way, last && self.chain.below(fold.round + 1));
            self.step();
            return Ok(());
        }
        let vectors = self.vector_out.iter().zip(&self.config.vector_outputs).enumerate();
        for (port, (link, output)) in vectors.filter(|(_, (_, o))| o.fold == 0 || emit) {
            let Some(link) = *link else { continue };
            let mask = match output.lanes {
                lanes_out::FIRST => 1,
                lanes_out::ALL => ((1u64 << self.spec.lanes) - 1) as u32,
                _ => mask,
            };
            let register = &registers[output.register as usize];
            let words = if port == 0 { self.output_0(register) } else { register.clone() };
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
        if self.chain.below(self.config.fold.round + 1) {
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

impl Pcu<'_> {
    /// Sends a row of a finished tile, if there is one.
    fn drain(&mut self, streams: &mut Streams) -> Result<bool, StreamError> {
        let Some(drain) = self.drain.as_mut().filter(|drain| drain.can_fire()) else {
            return Ok(false);
        };
        let output = &self.config.vector_outputs[0];
        let (row, bank, way) = drain.place();
        let (mask, mark) = (drain.mask(), drain.mark(&output.marks));
        drain.step().map_err(|(drained, ways)| StreamError::Drained {
            unit: self.name.into(),
            drained,
            ways,
        })?;
        // What the other registers hold depends on time; no program may use it.
        let mut registers = vec![vec![0; self.spec.lanes]; self.config.head.len()];
        let held = &self.accumulators[row];
        registers[self.config.stages[row].destination as usize] = held[bank][way].clone();
        let control = Control { mask, first: false, bank, way };
        for number in row + 1..self.config.stages.len() {
            if self.config.stages[number].mode == mode::MAP {
                self.stage(number, &mut registers, &control);
            }
        }
        if let Some(link) = self.vector_out[0] {
            let words = self.output_0(&registers[output.register as usize]);
            streams.push(link, Beat { words, mask, mark });
        }
        Ok(true)
    }

    fn can_issue(&self, streams: &Streams) -> bool {
        !self.chain.finished
            && self.drain.as_ref().is_none_or(|drain| drain.has_bank())
            && self.inputs().all(|(wire, _)| !streams.queues[wire].is_empty())
    }
}

impl Process for Pcu<'_> {
    fn run(&mut self, streams: &mut Streams, _: &mut [u32]) -> Result<bool, StreamError> {
        let mut fired = false;
        while self.config.enable == 1 {
            let issues = self.can_issue(streams);
            if issues {
                self.issue(streams)?;
            }
            if !issues & !self.drain(streams)? {
                break;
            }
            fired = true;
        }
        Ok(fired)
    }

    fn finished(&self) -> bool {
        let drained = self.drain.as_ref().is_none_or(Drain::finished);
        self.config.enable == 0 || self.chain.finished && drained
    }
}
