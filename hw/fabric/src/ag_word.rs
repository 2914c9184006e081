//! The data side of an address generator where a beat of memory is one word: beats of the port lie in lines from where they
//! enter the unit to where they leave it, and the queues of its ports keep their masks and marks alone.

use crate::ag::{Data, MemorySide, Rows, Shown, Unit};
use crate::counters::beat_bits;
use crate::fifo::fifo;
use crate::stream::{Stream, input_port, output_port};
use kiln_emit::{Net, Part, Source, concat};
use kiln_units::ag_data::ROWS;
use kiln_units::ag_lines::AgLines;
use kiln_units::ag_word_data::{AgWordData, WordShape};
use kiln_units::ag_word_port::AgWordPort;

/// A port of the unit and what its queue keeps.
struct Queue {
    port: Stream,
    /// The inside end: the head of an input's queue, the tail of an output's.
    marks: Stream,
}

impl Unit<'_> {
    fn word_input(&mut self, name: &str, lanes: usize) -> Queue {
        let port = input_port(&mut self.m, name, beat_bits(lanes));
        let data = self.m.wire(format!("{name}_mark"), lanes + 2);
        self.m.assign(&data, port.data.slice(32 * lanes, lanes + 2));
        let tail = Stream { valid: port.valid.clone(), ready: port.ready.clone(), data };
        let marks = self.clocking.queue(&mut self.m, name, &tail, self.spec.ag.input_fifo);
        Queue { port, marks }
    }

    /// The output port shows the first of `lane_out`, which a beat has as its words.
    fn word_output(&mut self, name: &str, lanes: usize, lane_out: &Net) -> Queue {
        let port = output_port(&mut self.m, name, beat_bits(lanes));
        let marks = Stream::wires(&mut self.m, &format!("{name}_tail"), lanes + 2);
        let shown = self.m.wire(format!("{name}_mark"), lanes + 2);
        self.place(&format!("{name}_fifo"), &fifo(lanes + 2, self.spec.ag.output_fifo), &[])
            .connect("in_valid", &marks.valid)
            .connect("in_ready", &marks.ready)
            .connect("in_data", &marks.data)
            .connect("out_valid", &port.valid)
            .connect("out_ready", &port.ready)
            .connect("out_data", &shown);
        self.m.assign(&port.data, concat([(&shown).into(), lane_out.slice(0, 32 * lanes)]));
        Queue { port, marks }
    }

    /// The data process, its lines and the ports.
    pub(crate) fn word_data(&mut self, rows: &Rows, memory: &MemorySide) -> (Data, Shown) {
        let (spec, lanes) = (self.spec, self.spec.lanes);
        let queue = spec.ag.input_fifo.max(spec.ag.output_fifo);
        let shape = WordShape { lanes, length_bits: spec.counter_bits, queue };
        let lane_out = self.m.wire("lane_out", 32 * lanes);
        let inputs = [("vector_in0", lanes), ("scalar_in0", 1)]
            .map(|(name, lanes)| self.word_input(name, lanes));
        let outputs = [("vector_out0", lanes), ("scalar_out0", 1)]
            .map(|(name, lanes)| self.word_output(name, lanes, &lane_out));
        self.m.section("a beat did not end where its row ends");
        let mark_error = self.m.output("mark_error", 1);
        let mut wire = |name: &str, width| self.m.wire(name, width);
        let line_bits = kiln_arch::config::bits_for(shape.lines());
        // What the process, the ports and the lines tell each other.
        let beat = [
            ("beat_valid", wire("beat_valid", 1)),
            ("beat_ready", wire("beat_ready", 1)),
            ("beat_mask", wire("beat_mask", lanes)),
            ("beat_end", wire("beat_end", 2)),
            ("give_valid", wire("give_valid", 1)),
            ("give_ready", wire("give_ready", 1)),
        ];
        let place = [
            ("port_line", wire("port_line", line_bits)),
            ("take", wire("take", 1)),
            ("blank", wire("blank", 1)),
            ("memory_line", wire("memory_line", line_bits)),
            ("place", wire("place", shape.place_bits())),
            ("keep", wire("keep", 3)),
        ];
        let (give_mask, give_end) = (wire("give_mask", lanes), wire("give_end", 2));
        let moves = wire("port_moves", 1);
        let data = Data {
            open: wire("row_is_open", 1),
            working: wire("working", 1),
            hungry: wire("hungry", 1),
            ready: wire("give_is_ready", 1),
        };

        let fields = [("store", "direction"), ("scalar", "scalar")];
        let mut port = self.place("port", &Part::leaf(&AgWordPort::new(lanes)), &fields);
        for (name, input, output) in
            [("vector", &inputs[0], &outputs[0]), ("scalar", &inputs[1], &outputs[1])]
        {
            port.connect(format!("{name}_comes"), &input.port.valid)
                .connect(format!("{name}_room"), &input.port.ready)
                .connect(format!("{name}_in_valid"), &input.marks.valid)
                .connect(format!("{name}_in_ready"), &input.marks.ready)
                .connect(format!("{name}_in_data"), &input.marks.data)
                .connect(format!("{name}_out_valid"), &output.marks.valid)
                .connect(format!("{name}_out_ready"), &output.marks.ready)
                .connect(format!("{name}_shown"), &output.port.valid)
                .connect(format!("{name}_goes"), &output.port.ready);
        }
        port.connect("moves", &moves);
        for (name, net) in &beat {
            port.connect(name, net);
        }
        drop(port);
        for (output, lanes) in outputs.iter().zip([lanes, 1]) {
            let mark = concat([(&give_end).into(), give_mask.slice(0, lanes)]);
            self.m.assign(&output.marks.data, mark);
        }

        let (push, pop) = self.waiting_rows(rows);
        let fields = [("store", "direction"), ("scalar", "scalar"), ("width", "width")];
        let mut process = self.place("data", &Part::leaf(&AgWordData::new(shape)), &fields);
        process
            .connect("row_want", &rows.data.want)
            .connect("row_open", &rows.data.open)
            .connect("row_length", &rows.data_length)
            .connect("row_words", &rows.data_place_or_words)
            .connect("row_end", &rows.data_end)
            .connect("row_away", &rows.data_away)
            .connect("wait_push", &push.valid)
            .connect("wait_room", &push.ready)
            .connect("wait_valid", &pop.valid)
            .connect("wait_pop", &pop.ready)
            .connect("wait_length", pop.data.slice(0, spec.counter_bits))
            .connect("wait_end", pop.data.slice(spec.counter_bits, 2))
            .connect("load_valid", &memory.load.valid)
            .connect("load_ready", &memory.load.ready)
            .connect("store_valid", &memory.store.valid)
            .connect("store_ready", &memory.store.ready)
            .connect("give_mask", &give_mask)
            .connect("give_end", &give_end)
            .connect("port_moves", &moves)
            .connect("open", &data.open)
            .connect("working", &data.working)
            .connect("hungry", &data.hungry)
            .connect("ready", &data.ready)
            .connect("mark_error", &mark_error);
        for (name, net) in beat.iter().chain(&place) {
            process.connect(name, net);
        }
        drop(process);

        let mut lines = self.place("lines", &Part::leaf(&AgLines::new(shape)), &fields);
        for (name, net) in &place {
            lines.connect(name, net);
        }
        lines
            .connect("port_moves", &moves)
            .connect("scalar_in", inputs[1].port.data.slice(0, 32))
            .connect("memory_in", &memory.load.data)
            .connect("memory_out", &memory.store.data);
        for i in 0..lanes {
            lines.connect(format!("vector_in_{i}"), inputs[0].port.data.slice(32 * i, 32));
            lines.connect(format!("lane_out_{i}"), lane_out.slice(32 * i, 32));
        }
        drop(lines);
        let [vector_in, scalar_in] = inputs.map(|queue| queue.marks.valid);
        let [vector_out, scalar_out] = outputs.map(|queue| queue.port.valid);
        (data, Shown { vector_in, scalar_in, vector_out, scalar_out })
    }

    /// The queue of a load's rows that are taken and not yet given. The row that is given is the first of all: it waits no more.
    fn waiting_rows(&mut self, rows: &Rows) -> (Stream, Stream) {
        let row_bits = self.spec.counter_bits + 2;
        let push = Stream::wires(&mut self.m, "wait_push", row_bits);
        let pop = Stream::wires(&mut self.m, "wait_pop", row_bits);
        self.m.assign(&push.data, concat([&rows.data_end, &rows.data_length].map(Source::from)));
        self.place("waiting_rows", &fifo(row_bits, ROWS - 1), &[])
            .connect("in_valid", &push.valid)
            .connect("in_ready", &push.ready)
            .connect("in_data", &push.data)
            .connect("out_valid", &pop.valid)
            .connect("out_ready", &pop.ready)
            .connect("out_data", &pop.data);
        (push, pop)
    }
}
