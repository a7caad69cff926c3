namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3004;

/// <summary>The paths that release and the paths that use are different paths.</summary>
public sealed class Valid
{
    [Fact]
    public Task By_the_opposite_condition() => ReleaseCode.InMethod(
        """
        if (flag)
            given.Dispose();
        Console.WriteLine(path);
        if (!flag)
            given.ReadByte();
        """);

    [Fact]
    public Task By_a_local_flag() => ReleaseCode.InMethod(
        """
        bool closed = false;
        if (given.ReadByte() < 0)
        {
            given.Dispose();
            closed = true;
        }

        Console.WriteLine(path);
        if (!closed)
            given.ReadByte();
        """);

    [Fact]
    public Task By_a_flag_in_a_loop() => ReleaseCode.InMethod(
        """
        bool closed = false;
        while (!closed)
        {
            if (given.ReadByte() < 0)
            {
                given.Dispose();
                closed = true;
            }
        }
        """);

    [Fact]
    public Task By_null() => ReleaseCode.InMethod(
        """
        Resource? resource = new Resource();
        if (flag)
        {
            resource.Dispose();
            resource = null;
        }

        resource?.Use();
        resource?.Dispose();
        """);

    [Fact]
    public Task By_its_own_state() => ReleaseCode.InMethod(
        """
        using var resource = new Resource();
        if (flag)
            resource.Dispose();
        if (!resource.IsDisposed)
            resource.Use();
        """);

    [Fact]
    public Task Before_an_early_return() => ReleaseCode.InMethod(
        """
        if (flag)
        {
            given.Dispose();
            return;
        }

        given.ReadByte();
        """);

    [Fact]
    public Task Before_a_throw() => ReleaseCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        if (stream.Length == 0)
        {
            stream.Dispose();
            throw new InvalidDataException(path);
        }

        stream.ReadByte();
        """);

    [Fact]
    public Task Before_a_call_that_does_not_return() => ReleaseCode.InMethod(
        """
        if (flag)
        {
            given.Dispose();
            Environment.FailFast(path);
        }

        given.ReadByte();
        """);

    [Fact]
    public Task Before_the_end_of_a_loop() => ReleaseCode.InMethod(
        """
        while (true)
        {
            if (given.ReadByte() < 0)
            {
                given.Dispose();
                break;
            }
        }
        """);

    [Fact]
    public Task Before_the_next_round_of_what_was_acquired_in_this_one() => ReleaseCode.InMethod(
        """
        foreach (string name in Directory.GetFiles(path))
        {
            using var stream = File.OpenRead(name);
            if (stream.Length == 0)
            {
                stream.Dispose();
                continue;
            }

            stream.ReadByte();
        }
        """);

    [Fact]
    public Task In_a_handler_that_throws() => ReleaseCode.InMethod(
        """
        try
        {
            given.ReadByte();
        }
        catch (IOException)
        {
            given.Dispose();
            throw;
        }

        given.ReadByte();
        """);

    [Fact]
    public Task In_a_handler_that_opens_another() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            stream.Dispose();
            stream = File.OpenRead(path + ".old");
        }

        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task In_a_finally_that_releases_after_a_failure_only() => ReleaseCode.InMethod(
        """
        bool succeeded = false;
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
            succeeded = true;
        }
        finally
        {
            if (!succeeded)
                stream.Dispose();
        }

        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task One_of_two_and_then_the_other() => ReleaseCode.InClass(
        """
        void M(Resource current, Resource next)
        {
            if (!ReferenceEquals(current, next))
                current.Dispose();
            next.Use();
        }
        """);

    [Fact]
    public Task A_field_that_one_branch_replaces() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        int M(string path)
        {
            if (_stream.Name != path)
            {
                _stream.Dispose();
                _stream = File.OpenRead(path);
            }

            return _stream.ReadByte();
        }
        """);

    [Fact]
    public Task A_lambda_that_leaves() => ReleaseCode.InClass(
        """
        event Action? Closing;

        void M(Resource resource)
        {
            Closing += () => resource.Dispose();
            resource.Use();
        }
        """);

    [Fact]
    public Task A_loop_that_drains_a_reader() => ReleaseCode.InMethod(
        """
        var reader = new StreamReader(path);
        string? line;
        while ((line = reader.ReadLine()) != null)
        {
            if (line.Length == 0)
                break;
        }

        reader.Dispose();
        """);

    [Fact]
    public Task A_condition_that_is_tested_again_in_a_loop() => ReleaseCode.InMethod(
        """
        using var log = flag ? File.AppendText(path) : null;
        for (int i = 0; i < 3; i++)
        {
            if (flag)
                log!.WriteLine(i);
        }
        """);
}
