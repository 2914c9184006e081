//! Streams of beats inside a module, and the queues between them and the module's ports.

use crate::fifo::fifo;
use kiln_emit::{Module, Net};

/// A valid/ready stream inside a module.
pub struct Stream {
    /// A beat is offered.
    pub valid: Net,
    /// It is taken.
    pub ready: Net,
    /// The beat.
    pub data: Net,
}

impl Stream {
    /// Wires of that name.
    pub fn wires(m: &mut Module, name: &str, width: usize) -> Stream {
        Stream {
            valid: m.wire(format!("{name}_valid"), 1),
            ready: m.wire(format!("{name}_ready"), 1),
            data: m.wire(format!("{name}_data"), width),
        }
    }
}

/// An input port of a module.
pub fn input_port(m: &mut Module, name: &str, width: usize) -> Stream {
    m.section(format!("{name}: beats in"));
    Stream {
        valid: m.input(format!("{name}_valid"), 1),
        ready: m.output(format!("{name}_ready"), 1),
        data: m.input(format!("{name}_data"), width),
    }
}

/// An output port of a module.
pub fn output_port(m: &mut Module, name: &str, width: usize) -> Stream {
    m.section(format!("{name}: beats out"));
    Stream {
        valid: m.output(format!("{name}_valid"), 1),
        ready: m.input(format!("{name}_ready"), 1),
        data: m.output(format!("{name}_data"), width),
    }
}

/// Clock and reset of a module.
pub struct Clocking {
    /// Clock.
    pub clk: Net,
    /// Synchronous reset, active high.
    pub rst: Net,
}

impl Clocking {
    /// The ports `clk` and `rst`.
    pub fn ports(m: &mut Module) -> Clocking {
        m.section("clock, and synchronous reset");
        Clocking { clk: m.input("clk", 1), rst: m.input("rst", 1) }
    }

    /// An input port `name` with its queue. Gives the queue's head.
    pub fn input(&self, m: &mut Module, name: &str, width: usize, depth: usize) -> Stream {
        let port = input_port(m, name, width);
        self.queue(m, name, &port, depth)
    }

    /// The queue of an input port `name`. Gives its head.
    pub fn queue(&self, m: &mut Module, name: &str, tail: &Stream, depth: usize) -> Stream {
        let width = tail.data.width();
        let head = Stream::wires(m, &format!("{name}_head"), width);
        m.instance(format!("{name}_fifo"), &fifo(width, depth))
            .connect("clk", &self.clk)
            .connect("rst", &self.rst)
            .connect("in_valid", &tail.valid)
            .connect("in_ready", &tail.ready)
            .connect("in_data", &tail.data)
            .connect("out_valid", &head.valid)
            .connect("out_ready", &head.ready)
            .connect("out_data", &head.data);
        head
    }

    /// An output port `name` with its queue. Gives the port and the queue's tail; with `credits` the tail has no `ready`, because
    /// its user counts the room.
    pub fn output(
        &self,
        m: &mut Module,
        name: &str,
        width: usize,
        depth: usize,
        credits: bool,
    ) -> (Stream, Tail) {
        let port = output_port(m, name, width);
        let valid = m.wire(format!("{name}_push"), 1);
        let data = m.wire(format!("{name}_tail_data"), width);
        let ready = (!credits).then(|| m.wire(format!("{name}_room"), 1));
        let mut queue = m.instance(format!("{name}_fifo"), &fifo(width, depth));
        queue
            .connect("clk", &self.clk)
            .connect("rst", &self.rst)
            .connect("in_valid", &valid)
            .connect("in_data", &data)
            .connect("out_valid", &port.valid)
            .connect("out_ready", &port.ready)
            .connect("out_data", &port.data);
        match &ready {
            Some(ready) => queue.connect("in_ready", ready),
            None => queue.open("in_ready"),
        };
        drop(queue);
        (port, Tail { valid, ready, data })
    }
}

/// The tail of an output queue.
pub struct Tail {
    /// A beat is pushed.
    pub valid: Net,
    /// There is room; absent if the user counts it.
    pub ready: Option<Net>,
    /// The beat.
    pub data: Net,
}
