using System.Runtime.InteropServices;

public static class Handles
{
    public static T Use<T>(SafeHandle handle, Func<IntPtr, T> use)
    {
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return use(handle.DangerousGetHandle());
        }
        finally
        {
            if (added)
                handle.DangerousRelease();
        }
    }
}
