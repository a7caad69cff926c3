using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Host memory as the process meets its limits. On Linux: the fullest of the control groups (version 1 or 2, nested) that limit
/// the process, or the machine where none does, read from the kernel's own files without allocating. Elsewhere: the process's
/// working set against what the garbage collector says is available to it. May be measured on several threads at once.
/// </summary>
/// <remarks>
/// A group that has a limit is what decides there; how full the machine around it is, is another's concern. A limit that is
/// set or changed while the process runs is noticed within a second. In a group, memory.high counts as a limit like memory.max.
/// </remarks>
public sealed class HostMemoryGauge : IMemoryGauge, IDisposable
{
    private readonly string _root;
    private volatile Sources _sources;

    /// <summary>Finds out what limits this process.</summary>
    /// <param name="root">
    /// Where the file system with /proc and /sys begins, for agents that have the host's mounted elsewhere. Default: <c>/</c>.
    /// </param>
    public HostMemoryGauge(string root = "/")
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _root = root;
        _sources = Sources.Find(root);
    }

    /// <inheritdoc/>
    public string Name => "host memory";

    /// <inheritdoc/>
    public ResourceLocation Location => ResourceLocation.Host;

    /// <inheritdoc/>
    public ImmutableArray<string> Notices => _sources.Notices;

    /// <summary>Whether the kernel tells how full memory is now; else only the process itself is measured.</summary>
    internal bool IsLive => _sources.IsLive;

    /// <inheritdoc/>
    /// <exception cref="IOException">The kernel no longer answers.</exception>
    /// <exception cref="InvalidDataException">A file of the kernel is not understood; the message names it.</exception>
    public MemorySample Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var sources = _sources;
        try
        {
            return sources.Measure(time);
        }
        catch (IOException) when (sources.HasGroups)
        {
            // The process was moved and its group removed. Others may still be reading the old files: their handles close by themselves.
            var found = Sources.Find(_root);
            _sources = found;
            return found.Measure(time);
        }
    }

    /// <summary>Closes the kernel's files. The gauge can no longer measure.</summary>
    public void Dispose() => _sources.Dispose();

    /// <summary>What is read on this machine. Does not change; another one replaces it.</summary>
    private sealed class Sources(MachineMemory? machine, ImmutableArray<ControlGroupLevel> levels, ImmutableArray<string> notices) : IDisposable
    {
        private readonly LastCollection _lastCollection = new();

        public bool IsLive => machine is not null || HasGroups;

        public bool HasGroups => !levels.IsEmpty;

        public ImmutableArray<string> Notices => notices;

        public static Sources Find(string root)
        {
            if (!OperatingSystem.IsLinux() && !Directory.Exists(Path.Join(root, "proc/self")))
                return new(null, [], ["Host memory is measured by the process's working set: this system has no control groups."]);

            var notices = new List<string>();
            var levels = OpenLevels(root, notices);
            return new(OpenMachine(root, notices), levels, [.. notices]);
        }

        public MemorySample Measure(TimeProvider time)
        {
            var size = machine?.Size ?? long.MaxValue;
            MemorySample fullest = default;
            foreach (var level in levels)
            {
                if (level.TryMeasure(time, size, out var sample) && (!fullest.IsValid || sample.Load > fullest.Load))
                    fullest = sample;
            }

            // A limit of 0 is no sample, but it is a limit: whoever asked is told what was read.
            if (fullest != default)
                return fullest;
            return machine is null ? MeasureProcess(time) : machine.Measure(time);
        }

        public void Dispose()
        {
            machine?.Dispose();
            foreach (var level in levels)
                level.Dispose();
        }

        private static ImmutableArray<ControlGroupLevel> OpenLevels(string root, List<string> notices)
        {
            var levels = ImmutableArray.CreateBuilder<ControlGroupLevel>();
            if (ControlGroup.Find(root, notices) is { } group)
            {
                foreach (var directory in group.Levels())
                {
                    if (ControlGroupLevel.TryOpen(directory, group.IsVersion2, notices) is { } level)
                        levels.Add(level);
                }
            }
            return levels.ToImmutable();
        }

        private static MachineMemory? OpenMachine(string root, List<string> notices)
        {
            try
            {
                return new MachineMemory(root);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                notices.Add($"The machine's memory is not watched, the process's working set is: {exception.Message}");
                return null;
            }
        }

        private MemorySample MeasureProcess(TimeProvider time)
        {
            var takenAt = time.GetTimestamp();
            return new(Environment.WorkingSet, _lastCollection.Read(time).Available, takenAt);
        }
    }
}
