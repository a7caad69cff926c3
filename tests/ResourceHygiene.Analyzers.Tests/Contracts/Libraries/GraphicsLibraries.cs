namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>What built-in lines are about in Vortice and Silk.NET, and what the tests use of them.</summary>
internal static class GraphicsLibraries
{
    public static readonly DeclaredLibrary SharpGen = new(
        "SharpGen.Runtime",
        """
        namespace SharpGen.Runtime
        {
            public readonly struct Result
            {
                public static readonly Result Ok;
                public bool Success => throw null;
                public bool Failure => throw null;
                public void CheckError() => throw null;
            }
            public class CppObject : IDisposable { public CppObject(IntPtr pointer) { } public void Dispose() => throw null; }
            public class ComObject : CppObject
            {
                public ComObject(IntPtr nativePtr) : base(nativePtr) { }
                public uint AddRef() => throw null;
                public uint Release() => throw null;
                public virtual T QueryInterface<T>() where T : ComObject => throw null;
                public virtual T QueryInterfaceOrNull<T>() where T : ComObject => throw null;
                public virtual IntPtr QueryInterfaceOrNull(Guid guid) => throw null;
                public static T As<T>(IntPtr iunknownPtr) where T : ComObject => throw null;
            }
        }
        """);

    public static readonly DeclaredLibrary Dxgi = new(
        "Vortice.DXGI",
        """
        namespace Vortice.DXGI
        {
            using SharpGen.Runtime;
            public static class DXGI
            {
                public static Result CreateDXGIFactory1<T>(out T factory) where T : IDXGIFactory1 => throw null;
                public static T CreateDXGIFactory1<T>() where T : IDXGIFactory1 => throw null;
                public static Result CreateDXGIFactory2<T>(bool debug, out T factory) where T : IDXGIFactory2 => throw null;
                public static T CreateDXGIFactory2<T>(bool debug) where T : IDXGIFactory2 => throw null;
                public static Result DXGIGetDebugInterface1<T>(out T debugInterface) where T : ComObject => throw null;
            }
            public class IDXGIObject : ComObject
            {
                public IDXGIObject() : base(default) { }
                public Result GetParent<T>(out T @object) where T : ComObject => throw null;
                public T GetParent<T>() where T : ComObject => throw null;
            }
            public class IDXGIAdapter : IDXGIObject { }
            public class IDXGIOutput : IDXGIObject { }
            public class IDXGIOutput1 : IDXGIOutput { public ComObject DuplicateOutput(ComObject device) => throw null; }
            public class IDXGIOutput5 : IDXGIOutput1 { public ComObject DuplicateOutput1(ComObject device, int[] supportedFormats) => throw null; }
            public class IDXGIFactory : IDXGIObject { public IDXGISwapChain CreateSwapChain(ComObject device) => throw null; }
            FACTORIES
            public class IDXGIDevice : IDXGIObject { public IDXGIAdapter GetAdapter() => throw null; }
            public class IDXGIDeviceSubObject : IDXGIObject { public T GetDevice<T>() where T : ComObject => throw null; public Result GetDevice<T>(out T device) where T : ComObject => throw null; }
            public class IDXGISwapChain : IDXGIDeviceSubObject
            {
                public T GetBuffer<T>(uint index) where T : ComObject => throw null;
                public Result GetBuffer<T>(uint index, out T surface) where T : ComObject => throw null;
                public IDXGIOutput GetContainingOutput() => throw null;
                public Result GetContainingOutput<T>(out T output) where T : IDXGIOutput => throw null;
                public Result Present(uint syncInterval) => throw null;
            }
            public class IDXGISwapChain1 : IDXGISwapChain { public T GetCoreWindow<T>() where T : ComObject => throw null; public Result GetCoreWindow<T>(out T coreWindow) where T : ComObject => throw null; }
            public class IDXGISurface : IDXGIDeviceSubObject { public int Width => throw null; }
            public class IDXGISurface2 : IDXGISurface { public T GetResource<T>(out uint subresourceIndex) where T : ComObject => throw null; public Result GetResource<T>(out uint subresourceIndex, out T parentResource) where T : ComObject => throw null; }
        }
        """.Replace("FACTORIES", Factories, StringComparison.Ordinal),
        SharpGen);

    public static readonly DeclaredLibrary Direct3D11 = new(
        "Vortice.Direct3D11",
        """
        namespace Vortice.Direct3D11
        {
            using SharpGen.Runtime;
            using Vortice.DXGI;
            public static class D3D11
            {
                public static ID3D11Device D3D11CreateDevice(int driverType, int flags) => throw null;
                public static Result D3D11CreateDevice(IDXGIAdapter adapter, int driverType, int flags, int[] featureLevels, out ID3D11Device device) => throw null;
                public static Result D3D11CreateDevice(IDXGIAdapter adapter, int driverType, int flags, int[] featureLevels, out ID3D11Device device, out ID3D11DeviceContext immediateContext) => throw null;
            }
            public class ID3D11Device : ComObject
            {
                public ID3D11Device() : base(default) { }
                public ID3D11DeviceContext ImmediateContext => throw null;
                public ID3D11Texture2D CreateTexture2D(int width) => throw null;
                public ID3D11ShaderResourceView CreateShaderResourceView(ID3D11Resource resource) => throw null;
            }
            DEVICES
            public class ID3D11DeviceChild : ComObject { public ID3D11DeviceChild() : base(default) { } public ID3D11Device Device => throw null; }
            public class ID3D11Resource : ID3D11DeviceChild { }
            public class ID3D11Texture2D : ID3D11Resource { public int Width => throw null; }
            public class ID3D11ShaderResourceView : ID3D11DeviceChild { }
            public class ID3D11DeviceContext : ID3D11DeviceChild
            {
                public ComObject FinishCommandList(bool restoreState) => throw null;
                public ComObject OMGetBlendState() => throw null;
                public unsafe void OMGetBlendState(out ComObject blendState, float* blendFactor, out uint sampleMask) => throw null;
                SHADERS
                public void PSSetShaderResource(uint slot, ID3D11ShaderResourceView view) => throw null;
                public void Flush() => throw null;
            }
        }
        """.Replace("DEVICES", Devices11, StringComparison.Ordinal).Replace("SHADERS", Shaders, StringComparison.Ordinal),
        SharpGen, Dxgi);

    public static readonly DeclaredLibrary Direct3D12 = new(
        "Vortice.Direct3D12",
        """
        namespace Vortice.Direct3D12
        {
            using SharpGen.Runtime;
            using Vortice.DXGI;
            public class Blob : ComObject { public Blob() : base(default) { } }
            public static class D3D12
            {
                public static Result D3D12CreateDevice<T>(IDXGIAdapter adapter, int minFeatureLevel, out T device) where T : ID3D12Device => throw null;
                public static T D3D12CreateDevice<T>(IDXGIAdapter adapter, int minFeatureLevel) where T : ID3D12Device => throw null;
                public static Result D3D12GetDebugInterface<T>(out T debugInterface) where T : ComObject => throw null;
                public static Result D3D12GetInterface<T>(Guid classId, out T debugInterface) where T : ComObject => throw null;
                public static Result D3D12CreateVersionedRootSignatureDeserializer<T>(byte[] signatureData, out T rootSignatureDeserializer) where T : ComObject => throw null;
                public static string D3D12SerializeVersionedRootSignature(int description, out Blob blob) => throw null;
            }
            public class ID3D12Object : ComObject { public ID3D12Object() : base(default) { } }
            public class ID3D12DeviceChild : ID3D12Object { public T GetDevice<T>() where T : ID3D12Device => throw null; public Result GetDevice<T>(out T device) where T : ID3D12Device => throw null; }
            public class ID3D12Device : ID3D12Object { public T CreateFence<T>(ulong initialValue) where T : ID3D12Object => throw null; }
            DEVICES
        }
        """.Replace("DEVICES", Devices12, StringComparison.Ordinal),
        SharpGen, Dxgi);

    public static readonly DeclaredLibrary Direct2D1 = new(
        "Vortice.Direct2D1",
        """
        namespace Vortice.Direct2D1
        {
            using SharpGen.Runtime;
            public static class D2D1 { public static T D2D1CreateFactory<T>() where T : ID2D1Factory => throw null; public static Result D2D1CreateFactory<T>(out T factory) where T : ID2D1Factory => throw null; }
            public class ID2D1Resource : ComObject { public ID2D1Resource() : base(default) { } }
            public class ID2D1Factory : ComObject { public ID2D1Factory() : base(default) { } }
            public class ID2D1Factory1 : ID2D1Factory { }
            public class ID2D1Device : ID2D1Resource { }
            public class ID2D1RenderTarget : ID2D1Resource { }
            public class ID2D1DeviceContext : ID2D1RenderTarget { }
            public class ID2D1Bitmap1 : ID2D1Resource { public ComObject ColorContext => throw null; }
            public class ID2D1BitmapRenderTarget : ID2D1RenderTarget { public ID2D1Resource Bitmap => throw null; }
            public class ID2D1SvgElement : ID2D1Resource { public ID2D1Resource Document => throw null; }
        }
        namespace Vortice.DirectWrite { using SharpGen.Runtime; public static class DWrite { public static T DWriteCreateFactory<T>() where T : ComObject => throw null; public static Result DWriteCreateFactory<T>(out T factory) where T : ComObject => throw null; } }
        namespace Vortice.WIC { using SharpGen.Runtime; public class IWICBitmap : ComObject { public IWICBitmap() : base(default) { } public ComObject Lock(int flags) => throw null; } }
        """,
        SharpGen);

    public static readonly DeclaredLibrary Compilers = new(
        "Vortice.D3DCompiler",
        """
        namespace Vortice.D3DCompiler
        {
            using SharpGen.Runtime;
            public static class Compiler
            {
                public static Result GetInputSignatureBlob(ComObject srcData, out ComObject signatureBlob) => throw null;
                public static Result GetOutputSignatureBlob(ComObject srcData, out ComObject signatureBlob) => throw null;
            }
        }
        """,
        SharpGen);

    public static readonly DeclaredLibrary Dxc = new(
        "Vortice.Dxc",
        """
        namespace Vortice.Dxc
        {
            using SharpGen.Runtime;
            public static class DxcCompiler { public static IDxcResult Compile(string shaderSource, string[] arguments) => throw null; }
            public class IDxcOperationResult : ComObject { public IDxcOperationResult() : base(default) { } public ComObject GetResult() => throw null; public ComObject GetErrorBuffer() => throw null; }
            public class IDxcResult : IDxcOperationResult { public ComObject GetOutput(int kind) => throw null; }
        }
        """,
        SharpGen);

    public static readonly DeclaredLibrary Silk = new(
        "Silk.NET.Core",
        """
        namespace Silk.NET.Core.Native
        {
            public struct IUnknown { }
            public abstract class NativeApiContainer : IDisposable { public void Dispose() => throw null; }
            public unsafe struct ComPtr<T> : IDisposable where T : unmanaged
            {
                public T* Handle;
                public ComPtr(T* other) { Handle = other; }
                public ComPtr(ComPtr<T> other) { Handle = null; }
                public ComPtr(ComObject obj) { Handle = null; }
                public ComObject AsComObject() => throw null;
                public uint Release() => throw null;
                public T* Detach() => throw null;
                public void Dispose() => throw null;
            }
            public static class ComPtr { public static ComPtr<TTo> Downcast<TFrom, TTo>(ComPtr<TFrom> og) where TFrom : unmanaged where TTo : unmanaged => throw null; }
            public unsafe class ComObject : IDisposable
            {
                public ComObject(object o) { }
                public static ComObject FromPtr(IUnknown* ptr) => throw null;
                public int QueryInterface(ref Guid riid, out ComObject comObject) => throw null;
                public uint Release() => throw null;
                public void Dispose() => throw null;
            }
            public sealed class GlobalMemory : IDisposable
            {
                public static GlobalMemory Allocate(int length) => throw null;
                public nint Handle => throw null;
                public Span<byte> AsSpan() => throw null;
                public unsafe T* AsPtr<T>(int index = 0) where T : unmanaged => throw null;
                public void Dispose() => throw null;
            }
            public static unsafe class SilkMarshal
            {
                public static nint Allocate(int length) => throw null;
                public static nint AllocateString(int length, int encoding = 0) => throw null;
                public static nint AllocBStr(int length) => throw null;
                public static nint StringToPtr(string input, int encoding = 0) => throw null;
                public static nint StringArrayToPtr(IReadOnlyList<string> input, int encoding = 0) => throw null;
                public static bool Free(nint ptr) => throw null;
                public static void FreeString(nint ptr, int encoding = 0) => throw null;
                public static void FreeBStr(nint ptr) => throw null;
                public static string PtrToString(nint input, int encoding = 0) => throw null;
                public static GlobalMemory StringToMemory(string input, int encoding = 0) => throw null;
                public static GlobalMemory StringArrayToMemory(IReadOnlyList<string> input, int encoding = 0) => throw null;
                public static GlobalMemory HGlobalToMemory(nint hGlobal, int length) => throw null;
                public static GlobalMemory BStrToMemory(nint bStr, int length) => throw null;
                public static nint CreateWindowsEvent(void* lpEventAttributes, bool bManualReset, bool bInitialState, char* lpName) => throw null;
                [System.Runtime.InteropServices.DllImport("kernel32", EntryPoint = "CloseHandle")] public static extern int CloseWindowsHandle(nint hObject);
            }
        }
        """);

    public static readonly DeclaredLibrary Windowing = new("Silk.NET.Windowing.Common", "namespace Silk.NET.Windowing { public interface IView : IDisposable { } public interface IWindow : IView { } }");
    public static readonly DeclaredLibrary Input = new("Silk.NET.Input.Common", "namespace Silk.NET.Input { public interface IInputContext : IDisposable { } }");

    private static string Factories =>
        """
        public class IDXGIFactory1 : IDXGIFactory { }
        public class IDXGIFactory2 : IDXGIFactory1 { }
        public class IDXGIFactory3 : IDXGIFactory2 { }
        public class IDXGIFactory4 : IDXGIFactory3 { public Result EnumWarpAdapter<T>(out T adapter) where T : IDXGIAdapter => throw null; public T EnumWarpAdapter<T>() where T : IDXGIAdapter => throw null; public Result EnumAdapterByLuid<T>(long adapterLuid, out T adapter) where T : IDXGIAdapter => throw null; }
        public class IDXGIFactory5 : IDXGIFactory4 { }
        public class IDXGIFactory6 : IDXGIFactory5 { public Result EnumAdapterByGpuPreference<T>(uint index, int gpuPreference, out T adapter) where T : IDXGIAdapter => throw null; public T EnumAdapterByGpuPreference<T>(uint index, int gpuPreference) where T : IDXGIAdapter => throw null; }
        public class IDXGIFactory7 : IDXGIFactory6 { }
        """;

    private static string Devices11 =>
        """
        public class ID3D11Device1 : ID3D11Device { public ID3D11DeviceContext ImmediateContext1 => throw null; }
        public class ID3D11Device2 : ID3D11Device1 { public ID3D11DeviceContext ImmediateContext2 => throw null; }
        public class ID3D11Device3 : ID3D11Device2 { public ID3D11DeviceContext ImmediateContext3 => throw null; }
        public class ID3D11Device4 : ID3D11Device3 { }
        public class ID3D11Device5 : ID3D11Device4 { }
        """;

    private static string Devices12 =>
        """
        public class ID3D12Device1 : ID3D12Device { }
        public class ID3D12Device2 : ID3D12Device1 { }
        public class ID3D12Device3 : ID3D12Device2 { }
        public class ID3D12Device4 : ID3D12Device3 { }
        public class ID3D12Device5 : ID3D12Device4 { }
        public class ID3D12Device6 : ID3D12Device5 { }
        public class ID3D12Device7 : ID3D12Device6 { public T AddToStateObject<T>(int addition, ID3D12Object stateObjectToGrowFrom) where T : ID3D12Object => throw null; public Result AddToStateObject<T>(int addition, ID3D12Object stateObjectToGrowFrom, out T newStateObject) where T : ID3D12Object => throw null; }
        public class ID3D12Device8 : ID3D12Device7 { }
        public class ID3D12Device9 : ID3D12Device8 { }
        public class ID3D12Device10 : ID3D12Device9 { }
        public class ID3D12Device11 : ID3D12Device10 { }
        """;

    private static string Shaders => "public ComObject CSGetShader() => throw null; public ComObject DSGetShader() => throw null; public ComObject GSGetShader() => throw null; public ComObject HSGetShader() => throw null; public ComObject PSGetShader() => throw null; public ComObject VSGetShader() => throw null;";
}
