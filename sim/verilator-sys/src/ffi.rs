//! The functions of `shim.cpp`, loaded from a built model. Their types mirror that file; `ABI` counts changes.

use std::ffi::{c_char, c_void};
use std::path::Path;

use libloading::Symbol;

use crate::Error;

const ABI: u32 = 1;

/// `KILN_OK` of the shim.
pub(crate) const OK: u32 = 0;

/// The shim's state, only ever behind a pointer.
pub(crate) type Handle = *mut c_void;

/// One row of the port table.
#[repr(C)]
pub(crate) struct RawPort {
    pub(crate) name: *const c_char,
    pub(crate) data: *mut c_void,
    pub(crate) width: u32,
    pub(crate) is_input: u32,
}

/// Called before each cycle; zero ends the run.
pub(crate) type Callback = extern "C" fn(*mut c_void) -> u32;

type RunFn = unsafe extern "C" fn(Handle, u64, Callback, *mut c_void, *mut u64) -> u32;

/// The entry points of one model. The library stays loaded as long as this lives.
pub(crate) struct Api {
    pub(crate) open: unsafe extern "C" fn() -> Handle,
    pub(crate) close: unsafe extern "C" fn(Handle),
    pub(crate) ports: unsafe extern "C" fn(Handle, *mut u32) -> *const RawPort,
    pub(crate) error: unsafe extern "C" fn(Handle) -> *const c_char,
    pub(crate) finished: unsafe extern "C" fn(Handle) -> u32,
    pub(crate) eval: unsafe extern "C" fn(Handle) -> u32,
    /// Absent in a model without clock.
    pub(crate) run: Option<RunFn>,
    /// Absent in a model without tracing, as is the next.
    pub(crate) trace_start: Option<unsafe extern "C" fn(Handle, *const c_char) -> u32>,
    pub(crate) trace_stop: Option<unsafe extern "C" fn(Handle)>,
    _library: libloading::Library,
}

impl Api {
    /// Loads a model that [`crate::Build::build`] wrote.
    pub(crate) fn load(path: &Path) -> Result<Self, Error> {
        let fail = |error: libloading::Error| Error::Load {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        // SAFETY: the file was linked by `Build::build` from the shim, the generated model and Verilator's runtime,
        // whose initialisers do nothing but set up their own static data.
        let library = unsafe { libloading::Library::new(path) }.map_err(fail)?;
        // SAFETY: the shim defines `kiln_abi` with this type in every version.
        let abi =
            unsafe { library.get::<unsafe extern "C" fn() -> u32>(b"kiln_abi\0") }.map_err(fail)?;
        // SAFETY: it takes nothing and returns a constant.
        let abi = unsafe { abi() };
        if abi != ABI {
            let reason = format!("interface version {abi}, expected {ABI}");
            return Err(Error::Load { path: path.to_owned(), reason });
        }
        // SAFETY: `abi` says that the library's functions have the types of the fields below. The copied pointers are
        // private to this crate and used only while `_library`, beside them, is loaded.
        unsafe {
            Ok(Self {
                open: *library.get(b"kiln_open\0").map_err(fail)?,
                close: *library.get(b"kiln_close\0").map_err(fail)?,
                ports: *library.get(b"kiln_ports\0").map_err(fail)?,
                error: *library.get(b"kiln_error\0").map_err(fail)?,
                finished: *library.get(b"kiln_finished\0").map_err(fail)?,
                eval: *library.get(b"kiln_eval\0").map_err(fail)?,
                run: library.get(b"kiln_run\0").ok().map(|symbol: Symbol<'_, _>| *symbol),
                trace_start: library
                    .get(b"kiln_trace_start\0")
                    .ok()
                    .map(|symbol: Symbol<'_, _>| *symbol),
                trace_stop: library
                    .get(b"kiln_trace_stop\0")
                    .ok()
                    .map(|symbol: Symbol<'_, _>| *symbol),
                _library: library,
            })
        }
    }
}
