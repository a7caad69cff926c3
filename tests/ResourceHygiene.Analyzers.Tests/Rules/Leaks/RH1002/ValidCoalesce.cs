namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Conditional expressions whose every outcome is released.</summary>
public sealed class ValidCoalesce
{
    [Fact]
    public Task A_fallback_returned_either_way() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        Stream M(string path) => Open(path) ?? Open(path + ".bak") ?? Stream.Null;
        """);

    [Fact]
    public Task The_fallback_is_released_by_who_made_it() => LeakCode.InClass(
        """
        void M(Resource? cached)
        {
            var resource = cached ?? new Resource();
            resource.Use();
            if (cached == null)
                resource.Dispose();
        }
        """);

    [Fact]
    public Task The_fallback_is_told_by_comparing_references() => LeakCode.InClass(
        """
        void M(Resource? cached)
        {
            var resource = cached ?? new Resource();
            resource.Use();
            if (resource != cached)
                resource.Dispose();
        }
        """);

    [Fact]
    public Task Assigned_when_missing_and_always_released() => LeakCode.InMethod(
        """
        Resource? resource = flag ? new Resource() : null;
        resource ??= new Resource();
        resource.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task A_throwing_fallback_holds_nothing() => LeakCode.InMethod(
        """
        var process = System.Diagnostics.Process.Start(path) ?? throw new InvalidOperationException("not started");
        process.WaitForExit();
        process.Dispose();
        """);

    [Fact]
    public Task Returned_by_either_arm() => LeakCode.InClass(
        """
        Stream M(string path, bool isBuffered)
        {
            var stream = File.OpenRead(path);
            return isBuffered ? new BufferedStream(stream) : stream;
        }
        """);

    [Fact]
    public Task Both_arms_make_one_that_is_released_behind() => LeakCode.InMethod(
        """
        Stream stream = flag ? File.OpenRead(path) : new MemoryStream();
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task Null_forgiving_and_parenthesised() => LeakCode.InMethod(
        """
        var resource = (flag ? new Resource() : null)!;
        if (resource == null)
            return;
        resource.Dispose();
        """);
}
