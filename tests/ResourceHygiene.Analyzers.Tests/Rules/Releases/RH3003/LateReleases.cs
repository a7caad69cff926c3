namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>A Dispose that counts, or leaves the end to somebody else, does not end the object at once.</summary>
public sealed class LateReleases
{
    private const string Uses =
        """


        class C
        {
            int M(Node node)
            {
                node.Dispose();
                return USE;
            }
        }
        """;

    [Theory]
    [InlineData("public void Dispose() { if (System.Threading.Interlocked.Decrement(ref _users) > 0) return; _file.Dispose(); }")]
    [InlineData("public void Dispose() { if (--_users > 0) return; _file.Dispose(); }")]
    [InlineData("public void Dispose() { int left = System.Threading.Interlocked.Decrement(ref _users); if (left == 0) _file.Dispose(); }")]
    [InlineData("public void Dispose() { _queue.Enqueue(() => Dispose(true)); GC.SuppressFinalize(this); } private void Dispose(bool disposing) => _file.Dispose();")]
    [InlineData("public void Dispose() => _queue.Enqueue(() => { if (_isDisposed) return; _isDisposed = true; _file.Dispose(); });")]
    public Task It_may_still_be_alive(string members) => ReleaseCode.InFile(Node(members) + Uses.Replace("USE", "node.Count()", StringComparison.Ordinal));

    [Theory]
    [InlineData("public void Dispose() { _users = 0; _file.Dispose(); }")]
    [InlineData("public void Dispose() { for (int i = 3; i > 0; i--) _users += i; _file.Dispose(); }")]
    [InlineData("public void Dispose() { _file.Dispose(); _queue.Enqueue(() => { _isDisposed = true; }); }")]
    [InlineData("private static int s_live; public void Dispose() { System.Threading.Interlocked.Decrement(ref s_live); _file.Dispose(); }")]
    [InlineData("public void Dispose() => Invoke(() => Dispose(true)); private static void Invoke(Action action) => action(); private void Dispose(bool disposing) => _file.Dispose();")]
    [InlineData("public void Dispose() => new List<FileStream> { _file }.ForEach(file => file.Dispose());")]
    public Task It_has_ended(string members) => ReleaseCode.InFile(Node(members) + Uses.Replace("USE", "{|RH3003:node|}.Count()", StringComparison.Ordinal));

    private static string Node(string members) =>
        $$"""
        sealed class Node : IDisposable
        {
            private readonly FileStream _file = File.OpenRead("a");
            private readonly Queue<Action> _queue = new();
            private int _users = 1;
            private bool _isDisposed;
            public int Count() => _file.ReadByte() + _users + _queue.Count + (_isDisposed ? 1 : 0);
            {{members}}
        }
        """;
}
