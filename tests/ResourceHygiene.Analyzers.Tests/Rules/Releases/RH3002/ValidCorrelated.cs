namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>Two releases that never happen on the same path, as what is tested tells them apart.</summary>
public sealed class ValidCorrelated
{
    [Fact]
    public Task By_the_opposite_condition() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        Console.WriteLine(path);
        if (!flag)
            resource.Dispose();
        """);

    [Fact]
    public Task By_a_local_flag() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        bool released = false;
        if (path.Length == 0)
        {
            resource.Dispose();
            released = true;
        }

        Console.WriteLine(path);
        if (!released)
            resource.Dispose();
        """);

    [Fact]
    public Task By_null() => ReleaseCode.InMethod(
        """
        Resource? resource = new Resource();
        if (path.Length == 0)
        {
            resource.Dispose();
            resource = null;
        }

        Console.WriteLine(path);
        if (resource != null)
            resource.Dispose();
        """);

    [Fact]
    public Task By_null_and_conditional_access() => ReleaseCode.InMethod(
        """
        Resource? resource = new Resource();
        if (flag)
        {
            resource.Dispose();
            resource = null;
        }

        resource?.Dispose();
        """);

    [Fact]
    public Task By_an_enum() => ReleaseCode.InClass(
        """
        void M(FileMode mode)
        {
            var resource = new Resource();
            if (mode == FileMode.Create)
                resource.Dispose();
            Console.WriteLine();
            if (mode != FileMode.Create)
                resource.Dispose();
        }
        """);

    [Fact]
    public Task By_ownership() => ReleaseCode.InClass(
        """
        void M(Resource? shared)
        {
            bool own = shared is null;
            var resource = shared ?? new Resource();
            resource.Use();
            if (own)
                resource.Dispose();
        }
        """);

    [Fact]
    public Task By_its_own_state() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        if (!resource.IsDisposed)
            resource.Dispose();
        """);

    [Fact]
    public Task By_success() => ReleaseCode.InClass(
        """
        static extern bool TryStart([Borrowed] Resource resource);

        Resource? M()
        {
            var resource = new Resource();
            bool started = false;
            try
            {
                started = TryStart(resource);
            }
            finally
            {
                if (!started)
                    resource.Dispose();
            }

            return started ? resource : null;
        }
        """);

    [Fact]
    public Task By_a_copy_of_the_condition() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        bool early = path.Length > 10;
        if (early)
            Native.Free(block);
        Console.WriteLine(path);
        if (!early)
            Native.Free(block);
        """);
}
