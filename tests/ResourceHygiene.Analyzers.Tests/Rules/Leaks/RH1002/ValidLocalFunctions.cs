namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Local functions that release what they are called for.</summary>
public sealed class ValidLocalFunctions
{
    [Fact]
    public Task Called_on_every_path() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            Release();
            return;
        }

        Console.WriteLine(path);
        Release();

        void Release() => resource.Dispose();
        """);

    [Fact]
    public Task A_parameter_of_a_local_function() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            Finish(resource);
        else
            resource.Dispose();

        static void Finish(Resource finished)
        {
            finished.Use();
            finished.Dispose();
        }
        """);

    [Fact]
    public Task Made_by_a_local_function() => LeakCode.InMethod(
        """
        using var stream = Open();
        if (flag)
            return;
        stream.ReadByte();

        Stream Open() => File.OpenRead(path);
        """);

    [Fact]
    public Task Called_in_finally() => LeakCode.InMethod(
        """
        Stream? stream = null;
        try
        {
            stream = File.OpenRead(path);
            if (flag)
                return;
            stream.ReadByte();
        }
        finally
        {
            Close();
        }

        void Close() => stream?.Dispose();
        """);

    [Fact]
    public Task In_a_try_of_the_method_around_it() => LeakCode.InMethod(
        """
        if (flag)
            Console.WriteLine(path);
        if (path.Length > 1)
            Console.WriteLine(flag);
        try
        {
            Read(path.Length > 3);
            Console.WriteLine(flag ? 1 : 2);

            void Read(bool isLong)
            {
                Stream? stream = null;
                if (isLong)
                    stream = File.OpenRead(path);
                if (isLong)
                    stream!.Dispose();
            }
        }
        catch (IOException)
        {
            Console.WriteLine(path);
        }
        finally
        {
            Console.WriteLine(flag);
        }
        """);
}
