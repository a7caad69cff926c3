namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>What the tests use of libraries for GPUs and graphics.</summary>
internal static class GpuLibraries
{
    public static readonly DeclaredLibrary ComputeSharp = new(
        "ComputeSharp",
        """
        namespace ComputeSharp
        {
            public sealed class GraphicsDevice : IDisposable
            {
                public static GraphicsDevice GetDefault() => throw null;
                public string Name => throw null;
                public void Dispose() => throw null;
            }
            public sealed class ReadWriteBuffer<T> : Resources.Buffer<T> { }
            public sealed class ReadBackBuffer<T> : Resources.TransferBuffer<T> { }
            public static class GraphicsDeviceExtensions
            {
                public static ReadWriteBuffer<T> AllocateReadWriteBuffer<T>(this GraphicsDevice device, int length) => throw null;
                public static ReadWriteBuffer<T> AllocateReadWriteBuffer<T>(this GraphicsDevice device, Resources.Buffer<T> source) => throw null;
                public static ReadBackBuffer<T> AllocateReadBackBuffer<T>(this GraphicsDevice device, int length) => throw null;
            }
        }
        namespace ComputeSharp.Resources
        {
            public abstract class Buffer<T> : IDisposable { public int Length => throw null; public void Dispose() => throw null; }
            public abstract class TransferBuffer<T> : IDisposable { public Memory<T> Memory => throw null; public void Dispose() => throw null; }
        }
        """);

    public static readonly DeclaredLibrary Ilgpu = new(
        "ILGPU",
        """
        namespace ILGPU
        {
            public sealed class Context : IDisposable
            {
                public static Context CreateDefault() => throw null;
                public static Builder Create() => throw null;
                public Runtime.Accelerator CreateAccelerator() => throw null;
                public void Dispose() => throw null;
                public sealed class Builder { public Context ToContext() => throw null; }
            }
        }
        namespace ILGPU.Runtime
        {
            public abstract class AcceleratorObject : IDisposable { public void Dispose() => throw null; }
            public abstract class Accelerator : AcceleratorObject
            {
                public AcceleratorStream DefaultStream => throw null;
                public AcceleratorStream CreateStream() => throw null;
                public MemoryBuffer1D<T> Allocate1D<T>(long length) => throw null;
                public ScopedAcceleratorBinding BindScoped() => throw null;
            }
            public struct ScopedAcceleratorBinding : IDisposable { public bool IsRecovered => throw null; public void Dispose() => throw null; }
            public abstract class AcceleratorStream : AcceleratorObject { public void Synchronize() => throw null; }
            public abstract class MemoryBuffer : AcceleratorObject { public long Length => throw null; }
            public sealed class MemoryBuffer1D<T> : MemoryBuffer { }
        }
        namespace ILGPU.Runtime.CPU
        {
            public sealed class CPUAccelerator : Accelerator { }
            public static class CPUContextExtensions { public static CPUAccelerator GetImplicitCPUAccelerator(this Context context) => throw null; }
        }
        """);

    public static readonly DeclaredLibrary ManagedCuda = new(
        "ManagedCuda",
        """
        namespace ManagedCuda.BasicTypes
        {
            public struct CUdeviceptr { }
            public struct SizeT { public static implicit operator SizeT(int value) => throw null; }
            public struct CUmodule { }
            public struct CUstream { }
            public enum CUgraphInstantiate_flags { None }
            public enum CUArrayFormat { Float = 32 }
        }
        namespace ManagedCuda
        {
            using BasicTypes;
            public class CudaContext : IDisposable
            {
                public CUdeviceptr AllocateMemory(SizeT aSizeInBytes) => throw null;
                public void FreeMemory(CUdeviceptr dBuffer) => throw null;
                public void ClearMemory(CUdeviceptr aPtr) => throw null;
                public void Dispose() => throw null;
            }
            public class CudaDeviceVariable<T> : IDisposable
            {
                public CudaDeviceVariable(SizeT size) { }
                public CudaDeviceVariable(CUdeviceptr devPtr) { }
                public CudaDeviceVariable(CUdeviceptr devPtr, bool isOwner, SizeT size) { }
                public void CopyToHost(T[] target) => throw null;
                public void Dispose() => throw null;
            }
            public class CudaStream : IDisposable { public CudaStream() { } public CudaStream(CUstream stream) { } public void Synchronize() { } public void Dispose() => throw null; }
            public class CudaGraph : IDisposable { public CudaGraphExec Instantiate(CUgraphInstantiate_flags flags) => throw null; public void Dispose() => throw null; }
            public class CudaGraphExec : IDisposable { public void Launch(CudaStream stream) { } public void Dispose() => throw null; }
            public class CudaMemoryPool : IDisposable { public CudaDeviceVariable<T> MemAllocFromPoolAsync<T>(SizeT bytesize, CudaStream hStream) => throw null; public void Dispose() => throw null; }
            public enum CudaArray2DNumChannels { One = 1 }
            public class CudaArray2D : IDisposable { public CudaArray2D(CUArrayFormat format, SizeT width, SizeT height, CudaArray2DNumChannels numChannels) { } public void Dispose() => throw null; }
            public class CudaSurfObject : IDisposable { public CudaSurfObject(CudaArray2D array) { } public void Dispose() => throw null; }
        }
        """);

    public static readonly DeclaredLibrary Ffmpeg = new(
        "FFmpeg.AutoGen",
        """
        namespace FFmpeg.AutoGen
        {
            public struct AVFrame { public int width; }
            public struct AVFormatContext { }
            public struct AVCodecParameters { public int width; }
            public struct SwsContext { public int flags; }
            public static unsafe class ffmpeg
            {
                public static AVFrame* av_frame_alloc() => throw null;
                public static void av_frame_free(AVFrame** frame) => throw null;
                public static AVFormatContext* avformat_alloc_context() => throw null;
                public static int avformat_open_input(AVFormatContext** ps, string url, void* fmt, void* options) => throw null;
                public static void avformat_free_context(AVFormatContext* s) => throw null;
                public static void* av_malloc(ulong size) => throw null;
                public static void av_free(void* ptr) => throw null;
                public static AVFrame* av_frame_clone(AVFrame* src) => throw null;
                public static int avformat_alloc_output_context2(AVFormatContext** ctx, void* oformat, string format_name, string filename) => throw null;
                public static AVCodecParameters* avcodec_parameters_alloc() => throw null;
                public static void avcodec_parameters_free(AVCodecParameters** par) => throw null;
                public static SwsContext* sws_alloc_context() => throw null;
                public static SwsContext* sws_getCachedContext(SwsContext* context, int srcW, int srcH) => throw null;
                public static void sws_freeContext(SwsContext* swsContext) => throw null;
            }
        }
        """);

    public static readonly DeclaredLibrary OwnCuda = new(
        "ResourceHygiene.Cuda",
        """
        namespace ResourceHygiene.Cuda
        {
            public abstract class DeviceMemory { public DeviceStream CreateStream() => throw null; }
            public sealed class HostMemory : DeviceMemory { public static HostMemory Shared => throw null; }
            public sealed class DeviceStream : IDisposable { public void Dispose() => throw null; }
            public sealed class HostView<T> : IDisposable { public int Length => throw null; public void Dispose() => throw null; }
            public sealed class DeviceBuffer<T> : IDisposable
            {
                public DeviceBuffer(DeviceMemory memory, long length) => throw null;
                public DeviceBuffer(DeviceStream stream, long length) => throw null;
                public long Length => throw null;
                public HostView<T> OpenOnHost() => throw null;
                public void Dispose() => throw null;
            }
        }
        """);
}
