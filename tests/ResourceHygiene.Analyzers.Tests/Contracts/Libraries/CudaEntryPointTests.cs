namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>Functions of CUDA and the libraries around it, as projects import them.</summary>
public sealed class CudaEntryPointTests
{
    private const string Imports =
        """
        [DllImport("cudart64")] static extern int cudaMallocArray(out nint array, nint description, nuint width, nuint height, uint flags);
        [DllImport("cudart64")] static extern int cudaFreeArray(nint array);
        [DllImport("cudart64")] static extern int cudaFree(nint p);
        [DllImport("cudart64")] static extern int cudaMallocFromPoolAsync(out nint p, nuint size, nint pool, nint stream);
        [DllImport("cudart64")] static extern int cudaFreeAsync(nint p, nint stream);
        [DllImport("cudart64")] static extern int cudaStreamEndCapture(nint stream, out nint graph);
        [DllImport("cudart64")] static extern int cudaGraphInstantiateWithFlags(out nint executable, nint graph, ulong flags);
        [DllImport("cudart64")] static extern int cudaGraphExecDestroy(nint executable);
        [DllImport("cudart64")] static extern int cudaGraphDestroy(nint graph);
        [DllImport("cudart64")] static extern int cudaCreateTextureObject(out ulong texture, nint resource, nint description, nint view);
        [DllImport("cudart64")] static extern int cudaDestroyTextureObject(ulong texture);
        [DllImport("nvcuda", EntryPoint = "cuCtxCreate_v4")] static extern int CreateContext(out nint context, nint parameters, uint flags, int device);
        [DllImport("nvcuda", EntryPoint = "cuCtxDestroy_v2")] static extern int DestroyContext(nint context);
        [DllImport("nvcuda")] static extern int cuDevicePrimaryCtxRetain(out nint context, int device);
        [DllImport("nvcuda", EntryPoint = "cuDevicePrimaryCtxRelease_v2")] static extern int ReleasePrimary(int device);
        [DllImport("nvcuda", EntryPoint = "cuIpcOpenMemHandle_v2")] static extern int OpenShared(out nint p, nint handle, uint flags);
        [DllImport("nvcuda", EntryPoint = "cuMemFree_v2")] static extern int Free(nint p);
        [DllImport("nvcuda")] static extern int cuIpcCloseMemHandle(nint p);
        [DllImport("nvcuda")] static extern int cuExternalMemoryGetMappedBuffer(out nint p, nint memory, nint description);
        [DllImport("nvrtc64")] static extern int nvrtcCreateProgram(out nint program, string source, string name, int count, nint headers, nint names);
        [DllImport("nvrtc64")] static extern int nvrtcDestroyProgram(ref nint program);
        [DllImport("cudnn64")] static extern int cudnnCreateTensorDescriptor(out nint descriptor);
        [DllImport("cudnn64")] static extern int cudnnDestroyTensorDescriptor(nint descriptor);
        [DllImport("curand64")] static extern int curandCreateGenerator(out nint generator, int type);
        [DllImport("curand64")] static extern int curandDestroyGenerator(nint generator);
        [DllImport("cusparse64")] static extern int cusparseCreateCsr(out nint matrix, long rows, long columns, long count, nint offsets, nint indices, nint values, int a, int b, int c, int d);
        [DllImport("cusparse64")] static extern int cusparseDestroySpMat(nint matrix);
        [DllImport("cutensor")] static extern int cutensorCreatePlan(nint handle, out nint plan, nint description, nint preference, ulong limit);
        [DllImport("cutensor")] static extern int cutensorDestroyPlan(nint plan);
        [DllImport("nccl")] static extern int ncclCommSplit(nint communicator, int color, int key, out nint other, nint configuration);
        [DllImport("nccl")] static extern int ncclCommDestroy(nint communicator);
        [DllImport("nccl")] static extern int ncclCommAbort(nint communicator);
        [DllImport("nccl")] static extern int ncclCommRegister(nint communicator, nint buffer, nuint size, out nint registration);
        [DllImport("nccl")] static extern int ncclCommDeregister(nint communicator, nint registration);
        """;

    [Theory]
    [InlineData("if (cudaMallocArray({|RH4001:out nint array|}, 0, 1, 1, 0) == 0 && flag) cudaFreeArray(array);")]
    [InlineData("if (cudaMallocArray(out nint array, 0, 1, 1, 0) == 0) {|RH4002:cudaFree(array)|};")]
    [InlineData("if (cudaMallocFromPoolAsync({|RH4001:out nint p|}, 64, 0, 0) == 0 && flag) cudaFreeAsync(p, 0);")]
    [InlineData("if (cudaStreamEndCapture(0, {|RH4001:out nint graph|}) == 0 && flag) cudaGraphDestroy(graph);")]
    [InlineData("if (cudaGraphInstantiateWithFlags({|RH4001:out nint executable|}, 0, 0) == 0 && flag) cudaGraphExecDestroy(executable);")]
    [InlineData("if (cudaCreateTextureObject({|RH4001:out ulong texture|}, 0, 0, 0) == 0 && flag) cudaDestroyTextureObject(texture);")]
    [InlineData("if (CreateContext({|RH4001:out nint context|}, 0, 0, 0) == 0 && flag) DestroyContext(context);")]
    [InlineData("if (OpenShared(out nint p, 0, 0) == 0) {|RH4002:Free(p)|};")]
    [InlineData("if (cuExternalMemoryGetMappedBuffer({|RH4001:out nint p|}, 0, 0) == 0 && flag) Free(p);")]
    [InlineData("if (cudnnCreateTensorDescriptor({|RH4001:out nint descriptor|}) == 0 && flag) cudnnDestroyTensorDescriptor(descriptor);")]
    [InlineData("if (curandCreateGenerator({|RH4001:out nint generator|}, 0) == 0 && flag) curandDestroyGenerator(generator);")]
    [InlineData("if (cusparseCreateCsr({|RH4001:out nint matrix|}, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0) == 0 && flag) cusparseDestroySpMat(matrix);")]
    [InlineData("if (cutensorCreatePlan(0, {|RH4001:out nint plan|}, 0, 0, 0) == 0 && flag) cutensorDestroyPlan(plan);")]
    [InlineData("if (ncclCommSplit(0, 0, 0, {|RH4001:out nint other|}, 0) == 0 && flag) ncclCommDestroy(other);")]
    [InlineData("if (ncclCommRegister(0, 0, 1, {|RH4001:out nint registration|}) == 0 && flag) ncclCommDeregister(0, registration);")]
    public Task What_is_given_back_on_one_path_or_to_another(string statements) => Run(statements);

    [Theory]
    [InlineData("if (cudaMallocArray(out nint array, 0, 1, 1, 0) == 0) cudaFreeArray(array);")]
    [InlineData("if (cudaMallocFromPoolAsync(out nint p, 64, 0, 0) == 0) cudaFree(p);")]
    [InlineData("if (cudaStreamEndCapture(0, out nint graph) == 0) cudaGraphDestroy(graph);")]
    [InlineData("if (cudaGraphInstantiateWithFlags(out nint executable, 0, 0) == 0) cudaGraphExecDestroy(executable);")]
    [InlineData("if (cudaCreateTextureObject(out ulong texture, 0, 0, 0) == 0) cudaDestroyTextureObject(texture);")]
    [InlineData("if (CreateContext(out nint context, 0, 0, 0) == 0) DestroyContext(context);")]
    [InlineData("if (cuDevicePrimaryCtxRetain(out nint context, 0) == 0) { Console.WriteLine(context); ReleasePrimary(0); }")]
    [InlineData("if (OpenShared(out nint p, 0, 0) == 0) cuIpcCloseMemHandle(p);")]
    [InlineData("if (cuExternalMemoryGetMappedBuffer(out nint p, 0, 0) == 0) Free(p);")]
    [InlineData("if (nvrtcCreateProgram(out nint program, source, source, 0, 0, 0) == 0) nvrtcDestroyProgram(ref program);")]
    [InlineData("if (cudnnCreateTensorDescriptor(out nint descriptor) == 0) cudnnDestroyTensorDescriptor(descriptor);")]
    [InlineData("if (curandCreateGenerator(out nint generator, 0) == 0) curandDestroyGenerator(generator);")]
    [InlineData("if (cusparseCreateCsr(out nint matrix, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0) == 0) cusparseDestroySpMat(matrix);")]
    [InlineData("if (cutensorCreatePlan(0, out nint plan, 0, 0, 0) == 0) cutensorDestroyPlan(plan);")]
    [InlineData("if (ncclCommSplit(0, 0, 0, out nint other, 0) == 0) { if (flag) ncclCommAbort(other); else ncclCommDestroy(other); }")]
    [InlineData("if (ncclCommRegister(0, 0, 1, out nint registration) == 0) ncclCommDeregister(0, registration);")]
    public Task What_is_given_back(string statements) => Run(statements);

    private static Task Run(string statements) => LibraryCode.InClass("using System.Runtime.InteropServices;", $"{Imports}\nvoid M(string source, bool flag)\n{{\n{statements}\n}}");
}
