namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>A readonly field is null until its constructor has set it, so a finally that asks for it knows whether that has happened.</summary>
public sealed class FieldsUnderConstruction
{
    [Theory]
    [InlineData("private readonly Stream? _kept;", "File.OpenRead(path)")]
    [InlineData("private Stream? _kept;", "{|RH1003:File.OpenRead(path)|}")]
    [InlineData("private readonly Stream? _kept = Stream.Null;", "{|RH1003:File.OpenRead(path)|}")]
    public Task Asked_in_a_finally(string field, string acquisition) => ExceptionCode.InFile(
        $$"""
        class C : IDisposable
        {
            {{field}}
            public C(string path)
            {
                Stream stream = {{acquisition}};
                try
                {
                    Check(stream);
                    _kept = stream;
                }
                finally
                {
                    if (_kept == null)
                        stream.Dispose();
                }
            }

            public void Dispose() => _kept?.Dispose();

            private static void Check(Stream stream)
            {
                if (stream.ReadByte() < 0)
                    throw new IOException("empty");
            }
        }
        """);
}
