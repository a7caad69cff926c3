using System.Text;

namespace ResourceHygiene;

/// <summary>What TorchSharp counted between two moments; see <see cref="TensorWatch"/>. Tensors and packed sequences together.</summary>
/// <param name="Site">Where counting began.</param>
/// <param name="IsOfOneThread">
/// Whether it was read on the thread on which it began. If not, TorchSharp's numbers are of two threads and say nothing; only
/// <paramref name="LiveInProcess"/> is right.
/// </param>
/// <param name="Created">Made on this thread.</param>
/// <param name="CreatedOutsideScope">Of these, made while no scope was open.</param>
/// <param name="Disposed">Disposed on this thread.</param>
/// <param name="Attached">Put into a scope later.</param>
/// <param name="Detached">Taken out of their scope.</param>
/// <param name="LiveInProcess">How many more tensors there are in the process than at the beginning, on all threads. Each parameter counts once too often.</param>
public sealed record TensorReport(
    AcquisitionSite Site,
    bool IsOfOneThread,
    long Created,
    long CreatedOutsideScope,
    long Disposed,
    long Attached,
    long Detached,
    long LiveInProcess)
{
    /// <summary>The resource type under which tensors stand in a <see cref="LeakReport"/>.</summary>
    public const string TensorType = "torch_tensor";

    /// <summary>Made and not disposed on this thread; 0 where it disposed tensors of others, or where nothing can be said.</summary>
    public long NotDisposed => Math.Max(0, Created - Disposed);

    /// <summary>Whether as much was disposed as was made.</summary>
    public bool IsClean => IsOfOneThread && NotDisposed == 0;

    /// <summary>
    /// The same as a <see cref="LeakReport"/>, whose SARIF shows up at the line where counting began. Empty where nothing leaked.
    /// </summary>
    public LeakReport ToLeakReport() =>
        LeakReport.From(Enumerable.Repeat(new LeakRecord(ResourceHandle.None, TensorType, null, 0, ResourceLocation.Host, Site), (int)Math.Min(NotDisposed, int.MaxValue)));

    /// <summary>One sentence.</summary>
    public override string ToString()
    {
        if (!IsOfOneThread)
            return $"counting began at {Site} on another thread, so that TorchSharp's numbers cannot be compared; {LiveInProcess:+#;-#;0} tensors in the process";

        var text = new StringBuilder();
        text.Append(NotDisposed == 0 ? "no tensors were left" : $"{NotDisposed} of {Created} tensors were not disposed");
        text.Append($" since {Site}: {Created} made, {Disposed} disposed");
        if (CreatedOutsideScope > 0)
            text.Append($", {CreatedOutsideScope} made outside any scope");
        if (Detached > 0)
            text.Append($", {Detached} detached");
        if (Attached > 0)
            text.Append($", {Attached} attached");
        return text.ToString();
    }
}
