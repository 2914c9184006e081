// Included before every C++ file of a model, the Verilator runtime too: sends what the runtime prints
// ($display, the text of $fatal) to the shim, so that standard output stays free for the host program.
#pragma once
#ifdef __cplusplus
extern "C" int kiln_printf(const char* format, ...) __attribute__((format(printf, 1, 2)));
#define VL_PRINTF kiln_printf
#endif
