
namespace ResourceHygiene.Tests.Pressure;

/// <summary>A directory that looks like the root of a Linux machine, with the files that the kernel would write.</summary>
internal sealed class FakeMachine : IDisposable
{
    public const string Meminfo = """
        MemTotal:       24683660 kB
        MemFree:        22267204 kB
        MemAvailable:   23212004 kB
        Buffers:           80384 kB
        Cached:          1197604 kB
        SwapCached:            0 kB
        """;

    /// <summary>Written by a 6.18 kernel for a group of version 1; shortened.</summary>
    public const string StatV1 = """
        cache 11206656
        rss 1826816
        inactive_anon 1712128
        inactive_file 489856
        active_file 716800
        hierarchical_memory_limit 9223372036854771712
        total_cache 11206656
        total_rss 1826816
        total_inactive_anon 1712128
        total_active_anon 12288
        total_inactive_file 10489856
        total_active_file 716800
        total_unevictable 0
        """;

    /// <summary>Written by a 6.8 kernel for a group of version 2; shortened.</summary>
    public const string StatV2 = """
        anon 301989888
        file 52428800
        kernel 12300288
        sock 0
        shmem 0
        file_mapped 1048576
        inactive_anon 301965312
        active_anon 24576
        inactive_file 50331648
        active_file 2097152
        unevictable 0
        workingset_refault_anon 0
        """;

    public FakeMachine()
    {
        Write("proc/meminfo", Meminfo);
        Write("proc/self/cgroup", "0::/");
        Write("proc/self/mountinfo", "23 1 0:21 / /proc rw,nosuid - proc proc rw");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("rh-pressure-").FullName;

    /// <summary>Version 2 as in a container with a namespace of its own: the group is the root of what is seen.</summary>
    public FakeMachine WithV2(string max, string current, string stat = StatV2, string path = "/", string? high = null)
    {
        Write("proc/self/cgroup", $"0::{path}");
        Write("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup rw,nsdelegate");
        return WithV2Level(path, max, current, stat, high);
    }

    public FakeMachine WithV2Level(string path, string max, string current, string stat = StatV2, string? high = null)
    {
        var group = $"sys/fs/cgroup{path.TrimEnd('/')}";
        Write($"{group}/memory.max", max + "\n");
        Write($"{group}/memory.current", current + "\n");
        Write($"{group}/memory.stat", stat);
        if (high is not null)
            Write($"{group}/memory.high", high + "\n");
        return this;
    }

    /// <summary>Version 1, as on the machines that still have it, with version 2 mounted beside it for other purposes.</summary>
    public FakeMachine WithV1(string limit, string usage, string stat = StatV1, string path = "/docker/4f1c", string mounted = "/")
    {
        Write("proc/self/cgroup", $"9:name=systemd:{path}\n5:cpu,cpuacct:{path}\n4:memory:{path}\n0::{path}\n");
        Write("proc/self/mountinfo", $"""
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 {mounted} /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            """);
        return WithV1Level(mounted == "/" ? path : "", limit, usage, stat);
    }

    public FakeMachine WithV1Level(string path, string limit, string usage, string stat = StatV1)
    {
        var group = $"sys/fs/cgroup/memory{path.TrimEnd('/')}";
        Write($"{group}/memory.limit_in_bytes", limit + "\n");
        Write($"{group}/memory.usage_in_bytes", usage + "\n");
        Write($"{group}/memory.stat", stat);
        return this;
    }

    public FakeMachine Write(string path, string text)
    {
        var file = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // In place, as the kernel's files never become other files.
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.SetLength(0);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return this;
    }

    public FakeMachine Delete(string path)
    {
        File.Delete(Path.Join(Root, path));
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
