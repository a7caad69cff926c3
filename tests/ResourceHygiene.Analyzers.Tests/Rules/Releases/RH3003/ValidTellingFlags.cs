namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>What tells of the release, and what may be opened again.</summary>
public sealed class ValidTellingFlags
{
    [Theory]
    [InlineData("public bool Connected => !_ended;", "Connected")]
    [InlineData("public bool Works => _ended == false;", "Works")]
    public Task A_flag_that_the_release_sets(string property, string asked) => ReleaseCode.InFile(
        $$"""
        sealed class Link : IDisposable
        {
            private readonly FileStream _file = File.OpenRead("a");
            private bool _ended;
            {{property}}
            public void Dispose() { if (_ended) return; _ended = true; _file.Dispose(); }
        }
        class C { bool M() { var link = new Link(); link.Dispose(); return link.{{asked}}; } }
        """);

    [Fact]
    public Task Closed_and_opened_again() => ReleaseCode.InFile(
        """
        sealed class Song : IDisposable
        {
            private FileStream? _file;
            public void Open(bool ahead = false) => _file = File.OpenRead("a");
            public void Close() { _file?.Dispose(); _file = null; }
            public void Dispose() => Close();
        }
        class C { void M(Song song) { song.Close(); song.Open(); } }
        """);

    [Fact]
    public Task What_tells_which_one_it_was() => ReleaseCode.InFile(
        """
        interface IServer : IDisposable { int ServerId { get; } }
        class C { int M(IServer server) { server.Dispose(); return server.ServerId; } }
        """);
}
