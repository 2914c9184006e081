//! Reservations of an address generator: a load burst is asked for only with room for all of it, a store burst only with
//! all of it in hand, so neither ever keeps the memory port from others.
//!
//! The request process is joined to a buffer as in `kiln_fabric`. Rows, what is withheld, grants, the memory's delay
//! and the other side of the buffer are free.

use crate::bench::Bench;
use crate::settled::Settled;
use kiln_emit::Part;
use kiln_emit::prelude::*;
use kiln_units::ag_buffer::AgBuffer;
use kiln_units::ag_bursts::{AgBursts, BurstShape};

const SHAPE: BurstShape = BurstShape { words: 2, length_bits: 4, burst: 2, buffer: 5 };
const WIDTH: usize = 1;

/// The surroundings: opens rows when one is wanted, grants what is asked for, and moves beats of granted bursts when it
/// likes. It says:
///
/// - `kept`: a beat of a granted load burst finds room in the buffer, a beat of a granted store burst is in it.
/// - `bounded`: a burst has at least one beat, and does not cross a multiple of the longest burst.
/// - `full`: (to reach) as many beats are promised as the buffer holds.
#[derive(LogicBlock)]
struct Memory {
    clk: Clock,
    rst: In<Bit>,
    row_wanted: In<Bit>,
    row_want: In<Bit>,
    row_words: In<Word>,
    row_open: Out<Bit>,
    granting: In<Bit>,
    request: In<Bit>,
    address: In<Word>,
    beats: In<Word>,
    grant: Out<Bit>,
    moving: In<Bit>,
    room: In<Bit>,
    there: In<Bit>,
    taking: In<Bit>,
    /// A beat of a granted burst moves now: into the buffer of a load, out of that of a store.
    moves: Out<Bit>,
    /// The unit takes a beat from the buffer of a load.
    takes: Out<Bit>,
    kept: Out<Bit>,
    bounded: Out<Bit>,
    full: Out<Bit>,
    owed: Reg<Word>,
    _store: bool,
}

impl Memory {
    fn new(store: bool) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            row_wanted: In::bit(),
            row_want: In::bit(),
            row_words: In::word(SHAPE.length_bits),
            row_open: Out::bit(),
            granting: In::bit(),
            request: In::bit(),
            address: In::word(SHAPE.beat_address_bits()),
            beats: In::word(8),
            grant: Out::bit(),
            moving: In::bit(),
            room: In::bit(),
            there: In::bit(),
            taking: In::bit(),
            moves: Out::bit(),
            takes: Out::bit(),
            kept: Out::bit(),
            bounded: Out::bit(),
            full: Out::bit(),
            owed: Reg::word(8),
            _store: store,
        }
    }
}

impl Logic for Memory {
    #[hdl_gen]
    fn update(&mut self) {
        let grant = self.granting.val() && self.request.val();
        let moves = self.moving.val() && self.owed.val().any();
        self.row_open.next =
            self.row_wanted.val() && self.row_want.val() && self.row_words.val().any();
        self.grant.next = grant;
        self.moves.next = moves;
        self.takes.next = self.taking.val() && self.there.val();
        if self._store {
            self.kept.next = !moves || self.there.val();
        } else {
            self.kept.next = !moves || self.room.val();
        }
        let place = self.address.val().slice(0, SHAPE.burst.ilog2() as usize);
        let fits = place.zext(9) + self.beats.val().zext(9) < SHAPE.burst;
        self.bounded.next = !self.request.val() || fits;
        self.full.next = self.owed.val() == SHAPE.buffer;
        let more = if grant { self.beats.val() + 1 } else { 0.into() };
        self.owed.next = self.owed.val() + more - word(moves).zext(8);
        if self.rst.val() {
            self.owed.next = 0.into();
        }
    }
}

impl Leaf for Memory {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("memory", "Grants bursts and moves their beats.")
            .param("store", u8::from(self._store))
    }
}

/// A buffer that really has `depth` places.
fn bench(store: bool, depth: usize) -> Bench {
    let mut bench = Bench::new();
    bench.fix("store", store.into()).fix("never", 0);
    bench
        .place("withheld_held", &Part::leaf(&Settled::early(count_bits(SHAPE.buffer))))
        .net("wanted", "withheld_wanted")
        .net("value", "withheld");
    let bursts = bench.place("bursts", &Part::leaf(&AgBursts::new(SHAPE)));
    let buffer = Part::leaf(&AgBuffer::new(WIDTH, depth));
    if store {
        bursts.net("store_push", "pushed").net("load_take", "never");
        bench.place("buffer", &buffer).net("out_ready", "moves");
    } else {
        bursts.net("load_take", "takes").net("store_push", "never");
        bench.place("buffer", &buffer).net("in_valid", "moves").net("out_ready", "takes");
    }
    bench
        .place("memory", &Part::leaf(&Memory::new(store)))
        .net("room", "in_ready")
        .net("there", "out_valid");
    bench.assert(["kept", "bounded"]).cover(["full"]);
    bench
}

#[test]
fn bursts_are_covered() {
    bench(false, SHAPE.buffer).proved("bursts_load");
    bench(true, SHAPE.buffer).proved("bursts_store");
}

#[test]
fn wrong_reservations_are_found() {
    // The buffer is smaller than the process believes.
    bench(false, SHAPE.buffer - 1).fails("buffer_too_small", "kept");
    // The process believes that beats come all the time.
    let wrong = |port: &str, net: &str| {
        let mut bench = bench(true, SHAPE.buffer);
        bench.fix("each_cycle", 1).rewire("bursts", port, net);
        bench
    };
    wrong("store_push", "each_cycle").fails("stored_nothing", "kept");
    // It asks for another burst than it should.
    wrong("address", "elsewhere").fails("asks_elsewhere", "bounded");
}
