//! The fabric's memory port: moves signals between the verilated design and the memory model.
//!
//! Everything that the fabric drives here comes from registers, so it can be read before the memory's signals of the
//! same cycle are written. Wide signals are moved only in cycles in which they carry something.

use kiln_memory::{AxiOut, Dram};
use verilator_sys::{Error, Model, PortId, Ports};

/// VALID and READY of a channel.
#[derive(Clone, Copy)]
struct Handshake {
    valid: PortId,
    ready: PortId,
}

/// A channel of addresses.
#[derive(Clone, Copy)]
struct AddressChannel {
    handshake: Handshake,
    address: PortId,
    len: PortId,
    id: PortId,
}

/// The ports `m_axi_*` of a design.
pub(crate) struct MemoryPort {
    ar: AddressChannel,
    aw: AddressChannel,
    w: Handshake,
    w_data: PortId,
    w_strb: PortId,
    w_last: PortId,
    r: Handshake,
    r_id: PortId,
    r_data: PortId,
    r_resp: PortId,
    r_last: PortId,
    b: Handshake,
    b_id: PortId,
    b_resp: PortId,
    data_words: usize,
    out: AxiOut,
}

impl MemoryPort {
    /// Finds the ports.
    pub(crate) fn find(model: &Model, data_words: usize) -> Result<Self, Error> {
        let port = |name: &str| model.port(&format!("m_axi_{name}"));
        let handshake = |channel: &str| -> Result<Handshake, Error> {
            let (valid, ready) =
                (port(&format!("{channel}valid"))?, port(&format!("{channel}ready"))?);
            Ok(Handshake { valid, ready })
        };
        let addresses = |channel: &str| -> Result<AddressChannel, Error> {
            Ok(AddressChannel {
                handshake: handshake(channel)?,
                address: port(&format!("{channel}addr"))?,
                len: port(&format!("{channel}len"))?,
                id: port(&format!("{channel}id"))?,
            })
        };
        Ok(Self {
            ar: addresses("ar")?,
            aw: addresses("aw")?,
            w: handshake("w")?,
            w_data: port("wdata")?,
            w_strb: port("wstrb")?,
            w_last: port("wlast")?,
            r: handshake("r")?,
            r_id: port("rid")?,
            r_data: port("rdata")?,
            r_resp: port("rresp")?,
            r_last: port("rlast")?,
            b: handshake("b")?,
            b_id: port("bid")?,
            b_resp: port("bresp")?,
            data_words,
            out: AxiOut::default(),
        })
    }

    /// One cycle: shows the design the memory's signals, and the memory the design's.
    #[inline]
    pub(crate) fn tick(&mut self, ports: &mut Ports<'_>, memory: &mut Dram) {
        self.take_requests(ports);
        self.take_write_data(ports);
        self.answer(ports, memory);
        memory.tick(&self.out);
    }

    #[inline]
    fn take_requests(&mut self, ports: &Ports<'_>) {
        let out = &mut self.out;
        out.ar_valid = ports.peek(self.ar.handshake.valid) != 0;
        if out.ar_valid {
            out.ar_addr = ports.peek(self.ar.address) as u32;
            out.ar_len = ports.peek(self.ar.len) as u8;
            out.ar_id = ports.peek(self.ar.id) as u16;
        }
        out.aw_valid = ports.peek(self.aw.handshake.valid) != 0;
        if out.aw_valid {
            out.aw_addr = ports.peek(self.aw.address) as u32;
            out.aw_len = ports.peek(self.aw.len) as u8;
            out.aw_id = ports.peek(self.aw.id) as u16;
        }
        out.r_ready = ports.peek(self.r.ready) != 0;
        out.b_ready = ports.peek(self.b.ready) != 0;
    }

    #[inline]
    fn take_write_data(&mut self, ports: &Ports<'_>) {
        self.out.w_valid = ports.peek(self.w.valid) != 0;
        if self.out.w_valid {
            ports.peek_wide(self.w_data, &mut self.out.w_data[..self.data_words]);
            self.out.w_last = ports.peek(self.w_last) != 0;
            let mut strobes = [0; 4];
            ports.peek_wide(self.w_strb, &mut strobes);
            self.out.w_strb =
                strobes.iter().rev().fold(0, |all, &word| all << 32 | u128::from(word));
        }
    }

    #[inline]
    fn answer(&self, ports: &mut Ports<'_>, memory: &Dram) {
        let answer = memory.outputs();
        ports.poke(self.ar.handshake.ready, answer.ar_ready.into());
        ports.poke(self.aw.handshake.ready, answer.aw_ready.into());
        ports.poke(self.w.ready, answer.w_ready.into());
        ports.poke(self.r.valid, answer.r_valid.into());
        if answer.r_valid {
            ports.poke_wide(self.r_data, &answer.r_data[..self.data_words]);
            ports.poke(self.r_id, answer.r_id.into());
            ports.poke(self.r_resp, answer.r_resp as u64);
            ports.poke(self.r_last, answer.r_last.into());
        }
        ports.poke(self.b.valid, answer.b_valid.into());
        if answer.b_valid {
            ports.poke(self.b_id, answer.b_id.into());
            ports.poke(self.b_resp, answer.b_resp as u64);
        }
    }
}
