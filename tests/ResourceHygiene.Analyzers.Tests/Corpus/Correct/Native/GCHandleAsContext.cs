using System.Runtime.InteropServices;

public sealed class NativeCallback : IDisposable
{
    private GCHandle _self;

    public NativeCallback() => _self = GCHandle.Alloc(this, GCHandleType.Weak);

    public IntPtr Context => GCHandle.ToIntPtr(_self);

    public static NativeCallback? From(IntPtr context) => GCHandle.FromIntPtr(context).Target as NativeCallback;

    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }
}
