using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>ComputeSharp, ILGPU, ManagedCuda, FFmpeg, and functions of CUDA.</summary>
public sealed class GpuTests
{
    [Theory]
    [InlineData("var device = GraphicsDevice.GetDefault(); var buffer = {|RH1001:device.AllocateReadWriteBuffer<float>(n)|}; Console.WriteLine(buffer.Length);")]
    [InlineData("var device = GraphicsDevice.GetDefault(); using var a = device.AllocateReadWriteBuffer<float>(n); var b = {|RH1001:device.AllocateReadWriteBuffer(a)|}; Console.WriteLine(b.Length);")]
    [InlineData("var device = GraphicsDevice.GetDefault(); Console.WriteLine(device.Name);")]
    [InlineData("using var buffer = GraphicsDevice.GetDefault().AllocateReadWriteBuffer<float>(n);")]
    [InlineData("var buffer = GraphicsDevice.GetDefault().AllocateReadBackBuffer<float>(n); var memory = buffer.Memory; buffer.Dispose(); Console.WriteLine({|RH3006:memory|}.Length);")]
    public Task Buffers_are_the_callers_and_the_default_device_is_everybodys(string statements) => LibraryCode.InMethod("using ComputeSharp;", statements, GpuLibraries.ComputeSharp);

    [Theory]
    [InlineData("using var context = Context.CreateDefault(); using var accelerator = context.CreateAccelerator(); var buffer = {|RH1001:accelerator.Allocate1D<int>(n)|}; Console.WriteLine(buffer.Length);")]
    [InlineData("using var context = Context.CreateDefault(); var accelerator = {|RH1001:context.CreateAccelerator()|}; accelerator.DefaultStream.Synchronize();")]
    [InlineData("using var context = Context.CreateDefault(); using var accelerator = context.CreateAccelerator(); var stream = {|RH1001:accelerator.CreateStream()|}; stream.Synchronize();")]
    [InlineData("using var context = Context.CreateDefault(); using var accelerator = context.CreateAccelerator(); var stream = accelerator.DefaultStream; stream.Synchronize();")]
    [InlineData("var context = {|RH1001:Context.Create().ToContext()|}; using var accelerator = context.CreateAccelerator();")]
    [InlineData("using var context = Context.Create().ToContext(); var accelerator = context.GetImplicitCPUAccelerator(); accelerator.DefaultStream.Synchronize();")]
    [InlineData("using var context = Context.CreateDefault(); using var accelerator = context.CreateAccelerator(); {|RH1004:accelerator.BindScoped()|};")]
    [InlineData("using var context = Context.CreateDefault(); using var accelerator = context.CreateAccelerator(); using var binding = accelerator.BindScoped();")]
    public Task An_accelerator_gives_buffers_and_streams_and_keeps_its_default_stream(string statements) =>
        LibraryCode.InMethod("using ILGPU; using ILGPU.Runtime; using ILGPU.Runtime.CPU;", statements, GpuLibraries.Ilgpu);

    [Theory]
    [InlineData("var variable = {|RH1001:new CudaDeviceVariable<float>(n)|}; variable.CopyToHost(new float[n]);")]
    [InlineData("using var variable = new CudaDeviceVariable<float>(n); variable.CopyToHost(new float[n]);")]
    [InlineData("using var context = new CudaContext(); var p = {|RH4001:context.AllocateMemory(n)|}; context.ClearMemory(p);")]
    [InlineData("using var context = new CudaContext(); var p = context.AllocateMemory(n); try { context.ClearMemory(p); } finally { context.FreeMemory(p); }")]
    [InlineData("using var graph = new CudaGraph(); using var stream = new CudaStream(); var exec = {|RH1001:graph.Instantiate(default)|}; exec.Launch(stream);")]
    [InlineData("using var graph = new CudaGraph(); using var stream = new CudaStream(); using var exec = graph.Instantiate(default); exec.Launch(stream);")]
    [InlineData("using var pool = new CudaMemoryPool(); using var stream = new CudaStream(); var variable = {|RH1001:pool.MemAllocFromPoolAsync<float>(n, stream)|}; variable.CopyToHost(new float[n]);")]
    [InlineData("var array = {|RH1001:new CudaArray2D(default, n, n, default)|}; using var surface = new CudaSurfObject(array);")]
    public Task Device_memory_is_freed_by_nobody_else(string statements) => LibraryCode.InMethod("using ManagedCuda;", statements, GpuLibraries.ManagedCuda);

    [Theory]
    [InlineData("var buffer = {|RH1001:new DeviceBuffer<float>(HostMemory.Shared, n)|}; Console.WriteLine(buffer.Length);")]
    [InlineData("using var buffer = new DeviceBuffer<float>(HostMemory.Shared, n); var view = {|RH1001:buffer.OpenOnHost()|}; Console.WriteLine(view.Length);")]
    [InlineData("var stream = {|RH1001:HostMemory.Shared.CreateStream()|}; using var buffer = new DeviceBuffer<float>(stream, n);")]
    [InlineData("using var stream = HostMemory.Shared.CreateStream(); using var buffer = new DeviceBuffer<float>(stream, n); using var view = buffer.OpenOnHost();")]
    [InlineData("var buffer = new DeviceBuffer<float>(HostMemory.Shared, n); using var view = buffer.OpenOnHost(); buffer.Dispose(); Console.WriteLine(view.Length);")]
    [InlineData("var stream = HostMemory.Shared.CreateStream(); using var buffer = new DeviceBuffer<float>(stream, n); stream.Dispose(); Console.WriteLine(buffer.Length);")]
    public Task Our_own_buffers_views_and_streams_stand_on_their_own(string statements) => LibraryCode.InMethod("using ResourceHygiene.Cuda;", statements, GpuLibraries.OwnCuda);

    [Fact]
    public Task Our_own_buffers_are_dear_also_where_something_throws() => new AnalyzerTest<OwnershipAnalyzer>
    {
        TestCode =
            """
            using ResourceHygiene.Cuda;
            class C { void M(string path, int n) { var buffer = {|#0:new DeviceBuffer<float>(HostMemory.Shared, n)|}; Console.WriteLine(File.ReadAllText(path)); buffer.Dispose(); } }
            """,
        References = { GpuLibraries.OwnCuda.Reference },
        ExpectedDiagnostics = { AnalyzerVerifier<OwnershipAnalyzer>.Diagnostic("RH1003").WithSeverity(DiagnosticSeverity.Warning).WithLocation(0) },
    }.RunAsync();

    [Fact]
    public Task A_variable_over_memory_of_somebody_else_owes_nothing() => LibraryCode.InClass(
        "using ManagedCuda; using ManagedCuda.BasicTypes;", "void M(CUdeviceptr p, float[] target) { var seen = new CudaDeviceVariable<float>(p); seen.CopyToHost(target); }", GpuLibraries.ManagedCuda);

    [Theory]
    [InlineData("void M(CUdeviceptr p, float[] target) { var seen = new CudaDeviceVariable<float>(p, false, target.Length); seen.CopyToHost(target); }")]
    [InlineData("void M(CUstream handle) { var seen = new CudaStream(handle); seen.Synchronize(); }")]
    [InlineData("void M() { var made = {|RH1001:new CudaStream()|}; made.Synchronize(); }")]
    public Task What_a_handle_is_wrapped_in_owes_nothing(string members) => LibraryCode.InClass("using ManagedCuda; using ManagedCuda.BasicTypes;", members, GpuLibraries.ManagedCuda);

    [Theory]
    [InlineData("AVFrame* frame = {|RH4001:ffmpeg.av_frame_alloc()|}; Console.WriteLine(frame->width);")]
    [InlineData("AVFrame* frame = ffmpeg.av_frame_alloc(); try { Console.WriteLine(frame->width); } finally { ffmpeg.av_frame_free(&frame); }")]
    [InlineData("void* p = {|RH4001:ffmpeg.av_malloc(64)|}; if (flag) ffmpeg.av_free(p);")]
    [InlineData("void* p = ffmpeg.av_malloc(64); {|RH4002:System.Runtime.InteropServices.NativeMemory.Free(p)|};")]
    [InlineData("AVFormatContext* context = ffmpeg.avformat_alloc_context(); if (ffmpeg.avformat_open_input(&context, path, null, null) == 0) ffmpeg.avformat_free_context(context);")]
    [InlineData("AVFrame* frame = ffmpeg.av_frame_alloc(); try { AVFrame* copy = {|RH4001:ffmpeg.av_frame_clone(frame)|}; Console.WriteLine(copy->width); } finally { ffmpeg.av_frame_free(&frame); }")]
    [InlineData("AVFormatContext* context = null; if (ffmpeg.avformat_alloc_output_context2({|RH4001:&context|}, null, null, path) < 0) return; if (flag) ffmpeg.avformat_free_context(context);")]
    [InlineData("AVCodecParameters* parameters = {|RH4001:ffmpeg.avcodec_parameters_alloc()|}; Console.WriteLine(parameters->width);")]
    [InlineData("AVCodecParameters* parameters = ffmpeg.avcodec_parameters_alloc(); Console.WriteLine(parameters->width); ffmpeg.avcodec_parameters_free(&parameters);")]
    [InlineData("SwsContext* scaler = ffmpeg.sws_alloc_context(); scaler = ffmpeg.sws_getCachedContext(scaler, n, n); Console.WriteLine(scaler->flags); ffmpeg.sws_freeContext(scaler);")]
    public Task What_FFmpeg_allocates_FFmpeg_frees(string statements) => LibraryCode.InMethod("using FFmpeg.AutoGen;", statements, GpuLibraries.Ffmpeg);

    private const string Imports =
        """
        [DllImport("avutil")] static extern nint av_frame_alloc();
        [DllImport("avutil")] static extern void av_frame_free(ref nint frame);
        [DllImport("nvcuda", EntryPoint = "cuMemAddressReserve")] static extern int Reserve(out nint p, nuint size, nuint alignment, nint address, ulong flags);
        [DllImport("nvcuda", EntryPoint = "cuMemAddressFree")] static extern int Release(nint p, nuint size);
        [DllImport("cublas64", EntryPoint = "cublasCreate_v2")] static extern int Create(out nint handle);
        [DllImport("cublas64", EntryPoint = "cublasDestroy_v2")] static extern int Destroy(nint handle);
        [DllImport("cufft64", EntryPoint = "cufftPlan1d")] static extern int Plan(out int plan, int nx, int type, int batch);
        [DllImport("cufft64", EntryPoint = "cufftDestroy")] static extern int DestroyPlan(int plan);
        [DllImport("nvcuda", EntryPoint = "cuMemAllocAsync")] static extern int AllocateAsync(out nint p, nuint size, nint stream);
        [DllImport("nvcuda", EntryPoint = "cuMemFreeAsync")] static extern int FreeAsync(nint p, nint stream);
        [DllImport("nvcuda", EntryPoint = "cuMemFree_v2")] static extern int Free(nint p);
        [DllImport("nvcuda", EntryPoint = "cuArrayCreate_v2")] static extern int CreateArray(out nint array, nint description);
        [DllImport("nvcuda", EntryPoint = "cuArrayDestroy")] static extern int DestroyArray(nint array);
        [DllImport("nvcuda", EntryPoint = "cuLinkCreate_v2")] static extern int CreateLink(uint count, nint options, nint values, out nint state);
        [DllImport("nvcuda", EntryPoint = "cuLinkDestroy")] static extern int DestroyLink(nint state);
        """;

    [Theory]
    [InlineData("nint frame = {|RH4001:av_frame_alloc()|}; Console.WriteLine(frame);")]
    [InlineData("if (Reserve({|RH4001:out nint p|}, 64, 0, 0, 0) == 0 && flag) Release(p, 64);")]
    [InlineData("if (Create({|RH4001:out nint handle|}) != 0) return; if (flag) Destroy(handle);")]
    [InlineData("if (Create(out nint handle) != 0) return; Destroy(handle);")]
    [InlineData("if (Plan(out int plan, n, 1, 1) != 0) return; DestroyPlan(plan);")]
    [InlineData("if (AllocateAsync({|RH4001:out nint p|}, 64, 0) == 0 && flag) FreeAsync(p, 0);")]
    [InlineData("if (AllocateAsync(out nint p, 64, 0) == 0) Free(p);")]
    [InlineData("if (CreateArray({|RH4001:out nint array|}, 0) == 0 && flag) DestroyArray(array);")]
    [InlineData("if (CreateLink(0, 0, 0, {|RH4001:out nint state|}) == 0 && flag) DestroyLink(state);")]
    public Task Functions_are_known_by_their_entry_points(string statements) =>
        LibraryCode.InClass("using System.Runtime.InteropServices;", $"{Imports}\nvoid M(int n, bool flag)\n{{\n{statements}\n}}");
}
