using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// The memory of this process alone (its resident set), against a limit of your own: for a program that is to stay small
/// although nobody makes it. For any thread.
/// </summary>
public sealed class ProcessMemoryGauge : IMemoryGauge, IDisposable
{
    private readonly long _limit;
    private readonly KernelFile? _statm;

    /// <summary>Makes a gauge.</summary>
    /// <param name="limitBytes">The limit, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public ProcessMemoryGauge(long limitBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limitBytes);
        _limit = limitBytes;
        Notices = [];
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            _statm = KernelFile.Open("/proc/self/statm");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Notices = [$"The process's memory is asked from .NET, which costs more: {exception.Message}"];
        }
    }

    /// <inheritdoc/>
    public string Name => "process memory";

    /// <inheritdoc/>
    public ResourceLocation Location => ResourceLocation.Host;

    /// <inheritdoc/>
    public ImmutableArray<string> Notices { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">/proc/self/statm is not understood.</exception>
    public MemorySample Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(Used(), _limit, time.GetTimestamp());
    }

    /// <summary>Closes the kernel's file. The gauge can no longer measure.</summary>
    public void Dispose() => _statm?.Dispose();

    private long Used()
    {
        if (_statm is null)
            return Environment.WorkingSet;

        // 765 446 418 5 0 123 0: size, resident, shared and so on, in pages.
        Span<byte> buffer = stackalloc byte[256];
        var text = _statm.Read(buffer);
        return KernelText.TryField(text, 1, out var pages)
            ? pages * Environment.SystemPageSize
            : throw _statm.Nonsense("has no resident size", text);
    }
}
