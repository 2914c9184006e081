#!/usr/bin/env python3
"""A fabric in a LiteX system on a chip: its registers on the system's bus, its memory port at the system's RAM.

    kiln_soc.py --fabric tiny --rtl rtl_out/tiny -o DIR

writes DIR/kiln_soc.v, for use together with the Verilog of the fabric. A host outside (port `host`, AXI4-Lite) takes the
place of a processor: it fills the RAM and works the registers. The tests drive it so.
"""

import argparse
import re
from pathlib import Path

from migen import ClockSignal, Instance, ResetSignal, Signal

from litex.build.generic_platform import GenericPlatform, Pins
from litex.build.io import CRG
from litex.gen import LiteXModule
from litex.soc.integration.soc import SoCRegion
from litex.soc.integration.soc_core import SoCMini
from litex.soc.interconnect.axi import AXI2AXILite, AXIInterface, AXILiteArbiter, AXILiteInterface, AXILiteSRAM

# Where the host finds things, byte addresses.
REGISTERS = 0x3000_0000
RAM = 0x4000_0000


class KilnFabric(LiteXModule):
    """The module `kiln_<fabric>`, whose Verilog is in the folder `rtl`.

    registers: AXI4-Lite slave, 64 bytes. memory: AXI4 master; widths of data and ID are the fabric's, answers to different
    IDs may come in any order. busy: high while it loads or runs.
    """

    # Signals of each channel that the fabric has; others keep LiteX's defaults.
    MEMORY = {
        "ar": "id addr len size burst prot cache valid ready",
        "r": "id data resp last valid ready",
        "aw": "id addr len size burst prot cache valid ready",
        "w": "data strb last valid ready",
        "b": "id resp valid ready",
    }
    REGISTERS = {
        "ar": "addr valid ready",
        "r": "data resp valid ready",
        "aw": "addr valid ready",
        "w": "data strb valid ready",
        "b": "resp valid ready",
    }

    def __init__(self, platform, rtl, fabric):
        platform.add_source_dir(str(rtl), recursive=False)
        text = (rtl / f"kiln_{fabric}.v").read_text()
        self.registers = AXILiteInterface(data_width=32, address_width=6)
        self.memory = AXIInterface(
            data_width=self.width(text, "m_axi_rdata"), address_width=32, id_width=self.width(text, "m_axi_rid")
        )
        self.busy = Signal()
        self.specials += Instance(
            f"kiln_{fabric}",
            i_clk=ClockSignal("sys"),
            i_rst=ResetSignal("sys"),
            o_busy=self.busy,
            **self.ports("m_axi", self.memory, self.MEMORY, sends=("ar", "aw", "w")),
            **self.ports("s_axil", self.registers, self.REGISTERS, sends=("r", "b")),
        )

    @staticmethod
    def width(text, port):
        """Bits of a port, in the Verilog of the top."""
        return int(re.search(rf"\[(\d+):0\]\s+{port}\b", text)[1]) + 1

    @staticmethod
    def ports(prefix, bus, channels, sends):
        """Connections of an instance to `bus`, the fabric being the sender of the channels `sends`."""
        connections = {}
        for channel, names in channels.items():
            for name in names.split():
                output = (channel in sends) != (name == "ready")
                port = f"{'o' if output else 'i'}_{prefix}_{channel}{name}"
                connections[port] = getattr(getattr(bus, channel), name)
        return connections


class KilnSoC(SoCMini):
    """Bus, RAM, fabric, and the way in for a host.

    The bus has 32 bits; the RAM is as wide as the fabric's memory port, and arbitrates between the bus and the fabric. (With the
    bus as wide as that, LiteX 2024.12 would narrow it for the registers, and its converter loses a write to a slave that
    is ready before the write is valid, as the fabric is.)
    """

    def __init__(self, platform, rtl, fabric, ram_bytes):
        self.crg = CRG(platform.request("clk"), platform.request("rst"))
        # The frequency only matters to peripherals, and there are none.
        super().__init__(platform, 100e6, bus_standard="axi-lite")

        self.kiln = KilnFabric(platform, rtl, fabric)
        self.bus.add_slave("kiln", self.kiln.registers, SoCRegion(origin=REGISTERS, size=64, cached=False))

        def wide():
            return AXILiteInterface(data_width=self.kiln.memory.data_width, address_width=32)

        # The RAM has neither bursts nor IDs: this bridge takes bursts apart, and answers with the ID that asked. It is slow:
        # a fabric that is to be fast has its port at the memory controller (LiteDRAM: `LiteDRAMAXI2Native`).
        from_fabric, from_bus = wide(), wide()
        self.kiln_bridge = AXI2AXILite(self.kiln.memory, from_fabric)
        self.bus.add_slave("main_ram", from_bus, SoCRegion(origin=RAM, size=ram_bytes))
        # The RAM ignores the upper address bits, so that what is 0 to the fabric is its start.
        self.ram = AXILiteSRAM(ram_bytes, bus=wide())
        self.ram_arbiter = AXILiteArbiter([from_bus, from_fabric], self.ram.bus)
        self.comb += platform.request("busy").eq(self.kiln.busy)

        host = AXILiteInterface(data_width=32, address_width=32)
        platform.add_extension(host.get_ios("host"))
        self.comb += host.connect_to_pads(platform.request("host"), mode="slave")
        self.bus.add_master("host", host)


def main():
    parser = argparse.ArgumentParser(description="Writes the Verilog of a LiteX SoC with a fabric.")
    parser.add_argument("--fabric", default="tiny", help="name of the fabric")
    parser.add_argument("--rtl", type=Path, required=True, help="folder that `kiln rtl` wrote")
    parser.add_argument("--ram-bytes", type=int, default=1 << 16, help="size of the RAM, a power of two")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for kiln_soc.v")
    args = parser.parse_args()
    if not (args.rtl / f"kiln_{args.fabric}.v").exists():
        parser.error(f"there is no kiln_{args.fabric}.v in {args.rtl}")

    platform = GenericPlatform("", [(name, 0, Pins(1)) for name in ("clk", "rst", "busy")])
    soc = KilnSoC(platform, args.rtl, args.fabric, args.ram_bytes)
    args.output.mkdir(parents=True, exist_ok=True)
    platform.get_verilog(soc, name="kiln_soc").write(str(args.output / "kiln_soc.v"))


if __name__ == "__main__":
    main()
