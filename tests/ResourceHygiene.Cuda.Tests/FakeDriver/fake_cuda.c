/*
 * A CUDA driver and its management library without a device: the functions that ResourceHygiene.Cuda uses, with the rules that the
 * real ones enforce, and faults on demand. Memory on its "devices" is host memory. One file for both libraries; a test loads a copy
 * of its own, so that its state is its own.
 *
 * Stricter than the real driver: a call that touches memory of a context needs that very context current on the thread. The real one
 * often gets by without; code that passes here does not depend on that.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum {
    SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, STUB_LIBRARY = 34, NO_DEVICE = 100,
    INVALID_DEVICE = 101, INVALID_CONTEXT = 201, ILLEGAL_ADDRESS = 700, CONTEXT_IS_DESTROYED = 709, LAUNCH_FAILED = 719,
    MOST_DEVICES = 4, MOST_BLOCKS = 4096, MOST_FAULTS = 32, MOST_CALLS = 128, DEEPEST = 16,
};

typedef struct { int device; int retains; int foreign; int destroyed; int loss; int unsettled; } context_t;
typedef struct { context_t *context; int id; } stream_t;
typedef struct { void *address; size_t size; int device; context_t *context; stream_t *stream; int pending; } block_t;
typedef struct { char function[64]; int code; int skip; int times; } fault_t;
typedef struct { char function[64]; long count; } call_t;

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static int initialized;
static int device_count = 2;
static size_t total_bytes = 128u << 20;
static size_t context_bytes = 8u << 20;          /* what a context itself takes on its device */
static int memory_pools = 1;
static context_t primary[MOST_DEVICES];
static size_t others[MOST_DEVICES];              /* held by other processes */
static size_t pooled[MOST_DEVICES];              /* freed in a stream's order, kept by the pool */
static block_t blocks[MOST_BLOCKS];
static fault_t faults[MOST_FAULTS];
static call_t calls[MOST_CALLS];
static int wrong_calls;                          /* that a correct program never makes: double frees, copies out of bounds, unbalanced pops */
static unsigned process_id;
static int nvml_started;

static __thread context_t *stack[DEEPEST];
static __thread int depth;

/* ---- bookkeeping; all with the gate held ---- */

#ifdef UNGUARDED
/* For threads that must not wait for each other here; they may only ask what changes nothing. */
static int enter(const char *function) { (void)function; return faults[0].times && calls[0].count; }

static int leave(int code) { return code; }
#else
static int enter(const char *function)
{
    int i;
    pthread_mutex_lock(&gate);
    for (i = 0; i < MOST_CALLS; i++) {
        if (!calls[i].function[0])
            strncpy(calls[i].function, function, sizeof calls[i].function - 1);
        if (!strcmp(calls[i].function, function)) {
            calls[i].count++;
            break;
        }
    }
    for (i = 0; i < MOST_FAULTS; i++) {
        if (faults[i].times && !strcmp(faults[i].function, function)) {
            if (faults[i].skip > 0) {
                faults[i].skip--;
                continue;
            }
            if (faults[i].times > 0)
                faults[i].times--;
            return faults[i].code;
        }
    }
    return SUCCESS;
}

static int leave(int code) { pthread_mutex_unlock(&gate); return code; }
#endif

static context_t *current(void) { return depth ? stack[depth - 1] : NULL; }

static int usable(context_t *context)
{
    if (!context)
        return INVALID_CONTEXT;
    if (context->destroyed)
        return CONTEXT_IS_DESTROYED;
    return context->loss;
}

static size_t used(int device)
{
    size_t sum = others[device] + pooled[device] + (primary[device].retains ? context_bytes : 0);
    int i;
    for (i = 0; i < MOST_BLOCKS; i++)
        if (blocks[i].address && blocks[i].device == device)
            sum += blocks[i].size;
    return sum;
}

static block_t *find(uintptr_t address, size_t size)
{
    int i;
    for (i = 0; i < MOST_BLOCKS; i++) {
        uintptr_t start = (uintptr_t)blocks[i].address;
        if (start && !blocks[i].pending && address >= start && address + size <= start + blocks[i].size)
            return &blocks[i];
    }
    return NULL;
}

/* The block of a call that touches memory, if that is allowed. */
static int touch(uintptr_t address, size_t size, block_t **block)
{
    int code = usable(current());
    if (code)
        return code;
    *block = find(address, size);
    if (!*block) {
        wrong_calls++;
        return INVALID_VALUE;
    }
    return (*block)->context == current() ? SUCCESS : INVALID_CONTEXT;
}

static void drop(block_t *block)
{
    free(block->address);
    memset(block, 0, sizeof *block);
}

static int allocate(void **address, size_t size, stream_t *stream)
{
    context_t *context = current();
    int i, code = usable(context);
    if (code)
        return code;
    if (!size)
        return INVALID_VALUE;
    /* The pool is drawn on first. */
    if (stream && pooled[context->device]) {
        size_t taken = pooled[context->device] < size ? pooled[context->device] : size;
        if (used(context->device) - taken + size > total_bytes)
            return OUT_OF_MEMORY;
        pooled[context->device] -= taken;
    }
    if (used(context->device) + size > total_bytes)
        return OUT_OF_MEMORY;
    for (i = 0; i < MOST_BLOCKS; i++) {
        if (blocks[i].address)
            continue;
        if (posix_memalign(&blocks[i].address, 256, size)) {
            blocks[i].address = NULL;
            return OUT_OF_MEMORY;
        }
        memset(blocks[i].address, 0xCD, size);   /* fresh device memory holds anything */
        blocks[i].size = size;
        blocks[i].device = context->device;
        blocks[i].context = context;
        blocks[i].stream = stream;
        *address = blocks[i].address;
        return SUCCESS;
    }
    return OUT_OF_MEMORY;
}

/* The stream, or with NULL every stream of the context, comes to its end: what was freed in its order goes to the pool. */
static void settle(context_t *context, stream_t *stream)
{
    int i;
    for (i = 0; i < MOST_BLOCKS; i++) {
        if (blocks[i].pending && blocks[i].context == context && (!stream || blocks[i].stream == stream)) {
            pooled[blocks[i].device] += blocks[i].size;
            drop(&blocks[i]);
        }
    }
}

/* ---- the driver ---- */

EXPORT int cuInit(unsigned flags)
{
    int code = enter("cuInit");
    (void)flags;
    if (!code && !initialized) {
        const char *devices = getenv("FAKE_CUDA_DEVICES"), *megabytes = getenv("FAKE_CUDA_MEGABYTES");
        int i;
        if (devices)
            device_count = atoi(devices);
        if (megabytes)
            total_bytes = (size_t)atol(megabytes) << 20;
        for (i = 0; i < MOST_DEVICES; i++)
            primary[i].device = i;
        initialized = 1;
    }
    if (!code && !device_count)
        code = NO_DEVICE;
    return leave(code);
}

EXPORT int cuDriverGetVersion(int *version) { int code = enter("cuDriverGetVersion"); *version = 12080; return leave(code); }

EXPORT int cuDeviceGetCount(int *count) { int code = enter("cuDeviceGetCount"); *count = device_count; return leave(initialized ? code : NOT_INITIALIZED); }

EXPORT int cuDeviceGet(int *device, int ordinal)
{
    int code = enter("cuDeviceGet");
    *device = ordinal;
    return leave(code ? code : ordinal >= 0 && ordinal < device_count ? SUCCESS : INVALID_DEVICE);
}

EXPORT int cuDeviceGetName(char *name, int length, int device)
{
    int code = enter("cuDeviceGetName");
    snprintf(name, (size_t)length, "Fake GPU %c", 'A' + device);
    return leave(code);
}

/* 47505520-0000-0000-0000-00000000000N, as text is written. */
EXPORT int cuDeviceGetUuid_v2(unsigned char *uuid, int device)
{
    int code = enter("cuDeviceGetUuid_v2");
    memset(uuid, 0, 16);
    memcpy(uuid, "GPU ", 4);
    uuid[15] = (unsigned char)device;
    return leave(code);
}

EXPORT int cuDeviceGetPCIBusId(char *id, int length, int device)
{
    int code = enter("cuDeviceGetPCIBusId");
    snprintf(id, (size_t)length, "0000:%02x:00.0", 0x17 + device);
    return leave(code);
}

EXPORT int cuDeviceTotalMem_v2(size_t *bytes, int device) { int code = enter("cuDeviceTotalMem_v2"); (void)device; *bytes = total_bytes; return leave(code); }

EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device)
{
    int code = enter("cuDeviceGetAttribute");
    (void)device;
    *value = attribute == 75 ? 9 : attribute == 76 ? 0 : attribute == 115 ? memory_pools : 0;
    return leave(code);
}

EXPORT int cuDevicePrimaryCtxRetain(context_t **context, int device)
{
    int code = enter("cuDevicePrimaryCtxRetain");
    if (!code && !primary[device].retains && used(device) + context_bytes > total_bytes)
        code = OUT_OF_MEMORY;
    if (!code) {
        primary[device].retains++;
        primary[device].destroyed = 0;
        *context = &primary[device];
    }
    return leave(code);
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device)
{
    int code = enter("cuDevicePrimaryCtxRelease_v2"), i;
    if (!code && !primary[device].retains) {
        wrong_calls++;
        code = INVALID_CONTEXT;
    } else if (!code && !--primary[device].retains) {
        for (i = 0; i < MOST_BLOCKS; i++)
            if (blocks[i].address && blocks[i].context == &primary[device])
                drop(&blocks[i]);
        pooled[device] = 0;
    }
    return leave(code);
}

EXPORT int cuCtxPushCurrent_v2(context_t *context)
{
    int code = enter("cuCtxPushCurrent_v2");
    if (!code && (!context || depth == DEEPEST))
        code = INVALID_CONTEXT;
    if (!code && context->destroyed)
        code = CONTEXT_IS_DESTROYED;
    if (!code)
        stack[depth++] = context;
    return leave(code);
}

EXPORT int cuCtxPopCurrent_v2(context_t **context)
{
    int code = enter("cuCtxPopCurrent_v2");
    if (!depth) {
        wrong_calls++;
        return leave(INVALID_CONTEXT);
    }
    *context = stack[--depth];
    return leave(code);
}

EXPORT int cuCtxSynchronize(void)
{
    int code = enter("cuCtxSynchronize");
    if (!code)
        code = usable(current());
    if (!code) {
        settle(current(), NULL);
        current()->unsettled = 0;
    }
    return leave(code);
}

EXPORT int cuMemGetInfo_v2(size_t *available, size_t *total)
{
    int code = enter("cuMemGetInfo_v2");
    if (!code)
        code = usable(current());
    if (!code) {
        *total = total_bytes;
        *available = total_bytes - used(current()->device);
    }
    return leave(code);
}

EXPORT int cuMemAlloc_v2(void **address, size_t size) { int code = enter("cuMemAlloc_v2"); return leave(code ? code : allocate(address, size, NULL)); }

EXPORT int cuMemFree_v2(uintptr_t address)
{
    block_t *block;
    int code = enter("cuMemFree_v2");
    if (!code)
        code = touch(address, 1, &block);
    if (!code && (uintptr_t)block->address != address) {
        wrong_calls++;
        code = INVALID_VALUE;
    }
    if (!code)
        drop(block);
    return leave(code);
}

EXPORT int cuMemAllocAsync(void **address, size_t size, stream_t *stream)
{
    int code = enter("cuMemAllocAsync");
    return leave(code ? code : allocate(address, size, stream));
}

EXPORT int cuMemFreeAsync(uintptr_t address, stream_t *stream)
{
    block_t *block;
    int code = enter("cuMemFreeAsync");
    if (!code)
        code = touch(address, 1, &block);
    if (!code && (!stream || stream->context != current()))
        code = INVALID_VALUE;
    if (!code) {
        block->pending = 1;
        block->stream = stream;
    }
    return leave(code);
}

EXPORT int cuDeviceGetMemPool(void **pool, int device) { int code = enter("cuDeviceGetMemPool"); *pool = &pooled[device]; return leave(code); }

EXPORT int cuMemPoolTrimTo(size_t *pool, size_t keep)
{
    int code = enter("cuMemPoolTrimTo");
    if (!code && *pool > keep)
        *pool = keep;
    return leave(code);
}

EXPORT int cuMemcpyHtoD_v2(uintptr_t destination, const void *source, size_t size)
{
    block_t *block;
    int code = enter("cuMemcpyHtoD_v2");
    if (!code)
        code = touch(destination, size, &block);
    /* As the real one does for memory that is not pinned, it only reads the source: the content may still be on its way. */
    if (!code) {
        memcpy((void *)destination, source, size);
        current()->unsettled = 1;
    }
    return leave(code);
}

EXPORT int cuMemcpyDtoH_v2(void *destination, uintptr_t source, size_t size)
{
    block_t *block;
    int code = enter("cuMemcpyDtoH_v2");
    if (!code)
        code = touch(source, size, &block);
    if (!code)
        memcpy(destination, (void *)source, size);
    return leave(code);
}

EXPORT int cuMemcpyDtoD_v2(uintptr_t destination, uintptr_t source, size_t size)
{
    block_t *block;
    int code = enter("cuMemcpyDtoD_v2");
    if (!code)
        code = touch(destination, size, &block);
    if (!code)
        code = touch(source, size, &block);
    if (!code) {
        memmove((void *)destination, (void *)source, size);
        current()->unsettled = 1;
    }
    return leave(code);
}

EXPORT int cuMemcpyPeer(uintptr_t destination, context_t *to, uintptr_t source, context_t *from, size_t size)
{
    int code = enter("cuMemcpyPeer");
    block_t *target = find(destination, size), *origin = find(source, size);
    if (!code && (!target || !origin || target->context != to || origin->context != from)) {
        wrong_calls++;
        code = INVALID_VALUE;
    }
    if (!code)
        code = usable(to);
    if (!code)
        code = usable(from);
    if (!code) {
        memcpy((void *)destination, (void *)source, size);
        to->unsettled = 1;
    }
    return leave(code);
}

EXPORT int cuMemsetD8_v2(uintptr_t address, unsigned char value, size_t size)
{
    block_t *block;
    int code = enter("cuMemsetD8_v2");
    if (!code)
        code = touch(address, size, &block);
    if (!code) {
        memset((void *)address, value, size);
        current()->unsettled = 1;
    }
    return leave(code);
}

EXPORT int cuMemsetD8Async(uintptr_t address, unsigned char value, size_t size, stream_t *stream)
{
    block_t *block;
    int code = enter("cuMemsetD8Async");
    if (!code)
        code = stream && stream->context == current() ? touch(address, size, &block) : INVALID_VALUE;
    if (!code)
        memset((void *)address, value, size);
    return leave(code);
}

EXPORT int cuStreamCreate(stream_t **stream, unsigned flags)
{
    int code = enter("cuStreamCreate");
    (void)flags;
    if (!code)
        code = usable(current());
    if (!code) {
        *stream = calloc(1, sizeof **stream);
        (*stream)->context = current();
    }
    return leave(code);
}

EXPORT int cuStreamDestroy_v2(stream_t *stream)
{
    int code = enter("cuStreamDestroy_v2");
    if (!code) {
        settle(stream->context, stream);
        free(stream);
    }
    return leave(code);
}

EXPORT int cuStreamSynchronize(stream_t *stream)
{
    int code = enter("cuStreamSynchronize");
    if (!code)
        code = usable(current());
    if (!code && stream)
        settle(stream->context, stream);
    else if (!code)
        current()->unsettled = 0;
    return leave(code);
}

EXPORT int cuGetErrorName(int code, const char **name)
{
    *name = code == INVALID_VALUE ? "CUDA_ERROR_INVALID_VALUE" : code == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY"
        : code == NOT_INITIALIZED ? "CUDA_ERROR_NOT_INITIALIZED" : code == STUB_LIBRARY ? "CUDA_ERROR_STUB_LIBRARY"
        : code == NO_DEVICE ? "CUDA_ERROR_NO_DEVICE" : code == INVALID_CONTEXT ? "CUDA_ERROR_INVALID_CONTEXT"
        : code == ILLEGAL_ADDRESS ? "CUDA_ERROR_ILLEGAL_ADDRESS" : code == CONTEXT_IS_DESTROYED ? "CUDA_ERROR_CONTEXT_IS_DESTROYED"
        : code == LAUNCH_FAILED ? "CUDA_ERROR_LAUNCH_FAILED" : NULL;
    return *name ? SUCCESS : INVALID_VALUE;
}

EXPORT int cuGetErrorString(int code, const char **text)
{
    *text = code == OUT_OF_MEMORY ? "out of memory" : code == ILLEGAL_ADDRESS ? "an illegal memory access was encountered"
        : code == INVALID_CONTEXT ? "invalid device context" : NULL;
    return *text ? SUCCESS : INVALID_VALUE;
}

/* ---- the management library: it counts the devices the other way round ---- */

typedef struct { unsigned long long total, available, used; } nvml_memory_t;
typedef struct { unsigned pid; unsigned long long used; unsigned instance, compute; } nvml_process_t;
typedef struct { nvml_process_t process; unsigned long long protected; } nvml_process_of_535_t;
static int nvml_devices[MOST_DEVICES];

EXPORT int nvmlInit_v2(void)
{
    int code = enter("nvmlInit_v2"), i;
    for (i = 0; i < MOST_DEVICES; i++)
        nvml_devices[i] = MOST_DEVICES - 1 - i;
    nvml_started += !code;
    return leave(code);
}

EXPORT int nvmlShutdown(void) { int code = enter("nvmlShutdown"); nvml_started--; return leave(code); }

static void *nvml_handle(int device) { return &nvml_devices[MOST_DEVICES - 1 - device]; }

EXPORT int nvmlDeviceGetHandleByUUID(const char *uuid, void **device)
{
    int code = enter("nvmlDeviceGetHandleByUUID"), number = -1;
    if (!code && sscanf(uuid, "GPU-47505520-0000-0000-0000-%x", &number) == 1 && number >= 0 && number < device_count)
        *device = nvml_handle(number);
    else if (!code)
        code = 6; /* not found */
    return leave(code);
}

EXPORT int nvmlDeviceGetHandleByPciBusId_v2(const char *id, void **device)
{
    int code = enter("nvmlDeviceGetHandleByPciBusId_v2"), number = -1;
    if (!code && sscanf(id, "0000:%x:", &number) == 1 && number >= 0x17 && number < 0x17 + device_count)
        *device = nvml_handle(number - 0x17);
    else if (!code)
        code = 6;
    return leave(code);
}

EXPORT int nvmlDeviceGetMemoryInfo(int *device, nvml_memory_t *memory)
{
    int code = enter("nvmlDeviceGetMemoryInfo");
    if (!code) {
        memory->total = total_bytes;
        memory->used = used(*device);
        memory->available = memory->total - memory->used;
    }
    return leave(code);
}

static int list_processes(int code, int *device, unsigned *count, char *processes, size_t stride)
{
    unsigned needed = primary[*device].retains ? 2 : 1;
    if (!code && (!processes || *count < needed))
        code = 7; /* insufficient size */
    *count = needed;
    if (!code) {
        /* One that another user runs, of which no size is known. */
        *(nvml_process_t *)processes = (nvml_process_t){ 1, ~0ULL, ~0u, ~0u };
        if (needed > 1)
            *(nvml_process_t *)(processes + stride) = (nvml_process_t){ process_id ? process_id : (unsigned)getpid(), used(*device) - others[*device], ~0u, ~0u };
    }
    return leave(code);
}

EXPORT int nvmlDeviceGetComputeRunningProcesses_v2(int *device, unsigned *count, char *processes)
{
    return list_processes(enter("nvmlDeviceGetComputeRunningProcesses_v2"), device, count, processes, sizeof(nvml_process_t));
}

/* As the drivers 535.43 to 535.86 have it: of the same version and yet larger. */
EXPORT int nvmlDeviceGetComputeRunningProcesses_v3(int *device, unsigned *count, char *processes)
{
    return list_processes(enter("nvmlDeviceGetComputeRunningProcesses_v3"), device, count, processes, sizeof(nvml_process_of_535_t));
}

EXPORT const char *nvmlErrorString(int code) { return code == 15 ? "GPU is lost" : code == 3 ? "Not Supported" : code == 9 ? "Driver Not Loaded" : "Unknown Error"; }

/* ---- what tests do ---- */

EXPORT void fake_configure(int devices, unsigned long long bytes, int pools) { pthread_mutex_lock(&gate); device_count = devices; total_bytes = bytes; memory_pools = pools; pthread_mutex_unlock(&gate); }

EXPORT void fake_process(unsigned pid) { process_id = pid; }

/* Lets a function fail: after so many good calls, so often; -1 is for ever. */
EXPORT void fake_fail(const char *function, int code, int skip, int times)
{
    int i;
    pthread_mutex_lock(&gate);
    for (i = 0; i < MOST_FAULTS; i++) {
        if (!faults[i].times) {
            strncpy(faults[i].function, function, sizeof faults[i].function - 1);
            faults[i].code = code;
            faults[i].skip = skip;
            faults[i].times = times;
            break;
        }
    }
    pthread_mutex_unlock(&gate);
}

/* From now on every call in the device's context fails in this way, as after a kernel that went wrong. */
EXPORT void fake_lose(int device, int code) { pthread_mutex_lock(&gate); primary[device].loss = code; pthread_mutex_unlock(&gate); }

/* Somebody calls cudaDeviceReset: the context is gone with all that was in it, and those who hold it are not told. */
EXPORT void fake_reset(int device)
{
    int i;
    pthread_mutex_lock(&gate);
    primary[device].destroyed = 1;
    for (i = 0; i < MOST_BLOCKS; i++)
        if (blocks[i].address && blocks[i].context == &primary[device])
            drop(&blocks[i]);
    pthread_mutex_unlock(&gate);
}

/* Another library leaves a context of its own current on this thread. */
EXPORT void *fake_push_foreign(int device)
{
    context_t *context = calloc(1, sizeof *context);
    context->device = device;
    context->foreign = 1;
    stack[depth++] = context;
    return context;
}

/* Whether something that a call started may not be done on the device. */
EXPORT int fake_unsettled(int device) { return primary[device].unsettled; }

EXPORT void *fake_current(void) { return current(); }

EXPORT void fake_clear_stack(void) { depth = 0; }

EXPORT void fake_take(int device, unsigned long long bytes) { pthread_mutex_lock(&gate); others[device] = bytes; pthread_mutex_unlock(&gate); }

EXPORT long fake_calls(const char *function)
{
    long count = 0;
    int i;
    pthread_mutex_lock(&gate);
    for (i = 0; i < MOST_CALLS; i++)
        if (!strcmp(calls[i].function, function))
            count = calls[i].count;
    pthread_mutex_unlock(&gate);
    return count;
}

EXPORT int fake_live_blocks(void)
{
    int i, count = 0;
    pthread_mutex_lock(&gate);
    for (i = 0; i < MOST_BLOCKS; i++)
        count += blocks[i].address && !blocks[i].pending;
    pthread_mutex_unlock(&gate);
    return count;
}

EXPORT unsigned long long fake_used(int device) { unsigned long long bytes; pthread_mutex_lock(&gate); bytes = used(device); pthread_mutex_unlock(&gate); return bytes; }

EXPORT int fake_retains(int device) { return primary[device].retains; }

EXPORT int fake_wrong_calls(void) { return wrong_calls; }

EXPORT int fake_nvml_started(void) { return nvml_started; }
