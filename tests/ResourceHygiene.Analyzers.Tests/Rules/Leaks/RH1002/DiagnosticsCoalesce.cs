namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Resources that a conditional expression makes.</summary>
public sealed class DiagnosticsCoalesce
{
    [Fact]
    public Task The_fallback_is_released_only_sometimes() => LeakCode.InClass(
        """
        void M(Resource? cached, bool flag)
        {
            var resource = cached ?? {|RH1002:new Resource()|};
            resource.Use();
            if (flag && cached == null)
                resource.Dispose();
        }
        """);

    [Fact]
    public Task Made_by_one_arm_and_lost_by_a_later_guard() => LeakCode.InMethod(
        """
        var stream = flag ? {|RH1002:File.OpenRead(path)|} : Stream.Null;
        if (stream.Length == 0)
            return;
        stream.Dispose();
        """);

    [Fact]
    public Task Both_arms_make_one_and_the_guard_loses_either() => LeakCode.InMethod(
        """
        Stream stream = flag ? {|RH1002:File.OpenRead(path)|} : {|RH1002:File.Create(path)|};
        if (!stream.CanSeek)
            return;
        stream.Dispose();
        """);

    [Fact]
    public Task Assigned_when_missing_and_released_only_sometimes() => LeakCode.InMethod(
        """
        Resource? resource = null;
        resource ??= {|RH1002:new Resource()|};
        if (flag)
            resource.Dispose();
        """);

    [Fact]
    public Task A_factory_with_a_throwing_fallback() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        void M(string path)
        {
            var stream = {|RH1002:Open(path)|} ?? throw new FileNotFoundException(path);
            if (stream.Length == 0)
                return;
            stream.Dispose();
        }
        """);

    [Fact]
    public Task A_second_throwing_fallback_loses_the_first() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        void M(string left, string right)
        {
            var first = {|RH1002:Open(left)|} ?? throw new FileNotFoundException(left);
            var second = Open(right) ?? throw new FileNotFoundException(right);
            second.Dispose();
            first.Dispose();
        }
        """);
}
