namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A handler that completes is a normal path, and a finally serves every way through it.</summary>
public sealed class DiagnosticsTryCatchFinally
{
    [Fact]
    public Task A_swallowed_exception_skips_the_release() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        try
        {
            stream.ReadByte();
            stream.Dispose();
        }
        catch (IOException)
        {
            Console.WriteLine("unreadable");
        }
        """);

    [Fact]
    public Task Acquired_inside_the_try_and_swallowed() => LeakCode.InMethod(
        """
        try
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            stream.ReadByte();
            stream.Dispose();
        }
        catch (IOException)
        {
            Console.WriteLine("unreadable");
        }
        """);

    [Fact]
    public Task A_handler_returns() => LeakCode.InClass(
        """
        int Parse(string path)
        {
            var reader = {|RH1002:new StreamReader(path)|};
            int number;
            try
            {
                number = int.Parse(reader.ReadToEnd());
            }
            catch (FormatException)
            {
                return -1;
            }

            reader.Dispose();
            return number;
        }
        """);

    [Fact]
    public Task Only_the_handler_releases() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        try
        {
            stream.ReadByte();
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        """);

    [Fact]
    public Task One_of_two_handlers_forgets() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        try
        {
            stream.ReadByte();
            stream.Dispose();
        }
        catch (EndOfStreamException)
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            Console.WriteLine("unreadable");
        }
        """);

    [Fact]
    public Task A_handler_with_a_filter_returns() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        try
        {
            stream.ReadByte();
        }
        catch (IOException) when (flag)
        {
            return;
        }

        stream.Dispose();
        """);

    [Fact]
    public Task A_finally_releases_only_sometimes() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        try
        {
            resource.Use();
        }
        finally
        {
            if (flag)
                resource.Dispose();
        }
        """);

    [Fact]
    public Task A_finally_releases_only_the_other_one() => LeakCode.InMethod(
        """
        var first = {|RH1002:File.OpenRead(path)|};
        var second = new Resource();
        try
        {
            if (first.ReadByte() < 0)
                return;
            first.Dispose();
        }
        finally
        {
            second.Dispose();
        }
        """);

    [Fact]
    public Task Continue_through_a_finally() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            int count = 0;
            foreach (string path in paths)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                try
                {
                    if (stream.Length == 0)
                        continue;
                }
                finally
                {
                    count++;
                }

                stream.Dispose();
            }

            Console.WriteLine(count);
        }
        """);

    [Fact]
    public Task Break_through_two_finallys() => LeakCode.InClass(
        """
        void M(string[] paths, object gate)
        {
            foreach (string path in paths)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                lock (gate)
                {
                    try
                    {
                        if (stream.Length == 0)
                            break;
                        stream.ReadByte();
                    }
                    finally
                    {
                        Console.WriteLine(path);
                    }
                }

                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task The_result_flag_protects_only_one_way() => LeakCode.InClass(
        """
        Stream? Open(string path, bool isQuiet)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            try
            {
                stream.ReadByte();
                return stream;
            }
            catch (IOException)
            {
                if (isQuiet)
                    return null;
                stream.Dispose();
                throw;
            }
        }
        """);

    [Fact]
    public Task A_nested_handler_swallows() => LeakCode.InMethod(
        """
        try
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            try
            {
                stream.ReadByte();
            }
            catch (EndOfStreamException)
            {
                Console.WriteLine("short");
                return;
            }

            stream.Dispose();
        }
        finally
        {
            Console.WriteLine("done");
        }
        """);
}
