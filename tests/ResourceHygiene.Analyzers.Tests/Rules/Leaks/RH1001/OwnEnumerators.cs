namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>An enumerator that has to have a Dispose, and releases nothing in it, costs nothing.</summary>
public sealed class OwnEnumerators
{
    [Theory]
    [InlineData("public void Dispose() { }")]
    [InlineData("public virtual void Dispose() { }")]
    [InlineData("public void Dispose() => _index = -1;")]
    [InlineData("public void Dispose() { _index = -2; _inner?.Dispose(); GC.SuppressFinalize(this); }")]
    [InlineData("public void Dispose() => _inner!.Dispose();")]
    [InlineData("public void Dispose() => Rewind(); private void Rewind() { _index = -1; _inner = null; }")]
    [InlineData("public void Dispose() { _names?.Dispose(); _names = null; }")]
    [InlineData("public void Dispose() { Dispose(true); } protected virtual void Dispose(bool disposing) { if (disposing) { _inner = null; } }")]
    public Task That_release_nothing(string disposers) => LeakCode.Test(Enumerator(disposers) +
        """
        sealed class Derived : Numbers { }

        class C
        {
            int M() { var each = new Derived(); int count = 0; while (each.MoveNext()) count++; return count; }
            int M2() { var each = new Numbers(); int count = 0; while (each.MoveNext()) count++; return count; }
        }
        """).RunAsync();

    [Theory]
    [InlineData("public void Dispose() => _file.Dispose();")]
    [InlineData("public void Dispose() => Rewind(); private void Rewind() { _index = -1; _file.Dispose(); }")]
    [InlineData("public void Dispose() => Rewind(); protected virtual void Rewind() { _index = -1; }")]
    [InlineData("public void Dispose() => _lines.Dispose();")]
    [InlineData("public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) { if (disposing) _file.Dispose(); }")]
    public Task That_release_something(string disposers) => LeakCode.Test(Enumerator(disposers) +
        """
        sealed class Derived : Numbers { }

        class C
        {
            int M() { var each = [|new Derived()|]; int count = 0; while (each.MoveNext()) count++; return count; }
        }
        """).RunAsync();

    [Fact]
    public Task That_release_something_and_are_asked_for_by_foreach() => LeakCode.InFile(
        """
        class Lines : IEnumerable<string>, IEnumerator<string>
        {
            private readonly FileStream _file = File.OpenRead("a");
            IEnumerator<string> IEnumerable<string>.GetEnumerator() { return this; }
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;
            string IEnumerator<string>.Current => "";
            object System.Collections.IEnumerator.Current => "";
            public bool MoveNext() => _file.ReadByte() > 0;
            public void Reset() { }
            public void Dispose() { _file.Dispose(); GC.SuppressFinalize(this); }
        }

        class C
        {
            private HashSet<string>? _all;

            HashSet<string> All
            {
                get
                {
                    if (_all == null)
                    {
                        _all = new();
                        Lines lines = new();
                        foreach (string line in lines)
                            _all.Add(line);
                    }

                    return _all;
                }
            }

            int M(bool isAll)
            {
                var lines = {|RH1002:new Lines()|};
                if (!isAll)
                    return lines.MoveNext() ? 1 : 0;
                int count = 0;
                foreach (string line in lines)
                    count++;
                return count;
            }

            bool M2() { var lines = [|new Lines()|]; return lines.MoveNext(); }
        }
        """);

    private static string Enumerator(string disposers) =>
        $$"""
        class Numbers : IEnumerator<int>
        {
            private readonly System.IO.MemoryStream _file = new();
            private IEnumerator<int>? _inner;
            private int _index;
            private Names? _names = new();
            private readonly Lines _lines = new();
            public int Current => _index;
            object System.Collections.IEnumerator.Current => Current;
            public bool MoveNext() => ++_index < 5 && _inner?.MoveNext() != false && _file.Length > 0;
            public void Reset() { }
            {{disposers}}
        }

        sealed class Names : IEnumerator<int>
        {
            private string? _name;
            public int Current => _name?.Length ?? 0;
            object System.Collections.IEnumerator.Current => Current;
            public bool MoveNext() => (_name = _name == null ? "a" : null) != null;
            public void Reset() => _name = null;
            public void Dispose() => Reset();
        }

        sealed class Lines : IEnumerator<int>
        {
            private readonly System.IO.FileStream _lines = System.IO.File.OpenRead("lines");
            public int Current => 1;
            object System.Collections.IEnumerator.Current => Current;
            public bool MoveNext() => _lines.ReadByte() >= 0;
            public void Reset() { }
            public void Dispose() => _lines.Dispose();
        }


        """;
}
