namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>
/// Two descriptors that are kept for the moment at which the system gives no more: to end a tree one must hold a process and read about it. Where
/// other threads take them first, one asks again.
/// </summary>
internal static unsafe class SpareDescriptors
{
    private const int None = -1;

    private static readonly object s_gate = new();
    private static int s_first = None;
    private static int s_second = None;

    /// <summary>Sees to it that they are there, as far as that is possible now.</summary>
    public static void Keep()
    {
        if (Volatile.Read(ref s_first) >= 0 && Volatile.Read(ref s_second) >= 0)
            return;

        lock (s_gate)
        {
            Open(ref s_first);
            Open(ref s_second);
        }
    }

    /// <summary>Does what needs as many.</summary>
    public static T Use<T>(Func<T> what)
    {
        lock (s_gate)
        {
            Close(ref s_first);
            Close(ref s_second);
            try
            {
                return what();
            }
            finally
            {
                Open(ref s_first);
                Open(ref s_second);
            }
        }
    }

    private static void Open(ref int descriptor)
    {
        if (descriptor >= 0)
            return;
        fixed (byte* path = "/dev/null"u8)
            descriptor = Libc.AboveStandard(Libc.Open(path, Libc.ReadOnly | Libc.CloseOnExec));
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor >= 0)
            _ = Libc.Close(descriptor);
        descriptor = None;
    }
}
