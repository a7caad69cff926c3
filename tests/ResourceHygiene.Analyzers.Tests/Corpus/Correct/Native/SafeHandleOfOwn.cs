using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

public sealed class LibraryHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public LibraryHandle()
        : base(ownsHandle: true)
    {
    }

    public static LibraryHandle Load(string name)
    {
        LibraryHandle handle = new();
        try
        {
            handle.SetHandle(NativeLibrary.Load(name));
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public IntPtr Find(string symbol) => NativeLibrary.GetExport(handle, symbol);

    protected override bool ReleaseHandle()
    {
        NativeLibrary.Free(handle);
        return true;
    }
}

public sealed class Codec : IDisposable
{
    private readonly LibraryHandle _library = LibraryHandle.Load("codec");

    public bool HasEncoder => _library.Find("encode") != IntPtr.Zero;

    public void Dispose() => _library.Dispose();
}
