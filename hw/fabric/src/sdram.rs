//! The SDRAM controller: an AXI4 port in front of an SDR SDRAM chip.
//!
//! Bursts are served one after another in the order in which they are taken, reads and writes in turn, so that responses
//! come in that order whatever their ids. Rows stay open until another row of their bank is needed or a refresh closes
//! them. While one burst moves words the row of the next is opened, so that words follow each other without a gap where
//! the next burst reads on, or is in another bank.

use crate::stream::Clocking;
use kiln_emit::{Module, Net, Part, concat};
use kiln_units::fifo::Fifo;
use kiln_units::sdram_columns::SdramColumns;
use kiln_units::sdram_front::SdramFront;
use kiln_units::sdram_pins::SdramPins;
use kiln_units::sdram_reads::SdramReads;
use kiln_units::sdram_refresh::SdramRefresh;
use kiln_units::sdram_rows::SdramRows;
use kiln_units::sdram_shape::SdramShape;
use kiln_units::sdram_writes::SdramWrites;
use std::collections::HashMap;

/// Write responses that wait.
const RESPONSES: usize = 2;

/// The controller. Its ports, beside `clk` and `rst` (after which the chip's contents are lost):
///
/// | port | bits | |
/// |---|---|---|
/// | `s_axi_ar{id,addr,len,valid,ready}`, `s_axi_aw..` | | bursts of full width, addresses multiples of the beat, INCR, within 4 KiB |
/// | `s_axi_r{id,data,resp,last,valid,ready}` | | DECERR past the end of the chip |
/// | `s_axi_w{data,strb,valid,ready}` | | WLAST is not needed |
/// | `s_axi_b{id,resp,valid,ready}` | | when the last beat is on its way to the chip |
/// | `sdram_{clk_en,cs_n,ras_n,cas_n,we_n,ba,a,dqm}` | | to the chip, from registers |
/// | `sdram_dq_out`, `sdram_dq_oe`, `sdram_dq_in` | | data pins: out and their enable from registers; in to a register |
///
/// All outputs depend on registers only. Read data is sampled `cas + capture` rising edges after the edge at which the
/// chip takes the READ, where the chip takes at an edge what the pins had before it.
pub fn module(shape: &SdramShape) -> Part {
    let mut m = Module::new(
        format!("sdram_controller_w{}_d{}", shape.data_bits, shape.chip.data_bits),
        "SDRAM controller: an AXI4 port in front of an SDR SDRAM chip.",
    );
    let clocking = Clocking::ports(&mut m);
    let mut controller = Controller { m, clocking, nets: HashMap::new() };
    for (prefix, doc) in [
        ("ar_", "AXI4 read address channel"),
        ("r_", "AXI4 read data channel"),
        ("aw_", "AXI4 write address channel"),
        ("w_", "AXI4 write data channel"),
        ("sdram_", "pins of the chip"),
    ] {
        controller.m.section(doc);
        controller.expose(&parts(shape), prefix);
    }
    for (name, part) in &parts(shape) {
        controller.join(name, part);
    }
    controller.responses(shape);
    controller.m.part()
}

/// The parts. Ports of one name belong together.
fn parts(shape: &SdramShape) -> [(&'static str, Part); 7] {
    [
        ("front", Part::leaf(&SdramFront::new(*shape))),
        ("columns", Part::leaf(&SdramColumns::new(*shape))),
        ("rows", Part::leaf(&SdramRows::new(*shape))),
        ("upkeep", Part::leaf(&SdramRefresh::new(*shape))),
        ("writes", Part::leaf(&SdramWrites::new(*shape))),
        ("reads", Part::leaf(&SdramReads::new(*shape))),
        ("pins", Part::leaf(&SdramPins::new(*shape))),
    ]
}

struct Controller {
    m: Module,
    clocking: Clocking,
    /// By the name of the ports that they join.
    nets: HashMap<String, Net>,
}

impl Controller {
    /// Makes the parts' ports that start so ports of the controller.
    fn expose(&mut self, parts: &[(&str, Part)], prefix: &str) {
        for port in parts.iter().flat_map(|(_, part)| part.ports()) {
            let Some(rest) = port.name.strip_prefix(prefix) else { continue };
            let name = match prefix {
                "sdram_" => port.name.clone(),
                channel => format!("s_axi_{}{rest}", channel.trim_end_matches('_')),
            };
            let net = if port.output {
                self.m.output(name, port.width)
            } else {
                self.m.input(name, port.width)
            };
            self.nets.insert(port.name.clone(), net);
        }
    }

    /// The net of ports of that name.
    fn net(&mut self, name: &str, width: usize) -> Net {
        let m = &mut self.m;
        self.nets.entry(name.to_string()).or_insert_with(|| m.wire(name, width)).clone()
    }

    /// An instance, every port on the net of its name.
    fn join(&mut self, name: &str, part: &Part) {
        let ports = part.ports().iter().filter(|port| !["clk", "rst"].contains(&&*port.name));
        let nets: Vec<_> =
            ports.map(|port| (port.name.clone(), self.net(&port.name, port.width))).collect();
        let mut instance = self.m.instance(name, part);
        instance.connect("clk", &self.clocking.clk).connect("rst", &self.clocking.rst);
        for (port, net) in &nets {
            instance.connect(port, net);
        }
    }

    /// The write responses: DECERR or OKAY, and the id.
    fn responses(&mut self, shape: &SdramShape) {
        self.m.section("AXI4 write response channel");
        let id = self.m.output("s_axi_bid", shape.id_bits);
        let resp = self.m.output("s_axi_bresp", 2);
        let valid = self.m.output("s_axi_bvalid", 1);
        let ready = self.m.input("s_axi_bready", 1);
        let head = self.m.wire("response_head", shape.id_bits + 1);
        self.m.assign(&id, head.slice(0, shape.id_bits));
        self.m.assign(&resp, kiln_emit::repeat(head.bit(shape.id_bits), 2));
        let error = self.net("start_error", 1);
        let start_id = self.net("start_id", shape.id_bits);
        let (respond, room) = (self.net("respond", 1), self.net("response_room", 1));
        self.m
            .instance("responses", &Part::leaf(&Fifo::new(shape.id_bits + 1, RESPONSES)))
            .connect("clk", &self.clocking.clk)
            .connect("rst", &self.clocking.rst)
            .connect("in_valid", &respond)
            .connect("in_ready", &room)
            .connect("in_data", concat([(&error).into(), (&start_id).into()]))
            .connect("out_valid", &valid)
            .connect("out_ready", &ready)
            .connect("out_data", &head);
    }
}
