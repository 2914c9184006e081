//! A running model: its ports, its clock, its trace.

use std::any::Any;
use std::ffi::{CStr, CString, c_void};
use std::fs::File;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use crate::ffi::{self, Api, Handle};
use crate::slot::Slot;
use crate::{Error, Library};

/// Which way a port goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Into the design.
    Input,
    /// Out of the design.
    Output,
}

/// A port of the design, as the design declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortInfo {
    /// The Verilog name.
    pub name: String,
    /// In bits.
    pub width: u32,
    /// In or out.
    pub direction: Direction,
}

/// A port, for quick access. It means the same port in every model of the same library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortId(u32);

/// A verilated design, alive.
///
/// **Order within a cycle.** What is poked before [`Model::step`] is what the rising edge samples: the clock goes
/// low and the design settles with the new inputs, then the clock goes high and it settles again. What is peeked
/// after it is the state after the edge; an output with a combinational path from an input still sees that input.
/// To see such an output react to a new input without an edge, call [`Model::eval`] between poke and peek.
///
/// Models are independent, also two of one library; each may move between threads.
pub struct Model {
    api: Api,
    handle: Handle,
    slots: Vec<Slot>,
    infos: Vec<PortInfo>,
}

// SAFETY: the shim keeps all state of a model behind its handle, sets the runtime's thread-local context at every
// entry and clears it on leaving; `&mut self` on all calls that touch it keeps threads apart. Not `Sync`.
unsafe impl Send for Model {}

impl Model {
    /// Loads a built design. No edge has happened yet and outputs are not settled; call [`Model::eval`] for that.
    ///
    /// # Errors
    /// [`Error::Load`] if the library is not what it should be; [`Error::Stopped`] if the design stops at once.
    pub fn open(library: &Library) -> Result<Self, Error> {
        let api = Api::load(library.path())?;
        // SAFETY: `open` has no precondition. The handle is closed exactly once, by `drop`.
        let handle = unsafe { (api.open)() };
        let mut model = Self { api, handle, slots: Vec::new(), infos: Vec::new() };
        if let Some(error) = model.error() {
            return Err(error);
        }
        model.read_ports();
        Ok(model)
    }

    fn read_ports(&mut self) {
        let mut count = 0;
        // SAFETY: the handle is open. The table has `count` rows, is never written again and lives as long as the handle.
        let table = unsafe {
            let first = (self.api.ports)(self.handle, &mut count);
            if count == 0 { &[] } else { std::slice::from_raw_parts(first, count as usize) }
        };
        for row in table {
            // SAFETY: the name is a string literal of the library.
            let name = unsafe { CStr::from_ptr(row.name) }.to_string_lossy().into_owned();
            let direction = if row.is_input != 0 { Direction::Input } else { Direction::Output };
            self.infos.push(PortInfo { name, width: row.width, direction });
            self.slots.push(Slot::new(row));
        }
    }

    /// All ports, in the order of declaration by kind.
    pub fn ports(&self) -> &[PortInfo] {
        &self.infos
    }

    /// What is known of a port.
    ///
    /// # Panics
    /// If the port is of a design with more ports.
    pub fn port_info(&self, port: PortId) -> &PortInfo {
        &self.infos[port.0 as usize]
    }

    /// Finds a port by its Verilog name. Do it once, outside loops.
    ///
    /// # Errors
    /// [`Error::UnknownPort`] lists the ports there are.
    pub fn port(&self, name: &str) -> Result<PortId, Error> {
        match self.infos.iter().position(|info| info.name == name) {
            Some(index) => Ok(PortId(index as u32)),
            None => {
                let known: Vec<_> = self.infos.iter().map(|info| &*info.name).collect();
                Err(Error::UnknownPort { name: name.into(), known: known.join(", ") })
            }
        }
    }

    /// Settles combinational logic, and acts on edges of inputs that were poked, the clock among them.
    ///
    /// # Errors
    /// [`Error::Stopped`] if the design stopped, now or before.
    pub fn eval(&mut self) -> Result<(), Error> {
        // SAFETY: the handle is open, and `&mut self` means nobody else is in it.
        let status = unsafe { (self.api.eval)(self.handle) };
        self.check(status)
    }

    /// One clock cycle; see the type for the order. Does nothing after `$finish`.
    ///
    /// # Errors
    /// [`Error::NoClock`] if the build names none; [`Error::Stopped`] as for [`Model::eval`].
    pub fn step(&mut self) -> Result<(), Error> {
        self.run(1, |_| true).map(drop)
    }

    /// Up to `cycles` clock cycles. Before each, `each_cycle` peeks the state after the last edge and pokes what the
    /// next one will sample; when it returns false, the run ends without that cycle. Returns the number of cycles done,
    /// fewer than `cycles` if `each_cycle` or `$finish` ended the run.
    ///
    /// # Errors
    /// As [`Model::step`].
    ///
    /// # Panics
    /// Passes a panic of `each_cycle` on; the model is then between two cycles.
    pub fn run<F>(&mut self, cycles: u64, each_cycle: F) -> Result<u64, Error>
    where
        F: FnMut(&mut Ports<'_>) -> bool,
    {
        let Some(run) = self.api.run else {
            return Err(Error::NoClock("set `clock` in the build".into()));
        };
        let handle = self.handle;
        let mut context = RunContext { ports: self.access(), each_cycle, panic: None };
        let user = (&raw mut context).cast::<c_void>();
        let mut done = 0;
        // SAFETY: the handle is open and `&mut self` keeps others out. `user` points to `context`, of the type that
        // this instance of `trampoline` expects; it outlives the call, and meanwhile only `trampoline` uses it.
        let status = unsafe { run(handle, cycles, trampoline::<F>, user, &mut done) };
        if let Some(panic) = context.panic {
            resume_unwind(panic);
        }
        self.check(status).map(|()| done)
    }

    /// Whether the design has executed `$finish`.
    pub fn finished(&self) -> bool {
        // SAFETY: the handle is open; the call reads one flag.
        unsafe { (self.api.finished)(self.handle) != 0 }
    }

    /// Starts to record all signals at both clock phases of every cycle in an FST file, until
    /// [`Model::trace_stop`] or the model's end. Tracing is some 30 times slower: record a window.
    ///
    /// # Errors
    /// [`Error::NoTrace`] if not built for it; [`Error::Io`] if the file cannot be written.
    pub fn trace_start(&mut self, file: &Path) -> Result<(), Error> {
        let start = self.api.trace_start.ok_or(Error::NoTrace)?;
        // Verilator does not report a file that it cannot open.
        File::create(file).map_err(Error::io(file))?;
        let path = CString::new(file.as_os_str().as_encoded_bytes())
            .map_err(|error| Error::io(file)(error.into()))?;
        // SAFETY: the handle is open, `path` ends in a zero and is only read during the call.
        let status = unsafe { start(self.handle, path.as_ptr()) };
        self.check(status)
    }

    /// Ends the recording and completes its file. Without a recording, does nothing.
    pub fn trace_stop(&mut self) {
        if let Some(stop) = self.api.trace_stop {
            // SAFETY: the handle is open, and `&mut self` means nobody else is in it.
            unsafe { stop(self.handle) }
        }
    }

    /// The low 64 bits of a port.
    ///
    /// # Panics
    /// If the port is of a design with more ports.
    #[inline]
    pub fn peek(&self, port: PortId) -> u64 {
        self.slots[port.0 as usize].peek()
    }

    /// Sets an input: bits that it does not have are dropped, bits above 64 become zero.
    ///
    /// # Panics
    /// If the port is an output or of a design with more ports.
    #[inline]
    pub fn poke(&mut self, port: PortId, value: u64) {
        self.slots[port.0 as usize].poke(value);
    }

    /// A port of any width as words, least significant first. Words that the port does not have become zero.
    ///
    /// # Panics
    /// If the port is of a design with more ports.
    #[inline]
    pub fn peek_wide(&self, port: PortId, words: &mut [u32]) {
        self.slots[port.0 as usize].peek_wide(words);
    }

    /// Sets an input of any width from words, least significant first. Words not given are zero, bits that it does
    /// not have are dropped.
    ///
    /// # Panics
    /// If the port is an output or of a design with more ports.
    #[inline]
    pub fn poke_wide(&mut self, port: PortId, words: &[u32]) {
        self.slots[port.0 as usize].poke_wide(words);
    }

    fn access(&mut self) -> Ports<'_> {
        Ports { slots: &self.slots, handle: self.handle, eval: self.api.eval, model: PhantomData }
    }

    fn check(&self, status: u32) -> Result<(), Error> {
        if status == ffi::OK {
            return Ok(());
        }
        Err(self.error().unwrap_or_else(|| Error::Stopped("for an unknown reason".into())))
    }

    fn error(&self) -> Option<Error> {
        // SAFETY: the handle is open; the string ends in a zero and stays until the next call, which `&self` holds off.
        let text = unsafe { CStr::from_ptr((self.api.error)(self.handle)) };
        let text = text.to_string_lossy();
        (!text.is_empty()).then(|| Error::Stopped(text.trim_end().to_owned()))
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        // SAFETY: the handle is open and this is its last use; the pointers of `slots` are not used again.
        unsafe { (self.api.close)(self.handle) }
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Model").field("ports", &self.infos).finish_non_exhaustive()
    }
}

/// The ports of a model between two cycles of [`Model::run`]. Methods are those of [`Model`].
pub struct Ports<'a> {
    slots: &'a [Slot],
    handle: Handle,
    eval: unsafe extern "C" fn(Handle) -> u32,
    model: PhantomData<&'a mut Model>,
}

impl Ports<'_> {
    /// As [`Model::peek`].
    ///
    /// # Panics
    /// As [`Model::peek`].
    #[inline]
    pub fn peek(&self, port: PortId) -> u64 {
        self.slots[port.0 as usize].peek()
    }

    /// As [`Model::poke`].
    ///
    /// # Panics
    /// As [`Model::poke`].
    #[inline]
    pub fn poke(&mut self, port: PortId, value: u64) {
        self.slots[port.0 as usize].poke(value);
    }

    /// As [`Model::peek_wide`].
    ///
    /// # Panics
    /// As [`Model::peek_wide`].
    #[inline]
    pub fn peek_wide(&self, port: PortId, words: &mut [u32]) {
        self.slots[port.0 as usize].peek_wide(words);
    }

    /// As [`Model::poke_wide`].
    ///
    /// # Panics
    /// As [`Model::poke_wide`].
    #[inline]
    pub fn poke_wide(&mut self, port: PortId, words: &[u32]) {
        self.slots[port.0 as usize].poke_wide(words);
    }

    /// As [`Model::eval`]: for outputs that depend combinationally on inputs just poked. If the design stops here, the
    /// run ends before this cycle and returns the error.
    pub fn eval(&mut self) {
        // SAFETY: the handle is open for longer than `'a`, and the model is not within an eval: the shim calls back only
        // between cycles. The status is kept in the handle, where the run finds it.
        unsafe { (self.eval)(self.handle) };
    }
}

struct RunContext<'a, F> {
    ports: Ports<'a>,
    each_cycle: F,
    panic: Option<Box<dyn Any + Send>>,
}

/// Calls `each_cycle` from C++, and holds a panic until C++ has returned.
extern "C" fn trampoline<F: FnMut(&mut Ports<'_>) -> bool>(user: *mut c_void) -> u32 {
    // SAFETY: `run` passes its `RunContext` of this very `F` and does not touch it until the call is over.
    let context = unsafe { &mut *user.cast::<RunContext<'_, F>>() };
    let call = AssertUnwindSafe(|| (context.each_cycle)(&mut context.ports));
    match catch_unwind(call) {
        Ok(go_on) => u32::from(go_on),
        Err(panic) => {
            context.panic = Some(panic);
            0
        }
    }
}
