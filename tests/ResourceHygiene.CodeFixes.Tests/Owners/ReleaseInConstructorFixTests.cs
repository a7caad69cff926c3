using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.CodeFixes.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Owners;

/// <summary>What a constructor acquired is released if the rest of it throws.</summary>
public sealed class ReleaseInConstructorFixTests
{
    [Fact]
    public Task The_rest_goes_into_a_try() => Fixes(
        """
        sealed class Index : IDisposable
        {
            private readonly FileStream _file;
            public int Size { get; }

            public Index(string path)
            {
                {|RH2004:_file|} = File.OpenRead(path);
                Size = _file.ReadByte();
            }

            public void Dispose() => _file.Dispose();
        }
        """,
        """
        sealed class Index : IDisposable
        {
            private readonly FileStream _file;
            public int Size { get; }

            public Index(string path)
            {
                _file = File.OpenRead(path);
                try
                {
                    Size = _file.ReadByte();
                }
                catch
                {
                    _file.Dispose();
                    throw;
                }
            }

            public void Dispose() => _file.Dispose();
        }
        """);

    [Fact]
    public Task What_is_acquired_afterwards_is_released_as_well() => Fixes(
        """
        sealed class Copy : IDisposable
        {
            private readonly FileStream _from;
            private readonly FileStream _to;

            public Copy(string from, string to)
            {
                {|RH2004:_from|} = new FileStream(from, FileMode.Open);
                _to = new FileStream(to, FileMode.Create); // the target
                _from.CopyTo(_to);
            }

            public void Dispose() { _from.Dispose(); _to.Dispose(); }
        }
        """,
        """
        sealed class Copy : IDisposable
        {
            private readonly FileStream _from;
            private readonly FileStream _to;

            public Copy(string from, string to)
            {
                _from = new FileStream(from, FileMode.Open);
                try
                {
                    _to = new FileStream(to, FileMode.Create); // the target
                    _from.CopyTo(_to);
                }
                catch
                {
                    _to?.Dispose();
                    _from.Dispose();
                    throw;
                }
            }

            public void Dispose() { _from.Dispose(); _to.Dispose(); }
        }
        """);

    [Fact]
    public Task What_is_acquired_last_cannot_be_lost() => Fixes(
        """
        sealed class Copy : IDisposable
        {
            private readonly FileStream _from;
            private readonly FileStream _to;

            public Copy(string from, string to)
            {
                {|RH2004:_from|} = File.OpenRead(from);
                _to = File.OpenWrite(to);
            }

            public void Dispose() { _from.Dispose(); _to.Dispose(); }
        }
        """,
        """
        sealed class Copy : IDisposable
        {
            private readonly FileStream _from;
            private readonly FileStream _to;

            public Copy(string from, string to)
            {
                _from = File.OpenRead(from);
                try
                {
                    _to = File.OpenWrite(to);
                }
                catch
                {
                    _from.Dispose();
                    throw;
                }
            }

            public void Dispose() { _from.Dispose(); _to.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("if (path.Length > 0) { {|RH2004:_file|} = File.OpenRead(path); Size = _file.ReadByte(); }")]
    [InlineData("{|RH2004:_file|} = File.OpenRead(path); _other = File.OpenRead(path); Size = _file.ReadByte();")]
    public Task Nothing_is_offered_where_it_is_not_the_whole_rest_or_not_known_what_is_acquired(string statements) => OffersNothing(
        $$"""
        sealed class Index : IDisposable
        {
            private readonly FileStream? _file;
            private readonly FileStream? _other;
            public int Size { get; }
            public Index(string path) { {{statements}} }
            public void Dispose() { _file?.Dispose(); _other?.Dispose(); }
        }
        """);

    [Fact]
    public Task Nothing_is_offered_where_a_block_would_end_behind_the_directive_in_which_it_begins() => OffersNothing(
        """
        #define SIZES
        sealed class Index : IDisposable
        {
            private readonly FileStream _file;
            public int Size { get; }
            public Index(string path)
            {
                {|RH2004:_file|} = File.OpenRead(path);
        #if SIZES
                Size = _file.ReadByte();
        #endif
            }
            public void Dispose() => _file.Dispose();
        }
        """);

    private static Task Fixes(string before, string after)
    {
        CodeFixTest<OwnerAnalyzer, ReleaseInConstructorFix> test = new() { Sources = { before }, ImplicitUsings = true };
        test.FixedSources.Add(after);
        return test.RunAsync();
    }

    private static Task OffersNothing(string source) => new CodeFixTest<OwnerAnalyzer, ReleaseInConstructorFix> { Sources = { source }, ImplicitUsings = true }.RunAsync();
}
