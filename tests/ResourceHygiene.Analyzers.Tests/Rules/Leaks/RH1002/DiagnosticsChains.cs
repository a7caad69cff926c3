namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Conditional access, fluent calls, lazy initialisation and exchanges.</summary>
public sealed class DiagnosticsChains
{
    [Fact]
    public Task A_fluent_chain_and_a_guard() => LeakCode.InFile(
        """
        sealed class Builder : IDisposable
        {
            private int _size;
            public int Size => _size;
            public Builder WithSize(int size) { _size = size; return this; }
            public void Dispose() => _size = 0;
        }
        class C
        {
            void M()
            {
                var builder = {|RH1002:new Builder()|}.WithSize(3).WithSize(4);
                if (builder.Size > 3)
                    return;
                builder.WithSize(5).Dispose();
            }
        }
        """);

    [Fact]
    public Task A_conditional_chain_before_a_guard() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        string? M(string path)
        {
            var stream = {|RH1002:Open(path)|};
            string? text = stream?.Length.ToString()?.Trim();
            if (text == "0")
                return null;
            stream?.Dispose();
            return text;
        }
        """);

    [Fact]
    public Task Exchanged_into_a_field_only_if() => LeakCode.InClass(
        """
        private Resource? _current;

        void M(bool flag)
        {
            var next = {|RH1002:new Resource()|};
            next.Use();
            if (flag)
            {
                var old = _current;
                _current = next;
                old?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Lazily_made_and_not_stored_when_a_check_fails() => LeakCode.InClass(
        """
        private Stream? _stream;

        Stream? Get(string path)
        {
            if (_stream == null)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.Length == 0)
                    return null;
                _stream = stream;
            }

            return _stream;
        }
        """);
}
