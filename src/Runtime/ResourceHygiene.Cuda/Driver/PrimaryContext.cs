using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>
/// The primary context of one device, which all libraries in the process share: retained when it is first needed, current on a
/// thread only while a call runs, and given back when nothing is allocated in it any more. Whatever context a thread had before, it
/// has afterwards.
/// </summary>
internal sealed unsafe class PrimaryContext(DriverApi api, int device)
{
    private readonly object _gate = new();
    private nint _context;
    private long _uses;

    /// <summary>Makes the context current on this thread. To be disposed on the same thread.</summary>
    /// <param name="code">The driver's result; where it is no success, there is nothing to dispose.</param>
    public Scope Enter(out int code)
    {
        lock (_gate)
        {
            code = Retain();
            if (code != CudaResult.Success)
                return default;
            // The lock keeps TryRelease out, and not those who end a use: they take none.
            Interlocked.Increment(ref _uses);
        }

        code = api.ContextPush(_context);
        if (code == CudaResult.Success)
            return new Scope(this);

        Leave();
        return default;
    }

    /// <summary>Keeps the context until <see cref="Leave"/>: something was made in it.</summary>
    public void Keep() => Interlocked.Increment(ref _uses);

    /// <summary>Ends one use.</summary>
    public void Leave() => Interlocked.Decrement(ref _uses);

    /// <summary>The context's handle, for calls that name it; only while it is kept.</summary>
    public nint Handle => _context;

    /// <summary>Whether this process holds it now.</summary>
    public bool IsRetained => Volatile.Read(ref _context) != 0;

    /// <summary>Gives the context back unless something is still alive in it.</summary>
    /// <returns>Whether this process holds none afterwards.</returns>
    public bool TryRelease()
    {
        lock (_gate)
        {
            if (_context == 0)
                return true;
            if (Interlocked.Read(ref _uses) > 0)
                return false;

            // What it answers does not matter: after a loss there is nothing left to give back.
            _ = api.PrimaryContextRelease(device);
            _context = 0;
            return true;
        }
    }

    private int Retain()
    {
        if (_context != 0)
            return CudaResult.Success;

        nint context = 0;
        var code = api.PrimaryContextRetain(&context, device);
        if (code == CudaResult.Success)
            _context = context;
        return code;
    }

    /// <summary>While it lasts, the context is this thread's.</summary>
    public readonly ref struct Scope
    {
        private readonly PrimaryContext? _owner;

        internal Scope(PrimaryContext owner) => _owner = owner;

        public void Dispose()
        {
            if (_owner is null)
                return;

            _owner.Pop();
            _owner.Leave();
        }
    }

    private void Pop()
    {
        nint popped = 0;
        // A context that is lost may refuse; then it is the thread's no longer either way.
        _ = api.ContextPop(&popped);
    }
}
