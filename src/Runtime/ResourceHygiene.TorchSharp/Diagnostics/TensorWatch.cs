using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene;

/// <summary>
/// Counts, from TorchSharp's own statistics, what is made and disposed on one thread until it is ended: the sentence that a test or a
/// training loop wants to read after each step.
/// </summary>
/// <remarks>
/// TorchSharp counts for each thread, and what the garbage collector finalizes is subtracted from the finalizer's thread. So a tensor that
/// was never disposed stays in the numbers of its thread for ever: wrong as a count of what is alive, and right as a count of what
/// leaked. Scalars, modules and generators are not counted by TorchSharp. Not for use on several threads.
/// </remarks>
public sealed class TensorWatch
{
    private readonly Counts _start = Counts.Now();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly AcquisitionSite _site;

    private TensorWatch(AcquisitionSite site) => _site = site;

    /// <summary>Begins to count on this thread.</summary>
    /// <param name="file">Filled by the compiler.</param>
    /// <param name="line">Filled by the compiler.</param>
    /// <param name="member">Filled by the compiler.</param>
    /// <returns>What counts; nothing has to be disposed.</returns>
    /// <exception cref="TorchLibraryException">TorchSharp's native part is missing.</exception>
    public static TensorWatch Begin([CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        TorchLibrary.EnsureLoaded();
        return new TensorWatch(new(file, line, member));
    }

    /// <summary>What happened since the beginning.</summary>
    public TensorReport Read()
    {
        var now = Counts.Now();
        var total = now.Process - _start.Process;
        return Environment.CurrentManagedThreadId == _thread
            ? new(_site, IsOfOneThread: true, now.Created - _start.Created, now.CreatedOutside - _start.CreatedOutside,
                now.Disposed - _start.Disposed, now.Attached - _start.Attached, now.Detached - _start.Detached, total)
            : new(_site, IsOfOneThread: false, 0, 0, 0, 0, 0, total);
    }

    private readonly record struct Counts(long Created, long CreatedOutside, long Disposed, long Attached, long Detached, long Process)
    {
        public static Counts Now()
        {
            var statistics = DisposeScopeManager.Statistics;
            return new(
                statistics.CreatedInScopeCount + statistics.CreatedOutsideScopeCount,
                statistics.CreatedOutsideScopeCount,
                statistics.DisposedInScopeCount + statistics.DisposedOutsideScopeCount,
                statistics.AttachedToScopeCount,
                statistics.DetachedFromScopeCount,
                Tensor.TotalCount);
        }
    }
}
