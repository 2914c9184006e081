//! A fabric for the tests: sends bursts, collects answers, and checks what the memory promises in every cycle.

use std::collections::VecDeque;

use kiln_memory::{AxiIn, AxiOut, Dram, Response};

/// A burst to send.
#[derive(Clone, Debug)]
pub struct Burst {
    pub id: u16,
    pub address: u32,
    pub beats: usize,
    /// The words of a write, `None` for a read.
    pub data: Option<Vec<u32>>,
}

/// An answer: of a read when its last beat is accepted, of a write when its response is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: u16,
    pub words: Vec<u32>,
    pub response: Response,
    /// The cycle in which the first beat or the response was first valid.
    pub shown: u64,
    /// The cycle in which it was accepted.
    pub cycle: u64,
}

/// Sends bursts through a port, each channel in order.
pub struct Master {
    words: usize,
    reads: VecDeque<Burst>,
    addresses: VecDeque<Burst>,
    beats: VecDeque<(Vec<u32>, bool)>,
    out: AxiOut,
    partial: Vec<Answer>,
    shown: Option<(AxiIn, u64)>,
    pub read_answers: Vec<Answer>,
    pub write_answers: Vec<Answer>,
}

impl Master {
    pub fn new(words: usize, bursts: &[Burst]) -> Self {
        let (mut reads, mut addresses) = (VecDeque::new(), VecDeque::new());
        let mut beats = VecDeque::new();
        for burst in bursts {
            let Some(data) = &burst.data else {
                reads.push_back(burst.clone());
                continue;
            };
            addresses.push_back(burst.clone());
            for (index, beat) in data.chunks_exact(words).enumerate() {
                beats.push_back((beat.to_vec(), index + 1 == burst.beats));
            }
        }
        let (partial, read_answers, write_answers) = (Vec::new(), Vec::new(), Vec::new());
        let (out, shown) = (AxiOut::default(), None);
        Self { words, reads, addresses, beats, out, partial, shown, read_answers, write_answers }
    }

    /// One cycle; the five flags let AR, AW and W send something new and R and B accept.
    pub fn cycle(&mut self, memory: &mut Dram, go: [bool; 5]) {
        self.drive(go);
        let inputs = memory.outputs().clone();
        self.check_stable(memory.cycle(), &inputs);
        self.collect(memory.cycle(), &inputs);
        memory.tick(&self.out);
        self.out.ar_valid &= !inputs.ar_ready;
        self.out.aw_valid &= !inputs.aw_ready;
        self.out.w_valid &= !inputs.w_ready;
    }

    fn drive(&mut self, [ar, aw, w, r, b]: [bool; 5]) {
        let out = &mut self.out;
        if !out.ar_valid
            && ar
            && let Some(burst) = self.reads.pop_front()
        {
            out.ar_valid = true;
            (out.ar_addr, out.ar_id, out.ar_len) =
                (burst.address, burst.id, (burst.beats - 1) as u8);
        }
        if !out.aw_valid
            && aw
            && let Some(burst) = self.addresses.pop_front()
        {
            out.aw_valid = true;
            (out.aw_addr, out.aw_id, out.aw_len) =
                (burst.address, burst.id, (burst.beats - 1) as u8);
        }
        if !out.w_valid
            && w
            && let Some((words, last)) = self.beats.pop_front()
        {
            out.w_valid = true;
            out.w_data[..self.words].copy_from_slice(&words);
            out.w_strb = u128::MAX >> (128 - 4 * self.words);
            out.w_last = last;
        }
        (out.r_ready, out.b_ready) = (r, b);
    }

    /// What was valid and not accepted in the last cycle must still be there, unchanged.
    fn check_stable(&mut self, cycle: u64, inputs: &AxiIn) {
        if let Some((last, at)) = self.shown.take() {
            assert_eq!(at + 1, cycle);
            if last.r_valid {
                let payload = |i: &AxiIn| (i.r_valid, i.r_id, i.r_data, i.r_resp, i.r_last);
                assert_eq!(payload(&last), payload(inputs), "R in cycle {cycle}");
            }
            if last.b_valid {
                let payload = |i: &AxiIn| (i.b_valid, i.b_id, i.b_resp);
                assert_eq!(payload(&last), payload(inputs), "B in cycle {cycle}");
            }
        }
        let mut held = inputs.clone();
        held.r_valid &= !self.out.r_ready;
        held.b_valid &= !self.out.b_ready;
        self.shown = Some((held, cycle));
    }

    fn collect(&mut self, cycle: u64, inputs: &AxiIn) {
        if inputs.r_valid && self.out.r_ready {
            let index = self.partial.iter().position(|answer| answer.id == inputs.r_id);
            let index = index.unwrap_or_else(|| {
                self.partial.push(answer(inputs.r_id, cycle));
                self.partial.len() - 1
            });
            let partial = &mut self.partial[index];
            partial.words.extend(&inputs.r_data[..self.words]);
            partial.response = partial.response.max(inputs.r_resp);
            partial.cycle = cycle;
            if inputs.r_last {
                self.read_answers.push(self.partial.remove(index));
            }
        }
        if inputs.b_valid && self.out.b_ready {
            let response = inputs.b_resp;
            self.write_answers.push(Answer { response, ..answer(inputs.b_id, cycle) });
        }
    }

    /// Whether all was sent and answered.
    pub fn is_done(&self, bursts: usize) -> bool {
        self.read_answers.len() + self.write_answers.len() == bursts
    }
}

fn answer(id: u16, cycle: u64) -> Answer {
    Answer { id, words: Vec::new(), response: Response::Okay, shown: cycle, cycle }
}

/// Sends all bursts as fast as the memory takes them; returns the answers to reads and to writes.
pub fn send(memory: &mut Dram, words: usize, bursts: &[Burst]) -> (Vec<Answer>, Vec<Answer>) {
    let mut master = Master::new(words, bursts);
    for _ in 0..100_000 {
        if master.is_done(bursts.len()) {
            assert!(memory.is_idle());
            return (master.read_answers, master.write_answers);
        }
        master.cycle(memory, [true; 5]);
    }
    panic!("not done");
}

/// A read.
pub fn read(id: u16, address: u32, beats: usize) -> Burst {
    Burst { id, address, beats, data: None }
}

/// A write of words that count up from `first`.
pub fn write(id: u16, address: u32, words: usize, beats: usize, first: u32) -> Burst {
    let data = (0..(words * beats) as u32).map(|i| first.wrapping_add(i)).collect();
    Burst { id, address, beats, data: Some(data) }
}
