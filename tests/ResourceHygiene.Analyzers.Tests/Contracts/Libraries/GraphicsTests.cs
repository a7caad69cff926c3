namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>Vortice and Silk.NET.</summary>
public sealed class GraphicsTests
{
    [Theory]
    [InlineData("void M(IDXGISwapChain chain) { var surface = {|RH1001:chain.GetBuffer<IDXGISurface>(0)|}; Console.WriteLine(surface.Width); }")]
    [InlineData("void M(IDXGISwapChain chain) { using var surface = chain.GetBuffer<IDXGISurface>(0); chain.Present(1); }")]
    [InlineData("void M(IDXGISwapChain chain) { var other = {|RH1001:chain.QueryInterface<IDXGISurface>()|}; Console.WriteLine(other.Width); }")]
    [InlineData("void M(IDXGISwapChain chain) { var adapter = {|RH1001:chain.GetParent<IDXGIAdapter>()|}; adapter.AddRef(); }")]
    [InlineData("void M(IntPtr pointer) { var device = {|RH1001:ComObject.As<ID3D11Device>(pointer)|}; device.AddRef(); }")]
    [InlineData("void M(IDXGISwapChain chain) { var surface = chain.GetBuffer<IDXGISurface>(0); surface.Release(); }")]
    [InlineData("void M() { var device = {|RH1001:D3D11.D3D11CreateDevice(0, 0)|}; device.AddRef(); }")]
    [InlineData("void M(ID3D11DeviceContext context) { var list = {|RH1001:context.FinishCommandList(true)|}; list.AddRef(); }")]
    [InlineData("void M(ID3D11DeviceContext context) { var shader = {|RH1001:context.PSGetShader()|}; shader.AddRef(); }")]
    public Task Each_interface_that_is_asked_for_is_a_reference(string members) => Vortice(members);

    [Theory]
    [InlineData("void M(ID3D11Texture2D texture) { var device = texture.Device; device.AddRef(); }")]
    [InlineData("void M(ID3D11Device device) { var context = device.ImmediateContext; context.Flush(); }")]
    public Task What_an_object_reads_once_it_keeps_and_releases(string members) => Vortice(members);

    [Theory]
    [InlineData("void M(ID3D11Device device, ID3D11DeviceContext context) { var texture = {|RH1001:device.CreateTexture2D(1)|}; using var view = device.CreateShaderResourceView(texture); context.PSSetShaderResource(0, view); }")]
    [InlineData("void M(ID3D11Device device, ID3D11DeviceContext context) { ID3D11ShaderResourceView view; using (var texture = device.CreateTexture2D(1)) view = device.CreateShaderResourceView(texture); context.PSSetShaderResource(0, view); view.Dispose(); }")]
    [InlineData("void M(ID3D11DeviceContext context) { ID3D11Texture2D texture; using (var device = D3D11.D3D11CreateDevice(0, 0)) texture = device.CreateTexture2D(1); Console.WriteLine(texture.Width); texture.Dispose(); }")]
    public Task What_is_made_of_an_object_counts_a_reference_of_its_own(string members) => Vortice(members);

    private const string Create = "D3D11.D3D11CreateDevice(null, 0, 0, null, out var device, out var context)";

    [Theory]
    [InlineData($"void M() {{ if ({Create}.Failure) return; device.Dispose(); context.Dispose(); }}")]
    [InlineData($"void M() {{ var result = {Create}; if (result.Failure) return; device.Dispose(); context.Dispose(); }}")]
    [InlineData($"void M() {{ if ({Create}.Success) {{ device.Dispose(); context.Dispose(); }} }}")]
    [InlineData($"void M() {{ var result = {Create}; if (!result.Success) throw new InvalidOperationException(); device.Dispose(); context.Dispose(); }}")]
    [InlineData($"void M() {{ {Create}.CheckError(); context.Dispose(); device.Dispose(); }}")]
    [InlineData("void M(bool flag) { if (D3D11.D3D11CreateDevice(null, 0, 0, null, {|RH1002:out var device|}).Failure) return; if (flag) device.Dispose(); }")]
    [InlineData("void M() { D3D11.D3D11CreateDevice(null, 0, 0, null, {|RH1001:out var device|}).CheckError(); device.AddRef(); }")]
    [InlineData("void M(IDXGIFactory6 factory) { for (uint i = 0; factory.EnumAdapterByGpuPreference(i, 0, out IDXGIAdapter adapter).Success; i++) adapter.Dispose(); }")]
    public Task A_result_that_failed_gave_nothing(string members) => Vortice(members);

    [Theory]
    [InlineData("var text = {|RH4001:SilkMarshal.StringToPtr(path)|}; Console.WriteLine(SilkMarshal.PtrToString(text));")]
    [InlineData("var text = SilkMarshal.StringToPtr(path); try { Console.WriteLine(SilkMarshal.PtrToString(text)); } finally { SilkMarshal.Free(text); }")]
    [InlineData("var names = {|RH4001:SilkMarshal.StringArrayToPtr([path])|}; Console.WriteLine(names);")]
    [InlineData("var names = SilkMarshal.StringArrayToPtr([path]); SilkMarshal.Free(names);")]
    [InlineData("var text = {|RH4001:SilkMarshal.AllocateString(n)|}; if (flag) SilkMarshal.FreeString(text);")]
    [InlineData("var memory = {|RH1001:SilkMarshal.StringToMemory(path)|}; Console.WriteLine(memory.AsSpan().Length);")]
    [InlineData("using var memory = SilkMarshal.StringArrayToMemory([path]); Console.WriteLine(memory.AsSpan().Length);")]
    [InlineData("var block = System.Runtime.InteropServices.Marshal.AllocHGlobal(n); using var memory = SilkMarshal.HGlobalToMemory(block, n);")]
    public Task Marshalled_memory_is_freed(string statements) => LibraryCode.InMethod("using Silk.NET.Core.Native;", statements, GraphicsLibraries.Silk);

    [Theory]
    [InlineData("void M(ComPtr<IUnknown> other) { var mine = {|RH1001:new ComPtr<IUnknown>(other)|}; Console.WriteLine(mine.Handle == null); }")]
    [InlineData("void M(ComPtr<IUnknown> other) { using var mine = new ComPtr<IUnknown>(other); Console.WriteLine(mine.Handle == null); }")]
    [InlineData("void M(ComPtr<IUnknown> other) { var mine = new ComPtr<IUnknown>(other); mine.Release(); }")]
    [InlineData("IUnknown* M(ComPtr<IUnknown> other) { var mine = new ComPtr<IUnknown>(other); return mine.Detach(); }")]
    [InlineData("void M(ComObject unknown, Guid id) { if (unknown.QueryInterface(ref id, {|RH1001:out var other|}) == 0) Console.WriteLine(other); }")]
    [InlineData("void M(ComObject unknown, Guid id) { if (unknown.QueryInterface(ref id, out var other) == 0) other.Dispose(); }")]
    public Task A_pointer_counts_a_reference_of_its_own(string members) => LibraryCode.InClass("using Silk.NET.Core.Native;", "unsafe " + members, GraphicsLibraries.Silk);

    private static Task Vortice(string members) => LibraryCode.InClass("using SharpGen.Runtime; using Vortice.DXGI; using Vortice.Direct3D11;", members, GraphicsLibraries.Direct3D11);
}
