namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>One resource under two names.</summary>
public sealed class DiagnosticsAliases
{
    [Fact]
    public Task A_copy() => ReleaseCode.InMethod(
        """
        var first = new Resource();
        var second = first;
        first.Dispose();
        {|RH3001:second.Dispose()|};
        """);

    [Fact]
    public Task The_original_after_its_copy() => ReleaseCode.InMethod(
        """
        var first = new Resource();
        IDisposable second = first;
        second.Dispose();
        {|RH3001:first.Dispose()|};
        """);

    [Fact]
    public Task A_cast() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        {|RH3001:((IDisposable)resource).Dispose()|};
        """);

    [Fact]
    public Task A_pattern_variable() => ReleaseCode.InMethod(
        """
        if (given is FileStream file)
        {
            file.Dispose();
            {|RH3001:given.Dispose()|};
        }
        """);

    [Fact]
    public Task A_copy_of_a_field() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        void M()
        {
            var stream = _stream;
            stream.Dispose();
            {|RH3001:_stream.Dispose()|};
        }
        """);

    [Fact]
    public Task A_field() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        void M()
        {
            _stream.Dispose();
            {|RH3001:_stream.Dispose()|};
        }
        """);

    [Fact]
    public Task A_static_field() => ReleaseCode.InClass(
        """
        private static Resource s_shared = new();

        static void Shutdown()
        {
            s_shared.Dispose();
            {|RH3001:s_shared.Dispose()|};
        }
        """);
}
