using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using TorchSharp;

namespace ResourceHygiene;

/// <summary>
/// Gives device memory back that TorchSharp's allocator keeps. What is freed stays in libtorch's cache, which is good enough for
/// libtorch itself: it only matters to other libraries and processes, and against fragmentation.
/// </summary>
/// <remarks>Every member may be called from any thread.</remarks>
public static class CudaCache
{
    /// <summary>The entry point of a shim, unless it is told otherwise: <c>extern "C" void torch_empty_cache()</c>.</summary>
    public const string DefaultEntryPoint = "torch_empty_cache";

    private static readonly Lazy<Action?> s_library = new(static () => LibraryEmptyCache.Find(typeof(torch.cuda)));
    private static readonly TimeSpan s_finalizerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Never unloaded: another thread may be calling into one just now.</summary>
    private static readonly ConcurrentQueue<IntPtr> s_shimLibraries = new();

    private static Action? s_shim;

    /// <summary>
    /// Registers what empties the cache, where TorchSharp cannot: usually a call into a few lines of C++ that were built with the
    /// same libtorch. Replaces the one before.
    /// </summary>
    /// <param name="empty">Empties the cache; <see langword="null"/> for none.</param>
    public static void UseShim(Action? empty) => Volatile.Write(ref s_shim, empty);

    /// <summary>Registers a native shim: a library with a function that takes and returns nothing. It stays loaded.</summary>
    /// <param name="library">Its path or name.</param>
    /// <param name="entryPoint">The function's name.</param>
    /// <returns>Whether it was found; if not, what was registered before stays.</returns>
    public static unsafe bool TryUseShim(string library, string entryPoint = DefaultEntryPoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(library);
        ArgumentException.ThrowIfNullOrEmpty(entryPoint);
        if (!NativeLibrary.TryLoad(library, out var handle))
            return false;

        if (!NativeLibrary.TryGetExport(handle, entryPoint, out var address))
        {
            NativeLibrary.Free(handle);
            return false;
        }

        s_shimLibraries.Enqueue(handle);
        UseShim(() => ((delegate* unmanaged<void>)address)());
        return true;
    }

    /// <summary>
    /// Has the runtime call <see cref="TryEmpty"/> once after each batch of releases on a device; see <see cref="DeviceCaches"/>. What
    /// fails then is a failure of type <c>device_cache</c>. A cache that cannot be emptied is none.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <returns>Ends it when disposed.</returns>
    /// <exception cref="ArgumentException">The location is not a device.</exception>
    [return: Owned]
    public static IDisposable EmptyAfterBatches(ResourceLocation device) =>
        DeviceCaches.Register(device, static () =>
        {
            if (TryEmpty().Failure is { } failure)
                throw new InvalidOperationException($"The device's cache was not emptied: {failure.Message}", failure);
        });

    /// <summary>
    /// Empties the cache by the first means that works: TorchSharp's own method, the registered shim; failing those, it collects
    /// garbage, so that forgotten tensors are freed, and waits for the devices. Never throws. May take as long as a garbage
    /// collection.
    /// </summary>
    /// <returns>What it did.</returns>
    public static CudaCacheResult TryEmpty()
    {
        Exception? failure = null;
        if (TorchLibrary.TryLoad(out var why) && s_library.Value is { } own)
        {
            if (Try(own, ref failure))
                return new(CudaCacheMeans.Library, true, "torch.cuda.empty_cache emptied the cache.", null);
        }

        if (Volatile.Read(ref s_shim) is { } shim && Try(shim, ref failure))
            return new(CudaCacheMeans.Shim, true, "The registered shim emptied the cache.", failure);

        CollectForgottenTensors();
        var waited = why is null && Try(Synchronize, ref failure);
        var reason = why ?? failure?.Message ?? "TorchSharp has no empty_cache and no shim is registered.";
        return new(
            CudaCacheMeans.Collection, false,
            $"The cache was not emptied ({reason}) Garbage was collected{(waited ? " and the devices were waited for" : "")}: libtorch can use what was freed again, others cannot.",
            failure);
    }

    private static bool Try(Action action, ref Exception? failure)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception exception)
        {
            failure = exception;
            return false;
        }
    }

    private static void Synchronize()
    {
        if (torch.cuda.is_available())
            torch.cuda.synchronize();
    }

    /// <summary>Only finalizers free a tensor that nobody disposed. They are waited for, but not for ever: one of them may hang.</summary>
    private static void CollectForgottenTensors()
    {
        GC.Collect();
#pragma warning disable RS0030 // With a limit, on another thread: the purpose is what finalizers free.
        Task.Run(GC.WaitForPendingFinalizers).Wait(s_finalizerLimit);
#pragma warning restore RS0030
    }
}
