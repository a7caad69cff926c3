namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>What a method gives out and also puts into a collection of its object belongs there.</summary>
public sealed class OutParametersPutElsewhere
{
    [Theory]
    [InlineData("_sessions[0] = session;", false)]
    [InlineData("_all.Add(session);", false)]
    [InlineData("foreach (int slot in session.Slots) { if (_sessions[slot] != null) { session.Dispose(); return false; } _sessions[slot] = session; }", false)]
    [InlineData("_names.Add(session.ToString()!);", true)]
    [InlineData("session.Use();", true)]
    public Task Given_out(string body, bool isOwed) => LeakCode.InFile(
        $$"""
        class Session : Resource { public int[] Slots = new int[1]; }

        class Store
        {
            private readonly Session[] _sessions = new Session[9];
            private readonly List<Session> _all = new();
            private readonly List<string> _names = new();
            public int Count => _names.Count + _all.Count;

            public bool TryAdd(out Session session)
            {
                session = new Session();
                {{body}}
                return true;
            }
        }

        class C
        {
            void M(Store store)
            {
                if (store.TryAdd({{(isOwed ? "[|out var session|]" : "out var session")}}))
                    session.Use();
            }
        }
        """);

    [Fact]
    public Task Given_out_with_a_writer_around_it() => LeakCode.InFile(
        """
        static class Files
        {
            public static void Open(string path, out FileStream file, out StreamWriter writer)
            {
                file = new FileStream(path, FileMode.Open);
                writer = new StreamWriter(file);
            }
        }

        class C
        {
            FileStream M(string path)
            {
                FileStream file;
                Files.Open(path, out file, out _);
                return file;
            }
        }
        """);
}
