//! Executor of requests: takes packets from the ring in their order, judges them, does what they ask, and answers.
//!
//! The rules are those of `docs/protocol.md`, section "The board". Judging takes a few cycles, so that no sum is compared in the
//! cycle that forms it. A read is answered while it goes on; should a word fail, the answer is begun anew.

use crate::link_receiver::{LENGTH_BITS, POSITION_BITS, SLOT_BITS};
use crate::uart_rx::RATE_BITS;
use kiln_arch::link::{
    MAX_WORDS, NO_SESSION, PROTOCOL_VERSION, RATES, REPEATS, RESPONSE, buffered_words, hello, kind,
    status,
};
use kiln_arch::registers::ADDRESS_BITS;
use kiln_emit::prelude::*;

/// What the executor does.
mod state {
    /// Waits for a packet.
    pub const IDLE: u64 = 0;
    /// Takes the number of its slots.
    pub const LENGTH: u64 = 1;
    /// Takes its first word.
    pub const HEADER: u64 = 2;
    /// Takes its second word.
    pub const ADDRESS: u64 = 3;
    /// Finds its shape, its distance in the session, and the end of its words.
    pub const SHAPE: u64 = 4;
    /// Compares the end.
    pub const RANGE: u64 = 5;
    /// Decides.
    pub const JUDGE: u64 = 6;
    /// Asks for a word.
    pub const ASK: u64 = 7;
    /// Waits for it.
    pub const WAIT: u64 = 8;
    /// Answers: the header.
    pub const ANSWER: u64 = 9;
    /// Answers: a word.
    pub const WORD: u64 = 10;
    /// Waits for the answer's last bit, then sets the rate.
    pub const RATE: u64 = 11;
    /// Is done with the packet.
    pub const NEXT: u64 = 12;
}

/// Bits of the number of a register.
const REGISTER_BITS: usize = ADDRESS_BITS - 2;

const _: () = assert!(*RATES.end() == (1 << RATE_BITS) - 1);

const HELLO: u64 = kind::HELLO as u64;
const READ: u64 = kind::READ as u64;
const WRITE: u64 = kind::WRITE as u64;
const READ_REGISTER: u64 = kind::READ_REGISTER as u64;
const WRITE_REGISTER: u64 = kind::WRITE_REGISTER as u64;
const RATE: u64 = kind::RATE as u64;

/// The executor.
#[derive(LogicBlock)]
pub struct LinkExecutor {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A slot of the ring is read.
    pub ring_read: Out<Bit>,
    /// Its number.
    pub ring_row: Out<Word>,
    /// The word, from the next cycle until the next read.
    pub ring_data: In<Word>,
    /// Position behind the newest packet.
    pub tail: In<Word>,
    /// Position of the oldest packet.
    pub head: Out<Word>,
    /// Memory is not the host's.
    pub busy: In<Bit>,
    /// A word is asked for; the word written is the ring's.
    pub bus_request: Out<Bit>,
    /// It is written.
    pub bus_write: Out<Bit>,
    /// It is a register.
    pub bus_registers: Out<Bit>,
    /// Number of the word.
    pub bus_address: Out<Word>,
    /// It is done.
    pub bus_done: In<Bit>,
    /// It went wrong.
    pub bus_error: In<Bit>,
    /// The word read.
    pub bus_value: In<Word>,
    /// Number of a word of the answer to `HELLO`.
    pub hello_index: Out<Word>,
    /// The word.
    pub hello_data: In<Word>,
    /// A word of the answer is offered.
    pub answer_valid: Out<Bit>,
    /// It is taken.
    pub answer_ready: In<Bit>,
    /// The word.
    pub answer_data: Out<Word>,
    /// It is the first; an answer before it that has no last word is none.
    pub answer_first: Out<Bit>,
    /// It is the last.
    pub answer_last: Out<Bit>,
    /// The last bit of the last answer has left.
    pub answer_idle: In<Bit>,
    /// The rate of the line is set.
    pub rate_set: Out<Bit>,
    /// Clock cycles a bit.
    pub rate_value: Out<Word>,
    state: Reg<Word>,
    first: Reg<Word>,
    cursor: Reg<Word>,
    own_session: Reg<Word>,
    expected: Reg<Word>,
    complained: Reg<Bit>,
    slots: Reg<Word>,
    kind: Reg<Word>,
    session: Reg<Word>,
    number: Reg<Word>,
    count: Reg<Word>,
    address: Reg<Word>,
    shape: Reg<Bit>,
    own: Reg<Bit>,
    distance: Reg<Word>,
    limit: Reg<Word>,
    in_range: Reg<Bit>,
    status: Reg<Word>,
    fresh: Reg<Bit>,
    left: Reg<Word>,
    verdict: Wire<Word>,
    _memory_bits: usize,
}

impl LinkExecutor {
    /// For a memory of `2^memory_bits` words.
    pub fn new(memory_bits: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            ring_read: Out::bit(),
            ring_row: Out::word(SLOT_BITS),
            ring_data: In::word(32),
            tail: In::word(POSITION_BITS),
            head: Out::word(POSITION_BITS),
            busy: In::bit(),
            bus_request: Out::bit(),
            bus_write: Out::bit(),
            bus_registers: Out::bit(),
            bus_address: Out::word(30),
            bus_done: In::bit(),
            bus_error: In::bit(),
            bus_value: In::word(32),
            hello_index: Out::word(index_bits(hello::WORDS)),
            hello_data: In::word(32),
            answer_valid: Out::bit(),
            answer_ready: In::bit(),
            answer_data: Out::word(32),
            answer_first: Out::bit(),
            answer_last: Out::bit(),
            answer_idle: In::bit(),
            rate_set: Out::bit(),
            rate_value: Out::word(RATE_BITS),
            state: Reg::word(4),
            first: Reg::word(POSITION_BITS),
            cursor: Reg::word(SLOT_BITS),
            own_session: Reg::word(8),
            expected: Reg::word(8),
            complained: Reg::bit(),
            slots: Reg::word(LENGTH_BITS),
            kind: Reg::word(8),
            session: Reg::word(8),
            number: Reg::word(8),
            count: Reg::word(8),
            address: Reg::word(32),
            shape: Reg::bit(),
            own: Reg::bit(),
            distance: Reg::word(8),
            limit: Reg::word(33),
            in_range: Reg::bit(),
            status: Reg::word(4),
            fresh: Reg::bit(),
            left: Reg::word(LENGTH_BITS),
            verdict: Wire::word(4),
            _memory_bits: memory_bits,
        }
    }
}

impl Logic for LinkExecutor {
    #[hdl_gen]
    fn update(&mut self) {
        let bare = buffered_words(0);
        let bits = self._memory_bits;
        let repeats_from = 256 - REPEATS;
        let fastest = *RATES.start();
        let greets = self.kind.val() == HELLO;
        let rate = self.kind.val() == RATE;
        let registers = self.kind.val() == READ_REGISTER || self.kind.val() == WRITE_REGISTER;
        let memory = self.kind.val() == READ || self.kind.val() == WRITE;
        let writes = self.kind.val() == WRITE || self.kind.val() == WRITE_REGISTER;
        let reads = self.kind.val() == READ || self.kind.val() == READ_REGISTER;
        let response = (self.kind.val() & RESPONSE).any();

        // The ring: packets are read word by word; all of a packet is given free at once.
        let some = self.first.val() != self.tail.val();
        let idle = self.state.val() == state::IDLE;
        let fetch_word = self.state.val() == state::WAIT && self.bus_done.val() && writes;
        let header = self.state.val() == state::LENGTH
            || self.state.val() == state::HEADER
            || self.state.val() == state::ADDRESS;
        self.ring_read.next = idle || header || fetch_word;
        let row = if idle { self.first.val().trunc(SLOT_BITS) } else { self.cursor.val() };
        self.ring_row.next = row;
        if idle || header || fetch_word {
            self.cursor.next = row + 1;
        }
        self.head.next = self.first.val();

        // What the packet is.
        let word_address = if registers { self.address.val() >> 2 } else { self.address.val() };
        let aligned = !registers || !self.address.val().slice(0, 2).any();
        let few = self.count.val().any() && self.count.val() <= MAX_WORDS;
        let given = if writes { self.count.val() + bare } else { bare.into() };
        let holds = self.slots.val().zext(8) == given;
        let one = self.count.val() == 1;
        let none = !self.count.val().any();
        let asked = (memory || self.kind.val() == READ_REGISTER) && few
            || self.kind.val() == WRITE_REGISTER && one
            || (greets || rate) && none;
        // All bounds are powers of two, or one less: bits are looked at instead of numbers compared.
        let in_rates = !self.address.val().slice(RATE_BITS, 32 - RATE_BITS).any()
            && self.address.val().trunc(RATE_BITS) >= fastest;
        let far = self.limit.val().slice(bits + 1, 32 - bits).any();
        let past = self.limit.val().bit(bits) && self.limit.val().trunc(bits).any();
        let in_memory = !far && !past;
        let far_register = self.limit.val().slice(REGISTER_BITS + 1, 32 - REGISTER_BITS).any();
        let past_register =
            self.limit.val().bit(REGISTER_BITS) && self.limit.val().trunc(REGISTER_BITS).any();
        let in_registers = aligned && !far_register && !past_register;

        // What becomes of it.
        let fresh = !self.distance.val().any();
        let repeat = self.distance.val() >= repeats_from;
        let version = self.address.val() == PROTOCOL_VERSION;
        if greets {
            if !version {
                self.verdict.next = status::VERSION.into();
            } else if !self.shape.val() {
                self.verdict.next = status::KIND.into();
            } else if self.session.val() == NO_SESSION {
                self.verdict.next = status::SESSION.into();
            } else {
                self.verdict.next = status::OK.into();
            }
        } else if !self.own.val() {
            self.verdict.next = status::SESSION.into();
        } else if !fresh && !repeat {
            self.verdict.next = status::ORDER.into();
        } else if !self.shape.val() {
            self.verdict.next = status::KIND.into();
        } else if !self.in_range.val() {
            self.verdict.next = status::RANGE.into();
        } else if memory && self.busy.val() && (fresh || reads) {
            self.verdict.next = status::BUSY.into();
        } else {
            self.verdict.next = status::OK.into();
        }
        let order = self.verdict.val() == status::ORDER;
        let fine = self.verdict.val() == status::OK;
        let ok = self.status.val() == status::OK;
        let last_word = self.left.val() == 1;
        let speaks = ok && (reads || greets);

        // The buses, the answer, the rate.
        self.bus_request.next = self.state.val() == state::ASK;
        self.bus_write.next = writes;
        self.bus_registers.next = registers;
        self.bus_address.next = self.address.val().trunc(30);
        self.hello_index.next = self.address.val().trunc(index_bits(hello::WORDS));
        let answers = self.state.val() == state::ANSWER;
        let sends_word = self.state.val() == state::WORD;
        let answer_session = if self.status.val() == status::SESSION {
            self.own_session.val()
        } else {
            self.session.val()
        };
        let answer_sequence = if self.status.val() == status::ORDER {
            self.expected.val()
        } else {
            self.number.val()
        };
        let answer_header = cat!(
            self.status.val().zext(8),
            answer_sequence,
            answer_session,
            self.kind.val() | RESPONSE
        );
        let answer_word = if greets { self.hello_data.val() } else { self.bus_value.val() };
        self.answer_valid.next = answers || sends_word;
        self.answer_data.next = if answers { answer_header } else { answer_word };
        self.answer_first.next = answers;
        self.answer_last.next = if answers { !speaks } else { last_word };
        self.rate_set.next = self.state.val() == state::RATE && self.answer_idle.val();
        self.rate_value.next = self.address.val().trunc(RATE_BITS);

        let word_over =
            fetch_word && !self.bus_error.val() || sends_word && self.answer_ready.val();
        if word_over {
            self.address.next = self.address.val() + 1;
            self.left.next = self.left.val() - 1;
        }
        match self.state.val().num() {
            state::IDLE => {
                if some {
                    self.state.next = state::LENGTH.into();
                }
            }
            state::LENGTH => {
                self.slots.next = self.ring_data.val().trunc(LENGTH_BITS);
                self.state.next = state::HEADER.into();
            }
            state::HEADER => {
                self.kind.next = self.ring_data.val().slice(0, 8);
                self.session.next = self.ring_data.val().slice(8, 8);
                self.number.next = self.ring_data.val().slice(16, 8);
                self.count.next = self.ring_data.val().slice(24, 8);
                self.state.next = state::ADDRESS.into();
            }
            state::ADDRESS => {
                self.address.next = self.ring_data.val();
                self.state.next = state::SHAPE.into();
            }
            state::SHAPE => {
                self.shape.next = asked && holds;
                self.own.next = self.session.val() == self.own_session.val()
                    && self.session.val() != NO_SESSION;
                self.distance.next = self.number.val() - self.expected.val();
                self.limit.next = word_address.zext(33) + self.count.val().zext(33);
                self.state.next = state::RANGE.into();
            }
            state::RANGE => {
                self.in_range.next = if rate {
                    in_rates
                } else if registers {
                    in_registers
                } else {
                    in_memory
                };
                self.state.next = state::JUDGE.into();
            }
            state::JUDGE => {
                self.status.next = self.verdict.val();
                self.fresh.next = fresh;
                if !rate {
                    self.address.next = if greets { 0.into() } else { word_address };
                }
                self.left.next =
                    if greets { hello::WORDS.into() } else { self.count.val().trunc(LENGTH_BITS) };
                if order {
                    self.complained.next = true;
                }
                if response || order && self.complained.val() {
                    // A refusal that nobody hears of.
                    self.status.next = status::ORDER.into();
                    self.state.next = state::NEXT.into();
                } else if fine && fresh && writes {
                    self.state.next = state::ASK.into();
                } else {
                    self.state.next = state::ANSWER.into();
                }
            }
            state::ASK => {
                self.state.next = state::WAIT.into();
            }
            state::WAIT => {
                if self.bus_done.val() {
                    if self.bus_error.val() {
                        self.status.next = status::MEMORY.into();
                        self.state.next = state::ANSWER.into();
                    } else if reads {
                        self.state.next = state::WORD.into();
                    } else if last_word {
                        self.state.next = state::ANSWER.into();
                    } else {
                        self.state.next = state::ASK.into();
                    }
                }
            }
            state::ANSWER => {
                if self.answer_ready.val() {
                    if speaks {
                        self.state.next =
                            if greets { state::WORD.into() } else { state::ASK.into() };
                    } else if ok && rate && self.fresh.val() {
                        self.state.next = state::RATE.into();
                    } else {
                        self.state.next = state::NEXT.into();
                    }
                }
            }
            state::WORD => {
                if self.answer_ready.val() {
                    if last_word {
                        self.state.next = state::NEXT.into();
                    } else if !greets {
                        self.state.next = state::ASK.into();
                    }
                }
            }
            state::RATE => {
                if self.answer_idle.val() {
                    self.state.next = state::NEXT.into();
                }
            }
            _ => {
                self.first.next = self.first.val() + self.slots.val().zext(POSITION_BITS);
                if ok && (greets || self.fresh.val()) {
                    self.own_session.next = self.session.val();
                    self.expected.next = self.number.val() + 1;
                    self.complained.next = false;
                }
                self.state.next = state::IDLE.into();
            }
        }
        if self.rst.val() {
            self.state.next = state::IDLE.into();
            self.first.next = 0.into();
            self.own_session.next = NO_SESSION.into();
            self.expected.next = 0.into();
            self.complained.next = false;
        }
    }
}

impl Leaf for LinkExecutor {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "link_executor",
            "Executor of requests: takes packets from the ring in their order, judges them, does what they ask, and answers.",
        )
        .param("m", self._memory_bits)
        .interface("ring", "out of the ring of packets")
        .interface("bus", "words of memory and registers, one at a time")
        .interface("hello", "what the board says of itself")
        .interface("answer", "words of the answer")
        .interface("rate", "the rate of the line")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(
            || LinkExecutor::new(20),
            20_000,
            1,
            |cycle, inputs| {
                // Small numbers everywhere, so that requests are good at times.
                let noise = (cycle as u32).wrapping_mul(0x9e37_79b1) >> 8;
                let kind = 1 + noise % 6;
                let count = noise >> 3 & 3;
                let length = 3 + (noise >> 5 & 3);
                inputs.set(
                    "ring_data",
                    match noise >> 7 & 3 {
                        0 => length,
                        1 => 1,
                        _ => kind | 1 << 8 | count << 24,
                    },
                );
            },
        )
        .unwrap();
    }
}
