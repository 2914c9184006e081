//! What a queue must do, said of its ports.

use kiln_emit::prelude::*;

/// Counts the words inside, and follows any one of them. It says:
///
/// - `room`: there is room exactly if fewer words are inside than the depth, whatever is offered or taken now: so nothing is
///   taken that would not fit, and `in_ready` depends on registers only.
/// - `there`: a word is offered exactly if one is inside (for long enough), whatever is offered or taken now.
/// - `kept`: the word followed comes out when all that went in before it are out, as it went in.
/// - `stays`: a word that is offered and not taken is offered again.
/// - `full`, `through`: there are as many words as fit; the word followed leaves.
#[derive(LogicBlock)]
pub struct QueueMonitor {
    pub clk: Clock,
    pub rst: In<Bit>,
    /// Free: follow the word that goes in now.
    pub follow: In<Bit>,
    pub in_valid: In<Bit>,
    pub in_ready: In<Bit>,
    pub in_data: In<Word>,
    pub out_valid: In<Bit>,
    pub out_ready: In<Bit>,
    pub out_data: In<Word>,
    pub room: Out<Bit>,
    pub there: Out<Bit>,
    pub kept: Out<Bit>,
    pub stays: Out<Bit>,
    pub full: Out<Bit>,
    pub through: Out<Bit>,
    count: Reg<Word>,
    /// A word has gone in in the cycle before, and does not show yet.
    fresh: Reg<Bit>,
    followed: Reg<Bit>,
    ahead: Reg<Word>,
    word: Reg<Word>,
    waited: Reg<Bit>,
    waited_data: Reg<Word>,
    _depth: usize,
    _late: bool,
}

impl QueueMonitor {
    /// For a queue of `depth` words of `width` bits; `late` if a word shows two cycles after it goes in, instead of one.
    pub fn new(width: usize, depth: usize, late: bool) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            follow: In::bit(),
            in_valid: In::bit(),
            in_ready: In::bit(),
            in_data: In::word(width),
            out_valid: In::bit(),
            out_ready: In::bit(),
            out_data: In::word(width),
            room: Out::bit(),
            there: Out::bit(),
            kept: Out::bit(),
            stays: Out::bit(),
            full: Out::bit(),
            through: Out::bit(),
            count: Reg::word(count_bits(depth)),
            fresh: Reg::bit(),
            followed: Reg::bit(),
            ahead: Reg::word(count_bits(depth)),
            word: Reg::word(width),
            waited: Reg::bit(),
            waited_data: Reg::word(width),
            _depth: depth,
            _late: late,
        }
    }
}

impl Logic for QueueMonitor {
    #[hdl_gen]
    fn update(&mut self) {
        let bits = count_bits(self._depth);
        let push = self.in_valid.val() && self.in_ready.val();
        let pop = self.out_valid.val() && self.out_ready.val();
        self.room.next = self.in_ready.val() == (self.count.val() < self._depth);
        if self._late {
            let shown = self.count.val() - word(self.fresh.val()).zext(bits);
            self.there.next = self.out_valid.val() == shown.any();
        } else {
            self.there.next = self.out_valid.val() == self.count.val().any();
        }
        let turn = self.followed.val() && self.ahead.val() == 0;
        self.kept.next = !(turn && self.out_valid.val()) || self.out_data.val() == self.word.val();
        self.stays.next = !self.waited.val()
            || (self.out_valid.val() && self.out_data.val() == self.waited_data.val());
        self.full.next = self.count.val() == self._depth;
        self.through.next = turn && pop;

        self.fresh.next = push;
        self.waited.next = self.out_valid.val() && !self.out_ready.val();
        self.waited_data.next = self.out_data.val();
        if push != pop {
            self.count.next = if push { self.count.val() + 1 } else { self.count.val() - 1 };
        }
        if push && self.follow.val() && !self.followed.val() {
            self.followed.next = true;
            self.word.next = self.in_data.val();
            self.ahead.next = self.count.val() - word(pop).zext(bits);
        } else if self.followed.val() && pop {
            self.followed.next = !turn;
            self.ahead.next = self.ahead.val() - 1;
        }
        if self.rst.val() {
            self.count.next = 0.into();
            self.fresh.next = false;
            self.followed.next = false;
            self.waited.next = false;
        }
    }
}

impl Leaf for QueueMonitor {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("queue_monitor", "What a queue must do.")
            .param("w", self.in_data.width())
            .param("d", self._depth)
            .param("late", u8::from(self._late))
    }
}
