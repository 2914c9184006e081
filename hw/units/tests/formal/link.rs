//! The receiver of packets: it hears exactly the requests that came whole, with the right CRC; it finds the next frame
//! after any damage; it writes nothing but free slots of its ring.
//!
//! Bytes come at any time that a UART allows, with any values; the reader takes slots at any time.

use crate::bench::Bench;
use crate::link_monitor::{LinkMonitor, LinkSurroundings};
use crate::settled::Settled;
use kiln_arch::link::{DELIMITER, Request, kind};
use kiln_emit::Part;
use kiln_emit::prelude::*;
use kiln_units::link_crc::LinkCrc;
use kiln_units::link_receiver::{LENGTH_BITS, LinkReceiver};
use kiln_units::uart_rx::UartRx;

/// The receiver, its checksum and its surroundings.
fn joined() -> Bench {
    let mut bench = Bench::new();
    bench.fix("never", 0);
    bench.place("surroundings", &Part::leaf(&LinkSurroundings::new()));
    bench.place("receiver", &Part::leaf_with_state(&LinkReceiver::new()));
    bench
        .place("crc", &Part::leaf_with_state(&LinkCrc::new()))
        .net("clear", "crc_clear")
        .net("valid", "crc_valid")
        .net("data", "crc_data")
        .net("good", "crc_good")
        .net("shift", "never");
    bench
}

fn bench() -> Bench {
    let mut bench = joined();
    bench.place("chosen_held", &Part::leaf(&Settled::new(LENGTH_BITS))).net("value", "chosen");
    bench.place("monitor", &Part::leaf(&LinkMonitor::new()));
    bench.assert(["sound", "found", "bounded", "free_slot", "moved", "kept"]);
    bench.assert(["same_frame", "same_sum", "same_length", "ring_used", "same_word"]);
    bench.induction(1, 1);
    bench
}

fn request() -> Vec<u8> {
    let (kind, session, sequence, count, address) = (kind::READ, 3, 0, 5, 0x0100_0200);
    Request { kind, session, sequence, count, address, words: Vec::new() }.frame()
}

#[test]
fn packets_are_heard_and_kept() {
    bench().proved("link_receiver");
}

/// What the receiver asks of its bytes, the UART gives, at any rate.
#[test]
fn bytes_come_apart() {
    let mut bench = Bench::new();
    bench.place("uart", &Part::leaf(&UartRx::new()));
    bench.place("monitor", &Part::leaf(&Apart::new())).net("now", "valid");
    bench.assert(["apart"]).cover(["valid"]).proved("uart_rx_apart");
    bench.rewire("monitor", "now", "elsewhere").fails("any_line", "apart");
}

/// That there are runs of which the proof speaks.
#[test]
fn a_request_is_heard() {
    let mut bench = joined();
    let cycles = 2 * request().len() + 2;
    bench.place("line", &Part::leaf(&Line::new(request())));
    bench.fix("byte_wanted", 1).fix("slots_wanted", 0);
    bench.cover(["heard"]).induction(1, cycles).proved("link_request");
}

/// The runs of these would be too long to search for. It is enough that the proof does not go through.
#[test]
fn wrong_receivers_are_not_proved() {
    let with = |part: &str, port: &str, net: &str| {
        let mut bench = bench();
        bench.fix("one", 1).rewire(part, port, net);
        bench
    };
    // It believes every CRC, or none.
    with("receiver", "crc_good", "one").not_proved("credulous", "sound");
    with("receiver", "crc_good", "never").not_proved("sceptic", "found");
    // The checksum goes on from one frame to the next.
    with("crc", "clear", "rst").not_proved("remembers", "same_sum");
    // The ring is written elsewhere, or with other words, or as if it had another reader; the reader overtakes it; other bytes are gathered.
    with("receiver", "write_row", "elsewhere").not_proved("astray", "free_slot");
    with("receiver", "write_data", "elsewhere").not_proved("garbled", "moved");
    with("receiver", "head", "elsewhere").not_proved("wrong_reader", "same_length");
    with("surroundings", "tail", "elsewhere").not_proved("overtaken", "bounded");
    with("monitor", "state_word", "elsewhere").not_proved("other_bytes", "same_word");
}

/// `apart`: a line is high in no two cycles that follow each other.
#[derive(LogicBlock)]
struct Apart {
    clk: Clock,
    rst: In<Bit>,
    now: In<Bit>,
    apart: Out<Bit>,
    before: Reg<Bit>,
}

impl Apart {
    fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            now: In::bit(),
            apart: Out::bit(),
            before: Reg::bit(),
        }
    }
}

impl Logic for Apart {
    #[hdl_gen]
    fn update(&mut self) {
        self.apart.next = !(self.now.val() && self.before.val());
        self.before.next = self.now.val() && !self.rst.val();
    }
}

impl Leaf for Apart {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("apart", "High in no two cycles that follow each other.")
    }
}

/// Bytes of a frame, then delimiters.
#[derive(LogicBlock)]
struct Line {
    clk: Clock,
    rst: In<Bit>,
    in_valid: In<Bit>,
    in_data: Out<Word>,
    position: Reg<Word>,
    byte: Vec<Wire<Word>>,
    _frame: Vec<u8>,
}

impl Line {
    fn new(frame: Vec<u8>) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            in_valid: In::bit(),
            in_data: Out::word(8),
            position: Reg::word(count_bits(frame.len())),
            byte: many(frame.len() + 1, || Wire::word(8)),
            _frame: frame,
        }
    }
}

impl Logic for Line {
    #[hdl_gen]
    fn update(&mut self) {
        let length = self._frame.len();
        self.byte[0].next = DELIMITER.into();
        for i in 0..length {
            self.byte[i + 1].next =
                if self.position.val() == i { self._frame[i].into() } else { self.byte[i].val() };
        }
        self.in_data.next = self.byte[length].val();
        if self.in_valid.val() && self.position.val() != length {
            self.position.next = self.position.val() + 1;
        }
        if self.rst.val() {
            self.position.next = 0.into();
        }
    }
}

impl Leaf for Line {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("line", "Bytes of a frame, then delimiters.")
    }
}
