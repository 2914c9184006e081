//! The memory port of a module under Verilator, joined to a DRAM model.

use super::Rtl;
use kiln_memory::{AxiOut, Dram};

/// Drives the memory's signals of this cycle. Other inputs may be driven before or after.
pub fn drive(rtl: &mut Rtl, memory: &Dram) {
    let axi = memory.outputs();
    rtl.poke("m_axi_arready", axi.ar_ready.into());
    rtl.poke("m_axi_rvalid", axi.r_valid.into());
    rtl.poke("m_axi_rid", axi.r_id.into());
    rtl.poke("m_axi_rresp", axi.r_resp as u64);
    rtl.poke("m_axi_rlast", axi.r_last.into());
    let data = rtl.port("m_axi_rdata");
    rtl.model.poke_wide(data, &axi.r_data);
    rtl.poke("m_axi_awready", axi.aw_ready.into());
    rtl.poke("m_axi_wready", axi.w_ready.into());
    rtl.poke("m_axi_bvalid", axi.b_valid.into());
    rtl.poke("m_axi_bid", axi.b_id.into());
    rtl.poke("m_axi_bresp", axi.b_resp as u64);
}

/// What the module drives in this cycle, once it has settled.
pub fn sense(rtl: &Rtl) -> AxiOut {
    let mut axi = AxiOut {
        ar_valid: rtl.peek("m_axi_arvalid") == 1,
        ar_addr: rtl.peek("m_axi_araddr") as u32,
        ar_len: rtl.peek("m_axi_arlen") as u8,
        ar_id: rtl.peek("m_axi_arid") as u16,
        r_ready: rtl.peek("m_axi_rready") == 1,
        aw_valid: rtl.peek("m_axi_awvalid") == 1,
        aw_addr: rtl.peek("m_axi_awaddr") as u32,
        aw_len: rtl.peek("m_axi_awlen") as u8,
        aw_id: rtl.peek("m_axi_awid") as u16,
        w_valid: rtl.peek("m_axi_wvalid") == 1,
        w_last: rtl.peek("m_axi_wlast") == 1,
        b_ready: rtl.peek("m_axi_bready") == 1,
        ..AxiOut::default()
    };
    rtl.model.peek_wide(rtl.port("m_axi_wdata"), &mut axi.w_data);
    let mut strobes = [0; 4];
    rtl.model.peek_wide(rtl.port("m_axi_wstrb"), &mut strobes);
    axi.w_strb = strobes.iter().rev().fold(0, |all, &word| all << 32 | u128::from(word));
    axi
}
