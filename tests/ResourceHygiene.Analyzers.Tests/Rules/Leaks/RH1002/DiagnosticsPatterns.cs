namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Patterns name the resource; a pattern that asks for more than its type lets it go.</summary>
public sealed class DiagnosticsPatterns
{
    [Fact]
    public Task Named_by_a_pattern_and_lost_by_a_guard() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        void M(string path)
        {
            if ({|RH1002:Open(path)|} is { } stream)
            {
                if (stream.Length == 0)
                    return;
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_negated_pattern_and_a_later_guard() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        void M(string path)
        {
            if ({|RH1002:Open(path)|} is not { } stream)
                return;
            if (stream.Length == 0)
                return;
            stream.Dispose();
        }
        """);

    [Fact]
    public Task A_property_pattern_that_may_fail() => LeakCode.InMethod(
        """
        Stream stream = {|RH1002:File.OpenRead(path)|};
        if (stream is FileStream { CanSeek: true } file)
            file.Dispose();
        """);

    [Fact]
    public Task Released_in_one_case_only() => LeakCode.InClass(
        """
        void M(string path, int kind)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            switch (kind)
            {
                case 0:
                    stream.ReadByte();
                    break;
                default:
                    stream.Dispose();
                    break;
            }
        }
        """);

    [Fact]
    public Task A_pattern_about_something_else() => LeakCode.InClass(
        """
        void M(string path, object? target)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (target is Stream destination)
            {
                stream.CopyTo(destination);
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_type_pattern_with_a_condition() => LeakCode.InMethod(
        """
        object made = {|RH1002:new Resource()|};
        if (made is Resource resource && flag)
            resource.Dispose();
        """);

    [Fact]
    public Task An_arm_of_a_switch_expression_returns_something_else() => LeakCode.InClass(
        """
        Stream Open(string path, int kind)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            return kind switch
            {
                0 => stream,
                1 => new BufferedStream(stream),
                _ => Stream.Null,
            };
        }
        """);
}
