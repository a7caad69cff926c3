namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Releasing in finally, or on both sides of a handler.</summary>
public sealed class ValidTryCatchFinally
{
    [Fact]
    public Task Finally_releases_on_return() => LeakCode.InClass(
        """
        int First(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                if (stream.Length == 0)
                    return -1;
                return stream.ReadByte();
            }
            finally
            {
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Finally_releases_on_continue_and_break() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            foreach (string path in paths)
            {
                var stream = File.OpenRead(path);
                try
                {
                    if (stream.Length == 0)
                        continue;
                    if (stream.ReadByte() == 0)
                        break;
                }
                finally
                {
                    stream.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Assigned_inside_the_try_and_released_where_not_null() => LeakCode.InMethod(
        """
        Stream? stream = null;
        try
        {
            if (flag)
                return;
            stream = File.OpenRead(path);
            stream.ReadByte();
        }
        catch (IOException)
        {
            Console.WriteLine("unreadable");
        }
        finally
        {
            if (stream != null)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task Handed_over_by_setting_the_local_to_null() => LeakCode.InClass(
        """
        private Stream? _stream;

        void Open(string path)
        {
            Stream? stream = null;
            try
            {
                stream = File.OpenRead(path);
                stream.ReadByte();
                _stream = stream;
                stream = null;
            }
            finally
            {
                stream?.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_success_flag_decides_in_finally() => LeakCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            bool isGood = false;
            try
            {
                stream.ReadByte();
                isGood = true;
                return stream;
            }
            finally
            {
                if (!isGood)
                    stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task The_handler_releases_and_returns_null() => LeakCode.InClass(
        """
        Stream? TryOpen(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
                return stream;
            }
            catch (IOException)
            {
                stream.Dispose();
                return null;
            }
        }
        """);

    [Fact]
    public Task An_acquisition_that_throws_acquired_nothing() => LeakCode.InMethod(
        """
        Stream? stream;
        try
        {
            stream = File.OpenRead(path);
        }
        catch (IOException)
        {
            return;
        }

        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task A_release_that_throws_counts_as_done() => LeakCode.InMethod(
        """
        var resource = new Resource();
        try
        {
            resource.Dispose();
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine("released all the same");
        }
        """);

    [Fact]
    public Task A_swallowing_handler_before_the_release() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            Console.WriteLine("unreadable");
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Inner_and_outer_finally_each_release_their_own() => LeakCode.InClass(
        """
        int Compare(string left, string right)
        {
            var first = File.OpenRead(left);
            try
            {
                var second = File.OpenRead(right);
                try
                {
                    if (first.Length != second.Length)
                        return 1;
                    return first.ReadByte() - second.ReadByte();
                }
                finally
                {
                    second.Dispose();
                }
            }
            finally
            {
                first.Dispose();
            }
        }
        """);

    [Fact]
    public Task Released_in_finally_only_where_the_way_out_had_it() => LeakCode.InMethod(
        """
        Resource? resource = null;
        try
        {
            if (flag)
                return;
            resource = new Resource();
            if (path.Length == 0)
                return;
            resource.Use();
        }
        finally
        {
            if (resource is not null)
                resource.Dispose();
        }

        Console.WriteLine(path);
        """);

    [Fact]
    public Task A_rethrowing_handler_with_a_filter() => LeakCode.InClass(
        """
        static bool Log(Exception exception) { Console.WriteLine(exception.Message); return false; }

        void M(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
            }
            catch (Exception exception) when (Log(exception))
            {
                throw;
            }
            finally
            {
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_safe_handle_without_a_handle() => LeakCode.InFile(
        """
        using System.Runtime.InteropServices;

        sealed class Context : SafeHandle
        {
            public Context() : base(0, ownsHandle: true) { }
            public override bool IsInvalid => handle == 0;
            protected override bool ReleaseHandle() => true;

            public static Context Create(Func<nint> make)
            {
                var context = new Context();
                bool isMade = false;
                try
                {
                    nint made = make();
                    if (made == 0)
                        throw new InvalidOperationException();
                    context.SetHandle(made);
                    isMade = true;
                }
                finally
                {
                    if (!isMade)
                        context.SetHandleAsInvalid();
                }

                return context;
            }
        }
        """);
}
