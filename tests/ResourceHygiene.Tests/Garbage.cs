using System.Runtime.CompilerServices;

namespace ResourceHygiene.Tests;

/// <summary>Objects that nobody refers to any more.</summary>
internal static class Garbage
{
    /// <summary>Makes an object in a frame of its own, so that no stack slot of the test keeps it alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WeakReference Make(Func<object> make) => new(make());

    /// <summary>Collects until the object is gone; false if it stays, as something holds it.</summary>
    public static bool IsCollected(WeakReference reference)
    {
        for (var attempt = 0; attempt < 10 && reference.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return !reference.IsAlive;
    }
}
