// The C ABI between one verilated model and Rust: open, close, port table, eval, run, trace.
//
// In:  Vkiln.h, the class that Verilator wrote;
//      kiln_ports.h, written by port_table.rs: KILN_PORTS(X) lists X(member, "name", width, is_input),
//      KILN_CLOCK names the member that is the clock, and is absent for a design without one.
// Out: the extern "C" functions at the end. model.rs mirrors their types; KILN_ABI counts changes to them.
//
// An error in the design ($fatal, $stop, a loop that does not settle) is thrown as an exception out of eval,
// because generated code goes on, perhaps for ever, when the handler returns. The model is dead after that.

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include "Vkiln.h"
#include "kiln_ports.h"
#include "verilated.h"
#ifdef KILN_TRACE
#include "verilated_fst_c.h"
#endif

#define KILN_ABI 1
#define KILN_EXPORT extern "C" __attribute__((visibility("default")))

struct KilnPort {
    const char* name;
    void* data;
    uint32_t width;
    uint32_t is_input;
};

enum KilnStatus : uint32_t { KILN_OK = 0, KILN_FAILED = 1 };

// Returns zero to end the run before the cycle is clocked.
typedef uint32_t (*KilnCallback)(void* user);

// The storage that Verilator gives a port of this many bits; checked against the real one below.
static constexpr size_t storage_bytes(uint32_t width) {
    return width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : width <= 64 ? 8 : (width + 31) / 32 * 4;
}

struct Kiln {
    VerilatedContext context;
    std::unique_ptr<Vkiln> top;
    std::string printed;  // by the present eval; part of the error if it ends in one
    std::string error;    // empty while the model is alive
    bool finished = false;
    std::unique_ptr<KilnPort[]> ports;
    uint32_t port_count = 0;
#ifdef KILN_TRACE
    std::unique_ptr<VerilatedFstC> trace;
#endif

    void enter();
    void leave();
    void flush_printed();
    void eval_and_dump() {
        top->eval();
#ifdef KILN_TRACE
        if (trace) trace->dump(context.time());
#endif
        context.timeInc(1);
        if (!printed.empty()) flush_printed();
    }
};

// The model whose code runs on this thread, for the handlers that the runtime calls without a handle.
static thread_local Kiln* current = nullptr;

void Kiln::enter() {
    current = this;
    // Without this the runtime uses the context of whichever model ran last on this thread.
    Verilated::threadContextp(&context);
}

void Kiln::leave() {
    current = nullptr;
    flush_printed();
}

void Kiln::flush_printed() {
    std::fwrite(printed.data(), 1, printed.size(), stderr);
    printed.clear();
}

extern "C" int kiln_printf(const char* format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (current) current->printed += text;
    return length;
}

void vl_fatal(const char* file, int line, const char*, const char* message) {
    throw std::runtime_error(std::string(file) + ":" + std::to_string(line) + ": " + message);
}

void vl_stop(const char* file, int line, const char* scope) {
    vl_fatal(file, line, scope, "$stop or $fatal");
}

void vl_finish(const char*, int, const char*) {
    if (current) current->finished = true;
}

// Runs `body` as this model; an exception, or a call after one, becomes KILN_FAILED.
template <class Body>
static uint32_t guarded(Kiln* kiln, Body body) {
    if (!kiln->error.empty()) return KILN_FAILED;
    kiln->enter();
    try {
        body();
    } catch (const std::exception& problem) {
        kiln->error = kiln->printed + problem.what();
        kiln->printed.clear();
    }
    kiln->leave();
    return kiln->error.empty() ? KILN_OK : KILN_FAILED;
}

KILN_EXPORT uint32_t kiln_abi() { return KILN_ABI; }

KILN_EXPORT Kiln* kiln_open() {
    std::unique_ptr<Kiln> kiln{new Kiln};
    kiln->context.threads(1);  // before the model is made, or it asks for a thread pool and hangs
    kiln->context.traceEverOn(true);
    guarded(kiln.get(), [&] {
        kiln->top.reset(new Vkiln{&kiln->context, "top"});
#define KILN_COUNT(member, name, width, is_input) +1
        kiln->port_count = 0 KILN_PORTS(KILN_COUNT);
        kiln->ports.reset(new KilnPort[kiln->port_count]);
        KilnPort* next = kiln->ports.get();
#define KILN_ENTRY(member, name, width, is_input)                                          \
    static_assert(sizeof(kiln->top->member) == storage_bytes(width), "width of port " name); \
    *next++ = KilnPort{name, &kiln->top->member, width, is_input};
        KILN_PORTS(KILN_ENTRY)
    });
    return kiln.release();
}

KILN_EXPORT void kiln_close(Kiln* kiln) {
    guarded(kiln, [&] { kiln->top->final(); });
    kiln->enter();
#ifdef KILN_TRACE
    kiln->trace.reset();
#endif
    kiln->top.reset();
    kiln->leave();
    Verilated::threadContextp(nullptr);
    delete kiln;
}

KILN_EXPORT const KilnPort* kiln_ports(Kiln* kiln, uint32_t* count) {
    *count = kiln->port_count;
    return kiln->ports.get();
}

KILN_EXPORT const char* kiln_error(Kiln* kiln) { return kiln->error.c_str(); }
KILN_EXPORT uint32_t kiln_finished(Kiln* kiln) { return kiln->finished; }

KILN_EXPORT uint32_t kiln_eval(Kiln* kiln) {
    return guarded(kiln, [&] { kiln->top->eval(); });
}

#ifdef KILN_CLOCK
KILN_EXPORT uint32_t kiln_run(Kiln* kiln, uint64_t cycles, KilnCallback callback, void* user, uint64_t* done) {
    *done = 0;
    return guarded(kiln, [&] {
        Vkiln& top = *kiln->top;
        while (*done < cycles && !kiln->finished && callback(user)) {
            if (!kiln->error.empty()) return;  // the callback settled the model and that failed
            current = kiln;                    // the callback may have run another model
            Verilated::threadContextp(&kiln->context);
            top.KILN_CLOCK = 0;
            kiln->eval_and_dump();
            top.KILN_CLOCK = 1;
            kiln->eval_and_dump();
            ++*done;
        }
    });
}
#endif

#ifdef KILN_TRACE
KILN_EXPORT uint32_t kiln_trace_start(Kiln* kiln, const char* path) {
    return guarded(kiln, [&] {
        kiln->trace.reset(new VerilatedFstC);
        kiln->top->trace(kiln->trace.get(), 99);
        kiln->trace->open(path);
    });
}

KILN_EXPORT void kiln_trace_stop(Kiln* kiln) {
    guarded(kiln, [&] { kiln->trace.reset(); });
}
#endif
